//! `Swoole\Event` and the functions `swoole_event_*`: the event loop, and descriptors that it watches.

use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;

use super::{client, process, timer, warn};
use crate::worker::event_loop::{self, Driver, When};
use crate::worker::server::{code, set_last_error};
use crate::worker::watched::{self, Readiness, Refused, Target};
use crate::worker::{script, timers};
use crate::zend::callable::Callable;
use crate::zend::class::{Class, static_class};
use crate::zend::error::Failure;
use crate::zend::method::{
    Call, CallableArgument, CallableCache, Give, Outcome, StringArgument, arguments, method, optional, required,
};
use crate::zend::object;
use crate::zend::string::PhpString;

static EVENT: Class = Class::new();

/// `SWOOLE_EVENT_READ` and `SWOOLE_EVENT_WRITE`.
const READ: i64 = 512;
const WRITE: i64 = 1024;

/// Of the methods, and the ends of the functions'.
const NAMES: [&str; 11] =
    ["add", "del", "set", "isset", "dispatch", "defer", "cycle", "write", "wait", "rshutdown", "exit"];

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    static_class("Swoole\\Event", all(NAMES))
        .registration(|entry, tables| {
            object::deny(entry);
            EVENT.registered(entry, tables);
        })
        .register()?;
    EVENT.alias("swoole_event");
    Ok(())
}

/// The functions outside of classes.
pub(super) fn add_functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    all(NAMES.map(|name| format!("swoole_event_{name}"))).into_iter().fold(module, ModuleBuilder::function)
}

fn all<N: AsRef<str>>(
    [add, del, set, isset, dispatch, defer, cycle, write, wait, rshutdown, exit]: [N; 11],
) -> [FunctionBuilder<'static>; 11] {
    let fd = || required("fd", DataType::Mixed);
    let callback = |name: &str| optional(name, DataType::Callable, "null").allow_null();
    let events = |default: &str| optional("events", DataType::Long, default);
    let watch = |default: &str| vec![fd(), callback("read_callback"), callback("write_callback"), events(default)];
    let either = "SWOOLE_EVENT_READ | SWOOLE_EVENT_WRITE";
    let each_round =
        vec![required("callback", DataType::Callable).allow_null(), optional("before", DataType::Bool, "false")];
    let data = vec![fd(), required("data", DataType::String)];
    [
        method(add.as_ref(), self::add, 1, watch("SWOOLE_EVENT_READ")),
        method(del.as_ref(), self::del, 1, vec![fd()]),
        method(set.as_ref(), self::set, 1, watch("0")),
        method(isset.as_ref(), self::isset, 1, vec![fd(), events(either)]),
        method(dispatch.as_ref(), self::dispatch, 0, vec![]),
        method(defer.as_ref(), self::defer, 1, vec![required("callback", DataType::Callable)]),
        method(cycle.as_ref(), self::cycle, 1, each_round),
        method(write.as_ref(), self::write, 2, data),
        method(wait.as_ref(), self::wait, 0, vec![]),
        method(rshutdown.as_ref(), self::wait, 0, vec![]),
        method(exit.as_ref(), self::exit, 0, vec![]),
    ]
}

/// What a value stands for. An object of ours has its descriptor where its class says.
pub(super) fn target_of(value: &Zval) -> Target {
    if let Some(descriptor) = process::descriptor(value) {
        Target::with_number(value, descriptor)
    } else if let Some(descriptor) = client::descriptor(value) {
        Target::with_number(value, descriptor).with_unread(client::has_unread)
    } else {
        Target::of(value)
    }
}

/// What the first argument stands for.
fn target(call: &Call<'_>) -> Result<Target, Failure> {
    Ok(target_of(call.argument(0).ok_or(Failure::Thrown)?))
}

/// A callback that may be null or left out.
pub(super) fn callback(call: &Call<'_>, number: u32) -> Result<Option<Callable>, Failure> {
    match call.argument(number) {
        Some(value) if !value.is_null() => timer::callable(call, number).map(Some),
        _ => Ok(None),
    }
}

/// What `$events` says, or a warning that it says nothing.
fn readiness(events: i64) -> Option<Readiness> {
    if events & !(READ | WRITE) != 0 || events == 0 {
        warn(&format!(
            "$events [{events}] is not known: use SWOOLE_EVENT_READ (512), SWOOLE_EVENT_WRITE (1024) or both, or-ed"
        ));
        return None;
    }
    Some(Readiness { read: events & READ != 0, write: events & WRITE != 0 })
}

/// Gives what was done, or false with a warning that says why not.
fn give<T: Give>(call: &mut Call<'_>, done: Result<T, Refused>) -> Outcome {
    if let Err(refused) = &done {
        refuse(refused);
    }
    call.give(done.ok())
}

fn refuse(refused: &Refused) {
    let code = match refused {
        Refused::System(_, error) => i64::from(error.raw_os_error().unwrap_or(0)),
        Refused::AlwaysReady(_) => libc::EPERM.into(),
        // The program asked for it, and will ask again when there is room.
        Refused::Full { .. } => return set_last_error(code::OUTPUT_BUFFER_OVERFLOW),
        Refused::Told => return set_last_error(libc::EPIPE.into()),
        _ => code::PHP_FATAL_ERROR,
    };
    warn(&refused.to_string());
    set_last_error(code);
}

/// Arguments of `add` and `set`: what is to be watched, by which callbacks, for which `$events`.
struct Watch {
    target: Target,
    read: Option<Callable>,
    write: Option<Callable>,
    events: i64,
}

fn watch(call: &Call<'_>, by_default: i64) -> Result<Watch, Failure> {
    arguments!(
        call,
        c"z|f!f!l",
        _fd: *mut Zval,
        _read: CallableArgument,
        _read_cache: CallableCache,
        _write: CallableArgument,
        _write_cache: CallableCache,
        events: i64 = by_default,
    );
    Ok(Watch { target: target(call)?, read: callback(call, 1)?, write: callback(call, 2)?, events })
}

fn add(call: &mut Call<'_>) -> Outcome {
    let Watch { target, read, write, events } = watch(call, READ)?;
    timer::wait_at_end("Swoole\\Event")?;
    let Some(wanted) = readiness(events) else { return call.give(false) };
    give(call, watched::add(target, read, write, wanted).map(i64::from))
}

fn set(call: &mut Call<'_>) -> Outcome {
    let Watch { target, read, write, events } = watch(call, 0)?;
    let wanted = if events == 0 { None } else { readiness(events) };
    if events != 0 && wanted.is_none() {
        return call.give(false);
    }
    give(call, watched::change(&target, read, write, wanted).map(|()| true))
}

fn del(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", _fd: *mut Zval);
    let target = target(call)?;
    give(call, watched::delete(&target).map(|()| true))
}

fn isset(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z|l", _fd: *mut Zval, events: i64 = READ | WRITE);
    let target = target(call)?;
    let Some(readiness) = readiness(events) else { return call.give(false) };
    call.give(watched::is_watched(&target, readiness))
}

fn write(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"zS", _fd: *mut Zval, _data: StringArgument);
    timer::wait_at_end("Swoole\\Event")?;
    let target = target(call)?;
    let Some(data) = call.argument(1).and_then(PhpString::of).filter(|data| !data.is_empty()) else {
        warn("the data to write is empty");
        return call.give(false);
    };
    give(call, watched::write(target, data).map(|()| true))
}

fn defer(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"f", _callback: CallableArgument, _cache: CallableCache);
    timer::wait_at_end("Swoole\\Event")?;
    timers::defer(timer::callable(call, 0)?);
    call.give(true)
}

fn cycle(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"f!|b", _callback: CallableArgument, _cache: CallableCache, before: bool);
    let callable = callback(call, 0)?;
    let when = if before { When::First } else { When::Last };
    let ends = callable.is_none();
    let replaced = event_loop::set_cycle(when, callable);
    call.give(!ends || replaced)
}

/// A warning where the loop runs already.
fn is_free(what: &str) -> bool {
    let Some(driver) = event_loop::driver() else { return true };
    let whose = match driver {
        Driver::Server => "a process of a server runs it all the time",
        Driver::Program => "this is one of its callbacks",
    };
    warn(&format!("can't {what}: the event loop is running already, {whose}"));
    false
}

fn wait(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    if is_free("wait") { script::wait() } else { Ok(()) }
}

fn dispatch(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let has_run = is_free("dispatch") && script::dispatch()?;
    call.give(has_run)
}

fn exit(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    match event_loop::driver() {
        Some(Driver::Server) => {
            warn("the event loop of a server's process ends with that: use Swoole\\Server::stop() or shutdown()");
        }
        Some(Driver::Program) => event_loop::leave(),
        // Nothing runs that could end.
        None => {}
    }
    Ok(())
}

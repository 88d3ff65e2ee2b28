//! `Swoole\Timer`, the functions of the same names, and the server's own methods: calls that come later, once or again
//! and again.

use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{ClassEntry, ce};

use super::{exception, server, warn};
use crate::worker::script;
use crate::worker::timers::{self, Repeat};
use crate::zend::array::Array;
use crate::zend::callable::Callable;
use crate::zend::class::{Class, class, static_class};
use crate::zend::error::Failure;
use crate::zend::ffi::spl_ce_ArrayIterator;
use crate::zend::method::{
    Call, CallableArgument, CallableCache, Outcome, arguments, method, optional, required, variadic,
};
use crate::zend::object;

static TIMER: Class = Class::new();
static ITERATOR: Class = Class::new();

/// `ArrayIterator`. The class is only borrowed; PHP has it before any extension that it loads.
fn array_iterator() -> &'static ClassEntry {
    // SAFETY: set when PHP starts, and never again.
    unsafe { &*spl_ce_ArrayIterator }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    static_class("Swoole\\Timer", all(["tick", "after", "exists", "info", "stats", "list", "clear", "clearAll"]))
        .registration(|entry, tables| {
            object::deny(entry);
            TIMER.registered(entry, tables);
        })
        .register()?;
    TIMER.alias("swoole_timer");
    class("Swoole\\Timer\\Iterator")
        .extends((array_iterator, "\\ArrayIterator"))
        .registration(|entry, tables| ITERATOR.registered(entry, tables))
        .register()?;
    Ok(())
}

/// The functions outside of classes.
pub(super) fn add_functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    let names = ["tick", "after", "exists", "info", "stats", "list", "clear", "clear_all"];
    all(names.map(|name| format!("swoole_timer_{name}"))).into_iter().fold(module, ModuleBuilder::function)
}

fn all<N: AsRef<str>>(
    [tick, after, exists, info, stats, list, clear, clear_all]: [N; 8],
) -> [FunctionBuilder<'static>; 8] {
    let later = || vec![milliseconds(), callback(), variadic("params", DataType::Mixed)];
    [
        method(tick.as_ref(), self::tick, 3, later()),
        method(after.as_ref(), self::after, 3, later()),
        method(exists.as_ref(), self::exists, 1, vec![timer_id()]),
        method(info.as_ref(), self::info, 1, vec![timer_id()]),
        method(stats.as_ref(), self::stats, 0, vec![]),
        method(list.as_ref(), self::list, 0, vec![]),
        method(clear.as_ref(), self::clear, 1, vec![timer_id()]),
        method(clear_all.as_ref(), self::clear_all, 0, vec![]),
    ]
}

/// The server's own methods. Their parameters are those of old, so that subclasses of that time may override them; they
/// take more, like the others.
pub(super) fn methods_of_servers() -> [FunctionBuilder<'static>; 4] {
    let later = || vec![milliseconds(), callback(), optional("param", DataType::Mixed, "null")];
    [
        method("tick", tick, 2, later()),
        method("after", after, 2, later()),
        method("clearTimer", clear, 1, vec![timer_id()]),
        method("defer", defer, 1, vec![callback()]),
    ]
}

fn milliseconds() -> ext_php_rs::args::Arg<'static> {
    required("ms", DataType::Long)
}

fn callback() -> ext_php_rs::args::Arg<'static> {
    required("callback", DataType::Callable)
}

fn timer_id() -> ext_php_rs::args::Arg<'static> {
    required("timer_id", DataType::Long)
}

fn tick(call: &mut Call<'_>) -> Outcome {
    add(call, Repeat::Always)
}

fn after(call: &mut Call<'_>) -> Outcome {
    add(call, Repeat::Once)
}

fn add(call: &mut Call<'_>, repeat: Repeat) -> Outcome {
    arguments!(
        call,
        c"lf*",
        ms: i64,
        _callback: CallableArgument,
        _cache: CallableCache,
        _params: *mut Zval,
        _count: u32,
    );
    if ms < 1 {
        warn("Timer must be greater than or equal to 1");
        return call.give(false);
    }
    let callable = callable(call, 1)?;
    wait_at_end("Swoole\\Timer")?;
    let params = (2..call.count()).filter_map(|number| call.argument(number)).map(Zval::shallow_clone).collect();
    call.give(timers::add(repeat, ms, callable, params))
}

/// Runs behind the callbacks and timers of this round of the loop.
fn defer(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"f", _callback: CallableArgument, _cache: CallableCache);
    let callable = callable(call, 0)?;
    wait_at_end("Swoole\\Timer")?;
    timers::defer(callable);
    call.give(true)
}

/// An argument that PHP has found to be a callback.
pub(super) fn callable(call: &Call<'_>, number: u32) -> Result<Callable, Failure> {
    let value = call.argument(number).ok_or(Failure::Thrown)?;
    // PHP has just found it, or this would not be reached.
    Callable::find(value).map_err(|name| Failure::throw(ce::type_error(), 0, format!("{name} is not callable")))
}

/// Has the script stay for what `class` does. A web server's process would never get to its next request.
pub(super) fn wait_at_end(class: &str) -> Result<(), Failure> {
    if !server::is_command_line() {
        return Err(exception::throw(-1, format!("{class} can only be used in PHP CLI mode")));
    }
    script::stay();
    Ok(())
}

fn clear(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", id: i64);
    call.give(timers::clear(id))
}

fn clear_all(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    call.give(timers::clear_timers())
}

fn exists(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", id: i64);
    call.give(timers::exists(id))
}

fn info(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", id: i64);
    // Without one it is null.
    let Some(info) = timers::info(id) else { return Ok(()) };
    let array = Array::new()
        .with("exec_msec", info.due)
        .with("exec_count", info.runs)
        .with("interval", info.interval)
        .with("round", info.round)
        .with("removed", false);
    call.give(array.into_value())
}

fn stats(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let stats = timers::stats();
    let array = Array::new().with("initialized", stats.begun).with("num", stats.count).with("round", stats.rounds);
    call.give(array.into_value())
}

fn list(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let mut ids = Array::new();
    timers::ids().into_iter().for_each(|id| ids.push(id));
    let iterator = ITERATOR.instantiate();
    object::construct(&iterator, ids.into_value())?;
    call.give(iterator)
}

//! `Swoole\Process`: a PHP function in a process of its own, and what processes have to do with each other.
//!
//! The server has processes of this class too (`Server::addProcess()`): its manager calls [`prepare`] before it forks,
//! [`run_child`] in the child, and [`note_started`] on its own side.

mod pipe;
mod queue;
mod signal;
mod system;

use std::cell::{Cell, OnceCell};
use std::io;
use std::os::fd::{AsFd, RawFd};
use std::sync::atomic::{AtomicI64, Ordering};

use ext_php_rs::builders::ClassProperty;
use ext_php_rs::flags::{ConstantFlags, DataType, MethodFlags, PropertyFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use nix::unistd::{ForkResult, Pid, fork, getpid};

use self::pipe::Pipe;
use super::exception::sentence;
use super::{exception, server, warn};
use crate::process::masked::Masked;
use crate::process::pipe::{Interrupts, Kind, Stopped};
use crate::process::{daemon, signals};
use crate::worker::call::Ended;
use crate::worker::script;
use crate::worker::server::set_last_error;
use crate::zend::array::{entries, integer};
use crate::zend::callable::{Callable, Called};
use crate::zend::class::{Class, class, null_property};
use crate::zend::error::{Failure, user_warning, warning};
use crate::zend::exit::exit;
use crate::zend::method::{Call, Outcome, TableArgument, arguments, method, optional, required, table};
use crate::zend::object::{self, Data, Handlers, Object};
use crate::zend::{child, interrupt};

static PROCESS: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// Numbers for `$process->id`, in the order in which processes are made.
static NEXT_ID: AtomicI64 = AtomicI64::new(1);

/// What an exception that nobody catches ends a program with.
const STATUS_OF_EXCEPTIONS: i32 = 255;

/// The properties in the order of their declaration.
mod place {
    pub(super) const PIPE: usize = 0;
    pub(super) const QUEUE_ID: usize = 1;
    pub(super) const QUEUE_KEY: usize = 2;
    pub(super) const PID: usize = 3;
    pub(super) const ID: usize = 4;
    pub(super) const CALLBACK: usize = 5;
}

/// What a process object carries.
#[derive(Default)]
struct Process {
    /// Set by the constructor.
    callback: OnceCell<Callable>,
    redirects: Cell<bool>,
    pipe: Pipe,
    queue: Cell<Option<queue::InUse>>,
    id: Cell<i64>,
    /// Once it was started.
    pid: Cell<Option<i32>>,
}

impl Data for Process {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }

    fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        if let Some(callback) = self.callback.get() {
            show(callback.value());
        }
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    interrupt::install(signal::deliver);
    let public = MethodFlags::Public;
    let open_to_all = MethodFlags::Public | MethodFlags::Static;
    let long = |name: &str| required(name, DataType::Long);
    let flag = |name: &str, default: &str| optional(name, DataType::Bool, default);
    let construct_arguments = vec![
        required("callback", DataType::Callable),
        flag("redirect_stdin_and_stdout", "false"),
        optional("pipe_type", DataType::Long, "2"),
        flag("enable_coroutine", "false"),
    ];
    let signal_arguments = vec![long("signal_no"), optional("callback", DataType::Callable, "null").allow_null()];
    let kill_arguments = vec![long("pid"), optional("signal_no", DataType::Long, "15")];
    let daemon_arguments =
        vec![flag("nochdir", "true"), flag("noclose", "true"), optional("pipes", DataType::Array, "[]")];
    let queue_arguments = vec![
        optional("key", DataType::Long, "0"),
        optional("mode", DataType::Long, "2"),
        optional("capacity", DataType::Long, "-1"),
    ];
    let who = || optional("who", DataType::Long, "null").allow_null();
    let data = || vec![required("data", DataType::String)];
    let size = |default: &str| vec![optional("size", DataType::Long, default)];
    let mut builder = class("Swoole\\Process");
    for (name, value) in [
        ("IPC_NOWAIT", queue::NO_WAIT),
        ("PIPE_MASTER", pipe::MASTER),
        ("PIPE_WORKER", pipe::WORKER),
        ("PIPE_READ", pipe::READ),
        ("PIPE_WRITE", pipe::WRITE),
        ("PIPE_TYPE_NONE", 0),
        ("PIPE_TYPE_STREAM", 1),
        ("PIPE_TYPE_DGRAM", 2),
    ] {
        builder = builder.constant(name, value, &[], ConstantFlags::Public)?;
    }
    builder
        .property(null_property("pipe"))
        .property(null_property("msgQueueId"))
        .property(null_property("msgQueueKey"))
        .property(null_property("pid"))
        .property(null_property("id"))
        .property(ClassProperty { flags: PropertyFlags::Private, ..null_property("callback") })
        .method(method("__construct", construct, 1, construct_arguments), public)
        .method(method("__destruct", destruct, 0, vec![]), public)
        .method(method("wait", system::wait, 0, vec![flag("blocking", "true")]), open_to_all)
        .method(method("signal", signal::set, 1, signal_arguments), open_to_all)
        .method(
            method("alarm", signal::alarm, 1, vec![long("usec"), optional("type", DataType::Long, "0")]),
            open_to_all,
        )
        .method(method("kill", signal::kill, 1, kill_arguments), open_to_all)
        .method(method("daemon", system::daemon, 0, daemon_arguments), open_to_all)
        .method(
            method("setAffinity", system::set_affinity, 1, vec![required("cpu_settings", DataType::Array)]),
            open_to_all,
        )
        .method(method("getAffinity", system::get_affinity, 0, vec![]), open_to_all)
        .method(method("setPriority", system::set_priority, 2, vec![long("which"), long("priority"), who()]), public)
        .method(method("getPriority", system::get_priority, 1, vec![long("which"), who()]), public)
        .method(method("set", set, 1, vec![required("settings", DataType::Array)]), public)
        .method(method("setTimeout", pipe::set_timeout, 1, vec![required("seconds", DataType::Double)]), public)
        .method(method("setBlocking", pipe::set_blocking, 1, vec![required("blocking", DataType::Bool)]), public)
        .method(method("useQueue", queue::use_queue, 0, queue_arguments), public)
        .method(method("statQueue", queue::stat_queue, 0, vec![]), public)
        .method(method("freeQueue", queue::free_queue, 0, vec![]), public)
        .method(method("start", start, 0, vec![]), public)
        .method(method("write", pipe::write, 1, data()), public)
        .method(method("close", pipe::close, 0, vec![optional("which", DataType::Long, "0")]), public)
        .method(method("read", pipe::read, 0, size("8192")), public)
        .method(method("push", queue::push, 1, data()), public)
        .method(method("pop", queue::pop, 0, size("65536")), public)
        .method(method("exit", exit_process, 0, vec![optional("exit_code", DataType::Long, "0")]), public)
        .method(
            method(
                "exec",
                system::exec,
                2,
                vec![required("exec_file", DataType::String), required("args", DataType::Array)],
            ),
            public,
        )
        .method(method("name", system::name, 1, vec![required("process_name", DataType::String)]), public)
        .registration(|entry, tables| {
            object::embed::<Process>(entry);
            PROCESS.registered(entry, tables);
        })
        .register()?;
    PROCESS.alias("swoole_process");
    Ok(())
}

/// The end of a program: its signal handlers go before the values in them do.
pub(crate) fn end_program() {
    signal::forget_all();
}

/// A warning with the system's words for an error, whose number becomes the last one.
pub(super) fn system_warning(what: &str, error: &io::Error) {
    set_last_error(error.raw_os_error().unwrap_or(0).into());
    warning(&sentence(what, error));
}

/// What waiting comes back with, for methods that give false when nothing came of it.
fn stopped(call: &mut Call<'_>, what: &str, ended: Stopped<Failure>) -> Outcome {
    match ended {
        Stopped::TimedOut => set_last_error(libc::EAGAIN.into()),
        Stopped::System(error) => system_warning(what, &error),
        Stopped::Interrupted(failure) => return Err(failure),
    }
    call.give(false)
}

/// Methods that wait let handlers of signals run.
struct Interruptible;

impl Interrupts for Interruptible {
    type Failure = Failure;

    fn are_pending(&self) -> bool {
        interrupt::is_pending()
    }

    fn run(&mut self) -> Result<(), Failure> {
        interrupt::run_in_method()
    }
}

fn of<'call>(call: &Call<'call>) -> Result<&'call Process, Failure> {
    data_of(call.this()?)
}

fn data_of(object: Object<'_>) -> Result<&Process, Failure> {
    let process = object.data::<Process>().filter(|process| process.callback.get().is_some());
    process.ok_or_else(|| server::invalid_instance(&object.class_name()))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z|blb", callback: *mut Zval, redirects: bool, kind: i64 = 2, _coroutine: bool);
    let this = call.this()?;
    let name = this.class_name();
    let Some(process) = this.data::<Process>().filter(|process| process.callback.get().is_none()) else {
        return Err(Failure::throw(ce::error(), 0, format!("Constructor of {name} can only be called once")));
    };
    if !server::is_command_line() {
        return Err(exception::throw(-1, format!("{name} can only be used in PHP CLI mode")));
    }
    let kind = match kind {
        // Input and output are streams.
        0..=2 if redirects => Some(Kind::Stream),
        0 => None,
        1 => Some(Kind::Stream),
        2 => Some(Kind::Messages),
        _ => {
            return Err(Failure::throw(
                ce::value_error(),
                0,
                format!(
                    "{name}::__construct(): Argument #3 ($pipe_type) must be 0 (no pipe), 1 (SOCK_STREAM) or 2 \
                     (SOCK_DGRAM), {kind} given"
                ),
            ));
        }
    };
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let callback = unsafe { &*callback }.dereference();
    let callback = Callable::find(callback).map_err(|function| {
        Failure::throw(
            ce::type_error(),
            0,
            format!(
                "{name}::__construct(): Argument #1 ($callback) must be a valid callback, '{function}' is not callable"
            ),
        )
    })?;
    process.redirects.set(redirects);
    process.pipe.kind.set(kind);
    process.pipe.open().map_err(|error| exception::system("failed to make the pipe of a process", &error))?;
    process.id.set(NEXT_ID.fetch_add(1, Ordering::Relaxed));
    this.set_slot(place::CALLBACK, callback.value().shallow_clone());
    this.set_slot(place::ID, integer(process.id.get()));
    let _ = process.callback.set(callback);
    pipe::show(&process.pipe, this);
    Ok(())
}

/// There for subclasses that call it; what an object holds goes with the object.
fn destruct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    Ok(())
}

fn set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"h", settings: TableArgument);
    of(call)?;
    for (key, _) in table(call, settings).map(entries).into_iter().flatten() {
        // There are no coroutines to enable.
        if key != "enable_coroutine" {
            user_warning(&format!("unsupported option [{key}]"));
        }
    }
    Ok(())
}

fn start(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let this = call.this()?;
    let process = data_of(this)?;
    if let Some(pid) = process.pid.get()
        && nix::sys::signal::kill(Pid::from_raw(pid), None).is_ok()
    {
        warn(&format!("the process has already been started, and runs with pid {pid}"));
        return call.give(false);
    }
    if let Err(error) = process.pipe.open() {
        system_warning("failed to make the pipe of a process", &error);
        return call.give(false);
    }
    // A signal to the child that comes before it has put the parent's handlers off would be noted and never looked at.
    let masked = match Masked::all() {
        Ok(masked) => masked,
        Err(error) => {
            system_warning("failed to hold signals back", &error);
            return call.give(false);
        }
    };
    // SAFETY: the child goes on with a copy of the interpreter and of this thread, the only one that PHP runs on. What
    // belongs to the server's other thread it leaves alone, see `process::forks`.
    match unsafe { fork() } {
        Err(error) => {
            drop(masked);
            system_warning("fork() failed", &error.into());
            call.give(false)
        }
        Ok(ForkResult::Parent { child }) => {
            drop(masked);
            process.pipe.take_side(false);
            started(process, this, child.as_raw());
            pipe::show(&process.pipe, this);
            call.give(i64::from(child.as_raw()))
        }
        Ok(ForkResult::Child) => Err(begin(process, this, masked)),
    }
}

fn started(process: &Process, object: Object<'_>, pid: i32) {
    process.pid.set(Some(pid));
    object.set_slot(place::PID, integer(pid.into()));
}

/// Sees to it that a process has what it needs before it is forked: both ends of its pipe.
///
/// # Errors
/// An exception is pending, for what is no `Swoole\Process`, or when there can be no pipe.
pub(crate) fn prepare(process: &Zval) -> Result<(), Failure> {
    let object = Object::of(process).ok_or(Failure::Thrown)?;
    let process = data_of(object)?;
    process.pipe.open().map_err(|error| exception::system("failed to make the pipe of a process", &error))?;
    pipe::show(&process.pipe, object);
    Ok(())
}

/// Notes the pid of a process that the caller has forked. Both ends of the pipe stay open, for the next child of the same
/// object: what waits in the pipe when one ends is the next one's.
pub(crate) fn note_started(process: &Zval, pid: i32) {
    if let Some(object) = Object::of(process)
        && let Ok(process) = data_of(object)
    {
        started(process, object, pid);
    }
}

/// Whether a value is a `Swoole\Process`.
pub(crate) fn is_process(value: &Zval) -> bool {
    Object::of(value).is_some_and(|object| object.is_a(PROCESS.entry()))
}

/// The number of this process's end of the pipe of a `Swoole\Process`, if it has one; `None` for other values.
pub(super) fn descriptor(value: &Zval) -> Option<Option<RawFd>> {
    Some(Object::of(value)?.data::<Process>()?.pipe.descriptor())
}

/// Is the process, in a child that the caller has just forked with all signals held back (`signals_held_back` lets them
/// through again): calls the callback, and gives what the running method has to return so that PHP ends this child as after
/// a script.
pub(crate) fn run_child(process: &Zval, signals_held_back: Masked) -> Failure {
    let Some(object) = Object::of(process) else { return Failure::Thrown };
    match data_of(object) {
        Ok(process) => begin(process, object, signals_held_back),
        Err(failure) => failure,
    }
}

fn begin(process: &Process, object: Object<'_>, masked: Masked) -> Failure {
    signal::forget_all();
    signals::take_off_in_child();
    drop(masked);
    child::settle();
    match child::discard_output() {
        Called::Returned => {}
        Called::Threw(exception) => return report(exception),
        Called::Exited => return Failure::Thrown,
        Called::Bailout => return Failure::Bailout,
    }
    process.pipe.take_side(true);
    started(process, object, getpid().as_raw());
    pipe::show(&process.pipe, object);
    if process.redirects.get()
        && let Some(end) = process.pipe.own_end()
    {
        for number in 0..=1 {
            if let Err(error) = daemon::replace(end.as_fd(), number) {
                system_warning("failed to redirect input and output to the pipe", &error);
            }
        }
    }
    let Some(callback) = process.callback.get() else { return exit(0) };
    match callback.call(|| [object.to_value()]) {
        // Its loop runs here and not at the end of the script, which may be what has forked it.
        Called::Returned => match script::finish() {
            Ended::Returned | Ended::Threw => exit(0),
            Ended::Bailout => Failure::Bailout,
            // Where no exit is pending, an exception was reported.
            Ended::Exited | Ended::InChild => exit(STATUS_OF_EXCEPTIONS),
        },
        Called::Threw(exception) => report(exception),
        Called::Exited => Failure::Thrown,
        Called::Bailout => Failure::Bailout,
    }
}

fn report(exception: crate::zend::callable::Exception) -> Failure {
    match exception.report() {
        Some(Called::Bailout) => Failure::Bailout,
        // Also after an exit of the program's exception handler, which is pending with its own status then.
        _ => exit(STATUS_OF_EXCEPTIONS),
    }
}

fn exit_process(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", code: i64);
    let process = of(call)?;
    if process.pid.get() != Some(getpid().as_raw()) {
        warn("exit() is for the process itself: called in another one, it would end that");
        return call.give(false);
    }
    let Some(code) = i32::try_from(code).ok().filter(|code| (0..=255).contains(code)) else {
        warn(&format!("exit code [{code}] is out of range, 0 to 255: it is 1 instead"));
        return Err(exit(1));
    };
    Err(exit(code))
}

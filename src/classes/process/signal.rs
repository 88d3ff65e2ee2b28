//! Signals: handlers in PHP, alarms, and signals to others.

use std::cell::{Cell, RefCell};
use std::ffi::c_int;
use std::rc::Rc;

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;

use super::{system_warning, warn};
use crate::process::caught;
use crate::worker::server::set_last_error;
use crate::zend::array::integer;
use crate::zend::callable::Callable;
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, arguments};
use crate::zend::{interrupt, signal};

/// A handler of the program's.
struct Handler {
    signal: c_int,
    /// `None` for a signal that is ignored.
    callback: Option<Rc<Callable>>,
    /// What the signal did before.
    before: libc::sigaction,
}

thread_local! {
    static HANDLERS: RefCell<Vec<Handler>> = const { RefCell::new(Vec::new()) };
    /// Handlers run one after the other, also when a signal comes during one.
    static RUNNING: Cell<bool> = const { Cell::new(false) };
}

/// The numbers of `SIG_DFL` and `SIG_IGN`, constants of pcntl's.
const DEFAULT: i64 = 0;
const IGNORE: i64 = 1;

pub(super) fn set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|z!", number: i64, callback: *mut Zval);
    if let Some(refusal) = caught::refusal(number) {
        warn(&format!("can't set a handler for signal [{number}]: {refusal}"));
        return call.give(false);
    }
    let number = c_int::try_from(number).unwrap_or(0);
    // SAFETY: null, or PHP has filled it and keeps the argument alive for the call.
    let callback = unsafe { callback.as_ref() }.map(Zval::dereference);
    match callback {
        None => restore(number),
        Some(value) if value.long() == Some(DEFAULT) => restore(number),
        Some(value) if value.long() == Some(IGNORE) => {
            let before = signal::get(number);
            signal::set(number, &libc::sigaction { sa_sigaction: libc::SIG_IGN, ..signal::empty() });
            caught::forget(number);
            keep(number, None, before);
        }
        Some(value) => {
            let callback = Callable::find(value).map_err(|name| {
                Failure::throw(
                    ce::type_error(),
                    0,
                    format!(
                        "Swoole\\Process::signal(): Argument #2 ($callback) must be a valid callback, null, SIG_DFL or \
                         SIG_IGN; '{name}' is not callable"
                    ),
                )
            })?;
            let before = caught::catch(number);
            keep(number, Some(Rc::new(callback)), before);
        }
    }
    call.give(true)
}

/// Keeps a handler; what the signal did before the first one stays what it goes back to.
fn keep(signal: c_int, callback: Option<Rc<Callable>>, before: libc::sigaction) {
    let replaced = HANDLERS.with_borrow_mut(|handlers| match handlers.iter_mut().find(|kept| kept.signal == signal) {
        Some(kept) => std::mem::replace(&mut kept.callback, callback),
        None => {
            handlers.push(Handler { signal, callback, before });
            None
        }
    });
    // Only now: its end may run a destructor of the program's.
    drop(replaced);
}

fn restore(signal: c_int) {
    let handler = HANDLERS.with_borrow_mut(|handlers| {
        let place = handlers.iter().position(|kept| kept.signal == signal)?;
        Some(handlers.swap_remove(place))
    });
    let before = handler.as_ref().map_or_else(signal::empty, |handler| handler.before);
    signal::set(signal, &before);
    caught::forget(signal);
}

/// Gives the signals that came to their handlers; for PHP's safe points.
pub(super) fn deliver() -> Result<(), Failure> {
    if RUNNING.replace(true) {
        return Ok(());
    }
    let outcome = deliver_all();
    RUNNING.set(false);
    outcome
}

fn deliver_all() -> Result<(), Failure> {
    while let Some(signal) = caught::take() {
        let callback = HANDLERS.with_borrow(|handlers| {
            let handler = handlers.iter().find(|kept| kept.signal == signal);
            handler.and_then(|handler| handler.callback.clone())
        });
        let Some(callback) = callback else { continue };
        callback.call(|| [integer(signal.into())]).into_outcome()?;
    }
    Ok(())
}

/// Takes off all handlers: the program is over, or this is a child with a program of its own.
pub(super) fn forget_all() {
    let handlers = HANDLERS.take();
    for handler in &handlers {
        // What others have set since stays.
        if handler.callback.is_none() || caught::is_caught(handler.signal) {
            signal::set(handler.signal, &handler.before);
        }
        caught::forget(handler.signal);
    }
    RUNNING.set(false);
}

pub(super) fn alarm(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|l", microseconds: i64, kind: i64);
    let which = match kind {
        0 => libc::ITIMER_REAL,
        1 => libc::ITIMER_VIRTUAL,
        2 => libc::ITIMER_PROF,
        _ => {
            warn(&format!(
                "there is no timer of type [{kind}]: 0 counts real time (SIGALRM), 1 the CPU time of the program \
                 (SIGVTALRM), 2 that of program and system (SIGPROF)"
            ));
            return call.give(false);
        }
    };
    let microseconds = microseconds.max(0);
    let interval = libc::timeval { tv_sec: microseconds / 1_000_000, tv_usec: microseconds % 1_000_000 };
    let timer = libc::itimerval { it_interval: interval, it_value: interval };
    // SAFETY: the address of a live struct.
    if unsafe { libc::setitimer(which, &raw const timer, std::ptr::null_mut()) } != 0 {
        system_warning("setitimer() failed", &std::io::Error::last_os_error());
        return call.give(false);
    }
    call.give(true)
}

pub(super) fn kill(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|l", pid: i64, signal: i64 = libc::SIGTERM.into());
    let (Ok(to), Ok(number)) = (i32::try_from(pid), c_int::try_from(signal)) else {
        warn(&format!("kill({pid}, {signal}) failed: neither may be so big"));
        return call.give(false);
    };
    // SAFETY: two numbers.
    if unsafe { libc::kill(to, number) } == 0 {
        // One to ourselves has come already.
        interrupt::run_in_method()?;
        return call.give(true);
    }
    let error = std::io::Error::last_os_error();
    if number == 0 && error.raw_os_error() == Some(libc::ESRCH) {
        // That is the answer to the question.
        set_last_error(libc::ESRCH.into());
    } else {
        system_warning(&format!("kill({pid}, {signal}) failed"), &error);
    }
    call.give(false)
}

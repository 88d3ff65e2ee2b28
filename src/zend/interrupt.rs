//! What waits for PHP's next safe point: signal handlers of pcntl, mostly. A worker that sleeps has no PHP code to pass
//! such a point, so it looks here when it wakes.

use std::ops::ControlFlow;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};
use std::time::Duration;

use ext_php_rs::ffi::{ext_php_rs_executor_globals, zend_execute_data, zend_interrupt_function};
use swoxide_engine::shared::wait::Patience;

use super::callable::{Called, guarded};
use super::error::Failure;
use super::ffi::zend_timeout;

type Function = unsafe extern "C" fn(frame: *mut zend_execute_data);

/// What other extensions want done at a safe point.
static OTHERS: OnceLock<Option<Function>> = OnceLock::new();
/// What this one wants.
static OURS: OnceLock<fn() -> Result<(), Failure>> = OnceLock::new();
/// PHP's flag that something waits, for signal handlers, which may not look for it.
static FLAG: AtomicPtr<u8> = AtomicPtr::new(std::ptr::null_mut());

/// Has `run` called at the safe points that [`request`] asks for. Once, at module start.
pub(crate) fn install(run: fn() -> Result<(), Failure>) {
    if OURS.set(run).is_err() {
        return;
    }
    // SAFETY: modules start on one thread, before any program runs; each keeps what it found there and calls it.
    unsafe {
        let _ = OTHERS.set(zend_interrupt_function);
        zend_interrupt_function = Some(at_safe_point);
    }
}

unsafe extern "C" fn at_safe_point(frame: *mut zend_execute_data) {
    if let Some(Err(failure)) = OURS.get().map(|run| run()) {
        // What the others have waiting has to wait for the next safe point.
        request();
        failure.raise();
        return;
    }
    if let Some(Some(others)) = OTHERS.get() {
        // SAFETY: called as PHP would.
        unsafe { others(frame) };
    }
}

/// Lets [`request`] find its way to this thread's PHP.
pub(crate) fn arm() {
    // SAFETY: the interpreter's thread takes an address in its own globals.
    let flag = unsafe { (&raw mut (*ext_php_rs_executor_globals()).vm_interrupt).cast::<u8>() };
    FLAG.store(flag, Ordering::Relaxed);
}

/// Asks for a safe point. For signal handlers.
pub(crate) fn request() {
    let flag = FLAG.load(Ordering::Relaxed);
    if !flag.is_null() {
        // SAFETY: PHP's flag, one byte in every version, which its own signal handlers set too.
        unsafe { flag.write_volatile(1) };
    }
}

/// Whether something waits for a safe point.
pub(crate) fn is_pending() -> bool {
    // SAFETY: the interpreter's thread reads its own globals.
    unsafe { (&raw mut (*ext_php_rs_executor_globals()).vm_interrupt).cast::<u8>().read_volatile() != 0 }
}

/// Runs what waits, for a method that sleeps: what a handler throws, or its `exit`, ends that method.
pub(crate) fn run_in_method() -> Result<(), Failure> {
    run_pending().into_outcome()
}

/// Runs what waits, as PHP itself does at a safe point.
pub(crate) fn run_pending() -> Called {
    // SAFETY: the interpreter's thread reads and writes its own globals. The flags are one byte each in every version of
    // PHP (a bool, or a struct of one), and signal handlers write them too, hence volatile.
    let (timed_out, frame) = unsafe {
        let globals = ext_php_rs_executor_globals();
        let waits = (&raw mut (*globals).vm_interrupt).cast::<u8>();
        if waits.read_volatile() == 0 {
            return Called::Returned;
        }
        waits.write_volatile(0);
        ((&raw mut (*globals).timed_out).cast::<u8>().read_volatile() != 0, (*globals).current_execute_data)
    };
    guarded(|| {
        // SAFETY: inside PHP's own `zend_try`, in the frame of the running native method.
        unsafe {
            if timed_out {
                // The time limit of `set_time_limit()` is a fatal error, which does not return.
                zend_timeout();
            } else if let Some(function) = zend_interrupt_function {
                function(frame);
            }
        }
    })
}

/// Lets a method wait in native code for so many seconds, or for ever with a negative number, while PHP's signal handlers
/// and time limit work as ever. Nothing that these could change may be borrowed during `wait`.
pub(crate) fn waiting<R>(seconds: f64, wait: impl FnOnce(Patience<'_>) -> R) -> Result<R, Failure> {
    let mut failure = None;
    let mut meanwhile = || {
        failure = run_pending().into_outcome().err();
        if failure.is_none() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    };
    let result = wait(Patience::new(Duration::try_from_secs_f64(seconds).ok(), &mut meanwhile));
    failure.map_or(Ok(result), Err)
}

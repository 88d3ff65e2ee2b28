//! What waits for PHP's next safe point: signal handlers of pcntl, mostly. A worker that sleeps has no PHP code to pass
//! such a point, so it looks here when it wakes.

use std::ops::ControlFlow;
use std::time::Duration;

use ext_php_rs::ffi::{ext_php_rs_executor_globals, zend_interrupt_function};
use swoxide_engine::shared::wait::Patience;

use super::callable::{Called, guarded};
use super::error::Failure;
use super::ffi::zend_timeout;

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
        failure = match run_pending() {
            Called::Returned => return ControlFlow::Continue(()),
            Called::Threw(exception) => {
                exception.throw_again();
                Some(Failure::Thrown)
            }
            Called::Exited => Some(Failure::Thrown),
            Called::Bailout => Some(Failure::Bailout),
        };
        ControlFlow::Break(())
    };
    let result = wait(Patience::new(Duration::try_from_secs_f64(seconds).ok(), &mut meanwhile));
    failure.map_or(Ok(result), Err)
}

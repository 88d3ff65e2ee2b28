//! What waits for PHP's next safe point: signal handlers of pcntl, mostly. A worker that sleeps has no PHP code to pass
//! such a point, so it looks here when it wakes.

use std::panic::AssertUnwindSafe;

use ext_php_rs::ffi::{ext_php_rs_executor_globals, zend_interrupt_function};
use ext_php_rs::zend::try_catch;

use super::callable::{Called, Taken, take_exception};

/// Runs what waits; `None` if nothing did or it left nothing behind.
pub(crate) fn run_pending() -> Option<Called> {
    // SAFETY: the interpreter's thread; the flag is one byte in every version of PHP (a bool, or a struct of one), and
    // signal handlers write it too, hence volatile.
    let (function, frame) = unsafe {
        let globals = ext_php_rs_executor_globals();
        let flag = (&raw mut (*globals).vm_interrupt).cast::<u8>();
        if flag.read_volatile() == 0 {
            return None;
        }
        flag.write_volatile(0);
        (zend_interrupt_function?, (*globals).current_execute_data)
    };
    // SAFETY: what PHP itself does at a safe point, in the frame of the running native method.
    let ended = try_catch(AssertUnwindSafe(|| unsafe { function(frame) }));
    match (ended, take_exception()) {
        (Err(_), _) => Some(Called::Bailout),
        (Ok(()), Some(Taken::Exit)) => Some(Called::Exited),
        (Ok(()), Some(Taken::Exception(exception))) => Some(Called::Threw(exception)),
        (Ok(()), None) => None,
    }
}

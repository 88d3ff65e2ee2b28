//! The end of the program from native code, in the way of PHP's own `exit`.

use ext_php_rs::ffi::ext_php_rs_executor_globals;

use super::error::Failure;
use super::ffi::zend_throw_unwind_exit;

/// Has PHP end the program with `status` as soon as the running method returns what this gives: shutdown functions and
/// destructors run, and nothing of the program after the call.
pub(crate) fn exit(status: i32) -> Failure {
    // SAFETY: the interpreter's thread writes its own globals, inside a native method. Nothing may be pending when an exit
    // is thrown; if an exception is, it ends the program as well.
    unsafe {
        let globals = ext_php_rs_executor_globals();
        if (*globals).exception.is_null() {
            (*globals).exit_status = status;
            zend_throw_unwind_exit();
        }
    }
    Failure::Thrown
}

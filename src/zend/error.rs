//! Errors as PHP programs see them: warnings, exceptions, fatal errors.

use std::ffi::CString;

use ext_php_rs::exception::PhpException;
use ext_php_rs::ffi::{E_ERROR, E_USER_WARNING, E_WARNING, ext_php_rs_executor_globals, php_error_docref};
use ext_php_rs::zend::{ClassEntry, bailout};

use super::ffi::{STRING_FORMAT, precision, zend_error};

/// Why a method gives no value. Its trampoline raises it once all locals of the method are gone, because a fatal error
/// does not return.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An exception is pending.
    Thrown,
    /// The program ends here, with this text.
    Fatal(String),
    /// A fatal error came out of a callback: go on with it.
    Bailout,
}

impl Failure {
    /// Throws an exception of `class`.
    pub(crate) fn throw(class: &'static ClassEntry, code: i32, message: impl Into<String>) -> Self {
        // A NUL, which only a program's own text can bring, would cut the message off.
        PhpException::new(message.into().replace('\0', "\\0"), code, class).throw();
        Self::Thrown
    }

    /// Ends the method: nothing of it may be left on the stack but what needs no drop.
    pub(crate) fn raise(self) {
        match self {
            Self::Thrown => {}
            Self::Fatal(message) => {
                // The one string that the process loses when it ends this way.
                let message: &str = message.leak();
                // SAFETY: `message` lives for ever; the call does not return, and the caller has nothing to drop.
                unsafe {
                    php_error_docref(
                        std::ptr::null(),
                        E_ERROR.cast_signed(),
                        STRING_FORMAT,
                        precision(message),
                        message.as_ptr(),
                    );
                }
            }
            // SAFETY: as above; every callback runs inside PHP's own `zend_try`.
            Self::Bailout => unsafe { bailout() },
        }
    }
}

/// An `E_WARNING`, prefixed by PHP with the method that is running. It may run the program's error handler.
pub(crate) fn warning(message: &str) {
    docref(E_WARNING, message);
}

/// An `E_USER_WARNING` with the same prefix.
pub(crate) fn user_warning(message: &str) {
    docref(E_USER_WARNING, message);
}

fn docref(severity: u32, message: &str) {
    // As for exceptions.
    let message = &message.replace('\0', "\\0");
    // SAFETY: the format takes a length and that many bytes.
    unsafe {
        php_error_docref(std::ptr::null(), severity.cast_signed(), STRING_FORMAT, precision(message), message.as_ptr());
    }
}

/// Runs `make`, whose warnings PHP prints and logs as if the program had no handler for them. A fatal error leaves it so:
/// the program ends with it.
pub(super) fn without_handler<R>(make: impl FnOnce() -> R) -> R {
    // SAFETY: the interpreter's thread reads and writes its own globals.
    let levels = unsafe { &raw mut (*ext_php_rs_executor_globals()).user_error_handler_error_reporting };
    // SAFETY: as above.
    let before = unsafe { levels.replace(0) };
    let made = make();
    // SAFETY: as above.
    unsafe { levels.write(before) };
    made
}

/// An error of the extension itself, outside of any function.
pub(crate) fn core_error(severity: u32, message: &str) {
    let Ok(message) = CString::new(message) else { return };
    // SAFETY: the format takes one C string.
    unsafe { zend_error(severity.cast_signed(), c"%s".as_ptr(), message.as_ptr()) };
}

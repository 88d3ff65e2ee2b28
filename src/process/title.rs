//! The name under which `ps` and `top` show this process.

use std::ffi::CString;

use crate::zend::array::string;
use crate::zend::callable::{Callable, Called};
use crate::zend::error::Failure;

/// Sets it, by PHP's own `cli_set_process_title()`, which knows where the system keeps it. Where PHP has none, and where
/// it fails, the kernel's name of the thread is set, of which 15 bytes are kept. False if neither worked.
///
/// # Errors
/// What an error handler of the program's wants, which hears of PHP's warnings.
pub(crate) fn set_title(title: &[u8]) -> Result<bool, Failure> {
    if let Ok(function) = Callable::find(&string("cli_set_process_title")) {
        let mut done = false;
        match function.call_for(|| [string(title)], |returned| done = returned.bool() == Some(true)) {
            Called::Returned if done => return Ok(true),
            Called::Returned => {}
            Called::Threw(exception) => return Err(exception.rethrow()),
            Called::Exited => return Err(Failure::Thrown),
            Called::Bailout => return Err(Failure::Bailout),
        }
    }
    let Ok(name) = CString::new(title) else { return Ok(false) };
    Ok(nix::sys::prctl::set_name(&name).is_ok())
}

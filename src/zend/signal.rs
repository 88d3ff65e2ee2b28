//! Signal handlers through PHP, which keeps a table of its own: what is set behind its back it would call at the wrong
//! time or not at all.

use std::ffi::c_int;
use std::sync::OnceLock;

type ZendSigaction = unsafe extern "C" fn(c_int, *const libc::sigaction, *mut libc::sigaction);

/// PHP's `zend_sigaction`; `None` in builds without the signal table, where the system's own call is right. Looked up and
/// not linked, because it is missing in those.
fn zend_sigaction() -> Option<ZendSigaction> {
    static FUNCTION: OnceLock<Option<ZendSigaction>> = OnceLock::new();
    *FUNCTION.get_or_init(|| {
        // SAFETY: a C string; the address, if there is one, is that of the function of this name and type.
        unsafe {
            let address = libc::dlsym(libc::RTLD_DEFAULT, c"zend_sigaction".as_ptr());
            (!address.is_null()).then(|| std::mem::transmute::<*mut libc::c_void, ZendSigaction>(address))
        }
    })
}

/// The handler that a program (or nobody: `SIG_DFL`) has set for a signal.
pub(crate) fn get(signal: c_int) -> libc::sigaction {
    let mut now = empty();
    exchange(signal, std::ptr::null(), &raw mut now);
    now
}

/// Sets the handler of a signal.
pub(crate) fn set(signal: c_int, action: &libc::sigaction) {
    exchange(signal, action, std::ptr::null_mut());
}

fn exchange(signal: c_int, action: *const libc::sigaction, before: *mut libc::sigaction) {
    // SAFETY: both are null or addresses of live values.
    unsafe {
        match zend_sigaction() {
            Some(function) => function(signal, action, before),
            None => {
                libc::sigaction(signal, action, before);
            }
        }
    }
}

/// A handler that does nothing special, with no flags.
pub(crate) fn empty() -> libc::sigaction {
    // SAFETY: `sigaction` is plain data, and all-zero is the default action with an empty mask.
    unsafe { std::mem::zeroed() }
}

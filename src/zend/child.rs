//! What PHP has to be told in a process that was just forked.

use super::callable::{Called, guarded};
use super::ffi::{php_output_clean_all, php_output_discard_all, php_output_end_all};

/// Makes PHP at home in a child: its memory manager and timers look at the process that they are in, where PHP has
/// a function for that (8.3 and later).
pub(crate) fn settle() {
    // SAFETY: a C string; the address, if there is one, is that of PHP's function of this name, which takes nothing.
    unsafe {
        let address = libc::dlsym(libc::RTLD_DEFAULT, c"php_child_init".as_ptr());
        if !address.is_null() {
            std::mem::transmute::<*mut libc::c_void, unsafe extern "C" fn()>(address)();
        }
    }
}

/// Ends all output buffers without printing what is in them: that is the parent's to print.
pub(crate) fn discard_output() -> Called {
    guarded(|| {
        // Emptied first: a callback of `ob_start()` sees what is in its buffer also when that is thrown away.
        // SAFETY: the interpreter's thread, inside PHP's own `zend_try`, because such callbacks may end in any way.
        unsafe {
            php_output_clean_all();
            php_output_discard_all();
        }
    })
}

/// Prints what is in output buffers, in a process that ends without PHP's own end.
pub(crate) fn flush_output() -> Called {
    // SAFETY: the interpreter's thread, inside PHP's own `zend_try`, as above.
    guarded(|| unsafe { php_output_end_all() })
}

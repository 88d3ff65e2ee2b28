//! PHP's output buffers around a fork: what the program has printed before belongs to one process, not to each.

use super::callable::{Called, guarded};
use super::ffi::{php_output_clean_all, php_output_end_all};

/// Forgets what waits in output buffers, in a child that was just forked: the parent prints it.
pub(crate) fn forget() -> Called {
    // SAFETY: PHP's own function; it may run the program's buffer callbacks.
    guarded(|| unsafe { php_output_clean_all() })
}

/// Prints what waits in output buffers, in a process that ends without PHP's own end.
pub(crate) fn flush() -> Called {
    // SAFETY: as above.
    guarded(|| unsafe { php_output_end_all() })
}

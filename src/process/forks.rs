//! Whether this process is a child of the one that started the server: a callback may fork, for a helper of the
//! program's own, and the child has copies of all that belongs to the parent's server.
//!
//! Asked for every call of a method, so a counter that changes in children rather than `getpid`, which is a system call.

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

static FORKS: AtomicU32 = AtomicU32::new(0);

/// Begins to count; called before the number matters, as often as one likes.
pub(crate) fn watch() {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        // SAFETY: the handler does what a handler in a child of several threads may: one atomic addition.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    });
}

extern "C" fn in_child() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

/// A number that is another one in each child than in its parent.
pub(crate) fn generation() -> u32 {
    FORKS.load(Ordering::Relaxed)
}

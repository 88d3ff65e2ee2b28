//! Whether what a process remembers is its own or a copy of its parent's. Process numbers would not tell for certain: a
//! process may get the number of an ancestor that has ended.

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

static FORKS: AtomicU32 = AtomicU32::new(0);

/// A number that is another one in each process than in all those that it comes from. Asked for every call of a method, so
/// a counter that changes in children rather than `getpid`, which is a system call. Any thread.
pub fn generation() -> u32 {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        // SAFETY: the handler does what a handler in a child of several threads may: one atomic addition.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    });
    FORKS.load(Ordering::Relaxed)
}

extern "C" fn in_child() {
    FORKS.fetch_add(1, Ordering::Relaxed);
}

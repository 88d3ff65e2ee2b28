//! Whether what a process remembers is its own or a copy of its parent's. Process numbers would not tell for certain: a
//! process may get the number of an ancestor that has ended.

use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

/// Those that this process, or one that it comes from, is the child of.
static FORKS: AtomicU32 = AtomicU32::new(0);
/// These, and those that it is the parent of.
static COPIES: AtomicU32 = AtomicU32::new(0);

/// A number that is another one in each process than in all those that it comes from. Asked for every call of a method, so
/// a counter that changes in children rather than `getpid`, which is a system call. Any thread.
pub fn generation() -> u32 {
    register();
    FORKS.load(Ordering::Relaxed)
}

/// A number that changes with each fork, in the child and in the parent: as long as it is the same, no other process has a copy
/// of what was opened. Any thread.
pub fn copies() -> u32 {
    register();
    COPIES.load(Ordering::Relaxed)
}

fn register() {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        // SAFETY: the handlers do what a handler in a child of several threads may: atomic additions.
        unsafe { libc::pthread_atfork(None, Some(in_parent), Some(in_child)) };
    });
}

extern "C" fn in_parent() {
    COPIES.fetch_add(1, Ordering::Relaxed);
}

extern "C" fn in_child() {
    FORKS.fetch_add(1, Ordering::Relaxed);
    COPIES.fetch_add(1, Ordering::Relaxed);
}

//! Forks: of this server's own processes, and of the program's, which must leave the server alone: a callback may fork for
//! a helper of its own, and the child has copies of all that belongs to the parent's server.
//!
//! Asked for every call of a method, so a counter that changes in children rather than `getpid`, which is a system call.

use std::io;
use std::sync::Once;
use std::sync::atomic::{AtomicU32, Ordering};

use nix::sys::signal::{SigSet, SigmaskHow, sigprocmask};
use nix::unistd::ForkResult;

use super::{parent, signals};

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

/// Whose side of a fork this is.
pub(crate) enum Forked {
    /// The parent's; the child's id.
    Parent(i32),
    /// The child's. It ends with its parent, however that ends.
    Child,
}

/// Forks a process of the server's. Signals that come meanwhile wait: those for the parent are not taken for the child's.
///
/// # Errors
/// The system's, when there is no process to be had.
pub(crate) fn fork() -> io::Result<Forked> {
    watch();
    let expected = nix::unistd::getpid();
    let mut before = SigSet::empty();
    sigprocmask(SigmaskHow::SIG_SETMASK, Some(&SigSet::all()), Some(&mut before))?;
    // SAFETY: processes that fork have one thread (master and manager own none), so that the child has all of its parent.
    let forked = unsafe { nix::unistd::fork() };
    if let Ok(ForkResult::Child) = forked {
        signals::forget();
        if matches!(parent::die_with_parent(expected), Ok(false)) {
            // SAFETY: ends the process at once, with nothing run.
            unsafe { libc::_exit(1) };
        }
    }
    sigprocmask(SigmaskHow::SIG_SETMASK, Some(&before), None)?;
    match forked? {
        ForkResult::Parent { child } => Ok(Forked::Parent(child.as_raw())),
        ForkResult::Child => Ok(Forked::Child),
    }
}

//! Forks: of this server's own processes, and of the program's, which must leave the server alone: a callback may fork for
//! a helper of its own, and the child has copies of all that belongs to the parent's server. [`generation`] tells them apart.

use std::io;

use nix::sys::signal::{SigSet, SigmaskHow, sigprocmask};
use nix::unistd::ForkResult;

use super::{parent, signals};

pub(crate) use swoxide_engine::shared::forks::generation;

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

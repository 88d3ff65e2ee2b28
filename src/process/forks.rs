//! Forks: of this server's own processes, and of the program's, which must leave the server alone: a callback may fork for
//! a helper of its own, and the child has copies of all that belongs to the parent's server. [`generation`] tells them apart.

use std::io;
use std::mem;

use nix::sys::signal::{SigSet, SigmaskHow, sigprocmask};
use nix::unistd::ForkResult;

use super::{parent, signals};

pub(crate) use swoxide_engine::shared::forks::generation;

/// What a process has for itself: a child begins with nothing of its parent's.
pub(crate) struct Own<T> {
    generation: u32,
    state: T,
    /// What the processes before this one had when they forked. Nothing of it runs here; nor does it end before the request
    /// does, so that a fork by itself calls no destructor.
    inherited: Vec<T>,
}

impl<T: Default> Own<T> {
    /// One that has `state`, in the first process that asks for it.
    pub(crate) const fn new(state: T) -> Self {
        Self { generation: 0, state, inherited: Vec::new() }
    }

    /// This process's.
    pub(crate) fn get(&mut self) -> &mut T {
        if self.generation != generation() {
            self.generation = generation();
            self.inherited.push(mem::take(&mut self.state));
        }
        &mut self.state
    }

    /// Takes everything out, also what is inherited: the caller drops it, while nothing is borrowed.
    pub(crate) fn take_all(&mut self) -> (T, Vec<T>) {
        (mem::take(self.get()), mem::take(&mut self.inherited))
    }
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

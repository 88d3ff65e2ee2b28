//! Children for the tests of what processes share.

use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, Pid, fork};

/// Forks a child that runs `work`; [`join`] tells whether that gave true.
pub(super) fn child(work: impl FnOnce() -> bool) -> Pid {
    // SAFETY: the child uses memory, futexes and the C library's allocator, which survives a fork, and nothing else of
    // the test's other threads.
    match unsafe { fork() }.unwrap() {
        ForkResult::Parent { child } => child,
        ForkResult::Child => {
            let succeeded = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).unwrap_or(false);
            // SAFETY: ends the process without running what its parent has registered for its own end.
            unsafe { libc::_exit(i32::from(!succeeded)) }
        }
    }
}

/// Waits for a child.
pub(super) fn join(child: Pid) -> bool {
    waitpid(child, None).unwrap() == WaitStatus::Exited(child, 0)
}

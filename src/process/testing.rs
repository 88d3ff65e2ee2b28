//! What the tests of this folder are written with.

use std::time::{Duration, Instant};

use nix::sys::wait::{WaitStatus, waitpid};
use nix::unistd::{ForkResult, fork};

/// Runs something in a process of its own, and gives its exit status; `None` if a signal ended it.
pub(super) fn in_child(run: impl FnOnce() -> i32) -> Option<i32> {
    // SAFETY: the child runs what was given and nothing of the other tests; the C library keeps its locks right.
    match unsafe { fork() } {
        Ok(ForkResult::Child) => {
            let status = run();
            // SAFETY: ends the process, without what the test runner would do at its end.
            unsafe { libc::_exit(status) }
        }
        Ok(ForkResult::Parent { child }) => match waitpid(child, None) {
            Ok(WaitStatus::Exited(_, status)) => Some(status),
            _ => None,
        },
        Err(_) => None,
    }
}

/// Waits for a condition, ten seconds at the most.
pub(super) fn wait_until(condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !condition() && Instant::now() < deadline {
        std::thread::sleep(Duration::from_millis(2));
    }
}

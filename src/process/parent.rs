//! Processes that must not outlive the one that started them.

use std::io;

use nix::sys::prctl::set_pdeathsig;
use nix::sys::signal::Signal;
use nix::unistd::{Pid, getppid};

/// Has the system kill this process when the one that forked it ends, whatever ends it. `expected` is its pid, as known
/// before the fork. False: it has ended already, and this process has to end by itself.
///
/// To be called behind everything that changes the user or group: that takes it back. It is the end of the thread that
/// forked which counts, so that must be one which lives as long as its process.
///
/// # Errors
/// The system's; there is none in practice.
pub(crate) fn die_with_parent(expected: Pid) -> io::Result<bool> {
    set_pdeathsig(Signal::SIGKILL)?;
    // Only now: it may have ended before.
    Ok(getppid() == expected)
}

#[cfg(test)]
mod tests {
    use std::io::Read;
    use std::os::fd::AsRawFd;
    use std::os::unix::net::UnixStream;
    use std::time::Duration;

    use nix::unistd::{ForkResult, fork, getpid, pause};

    use super::*;
    use crate::process::testing::in_child;

    /// Writes without Rust's locks and buffers, which other threads may have held when this process was forked.
    fn say(to: &UnixStream, word: u8) {
        // SAFETY: one live byte.
        unsafe { libc::write(to.as_raw_fd(), (&raw const word).cast(), 1) };
    }

    #[test]
    fn a_child_ends_with_its_parent() -> io::Result<()> {
        let (mut ours, theirs) = UnixStream::pair()?;
        ours.set_read_timeout(Some(Duration::from_secs(10)))?;
        let ended = in_child(|| {
            let parent = getpid();
            let Ok((told, tells)) = UnixStream::pair() else { return 9 };
            // SAFETY: the child only makes system calls.
            match unsafe { fork() } {
                Ok(ForkResult::Child) => {
                    let alive = die_with_parent(parent).is_ok_and(|alive| alive);
                    say(&theirs, if alive { b'y' } else { b'n' });
                    say(&tells, b'!');
                    loop {
                        pause();
                    }
                }
                Ok(ForkResult::Parent { .. }) => {
                    // Not before the child is through.
                    let mut word = 0_u8;
                    // SAFETY: room for one byte.
                    unsafe { libc::read(told.as_raw_fd(), (&raw mut word).cast(), 1) };
                    0
                }
                Err(_) => 9,
            }
        });
        assert_eq!(ended, Some(0));
        drop(theirs);
        let mut heard = Vec::new();
        // The end of what is read is the end of the last process that held the other side.
        ours.read_to_end(&mut heard)?;
        assert_eq!(heard, b"y");
        Ok(())
    }

    #[test]
    fn a_parent_that_is_not_the_expected_one_is_noticed() {
        let ended = in_child(|| match die_with_parent(Pid::from_raw(1 << 22)) {
            Ok(alive) => i32::from(alive),
            Err(_) => 2,
        });
        assert_eq!(ended, Some(0));
    }
}

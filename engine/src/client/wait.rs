//! Waiting for descriptors on the caller's thread, which may be interrupted, within its time limit.

use std::io;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollTimeout, poll};

use super::error::ClientError;
use crate::shared::wait::{Patience, Waited};

/// As long as it may be.
pub(super) const ANY_TIME: Duration = Duration::MAX;

/// The longest sleep, so that a signal that came between the look for it and the sleep is found.
const TICK: Duration = Duration::from_millis(50);

/// Sleeps until one of `descriptors` is ready, a signal comes, or `longest` is over, which may be sooner. The caller
/// looks what it was.
///
/// # Errors
/// The time is over, or the process has something more urgent to do.
pub(super) fn sleep(
    descriptors: &mut [PollFd<'_>],
    longest: Duration,
    patience: &mut Patience<'_>,
) -> Result<(), ClientError> {
    let limit = next(patience, longest.min(TICK))?;
    // Up to the next millisecond: less would look again and again in the last one.
    let limit = u16::try_from(limit.as_micros().div_ceil(1000)).unwrap_or(u16::MAX);
    match poll(descriptors, PollTimeout::from(limit)) {
        Ok(_) | Err(Errno::EINTR) => Ok(()),
        Err(error) => {
            Err(ClientError::System { what: "waiting for the server".to_owned(), error: io::Error::from(error) })
        }
    }
}

/// Whether to go on without a sleep.
///
/// # Errors
/// As [`sleep`].
pub(super) fn go_on(patience: &mut Patience<'_>) -> Result<(), ClientError> {
    next(patience, TICK).map(|_| ())
}

fn next(patience: &mut Patience<'_>, longest: Duration) -> Result<Duration, ClientError> {
    patience.next(longest).map_err(|waited| match waited {
        Waited::GivenUp => ClientError::Interrupted,
        Waited::TimeOver | Waited::Done => ClientError::TimeOver("before the server answered"),
    })
}

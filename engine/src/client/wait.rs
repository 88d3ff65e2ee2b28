//! Waiting for descriptors on the caller's thread, which may be interrupted, within its time limit.

use std::io;
use std::time::Duration;

use nix::errno::Errno;
use nix::poll::{PollFd, PollTimeout, poll};
use nix::sys::time::TimeSpec;
use nix::sys::timerfd::{ClockId, Expiration, TimerFd, TimerFlags, TimerSetTimeFlags};

use super::error::ClientError;
use crate::shared::wait::{Patience, Waited};

/// As long as it may be.
pub(super) const ANY_TIME: Duration = Duration::MAX;

/// The longest sleep, so that a signal that came between the look for it and the sleep is found.
const TICK: Duration = Duration::from_millis(50);

/// The longest time that the system's clocks take.
const LONGEST: Duration = Duration::from_secs(i64::MAX.cast_unsigned());

/// A descriptor that can be read when so much time is over, for who waits for descriptors. It does not block.
///
/// # Errors
/// The system's, when there are no more descriptors.
pub fn alarm(after: Duration) -> io::Result<TimerFd> {
    let timer = TimerFd::new(ClockId::CLOCK_MONOTONIC, TimerFlags::TFD_NONBLOCK | TimerFlags::TFD_CLOEXEC)?;
    timer.set(Expiration::OneShot(TimeSpec::from(after.min(LONGEST))), TimerSetTimeFlags::empty())?;
    Ok(timer)
}

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

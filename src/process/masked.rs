//! Sleeping so that no signal is missed: one that comes between a look and the sleep would otherwise be noticed only when
//! something else ends the sleep.

use std::io;
use std::os::fd::BorrowedFd;
use std::time::Instant;

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, ppoll};
use nix::sys::signal::{SigSet, SigmaskHow};
use nix::sys::time::TimeSpec;

/// All signals held back, until it is dropped.
pub(crate) struct Masked {
    before: SigSet,
}

impl Masked {
    /// Holds all signals back.
    ///
    /// # Errors
    /// The system's; there is none in practice.
    pub(crate) fn all() -> io::Result<Self> {
        let before = SigSet::all().thread_swap_mask(SigmaskHow::SIG_SETMASK)?;
        Ok(Self { before })
    }

    /// Sleeps with the signals let through: until one came, the descriptor is ready, or the time is over.
    ///
    /// # Errors
    /// The system's, except that a signal came.
    pub(crate) fn sleep(&self, descriptor: Option<Wanted<'_>>, until: Option<Instant>) -> io::Result<Woken> {
        let mut polled = descriptor.map(|(descriptor, readiness)| PollFd::new(descriptor, readiness));
        self.sleep_on(polled.as_mut().map(std::slice::from_mut).unwrap_or_default(), until)
    }

    /// The same for any number of descriptors, which say what has come of them.
    ///
    /// # Errors
    /// The system's, except that a signal came.
    pub(crate) fn sleep_on(&self, polled: &mut [PollFd<'_>], until: Option<Instant>) -> io::Result<Woken> {
        let left = until.map(|until| TimeSpec::from(until.saturating_duration_since(Instant::now())));
        match ppoll(polled, left, Some(self.before)) {
            Ok(0) => Ok(Woken::TimedOut),
            Ok(_) => Ok(Woken::Ready),
            Err(Errno::EINTR) => Ok(Woken::Signal),
            Err(error) => Err(error.into()),
        }
    }
}

impl Drop for Masked {
    fn drop(&mut self) {
        // Fails only for a mask that is none.
        let _ = self.before.thread_set_mask();
    }
}

/// A descriptor, and what is to be possible with it.
pub(crate) type Wanted<'descriptor> = (BorrowedFd<'descriptor>, PollFlags);

/// What ended a sleep.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Woken {
    /// The descriptor is ready.
    Ready,
    /// A signal came, and its handler has run.
    Signal,
    /// The time is over.
    TimedOut,
}

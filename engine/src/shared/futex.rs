//! Sleeping on a word of shared memory, and waking those who do.

use std::sync::atomic::AtomicU32;
use std::time::Duration;

/// Why a sleep ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Woken {
    /// Somebody called [`wake`].
    Called,
    /// The word had another value already.
    Changed,
    /// The time is over.
    TimeOver,
    /// A signal came.
    Signal,
}

/// Sleeps while `word` is `expected`, `limit` at most.
///
/// A limit is asked for because without one a signal whose handler restarts system calls would not end the sleep.
pub(super) fn sleep(word: &AtomicU32, expected: u32, limit: Duration) -> Woken {
    let limit = libc::timespec {
        tv_sec: limit.as_secs().try_into().unwrap_or(libc::time_t::MAX),
        tv_nsec: limit.subsec_nanos().into(),
    };
    // SAFETY: the kernel reads the word and the limit, both alive for the call. Not FUTEX_WAIT_PRIVATE: other processes
    // wake this one.
    let status = unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAIT, expected, &raw const limit) };
    if status == 0 {
        return Woken::Called;
    }
    match std::io::Error::last_os_error().raw_os_error() {
        Some(libc::ETIMEDOUT) => Woken::TimeOver,
        Some(libc::EINTR) => Woken::Signal,
        _ => Woken::Changed,
    }
}

/// Wakes up to `count` of those who sleep on `word`.
pub(super) fn wake(word: &AtomicU32, count: i32) {
    // SAFETY: the kernel uses the address only.
    unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), libc::FUTEX_WAKE, count) };
}

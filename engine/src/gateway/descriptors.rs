//! Descriptors that connections may have. Some are kept for the process itself: what is said to another process may need one
//! to leave, and is lost on its arrival if there is none for what came along.

use std::os::fd::AsRawFd;

use super::Shared;

/// So many are kept, or half of all where there are fewer than twice as many.
const KEPT: u64 = 64;

/// Connections get descriptors below this number, by the limit of open files.
pub fn for_connections() -> u64 {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the address of a live struct; a failure leaves it as it is.
    unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) };
    limit.rlim_cur - KEPT.min(limit.rlim_cur / 2)
}

impl Shared {
    /// Whether a descriptor is one that connections may have. The system gives the lowest number that is free, so that this
    /// is exact.
    pub(super) fn may_hold(&self, what: &impl AsRawFd) -> bool {
        u64::from(what.as_raw_fd().unsigned_abs()) < self.descriptors
    }
}

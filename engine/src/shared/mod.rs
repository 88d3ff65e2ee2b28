//! Memory that processes share: made before a fork, seen by every process that was forked since.

pub mod atomic;
pub mod forks;
mod futex;
pub mod lock;
mod mapping;
mod mutex;
pub mod table;
#[cfg(test)]
mod tests;
pub mod wait;

use std::sync::atomic::{AtomicU64, Ordering};

pub use self::mapping::Mapping;

/// Counts less, and never less than nothing: others may have set the counter to nothing meanwhile.
pub(crate) fn take_off(counter: &AtomicU64, amount: u64) {
    let _ = counter.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |before| Some(before.saturating_sub(amount)));
}

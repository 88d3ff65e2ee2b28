//! Signals that the program has a handler for by `Swoole\Process::signal()`: noted when they come, given to PHP at its next
//! safe point.

use std::ffi::c_int;
use std::sync::atomic::{AtomicU64, Ordering};

use super::signals;
use crate::zend::{interrupt, signal};

/// One bit for each signal that came; bit 0 is signal 1.
static NOTED: AtomicU64 = AtomicU64::new(0);

extern "C" fn note(signal: c_int) {
    NOTED.fetch_or(bit(signal), Ordering::Relaxed);
    interrupt::request();
    signals::wake_worker();
}

fn bit(signal: c_int) -> u64 {
    1_u64.checked_shl(signal.cast_unsigned().wrapping_sub(1)).unwrap_or(0)
}

/// Why a signal can't have a handler; `None` if it can.
pub(crate) fn refusal(signal: i64) -> Option<&'static str> {
    // Those between the classic ones and the first real-time signal are the C library's own.
    let exists = (1..32).contains(&signal) || (libc::SIGRTMIN().into()..=libc::SIGRTMAX().into()).contains(&signal);
    if !exists {
        return Some("there is no such signal");
    }
    let fixed = [libc::SIGKILL, libc::SIGSTOP].map(i64::from);
    fixed.contains(&signal).then_some("SIGKILL and SIGSTOP can't be caught or ignored")
}

/// Begins to note a signal, and gives what it did before.
pub(crate) fn catch(signal: c_int) -> libc::sigaction {
    let before = signal::get(signal);
    interrupt::arm();
    // What PHP reads and writes meanwhile goes on; what sleeps in `poll` wakes all the same.
    let handler = note as extern "C" fn(c_int) as libc::sighandler_t;
    signal::set(signal, &libc::sigaction { sa_sigaction: handler, sa_flags: libc::SA_RESTART, ..signal::empty() });
    before
}

/// Whether a signal is still noted: others (pcntl) may have set a handler since.
pub(crate) fn is_caught(signal: c_int) -> bool {
    signal::get(signal).sa_sigaction == note as extern "C" fn(c_int) as libc::sighandler_t
}

/// Forgets what was noted of a signal.
pub(crate) fn forget(signal: c_int) {
    NOTED.fetch_and(!bit(signal), Ordering::Relaxed);
}

/// Takes the lowest of the signals that were noted.
pub(crate) fn take() -> Option<c_int> {
    let noted = NOTED.load(Ordering::Relaxed);
    if noted == 0 {
        return None;
    }
    let signal = noted.trailing_zeros() as c_int + 1;
    forget(signal);
    Some(signal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_that_are_none_are_refused() {
        for number in [-1, 0, 9, 19, 32, 65, i64::MAX] {
            assert!(refusal(number).is_some(), "{number}");
        }
        for number in [1, 2, 15, 17, 31, 64] {
            assert_eq!(refusal(number), None, "{number}");
        }
    }
}

//! Signals while a server runs: SIGTERM and SIGINT stop it, SIGUSR1 reloads what one process can reload, the others of the
//! manager's are refused in words, a broken pipe is no reason to die. A handler that the program has set by itself (pcntl)
//! is left alone.
//!
//! The handlers only count and wake the worker, which looks when it is between two callbacks.

use std::ffi::c_int;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

use swoxide_engine::link::wake;

use crate::zend::signal;

static WAKER: AtomicI32 = AtomicI32::new(-1);
static STOPS: AtomicU32 = AtomicU32::new(0);
/// One bit for each of [`REFUSED`] that came.
static OTHERS: AtomicU32 = AtomicU32::new(0);

const REFUSED: [(c_int, &str); 2] = [(libc::SIGHUP, "SIGHUP"), (libc::SIGUSR2, "SIGUSR2")];

static RELOADS: AtomicU32 = AtomicU32::new(0);

extern "C" fn handle(signal: c_int) {
    if matches!(signal, libc::SIGTERM | libc::SIGINT) {
        STOPS.fetch_add(1, Ordering::Relaxed);
    } else if signal == libc::SIGUSR1 {
        RELOADS.fetch_add(1, Ordering::Relaxed);
    } else if let Some(number) = REFUSED.iter().position(|(refused, _)| *refused == signal) {
        OTHERS.fetch_or(1 << number, Ordering::Relaxed);
    }
    wake_worker();
}

/// Wakes the worker, if one runs. For signal handlers.
pub(crate) fn wake_worker() {
    let waker = WAKER.load(Ordering::Relaxed);
    if waker >= 0 {
        wake(waker);
    }
}

/// Takes the server's handlers off in a child that has nothing to do with the server: they would only note what comes.
pub(crate) fn take_off_in_child() {
    WAKER.store(-1, Ordering::Relaxed);
    let ours = handle as extern "C" fn(c_int) as libc::sighandler_t;
    let signals = [libc::SIGTERM, libc::SIGINT, libc::SIGUSR1].into_iter().chain(REFUSED.map(|(signal, _)| signal));
    for signal in signals {
        if signal::get(signal).sa_sigaction == ours {
            signal::set(signal, &signal::empty());
        }
    }
}

/// Puts the process's signals back as they were when it is dropped.
pub(crate) struct Installed {
    before: Vec<(c_int, libc::sigaction)>,
}

/// Takes the signals over; `waker` is written to when one comes.
pub(crate) fn install(waker: RawFd) -> Installed {
    STOPS.store(0, Ordering::Relaxed);
    RELOADS.store(0, Ordering::Relaxed);
    OTHERS.store(0, Ordering::Relaxed);
    WAKER.store(waker, Ordering::Relaxed);
    let handler = handle as extern "C" fn(c_int) as libc::sighandler_t;
    let mut installed = Installed { before: Vec::new() };
    let signals = [libc::SIGTERM, libc::SIGINT, libc::SIGUSR1].into_iter().chain(REFUSED.map(|(signal, _)| signal));
    for signal in signals {
        installed.set(signal, handler);
    }
    installed.set(libc::SIGPIPE, libc::SIG_IGN);
    installed
}

impl Installed {
    fn set(&mut self, signal: c_int, handler: libc::sighandler_t) {
        let before = signal::get(signal);
        if !matches!(before.sa_sigaction, libc::SIG_DFL | libc::SIG_IGN) {
            return;
        }
        // Reads and writes of the program's callbacks go on; `poll`, in which the worker sleeps, never does.
        let action = libc::sigaction { sa_sigaction: handler, sa_flags: libc::SA_RESTART, ..signal::empty() };
        signal::set(signal, &action);
        self.before.push((signal, before));
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        WAKER.store(-1, Ordering::Relaxed);
        let ours = [handle as extern "C" fn(c_int) as libc::sighandler_t, libc::SIG_IGN];
        for (signal, before) in &self.before {
            // What the program has set meanwhile stays.
            if ours.contains(&signal::get(*signal).sa_sigaction) {
                signal::set(*signal, before);
            }
        }
    }
}

/// What signals have asked for.
pub(crate) struct Taken {
    /// How many want a stop.
    pub(crate) stops: u32,
    /// Whether one wants a reload.
    pub(crate) reload: bool,
}

/// Takes the signals that have come since the last call; names those that are refused to `refuse`.
pub(crate) fn take(mut refuse: impl FnMut(&str)) -> Taken {
    let others = OTHERS.swap(0, Ordering::Relaxed);
    for (number, (_, name)) in REFUSED.iter().enumerate() {
        if others & (1 << number) != 0 {
            refuse(name);
        }
    }
    Taken { stops: STOPS.swap(0, Ordering::Relaxed), reload: RELOADS.swap(0, Ordering::Relaxed) > 0 }
}

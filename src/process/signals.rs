//! Signals while a server runs. The handlers only note what came and wake the process's loop, which looks when it is
//! between two callbacks; what a signal means is for the loop to say. A handler that the program has set by itself (pcntl,
//! `Swoole\Process::signal`) is left alone. A broken pipe is no reason to die.

use std::ffi::c_int;
use std::os::fd::RawFd;
use std::sync::atomic::{AtomicI32, AtomicU32, Ordering};

use swoxide_engine::link::wake;

use crate::zend::signal;

static WAKER: AtomicI32 = AtomicI32::new(-1);
static STOPS: AtomicU32 = AtomicU32::new(0);
static INTERRUPTS: AtomicU32 = AtomicU32::new(0);
/// One bit for each of the others that came: [`Noted`].
static OTHERS: AtomicU32 = AtomicU32::new(0);

const RELOAD: u32 = 1;
const RELOAD_TASKS: u32 = 2;
const REOPEN: u32 = 4;
const HANG_UP: u32 = 8;
const CHILD: u32 = 16;
extern "C" fn handle(signal: c_int) {
    let bit = match signal {
        libc::SIGTERM => {
            STOPS.fetch_add(1, Ordering::Relaxed);
            0
        }
        libc::SIGINT => {
            INTERRUPTS.fetch_add(1, Ordering::Relaxed);
            0
        }
        libc::SIGUSR1 => RELOAD,
        libc::SIGUSR2 => RELOAD_TASKS,
        libc::SIGHUP => HANG_UP,
        libc::SIGCHLD => CHILD,
        _ => REOPEN,
    };
    OTHERS.fetch_or(bit, Ordering::Relaxed);
    wake_worker();
}

/// Wakes the process's loop, if one runs. For signal handlers.
pub(crate) fn wake_worker() {
    let waker = WAKER.load(Ordering::Relaxed);
    if waker >= 0 {
        wake(waker);
    }
}

/// The signals that every process of a server takes.
fn ours_are() -> [c_int; 7] {
    [libc::SIGTERM, libc::SIGINT, libc::SIGUSR1, libc::SIGUSR2, libc::SIGHUP, libc::SIGWINCH, libc::SIGRTMIN()]
}

/// Takes the server's handlers off in a child that has nothing to do with the server: they would only note what comes.
pub(crate) fn take_off_in_child() {
    WAKER.store(-1, Ordering::Relaxed);
    let ours = handle as extern "C" fn(c_int) as libc::sighandler_t;
    for signal in ours_are().into_iter().chain([libc::SIGCHLD]) {
        if signal::get(signal).sa_sigaction == ours {
            signal::set(signal, &signal::empty());
        }
    }
}

/// Puts the process's signals back as they were when it is dropped.
pub(crate) struct Installed {
    before: Vec<(c_int, libc::sigaction)>,
}

/// Takes the signals over; `waker` is written to when one comes. `watches_children` for a process that has forked others.
pub(crate) fn install(waker: RawFd, watches_children: bool) -> Installed {
    forget();
    wake_by(waker);
    let handler = handle as extern "C" fn(c_int) as libc::sighandler_t;
    let mut installed = Installed { before: Vec::new() };
    for signal in ours_are().into_iter().chain(watches_children.then_some(libc::SIGCHLD)) {
        installed.set(signal, handler);
    }
    installed.set(libc::SIGPIPE, libc::SIG_IGN);
    installed
}

/// Who is woken from now on, in a process that was forked from one which had taken the signals over.
pub(crate) fn wake_by(waker: RawFd) {
    WAKER.store(waker, Ordering::Relaxed);
}

/// In a child that was just forked: what came for the parent is the parent's.
pub(crate) fn forget() {
    WAKER.store(-1, Ordering::Relaxed);
    STOPS.store(0, Ordering::Relaxed);
    INTERRUPTS.store(0, Ordering::Relaxed);
    OTHERS.store(0, Ordering::Relaxed);
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

/// What has come.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Noted {
    /// How many SIGTERM.
    pub(crate) stops: u32,
    /// How many SIGINT.
    pub(crate) interrupts: u32,
    /// SIGUSR1
    pub(crate) reload: bool,
    /// SIGUSR2
    pub(crate) reload_tasks: bool,
    /// SIGRTMIN or SIGWINCH
    pub(crate) reopen: bool,
    /// SIGHUP
    pub(crate) hang_up: bool,
    /// SIGCHLD
    pub(crate) child: bool,
}

/// Takes what has come since the last call.
pub(crate) fn take() -> Noted {
    let others = OTHERS.swap(0, Ordering::Relaxed);
    let has = |bit| others & bit != 0;
    Noted {
        stops: STOPS.swap(0, Ordering::Relaxed),
        interrupts: INTERRUPTS.swap(0, Ordering::Relaxed),
        reload: has(RELOAD),
        reload_tasks: has(RELOAD_TASKS),
        reopen: has(REOPEN),
        hang_up: has(HANG_UP),
        child: has(CHILD),
    }
}

/// Sends a signal to a process of the server's; 0 and less are nobody.
pub(crate) fn send(pid: i32, signal: c_int) -> bool {
    // SAFETY: sends a signal to one process.
    pid > 0 && unsafe { libc::kill(pid, signal) } == 0
}

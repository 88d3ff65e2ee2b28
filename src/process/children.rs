//! Children of this process, and how they ended.

use std::ffi::c_int;
use std::io;

use nix::errno::Errno;

use super::masked::Masked;
use super::pipe::{Interrupts, Stopped};
use crate::zend::signal;

/// A child that has ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Ended {
    pub(crate) pid: i32,
    /// Its exit status; 0 when a signal ended it.
    pub(crate) code: i32,
    /// The signal that ended it, or 0.
    pub(crate) signal: i32,
}

/// Takes one child that has ended; `None` if none has.
///
/// # Errors
/// `ECHILD`: there are no children.
pub(crate) fn take_one() -> io::Result<Option<Ended>> {
    loop {
        let mut status = 0;
        // Not nix's: that loses a child which a real-time signal has ended.
        // SAFETY: the address of a live variable.
        let pid = unsafe { libc::waitpid(-1, &raw mut status, libc::WNOHANG) };
        match pid {
            0 => return Ok(None),
            -1 if Errno::last() == Errno::EINTR => {}
            -1 => return Err(io::Error::last_os_error()),
            pid if libc::WIFSIGNALED(status) => {
                return Ok(Some(Ended { pid, code: 0, signal: libc::WTERMSIG(status) }));
            }
            pid => return Ok(Some(Ended { pid, code: libc::WEXITSTATUS(status), signal: 0 })),
        }
    }
}

/// Waits for one; handlers of the program's run meanwhile.
///
/// # Errors
/// `ECHILD`: there are no children. What a handler gave.
pub(crate) fn wait<I: Interrupts>(interrupts: &mut I) -> Result<Ended, Stopped<I::Failure>> {
    let _heard = Heard::begin();
    loop {
        {
            let masked = Masked::all().map_err(Stopped::System)?;
            if let Some(ended) = take_one().map_err(Stopped::System)? {
                return Ok(ended);
            }
            if !interrupts.are_pending() {
                masked.sleep(None, None).map_err(Stopped::System)?;
            }
        }
        interrupts.run().map_err(Stopped::Interrupted)?;
    }
}

/// The end of a child ends a sleep only where SIGCHLD has a handler: this sees to that while it lives.
struct Heard {
    before: Option<libc::sigaction>,
}

impl Heard {
    fn begin() -> Self {
        let before = signal::get(libc::SIGCHLD);
        if !matches!(before.sa_sigaction, libc::SIG_DFL | libc::SIG_IGN) {
            return Self { before: None };
        }
        let handler = hear as extern "C" fn(c_int) as libc::sighandler_t;
        signal::set(libc::SIGCHLD, &libc::sigaction { sa_sigaction: handler, ..signal::empty() });
        Self { before: Some(before) }
    }
}

impl Drop for Heard {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // Unless a handler of the program's has set one meanwhile.
            if signal::get(libc::SIGCHLD).sa_sigaction == hear as extern "C" fn(c_int) as libc::sighandler_t {
                signal::set(libc::SIGCHLD, before);
            }
        }
    }
}

extern "C" fn hear(_: c_int) {}

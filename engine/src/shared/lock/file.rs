//! A lock on a file, which also processes share that do not come from the same one.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::time::Duration;

use super::super::wait::Patience;
use super::{Access, Refused};

/// How long a waiter sleeps between two looks at most. The kernel would wake it, but not to look after signals.
const LONGEST_SLEEP: Duration = Duration::from_millis(10);

/// A lock on a whole file, by fcntl(2). The kernel keeps it for each process: children have none of their parent's, and
/// it ends with its process.
#[derive(Debug)]
pub struct FileLock(File);

impl FileLock {
    /// Opens the file, and makes it if it is not there.
    ///
    /// # Errors
    /// The system's, when it can't be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path).map(Self)
    }

    /// Takes the lock if that is possible at once. What is held already changes to the access that is asked for.
    ///
    /// # Errors
    /// [`Refused::Busy`], or the system's.
    pub fn try_lock(&self, access: Access) -> Result<(), Refused> {
        self.set(if access == Access::Read { libc::F_RDLCK } else { libc::F_WRLCK })
    }

    /// Waits for the lock and takes it.
    ///
    /// # Errors
    /// How the wait ended, or the system's.
    pub fn lock(&self, access: Access, mut patience: Patience<'_>) -> Result<(), Refused> {
        let mut sleep = Duration::from_micros(50);
        loop {
            match self.try_lock(access) {
                Err(Refused::Busy) => {}
                result => return result,
            }
            let limit = patience.next(sleep).map_err(Refused::from)?;
            std::thread::sleep(limit);
            sleep = (sleep * 2).min(LONGEST_SLEEP);
        }
    }

    /// Gives the lock back.
    ///
    /// # Errors
    /// The system's.
    pub fn unlock(&self) -> Result<(), Refused> {
        self.set(libc::F_UNLCK)
    }

    fn set(&self, kind: i32) -> Result<(), Refused> {
        // SAFETY: plain numbers, for which zero is right: from the beginning, to the end.
        let mut lock: libc::flock = unsafe { std::mem::zeroed() };
        lock.l_type = kind as libc::c_short;
        lock.l_whence = libc::SEEK_SET as libc::c_short;
        // SAFETY: the descriptor is open, and the kernel reads the lock during the call.
        let status = unsafe { libc::fcntl(self.0.as_raw_fd(), libc::F_SETLK, &raw const lock) };
        if status == 0 {
            return Ok(());
        }
        match io::Error::last_os_error().raw_os_error() {
            Some(libc::EAGAIN | libc::EACCES) => Err(Refused::Busy),
            number => Err(Refused::System(number.unwrap_or(0))),
        }
    }
}

//! What the server says about itself, one line a message, to stderr or the `log_file`:
//!
//! ```text
//! [2026-11-22 22:30:00 *1234.0] NOTICE connection 7: text is not valid UTF-8 (1007), closed
//! ```
//!
//! The mark tells the process: `*` a worker with its pid and worker id, `@` one that is no worker. Any thread may write;
//! a line goes out in one `write`, so that lines of several processes never mix.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicI32, AtomicU8, Ordering};

use parking_lot::RwLock;

/// How serious a line is; the numbers are Swoole's `SWOOLE_LOG_*`.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Level {
    /// For people who look into Swoxide itself.
    Debug = 0,
    /// More of the same.
    Trace = 1,
    /// What goes on.
    Info = 2,
    /// Something that one may want to change.
    Notice = 3,
    /// Something went wrong, and the server goes on.
    Warning = 4,
    /// Something went wrong, and a connection or the server ends.
    Error = 5,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Self::Debug => "DEBUG",
            Self::Trace => "TRACE",
            Self::Info => "INFO",
            Self::Notice => "NOTICE",
            Self::Warning => "WARNING",
            Self::Error => "ERROR",
        }
    }
}

/// Where lines go and which ones.
#[derive(Debug)]
pub struct Log {
    file: RwLock<Option<(PathBuf, File)>>,
    /// Lines below this are not written; 6 writes none.
    least: AtomicU8,
    worker_id: AtomicI32,
    /// Standard output and error output go to the file.
    with_output: AtomicBool,
}

impl Default for Log {
    fn default() -> Self {
        Self {
            file: RwLock::new(None),
            least: AtomicU8::new(Level::Info as u8),
            worker_id: AtomicI32::new(-1),
            with_output: AtomicBool::new(false),
        }
    }
}

impl Log {
    /// One that writes nothing.
    pub fn silent() -> Self {
        let log = Self::default();
        log.set_level(6);
        log
    }

    /// Sets the least level that is written: Swoole's `log_level`, 6 for none.
    pub fn set_level(&self, least: u8) {
        self.least.store(least, Ordering::Relaxed);
    }

    /// Lines go to the end of `path` from now on.
    ///
    /// # Errors
    /// The system's, when the file can't be opened for appending; lines then go where they went before.
    pub fn set_file(&self, path: &Path) -> io::Result<()> {
        let file = OpenOptions::new().create(true).append(true).open(path)?;
        // To be found again from another directory.
        *self.file.write() = Some((std::path::absolute(path)?, file));
        Ok(())
    }

    /// What the process prints goes to the log file, too: it is to follow the file when that is opened again.
    pub fn takes_output(&self) {
        self.with_output.store(true, Ordering::Relaxed);
    }

    /// Opens the log file again, after somebody has moved it away. Where that fails, lines go where they went before.
    pub fn reopen(&self) {
        let path = self.file.read().as_ref().map(|(path, _)| path.clone());
        if let Some(path) = path
            && let Err(error) = self.set_file(&path)
        {
            self.error(format_args!("the log file {} can't be opened again: {error}", path.display()));
            return;
        }
        if self.with_output.load(Ordering::Relaxed)
            && let Some((_, file)) = self.file.read().as_ref()
        {
            for number in 1..=2 {
                // SAFETY: two numbers; whoever prints gets the new file, which is the purpose.
                unsafe { libc::dup2(file.as_raw_fd(), number) };
            }
        }
    }

    /// Lines carry this worker's mark from now on; -1 for a process that is no worker.
    pub fn set_worker_id(&self, worker_id: i32) {
        self.worker_id.store(worker_id, Ordering::Relaxed);
    }

    /// Writes one line. Nothing is left to do if that fails, so nothing is returned.
    pub fn write(&self, level: Level, message: fmt::Arguments<'_>) {
        if (level as u8) < self.least.load(Ordering::Relaxed) {
            return;
        }
        let worker_id = self.worker_id.load(Ordering::Relaxed);
        let time = jiff::Zoned::now().strftime("%Y-%m-%d %H:%M:%S").to_string();
        let pid = std::process::id();
        let line = if worker_id >= 0 {
            format!("[{time} *{pid}.{worker_id}] {} {message}\n", level.name())
        } else {
            format!("[{time} @{pid}] {} {message}\n", level.name())
        };
        let _ = match self.file.read().as_ref() {
            Some((_, file)) => (&mut &*file).write_all(line.as_bytes()),
            None => io::stderr().write_all(line.as_bytes()),
        };
    }

    /// Writes a line of [`Level::Info`].
    pub fn info(&self, message: fmt::Arguments<'_>) {
        self.write(Level::Info, message);
    }

    /// Writes a line of [`Level::Notice`].
    pub fn notice(&self, message: fmt::Arguments<'_>) {
        self.write(Level::Notice, message);
    }

    /// Writes a line of [`Level::Warning`].
    pub fn warning(&self, message: fmt::Arguments<'_>) {
        self.write(Level::Warning, message);
    }

    /// Writes a line of [`Level::Error`].
    pub fn error(&self, message: fmt::Arguments<'_>) {
        self.write(Level::Error, message);
    }
}

//! Why a descriptor can't be watched, or written to.

use std::os::fd::RawFd;
use std::{fmt, io};

use crate::classes::exception::words;

/// Why something can't be watched, or written to.
#[derive(Debug)]
pub(crate) enum Refused {
    /// This type of value has none.
    NoDescriptor(String),
    Twice(RawFd),
    /// An object of ours watches it.
    Taken(RawFd),
    NotWatched(String),
    NoReadCallback(RawFd),
    NoWriteCallback(RawFd),
    /// A regular file, or what is like one.
    AlwaysReady(RawFd),
    System(RawFd, io::Error),
    Full {
        /// Bytes that wait already.
        waiting: usize,
        limit: usize,
    },
    /// PHP has said why.
    Told,
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDescriptor(what) => write!(
                formatter,
                "there is no descriptor in what was given ({what}): a stream of a file descriptor, a Socket, a \
                 Swoole\\Process with a pipe, or a descriptor's number is needed, and that it is open"
            ),
            Self::Twice(number) => {
                write!(formatter, "fd {number} is watched already: Swoole\\Event::set() changes its callbacks")
            }
            Self::Taken(number) => write!(
                formatter,
                "fd {number} is that of an asynchronous Swoole\\Client, which watches it itself: use its methods and callbacks"
            ),
            Self::NotWatched(what) => write!(formatter, "{what} is not watched: Swoole\\Event::add() comes first"),
            Self::NoReadCallback(number) => {
                write!(formatter, "fd {number} has no read callback, which SWOOLE_EVENT_READ needs")
            }
            Self::NoWriteCallback(number) => {
                write!(formatter, "fd {number} has no write callback, which SWOOLE_EVENT_WRITE needs")
            }
            Self::AlwaysReady(number) => write!(
                formatter,
                "fd {number} is always ready, as regular files are: there is nothing to wait for, read and write it as it is"
            ),
            Self::System(number, error) => {
                let code = error.raw_os_error().unwrap_or(0);
                write!(formatter, "fd {number} can't be used, Error: {}[{code}]", words(error))
            }
            Self::Full { waiting, limit } => write!(formatter, "{waiting} bytes wait already, of {limit} at the most"),
            Self::Told => write!(formatter, "the stream is closed or broken"),
        }
    }
}

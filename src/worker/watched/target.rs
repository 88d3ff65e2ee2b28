//! What a program gives for a descriptor.

use std::io;
use std::os::fd::{BorrowedFd, RawFd};

use ext_php_rs::types::Zval;
use nix::fcntl::{FcntlArg, OFlag, fcntl};

use super::refused::Refused;
use crate::zend::value::type_name;
use crate::zend::{socket, stream};

/// How it is found out whether a descriptor is still the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Stream,
    /// Of the extension sockets.
    Socket,
    /// A number, or the number in an object: nobody keeps that open here.
    Number,
    /// Of an object of ours that watches it itself, and ends the watch before it closes it.
    Own,
}

/// What a program gives for a descriptor.
pub(crate) struct Target {
    /// As the program gave it: its callbacks get it, and it stays open as long as it is watched, but for numbers.
    pub(super) value: Zval,
    pub(super) kind: Kind,
    /// `None`: it has none, or none any more.
    pub(super) number: Option<RawFd>,
    /// Whether the value has bytes that the program has not read: the system is silent about them.
    unread: fn(&Zval) -> bool,
}

fn never(_: &Zval) -> bool {
    false
}

impl Target {
    /// A stream, a `Socket` or a number.
    pub(crate) fn of(value: &Zval) -> Self {
        let number = match value.long() {
            Some(number) => RawFd::try_from(number).ok().filter(|number| *number >= 0),
            None => None,
        };
        let (kind, number, unread): (_, _, fn(&Zval) -> bool) = if value.is_resource() {
            (Kind::Stream, stream::descriptor(value), stream::has_unread)
        } else if value.is_object() {
            (Kind::Socket, socket::descriptor(value), never)
        } else {
            (Kind::Number, number, never)
        };
        Self { value: value.shallow_clone(), kind, number, unread }
    }

    /// An object of ours that has a descriptor, or `None` if it has none now.
    pub(crate) fn with_number(value: &Zval, number: Option<RawFd>) -> Self {
        Self { value: value.shallow_clone(), kind: Kind::Number, number, unread: never }
    }

    /// The same, of which `unread` knows whether it has bytes that the program has not read.
    pub(crate) fn with_unread(self, unread: fn(&Zval) -> bool) -> Self {
        Self { unread, ..self }
    }

    /// A descriptor that an object of ours watches itself: no program may. It says itself what is [unread](super::set_unread).
    pub(crate) fn own(value: &Zval, number: RawFd) -> Self {
        Self { value: value.shallow_clone(), kind: Kind::Own, number: Some(number), unread: never }
    }

    pub(super) fn share(&self) -> Self {
        Self { value: self.value.shallow_clone(), ..*self }
    }

    /// Its descriptor.
    ///
    /// # Errors
    /// It has none, or none any more.
    pub(crate) fn number(&self) -> Result<RawFd, Refused> {
        self.number.ok_or_else(|| Refused::NoDescriptor(type_name(&self.value)))
    }

    /// Whether it has bytes that the program has not read: the system is silent about them. May warn.
    pub(crate) fn has_unread(&self) -> bool {
        (self.unread)(&self.value)
    }

    /// Whether both are the same stream or object, whatever has become of it.
    pub(super) fn is(&self, other: &Zval) -> bool {
        // SAFETY: values of these types hold the addresses that are compared.
        unsafe {
            (self.value.is_resource() && other.is_resource() && self.value.value.res == other.value.res)
                || (self.value.is_object() && other.is_object() && self.value.value.obj == other.value.obj)
        }
    }

    /// A callback that reads until there is nothing more must come back, as with Swoole.
    pub(super) fn stop_blocking(&self) -> Result<(), Refused> {
        let number = self.number()?;
        if self.kind == Kind::Stream {
            stream::stop_blocking(&self.value);
            return Ok(());
        }
        // SAFETY: a number of the program's, used for two calls; one that is not open is an error of theirs.
        let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
        fcntl(descriptor, FcntlArg::F_GETFL)
            .and_then(|flags| fcntl(descriptor, FcntlArg::F_SETFL(OFlag::from_bits_retain(flags) | OFlag::O_NONBLOCK)))
            .map_err(|error| Refused::System(number, error.into()))?;
        Ok(())
    }

    pub(super) fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let Some(number) = self.number else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let written = if self.kind == Kind::Stream {
            stream::write(&self.value, bytes)
        } else {
            // SAFETY: a number of the program's, as above.
            let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
            nix::unistd::write(descriptor, bytes).map_err(io::Error::from)
        };
        match written {
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => Ok(0),
            written => written,
        }
    }
}

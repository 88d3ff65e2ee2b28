//! What has come on a connection and nobody has taken: bytes, or packages, and the end behind them.

use std::collections::VecDeque;
use std::{io, mem};

use bytes::Bytes;

use super::connection::{Ending, Received};
use super::error::ClientError;
use super::socket::{Socket, is_temporary};
use crate::protocol::package::{Broken, Framing, Splitter};
use crate::settings::ConnectionSettings;

/// What is read at once.
pub(super) const BUFFER: usize = 64 * 1024;

/// See the module.
#[derive(Default)]
pub(super) struct Incoming {
    /// Tells packages apart, if they are wanted.
    pub(super) splitter: Option<Splitter>,
    pub(super) packages: VecDeque<Bytes>,
    /// Bytes that were looked at, or that are less than what was wanted.
    pub(super) bytes: Vec<u8>,
    /// What comes behind all that.
    pub(super) end: Option<End>,
}

/// Why nothing more comes.
pub(super) enum End {
    Ended,
    Failed(io::Error),
    Broken(Broken),
}

impl Incoming {
    /// For packages as these settings say.
    pub(super) fn new(settings: &ConnectionSettings) -> Self {
        Self { splitter: splitter(settings), ..Self::default() }
    }

    /// Has packages told apart as these settings say, beginning with what nobody has taken.
    pub(super) fn set_framing(&mut self, settings: &ConnectionSettings) {
        let splitter = splitter(settings);
        let is_same = match (&self.splitter, &splitter) {
            (Some(before), Some(after)) => before.is_like(after),
            (before, after) => before.is_none() && after.is_none(),
        };
        if is_same {
            return;
        }
        // In their order: one of the two is empty, and behind whole packages comes the one that is not.
        let mut bytes = mem::take(&mut self.bytes);
        self.packages.drain(..).for_each(|package| bytes.extend_from_slice(&package));
        bytes.extend(self.splitter.take().map(|mut before| before.freeze()).unwrap_or_default());
        self.splitter = splitter;
        if self.splitter.is_some() { self.split(&bytes) } else { self.bytes = bytes }
    }

    /// Reads once; false if there was nothing.
    pub(super) fn read_packages(&mut self, socket: &mut Socket) -> bool {
        let mut buffer = [0; BUFFER];
        match socket.read(&mut buffer) {
            Ok(0) => self.end = Some(End::Ended),
            Ok(count) => self.split(&buffer[..count]),
            Err(error) if is_temporary(&error) => return false,
            Err(error) => self.end = Some(End::of(error)),
        }
        true
    }

    fn split(&mut self, bytes: &[u8]) {
        let (packages, Some(splitter)) = (&mut self.packages, &mut self.splitter) else { return };
        if let Err(broken) = splitter.take(bytes, &mut |package| packages.push_back(package)) {
            self.end = Some(End::Broken(broken));
        }
    }

    /// Reads until there are `size` bytes, or there is nothing more for now.
    pub(super) fn read_bytes(&mut self, socket: &mut Socket, size: usize) {
        let mut buffer = [0; BUFFER];
        while self.bytes.len() < size && self.end.is_none() {
            let room = (size - self.bytes.len()).min(BUFFER);
            match socket.read(&mut buffer[..room]) {
                Ok(0) => self.end = Some(End::Ended),
                Ok(count) => self.bytes.extend_from_slice(&buffer[..count]),
                Err(error) if is_temporary(&error) => return,
                Err(error) => self.end = Some(End::of(error)),
            }
        }
    }

    /// So many bytes, or as many as there are; with `peek` they stay.
    pub(super) fn take_bytes(&mut self, size: usize, peek: bool) -> Bytes {
        let count = size.min(self.bytes.len());
        if peek {
            Bytes::copy_from_slice(&self.bytes[..count])
        } else if count == self.bytes.len() {
            mem::take(&mut self.bytes).into()
        } else {
            self.bytes.drain(..count).collect::<Vec<_>>().into()
        }
    }

    /// What is said when nothing is left.
    pub(super) fn ended(&mut self) -> Result<Option<Received>, ClientError> {
        match &self.end {
            Some(End::Failed(error)) => {
                let error = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
                Err(receiving(error))
            }
            Some(End::Broken(broken)) => Err(ClientError::Package(*broken)),
            Some(End::Ended) | None => {
                let cut = self.splitter.as_ref().map_or(0, Splitter::held);
                Ok(Some(Received::End(Ending { cut })))
            }
        }
    }
}

impl End {
    /// TLS that ends without its word for that is an end as well: many servers do so.
    fn of(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Ended } else { Self::Failed(error) }
    }
}

fn splitter(settings: &ConnectionSettings) -> Option<Splitter> {
    match settings.package().framing() {
        Framing::None => None,
        framing => Some(Splitter::new(framing, settings.package_limit())),
    }
}

pub(super) fn receiving(error: io::Error) -> ClientError {
    ClientError::System { what: "receiving".to_owned(), error }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Value;

    fn lines(longest: i64) -> ConnectionSettings {
        let mut settings = ConnectionSettings::default();
        settings.apply("open_eof_split", &Value::Bool(true)).unwrap();
        settings.apply("package_eof", &Value::String("\n".to_owned())).unwrap();
        settings.apply("package_max_length", &Value::Int(longest)).unwrap();
        settings
    }

    #[test]
    fn bytes_that_nobody_has_taken_outlive_each_change_of_packages() {
        let (text, raw) = (b"one\ntwo\nthr".to_vec(), ConnectionSettings::default());
        let mut incoming = Incoming { bytes: text.clone(), ..Incoming::default() };
        for longest in [1 << 20, 1 << 21] {
            incoming.set_framing(&lines(longest));
            assert_eq!(incoming.packages, [&b"one\n"[..], b"two\n"]);
            assert_eq!((incoming.splitter.as_ref().map(Splitter::held), &incoming.bytes[..]), (Some(3), &b""[..]));
        }
        incoming.split(b"ee\n");
        incoming.set_framing(&raw);
        assert_eq!((incoming.packages.len(), &incoming.bytes[..]), (0, &b"one\ntwo\nthree\n"[..]));
        assert!(incoming.end.is_none());
    }

    #[test]
    fn bytes_that_can_be_no_packages_are_found_when_they_are_to_be_some() {
        let mut incoming = Incoming { bytes: [b"a\n".to_vec(), vec![b'x'; 70_000]].concat(), ..Incoming::default() };
        incoming.set_framing(&lines(65_536));
        assert_eq!(incoming.packages, [&b"a\n"[..]]);
        assert!(matches!(incoming.end, Some(End::Broken(Broken::TooLong(65_536)))));
    }
}

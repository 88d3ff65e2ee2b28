//! The body of an answer as it comes: unpacked, into memory within its limit or into a file.

use std::fs::File;
use std::io::{self, Write};

use flate2::write::MultiGzDecoder;
use hyper::header::{self, HeaderMap};

use super::super::error::ClientError;

/// Where the bytes of a body go.
enum Sink {
    Memory { bytes: Vec<u8>, limit: usize },
    File(File),
}

impl Write for Sink {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        match self {
            Self::Memory { bytes, limit } if data.len() > *limit - bytes.len() => {
                Err(io::ErrorKind::FileTooLarge.into())
            }
            Self::Memory { bytes, .. } => {
                bytes.extend_from_slice(data);
                Ok(data.len())
            }
            Self::File(file) => file.write(data),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// See the module.
pub(super) struct AnswerBody {
    writer: Writer,
    limit: usize,
    /// Something has come.
    is_begun: bool,
}

enum Writer {
    Plain(Sink),
    Gzip(Box<MultiGzDecoder<Sink>>),
}

impl AnswerBody {
    /// The body of an answer with these headers, of at most `limit` bytes, or into `file`, whatever its length.
    pub(super) fn new(headers: &HeaderMap, file: Option<File>, limit: usize) -> Self {
        let coding =
            headers.get(header::CONTENT_ENCODING).map(|value| value.as_bytes().trim_ascii().to_ascii_lowercase());
        let sink = file.map_or(Sink::Memory { bytes: Vec::new(), limit }, Sink::File);
        let writer = match coding.as_deref() {
            Some(b"gzip" | b"x-gzip") => Writer::Gzip(Box::new(MultiGzDecoder::new(sink))),
            _ => Writer::Plain(sink),
        };
        Self { writer, limit, is_begun: false }
    }

    /// Takes what has come.
    ///
    /// # Errors
    /// It is too long, can't be unpacked, or can't be written to the file.
    pub(super) fn push(&mut self, data: &[u8]) -> Result<(), ClientError> {
        self.is_begun |= !data.is_empty();
        let written = match &mut self.writer {
            Writer::Plain(sink) => sink.write_all(data),
            Writer::Gzip(decoder) => decoder.write_all(data),
        };
        written.map_err(|error| failed(error, self.limit))
    }

    /// All of it; empty if it went into a file.
    ///
    /// # Errors
    /// As for [`push`](Self::push), or it was packed and has no end.
    pub(super) fn finish(self) -> Result<Vec<u8>, ClientError> {
        let Self { writer, limit, is_begun } = self;
        let sink = match writer {
            // An answer without a body has nothing to unpack.
            Writer::Gzip(_) if !is_begun => return Ok(Vec::new()),
            Writer::Plain(sink) => sink,
            Writer::Gzip(decoder) => decoder.finish().map_err(|error| failed(error, limit))?,
        };
        match sink {
            Sink::Memory { bytes, .. } => Ok(bytes),
            Sink::File(_) => Ok(Vec::new()),
        }
    }
}

fn failed(error: io::Error, limit: usize) -> ClientError {
    match error.kind() {
        io::ErrorKind::FileTooLarge if error.raw_os_error().is_none() => ClientError::TooLong(limit),
        io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
            ClientError::BadAnswer("its body says that it is gzip, and is not".to_owned())
        }
        _ => ClientError::System { what: "writing the body to the file".to_owned(), error },
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn headers(coding: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(header::CONTENT_ENCODING, coding.parse().unwrap())])
    }

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_gets_too_long_is_refused_also_when_it_is_packed() {
        let mut plain = AnswerBody::new(&HeaderMap::new(), None, 10);
        plain.push(b"0123456789").unwrap();
        assert!(matches!(plain.push(b"x"), Err(ClientError::TooLong(10))));
        let mut bomb = AnswerBody::new(&headers("gzip"), None, 1000);
        assert!(matches!(bomb.push(&packed(&vec![0; 1 << 20])), Err(ClientError::TooLong(1000))));
    }

    #[test]
    fn what_is_no_gzip_is_no_answer() {
        for body in [b"plain text, and long enough".to_vec(), packed(b"cut off")[..20].to_vec()] {
            let mut answer = AnswerBody::new(&headers("gzip"), None, 1000);
            let result = answer.push(&body).and_then(|()| answer.finish().map(|_| ()));
            assert!(matches!(result, Err(ClientError::BadAnswer(_))), "{result:?}");
        }
    }

    #[test]
    fn an_empty_body_needs_no_unpacking() {
        assert_eq!(AnswerBody::new(&headers("gzip"), None, 1000).finish().unwrap(), b"");
    }

    proptest! {
        #[test]
        fn what_was_packed_is_unpacked_whatever_the_pieces(
            bytes in prop::collection::vec(any::<u8>(), 0..3000),
            size in 1..500_usize,
        ) {
            for (coding, body) in [("gzip", packed(&bytes)), ("identity", bytes.clone())] {
                let mut answer = AnswerBody::new(&headers(coding), None, 3000);
                for piece in body.chunks(size) {
                    answer.push(piece).unwrap();
                }
                prop_assert_eq!(&answer.finish().unwrap(), &bytes);
            }
        }
    }
}

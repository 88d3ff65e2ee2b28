//! What a connection still has to write.

use std::collections::VecDeque;
use std::io;
use std::os::unix::fs::FileExt;

use bytes::Bytes;

use super::socket::{Socket, is_temporary};
use crate::link::FilePart;

/// What is read of a file at once, and what a file counts as while it waits.
const PIECE: usize = 64 * 1024;

/// Something to write.
#[derive(Debug)]
pub enum Piece {
    /// Bytes.
    Bytes(Bytes),
    /// A part of a file, of which a piece at a time is in memory.
    File(FilePart),
}

/// Pieces in the order to write them.
#[derive(Default)]
pub(super) struct Outgoing {
    pieces: VecDeque<Piece>,
    /// What waits, in bytes; of files only what counts for them.
    waiting: usize,
    /// What was written, in bytes.
    written: u64,
}

impl Piece {
    fn weight(&self) -> usize {
        match self {
            Self::Bytes(bytes) => bytes.len(),
            Self::File(_) => PIECE,
        }
    }
}

impl Outgoing {
    pub(super) fn push(&mut self, piece: Piece) {
        self.waiting += piece.weight();
        self.pieces.push_back(piece);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting
    }

    /// Forgets all that waits.
    pub(super) fn clear(&mut self) {
        *self = Self { written: self.written, ..Self::default() };
    }

    /// What the socket has taken since the beginning, in bytes.
    pub(super) fn written(&self) -> u64 {
        self.written
    }

    /// Notes that the socket has taken so many bytes that never waited here.
    pub(super) fn count(&mut self, bytes: usize) {
        self.written += bytes as u64;
    }

    /// Writes what the socket takes now.
    ///
    /// # Errors
    /// The socket is broken; or a file is, or has become shorter, and then nothing sensible can follow what of it has gone.
    pub(super) fn write(&mut self, socket: &mut Socket) -> io::Result<()> {
        while let Some(piece) = self.pieces.pop_front() {
            self.waiting -= piece.weight();
            let bytes = match piece {
                Piece::Bytes(bytes) => bytes,
                Piece::File(part) => {
                    let (bytes, rest) = read(part)?;
                    if let Some(rest) = rest {
                        self.push_front(Piece::File(rest));
                    }
                    bytes
                }
            };
            match socket.write(&bytes) {
                Ok(count) => {
                    self.count(count);
                    if count < bytes.len() {
                        self.push_front(Piece::Bytes(bytes.slice(count..)));
                    }
                }
                Err(error) => {
                    self.push_front(Piece::Bytes(bytes));
                    return if is_temporary(&error) { Ok(()) } else { Err(error) };
                }
            }
        }
        Ok(())
    }

    fn push_front(&mut self, piece: Piece) {
        self.waiting += piece.weight();
        self.pieces.push_front(piece);
    }
}

/// Reads the beginning of a part of a file, and says what is left of it.
fn read(mut part: FilePart) -> io::Result<(Bytes, Option<FilePart>)> {
    let shorter = || io::Error::new(io::ErrorKind::UnexpectedEof, "the file has become shorter");
    let wanted = usize::try_from(part.length).unwrap_or(PIECE).min(PIECE);
    let mut buffer = vec![0; wanted];
    let count = part.file.as_ref().ok_or_else(shorter)?.read_at(&mut buffer, part.offset)?;
    if count == 0 && wanted > 0 {
        return Err(shorter());
    }
    buffer.truncate(count);
    part.offset += count as u64;
    part.length -= count as u64;
    Ok((buffer.into(), (part.length > 0).then_some(part)))
}

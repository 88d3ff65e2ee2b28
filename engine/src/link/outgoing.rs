//! A message that a program pushes, to one WebSocket or to many, and its frames.
//!
//! A frame is encoded when the first connection needs it in that way (plain, or compressed with some window), and only
//! once: [`Encodings`] lives as long as the same message is pushed. Large frames are shared by the outboxes that hold them.

use std::io::Cursor;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;

use crate::protocol::deflate::deflate_alone;
use crate::protocol::frame::{self, Head, MAX_HEADER, opcode};
use crate::roster::{Place, Roster};

/// A message or fragment to push, and the frames that it has been given so far.
#[derive(Debug)]
pub struct Outgoing<'a> {
    /// Not compressed.
    pub payload: &'a [u8],
    /// One that may be sent: [`opcode`].
    pub opcode: u8,
    /// The last frame of its message. Control frames always are.
    pub is_final: bool,
    /// Compress it even if it is short, where that was agreed on.
    pub compress: bool,
    /// Of the same message, or empty.
    pub encodings: &'a mut Encodings,
}

/// An encoded frame, the same bytes for whoever gets it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Frame<'a> {
    /// To be copied into each outbox.
    Copied(&'a [u8]),
    /// Too large to copy: outboxes share it.
    Shared(&'a Bytes),
}

/// From this size on frames are shared: below it a copy costs less than the reference counts and the extra entry in a
/// vectored write.
const SHARED_FROM: usize = 16 * 1024;

impl Frame<'_> {
    /// Its length in bytes, header and payload.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Copied(bytes) => bytes.len(),
            Self::Shared(bytes) => bytes.len(),
        }
    }
}

impl Outgoing<'_> {
    /// How long a frame of it is at the most.
    pub(crate) fn most_bytes(&self) -> usize {
        MAX_HEADER + self.payload.len()
    }

    /// Whether its plain frame is large: such a one is sent from where its payload lies, as far as the socket takes it.
    pub(crate) fn is_large(&self) -> bool {
        self.payload.len() >= SHARED_FROM
    }

    /// The header of its plain frame, and how long that is.
    pub(crate) fn header(&self) -> ([u8; MAX_HEADER], usize) {
        let mut header = Cursor::new([0; MAX_HEADER]);
        let head = Head { opcode: self.opcode, is_final: self.is_final, ..Head::default() };
        frame::encode_header(head, self.payload.len(), &mut header);
        let length = header.position() as usize;
        (header.into_inner(), length)
    }

    /// Whether it may be compressed at all, and is worth it: whole messages of at least `min_length` bytes, or those that
    /// the program wants compressed.
    pub(crate) fn wants_compression(&self, min_length: usize) -> bool {
        self.is_final
            && matches!(self.opcode, opcode::TEXT | opcode::BINARY)
            && !self.payload.is_empty()
            && (self.compress || self.payload.len() >= min_length)
    }

    /// Its plain frame.
    pub(crate) fn plain(&mut self, budget: &Arc<Budget>) -> Frame<'_> {
        let Self { payload, opcode, is_final, encodings, .. } = self;
        encodings.plain.frame(budget, |out| frame::encode(*opcode, *is_final, payload, out))
    }

    /// Its compressed frame, which refers to no other message; the plain one where that is not longer.
    pub(crate) fn deflated(&mut self, level: u32, window_bits: u8, budget: &Arc<Budget>) -> Frame<'_> {
        let Self { payload, opcode, compress, encodings, .. } = self;
        let Encodings { deflated, scratch, .. } = &mut **encodings;
        let place = deflated.iter().position(|(bits, _)| *bits == window_bits).unwrap_or_else(|| {
            deflated.push((window_bits, Encoding::default()));
            deflated.len() - 1
        });
        deflated[place].1.frame(budget, |out| {
            scratch.clear();
            deflate_alone(payload, level, window_bits, scratch);
            let is_compressed = *compress || scratch.len() < payload.len();
            let head = Head { opcode: *opcode, is_final: true, is_compressed, mask: None };
            frame::encode_as(head, if is_compressed { scratch } else { payload }, out);
        })
    }
}

/// The frames of one message: as many as there are ways in which connections want it.
#[derive(Debug, Default)]
pub struct Encodings {
    /// Which message they are of: another number for each.
    number: u64,
    plain: Encoding,
    /// By window bits: rarely more than one.
    deflated: Vec<(u8, Encoding)>,
    scratch: Vec<u8>,
}

impl Encodings {
    /// Another number for each message that they were of.
    pub(crate) fn number(&self) -> u64 {
        self.number
    }

    /// Makes room for another message; keeps the memory of small frames.
    pub fn clear(&mut self) {
        self.number += 1;
        self.plain.clear();
        for (_, encoding) in &mut self.deflated {
            encoding.clear();
        }
        if self.scratch.capacity() > SHARED_FROM {
            self.scratch = Vec::new();
        }
    }
}

#[derive(Debug, Default)]
struct Encoding {
    made: bool,
    small: Vec<u8>,
    large: Option<Bytes>,
}

impl Encoding {
    fn frame(&mut self, budget: &Arc<Budget>, encode: impl FnOnce(&mut Vec<u8>)) -> Frame<'_> {
        if !self.made {
            self.made = true;
            encode(&mut self.small);
            if self.small.len() >= SHARED_FROM {
                self.large = Some(Bytes::from_owner(budget.count(std::mem::take(&mut self.small))));
            }
        }
        match &self.large {
            Some(large) => Frame::Shared(large),
            None => Frame::Copied(&self.small),
        }
    }

    fn clear(&mut self) {
        self.made = false;
        self.small.clear();
        self.large = None;
    }
}

/// What all connections of a process hold together in one direction, in bytes of memory: a frame that many outboxes share
/// counts once.
#[derive(Debug)]
pub(crate) struct Budget {
    used: Used,
    limit: usize,
}

/// Where it is counted what is used.
#[derive(Debug)]
enum Used {
    Here(AtomicUsize),
    /// In a place of the roster, where other processes see it before they push.
    Shared(Arc<Roster>, u16),
}

impl Budget {
    /// One that is exhausted at `limit` bytes.
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { used: Used::Here(AtomicUsize::new(0)), limit })
    }

    /// The same for what the gateway of this number holds, with what others have on the way to it.
    pub(crate) fn shared(limit: usize, roster: &Arc<Roster>, gateway: u16) -> Arc<Self> {
        Arc::new(Self { used: Used::Shared(Arc::clone(roster), gateway), limit })
    }

    /// Whether `more` bytes would be too much.
    pub(crate) fn is_exhausted(&self, more: usize) -> bool {
        let used = match &self.used {
            Used::Here(used) => used.load(Ordering::Relaxed),
            Used::Shared(roster, number) => roster.place(*number).map_or(0, Place::traffic),
        };
        used.saturating_add(more) > self.limit
    }

    pub(crate) fn take(&self, bytes: usize) {
        match &self.used {
            Used::Here(used) => {
                used.fetch_add(bytes, Ordering::Relaxed);
            }
            Used::Shared(roster, number) => {
                if let Some(place) = roster.place(*number) {
                    place.hold(bytes);
                }
            }
        }
    }

    pub(crate) fn give_back(&self, bytes: usize) {
        match &self.used {
            Used::Here(used) => {
                used.fetch_sub(bytes, Ordering::Relaxed);
            }
            Used::Shared(roster, number) => {
                if let Some(place) = roster.place(*number) {
                    place.let_go(bytes);
                }
            }
        }
    }

    /// Counts a frame for as long as it lives.
    fn count(self: &Arc<Self>, mut frame: Vec<u8>) -> Counted {
        frame.shrink_to_fit();
        self.take(frame.len());
        Counted { frame, budget: Arc::clone(self) }
    }
}

/// What one connection holds of a budget; gives it back when it is dropped.
#[derive(Debug)]
pub(crate) struct Held {
    bytes: usize,
    budget: Arc<Budget>,
}

impl Held {
    /// Nothing yet.
    pub(crate) fn of(budget: &Arc<Budget>) -> Self {
        Self { bytes: 0, budget: Arc::clone(budget) }
    }

    /// Notes that it holds `bytes` now. False if that is much, and more than there is for all: somebody has to give way
    /// then, and whoever holds little is not to blame.
    pub(crate) fn set(&mut self, bytes: usize) -> bool {
        const LITTLE: usize = 16 * 1024;
        if bytes != self.bytes {
            self.budget.take(bytes);
            self.budget.give_back(std::mem::replace(&mut self.bytes, bytes));
        }
        bytes <= LITTLE || !self.budget.is_exhausted(0)
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        self.budget.give_back(self.bytes);
    }
}

struct Counted {
    frame: Vec<u8>,
    budget: Arc<Budget>,
}

impl AsRef<[u8]> for Counted {
    fn as_ref(&self) -> &[u8] {
        &self.frame
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.budget.give_back(self.frame.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_many_hold_counts_once_and_until_the_last_lets_go() {
        let budget = Budget::new(100_000);
        let mut encodings = Encodings::default();
        let payload = vec![7; 50_000];
        let mut message =
            Outgoing { payload: &payload, opcode: 2, is_final: true, compress: false, encodings: &mut encodings };
        let held: Vec<Bytes> = (0..5)
            .map(|_| match message.plain(&budget) {
                Frame::Shared(bytes) => bytes.clone(),
                Frame::Copied(_) => unreachable!("it is large"),
            })
            .collect();
        assert!(budget.is_exhausted(50_000) && !budget.is_exhausted(49_000));
        encodings.clear();
        assert!(budget.is_exhausted(50_000));
        drop(held);
        assert!(!budget.is_exhausted(100_000));
    }

    #[test]
    fn what_is_on_its_way_from_other_processes_counts_too() {
        let roster = Arc::new(Roster::create(2, 0, 0).unwrap());
        let budget = Budget::shared(10_000, &roster, 1);
        budget.take(4000);
        roster.place(1).unwrap().depart(5000);
        assert!(budget.is_exhausted(1001) && !budget.is_exhausted(1000));
        assert_eq!((roster.place(0).unwrap().traffic(), roster.place(1).unwrap().traffic()), (0, 9000));
        roster.place(1).unwrap().arrive(5000);
        budget.give_back(4000);
        assert!(!budget.is_exhausted(10_000));
        // What a dead process had on the way never comes; and if it does, that is no harm.
        roster.place(1).unwrap().depart(5000);
        roster.forget_the_way();
        roster.place(1).unwrap().arrive(5000);
        assert!(!budget.is_exhausted(10_000));
    }

    #[test]
    fn whoever_holds_much_gives_way_when_there_is_no_more() {
        let budget = Budget::new(300_000);
        let [mut first, mut second, mut third] = [(); 3].map(|()| Held::of(&budget));
        assert!(first.set(200_000) && second.set(90_000));
        assert!(!first.set(250_000), "it is too much now");
        assert!(third.set(1000), "little is always held");
        drop(first);
        assert!(second.set(200_000));
    }

    #[test]
    fn what_does_not_get_shorter_goes_out_plain_unless_the_program_wants_otherwise() {
        let budget = Budget::new(1 << 20);
        for (payload, compress, first_byte) in
            [(&b"abcdefghij"[..], false, 0x81), (b"abcdefghij", true, 0xC1), (&[b'a'; 100], false, 0xC1)]
        {
            let mut encodings = Encodings::default();
            let mut message = Outgoing { payload, opcode: 1, is_final: true, compress, encodings: &mut encodings };
            assert!(message.wants_compression(5));
            let Frame::Copied(frame) = message.deflated(6, 15, &budget) else { unreachable!("it is small") };
            assert_eq!(frame[0], first_byte);
        }
    }

    #[test]
    fn fragments_and_control_frames_are_never_compressed() {
        let mut encodings = Encodings::default();
        for (opcode, is_final) in [(1, false), (0, true), (9, true)] {
            let message =
                Outgoing { payload: &[b'a'; 100], opcode, is_final, compress: true, encodings: &mut encodings };
            assert!(!message.wants_compression(0));
        }
    }
}

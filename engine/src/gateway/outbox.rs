//! What waits to be sent to one WebSocket: small frames copied one after the other into one buffer, large ones shared
//! with all the other outboxes that hold the same frame.
//!
//! An empty outbox holds no memory: buffers and queues come from pools of the thread that fills them and go back to those of
//! the thread that empties them.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, IoSlice};
use std::os::unix::fs::FileExt;
use std::sync::Arc;
use std::thread::LocalKey;

use bytes::{Buf, Bytes};

use super::socket::Socket;
use crate::link::{A_FILE, Budget, Frame};
use crate::protocol::deflate::Deflater;
use crate::protocol::frame::{self, Head};

/// Segments that one vectored write takes at the most.
const SEGMENTS_AT_ONCE: usize = 16;

/// A buffer that grew larger than this is freed, not pooled.
const POOLED_CAPACITY: usize = 64 * 1024;

/// With so few bytes in it (the answer to the handshake, some pongs) an outbox counts as empty.
const NEXT_TO_NOTHING: usize = 1024;

/// What is written at once of an outbox that has a file in it, in bytes.
const MOST_AT_ONCE: usize = 256 * 1024;

/// Buffers, and queues, that a thread keeps.
const POOL_SIZE: usize = 64;

/// A queue that grew longer than this is freed, not pooled.
const POOLED_SEGMENTS: usize = 16;

thread_local! {
    static BUFFERS: Pool<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static QUEUES: Pool<VecDeque<Segment>> = const { RefCell::new(Vec::new()) };
}

type Pool<T> = RefCell<Vec<T>>;

fn take<T: Default>(pool: &'static LocalKey<Pool<T>>) -> T {
    pool.with_borrow_mut(|pool| pool.pop().unwrap_or_default())
}

fn give<T>(pool: &'static LocalKey<Pool<T>>, empty: T) {
    pool.with_borrow_mut(|pool| {
        if pool.len() < POOL_SIZE {
            pool.push(empty);
        }
    });
}

fn take_buffer() -> Vec<u8> {
    take(&BUFFERS)
}

fn give_buffer(mut buffer: Vec<u8>) {
    if buffer.capacity() <= POOLED_CAPACITY {
        buffer.clear();
        give(&BUFFERS, buffer);
    }
}

enum Segment {
    /// Bytes from `sent` on are still to be sent.
    Copied {
        bytes: Vec<u8>,
        sent: usize,
    },
    Shared(Bytes),
    /// Read when its turn comes; until then it counts as [`A_FILE`].
    File {
        file: File,
        offset: u64,
        left: u64,
    },
}

impl Segment {
    fn unsent(&self) -> &[u8] {
        match self {
            Self::Copied { bytes, sent } => &bytes[*sent..],
            Self::Shared(bytes) => bytes,
            Self::File { .. } => &[],
        }
    }
}

/// What became of a write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Written {
    /// All that was there is with the kernel.
    All,
    /// The socket takes no more for now.
    Blocked,
    /// The connection is broken; what was queued is dropped.
    Broken,
}

/// What a frame needs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Need {
    /// Of the outbox.
    pub(super) bytes: usize,
    /// Of the memory of all: nothing for a frame that is shared, which counts by itself.
    pub(super) memory: usize,
}

impl Need {
    pub(super) fn of(frame: &Frame<'_>) -> Self {
        let bytes = frame.len();
        Self { bytes, memory: if matches!(frame, Frame::Shared(_)) { 0 } else { bytes } }
    }
}

/// See the module. Its connection guards it with a lock.
pub(super) struct Outbox {
    segments: VecDeque<Segment>,
    queued: usize,
    /// How much of it was copied here, and so is memory of this outbox alone.
    copied: usize,
    /// What all outboxes may hold.
    budget: Arc<Budget>,
    /// Where compressed messages refer to earlier ones.
    deflater: Option<Box<Deflater>>,
    /// It waits for the next flush already.
    pub(super) flush_asked: bool,
    /// The close frame is in: nothing may follow.
    pub(super) sealed: bool,
    /// The socket took no more: the connection's task writes on when there is room.
    pub(super) blocked: bool,
    /// The task is to write, because the socket is not the worker's (yet): it is encrypted, or hyper has it.
    pub(super) handed: bool,
    /// The program was told that it is full, and not yet that it is empty again.
    pub(super) full_told: bool,
}

impl Outbox {
    pub(super) fn new(budget: &Arc<Budget>) -> Self {
        Self {
            segments: VecDeque::new(),
            queued: 0,
            copied: 0,
            budget: Arc::clone(budget),
            deflater: None,
            flush_asked: false,
            sealed: false,
            blocked: false,
            // hyper or TLS has the socket first.
            handed: true,
            full_told: false,
        }
    }

    /// Whether the worker has to leave the socket alone.
    pub(super) fn is_for_task(&self) -> bool {
        self.blocked || self.handed
    }

    /// Bytes that wait.
    pub(super) fn len(&self) -> usize {
        self.queued
    }

    pub(super) fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// Whether a file, or what is left of one, waits.
    pub(super) fn has_file(&self) -> bool {
        self.segments.iter().any(|segment| matches!(segment, Segment::File { .. }))
    }

    /// Whether a frame may be queued: the outbox must not hold more than `limit` then, nor all outboxes more than their
    /// budget. One with next to nothing in it takes a frame of any size: the limits bound what piles up, not what may be
    /// said.
    pub(super) fn has_room(&self, need: Need, limit: usize) -> bool {
        self.queued <= NEXT_TO_NOTHING || (self.queued + need.bytes <= limit && !self.budget.is_exhausted(need.memory))
    }

    /// Queues a frame.
    pub(super) fn push(&mut self, frame: Frame<'_>) {
        match frame {
            Frame::Copied(bytes) => self.append(bytes),
            Frame::Shared(bytes) => {
                self.queued += bytes.len();
                self.queue().push_back(Segment::Shared(bytes.clone()));
            }
        }
    }

    /// Queues a message, compressed so that it may refer to earlier ones.
    pub(super) fn deflate(&mut self, level: u32, window_bits: u8, opcode: u8, message: &[u8]) {
        let deflater = self.deflater.get_or_insert_with(|| Box::new(Deflater::new(level, window_bits)));
        let (mut deflated, mut whole) = (take_buffer(), take_buffer());
        deflater.deflate(message, &mut deflated);
        frame::encode_as(Head { opcode, is_final: true, is_compressed: true, mask: None }, &deflated, &mut whole);
        give_buffer(deflated);
        self.append(&whole);
        give_buffer(whole);
    }

    /// Queues bytes of the gateway's own (the 101, pongs, close frames), whatever waits already.
    pub(super) fn append(&mut self, data: &[u8]) {
        if data.is_empty() {
            return;
        }
        self.queued += data.len();
        self.copied += data.len();
        self.budget.take(data.len());
        // A segment's memory is free once all of it is sent: without an end to it, a client that always lags behind would
        // keep all that it was ever sent.
        if let Some(Segment::Copied { bytes, .. }) = self.segments.back_mut()
            && bytes.len() + data.len() <= POOLED_CAPACITY
        {
            bytes.extend_from_slice(data);
        } else {
            let mut bytes = take_buffer();
            bytes.extend_from_slice(data);
            self.queue().push_back(Segment::Copied { bytes, sent: 0 });
        }
    }

    /// What waits, to put something behind it.
    fn queue(&mut self) -> &mut VecDeque<Segment> {
        if self.segments.capacity() == 0 {
            self.segments = take(&QUEUES);
        }
        &mut self.segments
    }

    /// Queues a part of a file. It is the task's to write then: whoever has a disk to wait for must not be the worker.
    pub(super) fn append_file(&mut self, file: File, offset: u64, length: u64) {
        self.queued += A_FILE;
        self.segments.push_back(Segment::File { file, offset, left: length });
        self.handed = true;
    }

    /// If a file is next, puts its next piece before it. What is not there any more, because somebody has cut the file, is
    /// not sent: nobody has promised a length.
    pub(super) fn read_file(&mut self) {
        let Some(Segment::File { file, offset, left }) = self.segments.front_mut() else { return };
        let mut bytes = take_buffer();
        bytes.resize(usize::try_from(*left).unwrap_or(usize::MAX).min(POOLED_CAPACITY), 0);
        let count = match file.read_at(&mut bytes, *offset) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return,
            Err(_) => 0,
        };
        bytes.truncate(count);
        *offset += count as u64;
        *left -= count as u64;
        if *left == 0 || count == 0 {
            self.segments.pop_front();
            self.queued -= A_FILE;
        }
        if count > 0 {
            self.prepend(bytes);
        }
    }

    /// Puts the answer to the handshake, or what was read of a file, before what other processes have pushed behind it already.
    pub(super) fn prepend(&mut self, data: Vec<u8>) {
        self.queued += data.len();
        self.copied += data.len();
        self.budget.take(data.len());
        self.queue().push_front(Segment::Copied { bytes: data, sent: 0 });
    }

    /// Drops what waits.
    pub(super) fn clear(&mut self) {
        self.segments = VecDeque::new();
        self.queued = 0;
        self.budget.give_back(std::mem::take(&mut self.copied));
    }

    /// Takes all that waits; nothing may follow.
    pub(super) fn depart(&mut self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.queued);
        for segment in &self.segments {
            bytes.extend_from_slice(segment.unsent());
        }
        self.clear();
        self.sealed = true;
        bytes
    }

    /// The first bytes that wait.
    pub(super) fn first(&self) -> Option<&[u8]> {
        self.segments.front().map(Segment::unsent)
    }

    /// Writes as much as the socket takes. Gives what became of it, and how many bytes the kernel took.
    pub(super) fn write(&mut self, socket: &Socket) -> (Written, usize) {
        let mut total = 0;
        let outcome = loop {
            self.read_file();
            if self.segments.is_empty() {
                break Written::All;
            }
            match self.write_once(socket) {
                Ok(0) => break Written::Broken,
                Ok(count) => {
                    self.advance(count);
                    total += count;
                    // A file has no end that memory would set: others want to be served, too.
                    if total >= MOST_AT_ONCE && self.has_file() {
                        break Written::Blocked;
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break Written::Blocked,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break Written::Broken,
            }
        };
        self.blocked = outcome == Written::Blocked;
        self.handed = false;
        if outcome == Written::Broken {
            self.clear();
        }
        (outcome, total)
    }

    fn write_once(&self, socket: &Socket) -> io::Result<usize> {
        if let (1, Some(segment)) = (self.segments.len(), self.segments.front()) {
            return socket.try_write(segment.unsent());
        }
        let mut slices = [IoSlice::new(&[]); SEGMENTS_AT_ONCE];
        let mut count = 0;
        // What stands behind a file waits for all of it.
        let together = self.segments.iter().take_while(|segment| !matches!(segment, Segment::File { .. }));
        for (slice, segment) in slices.iter_mut().zip(together) {
            *slice = IoSlice::new(segment.unsent());
            count += 1;
        }
        socket.try_write_vectored(&slices[..count])
    }

    /// Notes that the first `count` bytes are sent.
    pub(super) fn advance(&mut self, mut count: usize) {
        self.queued -= count;
        while count > 0 {
            let Some(segment) = self.segments.front_mut() else { return };
            let length = segment.unsent().len();
            let taken = count.min(length);
            if matches!(segment, Segment::Copied { .. }) {
                self.copied -= taken;
                self.budget.give_back(taken);
            }
            if count < length {
                match segment {
                    Segment::Copied { sent, .. } => *sent += count,
                    Segment::Shared(bytes) => bytes.advance(count),
                    Segment::File { .. } => {}
                }
                return;
            }
            count -= length;
            if let Some(Segment::Copied { bytes, .. }) = self.segments.pop_front() {
                give_buffer(bytes);
            }
        }
        if self.segments.is_empty() {
            // An idle connection keeps no queue either.
            let queue = std::mem::take(&mut self.segments);
            if queue.capacity() <= POOLED_SEGMENTS {
                give(&QUEUES, queue);
            }
        }
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Queues a frame of `length` bytes if there is room.
    fn push(outbox: &mut Outbox, length: usize, limit: usize) -> bool {
        let bytes = vec![0; length];
        let frame = Frame::Copied(&bytes);
        let fits = outbox.has_room(Need::of(&frame), limit);
        if fits {
            outbox.push(frame);
        }
        fits
    }

    #[test]
    fn the_limit_bounds_what_piles_up_but_not_one_frame() {
        let mut outbox = Outbox::new(&Budget::new(1 << 20));
        assert!(push(&mut outbox, 10_000, 5000), "nothing waited");
        assert!(!push(&mut outbox, 1, 5000));
        outbox.advance(10_000);
        assert!(push(&mut outbox, 3000, 5000));
        assert!(push(&mut outbox, 2000, 5000));
        assert!(!push(&mut outbox, 1, 5000));
        assert_eq!(outbox.len(), 5000);
    }

    #[test]
    fn the_budget_bounds_what_piles_up_in_all() {
        let budget = Budget::new(10_000);
        let [mut first, mut second] = [Outbox::new(&budget), Outbox::new(&budget)];
        assert!(push(&mut first, 6000, 100_000));
        assert!(push(&mut second, 2000, 100_000));
        assert!(push(&mut second, 2000, 100_000));
        assert!(!push(&mut second, 1, 100_000));
        first.advance(5500);
        assert!(push(&mut second, 5000, 100_000));
        drop(second);
        drop(first);
        assert!(!budget.is_exhausted(10_000), "all was given back");
    }

    #[test]
    fn a_client_that_always_lags_behind_keeps_only_what_waits() {
        let mut outbox = Outbox::new(&Budget::new(1 << 20));
        outbox.append(&[0; 5000]);
        for _ in 0..10_000 {
            outbox.append(&[0; 1000]);
            outbox.advance(1000);
        }
        let held: usize = outbox
            .segments
            .iter()
            .map(|segment| match segment {
                Segment::Copied { bytes, .. } => bytes.capacity(),
                Segment::Shared(bytes) => bytes.len(),
                Segment::File { .. } => 0,
            })
            .sum();
        assert_eq!(outbox.len(), 5000);
        assert!(held <= 4 * POOLED_CAPACITY, "{held} bytes held");
    }

    #[test]
    fn a_file_goes_out_in_its_place_piece_by_piece_and_counts_as_little_and_what_was_read_of_it() {
        use std::io::Write;

        let mut file = File::from(nix::sys::memfd::memfd_create(c"file", nix::sys::memfd::MFdFlags::empty()).unwrap());
        let content: Vec<u8> = (0..200_000).map(|number| number as u8).collect();
        file.write_all(&content).unwrap();
        let mut outbox = Outbox::new(&Budget::new(1 << 20));
        outbox.append(b"before");
        // More than is there: somebody cuts it meanwhile.
        outbox.append_file(file, 10, 1 << 30);
        outbox.append(b"behind");
        assert!(outbox.is_for_task() && outbox.has_file());
        let mut seen = Vec::new();
        loop {
            outbox.read_file();
            assert!(outbox.len() <= A_FILE + POOLED_CAPACITY + 6);
            let Some(data) = outbox.first() else { break };
            let count = data.len().min(7000);
            seen.extend_from_slice(&data[..count]);
            outbox.advance(count);
        }
        assert_eq!(seen, [b"before", &content[10..], b"behind"].concat());
        assert!(outbox.is_empty() && !outbox.has_file());
        assert_eq!(outbox.len(), 0);
    }

    #[test]
    fn what_is_partly_sent_goes_on_where_it_stopped() {
        let mut outbox = Outbox::new(&Budget::new(1 << 20));
        let shared = Bytes::from_static(b"shared");
        outbox.append(b"ab");
        outbox.append(b"cd");
        outbox.push(Frame::Shared(&shared));
        outbox.append(b"ef");
        let mut seen = Vec::new();
        for step in [1, 2, 4, 3, 2] {
            let now: Vec<u8> = outbox.segments.iter().flat_map(|segment| segment.unsent().to_vec()).collect();
            seen.extend_from_slice(&now[..step]);
            outbox.advance(step);
        }
        assert_eq!(seen, b"abcdsharedef");
        assert!(outbox.is_empty());
    }
}

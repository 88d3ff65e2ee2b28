//! The compression of permessage-deflate, RFC 7692 section 7.2: messages in, messages out, nothing of sockets.
//!
//! An [`Inflater`] or [`Deflater`] costs 40 to 270 KB. So none belongs to a connection while it is idle: they come from a
//! pool of the thread, for as long as a message is under way. What lasts between messages when contexts are taken over is
//! the window for inflating (up to 32 KiB), and for deflating the deflater itself.

use std::cell::RefCell;
use std::fmt;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

/// The largest window, as a power of two, and the one that counts when none was agreed on.
pub const WINDOW_BITS: u8 = 15;

/// Bytes that a message may refer back to.
const WINDOW: usize = 1 << WINDOW_BITS;

/// What a sync flush ends with: left out on the wire, and put back before inflating (RFC 7692 section 7.2.1).
const TAIL: [u8; 4] = [0x00, 0x00, 0xFF, 0xFF];

/// An empty last block. Behind a whole message it must end the stream, without one more byte of output.
const LAST_BLOCK: [u8; 5] = [0x01, 0x00, 0x00, 0xFF, 0xFF];

/// What output grows by at a time.
const STEP: usize = 16 * 1024;

/// Coders of one kind that a thread keeps.
const POOL_SIZE: usize = 4;

thread_local! {
    static INFLATERS: RefCell<Vec<Decompress>> = const { RefCell::new(Vec::new()) };
    static DEFLATERS: RefCell<Vec<Deflater>> = const { RefCell::new(Vec::new()) };
}

/// Why a message can't be inflated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Broken {
    /// It is no DEFLATE data, or ends in the middle of it.
    Data,
    /// It is longer than the limit.
    TooLong,
}

/// Inflates one message as its bytes arrive.
pub struct Inflater {
    /// Until the drop gives it back to the pool.
    decompress: Option<Decompress>,
    limit: usize,
    /// Compressed bytes so far.
    taken: usize,
    /// Streams that have ended: blocks that said they were the last ones.
    ends: usize,
}

impl Inflater {
    /// Begins a message of up to `limit` bytes; `window` is what earlier messages left, or empty.
    pub fn begin(limit: usize, window: &[u8]) -> Self {
        let pooled = INFLATERS.with_borrow_mut(Vec::pop);
        let mut decompress = pooled.unwrap_or_else(|| Decompress::new(false));
        refer_to(&mut decompress, window);
        Self { decompress: Some(decompress), limit, taken: 0, ends: 0 }
    }

    /// Bytes of memory that it takes, about.
    pub const MEMORY: usize = 48 * 1024;

    /// Inflates the next bytes of the message to the end of `out`, which holds what came out before; `window` as in
    /// [`begin`](Self::begin).
    ///
    /// # Errors
    /// As soon as the data is broken or longer than the limit.
    pub fn push(&mut self, mut input: &[u8], out: &mut Vec<u8>, window: &[u8]) -> Result<(), Broken> {
        self.taken += input.len();
        // What does not compress grows by five bytes in 16 KiB or less; blocks without anything in them must end too.
        if self.taken > self.limit + self.limit / 8 + 1024 {
            return Err(Broken::TooLong);
        }
        while !input.is_empty() {
            let (used, ended) = self.step(input, out)?;
            input = &input[used..];
            if ended {
                self.ends += 1;
                // Each costs a copy of the window, and two bytes could ask for it: as many as anyone can mean.
                if self.ends > 16 + out.len() / 1024 {
                    return Err(Broken::Data);
                }
                // A block that said it is the last one. More may follow, and may refer to what came before it.
                let Some(decompress) = &mut self.decompress else { return Err(Broken::Data) };
                let mut joined = window.to_vec();
                remember(&mut joined, out);
                refer_to(decompress, &joined);
            }
        }
        Ok(())
    }

    /// Ends the message.
    ///
    /// # Errors
    /// As [`push`](Self::push), also when the data is not whole.
    pub fn finish(mut self, out: &mut Vec<u8>, window: &[u8]) -> Result<(), Broken> {
        self.push(&TAIL, out, window)?;
        let length = out.len();
        let (used, ended) = self.step(&LAST_BLOCK, out)?;
        // In the middle of a block the two tails would be taken for data.
        if ended && used == LAST_BLOCK.len() && out.len() == length { Ok(()) } else { Err(Broken::Data) }
    }

    /// Inflates until the input is used up or a stream ends. Gives how much of the input that was, and whether it did.
    fn step(&mut self, input: &[u8], out: &mut Vec<u8>) -> Result<(usize, bool), Broken> {
        let Some(decompress) = &mut self.decompress else { return Err(Broken::Data) };
        let mut used = 0;
        loop {
            if out.capacity() - out.len() < 64 {
                // Twice what there was, so that a long message is not copied a thousand times; never far over the limit.
                let room = self.limit.saturating_sub(out.len()) + 64;
                out.reserve_exact(out.len().max(4 * input.len()).clamp(64, STEP.max(out.len())).min(room));
            }
            let before = decompress.total_in();
            let status =
                decompress.decompress_vec(&input[used..], out, FlushDecompress::None).map_err(|_| Broken::Data)?;
            let progress = decompress.total_in() - before;
            used += usize::try_from(progress).unwrap_or(input.len());
            if out.len() > self.limit {
                return Err(Broken::TooLong);
            }
            match status {
                Status::StreamEnd => return Ok((used, true)),
                // Output that did not fit is still to come.
                _ if out.len() == out.capacity() => {}
                _ if used == input.len() => return Ok((used, false)),
                Status::BufError if progress == 0 => return Err(Broken::Data),
                _ => {}
            }
        }
    }
}

impl Drop for Inflater {
    fn drop(&mut self) {
        if let Some(decompress) = self.decompress.take() {
            INFLATERS.with_borrow_mut(|pool| {
                if pool.len() < POOL_SIZE {
                    pool.push(decompress);
                }
            });
        }
    }
}

impl fmt::Debug for Inflater {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Inflater").field("limit", &self.limit).finish_non_exhaustive()
    }
}

/// Begins a stream that may refer back to `window`.
fn refer_to(decompress: &mut Decompress, window: &[u8]) {
    decompress.reset(false);
    if !window.is_empty() {
        // Raw streams take one at any time; this fails for other kinds only.
        let _ = decompress.set_dictionary(window);
    }
}

/// Adds what was sent or came to what later messages may refer to.
pub fn remember(window: &mut Vec<u8>, data: &[u8]) {
    let data = &data[data.len().saturating_sub(WINDOW)..];
    let kept = window.len().min(WINDOW - data.len());
    window.drain(..window.len() - kept);
    window.extend_from_slice(data);
}

/// Compresses messages.
pub struct Deflater {
    compress: Compress,
    level: u32,
    window_bits: u8,
}

impl Deflater {
    /// One with a window of `window_bits` (8 to 15) at `level` (1, fast, to 9, small).
    pub fn new(level: u32, window_bits: u8) -> Self {
        // Deflate can't have a window of 256 bytes, but with one of 512 it looks back 250 at the most (512 less the 262
        // that it keeps free for matching).
        let compress = Compress::new_with_window_bits(
            Compression::new(level.clamp(1, 9)),
            false,
            window_bits.clamp(9, WINDOW_BITS),
        );
        Self { compress, level, window_bits }
    }

    /// Appends `message` to `out`, compressed; it may refer to those before.
    pub fn deflate(&mut self, message: &[u8], out: &mut Vec<u8>) {
        let mut used = 0;
        loop {
            // zlib wants more than 6 bytes of room, or it flushes more than once.
            out.reserve((message.len() / 4).clamp(64, STEP));
            let before = self.compress.total_in();
            // Fails only for a stream that is misused.
            let _ = self.compress.compress_vec(&message[used..], out, FlushCompress::Sync);
            used += usize::try_from(self.compress.total_in() - before).unwrap_or(0);
            if used == message.len() && out.len() < out.capacity() {
                break;
            }
        }
        if out.ends_with(&TAIL) {
            out.truncate(out.len() - TAIL.len());
        }
        // Nothing at all would be no block; RFC 7692 section 7.2.3.6.
        if message.is_empty() && out.is_empty() {
            out.push(0);
        }
    }
}

impl fmt::Debug for Deflater {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Deflater").field("level", &self.level).finish_non_exhaustive()
    }
}

/// Appends `message` to `out`, compressed by itself: it refers to nothing before it.
pub fn deflate_alone(message: &[u8], level: u32, window_bits: u8, out: &mut Vec<u8>) {
    let fits = |deflater: &Deflater| deflater.level == level && deflater.window_bits == window_bits;
    let pooled = DEFLATERS.with_borrow_mut(|pool| pool.iter().position(fits).map(|place| pool.swap_remove(place)));
    let mut deflater = pooled.unwrap_or_else(|| Deflater::new(level, window_bits));
    deflater.compress.reset();
    deflater.deflate(message, out);
    DEFLATERS.with_borrow_mut(|pool| {
        if pool.len() == POOL_SIZE {
            pool.remove(0);
        }
        pool.push(deflater);
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LIMIT: usize = 1 << 21;

    fn inflate(data: &[u8], step: usize, limit: usize, window: &[u8]) -> Result<Vec<u8>, Broken> {
        let mut out = Vec::new();
        let mut inflater = Inflater::begin(limit, window);
        for piece in data.chunks(step) {
            inflater.push(piece, &mut out, window)?;
        }
        inflater.finish(&mut out, window)?;
        Ok(out)
    }

    fn deflated(message: &[u8], window_bits: u8) -> Vec<u8> {
        let mut out = Vec::new();
        deflate_alone(message, 6, window_bits, &mut out);
        out
    }

    /// Bytes without a pattern, always the same.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        let mut next = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state as u8
        };
        (0..length).map(|_| next()).collect()
    }

    #[test]
    fn the_examples_of_the_rfc_say_hello() {
        for (what, data) in [
            ("one block", &b"\xf2\x48\xcd\xc9\xc9\x07\x00"[..]),
            ("one stored block", b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"),
            ("a block that says it is the last", b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00"),
            ("two blocks", b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"),
        ] {
            for step in [1, 2, 100] {
                assert_eq!(inflate(data, step, LIMIT, b"").as_deref(), Ok(&b"Hello"[..]), "{what}, {step}");
            }
        }
        assert_eq!(deflated(b"Hello", 15), b"\xf2\x48\xcd\xc9\xc9\x07\x00");
        // The second "Hello" of a context that lasts.
        assert_eq!(inflate(b"\xf2\x00\x11\x00\x00", 9, LIMIT, b"Hello").as_deref(), Ok(&b"Hello"[..]));
    }

    #[test]
    fn what_follows_a_last_block_may_refer_to_what_came_before_it() {
        // "Hello" in a last block, then a block that repeats it from the window.
        let data = b"\xf3\x48\xcd\xc9\xc9\x07\x00\xf2\x00\x11\x00\x00";
        assert_eq!(inflate(data, 3, LIMIT, b"").as_deref(), Ok(&b"HelloHello"[..]));
    }

    #[test]
    fn incompressible_data_of_any_length_comes_back() {
        for length in (0..300).chain([4095, 4096, 16_383, 16_384, 65_535, 65_536, 1 << 20]) {
            let data = noise(length);
            assert_eq!(inflate(&deflated(&data, 15), 4096, LIMIT, b"").as_ref(), Ok(&data), "{length}");
        }
    }

    #[test]
    fn a_small_window_is_kept_to() {
        let data: Vec<u8> = noise(200).repeat(3).into_iter().chain(noise(5000)).chain(noise(5000)).collect();
        for bits in 8..=15 {
            let out = deflated(&data, bits);
            let mut plain = Vec::with_capacity(data.len() + 64);
            let mut decompress = Decompress::new_with_window_bits(false, bits.max(9));
            decompress.decompress_vec(&out, &mut plain, FlushDecompress::Sync).unwrap();
            assert_eq!(plain, data, "{bits}");
        }
    }

    #[test]
    fn more_than_the_limit_is_refused_when_it_comes_out() {
        let bomb = deflated(&vec![0; 1 << 24], 15);
        let mut out = Vec::new();
        let mut inflater = Inflater::begin(100_000, b"");
        assert_eq!(inflater.push(&bomb, &mut out, b""), Err(Broken::TooLong));
        assert!(out.capacity() < 400_000, "{}", out.capacity());
        assert_eq!(inflate(&deflated(&[7; 1000], 15), 5, 1000, b"").map(|out| out.len()), Ok(1000));
        assert_eq!(inflate(&deflated(&[7; 1001], 15), 5, 1000, b""), Err(Broken::TooLong));
    }

    #[test]
    fn blocks_with_nothing_in_them_come_to_an_end() {
        // Each ends a stream.
        assert_eq!(inflate(&b"\x03\x00".repeat(100), 7, LIMIT, b""), Err(Broken::Data));
        // None does.
        assert_eq!(inflate(&b"\x00\x00\x00\xff\xff".repeat(2000), 7, 1000, b""), Err(Broken::TooLong));
    }

    #[test]
    fn data_that_ends_too_early_is_broken() {
        let whole = deflated(b"a sentence that is long enough to be cut", 15);
        for length in 1..whole.len() - 1 {
            assert_eq!(inflate(&whole[..length], 7, LIMIT, b""), Err(Broken::Data), "{length}");
        }
        assert_eq!(inflate(b"\xff\xff\xff\xff", 7, LIMIT, b""), Err(Broken::Data));
    }

    #[test]
    fn a_context_lasts_as_far_back_as_the_window() {
        let mut deflater = Deflater::new(6, 15);
        let mut window = Vec::new();
        for number in 0..40 {
            let message = [noise(3000), format!("message {number}").into_bytes()].concat();
            let mut data = Vec::new();
            deflater.deflate(&message, &mut data);
            assert_eq!(inflate(&data, 1000, LIMIT, &window).as_ref(), Ok(&message));
            assert!(number == 0 || data.len() < 200, "{}", data.len());
            remember(&mut window, &message);
        }
        assert_eq!(window.len(), WINDOW);
    }

    proptest! {
        #[test]
        fn inflate_takes_back_what_deflate_does(
            words in prop::collection::vec(prop::collection::vec(any::<u8>(), 1..20), 1..20),
            picks in prop::collection::vec(any::<prop::sample::Index>(), 0..200),
            bits in 8_u8..=15,
            step in 1_usize..100,
        ) {
            let message: Vec<u8> = picks.iter().flat_map(|pick| pick.get(&words).clone()).collect();
            prop_assert_eq!(inflate(&deflated(&message, bits), step, LIMIT, b""), Ok(message));
        }

        #[test]
        fn no_bytes_make_it_panic_or_grow(data in prop::collection::vec(any::<u8>(), 0..300), step in 1_usize..50) {
            if let Ok(out) = inflate(&data, step, 10_000, b"") {
                prop_assert!(out.len() <= 10_000);
            }
        }
    }
}

//! One frame on the wire, RFC 6455 section 5.2.

use std::io::{Cursor, Write};
use std::mem::MaybeUninit;

use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;
use tokio_tungstenite::tungstenite::protocol::frame::coding::OpCode as WireOpcode;

/// The longest payload of a control frame, in bytes (RFC 6455 section 5.5).
pub const MAX_CONTROL_PAYLOAD: usize = 125;

/// The longest header: 2 bytes, 8 of length, 4 of mask.
pub const MAX_HEADER: usize = 14;

/// Opcodes as numbers, as PHP programs know them (`WEBSOCKET_OPCODE_*`).
pub mod opcode {
    /// Goes on with the message that an earlier frame began.
    pub const CONTINUATION: u8 = 0x0;
    /// A text message, UTF-8.
    pub const TEXT: u8 = 0x1;
    /// A binary message.
    pub const BINARY: u8 = 0x2;
    /// The closing handshake.
    pub const CLOSE: u8 = 0x8;
    /// Is the other side there?
    pub const PING: u8 = 0x9;
    /// It is.
    pub const PONG: u8 = 0xA;
}

/// Whether frames with this opcode are control frames (RFC 6455 section 5.5).
pub fn is_control(code: u8) -> bool {
    code & 0x8 != 0
}

/// What a header says beside the length.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Head {
    /// One of [`opcode`].
    pub opcode: u8,
    /// FIN: the last frame of its message.
    pub is_final: bool,
    /// RSV1: the message is compressed (RFC 7692 section 6).
    pub is_compressed: bool,
    /// The key of a masked payload.
    pub mask: Option<[u8; 4]>,
}

/// Appends an unmasked and uncompressed frame, as a server sends most, to `out`.
pub fn encode(opcode: u8, is_final: bool, payload: &[u8], out: &mut Vec<u8>) {
    encode_as(Head { opcode, is_final, ..Head::default() }, payload, out);
}

/// Appends the header of a frame whose payload has `length` bytes to `out`.
pub fn encode_header(head: Head, length: usize, out: &mut impl Write) {
    let Head { opcode, is_final, is_compressed, mask } = head;
    let header = FrameHeader {
        is_final,
        rsv1: is_compressed,
        opcode: WireOpcode::from(opcode & 0x0F),
        mask,
        ..FrameHeader::default()
    };
    // Writing to memory that has the room can't fail, so neither can this.
    let _ = header.format(length as u64, out);
}

/// Appends a frame to `out`. `payload` is compressed already if the head says so, and gets masked here.
pub fn encode_as(head: Head, payload: &[u8], out: &mut Vec<u8>) {
    out.reserve(MAX_HEADER + payload.len());
    encode_header(head, payload.len(), out);
    let begin = out.len();
    out.extend_from_slice(payload);
    if let Some(key) = head.mask {
        mask(&mut out[begin..], key, 0);
    }
}

/// Takes the first frame of `bytes` apart: its head and its payload, unmasked. `None` when it is not whole, or breaks the
/// rules of RFC 6455 section 5.2.
pub fn decode(bytes: &[u8]) -> Option<(Head, Vec<u8>)> {
    let mut cursor = Cursor::new(bytes);
    let (header, length) = FrameHeader::parse(&mut cursor).ok()??;
    let begin = usize::try_from(cursor.position()).ok()?;
    let end = begin.checked_add(usize::try_from(length).ok()?)?;
    let mut payload = bytes.get(begin..end)?.to_vec();
    if let Some(key) = header.mask {
        mask(&mut payload, key, 0);
    }
    let head =
        Head { opcode: header.opcode.into(), is_final: header.is_final, is_compressed: header.rsv1, mask: header.mask };
    Some((head, payload))
}

/// Appends a close frame with `code` and as much of `reason` as fits, cut at a character (RFC 6455 section 5.5.1).
pub fn encode_close(code: u16, reason: &str, out: &mut Vec<u8>) {
    let mut payload = Vec::with_capacity(MAX_CONTROL_PAYLOAD);
    payload.extend_from_slice(&code.to_be_bytes());
    payload.extend_from_slice(&reason.as_bytes()[..reason.floor_char_boundary(MAX_CONTROL_PAYLOAD - 2)]);
    encode(opcode::CLOSE, true, &payload, out);
}

/// Applies a mask, or takes it off again (RFC 6455 section 5.3). `offset` is how many payload bytes came before `data`.
///
/// Words of eight bytes, so that the compiler can use vector instructions.
pub fn mask(data: &mut [u8], key: [u8; 4], offset: usize) {
    let mut rotated = key;
    rotated.rotate_left(offset % 4);
    let word = word(rotated);
    let (words, rest) = data.as_chunks_mut();
    for bytes in words {
        *bytes = (u64::from_ne_bytes(*bytes) ^ word).to_ne_bytes();
    }
    for (byte, key) in rest.iter_mut().zip(rotated.iter().cycle()) {
        *byte ^= key;
    }
}

/// Appends the payload of a frame to `out`, with its mask taken off.
pub fn append_unmasked(payload: &[u8], key: Option<[u8; 4]>, out: &mut Vec<u8>) {
    let Some(key) = key else { return out.extend_from_slice(payload) };
    let word = word(key);
    let (words, rest) = payload.as_chunks();
    out.reserve(payload.len());
    let begin = out.len();
    for (room, bytes) in out.spare_capacity_mut().as_chunks_mut().0.iter_mut().zip(words) {
        *room = (u64::from_ne_bytes(*bytes) ^ word).to_ne_bytes().map(MaybeUninit::new);
    }
    // SAFETY: so many words of eight bytes were written, into the room that was reserved for more.
    unsafe { out.set_len(begin + words.len() * size_of::<u64>()) };
    out.extend(rest.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key));
}

fn word([a, b, c, d]: [u8; 4]) -> u64 {
    u64::from_ne_bytes([a, b, c, d, a, b, c, d])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn lengths_take_the_shortest_form() {
        let header = |length| {
            let mut out = Vec::new();
            encode(opcode::BINARY, true, &vec![0; length], &mut out);
            out.truncate(out.len() - length);
            out
        };
        assert_eq!(header(125), [0x82, 125]);
        assert_eq!(header(126), [0x82, 126, 0, 126]);
        assert_eq!(header(65_535), [0x82, 126, 0xFF, 0xFF]);
        assert_eq!(header(65_536), [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
    }

    #[test]
    fn a_fragment_has_no_final_bit() {
        let mut out = Vec::new();
        encode(opcode::TEXT, false, b"a", &mut out);
        assert_eq!(out, [0x01, 1, b'a']);
    }

    #[test]
    fn a_long_close_reason_is_cut_at_a_character() {
        let mut out = Vec::new();
        encode_close(1000, &"é".repeat(100), &mut out);
        assert_eq!(out[1], 124, "2 bytes of code and 61 characters of 2 bytes");
        assert!(std::str::from_utf8(&out[4..]).is_ok());
    }

    #[test]
    fn half_a_frame_is_none() {
        let mut out = Vec::new();
        encode_as(Head { opcode: 1, is_final: true, mask: Some(*b"mask"), ..Head::default() }, b"hello", &mut out);
        for length in 0..out.len() {
            assert_eq!(decode(&out[..length]), None, "{length}");
        }
        assert_eq!(decode(b"\x83\x00"), None, "a reserved opcode");
    }

    proptest! {
        #[test]
        fn decode_takes_apart_what_encode_made(
            opcode in prop::sample::select(&[0_u8, 1, 2, 8, 9, 10][..]),
            is_final: bool,
            is_compressed: bool,
            mask: Option<[u8; 4]>,
            payload in prop::collection::vec(any::<u8>(), 0..70_000),
        ) {
            let head = Head { opcode, is_final, is_compressed, mask };
            let mut out = Vec::new();
            encode_as(head, &payload, &mut out);
            prop_assert_eq!(decode(&out), Some((head, payload)));
        }

        #[test]
        fn masking_in_pieces_is_masking_at_once(data: Vec<u8>, key: [u8; 4], cut: prop::sample::Index) {
            let mut whole = data.clone();
            mask(&mut whole, key, 0);
            let plain: Vec<u8> = data.iter().enumerate().map(|(at, byte)| byte ^ key[at % 4]).collect();
            prop_assert_eq!(&whole, &plain);
            let mut pieces = data.clone();
            let cut = cut.index(data.len() + 1);
            let (head, tail) = pieces.split_at_mut(cut);
            mask(head, key, 0);
            mask(tail, key, cut);
            prop_assert_eq!(pieces, plain);
        }
    }

    proptest! {
        #[test]
        fn what_is_appended_unmasked_is_what_was_masked(
            payload in proptest::collection::vec(any::<u8>(), 0..200),
            key in any::<Option<[u8; 4]>>(),
        ) {
            let mut masked = payload.clone();
            if let Some(key) = key {
                mask(&mut masked, key, 0);
            }
            let mut out = b"before".to_vec();
            append_unmasked(&masked, key, &mut out);
            prop_assert_eq!(out, [b"before", &payload[..]].concat());
        }
    }
}

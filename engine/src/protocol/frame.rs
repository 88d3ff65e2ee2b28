//! One frame on the wire, RFC 6455 section 5.2.

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

/// Appends an unmasked frame, as a server sends it, to `out`.
pub fn encode(opcode: u8, is_final: bool, payload: &[u8], out: &mut Vec<u8>) {
    let header = FrameHeader { is_final, opcode: WireOpcode::from(opcode & 0x0F), ..FrameHeader::default() };
    out.reserve(MAX_HEADER + payload.len());
    // Writing to a `Vec` can't fail, so neither can this.
    let _ = header.format(payload.len() as u64, out);
    out.extend_from_slice(payload);
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
    let [a, b, c, d] = rotated;
    let word = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
    let mut words = data.chunks_exact_mut(8);
    for bytes in &mut words {
        if let Ok(array) = <[u8; 8]>::try_from(&*bytes) {
            bytes.copy_from_slice(&(u64::from_ne_bytes(array) ^ word).to_ne_bytes());
        }
    }
    for (byte, key) in words.into_remainder().iter_mut().zip(rotated.iter().cycle()) {
        *byte ^= key;
    }
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

    proptest! {
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
}

//! Frames of a client, built once and sent many times.

use std::io::Write;

use swoxide_engine::protocol::deflate::deflate_alone;
use swoxide_engine::protocol::frame::{Head, encode_as, opcode};

/// So that masking is real work for whoever undoes it.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A text of `size` bytes, as lively as what applications send.
pub(crate) fn text(size: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(size + 64);
    let mut number = 0_u32;
    while text.len() < size {
        number = number.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let _ = write!(text, "{{\"type\":\"move\",\"x\":{},\"y\":{}}},", number >> 20, (number >> 8) & 4095);
    }
    text.truncate(size);
    text
}

/// One masked frame of text.
pub(crate) fn masked(payload: &[u8], compressed: bool) -> Vec<u8> {
    let mut deflated = Vec::new();
    if compressed {
        deflate_alone(payload, 2, 15, &mut deflated);
    }
    let mut frame = Vec::new();
    let head = Head { opcode: opcode::TEXT, is_final: true, is_compressed: compressed, mask: Some(MASK) };
    encode_as(head, if compressed { &deflated } else { payload }, &mut frame);
    frame
}

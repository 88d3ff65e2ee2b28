//! The message layer with inflate: bytes that come in one piece or in many mean the same, break the same rule, and never
//! give more than the limit. In many pieces the decoder is also handed over between any two of them, where it can be.

#![no_main]

use libfuzzer_sys::fuzz_target;
use swoxide_engine::protocol::message::{Compression, Decoder, Incoming, Masking, Rules, Violation};

const LIMIT: usize = 70_000;

fn decode(rules: Rules, bytes: &[u8], step: usize) -> (Vec<Incoming>, Result<(), Violation>) {
    let mut decoder = Decoder::new(rules);
    let mut seen = Vec::new();
    for piece in bytes.to_vec().chunks_mut(step) {
        if let Err(violation) = decoder.decode(piece, &mut |incoming| seen.push(incoming)) {
            return (seen, Err(violation));
        }
        if let Some(snapshot) = decoder.freeze() {
            decoder = Decoder::thaw(rules, snapshot);
        }
    }
    (seen, Ok(()))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let compression = match first & 3 {
        0 => Compression::None,
        1 => Compression::Alone,
        _ => Compression::Takeover,
    };
    let masking = if first & 4 != 0 { Masking::Required } else { Masking::Either };
    let rules = Rules { limit: LIMIT, masking, compression };
    let step = usize::from(first >> 3) + 1;
    let (whole, pieces) = (decode(rules, bytes, bytes.len().max(1)), decode(rules, bytes, step));
    // In pieces a rule may be found broken earlier, and then another one than that which the end of the frame breaks.
    assert_eq!(whole.0, pieces.0);
    assert_eq!(whole.1.is_err(), pieces.1.is_err());
    for incoming in whole.0 {
        if let Incoming::Message(message) = incoming {
            assert!(message.payload.len() <= LIMIT);
            assert!(message.opcode != 1 || std::str::from_utf8(&message.payload).is_ok());
        }
    }
});

//! What the rules of messages are, case by case and by properties.

use proptest::prelude::*;

use super::super::deflate::{Deflater, deflate_alone};
use super::*;

const LIMIT: usize = 1 << 20;

fn rules(limit: usize) -> Rules {
    Rules { limit, ..Rules::default() }
}

/// A frame as a client sends it; `key` masks it.
fn frame(first_byte: u8, payload: &[u8], key: Option<[u8; 4]>) -> Vec<u8> {
    let mut out = Vec::new();
    frame::encode(first_byte & 0x0F, first_byte & 0x80 != 0, payload, &mut out);
    out[0] = first_byte;
    if let Some(key) = key {
        out[1] |= 0x80;
        let at = out.len() - payload.len();
        frame::mask(&mut out[at..], key, 0);
        out.splice(at..at, key);
    }
    out
}

fn decode(limit: usize, bytes: &[u8]) -> (Vec<Incoming>, Result<(), Violation>) {
    let mut seen = Vec::new();
    let result = Decoder::new(rules(limit)).decode(&mut bytes.to_vec(), &mut |incoming| seen.push(incoming));
    (seen, result)
}

fn code_of(bytes: &[u8]) -> u16 {
    decode(LIMIT, bytes).1.expect_err("a violation").code
}

#[test]
fn every_rule_has_its_close_code() {
    let long = [0; 126];
    for (what, code, bytes) in [
        ("rsv1", 1002, frame(0xC1, b"a", None)),
        ("rsv2", 1002, frame(0xA1, b"a", None)),
        ("rsv3", 1002, frame(0x91, b"a", None)),
        ("reserved data opcode", 1002, frame(0x83, b"", None)),
        ("reserved control opcode", 1002, frame(0x8B, b"", None)),
        ("fragmented ping", 1002, frame(0x09, b"", None)),
        ("long ping", 1002, frame(0x89, &long, None)),
        ("continuation of nothing", 1002, frame(0x80, b"", None)),
        ("message in a message", 1002, [frame(0x01, b"a", None), frame(0x81, b"b", None)].concat()),
        ("longer length than needed", 1002, vec![0x82, 126, 0, 125]),
        ("half a close code", 1002, frame(0x88, &[3], None)),
        ("close code 1005", 1002, frame(0x88, &1005_u16.to_be_bytes(), None)),
        ("close code 0", 1002, frame(0x88, &[0, 0], None)),
        ("close reason", 1007, frame(0x88, &[3, 232, 0xFF], None)),
        ("text", 1007, frame(0x81, b"a\xFF", None)),
        ("text that ends in a character", 1007, frame(0x81, b"a\xC3", None)),
        ("bad text in a fragment", 1007, frame(0x01, b"\xED\xA0", None)),
        ("too long", 1009, frame(0x82, &vec![0; LIMIT], None)),
        ("length with the highest bit", 1009, [&[0x82, 127][..], &[0xFF; 8]].concat()),
        (
            "too long when joined",
            1009,
            [frame(0x02, &vec![0; LIMIT / 2], None), frame(0x80, &vec![0; LIMIT / 2 + 1], None)].concat(),
        ),
    ] {
        assert_eq!(code_of(&bytes), code, "{what}");
    }
}

#[test]
fn a_length_over_the_limit_is_refused_before_its_payload_comes() {
    assert_eq!(code_of(&[0x82, 127, 0, 0, 0, 0, 0, 0x10, 0, 0]), 1009);
}

#[test]
fn bad_text_is_refused_at_its_first_bad_byte() {
    let mut bytes = frame(0x81, &[b'a'; 1000], None);
    bytes[10] = 0xFF;
    assert_eq!(code_of(&bytes[..20]), 1007, "of 1004 bytes 20 are there");
}

#[test]
fn control_frames_come_between_fragments() {
    let (seen, result) =
        decode(LIMIT, &[frame(0x01, b"a", None), frame(0x89, b"p", None), frame(0x80, b"b", None)].concat());
    assert_eq!(result, Ok(()));
    let message = Message { opcode: 1, flags: 1, payload: Bytes::from_static(b"ab") };
    let ping = Message { opcode: opcode::PING, flags: 1, payload: Bytes::from_static(b"p") };
    assert_eq!(seen, [Incoming::Ping(ping), Incoming::Message(message)]);
}

#[test]
fn a_control_frame_of_125_bytes_is_fine() {
    assert_eq!(decode(LIMIT, &frame(0x89, &[7; 125], Some([1, 2, 3, 4]))).0.len(), 1);
}

#[test]
fn the_close_codes_are_those_of_the_registry() {
    let allowed: Vec<u16> = (0..=u16::MAX).filter(|code| is_close_code(*code)).collect();
    let expected: Vec<u16> = (1000..=1003).chain(1007..=1014).chain(3000..=4999).collect();
    assert_eq!(allowed, expected);
}

#[test]
fn nothing_is_read_after_a_close_frame() {
    let (seen, result) = decode(LIMIT, &[frame(0x88, &[], None), frame(0x83, b"x", None)].concat());
    assert_eq!((seen, result), (vec![Incoming::Close(Close { flags: 1, reason: None })], Ok(())));
}

/// Hands a decoder over, as a process does to the next one; gives it more of `rest`, but not more than is wanted, until that
/// can be done.
fn handed_over(mut decoder: Decoder, rest: &mut &mut [u8], take: &mut dyn FnMut(Incoming)) -> Decoder {
    let rules = decoder.rules;
    loop {
        if let Some(snapshot) = decoder.freeze() {
            let bytes = postcard::to_stdvec(&snapshot).unwrap();
            return Decoder::thaw(rules, postcard::from_bytes(&bytes).unwrap());
        }
        let (piece, more) = std::mem::take(rest).split_at_mut(decoder.wanted());
        *rest = more;
        decoder.decode(piece, &mut |incoming| take(incoming)).unwrap();
    }
}

#[test]
fn a_decoder_goes_on_elsewhere_wherever_it_stands() {
    let mut deflater = Deflater::new(6, 15);
    let mut deflated = |message: &[u8]| {
        let mut out = Vec::new();
        deflater.deflate(message, &mut out);
        out
    };
    let key = Some([1, 2, 3, 4]);
    let (long, again) =
        (deflated(&b"a sentence that comes twice ".repeat(20)), deflated(b"a sentence that comes twice"));
    let whole = [
        frame(0x81, b"first", key),
        frame(0x01, "caf\u{e9}".as_bytes().split_at(4).0, key),
        frame(0x89, b"ping", key),
        frame(0x80, "caf\u{e9}".as_bytes().split_at(4).1, key),
        frame(0x82, &[7; 300], key),
        frame(0x41, &long[..10], key),
        frame(0x8A, b"pong", key),
        frame(0x00, &long[10..20], key),
        frame(0x80, &long[20..], key),
        frame(0xC1, &again, key),
        frame(0x88, &1000_u16.to_be_bytes(), key),
    ]
    .concat();
    let rules = Rules { limit: LIMIT, masking: Masking::Required, compression: Compression::Takeover };
    let mut expected = Vec::new();
    Decoder::new(rules).decode(&mut whole.clone(), &mut |incoming| expected.push(incoming)).unwrap();
    assert_eq!(expected.len(), 8);
    for cut in 0..=whole.len() {
        let mut bytes = whole.clone();
        let (head, mut rest) = bytes.split_at_mut(cut);
        let mut seen = Vec::new();
        let mut decoder = Decoder::new(rules);
        decoder.decode(head, &mut |incoming| seen.push(incoming)).unwrap();
        let before = seen.len();
        let mut decoder = handed_over(decoder, &mut rest, &mut |incoming| seen.push(incoming));
        let messages = seen[before..].iter().filter(|incoming| matches!(incoming, Incoming::Message(_))).count();
        assert!(messages <= 1, "{cut}: no more than the message that was open");
        decoder.decode(rest, &mut |incoming| seen.push(incoming)).unwrap();
        assert_eq!(seen, expected, "{cut}");
    }
}

#[test]
fn an_idle_decoder_holds_no_memory() {
    let mut decoder = Decoder::new(rules(LIMIT));
    let mut bytes = [frame(0x01, b"a", None), frame(0x80, b"b", None)].concat();
    decoder.decode(&mut bytes, &mut |_| {}).unwrap();
    assert!(decoder.message.is_none() && decoder.frame.is_none());
}

#[test]
fn compressed_messages_have_their_rules() {
    let mut hello = Vec::new();
    deflate_alone(b"Hello", 6, 15, &mut hello);
    let bomb = {
        let mut out = Vec::new();
        deflate_alone(&vec![0; LIMIT + 1], 6, 15, &mut out);
        out
    };
    let bad_text = {
        let mut out = Vec::new();
        deflate_alone(b"a\xFF", 6, 15, &mut out);
        out
    };
    let (head, tail) = hello.split_at(3);
    for (what, compression, bytes, expected) in [
        ("nothing was agreed", Compression::None, frame(0xC1, &hello, None), Err(1002)),
        ("whole", Compression::Alone, frame(0xC1, &hello, None), Ok(1)),
        ("in fragments", Compression::Alone, [frame(0x41, head, None), frame(0x80, tail, None)].concat(), Ok(1)),
        ("marked twice", Compression::Alone, [frame(0x41, head, None), frame(0xC0, tail, None)].concat(), Err(1002)),
        ("a marked ping", Compression::Alone, frame(0xC9, b"", None), Err(1002)),
        ("not whole", Compression::Alone, frame(0xC1, head, None), Err(1007)),
        ("no DEFLATE data", Compression::Alone, frame(0xC2, &[0xFF; 4], None), Err(1007)),
        ("not UTF-8 inside", Compression::Alone, frame(0xC1, &bad_text, None), Err(1007)),
        ("longer than the limit inside", Compression::Alone, frame(0xC2, &bomb, None), Err(1009)),
        ("beside plain ones", Compression::Alone, [frame(0xC1, &hello, None), frame(0x81, b"a", None)].concat(), Ok(2)),
    ] {
        let mut seen = 0;
        let mut decoder = Decoder::new(Rules { limit: LIMIT, masking: Masking::Either, compression });
        let result = decoder.decode(&mut bytes.clone(), &mut |_| seen += 1);
        assert_eq!(result.map(|()| seen).map_err(|violation| violation.code), expected, "{what}");
        if compression == Compression::Alone && result.is_ok() {
            assert!(decoder.message.is_none() && decoder.window.is_empty(), "{what}: nothing is kept");
        }
    }
}

#[test]
fn a_mask_is_required_where_the_rules_say_so() {
    let rules = Rules { limit: LIMIT, masking: Masking::Required, compression: Compression::None };
    for (key, expected) in [(None, Err(1002)), (Some([1, 2, 3, 4]), Ok(()))] {
        for first_byte in [0x81, 0x89, 0x88] {
            let result = Decoder::new(rules).decode(&mut frame(first_byte, b"", key), &mut |_| {});
            assert_eq!(result.map_err(|violation| violation.code), expected);
        }
    }
}

#[test]
fn a_mask_of_a_server_is_an_error() {
    let rules = Rules { limit: LIMIT, masking: Masking::Forbidden, compression: Compression::None };
    for (key, expected) in [(None, Ok(())), (Some([1, 2, 3, 4]), Err(1002))] {
        for first_byte in [0x81, 0x89, 0x88] {
            let result = Decoder::new(rules).decode(&mut frame(first_byte, b"", key), &mut |_| {});
            assert_eq!(result.map_err(|violation| violation.code), expected);
        }
    }
}

/// A message as a client sends it.
#[derive(Clone, Debug)]
struct Sent {
    payload: Vec<u8>,
    is_text: bool,
    is_compressed: bool,
    /// Where it is cut into fragments.
    cuts: Vec<prop::sample::Index>,
    /// After its first fragment.
    ping: Option<Vec<u8>>,
    key: Option<[u8; 4]>,
}

fn sent() -> impl Strategy<Value = Vec<Sent>> {
    let bytes = prop::collection::vec(any::<u8>(), 0..300);
    let payload = prop_oneof![bytes.clone(), bytes.prop_map(|bytes| bytes.repeat(9))];
    let message = (
        payload,
        any::<bool>(),
        any::<bool>(),
        prop::collection::vec(any::<prop::sample::Index>(), 0..4),
        prop::option::of(prop::collection::vec(any::<u8>(), 0..=125)),
        prop::option::of(any::<[u8; 4]>()),
    );
    let message = message.prop_map(|(payload, is_text, is_compressed, cuts, ping, key)| {
        let text = || String::from_utf8_lossy(&payload).into_owned().into_bytes();
        let payload = if is_text { text() } else { payload };
        Sent { payload, is_text, is_compressed, cuts, ping, key }
    });
    prop::collection::vec(message, 0..6)
}

/// The frames of a message, and what they are to come out as. `deflater` is that of a context that lasts.
fn wire(message: Sent, deflater: Option<&mut Deflater>) -> (Vec<u8>, Vec<Incoming>) {
    let Sent { payload, is_text, is_compressed, cuts, ping, key } = message;
    let mut data = payload.clone();
    if is_compressed {
        data.clear();
        match deflater {
            Some(deflater) => deflater.deflate(&payload, &mut data),
            None => deflate_alone(&payload, 6, 15, &mut data),
        }
    }
    let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(data.len() + 1)).collect();
    cuts.sort_unstable();
    let ends = cuts.iter().copied().chain([data.len()]);
    let begins = [0].into_iter().chain(cuts.iter().copied());
    let code = if is_text { opcode::TEXT } else { opcode::BINARY };
    let mask = if key.is_some() { flags::MASK } else { 0 };
    let compressed = if is_compressed { flags::COMPRESS | flags::RSV1 } else { 0 };
    let event = Message { opcode: code, flags: flags::FIN | mask | compressed, payload: payload.into() };
    let pinged = ping
        .clone()
        .map(|ping| Incoming::Ping(Message { opcode: opcode::PING, flags: flags::FIN | mask, payload: ping.into() }));
    let mut bytes = Vec::new();
    for (number, (begin, end)) in begins.zip(ends).enumerate() {
        let last = if number == cuts.len() { 0x80 } else { 0 };
        let first = if number > 0 { 0 } else { code | if is_compressed { 0x40 } else { 0 } };
        bytes.extend(frame(last | first, &data[begin..end], key));
        if let (0, Some(ping)) = (number, &ping) {
            bytes.extend(frame(0x89, ping, key));
        }
    }
    let events = if cuts.is_empty() {
        [Incoming::Message(event)].into_iter().chain(pinged).collect()
    } else {
        pinged.into_iter().chain([Incoming::Message(event)]).collect()
    };
    (bytes, events)
}

/// What comes of messages that arrive in pieces of these lengths, with something done to the decoder between two of them;
/// and what should.
fn sent_and_decoded(
    messages: Vec<Sent>,
    takeover: bool,
    steps: &[usize],
    between: impl Fn(Decoder, &mut &mut [u8], &mut dyn FnMut(Incoming)) -> Decoder,
) -> (Vec<Incoming>, Vec<Incoming>) {
    let mut deflater = takeover.then(|| Deflater::new(6, 15));
    let (mut bytes, mut expected) = (Vec::new(), Vec::new());
    for message in messages {
        let (more, events) = wire(message, deflater.as_mut());
        bytes.extend(more);
        expected.extend(events);
    }
    let compression = if takeover { Compression::Takeover } else { Compression::Alone };
    let mut decoder = Decoder::new(Rules { limit: LIMIT, masking: Masking::Either, compression });
    let mut seen = Vec::new();
    let mut steps = steps.iter().cycle();
    let mut rest = &mut bytes[..];
    while !rest.is_empty() {
        let (piece, more) = rest.split_at_mut((*steps.next().unwrap_or(&1)).min(rest.len()));
        decoder.decode(piece, &mut |incoming| seen.push(incoming)).unwrap();
        rest = more;
        decoder = between(decoder, &mut rest, &mut |incoming| seen.push(incoming));
    }
    (seen, expected)
}

proptest! {
    #[test]
    fn however_messages_are_cut_they_come_out_the_same(
        messages in sent(),
        takeover: bool,
        steps in prop::collection::vec(1_usize..200, 1..20),
    ) {
        let (seen, expected) = sent_and_decoded(messages, takeover, &steps, |decoder, _, _| decoder);
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn messages_come_out_the_same_however_often_the_decoder_is_handed_over(
        messages in sent(),
        takeover: bool,
        steps in prop::collection::vec(1_usize..300, 1..20),
    ) {
        let (seen, expected) = sent_and_decoded(messages, takeover, &steps, handed_over);
        prop_assert_eq!(seen, expected);
    }

    #[test]
    fn what_is_read_where_it_belongs_comes_out_as_what_is_not(
        sizes in prop::collection::vec(0_usize..100_000, 1..5),
        is_text: bool,
        steps in prop::collection::vec(1_usize..70_000, 1..10),
    ) {
        let opcode = if is_text { 0x1 } else { 0x2 };
        let last = sizes.len() - 1;
        let mut bytes = Vec::new();
        for (number, size) in sizes.iter().enumerate() {
            let first_byte = if number == 0 { opcode } else { 0 } | if number == last { 0x80 } else { 0 };
            bytes.extend(frame(first_byte, "é".repeat(size / 2).as_bytes(), Some(*b"mask")));
        }
        let (expected, whole) = decode(LIMIT, &bytes);
        prop_assert_eq!(whole, Ok(()));
        let (mut seen, mut used_room) = (Vec::new(), false);
        let mut decoder = Decoder::new(rules(LIMIT));
        let mut steps = steps.iter().cycle();
        let mut rest = &bytes[..];
        while let (false, Some(step)) = (rest.is_empty(), steps.next()) {
            let step = rest.len().min(*step);
            let count = decoder.room(step).map(|room| {
                room.write_copy_of_slice(&rest[..room.len()]);
                room.len()
            });
            let result = match count {
                // SAFETY: so many were written a moment ago.
                Some(count) => unsafe { decoder.decode_in_place(count, &mut |incoming| seen.push(incoming)) },
                None => decoder.decode(&mut rest[..step].to_vec(), &mut |incoming| seen.push(incoming)),
            };
            prop_assert_eq!(result, Ok(()));
            used_room |= count.is_some();
            rest = &rest[count.unwrap_or(step)..];
        }
        prop_assert_eq!(seen, expected);
        // A frame that still lacks much behind the first step has room.
        prop_assert!(used_room || sizes.iter().all(|size| *size < 70_000 + DIRECT_FROM + MAX_HEADER));
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..400), step in 1_usize..50) {
        let mut decoder = Decoder::new(Rules { limit: 1000, masking: Masking::Either, compression: Compression::Takeover });
        for piece in bytes.chunks(step) {
            if decoder.decode(&mut piece.to_vec(), &mut |_| {}).is_err() {
                break;
            }
        }
    }

    #[test]
    fn text_in_pieces_is_judged_like_text_at_once(bytes in prop::collection::vec(any::<u8>(), 0..40), step in 1_usize..6) {
        let mut check = Utf8::default();
        let pieces = bytes.chunks(step).all(|piece| check.push(piece)) && check.is_complete();
        prop_assert_eq!(pieces, std::str::from_utf8(&bytes).is_ok());
    }
}

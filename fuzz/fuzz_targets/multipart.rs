//! Forms with files: any bytes, cut anywhere, give the same parts, and at most a head and a delimiter is held back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use swoxide_engine::protocol::multipart::{Broken, MOST_HEAD, Parser, PartHead, Piece, boundary};

fn parts(body: &[u8], step: usize) -> Result<Vec<(PartHead, Vec<u8>, bool)>, Broken> {
    let mut parser = Parser::new(b"b");
    let mut parts: Vec<(PartHead, Vec<u8>, bool)> = Vec::new();
    let (mut fed, mut given) = (0, 0);
    for bytes in body.chunks(step) {
        parser.feed(bytes);
        fed += bytes.len();
        loop {
            match parser.next()? {
                None => break,
                Some(Piece::Begin(head)) => parts.push((head, Vec::new(), false)),
                Some(Piece::Data(data)) => {
                    given += data.len();
                    parts.last_mut().unwrap().1.extend_from_slice(data);
                }
                Some(Piece::End) => parts.last_mut().unwrap().2 = true,
            }
        }
    }
    assert!(given <= fed);
    if let Some(rest) = parser.finish() {
        assert!(rest.len() <= MOST_HEAD);
        parts.last_mut().unwrap().1.extend_from_slice(rest);
    }
    Ok(parts)
}

fuzz_target!(|bytes: &[u8]| {
    let Some((step, body)) = bytes.split_first() else { return };
    assert_eq!(parts(body, usize::from(*step) + 1), parts(body, body.len().max(1)));
    let _ = boundary(body);
});

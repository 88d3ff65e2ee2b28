//! Packages over plain TCP: whatever comes, in whatever pieces, is given once and in order, and no more than a package is held.

#![no_main]

use libfuzzer_sys::fuzz_target;
use swoxide_engine::protocol::package::{Framing, LengthField, LengthType, Splitter};

const LIMIT: usize = 1000;

fuzz_target!(|bytes: &[u8]| {
    let [which, offset, body_offset, step, bytes @ ..] = bytes else { return };
    let kinds: Vec<_> = "cCsSnNvVlL".chars().filter_map(LengthType::of_letter).collect();
    let framing = match which % 13 {
        0 => Framing::None,
        1 => Framing::Ends(vec![*offset; 1 + usize::from(*body_offset % 3)]),
        2 => Framing::Split(vec![*offset; 1 + usize::from(*body_offset % 3)]),
        kind => Framing::Length(LengthField {
            kind: kinds[usize::from(kind - 3)],
            offset: (*offset).into(),
            body_offset: (*body_offset).into(),
        }),
    };
    let has_limit = framing != Framing::None;
    let mut splitter = Splitter::new(framing.clone(), LIMIT);
    let mut given = Vec::new();
    for (number, piece) in bytes.chunks(1 + usize::from(*step)).enumerate() {
        let result = splitter.take(piece, &mut |package| {
            assert!(!has_limit || package.len() <= LIMIT);
            given.extend_from_slice(&package);
        });
        assert!(bytes.starts_with(&given));
        if result.is_err() {
            return;
        }
        assert!(splitter.held() <= LIMIT);
        if number % 3 == 0 {
            let unfinished = splitter.freeze();
            splitter = Splitter::thaw(framing.clone(), LIMIT, unfinished);
        }
        assert_eq!(given.len() + splitter.held(), ((number + 1) * (1 + usize::from(*step))).min(bytes.len()));
    }
});

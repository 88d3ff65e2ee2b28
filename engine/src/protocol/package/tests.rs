use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

fn feed(splitter: &mut Splitter, bytes: &[u8], steps: impl IntoIterator<Item = usize>) -> (Vec<Bytes>, Option<Broken>) {
    let mut packages = Vec::new();
    let mut rest = bytes;
    let mut steps = steps.into_iter();
    while !rest.is_empty() {
        let step = steps.next().unwrap_or(rest.len()).clamp(1, rest.len());
        let (now, later) = rest.split_at(step);
        if let Err(broken) = splitter.take(now, &mut |package| packages.push(package)) {
            return (packages, Some(broken));
        }
        rest = later;
    }
    (packages, None)
}

fn length(kind: LengthType, offset: usize, body_offset: usize) -> Framing {
    Framing::Length(LengthField { kind, offset, body_offset })
}

#[test]
fn without_framing_what_comes_is_given_as_it_comes() {
    let (packages, broken) = feed(&mut Splitter::new(Framing::None, 1), b"abcdef", [1, 3, 2]);
    assert_eq!((packages, broken), (vec![Bytes::from("a"), Bytes::from("bcd"), Bytes::from("ef")], None));
}

#[test]
fn with_eof_check_what_comes_waits_for_an_end_behind_all_of_it() {
    let mut splitter = Splitter::new(Framing::Ends(b"\r\n".to_vec()), 100);
    let (packages, _) = feed(&mut splitter, b"a\r\nb\r\nc", [7]);
    assert!(packages.is_empty());
    let (packages, _) = feed(&mut splitter, b"\r\n", [1]);
    assert_eq!(packages, ["a\r\nb\r\nc\r\n"]);
    assert_eq!(splitter.held(), 0);
}

#[test]
fn what_a_length_counts_is_up_to_its_offsets() {
    for (kind, offset, body_offset, bytes) in [
        (LengthType::U32Big, 0, 4, &b"\0\0\0\x03abc"[..]),
        (LengthType::U32Big, 0, 0, b"\0\0\0\x07abc"),
        (LengthType::U16Little, 2, 4, b"id\x03\0abc"),
        (LengthType::U8, 1, 3, b"t\x04ca..b"),
        (LengthType::I8, 0, 1, b"\x06abcdef"),
    ] {
        let twice = [bytes, bytes].concat();
        for step in 1..twice.len() {
            let mut splitter = Splitter::new(length(kind, offset, body_offset), 1000);
            let (packages, broken) = feed(&mut splitter, &twice, std::iter::repeat(step));
            assert_eq!((packages, broken), (vec![Bytes::from_static(bytes); 2], None), "{kind:?} by {step}");
        }
    }
}

#[test]
fn every_letter_of_pack_reads_what_it_packs() {
    for (letter, bytes, number) in [
        ('c', &[0xFF][..], -1),
        ('C', &[0xFF], 255),
        ('s', &(-2_i16).to_ne_bytes(), -2),
        ('S', &65_534_u16.to_ne_bytes(), 65_534),
        ('n', &[1, 2], 258),
        ('v', &[1, 2], 513),
        ('l', &(-3_i32).to_ne_bytes(), -3),
        ('L', &u32::MAX.to_ne_bytes(), i64::from(u32::MAX)),
        ('N', &[0, 0, 1, 2], 258),
        ('V', &[1, 2, 0, 0], 513),
    ] {
        let kind = LengthType::of_letter(letter).unwrap();
        assert_eq!(kind.read(bytes), Some(number), "{letter}");
        assert_eq!(kind.read(&bytes[1..]), None, "{letter}");
    }
    assert_eq!(LengthType::of_letter('q'), None);
}

#[test]
fn lengths_without_sense_are_refused_as_soon_as_they_are_read() {
    let mut splitter = Splitter::new(length(LengthType::U32Big, 0, 4), 1000);
    assert_eq!(feed(&mut splitter, &[0, 0, 3, 0xE5], [4]).1, Some(Broken::TooLong(1000)));
    let mut splitter = Splitter::new(length(LengthType::I32, 0, 4), 1000);
    assert_eq!(feed(&mut splitter, &(-5_i32).to_ne_bytes(), [4]).1, Some(Broken::Length(-1)));
    // It would never end.
    let mut splitter = Splitter::new(length(LengthType::U32Big, 0, 0), 1000);
    assert_eq!(feed(&mut splitter, &[0; 4], [4]).1, Some(Broken::Length(0)));
}

#[test]
fn a_package_of_the_limit_is_taken_and_no_byte_more() {
    for framing in [Framing::Split(b"\n".to_vec()), Framing::Ends(b"\n".to_vec())] {
        let mut splitter = Splitter::new(framing.clone(), 10);
        assert_eq!(feed(&mut splitter, b"123456789\n", [3, 3, 4]).0, ["123456789\n"]);
        assert_eq!(feed(&mut splitter, b"1234567890\n", [11]).1, Some(Broken::TooLong(10)));
        let mut splitter = Splitter::new(framing, 10);
        assert_eq!(feed(&mut splitter, b"12345678901", [4, 4]).1, Some(Broken::TooLong(10)));
    }
}

proptest! {
    #[test]
    fn lines_come_out_as_they_went_in(
        lines in vec("[a-c\r]{0,9}", 0..20), steps in vec(1_usize..8, 0..60), end in "\n|\r\n|aba|aa"
    ) {
        let lines: Vec<String> = lines.into_iter().map(|line| format!("{}{end}", line.replace(&end, ""))).collect();
        let stream = lines.concat();
        // The first place where an end stands is one, also where two lines together make another.
        let mut expected = Vec::new();
        let mut rest = &stream[..];
        while let Some(at) = rest.find(&end) {
            expected.push(rest[..at + end.len()].to_owned());
            rest = &rest[at + end.len()..];
        }
        let mut splitter = Splitter::new(Framing::Split(end.into_bytes()), 1000);
        let (packages, broken) = feed(&mut splitter, stream.as_bytes(), steps);
        prop_assert_eq!(broken, None);
        prop_assert_eq!(packages, expected);
        prop_assert_eq!(splitter.held(), rest.len());
    }

    #[test]
    fn any_bytes_are_given_once_and_in_order_and_nothing_beyond_the_limit_is_held(
        bytes in vec(any::<u8>(), 0..400), steps in vec(1_usize..50, 0..60), which in 0..4, cut in 0_usize..400
    ) {
        let framing = match which {
            0 => Framing::None,
            1 => Framing::Ends(vec![7]),
            2 => Framing::Split(vec![7, 7]),
            _ => length(LengthType::U8, 1, 2),
        };
        let (first, second) = bytes.split_at(cut.min(bytes.len()));
        let mut splitter = Splitter::new(framing.clone(), 120);
        let (mut packages, mut broken) = feed(&mut splitter, first, steps.iter().copied());
        if broken.is_none() {
            // Another process goes on.
            splitter = Splitter::thaw(framing, 120, splitter.freeze());
            let (more, then) = feed(&mut splitter, second, steps.iter().copied());
            packages.extend(more);
            broken = then;
        }
        let given = packages.concat();
        prop_assert!(bytes.starts_with(&given));
        prop_assert!(which == 0 || packages.iter().all(|package| package.len() <= 120));
        prop_assert!(splitter.held() <= 120);
        if broken.is_none() {
            prop_assert_eq!(given.len() + splitter.held(), bytes.len());
        }
    }
}

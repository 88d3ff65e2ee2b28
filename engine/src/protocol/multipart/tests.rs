use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;

/// Parts with their content, and whether each was whole; fed in steps of `step` bytes.
fn parts(boundary: &[u8], body: &[u8], step: usize) -> Result<Vec<(PartHead, Vec<u8>, bool)>, Broken> {
    let mut parser = Parser::new(boundary);
    let mut parts: Vec<(PartHead, Vec<u8>, bool)> = Vec::new();
    for bytes in body.chunks(step.max(1)) {
        parser.feed(bytes);
        loop {
            match parser.next()? {
                None => break,
                Some(Piece::Begin(head)) => parts.push((head, Vec::new(), false)),
                Some(Piece::Data(data)) => parts.last_mut().unwrap().1.extend_from_slice(data),
                Some(Piece::End) => parts.last_mut().unwrap().2 = true,
            }
        }
        assert!(parser.buffer.len() - parser.start <= MOST_HEAD + boundary.len() + MOST_PADDING + 8);
    }
    if let Some(rest) = parser.finish() {
        parts.last_mut().unwrap().1.extend_from_slice(rest);
    }
    Ok(parts)
}

fn head(disposition: &str) -> PartHead {
    PartHead::read(format!("\r\nContent-Disposition: {disposition}").as_bytes()).unwrap()
}

fn named(name: &str) -> PartHead {
    PartHead { name: Some(name.into()), ..PartHead::default() }
}

#[test]
fn fields_and_files_come_in_order_and_what_is_around_them_is_left_out() {
    let body = b"preamble\r\n--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\ntwo\r\n--b  \r\n\
        Content-Type: text/plain; charset=x\r\nContent-Disposition: form-data; name=f; filename=\"x.txt\"\r\n\r\n\r\n--b--\r\n\
        --b\r\n\r\nepilogue\r\n--b--";
    for step in 1..body.len() {
        let parts = parts(b"b", body, step).unwrap();
        let file = PartHead { file_name: Some(b"x.txt".to_vec()), kind: b"text/plain".to_vec(), ..named("f") };
        assert_eq!(parts, [(named("a"), b"one\r\ntwo".to_vec(), true), (file, Vec::new(), true)]);
    }
}

#[test]
fn what_only_looks_like_a_delimiter_is_content() {
    let content = b"\r\n--boundar\r\n--boundaryX\r\n--boundary-\r\n\r\n--boundary \t-\r--boundary\n--boundary--\r\n";
    let body =
        [&b"--boundary\r\nContent-Disposition: form-data; name=a\r\n\r\n"[..], content, b"\r\n--boundary--"].concat();
    for step in [1, 2, 3, 7, 11, 1000] {
        assert_eq!(parts(b"boundary", &body, step).unwrap(), [(named("a"), content.to_vec(), true)]);
    }
}

#[test]
fn a_body_that_ends_early_gives_what_there_is() {
    for (body, expected) in [
        (
            &b"--b\r\nContent-Disposition: form-data; name=a\r\n\r\nabc\r\n--"[..],
            vec![(named("a"), b"abc\r\n--".to_vec(), false)],
        ),
        (b"--b\r\nContent-Disposition: form-data; name=a\r\n", vec![]),
        (b"--b\r\n\r\nx\r\n--b--", vec![(PartHead::default(), b"x".to_vec(), true)]),
        (b"--b--", vec![]),
        (b"nothing of the kind", vec![]),
        (b"", vec![]),
    ] {
        assert_eq!(parts(b"b", body, 5).unwrap(), expected);
    }
}

#[test]
fn names_are_read_as_php_reads_them() {
    for (said, name) in [
        (r#"form-data; name="a b""#, "a b"),
        (r#"form-data; name="quote \" and \\ back\slash""#, r#"quote " and \ back\slash"#),
        (r#"form-data; name="%22;%0D%0A""#, "%22;%0D%0A"),
        (r"form-data; name='single; quotes'", "single; quotes"),
        ("form-data; NAME=bare", "bare"),
        ("form-data; name = spaced ; x=y", "spaced"),
        (r#"form-data; name="open"#, "open"),
        (r#"form-data; filename*=UTF-8''x; name=n"#, "n"),
        (r#"form-data; name="a"; name="b""#, "b"),
        (r#"form-data; name="名前""#, "名前"),
    ] {
        let head = head(said);
        assert_eq!((head.name, head.file_name), (Some(name.as_bytes().to_vec()), None), "{said}");
    }
    assert_eq!(head(r#"form-data; name="f"; filename="C:\dir\file.txt""#).file_name.unwrap(), br"C:\dir\file.txt");
    assert_eq!(head(r#"form-data; name="f"; filename="""#).file_name.unwrap(), b"");
    assert_eq!(head("form-data").name, None);
    let folded = PartHead::read(b"\r\ncontent-disposition: form-data;\r\n  name=\"x\xff\"\r\nno colon").unwrap();
    assert_eq!(folded.name.unwrap(), b"x\xff");
}

#[test]
fn heads_that_are_too_long_or_hold_a_nul_are_errors() {
    let long = [&b"--b\r\nX: "[..], &vec![b'x'; MOST_HEAD]].concat();
    assert_eq!(parts(b"b", &long, 1000), Err(Broken::Head));
    assert_eq!(
        parts(b"b", b"--b\r\nContent-Disposition: form-data; name=\"a\0b\"\r\n\r\nx\r\n--b--", 9),
        Err(Broken::Nul)
    );
}

#[test]
fn the_boundary_is_found_in_the_content_type() {
    for (said, found) in [
        ("multipart/form-data; boundary=abc", Some(Ok("abc"))),
        ("Multipart/Form-Data ;charset=x; BOUNDARY=\"a b;c\"", Some(Ok("a b;c"))),
        ("multipart/form-data", Some(Err(Broken::Boundary))),
        ("multipart/form-data; boundary=", Some(Err(Broken::Boundary))),
        ("multipart/mixed; boundary=abc", None),
        ("text/plain", None),
    ] {
        let found = found.map(|found| found.map(|boundary| boundary.as_bytes().to_vec()));
        assert_eq!(boundary(said.as_bytes()), found, "{said}");
    }
}

const FRAGMENTS: &[&str] =
    &["\r\n--b", "--", "\r\n", "Content-Disposition: form-data; name=\"a", "\"", "; filename=x", "\r", "b", " ", "\0"];

proptest! {
    #[test]
    fn whatever_is_sent_comes_out_however_it_is_cut(
        contents in vec(vec(prop_oneof![Just(b'\r'), Just(b'\n'), Just(b'-'), Just(b'b'), any::<u8>()], 0..60), 0..5),
        cuts in vec(1_usize..20, 1..50),
    ) {
        let boundary = b"b-b";
        let is_free = |content: &Vec<u8>| memmem::find(&[&b"\r\n"[..], content].concat(), b"\r\n--b-b").is_none();
        prop_assume!(contents.iter().all(is_free));
        let mut body = Vec::new();
        for content in &contents {
            body.extend_from_slice(b"--b-b\r\nContent-Disposition: form-data; name=x\r\n\r\n");
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--b-b--\r\n");
        let mut parser = Parser::new(boundary);
        let (mut seen, mut rest, mut cuts) = (Vec::<Vec<u8>>::new(), &body[..], cuts.iter().cycle());
        while !rest.is_empty() {
            let (now, later) = rest.split_at(rest.len().min(*cuts.next().unwrap()));
            parser.feed(now);
            rest = later;
            while let Some(piece) = parser.next().unwrap() {
                match piece {
                    Piece::Begin(_) => seen.push(Vec::new()),
                    Piece::Data(data) => seen.last_mut().unwrap().extend_from_slice(data),
                    Piece::End => {}
                }
            }
        }
        prop_assert!(parser.finish().is_none());
        prop_assert_eq!(seen, contents);
    }

    #[test]
    fn any_bytes_in_any_steps_give_the_same(body in vec(select(FRAGMENTS), 0..60), step in 1_usize..30) {
        let body = body.concat().into_bytes();
        prop_assert_eq!(parts(b"b", &body, step), parts(b"b", &body, usize::MAX));
    }
}

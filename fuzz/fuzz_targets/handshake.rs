//! The opening handshake: header lines of any bytes are judged, and the answer to those that pass is a well-formed head.

#![no_main]

use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use hyper::{Method, Version};
use libfuzzer_sys::fuzz_target;
use swoxide_engine::protocol::extension::Acceptable;
use swoxide_engine::protocol::handshake::{Subprotocol, Terms, is_asked, judge};

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let mut headers = HeaderMap::new();
    if first & 1 != 0 {
        // So that the rest is judged in depth.
        for (name, value) in [
            ("connection", "Upgrade"),
            ("upgrade", "websocket"),
            ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="),
            ("sec-websocket-version", "13"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    for line in bytes.split(|byte| *byte == b'\n') {
        let (name, value) = match line.iter().position(|byte| *byte == b':') {
            Some(at) => (&line[..at], &line[at + 1..]),
            None => (&b"sec-websocket-extensions"[..], line),
        };
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    let terms = Terms {
        subprotocol: Subprotocol::OneOf(vec!["chat".to_owned(), "v2".to_owned()]),
        extensions: Acceptable { deflate: first & 2 != 0, context_takeover: first & 4 != 0 },
    };
    let _ = is_asked(&headers);
    if let Ok(accepted) = judge(&Method::GET, Version::HTTP_11, &headers, &terms) {
        let answer = accepted.response(&[], b"");
        let answer = std::str::from_utf8(&answer).unwrap();
        let head = answer.strip_suffix("\r\n\r\n").unwrap();
        assert!(head.split("\r\n").all(|line| !line.is_empty() && !line.contains(['\r', '\n'])));
        assert!(terms.extensions.deflate || accepted.compression.is_none());
    }
});

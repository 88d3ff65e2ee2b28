//! The opening handshake, server side: RFC 6455 section 4.2. hyper has parsed the request; this judges it and forms
//! the answer's bytes.
//!
//! The answer is formed here, not by hyper, because the spelling of its header names matters to clients that compare
//! them letter by letter (`Sec-WebSocket-Accept`, as the RFC writes it), and hyper writes its own.

use std::fmt::Write;
use std::time::SystemTime;

use hyper::header::{self, HeaderMap, HeaderName};
use hyper::{Method, Version};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

/// The value of the `Server` header of answers: programs look for it.
pub const SERVER_NAME: &str = "swoole-http-server";

/// Whether a request asks for a WebSocket: its `Upgrade` header names it, whatever else it names.
pub fn is_asked(headers: &HeaderMap) -> bool {
    has_token(headers, &header::UPGRADE, "websocket")
}

/// A handshake that must not succeed, and the answer it gets.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// 400 or 426.
    pub status: u16,
    /// Which rule, in a few words: the answer's body.
    pub reason: &'static str,
}

const fn bad_request(reason: &'static str) -> Refusal {
    Refusal { status: 400, reason }
}

/// Judges a request that asks for a WebSocket (section 4.2.1) and gives the key of the answer.
///
/// # Errors
/// The first rule that is broken.
pub fn accept_key(method: &Method, version: Version, headers: &HeaderMap) -> Result<String, Refusal> {
    if method != Method::GET {
        return Err(bad_request("a WebSocket handshake is a GET request"));
    }
    if version != Version::HTTP_11 {
        return Err(bad_request("a WebSocket handshake needs HTTP/1.1"));
    }
    let body = headers.get(header::CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0");
    if body || headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(bad_request("a WebSocket handshake has no body"));
    }
    if !has_token(headers, &header::CONNECTION, "upgrade") {
        return Err(bad_request("the Connection header must contain Upgrade"));
    }
    let mut keys = headers.get_all(header::SEC_WEBSOCKET_KEY).iter();
    let key = match (keys.next(), keys.next()) {
        (Some(key), None) => key.as_bytes(),
        (Some(_), Some(_)) => return Err(bad_request("more than one Sec-WebSocket-Key header")),
        (None, _) => return Err(bad_request("the Sec-WebSocket-Key header is missing")),
    };
    if !is_key(key) {
        return Err(bad_request("Sec-WebSocket-Key must be 16 bytes in base64"));
    }
    if headers.get(header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version.as_bytes() != b"13") {
        return Err(Refusal { status: 426, reason: "Sec-WebSocket-Version must be 13" });
    }
    Ok(derive_accept_key(key))
}

/// The answer that opens the WebSocket, in the order that Swoole sends it.
pub fn response(accept_key: &str, subprotocol: Option<&str>, now: SystemTime) -> Vec<u8> {
    let mut head = String::with_capacity(256);
    head.push_str("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
    // Writing to a `String` can't fail.
    let _ = write!(head, "Sec-WebSocket-Accept: {accept_key}\r\nSec-WebSocket-Version: 13\r\n");
    if let Some(subprotocol) = subprotocol {
        let _ = write!(head, "Sec-WebSocket-Protocol: {subprotocol}\r\n");
    }
    let _ = write!(head, "Server: {SERVER_NAME}\r\nDate: {}\r\n\r\n", httpdate::fmt_http_date(now));
    head.into_bytes()
}

/// 16 bytes are 22 characters of base64 and two signs of padding; four bits of the last character say nothing and are 0.
fn is_key(key: &[u8]) -> bool {
    let [body @ .., last, b'=', b'='] = key else { return false };
    body.len() == 21
        && body.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
        && matches!(last, b'A' | b'Q' | b'g' | b'w')
}

/// Whether one of the comma-separated values of a header is `token`, in any case of letters.
pub(crate) fn has_token(headers: &HeaderMap, name: &HeaderName, token: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .flat_map(|value| value.as_bytes().split(|byte| *byte == b','))
        .any(|part| part.trim_ascii().eq_ignore_ascii_case(token.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(change: impl FnOnce(&mut HeaderMap)) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (header::HOST, "localhost"),
            (header::UPGRADE, "websocket"),
            (header::CONNECTION, "keep-alive, Upgrade"),
            (header::SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ=="),
            (header::SEC_WEBSOCKET_VERSION, "13"),
        ] {
            headers.insert(name, value.parse().unwrap());
        }
        change(&mut headers);
        headers
    }

    #[test]
    fn the_key_of_the_rfc_gives_the_answer_of_the_rfc() {
        let headers = headers(|_| {});
        assert!(is_asked(&headers));
        let key = accept_key(&Method::GET, Version::HTTP_11, &headers);
        assert_eq!(key.as_deref(), Ok("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="));
    }

    #[test]
    fn what_the_rfc_forbids_is_refused() {
        let refused = |change: fn(&mut HeaderMap)| {
            accept_key(&Method::GET, Version::HTTP_11, &headers(change)).unwrap_err().status
        };
        assert_eq!(refused(|headers| drop(headers.remove(header::SEC_WEBSOCKET_KEY))), 400);
        assert_eq!(refused(|headers| drop(headers.remove(header::CONNECTION))), 400);
        assert_eq!(refused(|headers| drop(headers.insert(header::CONTENT_LENGTH, "4".parse().unwrap()))), 400);
        assert_eq!(refused(|headers| drop(headers.remove(header::SEC_WEBSOCKET_VERSION))), 426);
        assert_eq!(refused(|headers| drop(headers.insert(header::SEC_WEBSOCKET_VERSION, "8".parse().unwrap()))), 426);
        for key in ["", "short==", "dGhlIHNhbXBsZSBub25jZ!==", "dGhlIHNhbXBsZSBub25jZR=="] {
            let headers = headers(|headers| {
                headers.insert(header::SEC_WEBSOCKET_KEY, key.parse().unwrap());
            });
            assert_eq!(accept_key(&Method::GET, Version::HTTP_11, &headers).unwrap_err().status, 400, "{key}");
        }
        assert_eq!(accept_key(&Method::POST, Version::HTTP_11, &headers(|_| {})).unwrap_err().status, 400);
        assert_eq!(accept_key(&Method::GET, Version::HTTP_10, &headers(|_| {})).unwrap_err().status, 400);
    }

    #[test]
    fn an_upgrade_to_something_else_is_no_websocket() {
        let headers = headers(|headers| drop(headers.insert(header::UPGRADE, "h2c".parse().unwrap())));
        assert!(!is_asked(&headers));
    }

    #[test]
    fn the_answer_has_swooles_order() {
        let answer = String::from_utf8(response("KEY", Some("chat"), SystemTime::UNIX_EPOCH)).unwrap();
        let names: Vec<_> = answer.lines().filter_map(|line| line.split_once(": ").map(|(name, _)| name)).collect();
        assert_eq!(
            names,
            [
                "Upgrade",
                "Connection",
                "Sec-WebSocket-Accept",
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Protocol",
                "Server",
                "Date"
            ]
        );
    }
}

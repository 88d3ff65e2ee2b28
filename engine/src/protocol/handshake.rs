//! The opening handshake, server side (a client's is [`client::handshake`](crate::client::handshake)): RFC 6455 section
//! 4.2. hyper has parsed the request; this judges it and forms the answer's bytes.
//!
//! The answer is formed here, not by hyper, because the spelling of its header names matters to clients that compare
//! them letter by letter (`Sec-WebSocket-Accept`, as the RFC writes it), and hyper writes its own.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::uri::Authority;
use hyper::{Method, Version};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::extension::{self, Acceptable, Agreement};

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

/// What the server offers to agree to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Terms {
    /// `websocket_subprotocol`
    pub subprotocol: Subprotocol,
    /// Compression.
    pub extensions: Acceptable,
}

/// `websocket_subprotocol`: what is said of subprotocols in a 101.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Subprotocol {
    /// Nothing.
    #[default]
    None,
    /// This, whatever the client offered: Swoole's way.
    Always(String),
    /// The first of these that the client offered; nothing if it offered none of them (RFC 6455 section 4.2.2).
    OneOf(Vec<String>),
}

impl Subprotocol {
    fn choose(&self, headers: &HeaderMap) -> Option<&str> {
        match self {
            Self::None => None,
            Self::Always(subprotocol) => Some(subprotocol),
            Self::OneOf(known) => known
                .iter()
                .find(|known| {
                    values(headers, &header::SEC_WEBSOCKET_PROTOCOL).any(|offered| offered == known.as_bytes())
                })
                .map(String::as_str),
        }
    }
}

/// A handshake that may succeed, and what its answer says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Accepted {
    /// The value of `Sec-WebSocket-Accept`.
    pub key: String,
    /// The value of `Sec-WebSocket-Protocol`.
    pub subprotocol: Option<String>,
    /// How messages may be compressed.
    pub compression: Option<Agreement>,
}

/// Judges a request that asks for a WebSocket (section 4.2.1).
///
/// # Errors
/// The first rule that is broken.
pub fn judge(method: &Method, version: Version, headers: &HeaderMap, terms: &Terms) -> Result<Accepted, Refusal> {
    if method != Method::GET {
        return Err(bad_request("a WebSocket handshake is a GET request"));
    }
    if version != Version::HTTP_11 {
        return Err(bad_request("a WebSocket handshake needs HTTP/1.1"));
    }
    let is_host = |host: &HeaderValue| host.is_empty() || Authority::try_from(host.as_bytes()).is_ok();
    if !only(headers, &header::HOST).is_some_and(is_host) {
        return Err(bad_request("there must be one Host header with one host"));
    }
    let body = headers.get(header::CONTENT_LENGTH).is_some_and(|length| length.as_bytes() != b"0");
    if body || headers.contains_key(header::TRANSFER_ENCODING) {
        return Err(bad_request("a WebSocket handshake has no body"));
    }
    if !has_token(headers, &header::CONNECTION, "upgrade") {
        return Err(bad_request("the Connection header must contain Upgrade"));
    }
    let Some(key) = only(headers, &header::SEC_WEBSOCKET_KEY).map(HeaderValue::as_bytes) else {
        return Err(bad_request("there must be one Sec-WebSocket-Key header, no more"));
    };
    if !is_key(key) {
        return Err(bad_request("Sec-WebSocket-Key must be 16 bytes in base64"));
    }
    if only(headers, &header::SEC_WEBSOCKET_VERSION).is_none_or(|version| version.as_bytes() != b"13") {
        return Err(Refusal { status: 426, reason: "Sec-WebSocket-Version must be 13" });
    }
    let compression = extension::negotiate(headers, terms.extensions)
        .map_err(|_| bad_request("the Sec-WebSocket-Extensions header is malformed"))?;
    Ok(Accepted {
        key: derive_accept_key(key),
        subprotocol: terms.subprotocol.choose(headers).map(str::to_owned),
        compression,
    })
}

impl Accepted {
    /// The answer that opens the WebSocket, in the order that Swoole sends it. `more` are headers of the program's, names
    /// and values checked; those that the handshake itself decides are left out, and its choice of subprotocol counts. `date` is
    /// that of now, in HTTP's words.
    pub fn response(&self, more: &[(String, Vec<u8>)], date: &[u8]) -> Vec<u8> {
        const OWN: [&str; 7] = [
            "upgrade",
            "connection",
            "sec-websocket-accept",
            "sec-websocket-version",
            "sec-websocket-extensions",
            "content-length",
            "transfer-encoding",
        ];
        let is_set = |name: &str| more.iter().any(|(other, _)| other.eq_ignore_ascii_case(name));
        let mut head = Vec::with_capacity(256);
        head.extend_from_slice(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n");
        let mut line = |name: &str, value: &[u8]| {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        };
        line("Sec-WebSocket-Accept", self.key.as_bytes());
        line("Sec-WebSocket-Version", b"13");
        if let Some(subprotocol) = self.subprotocol.as_ref().filter(|_| !is_set("sec-websocket-protocol")) {
            line("Sec-WebSocket-Protocol", subprotocol.as_bytes());
        }
        let (cookies, others): (Vec<_>, Vec<_>) =
            more.iter().partition(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        for (name, value) in others {
            // An empty value only keeps a default away.
            if !value.is_empty() && !OWN.iter().any(|own| name.eq_ignore_ascii_case(own)) {
                line(name, value);
            }
        }
        if let Some(agreement) = &self.compression {
            line("Sec-WebSocket-Extensions", agreement.header().as_bytes());
        }
        for (_, value) in cookies {
            line("Set-Cookie", value);
        }
        if !is_set("server") {
            line("Server", SERVER_NAME.as_bytes());
        }
        if !is_set("date") {
            line("Date", date);
        }
        head.extend_from_slice(b"\r\n");
        head
    }
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
    values(headers, name).any(|value| value.eq_ignore_ascii_case(token.as_bytes()))
}

/// The value of a header that came once.
pub(crate) fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a HeaderValue> {
    let mut values = headers.get_all(name).iter();
    values.next().filter(|_| values.next().is_none())
}

/// The comma-separated values of a header, however many lines they came in.
fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a [u8]> {
    headers.get_all(name).iter().flat_map(|line| line.as_bytes().split(|byte| *byte == b',')).map(<[u8]>::trim_ascii)
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
        let accepted = judge(&Method::GET, Version::HTTP_11, &headers, &Terms::default()).unwrap();
        assert_eq!(accepted.key, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn what_the_rfc_forbids_is_refused() {
        let refused = |change: fn(&mut HeaderMap)| {
            judge(&Method::GET, Version::HTTP_11, &headers(change), &Terms::default()).unwrap_err().status
        };
        assert_eq!(refused(|headers| drop(headers.remove(header::SEC_WEBSOCKET_KEY))), 400);
        assert_eq!(refused(|headers| drop(headers.remove(header::CONNECTION))), 400);
        assert_eq!(refused(|headers| drop(headers.remove(header::HOST))), 400);
        assert_eq!(refused(|headers| assert!(headers.append(header::HOST, "other".parse().unwrap()))), 400);
        assert_eq!(refused(|headers| drop(headers.insert(header::HOST, "two words".parse().unwrap()))), 400);
        let twice = |headers: &mut HeaderMap| {
            headers.append(header::SEC_WEBSOCKET_VERSION, "13".parse().unwrap());
        };
        assert_eq!(refused(twice), 426);
        assert_eq!(refused(|headers| drop(headers.insert(header::CONTENT_LENGTH, "4".parse().unwrap()))), 400);
        assert_eq!(refused(|headers| drop(headers.remove(header::SEC_WEBSOCKET_VERSION))), 426);
        assert_eq!(refused(|headers| drop(headers.insert(header::SEC_WEBSOCKET_VERSION, "8".parse().unwrap()))), 426);
        for key in ["", "short==", "dGhlIHNhbXBsZSBub25jZ!==", "dGhlIHNhbXBsZSBub25jZR=="] {
            let headers = headers(|headers| {
                headers.insert(header::SEC_WEBSOCKET_KEY, key.parse().unwrap());
            });
            let refusal = judge(&Method::GET, Version::HTTP_11, &headers, &Terms::default()).unwrap_err();
            assert_eq!(refusal.status, 400, "{key}");
        }
        assert_eq!(
            refused(|headers| drop(headers.insert(header::SEC_WEBSOCKET_EXTENSIONS, "a;".parse().unwrap()))),
            400
        );
        for (method, version) in [(Method::POST, Version::HTTP_11), (Method::GET, Version::HTTP_10)] {
            assert_eq!(judge(&method, version, &headers(|_| {}), &Terms::default()).unwrap_err().status, 400);
        }
    }

    #[test]
    fn an_upgrade_to_something_else_is_no_websocket() {
        let headers = headers(|headers| drop(headers.insert(header::UPGRADE, "h2c".parse().unwrap())));
        assert!(!is_asked(&headers));
    }

    #[test]
    fn of_a_list_of_subprotocols_the_first_that_was_offered_is_chosen() {
        let choice = Subprotocol::OneOf(vec!["v2.chat".into(), "v1.chat".into()]);
        for (offered, chosen) in
            [("v1.chat, v2.chat", Some("v2.chat")), ("v1.chat", Some("v1.chat")), ("v3.chat", None)]
        {
            let headers = headers(|headers| {
                headers.insert(header::SEC_WEBSOCKET_PROTOCOL, offered.parse().unwrap());
            });
            assert_eq!(choice.choose(&headers), chosen, "{offered}");
            assert_eq!(Subprotocol::Always("chat".into()).choose(&headers), Some("chat"));
        }
    }

    /// The names of an answer's headers, in order.
    fn names(accepted: &Accepted, more: &[(&str, &str)]) -> Vec<String> {
        let more: Vec<_> = more.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect();
        let answer = String::from_utf8(accepted.response(&more, b"Thu, 01 Jan 1970 00:00:00 GMT")).unwrap();
        answer.lines().filter_map(|line| line.split_once(": ").map(|(name, _)| name.to_owned())).collect()
    }

    #[test]
    fn the_answer_has_swooles_order() {
        let compression = Agreement {
            server_takeover: false,
            client_takeover: false,
            server_window_bits: None,
            client_window_bits: None,
        };
        let accepted = Accepted { key: "KEY".into(), subprotocol: Some("chat".into()), compression: Some(compression) };
        assert_eq!(
            names(&accepted, &[("set-cookie", "a=b"), ("X-Room", "1")]),
            [
                "Upgrade",
                "Connection",
                "Sec-WebSocket-Accept",
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Protocol",
                "X-Room",
                "Sec-WebSocket-Extensions",
                "Set-Cookie",
                "Server",
                "Date"
            ]
        );
    }

    #[test]
    fn a_program_says_what_it_may_and_nothing_twice() {
        let accepted = Accepted { key: "KEY".into(), subprotocol: Some("chat".into()), compression: None };
        let said = [
            ("sec-websocket-accept", "wrong"),
            ("Content-Length", "3"),
            ("Sec-WebSocket-Protocol", "other"),
            ("server", "mine"),
            ("date", ""),
        ];
        assert_eq!(
            names(&accepted, &said),
            [
                "Upgrade",
                "Connection",
                "Sec-WebSocket-Accept",
                "Sec-WebSocket-Version",
                "Sec-WebSocket-Protocol",
                "server"
            ]
        );
    }
}

//! The opening handshake, client side: RFC 6455 section 4.1. The bytes of the request, and the judgement on the bytes
//! of the answer.

use std::io;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use super::address::Address;
use crate::protocol::extension::{self, Acceptable, Agreement};
use crate::protocol::handshake::{has_token, only};

/// The longest head of an answer, in bytes, interim ones included.
const MOST_BYTES: usize = 64 * 1024;

/// The most headers that an answer may have.
const MOST_HEADERS: usize = 100;

/// What a client asks for.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Offer {
    /// Header lines of the program's, in order: names are tokens, values have no line ends, and none [`is_own`].
    pub headers: Vec<(String, Vec<u8>)>,
    /// The best first; each a token (RFC 6455 section 11.3.4).
    pub subprotocols: Vec<String>,
    /// Compression.
    pub extensions: Acceptable,
}

/// Whether a header of this name is the handshake's own, not to be said by a program.
pub fn is_own(name: &str) -> bool {
    const OWN: [&str; 8] = [
        "upgrade",
        "connection",
        "sec-websocket-key",
        "sec-websocket-version",
        "sec-websocket-protocol",
        "sec-websocket-extensions",
        "content-length",
        "transfer-encoding",
    ];
    OWN.iter().any(|own| name.eq_ignore_ascii_case(own))
}

/// A handshake that waits for its answer.
#[derive(Debug)]
pub struct Handshake {
    /// The `Sec-WebSocket-Accept` that belongs to the key.
    accept: String,
    subprotocols: Vec<String>,
    extensions: Acceptable,
}

/// An answer that opens the WebSocket.
#[derive(Clone, Debug)]
pub struct Opened {
    /// All headers, names in lower case.
    pub headers: HeaderMap,
    /// Which of the offered subprotocols the server speaks.
    pub subprotocol: Option<String>,
    /// How messages may be compressed.
    pub compression: Option<Agreement>,
}

/// An answer that does not.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NotOpened {
    /// The server does not want to, or there is nothing at this address.
    #[error("the server answered {status} {reason}{}", directions(.location))]
    Refused {
        /// 200 to 999.
        status: u16,
        /// Its words for that.
        reason: String,
        /// Of a redirection, which is the program's to follow.
        location: Option<String>,
    },
    /// What came is no answer in HTTP/1.1.
    #[error("the server's answer is not HTTP/1.1: {0}")]
    NotHttp(String),
    /// The head of the answer has no end.
    #[error("the head of the server's answer has more than 64 KiB or 100 headers")]
    TooLong,
    /// A rule of the handshake is broken.
    #[error("the server's answer opens no WebSocket: {0}")]
    Broken(String),
}

fn directions(location: &Option<String>) -> String {
    location.as_ref().map(|location| format!(", and to go to {location}")).unwrap_or_default()
}

fn broken<T>(rule: impl Into<String>) -> Result<T, NotOpened> {
    Err(NotOpened::Broken(rule.into()))
}

impl Handshake {
    /// Begins one: gives the bytes of the request, too.
    ///
    /// # Errors
    /// The system's, when it has no random numbers.
    pub fn begin(address: &Address, offer: &Offer) -> io::Result<(Self, Vec<u8>)> {
        let (handshake, fields) = Self::begin_with_fields(offer)?;
        let mut head = format!("GET {} HTTP/1.1\r\n", address.target).into_bytes();
        let mut line = |name: &str, value: &[u8]| {
            head.extend_from_slice(name.as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value);
            head.extend_from_slice(b"\r\n");
        };
        if !offer.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            line("Host", address.authority().as_bytes());
        }
        for (name, value) in &fields {
            line(name, value.as_bytes());
        }
        for (name, value) in &offer.headers {
            line(name, value);
        }
        head.extend_from_slice(b"\r\n");
        Ok((handshake, head))
    }

    /// The same for who writes requests by other means: gives the fields that are the handshake's own. What the program wants
    /// said besides is not among them.
    ///
    /// # Errors
    /// The system's, when it has no random numbers.
    pub fn begin_with_fields(offer: &Offer) -> io::Result<(Self, Vec<(&'static str, String)>)> {
        let mut nonce = [0; 16];
        getrandom::fill(&mut nonce)?;
        let key = BASE64_STANDARD.encode(nonce);
        let accept = derive_accept_key(key.as_bytes());
        let mut fields = vec![
            ("Upgrade", "websocket".to_owned()),
            ("Connection", "Upgrade".to_owned()),
            ("Sec-WebSocket-Key", key),
            ("Sec-WebSocket-Version", "13".to_owned()),
        ];
        if !offer.subprotocols.is_empty() {
            fields.push(("Sec-WebSocket-Protocol", offer.subprotocols.join(", ")));
        }
        if offer.extensions.deflate {
            let offered = extension::offer(offer.extensions.context_takeover);
            fields.push(("Sec-WebSocket-Extensions", offered.to_owned()));
        }
        Ok((Self { accept, subprotocols: offer.subprotocols.clone(), extensions: offer.extensions }, fields))
    }

    /// Judges what has come of the answer; `None` if that is not whole. Gives how many bytes it was: what follows is
    /// frames.
    ///
    /// # Errors
    /// As soon as it is clear that no WebSocket comes of it.
    pub fn read(&self, bytes: &[u8]) -> Result<Option<(Opened, usize)>, NotOpened> {
        let mut used = 0;
        loop {
            let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
            let mut response = httparse::Response::new(&mut headers);
            let length = match response.parse(&bytes[used..]) {
                Ok(httparse::Status::Complete(length)) => length,
                Ok(httparse::Status::Partial) if bytes.len() < MOST_BYTES => return Ok(None),
                Ok(httparse::Status::Partial) | Err(httparse::Error::TooManyHeaders) => return Err(NotOpened::TooLong),
                Err(error) => return Err(NotOpened::NotHttp(error.to_string())),
            };
            used += length;
            match response.code {
                // Interim answers, which say nothing to whoever has not asked for them (RFC 9110 section 15.2).
                Some(100 | 102..200) => {}
                _ => return self.judge(&response).map(|opened| Some((opened, used))),
            }
        }
    }

    fn judge(&self, response: &httparse::Response<'_, '_>) -> Result<Opened, NotOpened> {
        let mut headers = HeaderMap::new();
        for line in &*response.headers {
            match (HeaderName::from_bytes(line.name.as_bytes()), HeaderValue::from_bytes(line.value)) {
                (Ok(name), Ok(value)) => headers.append(name, value),
                _ => return Err(NotOpened::NotHttp(format!("invalid header {}", line.name))),
            };
        }
        let text = |value: &HeaderValue| value.as_bytes().escape_ascii().to_string();
        match response.code.unwrap_or_default() {
            101 => {}
            status @ 200.. => {
                let location = headers.get(header::LOCATION).filter(|_| (300..400).contains(&status)).map(text);
                let reason = response.reason.unwrap_or_default().escape_debug().to_string();
                return Err(NotOpened::Refused { status, reason, location });
            }
            status => return Err(NotOpened::NotHttp(format!("there is no status {status}"))),
        }
        self.judge_switch(response.version == Some(1), headers)
    }

    /// Judges an answer of status 101, of which whoever has read it knows the headers and whether it is in HTTP/1.1.
    ///
    /// # Errors
    /// The first rule that it breaks.
    pub fn judge_switch(&self, is_current: bool, headers: HeaderMap) -> Result<Opened, NotOpened> {
        let text = |value: &HeaderValue| value.as_bytes().escape_ascii().to_string();
        if !is_current {
            return broken("it is in HTTP/1.0");
        }
        if !has_token(&headers, &header::UPGRADE, "websocket") {
            return broken("its Upgrade header does not name websocket");
        }
        if !has_token(&headers, &header::CONNECTION, "upgrade") {
            return broken("its Connection header does not name Upgrade");
        }
        match only(&headers, &header::SEC_WEBSOCKET_ACCEPT) {
            Some(accept) if accept.as_bytes() == self.accept.as_bytes() => {}
            Some(accept) => {
                return broken(format!("its Sec-WebSocket-Accept is '{}', not '{}'", text(accept), self.accept));
            }
            None => return broken("it does not have one Sec-WebSocket-Accept header"),
        }
        Ok(Opened {
            subprotocol: self.subprotocol(&headers)?,
            compression: extension::agreed(&headers, self.extensions).or_else(|_| {
                let said: Vec<_> = headers.get_all(header::SEC_WEBSOCKET_EXTENSIONS).iter().map(text).collect();
                broken(format!("its Sec-WebSocket-Extensions '{}' are not what was offered", said.join(", ")))
            })?,
            headers,
        })
    }

    fn subprotocol(&self, headers: &HeaderMap) -> Result<Option<String>, NotOpened> {
        if !headers.contains_key(header::SEC_WEBSOCKET_PROTOCOL) {
            return Ok(None);
        }
        let said = only(headers, &header::SEC_WEBSOCKET_PROTOCOL).map(HeaderValue::as_bytes).unwrap_or_default();
        match self.subprotocols.iter().find(|offered| offered.as_bytes() == said) {
            Some(subprotocol) => Ok(Some(subprotocol.clone())),
            None => broken(format!("its Sec-WebSocket-Protocol '{}' is not one that was offered", said.escape_ascii())),
        }
    }
}

#[cfg(test)]
mod tests {
    use hyper::{Method, Version};
    use proptest::prelude::*;

    use super::*;
    use crate::protocol::handshake::{Subprotocol, Terms, judge};

    fn begin(offer: &Offer) -> (Handshake, String) {
        let address = Address::parse("ws://example.com:81/chat?room=1").unwrap();
        let (handshake, request) = Handshake::begin(&address, offer).unwrap();
        (handshake, String::from_utf8(request).unwrap())
    }

    /// The handshake of the RFC's example.
    fn example() -> Handshake {
        Handshake {
            accept: "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=".to_owned(),
            subprotocols: vec!["chat".to_owned()],
            extensions: Acceptable::default(),
        }
    }

    const LINES: [&str; 4] = [
        "HTTP/1.1 101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
    ];

    /// The answer of the RFC's example, with another line in the place of one, or in addition.
    fn answer(place: usize, line: &str) -> Vec<u8> {
        let mut lines = LINES.to_vec();
        if place < lines.len() {
            lines[place] = line;
        } else {
            lines.push(line);
        }
        lines.retain(|line| !line.is_empty());
        (lines.join("\r\n") + "\r\n\r\n").into_bytes()
    }

    #[test]
    fn our_own_server_takes_the_request_and_the_client_its_answer() {
        let offer = Offer {
            headers: vec![("X-Room".to_owned(), b"1".to_vec())],
            subprotocols: vec!["v2".to_owned(), "v1".to_owned()],
            extensions: Acceptable { deflate: true, context_takeover: false },
        };
        let (handshake, request) = begin(&offer);
        let mut lines = [httparse::EMPTY_HEADER; 20];
        let mut parsed = httparse::Request::new(&mut lines);
        assert!(parsed.parse(request.as_bytes()).unwrap().is_complete());
        assert_eq!((parsed.method, parsed.path), (Some("GET"), Some("/chat?room=1")));
        let headers: HeaderMap = parsed
            .headers
            .iter()
            .map(|line| (line.name.parse::<HeaderName>().unwrap(), HeaderValue::from_bytes(line.value).unwrap()))
            .collect();
        assert_eq!(
            (&headers[header::HOST], &headers["x-room"]),
            (&"example.com:81".parse().unwrap(), &"1".parse().unwrap())
        );
        let terms = Terms { subprotocol: Subprotocol::OneOf(vec!["v1".to_owned()]), extensions: offer.extensions };
        let accepted = judge(&Method::GET, Version::HTTP_11, &headers, &terms).unwrap();
        let mut answer = accepted.response(&[], b"");
        let length = answer.len();
        answer.extend_from_slice(b"\x81\x00");
        let (opened, used) = handshake.read(&answer).unwrap().unwrap();
        assert_eq!((used, opened.subprotocol.as_deref()), (length, Some("v1")));
        assert!(!opened.compression.unwrap().server_takeover);
    }

    #[test]
    fn a_program_may_name_another_host() {
        let headers = vec![("host".to_owned(), b"other".to_vec())];
        let (_, request) = begin(&Offer { headers, ..Offer::default() });
        assert!(request.contains("\r\nhost: other\r\n") && !request.contains("Host: example"), "{request}");
    }

    #[test]
    fn keys_are_never_the_same() {
        let accepts: std::collections::HashSet<_> = (0..50).map(|_| begin(&Offer::default()).0.accept).collect();
        assert_eq!(accepts.len(), 50);
    }

    #[test]
    fn the_answer_of_the_rfc_opens() {
        let answer = answer(9, "Sec-WebSocket-Protocol: chat");
        for length in 0..answer.len() {
            assert!(example().read(&answer[..length]).unwrap().is_none(), "{length}");
        }
        let (opened, used) = example().read(&answer).unwrap().unwrap();
        assert_eq!((used, opened.subprotocol.as_deref()), (answer.len(), Some("chat")));
        let interim = [b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", &*answer].concat();
        assert_eq!(example().read(&interim).unwrap().unwrap().1, interim.len());
    }

    #[test]
    fn each_broken_rule_is_named() {
        for (place, line, says) in [
            (0, "HTTP/1.0 101 Switching Protocols", "HTTP/1.0"),
            (0, "HTTP/1.1 200 OK", "answered 200 OK"),
            (0, "HTTP/1.1 403 Forbidden", "answered 403 Forbidden"),
            (0, "HTTP/1.1 000 Nothing", "not HTTP/1.1"),
            (0, "SSH-2.0-OpenSSH", "not HTTP/1.1"),
            (1, "", "Upgrade header"),
            (1, "Upgrade: h2c", "Upgrade header"),
            (2, "Connection: close", "Connection header"),
            (3, "", "one Sec-WebSocket-Accept"),
            (3, "Sec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==", "not 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='"),
            (9, LINES[3], "one Sec-WebSocket-Accept"),
            (9, "Sec-WebSocket-Protocol: other", "'other'"),
            (9, "Sec-WebSocket-Protocol: Chat", "'Chat'"),
            (9, "Sec-WebSocket-Protocol: chat\r\nSec-WebSocket-Protocol: chat", "not one that was offered"),
            (9, "Sec-WebSocket-Extensions: permessage-deflate", "'permessage-deflate'"),
        ] {
            let error = example().read(&answer(place, line)).expect_err(line).to_string();
            assert!(error.contains(says), "{line}: {error}");
        }
    }

    #[test]
    fn a_redirection_says_where_to() {
        let answer = b"HTTP/1.1 302 Found\r\nLocation: https://example.com/\r\n\r\n";
        let error = example().read(answer).unwrap_err();
        assert_eq!(error.to_string(), "the server answered 302 Found, and to go to https://example.com/");
    }

    #[test]
    fn an_endless_head_has_an_end() {
        let mut endless = b"HTTP/1.1 101 Switching Protocols\r\nX: ".to_vec();
        endless.resize(MOST_BYTES - 1, b'a');
        assert!(example().read(&endless).unwrap().is_none());
        endless.push(b'a');
        assert_eq!(example().read(&endless).unwrap_err(), NotOpened::TooLong);
        assert_eq!(example().read(&answer(9, &["X: y"; 100].join("\r\n"))).unwrap_err(), NotOpened::TooLong);
        let interim = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(MOST_BYTES / 25 + 1);
        assert_eq!(example().read(&interim).unwrap_err(), NotOpened::TooLong);
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(line in "[ -~\\r\\n\\x80]{0,80}", bytes: Vec<u8>, place in 0_usize..6) {
            let _ = example().read(&answer(place, &line));
            let _ = example().read(&bytes);
        }
    }
}

//! What is agreed on compression in the opening handshake: the `Sec-WebSocket-Extensions` header (RFC 6455 section 9.1)
//! and the parameters of permessage-deflate in it (RFC 7692 section 7.1).

use std::fmt::Write;

use hyper::header::{HeaderMap, SEC_WEBSOCKET_EXTENSIONS};
use serde::{Deserialize, Serialize};

use super::deflate::WINDOW_BITS;

/// What this side is ready to agree to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Acceptable {
    /// permessage-deflate at all.
    pub deflate: bool,
    /// Contexts may last from one message to the next; otherwise each message is compressed by itself, in both directions.
    pub context_takeover: bool,
}

/// The parameters of permessage-deflate that both sides go by.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Agreement {
    /// The server's messages refer to earlier ones.
    pub server_takeover: bool,
    /// The client's messages may refer to earlier ones.
    pub client_takeover: bool,
    /// The window of the server's compression, 8 to 15; `None` if the client did not ask for one.
    pub server_window_bits: Option<u8>,
    /// The window of the client's compression as the client named it; `None` if it did not.
    pub client_window_bits: Option<u8>,
}

impl Agreement {
    /// The window that the server compresses with.
    pub fn window_bits(&self) -> u8 {
        self.server_window_bits.unwrap_or(WINDOW_BITS)
    }

    /// The window that the client compresses with.
    pub fn window_bits_of_client(&self) -> u8 {
        self.client_window_bits.unwrap_or(WINDOW_BITS)
    }

    /// The value of the answer's `Sec-WebSocket-Extensions` header.
    pub fn header(&self) -> String {
        let mut header = "permessage-deflate".to_owned();
        if !self.server_takeover {
            header.push_str("; server_no_context_takeover");
        }
        if !self.client_takeover {
            header.push_str("; client_no_context_takeover");
        }
        for (name, bits) in
            [("server_max_window_bits", self.server_window_bits), ("client_max_window_bits", self.client_window_bits)]
        {
            if let Some(bits) = bits {
                // Writing to a `String` can't fail.
                let _ = write!(header, "; {name}={bits}");
            }
        }
        header
    }
}

/// The header breaks the grammar of RFC 6455 section 9.1, for which the handshake fails.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Malformed;

/// Chooses the first offer that the server can accept; `None` when there is none.
///
/// # Errors
/// When the header is malformed, whether the server wants any extension or not.
pub fn negotiate(headers: &HeaderMap, acceptable: Acceptable) -> Result<Option<Agreement>, Malformed> {
    let offers = list(headers)?;
    Ok(offers.iter().filter(|_| acceptable.deflate).find_map(|offer| accept(offer, acceptable.context_takeover)))
}

/// What a client offers: the value of its `Sec-WebSocket-Extensions` header. Without contexts that last it asks the
/// server to do without, too. Any window is fine.
pub fn offer(context_takeover: bool) -> &'static str {
    if context_takeover {
        "permessage-deflate; client_max_window_bits"
    } else {
        "permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits"
    }
}

/// The answer to an [`offer`] is malformed, or is no answer to it: the handshake fails (RFC 7692 section 5.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct NotOffered;

impl From<Malformed> for NotOffered {
    fn from(_: Malformed) -> Self {
        Self
    }
}

/// What a server's answer to an [`offer`] agrees on; `None` if it wants no compression.
///
/// # Errors
/// When the answer has what was not offered, or lacks what was asked for.
pub fn agreed(headers: &HeaderMap, offered: Acceptable) -> Result<Option<Agreement>, NotOffered> {
    let answers = list(headers)?;
    let [answer] = &*answers else { return if answers.is_empty() { Ok(None) } else { Err(NotOffered) } };
    // In an answer this parameter is a promise, and a promise has a number.
    let is_vague = |(name, value): &(&[u8], Option<Vec<u8>>)| {
        name.eq_ignore_ascii_case(b"client_max_window_bits") && value.is_none()
    };
    // What an answer does not take away is there.
    match accept(answer, true) {
        Some(agreed)
            if offered.deflate
                && !answer.parameters.iter().any(is_vague)
                && (offered.context_takeover || !agreed.server_takeover) =>
        {
            Ok(Some(agreed))
        }
        _ => Err(NotOffered),
    }
}

/// The extensions of a header, however many lines it came in.
fn list(headers: &HeaderMap) -> Result<Vec<Offer<'_>>, Malformed> {
    let mut offers = Vec::new();
    for value in headers.get_all(SEC_WEBSOCKET_EXTENSIONS) {
        let mut rest = Scanner { bytes: value.as_bytes() };
        let before = offers.len();
        loop {
            // Empty elements of a list say nothing (RFC 9110 section 5.6.1.2).
            while rest.take(b',') {}
            if rest.is_at_end() {
                break;
            }
            offers.push(rest.offer()?);
            if !rest.is_at_end() {
                rest.expect(b',')?;
            }
        }
        if offers.len() == before {
            return Err(Malformed);
        }
    }
    Ok(offers)
}

/// One extension with its parameters, as the client offers it or the server answers.
struct Offer<'a> {
    name: &'a [u8],
    parameters: Vec<(&'a [u8], Option<Vec<u8>>)>,
}

/// Judges an offer; one with a parameter that is unknown, doubled or has a bad value is declined (RFC 7692 section 7.1).
fn accept(offer: &Offer<'_>, context_takeover: bool) -> Option<Agreement> {
    if !offer.name.eq_ignore_ascii_case(b"permessage-deflate") {
        return None;
    }
    let mut agreed = Agreement {
        server_takeover: context_takeover,
        client_takeover: context_takeover,
        server_window_bits: None,
        client_window_bits: None,
    };
    for (number, (name, value)) in offer.parameters.iter().enumerate() {
        if offer.parameters[..number].iter().any(|(earlier, _)| earlier.eq_ignore_ascii_case(name)) {
            return None;
        }
        match (name.to_ascii_lowercase().as_slice(), value) {
            (b"server_no_context_takeover", None) => agreed.server_takeover = false,
            (b"client_no_context_takeover", None) => agreed.client_takeover = false,
            (b"server_max_window_bits", Some(bits)) => agreed.server_window_bits = Some(window_bits(bits)?),
            // The client says that it could use a smaller window. There is no need for it to.
            (b"client_max_window_bits", None) => {}
            (b"client_max_window_bits", Some(bits)) => agreed.client_window_bits = Some(window_bits(bits)?),
            _ => return None,
        }
    }
    Some(agreed)
}

/// A number from 8 to 15 without leading zeros (RFC 7692 section 7.1.2.1).
fn window_bits(value: &[u8]) -> Option<u8> {
    match value {
        [digit @ b'8'..=b'9'] => Some(digit - b'0'),
        [b'1', digit @ b'0'..=b'5'] => Some(10 + digit - b'0'),
        _ => None,
    }
}

/// Reads the header's grammar from front to back.
struct Scanner<'a> {
    bytes: &'a [u8],
}

impl<'a> Scanner<'a> {
    fn skip_blanks(&mut self) {
        self.bytes = self.bytes.trim_ascii_start();
    }

    fn is_at_end(&mut self) -> bool {
        self.skip_blanks();
        self.bytes.is_empty()
    }

    fn take(&mut self, wanted: u8) -> bool {
        self.skip_blanks();
        let found = self.bytes.first() == Some(&wanted);
        if found {
            self.bytes = &self.bytes[1..];
        }
        found
    }

    fn expect(&mut self, wanted: u8) -> Result<(), Malformed> {
        if self.take(wanted) { Ok(()) } else { Err(Malformed) }
    }

    fn token(&mut self) -> Result<&'a [u8], Malformed> {
        self.skip_blanks();
        let length = self.bytes.iter().take_while(|byte| is_token(**byte)).count();
        let (token, rest) = self.bytes.split_at(length);
        self.bytes = rest;
        if token.is_empty() { Err(Malformed) } else { Ok(token) }
    }

    /// `token *( ";" token [ "=" ( token | quoted-string ) ] )`
    fn offer(&mut self) -> Result<Offer<'a>, Malformed> {
        let name = self.token()?;
        let mut parameters = Vec::new();
        while self.take(b';') {
            let name = self.token()?;
            let value = if self.take(b'=') { Some(self.value()?) } else { None };
            parameters.push((name, value));
        }
        Ok(Offer { name, parameters })
    }

    /// A token, or one in quotes (with what must be a token once the quotes are gone).
    fn value(&mut self) -> Result<Vec<u8>, Malformed> {
        if !self.take(b'"') {
            return self.token().map(<[u8]>::to_vec);
        }
        let mut value = Vec::new();
        loop {
            let (byte, rest) = self.bytes.split_first().ok_or(Malformed)?;
            self.bytes = rest;
            match byte {
                b'"' => break,
                b'\\' => {
                    let (escaped, rest) = self.bytes.split_first().ok_or(Malformed)?;
                    self.bytes = rest;
                    value.push(*escaped);
                }
                byte => value.push(*byte),
            }
        }
        if !value.is_empty() && value.iter().all(|byte| is_token(*byte)) { Ok(value) } else { Err(Malformed) }
    }
}

/// Whether a byte can stand in a token (RFC 9110 section 5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn answer(offers: &[&str], context_takeover: bool) -> Result<Option<String>, Malformed> {
        let mut headers = HeaderMap::new();
        for offer in offers {
            headers.append(SEC_WEBSOCKET_EXTENSIONS, offer.parse().unwrap());
        }
        let agreed = negotiate(&headers, Acceptable { deflate: true, context_takeover })?;
        Ok(agreed.map(|agreed| agreed.header()))
    }

    #[test]
    fn each_offer_has_its_answer() {
        const PLAIN: &str = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        for (offer, expected) in [
            ("permessage-deflate", Some(PLAIN)),
            ("Permessage-Deflate", Some(PLAIN)),
            ("permessage-deflate; client_max_window_bits", Some(PLAIN)),
            ("permessage-deflate;server_no_context_takeover ; client_no_context_takeover", Some(PLAIN)),
            ("x-webkit-deflate-frame, permessage-deflate", Some(PLAIN)),
            ("permessage-deflate; mode=fast, permessage-deflate", Some(PLAIN)),
            (" , permessage-deflate ,, ", Some(PLAIN)),
            ("x-webkit-deflate-frame", None),
            ("permessage-deflate; mode=fast", None),
            ("permessage-deflate; server_max_window_bits", None),
            ("permessage-deflate; server_max_window_bits=7", None),
            ("permessage-deflate; server_max_window_bits=16", None),
            ("permessage-deflate; server_max_window_bits=08", None),
            ("permessage-deflate; client_max_window_bits=0", None),
            ("permessage-deflate; client_no_context_takeover=1", None),
            ("permessage-deflate; client_no_context_takeover; client_no_context_takeover", None),
        ] {
            assert_eq!(answer(&[offer], false), Ok(expected.map(str::to_owned)), "{offer}");
        }
    }

    #[test]
    fn windows_are_echoed_and_obeyed() {
        let quoted = "permessage-deflate; server_max_window_bits=\"10\"; client_max_window_bits=8";
        assert_eq!(
            answer(&[quoted], true).unwrap().as_deref(),
            Some("permessage-deflate; server_max_window_bits=10; client_max_window_bits=8")
        );
    }

    #[test]
    fn contexts_last_only_if_both_sides_want_that() {
        let one_sided = "permessage-deflate; server_no_context_takeover";
        assert_eq!(answer(&[one_sided], true).unwrap().as_deref(), Some(one_sided));
        assert_eq!(answer(&["permessage-deflate"], true).unwrap().as_deref(), Some("permessage-deflate"));
    }

    fn answered(answers: &[&str], context_takeover: bool) -> Result<Option<Agreement>, NotOffered> {
        let mut headers = HeaderMap::new();
        for answer in answers {
            headers.append(SEC_WEBSOCKET_EXTENSIONS, answer.parse().unwrap());
        }
        agreed(&headers, Acceptable { deflate: true, context_takeover })
    }

    #[test]
    fn an_answer_says_how_both_sides_compress() {
        let alone = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
        let agreement = |server_takeover, client_takeover, server_window_bits, client_window_bits| {
            Ok(Some(Agreement { server_takeover, client_takeover, server_window_bits, client_window_bits }))
        };
        assert_eq!(answered(&[], false), Ok(None));
        assert_eq!(answered(&[alone], false), agreement(false, false, None, None));
        assert_eq!(answered(&["permessage-deflate"], true), agreement(true, true, None, None));
        assert_eq!(answered(&[alone], true), agreement(false, false, None, None));
        let windows = "permessage-deflate; client_max_window_bits=9; server_max_window_bits=10";
        assert_eq!(answered(&[windows], true), agreement(true, true, Some(10), Some(9)));
    }

    #[test]
    fn an_answer_that_nobody_asked_for_is_none() {
        for answer in [
            &["x-webkit-deflate-frame"][..],
            &["permessage-deflate; client_max_window_bits"],
            &["permessage-deflate; client_max_window_bits=7"],
            &["permessage-deflate; mode=fast"],
            &["permessage-deflate; server_no_context_takeover; server_no_context_takeover"],
            &["permessage-deflate, permessage-deflate"],
            &["permessage-deflate", "permessage-deflate"],
            &["permessage-deflate;"],
            &[""],
        ] {
            assert_eq!(answered(answer, true), Err(NotOffered), "{answer:?}");
        }
        assert_eq!(answered(&["permessage-deflate"], false), Err(NotOffered), "contexts that last");
        let mut headers = HeaderMap::new();
        headers.append(SEC_WEBSOCKET_EXTENSIONS, "permessage-deflate".parse().unwrap());
        assert_eq!(agreed(&headers, Acceptable::default()), Err(NotOffered), "no compression");
    }

    #[test]
    fn a_server_answers_what_a_client_offers() {
        for context_takeover in [false, true] {
            let answer = answer(&[offer(context_takeover)], context_takeover).unwrap().unwrap();
            let agreed = answered(&[&answer], context_takeover).unwrap().unwrap();
            assert_eq!((agreed.server_takeover, agreed.client_takeover), (context_takeover, context_takeover));
        }
    }

    #[test]
    fn several_headers_are_one_list() {
        let answer = answer(&["foo; a=b", "bar", "permessage-deflate; server_max_window_bits=9"], true);
        assert_eq!(answer.unwrap().as_deref(), Some("permessage-deflate; server_max_window_bits=9"));
    }

    #[test]
    fn what_breaks_the_grammar_is_told_apart_from_what_is_unknown() {
        for malformed in
            ["", ",", "permessage-deflate;", "permessage-deflate; =8", "a b", "a; b=", "a; b=\"c", "a; b=\"\""]
        {
            assert_eq!(answer(&[malformed], true), Err(Malformed), "{malformed:?}");
        }
    }

    proptest! {
        #[test]
        fn no_header_makes_it_panic(value in "[ -~]{0,60}") {
            let _ = answer(&[&value], true);
            let _ = answered(&[&value], true);
        }
    }
}

//! What a response says before and behind its body: status, headers, trailers.

use ext_php_rs::types::Zval;
use swoxide_engine::link::{ResponseHead, http};

use super::open;
use crate::classes::warn;
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes, text};
use crate::zend::value::to_string;

/// The longest header name.
const LONGEST_NAME: usize = 127;

/// What must be known before the body can't stand behind it (RFC 9110 section 6.5.1).
const NO_TRAILERS: [http::HeaderName; 15] = [
    http::header::AUTHORIZATION,
    http::header::CACHE_CONTROL,
    http::header::CONNECTION,
    http::header::CONTENT_ENCODING,
    http::header::CONTENT_LENGTH,
    http::header::CONTENT_RANGE,
    http::header::CONTENT_TYPE,
    http::header::HOST,
    http::header::MAX_FORWARDS,
    http::header::SET_COOKIE,
    http::header::TE,
    http::header::TRAILER,
    http::header::TRANSFER_ENCODING,
    http::header::UPGRADE,
    http::HeaderName::from_static("keep-alive"),
];

#[derive(Default)]
pub(super) struct Head {
    /// `status()` was called.
    pub(super) status: Option<u16>,
    reason: Option<String>,
    headers: Vec<(String, Vec<u8>)>,
    pub(super) cookies: Vec<Vec<u8>>,
    pub(super) trailers: Vec<(String, Vec<u8>)>,
}

impl Head {
    /// Whether the program has said anything.
    pub(super) fn is_touched(&self) -> bool {
        self.status.is_some() || !self.headers.is_empty() || !self.cookies.is_empty()
    }

    pub(super) fn take(&mut self, default_status: u16) -> ResponseHead {
        if !self.trailers.is_empty() && !self.has("trailer") {
            let names: Vec<_> = self.trailers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
            self.headers.push(("trailer".to_owned(), names.join(", ").into_bytes()));
        }
        let cookies = self.cookies.drain(..).map(|cookie| ("set-cookie".to_owned(), cookie));
        ResponseHead {
            status: self.status.unwrap_or(default_status),
            reason: self.reason.take(),
            headers: self.headers.drain(..).chain(cookies).collect(),
        }
    }

    /// Whether a header is set.
    pub(super) fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name))
    }

    /// Sets a header. One that is set again keeps its place.
    pub(super) fn set(&mut self, name: &str, values: Vec<Vec<u8>>) {
        set_field(&mut self.headers, name, values);
    }
}

fn set_field(fields: &mut Vec<(String, Vec<u8>)>, name: &str, values: Vec<Vec<u8>>) {
    let is_same = |(known, _): &(String, Vec<u8>)| known.eq_ignore_ascii_case(name);
    let place = fields.iter().position(is_same).unwrap_or(fields.len());
    fields.extract_if(place.., |field| is_same(field)).for_each(drop);
    fields.splice(place..place, values.into_iter().map(|value| (name.to_owned(), value)));
}

pub(super) fn status(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|S", status: i64, reason: StringArgument);
    let reason = text(call, reason);
    let Some(response) = open(call)? else { return call.give(false) };
    let status = if status == 0 { 200 } else { status };
    let Some(number) = final_status(status, response.is_of_handshake()) else { return call.give(false) };
    if !is_one_line(reason.as_bytes()) {
        return call.give(false);
    }
    let mut head = response.head.borrow_mut();
    head.status = Some(number);
    let known = http::StatusCode::from_u16(number).is_ok_and(|status| status.canonical_reason().is_some());
    head.reason = match reason.as_str() {
        "" if known => None,
        "" => Some("Unknown Status".to_owned()),
        reason => Some(reason.to_owned()),
    };
    drop(head);
    call.give(true)
}

/// A status that ends an exchange, or accepts a handshake; `None`, and a warning, for others: those of 1xx only come before
/// one that does.
pub(super) fn final_status(status: i64, of_handshake: bool) -> Option<u16> {
    let is_right = (200..=999).contains(&status) || (of_handshake && status == 101);
    let number = u16::try_from(status).ok().filter(|_| is_right);
    if number.is_none() {
        let right = if of_handshake { "101 and 200 to 999" } else { "200 to 999" };
        warn(&format!("the status code {status} can't be sent: {right} can"));
    }
    number
}

/// Whether a text can stand in a head without beginning another line; else a warning.
pub(super) fn is_one_line(text: &[u8]) -> bool {
    let is_one = !text.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0));
    if !is_one {
        warn("Header may not contain more than a single header, new line detected");
    }
    is_one
}

pub(super) fn header(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sz|b", key: StringArgument, value: *mut Zval, _format: bool);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let value = unsafe { &*value }.dereference();
    let Some(name) = header_name(bytes(call, key).unwrap_or_default()) else { return call.give(false) };
    if open(call)?.is_none() {
        return call.give(false);
    }
    let mut values = Vec::new();
    if let Some(list) = value.array() {
        for item in list.values() {
            values.extend(header_value(item)?);
        }
    } else {
        values.extend(header_value(value)?);
    }
    // Asked again: a conversion above may have run anything.
    let Some(response) = open(call)? else { return call.give(false) };
    if !values.is_empty() {
        response.head.borrow_mut().set(&name, values);
    }
    call.give(true)
}

pub(super) fn trailer(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"SS", key: StringArgument, value: StringArgument);
    let value = bytes(call, value).unwrap_or_default();
    let Some(name) = header_name(bytes(call, key).unwrap_or_default()) else { return call.give(false) };
    if NO_TRAILERS.iter().any(|forbidden| forbidden.as_str().eq_ignore_ascii_case(&name)) {
        warn(&format!("'{name}' has to come before the body, and can't be a trailer"));
        return call.give(false);
    }
    if !is_one_line(value) {
        return call.give(false);
    }
    let Some(response) = open(call)? else { return call.give(false) };
    set_field(&mut response.head.borrow_mut().trailers, &name, vec![value.to_vec()]);
    call.give(true)
}

/// A header's name as it may go on the wire; `None`, and a warning, if it may not.
fn header_name(name: &[u8]) -> Option<String> {
    if name.len() > LONGEST_NAME {
        warn("header key is too long");
        return None;
    }
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    if name.is_empty() || !name.iter().all(is_token) {
        warn(&format!("header key '{}' is no HTTP header name", String::from_utf8_lossy(name).escape_debug()));
        return None;
    }
    Some(String::from_utf8_lossy(name).into_owned())
}

/// A header's value as it may go on the wire; `None` for null, and for what would begin another header.
fn header_value(value: &Zval) -> Result<Option<Vec<u8>>, Failure> {
    let value = value.dereference();
    if value.is_null() {
        return Ok(None);
    }
    let value = to_string(value)?;
    let value = value.trim_ascii_end();
    Ok(is_one_line(value).then(|| value.to_vec()))
}

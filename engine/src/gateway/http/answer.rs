//! Answers: the worker's, for hyper or as bytes, and the gateway's own to what never reaches PHP, which hyper sends.

use http_body_util::Full;
use hyper::body::Body;
use hyper::ext::ReasonPhrase;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

use super::answer_body::AnswerBody;
use crate::gateway::date;
use crate::gateway::exchange::ReplyBody;
use crate::link::ResponseHead;
use crate::protocol::handshake::SERVER_NAME;

pub(super) type Answer = Response<AnswerBody>;

/// An answer of the gateway's own; the connection closes behind it.
pub(super) fn plain(status: u16, text: &'static str, content_type: &'static str) -> Answer {
    let mut answer = Response::new(AnswerBody::Whole(Full::from(text)));
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = answer.headers_mut();
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("must-revalidate,no-cache,no-store"));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
    headers.insert(header::SERVER, HeaderValue::from_static(SERVER_NAME));
    headers.insert(header::DATE, date::now());
    answer
}

/// The worker's answer.
pub(super) fn reply_answer(head: ResponseHead, body: ReplyBody, persistent: bool, answers_head: bool) -> Answer {
    let ResponseHead { status, reason, headers: wanted } = head;
    // The answer to HEAD may say how long the body of GET would be: it has none to disagree with.
    let states_length = answers_head && wanted.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let is_whole = matches!(body, ReplyBody::Whole(_));
    let Ok(body) = AnswerBody::of(body) else { return plain(500, "the file can't be read", "text/plain") };
    let mut answer = Response::new(if states_length && is_whole { AnswerBody::Unstated } else { body });
    *answer.status_mut() = status_code(status);
    if let Some(reason) = reason.and_then(|reason| ReasonPhrase::try_from(reason.into_bytes()).ok()) {
        answer.extensions_mut().insert(reason);
    }
    let headers = answer.headers_mut();
    for (name, value) in fields(wanted, persistent, states_length) {
        // So many different names fit as a table of 32,768 places holds, three quarters of them.
        if headers.try_append(name, value).is_err() {
            return plain(500, "too many headers in the answer", "text/plain");
        }
    }
    answer
}

/// The worker's answer with a body in memory to a request of HTTP/1.1, to the byte as hyper writes it; the connection is kept.
pub(super) fn encode(head: ResponseHead, body: &[u8]) -> Vec<u8> {
    let ResponseHead { status, reason, headers } = head;
    let status = status_code(status);
    let reason = reason.and_then(|reason| ReasonPhrase::try_from(reason.into_bytes()).ok());
    let reason = reason.as_ref().map(ReasonPhrase::as_bytes);
    let reason = reason.unwrap_or_else(|| status.canonical_reason().unwrap_or("<none>").as_bytes());
    let mut out = Vec::with_capacity(256 + body.len());
    put(&mut out, [b"HTTP/1.1 ", status.as_str().as_bytes(), b" ", reason, b"\r\n"]);
    let fields = fields(headers, true, false);
    for (place, (name, _)) in fields.iter().enumerate() {
        // Those of one name stand together.
        if fields[..place].iter().any(|(before, _)| before == name) {
            continue;
        }
        for (_, value) in fields[place..].iter().filter(|(other, _)| other == name) {
            let mut is_capital = true;
            out.extend(name.as_str().bytes().map(|byte| {
                let is_first = std::mem::replace(&mut is_capital, byte == b'-');
                if is_first { byte.to_ascii_uppercase() } else { byte }
            }));
            put(&mut out, [b": ", value.as_bytes(), b"\r\n"]);
        }
    }
    put(&mut out, [b"Content-Length: ", itoa::Buffer::new().format(body.len()).as_bytes(), b"\r\n\r\n", body]);
    out
}

fn put<const N: usize>(out: &mut Vec<u8>, parts: [&[u8]; N]) {
    parts.iter().for_each(|part| out.extend_from_slice(part));
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::OK)
}

/// What the program wants to say, and the defaults of those fields that it did not set, in Swoole's order.
fn fields(wanted: Vec<(String, Vec<u8>)>, persistent: bool, states_length: bool) -> Vec<(HeaderName, HeaderValue)> {
    let [server, date, connection] = defaults(persistent);
    let defaults = [server, date, connection, (header::CONTENT_TYPE, HeaderValue::from_static("text/html"))];
    let mut is_set = [false; 4];
    let mut fields = Vec::with_capacity(wanted.len() + defaults.len());
    for (name, value) in wanted {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else { continue };
        // A length that is not the body's would make the next answer begin in the middle of this one.
        if name == header::TRANSFER_ENCODING || (name == header::CONTENT_LENGTH && !states_length) {
            continue;
        }
        for (is_set, (default, _)) in is_set.iter_mut().zip(&defaults) {
            *is_set |= name == *default;
        }
        // One that is empty is to be kept away.
        if !value.is_empty() {
            fields.push((name, value));
        }
    }
    fields.extend(defaults.into_iter().zip(is_set).filter(|(_, is_set)| !is_set).map(|(default, _)| default));
    fields
}

/// The same without its body, and with the length that it would have had where that may be said (RFC 9110 section 8.6).
pub(super) fn without_body(mut answer: Answer) -> Answer {
    let length = answer.body().size_hint().exact().filter(|length| *length > 0);
    let status = answer.status();
    let headers = answer.headers_mut();
    match status {
        StatusCode::NO_CONTENT => drop(headers.remove(header::CONTENT_LENGTH)),
        StatusCode::NOT_MODIFIED => {}
        _ => {
            if let Some(length) = length {
                headers.entry(header::CONTENT_LENGTH).or_insert(length.into());
            }
        }
    }
    answer.map(|_| AnswerBody::Unstated)
}

/// What every answer says, unless it says that otherwise or is to say nothing of it.
pub(super) fn defaults(persistent: bool) -> [(HeaderName, HeaderValue); 3] {
    [
        (header::SERVER, HeaderValue::from_static(SERVER_NAME)),
        (header::DATE, date::now()),
        (header::CONNECTION, HeaderValue::from_static(if persistent { "keep-alive" } else { "close" })),
    ]
}

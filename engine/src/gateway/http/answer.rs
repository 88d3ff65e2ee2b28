//! Answers as hyper sends them: the worker's, and the gateway's own to what never reaches PHP.

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use http_body_util::Full;
use hyper::body::Body;
use hyper::ext::ReasonPhrase;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};

use super::answer_body::AnswerBody;
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
    headers.insert(header::DATE, date());
    answer
}

/// The worker's answer, with the defaults of those headers that it did not set, in Swoole's order.
pub(super) fn reply_answer(head: ResponseHead, body: ReplyBody, persistent: bool, answers_head: bool) -> Answer {
    let ResponseHead { status, reason, headers: wanted } = head;
    // The answer to HEAD may say how long the body of GET would be: it has none to disagree with.
    let states_length = answers_head && wanted.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-length"));
    let is_whole = matches!(body, ReplyBody::Whole(_));
    let Ok(body) = AnswerBody::of(body) else { return plain(500, "the file can't be read", "text/plain") };
    let mut answer = Response::new(if states_length && is_whole { AnswerBody::Unstated } else { body });
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    if let Some(reason) = reason.and_then(|reason| ReasonPhrase::try_from(reason.into_bytes()).ok()) {
        answer.extensions_mut().insert(reason);
    }
    let mut kept_away = Vec::new();
    let headers = answer.headers_mut();
    // Those of the program's that are usual, the defaults, and the length that hyper adds.
    headers.reserve(wanted.len().min(32) + 5);
    for (name, value) in wanted {
        let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) else { continue };
        // A length that is not the body's would make the next answer begin in the middle of this one.
        if name == header::TRANSFER_ENCODING || (name == header::CONTENT_LENGTH && !states_length) {
            continue;
        }
        if value.is_empty() {
            kept_away.push(name);
        } else {
            // So many different names fit as a table of 32,768 places holds, three quarters of them.
            if headers.try_append(name, value).is_err() {
                return plain(500, "too many headers in the answer", "text/plain");
            }
        }
    }
    add_defaults(headers, persistent, &kept_away);
    if !kept_away.contains(&header::CONTENT_TYPE) {
        headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("text/html"));
    }
    answer
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
pub(super) fn add_defaults(headers: &mut HeaderMap, persistent: bool, kept_away: &[HeaderName]) {
    let defaults = [
        (header::SERVER, HeaderValue::from_static(SERVER_NAME)),
        (header::DATE, date()),
        (header::CONNECTION, HeaderValue::from_static(if persistent { "keep-alive" } else { "close" })),
    ];
    for (name, value) in defaults {
        if !kept_away.contains(&name) {
            headers.entry(name).or_insert(value);
        }
    }
}

/// The time, put into words once a second.
fn date() -> HeaderValue {
    thread_local! {
        static DATE: RefCell<(u64, HeaderValue)> = const { RefCell::new((0, HeaderValue::from_static(""))) };
    }
    let now = SystemTime::now();
    let second = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    DATE.with_borrow_mut(|(of, date)| {
        if *of != second
            && let Ok(words) = HeaderValue::try_from(httpdate::fmt_http_date(now))
        {
            (*of, *date) = (second, words);
        }
        date.clone()
    })
}

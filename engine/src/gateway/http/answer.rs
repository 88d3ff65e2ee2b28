//! Answers as hyper sends them: the worker's, and the gateway's own to what never reaches PHP.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::SystemTime;

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Frame, SizeHint};
use hyper::ext::ReasonPhrase;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Response, StatusCode};
use tokio::sync::mpsc;

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
    let mut answer = Response::new(match body {
        ReplyBody::Whole(_) if states_length => AnswerBody::Unstated,
        ReplyBody::Whole(body) => AnswerBody::Whole(Full::new(body)),
        ReplyBody::Chunks { chunks, waiting } => AnswerBody::Chunks { chunks, waiting },
    });
    *answer.status_mut() = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    if let Some(reason) = reason.and_then(|reason| ReasonPhrase::try_from(reason.into_bytes()).ok()) {
        answer.extensions_mut().insert(reason);
    }
    let defaults = [
        (header::SERVER, HeaderValue::from_static(SERVER_NAME)),
        (header::DATE, date()),
        (header::CONNECTION, HeaderValue::from_static(if persistent { "keep-alive" } else { "close" })),
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html")),
    ];
    let mut kept_away = Vec::new();
    let headers = answer.headers_mut();
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
    for (name, value) in defaults {
        if !headers.contains_key(&name) && !kept_away.contains(&name) {
            headers.insert(name, value);
        }
    }
    answer
}

/// The same without its body, and with the length that it would have had: an answer to HEAD.
pub(super) fn without_body(mut answer: Answer) -> Answer {
    if let Some(length) = answer.body().size_hint().exact().filter(|length| *length > 0) {
        answer.headers_mut().entry(header::CONTENT_LENGTH).or_insert(length.into());
    }
    answer.map(|_| AnswerBody::Unstated)
}

fn date() -> HeaderValue {
    HeaderValue::try_from(httpdate::fmt_http_date(SystemTime::now())).unwrap_or(HeaderValue::from_static(""))
}

/// The body of an answer.
pub(super) enum AnswerBody {
    Whole(Full<Bytes>),
    /// None, and the head says a length.
    Unstated,
    Chunks {
        chunks: mpsc::UnboundedReceiver<Bytes>,
        waiting: Arc<AtomicUsize>,
    },
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body).poll_frame(context),
            Self::Unstated => Poll::Ready(None),
            Self::Chunks { chunks, waiting } => chunks.poll_recv(context).map(|data| {
                data.map(|data| {
                    waiting.fetch_sub(data.len(), Ordering::AcqRel);
                    Ok(Frame::data(data))
                })
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Unstated | Self::Chunks { .. } => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Unstated | Self::Chunks { .. } => SizeHint::default(),
        }
    }
}

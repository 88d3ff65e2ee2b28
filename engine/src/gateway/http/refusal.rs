//! Why a request does not come to PHP, and what its client is told.

use hyper::Method;
use hyper::header::{self, HeaderValue};
use hyper::http::request::Parts;

use super::answer::{Answer, plain};
use crate::protocol::multipart::Broken;

/// See the module.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refusal {
    status: u16,
    text: &'static str,
}

impl Refusal {
    /// As many requests wait as may.
    pub(super) const BUSY: Self = Self::new(503, "the server is busy");
    /// Memory is short.
    pub(super) const NO_ROOM: Self = Self::new(503, "no room for more bodies now");
    pub(super) const TOO_LONG: Self = Self::new(413, "the body is longer than package_max_length");
    pub(super) const TOO_MANY_PARTS: Self = Self::new(413, "more than 1000 parts in a form");
    pub(super) const TOO_SLOW: Self = Self::new(408, "the body does not come, or too slowly");
    pub(super) const BROKEN: Self = Self::new(400, "the body is broken");

    const fn new(status: u16, text: &'static str) -> Self {
        Self { status, text }
    }

    /// Why this head is refused, if it is: because it is not for this server, or because two readers could understand it in
    /// two ways, beyond what hyper refuses. (Of a length and chunks together hyper drops the length, and ends the connection
    /// behind the answer: RFC 9112 section 6.3.)
    pub(super) fn of_head(head: &Parts) -> Option<Self> {
        if head.method == Method::CONNECT {
            return Some(Self::new(501, "this is no proxy"));
        }
        // PHP would get a body that is still coded (RFC 9112 section 6.1).
        let mut codings = head.headers.get_all(header::TRANSFER_ENCODING).iter();
        let is_other = |coding: &HeaderValue| !coding.as_bytes().eq_ignore_ascii_case(b"chunked");
        if codings.next().is_some_and(is_other) || codings.next().is_some() {
            return Some(Self::new(501, "a transfer coding other than chunked"));
        }
        // RFC 9112 section 3.2. One that is missing is harmless, and old clients leave it out.
        let several = head.headers.get_all(header::HOST).iter().nth(1).is_some();
        several.then_some(Self::new(400, "more than one Host"))
    }

    /// What the client is told; the connection closes behind it.
    pub(super) fn answer(self) -> Answer {
        let mut answer = plain(self.status, self.text, "text/plain");
        if self.status == 503 {
            answer.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        answer
    }
}

impl From<Broken> for Refusal {
    fn from(broken: Broken) -> Self {
        Self::new(400, broken.text())
    }
}

//! What becomes of one request: the gateway answers it itself, or PHP does.

use std::convert::Infallible;
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use http_body_util::Limited;
use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, Uri, Version};
use parking_lot::Mutex;

use super::answer::{Answer, AnswerBody, plain, reply_answer, without_body};
use super::body::read_body;
use crate::gateway::Shared;
use crate::gateway::connection::Connection;
use crate::gateway::exchange::Reply;
use crate::gateway::under_way::{Mark, Tracked};
use crate::link::{EventKind, Held, Request};
use crate::protocol::handshake::{self, Accepted};
use crate::registry::WebSocketStatus;

/// What a WebSocket server without `onRequest` answers to plain HTTP, as Swoole words it.
const BAD_REQUEST_PAGE: &str = "<html><body><h2>HTTP 400 Bad Request</h2><hr><i>Powered by Swoole</i></body></html>";

/// A request that becomes a WebSocket.
pub(super) enum Upgrade {
    /// By the rules alone.
    Accepted { accepted: Accepted, request: Box<Request> },
    /// By the program, whose answer is in the outbox.
    Answered,
}

/// What the service needs to answer the requests of one connection.
pub(super) struct Service<'task> {
    connection: &'task Connection,
    shared: &'task Shared,
    count: AtomicU64,
    /// The request that takes the connection away from HTTP.
    pub(super) upgrade: Mutex<Option<Upgrade>>,
    /// No request follows the one under way.
    pub(super) closes: AtomicBool,
}

impl<'task> Service<'task> {
    /// For a connection that had so many requests before.
    pub(super) fn new(connection: &'task Connection, shared: &'task Shared, exchanges: u64) -> Self {
        let count = AtomicU64::new(exchanges);
        Self { connection, shared, count, upgrade: Mutex::default(), closes: AtomicBool::new(false) }
    }

    pub(super) async fn serve(
        &self,
        request: hyper::Request<Incoming>,
        mark: Mark,
    ) -> Result<Response<Tracked<AnswerBody>>, Infallible> {
        let persistent = is_persistent(request.version(), request.headers());
        let has_no_body = request.version() == Version::HTTP_2 && request.method() == Method::HEAD;
        let mut answer = self.answer(request).await?;
        if has_no_body {
            // In HTTP/1 hyper sees to it.
            answer = without_body(answer);
        }
        if !persistent || handshake::has_token(answer.headers(), &header::CONNECTION, "close") {
            self.closes.store(true, Ordering::Relaxed);
        }
        Ok(answer.map(|body| Tracked::new(body, mark)))
    }

    /// Requests so far.
    pub(super) fn exchanges(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    async fn answer(&self, request: hyper::Request<Incoming>) -> Result<Answer, Infallible> {
        let (mut head, body) = request.into_parts();
        let persistent = is_persistent(head.version, &head.headers);
        let is_head = head.method == Method::HEAD;
        if head.version == Version::HTTP_2 {
            if !as_http1(&mut head) {
                return Ok(plain(400, "a request without a path", "text/plain"));
            }
            // Whoever begins requests and gives them up at once must not fill the queue with them.
            let limit = self.connection.port.settings.http2.max_concurrent_streams.unsigned_abs();
            if self.connection.exchanges.count() as u64 >= limit {
                return Ok(plain(503, "too many requests of this connection wait", "text/plain"));
            }
        } else if self.connection.port.wanted.websocket && handshake::is_asked(&head.headers) {
            return Ok(
                match handshake::judge(&head.method, head.version, &head.headers, &self.connection.port.terms) {
                    Ok(accepted) => self.accepted(accepted, self.request(head, Bytes::new())).await,
                    Err(refusal) => {
                        let mut answer = plain(refusal.status, refusal.reason, "text/plain");
                        if refusal.status == 426 {
                            answer.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
                        }
                        answer
                    }
                },
            );
        }
        // Whoever reads one of the two lengths differently could smuggle a request past (RFC 9112 section 6.3).
        if head.headers.contains_key(header::CONTENT_LENGTH) && head.headers.contains_key(header::TRANSFER_ENCODING) {
            return Ok(plain(400, "both Content-Length and Transfer-Encoding", "text/plain"));
        }
        if !self.connection.port.wanted.request {
            return Ok(plain(400, BAD_REQUEST_PAGE, "text/html; charset=UTF-8"));
        }
        let limit = self.connection.port.settings.package_limit();
        if body.size_hint().lower() > limit as u64 {
            return Ok(plain(413, "the body is longer than package_max_length", "text/plain"));
        }
        // Until it is answered.
        let mut held = Held::of(&self.shared.incoming);
        let body = match read_body(Limited::new(body, limit), &mut held).await {
            Ok(body) => body,
            Err(refusal) => return Ok(refusal),
        };
        let request = self.request(head, body);
        let reply = self.connection.exchanges.begin(request.exchange, None);
        self.shared.tell(self.connection, EventKind::Request(request));
        Ok(match reply.await {
            Ok(Reply::Http { head, body }) => {
                reply_answer(head, body, persistent && !*self.shared.stopping.borrow(), is_head)
            }
            Ok(Reply::Switched) | Err(_) => plain(500, "", "text/html"),
        })
    }

    /// A handshake that may succeed: it does, unless the program has a say in it and says no.
    async fn accepted(&self, accepted: Accepted, request: Box<Request>) -> Answer {
        let upgrade = if self.connection.port.wanted.handshake {
            self.shared.registry.set_websocket(self.connection.entry, WebSocketStatus::Connection);
            let reply = self.connection.exchanges.begin(request.exchange, Some(Box::new(accepted)));
            self.shared.tell(self.connection, EventKind::Handshake(request));
            match reply.await {
                Ok(Reply::Switched) => Upgrade::Answered,
                Ok(Reply::Http { head, body }) => return reply_answer(head, body, false, false),
                Err(_) => return plain(500, "", "text/html"),
            }
        } else {
            Upgrade::Accepted { accepted, request }
        };
        *self.upgrade.lock() = Some(upgrade);
        // The loop around hyper takes the socket back now and drops this future.
        pending().await
    }

    fn request(&self, head: Parts, body: Bytes) -> Box<Request> {
        Box::new(Request {
            exchange: self.count.fetch_add(1, Ordering::Relaxed) + 1,
            method: head.method,
            uri: head.uri,
            version: head.version,
            headers: head.headers,
            body,
            remote: self.connection.remote,
            local: self.connection.local,
            received_at: SystemTime::now(),
        })
    }
}
/// Says what HTTP/2 says in fields of its own as HTTP/1 does, for PHP: the target is a path, and the host a header. False
/// for a request without a path (CONNECT).
fn as_http1(head: &mut Parts) -> bool {
    let Some(target) = head.uri.path_and_query().cloned() else { return false };
    if let Some(authority) = head.uri.authority()
        && let Ok(host) = HeaderValue::try_from(authority.as_str())
    {
        head.headers.insert(header::HOST, host);
    }
    head.uri = Uri::from(target);
    true
}

/// Whether the client wants the connection kept after this exchange (RFC 9112 section 9.3).
fn is_persistent(version: Version, headers: &HeaderMap) -> bool {
    let says = |token| handshake::has_token(headers, &header::CONNECTION, token);
    match version {
        Version::HTTP_2 => true,
        Version::HTTP_11 => !says("close"),
        _ => says("keep-alive"),
    }
}

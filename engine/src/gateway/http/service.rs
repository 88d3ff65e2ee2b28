//! What becomes of one request: the gateway answers it itself, or PHP does.

use std::convert::Infallible;
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use hyper::body::{Body, Incoming};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode, Uri, Version};
use parking_lot::Mutex;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use super::answer::{Answer, plain, reply_answer, without_body};
use super::answer_body::AnswerBody;
use super::body::{Arriving, read_body};
use super::form::read_form;
use super::http2;
use super::refusal::Refusal;
use crate::gateway::connection::Connection;
use crate::gateway::exchange::{Reply, ReplyBody};
use crate::gateway::under_way::{Mark, Tracked};
use crate::gateway::{Port, Protocol, RESPONSE_LIMIT, Shared};
use crate::link::{EventKind, Form, Held, Request};
use crate::protocol::handshake::{self, Accepted};
use crate::protocol::multipart;
use crate::registry::WebSocketStatus;

/// What a WebSocket server without `onRequest` answers to plain HTTP, as Swoole words it.
const BAD_REQUEST_PAGE: &str = "<html><body><h2>HTTP 400 Bad Request</h2><hr><i>Powered by Swoole</i></body></html>";

/// A request that becomes a WebSocket.
pub(super) enum Upgrade {
    /// By the rules alone; with the request, if the program wants to hear of it.
    Accepted { accepted: Accepted, request: Option<Box<Request>> },
    /// By the program, whose answer is in the outbox.
    Answered,
}

/// What the service needs to answer the requests of one connection.
pub(super) struct Service<'task> {
    connection: &'task Connection,
    shared: &'task Shared,
    count: AtomicU64,
    /// What PHP was asked before hyper had the connection; it answers the first request that hyper reads.
    carried: Mutex<Option<Asked<'task>>>,
    /// The request that takes the connection away from HTTP.
    pub(super) upgrade: Mutex<Option<Upgrade>>,
    /// No request follows the one under way.
    pub(super) closes: AtomicBool,
}

impl<'task> Service<'task> {
    /// For a connection that had so many requests before.
    pub(super) fn new(connection: &'task Connection, shared: &'task Shared, exchanges: u64) -> Self {
        Self {
            connection,
            shared,
            count: AtomicU64::new(exchanges),
            carried: Mutex::default(),
            upgrade: Mutex::default(),
            closes: AtomicBool::new(false),
        }
    }

    /// The same, where the first request that comes is PHP's already.
    pub(super) fn carrying(self, asked: Option<Asked<'task>>) -> Self {
        *self.carried.lock() = asked;
        self
    }

    pub(super) async fn serve(
        &self,
        request: hyper::Request<Incoming>,
        mark: Mark,
    ) -> Result<Response<Tracked<AnswerBody>>, Infallible> {
        let version = request.version();
        let persistent = is_persistent(version, request.headers());
        let (is_http2, is_head) = (version == Version::HTTP_2, request.method() == Method::HEAD);
        let is_full = is_http2 && mark.held() > RESPONSE_LIMIT;
        let mut answer = if is_full { Refusal::BUSY.answer() } else { self.answer(request).await };
        let has_no_body = is_head || matches!(answer.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
        if is_http2 && has_no_body {
            // In HTTP/1 hyper sees to it.
            answer = without_body(answer);
        }
        // To one of HTTP/1.1 hyper adds that the connection is kept, whatever it says of that, if the request was of HTTP/1.0.
        *answer.version_mut() = version;
        if !persistent || handshake::has_token(answer.headers(), &header::CONNECTION, "close") {
            self.closes.store(true, Ordering::Relaxed);
        }
        let piece = if is_http2 { http2::PIECE } else { usize::MAX };
        Ok(answer.map(|body| {
            let is_held = matches!(body, AnswerBody::Whole(_));
            Tracked::new(body, mark, piece, is_held)
        }))
    }

    /// Requests so far.
    pub(super) fn exchanges(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// What becomes of a request for a WebSocket with nothing wrong in it, where nobody else decides on it.
    pub(super) fn opening(&self, head: Parts) -> Option<Upgrade> {
        let Port { terms, wanted, .. } = &*self.connection.port;
        if wanted.handshake || self.shared.queued.is_exhausted(0) {
            return None;
        }
        let accepted = handshake::judge(&head.method, head.version, &head.headers, terms).ok()?;
        let request = wanted.open.then(|| self.request(head, Bytes::new(), None));
        Some(Upgrade::Accepted { accepted, request })
    }

    async fn answer(&self, request: hyper::Request<Incoming>) -> Answer {
        let (version, is_head) = (request.version(), request.method() == Method::HEAD);
        let persistent = is_persistent(version, request.headers());
        let carried = self.carried.lock().take();
        let mut asked = match carried {
            Some(asked) => {
                // What was ordered meanwhile comes first: with the answer there, hyper would go on to the next request at once.
                yield_now().await;
                asked
            }
            None => match self.pass_on(request).await {
                Ok(asked) => asked,
                Err(answer) => return answer,
            },
        };
        match (&mut asked.reply).await {
            // The answer is counted by its body from here on.
            Ok(Reply::Http { head, body, promise: _ }) => {
                // In HTTP/1.0 a body without a length ends with the connection.
                let has_end = version != Version::HTTP_10 || !matches!(body, ReplyBody::Chunks { .. });
                reply_answer(head, body, persistent && has_end && !*self.shared.stopping.borrow(), is_head)
            }
            Ok(Reply::Switched) | Err(_) => plain(500, "", "text/html"),
        }
    }

    /// Passes a request on to PHP; or answers it without.
    async fn pass_on(&self, request: hyper::Request<Incoming>) -> Result<Asked<'task>, Answer> {
        let (mut head, body) = request.into_parts();
        let persistent = is_persistent(head.version, &head.headers);
        let port = &self.connection.port;
        if head.version == Version::HTTP_2 {
            as_http1(&mut head);
            // Whoever begins requests and gives them up at once must not fill the queue with them.
            if self.connection.exchanges.count() as u64 >= port.settings.http2.max_concurrent_streams.unsigned_abs() {
                return Err(Refusal::BUSY.answer());
            }
        } else if port.protocol == Protocol::WebSocket && handshake::is_asked(&head.headers) {
            return Err(match handshake::judge(&head.method, head.version, &head.headers, &port.terms) {
                Ok(_) if self.shared.queued.is_exhausted(0) => Refusal::BUSY.answer(),
                Ok(accepted) => self.accepted(accepted, self.request(head, Bytes::new(), None)).await,
                Err(refusal) => {
                    let mut answer = plain(refusal.status, refusal.reason, "text/plain");
                    if refusal.status == 426 {
                        answer.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
                    }
                    answer
                }
            });
        }
        if let Some(refusal) = Refusal::of_head(&head) {
            return Err(refusal.answer());
        }
        if let Some(files) = &port.files
            && let Some(answer) = files.answer(&head, persistent && !*self.shared.stopping.borrow()).await
        {
            self.count.fetch_add(1, Ordering::Relaxed);
            return Err(answer);
        }
        if !port.wanted.request {
            return Err(plain(400, BAD_REQUEST_PAGE, "text/html; charset=UTF-8"));
        }
        let Some(place) = self.place() else { return Err(Refusal::BUSY.answer()) };
        // Until it is answered.
        let mut held = Held::of(&self.shared.incoming);
        let (body, form) = self.read(&head, body, &mut held).await.map_err(Refusal::answer)?;
        // What came meanwhile may have filled the queue.
        if self.shared.queued.is_exhausted(0) {
            return Err(Refusal::BUSY.answer());
        }
        Ok(self.ask(self.request(head, body, form), place, held))
    }

    /// Whether a request that came whole, with so many bytes behind its head, is one like most: to be answered by PHP, and
    /// nothing follows from it for the connection. Gives the length of its body.
    pub(super) fn usual_body(&self, head: &Parts, behind: usize) -> Option<usize> {
        const NOT_USUAL: [HeaderName; 3] = [header::TRANSFER_ENCODING, header::UPGRADE, header::EXPECT];
        let (port, headers) = (&self.connection.port, &head.headers);
        let is_usual = port.wanted.request
            && port.files.is_none()
            && head.method != Method::HEAD
            && !NOT_USUAL.iter().any(|name| headers.contains_key(name))
            && is_persistent(head.version, headers)
            && Refusal::of_head(head).is_none()
            && !*self.shared.stopping.borrow();
        let length = match headers.get(header::CONTENT_LENGTH) {
            // Forms with files are read by pieces, and refused without a boundary, whether something comes or not.
            _ if headers.contains_key(header::CONTENT_TYPE) && boundary(head).is_some() => return None,
            None => 0,
            // Several, or what is no number, are for hyper to judge.
            Some(_) => handshake::only(headers, &header::CONTENT_LENGTH)
                .filter(|length| length.as_bytes().iter().all(u8::is_ascii_digit))
                .and_then(|length| length.to_str().ok()?.parse().ok())?,
        };
        (is_usual && length <= behind && length <= port.settings.package_limit()).then_some(length)
    }

    /// Asks PHP for the answer to such a request; `None` if it has enough to do, or memory is short.
    pub(super) fn ask_usual(&self, head: Parts, body: Bytes) -> Option<Asked<'task>> {
        let mut held = Held::of(&self.shared.incoming);
        let place = self.place().filter(|_| held.set(body.len()))?;
        Some(self.ask(self.request(head, body, None), place, held))
    }

    fn ask(&self, request: Box<Request>, place: Place<'task>, held: Held) -> Asked<'task> {
        let reply = self.connection.exchanges.begin(request.exchange, None);
        self.shared.tell(self.connection, EventKind::Request(request));
        Asked { reply, _mark: self.connection.under_way.begin(), _place: place, _held: held }
    }

    /// A place among the requests that wait for their answers; `None` if PHP has enough to do.
    fn place(&self) -> Option<Place<'task>> {
        let place = Place(&self.shared.requests);
        let others = self.shared.requests.fetch_add(1, Ordering::Relaxed);
        let is_full = others >= self.shared.most_requests || self.shared.queued.is_exhausted(0);
        (!is_full).then_some(place)
    }

    /// Reads the body: as it is, or as a form with files.
    async fn read(&self, head: &Parts, body: Incoming, held: &mut Held) -> Result<(Bytes, Option<Form>), Refusal> {
        let settings = &self.connection.port.settings;
        let boundary = boundary(head).transpose()?;
        let limit = if boundary.is_some() { settings.form_limit() } else { settings.package_limit() as u64 };
        if body.size_hint().lower() > limit {
            return Err(Refusal::TOO_LONG);
        }
        let body = Arriving::new(body, limit, settings);
        Ok(match boundary {
            Some(boundary) => (Bytes::new(), Some(read_form(body, &boundary, held, settings, self.shared).await?)),
            None => (read_body(body, held).await?, None),
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
                Ok(Reply::Http { head, body, promise: _ }) => return reply_answer(head, body, false, false),
                Err(_) => return plain(500, "", "text/html"),
            }
        } else {
            Upgrade::Accepted { accepted, request: self.connection.port.wanted.open.then_some(request) }
        };
        *self.upgrade.lock() = Some(upgrade);
        // The loop around hyper takes the socket back now and drops this future.
        pending().await
    }

    fn request(&self, head: Parts, body: Bytes, form: Option<Form>) -> Box<Request> {
        let cost = cost(&head, &body, form.as_ref());
        let mut queued = Held::of(&self.shared.queued);
        queued.set(cost);
        Box::new(Request {
            exchange: self.count.fetch_add(1, Ordering::Relaxed) + 1,
            method: head.method,
            uri: head.uri,
            version: head.version,
            headers: head.headers,
            body,
            form,
            remote: self.connection.remote,
            local: self.connection.local,
            received_at: SystemTime::now(),
            cost,
            queued: Some(queued),
        })
    }
}

/// What separates the parts of a body that is a form with files; an error where that is not to be known.
fn boundary(head: &Parts) -> Option<Result<Vec<u8>, multipart::Broken>> {
    let has_form = [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(&head.method);
    let kind = head.headers.get_all(header::CONTENT_TYPE).iter().next_back().filter(|_| has_form)?;
    multipart::boundary(kind.as_bytes())
}

/// Says what HTTP/2 says in fields of its own as HTTP/1 does, for PHP: the target is a path, and the host a header.
fn as_http1(head: &mut Parts) {
    if let Some(Ok(host)) = head.uri.authority().map(|authority| HeaderValue::try_from(authority.as_str())) {
        head.headers.insert(header::HOST, host);
    }
    // CONNECT alone has none.
    if let Some(target) = head.uri.path_and_query().cloned() {
        head.uri = Uri::from(target);
    }
}

/// A request that PHP has, until it is answered.
pub(super) struct Asked<'task> {
    /// The answer.
    pub(super) reply: oneshot::Receiver<Reply>,
    _mark: Mark,
    _place: Place<'task>,
    /// The memory of its body.
    _held: Held,
}

impl Asked<'_> {
    /// Leaves an answer that has come to whoever waits for it next.
    pub(super) fn give_back(&mut self, reply: Option<Reply>) {
        let (sender, receiver) = oneshot::channel();
        reply.and_then(|reply| sender.send(reply).err());
        self.reply = receiver;
    }
}

/// Gives the place back when it is dropped.
struct Place<'service>(&'service AtomicUsize);

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What a request costs while it waits, in bytes of memory.
fn cost(head: &Parts, body: &Bytes, form: Option<&Form>) -> usize {
    /// Beside the texts: a place in a table of headers, allocations.
    const EACH: usize = 64;
    let headers = head.headers.iter().map(|(name, value)| name.as_str().len() + value.len() + EACH).sum::<usize>();
    let fields = form.map_or(0, |form| form.fields.iter().map(|(name, value)| name.len() + value.len() + EACH).sum());
    let files =
        form.map_or(0, |form| form.files.iter().map(|file| file.field.len() + file.name.len() + 4 * EACH).sum());
    let target = head.uri.path_and_query().map_or(0, |target| target.as_str().len());
    size_of::<Request>() + target + headers + body.len() + fields + files
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

//! A connection before (or without) the opening handshake: hyper reads requests and writes answers; this passes the
//! requests to the worker and its answers back.
//!
//! When a request asks for a WebSocket, hyper is not told to answer: the raw socket is taken back from it in the middle
//! of the exchange, together with what it had read too much, and from then on no part of hyper stays with the connection.

use std::convert::Infallible;
use std::future::{Future, pending, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::ext::ReasonPhrase;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Response, StatusCode, Version};
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::sync::mpsc;

use super::Shared;
use super::connection::{Connection, Ending};
use super::exchange::{Reply, ReplyBody};
use super::handover::Speaks;
use super::life::Outcome;
use super::patience::Patience;
use super::transport::Transport;
use super::under_way::{Mark, Tracked, UnderWay};
use crate::link::{ClosedBy, EventKind, Held, Request, ResponseHead};
use crate::protocol::handshake::{self, Accepted, SERVER_NAME};
use crate::registry::WebSocketStatus;

/// The longest head, in bytes.
const HEAD_SIZE: usize = 64 * 1024;

/// What a WebSocket server without `onRequest` answers to plain HTTP, as Swoole words it.
const BAD_REQUEST_PAGE: &str = "<html><body><h2>HTTP 400 Bad Request</h2><hr><i>Powered by Swoole</i></body></html>";

/// A request that becomes a WebSocket.
enum Upgrade {
    /// By the rules alone.
    Accepted { accepted: Accepted, request: Box<Request> },
    /// By the program, whose answer is in the outbox.
    Answered,
}

/// Serves HTTP until the connection ends, becomes a WebSocket, or another gateway is to go on; `exchanges` is how many
/// requests came before.
pub(super) async fn serve(
    transport: &mut Transport,
    exchanges: u64,
    connection: &Arc<Connection>,
    shared: &Arc<Shared>,
) -> Outcome {
    let is_tls = transport.is_tls();
    let upgrade: Mutex<Option<Upgrade>> = Mutex::new(None);
    let closes = AtomicBool::new(false);
    let service = Service { connection, shared, upgrade: &upgrade, count: AtomicU64::new(exchanges), closes: &closes };
    let under_way = UnderWay::default();
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs_f64(shared.settings.http_header_timeout))
        .max_header_size(HEAD_SIZE)
        .title_case_headers(true)
        .auto_date_header(false)
        .serve_connection(
            TokioIo::new(&mut *transport),
            service_fn(|request| service.serve(request, under_way.begin())),
        );

    let mut patience: Option<Patience> = None;
    // Between two requests, with the last answer at the socket and another request welcome, nothing of hyper is lost but
    // what it has read of the next head. Who has only just got an encrypted connection is to have one answer.
    let may_part = || {
        shared.is_parting()
            && !under_way.is_any()
            && !connection.is_write_blocked()
            && !closes.load(Ordering::Relaxed)
            && upgrade.lock().is_none()
            && (!is_tls || service.exchanges() > 0)
    };
    let ended = poll_fn(|context| {
        connection.watch(context.waker());
        // What is ordered of a WebSocket is for those to obey who serve it.
        let ending = if connection.is_switched() { None } else { connection.take_ending() };
        match ending {
            Some(Ending::Stop) => {
                if shared.is_frozen() {
                    let fd = connection.entry.fd;
                    shared.log.info(format_args!("connection {fd}: not handed over, closed after its answer"));
                }
                closes.store(true, Ordering::Relaxed);
                Pin::new(&mut http).graceful_shutdown();
            }
            Some(Ending::Reset) => {
                connection.reset();
                return Poll::Ready(Some(ClosedBy::Server));
            }
            // What was answered goes out whole first.
            Some(_) if !connection.exchange.is_unanswered() => {
                closes.store(true, Ordering::Relaxed);
                Pin::new(&mut http).graceful_shutdown();
                patience = Some(Patience::new(connection));
            }
            Some(_) => return Poll::Ready(Some(ClosedBy::Server)),
            None => {}
        }
        if patience.as_mut().is_some_and(|patience| patience.is_over(context, connection)) {
            return Poll::Ready(Some(ClosedBy::Server));
        }
        loop {
            if may_part() {
                if !connection.is_settled(shared) {
                    return Poll::Pending;
                }
                if !is_tls {
                    return Poll::Ready(None);
                }
                // What is encrypted can't be handed over.
                closes.store(true, Ordering::Relaxed);
                Pin::new(&mut http).graceful_shutdown();
            }
            return match Pin::new(&mut http).poll(context) {
                Poll::Ready(_) => {
                    let by_peer = connection.peer_ended() && patience.is_none();
                    Poll::Ready(Some(if by_peer { ClosedBy::Peer } else { ClosedBy::Server }))
                }
                // What hyper still holds of earlier answers goes out first: it wakes this task when there is room.
                Poll::Pending if upgrade.lock().is_some() && !connection.is_write_blocked() => Poll::Ready(None),
                Poll::Pending if may_part() => continue,
                Poll::Pending => Poll::Pending,
            };
        }
    })
    .await;
    let exchanges = service.exchanges();
    let early = http.into_parts().read_buf;
    let asked = upgrade.lock().take();
    match (ended, asked) {
        (None, None) => {
            transport.put_back(early);
            Outcome::Parted(Speaks::Http { exchanges })
        }
        (None, Some(asked)) => {
            if open(connection, shared, asked) {
                Outcome::Upgraded(early)
            } else {
                Outcome::Ended(ClosedBy::Server)
            }
        }
        (Some(by), _) => Outcome::Ended(by),
    }
}

/// Answers the opening handshake, unless the program has, and tells the worker; false if the program has closed the
/// connection meanwhile.
fn open(connection: &Connection, shared: &Shared, upgrade: Upgrade) -> bool {
    if let Upgrade::Accepted { accepted, request } = upgrade {
        if shared.registry.find_open(connection.entry.fd).is_none() || !connection.switch(&accepted, &[], &[], shared) {
            return false;
        }
        if shared.wanted.open {
            shared.tell(connection, EventKind::Open(request));
        }
    }
    // The stop came while this was still HTTP.
    if *shared.stopping.borrow() {
        connection.end(Ending::Stop);
    }
    true
}

/// What the service needs to answer the requests of one connection.
struct Service<'task> {
    connection: &'task Connection,
    shared: &'task Shared,
    upgrade: &'task Mutex<Option<Upgrade>>,
    count: AtomicU64,
    /// No request follows the one under way.
    closes: &'task AtomicBool,
}

type Answer = Response<AnswerBody>;

impl Service<'_> {
    async fn serve(
        &self,
        request: hyper::Request<Incoming>,
        mark: Mark,
    ) -> Result<Response<Tracked<AnswerBody>>, Infallible> {
        let persistent = is_persistent(request.version(), request.headers());
        let answer = self.answer(request).await?;
        if !persistent || handshake::has_token(answer.headers(), &header::CONNECTION, "close") {
            self.closes.store(true, Ordering::Relaxed);
        }
        Ok(answer.map(|body| Tracked::new(body, mark)))
    }

    /// Requests so far.
    fn exchanges(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    async fn answer(&self, request: hyper::Request<Incoming>) -> Result<Answer, Infallible> {
        let (head, body) = request.into_parts();
        let persistent = is_persistent(head.version, &head.headers);
        let is_head = head.method == Method::HEAD;
        if self.shared.wanted.websocket && handshake::is_asked(&head.headers) {
            return Ok(match handshake::judge(&head.method, head.version, &head.headers, &self.shared.terms) {
                Ok(accepted) => self.accepted(accepted, self.request(head, Bytes::new())).await,
                Err(refusal) => {
                    let mut answer = plain(refusal.status, refusal.reason, "text/plain");
                    if refusal.status == 426 {
                        answer.headers_mut().insert(header::SEC_WEBSOCKET_VERSION, HeaderValue::from_static("13"));
                    }
                    answer
                }
            });
        }
        // Whoever reads one of the two lengths differently could smuggle a request past (RFC 9112 section 6.3).
        if head.headers.contains_key(header::CONTENT_LENGTH) && head.headers.contains_key(header::TRANSFER_ENCODING) {
            return Ok(plain(400, "both Content-Length and Transfer-Encoding", "text/plain"));
        }
        if !self.shared.wanted.request {
            return Ok(plain(400, BAD_REQUEST_PAGE, "text/html; charset=UTF-8"));
        }
        let limit = self.shared.settings.package_limit();
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
        let reply = self.connection.exchange.begin(request.exchange, None);
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
        let upgrade = if self.shared.wanted.handshake {
            self.shared.registry.set_websocket(self.connection.entry, WebSocketStatus::Connection);
            let reply = self.connection.exchange.begin(request.exchange, Some(Box::new(accepted)));
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

/// Reads a body to its end; gives the answer to one that can't be.
async fn read_body(mut body: Limited<Incoming>, held: &mut Held) -> Result<Bytes, Answer> {
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => whole.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data)),
            Err(error) if error.is::<LengthLimitError>() => {
                return Err(plain(413, "the body is longer than package_max_length", "text/plain"));
            }
            Err(_) => return Err(plain(400, "the body is broken", "text/plain")),
        }
        if !held.set(whole.capacity()) {
            return Err(plain(503, "no room for more bodies now", "text/plain"));
        }
    }
    Ok(whole.into())
}

/// Whether the client wants the connection kept after this exchange (RFC 9112 section 9.3).
fn is_persistent(version: Version, headers: &HeaderMap) -> bool {
    let says = |token| handshake::has_token(headers, &header::CONNECTION, token);
    if version == Version::HTTP_11 { !says("close") } else { says("keep-alive") }
}

/// An answer of the gateway's own; the connection closes behind it.
fn plain(status: u16, text: &'static str, content_type: &'static str) -> Answer {
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
fn reply_answer(head: ResponseHead, body: ReplyBody, persistent: bool, answers_head: bool) -> Answer {
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

fn date() -> HeaderValue {
    HeaderValue::try_from(httpdate::fmt_http_date(SystemTime::now())).unwrap_or(HeaderValue::from_static(""))
}

/// The body of an answer.
enum AnswerBody {
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

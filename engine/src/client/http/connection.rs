//! One connection of a client, as a task: connecting, requests one after the other, perhaps a WebSocket, the end.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::error::Error as _;
use std::fs::File;
use std::future::poll_fn;
use std::io::{self, Seek, SeekFrom};
use std::os::fd::RawFd;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Instant;

use http_body_util::BodyExt;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{self, HeaderMap};
use hyper::{Response, StatusCode, Version};
use hyper_util::rt::TokioIo;
use memchr::memmem;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::super::error::ClientError;
use super::super::handshake::{Handshake, NotOpened, Offer};
use super::super::session::{End, Session};
use super::answer::AnswerBody;
use super::connect::{Connected, Route, Tls, Transport, connect};
use super::reactor::Place;
use super::request::{Purpose, Request, RequestBody, outgoing};
use super::{Target, websocket};
use crate::protocol::message::Message;
use crate::settings::HttpClientSettings;

/// The longest head of an answer, in bytes, and what is read at once.
const MOST_BYTES: usize = 64 * 1024;

/// The most headers that an answer may have.
const MOST_HEADERS: usize = 100;

/// How far a connection is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Phase {
    /// It is being made, for a request.
    Connecting,
    /// A request waits for its answer.
    Requesting,
    /// It is there for the next request.
    Idle,
    /// It is a WebSocket.
    Open,
    /// It was a WebSocket, and is on its way to its end.
    Leaving,
}

/// What a client's program is told.
#[derive(Debug)]
pub enum Event {
    /// The connection is there; the number of its socket.
    Connected(RawFd),
    /// The answer to a request. Status 101 opens a WebSocket.
    Answered(Answer),
    /// There is no answer, and no connection any more.
    Failed(Failure, ClientError),
    /// A message of the WebSocket.
    Message(Message),
    /// The connection has ended. How, if it was a WebSocket. Comes once, behind [`Connected`](Self::Connected), the last.
    Closed(Option<End>),
}

/// What kind of failure.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Failure {
    /// No connection came to be.
    Connect,
    /// The time was over.
    TimeOver,
    /// The connection ended, or what came was no answer.
    Reset,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Answer {
    /// 101 to 999.
    pub status: u16,
    /// All headers, names in lower case.
    pub headers: HeaderMap,
    /// Unpacked; empty if it went into a file.
    pub body: Vec<u8>,
}

/// What a connection's task and its owner share. The interpreter's thread.
pub(super) struct Link {
    pub(super) place: Place,
    pub(super) target: Target,
    pub(super) route: Route,
    pub(super) settings: RefCell<Rc<HttpClientSettings>>,
    pub(super) phase: Cell<Phase>,
    /// The next request, in [`Phase::Idle`].
    pub(super) next: RefCell<Option<Request>>,
    /// Of an open WebSocket.
    pub(super) session: RefCell<Option<Session>>,
    /// Until when the server may answer our close frame.
    pub(super) closes_until: Cell<Option<Instant>>,
    /// Of all connections.
    pub(super) events: Rc<RefCell<VecDeque<(u64, Event)>>>,
}

impl Link {
    pub(super) fn tell(&self, event: Event) {
        self.events.borrow_mut().push_back((self.place.task, event));
    }

    /// When a request that begins now is to be answered.
    fn deadline(&self) -> Option<Instant> {
        self.settings.borrow().limit().and_then(|limit| Instant::now().checked_add(limit))
    }

    fn fail(&self, error: ClientError) {
        let failure = if matches!(error, ClientError::TimeOver(_)) { Failure::TimeOver } else { Failure::Reset };
        self.tell(Event::Failed(failure, error));
    }
}

/// A transport under hyper, which writes `Sec-Websocket-Key`. Names have no case, but there are servers that compare letter by
/// letter with how RFC 6455 spells them, many of them in PHP.
struct Spelled {
    transport: Box<dyn Transport>,
    /// The request that is written is an opening handshake, and nothing but a head.
    is_handshake: Rc<Cell<bool>>,
}

impl AsyncRead for Spelled {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.transport).poll_read(context, buffer)
    }
}

impl AsyncWrite for Spelled {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        const WRITTEN: &[u8] = b"\r\nSec-Websocket-";
        const MEANT: &[u8] = b"\r\nSec-WebSocket-";
        if !self.is_handshake.get() {
            return Pin::new(&mut self.transport).poll_write(context, data);
        }
        let mut head = data.to_vec();
        for place in memmem::find_iter(data, WRITTEN) {
            head[place..place + MEANT.len()].copy_from_slice(MEANT);
        }
        Pin::new(&mut self.transport).poll_write(context, &head)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.transport).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.transport).poll_shutdown(context)
    }
}

type Wire = TokioIo<Spelled>;

/// hyper's connection, which has to be polled as long as something is done with it.
struct Driven {
    connection: http1::Connection<Wire, RequestBody>,
    /// As [`Spelled`] has it.
    is_handshake: Rc<Cell<bool>>,
    /// How it ended: an error only if that belongs to no request.
    has_ended: bool,
}

impl Driven {
    /// Does `work`, and drives the connection meanwhile.
    async fn during<F: Future>(&mut self, work: F) -> F::Output {
        let mut work = pin!(work);
        poll_fn(|context| {
            // An error of it is the request's too, and told there.
            self.has_ended = self.has_ended || self.connection.poll_without_shutdown(context).is_ready();
            work.as_mut().poll(context)
        })
        .await
    }

    /// The next request; `None` if the connection ends before there is one.
    async fn next(&mut self, link: &Link) -> Option<Request> {
        poll_fn(|context| {
            self.has_ended = self.has_ended || self.connection.poll_without_shutdown(context).is_ready();
            match (self.has_ended, link.next.borrow_mut().take()) {
                (true, _) => Poll::Ready(None),
                (false, Some(request)) => Poll::Ready(Some(request)),
                (false, None) => Poll::Pending,
            }
        })
        .await
    }

    /// The bytes behind hyper, with those that it has read too far, once it has given the connection up for a 101.
    async fn take_back(mut self) -> (Box<dyn Transport>, Vec<u8>) {
        poll_fn(|context| {
            self.has_ended = self.has_ended || self.connection.poll_without_shutdown(context).is_ready();
            if self.has_ended { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        let parts = self.connection.into_parts();
        (parts.io.into_inner().transport, parts.read_buf.to_vec())
    }
}

/// What became of a request.
enum Outcome {
    Answered(Answer),
    Opened(Answer, Box<Session>),
}

/// All that a connection does.
pub(super) async fn run(link: Rc<Link>, tls: Option<Tls>, first: Request) {
    let link = &*link;
    let mut deadline = link.deadline();
    let settings = Rc::clone(&link.settings.borrow());
    let connecting = connect(&link.place, &link.target, link.route, &settings, tls);
    let connected = match link.place.until(deadline, connecting).await {
        Ok(Ok(connected)) => begin(connected).await,
        Ok(Err(error)) => Err(error),
        Err(_) => Err(ClientError::TimeOver("before there was a connection")),
    };
    let (mut sender, mut driven, descriptor) = match connected {
        Ok(connected) => connected,
        Err(error) => return link.tell(Event::Failed(Failure::Connect, error)),
    };
    link.tell(Event::Connected(descriptor));
    let mut request = first;
    loop {
        link.phase.set(Phase::Requesting);
        driven.is_handshake.set(matches!(request.purpose, Purpose::Upgrade(_)));
        let asked = driven.during(link.place.until(deadline, ask(link, &mut sender, request))).await;
        match asked.unwrap_or(Err(ClientError::TimeOver("before the server had answered"))) {
            Ok(Outcome::Answered(answer)) => {
                link.phase.set(Phase::Idle);
                link.tell(Event::Answered(answer));
            }
            Ok(Outcome::Opened(answer, mut session)) => {
                let Ok((transport, mut early)) = link.place.until(deadline, driven.take_back()).await else {
                    link.phase.set(Phase::Leaving);
                    link.fail(ClientError::TimeOver("before the server had answered"));
                    break;
                };
                link.phase.set(Phase::Open);
                link.tell(Event::Answered(answer));
                session.receive(&mut early);
                link.session.replace(Some(*session));
                return websocket::serve(link, transport).await;
            }
            Err(error) => {
                link.phase.set(Phase::Leaving);
                link.fail(error);
                break;
            }
        }
        let Some(next) = driven.next(link).await else { break };
        request = next;
        deadline = link.deadline();
    }
    link.tell(Event::Closed(None));
}

async fn begin(connected: Connected) -> Result<(SendRequest<RequestBody>, Driven, RawFd), ClientError> {
    let Connected { transport, descriptor } = connected;
    let is_handshake = Rc::new(Cell::new(false));
    let wire = Spelled { transport, is_handshake: Rc::clone(&is_handshake) };
    let mut builder = http1::Builder::new();
    builder.title_case_headers(true).max_headers(MOST_HEADERS).max_buf_size(MOST_BYTES);
    let (sender, connection) = builder.handshake(TokioIo::new(wire)).await.map_err(|error| said(&error))?;
    Ok((sender, Driven { connection, is_handshake, has_ended: false }, descriptor))
}

/// Sends a request and takes its answer.
async fn ask(link: &Link, sender: &mut SendRequest<RequestBody>, request: Request) -> Result<Outcome, ClientError> {
    let settings = Rc::clone(&link.settings.borrow());
    let offer = match &request.purpose {
        Purpose::Upgrade(subprotocols) => {
            Some(Offer { subprotocols: subprotocols.clone(), extensions: settings.acceptable(), ..Offer::default() })
        }
        Purpose::Answer | Purpose::Download(..) => None,
    };
    let handshake = offer.map(|offer| Handshake::begin_with_fields(&offer)).transpose();
    let handshake = handshake.map_err(|error| ClientError::System { what: "making a key".to_owned(), error })?;
    let (handshake, fields) = handshake.unzip();
    let (request, purpose) = outgoing(request, &fields.unwrap_or_default(), &link.target, link.route, &settings)
        .map_err(|error| ClientError::BadAnswer(error.to_string()))?;
    sender.ready().await.map_err(|error| said(&error))?;
    let response = sender.send_request(request).await.map_err(|error| said(&error))?;
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return opened(response, handshake, &settings);
    }
    let (head, mut body) = response.into_parts();
    let file = match purpose {
        Purpose::Download(file, offset) if head.status.is_success() => Some(opened_at(file, offset)?),
        _ => None,
    };
    let mut taken = AnswerBody::new(&head.headers, file, settings.package_limit());
    while let Some(frame) = body.frame().await {
        if let Ok(data) = frame.map_err(|error| said(&error))?.into_data() {
            taken.push(&data)?;
        }
    }
    Ok(Outcome::Answered(Answer { status: head.status.as_u16(), headers: head.headers, body: taken.finish()? }))
}

/// The file of a download, to be written from `offset` on.
fn opened_at(mut file: File, offset: u64) -> Result<File, ClientError> {
    let ready = file.set_len(offset).and_then(|()| file.seek(SeekFrom::Start(offset)));
    ready.map_err(|error| ClientError::System { what: "writing the body to the file".to_owned(), error })?;
    Ok(file)
}

fn opened<B>(
    response: Response<B>,
    handshake: Option<Handshake>,
    settings: &HttpClientSettings,
) -> Result<Outcome, ClientError> {
    let (head, _) = response.into_parts();
    let not_asked = || NotOpened::Broken("nobody has asked for one".to_owned());
    let opened = handshake.ok_or_else(not_asked)?.judge_switch(head.version == Version::HTTP_11, head.headers)?;
    let session = Session::new(opened.compression, settings.package_limit());
    let answer = Answer { status: StatusCode::SWITCHING_PROTOCOLS.as_u16(), headers: opened.headers, body: Vec::new() };
    Ok(Outcome::Opened(answer, Box::new(session)))
}

/// What hyper says of a request, in our words.
fn said(error: &hyper::Error) -> ClientError {
    let system = error.source().and_then(|source| source.downcast_ref::<io::Error>());
    let what = "the server ended the connection before it had answered".to_owned();
    match system {
        _ if error.is_parse() || error.is_parse_too_large() => ClientError::BadAnswer(error.to_string()),
        Some(system) if error.is_user() => ClientError::System {
            what: "reading a file to send".to_owned(),
            error: system.raw_os_error().map_or_else(|| system.kind().into(), io::Error::from_raw_os_error),
        },
        Some(system) if matches!(system.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
            ClientError::BadAnswer(system.to_string())
        }
        // By the number that programs compare.
        system => {
            let number = system.and_then(io::Error::raw_os_error).unwrap_or(libc::ECONNRESET);
            ClientError::System { what, error: io::Error::from_raw_os_error(number) }
        }
    }
}

/// Takes the subprotocols that a program has asked for in its headers out of them: they are the handshake's to say.
pub fn take_subprotocols(headers: &mut HeaderMap) -> Vec<String> {
    let asked = headers.get_all(header::SEC_WEBSOCKET_PROTOCOL).iter().filter_map(|value| value.to_str().ok());
    let names = asked.flat_map(|value| value.split(',')).map(str::trim).filter(|name| !name.is_empty());
    let names = names.map(str::to_owned).collect();
    headers.remove(header::SEC_WEBSOCKET_PROTOCOL);
    names
}

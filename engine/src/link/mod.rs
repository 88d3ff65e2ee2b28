//! What passes between a gateway and a worker: [`Event`]s to the worker, [`Command`]s to the gateway, plain Rust data
//! both. In one process events wait in a [`Queue`], and a command is a call on the worker's own thread. Between processes
//! both travel as [records](record) in packets through [channels](channel).
//!
//! [`Gateways`](crate::gateways::Gateways) is where a worker's commands find their way.

pub mod channel;
mod outgoing;
mod queue;
pub mod record;
mod response;
mod writer;

use std::fs::File;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::SystemTime;

use bytes::Bytes;
use hyper::http::{HeaderMap, Method, Uri, Version};
use serde::{Deserialize, Serialize};

pub(crate) use self::outgoing::{Budget, Frame, Held};
pub use self::outgoing::{Encodings, Outgoing};
pub use self::queue::{Queue, wake};
pub use self::response::{FilePart, ResponseBody, ResponseHead};
pub use self::writer::Writer;
use crate::protocol::message::{Close, Message};
use crate::registry::{Arrival, Entry, Fd};
use crate::uploads::{Holder, Notes, Upload};

/// The HTTP vocabulary that [`Request`] speaks.
pub use hyper::http;

/// What happened on a connection, for PHP to be told. Of one connection events come in the order in which they happened:
/// [`EventKind::Close`] last and exactly once.
#[derive(Debug, Deserialize, Serialize)]
pub struct Event {
    /// The connection.
    pub entry: Entry,
    /// The number of its port, whose callbacks are meant: the connection may be forgotten by the time that they are called.
    pub port: u16,
    /// What happened on it.
    pub kind: EventKind,
}

/// See [`Event`].
#[derive(Debug, Deserialize, Serialize)]
pub enum EventKind {
    /// It was accepted.
    Connect,
    /// It asked for a WebSocket, rightly, and the program decides: the exchange waits for its [`Command::Respond`].
    Handshake(Box<Request>),
    /// It became a WebSocket by this request, and the answer is on its way.
    Open(Box<Request>),
    /// A WebSocket message came; or a ping or a pong, if the program asked for those.
    Message(Message),
    /// The client's close frame came, and the program asked for it; it is being answered.
    CloseFrame(Close),
    /// A package came over plain TCP.
    Receive(Bytes),
    /// A datagram came. It belongs to no connection: [`Entry::NONE`].
    Packet(Box<Packet>),
    /// An HTTP request came; the exchange waits for its [`Command::Respond`].
    Request(Box<Request>),
    /// As much waits to be sent to it as its high watermark says, or a push was refused. Once, until it is empty again.
    BufferFull,
    /// What waited has gone down to the low watermark.
    BufferEmpty,
    /// It ended.
    Close(ClosedBy),
    /// It ended before it was anything that a program is told of: the worker only releases it.
    Vanished,
}

/// What a file counts as while it waits in an outbox, in bytes: each holds a descriptor, and 64 fill a buffer of the usual
/// size.
pub(crate) const A_FILE: usize = 16 * 1024;

impl Command<'_> {
    /// Whom it is about.
    pub fn fd(&self) -> Fd {
        match self {
            Self::Push { fd, .. }
            | Self::Send { fd, .. }
            | Self::SendFile { fd, .. }
            | Self::Hear { fd, .. }
            | Self::Disconnect { fd, .. }
            | Self::Close { fd, .. }
            | Self::Respond { fd, .. }
            | Self::RespondChunk { fd, .. }
            | Self::RespondEnd { fd, .. }
            | Self::Detach { fd, .. } => *fd,
        }
    }

    /// What it adds to an outbox, in bytes, as far as that is known where it is said.
    pub(crate) fn bytes(&self) -> usize {
        match self {
            Self::Send { data, .. } => data.len(),
            Self::SendFile { .. } => A_FILE,
            _ => 0,
        }
    }

    /// Where it has an open file: to another process that goes beside its record, as a descriptor.
    pub(crate) fn file(&mut self) -> Option<&mut Option<File>> {
        match self {
            Self::Respond { body: ResponseBody::File(part), .. } | Self::SendFile { part, .. } => Some(&mut part.file),
            _ => None,
        }
    }
}

impl Event {
    /// The files that came with it.
    fn uploads(&mut self) -> impl Iterator<Item = &mut Upload> {
        let form = match &mut self.kind {
            EventKind::Request(request) => request.form.as_mut(),
            _ => None,
        };
        let files = form.into_iter().flat_map(|form| &mut form.files);
        files.filter_map(|file| file.content.as_mut().ok().map(|(upload, _)| upload))
    }

    /// Another process has the same event, and the files that came with it are that one's.
    pub fn leave_uploads(&mut self) {
        self.uploads().for_each(Upload::leave);
    }

    /// This process has it, and the files that came with it, from another one.
    pub fn take_uploads_over(&mut self, notes: &Arc<Notes>, holder: Holder) {
        self.uploads().for_each(|upload| upload.take_over(notes, holder));
    }

    /// What the event costs while it waits, in bytes, for the limits on what may wait. Empty messages cost something too:
    /// a client can send half a million of them in a second.
    pub fn size(&self) -> usize {
        size_of::<Self>()
            + match &self.kind {
                EventKind::Message(message) => message.payload.len(),
                EventKind::Receive(package) => package.len(),
                EventKind::Packet(packet) => size_of::<Packet>() + packet.data.len(),
                EventKind::Request(request) | EventKind::Open(request) | EventKind::Handshake(request) => request.cost,
                EventKind::CloseFrame(_)
                | EventKind::Connect
                | EventKind::BufferFull
                | EventKind::BufferEmpty
                | EventKind::Close(_)
                | EventKind::Vanished => 0,
            }
    }
}

/// Who ended a connection.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum ClosedBy {
    /// The other end, or the network.
    Peer,
    /// This server of its own accord: a broken rule, a full buffer, its own end.
    Server,
    /// The program, which told the server to.
    Program,
}

/// A datagram.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Packet {
    /// Where it came in.
    pub arrival: Arrival,
    /// Who sent it.
    pub from: Peer,
    /// What it says.
    pub data: Bytes,
    /// When it came.
    pub received_at: SystemTime,
    /// Of what may wait, in the process of the gateway.
    #[serde(skip)]
    pub(crate) held: Option<Arc<Held>>,
}

/// The other end of a datagram.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum Peer {
    /// Over UDP.
    Internet(SocketAddr),
    /// The path of a Unix socket; empty for one that has none, which can't be answered.
    Unix(#[serde(with = "serde_bytes")] Vec<u8>),
}

/// The address of a connection's end as programs see it: nothing for a Unix socket, which has none.
pub fn ip_text(address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => String::new(),
        // As `to_string`, which takes 1,300 instructions for it: each number is padded by way of a buffer.
        IpAddr::V4(ip) => {
            let mut text = String::with_capacity(15);
            for (place, number) in ip.octets().into_iter().enumerate() {
                if place > 0 {
                    text.push('.');
                }
                text.push_str(itoa::Buffer::new().format(number));
            }
            text
        }
        IpAddr::V6(ip) => ip.to_string(),
    }
}

/// An HTTP request, read whole.
#[derive(Debug, Deserialize, Serialize)]
pub struct Request {
    /// Counts the exchanges of its connection, from 1: a response names the one that it answers.
    pub exchange: u64,
    /// The method.
    #[serde(with = "http_serde::method")]
    pub method: Method,
    /// The target as it was sent, without a fragment.
    #[serde(with = "http_serde::uri")]
    pub uri: Uri,
    /// The protocol's version.
    #[serde(with = "http_serde::version")]
    pub version: Version,
    /// Names in lower case, in order; values as sent.
    #[serde(with = "http_serde::header_map")]
    pub headers: HeaderMap,
    /// The body, without transfer coding; empty for a form with files.
    pub body: Bytes,
    /// A form with files, taken apart.
    pub form: Option<Form>,
    /// The other end.
    pub remote: SocketAddr,
    /// This end.
    pub local: SocketAddr,
    /// When its head had come.
    pub received_at: SystemTime,
    /// What it costs while it waits, in bytes of memory.
    pub cost: usize,
    /// Counts that at the gateway until PHP has it.
    #[serde(skip)]
    #[expect(dead_code, reason = "that it lives is what counts")]
    pub(crate) queued: Option<Held>,
}

/// A body of `multipart/form-data`, taken apart.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Form {
    /// Names and values of its fields, in order.
    pub fields: Vec<(Bytes, Bytes)>,
    /// Its files, in order.
    pub files: Vec<UploadedFile>,
}

/// A file in a form.
#[derive(Debug, Deserialize, Serialize)]
pub struct UploadedFile {
    /// Of the field.
    pub field: Vec<u8>,
    /// What the client calls the file, with a path if it said one.
    pub name: Vec<u8>,
    /// Its type, as the client says.
    pub kind: Vec<u8>,
    /// Where it is, with its length in bytes; or why it is nowhere.
    pub content: Result<(Upload, u64), UploadError>,
}

/// Why a file is not there; the numbers are PHP's `UPLOAD_ERR_*`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[repr(u8)]
pub enum UploadError {
    /// Longer than `upload_max_filesize`.
    TooLong = 1,
    /// The form ended in the middle of it.
    Partial = 3,
    /// The client sent the field without a file.
    None = 4,
    /// There is no such folder as `upload_tmp_dir`, and none can be made.
    NoFolder = 6,
    /// It could not be written.
    NotWritten = 7,
}

/// What a worker wants done.
#[derive(Debug, Deserialize, Serialize)]
pub enum Command<'a> {
    /// Queue bytes as they are, without a frame around them.
    Send {
        /// To whom.
        fd: Fd,
        /// What.
        #[serde(borrow, with = "serde_bytes")]
        data: &'a [u8],
    },
    /// Queue a part of a file, which the gateway reads.
    SendFile {
        /// To whom.
        fd: Fd,
        /// Which part.
        part: FilePart,
    },
    /// Let the program hear what a connection says, or read it no further. One of HTTP is read all the same.
    Hear {
        /// Whom.
        fd: Fd,
        /// Hear it.
        on: bool,
    },
    /// Send a close frame, wait a short time for the answer, end the connection.
    Disconnect {
        /// Whom.
        fd: Fd,
        /// The code to give; one that may be sent (RFC 6455 section 7.4).
        code: u16,
        /// The reason to give, at most 123 bytes.
        reason: &'a str,
    },
    /// End the connection when what is queued has been sent; no close frame.
    Close {
        /// Whom.
        fd: Fd,
        /// Drop what is queued, and let the other end see a reset.
        reset: bool,
    },
    /// Answer an HTTP request, whole or from the beginning. The status 101 accepts a handshake: the gateway adds what
    /// belongs to it, sends the body behind it, and takes pushes from then on.
    Respond {
        /// Whom.
        fd: Fd,
        /// Which of its requests: [`Request::exchange`], or 0 for the one that waits.
        exchange: u64,
        /// Status and headers.
        head: ResponseHead,
        /// The body, or how it comes.
        body: ResponseBody,
    },
    /// Go on with an answer whose body comes in chunks.
    RespondChunk {
        /// Whom.
        fd: Fd,
        /// Which of its requests.
        exchange: u64,
        /// The next bytes of the body.
        data: Bytes,
    },
    /// A request is nobody's in particular from now on: whoever makes a response for its connection answers it.
    Detach {
        /// Of whom.
        fd: Fd,
        /// Which one: [`Request::exchange`].
        exchange: u64,
    },
    /// That was the whole answer.
    RespondEnd {
        /// Whom.
        fd: Fd,
        /// Which of its requests.
        exchange: u64,
        /// Fields behind the body, for who takes them (RFC 9110 section 6.5).
        trailers: Vec<(String, Vec<u8>)>,
    },
    /// Queue a message for a WebSocket. It goes out with the next [`Gateway::flush`](crate::gateway::Gateway::flush).
    // To other processes it goes as `record::ToGateway::Push`, for many connections at once. The last, because what is
    // behind a skipped variant has one number when it is written and another when it is read.
    #[serde(skip)]
    Push {
        /// To whom.
        fd: Fd,
        /// What.
        message: Outgoing<'a>,
    },
}

/// Why a command was not carried out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// There is no such connection, or it has ended.
    Unknown,
    /// It has just ended, not by the program, which has not been told yet and could not know.
    Gone,
    /// There is one, but it is no established WebSocket (any more).
    NotWebSocket,
    /// As much waits for it already as may wait.
    OutboxFull,
    /// The request has its answer already, or nobody waits for one.
    NoExchange,
}

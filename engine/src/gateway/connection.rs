//! One connection, as its task and the worker's thread share it.

mod push;
mod travel;

use std::io;
use std::net::SocketAddr;
use std::os::fd::AsFd;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Poll, Waker};
use std::time::Duration;

use atomic_waker::AtomicWaker;
use bytes::Bytes;
use parking_lot::{Condvar, Mutex};

pub(super) use self::travel::Unsent;
use super::exchange::{Exchanges, Forsaken, Keeper, Reply, ReplyBody};
use super::heartbeat::Pulse;
use super::outbox::{Outbox, Written};
use super::socket::Socket;
use super::turns::Left;
use super::under_way::UnderWay;
use super::{Port, RESPONSE_LIMIT, Shared, date};
use crate::link::{ClosedBy, FilePart, Refused, ResponseBody, ResponseHead};
use crate::protocol::extension::Agreement;
use crate::protocol::handshake::Accepted;
use crate::registry::{Entry, WebSocketStatus};
use crate::sockets;

/// From this size on an outbox is written at once and does not wait for the flush: socket buffers like it, and memory too.
const WRITE_AT: usize = 16 * 1024;

/// The end of who does not take what is pushed, by `socket_buffer_policy`.
const TOO_SLOW: Ending = Ending::Abandon { code: 1013, reason: "too slow: socket_buffer_size bytes wait" };

/// Whose a push is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Origin {
    /// The worker of this process.
    Here,
    /// Another process.
    Elsewhere,
}

/// How a connection is to end; a later order counts if it is stronger.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Ending {
    /// The server stops: a close frame with 1001, or after the request under way.
    Stop,
    /// A close frame of the program's, and a wait for the other's.
    Disconnect { code: u16, reason: String },
    /// A close frame for one who is not expected to answer.
    Abandon { code: u16, reason: &'static str },
    /// When all is sent.
    Close,
    /// At once, with a reset.
    Reset,
}

/// See the module. Everything is behind `&self`: the task reads, both sides write.
pub(super) struct Connection {
    pub(super) entry: Entry,
    pub(super) remote: SocketAddr,
    pub(super) local: SocketAddr,
    /// Where it came in.
    pub(super) port: Arc<Port>,
    /// Encrypted: only the task writes to the socket.
    is_tls: bool,
    socket: Arc<Socket>,
    outbox: Mutex<Outbox>,
    /// How messages are compressed, if they are; set before the WebSocket is established.
    compression: OnceLock<Agreement>,
    pub(super) exchanges: Exchanges,
    pub(super) under_way: UnderWay,
    ending: Mutex<Option<Ending>>,
    task: AtomicWaker,
    /// Bytes that the kernel took.
    sent: AtomicU64,
    /// Where the task lets the worker know that it has written; see [`has_room`](Self::has_room).
    written: Condvar,
    pub(super) pulse: Pulse,
    /// It is in the list of those that wait for the worker.
    paused: AtomicBool,
    was_reset: AtomicBool,
    /// The program wants to hear what it says.
    heard: AtomicBool,
    /// Another gateway has it: what is ordered or pushed here would be lost. Changed within the locks of both.
    departed: AtomicBool,
    /// The other side closed or broke the connection.
    peer_ended: AtomicBool,
    /// hyper or TLS holds bytes that the socket did not take.
    write_blocked: AtomicBool,
    /// The answer to the handshake is in the outbox.
    switched: AtomicBool,
    /// Bytes of this connection's events that PHP has not been given.
    untaken: AtomicUsize,
    /// The same, and of those that PHP has not done with, or whose answers are not written yet.
    unanswered: AtomicUsize,
}

impl Connection {
    pub(super) fn new(
        entry: Entry,
        remote: SocketAddr,
        local: SocketAddr,
        socket: Arc<Socket>,
        port: &Arc<Port>,
        shared: &Shared,
    ) -> Self {
        Self {
            entry,
            remote,
            local,
            port: Arc::clone(port),
            is_tls: port.is_tls(),
            socket,
            outbox: Mutex::new(Outbox::new(&shared.outgoing)),
            compression: OnceLock::new(),
            exchanges: Exchanges::default(),
            under_way: UnderWay::default(),
            ending: Mutex::default(),
            task: AtomicWaker::new(),
            sent: AtomicU64::new(0),
            written: Condvar::new(),
            pulse: Pulse::default(),
            paused: AtomicBool::new(false),
            was_reset: AtomicBool::new(false),
            heard: AtomicBool::new(port.speaks_http() || !port.settings.enable_delay_receive),
            departed: AtomicBool::new(false),
            peer_ended: AtomicBool::new(false),
            write_blocked: AtomicBool::new(false),
            switched: AtomicBool::new(false),
            untaken: AtomicUsize::new(0),
            unanswered: AtomicUsize::new(0),
        }
    }

    pub(super) fn socket(&self) -> &Arc<Socket> {
        &self.socket
    }

    /// Says how the connection is to end, to its task. One that another gateway has is that one's to end.
    pub(super) fn end(&self, ending: Ending) {
        let _ = self.order(ending);
    }

    /// For the task: be woken by [`end`](Self::end) and [`resume`](Self::resume).
    pub(super) fn watch(&self, waker: &Waker) {
        self.task.register(waker);
    }

    /// For the task: what was ordered since it last asked.
    pub(super) fn take_ending(&self) -> Option<Ending> {
        self.ending.lock().take()
    }

    /// Whether something was ordered that the task has not taken.
    pub(super) fn has_ending(&self) -> bool {
        self.ending.lock().is_some()
    }

    /// Bytes that PHP has not taken.
    pub(super) fn untaken(&self) -> usize {
        self.untaken.load(Ordering::Acquire)
    }

    pub(super) fn given(&self, bytes: usize) {
        self.unanswered.fetch_add(bytes, Ordering::AcqRel);
        self.untaken.fetch_add(bytes, Ordering::AcqRel);
    }

    /// Whether PHP owes this connection something: it has events to take, or to answer.
    pub(super) fn is_unanswered(&self) -> bool {
        self.unanswered.load(Ordering::Acquire) > 0
    }

    /// PHP has done with some.
    pub(super) fn answered(&self, bytes: usize) {
        self.unanswered.fetch_sub(bytes, Ordering::AcqRel);
    }

    /// PHP took some; gives what is left.
    pub(super) fn taken(&self, bytes: usize) -> usize {
        self.untaken.fetch_sub(bytes, Ordering::AcqRel).saturating_sub(bytes)
    }

    /// What was agreed on for compression.
    pub(super) fn compression(&self) -> Option<&Agreement> {
        self.compression.get()
    }

    /// Queues bytes of the gateway's own and writes what the socket takes.
    pub(super) fn send(&self, data: &[u8], shared: &Shared) {
        let mut outbox = self.outbox.lock();
        outbox.append(data);
        self.write(&mut outbox, shared);
    }

    /// Sends a close frame: whatever is queued later is dropped (RFC 6455 section 5.5.1).
    pub(super) fn send_last(&self, close_frame: &[u8], shared: &Shared) {
        let mut outbox = self.outbox.lock();
        if outbox.sealed {
            return;
        }
        outbox.append(close_frame);
        outbox.sealed = true;
        self.write(&mut outbox, shared);
    }

    /// As [`send`](Self::send), unless the outbox is full: a client that pings and does not read gets no more pongs
    /// (RFC 6455 section 5.5.3 asks for an answer to the latest ping only). Says whether it was queued.
    pub(super) fn send_if_room(&self, data: &[u8], shared: &Shared) -> bool {
        let room = {
            let outbox = self.outbox.lock();
            !outbox.sealed && outbox.len() < self.port.settings.outbox_limit()
        };
        if room {
            self.send(data, shared);
        }
        room
    }

    /// Writes what the socket takes, unless that is the task's to do.
    pub(super) fn flush(&self, shared: &Shared) {
        self.write(&mut self.outbox.lock(), shared);
    }

    /// The same for the task of a plain connection, whose it is then.
    pub(super) fn flush_by_task(&self, shared: &Shared) {
        self.write_plain(&mut self.outbox.lock(), shared);
    }

    fn write(&self, outbox: &mut Outbox, shared: &Shared) {
        outbox.flush_asked = false;
        if outbox.is_for_task() {
            return;
        }
        if !self.is_tls {
            self.write_plain(outbox, shared);
        } else if !outbox.is_empty() {
            outbox.handed = true;
            if let Some(task) = self.task.take() {
                shared.turns.leave_to_driver(Left::Wake(task));
            }
        }
    }

    fn write_plain(&self, outbox: &mut Outbox, shared: &Shared) {
        let was_for_task = outbox.is_for_task();
        let (written, count) = outbox.write(self.socket());
        if written == Written::Broken {
            // Its task may not be reading, and would not learn of it.
            self.note_peer_ended();
            self.task.wake();
        }
        if count > 0 || written == Written::Blocked {
            self.note_sent(count, shared);
            shared.registry.queued(self.entry, outbox.len());
        }
        if outbox.blocked && !was_for_task {
            self.task.wake();
        }
        self.watch_marks(outbox, shared);
        if was_for_task {
            self.written.notify_all();
        }
    }

    /// For the task of an encrypted connection: hands what is queued to `write`, piece by piece.
    pub(super) fn write_with(
        &self,
        mut write: impl FnMut(&[u8]) -> Poll<io::Result<usize>>,
        shared: &Shared,
    ) -> Poll<io::Result<()>> {
        let mut outbox = self.outbox.lock();
        let result = loop {
            outbox.read_file();
            let Some(data) = outbox.first() else { break Poll::Ready(Ok(())) };
            match write(data) {
                Poll::Pending => break Poll::Pending,
                Poll::Ready(Ok(0)) => break Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => outbox.advance(count),
                Poll::Ready(Err(error)) => break Poll::Ready(Err(error)),
            }
        };
        if matches!(result, Poll::Ready(Err(_))) {
            outbox.clear();
        }
        outbox.handed = false;
        outbox.blocked = result.is_pending();
        shared.registry.queued(self.entry, outbox.len());
        self.watch_marks(&mut outbox, shared);
        self.written.notify_all();
        result
    }

    /// Notes that the kernel took `count` bytes.
    pub(super) fn note_sent(&self, count: usize, shared: &Shared) {
        self.sent.fetch_add(count as u64, Ordering::Relaxed);
        shared.registry.sent(self.entry, count);
    }

    /// Bytes that the kernel took, ever.
    pub(super) fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(super) fn note_peer_ended(&self) {
        self.peer_ended.store(true, Ordering::Relaxed);
    }

    pub(super) fn peer_ended(&self) -> bool {
        self.peer_ended.load(Ordering::Relaxed)
    }

    pub(super) fn note_write_blocked(&self, blocked: bool) {
        self.write_blocked.store(blocked, Ordering::Relaxed);
    }

    pub(super) fn is_write_blocked(&self) -> bool {
        self.write_blocked.load(Ordering::Relaxed)
    }

    /// Notes that the task waits for the worker; false if that is noted already.
    pub(super) fn pause(&self) -> bool {
        !self.paused.swap(true, Ordering::AcqRel)
    }

    /// Whether the worker has not yet resumed a task that waits for it.
    pub(super) fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Acquire)
    }

    /// Lets a task that waits for the worker look again.
    pub(super) fn resume(&self) {
        self.paused.store(false, Ordering::Release);
        self.task.wake();
    }

    /// Whether the program wants to hear what it says, if it is no HTTP connection.
    pub(super) fn is_heard(&self) -> bool {
        self.heard.load(Ordering::Acquire)
    }

    /// Lets the program hear what it says, or no longer: see [`Command::Hear`](crate::link::Command::Hear).
    pub(super) fn hear(&self, on: bool) {
        self.heard.store(on, Ordering::Release);
        self.task.wake();
    }

    /// Whether it is the task's turn to write.
    pub(super) fn is_for_task(&self) -> bool {
        self.outbox.lock().is_for_task()
    }

    /// Bytes that the other side has not yet acknowledged to the kernel; 0 where that can't be known.
    pub(super) fn unacknowledged(&self) -> usize {
        sockets::unacknowledged(self.socket().as_fd())
    }

    /// Whether all that was queued has left the outbox.
    pub(super) fn all_sent(&self) -> bool {
        self.outbox.lock().is_empty()
    }

    /// Whether a file, or what is left of one, waits to be sent.
    pub(super) fn sends_file(&self) -> bool {
        self.outbox.lock().has_file()
    }

    /// Drops what is queued and makes the socket's end a reset.
    pub(super) fn reset(&self) {
        self.was_reset.store(true, Ordering::Relaxed);
        self.outbox.lock().clear();
        let _ = self.socket.system().set_linger(Some(Duration::ZERO));
    }

    pub(super) fn was_reset(&self) -> bool {
        self.was_reset.load(Ordering::Relaxed)
    }

    /// Makes a WebSocket of the connection: the answer to the handshake goes into the outbox, `behind` it as it is, and
    /// from here on the program may push. False if the connection has ended meanwhile. Any thread; the task writes.
    pub(super) fn switch(
        &self,
        accepted: &Accepted,
        more: &[(String, Vec<u8>)],
        behind: &[u8],
        shared: &Shared,
    ) -> bool {
        if let Some(agreement) = accepted.compression {
            let _ = self.compression.set(agreement);
        }
        {
            let mut answer = accepted.response(more, date::now().as_bytes());
            answer.extend_from_slice(behind);
            let mut outbox = self.outbox.lock();
            outbox.prepend(answer);
            // hyper may still hold the socket, with earlier answers to write.
            outbox.handed = true;
        }
        let active = shared.registry.set_websocket(self.entry, WebSocketStatus::Active);
        self.switched.store(active, Ordering::Release);
        active
    }

    /// Whether the connection is a WebSocket, although hyper may still hold the socket.
    pub(super) fn is_switched(&self) -> bool {
        self.switched.load(Ordering::Acquire)
    }

    /// See [`Command::Respond`](crate::link::Command::Respond).
    pub(super) fn respond(
        &self,
        number: u64,
        head: ResponseHead,
        body: ResponseBody,
        shared: &Shared,
    ) -> Result<(), Refused> {
        let answering = self.exchanges.answer(number)?;
        if let Some(accepted) = &answering.handshake {
            if head.status == 101 {
                let behind = if let ResponseBody::Whole(behind) = body { behind } else { Bytes::new() };
                if !self.switch(accepted, &head.headers, &behind, shared) {
                    return Err(Refused::Unknown);
                }
                return answering.send(Reply::Switched, &shared.turns);
            }
            shared.registry.set_websocket(self.entry, WebSocketStatus::HandshakeFailed);
        }
        let answer = |head, body| {
            let bytes = if let ReplyBody::Whole(body) = &body { body.len() } else { 0 };
            Reply::Http { head, body, promise: self.under_way.promise(bytes) }
        };
        // Of other requests, in HTTP/2: the client takes too little of what it asks for.
        if matches!(body, ResponseBody::Whole(_)) && self.under_way.held() > RESPONSE_LIMIT {
            let headers = vec![("retry-after".to_owned(), b"1".to_vec())];
            let head = ResponseHead { status: 503, headers, ..ResponseHead::default() };
            answering.send(answer(head, ReplyBody::Whole(Bytes::new())), &shared.turns)?;
            return Err(Refused::OutboxFull);
        }
        let body = match body {
            ResponseBody::Whole(body) => ReplyBody::Whole(body),
            ResponseBody::Chunks => self.exchanges.begin_chunks(&answering),
            ResponseBody::File(FilePart { file: Some(file), offset, length }) if shared.may_hold(&file) => {
                ReplyBody::File { file, offset, length }
            }
            // Or it was lost on its way here, because this process may not open any more.
            ResponseBody::File(_) => {
                let head = ResponseHead { status: 500, ..ResponseHead::default() };
                return answering.send(answer(head, ReplyBody::Whole(Bytes::new())), &shared.turns);
            }
        };
        let (number, begins) = (answering.number(), matches!(body, ReplyBody::Chunks { .. }));
        let sent = answering.send(answer(head, body), &shared.turns);
        if sent.is_err() && begins {
            // The client has given it up, and nobody will end what has not begun.
            let _ = self.exchanges.end(number, Vec::new());
        }
        sent
    }

    /// Ends the requests that processes before this one in its place have left behind: nobody else will ever answer them.
    pub(super) fn answer_forsaken(&self, keeper: Keeper, shared: &Shared) {
        for forsaken in self.exchanges.forsaken(keeper) {
            match forsaken {
                Forsaken::Unanswered(number) => {
                    let headers = vec![("connection".to_owned(), b"close".to_vec())];
                    let head = ResponseHead { status: 500, headers, ..ResponseHead::default() };
                    let _ = self.respond(number, head, ResponseBody::Whole(Bytes::new()), shared);
                }
                // The client shall see that it is not whole.
                Forsaken::Torn => {
                    self.close(Ending::Reset, || shared.registry.close(self.entry, ClosedBy::Server));
                }
            }
        }
    }
}

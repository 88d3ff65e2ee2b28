//! One connection, as its task and the worker's thread share it.

use std::future::Future;
use std::mem::ManuallyDrop;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::task::Context;
use std::time::Duration;

use atomic_waker::AtomicWaker;
use bytes::Bytes;
use parking_lot::Mutex;
use socket2::SockRef;
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, Sleep};

use super::outbox::{Outbox, Written};
use super::{EndGuard, Shared, http, websocket};
use crate::link::{ClosedBy, EventKind, Frame, Refused, ResponseHead};
use crate::registry::Entry;

/// From this size on an outbox is written at once and does not wait for the flush: socket buffers like it, and memory too.
const WRITE_AT: usize = 16 * 1024;

/// How long a connection that this side ended is read on, so that unread bytes don't turn its end into a reset that
/// takes the last of what was sent with it.
const LINGER: Duration = Duration::from_secs(1);

/// What is read and thrown away while lingering, in bytes.
const LINGER_LIMIT: usize = 1024 * 1024;

/// How the worker wants a connection to end; a later one counts if it is stronger.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Ending {
    /// The server stops: a close frame with 1001, or after the request under way.
    Stop,
    /// A close frame of the program's.
    Disconnect { code: u16, reason: String },
    /// When all is sent.
    Close,
    /// At once, with a reset.
    Reset,
}

/// What the worker answers to the request under way.
pub(super) struct Reply {
    pub(super) head: ResponseHead,
    pub(super) body: ReplyBody,
}

pub(super) enum ReplyBody {
    Whole(Bytes),
    Chunks { chunks: mpsc::UnboundedReceiver<Bytes>, waiting: Arc<AtomicUsize> },
}

/// The HTTP request under way.
struct Exchange {
    number: u64,
    stage: Stage,
}

enum Stage {
    /// Nothing was answered yet.
    Waiting(oneshot::Sender<Reply>),
    /// The head was; chunks follow. `waiting` counts the bytes that hyper has not taken.
    Chunks { chunks: mpsc::UnboundedSender<Bytes>, waiting: Arc<AtomicUsize> },
}

/// See the module. Everything is behind `&self`: the task reads, both sides write.
pub(super) struct Connection {
    pub(super) entry: Entry,
    pub(super) remote: SocketAddr,
    pub(super) local: SocketAddr,
    /// Its drop would say FIN where a reset was meant; see [`Drop`].
    writer: ManuallyDrop<OwnedWriteHalf>,
    outbox: Mutex<Outbox>,
    ending: Mutex<Option<Ending>>,
    task: AtomicWaker,
    /// Bytes that the kernel took.
    sent: AtomicU64,
    /// It is in the list of those that wait for the worker.
    paused: AtomicBool,
    was_reset: AtomicBool,
    /// Bytes of this connection's events that PHP has not been given.
    untaken: AtomicUsize,
    exchange: Mutex<Option<Exchange>>,
}

impl Connection {
    pub(super) fn socket(&self) -> &TcpStream {
        self.writer.as_ref()
    }

    /// Says how the connection is to end, to its task.
    pub(super) fn end(&self, ending: Ending) {
        {
            let mut place = self.ending.lock();
            if place.as_ref().is_none_or(|before| *before < ending) {
                *place = Some(ending);
            }
        }
        self.task.wake();
    }

    /// For the task: be woken by [`end`](Self::end) and [`resume`](Self::resume), and learn what was ordered.
    pub(super) fn take_ending(&self, waker: &std::task::Waker) -> Option<Ending> {
        self.task.register(waker);
        self.ending.lock().take()
    }

    /// Bytes that PHP has not taken.
    pub(super) fn untaken(&self) -> usize {
        self.untaken.load(Ordering::Acquire)
    }

    pub(super) fn given(&self, bytes: usize) {
        self.untaken.fetch_add(bytes, Ordering::AcqRel);
    }

    /// PHP took some; gives what is left.
    pub(super) fn taken(&self, bytes: usize) -> usize {
        self.untaken.fetch_sub(bytes, Ordering::AcqRel).saturating_sub(bytes)
    }

    /// Queues a frame, or drops it if the closing has begun; `None` when the outbox is full, else whether the caller must
    /// see to a flush.
    pub(super) fn queue_frame(&self, frame: Frame<'_>, shared: &Shared) -> Option<bool> {
        let mut outbox = self.outbox.lock();
        if outbox.sealed {
            // The closing began after the caller had looked.
            return Some(false);
        }
        if !outbox.push(frame, shared.settings.outbox_limit()) {
            return None;
        }
        if outbox.len() >= WRITE_AT && !outbox.blocked {
            self.write(&mut outbox, shared);
        }
        let ask = !outbox.is_empty() && !outbox.flush_asked && !outbox.blocked;
        outbox.flush_asked |= ask;
        Some(ask)
    }

    /// Queues bytes of the gateway's own and writes what the socket takes.
    pub(super) fn send(&self, data: &[u8], shared: &Shared) {
        let mut outbox = self.outbox.lock();
        outbox.append(data);
        if !outbox.blocked {
            self.write(&mut outbox, shared);
        }
    }

    /// Sends a close frame: whatever is queued later is dropped (RFC 6455 section 5.5.1).
    pub(super) fn send_last(&self, close_frame: &[u8], shared: &Shared) {
        let mut outbox = self.outbox.lock();
        outbox.append(close_frame);
        outbox.sealed = true;
        if !outbox.blocked {
            self.write(&mut outbox, shared);
        }
    }

    /// As [`send`](Self::send), unless the outbox is full: a client that pings and does not read gets no more pongs
    /// (RFC 6455 section 5.5.3 asks for an answer to the latest ping only).
    pub(super) fn send_if_room(&self, data: &[u8], shared: &Shared) {
        if self.outbox.lock().len() < shared.settings.outbox_limit() {
            self.send(data, shared);
        }
    }

    /// Writes what the socket takes.
    pub(super) fn flush(&self, shared: &Shared) {
        self.write(&mut self.outbox.lock(), shared);
    }

    fn write(&self, outbox: &mut Outbox, shared: &Shared) {
        let was_blocked = outbox.blocked;
        let (written, count) = outbox.write(self.socket());
        if count > 0 || written == Written::Blocked {
            self.note_sent(count, outbox.len(), shared);
        }
        if written == Written::Blocked && !was_blocked {
            self.task.wake();
        }
    }

    /// Notes that the kernel took `count` bytes and `queued` wait.
    pub(super) fn note_sent(&self, count: usize, queued: usize, shared: &Shared) {
        self.sent.fetch_add(count as u64, Ordering::Relaxed);
        shared.registry.sent(self.entry, count, queued);
    }

    /// Notes that the task waits for the worker; false if that is noted already.
    pub(super) fn pause(&self) -> bool {
        !self.paused.swap(true, Ordering::AcqRel)
    }

    /// Lets a task that waits for the worker look again.
    pub(super) fn resume(&self) {
        self.paused.store(false, Ordering::Release);
        self.task.wake();
    }

    /// Whether bytes wait for the socket to take more.
    pub(super) fn is_blocked(&self) -> bool {
        self.outbox.lock().blocked
    }

    /// Whether all that was queued is with the kernel.
    pub(super) fn all_sent(&self) -> bool {
        self.outbox.lock().is_empty()
    }

    /// Drops what is queued and makes the socket's end a reset.
    pub(super) fn reset(&self) {
        self.was_reset.store(true, Ordering::Relaxed);
        self.outbox.lock().clear();
        let _ = SockRef::from(self.socket()).set_linger(Some(Duration::ZERO));
    }

    pub(super) fn begin_exchange(&self, number: u64) -> oneshot::Receiver<Reply> {
        let (sender, receiver) = oneshot::channel();
        *self.exchange.lock() = Some(Exchange { number, stage: Stage::Waiting(sender) });
        receiver
    }

    /// Whether PHP has a request of this connection that it has not begun to answer.
    pub(super) fn is_unanswered(&self) -> bool {
        matches!(&*self.exchange.lock(), Some(Exchange { stage: Stage::Waiting(_), .. }))
    }

    /// See [`Command::Respond`](crate::link::Command::Respond).
    pub(super) fn respond(&self, number: u64, head: ResponseHead, body: Option<Bytes>) -> Result<(), Refused> {
        let mut exchange = self.exchange.lock();
        let waits = |exchange: &mut Exchange| exchange.number == number && matches!(exchange.stage, Stage::Waiting(_));
        let Some(Exchange { stage: Stage::Waiting(reply), .. }) = exchange.take_if(waits) else {
            return Err(Refused::NoExchange);
        };
        let body = match body {
            Some(body) => ReplyBody::Whole(body),
            None => {
                let (sender, chunks) = mpsc::unbounded_channel();
                let waiting = Arc::new(AtomicUsize::new(0));
                let stage = Stage::Chunks { chunks: sender, waiting: Arc::clone(&waiting) };
                *exchange = Some(Exchange { number, stage });
                ReplyBody::Chunks { chunks, waiting }
            }
        };
        reply.send(Reply { head, body }).map_err(|_| Refused::NoExchange)
    }

    /// See [`Command::RespondChunk`](crate::link::Command::RespondChunk).
    pub(super) fn respond_chunk(&self, number: u64, data: Bytes, limit: usize) -> Result<(), Refused> {
        match &*self.exchange.lock() {
            Some(Exchange { number: current, stage: Stage::Chunks { chunks, waiting } }) if *current == number => {
                let before = waiting.fetch_add(data.len(), Ordering::AcqRel);
                if before > 0 && before + data.len() > limit {
                    waiting.fetch_sub(data.len(), Ordering::AcqRel);
                    return Err(Refused::OutboxFull);
                }
                chunks.send(data).map_err(|_| Refused::NoExchange)
            }
            _ => Err(Refused::NoExchange),
        }
    }

    /// See [`Command::RespondEnd`](crate::link::Command::RespondEnd).
    pub(super) fn respond_end(&self, number: u64) -> Result<(), Refused> {
        let ends =
            |exchange: &mut Exchange| exchange.number == number && matches!(exchange.stage, Stage::Chunks { .. });
        self.exchange.lock().take_if(ends).map(drop).ok_or(Refused::NoExchange)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        // SAFETY: taken once, here. Closing the socket says FIN by itself, or RST after `reset`.
        unsafe { ManuallyDrop::take(&mut self.writer) }.forget();
    }
}

/// Waits for the other side or the network at the end of a connection: as long as bytes go out, but not for ever.
pub(super) struct Patience {
    sleep: Pin<Box<Sleep>>,
    /// What had been sent when `sleep` began.
    sent: u64,
    last: Instant,
}

impl Patience {
    /// How long nothing may happen.
    const STEP: Duration = Duration::from_secs(2);
    /// How long it may take in all.
    const MOST: Duration = Duration::from_secs(60);

    pub(super) fn new(connection: &Connection) -> Self {
        Self {
            sleep: Box::pin(tokio::time::sleep(Self::STEP)),
            sent: connection.sent.load(Ordering::Relaxed),
            last: Instant::now() + Self::MOST,
        }
    }

    /// Whether it is over; else the task will be woken to ask again.
    pub(super) fn is_over(&mut self, context: &mut Context<'_>, connection: &Connection) -> bool {
        while self.sleep.as_mut().poll(context).is_ready() {
            let sent = connection.sent.load(Ordering::Relaxed);
            if sent == self.sent || Instant::now() >= self.last {
                return true;
            }
            self.sent = sent;
            self.sleep.as_mut().reset(Instant::now() + Self::STEP);
        }
        false
    }
}

/// How one stage of a connection's life ended.
pub(super) enum Outcome {
    /// It is over; if this side ended it, it is read a little longer.
    Ended(ClosedBy),
    /// HTTP handed over to WebSocket; these bytes came behind the handshake.
    Upgraded(Bytes),
}

/// Serves a connection from its accept to its end. One task runs this for each connection.
pub(super) async fn serve(socket: TcpStream, entry: Entry, remote: SocketAddr, shared: Arc<Shared>) {
    let Ok(local) = socket.local_addr() else {
        // Reset before it was ours.
        shared.registry.close(entry, ClosedBy::Peer);
        shared.registry.release(entry);
        return;
    };
    let (mut reader, writer) = socket.into_split();
    let connection = Arc::new(Connection {
        entry,
        remote,
        local,
        writer: ManuallyDrop::new(writer),
        outbox: Mutex::default(),
        ending: Mutex::default(),
        task: AtomicWaker::new(),
        sent: AtomicU64::new(0),
        paused: AtomicBool::new(false),
        was_reset: AtomicBool::new(false),
        untaken: AtomicUsize::new(0),
        exchange: Mutex::default(),
    });
    shared.enter(&connection);
    // It came while the server began to stop, and was not told.
    if *shared.stopping.borrow() {
        connection.end(Ending::Stop);
    }
    // Until told otherwise: the runtime ends, and this task with it.
    let mut end = EndGuard { connection: Arc::clone(&connection), shared: Arc::clone(&shared), by: ClosedBy::Server };
    if shared.wanted.connect {
        shared.tell(&connection, EventKind::Connect);
    }

    // Boxed, so that a WebSocket does not carry the room that HTTP took: 6.0 instead of 6.3 KB an idle connection.
    let outcome = Box::pin(http::serve(&mut reader, &connection, &shared)).await;
    let by = match outcome {
        Outcome::Ended(by) => by,
        Outcome::Upgraded(early) => websocket::serve(&mut reader, early, &connection, &shared).await,
    };
    end.by = by;
    drop(end);
    if by == ClosedBy::Server && !connection.was_reset.load(Ordering::Relaxed) {
        linger(reader, &connection).await;
    }
}

/// Lets the last bytes reach the other end: see [`LINGER`].
async fn linger(mut reader: OwnedReadHalf, connection: &Connection) {
    use tokio::io::AsyncReadExt;

    let _ = SockRef::from(connection.socket()).shutdown(std::net::Shutdown::Write);
    let mut sink = vec![0; 4096];
    let drain = async {
        let mut total = 0;
        while let Ok(count) = reader.read(&mut sink).await {
            total += count;
            if count == 0 || total > LINGER_LIMIT {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(LINGER, drain).await;
}

//! A connection after the opening handshake: frames in, events out, and the closing handshake in both directions.
//!
//! One future for each connection, written as a state machine rather than with `select!`: it has four reasons to wake
//! (bytes to read, room to write, an order of the worker's, a time limit) and all cost nothing while they are quiet.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

use super::Shared;
use super::connection::{Connection, Ending};
use super::handover::Speaks;
use super::life::Outcome;
use super::patience::Patience;
use super::reading;
use super::transport::Transport;
use crate::link::{ClosedBy, EventKind, Held};
use crate::protocol::frame::{self, opcode};
use crate::protocol::message::{CloseReason, Compression, Decoder, Incoming, Masking, Rules, Snapshot, Violation};
use crate::registry::WebSocketStatus;

/// What PHP gets to answer messages that a close frame has followed. A callback that takes longer must not keep the other
/// side waiting for the end of the closing handshake.
const ANSWER_TIME: Duration = Duration::from_millis(200);

/// All connections together hold more than they may of messages that are not whole: this one holds much of it.
const OUT_OF_ROOM: Violation = Violation { code: 1013, reason: "no room for unfinished messages" };

/// Serves an established WebSocket until its end or until another gateway is to go on. `snapshot` says where it stands, if
/// not at its beginning; `early` came behind the handshake's request. No `async fn`: that would keep two copies of the session,
/// and of hyper's buffer what `early` is a part of, as long as the connection lasts.
pub(super) fn serve<'task>(
    transport: &'task mut Transport,
    snapshot: Option<Box<Snapshot>>,
    early: Bytes,
    connection: &Arc<Connection>,
    shared: &Arc<Shared>,
) -> impl Future<Output = Outcome> + use<'task> {
    let compression = match connection.compression() {
        None => Compression::None,
        Some(agreement) if agreement.client_takeover => Compression::Takeover,
        Some(_) => Compression::Alone,
    };
    let settings = &connection.port.settings;
    let masking = if settings.websocket_require_mask { Masking::Required } else { Masking::Either };
    let rules = Rules { limit: settings.package_limit(), masking, compression };
    let mut session = Session {
        transport,
        connection: Arc::clone(connection),
        shared: Arc::clone(shared),
        decoder: snapshot.map_or_else(|| Decoder::new(rules), |snapshot| Decoder::thaw(rules, *snapshot)),
        held: Held::of(&shared.incoming),
        stage: Stage::Open,
        parting: None,
        is_deaf: false,
        patience: None,
    };
    // What it holds is judged with the next bytes.
    session.held.set(session.decoder.held());
    if !early.is_empty() {
        session.take_bytes(&mut Vec::from(early));
    }
    session
}

/// How far the closing has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    /// Frames flow.
    Open,
    /// The other side's close frame, or what broke a rule, came behind messages that PHP has not answered yet. They get a
    /// moment ([`ANSWER_TIME`]): nothing may follow our close frame, and who asks and leaves wants the answer nevertheless.
    Parting,
    /// This side sent its close frame and waits for the other's (RFC 6455 section 7.1.2).
    Closing,
    /// All is said; what is queued still has to go out.
    Draining(ClosedBy),
    /// It is over.
    Ended(ClosedBy),
}

struct Session<'task> {
    transport: &'task mut Transport,
    connection: Arc<Connection>,
    shared: Arc<Shared>,
    decoder: Decoder,
    /// Of an unfinished message.
    held: Held,
    stage: Stage,
    /// In [`Stage::Parting`]; boxed, because it is rare.
    parting: Option<Box<Parting>>,
    /// Nothing more will come.
    is_deaf: bool,
    /// Ends [`Stage::Closing`] and [`Stage::Draining`].
    patience: Option<Patience>,
}

/// Why the other side's frames end.
enum Farewell {
    /// By its close frame.
    Close(Option<CloseReason>),
    /// By a rule that it broke.
    Violation(Violation),
}

/// See [`Stage::Parting`].
struct Parting {
    farewell: Farewell,
    limit: Pin<Box<Sleep>>,
}

impl Future for Session<'_> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        self.connection.watch(context.waker());
        if let Some(ending) = self.connection.take_ending() {
            self.obey(ending);
        }
        loop {
            let this = &mut *self;
            let last = if let Stage::Draining(by) = this.stage { Some(by) } else { None };
            if let Some(by) = this.transport.send_on(context, &this.connection, &this.shared, last) {
                this.stage = Stage::Ended(by);
            }
            if let Stage::Ended(by) = self.stage {
                return Poll::Ready(Outcome::Ended(by));
            }
            let this = &mut *self;
            // Begun behind a try to write, so that what goes out at once is not taken for progress.
            if matches!(this.stage, Stage::Closing | Stage::Draining(_))
                && this.patience.get_or_insert_with(|| Patience::new(&this.connection)).is_over(
                    context,
                    &this.connection,
                    false,
                )
            {
                // It had its time.
                return Poll::Ready(Outcome::Ended(match self.stage {
                    Stage::Draining(by) => by,
                    _ => ClosedBy::Server,
                }));
            }
            if self.stage == Stage::Parting {
                ready!(self.poll_parting(context));
                continue;
            }
            if self.is_deaf {
                return Poll::Pending;
            }
            if self.stage == Stage::Open && ready!(self.shared.poll_may_read(&self.connection)).is_err() {
                self.stage = Stage::Ended(ClosedBy::Peer);
                continue;
            }
            let mut most = reading::MOST;
            if self.stage == Stage::Open && self.shared.is_parting() {
                if self.decoder.is_inflating() && !self.transport.is_tls() {
                    // To the end of the message, and not a byte further.
                    most = self.decoder.wanted();
                } else if !self.connection.is_settled(&self.shared) {
                    return Poll::Pending;
                } else if self.transport.is_tls() {
                    self.restart("what is encrypted can't be handed over");
                    continue;
                } else if let Some(snapshot) = self.decoder.freeze() {
                    return Poll::Ready(Outcome::Parted(Speaks::WebSocket(Box::new(snapshot))));
                }
            }
            ready!(self.read(context, most));
        }
    }
}

impl Session<'_> {
    /// Reads once, up to `most` bytes, and takes what came. Pending when nothing is there.
    fn read(&mut self, context: &mut Context<'_>, most: usize) -> Poll<()> {
        let size = self.shared.read_size(&self.connection).min(most);
        if let Some(room) = self.decoder.room(size) {
            let mut read = ReadBuf::uninit(room);
            let result = ready!(Pin::new(&mut *self.transport).poll_read(context, &mut read));
            let count = read.filled().len();
            if self.goes_on(&result, count) {
                // SAFETY: a `ReadBuf` has so many bytes of the room filled.
                self.take(|decoder, take| unsafe { decoder.decode_in_place(count, take) });
            }
            return Poll::Ready(());
        }
        reading::with_buffer(size, |buffer| {
            let mut read = ReadBuf::new(&mut *buffer);
            let result = ready!(Pin::new(&mut *self.transport).poll_read(context, &mut read));
            let count = read.filled().len();
            if self.goes_on(&result, count) {
                self.take_bytes(&mut buffer[..count]);
            }
            Poll::Ready(())
        })
    }

    /// Whether something was read; if not, nothing more will come.
    fn goes_on(&mut self, result: &io::Result<()>, count: usize) -> bool {
        if result.is_ok() && count > 0 {
            return true;
        }
        self.is_deaf = true;
        let by = match self.stage {
            Stage::Draining(by) => by,
            // After our close frame the other side just went: the handshake was ours all the same.
            Stage::Closing => ClosedBy::Server,
            _ => ClosedBy::Peer,
        };
        if result.is_err() {
            self.stage = Stage::Ended(by);
        } else {
            // It may still read.
            self.shared.registry.close(self.connection.entry, by);
            self.drain(by);
        }
        false
    }

    fn take_bytes(&mut self, bytes: &mut [u8]) {
        self.take(|decoder, take| decoder.decode(bytes, take));
    }

    /// Takes what `decode` makes of bytes that came.
    fn take(&mut self, decode: impl FnOnce(&mut Decoder, &mut dyn FnMut(Incoming)) -> Result<(), Violation>) {
        if matches!(self.stage, Stage::Draining(_)) {
            return;
        }
        let Self { connection, shared, decoder, stage, .. } = self;
        let settings = &connection.port.settings;
        let mut answers = Vec::new();
        let mut close = None;
        let result = decode(decoder, &mut |incoming| match incoming {
            // What comes after our close frame is read for the sake of the other side's, and not passed on.
            Incoming::Message(message) if *stage == Stage::Open => {
                // A pong before the message's own answer, which the worker may send at once.
                if !answers.is_empty() {
                    connection.send_if_room(&answers, shared);
                    answers.clear();
                }
                shared.tell(connection, EventKind::Message(message));
            }
            // The program answers by itself then.
            Incoming::Ping(ping) if *stage == Stage::Open && settings.open_websocket_ping_frame => {
                shared.tell(connection, EventKind::Message(ping));
            }
            Incoming::Ping(ping) if *stage == Stage::Open => {
                frame::encode(opcode::PONG, true, &ping.payload, &mut answers);
            }
            Incoming::Pong(pong) if *stage == Stage::Open && settings.open_websocket_pong_frame => {
                shared.tell(connection, EventKind::Message(pong));
            }
            Incoming::Close(frame) => {
                if *stage == Stage::Open && settings.open_websocket_close_frame {
                    shared.tell(connection, EventKind::CloseFrame(frame.clone()));
                }
                close = Some(frame.reason);
            }
            Incoming::Message(_) | Incoming::Ping(_) | Incoming::Pong(_) => {}
        });
        if !answers.is_empty() {
            connection.send_if_room(&answers, shared);
        }
        let farewell = match (result, close) {
            (Err(violation), _) => Farewell::Violation(violation),
            (Ok(()), Some(reason)) => Farewell::Close(reason),
            (Ok(()), None) if !self.held.set(self.decoder.held()) => Farewell::Violation(OUT_OF_ROOM),
            (Ok(()), None) => return,
        };
        if self.stage == Stage::Open && self.connection.is_unanswered() {
            self.parting = Some(Box::new(Parting { farewell, limit: Box::pin(sleep(ANSWER_TIME)) }));
            self.stage = Stage::Parting;
        } else {
            self.part(farewell);
        }
    }

    fn part(&mut self, farewell: Farewell) {
        match farewell {
            Farewell::Close(reason) => self.answer_close(reason),
            Farewell::Violation(violation) => self.fail(violation),
        }
    }

    /// Parts when PHP has answered all that came before, or when the time is over.
    fn poll_parting(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(parting) = &mut self.parting else { return Poll::Ready(()) };
        if parting.limit.as_mut().poll(context).is_pending() && self.connection.is_unanswered() {
            // The worker resumes whoever is paused when it has written what PHP answered.
            if self.connection.pause() {
                self.shared.paused.lock().push(Arc::clone(&self.connection));
            }
            if self.connection.is_unanswered() {
                return Poll::Pending;
            }
        }
        if let Some(parting) = self.parting.take() {
            self.part(parting.farewell);
        }
        Poll::Ready(())
    }

    /// The other side broke a rule: say which and end (RFC 6455 section 7.1.7).
    fn fail(&mut self, violation: Violation) {
        let fd = self.connection.entry.fd;
        self.shared.log.notice(format_args!("connection {fd}: {violation}, closed"));
        if matches!(self.stage, Stage::Open | Stage::Parting) {
            self.shared.registry.close(self.connection.entry, ClosedBy::Server);
            self.send_close(violation.code, violation.reason);
        }
        self.drain(ClosedBy::Server);
    }

    /// The other side closes, or answers our close frame.
    fn answer_close(&mut self, reason: Option<CloseReason>) {
        match self.stage {
            Stage::Open | Stage::Parting => {
                // The program may not push behind our answer.
                self.shared.registry.close(self.connection.entry, ClosedBy::Peer);
                match reason {
                    Some(CloseReason { code, reason }) => self.send_close(code, &reason),
                    None => {
                        let mut out = Vec::new();
                        frame::encode(opcode::CLOSE, true, &[], &mut out);
                        self.connection.send_last(&out, &self.shared);
                    }
                }
                self.drain(ClosedBy::Peer);
            }
            Stage::Closing => self.drain(ClosedBy::Server),
            Stage::Draining(_) | Stage::Ended(_) => {}
        }
    }

    fn obey(&mut self, ending: Ending) {
        match (ending, self.stage) {
            (_, Stage::Ended(_)) => {}
            (Ending::Reset, _) => {
                self.connection.reset();
                self.stage = Stage::Ended(ClosedBy::Server);
            }
            (Ending::Close, Stage::Draining(_)) => {}
            (Ending::Close, _) => self.drain(ClosedBy::Server),
            // It parts when the limit has passed, at the latest.
            (Ending::Disconnect { .. } | Ending::Stop | Ending::Abandon { .. }, Stage::Parting) => {
                if let Some(parting) = &mut self.parting {
                    parting.limit.as_mut().reset(Instant::now());
                }
            }
            (Ending::Disconnect { code, reason }, Stage::Open) => {
                self.shared.registry.set_websocket(self.connection.entry, WebSocketStatus::Closing);
                self.begin_close(code, &reason);
            }
            (Ending::Stop, Stage::Open) if self.shared.is_frozen() => self.restart(if self.decoder.is_inflating() {
                "in the middle of a compressed message"
            } else {
                "not handed over"
            }),
            (Ending::Stop, Stage::Open) => {
                self.shared.registry.close(self.connection.entry, ClosedBy::Server);
                self.begin_close(1001, "server is going away");
            }
            (Ending::Abandon { code, reason }, Stage::Open | Stage::Closing) => {
                self.send_close(code, reason);
                self.drain(ClosedBy::Server);
            }
            (Ending::Abandon { .. }, _) => {}
            // A close frame was sent already.
            (Ending::Disconnect { .. } | Ending::Stop, _) => {}
        }
    }

    /// This side closes, and waits for the other's close frame.
    fn begin_close(&mut self, code: u16, reason: &str) {
        self.send_close(code, reason);
        self.stage = Stage::Closing;
    }

    /// Closes what can't go to another gateway, although the server goes on: the client may well come back.
    fn restart(&mut self, why: &str) {
        let fd = self.connection.entry.fd;
        self.shared.log.info(format_args!("connection {fd}: {why}, closed with 1012"));
        self.shared.registry.close(self.connection.entry, ClosedBy::Server);
        self.begin_close(1012, "service restart");
    }

    fn send_close(&self, code: u16, reason: &str) {
        let mut out = Vec::new();
        frame::encode_close(code, reason, &mut out);
        self.connection.send_last(&out, &self.shared);
    }

    /// Ends when all that the program has pushed is sent, also what it has not flushed yet.
    fn drain(&mut self, by: ClosedBy) {
        self.connection.flush(&self.shared);
        self.stage = Stage::Draining(by);
        self.patience = None;
    }
}

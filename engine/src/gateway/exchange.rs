//! The HTTP requests under way on a connection, each from the moment PHP has it to the last byte of its answer: what the
//! task that serves hyper waits for, and what the worker's commands do to it. HTTP/1 has one at a time, HTTP/2 one for each
//! stream.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use hyper::body::Frame;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use super::turns::{Left, Turns};
use super::under_way::Promise;
use crate::link::{Refused, ResponseHead};
use crate::protocol::handshake::Accepted;

/// What the worker answers to a request.
pub(super) enum Reply {
    Http {
        head: ResponseHead,
        body: ReplyBody,
        #[expect(dead_code, reason = "that it lives is what counts")]
        promise: Promise,
    },
    /// The connection is a WebSocket now, and the answer is in its outbox.
    Switched,
}

pub(super) enum ReplyBody {
    Whole(Bytes),
    Chunks { chunks: mpsc::UnboundedReceiver<Frame<Bytes>>, waiting: Arc<AtomicUsize> },
    File { file: File, offset: u64, length: u64 },
}

/// The process that has a request: a worker's number and its life.
pub(super) type Keeper = (u16, u16);

/// Who is to answer a request.
#[derive(Clone, Copy)]
enum Charge {
    /// Whoever is told of it, which has not done with that.
    Told,
    /// The process that has kept the response.
    Keeper(Keeper),
    /// Anybody: the program has given the response up, and has it answered in another way.
    Anybody,
}

/// The requests under way; empty between requests. One whose client does not want the answer any more stays until PHP has
/// given it.
#[derive(Default)]
pub(super) struct Exchanges(Mutex<Vec<Exchange>>);

struct Exchange {
    number: u64,
    stage: Stage,
    charge: Charge,
}

impl Exchange {
    /// Whether `number` means it: whoever makes a response for a connection does not know which request is under way, and
    /// says 0.
    fn is(&self, number: u64) -> bool {
        number == 0 || self.number == number
    }
}

enum Stage {
    /// Nothing was answered yet; a handshake that the program decides on has what it would be answered.
    Waiting { reply: oneshot::Sender<Reply>, handshake: Option<Box<Accepted>> },
    /// The head was; chunks follow. `waiting` counts the bytes that hyper has not taken.
    Chunks { chunks: mpsc::UnboundedSender<Frame<Bytes>>, waiting: Arc<AtomicUsize> },
}

/// A request that was waiting for its answer, and is answered now.
pub(super) struct Answering {
    number: u64,
    reply: oneshot::Sender<Reply>,
    charge: Charge,
    /// Of a handshake.
    pub(super) handshake: Option<Box<Accepted>>,
}

/// How far a request had come whose worker is no more.
pub(super) enum Forsaken {
    /// Nothing was answered.
    Unanswered(u64),
    /// Its answer has begun, and will never be whole.
    Torn,
}

impl Answering {
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Hands the answer to the connection's task, if that still waits for it.
    pub(super) fn send(self, reply: Reply, turns: &Turns) -> Result<(), Refused> {
        if self.reply.is_closed() {
            return Err(Refused::NoExchange);
        }
        turns.leave_to_driver(Left::Reply(self.reply, reply));
        Ok(())
    }
}

impl Exchanges {
    /// Begins to wait for an answer.
    pub(super) fn begin(&self, number: u64, handshake: Option<Box<Accepted>>) -> oneshot::Receiver<Reply> {
        let (reply, receiver) = oneshot::channel();
        self.0.lock().push(Exchange { number, stage: Stage::Waiting { reply, handshake }, charge: Charge::Told });
        receiver
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.0.lock().len()
    }

    /// Whether chunks wait that the client has not taken.
    pub(super) fn waits_for_client(&self) -> bool {
        let waits = |exchange: &Exchange| match &exchange.stage {
            Stage::Chunks { chunks, waiting } => !chunks.is_closed() && waiting.load(Ordering::Acquire) > 0,
            Stage::Waiting { .. } => false,
        };
        self.0.lock().iter().any(waits)
    }

    /// Whether PHP has a request that it has not begun to answer.
    pub(super) fn is_unanswered(&self) -> bool {
        self.0.lock().iter().any(|exchange| matches!(exchange.stage, Stage::Waiting { .. }))
    }

    /// Takes the request `number`, if it stands where `stands` says; 0 is the first that does.
    fn take(&self, number: u64, stands: impl Fn(&Stage) -> bool) -> Result<Exchange, Refused> {
        let mut exchanges = self.0.lock();
        let place = exchanges.iter().position(|exchange| exchange.is(number) && stands(&exchange.stage));
        place.map(|place| exchanges.remove(place)).ok_or(Refused::NoExchange)
    }

    /// Takes the request `number`, which waits for its answer.
    pub(super) fn answer(&self, number: u64) -> Result<Answering, Refused> {
        match self.take(number, |stage| matches!(stage, Stage::Waiting { .. }))? {
            Exchange { number, stage: Stage::Waiting { reply, handshake }, charge } => {
                Ok(Answering { number, reply, charge, handshake })
            }
            Exchange { stage: Stage::Chunks { .. }, .. } => Err(Refused::NoExchange),
        }
    }

    /// Begins a body in chunks.
    pub(super) fn begin_chunks(&self, answering: &Answering) -> ReplyBody {
        let (sender, chunks) = mpsc::unbounded_channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let stage = Stage::Chunks { chunks: sender, waiting: Arc::clone(&waiting) };
        self.0.lock().push(Exchange { number: answering.number, stage, charge: answering.charge });
        ReplyBody::Chunks { chunks, waiting }
    }

    /// Adds a chunk; refused when more than `limit` bytes would wait then, with those of the connection's other answers.
    pub(super) fn chunk(&self, number: u64, data: Bytes, limit: usize) -> Result<(), Refused> {
        let exchanges = self.0.lock();
        let bodies = || {
            exchanges.iter().filter_map(|exchange| match &exchange.stage {
                Stage::Chunks { chunks, waiting } => Some((exchange, chunks, waiting)),
                Stage::Waiting { .. } => None,
            })
        };
        let (_, chunks, waiting) = bodies().find(|(exchange, ..)| exchange.is(number)).ok_or(Refused::NoExchange)?;
        // What a client has given up waits for nobody.
        let wanted = bodies().filter(|(_, chunks, _)| !chunks.is_closed());
        let before: usize = wanted.map(|(.., waiting)| waiting.load(Ordering::Acquire)).sum();
        if before > 0 && before + data.len() > limit {
            return Err(Refused::OutboxFull);
        }
        waiting.fetch_add(data.len(), Ordering::AcqRel);
        chunks.send(Frame::data(data)).map_err(|_| Refused::NoExchange)
    }

    /// Ends a body in chunks.
    pub(super) fn end(&self, number: u64, trailers: Vec<(String, Vec<u8>)>) -> Result<(), Refused> {
        let ended = self.take(number, |stage| matches!(stage, Stage::Chunks { .. }))?;
        if let Stage::Chunks { chunks, .. } = ended.stage
            && !trailers.is_empty()
        {
            let mut fields = HeaderMap::new();
            for (name, value) in trailers {
                if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                    fields.append(name, value);
                }
            }
            // Nobody waits for them if the connection has ended.
            let _ = chunks.send(Frame::trailers(fields));
        }
        Ok(())
    }

    /// Notes who has the request `number`, if it is not answered to the end, nor given up.
    pub(super) fn is_kept_by(&self, number: u64, keeper: Keeper) {
        let is_told = |exchange: &&mut Exchange| exchange.number == number && matches!(exchange.charge, Charge::Told);
        if let Some(exchange) = self.0.lock().iter_mut().find(is_told) {
            exchange.charge = Charge::Keeper(keeper);
        }
    }

    /// Notes that the program has given the request `number` up.
    pub(super) fn detach(&self, number: u64) {
        if let Some(exchange) = self.0.lock().iter_mut().find(|exchange| exchange.number == number) {
            exchange.charge = Charge::Anybody;
        }
    }

    /// The requests that processes before this one in its place have left behind. Those whose clients do not want the answer
    /// any more are forgotten.
    pub(super) fn forsaken(&self, (worker, life): Keeper) -> Vec<Forsaken> {
        let is_of_dead = |exchange: &Exchange| match exchange.charge {
            Charge::Keeper((keeper, lived)) => keeper == worker && lived != life,
            Charge::Told | Charge::Anybody => false,
        };
        let is_unwanted = |stage: &Stage| matches!(stage, Stage::Chunks { chunks, .. } if chunks.is_closed());
        let how_far = |exchange: &Exchange| match exchange.stage {
            Stage::Waiting { .. } => Forsaken::Unanswered(exchange.number),
            Stage::Chunks { .. } => Forsaken::Torn,
        };
        let mut exchanges = self.0.lock();
        exchanges.retain(|exchange| !(is_of_dead(exchange) && is_unwanted(&exchange.stage)));
        exchanges.iter().filter(|exchange| is_of_dead(exchange)).map(how_far).collect()
    }
}

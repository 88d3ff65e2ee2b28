//! The HTTP request under way on a connection, from the moment PHP has it to the last byte of its answer: what the task
//! that serves hyper waits for, and what the worker's commands do to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::{mpsc, oneshot};

use crate::link::{Refused, ResponseHead};
use crate::protocol::handshake::Accepted;

/// What the worker answers to the request under way.
pub(super) enum Reply {
    Http {
        head: ResponseHead,
        body: ReplyBody,
    },
    /// The connection is a WebSocket now, and the answer is in its outbox.
    Switched,
}

pub(super) enum ReplyBody {
    Whole(Bytes),
    Chunks { chunks: mpsc::UnboundedReceiver<Bytes>, waiting: Arc<AtomicUsize> },
}

/// The request under way; empty between requests.
#[derive(Default)]
pub(super) struct Exchange(Mutex<Option<Current>>);

struct Current {
    number: u64,
    stage: Stage,
}

enum Stage {
    /// Nothing was answered yet; a handshake that the program decides on has what it would be answered.
    Waiting { reply: oneshot::Sender<Reply>, handshake: Option<Box<Accepted>> },
    /// The head was; chunks follow. `waiting` counts the bytes that hyper has not taken.
    Chunks { chunks: mpsc::UnboundedSender<Bytes>, waiting: Arc<AtomicUsize> },
}

/// A request that was waiting for its answer, and is answered now.
pub(super) struct Answering {
    reply: oneshot::Sender<Reply>,
    /// Of a handshake.
    pub(super) handshake: Option<Box<Accepted>>,
}

impl Answering {
    /// Hands the answer to the connection's task.
    pub(super) fn send(self, reply: Reply) -> Result<(), Refused> {
        self.reply.send(reply).map_err(|_| Refused::NoExchange)
    }
}

impl Exchange {
    /// Begins to wait for an answer.
    pub(super) fn begin(&self, number: u64, handshake: Option<Box<Accepted>>) -> oneshot::Receiver<Reply> {
        let (reply, receiver) = oneshot::channel();
        *self.0.lock() = Some(Current { number, stage: Stage::Waiting { reply, handshake } });
        receiver
    }

    /// Whether PHP has a request that it has not begun to answer.
    pub(super) fn is_unanswered(&self) -> bool {
        matches!(&*self.0.lock(), Some(Current { stage: Stage::Waiting { .. }, .. }))
    }

    /// Takes the request `number`, which waits for its answer.
    pub(super) fn answer(&self, number: u64) -> Result<Answering, Refused> {
        let waits = |current: &mut Current| current.number == number && matches!(current.stage, Stage::Waiting { .. });
        match self.0.lock().take_if(waits) {
            Some(Current { stage: Stage::Waiting { reply, handshake }, .. }) => Ok(Answering { reply, handshake }),
            _ => Err(Refused::NoExchange),
        }
    }

    /// Begins a body in chunks for the request `number`, which [`answer`](Self::answer) took.
    pub(super) fn begin_chunks(&self, number: u64) -> ReplyBody {
        let (sender, chunks) = mpsc::unbounded_channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        let stage = Stage::Chunks { chunks: sender, waiting: Arc::clone(&waiting) };
        *self.0.lock() = Some(Current { number, stage });
        ReplyBody::Chunks { chunks, waiting }
    }

    /// Adds a chunk; refused when more than `limit` bytes would wait then.
    pub(super) fn chunk(&self, number: u64, data: Bytes, limit: usize) -> Result<(), Refused> {
        match &*self.0.lock() {
            Some(Current { number: current, stage: Stage::Chunks { chunks, waiting } }) if *current == number => {
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

    /// Ends a body in chunks.
    pub(super) fn end(&self, number: u64) -> Result<(), Refused> {
        let ends = |current: &mut Current| current.number == number && matches!(current.stage, Stage::Chunks { .. });
        self.0.lock().take_if(ends).map(drop).ok_or(Refused::NoExchange)
    }
}

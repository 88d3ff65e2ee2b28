//! How a gateway is joined to the rest of its server: whose events it tells, and to whom; what it takes from other
//! processes.

use std::sync::Arc;

use super::Dispatcher;
use crate::link::channel::{Receiver, Sender};
use crate::link::{Event, Queue};
use crate::registry::Owner;
use crate::roster::Roster;

/// Where a gateway's events go.
#[derive(Clone, Debug)]
pub enum Events {
    /// To the worker of this process.
    Queue(Arc<Queue>),
    /// To workers that are processes of their own.
    Workers(Arc<Dispatcher>),
    /// To the thread that has the queue, which passes them on as the program says.
    Judged(Arc<Queue>, Arc<Dispatcher>),
}

impl Events {
    pub(super) fn push(&self, event: Event) {
        match self {
            Self::Queue(queue) | Self::Judged(queue, _) => queue.push(event),
            Self::Workers(dispatcher) => dispatcher.push(event),
        }
    }

    /// Who tells workers in other processes.
    pub(super) fn dispatcher(&self) -> Option<&Arc<Dispatcher>> {
        match self {
            Self::Queue(_) => None,
            Self::Workers(dispatcher) | Self::Judged(_, dispatcher) => Some(dispatcher),
        }
    }

    /// Lets the worker look at what has changed without an event.
    pub(super) fn wake(&self) {
        if let Self::Queue(queue) = self {
            queue.wake();
        }
    }

    /// Bytes of all events that PHP has not been given yet.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Queue(queue) => queue.bytes(),
            Self::Workers(dispatcher) => dispatcher.bytes(),
            Self::Judged(queue, dispatcher) => queue.bytes() + dispatcher.bytes(),
        }
    }
}

/// The other processes, as a gateway reaches them.
#[derive(Clone, Debug)]
pub struct Neighbours {
    /// Who is there, and who has how many connections.
    pub roster: Arc<Roster>,
    /// Where the gateways take what others have to say, by their number: where each accepts, and a connection goes to the
    /// one that has the fewest. Empty where one gateway has them all.
    pub gateways: Vec<Arc<Sender>>,
}

/// How a gateway is joined to the rest of its server.
#[derive(Debug)]
pub struct Wiring {
    /// Which gateway it is.
    pub owner: Owner,
    /// Where its events go.
    pub events: Events,
    /// Where it takes what other processes have to say.
    pub inbox: Option<Receiver>,
    /// The other processes, if there are any.
    pub neighbours: Option<Neighbours>,
}

impl Wiring {
    /// Of a server in one process.
    pub fn alone(queue: Arc<Queue>) -> Self {
        Self { owner: Owner::default(), events: Events::Queue(queue), inbox: None, neighbours: None }
    }
}

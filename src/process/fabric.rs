//! What all processes of a server have in common, made before the first of them is forked: shared memory, and the channels
//! through which they reach each other.

use std::io;
use std::sync::Arc;

use swoxide_engine::link::Queue;
use swoxide_engine::link::channel::{Receiver, Sender, channel};
use swoxide_engine::registry::Registry;
use swoxide_engine::roster::Roster;

/// Where a process takes what others have to say. Both ends outlive the process: what it has not read waits for its
/// replacement.
pub(crate) struct Inbox {
    pub(crate) sender: Arc<Sender>,
    pub(crate) receiver: Receiver,
}

impl Inbox {
    fn new() -> io::Result<Self> {
        let (sender, receiver) = channel()?;
        Ok(Self { sender: Arc::new(sender), receiver })
    }

    fn several(count: u16) -> io::Result<Vec<Self>> {
        (0..count).map(|_| Self::new()).collect()
    }
}

/// See the module.
pub(crate) struct Fabric {
    pub(crate) registry: Arc<Registry>,
    pub(crate) roster: Arc<Roster>,
    /// Of gateways, by their number.
    pub(crate) gateways: Vec<Inbox>,
    /// Of event and task workers, by `worker_id`.
    pub(crate) workers: Vec<Inbox>,
    /// Tasks for whichever task worker is idle.
    pub(crate) tasks: Inbox,
    pub(crate) manager: Inbox,
    /// Of the process that called `start()`; what the others want of it stands in the roster, and this wakes it.
    pub(crate) master: Arc<Queue>,
}

impl Fabric {
    /// Makes all channels.
    ///
    /// # Errors
    /// The system's, when there are not enough descriptors.
    pub(crate) fn new(registry: Arc<Registry>, roster: Arc<Roster>, gateways: u16) -> io::Result<Self> {
        Ok(Self {
            registry,
            gateways: Inbox::several(gateways)?,
            workers: Inbox::several(roster.all_workers())?,
            tasks: Inbox::new()?,
            manager: Inbox::new()?,
            master: Arc::new(Queue::new()?),
            roster,
        })
    }

    /// The sending ends of the gateways' inboxes.
    pub(crate) fn gateway_senders(&self) -> Vec<Arc<Sender>> {
        self.gateways.iter().map(|inbox| Arc::clone(&inbox.sender)).collect()
    }

    /// The sending ends of the event workers' inboxes.
    pub(crate) fn worker_senders(&self) -> Vec<Arc<Sender>> {
        let count = usize::from(self.roster.workers());
        self.workers.iter().take(count).map(|inbox| Arc::clone(&inbox.sender)).collect()
    }
}

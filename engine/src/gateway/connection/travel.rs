//! What a connection takes along to another gateway, and what it is given there.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Connection, Ending};
use crate::gateway::Shared;
use crate::link::Refused;
use crate::protocol::extension::Agreement;

/// What waits to be sent.
pub(in crate::gateway) struct Unsent {
    pub(in crate::gateway) bytes: Vec<u8>,
    /// The program was told that it is much.
    pub(in crate::gateway) full_told: bool,
}

impl Connection {
    /// Lets the task look at what has changed.
    pub(in crate::gateway) fn wake(&self) {
        self.task.wake();
    }

    /// Ends the connection for everyone who asks, by `close`, and says how to its task. False, and nothing has happened, if it
    /// has ended already or another gateway has it.
    pub(in crate::gateway) fn close(&self, ending: Ending, close: impl FnOnce() -> bool) -> bool {
        {
            let mut place = self.ending.lock();
            if self.departed.load(Ordering::Relaxed) || !close() {
                return false;
            }
            if place.as_ref().is_none_or(|before| *before < ending) {
                *place = Some(ending);
            }
        }
        self.task.wake();
        true
    }

    /// Says how the connection is to end, to its task, where everyone who asks knows already; refused if another gateway has
    /// it.
    pub(in crate::gateway) fn order(&self, ending: Ending) -> Result<(), Refused> {
        self.close(ending, || true).then_some(()).ok_or(Refused::Gone)
    }

    /// Whether PHP owes it nothing any more. If it does, the worker wakes the task when it has answered.
    pub(in crate::gateway) fn is_settled(self: &Arc<Self>, shared: &Shared) -> bool {
        if self.is_unanswered() && self.pause() {
            shared.paused.lock().push(Arc::clone(self));
        }
        // Once more: the worker may have answered between the question and the entry in the list.
        !self.is_unanswered()
    }

    /// Takes what waits to be sent. From here on nothing is queued or written here, until [`stay`](Self::stay). `None`, and
    /// nothing has happened, when something has come up since the task has parted: an order to end it, or an event for PHP,
    /// which must not come behind those that the other gateway tells of.
    pub(in crate::gateway) fn depart(&self, shared: &Shared) -> Option<Unsent> {
        // Within the lock, because a full or empty outbox is told of within it.
        let mut outbox = self.outbox.lock();
        let mut ending = self.ending.lock();
        if self.is_unanswered() || ending.is_some() || outbox.has_file() {
            return None;
        }
        if shared.registry.find_open(self.entry.fd).is_none() {
            // By another process, whose word is in the inbox that nobody reads until this gateway has made room.
            *ending = Some(Ending::Close);
            return None;
        }
        self.departed.store(true, Ordering::Relaxed);
        drop(ending);
        let full_told = std::mem::take(&mut outbox.full_told);
        Some(Unsent { bytes: outbox.depart(), full_told })
    }

    /// Takes [`depart`](Self::depart) back.
    pub(in crate::gateway) fn stay(&self, unsent: &Unsent) {
        let mut outbox = self.outbox.lock();
        outbox.sealed = false;
        self.departed.store(false, Ordering::Relaxed);
        outbox.full_told = unsent.full_told;
        outbox.append(&unsent.bytes);
        outbox.handed = true;
    }

    /// Begins where the connection stood in the other gateway; before its task does anything. `is_ours` if the socket is
    /// nobody else's, hyper's for instance.
    pub(in crate::gateway) fn arrive(
        &self,
        unsent: &Unsent,
        is_ours: bool,
        agreement: Option<Agreement>,
        shared: &Shared,
    ) {
        if let Some(agreement) = agreement {
            let _ = self.compression.set(agreement);
        }
        self.switched.store(is_ours && self.port.speaks_http(), Ordering::Release);
        self.pulse.excuse_once();
        let mut outbox = self.outbox.lock();
        outbox.append(&unsent.bytes);
        outbox.full_told = unsent.full_told;
        // Before anything that the program pushes.
        outbox.handed = !is_ours || !outbox.is_empty();
        shared.registry.queued(self.entry, outbox.len());
    }
}

//! Whose a connection is: which gateway has its socket, what other processes have on the way to it, and what the program
//! has bound it to.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::{Entry, Fd, Registry};
use crate::link::ClosedBy;
use crate::roster::Roster;
use crate::shared::take_off;

/// What a slot says that is bound to nothing: no number that a program would choose.
pub(super) const UNBOUND: i64 = i64::MIN;

/// The gateway that has a connection's socket, and in which of its lives: a worker process that was replaced has left its
/// number to another.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Owner {
    /// Its number: that of its worker in SWOOLE_BASE, 0 in SWOOLE_PROCESS.
    pub gateway: u16,
    /// Counts the processes that had this number.
    pub life: u16,
}

impl Owner {
    pub(super) fn encode(self) -> u32 {
        u32::from(self.life) << 16 | u32::from(self.gateway)
    }

    pub(super) fn decode(bits: u32) -> Self {
        Self { gateway: bits as u16, life: (bits >> 16) as u16 }
    }
}

impl Registry {
    /// Counts connections off their gateways' places when they close, where they were counted for them when they were
    /// accepted ([`Roster::least_loaded`]). Whoever closes one does so, and nobody else: a process may die at any time.
    #[must_use]
    pub fn counting_in(mut self, roster: &Arc<Roster>) -> Self {
        self.loads = Some(Arc::clone(roster));
        self
    }

    pub(super) fn count_off(&self, gateway: u16) {
        if let Some(place) = self.loads.as_ref().and_then(|roster| roster.place(gateway)) {
            place.connection_left();
        }
    }

    /// The gateway that has the connection, open or closed.
    pub fn gateway(&self, entry: Entry) -> u16 {
        Owner::decode(self.slot(entry.slot).owner.load(Ordering::Acquire)).gateway
    }

    /// Which of the server's ports the connection came in on.
    pub fn port(&self, entry: Entry) -> u16 {
        self.slot(entry.slot).port.load(Ordering::Acquire)
    }

    /// Notes that another process has the connection now, with this descriptor.
    pub fn moved(&self, entry: Entry, socket: i32, owner: Owner) {
        let slot = self.slot(entry.slot);
        if slot.is_of(entry) {
            slot.socket.store(socket, Ordering::Relaxed);
            slot.owner.store(owner.encode(), Ordering::Release);
        }
    }

    /// Counts `bytes` that another process is about to push as on their way, unless more than `limit` would wait then: for
    /// their arrival, or in the outbox, or there is no memory for it. Next to nothing waiting, any length is taken, as by the
    /// outbox itself.
    pub fn reserve(&self, entry: Entry, bytes: usize, limit: usize, has_memory: impl FnOnce() -> bool) -> bool {
        const NEXT_TO_NOTHING: u64 = 1024;
        let slot = self.slot(entry.slot);
        let bytes = bytes as u64;
        let before = slot.on_the_way.fetch_add(bytes, Ordering::AcqRel) + slot.send_queued.load(Ordering::Relaxed);
        let fits = before <= NEXT_TO_NOTHING || (before + bytes <= limit as u64 && has_memory());
        if !fits {
            take_off(&slot.on_the_way, bytes);
        }
        fits
    }

    /// Bytes that other processes have pushed to the connection, and that have not arrived.
    pub fn on_the_way(&self, entry: Entry) -> u64 {
        self.slot(entry.slot).on_the_way.load(Ordering::Acquire)
    }

    /// Notes that `bytes` are on their way no longer.
    pub fn arrived(&self, entry: Entry, bytes: usize) {
        let slot = self.slot(entry.slot);
        if slot.is_of(entry) {
            take_off(&slot.on_the_way, bytes as u64);
        }
    }

    /// What is on its way, by connection. A process that has died may have counted some of it and not sent it.
    pub fn ways(&self) -> Vec<(Entry, u64)> {
        let entries = std::iter::successors(self.next_open(0, false), |entry| self.next_open(entry.slot + 1, false));
        entries.map(|entry| (entry, self.on_the_way(entry))).filter(|(_, bytes)| *bytes > 0).collect()
    }

    /// Strikes off what has not moved since [`ways`](Self::ways) was asked, long enough ago for all that is alive to have
    /// arrived. What does arrive all the same was not counted for a moment, which harms nobody.
    pub fn forget_ways(&self, ways: &[(Entry, u64)]) {
        for (entry, bytes) in ways {
            let slot = self.slot(entry.slot);
            if slot.is_of(*entry) {
                let _ = slot.on_the_way.compare_exchange(*bytes, 0, Ordering::AcqRel, Ordering::Relaxed);
            }
        }
    }

    /// Binds an open connection to a number of the program's, once: false if it is bound already, or not there.
    pub fn bind(&self, fd: Fd, uid: i64) -> bool {
        let Some(entry) = self.find_open(fd) else { return false };
        let place = &self.slot(entry.slot).uid;
        uid != UNBOUND && place.compare_exchange(UNBOUND, uid, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// What a connection is bound to.
    pub fn uid(&self, entry: Entry) -> Option<i64> {
        Some(self.slot(entry.slot).uid.load(Ordering::Acquire)).filter(|uid| *uid != UNBOUND)
    }

    /// Forgets all connections of a process that has died, whoever it was that should have told of their end. Returns how
    /// many were open. For the manager, before it starts another process with this number.
    pub fn sweep(&self, owner: Owner) -> u32 {
        let end = self.header().unused_from.load(Ordering::Acquire).min(self.capacity);
        let mut count = 0;
        for number in 0..end {
            let slot = self.slot(number);
            let fd = slot.fd.load(Ordering::Acquire);
            if fd != 0 && slot.owner.load(Ordering::Acquire) == owner.encode() {
                let entry = Entry { fd, slot: number };
                count += u32::from(self.close(entry, ClosedBy::Server));
                self.release(entry);
            }
        }
        count
    }
}

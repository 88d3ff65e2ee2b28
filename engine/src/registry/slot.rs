//! What lies in the mapping: a header, and for each connection a slot.

use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};

use super::Entry;
use super::state::State;

#[repr(C, align(64))]
pub(super) struct Header {
    pub(super) next_fd: AtomicU64,
    /// What the clock showed at the zero of [`now`], nanoseconds since 1970.
    pub(super) epoch: AtomicU64,
    /// Top of the stack of freed slots: a counter that changes with every pop in the upper half (so that a stale
    /// compare-and-swap fails), the slot number plus one in the lower, 0 when empty.
    pub(super) freed: AtomicU64,
    /// Slots from here on were never used.
    pub(super) unused_from: AtomicU32,
    pub(super) websockets: AtomicU32,
    pub(super) open: AtomicU64,
    pub(super) held: AtomicU64,
    pub(super) accepted: AtomicU64,
    pub(super) closed: AtomicU64,
    pub(super) received_bytes: AtomicU64,
    pub(super) sent_bytes: AtomicU64,
}

#[repr(C, align(64))]
pub(super) struct Slot {
    /// 0 when free. Written last when a connection opens, so that whoever finds its number here finds the rest.
    pub(super) fd: AtomicU64,
    pub(super) connected_at: AtomicU64,
    pub(super) received_at: AtomicU64,
    pub(super) sent_at: AtomicU64,
    pub(super) dispatched_at: AtomicU64,
    pub(super) address_high: AtomicU64,
    pub(super) address_low: AtomicU64,
    pub(super) received_queued: AtomicU64,
    pub(super) send_queued: AtomicU64,
    /// Bytes that other processes have pushed and the gateway has not got yet.
    pub(super) on_the_way: AtomicU64,
    /// [`UNBOUND`], or what the program has bound it to.
    pub(super) uid: AtomicI64,
    pub(super) next_freed: AtomicU32,
    /// [`Owner`]
    pub(super) owner: AtomicU32,
    pub(super) socket: AtomicI32,
    pub(super) listener: AtomicI32,
    pub(super) remote_port: AtomicU16,
    /// [`Arrival`](super::Arrival)
    pub(super) port: AtomicU16,
    pub(super) port_number: AtomicU16,
    pub(super) state: AtomicU8,
    pub(super) is_v4: AtomicU8,
    pub(super) is_protected: AtomicU8,
}

impl Slot {
    pub(super) fn state(&self) -> State {
        State::decode(self.state.load(Ordering::Acquire))
    }

    /// Whether the slot is still that of `entry`: late news of a connection must not be noted for the next one.
    pub(super) fn is_of(&self, entry: Entry) -> bool {
        entry.fd != 0 && self.fd.load(Ordering::Acquire) == entry.fd
    }
}

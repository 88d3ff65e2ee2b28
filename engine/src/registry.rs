//! The table of all connections: which fds live, in what state, from where, and since when.
//!
//! It lies in one anonymous shared mapping that is made before any fork, so that every process of a server sees the
//! same table. All fields are atomics and no lock guards them: a process that dies in the middle of a call leaves at
//! worst one slot unused and a counter off by one, never a table that others wait for.
//!
//! Layout: a header, an index, and slots. A connection number (`fd` in PHP) counts up from 1 and is never used twice;
//! `index[fd % index_len]` names its slot. Slots are reused at once, last freed first, so that memory follows the
//! number of connections that live at the same time, not the number that ever lived.

mod address;
mod certificates;
mod ownership;
mod slot;
mod state;
#[cfg(test)]
mod tests;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use self::address::{decode_address, encode_address};
use self::certificates::Certificates;
pub use self::ownership::Owner;
use self::ownership::UNBOUND;
use self::slot::{Header, Slot};
pub use self::state::WebSocketStatus;
use self::state::{Phase, State};
use crate::link::ClosedBy;
use crate::roster::Roster;
use crate::shared::Mapping;

/// Number of a connection as PHP programs know it: from 1, counting up, never reused.
pub type Fd = u64;

/// What is known of one connection, read at one moment.
#[derive(Clone, Debug)]
pub struct ConnectionInfo {
    /// The connection's number.
    pub fd: Fd,
    /// How far it has come as a WebSocket.
    pub websocket: WebSocketStatus,
    /// Address of the other end.
    pub remote: SocketAddr,
    /// Where it came in.
    pub arrival: Arrival,
    /// The gateway that has its socket.
    pub gateway: u16,
    /// What the program has bound it to: [`Registry::bind`].
    pub uid: Option<i64>,
    /// The process's descriptor of the socket.
    pub socket: i32,
    /// When it was accepted.
    pub connected_at: SystemTime,
    /// When bytes last came from it; [`UNIX_EPOCH`] if never.
    pub received_at: SystemTime,
    /// When bytes were last handed to the kernel for it; [`UNIX_EPOCH`] if never.
    pub sent_at: SystemTime,
    /// When its latest event was given to PHP; [`UNIX_EPOCH`] if never.
    pub dispatched_at: SystemTime,
    /// Bytes received that PHP has not taken yet.
    pub received_queued: u64,
    /// Bytes waiting to be sent, in the outbox or on their way to it.
    pub send_queued: u64,
}

/// Where a connection came in.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Arrival {
    /// Which of the server's ports, counted from 0 in the order in which the program made them.
    pub port: u16,
    /// The port's number, as an address has it.
    pub number: u16,
    /// The process's descriptor of the listening socket.
    pub descriptor: i32,
}

/// How long a connection has been silent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Silence {
    /// Since bytes came from it, or since it was accepted.
    pub received: Duration,
    /// Since bytes went in either direction.
    pub any: Duration,
}

/// Counters over the life of a server.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Totals {
    /// Connections that are open now.
    pub open: u64,
    /// Connections ever accepted.
    pub accepted: u64,
    /// Connections ever ended.
    pub closed: u64,
    /// Bytes read from sockets.
    pub received_bytes: u64,
    /// Bytes written to sockets.
    pub sent_bytes: u64,
}

/// A connection's place in the table, as [`Registry::open`] gave it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Entry {
    /// The connection's number.
    pub fd: Fd,
    /// Which slot is its own; below [`Registry::capacity`].
    pub slot: u32,
}

impl Entry {
    /// That of no connection.
    pub const NONE: Self = Self { fd: 0, slot: 0 };
}

/// The table of all connections. Any thread and any process that inherited the mapping may call any method.
pub struct Registry {
    memory: Mapping,
    capacity: u32,
    index_mask: u64,
    certificates: Option<Certificates>,
    /// Where each gateway's connections are counted.
    loads: Option<Arc<Roster>>,
}

impl Registry {
    /// Maps a table for `capacity` simultaneous connections. Pages cost memory only once they are used.
    ///
    /// `first_fd` is the number of the first connection (Swoole's `start_session_id` plus one).
    ///
    /// # Errors
    /// The system's, when it grants no such mapping.
    pub fn create(capacity: u32, first_fd: Fd) -> io::Result<Self> {
        let capacity = capacity.max(1);
        // Four places for each slot: a new number's place is then free at the first or second try, although old
        // connections stay where they are while the numbers go round.
        // At least 16, so that the slots behind the index stay aligned to a cache line.
        let index_length = (u64::from(capacity) * 4).next_power_of_two().max(16);
        let length = size_of::<Header>()
            + index_length as usize * size_of::<AtomicU32>()
            + capacity as usize * size_of::<Slot>();
        let memory = Mapping::create(length)?;
        let registry = Self { memory, capacity, index_mask: index_length - 1, certificates: None, loads: None };
        registry.header().next_fd.store(first_fd.max(1), Ordering::Relaxed);
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos() as u64);
        registry.header().epoch.store(clock.saturating_sub(now()), Ordering::Relaxed);
        Ok(registry)
    }

    /// How many connections fit at the same time.
    pub fn capacity(&self) -> u32 {
        self.capacity
    }

    /// Enters a connection that was just accepted; `None` when the table is full.
    pub fn open(&self, remote: SocketAddr, arrival: Arrival, socket: i32, owner: Owner) -> Option<Entry> {
        let number = self.take_slot()?;
        let slot = self.slot(number);
        let header = self.header();
        let (high, low, is_v4) = encode_address(remote.ip());
        slot.address_high.store(high, Ordering::Relaxed);
        slot.address_low.store(low, Ordering::Relaxed);
        slot.is_v4.store(u8::from(is_v4), Ordering::Relaxed);
        slot.remote_port.store(remote.port(), Ordering::Relaxed);
        slot.port.store(arrival.port, Ordering::Relaxed);
        slot.port_number.store(arrival.number, Ordering::Relaxed);
        slot.socket.store(socket, Ordering::Relaxed);
        slot.listener.store(arrival.descriptor, Ordering::Relaxed);
        slot.connected_at.store(now(), Ordering::Relaxed);
        slot.is_protected.store(0, Ordering::Relaxed);
        slot.owner.store(owner.encode(), Ordering::Relaxed);
        slot.uid.store(UNBOUND, Ordering::Relaxed);
        let times = [&slot.received_at, &slot.sent_at, &slot.dispatched_at];
        let counters = [&slot.received_queued, &slot.send_queued, &slot.on_the_way];
        for zero in times.into_iter().chain(counters) {
            zero.store(0, Ordering::Relaxed);
        }
        let state = State { phase: Phase::Open, websocket: WebSocketStatus::None };
        slot.state.store(state.encode(), Ordering::Relaxed);

        // A number whose place is still taken by a connection of an earlier round is skipped. There are four places
        // for each slot, so that a free one is near.
        let fd = loop {
            let fd = header.next_fd.fetch_add(1, Ordering::Relaxed);
            let place = self.place(fd);
            if place.compare_exchange(0, number + 1, Ordering::AcqRel, Ordering::Relaxed).is_ok() {
                break fd;
            }
        };
        slot.fd.store(fd, Ordering::Release);
        header.open.fetch_add(1, Ordering::Relaxed);
        header.held.fetch_add(1, Ordering::Relaxed);
        header.accepted.fetch_add(1, Ordering::Relaxed);
        Some(Entry { fd, slot: number })
    }

    /// The slot of a connection whose number is in the table, open or closed.
    fn find(&self, fd: Fd) -> Option<(u32, &Slot)> {
        if fd == 0 {
            return None;
        }
        let number = self.place(fd).load(Ordering::Acquire).checked_sub(1)?;
        let slot = self.slot(number);
        (slot.fd.load(Ordering::Acquire) == fd).then_some((number, slot))
    }

    /// Where a connection is that is open, or whose `onClose` has not run yet.
    pub fn find_held(&self, fd: Fd) -> Option<Entry> {
        self.find(fd).map(|(slot, _)| Entry { fd, slot })
    }

    /// Where an open connection is; `None` when there is no such connection or it has ended.
    pub fn find_open(&self, fd: Fd) -> Option<Entry> {
        let (number, slot) = self.find(fd)?;
        (slot.state().phase == Phase::Open).then_some(Entry { fd, slot: number })
    }

    /// How far an open connection has come as a WebSocket; `None` when there is no such connection or it has ended.
    pub fn websocket_status(&self, fd: Fd) -> Option<WebSocketStatus> {
        let state = self.find(fd)?.1.state();
        (state.phase == Phase::Open).then_some(state.websocket)
    }

    /// Who ended a connection whose `onClose` has not run yet; `None` for one that is open or not there.
    pub fn closed_by(&self, fd: Fd) -> Option<ClosedBy> {
        let (_, slot) = self.find(fd)?;
        match slot.state().phase {
            Phase::ClosedByPeer => Some(ClosedBy::Peer),
            Phase::ClosedByServer => Some(ClosedBy::Server),
            Phase::ClosedByProgram => Some(ClosedBy::Program),
            Phase::Free | Phase::Open => None,
        }
    }

    /// Everything known of a connection, until its `onClose` has run.
    pub fn info(&self, fd: Fd) -> Option<ConnectionInfo> {
        let (_, slot) = self.find(fd)?;
        let info = ConnectionInfo {
            fd,
            websocket: slot.state().websocket,
            remote: SocketAddr::new(
                decode_address(
                    slot.address_high.load(Ordering::Relaxed),
                    slot.address_low.load(Ordering::Relaxed),
                    slot.is_v4.load(Ordering::Relaxed) != 0,
                ),
                slot.remote_port.load(Ordering::Relaxed),
            ),
            arrival: Arrival {
                port: slot.port.load(Ordering::Relaxed),
                number: slot.port_number.load(Ordering::Relaxed),
                descriptor: slot.listener.load(Ordering::Relaxed),
            },
            gateway: Owner::decode(slot.owner.load(Ordering::Relaxed)).gateway,
            uid: Some(slot.uid.load(Ordering::Relaxed)).filter(|uid| *uid != UNBOUND),
            socket: slot.socket.load(Ordering::Relaxed),
            connected_at: self.time(&slot.connected_at),
            received_at: self.time(&slot.received_at),
            sent_at: self.time(&slot.sent_at),
            dispatched_at: self.time(&slot.dispatched_at),
            received_queued: slot.received_queued.load(Ordering::Relaxed),
            send_queued: slot.send_queued.load(Ordering::Relaxed) + slot.on_the_way.load(Ordering::Relaxed),
        };
        // The slot may have gone to another connection meanwhile.
        (slot.fd.load(Ordering::Acquire) == fd).then_some(info)
    }

    fn time(&self, place: &AtomicU64) -> SystemTime {
        match place.load(Ordering::Relaxed) {
            0 => UNIX_EPOCH,
            time => UNIX_EPOCH + Duration::from_nanos(self.header().epoch.load(Ordering::Relaxed) + time),
        }
    }

    /// How long an open connection has been silent at the least; `None` when it is not there or has ended.
    pub fn silence(&self, fd: Fd) -> Option<Silence> {
        let (_, slot) = self.find(fd)?;
        let since = |times: &[&AtomicU64]| {
            let last = times.iter().map(|time| time.load(Ordering::Relaxed)).max().unwrap_or(0);
            // What came may be a tick younger than it is noted.
            Duration::from_nanos(now().saturating_sub(last + TICK))
        };
        let silence = Silence {
            received: since(&[&slot.connected_at, &slot.received_at]),
            any: since(&[&slot.connected_at, &slot.received_at, &slot.sent_at]),
        };
        (slot.state().phase == Phase::Open).then_some(silence)
    }

    /// Exempts a connection from ending for being idle, or takes that back; false if it is not there.
    pub fn protect(&self, fd: Fd, on: bool) -> bool {
        let Some((_, slot)) = self.find(fd) else { return false };
        slot.is_protected.store(u8::from(on), Ordering::Relaxed);
        slot.state().phase == Phase::Open
    }

    /// Whether a connection is exempt from ending for being idle.
    pub fn is_protected(&self, fd: Fd) -> bool {
        self.find(fd).is_some_and(|(_, slot)| slot.is_protected.load(Ordering::Relaxed) != 0)
    }

    /// Changes an open connection's state, and the counters with it; false if it is not open (any more).
    fn change(&self, entry: Entry, change: impl Fn(State) -> State) -> bool {
        let slot = self.slot(entry.slot);
        if !slot.is_of(entry) {
            return false;
        }
        let result = slot.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, |bits| {
            let before = State::decode(bits);
            (before.phase == Phase::Open).then(|| change(before).encode())
        });
        let Ok(before) = result.map(State::decode) else { return false };
        let after = change(before);
        match (before.is_websocket(), after.is_websocket()) {
            (false, true) => self.header().websockets.fetch_add(1, Ordering::Relaxed),
            (true, false) => self.header().websockets.fetch_sub(1, Ordering::Relaxed),
            _ => 0,
        };
        true
    }

    /// Notes how far an open connection has come as a WebSocket; false if it has ended meanwhile.
    pub fn set_websocket(&self, entry: Entry, websocket: WebSocketStatus) -> bool {
        self.change(entry, |state| State { websocket, ..state })
    }

    /// Notes that `bytes` came from the connection.
    pub fn received(&self, entry: Entry, bytes: usize) {
        let slot = self.slot(entry.slot);
        if slot.is_of(entry) {
            slot.received_at.store(now(), Ordering::Relaxed);
        }
        self.header().received_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Notes that the kernel took `bytes` for the connection.
    pub fn sent(&self, entry: Entry, bytes: usize) {
        let slot = self.slot(entry.slot);
        if slot.is_of(entry) {
            slot.sent_at.store(now(), Ordering::Relaxed);
        }
        self.header().sent_bytes.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Notes that `bytes` wait to be sent.
    pub fn queued(&self, entry: Entry, bytes: usize) {
        let slot = self.slot(entry.slot);
        if slot.is_of(entry) {
            slot.send_queued.store(bytes as u64, Ordering::Relaxed);
        }
    }

    /// Notes that an event of the connection was given to PHP, and how many received bytes still wait for it.
    pub fn dispatched(&self, entry: Entry, queued: usize) {
        let slot = self.slot(entry.slot);
        if slot.is_of(entry) {
            slot.dispatched_at.store(now(), Ordering::Relaxed);
            slot.received_queued.store(queued as u64, Ordering::Relaxed);
        }
    }

    /// Ends a connection for everyone who asks whether it lives. Returns whether it was open: the first to end it
    /// gets `true`, whoever comes later `false`.
    pub fn close(&self, entry: Entry, by: ClosedBy) -> bool {
        let phase = match by {
            ClosedBy::Peer => Phase::ClosedByPeer,
            ClosedBy::Server => Phase::ClosedByServer,
            ClosedBy::Program => Phase::ClosedByProgram,
        };
        // Asked before: behind that the slot may be another's at any moment.
        let gateway = self.gateway(entry);
        let ended = self.change(entry, |state| State { phase, ..state });
        if ended {
            self.header().open.fetch_sub(1, Ordering::Relaxed);
            self.header().closed.fetch_add(1, Ordering::Relaxed);
            self.count_off(gateway);
        }
        ended
    }

    /// Forgets a closed connection: its slot is free for another. Called once, after `onClose` has run.
    pub fn release(&self, entry: Entry) {
        let slot = self.slot(entry.slot);
        slot.fd.store(0, Ordering::Release);
        slot.state.store(0, Ordering::Release);
        self.place(entry.fd).store(0, Ordering::Release);
        self.header().held.fetch_sub(1, Ordering::Release);
        let freed = &self.header().freed;
        let mut top = freed.load(Ordering::Acquire);
        loop {
            slot.next_freed.store(top as u32, Ordering::Relaxed);
            let new = (top & !u64::from(u32::MAX)) | u64::from(entry.slot + 1);
            match freed.compare_exchange_weak(top, new, Ordering::AcqRel, Ordering::Acquire) {
                Ok(_) => return,
                Err(now) => top = now,
            }
        }
    }

    /// The first open connection at or after slot `from`; `websockets_only` passes over all but established ones.
    ///
    /// Walking with `from = entry.slot + 1` visits every connection that stays open during the walk exactly once.
    pub fn next_open(&self, from: u32, websockets_only: bool) -> Option<Entry> {
        let end = self.header().unused_from.load(Ordering::Acquire).min(self.capacity);
        (from..end).find_map(|number| {
            let slot = self.slot(number);
            let fd = slot.fd.load(Ordering::Acquire);
            let state = slot.state();
            let open = fd != 0 && state.phase == Phase::Open;
            let wanted = !websockets_only || state.is_websocket();
            (open && wanted).then_some(Entry { fd, slot: number })
        })
    }

    /// How many connections are open.
    pub fn open_count(&self) -> u64 {
        self.header().open.load(Ordering::Relaxed)
    }

    /// How many connections are open, or closed but not yet [released](Self::release).
    pub fn held_count(&self) -> u64 {
        self.header().held.load(Ordering::Acquire)
    }

    /// How many connections are established WebSockets.
    pub fn websocket_count(&self) -> u64 {
        u64::from(self.header().websockets.load(Ordering::Relaxed))
    }

    /// The counters over the server's life.
    pub fn totals(&self) -> Totals {
        let header = self.header();
        Totals {
            open: header.open.load(Ordering::Relaxed),
            accepted: header.accepted.load(Ordering::Relaxed),
            closed: header.closed.load(Ordering::Relaxed),
            received_bytes: header.received_bytes.load(Ordering::Relaxed),
            sent_bytes: header.sent_bytes.load(Ordering::Relaxed),
        }
    }

    fn take_slot(&self) -> Option<u32> {
        let header = self.header();
        let mut top = header.freed.load(Ordering::Acquire);
        while let Some(number) = (top as u32).checked_sub(1) {
            let next = self.slot(number).next_freed.load(Ordering::Relaxed);
            let count = (top >> 32).wrapping_add(1) << 32;
            match header.freed.compare_exchange_weak(top, count | u64::from(next), Ordering::AcqRel, Ordering::Acquire)
            {
                Ok(_) => return Some(number),
                Err(now) => top = now,
            }
        }
        header
            .unused_from
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |from| (from < self.capacity).then_some(from + 1))
            .ok()
    }

    fn header(&self) -> &Header {
        // SAFETY: all fields are atomics, and all-zero bytes are a valid header.
        unsafe { self.memory.at::<Header>(0).as_ref() }
    }

    fn place(&self, fd: Fd) -> &AtomicU32 {
        let position = (fd & self.index_mask) as usize;
        // SAFETY: an atomic; the index follows the header.
        unsafe { self.memory.at::<AtomicU32>(size_of::<Header>() + position * size_of::<AtomicU32>()).as_ref() }
    }

    fn slot(&self, number: u32) -> &Slot {
        assert!(number < self.capacity, "slot {number} of a table of {}", self.capacity);
        let slots = size_of::<Header>() + (self.index_mask as usize + 1) * size_of::<AtomicU32>();
        // SAFETY: all fields are atomics; the slots follow the index.
        unsafe { self.memory.at::<Slot>(slots + number as usize * size_of::<Slot>()).as_ref() }
    }
}

impl std::fmt::Debug for Registry {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Registry").field("capacity", &self.capacity).field("totals", &self.totals()).finish()
    }
}

/// How much [`now`] may be behind, in nanoseconds: the longest tick that kernels are built with.
const TICK: u64 = 10_000_000;

/// Nanoseconds since some moment before the server began, the same for all processes: as the slots keep times. It goes on
/// evenly when somebody sets the clock, so that nobody is idle for that. To a few milliseconds: a message asks for it three
/// times, and the exact time costs five times as much.
fn now() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the address of a live struct, and a clock that every kernel has.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, &raw mut time) };
    time.tv_sec.cast_unsigned() * 1_000_000_000 + time.tv_nsec.cast_unsigned()
}

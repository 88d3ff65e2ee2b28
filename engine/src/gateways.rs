//! All gateways of a server as one process reaches them: its own, if it has one, by a call; those of other processes by
//! records through their channels, which the other gateway's thread takes without troubling the PHP of its process.
//!
//! Whether a command may be carried out is judged here, by the registry, which all processes share; what everybody is to
//! know of it at once (that a connection is closed, that it is a WebSocket) is noted there before the command travels.

use std::cell::{Cell, RefCell};
use std::os::fd::{OwnedFd, RawFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::gateway::Gateway;
use crate::link::channel::Sender;
use crate::link::record::ToGateway;
use crate::link::{ClosedBy, Command, Refused};
use crate::others::{Courier, Other, Others};
use crate::protocol::frame::MAX_HEADER;
use crate::registry::{Entry, Fd, Registry, WebSocketStatus};
use crate::roster::{Place, Roster};
use crate::settings::{BufferPolicy, Settings};

/// What may wait here for another process to take it, in bytes.
const WAITING_LIMIT: usize = 64 * 1024 * 1024;

/// See the module. For the interpreter's thread of a process.
#[derive(Debug)]
pub struct Gateways {
    registry: Arc<Registry>,
    /// Of a server of several processes.
    roster: Option<Arc<Roster>>,
    /// The own one, and its number.
    own: Option<(u16, Gateway)>,
    others: Arc<Others>,
    courier: RefCell<Option<Courier>>,
    /// This process may have a thread for that.
    has_courier: Cell<bool>,
    /// Of connections, by the number of the port that they came in on.
    limits: Vec<Limits>,
    /// What may wait for all connections of a gateway, in bytes.
    total_limit: usize,
    /// Connections come to the own gateway from the one before it, or leave it for the one after.
    is_moving: Cell<bool>,
}

/// What the settings of a port say about each of its connections.
#[derive(Clone, Copy, Debug)]
struct Limits {
    /// What may wait for it, in bytes.
    outbox: usize,
    policy: BufferPolicy,
    /// If it has been silent for so long it may be ended for that.
    idle: Option<Duration>,
}

impl Limits {
    fn of(settings: &Settings) -> Self {
        Self {
            outbox: settings.outbox_limit(),
            policy: settings.socket_buffer_policy,
            idle: settings.heartbeat().map(|(_, limit)| limit),
        }
    }
}

impl Gateways {
    /// Those of a server in one process.
    pub fn alone(registry: Arc<Registry>, gateway: Gateway, settings: &[Settings]) -> Self {
        Self::new(registry, None, Some((0, gateway)), &[], settings)
    }

    /// `own` is the gateway of this process with its number, `inboxes` are where all take what others have to say. `settings`
    /// are those of the ports; the first's are the server's.
    pub fn new(
        registry: Arc<Registry>,
        roster: Option<Arc<Roster>>,
        own: Option<(u16, Gateway)>,
        inboxes: &[Arc<Sender>],
        settings: &[Settings],
    ) -> Self {
        Self {
            registry,
            roster,
            own,
            others: Others::new(inboxes),
            courier: RefCell::default(),
            has_courier: Cell::new(false),
            limits: settings.iter().map(Limits::of).collect(),
            total_limit: settings.first().map_or(usize::MAX, Settings::total_limit),
            is_moving: Cell::new(false),
        }
    }

    /// Notes whether connections of the own gateway are on their way between it and another process. What is said to one
    /// that is not here goes through the inbox then, which the gateway that has them all in the end reads.
    pub fn set_moving(&self, is_moving: bool) {
        self.is_moving.set(is_moving);
    }

    /// Lets this process have a thread that lets out what a long callback says, once it says something. Not for one that
    /// forks others.
    pub fn allow_courier(&self) {
        self.has_courier.set(true);
    }

    /// Ends that thread, if there is one.
    pub fn end_courier(&self) {
        self.has_courier.set(false);
        if let Some(courier) = self.courier.take() {
            courier.end();
        }
    }

    /// The gateway of this process.
    pub fn own(&self) -> Option<&Gateway> {
        self.own.as_ref().map(|(_, gateway)| gateway)
    }

    /// Has a command carried out by the gateway that has its connection.
    ///
    /// # Errors
    /// Why it can't be, as far as that is known here: nothing has happened then. What was sent to another process is
    /// carried out there unless the connection ends before.
    pub fn execute(&self, command: Command<'_>) -> Result<(), Refused> {
        let entry = self.permit(&command)?;
        let gateway = self.registry.gateway(entry);
        // Behind what other processes have pushed before: theirs is in the inbox, and so this goes there, too.
        let is_overtaking = || !self.others.is_empty() && self.registry.on_the_way(entry) > 0;
        match &self.own {
            Some((number, own))
                if *number == gateway && (!self.is_moving.get() || own.has(entry)) && !is_overtaking() =>
            {
                own.carry_out(entry, command)
            }
            _ => self.send(gateway, entry, command),
        }
    }

    /// Judges a command by what all processes know, and notes what they shall know.
    fn permit(&self, command: &Command<'_>) -> Result<Entry, Refused> {
        let registry = &self.registry;
        match command {
            Command::Push { fd, .. } => self.websocket(*fd),
            Command::Disconnect { fd, .. } => {
                let entry = self.websocket(*fd)?;
                if registry.set_websocket(entry, WebSocketStatus::Closing) { Ok(entry) } else { Err(Refused::Gone) }
            }
            Command::Close { fd, .. } => {
                let entry = registry.find_open(*fd).ok_or(Refused::Unknown)?;
                if registry.close(entry, ClosedBy::Program) { Ok(entry) } else { Err(Refused::Gone) }
            }
            Command::Send { fd, .. }
            | Command::SendFile { fd, .. }
            | Command::Hear { fd, .. }
            | Command::Respond { fd, .. }
            | Command::RespondChunk { fd, .. }
            | Command::RespondEnd { fd, .. }
            | Command::Detach { fd, .. } => registry.find_open(*fd).ok_or(Refused::Unknown),
        }
    }

    fn websocket(&self, fd: Fd) -> Result<Entry, Refused> {
        match self.registry.websocket_status(fd) {
            Some(WebSocketStatus::Active) => self.registry.find_open(fd).ok_or(Refused::Gone),
            Some(_) => Err(Refused::NotWebSocket),
            // Whose closing the program itself has begun is no WebSocket any more, however quickly the other side answers.
            None if self.is_closing(fd) => Err(Refused::NotWebSocket),
            None => Err(match self.registry.closed_by(fd) {
                Some(ClosedBy::Peer | ClosedBy::Server) => Refused::Gone,
                Some(ClosedBy::Program) => Refused::NotWebSocket,
                None => Refused::Unknown,
            }),
        }
    }

    fn is_closing(&self, fd: Fd) -> bool {
        self.registry.info(fd).is_some_and(|info| info.websocket == WebSocketStatus::Closing)
    }

    fn send(&self, gateway: u16, entry: Entry, command: Command<'_>) -> Result<(), Refused> {
        let mut other = self.others.get(gateway).ok_or(Refused::Unknown)?.lock();
        let result = self.say(gateway, entry, command, &mut other);
        drop(other);
        self.has_said();
        result
    }

    /// Notes that something was said to another gateway, and sees to it that it goes out.
    fn has_said(&self) {
        self.others.set_dirty();
        if !self.has_courier.get() {
            return;
        }
        let mut courier = self.courier.borrow_mut();
        match &*courier {
            Some(courier) => courier.wake(),
            None => {
                *courier = Courier::start(&self.others);
                self.has_courier.set(courier.is_some());
            }
        }
    }

    fn say(&self, gateway: u16, entry: Entry, command: Command<'_>, other: &mut Other) -> Result<(), Refused> {
        let is_full = other.writer.waiting() > WAITING_LIMIT;
        match command {
            Command::Push { .. } | Command::Send { .. } | Command::SendFile { .. } if is_full => {
                Err(Refused::OutboxFull)
            }
            Command::Respond { fd, .. } | Command::RespondChunk { fd, .. } if is_full => {
                // A client that waits for the rest, or does not see that there is a hole, is worse off than one that is gone.
                self.registry.close(entry, ClosedBy::Server);
                let _ = other.say(&ToGateway::Command(Command::Close { fd, reset: true }));
                Err(Refused::OutboxFull)
            }
            Command::Push { fd, message } => {
                if !self.make_room(gateway, entry, MAX_HEADER + message.payload.len(), other) {
                    let drops = self.limits(entry).policy == BufferPolicy::Drop;
                    let ends = drops && self.registry.close(entry, ClosedBy::Server);
                    let _ = other.say(&ToGateway::Refused { fd, ends });
                    return Err(Refused::OutboxFull);
                }
                other.push(fd, &message)
            }
            mut command => {
                match &command {
                    Command::Send { .. } | Command::SendFile { .. }
                        if !self.make_room(gateway, entry, command.bytes(), other) =>
                    {
                        return Err(Refused::OutboxFull);
                    }
                    // What the program pushes next finds a WebSocket; behind the answer it is sent.
                    Command::Respond { head, .. }
                        if head.status == 101 && !self.registry.set_websocket(entry, WebSocketStatus::Active) =>
                    {
                        return Err(Refused::Unknown);
                    }
                    _ => {}
                }
                let file = command.file().and_then(Option::take);
                other.say_with(&ToGateway::Command(command), file.map(OwnedFd::from))
            }
        }
    }

    /// Counts `bytes` as on their way to a connection of another gateway, if they may be. Where what was pushed before is the
    /// reason why not, this thread waits a moment for it to arrive: then it may be in the socket already.
    fn make_room(&self, gateway: u16, entry: Entry, bytes: usize, other: &mut Other) -> bool {
        const MOMENT: Duration = Duration::from_millis(500);
        const BETWEEN_LOOKS: Duration = Duration::from_micros(50);
        if self.reserve(gateway, entry, bytes) {
            return true;
        }
        // A gateway that takes nothing, because connections are on their way to its successor, is waited for once.
        let place = self.roster.as_ref().and_then(|roster| roster.place(gateway));
        let on_the_way = || place.map_or(0, Place::on_the_way);
        if other.stalled.is_some_and(|before| on_the_way() >= before) {
            return false;
        }
        other.stalled = None;
        let mut left = self.registry.on_the_way(entry);
        if left == 0 {
            return false;
        }
        let _ = other.settle();
        let mut deadline = Instant::now() + MOMENT;
        while left > 0 && Instant::now() < deadline {
            let _ = other.writer.flush();
            std::thread::sleep(BETWEEN_LOOKS);
            if self.reserve(gateway, entry, bytes) {
                return true;
            }
            let now = self.registry.on_the_way(entry);
            if now < left {
                deadline = Instant::now() + MOMENT;
            }
            left = now;
        }
        other.stalled = Some(on_the_way()).filter(|_| left > 0);
        self.reserve(gateway, entry, bytes)
    }

    /// Those of the port that a connection came in on.
    fn limits(&self, entry: Entry) -> Limits {
        const NONE: Limits = Limits { outbox: usize::MAX, policy: BufferPolicy::Refuse, idle: None };
        self.limits.get(usize::from(self.registry.port(entry))).copied().unwrap_or(NONE)
    }

    fn reserve(&self, gateway: u16, entry: Entry, bytes: usize) -> bool {
        let place = self.roster.as_ref().and_then(|roster| roster.place(gateway));
        let has_memory = || place.map_or(0, Place::traffic).saturating_add(bytes) <= self.total_limit;
        let fits = self.registry.reserve(entry, bytes, self.limits(entry).outbox, has_memory);
        if let Some(place) = place.filter(|_| fits) {
            place.depart(bytes);
        }
        fits
    }

    /// The connections that have been silent for longer than `heartbeat_idle_time` and may be ended for it; ends them if
    /// `close`. `None` if there is no heartbeat.
    pub fn idle(&self, close: bool) -> Option<Vec<Fd>> {
        self.limits.iter().find_map(|limits| limits.idle)?;
        let mut idle = self.own().and_then(|own| own.idle(close)).unwrap_or_default();
        let own = self.own.as_ref().map(|(number, _)| *number);
        let mut from = 0;
        while let Some(entry) = self.registry.next_open(from, false) {
            from = entry.slot + 1;
            let gateway = self.registry.gateway(entry);
            if Some(gateway) == own || !self.is_silent(entry) {
                continue;
            }
            idle.push(entry.fd);
            if let Some(other) = self.others.get(gateway).filter(|_| close) {
                let _ = other.lock().say(&ToGateway::EndIdle { fd: entry.fd });
                self.has_said();
            }
        }
        Some(idle)
    }

    /// What can be known of another gateway's connection: it has said nothing for so long, and nothing that it has said waits
    /// for PHP.
    fn is_silent(&self, entry: Entry) -> bool {
        let fd = entry.fd;
        let Some(limit) = self.limits(entry).idle else { return false };
        let silent = self.registry.silence(fd).is_some_and(|silence| silence.received >= limit);
        let waits = || self.registry.info(fd).is_none_or(|info| info.received_queued > 0);
        silent && !self.registry.is_protected(fd) && !waits()
    }

    /// Says something to the one gateway of SWOOLE_PROCESS about this worker itself.
    pub fn report(&self, record: &ToGateway<'_>) {
        if let Some(gateway) = self.others.get(0) {
            let _ = gateway.lock().say(record);
            // Between callbacks, which is when the worker flushes.
            self.others.set_dirty();
        }
    }

    /// Lets out what was said since the last flush: writes to sockets of the own gateway, packets to the others. True when
    /// nothing is left that waits for another process.
    pub fn flush(&self) -> bool {
        if let Some(own) = self.own() {
            own.flush();
        }
        self.others.flush()
    }

    /// What becomes writable when gateways take more that have not taken everything.
    pub fn blocked_on(&self) -> Vec<RawFd> {
        self.others.blocked_on()
    }

    /// Whether something was said to other gateways since the last flush, or waits for them.
    pub fn is_dirty(&self) -> bool {
        self.others.is_dirty()
    }

    /// Forgets a connection whose end PHP has been told.
    pub fn release(&self, entry: Entry) {
        self.registry.release(entry);
    }

    /// Notes that the program is deciding on a handshake.
    pub fn deciding(&self, entry: Entry) {
        self.registry.set_websocket(entry, WebSocketStatus::Handshake);
    }
}

impl Drop for Gateways {
    fn drop(&mut self) {
        self.end_courier();
    }
}

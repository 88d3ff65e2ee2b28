//! SWOOLE_PROCESS: one gateway, and workers that are processes of their own. Which worker is told of an event, and what
//! becomes of the events of one that ends.
//!
//! An event stays here until its worker has answered it. A worker notes in the roster which event it begins; when it dies,
//! its successor gets what was behind that. So the event that was being handled is all that a death can cost.

use std::collections::VecDeque;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::sync::Notify;

use super::Shared;
use super::exchange::Keeper;
use crate::link::channel::Sender;
use crate::link::record::ToWorker;
use crate::link::{ClosedBy, Event, EventKind, Writer};
use crate::registry::Registry;
use crate::roster::Roster;

/// What a worker is sent before it has answered the rest, in bytes. What is not sent yet is not lost on the way, and goes to
/// whoever is idle where the rule says so.
const WINDOW: usize = 256 * 1024;

/// How soon sending is tried again that has failed.
const RETRY: Duration = Duration::from_millis(20);

/// Which worker is told of an event: `dispatch_mode`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Rule {
    /// One after the other (1).
    Turns,
    /// The same for all events of a connection (2).
    Connection,
    /// Whoever has least to do (3).
    Idle,
    /// The same for all connections of an address (4).
    Address,
    /// The same for all connections that are bound to a number, see [`Registry::bind`] (5).
    Uid,
}

impl Rule {
    /// Whether all events of a connection go to one worker.
    pub fn keeps_order(self) -> bool {
        !matches!(self, Self::Turns | Self::Idle)
    }
}

/// See the module. Any thread of the gateway's process.
#[derive(Debug)]
pub struct Dispatcher {
    rule: Rule,
    workers: Vec<Worker>,
    next: AtomicUsize,
    bytes: AtomicUsize,
    registry: Arc<Registry>,
    roster: Arc<Roster>,
}

#[derive(Debug)]
struct Worker {
    sender: Arc<Sender>,
    events: Mutex<Events>,
    changed: Notify,
}

/// The events of one worker, oldest first.
#[derive(Debug, Default)]
struct Events {
    /// Number of the latest.
    sequence: u64,
    /// Which life of the worker takes events; `None` while none does.
    life: Option<u16>,
    /// The last that has taken any.
    last_life: u16,
    /// The worker wants to end and is to be told when nothing more comes.
    last: Option<u16>,
    sent: VecDeque<(u64, Event)>,
    sent_bytes: usize,
    unsent: VecDeque<(u64, Event)>,
}

impl Dispatcher {
    /// One for workers whose inboxes are these.
    pub fn new(rule: Rule, workers: Vec<Arc<Sender>>, registry: Arc<Registry>, roster: Arc<Roster>) -> Self {
        let worker = |sender| Worker { sender, events: Mutex::default(), changed: Notify::new() };
        let workers = workers.into_iter().map(worker).collect();
        Self { rule, workers, next: AtomicUsize::new(0), bytes: AtomicUsize::new(0), registry, roster }
    }

    /// Bytes of events that workers have not answered.
    pub(super) fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Passes an event on to a worker.
    pub fn push(&self, event: Event) {
        self.push_to(self.choose(&event), event);
    }

    /// Passes an event on to this worker, or by the rule if there is no such.
    pub fn push_to(&self, worker: usize, event: Event) {
        let Some(worker) = self.workers.get(worker).or_else(|| self.workers.first()) else { return };
        self.bytes.fetch_add(event.size(), Ordering::Relaxed);
        let mut events = worker.events.lock();
        events.sequence += 1;
        let sequence = events.sequence;
        events.unsent.push_back((sequence, event));
        drop(events);
        worker.changed.notify_one();
    }

    /// Which worker the rule says.
    pub fn choose(&self, event: &Event) -> usize {
        let count = self.workers.len().max(1);
        let by_number = |number: u64| (number % count as u64) as usize;
        // The same number in every run, so that who debugs a client finds its worker again.
        let hash = BuildHasherDefault::<DefaultHasher>::default();
        if let (EventKind::Packet(packet), true) = (&event.kind, self.rule.keeps_order()) {
            return by_number(hash.hash_one(&packet.from));
        }
        match self.rule {
            Rule::Turns => self.next.fetch_add(1, Ordering::Relaxed) % count,
            Rule::Connection => by_number(event.entry.fd),
            Rule::Idle => self.idle(),
            Rule::Address => match self.registry.info(event.entry.fd) {
                Some(info) => by_number(hash.hash_one(info.remote.ip())),
                None => by_number(event.entry.fd),
            },
            Rule::Uid => match self.registry.uid(event.entry) {
                Some(uid) => uid.rem_euclid(count as i64) as usize,
                None => by_number(event.entry.fd),
            },
        }
    }

    fn idle(&self) -> usize {
        let count = self.workers.len().max(1);
        let begin = self.next.fetch_add(1, Ordering::Relaxed);
        let load = |number: &usize| {
            self.workers.get(*number).map_or((true, usize::MAX), |worker| {
                let events = worker.events.lock();
                (events.life.is_none(), events.sent.len() + events.unsent.len())
            })
        };
        (0..count).map(|step| (begin + step) % count).min_by_key(load).unwrap_or(0)
    }

    /// Begins to send, in the runtime that is entered now.
    pub(super) fn run(self: &Arc<Self>, shared: &Arc<Shared>) {
        for number in 0..self.workers.len() {
            tokio::spawn(send(Arc::clone(self), number, Arc::clone(shared)));
        }
    }

    /// A worker takes events from now on. If one before it in the same place has died, it gets what that had not begun.
    pub(super) fn ready(&self, number: u16, life: u16, shared: &Shared) {
        let Some(worker) = self.workers.get(usize::from(number)) else { return };
        let begun = self.roster.place(number).map_or(0, |place| place.begun.load(Ordering::Acquire));
        let mut lost = Vec::new();
        let life_before;
        {
            let mut events = worker.events.lock();
            let mut sent = std::mem::take(&mut events.sent);
            events.sent_bytes = 0;
            while sent.front().is_some_and(|(sequence, _)| *sequence <= begun) {
                lost.extend(sent.pop_front().map(|(_, event)| event));
            }
            sent.append(&mut events.unsent);
            events.unsent = sent;
            events.life = Some(life);
            life_before = std::mem::replace(&mut events.last_life, life);
            events.last = None;
        }
        for event in lost {
            self.done(&event, (number, life_before), shared);
            self.give_up(&event);
        }
        let connections: Vec<_> = shared.connections.read().iter().flatten().cloned().collect();
        for connection in connections {
            connection.answer_forsaken((number, life), shared);
        }
        shared.resume_paused();
        worker.changed.notify_one();
    }

    /// An event was begun, and its worker died: it may not have come as far as to release the connection.
    fn give_up(&self, event: &Event) {
        let entry = event.entry;
        if matches!(event.kind, EventKind::Close(_) | EventKind::Vanished)
            && self.registry.find_held(entry.fd) == Some(entry)
        {
            self.registry.close(entry, ClosedBy::Server);
            self.registry.release(entry);
        }
    }

    /// A worker has done with its events up to this one.
    pub(super) fn answered(&self, number: u16, sequence: u64, shared: &Shared) {
        let Some(worker) = self.workers.get(usize::from(number)) else { return };
        loop {
            let (event, life) = {
                let mut events = worker.events.lock();
                if events.sent.front().is_none_or(|(first, _)| *first > sequence) {
                    break;
                }
                let event = events.sent.pop_front().map(|(_, event)| event);
                events.sent_bytes -= event.as_ref().map_or(0, Event::size);
                (event, events.last_life)
            };
            if let Some(mut event) = event {
                event.leave_uploads();
                self.done(&event, (number, life), shared);
            }
        }
        shared.resume_paused();
        worker.changed.notify_one();
    }

    fn done(&self, event: &Event, by: Keeper, shared: &Shared) {
        let size = event.size();
        self.bytes.fetch_sub(size, Ordering::Relaxed);
        if let Some(connection) = shared.at(event.entry) {
            let left = connection.taken(size);
            connection.answered(size);
            if let EventKind::Request(request) | EventKind::Handshake(request) = &event.kind {
                connection.exchanges.is_kept_by(request.exchange, by);
            }
            self.registry.dispatched(event.entry, left);
        }
    }

    /// A worker wants to end: it is sent nothing more.
    pub(super) fn leaving(&self, number: u16) {
        let Some(worker) = self.workers.get(usize::from(number)) else { return };
        let mut events = worker.events.lock();
        events.last = events.life.take();
        drop(events);
        worker.changed.notify_one();
    }

    /// How far the events go that workers have been sent, worker by worker.
    pub fn sent(&self) -> Vec<u64> {
        let last = |worker: &Worker| {
            let events = worker.events.lock();
            events.sequence - events.unsent.len() as u64
        };
        self.workers.iter().map(last).collect()
    }

    /// Whether workers have answered all events as far as this.
    pub fn has_answers(&self, sent: &[u64]) -> bool {
        self.workers.iter().zip(sent).all(|(worker, last)| {
            let events = worker.events.lock();
            // What is given to another process, because the first has died, waits again.
            let next = events.sent.front().or(events.unsent.front());
            next.is_none_or(|(sequence, _)| sequence > last)
        })
    }

    /// Whether every event has been answered.
    pub fn is_empty(&self) -> bool {
        self.workers.iter().all(|worker| {
            let events = worker.events.lock();
            events.sent.is_empty() && events.unsent.is_empty()
        })
    }
}

/// Sends events to one worker, as many at once as there are.
async fn send(dispatcher: Arc<Dispatcher>, number: usize, shared: Arc<Shared>) {
    let Some(worker) = dispatcher.workers.get(number) else { return };
    let mut writer = Writer::new(Arc::clone(&worker.sender));
    let mut has_failed = false;
    loop {
        worker.changed.notified().await;
        loop {
            if let Err(error) = collect(worker, &mut writer) {
                shared.log.error(format_args!("an event for worker {number} has no form: {error}"));
            }
            let flushed = match writer.flush() {
                Ok(false) => flush_all(&worker.sender, &mut writer).await,
                flushed => flushed,
            };
            let failed_before = std::mem::replace(&mut has_failed, flushed.is_err());
            match flushed {
                Ok(_) if writer.is_empty() => break,
                Ok(_) => {}
                Err(error) => {
                    // Out of descriptors or memory, which passes: they wait.
                    if !failed_before {
                        shared.log.error(format_args!("events can't be sent to worker {number} for now: {error}"));
                    }
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    }
}

/// Lets out what the worker had no room for. The runtime watches for room only meanwhile: a worker that reads makes some with
/// each packet, and each time this thread would wake for nothing.
async fn flush_all(sender: &Arc<Sender>, writer: &mut Writer) -> io::Result<bool> {
    // SAFETY: the sender owns its descriptor, and never closes or changes it before it is dropped, which is after this.
    let writable = unsafe { AsyncFd::register_with_interest(Arc::clone(sender), Interest::WRITABLE) }?;
    loop {
        let mut ready = writable.writable().await?;
        match writer.flush() {
            // There was room for others.
            Ok(false) => ready.clear_ready(),
            flushed => return flushed,
        }
    }
}

/// Moves what the worker may be sent now into the writer.
fn collect(worker: &Worker, writer: &mut Writer) -> io::Result<()> {
    let mut events = worker.events.lock();
    if let Some(life) = events.last.take() {
        return writer.add(&ToWorker::Last { life });
    }
    let Some(life) = events.life else { return Ok(()) };
    while !writer.is_blocked() && (events.sent_bytes < WINDOW || events.sent.is_empty()) {
        let Some((sequence, event)) = events.unsent.pop_front() else { break };
        let size = event.size();
        let record = ToWorker::Event { sequence, life, event };
        let added = writer.add(&record);
        if let ToWorker::Event { event, .. } = record {
            events.sent_bytes += size;
            events.sent.push_back((sequence, event));
        }
        added?;
    }
    Ok(())
}

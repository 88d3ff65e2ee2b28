//! The gateway: owns sockets. Listeners, HTTP, WebSocket frames and outboxes live in the tasks of a tokio runtime, which the
//! gateway's own thread drives, or the worker's while that waits for events ([`turns`]); the worker's thread reaches into it
//! through the methods of [`Gateway`].
//!
//! ```text
//! socket -> connection task (HTTP, then WebSocket) -> Queue -> worker -> execute(Push) -> outbox -> flush -> socket
//! ```
//!
//! The write at the end happens on the worker's own thread, one for each connection and batch: handing every reply to
//! the connection's task costs 1.5 to 2.2 times the CPU per message. What the socket does not take stays in the outbox,
//! and the connection's task writes it when there is room.

mod commands;
mod connection;
mod datagram;
mod date;
pub mod descriptors;
pub mod dispatch;
mod exchange;
mod flush;
mod handover;
mod heartbeat;
mod http;
mod inbox;
mod life;
mod listener;
mod outbox;
mod patience;
mod port;
mod reading;
pub(crate) mod signals;
mod socket;
mod tcp;
mod transport;
mod turns;
mod under_way;
mod websocket;
mod wiring;

use std::io;
use std::mem::ManuallyDrop;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use parking_lot::{Mutex, RwLock};
use tokio::runtime::{Handle, Runtime};
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::JoinHandle;

use self::connection::{Connection, Ending, Origin};
pub use self::datagram::DatagramSender;
pub use self::dispatch::Dispatcher;
use self::handover::Departures;
pub use self::handover::HandedOver;
pub use self::http::RootError;
pub use self::listener::Listener;
pub use self::port::{Port, PortError, Protocol, Wanted};
use self::signals::BlockedSignals;
pub use self::turns::Bell;
use self::turns::Turns;
pub use self::wiring::{Events, Neighbours, Wiring};
use crate::link::channel::Receiver;
use crate::link::{Budget, Command, Event, EventKind, Refused};
use crate::log::Log;
use crate::registry::{Entry, Fd, Owner, Registry};
use crate::settings::Settings;
use crate::shared::forks;
use crate::tls::TlsError;

/// What may wait for PHP of one WebSocket, in bytes, before it is read no further.
const UNTAKEN_LIMIT: usize = 256 * 1024;

/// What may wait for PHP of all connections together, in bytes, before no WebSocket that has something waiting is read
/// further.
const QUEUE_LIMIT: usize = 64 * 1024 * 1024;

/// What may wait of a response in chunks, in bytes, for a client that reads slower than the program writes.
const RESPONSE_LIMIT: usize = 128 * 1024 * 1024;

/// Clients that are told at the same time, with patience, that the server is full.
const TURNED_AWAY_AT_ONCE: usize = 64;

/// So many outboxes wait for one flush at the most. A broadcast touches each connection once then, while it is in the
/// cache, and takes its buffers from the pool ([`outbox`]), which holds as many.
const FLUSH_AT: usize = 64;

/// Threads that read and write files, started when there is something to do: as many as wait for disks at the same time.
const DISK_THREADS: usize = 16;

/// What all tasks of a gateway and the worker's handle share.
struct Shared {
    registry: Arc<Registry>,
    /// Which gateway this is.
    owner: Owner,
    events: Events,
    /// Of a server of several processes.
    neighbours: Option<Neighbours>,
    /// By their number.
    ports: Vec<Arc<Port>>,
    log: Arc<Log>,
    /// What all outboxes together may hold.
    outgoing: Arc<Budget>,
    /// What all unfinished messages and unanswered requests together may hold.
    incoming: Arc<Budget>,
    /// What HTTP requests may hold together that PHP has not taken, their heads too.
    queued: Arc<Budget>,
    /// HTTP requests that wait for their answers.
    requests: AtomicUsize,
    most_requests: usize,
    /// One for all ports, and for the manager, which deletes what killed processes have left there.
    upload_folder: PathBuf,
    /// What all datagrams that wait for PHP may hold.
    packets: Arc<Budget>,
    /// By slot of the registry. Read for every push, written when a connection comes or goes.
    connections: RwLock<Vec<Option<Arc<Connection>>>>,
    /// Outboxes that hold something no write was tried for.
    unflushed: Mutex<Vec<Arc<Connection>>>,
    /// Counts flushes by the worker, so that the flush watch sees whether it is at work.
    flushes: AtomicU64,
    /// Whether the flush watch sleeps until it is told that something waits.
    watch_sleeps: AtomicBool,
    watch: Notify,
    /// Connections that wait for the worker to take some of their events before they are read again.
    paused: Mutex<Vec<Arc<Connection>>>,
    turns: Turns,
    stopping: watch::Sender<bool>,
    departures: Departures,
    /// Connections whose end has not been told; some may linger behind that.
    live: AtomicUsize,
    /// Places for clients that are told that the server is full.
    turned_away: Semaphore,
    /// See [`descriptors`].
    descriptors: u64,
}

impl Shared {
    fn port(&self, number: u16) -> Option<&Arc<Port>> {
        self.ports.get(usize::from(number))
    }

    fn find(&self, fd: Fd) -> Option<Arc<Connection>> {
        let entry = self.registry.find_open(fd)?;
        self.at(entry)
    }

    fn at(&self, entry: Entry) -> Option<Arc<Connection>> {
        self.look_at(entry, Arc::clone)
    }

    /// Looks at a connection within the lock of the table: for a moment, and without counting a reference.
    fn look_at<R>(&self, entry: Entry, look: impl FnOnce(&Arc<Connection>) -> R) -> Option<R> {
        let connections = self.connections.read();
        let connection = connections.get(entry.slot as usize)?.as_ref()?;
        (connection.entry.fd == entry.fd).then(|| look(connection))
    }

    fn enter(&self, connection: &Arc<Connection>) {
        let slot = connection.entry.slot as usize;
        let mut connections = self.connections.write();
        if connections.len() <= slot {
            connections.resize(slot + 1, None);
        }
        connections[slot] = Some(Arc::clone(connection));
        self.live.fetch_add(1, Ordering::Relaxed);
    }

    fn leave(&self, connection: &Connection) {
        let entry = connection.entry;
        // Whoever holds a connection holds its socket open.
        if connection.is_paused() {
            self.paused.lock().retain(|paused| paused.entry != entry);
        }
        let mut connections = self.connections.write();
        if let Some(place) = connections.get_mut(entry.slot as usize)
            && place.as_ref().is_some_and(|there| std::ptr::eq(&raw const **there, connection))
        {
            *place = None;
            let is_last = self.live.fetch_sub(1, Ordering::Relaxed) == 1;
            // The worker may have handled the connection's end before it left, and sleeps until none is left.
            if is_last && (*self.stopping.borrow() || self.is_frozen()) {
                self.events.wake();
            }
        }
    }

    /// Passes an event on to the worker.
    fn tell(&self, connection: &Connection, kind: EventKind) {
        let event = Event { entry: connection.entry, port: connection.port.arrival.port, kind };
        connection.given(event.size());
        self.events.push(event);
    }

    /// Notes that an outbox has something to send, for the next flush, which is now if [`FLUSH_AT`] of them wait.
    fn will_flush(&self, connection: Arc<Connection>) {
        let waiting = {
            let mut unflushed = self.unflushed.lock();
            unflushed.push(connection);
            unflushed.len()
        };
        if waiting >= FLUSH_AT {
            self.flush();
        } else if self.watch_sleeps.load(Ordering::Relaxed) && self.watch_sleeps.swap(false, Ordering::AcqRel) {
            self.watch.notify_one();
        }
    }

    fn flush(&self) {
        let mut connections = {
            let mut unflushed = self.unflushed.lock();
            if unflushed.is_empty() {
                return;
            }
            std::mem::take(&mut *unflushed)
        };
        for connection in connections.drain(..) {
            connection.flush(self);
        }
        // Its memory serves the next ones.
        let mut unflushed = self.unflushed.lock();
        if unflushed.is_empty() {
            *unflushed = connections;
        }
    }
}

/// Has the C library's allocator keep up to 8 MiB that is free, for what comes next. Messages of 64 KiB otherwise have it give
/// memory back to the kernel and take it again for each batch of them: half as much CPU again, in page faults.
fn keep_freed_memory() {
    const KEPT: i32 = 8 * 1024 * 1024;
    /// From this size on a block is mapped by itself. Has to be said beside the other, which ends its adapting.
    const MAPPED_FROM: i32 = 4 * 1024 * 1024;
    #[cfg(target_env = "gnu")]
    // SAFETY: changes two numbers of the allocator's, behind its own lock.
    unsafe {
        libc::mallopt(libc::M_TRIM_THRESHOLD, KEPT);
        libc::mallopt(libc::M_MMAP_THRESHOLD, MAPPED_FROM);
    }
}

/// The worker's handle of the background thread; its methods are for the worker's thread.
pub struct Gateway {
    shared: Arc<Shared>,
    runtime: Handle,
    /// What reads the inbox.
    inbox: Mutex<Option<JoinHandle<()>>>,
    /// Until [`finish`](Self::finish) takes it.
    thread: Mutex<Option<Thread>>,
}

struct Thread {
    runtime: Arc<Runtime>,
    handle: std::thread::JoinHandle<()>,
    /// Of the process that it is in: [`forks`].
    generation: u32,
}

impl Gateway {
    /// Starts the background thread and begins to accept. `ports` are all that the server has, by their number;
    /// `listeners` their sockets in the same order, or none if it is to [open](Self::open) them later; `settings` those of
    /// the server.
    ///
    /// # Errors
    /// The system's, when there is no thread or runtime to be had or a listener can't be watched.
    pub fn start(
        ports: Vec<Port>,
        listeners: Vec<Listener>,
        settings: &Settings,
        registry: Arc<Registry>,
        wiring: Wiring,
        log: Arc<Log>,
    ) -> io::Result<Self> {
        keep_freed_memory();
        let Wiring { owner, events, inbox, neighbours } = wiring;
        let outgoing = match &neighbours {
            None => Budget::new(settings.total_limit()),
            Some(neighbours) => Budget::shared(settings.total_limit(), &neighbours.roster, owner.gateway),
        };
        let shared = Arc::new(Shared {
            registry,
            owner,
            events,
            neighbours,
            ports: ports.into_iter().map(Arc::new).collect(),
            log,
            outgoing,
            incoming: Budget::new(settings.total_limit()),
            queued: Budget::new(settings.queue_limit()),
            requests: AtomicUsize::new(0),
            most_requests: settings.concurrency_limit(),
            upload_folder: settings.upload_folder().to_owned(),
            packets: Budget::new(datagram::WAITING_LIMIT),
            connections: RwLock::default(),
            unflushed: Mutex::default(),
            flushes: AtomicU64::new(0),
            watch_sleeps: AtomicBool::new(false),
            watch: Notify::new(),
            paused: Mutex::default(),
            turns: Turns::default(),
            stopping: watch::Sender::new(false),
            departures: Departures::default(),
            live: AtomicUsize::new(0),
            turned_away: Semaphore::new(TURNED_AWAY_AT_ONCE),
            descriptors: descriptors::for_connections(),
        });
        // One thread at a time for all sockets of a process: see `turns`.
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder
            .enable_all()
            .max_blocking_threads(DISK_THREADS)
            .thread_name("swoxide-disk")
            // Signals belong to the interpreter's thread.
            .on_thread_start(BlockedSignals::for_ever);
        if let Events::Queue(queue) = &shared.events {
            let (before, behind) = (Arc::clone(queue), Arc::clone(queue));
            builder.on_thread_park(move || turns::look_for_signals(&before));
            builder.on_thread_unpark(move || turns::look_for_signals(&behind));
        }
        let runtime = Arc::new(builder.build()?);
        let handle_of_runtime = runtime.handle().clone();
        {
            let _context = runtime.enter();
            if let Some(dispatcher) = shared.events.dispatcher() {
                dispatcher.run(&shared);
            }
            for port in &shared.ports {
                tokio::spawn(heartbeat::watch(Arc::clone(port), Arc::clone(&shared)));
                // A limit that is the next of all to pass costs a system call when it begins, and without this one that would be
                // each new connection's.
                let sooner = Duration::from_secs_f64(port.settings.http_header_timeout / 2.0);
                tokio::spawn(async move {
                    loop {
                        tokio::time::sleep(sooner).await;
                    }
                });
            }
        }
        let handle = {
            let (shared, runtime) = (Arc::clone(&shared), Arc::clone(&runtime));
            // Threads inherit what is blocked when they start.
            let _blocked = BlockedSignals::all();
            std::thread::Builder::new()
                .name("swoxide-gateway".into())
                .spawn(move || turns::stand_in(runtime, &shared))?
        };
        let thread = Mutex::new(Some(Thread { runtime, handle, generation: forks::generation() }));
        let gateway = Self { shared, runtime: handle_of_runtime, inbox: Mutex::default(), thread };
        gateway.open(listeners, inbox)?;
        Ok(gateway)
    }

    /// Begins to accept, and to take what other processes have to say: for a gateway that was started without, because it
    /// was to take another one's connections first.
    ///
    /// # Errors
    /// The system's, when a listener can't be watched.
    pub fn open(&self, listeners: Vec<Listener>, inbox: Option<Receiver>) -> io::Result<()> {
        let shared = &self.shared;
        let _context = self.runtime.enter();
        for (port, listener) in shared.ports.iter().zip(listeners) {
            let (port, shared) = (Arc::clone(port), Arc::clone(shared));
            if listener.takes_datagrams() {
                self.runtime.spawn(datagram::receive(port, listener.watch()?, shared));
            } else {
                self.runtime.spawn(listener::accept(port, listener.watch()?, shared));
            }
        }
        if let Some(inbox) = inbox {
            *self.inbox.lock() = Some(self.runtime.spawn(inbox::read(inbox, Arc::clone(shared))));
        }
        Ok(())
    }

    /// The runtime, for the worker's thread of the process that it runs in; until [`finish`](Self::finish).
    fn driven(&self) -> Option<Arc<Runtime>> {
        let thread = self.thread.lock();
        let thread = thread.as_ref().filter(|thread| thread.generation == forks::generation())?;
        Some(Arc::clone(&thread.runtime))
    }

    /// Whether it has an open connection itself: one that the registry says is its own may be on its way here, or gone to
    /// the gateway that takes over.
    pub fn has(&self, entry: Entry) -> bool {
        self.shared.look_at(entry, |_| ()).is_some()
    }

    /// Carries a command out that concerns a connection of this gateway, on the calling thread as far as that goes without
    /// waiting. What everybody is to know of it stands in the registry already: see
    /// [`Gateways::execute`](crate::gateways::Gateways::execute).
    ///
    /// # Errors
    /// Why it can't be; nothing has happened then, but for one thing: a chunk for which there is no room
    /// ([`Refused::OutboxFull`]) ends its connection.
    pub fn carry_out(&self, entry: Entry, command: Command<'_>) -> Result<(), Refused> {
        self.shared.carry_out(entry, command, Origin::Here)
    }

    /// Reads the certificates again; connections that are accepted from now on get them. Without TLS there is nothing to do.
    ///
    /// # Errors
    /// What is wrong with them; the old ones stay then.
    pub fn reload_certificates(&self) -> Result<(), TlsError> {
        self.shared.ports.iter().try_for_each(|port| port.reload_certificates(&self.shared.log))
    }

    /// The connections that have been silent for longer than `heartbeat_idle_time` and may be ended for it; ends them if
    /// `close`. `None` if there is no heartbeat.
    pub fn idle(&self, close: bool) -> Option<Vec<Fd>> {
        self.shared.idle(close)
    }

    /// Writes what was pushed since the last flush, one non-blocking write a connection, on the calling thread.
    pub fn flush(&self) {
        self.shared.flushes.fetch_add(1, Ordering::Relaxed);
        self.shared.flush();
    }

    /// Notes that the worker is about to give an event to PHP.
    pub fn taken(&self, entry: Entry, size: usize) {
        if let Events::Queue(queue) = &self.shared.events {
            queue.taken(size);
        }
        let left = self.shared.look_at(entry, |connection| connection.taken(size)).unwrap_or_default();
        self.shared.registry.dispatched(entry, left);
    }

    /// Notes that PHP has done with events of a connection, and that what it pushed meanwhile is written.
    pub fn answered(&self, entry: Entry, size: usize) {
        self.shared.look_at(entry, |connection| connection.answered(size));
    }

    /// Lets connections be read again that waited for the worker. Called after each batch of events.
    pub fn resume_paused(&self) {
        self.shared.resume_paused();
    }

    /// How many connections it has whose end has not been told.
    pub fn live(&self) -> usize {
        self.shared.live.load(Ordering::Acquire)
    }

    /// Begins to stop: no more accepts, close frames with 1001 to WebSockets (1012 after a
    /// [`freeze`](Self::freeze): those could not be handed over), requests under way end and no more follow.
    /// Events go on coming until every connection has ended.
    pub fn begin_stop(&self) {
        self.shared.stopping.send_replace(true);
        self.flush();
        self.shared.part_no_more(&self.runtime);
        self.end_all(&Ending::Stop);
    }

    /// Ends connections that have not ended in time, with a reset. The events of their ends are still to come.
    pub fn cut(&self) {
        self.end_all(&Ending::Reset);
    }

    fn end_all(&self, ending: &Ending) {
        let connections: Vec<_> = self.shared.connections.read().iter().flatten().cloned().collect();
        for connection in connections {
            connection.end(ending.clone());
        }
    }

    /// Ends the background thread and with it all connections that are left; each still tells of its end.
    ///
    /// `grace` is how long they may take to end by themselves, for a gateway that was told to stop. In a child that the
    /// process has forked this does nothing: the thread is the parent's.
    pub fn finish(&self, grace: Duration) {
        let all_ended = async {
            while self.shared.live.load(Ordering::Relaxed) > 0 {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        if !grace.is_zero() {
            self.drive_until(async { tokio::time::timeout(grace, all_ended).await });
        }
        let Some(Thread { runtime, handle, generation }) = self.thread.lock().take() else { return };
        if generation != forks::generation() {
            // Joining a thread that is not there would wait for ever.
            let _ = ManuallyDrop::new((runtime, handle));
            return;
        }
        // The stand-in drops it at its end, and all tasks with it: each tells of its connection's end.
        drop(runtime);
        self.end_stand_in();
        if handle.join().is_err() {
            self.shared.log.error(format_args!("the gateway thread panicked"));
        }
        drop(self.shared.take_parted());
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.finish(Duration::ZERO);
    }
}

impl std::fmt::Debug for Gateway {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Gateway").field("registry", &self.shared.registry).finish_non_exhaustive()
    }
}

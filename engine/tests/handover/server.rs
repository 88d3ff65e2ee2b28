//! A server that reloads: a gateway and its worker thread after the other, which hand all connections on.

use std::collections::{HashMap, VecDeque};
use std::io;
use std::net::{IpAddr, Ipv4Addr};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use swoxide_engine::gateway::{Gateway, HandedOver, Listener, Port, Protocol, Wanted, Wiring};
use swoxide_engine::link::channel::{self, Sender as ToInbox};
use swoxide_engine::link::record::ToGateway;
use swoxide_engine::link::{
    ClosedBy, Command, Encodings, Event, EventKind, Outgoing, Queue, Refused, Request, ResponseBody, ResponseHead,
};
use swoxide_engine::log::Log;
use swoxide_engine::registry::{Entry, Registry, WebSocketStatus};
use swoxide_engine::settings::{Settings, Value};

/// What all the workers saw.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) opened: Vec<u64>,
    pub(crate) connected: usize,
    /// Whether a buffer was full, or empty again; and in which generation.
    pub(crate) buffers: Vec<(bool, usize)>,
    /// By whom, and by the worker of which generation it was seen.
    pub(crate) closed: HashMap<u64, Vec<(ClosedBy, usize)>>,
    /// Requests for `/held` may be answered.
    pub(crate) may_answer: bool,
}

/// The gateways that live: what is for a connection of another one goes there, as it would between processes.
type Gateways = Arc<Mutex<Vec<Weak<Gateway>>>>;

/// For a worker.
struct Order {
    /// Who gets the connections; `None` for nobody, where each fails.
    to: Option<Arc<Gateway>>,
    limit: Duration,
    /// Gets what was left when the limit was over.
    done: Sender<usize>,
}

/// One gateway and the worker that belongs to it.
struct Generation {
    gateway: Arc<Gateway>,
    queue: Arc<Queue>,
    orders: Sender<Order>,
    worker: Option<std::thread::JoinHandle<()>>,
}

impl Drop for Generation {
    fn drop(&mut self) {
        let (orders, _) = mpsc::channel();
        self.orders = orders;
        self.gateway.finish(Duration::ZERO);
        self.queue.wake();
        if let Some(worker) = self.worker.take()
            && worker.join().is_err()
            && !std::thread::panicking()
        {
            panic!("a worker panicked");
        }
    }
}

/// See the module.
pub(crate) struct Server {
    pub(crate) registry: Arc<Registry>,
    pub(crate) port: u16,
    pub(crate) seen: Arc<Mutex<Seen>>,
    settings: Settings,
    wanted: Wanted,
    gateways: Gateways,
    /// What all gateways hear other processes by.
    inbox: (ToInbox, channel::Receiver),
    current: Generation,
    /// They may still have something to finish.
    old: Vec<Generation>,
    generations: usize,
}

/// What a worker does with what comes.
pub(crate) fn wanted() -> Wanted {
    Wanted { connect: true, open: true, request: true, ..Wanted::default() }
}

impl Server {
    pub(crate) fn start(settings: &[(&str, Value)]) -> Self {
        Self::start_with(settings, wanted(), false)
    }

    pub(crate) fn start_with(settings: &[(&str, Value)], wanted: Wanted, tls: bool) -> Self {
        let mut all = Settings::default();
        for (key, value) in settings {
            all.apply(key, value).unwrap();
        }
        let listener = Listener::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), 0, tls).unwrap();
        listener.listen(&all).unwrap();
        let port = listener.port();
        let registry = Arc::new(Registry::create(4096, 1).unwrap());
        let seen = Arc::default();
        let gateways = Gateways::default();
        let inbox = channel::channel().unwrap();
        let current = Generation::start(vec![listener], wanted, &all, &registry, &seen, (&gateways, &inbox.1), 0);
        Self { registry, port, seen, settings: all, wanted, gateways, inbox, current, old: Vec::new(), generations: 1 }
    }

    /// Gives a socket that was accepted elsewhere to the gateway of now, as another process does.
    pub(crate) fn admit(&self, socket: OwnedFd) -> bool {
        let record = postcard::to_stdvec(&ToGateway::Admit { port: 0 }).unwrap();
        self.inbox.0.send(&record, Some(socket.as_fd())).is_ok()
    }

    /// The gateway of now.
    pub(crate) fn gateway(&self) -> &Gateway {
        &self.current.gateway
    }

    /// Begins to hand everything over to a new gateway. What comes out says, when the limit is over at the latest, how many
    /// connections were left.
    pub(crate) fn begin_reload(&mut self, limit: Duration) -> Receiver<usize> {
        // Another one, because it has only one owner in this process: a port speaks TLS if its listener does.
        let listener =
            Listener::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), 0, self.settings.tls.cert_file.is_some()).unwrap();
        let listeners = vec![listener];
        let next = Generation::start(
            listeners,
            self.wanted,
            &self.settings,
            &self.registry,
            &self.seen,
            (&self.gateways, &self.inbox.1),
            self.generations,
        );
        self.generations += 1;
        let old = std::mem::replace(&mut self.current, next);
        let left = old.order(Some(Arc::clone(&self.current.gateway)), limit);
        self.old.push(old);
        self.gateways.lock().retain(|gateway| gateway.strong_count() > 0);
        left
    }

    /// Hands everything over to a new gateway; nothing may be left.
    pub(crate) fn reload(&mut self) {
        let left = self.begin_reload(crate::PATIENCE).recv_timeout(2 * crate::PATIENCE).unwrap();
        assert_eq!(left, 0, "left behind");
        self.old.clear();
    }

    /// Hands everything over to nobody.
    pub(crate) fn reload_in_vain(&self) -> Receiver<usize> {
        self.current.order(None, crate::PATIENCE)
    }

    pub(crate) fn ends_of(&self, fd: u64) -> Vec<(ClosedBy, usize)> {
        self.seen.lock().closed.get(&fd).cloned().unwrap_or_default()
    }

    /// Waits until so much came from all clients in all.
    pub(crate) fn wait_for_bytes(&self, bytes: u64) {
        crate::wait_until("the bytes are read", || self.registry.totals().received_bytes >= bytes);
    }

    pub(crate) fn received(&self) -> u64 {
        self.registry.totals().received_bytes
    }
}

impl Generation {
    fn start(
        listeners: Vec<Listener>,
        wanted: Wanted,
        settings: &Settings,
        registry: &Arc<Registry>,
        seen: &Arc<Mutex<Seen>>,
        (gateways, inbox): (&Gateways, &channel::Receiver),
        number: usize,
    ) -> Self {
        let queue = Arc::new(Queue::new().unwrap());
        let log = Arc::new(Log::default());
        log.set_level(6);
        let inbox = Some(inbox.try_clone().unwrap());
        let wiring = Wiring { inbox, ..Wiring::alone(Arc::clone(&queue)) };
        let ports = listeners
            .iter()
            .map(|listener| Port::new(listener, 0, Protocol::WebSocket, settings.clone(), wanted, &log).unwrap())
            .collect();
        let gateway = Gateway::start(ports, listeners, settings, Arc::clone(registry), wiring, log).unwrap();
        let gateway = Arc::new(gateway);
        gateways.lock().push(Arc::downgrade(&gateway));
        let (orders, ordered) = mpsc::channel();
        let worker = Worker {
            gateway: Arc::clone(&gateway),
            registry: Arc::clone(registry),
            seen: Arc::clone(seen),
            gateways: Arc::clone(gateways),
            number,
            encodings: Encodings::default(),
            late: Vec::new(),
            held: Vec::new(),
        };
        let worker = {
            let queue = Arc::clone(&queue);
            std::thread::spawn(move || worker.work(&queue, &ordered))
        };
        Self { gateway, queue, orders, worker: Some(worker) }
    }

    fn order(&self, to: Option<Arc<Gateway>>, limit: Duration) -> Receiver<usize> {
        let (done, left) = mpsc::channel();
        self.orders.send(Order { to, limit, done }).unwrap();
        self.queue.wake();
        left
    }
}

/// In PHP's place.
struct Worker {
    gateway: Arc<Gateway>,
    registry: Arc<Registry>,
    seen: Arc<Mutex<Seen>>,
    gateways: Gateways,
    number: usize,
    encodings: Encodings,
    /// Requests that are answered later.
    late: Vec<(Instant, u64, u64)>,
    /// And those that are when the test says so.
    held: Vec<(u64, u64)>,
}

impl Worker {
    fn work(mut self, queue: &Queue, orders: &Receiver<Order>) {
        let mut batch = VecDeque::new();
        let mut leaving: Option<(Order, Instant)> = None;
        loop {
            match orders.try_recv() {
                Ok(order) => {
                    self.gateway.freeze();
                    let until = Instant::now() + order.limit;
                    leaving = Some((order, until));
                }
                Err(std::sync::mpsc::TryRecvError::Disconnected) if batch.is_empty() && queue.bytes() == 0 => return,
                Err(_) => {}
            }
            queue.drain(&mut batch);
            if batch.is_empty() {
                queue.wait(Some(Duration::from_millis(5)));
            }
            let mut answered = Vec::new();
            for event in batch.drain(..) {
                answered.push((event.entry, event.size()));
                self.gateway.taken(event.entry, event.size());
                self.deliver(event);
            }
            let now = Instant::now();
            for (_, fd, exchange) in self.late.extract_if(.., |(at, ..)| *at <= now) {
                respond(&self.gateway, &self.registry, fd, exchange, b"late".to_vec());
            }
            if self.seen.lock().may_answer {
                for (fd, exchange) in self.held.drain(..) {
                    respond(&self.gateway, &self.registry, fd, exchange, b"held".to_vec());
                }
            }
            self.gateway.flush();
            for (entry, size) in answered {
                self.gateway.answered(entry, size);
            }
            self.gateway.resume_paused();
            if let Some((order, until)) = leaving.take() {
                let left = self.gateway.hand_over(|handed| match &order.to {
                    Some(to) => {
                        to.adopt(HandedOver { socket: handed.socket.try_clone()?, state: handed.state.clone() })
                    }
                    None => Err(io::Error::other("nobody takes it")),
                });
                if left == 0 || Instant::now() >= until {
                    if left > 0 && order.to.is_some() {
                        self.gateway.begin_stop();
                    }
                    let _ = order.done.send(left);
                } else {
                    leaving = Some((order, until));
                }
            }
        }
    }

    fn deliver(&mut self, event: Event) {
        let Event { entry, kind, .. } = event;
        match kind {
            EventKind::Connect => self.seen.lock().connected += 1,
            EventKind::Open(_) => self.seen.lock().opened.push(entry.fd),
            EventKind::Message(message) => self.answer(entry, message.opcode, &message.payload),
            EventKind::Request(request) => self.respond(entry, &request),
            EventKind::Handshake(request) => self.late.push((
                Instant::now() + Duration::from_millis(100),
                entry.fd,
                // Told from others when it is answered.
                request.exchange | HANDSHAKE,
            )),
            EventKind::Close(by) => {
                self.seen.lock().closed.entry(entry.fd).or_default().push((by, self.number));
                self.registry.release(entry);
            }
            EventKind::BufferFull => self.seen.lock().buffers.push((true, self.number)),
            EventKind::BufferEmpty => self.seen.lock().buffers.push((false, self.number)),
            EventKind::Vanished => self.registry.release(entry),
            _ => {}
        }
    }

    /// Echoes; floods with as many numbered messages as it is asked for; or closes.
    fn answer(&mut self, entry: Entry, opcode: u8, payload: &[u8]) {
        let text = std::str::from_utf8(payload).unwrap_or_default();
        if let Some(count) = text.strip_prefix("flood ") {
            for number in 0..count.parse().unwrap() {
                self.push(entry, 2, &flood(number));
            }
        } else if text == "close" {
            self.execute(Command::Disconnect { fd: entry.fd, code: 4000, reason: "bye" }, entry);
        } else if let Some((fd, text)) = text.strip_prefix("to ").and_then(|text| text.split_once(' ')) {
            self.push_anywhere(fd.parse().unwrap(), text.as_bytes());
        } else {
            self.push(entry, opcode, payload);
        }
    }

    /// Pushes to a connection of whichever gateway; it may also be on its way between two.
    fn push_anywhere(&mut self, fd: u64, payload: &[u8]) {
        self.encodings.clear();
        let begin = Instant::now();
        while self.registry.find_open(fd).is_some() {
            let mut gateways = self.gateways.lock().clone();
            gateways.push(Arc::downgrade(&self.gateway));
            for gateway in gateways.iter().rev().filter_map(Weak::upgrade) {
                let encodings = &mut self.encodings;
                let message = Outgoing { payload, opcode: 1, is_final: true, compress: false, encodings };
                match execute(&gateway, &self.registry, Command::Push { fd, message }) {
                    Ok(()) => return gateway.flush(),
                    Err(refused) => assert!(refused == Refused::Gone, "{refused:?}"),
                }
            }
            assert!(begin.elapsed() < crate::PATIENCE, "it is nowhere");
            std::thread::yield_now();
        }
    }

    fn push(&mut self, entry: Entry, opcode: u8, payload: &[u8]) {
        let mut encodings = Encodings::default();
        let message = Outgoing { payload, opcode, is_final: true, compress: false, encodings: &mut encodings };
        self.execute(Command::Push { fd: entry.fd, message }, entry);
    }

    /// For a connection whose event is being answered: nobody may have taken it away.
    fn execute(&self, command: Command<'_>, entry: Entry) {
        if let Err(refused) = execute(&self.gateway, &self.registry, command) {
            assert_eq!(self.registry.find_open(entry.fd), None, "{refused:?}");
        }
    }

    fn respond(&mut self, entry: Entry, request: &Request) {
        match request.uri.path() {
            "/late" => self.late.push((Instant::now() + Duration::from_millis(150), entry.fd, request.exchange)),
            "/held" => self.held.push((entry.fd, request.exchange)),
            "/large" => respond(&self.gateway, &self.registry, entry.fd, request.exchange, flood(LARGE)),
            path => {
                let body = format!("{} {path} {} #{}", request.method, request.body.len(), request.exchange);
                respond(&self.gateway, &self.registry, entry.fd, request.exchange, body.into_bytes());
            }
        }
    }
}

/// As `Gateways` does it in a process of a server.
fn execute(gateway: &Gateway, registry: &Registry, command: Command<'_>) -> Result<(), Refused> {
    let entry = registry.find_open(command.fd()).ok_or(Refused::Unknown)?;
    if matches!(command, Command::Disconnect { .. }) {
        registry.set_websocket(entry, WebSocketStatus::Closing);
    }
    gateway.carry_out(entry, command)
}

const HANDSHAKE: u64 = 1 << 63;

/// The number of a message that no socket takes at once.
pub(crate) const LARGE: usize = 300;

/// Message `number` of a flood: longer and longer, every byte from the number and the place.
pub(crate) fn flood(number: usize) -> Vec<u8> {
    (0..number * 40_000 % 12_000_001 + 1).map(|at| (at * 31 + number * 7) as u8).collect()
}

fn respond(gateway: &Gateway, registry: &Registry, fd: u64, exchange: u64, body: Vec<u8>) {
    let (exchange, status) = if exchange & HANDSHAKE == 0 { (exchange, 200) } else { (exchange & !HANDSHAKE, 101) };
    let body = if status == 101 { Vec::new() } else { body };
    let head = ResponseHead { status, ..ResponseHead::default() };
    execute(gateway, registry, Command::Respond { fd, exchange, head, body: ResponseBody::Whole(body.into()) })
        .unwrap();
}

//! The gateway with real clients (tokio-tungstenite) and, in PHP's place, a thread that echoes.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use parking_lot::Mutex;
use swoxide_engine::gateway::{Gateway, Listener, Port, Protocol, Wanted, Wiring};
use swoxide_engine::link::{ClosedBy, Command, Encodings, EventKind, Outgoing, Queue, Refused};
use swoxide_engine::log::Log;
use swoxide_engine::protocol::frame::opcode;
use swoxide_engine::registry::Registry;
use swoxide_engine::settings::{Settings, Value};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longer than anything here may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A whole message to push.
fn outgoing<'a>(opcode: u8, payload: &'a [u8], encodings: &'a mut Encodings) -> Outgoing<'a> {
    Outgoing { payload, opcode, is_final: true, compress: false, encodings }
}

fn push(gateway: &Gateway, registry: &Registry, fd: u64, message: Outgoing<'_>) -> Result<(), Refused> {
    let entry = registry.find_open(fd).ok_or(Refused::Unknown)?;
    gateway.carry_out(entry, Command::Push { fd, message })
}

/// What the worker thread saw.
#[derive(Default)]
struct Seen {
    opened: Vec<u64>,
    closed: HashMap<u64, Vec<ClosedBy>>,
}

/// A gateway and a worker that pushes every message back to its sender.
struct EchoServer {
    gateway: Arc<Gateway>,
    registry: Arc<Registry>,
    port: u16,
    seen: Arc<Mutex<Seen>>,
    ended: Arc<AtomicBool>,
    worker: Option<std::thread::JoinHandle<()>>,
}

impl EchoServer {
    fn start(settings: &[(&str, Value)]) -> Self {
        let mut all = Settings::default();
        for (key, value) in settings {
            all.apply(key, value).unwrap();
        }
        let listener = Listener::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), 0, false).unwrap();
        listener.listen(&all).unwrap();
        let port = listener.port();
        let registry = Arc::new(Registry::create(4096, 1).unwrap());
        let queue = Arc::new(Queue::new().unwrap());
        let wanted = Wanted { open: true, ..Wanted::default() };
        let (table, events) = (Arc::clone(&registry), Arc::clone(&queue));
        let log = Arc::new(Log::default());
        log.set_level(6);
        let ports = vec![Port::new(&listener, 0, Protocol::WebSocket, all.clone(), wanted, &log).unwrap()];
        let gateway = Gateway::start(ports, vec![listener], &all, table, Wiring::alone(events), log).unwrap();
        let gateway = Arc::new(gateway);
        let seen = Arc::new(Mutex::new(Seen::default()));
        let ended = Arc::new(AtomicBool::new(false));
        let worker = {
            let (gateway, registry) = (Arc::clone(&gateway), Arc::clone(&registry));
            let (seen, ended) = (Arc::clone(&seen), Arc::clone(&ended));
            std::thread::spawn(move || echo(&gateway, &registry, &queue, &seen, &ended))
        };
        Self { gateway, registry, port, seen, ended, worker: Some(worker) }
    }

    async fn connect(&self) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
        connect_async(format!("ws://127.0.0.1:{}/", self.port)).await.unwrap().0
    }

    fn wait_until(&self, what: &str, condition: impl Fn(&Seen) -> bool) {
        let begin = Instant::now();
        while !condition(&self.seen.lock()) {
            assert!(begin.elapsed() < PATIENCE, "waited in vain: {what}");
            std::thread::yield_now();
        }
    }
}

impl Drop for EchoServer {
    fn drop(&mut self) {
        self.gateway.finish(Duration::ZERO);
        self.ended.store(true, Ordering::Release);
        if let Some(worker) = self.worker.take() {
            worker.join().unwrap();
        }
    }
}

fn echo(gateway: &Gateway, registry: &Registry, queue: &Queue, seen: &Mutex<Seen>, ended: &AtomicBool) {
    let mut batch = VecDeque::new();
    let mut encodings = Encodings::default();
    loop {
        queue.drain(&mut batch);
        if batch.is_empty() {
            if ended.load(Ordering::Acquire) {
                return;
            }
            queue.wait(Some(Duration::from_millis(10)));
        }
        for event in batch.drain(..) {
            let fd = event.entry.fd;
            gateway.taken(event.entry, event.size());
            match event.kind {
                EventKind::Open(_) => seen.lock().opened.push(fd),
                EventKind::Message(message) => {
                    encodings.clear();
                    let message = outgoing(message.opcode, &message.payload, &mut encodings);
                    let _ = push(gateway, registry, fd, message);
                }
                EventKind::Close(by) => {
                    seen.lock().closed.entry(fd).or_default().push(by);
                    registry.release(event.entry);
                }
                _ => {}
            }
        }
        gateway.flush();
        gateway.resume_paused();
    }
}

#[tokio::test]
async fn messages_come_back_in_order_on_every_connection() {
    let server = EchoServer::start(&[]);
    let clients: Vec<_> = (0..50_u32)
        .map(|client| {
            let connecting = server.connect();
            async move {
                let mut socket = connecting.await;
                for round in 0..40 {
                    // Four at once, so that several lie in one read and in one write.
                    for part in 0..4 {
                        socket.feed(Message::text(format!("{client} {round} {part}"))).await.unwrap();
                    }
                    socket.flush().await.unwrap();
                    for part in 0..4 {
                        let reply = socket.next().await.unwrap().unwrap();
                        assert_eq!(reply, Message::text(format!("{client} {round} {part}")));
                    }
                }
                socket.close(None).await.unwrap();
                while socket.next().await.is_some() {}
            }
        })
        .collect();
    futures_util::future::join_all(clients).await;
    server.wait_until("all connections ended", |seen| seen.closed.len() == 50);
    let seen = server.seen.lock();
    assert_eq!(seen.opened.len(), 50);
    assert!(seen.closed.values().all(|ends| ends[..] == [ClosedBy::Peer]), "one end each");
    assert_eq!(server.registry.held_count(), 0);
}

#[tokio::test]
async fn large_and_small_binary_messages_come_back_whole() {
    let server = EchoServer::start(&[("package_max_length", Value::Int(9 << 20))]);
    let mut socket = server.connect().await;
    for size in [0, 1, 125, 126, 65_535, 65_536, 300_000, 8 << 20] {
        let message = Message::binary((0..size).map(|at| (at * 31 % 251) as u8).collect::<Vec<_>>());
        socket.send(message.clone()).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), message, "{size} bytes");
    }
}

#[tokio::test]
async fn a_client_that_does_not_read_is_refused_more_and_others_are_served() {
    let server = EchoServer::start(&[("socket_buffer_size", Value::Int(100_000))]);
    let stuck = server.connect().await;
    server.wait_until("it is open", |seen| seen.opened == [1]);
    let payload = [0; 50_000];
    let mut encodings = Encodings::default();
    let begin = Instant::now();
    loop {
        let message = outgoing(opcode::BINARY, &payload, &mut encodings);
        match push(&server.gateway, &server.registry, 1, message) {
            Ok(()) => server.gateway.flush(),
            Err(refused) => {
                assert_eq!(refused, Refused::OutboxFull);
                break;
            }
        }
        assert!(begin.elapsed() < PATIENCE, "the outbox has no limit");
    }
    let queued = server.registry.info(1).unwrap().send_queued;
    assert!(queued <= 100_000, "{queued} bytes wait");
    let mut other = server.connect().await;
    other.send(Message::text("still there?")).await.unwrap();
    assert_eq!(other.next().await.unwrap().unwrap(), Message::text("still there?"));
    drop(stuck);
    server.wait_until("its end is seen", |seen| seen.closed.contains_key(&1));
}

#[tokio::test]
async fn a_stop_says_1001_to_everybody() {
    let server = EchoServer::start(&[]);
    let mut socket = server.connect().await;
    server.wait_until("it is open", |seen| seen.opened == [1]);
    server.gateway.begin_stop();
    let Message::Close(Some(close)) = socket.next().await.unwrap().unwrap() else { panic!("no close frame") };
    assert_eq!(u16::from(close.code), 1001);
    while socket.next().await.is_some() {}
    server.wait_until("its end is told", |seen| seen.closed.get(&1).is_some_and(|ends| ends[..] == [ClosedBy::Server]));
    assert!(TcpStream::connect(("127.0.0.1", server.port)).await.is_err(), "nothing listens any more");
}

#[tokio::test]
async fn the_end_of_the_gateway_is_the_end_of_every_connection_and_is_told() {
    let server = EchoServer::start(&[]);
    let _sockets = futures_util::future::join_all((0..10).map(|_| server.connect())).await;
    server.wait_until("all are open", |seen| seen.opened.len() == 10);
    server.gateway.finish(Duration::ZERO);
    server.wait_until("all ends are told", |seen| seen.closed.len() == 10);
}

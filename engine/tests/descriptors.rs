//! What a gateway does when the process has no descriptors left. A file of its own: nobody else has any meanwhile.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs::File;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv4Addr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use swoxide_engine::gateway::dispatch::Rule;
use swoxide_engine::gateway::{Dispatcher, Events, Gateway, Listener, Neighbours, Port, Protocol, Wanted, Wiring};
use swoxide_engine::link::EventKind;
use swoxide_engine::link::channel::{self, Received, Receiver};
use swoxide_engine::link::record::{ToGateway, ToWorker, records};
use swoxide_engine::log::Log;
use swoxide_engine::protocol::frame::{self, Head};
use swoxide_engine::registry::{Owner, Registry};
use swoxide_engine::roster::Roster;
use swoxide_engine::settings::Settings;

/// The next message that a worker is told of.
fn next_message(inbox: &Receiver) -> Vec<u8> {
    let mut buffer = Vec::new();
    for _ in 0..10_000 {
        if matches!(inbox.receive(&mut buffer), Ok(Received::Packet(_))) {
            for record in records::<ToWorker<'_>>(&buffer) {
                if let ToWorker::Event { event, .. } = record.unwrap()
                    && let EventKind::Message(message) = event.kind
                {
                    return message.payload.to_vec();
                }
            }
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("no message came");
}

fn send(client: &mut TcpStream, payload: &[u8]) {
    let mut out = Vec::new();
    let head = Head { opcode: 1, is_final: true, is_compressed: false, mask: Some([1, 2, 3, 4]) };
    frame::encode_as(head, payload, &mut out);
    client.write_all(&out).unwrap();
}

#[test]
fn an_event_that_could_not_be_sent_is_sent_later_and_so_are_those_behind_it() {
    let path = std::env::temp_dir().join(format!("swoxide-descriptors-{}.log", std::process::id()));
    let log = Log::default();
    log.set_file(&path).unwrap();
    let said = File::open(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    let limit = libc::rlimit { rlim_cur: 256, rlim_max: 256 };
    // SAFETY: the address of a live struct.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &raw const limit) }, 0);
    let settings = Settings::default();
    let registry = Arc::new(Registry::create(100, 1).unwrap());
    let roster = Arc::new(Roster::create(1, 0, 0).unwrap());
    let (to_gateway, inbox) = channel::channel().unwrap();
    let (to_worker, worker) = channel::channel().unwrap();
    let dispatcher =
        Dispatcher::new(Rule::Connection, vec![Arc::new(to_worker)], Arc::clone(&registry), Arc::clone(&roster));
    let listener = Listener::bind(IpAddr::V4(Ipv4Addr::LOCALHOST), 0, false).unwrap();
    listener.listen(&settings).unwrap();
    let port = listener.port();
    let wiring = Wiring {
        owner: Owner::default(),
        events: Events::Workers(Arc::new(dispatcher)),
        inbox: Some(inbox),
        neighbours: Some(Neighbours { roster, gateways: Vec::new() }),
    };
    let log = Arc::new(log);
    let ports = vec![Port::new(&listener, 0, Protocol::WebSocket, settings.clone(), Wanted::default(), &log).unwrap()];
    let gateway = Gateway::start(ports, vec![listener], &settings, registry, wiring, log).unwrap();
    let ready = postcard::to_stdvec(&ToGateway::Ready { worker: 0, life: 1 }).unwrap();
    to_gateway.send(&ready, None).unwrap();

    let mut client = TcpStream::connect(("127.0.0.1", port)).unwrap();
    client
        .write_all(
            b"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
              Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        )
        .unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).unwrap();
        answer.extend(byte);
    }
    send(&mut client, b"before");
    assert_eq!(next_message(&worker), b"before");
    let files: Vec<_> = std::iter::from_fn(|| File::open("/dev/null").ok()).collect();
    // So long that it travels in a memory file.
    send(&mut client, &[b'x'; 100_000]);
    for _ in 0..10_000 {
        if said.metadata().unwrap().len() > 0 {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let mut log = String::new();
    (&said).read_to_string(&mut log).unwrap();
    assert!(log.contains("events can't be sent to worker 0 for now: "), "{log}");
    drop(files);
    assert_eq!(next_message(&worker).len(), 100_000);
    send(&mut client, b"after");
    assert_eq!(next_message(&worker), b"after");
    drop(gateway);
}

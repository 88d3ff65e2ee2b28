//! WebSockets, in the middle of whatever they say.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use swoxide_engine::gateway::Wanted;
use swoxide_engine::link::ClosedBy;
use swoxide_engine::protocol::deflate::{Deflater, Inflater, remember};
use swoxide_engine::protocol::frame::opcode;
use swoxide_engine::settings::Value;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

use crate::client::{Client, masked};
use crate::server::{Server, flood, wanted};
use crate::{PATIENCE, wait_until};

#[test]
fn idle_connections_stay_what_they_are() {
    let mut server = Server::start(&[]);
    let mut clients: Vec<_> = (0..50).map(|_| Client::open(server.port, "")).collect();
    let before = server.registry.info(7).unwrap();
    server.reload();
    for round in 0..3 {
        for (number, client) in clients.iter_mut().enumerate() {
            client.send_text(&format!("{round} {number}"));
            client.expect_text(&format!("{round} {number}"));
        }
    }
    let after = server.registry.info(7).unwrap();
    assert_eq!(
        (after.remote, after.connected_at, after.websocket),
        (before.remote, before.connected_at, before.websocket)
    );
    assert_eq!((server.registry.open_count(), server.registry.websocket_count()), (50, 50));
    drop(clients);
    wait_until("all ends are told", || server.seen.lock().closed.len() == 50);
    let seen = server.seen.lock();
    assert!(seen.closed.values().all(|ends| ends[..] == [(ClosedBy::Peer, 1)]), "one end each, by the new one");
    assert_eq!((seen.opened.len(), seen.connected), (50, 50), "nothing twice");
}

#[test]
fn one_that_another_process_closes_meanwhile_ends_and_holds_nothing_up() {
    let mut server = Server::start(&[]);
    let mut client = Client::open(server.port, "");
    // What follows is in the inbox, which is the next gateway's to read.
    assert!(server.registry.close(server.registry.find_open(1).unwrap(), ClosedBy::Program));
    server.reload();
    client.expect_end();
    assert_eq!(server.ends_of(1), [(ClosedBy::Program, 0)]);
}

#[test]
fn a_message_goes_on_wherever_it_was_cut() {
    let mut server = Server::start(&[]);
    let mut client = Client::open(server.port, "");
    let stream = [
        masked(0x81, b"whole"),
        masked(0x82, &[9; 130]),
        masked(0x01, "h\u{e4}".split_at(1).0.as_bytes()),
        masked(0x89, b"are you there?"),
        masked(0x00, &"h\u{e4}".as_bytes()[1..2]),
        masked(0x80, &"h\u{e4}".as_bytes()[2..]),
        masked(0x81, b""),
    ]
    .concat();
    for cut in (0..40).chain((40..160).step_by(13)).chain(160..=stream.len()) {
        let before = server.received();
        client.send(&stream[..cut]);
        server.wait_for_bytes(before + cut as u64);
        server.reload();
        client.send(&stream[cut..]);
        let mut frames: Vec<_> = (0..5).map(|_| client.frame()).map(|(head, payload)| (head.opcode, payload)).collect();
        // A pong waits for nobody.
        let pong = frames.iter().position(|(code, _)| *code == opcode::PONG).unwrap();
        assert_eq!(frames.remove(pong).1, b"are you there?");
        let expected = [(1, &b"whole"[..]), (2, &[9; 130]), (1, "h\u{e4}".as_bytes()), (1, b"")];
        assert_eq!(frames, expected.map(|(code, payload)| (code, payload.to_vec())), "{cut}");
    }
}

#[test]
fn what_a_slow_client_has_not_read_comes_whole_and_in_order() {
    let mut server = Server::start(&[("socket_buffer_size", Value::Int(64 << 20))]);
    let mut client = Client::open(server.port, "");
    client.send_text("flood 25");
    client.send_text("then");
    wait_until("much waits", || server.registry.info(1).unwrap().send_queued > 1 << 20);
    server.reload();
    client.send_text("and then");
    let queued = server.registry.info(1).unwrap().send_queued;
    assert!(queued > 1 << 20, "{queued}");
    for number in 0..10 {
        assert!(client.frame().1 == flood(number), "message {number}");
    }
    server.reload();
    for number in 10..25 {
        assert!(client.frame().1 == flood(number), "message {number}");
    }
    client.expect_text("then");
    client.expect_text("and then");
    wait_until("nothing waits", || server.registry.info(1).unwrap().send_queued == 0);
}

#[test]
fn a_full_buffer_is_told_of_by_one_gateway_and_its_end_by_another() {
    let settings = [("socket_buffer_size", Value::Int(64 << 20)), ("buffer_high_watermark", Value::Int(1 << 20))];
    let wanted = Wanted { buffer_full: true, buffer_empty: true, ..wanted() };
    let mut server = Server::start_with(&settings, wanted, false);
    let mut client = Client::open(server.port, "");
    client.send_text("flood 25");
    wait_until("it is full", || server.seen.lock().buffers == [(true, 0)]);
    server.reload();
    server.reload();
    for number in 0..25 {
        assert!(client.frame().1 == flood(number), "message {number}");
    }
    wait_until("it is empty", || server.seen.lock().buffers == [(true, 0), (false, 2)]);
}

#[test]
fn nobody_is_silent_while_a_handover_takes_its_time() {
    let settings = [("heartbeat_idle_time", Value::Int(1)), ("heartbeat_check_interval", Value::Int(1))];
    let mut server = Server::start(&settings);
    let mut client = Client::open(server.port, "");
    wait_until("it is open", || server.seen.lock().opened.len() == 1);
    server.gateway().freeze();
    client.send_text("a");
    // Much longer than is allowed.
    std::thread::sleep(Duration::from_millis(2500));
    server.reload();
    client.expect_text("a");
    assert_eq!(server.ends_of(1), []);
}

/// Both sides of a connection with compression.
struct Compressed {
    client: Client,
    deflater: Deflater,
    window: Vec<u8>,
    takeover: bool,
}

impl Compressed {
    fn open(server: &Server, takeover: bool) -> Self {
        let client = Client::open(server.port, "permessage-deflate");
        Self { client, deflater: Deflater::new(6, 15), window: Vec::new(), takeover }
    }

    fn frame(&mut self, text: &str) -> Vec<u8> {
        if !self.takeover {
            self.deflater = Deflater::new(6, 15);
        }
        let mut out = Vec::new();
        self.deflater.deflate(text.as_bytes(), &mut out);
        masked(0xC1, &out)
    }

    fn expect(&mut self, text: &str) {
        let (head, payload) = self.client.frame();
        assert!(head.is_compressed, "{text}");
        let mut out = Vec::new();
        let mut inflater = Inflater::begin(1 << 20, &self.window);
        inflater.push(&payload, &mut out, &self.window).unwrap();
        inflater.finish(&mut out, &self.window).unwrap();
        assert_eq!(String::from_utf8_lossy(&out), text);
        if self.takeover {
            remember(&mut self.window, &out);
        }
    }
}

fn text(number: usize) -> String {
    format!("a sentence of which most comes again and again, and a number that does not, {number}; ").repeat(5)
}

#[test]
fn compression_goes_on_with_and_without_a_context() {
    for takeover in [false, true] {
        let mut server = Server::start(&[
            ("websocket_compression", Value::Bool(true)),
            ("websocket_context_takeover", Value::Bool(takeover)),
        ]);
        let mut both = Compressed::open(&server, takeover);
        for number in 0..12 {
            let frame = both.frame(&text(number));
            assert!(number == 0 || !takeover || frame.len() < 60, "it refers to what was before: {}", frame.len());
            both.client.send(&frame);
            both.expect(&text(number));
            server.reload();
        }
    }
}

#[test]
fn a_compressed_message_is_read_to_its_end_first() {
    let mut server = Server::start(&[
        ("websocket_compression", Value::Bool(true)),
        ("websocket_context_takeover", Value::Bool(true)),
    ]);
    let mut both = Compressed::open(&server, true);
    let (first, second) = (both.frame(&text(1)), both.frame(&text(2)));
    let before = server.received();
    both.client.send(&first[..first.len() / 2]);
    server.wait_for_bytes(before + first.len() as u64 / 2);
    let left = server.begin_reload(PATIENCE);
    assert!(left.recv_timeout(Duration::from_millis(100)).is_err(), "the message is not whole");
    // The second one is not for the old gateway any more.
    both.client.send(&[&first[first.len() / 2..], &second].concat());
    assert_eq!(left.recv_timeout(PATIENCE), Ok(0));
    both.expect(&text(1));
    both.expect(&text(2));
    assert_eq!(server.ends_of(1), []);
}

#[test]
fn a_compressed_message_that_does_not_end_ends_the_connection_with_1012() {
    let mut server = Server::start(&[("websocket_compression", Value::Bool(true))]);
    let mut both = Compressed::open(&server, false);
    let frame = both.frame(&text(1));
    let before = server.received();
    both.client.send(&frame[..frame.len() / 2]);
    server.wait_for_bytes(before + frame.len() as u64 / 2);
    assert_eq!(server.begin_reload(Duration::from_millis(50)).recv_timeout(PATIENCE), Ok(1));
    both.client.expect_close(1012);
    both.client.send(&masked(0x88, &1012_u16.to_be_bytes()));
    both.client.expect_end();
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Server, 0)]);
}

#[test]
fn a_closing_handshake_ends_where_it_began() {
    let mut server = Server::start(&[]);
    let mut client = Client::open(server.port, "");
    client.send_text("close");
    client.expect_close(4000);
    let left = server.begin_reload(PATIENCE);
    assert!(left.recv_timeout(Duration::from_millis(50)).is_err());
    client.send(&masked(0x88, &4000_u16.to_be_bytes()));
    client.expect_end();
    assert_eq!(left.recv_timeout(PATIENCE), Ok(0));
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Server, 0)]);
}

#[test]
fn who_can_not_be_handed_over_is_closed_with_1012() {
    let server = Server::start(&[]);
    let mut client = Client::open(server.port, "");
    client.send_text("a");
    client.expect_text("a");
    let _left = server.reload_in_vain();
    client.expect_close(1012);
    client.send(&masked(0x88, &1012_u16.to_be_bytes()));
    client.expect_end();
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Server, 0)]);
}

#[test]
fn a_stop_before_the_handover_says_1012_to_those_that_were_ready() {
    let server = Server::start(&[]);
    let mut clients: Vec<_> = (0..20).map(|_| Client::open(server.port, "")).collect();
    wait_until("all are open", || server.seen.lock().opened.len() == 20);
    server.gateway().freeze();
    std::thread::sleep(Duration::from_millis(20));
    server.gateway().begin_stop();
    for client in &mut clients {
        client.expect_close(1012);
        client.send(&masked(0x88, &1012_u16.to_be_bytes()));
        client.expect_end();
    }
    wait_until("all ends are told", || server.seen.lock().closed.len() == 20);
}

#[test]
fn the_end_of_the_gateway_ends_those_that_were_ready_and_is_told() {
    let server = Server::start(&[]);
    let mut clients: Vec<_> = (0..20).map(|_| Client::open(server.port, "")).collect();
    wait_until("all are open", || server.seen.lock().opened.len() == 20);
    server.gateway().freeze();
    std::thread::sleep(Duration::from_millis(20));
    server.gateway().finish(Duration::ZERO);
    clients.iter_mut().for_each(Client::expect_end);
    wait_until("all ends are told", || server.seen.lock().closed.len() == 20);
}

/// How often the runtimes of this process watch a socket, as the kernel tells it. A runtime has several descriptors of its
/// epoll set; what each of them shows is told apart by the data of the entry.
fn watched(inode: u64) -> usize {
    let wanted = format!("ino:{inode:x} ");
    let files = std::fs::read_dir("/proc/self/fdinfo").unwrap().flatten();
    let texts: Vec<_> = files.filter_map(|file| std::fs::read_to_string(file.path()).ok()).collect();
    let lines = texts.iter().flat_map(|text| text.lines());
    let entries = lines.filter(|line| line.starts_with("tfd:") && format!("{line} ").contains(&wanted));
    entries.collect::<std::collections::HashSet<_>>().len()
}

fn inode(descriptor: i32) -> u64 {
    let link = std::fs::read_link(format!("/proc/self/fd/{descriptor}")).unwrap();
    let link = link.to_str().unwrap();
    link.trim_start_matches("socket:[").trim_end_matches(']').parse().unwrap()
}

#[test]
fn a_gateway_does_not_watch_what_it_gave_away() {
    let mut server = Server::start(&[]);
    let mut client = Client::open(server.port, "");
    let before = server.registry.info(1).unwrap().socket;
    let socket = inode(before);
    assert_eq!(watched(socket), 1);
    // The old gateway lives on.
    assert_eq!(server.begin_reload(PATIENCE).recv_timeout(PATIENCE), Ok(0));
    let now = server.registry.info(1).unwrap().socket;
    assert_ne!(now, before, "both had it for a moment");
    assert_eq!(inode(now), socket, "the registry knows where it is");
    wait_until("only the new one watches it", || watched(socket) == 1);
    client.send_text("a");
    client.expect_text("a");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn numbered_messages_come_back_once_and_in_order_through_200_handovers() {
    let mut server = Server::start(&[]);
    let (socket, _) = connect_async(format!("ws://127.0.0.1:{}/", server.port)).await.unwrap();
    wait_until("it is open", || server.seen.lock().opened.len() == 1);
    let (mut sink, mut stream) = socket.split();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let sender = tokio::spawn(async move {
        let mut sent = 0_u64;
        while !*stopped.borrow() {
            for _ in 0..20 {
                sink.feed(message(sent)).await.unwrap();
                sent += 1;
            }
            sink.flush().await.unwrap();
            tokio::time::sleep(Duration::from_micros(300)).await;
        }
        sink.send(Message::text("end")).await.unwrap();
        sent
    });
    let receiver = tokio::spawn(async move {
        let mut received = 0_u64;
        loop {
            let next = stream.next().await.unwrap().unwrap();
            if next == Message::text("end") {
                return received;
            }
            assert!(next == message(received), "message {received}");
            received += 1;
        }
    });
    let server = tokio::task::spawn_blocking(move || {
        for _ in 0..200 {
            server.reload();
        }
        server
    })
    .await
    .unwrap();
    assert_eq!((server.registry.open_count(), server.seen.lock().closed.len()), (1, 0));
    stop.send_replace(true);
    let (sent, received) = (sender.await.unwrap(), receiver.await.unwrap());
    assert_eq!(sent, received);
    assert!(received > 1000, "{received} messages");
}

/// Short ones and some that take several reads.
fn message(number: u64) -> Message {
    let length = if number.is_multiple_of(97) { 100_000 } else { number as usize % 300 };
    Message::text(format!("{number} {}", "x".repeat(length)))
}

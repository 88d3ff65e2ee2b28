//! Much at once, while the server reloads all the time.

use std::net::TcpListener;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{scope, sleep};
use std::time::Duration;

use parking_lot::Mutex;
use swoxide_engine::settings::Value;

use crate::client::{Client, handshake, masked};
use crate::server::Server;
use crate::wait_until;

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn send_in_pieces(&mut self, client: &mut Client, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let most = if self.below(3) == 0 { 8 } else { 5000 };
            let (piece, rest) = bytes.split_at((1 + self.below(most)).min(bytes.len()));
            client.send(piece);
            bytes = rest;
            if self.below(4) == 0 {
                sleep(Duration::from_micros(self.below(1500) as u64));
            }
        }
    }
}

/// Reloads for as long as `work` takes, and says how often.
fn while_reloading(server: Server, work: impl FnOnce(&Mutex<Server>) + Send) -> (Server, usize) {
    let server = Mutex::new(server);
    let done = AtomicBool::new(false);
    let reloads = scope(|scope| {
        let reloading = scope.spawn(|| {
            let mut reloads = 0;
            while !done.load(Ordering::Acquire) {
                server.lock().reload();
                reloads += 1;
                sleep(Duration::from_millis(1));
            }
            reloads
        });
        scope.spawn(|| {
            // Also when it panics.
            struct Done<'a>(&'a AtomicBool);
            impl Drop for Done<'_> {
                fn drop(&mut self) {
                    self.0.store(true, Ordering::Release);
                }
            }
            let _done = Done(&done);
            work(&server);
        });
        reloading.join().unwrap()
    });
    (server.into_inner(), reloads)
}

/// Messages in fragments of all sizes with pings in between, and what must come back of them.
fn stream(numbers: &mut Numbers, first: usize) -> (Vec<u8>, Vec<Vec<u8>>) {
    let (mut bytes, mut messages) = (Vec::new(), Vec::new());
    for number in first..first + 6 {
        let length = [0, 10, 300, 3000, 70_000][numbers.below(5)];
        let message = format!("{number} {}", "y".repeat(length)).into_bytes();
        let mut rest = &message[..];
        let mut opcode = 1;
        while numbers.below(3) > 0 {
            let (piece, more) = rest.split_at(numbers.below(rest.len() + 1));
            bytes.extend(masked(opcode, piece));
            if numbers.below(3) == 0 {
                bytes.extend(masked(0x89, b"?"));
            }
            (rest, opcode) = (more, 0);
        }
        bytes.extend(masked(0x80 | opcode, rest));
        messages.push(message);
    }
    (bytes, messages)
}

fn chat(mut client: Client, seed: usize) {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15 + seed as u64);
    for round in 0..30 {
        let (bytes, messages) = stream(&mut numbers, round * 100);
        numbers.send_in_pieces(&mut client, &bytes);
        for message in messages {
            let mut frame = client.frame();
            while frame.0.opcode == 0xA {
                frame = client.frame();
            }
            assert!(frame.1 == message, "client {seed}, round {round}");
        }
    }
}

fn request(mut client: Client, seed: usize) {
    let mut numbers = Numbers(0x1234_5678_9ABC_DEF1 + seed as u64);
    let mut exchange = 1;
    for _ in 0..60 {
        let lengths: Vec<_> = (0..=numbers.below(3)).map(|_| numbers.below(20_000)).collect();
        let one = |length: &usize| {
            let body = "z".repeat(*length);
            format!("POST /{length} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{body}")
        };
        let requests: String = lengths.iter().map(one).collect();
        numbers.send_in_pieces(&mut client, requests.as_bytes());
        for length in lengths {
            exchange += 1;
            client.expect_answer(&format!("POST /{length} {length} #{exchange}"));
        }
    }
}

#[test]
fn many_websockets_and_http_connections_notice_nothing() {
    let server = Server::start(&[("socket_buffer_size", Value::Int(64 << 20))]);
    let websockets: Vec<_> = (0..6).map(|_| Client::open(server.port, "")).collect();
    let mut plain: Vec<_> = (0..4).map(|_| Client::connect(server.port)).collect();
    for client in &mut plain {
        client.send(b"GET /first HTTP/1.1\r\nHost: localhost\r\n\r\n");
        client.expect_answer("GET /first 0 #1");
    }
    let (server, reloads) = while_reloading(server, |_| {
        scope(|scope| {
            for (seed, client) in websockets.into_iter().enumerate() {
                scope.spawn(move || chat(client, seed));
            }
            for (seed, client) in plain.into_iter().enumerate() {
                scope.spawn(move || request(client, seed));
            }
        });
    });
    assert!(reloads > 3, "{reloads}");
    wait_until("all ends are told", || server.registry.held_count() == 0);
    assert!(server.seen.lock().closed.values().all(|ends| ends.len() == 1));
}

#[test]
fn what_connections_push_to_each_other_comes_once_and_in_order() {
    const COUNT: usize = 4000;
    let server = Server::start(&[]);
    let mut from = Client::open(server.port, "");
    let mut to = Client::open(server.port, "");
    let (_server, reloads) = while_reloading(server, |_| {
        scope(|scope| {
            scope.spawn(move || {
                let mut numbers = Numbers(77);
                for number in 0..COUNT {
                    from.send_text(&format!("to 2 {number}"));
                    if numbers.below(20) == 0 {
                        sleep(Duration::from_micros(500));
                    }
                }
                from.send_text("that was all");
                from.expect_text("that was all");
            });
            for number in 0..COUNT {
                to.expect_text(&number.to_string());
            }
        });
    });
    assert!(reloads > 3, "{reloads}");
}

/// Connects, says something, and leaves in one of the ways there are.
fn come_and_go(port: u16, numbers: &mut Numbers) {
    let way = numbers.below(7);
    let mut client = Client::connect(port);
    if way == 0 {
        return;
    }
    numbers.send_in_pieces(&mut client, handshake("").as_bytes());
    if way == 1 {
        return;
    }
    assert!(client.answer().0.starts_with("HTTP/1.1 101"));
    client.send_text("a");
    client.expect_text("a");
    match way {
        2 => {}
        3 => client.send(&masked(0x81, b"half a message")[..9]),
        4 => {
            client.send(&masked(0x88, &1000_u16.to_be_bytes()));
            client.expect_close(1000);
            client.expect_end();
        }
        5 => {
            client.send_text("close");
            client.expect_close(4000);
            client.send(&masked(0x88, &4000_u16.to_be_bytes()));
            client.expect_end();
        }
        // With something unread: a reset.
        _ => client.send_text("flood 3"),
    }
}

#[test]
fn every_connection_ends_exactly_once_whenever_it_ends() {
    const CLIENTS: usize = 6;
    const ROUNDS: usize = 60;
    let server = Server::start(&[]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let refused = AtomicBool::new(false);
    let (server, reloads) = while_reloading(server, |server| {
        scope(|scope| {
            scope.spawn(|| {
                for _ in 0..CLIENTS * ROUNDS {
                    let (socket, _) = listener.accept().unwrap();
                    if !server.lock().admit(socket.into()) {
                        refused.store(true, Ordering::Relaxed);
                    }
                }
            });
            for seed in 0..CLIENTS {
                scope.spawn(move || {
                    let mut numbers = Numbers(0xABCD_EF01 + seed as u64);
                    (0..ROUNDS).for_each(|_| come_and_go(port, &mut numbers));
                });
            }
        });
    });
    assert!(reloads > 3, "{reloads}");
    wait_until("all ends are told", || server.registry.held_count() == 0);
    let totals = server.registry.totals();
    let seen = server.seen.lock();
    assert!(!refused.load(Ordering::Relaxed), "a socket was not taken");
    assert_eq!((seen.connected, seen.closed.len()), (CLIENTS * ROUNDS, CLIENTS * ROUNDS));
    assert!(seen.closed.values().all(|ends| ends.len() == 1), "once each");
    assert_eq!((totals.open, totals.accepted, totals.closed), (0, 360, 360));
}

//! HTTP, between requests and in the middle of them.

use std::time::Duration;

use swoxide_engine::gateway::Wanted;
use swoxide_engine::link::ClosedBy;

use crate::client::{Client, handshake};
use crate::server::{self, LARGE, Server, flood};
use crate::{PATIENCE, wait_until};

const REQUEST: &str = "POST /path HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello";

#[test]
fn what_has_not_said_anything_may_say_it_to_the_next_one() {
    let mut server = Server::start(&[]);
    let mut clients: Vec<_> = (0..10).map(|_| Client::connect(server.port)).collect();
    wait_until("all are accepted", || server.registry.open_count() == 10);
    server.reload();
    for client in &mut clients {
        client.send(handshake("").as_bytes());
        assert!(client.answer().0.starts_with("HTTP/1.1 101"));
        client.send_text("a");
        client.expect_text("a");
    }
    assert_eq!(server.seen.lock().connected, 10);
}

#[test]
fn an_idle_connection_goes_on_and_counts_on() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    for exchange in 1..20 {
        client.send(REQUEST.as_bytes());
        client.expect_answer(&format!("POST /path 5 #{exchange}"));
        server.reload();
    }
    drop(client);
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Peer, 19)]);
}

#[test]
fn half_a_head_goes_along() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    let head = REQUEST.find("hello").unwrap();
    for (number, cut) in (1..head).enumerate() {
        let before = server.received();
        client.send(&REQUEST.as_bytes()[..cut]);
        server.wait_for_bytes(before + cut as u64);
        server.reload();
        client.send(&REQUEST.as_bytes()[cut..]);
        client.expect_answer(&format!("POST /path 5 #{}", number + 1));
    }
}

#[test]
fn half_a_handshake_and_half_a_head_go_along_more_than_once() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    let mut sent = 0;
    for piece in handshake("").as_bytes().chunks(17) {
        client.send(piece);
        sent += piece.len() as u64;
        server.wait_for_bytes(sent);
        server.reload();
    }
    assert!(client.answer().0.starts_with("HTTP/1.1 101"));
    client.send_text("a");
    client.expect_text("a");
}

#[test]
fn a_request_under_way_is_answered_first() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    // Without its body it can't be answered.
    let before = server.received();
    client.send(&REQUEST.as_bytes()[..REQUEST.len() - 2]);
    server.wait_for_bytes(before + REQUEST.len() as u64 - 2);
    let left = server.begin_reload(PATIENCE);
    assert!(left.recv_timeout(Duration::from_millis(50)).is_err());
    // The rest of it, and the next one, of which half a head is read too.
    client.send(format!("lo{}", &REQUEST[..30]).as_bytes());
    client.expect_answer("POST /path 5 #1");
    assert_eq!(left.recv_timeout(PATIENCE), Ok(0));
    client.send(&REQUEST.as_bytes()[30..]);
    client.expect_answer("POST /path 5 #2");
    // The program takes its time.
    client.send(b"GET /late HTTP/1.1\r\nHost: localhost\r\n\r\n");
    wait_until("it is read", || server.received() > before + 2 * REQUEST.len() as u64);
    server.reload();
    client.expect_answer("late");
    client.send(REQUEST.as_bytes());
    client.expect_answer("POST /path 5 #4");
}

#[test]
fn an_answer_that_is_read_slowly_is_written_to_its_end_first() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    client.send(b"GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
    wait_until("it is being sent", || server.registry.totals().sent_bytes > 0);
    let left = server.begin_reload(PATIENCE);
    assert!(left.recv_timeout(Duration::from_millis(100)).is_err());
    client.send(&REQUEST.as_bytes()[..20]);
    assert!(client.answer().1 == flood(LARGE));
    assert_eq!(left.recv_timeout(PATIENCE), Ok(0));
    client.send(&REQUEST.as_bytes()[20..]);
    client.expect_answer("POST /path 5 #2");
}

#[test]
fn requests_in_a_pipe_are_answered_in_order_each_once() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    let all: String = (0..50).map(|number| format!("GET /{number} HTTP/1.1\r\nHost: localhost\r\n\r\n")).collect();
    let (first, second) = all.as_bytes().split_at(all.len() / 2 + 7);
    client.send(first);
    // What nobody has accepted is lost with the listener, which no other process has here.
    wait_until("it is accepted", || server.registry.open_count() == 1);
    server.reload();
    client.send(second);
    server.reload();
    for number in 0..50 {
        client.expect_answer(&format!("GET /{number} 0 #{}", number + 1));
    }
}

#[test]
fn a_last_request_is_answered_and_the_connection_not_handed_over() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    client.send(b"GET /late HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    wait_until("it is read", || server.received() > 0);
    server.reload();
    client.expect_answer("late");
    client.expect_end();
    assert_eq!(server.ends_of(1), [(ClosedBy::Server, 0)]);
}

#[test]
fn a_request_that_takes_too_long_ends_the_connection_after_its_answer() {
    let mut server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    client.send(b"GET /held HTTP/1.1\r\nHost: localhost\r\n\r\n");
    wait_until("it is read", || server.received() > 0);
    assert_eq!(server.begin_reload(Duration::from_millis(20)).recv_timeout(PATIENCE), Ok(1));
    server.seen.lock().may_answer = true;
    let (head, body) = client.answer();
    assert!(head.to_ascii_lowercase().contains("connection: close") && body == b"held", "{head}");
    client.expect_end();
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Server, 0)]);
}

#[test]
fn an_idle_connection_that_can_not_be_handed_over_is_closed() {
    let server = Server::start(&[]);
    let mut client = Client::connect(server.port);
    client.send(REQUEST.as_bytes());
    client.expect_answer("POST /path 5 #1");
    let left = server.reload_in_vain();
    client.expect_end();
    assert_eq!(left.recv_timeout(PATIENCE), Ok(0));
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Server, 0)]);
}

#[test]
fn a_handshake_that_the_program_decides_on_is_decided_first() {
    let mut server = Server::start_with(&[], Wanted { handshake: true, ..server::wanted() }, false);
    let mut client = Client::connect(server.port);
    client.send(handshake("").as_bytes());
    wait_until("it is read", || server.received() > 0);
    server.reload();
    assert!(client.answer().0.starts_with("HTTP/1.1 101"));
    client.send_text("a");
    client.expect_text("a");
    drop(client);
    wait_until("its end is told", || server.ends_of(1) == [(ClosedBy::Peer, 1)]);
}

//! A client: any answer to its handshake is judged, and one that opens offers nothing that was not asked for; what
//! follows is heard within bounds, and in one piece or in many it means the same.

#![no_main]

use hyper::header::{HeaderMap, HeaderValue};
use hyper::{Method, Version};
use libfuzzer_sys::fuzz_target;
use swoxide_engine::client::address::Address;
use swoxide_engine::client::handshake::{Handshake, Offer};
use swoxide_engine::client::session::Session;
use swoxide_engine::protocol::extension::Acceptable;
use swoxide_engine::protocol::handshake::{Terms, judge};
use swoxide_engine::protocol::message::Message;

const LIMIT: usize = 70_000;

/// The `Sec-WebSocket-Accept` for a request: our own server knows it.
fn accept(request: &[u8]) -> String {
    let request = std::str::from_utf8(request).unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in request.lines().filter_map(|line| line.split_once(": ")) {
        headers.append(name.parse::<hyper::header::HeaderName>().unwrap(), HeaderValue::from_str(value).unwrap());
    }
    judge(&Method::GET, Version::HTTP_11, &headers, &Terms::default()).unwrap().key
}

fn hear(mut session: Session, bytes: &[u8], step: usize) -> (Vec<Message>, Option<u16>) {
    let mut heard = Vec::new();
    for piece in bytes.to_vec().chunks_mut(step) {
        session.receive(piece);
        while let Some(message) = session.take_message() {
            heard.push(message);
        }
    }
    assert!(session.unsent().len() < 2 * bytes.len() + 200);
    (heard, session.end().map(|end| end.code()))
}

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let address = Address::parse("ws://example.com/").unwrap();
    let extensions = Acceptable { deflate: first & 1 != 0, context_takeover: first & 2 != 0 };
    let offer = Offer { subprotocols: vec!["chat".to_owned()], extensions, ..Offer::default() };
    let (handshake, request) = Handshake::begin(&address, &offer).unwrap();
    let mut answer = bytes.to_vec();
    if first & 4 != 0 {
        // So that the rest is judged in depth.
        let head = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ";
        answer = [head.as_bytes(), accept(&request).as_bytes(), b"\r\n", bytes].concat();
    }
    let Ok(Some((opened, used))) = handshake.read(&answer) else { return };
    assert!(opened.subprotocol.is_none_or(|subprotocol| subprotocol == "chat"));
    assert!(extensions.deflate || opened.compression.is_none());
    let session = || Session::new(opened.compression, LIMIT);
    let step = usize::from(first >> 3) + 1;
    let (whole, pieces) = (hear(session(), &answer[used..], answer.len()), hear(session(), &answer[used..], step));
    assert_eq!(whole.0, pieces.0);
    assert_eq!(whole.1.is_some(), pieces.1.is_some());
    assert!(whole.0.iter().all(|message| message.payload.len() <= LIMIT));
});

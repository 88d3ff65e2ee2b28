//! Connections that one gateway hands over to another, with real clients that must not notice. Both gateways are in this
//! process and share the registry; what goes between them goes as bytes.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod client;
mod encrypted;
mod http;
mod server;
mod stress;
mod websocket;

use std::time::{Duration, Instant};

/// Longer than anything here may take.
const PATIENCE: Duration = Duration::from_secs(20);

fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let begin = Instant::now();
    while !condition() {
        assert!(begin.elapsed() < PATIENCE, "waited in vain: {what}");
        std::thread::sleep(Duration::from_micros(200));
    }
}

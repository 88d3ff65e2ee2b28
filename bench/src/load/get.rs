//! HTTP requests on connections that are kept, one at a time on each.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use mio::{Events, Poll};

use super::{BUFFER, Clock, Measured, wait};
use crate::client::{Target, Wire};

/// How many ask.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Get {
    pub(crate) connections: usize,
}

const REQUEST: &[u8] = b"GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n";

/// Counts the answers of a server to the same request: all are as long as the first.
#[derive(Default)]
pub(crate) struct Answers {
    length: Option<usize>,
    bytes: Vec<u8>,
    come: usize,
}

impl Answers {
    /// Gives how many became whole.
    pub(crate) fn count(&mut self, bytes: &[u8]) -> Result<usize> {
        let Some(length) = self.length else {
            self.bytes.extend_from_slice(bytes);
            let Some(end) = self.bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(0) };
            let head = String::from_utf8_lossy(&self.bytes[..end]).to_ascii_lowercase();
            if !head.starts_with("http/1.1 200") {
                bail!("the server answered {}", head.lines().next().unwrap_or("nothing"));
            }
            let body = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let body: usize = body.context("an answer without Content-Length")?.trim().parse()?;
            self.length = Some(end + 4 + body);
            let bytes = std::mem::take(&mut self.bytes);
            return self.count(&bytes);
        };
        if self.come == 0 && !bytes.starts_with(b"HTTP/1.1 200") {
            bail!("the server answered {:?}", String::from_utf8_lossy(&bytes[..bytes.len().min(40)]));
        }
        let all = self.come + bytes.len();
        self.come = all % length;
        Ok(all / length)
    }
}

impl Get {
    pub(crate) fn run(self, target: &Target, start: impl FnOnce() -> Clock) -> Result<Measured> {
        let mut poll = Poll::new()?;
        let mut clients = Vec::with_capacity(self.connections);
        for number in 0..self.connections {
            let mut wire = Wire::connect(target)?;
            wire.watch(poll.registry(), number)?;
            wire.write_some(REQUEST)?;
            clients.push((wire, Answers::default(), Instant::now()));
        }
        let mut clock = start();
        let mut events = Events::with_capacity(1024);
        let mut buffer = vec![0; BUFFER];
        while !clock.is_over()? {
            wait(&mut poll, &mut events)?;
            for event in events.iter().filter(|event| event.is_readable()) {
                let (wire, answers, asked) = &mut clients[event.token().0];
                let Some(count) = wire.read_some(&mut buffer)? else { continue };
                if answers.count(&buffer[..count])? == 1 {
                    clock.count_since(*asked);
                    *asked = Instant::now();
                    wire.write_some(REQUEST)?;
                }
            }
        }
        clock.measured()
    }
}

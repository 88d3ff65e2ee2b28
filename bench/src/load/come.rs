//! Clients that come: some at a time, each open for a moment; or all of them, to stay and say nothing.

use std::time::{Duration, Instant};

use anyhow::Result;
use mio::{Events, Poll};
use nix::unistd::Pid;

use super::{Clock, Measured, wait};
use crate::client::{HANDSHAKE, Target, Wire, check_accepted};
use crate::process::memory_of_tree;

/// How many are on their way in at the same time.
const AT_ONCE: usize = 16;

/// Opens WebSockets, and resets each when it is open.
pub(crate) fn and_go(target: &Target, mut clock: Clock) -> Result<Measured> {
    let mut poll = Poll::new()?;
    let mut clients = Vec::with_capacity(AT_ONCE);
    for number in 0..AT_ONCE {
        clients.push(Comer::begin(target, &poll, number)?);
    }
    let mut events = Events::with_capacity(AT_ONCE);
    while !clock.is_over()? {
        wait(&mut poll, &mut events)?;
        for event in &events {
            let number = event.token().0;
            if clients[number].is_open(event.is_readable())? {
                clock.count_since(clients[number].asked);
                clients[number] = Comer::begin(target, &poll, number)?;
            }
        }
    }
    clock.measured()
}

/// A client on its way in.
struct Comer {
    wire: Wire,
    asked: Instant,
    has_asked: bool,
    answer: Vec<u8>,
}

impl Comer {
    fn begin(target: &Target, poll: &Poll, number: usize) -> Result<Self> {
        let mut wire = Wire::begin(target)?;
        wire.watch(poll.registry(), number)?;
        Ok(Self { wire, asked: Instant::now(), has_asked: false, answer: Vec::new() })
    }

    fn is_open(&mut self, is_readable: bool) -> Result<bool> {
        if !self.has_asked {
            self.has_asked = self.wire.write_some(format!("{HANDSHAKE}\r\n").as_bytes())? > 0;
        }
        let mut buffer = [0; 1024];
        if is_readable && let Some(count) = self.wire.read_some(&mut buffer)? {
            self.answer.extend_from_slice(&buffer[..count]);
        }
        let is_whole = self.answer.ends_with(b"\r\n\r\n");
        if is_whole {
            check_accepted(&String::from_utf8_lossy(&self.answer))?;
        }
        Ok(is_whole)
    }
}

/// Opens so many WebSockets, and weighs what each adds to the server's memory.
pub(crate) fn and_stay(connections: usize, target: &Target, server: Pid) -> Result<Measured> {
    // What a server takes with its first clients, whoever they are, is not theirs.
    for _ in 0..100 {
        drop(Wire::open(target, false)?);
    }
    let before = settled(server)?;
    let begin = Instant::now();
    let wires = (0..connections).map(|_| Wire::open(target, false)).collect::<Result<Vec<_>>>()?;
    let elapsed = begin.elapsed();
    let memory = settled(server)?.saturating_sub(before) as f64 / connections as f64;
    drop(wires);
    Ok(Measured { count: connections as u64, elapsed, memory: Some(memory), ..Measured::default() })
}

/// The server's memory when it changes no more.
fn settled(server: Pid) -> Result<u64> {
    const BETWEEN_LOOKS: Duration = Duration::from_millis(200);
    let mut last = memory_of_tree(server)?;
    for _ in 0..25 {
        std::thread::sleep(BETWEEN_LOOKS);
        let now = memory_of_tree(server)?;
        if now.abs_diff(last) * 500 < last {
            return Ok(now);
        }
        last = now;
    }
    Ok(last)
}

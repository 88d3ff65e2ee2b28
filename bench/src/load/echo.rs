//! Every client sends so many messages, and for each that comes back another one.

use std::time::Instant;

use anyhow::{Result, bail};
use mio::{Events, Poll};

use super::{BUFFER, Clock, Measured, wait};
use crate::client::{Frames, Target, Wire};
use crate::frame;

/// What is sent, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Echo {
    pub(crate) connections: usize,
    /// Messages of one client that are under way at the same time.
    pub(crate) depth: usize,
    /// Bytes of one.
    pub(crate) size: usize,
    pub(crate) compressed: bool,
}

struct Client {
    wire: Wire,
    frames: Frames,
    /// Bytes of frames that are due and not written.
    due: usize,
    /// Where in a frame the next of them is.
    position: usize,
    asked: Instant,
}

impl Client {
    /// `frames` has one frame more than may be due.
    fn send(&mut self, frames: &[u8], length: usize) -> Result<()> {
        while self.due > 0 {
            let count = self.wire.write_some(&frames[self.position..self.position + self.due])?;
            if count == 0 {
                break;
            }
            self.due -= count;
            self.position = (self.position + count) % length;
        }
        Ok(())
    }
}

impl Echo {
    pub(crate) fn run(self, target: &Target, start: impl FnOnce() -> Clock) -> Result<Measured> {
        let payload = frame::text(self.size);
        let frame = frame::masked(&payload, self.compressed);
        let frames = frame.repeat(self.depth + 1);
        let mut poll = Poll::new()?;
        let mut clients = Vec::with_capacity(self.connections);
        for number in 0..self.connections {
            let mut wire = Wire::open(target, self.compressed)?;
            wire.watch(poll.registry(), number)?;
            let due = self.depth * frame.len();
            let mut client = Client { wire, frames: Frames::default(), due, position: 0, asked: Instant::now() };
            client.send(&frames, frame.len())?;
            clients.push(client);
        }
        let mut clock = start();
        let mut events = Events::with_capacity(1024);
        let mut buffer = vec![0; BUFFER];
        let mut seen = 0_u64;
        while !clock.is_over()? {
            wait(&mut poll, &mut events)?;
            for event in &events {
                let client = &mut clients[event.token().0];
                if event.is_readable() {
                    loop {
                        let Some(count) = client.wire.read_some(&mut buffer)? else { break };
                        let whole = client.frames.count(&buffer[..count], |echoed| {
                            seen += 1;
                            // Not each: the generator must cost less than what it drives.
                            if seen.is_multiple_of(64) && !self.compressed && echoed != payload {
                                bail!("the server echoed something else");
                            }
                            Ok(())
                        })?;
                        if self.depth == 1 && whole == 1 {
                            clock.count_since(client.asked);
                            client.asked = Instant::now();
                        } else {
                            clock.count(whole);
                        }
                        client.due += whole * frame.len();
                        if count < buffer.len() && matches!(client.wire, Wire::Plain(_)) {
                            break;
                        }
                    }
                }
                client.wire.push_on()?;
                client.send(&frames, frame.len())?;
            }
        }
        clock.measured()
    }
}

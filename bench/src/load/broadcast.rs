//! An HTTP request, and what it makes the server push to all users; then the next one.

use std::time::Instant;

use anyhow::{Result, bail};
use mio::{Events, Poll};

use super::get::Answers;
use super::{BUFFER, Clock, Measured, wait};
use crate::client::{Frames, Target, Wire};
use crate::frame;

/// Who gets what.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broadcast {
    pub(crate) users: usize,
    /// The server's program asks of each whether it is a WebSocket.
    pub(crate) asks: bool,
}

/// Bytes of the message.
const SIZE: usize = 64;

impl Broadcast {
    pub(crate) fn run(self, target: &Target, start: impl FnOnce() -> Clock) -> Result<Measured> {
        // As it stands in a query.
        let message: Vec<u8> = frame::text(4 * SIZE).into_iter().filter(u8::is_ascii_alphanumeric).take(SIZE).collect();
        let path = if self.asks { "/broadcast-established" } else { "/broadcast" };
        let request =
            format!("GET {path}?message={} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", String::from_utf8_lossy(&message));
        let mut poll = Poll::new()?;
        let mut users = Vec::with_capacity(self.users);
        for number in 0..self.users {
            let mut wire = Wire::open(target, false)?;
            wire.watch(poll.registry(), number)?;
            users.push((wire, Frames::default()));
        }
        let mut speaker = Wire::connect(target)?;
        speaker.watch(poll.registry(), self.users)?;
        let mut answers = Answers::default();
        let mut clock = start();
        let mut events = Events::with_capacity(1024);
        let mut buffer = vec![0; BUFFER];
        let mut seen = 0_u64;
        'rounds: loop {
            if speaker.write_some(request.as_bytes())? != request.len() {
                bail!("the server does not take a request");
            }
            let asked = Instant::now();
            let (mut delivered, mut answered) = (0, false);
            while delivered < self.users || !answered {
                if clock.is_over()? {
                    break 'rounds;
                }
                wait(&mut poll, &mut events)?;
                for event in events.iter().filter(|event| event.is_readable()) {
                    let number = event.token().0;
                    let Some((wire, frames)) = users.get_mut(number) else {
                        while let Some(count) = speaker.read_some(&mut buffer)? {
                            answered |= answers.count(&buffer[..count])? > 0;
                        }
                        continue;
                    };
                    let Some(count) = wire.read_some(&mut buffer)? else { continue };
                    let whole = frames.count(&buffer[..count], |pushed| {
                        seen += 1;
                        if seen.is_multiple_of(64) && pushed != message {
                            bail!("the server pushed something else");
                        }
                        Ok(())
                    })?;
                    delivered += whole;
                    clock.count(whole);
                    if delivered == self.users {
                        clock.note(asked.elapsed());
                    }
                }
            }
        }
        clock.measured()
    }
}

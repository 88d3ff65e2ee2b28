//! The loads: what clients do to a server, for so long, and what that was measured to cost.
//!
//! * [`echo`] — every client sends, waits for its answers, and sends again.
//! * [`broadcast`] — an HTTP request, and what it makes the server push to all.
//! * [`come`] — clients that connect, open a WebSocket and go; or that open one and stay silent.
//! * [`get`] — HTTP requests on connections that are kept.

pub(crate) mod broadcast;
pub(crate) mod come;
pub(crate) mod echo;
pub(crate) mod get;

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use mio::{Events, Poll};
use nix::unistd::Pid;

use crate::process::Usage;

/// What is read at once.
pub(crate) const BUFFER: usize = 256 * 1024;

/// What a load measured.
#[derive(Clone, Debug, Default)]
pub(crate) struct Measured {
    /// Messages, deliveries, requests or handshakes.
    pub(crate) count: u64,
    /// How long that took.
    pub(crate) elapsed: Duration,
    /// What the server used for it.
    pub(crate) usage: Usage,
    /// From asking to being answered, where one is asked at a time; sorted.
    pub(crate) latencies: Vec<Duration>,
    /// Bytes of memory for each connection, where that is what is measured.
    pub(crate) memory: Option<f64>,
}

/// The time in which a load runs: some to warm up, then some that counts.
pub(crate) struct Clock {
    server: Pid,
    warm_until: Instant,
    length: Duration,
    begin: Option<(Instant, Usage)>,
    measured: Measured,
}

impl Clock {
    pub(crate) fn start(server: Pid, warm_up: Duration, length: Duration) -> Self {
        Self { server, warm_until: Instant::now() + warm_up, length, begin: None, measured: Measured::default() }
    }

    /// Counts something that has happened now.
    pub(crate) fn count(&mut self, count: usize) {
        if self.begin.is_some() {
            self.measured.count += count as u64;
        }
    }

    /// Counts something that was asked for at a time and answered now.
    pub(crate) fn count_since(&mut self, asked: Instant) {
        if self.begin.is_some() {
            self.measured.count += 1;
            self.measured.latencies.push(asked.elapsed());
        }
    }

    /// Notes how long something took whose parts are counted by themselves.
    pub(crate) fn note(&mut self, took: Duration) {
        if self.begin.is_some() {
            self.measured.latencies.push(took);
        }
    }

    /// Looks at the time; true when it is over.
    pub(crate) fn is_over(&mut self) -> Result<bool> {
        let now = Instant::now();
        match self.begin {
            None if now >= self.warm_until => self.begin = Some((now, Usage::of_tree(self.server)?)),
            Some((begin, before)) if now >= begin + self.length => {
                self.measured.elapsed = now - begin;
                self.measured.usage = Usage::of_tree(self.server)?.since(before);
                return Ok(true);
            }
            _ => {}
        }
        Ok(false)
    }

    pub(crate) fn measured(mut self) -> Result<Measured> {
        if self.measured.count == 0 {
            bail!("the server answered nothing in {:?}", self.length);
        }
        self.measured.latencies.sort_unstable();
        Ok(self.measured)
    }
}

/// Waits for sockets to become ready, and an error if none does.
fn wait(poll: &mut Poll, events: &mut Events) -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(10);
    match poll.poll(events, Some(PATIENCE)) {
        Ok(()) if events.is_empty() => bail!("the server has said nothing for {PATIENCE:?}"),
        Err(error) if error.kind() == std::io::ErrorKind::Interrupted => Ok(()),
        other => Ok(other?),
    }
}

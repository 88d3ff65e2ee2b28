//! Who is still there: ends connections that have been silent for too long, and pings silent WebSockets.
//!
//! One task looks at all connections at intervals, for what it wants to know (when did bytes last pass?) is in the registry
//! anyway: a timer for each connection would cost memory and a wake for every one that is well.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::connection::{Connection, Ending};
use super::{Port, Shared};
use crate::link::ClosedBy;
use crate::protocol::frame::{self, opcode};
use crate::registry::{Fd, WebSocketStatus};
use crate::settings::Settings;

/// The limits that are set.
struct Limits {
    /// Without a byte from the other side.
    received: Option<Duration>,
    /// Without a byte in either direction.
    any: Option<Duration>,
    /// After so much silence a ping, and after that so much more for an answer.
    ping: Option<(Duration, Duration)>,
    /// Between two looks.
    interval: Duration,
}

impl Limits {
    fn of(settings: &Settings) -> Option<Self> {
        const SHORTEST: Duration = Duration::from_millis(50);
        const LONGEST: Duration = Duration::from_secs(1);
        let wanted = |seconds: f64| (seconds > 0.0).then(|| Duration::from_secs_f64(seconds));
        let heartbeat = settings.heartbeat();
        let any = wanted(settings.max_idle_time);
        let ping = wanted(settings.websocket_ping_interval)
            .map(|interval| (interval, wanted(settings.websocket_pong_timeout).unwrap_or(interval)));
        // A limit of the gateway's own kind is kept to a quarter, or a second.
        let fine = [any, ping.map(|(interval, timeout)| interval.min(timeout))]
            .into_iter()
            .flatten()
            .map(|limit| (limit / 4).clamp(SHORTEST, LONGEST));
        let interval = fine.chain(heartbeat.map(|(interval, _)| interval.max(SHORTEST))).min()?;
        Some(Self { received: heartbeat.map(|(_, idle)| idle), any, ping, interval })
    }
}

/// What the heartbeat remembers of a connection, in nanoseconds of its own clock. Its task alone writes.
#[derive(Default)]
pub(super) struct Pulse {
    /// Until then the silence was ours: the connection was not read, because PHP owed it something.
    excused_until: AtomicU64,
    /// When a ping was sent that nothing has followed; 0 for none.
    pinged_at: AtomicU64,
    /// What the kernel had not brought to the other side when it was last looked at.
    unacknowledged: AtomicUsize,
    /// It came from another gateway, and what its client had sent before may not be read yet.
    is_new: AtomicBool,
}

/// Looks after the connections of a port for as long as the gateway lives; returns at once if nothing is to be looked
/// after.
pub(super) async fn watch(port: Arc<Port>, shared: Arc<Shared>) {
    /// How much later than asked the task may wake before the process counts as one that was stopped.
    const LATE: Duration = Duration::from_millis(500);
    let Some(limits) = Limits::of(&port.settings) else { return };
    let begin = Instant::now();
    // The heartbeat's own interval may be much longer than that of the finer limits.
    let check = port.settings.heartbeat().map(|(interval, _)| interval);
    let mut next_check = begin + check.unwrap_or_default();
    let mut last = begin;
    loop {
        tokio::time::sleep(limits.interval).await;
        // Who is not read is not silent; the gateway that goes on looks after them.
        if shared.is_frozen() {
            return;
        }
        let now = Instant::now();
        // A process that was stopped, or a machine that was moved, has not read what clients sent meanwhile.
        let was_stopped = now.duration_since(last) > limits.interval + LATE;
        last = now;
        let checks = check.is_some() && now >= next_check;
        if checks {
            next_check = now + check.unwrap_or_default();
        }
        let connections: Vec<_> = shared.connections.read().iter().flatten().cloned().collect();
        for connection in connections.into_iter().filter(|connection| Arc::ptr_eq(&connection.port, &port)) {
            // Who is not read, because PHP has not answered what came, is not silent.
            if was_stopped
                || connection.is_unanswered()
                || connection.is_paused()
                || !connection.is_heard()
                || connection.pulse.is_new.swap(false, Ordering::Relaxed)
            {
                connection.pulse.excuse(now.duration_since(begin));
            } else {
                look_at(&connection, &limits, checks, now.duration_since(begin), &shared);
            }
        }
    }
}

impl Pulse {
    /// Holds no silence so far against a connection.
    pub(super) fn excuse_once(&self) {
        self.is_new.store(true, Ordering::Relaxed);
    }

    fn excuse(&self, now: Duration) {
        self.excused_until.store(now.as_nanos() as u64, Ordering::Relaxed);
        self.pinged_at.store(0, Ordering::Relaxed);
    }

    /// How long it was silent without an excuse.
    fn silent(&self, silent: Duration, now: Duration) -> Duration {
        silent.min(now.saturating_sub(Duration::from_nanos(self.excused_until.load(Ordering::Relaxed))))
    }
}

fn look_at(connection: &Connection, limits: &Limits, checks: bool, now: Duration, shared: &Shared) {
    let fd = connection.entry.fd;
    let pulse = &connection.pulse;
    let Some(silence) = shared.registry.silence(fd) else { return };
    let received = pulse.silent(silence.received, now);
    let any = pulse.silent(silence.any, now);
    let is_over = |limit: Option<Duration>, silent: Duration| limit.is_some_and(|limit| silent >= limit);
    let idle = (checks && is_over(limits.received, received)) || is_over(limits.any, any);
    if idle && !shared.registry.is_protected(fd) {
        abandon(connection, "idle for too long", shared);
        return;
    }
    let Some((interval, timeout)) = limits.ping else { return };
    if shared.registry.websocket_status(fd) != Some(WebSocketStatus::Active) {
        return;
    }
    // While something waits to be sent, a ping would wait behind it: what the kernel takes is sign of life enough.
    let silent = if connection.all_sent() { received } else { any };
    let note = |time: Duration| pulse.pinged_at.store((time.as_nanos() as u64).max(1), Ordering::Relaxed);
    match pulse.pinged_at.load(Ordering::Relaxed) {
        0 if silent >= interval => {
            let mut ping = Vec::new();
            frame::encode(opcode::PING, true, &[], &mut ping);
            if !connection.all_sent() || connection.send_if_room(&ping, shared) {
                pulse.unacknowledged.store(connection.unacknowledged(), Ordering::Relaxed);
                note(now);
            }
        }
        0 => {}
        pinged_at => {
            let since = now.saturating_sub(Duration::from_nanos(pinged_at));
            let left = connection.unacknowledged();
            // Whatever came after the ping is as good as a pong.
            if silent < since {
                pulse.pinged_at.store(0, Ordering::Relaxed);
            } else if since >= timeout {
                if left < pulse.unacknowledged.swap(left, Ordering::Relaxed) {
                    // It takes, slowly, what was sent before the ping.
                    note(now);
                } else {
                    abandon(connection, "no answer to a ping", shared);
                }
            }
        }
    }
}

fn abandon(connection: &Connection, reason: &'static str, shared: &Shared) {
    // For the program the other side has left.
    connection
        .close(Ending::Abandon { code: 1001, reason }, || shared.registry.close(connection.entry, ClosedBy::Peer));
}

impl Shared {
    /// The connections that the heartbeat's next look would end; ends them if `close`. `None` without a heartbeat.
    pub(super) fn idle(&self, close: bool) -> Option<Vec<Fd>> {
        self.ports.iter().find_map(|port| port.settings.heartbeat())?;
        let connections: Vec<_> = self.connections.read().iter().flatten().cloned().collect();
        let idle: Vec<_> = connections.into_iter().filter(|connection| self.is_idle(connection)).collect();
        if close {
            for connection in &idle {
                abandon(connection, "idle for too long", self);
            }
        }
        Some(idle.iter().map(|connection| connection.entry.fd).collect())
    }

    fn is_idle(&self, connection: &Connection) -> bool {
        let Some((_, limit)) = connection.port.settings.heartbeat() else { return false };
        let fd = connection.entry.fd;
        let silent = self.registry.silence(fd).is_some_and(|silence| silence.received >= limit);
        let is_owed = connection.is_unanswered() || connection.is_paused() || !connection.is_heard();
        let is_new = connection.pulse.is_new.load(Ordering::Relaxed);
        silent && !is_owed && !is_new && !self.registry.is_protected(fd)
    }

    /// The same for one that another process took for idle.
    pub(super) fn end_if_idle(&self, connection: &Connection) {
        if self.is_idle(connection) {
            abandon(connection, "idle for too long", self);
        }
    }
}

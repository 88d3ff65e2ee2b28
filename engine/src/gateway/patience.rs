//! How long a connection may take: for its end, and for what its client has to take.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use super::connection::Connection;

/// Bytes that have to come or to arrive in a second: whoever is slower for long holds a place for nothing. A mobile phone at
/// the edge of a network sends 5 KiB a second; answers to pings are less.
pub(super) const LEAST_PER_SECOND: u64 = 1024;

/// How much has gone out on a connection. What the kernel takes alone would not tell: it takes no more before a third of what
/// it holds has gone, and that may be a megabyte.
#[derive(Clone, Copy)]
struct Gone {
    /// Bytes that the kernel took, ever.
    taken: u64,
    /// Those of them that the other side has not acknowledged.
    held: u64,
}

impl Gone {
    fn on(connection: &Connection) -> Self {
        Self { taken: connection.sent(), held: connection.unacknowledged() as u64 }
    }

    /// Bytes that have arrived at the other side.
    fn arrived(self) -> u64 {
        self.taken.saturating_sub(self.held)
    }
}

/// Waits for the other side or the network at the end of a connection: as long as bytes go out, but not for ever.
pub(super) struct Patience {
    sleep: Pin<Box<Sleep>>,
    /// What had gone out when `sleep` began.
    gone: Gone,
    last: Instant,
}

impl Patience {
    /// How long nothing may happen.
    const STEP: Duration = Duration::from_secs(2);
    /// How long it may take in all, or nothing may arrive of a file: who reads half a megabyte a second lets bytes arrive every
    /// few seconds, megabytes at once, as its kernel opens the window.
    const MOST: Duration = Duration::from_secs(60);

    pub(super) fn new(connection: &Connection) -> Self {
        Self {
            sleep: Box::pin(tokio::time::sleep(Self::STEP)),
            gone: Gone::on(connection),
            last: Instant::now() + Self::MOST,
        }
    }

    /// Whether it is over; else the task will be woken to ask again. A file may take as long as it likes, while it arrives.
    pub(super) fn is_over(&mut self, context: &mut Context<'_>, connection: &Connection, sends_file: bool) -> bool {
        while self.sleep.as_mut().poll(context).is_ready() {
            let gone = Gone::on(connection);
            // When nothing is on its way any more, it is not the network that is waited for.
            let goes_on = gone.taken > self.gone.taken || (gone.held > 0 && gone.held < self.gone.held);
            if goes_on && sends_file {
                self.last = Instant::now() + Self::MOST;
            }
            if Instant::now() >= self.last || !(goes_on || sends_file) {
                return true;
            }
            self.gone = gone;
            self.sleep.as_mut().reset(Instant::now() + Self::STEP);
        }
        false
    }
}

/// Waits for something that may last as long as bytes go out meanwhile, not quite slowly.
pub(super) struct Progress {
    limit: Duration,
    sleep: Pin<Box<Sleep>>,
    /// What had arrived when `sleep` began.
    arrived: u64,
}

impl Progress {
    /// Whether what is waited for has not come in time; else the task will be woken to ask again. The wait begins when
    /// `waits` is true for the first time, and ends when it is false.
    pub(super) fn is_missing(
        wait: &mut Option<Self>,
        waits: bool,
        limit: Duration,
        context: &mut Context<'_>,
        connection: &Connection,
    ) -> bool {
        if !waits {
            *wait = None;
            return false;
        }
        wait.get_or_insert_with(|| Self::begin(limit, connection)).is_over(context, connection)
    }

    fn begin(limit: Duration, connection: &Connection) -> Self {
        Self { limit, sleep: Box::pin(tokio::time::sleep(limit)), arrived: Gone::on(connection).arrived() }
    }

    fn is_over(&mut self, context: &mut Context<'_>, connection: &Connection) -> bool {
        while self.sleep.as_mut().poll(context).is_ready() {
            let arrived = Gone::on(connection).arrived();
            if arrived.saturating_sub(self.arrived) < LEAST_PER_SECOND * self.limit.as_secs().max(1) {
                return true;
            }
            self.arrived = arrived;
            self.sleep.as_mut().reset(Instant::now() + self.limit);
        }
        false
    }
}

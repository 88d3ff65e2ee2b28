//! How long the end of a connection may take.

use std::future::Future;
use std::pin::Pin;
use std::task::Context;
use std::time::Duration;

use tokio::time::{Instant, Sleep};

use super::connection::Connection;

/// Waits for the other side or the network at the end of a connection: as long as bytes go out, but not for ever.
pub(super) struct Patience {
    sleep: Pin<Box<Sleep>>,
    /// What had been sent when `sleep` began.
    sent: u64,
    last: Instant,
}

impl Patience {
    /// How long nothing may happen.
    const STEP: Duration = Duration::from_secs(2);
    /// How long it may take in all.
    const MOST: Duration = Duration::from_secs(60);

    pub(super) fn new(connection: &Connection) -> Self {
        Self {
            sleep: Box::pin(tokio::time::sleep(Self::STEP)),
            sent: connection.sent(),
            last: Instant::now() + Self::MOST,
        }
    }

    /// Whether it is over; else the task will be woken to ask again.
    pub(super) fn is_over(&mut self, context: &mut Context<'_>, connection: &Connection) -> bool {
        while self.sleep.as_mut().poll(context).is_ready() {
            let sent = connection.sent();
            // A file may be as long as it likes, while its client takes it.
            if sent == self.sent || (Instant::now() >= self.last && !connection.sends_file()) {
                return true;
            }
            self.sent = sent;
            self.sleep.as_mut().reset(Instant::now() + Self::STEP);
        }
        false
    }
}

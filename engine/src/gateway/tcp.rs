//! A connection that speaks plain TCP: bytes in, packages out, and what the program sends goes out as it is.
//!
//! One future for each connection, as for a WebSocket, and with the same reasons to wake.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use tokio::io::{AsyncRead, ReadBuf};

use super::Shared;
use super::connection::{Connection, Ending};
use super::handover::Speaks;
use super::life::Outcome;
use super::patience::Patience;
use super::reading;
use super::transport::{Broken, Transport};
use crate::link::{ClosedBy, EventKind, Held};
use crate::protocol::package::Splitter;

/// Serves a connection until its end or until another gateway is to go on. `unfinished` is what has come of a package. No
/// `async fn`: that would keep two copies of the session.
pub(super) fn serve<'task>(
    transport: &'task mut Transport,
    unfinished: Vec<u8>,
    connection: &Arc<Connection>,
    shared: &Arc<Shared>,
) -> impl Future<Output = Outcome> + use<'task> {
    let settings = &connection.port.settings;
    let splitter = Splitter::thaw(settings.package.framing(), settings.package_limit(), unfinished);
    let mut session = Session {
        transport,
        connection: Arc::clone(connection),
        shared: Arc::clone(shared),
        held: Held::of(&shared.incoming),
        splitter,
        stage: Stage::Open,
        is_deaf: false,
        patience: None,
    };
    session.held.set(session.splitter.held());
    session
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    Open,
    /// All is said; what is queued still has to go out.
    Draining(ClosedBy),
    /// It is over.
    Ended(ClosedBy),
}

struct Session<'task> {
    transport: &'task mut Transport,
    connection: Arc<Connection>,
    shared: Arc<Shared>,
    splitter: Splitter,
    /// Of an unfinished package.
    held: Held,
    stage: Stage,
    /// Nothing more will come.
    is_deaf: bool,
    /// Ends [`Stage::Draining`].
    patience: Option<Patience>,
}

impl Future for Session<'_> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        self.connection.watch(context.waker());
        if let Some(ending) = self.connection.take_ending() {
            self.obey(ending);
        }
        loop {
            let this = &mut *self;
            let last = if let Stage::Draining(by) = this.stage { Some(by) } else { None };
            if let Some(by) = this.transport.send_on(context, &this.connection, &this.shared, last) {
                this.stage = Stage::Ended(by);
            }
            match this.stage {
                Stage::Ended(by) => return Poll::Ready(Outcome::Ended(by)),
                // Nobody is told of what comes now: it is left where it is.
                Stage::Draining(by) => {
                    let patience = this.patience.get_or_insert_with(|| Patience::new(&this.connection));
                    let is_over = patience.is_over(context, &this.connection, this.connection.sends_file());
                    return if is_over { Poll::Ready(Outcome::Ended(by)) } else { Poll::Pending };
                }
                Stage::Open => {}
            }
            if this.is_deaf {
                // What it said before may still be answered: it has only said that it says nothing more.
                if !this.connection.is_settled(&this.shared) {
                    return Poll::Pending;
                }
                this.shared.registry.close(this.connection.entry, ClosedBy::Peer);
                this.drain(ClosedBy::Peer);
                continue;
            }
            if this.shared.is_parting() {
                if !this.connection.is_settled(&this.shared) || this.connection.sends_file() {
                    return Poll::Pending;
                }
                if !this.transport.is_tls() {
                    return Poll::Ready(Outcome::Parted(Speaks::Tcp(this.splitter.freeze())));
                }
                let fd = this.connection.entry.fd;
                this.shared.log.info(format_args!("connection {fd}: what is encrypted can't be handed over, closed"));
                this.shared.registry.close(this.connection.entry, ClosedBy::Server);
                this.drain(ClosedBy::Server);
                continue;
            }
            match ready!(this.shared.poll_may_read(&this.connection)) {
                Ok(()) => ready!(this.read(context)),
                Err(Broken) => this.stage = Stage::Ended(ClosedBy::Peer),
            }
        }
    }
}

impl Session<'_> {
    /// Reads once, and takes what came. Pending when nothing is there.
    fn read(&mut self, context: &mut Context<'_>) -> Poll<()> {
        reading::with_buffer(self.shared.read_size(&self.connection), |buffer| {
            let mut read = ReadBuf::new(&mut *buffer);
            let result = ready!(Pin::new(&mut *self.transport).poll_read(context, &mut read));
            let count = read.filled().len();
            if result.is_err() {
                self.stage = Stage::Ended(ClosedBy::Peer);
            } else if count == 0 {
                self.is_deaf = true;
            } else {
                self.take_bytes(&buffer[..count]);
            }
            Poll::Ready(())
        })
    }

    fn take_bytes(&mut self, bytes: &[u8]) {
        let Self { connection, shared, splitter, .. } = self;
        let result = splitter.take(bytes, &mut |package: Bytes| shared.tell(connection, EventKind::Receive(package)));
        match result {
            Err(broken) => self.fail(format_args!("{broken}")),
            Ok(()) if !self.held.set(self.splitter.held()) => {
                self.fail(format_args!("no room for unfinished packages"));
            }
            Ok(()) => {}
        }
    }

    /// What comes is of no use any more.
    fn fail(&mut self, why: std::fmt::Arguments<'_>) {
        self.shared.log.notice(format_args!("connection {}: {why}, closed", self.connection.entry.fd));
        self.shared.registry.close(self.connection.entry, ClosedBy::Server);
        self.drain(ClosedBy::Server);
    }

    fn obey(&mut self, ending: Ending) {
        match (ending, self.stage) {
            (_, Stage::Ended(_)) => {}
            (Ending::Reset, _) => {
                self.connection.reset();
                self.stage = Stage::Ended(ClosedBy::Server);
            }
            (_, Stage::Draining(_)) => {}
            (Ending::Stop, Stage::Open) => {
                if self.shared.is_frozen() {
                    let fd = self.connection.entry.fd;
                    self.shared.log.info(format_args!("connection {fd}: not handed over, closed"));
                }
                self.shared.registry.close(self.connection.entry, ClosedBy::Server);
                self.drain(ClosedBy::Server);
            }
            (Ending::Close | Ending::Disconnect { .. } | Ending::Abandon { .. }, Stage::Open) => {
                self.drain(ClosedBy::Server);
            }
        }
    }

    /// Ends when all that the program has sent is with the kernel, also what it has not flushed yet.
    fn drain(&mut self, by: ClosedBy) {
        self.connection.flush(&self.shared);
        self.stage = Stage::Draining(by);
    }
}

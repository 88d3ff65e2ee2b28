//! Connections on their way from one gateway to another one, in another process as a rule, without their clients' notice.
//!
//! ```text
//! freeze -> each task, when nothing of its connection is under way: Parted -> hand_over -> HandedOver
//!        -> (the caller's way between processes) -> adopt -> a task that goes on
//! ```
//!
//! The socket stays what it is, with all that lies in the kernel's buffers. What was read and not yet whole, and what was
//! queued and not yet sent, goes along. The registry's entry is shared by both gateways and stays open all the time.
//!
//! A task that has parted leaves its connection in the table and the outbox at work, so that the program may push until
//! the worker's own thread, in [`Gateway::hand_over`], takes both out.

use std::io;
use std::net::SocketAddr;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tokio::runtime::Handle;
use tokio::sync::watch;

use super::connection::{Ending, Unsent};
use super::life::{self, EndGuard};
use super::socket::Socket;
use super::transport::Wire;
use super::{Gateway, Shared};
use crate::link::{ClosedBy, Event, EventKind};
use crate::protocol::extension::Agreement;
use crate::protocol::message::Snapshot;
use crate::registry::{Entry, Fd};

/// A connection on its way to another gateway.
#[derive(Debug)]
pub struct HandedOver {
    /// Its socket. Dropping it closes the connection only when nobody else has it: a copy was sent, or it was adopted.
    pub socket: OwnedFd,
    /// Everything else, for a gateway of the same version and settings. Mostly some dozen bytes; with what was to be sent
    /// or was half received it may be megabytes.
    pub state: Vec<u8>,
}

/// What a connection speaks, and where it stands in that.
#[derive(Debug, Deserialize, Serialize)]
pub(super) enum Speaks {
    /// TLS, of which nothing has been said.
    Tls,
    /// HTTP, between two requests.
    Http {
        /// Requests so far.
        exchanges: u64,
    },
    /// Frames.
    WebSocket(Box<Snapshot>),
    /// Plain TCP; this has come of a package.
    Tcp(#[serde(with = "serde_bytes")] Vec<u8>),
}

/// A connection whose task has ended so that another one may go on.
pub(super) struct Parted {
    pub(super) end: EndGuard,
    pub(super) wire: Wire,
    pub(super) speaks: Speaks,
}

/// Of one gateway.
#[derive(Default)]
pub(super) struct Departures {
    /// Nothing is accepted any more, because another gateway goes on.
    pub(super) frozen: watch::Sender<bool>,
    /// The same, until the stop.
    parting: AtomicBool,
    /// Connections that another gateway may have.
    parted: Mutex<Vec<Parted>>,
}

/// What [`HandedOver::state`] says.
#[derive(Deserialize, Serialize)]
struct State {
    fd: Fd,
    slot: u32,
    remote: SocketAddr,
    local: SocketAddr,
    /// Which of the server's ports it came in on.
    port: u16,
    speaks: Speaks,
    /// Read from the socket, and not yet looked at.
    #[serde(with = "serde_bytes")]
    early: Vec<u8>,
    #[serde(with = "serde_bytes")]
    unsent: Vec<u8>,
    full_told: bool,
    is_heard: bool,
    agreement: Option<Agreement>,
}

impl Shared {
    /// Whether connections part as soon as they can.
    pub(super) fn is_parting(&self) -> bool {
        self.departures.parting.load(Ordering::Relaxed)
    }

    /// Whether [`Gateway::freeze`] was called; a stop may have followed.
    pub(super) fn is_frozen(&self) -> bool {
        *self.departures.frozen.borrow()
    }

    /// Notes that a connection may be handed over. Called by its task, as the last thing that it does.
    pub(super) fn part(&self, parted: Parted) {
        let is_first = {
            let mut list = self.departures.parted.lock();
            list.push(parted);
            list.len() == 1
        };
        if is_first {
            self.events.wake();
        }
        // The stop came in between, and did not find it.
        if !self.is_parting() {
            self.unpart(&Handle::current());
        }
    }

    /// Keeps those that are left here, for their end.
    pub(super) fn part_no_more(&self, runtime: &Handle) {
        self.departures.parting.store(false, Ordering::Relaxed);
        self.unpart(runtime);
    }

    /// Lets connections that have parted go on here.
    fn unpart(&self, runtime: &Handle) {
        for parted in self.take_parted() {
            parted.go_on(runtime);
        }
    }

    /// The connections that have parted. Whoever drops them ends them.
    pub(super) fn take_parted(&self) -> Vec<Parted> {
        std::mem::take(&mut *self.departures.parted.lock())
    }
}

impl Gateway {
    /// Begins to hand over: accepts no more (other processes that have the listening sockets go on), and reads no more than
    /// what is needed to finish what is under way. There is no way back, but [`begin_stop`](Self::begin_stop) ends what
    /// could not be handed over, with 1012 instead of 1001. The worker's thread.
    ///
    /// The worker is to go on delivering events, and to call [`hand_over`](Self::hand_over) after each batch and whenever
    /// it is woken: a connection goes when PHP has been given, and has answered, all that came from it.
    pub fn freeze(&self) {
        let shared = &self.shared;
        shared.departures.frozen.send_replace(true);
        shared.departures.parting.store(true, Ordering::Relaxed);
        // What other processes say from here on is for the other gateway. The task ends at once: nothing that it has taken
        // may come to a connection that has left.
        if let Some(inbox) = self.inbox.lock().take() {
            let _ = self.drive_until(inbox);
        }
        let connections: Vec<_> = shared.connections.read().iter().flatten().cloned().collect();
        for connection in connections {
            connection.wake();
        }
    }

    /// Gives every connection of which nothing is under way to `send`, and says how many are left: with a request that is
    /// not answered, a closing handshake, or events that PHP has not answered. The worker's thread; waits for nothing but
    /// `send`.
    ///
    /// The worker may push to a connection until it is given to `send`; what it pushes later is refused with
    /// [`Refused::Unknown`](crate::link::Refused::Unknown) or [`Refused::Gone`](crate::link::Refused::Gone) although the
    /// registry has it open: it is for the other gateway, and must arrive there behind the connection. So is what other
    /// threads want done; there is no moment at which a command is taken here and lost. An error of `send`
    /// means that the other gateway will never have it: the connection ends here, with 1012, and the log says why.
    pub fn hand_over(&self, mut send: impl FnMut(&HandedOver) -> io::Result<()>) -> usize {
        for parted in self.shared.take_parted() {
            parted.hand_over(&self.runtime, &mut send);
        }
        self.shared.live.load(Ordering::Relaxed)
    }

    /// Goes on with a connection that another gateway has handed over. Nothing is told to PHP: for it the connection has
    /// been there all the time. Any thread.
    ///
    /// # Errors
    /// When the state is not one, or the system's; the connection has ended then, and PHP is told so as far as it is known
    /// which one it was.
    pub fn adopt(&self, handed: HandedOver) -> io::Result<()> {
        let shared = &self.shared;
        let state: State = postcard::from_bytes(&handed.state).map_err(io::Error::other)?;
        let entry = Entry { fd: state.fd, slot: state.slot };
        let port = shared.port(state.port).ok_or_else(|| io::Error::other("no such port"));
        let (socket, port) = match port.and_then(|port| Ok((self.watch_socket(handed.socket)?, port))) {
            Ok(found) => found,
            Err(error) => {
                shared.registry.close(entry, ClosedBy::Server);
                let kind = match state.speaks {
                    Speaks::Tls => EventKind::Vanished,
                    _ => EventKind::Close(shared.registry.closed_by(entry.fd).unwrap_or(ClosedBy::Server)),
                };
                shared.events.push(Event { entry, port: state.port, kind });
                return Err(error);
            }
        };
        shared.registry.moved(entry, socket.as_raw_fd(), shared.owner);
        let State { remote, local, speaks, early, unsent, full_told, is_heard, agreement, .. } = state;
        let (end, wire) = life::begin(socket, entry, (remote, local), port, early.into(), shared);
        // hyper has the socket of an HTTP connection first.
        let is_ours = matches!(speaks, Speaks::WebSocket(_) | Speaks::Tcp(_));
        end.connection.hear(is_heard);
        end.connection.arrive(&Unsent { bytes: unsent, full_told }, is_ours, agreement, shared);
        Parted { end, wire, speaks }.go_on(&self.runtime);
        Ok(())
    }

    /// Registers a socket with this gateway's runtime.
    fn watch_socket(&self, socket: OwnedFd) -> io::Result<Socket> {
        let _context = self.runtime.enter();
        Socket::adopt(socket)
    }
}

impl Parted {
    /// Goes on with the connection in a task of its own.
    fn go_on(self, runtime: &Handle) {
        let Self { end, wire, speaks } = self;
        runtime.spawn(life::go_on(end, wire, speaks));
    }

    fn hand_over(self, runtime: &Handle, send: &mut impl FnMut(&HandedOver) -> io::Result<()>) {
        let (connection, shared) = (Arc::clone(&self.end.connection), Arc::clone(&self.end.shared));
        let entry = connection.entry;
        let Some(Unsent { bytes, full_told }) = connection.depart(&shared) else {
            // It ends here, or parts again a little later.
            self.go_on(runtime);
            return;
        };
        let Self { end, mut wire, speaks } = self;
        let state = State {
            fd: entry.fd,
            slot: entry.slot,
            remote: connection.remote,
            local: connection.local,
            port: connection.port.arrival.port,
            speaks,
            early: wire.take_early().into(),
            unsent: bytes,
            full_told,
            is_heard: connection.is_heard(),
            agreement: connection.compression().copied(),
        };
        match state.send(&connection, send) {
            Ok(()) => end.release(),
            Err(error) => {
                shared
                    .log
                    .warning(format_args!("connection {}: can't be handed over: {error}, closed", connection.entry.fd));
                connection.stay(&Unsent { bytes: state.unsent, full_told });
                connection.end(Ending::Stop);
                wire.put_back(Bytes::from(state.early));
                Self { end, wire, speaks: state.speaks }.go_on(runtime);
            }
        }
    }
}

impl State {
    fn send(
        &self,
        connection: &super::Connection,
        send: &mut impl FnMut(&HandedOver) -> io::Result<()>,
    ) -> io::Result<()> {
        let state = postcard::to_stdvec(self).map_err(io::Error::other)?;
        // A copy of the descriptor: the runtime here takes its own out of its epoll set when the last who has it lets go,
        // and nothing shuts the socket down.
        let socket = connection.socket().as_fd().try_clone_to_owned()?;
        send(&HandedOver { socket, state })
    }
}

//! One connection from its accept to its end: TLS if the port speaks it, then HTTP and perhaps WebSocket, or plain TCP,
//! then the last bytes. One task runs this for each connection.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::TlsAcceptor;

use super::connection::{Connection, Ending};
use super::handover::{Parted, Speaks};
use super::socket::Socket;
use super::transport::{Transport, Wire};
use super::{Port, Shared, http, tcp, websocket};
use crate::link::{ClosedBy, Event, EventKind};
use crate::registry::Entry;
use crate::tls;

/// How long a connection that this side ended is read on, so that unread bytes don't turn its end into a reset that
/// takes the last of what was sent with it.
const LINGER: Duration = Duration::from_secs(1);

/// What is read and thrown away while lingering, in bytes.
const LINGER_LIMIT: usize = 1024 * 1024;

/// The first byte of a TLS handshake: a record of that type (RFC 8446 section 5.1).
const TLS_HANDSHAKE: u8 = 22;

/// How one stage of a connection's life ended.
pub(super) enum Outcome {
    /// It is over; if this side ended it, it is read a little longer.
    Ended(ClosedBy),
    /// HTTP handed over to WebSocket; these bytes came behind the handshake.
    Upgraded(Bytes),
    /// Another gateway is to go on.
    Parted(Speaks),
}

/// Tells of a connection's end when it is dropped, however its task ended.
pub(super) struct EndGuard {
    pub(super) connection: Arc<Connection>,
    pub(super) shared: Arc<Shared>,
    by: ClosedBy,
    /// Whether the worker knows of the connection: one that never got through the TLS handshake leaves without a word.
    announced: bool,
    /// Another gateway has it, and tells of its end.
    elsewhere: bool,
}

impl EndGuard {
    /// Tells the worker of the connection.
    fn announce(&mut self) {
        self.announced = true;
        if self.connection.port.wanted.connect {
            self.shared.tell(&self.connection, EventKind::Connect);
        }
    }

    /// Leaves the connection to another gateway, without a word.
    pub(super) fn release(mut self) {
        self.elsewhere = true;
    }
}

impl Drop for EndGuard {
    fn drop(&mut self) {
        if self.elsewhere {
            self.shared.leave(&self.connection);
            return;
        }
        let entry = self.connection.entry;
        let registry = &self.shared.registry;
        registry.close(entry, self.by);
        // Who ended it first counts.
        let by = registry.closed_by(entry.fd).unwrap_or(self.by);
        // The worker alone releases places: it must not find another connection in one that it is about to change.
        let kind = if self.announced { EventKind::Close(by) } else { EventKind::Vanished };
        self.shared.tell(&self.connection, kind);
        // Behind that: when no connection is left, all ends have been told.
        self.shared.leave(&self.connection);
    }
}

/// Begins with a connection that was just accepted. Within the runtime.
pub(super) fn accepted(socket: Socket, entry: Entry, remote: SocketAddr, port: &Arc<Port>, shared: &Arc<Shared>) {
    let Ok(local) = socket.local() else {
        // Reset before it was ours.
        shared.registry.close(entry, ClosedBy::Peer);
        shared.events.push(Event { entry, port: port.arrival.port, kind: EventKind::Vanished });
        return;
    };
    let (mut end, wire) = begin(socket, entry, (remote, local), port, Bytes::new(), shared);
    let speaks = if port.is_tls() {
        Speaks::Tls
    } else {
        end.announce();
        port.begins_with()
    };
    tokio::spawn(go_on(end, wire, speaks));
}

/// Enters a connection in the gateway's table; `addresses` are those of the other end and of this one, `early` was read
/// from it before. It ends when the guard is dropped.
pub(super) fn begin(
    socket: Socket,
    entry: Entry,
    addresses: (SocketAddr, SocketAddr),
    port: &Arc<Port>,
    early: Bytes,
    shared: &Arc<Shared>,
) -> (EndGuard, Wire) {
    let (remote, local) = addresses;
    let connection = Arc::new(Connection::new(entry, remote, local, Arc::new(socket), port, shared));
    shared.enter(&connection);
    let wire = Wire::new(early, &connection, shared);
    // Until told otherwise: the runtime ends, and this task with it.
    let by = ClosedBy::Server;
    (EndGuard { connection, shared: Arc::clone(shared), by, announced: !port.is_tls(), elsewhere: false }, wire)
}

/// Serves a connection from where it stands to its end, or until another gateway is to go on.
pub(super) async fn go_on(mut end: EndGuard, wire: Wire, speaks: Speaks) {
    let (connection, shared) = (Arc::clone(&end.connection), Arc::clone(&end.shared));
    let (mut transport, speaks) = match speaks {
        Speaks::Tls => match Box::pin(encrypt(wire, &connection, &shared)).await {
            Encrypted::Yes(transport) => {
                end.announce();
                (transport, connection.port.begins_with())
            }
            Encrypted::NotBegun(wire) => return shared.part(Parted { end, wire, speaks: Speaks::Tls }),
            Encrypted::No => return,
        },
        speaks => (Transport::Plain(wire), speaks),
    };
    // It came while the server began to stop, and was not told.
    if *shared.stopping.borrow() {
        connection.end(Ending::Stop);
    }

    let (snapshot, outcome) = match speaks {
        Speaks::WebSocket(snapshot) => (Some(snapshot), Outcome::Upgraded(Bytes::new())),
        Speaks::Http { exchanges } => (None, http::serve(&mut transport, exchanges, &connection, &shared).await),
        Speaks::Tcp(unfinished) => (None, tcp::serve(&mut transport, unfinished, &connection, &shared).await),
        Speaks::Tls => (None, Outcome::Ended(ClosedBy::Server)),
    };
    let outcome = match outcome {
        Outcome::Upgraded(early) => websocket::serve(&mut transport, snapshot, early, &connection, &shared).await,
        other => other,
    };
    end.by = match (outcome, transport) {
        (Outcome::Parted(speaks), Transport::Plain(wire)) => return shared.part(Parted { end, wire, speaks }),
        (Outcome::Ended(by), left) => {
            transport = left;
            by
        }
        // Neither happens.
        (Outcome::Parted(_) | Outcome::Upgraded(_), _) => return,
    };
    let by_peer = end.by == ClosedBy::Peer;
    drop(end);
    // An encrypted connection ends with a word of its own, whoever began to end it.
    if !connection.was_reset() && (!by_peer || transport.is_tls()) {
        Box::pin(linger(transport, &connection)).await;
    }
}

/// What became of a TLS handshake.
enum Encrypted {
    Yes(Transport),
    /// Nothing has been said, and another gateway is to go on.
    NotBegun(Wire),
    /// There was none, for whatever reason: that is logged, and nobody else told.
    No,
}

/// The TLS handshake.
async fn encrypt(mut wire: Wire, connection: &Arc<Connection>, shared: &Arc<Shared>) -> Encrypted {
    // There is one wherever a port speaks TLS.
    let Some(config) = connection.port.tls() else { return Encrypted::No };
    let (fd, remote, port) = (connection.entry.fd, connection.remote, connection.local.port());
    let (mut stopping, mut frozen) = (shared.stopping.subscribe(), shared.departures.frozen.subscribe());
    let handshake = async {
        let peeked = tokio::select! {
            peeked = wire.peek() => peeked,
            // What is not said yet may be said to another one.
            _ = frozen.wait_for(|frozen| *frozen) => return Encrypted::NotBegun(wire),
        };
        match peeked {
            Ok(None) | Err(_) => return Encrypted::No,
            Ok(Some(first)) if first != TLS_HANDSHAKE => {
                shared.log.notice(format_args!(
                    "connection {fd} from {remote}: no TLS on port {port}, which speaks nothing else, closed; a client \
                     that sent plain HTTP needs https:// or wss:// in its address"
                ));
                return Encrypted::No;
            }
            Ok(Some(_)) => {}
        }
        match TlsAcceptor::from(config).accept(wire).await {
            Ok(stream) => {
                if let Some(certificate) = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first())
                    && !shared.registry.note_certificate(connection.entry, &tls::pem(certificate))
                {
                    shared
                        .log
                        .notice(format_args!("connection {fd} from {remote}: its certificate is too long to be kept"));
                }
                // TLS 1.3 sends the client's tickets behind the handshake: what the socket did not take of them goes out
                // with the rest.
                Encrypted::Yes(Transport::Tls { stream: Box::new(stream), unflushed: true })
            }
            Err(error) => {
                shared.log.notice(format_args!("connection {fd} from {remote}: TLS handshake failed: {error}"));
                Encrypted::No
            }
        }
    };
    let limit = connection.port.settings.http_header_timeout;
    tokio::select! {
        done = tokio::time::timeout(Duration::from_secs_f64(limit), handshake) => done.unwrap_or_else(|_| {
            shared.log.notice(format_args!("connection {fd} from {remote}: no TLS handshake within {limit} s, closed"));
            Encrypted::No
        }),
        _ = stopping.wait_for(|stopping| *stopping) => Encrypted::No,
    }
}

/// Lets the last bytes reach the other end: see [`LINGER`].
async fn linger(mut transport: Transport, connection: &Connection) {
    let drain = async {
        if transport.shutdown().await.is_err() {
            return;
        }
        // A server that stops ends the runtime now, before that has heard what came last.
        connection.socket().discard(LINGER_LIMIT);
        let mut sink = vec![0; 4096];
        let mut total = 0;
        while let Ok(count) = transport.read(&mut sink).await {
            total += count;
            if count == 0 || total > LINGER_LIMIT {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(LINGER, drain).await;
}

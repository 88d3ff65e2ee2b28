//! One connection from its accept to its end: TLS if the port speaks it, then HTTP, then WebSocket, then the last bytes.
//! One task runs this for each connection.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use super::connection::{Connection, Ending};
use super::transport::{Transport, Wire};
use super::{Shared, http, tls, websocket};
use crate::link::{ClosedBy, Event, EventKind};
use crate::registry::Entry;

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
}

/// Tells of a connection's end when it is dropped, however its task ended.
struct EndGuard {
    connection: Arc<Connection>,
    shared: Arc<Shared>,
    by: ClosedBy,
    /// Whether the worker knows of the connection: one that never got through the TLS handshake leaves without a word.
    announced: bool,
}

impl Drop for EndGuard {
    fn drop(&mut self) {
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

/// See the module. `tls` is the configuration of a port that speaks it.
pub(super) async fn live(
    socket: TcpStream,
    entry: Entry,
    remote: SocketAddr,
    tls: Option<Arc<ServerConfig>>,
    shared: Arc<Shared>,
) {
    let Ok(local) = socket.local_addr() else {
        // Reset before it was ours.
        shared.registry.close(entry, ClosedBy::Peer);
        shared.count_off();
        shared.events.push(Event { entry, kind: EventKind::Vanished });
        return;
    };
    let (reader, writer) = socket.into_split();
    let connection = Arc::new(Connection::new(entry, remote, local, writer, tls.is_some(), &shared));
    shared.enter(&connection);
    // Until told otherwise: the runtime ends, and this task with it.
    let mut end = EndGuard {
        connection: Arc::clone(&connection),
        shared: Arc::clone(&shared),
        by: ClosedBy::Server,
        announced: false,
    };
    let wire = Wire::new(reader, &connection, &shared);
    let mut transport = match tls {
        None => Transport::Plain(wire),
        Some(config) => match Box::pin(encrypt(wire, config, &connection, &shared)).await {
            Some(transport) => transport,
            None => return,
        },
    };
    end.announced = true;
    // It came while the server began to stop, and was not told.
    if *shared.stopping.borrow() {
        connection.end(Ending::Stop);
    }
    if shared.wanted.connect {
        shared.tell(&connection, EventKind::Connect);
    }

    // Boxed, so that a WebSocket does not carry the room that HTTP took: 6.0 instead of 6.3 KB an idle connection.
    let outcome = Box::pin(http::serve(&mut transport, &connection, &shared)).await;
    end.by = match outcome {
        Outcome::Ended(by) => by,
        Outcome::Upgraded(early) => websocket::serve(&mut transport, early, &connection, &shared).await,
    };
    let by_peer = end.by == ClosedBy::Peer;
    drop(end);
    // An encrypted connection ends with a word of its own, whoever began to end it.
    if !connection.was_reset() && (!by_peer || transport.is_tls()) {
        linger(transport).await;
    }
}

/// The TLS handshake; `None` when there was none, for whatever reason: that is logged, and nobody else told.
async fn encrypt(
    mut wire: Wire,
    config: Arc<ServerConfig>,
    connection: &Arc<Connection>,
    shared: &Arc<Shared>,
) -> Option<Transport> {
    let (fd, remote, port) = (connection.entry.fd, connection.remote, connection.local.port());
    let mut stopping = shared.stopping.subscribe();
    let handshake = async {
        let mut first = [0];
        match wire.peek(&mut first).await {
            Ok(0) | Err(_) => return None,
            Ok(_) if first[0] != TLS_HANDSHAKE => {
                shared.log.notice(format_args!(
                    "connection {fd} from {remote}: no TLS on port {port}, which speaks nothing else, closed; a client \
                     that sent plain HTTP needs https:// or wss:// in its address"
                ));
                return None;
            }
            Ok(_) => {}
        }
        match TlsAcceptor::from(config).accept(wire).await {
            Ok(stream) => Some(stream),
            Err(error) => {
                shared.log.notice(format_args!("connection {fd} from {remote}: TLS handshake failed: {error}"));
                None
            }
        }
    };
    let stream = tokio::select! {
        done = tokio::time::timeout(Duration::from_secs_f64(shared.settings.http_header_timeout), handshake) => done,
        _ = stopping.wait_for(|stopping| *stopping) => Ok(None),
    };
    let stream = match stream {
        Ok(stream) => stream?,
        Err(_) => {
            let limit = shared.settings.http_header_timeout;
            shared.log.notice(format_args!("connection {fd} from {remote}: no TLS handshake within {limit} s, closed"));
            return None;
        }
    };
    if let Some(certificate) = stream.get_ref().1.peer_certificates().and_then(|chain| chain.first()) {
        shared.certificates.lock().insert(fd, tls::pem(certificate));
    }
    // TLS 1.3 sends the client's tickets behind the handshake: what the socket did not take of them goes out with the rest.
    Some(Transport::Tls { stream: Box::new(stream), unflushed: true })
}

/// Lets the last bytes reach the other end: see [`LINGER`].
async fn linger(mut transport: Transport) {
    let drain = async {
        if transport.shutdown().await.is_err() {
            return;
        }
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

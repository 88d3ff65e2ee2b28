//! The listening socket and the accept loop.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsRawFd;
use std::sync::Arc;
use std::time::Duration;

use socket2::{Domain, Protocol, SockRef, Socket, TcpKeepalive, Type};
use tokio::net::{TcpListener, TcpStream};

use super::{Port, Shared, life};
use crate::settings::Settings;

/// What a client gets for which there is no room. The bytes fit into any socket buffer.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";

/// A bound socket: bound when the server object is made, listening from `start()` on.
#[derive(Debug)]
pub struct Listener {
    socket: Socket,
    address: SocketAddr,
    tls: bool,
}

impl Listener {
    /// Binds a TCP socket; port 0 finds a free one. With `tls` it speaks that alone.
    ///
    /// # Errors
    /// The system's: address in use, not local, not permitted.
    pub fn bind(address: IpAddr, port: u16, tls: bool) -> io::Result<Self> {
        let address = SocketAddr::new(address, port);
        let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        // A restart must not wait for the connections of the last run to be forgotten.
        socket.set_reuse_address(true)?;
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        let address = socket.local_addr()?.as_socket().ok_or_else(|| io::Error::other("no address of a TCP socket"))?;
        Ok(Self { socket, address, tls })
    }

    /// The port that was bound.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Whether it speaks TLS.
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// The process's descriptor of the socket.
    pub fn descriptor(&self) -> i32 {
        self.socket.as_raw_fd()
    }

    /// Begins to listen, with `backlog` connections held until they are accepted.
    ///
    /// # Errors
    /// The system's.
    pub fn listen(&self, settings: &Settings) -> io::Result<()> {
        self.socket.listen(i32::try_from(settings.backlog).unwrap_or(i32::MAX))
    }

    /// Hands the socket to the runtime that is entered now.
    pub(super) fn into_tokio(self) -> io::Result<TcpListener> {
        TcpListener::from_std(self.socket.into())
    }
}

/// Accepts connections until the server stops, or another gateway goes on; the socket is closed then.
pub(super) async fn accept(port: Arc<Port>, listener: TcpListener, shared: Arc<Shared>) {
    const FIRST_PAUSE: Duration = Duration::from_millis(10);
    const LONGEST_PAUSE: Duration = Duration::from_secs(1);
    let mut stopping = shared.stopping.subscribe();
    let mut frozen = shared.departures.frozen.subscribe();
    let mut pause = FIRST_PAUSE;
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopping.wait_for(|stopping| *stopping) => return,
            _ = frozen.wait_for(|frozen| *frozen) => return,
        };
        match accepted {
            Ok((socket, remote)) => {
                pause = FIRST_PAUSE;
                if let Some(socket) = shared.pass_on(socket, &port) {
                    admit(socket, remote, &port, &shared);
                }
            }
            // The client gave up meanwhile.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                // Out of descriptors or memory: waiting is all that helps, and not in a hot loop.
                if pause == FIRST_PAUSE {
                    shared.log.warning(format_args!(
                        "can't accept connections on port {}: {error}; {} are open. Raise the limit of open files \
                         (ulimit -n, LimitNOFILE= of systemd) or lower max_connection",
                        port.arrival.number,
                        shared.registry.open_count(),
                    ));
                }
                tokio::time::sleep(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
        }
    }
}

/// Begins to serve a connection, if there is room for it. Within the runtime.
pub(super) fn admit(socket: TcpStream, remote: SocketAddr, port: &Arc<Port>, shared: &Arc<Shared>) {
    let entry = shared.registry.open(remote, port.arrival, socket.as_raw_fd(), shared.owner);
    let Some(entry) = entry else {
        shared.count_off();
        // Encrypted, it would have to be let in first.
        if !port.is_tls() {
            tokio::spawn(turn_away(socket, Arc::clone(shared)));
        }
        return;
    };
    let settings = &port.settings;
    let reference = SockRef::from(&socket);
    if settings.open_tcp_nodelay {
        let _ = reference.set_tcp_nodelay(true);
    }
    if settings.open_tcp_keepalive {
        let keepalive = TcpKeepalive::new()
            .with_time(Duration::from_secs(settings.tcp_keepidle.unsigned_abs()))
            .with_interval(Duration::from_secs(settings.tcp_keepinterval.unsigned_abs()))
            .with_retries(u32::try_from(settings.tcp_keepcount).unwrap_or(1));
        let _ = reference.set_tcp_keepalive(&keepalive);
    }
    life::accepted(socket, entry, remote, port, shared);
}

/// Tells a client that there is no room. Its request is read, if it comes soon: unread bytes would make the end of the
/// connection a reset, which takes the answer with it. Only so many wait for that at the same time.
async fn turn_away(mut socket: TcpStream, shared: Arc<Shared>) {
    use tokio::io::AsyncReadExt;

    const PATIENCE: Duration = Duration::from_millis(500);
    let _ = socket.try_write(FULL);
    let Ok(_place) = shared.turned_away.try_acquire() else { return };
    let _ = SockRef::from(&socket).shutdown(std::net::Shutdown::Write);
    let mut sink = [0; 4096];
    let drain = async { while socket.read(&mut sink).await.is_ok_and(|count| count > 0) {} };
    let _ = tokio::time::timeout(PATIENCE, drain).await;
}

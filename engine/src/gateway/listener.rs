//! The sockets that a server listens on, and the accept loop.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsRawFd;
use std::os::unix::fs::FileTypeExt;
use std::path::Path;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use socket2::{Domain, Protocol, SockAddr, SockRef, Socket as System, TcpKeepalive, Type};
use tokio::io::ReadBuf;

use super::datagram::DatagramSender;
use super::socket::{Socket, internet};
use super::{Port, Shared, life};
use crate::settings::Settings;

/// What a client of HTTP gets for which there is no room. The bytes fit into any socket buffer.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n";

/// A bound socket: bound when the program asks for the port, listening from `start()` on.
#[derive(Debug)]
pub struct Listener {
    socket: System,
    address: SocketAddr,
    tls: bool,
    takes_datagrams: bool,
}

impl Listener {
    /// Binds a TCP socket; port 0 finds a free one. With `tls` it speaks that alone.
    ///
    /// # Errors
    /// The system's: address in use, not local, not permitted.
    pub fn bind(address: IpAddr, port: u16, tls: bool) -> io::Result<Self> {
        let address = SocketAddr::new(address, port);
        let socket = System::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
        // A restart must not wait for the connections of the last run to be forgotten.
        socket.set_reuse_address(true)?;
        Self::of_internet(socket, address, tls, false)
    }

    /// Binds a UDP socket; port 0 finds a free one.
    ///
    /// # Errors
    /// The system's: address in use, not local, not permitted.
    pub fn bind_datagrams(address: IpAddr, port: u16) -> io::Result<Self> {
        let address = SocketAddr::new(address, port);
        let socket = System::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
        Self::of_internet(socket, address, false, true)
    }

    fn of_internet(socket: System, address: SocketAddr, tls: bool, takes_datagrams: bool) -> io::Result<Self> {
        if address.is_ipv6() {
            socket.set_only_v6(false)?;
        }
        socket.set_nonblocking(true)?;
        socket.bind(&address.into())?;
        let address = internet(&socket.local_addr()?);
        Ok(Self { socket, address, tls, takes_datagrams })
    }

    /// Binds a Unix socket, for connections or for datagrams. A file that a server of earlier has left behind is replaced.
    ///
    /// # Errors
    /// The system's: a path that is too long, or where another server listens or something else lies.
    pub fn bind_path(path: &Path, takes_datagrams: bool, tls: bool) -> io::Result<Self> {
        let kind = if takes_datagrams { Type::DGRAM } else { Type::STREAM };
        let socket = System::new(Domain::UNIX, kind, None)?;
        socket.set_nonblocking(true)?;
        let address = SockAddr::unix(path)?;
        match socket.bind(&address) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && is_abandoned(path, &address, kind) => {
                std::fs::remove_file(path)?;
                socket.bind(&address)?;
            }
            bound => bound?,
        }
        if !takes_datagrams {
            // One that does not listen yet would look abandoned to another server.
            socket.listen(1)?;
        }
        Ok(Self { socket, address: internet(&address), tls, takes_datagrams })
    }

    /// The port that was bound; 0 for a Unix socket.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// Whether it speaks TLS.
    pub fn is_tls(&self) -> bool {
        self.tls
    }

    /// Whether it takes datagrams rather than connections.
    pub fn takes_datagrams(&self) -> bool {
        self.takes_datagrams
    }

    /// The process's descriptor of the socket.
    pub fn descriptor(&self) -> i32 {
        self.socket.as_raw_fd()
    }

    /// What sends datagrams from here, in this process and in those that it forks.
    ///
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub fn sender(&self) -> io::Result<DatagramSender> {
        self.socket.try_clone().map(DatagramSender::new)
    }

    /// Begins to listen, with `backlog` connections held until they are accepted. Datagrams come by themselves.
    ///
    /// # Errors
    /// The system's.
    pub fn listen(&self, settings: &Settings) -> io::Result<()> {
        if self.takes_datagrams {
            return Ok(());
        }
        // Connections inherit these, which costs no calls for each of them. A Unix socket knows of neither, and says so.
        if settings.open_tcp_nodelay {
            let _ = self.socket.set_tcp_nodelay(true);
        }
        if settings.open_tcp_keepalive {
            let keepalive = TcpKeepalive::new()
                .with_time(Duration::from_secs(settings.tcp_keepidle.unsigned_abs()))
                .with_interval(Duration::from_secs(settings.tcp_keepinterval.unsigned_abs()))
                .with_retries(u32::try_from(settings.tcp_keepcount).unwrap_or(1));
            let _ = self.socket.set_tcp_keepalive(&keepalive);
        }
        self.socket.listen(i32::try_from(settings.backlog).unwrap_or(i32::MAX))
    }

    /// Hands the socket to the runtime that is entered now.
    pub(super) fn watch(self) -> io::Result<Socket> {
        Socket::new(self.socket)
    }
}

/// Whether nobody listens on the socket that lies there.
fn is_abandoned(path: &Path, address: &SockAddr, kind: Type) -> bool {
    let is_socket = std::fs::symlink_metadata(path).is_ok_and(|file| file.file_type().is_socket());
    let refused = || {
        let asked = System::new(Domain::UNIX, kind, None).and_then(|socket| {
            // A server that is there and busy must not hold this one up.
            socket.set_nonblocking(true)?;
            socket.connect(address)
        });
        asked.is_err_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
    };
    is_socket && refused()
}

/// Accepts connections until the server stops, or another gateway goes on; the socket is closed then.
pub(super) async fn accept(port: Arc<Port>, listener: Socket, shared: Arc<Shared>) {
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
        let admitted = accepted.and_then(|(socket, remote)| {
            pause = FIRST_PAUSE;
            let Some(socket) = shared.pass_on(socket, &port) else { return Ok(()) };
            let socket = Socket::new(socket).inspect_err(|_| shared.count_off())?;
            admit(socket, remote, &port, &shared);
            Ok(())
        });
        match admitted {
            // The client gave up meanwhile.
            Ok(()) => {}
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
pub(super) fn admit(socket: Socket, remote: SocketAddr, port: &Arc<Port>, shared: &Arc<Shared>) {
    if !shared.may_hold(&socket) {
        shared.count_off();
        if !port.is_tls() && port.speaks_http() {
            let _ = socket.system().send(FULL);
        }
        return;
    }
    let entry = shared.registry.open(remote, port.arrival, socket.as_raw_fd(), shared.owner);
    let Some(entry) = entry else {
        shared.count_off();
        // Encrypted, it would have to be let in first; and other protocols have no word for it.
        if !port.is_tls() && port.speaks_http() {
            tokio::spawn(turn_away(socket, Arc::clone(shared)));
        }
        return;
    };
    life::accepted(socket, entry, remote, port, shared);
}

/// Tells a client that there is no room. Its request is read, if it comes soon: unread bytes would make the end of the
/// connection a reset, which takes the answer with it. Only so many wait for that at the same time.
async fn turn_away(socket: Socket, shared: Arc<Shared>) {
    const PATIENCE: Duration = Duration::from_millis(500);
    // Nobody knows yet that it takes something; it does, at once.
    if std::future::poll_fn(|context| socket.poll_write_ready(context)).await.is_err()
        || socket.try_write(FULL).is_err()
    {
        return;
    }
    let Ok(_place) = shared.turned_away.try_acquire() else { return };
    let _ = SockRef::from(&socket).shutdown(std::net::Shutdown::Write);
    let mut sink = [0; 4096];
    let drain = std::future::poll_fn(|context| {
        loop {
            let mut read = ReadBuf::new(&mut sink);
            match socket.poll_read(context, &mut read) {
                Poll::Ready(Ok(())) if !read.filled().is_empty() => {}
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => return Poll::Pending,
            }
        }
    });
    let _ = tokio::time::timeout(PATIENCE, drain).await;
}

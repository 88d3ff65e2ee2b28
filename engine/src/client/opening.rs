//! A connection before it is there: the look-up of the host, the connection, and TLS if that is wanted, each without waiting.

use std::ffi::OsStr;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::os::fd::AsFd;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use std::{env, fmt, fs, process, vec};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::timerfd::TimerFd;
use socket2::{Domain, SockAddr, Socket as SystemSocket, Type};
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::connection::{Connection, Wanted};
use super::error::ClientError;
use super::lookup::{Begun, Lookup};
use super::socket::{self, Socket, is_temporary};
use super::wait;
use crate::log::Log;
use crate::settings::ConnectionSettings;
use crate::shared::forks;
use crate::shared::wait::Patience;
use crate::tls;

/// When a queue without room is tried again.
const AGAIN: Duration = Duration::from_millis(10);

/// What kinds of addresses there are.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Family {
    /// IPv4
    V4,
    /// IPv6
    V6,
    /// Paths.
    Unix,
}

/// A kind of socket.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Kind {
    /// Of its addresses.
    pub family: Family,
    /// It carries a stream of bytes; else datagrams.
    pub is_stream: bool,
    /// TLS is spoken from the first byte on.
    pub is_encrypted: bool,
}

impl Kind {
    /// An address as a program gives it to a method: an address of the internet with a port, or a path.
    ///
    /// # Errors
    /// It is none of this kind; says what would be right.
    pub fn address(self, host: &[u8], port: i64) -> Result<SockAddr, String> {
        if self.family == Family::Unix {
            return unix_address(host).map_err(|error| format!("{}: {error}", host.escape_ascii()));
        }
        let ip: Option<IpAddr> = std::str::from_utf8(host).ok().and_then(|host| host.parse().ok());
        let is_v6 = self.family == Family::V6;
        let ip = ip.filter(|ip| ip.is_ipv6() == is_v6);
        match ip.zip(u16::try_from(port).ok().filter(|port| *port > 0)) {
            Some((ip, port)) => Ok(SocketAddr::new(ip, port).into()),
            None => Err(format!(
                "{}:{port} must be an {} address and a port from 1 to 65535",
                host.escape_ascii(),
                if is_v6 { "IPv6" } else { "IPv4" }
            )),
        }
    }
}

/// Where to, as the program has said it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Destination {
    /// A name, an address, or the path of a Unix socket.
    pub host: Vec<u8>,
    /// Of a Unix socket 0.
    pub port: u16,
}

impl fmt::Display for Destination {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}:{}", self.host.escape_ascii(), self.port)
    }
}

/// See the module.
pub struct Opening {
    stage: Stage,
    kind: Kind,
    settings: ConnectionSettings,
    tls: Option<Tls>,
    /// Datagrams are taken from the one address alone that they are sent to.
    is_exclusive: bool,
}

/// What TLS is spoken by.
struct Tls {
    host: ServerName<'static>,
    config: Arc<ClientConfig>,
}

enum Stage {
    LookingUp(Lookup),
    Found(vec::IntoIter<SockAddr>),
    Connecting {
        socket: SystemSocket,
        address: Box<SockAddr>,
        others: vec::IntoIter<SockAddr>,
    },
    /// A Unix socket in whose queue there is no room: the system says so at once, and not when there is. Tried again then.
    Queueing {
        address: Box<SockAddr>,
        again: TimerFd,
    },
    Shaking(Box<Connection>),
    /// What came of it was given out.
    Over,
}

impl Opening {
    /// Begins to open a connection. Datagrams are taken from anybody, unless it `is_exclusive`.
    ///
    /// # Errors
    /// What can't be by the settings, or by the system.
    pub fn begin(
        kind: Kind,
        to: &Destination,
        settings: &ConnectionSettings,
        is_exclusive: bool,
    ) -> Result<Self, ClientError> {
        // Before anybody is bothered: files may be missing.
        let tls = if kind.is_encrypted { Some(Tls::new(&to.host, settings)?) } else { None };
        let stage = if kind.family == Family::Unix {
            let address = unix_address(&to.host).map_err(|error| connecting(&to.host.escape_ascii(), error))?;
            Stage::Found(vec![address].into_iter())
        } else {
            match Lookup::begin(&String::from_utf8_lossy(&to.host), to.port)? {
                Begun::Known(address) => Stage::Found(fitting(kind, vec![address], to)?),
                Begun::Runs(lookup) => Stage::LookingUp(lookup),
            }
        };
        Ok(Self { stage, kind, settings: settings.clone(), tls, is_exclusive })
    }

    /// Begins to speak TLS on a connection of which nothing was read ahead: an [`Opening`] once more.
    ///
    /// # Errors
    /// What can't be by the settings; the connection is lost.
    pub fn encrypt(
        mut connection: Connection,
        kind: Kind,
        host: &[u8],
        settings: &ConnectionSettings,
    ) -> Result<Self, ClientError> {
        let Tls { host, config } = Tls::new(host, settings)?;
        connection.encrypt(host, config)?;
        let stage = Stage::Shaking(Box::new(connection));
        Ok(Self { stage, kind, settings: settings.clone(), tls: None, is_exclusive: false })
    }

    /// Goes on as far as it can without waiting; gives the connection when it is there, once.
    ///
    /// # Errors
    /// It will not be there: of several addresses the last one's reason.
    pub fn advance(&mut self) -> Result<Option<Connection>, ClientError> {
        loop {
            match std::mem::replace(&mut self.stage, Stage::Over) {
                Stage::LookingUp(lookup) => {
                    let Some(addresses) = lookup.result()? else {
                        self.stage = Stage::LookingUp(lookup);
                        return Ok(None);
                    };
                    let to = Destination { host: lookup.host().as_bytes().to_vec(), port: 0 };
                    self.stage = Stage::Found(fitting(self.kind, addresses, &to)?);
                }
                Stage::Found(addresses) if self.kind.is_stream => self.connect(addresses, None)?,
                Stage::Found(addresses) => return self.datagrams(addresses).map(Some),
                Stage::Connecting { socket, address, others } => {
                    if !is_writable(&socket) {
                        self.stage = Stage::Connecting { socket, address, others };
                        return Ok(None);
                    }
                    match socket.take_error() {
                        Ok(None) => self.connected(socket)?,
                        Ok(Some(error)) | Err(error) => {
                            self.connect(others, Some(connecting(&shown(&address), error)))?;
                        }
                    }
                }
                Stage::Queueing { address, again } => {
                    if again.wait() == Err(Errno::EAGAIN) {
                        self.stage = Stage::Queueing { address, again };
                        return Ok(None);
                    }
                    self.connect(vec![*address].into_iter(), None)?;
                }
                Stage::Shaking(mut connection) => {
                    if connection.shake()? {
                        return Ok(Some(*connection));
                    }
                    self.stage = Stage::Shaking(connection);
                    return Ok(None);
                }
                Stage::Over => return Ok(None),
            }
        }
    }

    /// What it waits for.
    pub fn wanted(&self) -> Option<Wanted<'_>> {
        let wanted = |read, write| move |descriptor| Wanted { descriptor, read, write };
        match &self.stage {
            Stage::LookingUp(lookup) => Some(wanted(true, false)(lookup.as_fd())),
            Stage::Connecting { socket, .. } => Some(wanted(false, true)(socket.as_fd())),
            Stage::Queueing { again, .. } => Some(wanted(true, false)(again.as_fd())),
            Stage::Shaking(connection) => Some(wanted(true, connection.wants_write())(connection.as_fd())),
            Stage::Found(_) | Stage::Over => None,
        }
    }

    /// Goes on until the connection is there.
    ///
    /// # Errors
    /// It will not be there, or not within the patience.
    pub fn wait(mut self, patience: &mut Patience<'_>) -> Result<Connection, ClientError> {
        loop {
            if let Some(connection) = self.advance()? {
                return Ok(connection);
            }
            if let Some(wanted) = self.wanted() {
                wanted.wait(patience).map_err(|error| error.at(self.waits_until()))?;
            } else {
                wait::go_on(patience)?;
            }
        }
    }

    /// What has not come yet, for the message that the time was over.
    pub fn waits_until(&self) -> &'static str {
        match self.stage {
            Stage::LookingUp(_) => "before the host was found",
            Stage::Shaking(_) => "within the TLS handshake",
            Stage::Found(_) | Stage::Connecting { .. } | Stage::Queueing { .. } | Stage::Over => {
                "before the server took the connection"
            }
        }
    }

    /// Begins to connect to the first address that may be tried.
    fn connect(
        &mut self,
        mut others: vec::IntoIter<SockAddr>,
        mut failure: Option<ClientError>,
    ) -> Result<(), ClientError> {
        for address in others.by_ref() {
            match socket::begin(&address, self.from().as_ref()) {
                Ok(socket) => {
                    self.stage = Stage::Connecting { socket, address: Box::new(address), others };
                    return Ok(());
                }
                Err(error) if address.is_unix() && is_temporary(&error) => {
                    let again = wait::alarm(AGAIN).map_err(|error| connecting(&shown(&address), error))?;
                    self.stage = Stage::Queueing { address: Box::new(address), again };
                    return Ok(());
                }
                Err(error) => failure = Some(connecting(&shown(&address), error)),
            }
        }
        Err(failure.unwrap_or_else(|| connecting(&"no address", io::ErrorKind::NotFound.into())))
    }

    fn connected(&mut self, socket: SystemSocket) -> Result<(), ClientError> {
        if self.kind.family != Family::Unix && !self.settings.tcp_nodelay() {
            let _ = socket.set_tcp_nodelay(false);
        }
        let mut connection = Connection::stream(Socket::plain(socket), &self.settings);
        if let Some(Tls { host, config }) = self.tls.take() {
            connection.encrypt(host, config)?;
        }
        self.stage = Stage::Shaking(Box::new(connection));
        Ok(())
    }

    /// Datagrams know no connection: the first address is where they go.
    fn datagrams(&self, mut addresses: vec::IntoIter<SockAddr>) -> Result<Connection, ClientError> {
        let Some(address) = addresses.next() else {
            return Err(connecting(&"no address", io::ErrorKind::NotFound.into()));
        };
        let failed = |error| connecting(&shown(&address), error);
        let (socket, own) = datagram_socket(self.kind, &self.settings).map_err(failed)?;
        // One of a path must exist, and says so only then.
        if self.is_exclusive || self.kind.family == Family::Unix {
            socket.connect(&address).map_err(failed)?;
        }
        Ok(Connection::datagrams(socket, Some(address), own))
    }

    /// The address of this side, if the program has one in mind.
    fn from(&self) -> Option<SockAddr> {
        own_address(self.kind, &self.settings)
    }
}

impl Connection {
    /// Datagrams without a destination of their own.
    ///
    /// # Errors
    /// The system's.
    pub fn unconnected(kind: Kind, settings: &ConnectionSettings) -> Result<Self, ClientError> {
        let (socket, own) = datagram_socket(kind, settings)
            .map_err(|error| ClientError::System { what: "making a socket".to_owned(), error })?;
        Ok(Self::datagrams(socket, None, own))
    }
}

impl Tls {
    fn new(host: &[u8], settings: &ConnectionSettings) -> Result<Self, ClientError> {
        let host = match &settings.host_name {
            Some(host) => host.clone(),
            None => String::from_utf8_lossy(host).into_owned(),
        };
        let name = ServerName::try_from(host.clone()).map_err(|_| {
            ClientError::Tls(format!("no certificate can be for '{host}': set ssl_host_name to the name it is for"))
        })?;
        Ok(Self { host: name, config: tls::configure_client(settings.tls(), &[], &Log::default())? })
    }
}

/// A Unix socket's file, which goes with it.
pub(super) struct SocketFile {
    path: PathBuf,
    /// The process that has made it; children have copies.
    generation: u32,
}

impl SocketFile {
    /// A path where nothing lies.
    fn new() -> io::Result<Self> {
        let mut name = [0; 8];
        getrandom::fill(&mut name)?;
        let name = format!("swoxide-client-{}-{:016x}.sock", process::id(), u64::from_ne_bytes(name));
        Ok(Self { path: env::temp_dir().join(name), generation: forks::generation() })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        if self.generation == forks::generation() {
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// A socket for datagrams, and its file if it has one: only to a path can be answered.
fn datagram_socket(kind: Kind, settings: &ConnectionSettings) -> io::Result<(SystemSocket, Option<SocketFile>)> {
    let domain = match kind.family {
        Family::V4 => Domain::IPV4,
        Family::V6 => Domain::IPV6,
        Family::Unix => Domain::UNIX,
    };
    let socket = SystemSocket::new(domain, Type::DGRAM, None)?;
    socket.set_nonblocking(true)?;
    if kind.family == Family::Unix {
        let file = SocketFile::new()?;
        socket.bind(&SockAddr::unix(&file.path)?)?;
        return Ok((socket, Some(file)));
    }
    if let Some(address) = own_address(kind, settings) {
        socket.bind(&address)?;
    }
    Ok((socket, None))
}

fn own_address(kind: Kind, settings: &ConnectionSettings) -> Option<SockAddr> {
    let any = match kind.family {
        Family::V4 => std::net::Ipv4Addr::UNSPECIFIED.into(),
        Family::V6 => std::net::Ipv6Addr::UNSPECIFIED.into(),
        Family::Unix => return None,
    };
    let is_given = settings.bind_address.is_some() || settings.bind_port != 0;
    is_given.then(|| SocketAddr::new(settings.bind_address.unwrap_or(any), settings.bind_port).into())
}

fn unix_address(path: &[u8]) -> io::Result<SockAddr> {
    // The one reason there is; the library has no number for it.
    let too_long = |_| io::Error::from_raw_os_error(libc::ENAMETOOLONG);
    SockAddr::unix(Path::new(OsStr::from_bytes(path))).map_err(too_long)
}

/// Those of the addresses that this kind of socket can reach.
fn fitting(kind: Kind, addresses: Vec<SocketAddr>, to: &Destination) -> Result<vec::IntoIter<SockAddr>, ClientError> {
    let (is_v6, name) = if kind.family == Family::V6 { (true, "IPv6") } else { (false, "IPv4") };
    let fitting: Vec<SockAddr> =
        addresses.into_iter().filter(|address| address.is_ipv6() == is_v6).map(Into::into).collect();
    if fitting.is_empty() {
        let host = to.host.escape_ascii().to_string();
        return Err(ClientError::Lookup { host, reason: format!("it has no {name} address, which this type needs") });
    }
    Ok(fitting.into_iter())
}

fn is_writable(socket: &SystemSocket) -> bool {
    let mut descriptor = [PollFd::new(socket.as_fd(), PollFlags::POLLOUT)];
    poll(&mut descriptor, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
}

fn shown(address: &SockAddr) -> String {
    match address.as_socket() {
        Some(address) => address.to_string(),
        None => address.as_pathname().map(|path| path.display().to_string()).unwrap_or_default(),
    }
}

fn connecting(to: &dyn fmt::Display, error: io::Error) -> ClientError {
    ClientError::System { what: format!("connecting to {to}"), error }
}

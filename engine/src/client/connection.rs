//! A connection that carries bytes as they are, as a stream or in datagrams. It never waits, but where a method says so.

use std::io;
use std::mem::MaybeUninit;
use std::net::Shutdown;
use std::os::fd::{AsFd, BorrowedFd};
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use nix::poll::{PollFd, PollFlags};
use socket2::{SockAddr, Socket as SystemSocket};
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::error::ClientError;
use super::incoming::{BUFFER, End, Incoming, receiving};
use super::opening::SocketFile;
use super::outgoing::{Outgoing, Piece};
use super::socket::{Socket, is_temporary};
use super::wait;
use crate::settings::ConnectionSettings;
use crate::shared::forks;
use crate::shared::wait::Patience;
use crate::sockets;
use crate::tls::{self, TlsError};

/// What is read and thrown away at once of a connection that ends, in bytes.
const THROWN_AWAY: usize = 1024 * 1024;

/// How long who ends a connection waits until the other side's system has all that was sent.
const LINGER: Duration = Duration::from_secs(1);

/// How often it looks whether that is so: nobody tells.
const LOOK: Duration = Duration::from_millis(10);

/// No datagram is longer: over UDP 64 KiB, and over a Unix socket what the system's buffers take.
pub const LONGEST_DATAGRAM: usize = 1024 * 1024;

/// What something waits for.
pub struct Wanted<'open> {
    /// Of this.
    pub descriptor: BorrowedFd<'open>,
    /// That it can be read.
    pub read: bool,
    /// That it can be written.
    pub write: bool,
}

impl Wanted<'_> {
    /// Sleeps until it is so, or something else came, or the patience is over.
    pub(super) fn wait(&self, patience: &mut Patience<'_>) -> Result<(), ClientError> {
        self.wait_at_most(wait::ANY_TIME, patience)
    }

    fn wait_at_most(&self, longest: Duration, patience: &mut Patience<'_>) -> Result<(), ClientError> {
        let mut flags = PollFlags::empty();
        flags.set(PollFlags::POLLIN, self.read);
        flags.set(PollFlags::POLLOUT, self.write);
        wait::sleep(&mut [PollFd::new(self.descriptor, flags)], longest, patience)
    }
}

/// What has come.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Received {
    /// Bytes, a package or a datagram.
    Data(Bytes),
    /// The other side sends nothing more.
    End(Ending),
}

/// How the other side has come to its end.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Ending {
    /// So many bytes came of a package that is not whole.
    pub cut: usize,
}

/// See the module.
pub struct Connection {
    channel: Channel,
    /// What has come and nobody has taken.
    incoming: Incoming,
    outgoing: Outgoing,
    /// The process that has opened it; children have copies.
    generation: u32,
    /// As long as this is the same, nobody has.
    copies: u32,
    /// The program has ended a direction.
    is_halved: bool,
}

enum Channel {
    Stream { socket: Socket, host: Option<ServerName<'static>> },
    Datagrams { socket: SystemSocket, to: Option<Box<SockAddr>>, from: Option<Box<SockAddr>>, _own: Option<SocketFile> },
}

impl Connection {
    pub(super) fn stream(socket: Socket, settings: &ConnectionSettings) -> Self {
        Self::new(Channel::Stream { socket, host: None }, Incoming::new(settings))
    }

    pub(super) fn datagrams(socket: SystemSocket, to: Option<SockAddr>, own: Option<SocketFile>) -> Self {
        Self::new(Channel::Datagrams { socket, to: to.map(Box::new), from: None, _own: own }, Incoming::default())
    }

    fn new(channel: Channel, incoming: Incoming) -> Self {
        let (generation, copies) = (forks::generation(), forks::copies());
        Self { channel, incoming, outgoing: Outgoing::default(), generation, copies, is_halved: false }
    }

    /// Speaks TLS from now on: [`shake`](Self::shake) has to follow.
    ///
    /// # Errors
    /// There is no TLS to be had by this configuration, or for datagrams.
    pub(super) fn encrypt(&mut self, name: ServerName<'static>, config: Arc<ClientConfig>) -> Result<(), ClientError> {
        match &mut self.channel {
            Channel::Stream { socket, host } => {
                *host = Some(name.clone());
                socket.encrypt(name, config)
            }
            Channel::Datagrams { .. } => Err(ClientError::Tls("datagrams can't be encrypted".to_owned())),
        }
    }

    /// Goes on with the TLS handshake, if there is one, as far as it can without waiting; true when it is done.
    ///
    /// # Errors
    /// There is no TLS with this server.
    pub(super) fn shake(&mut self) -> Result<bool, ClientError> {
        match &mut self.channel {
            Channel::Stream { socket, .. } => socket.shake(),
            Channel::Datagrams { .. } => Ok(true),
        }
    }

    /// Takes what has come: up to `size` bytes of a stream, a package where these are told apart, or a datagram. `None` when
    /// there is nothing yet; or less than `size`, if it shall be `whole`. What is only looked at (`peek`) stays.
    ///
    /// # Errors
    /// Nothing more will come: the connection is broken, or what came can't be packages.
    pub fn take(&mut self, size: usize, peek: bool, whole: bool) -> Result<Option<Received>, ClientError> {
        match &mut self.channel {
            Channel::Stream { socket, .. } if self.incoming.splitter.is_some() => {
                while self.incoming.packages.is_empty() && self.incoming.end.is_none() {
                    if !self.incoming.read_packages(socket) {
                        return Ok(None);
                    }
                }
                let package =
                    if peek { self.incoming.packages.front().cloned() } else { self.incoming.packages.pop_front() };
                package.map_or_else(|| self.incoming.ended(), |package| Ok(Some(Received::Data(package))))
            }
            Channel::Stream { socket, .. } => {
                if self.incoming.bytes.is_empty() || (whole && self.incoming.bytes.len() < size) {
                    self.incoming.read_bytes(socket, size);
                }
                let held = self.incoming.bytes.len();
                match (&self.incoming.end, held) {
                    (Some(_), 0) => self.incoming.ended(),
                    (None, 0) => Ok(None),
                    (None, held) if whole && held < size => Ok(None),
                    _ => Ok(Some(Received::Data(self.incoming.take_bytes(size, peek)))),
                }
            }
            Channel::Datagrams { socket, from, .. } => {
                let mut buffer = vec![MaybeUninit::uninit(); size.min(LONGEST_DATAGRAM)];
                let flags = if peek { libc::MSG_PEEK } else { 0 };
                match socket.recv_from_with_flags(&mut buffer, flags) {
                    Ok((count, sender)) => {
                        *from = Some(Box::new(sender));
                        // SAFETY: the system has filled so many.
                        let bytes = unsafe { buffer[..count].assume_init_ref() };
                        Ok(Some(Received::Data(Bytes::copy_from_slice(bytes))))
                    }
                    Err(error) if is_temporary(&error) => Ok(None),
                    Err(error) => Err(receiving(error)),
                }
            }
        }
    }

    /// The same, and waits for it. When the time is over before it is `whole`, what there is has to do.
    ///
    /// # Errors
    /// As for [`take`](Self::take), or there is nothing within the patience.
    pub fn receive(
        &mut self,
        size: usize,
        peek: bool,
        whole: bool,
        patience: &mut Patience<'_>,
    ) -> Result<Received, ClientError> {
        loop {
            if let Some(received) = self.take(size, peek, whole)? {
                return Ok(received);
            }
            let wanted = Wanted { descriptor: self.as_fd(), read: true, write: self.wants_write() };
            match wanted.wait(patience) {
                Err(ClientError::TimeOver(_)) if !self.incoming.bytes.is_empty() => {
                    return Ok(Received::Data(self.incoming.take_bytes(size, peek)));
                }
                waited => waited.map_err(|error| error.at("before something came"))?,
            }
            self.write_on()?;
        }
    }

    /// Writes a stream's `data` as far as the socket takes it now, and keeps the rest for [`write_on`](Self::write_on). A
    /// datagram goes whole or not at all.
    ///
    /// # Errors
    /// The connection is broken; or, `WouldBlock`, there is no room for a datagram.
    pub fn write(&mut self, data: &[u8]) -> Result<(), ClientError> {
        match &mut self.channel {
            Channel::Stream { socket, .. } => {
                let mut rest = data;
                while self.outgoing.is_empty() && !rest.is_empty() {
                    match socket.write(rest) {
                        Ok(count) => {
                            self.outgoing.count(count);
                            rest = &rest[count..];
                        }
                        Err(error) if is_temporary(&error) => break,
                        Err(error) => return Err(sending(error)),
                    }
                }
                if !rest.is_empty() {
                    self.outgoing.push(Piece::Bytes(Bytes::copy_from_slice(rest)));
                }
                Ok(())
            }
            Channel::Datagrams { to: Some(to), .. } => {
                let to = to.clone();
                self.write_to(&to, data)
            }
            Channel::Datagrams { .. } => Err(sending(io::ErrorKind::NotConnected.into())),
        }
    }

    /// Has a part of a file written to a stream behind all else.
    ///
    /// # Errors
    /// The connection is broken, or the file.
    pub fn write_file(&mut self, piece: Piece) -> Result<(), ClientError> {
        self.outgoing.push(piece);
        self.write_on()
    }

    /// Writes what waits, as far as the socket takes it now.
    ///
    /// # Errors
    /// The connection is broken, or a file that was to be sent.
    pub fn write_on(&mut self) -> Result<(), ClientError> {
        let Channel::Stream { socket, .. } = &mut self.channel else { return Ok(()) };
        self.outgoing.write(socket).map_err(sending)?;
        match socket.flush() {
            Err(error) if !is_temporary(&error) => Err(sending(error)),
            _ => Ok(()),
        }
    }

    /// Waits until all is written.
    ///
    /// # Errors
    /// As for [`write_on`](Self::write_on), or the patience is over: what is left goes with what is written next.
    pub fn drain(&mut self, patience: &mut Patience<'_>) -> Result<(), ClientError> {
        loop {
            self.write_on()?;
            if !self.wants_write() {
                return Ok(());
            }
            let wanted = Wanted { descriptor: self.as_fd(), read: false, write: true };
            wanted.wait(patience).map_err(|error| error.at("before the server took it"))?;
        }
    }

    /// Sends a datagram, and waits for room.
    ///
    /// # Errors
    /// The system's, or there is no room within the patience.
    pub fn send_datagram(
        &mut self,
        to: Option<&SockAddr>,
        data: &[u8],
        patience: &mut Patience<'_>,
    ) -> Result<(), ClientError> {
        loop {
            let written = match to {
                Some(to) => self.write_to(to, data),
                None => self.write(data),
            };
            match written {
                Err(ClientError::System { error, .. }) if is_temporary(&error) => {
                    let wanted = Wanted { descriptor: self.as_fd(), read: false, write: true };
                    wanted.wait(patience).map_err(|error| error.at("before there was room for it"))?;
                }
                written => return written,
            }
        }
    }

    fn write_to(&mut self, to: &SockAddr, data: &[u8]) -> Result<(), ClientError> {
        let Channel::Datagrams { socket, to: connected, .. } = &self.channel else {
            return Err(sending(io::ErrorKind::NotConnected.into()));
        };
        // A connected Unix socket takes no second address, not even the same.
        let is_own = connected.as_ref().is_some_and(|connected| **connected == *to && connected.is_unix());
        let sent = if is_own {
            socket.send_with_flags(data, libc::MSG_NOSIGNAL)
        } else {
            socket.send_to_with_flags(data, to, libc::MSG_NOSIGNAL)
        };
        sent.map(|_| ()).map_err(sending)
    }

    /// Whether something waits to be written.
    pub fn wants_write(&self) -> bool {
        !self.outgoing.is_empty() || self.socket().is_some_and(Socket::wants_write)
    }

    /// What waits to be written, in bytes.
    pub fn waiting(&self) -> usize {
        self.outgoing.waiting()
    }

    /// What was written to a stream since its beginning, in bytes.
    pub fn written(&self) -> u64 {
        self.outgoing.written()
    }

    /// What of that the other side's system has; of an encrypted stream nearly.
    pub fn delivered(&self) -> u64 {
        self.written().saturating_sub(sockets::unacknowledged(self.as_fd()) as u64)
    }

    /// Forgets what waits to be written.
    pub fn forget_outgoing(&mut self) {
        self.outgoing.clear();
    }

    /// Whether something has come that nobody has taken, and of which the system knows nothing any more.
    pub fn has_unread(&mut self) -> bool {
        let incoming = &self.incoming;
        if !incoming.packages.is_empty() || !incoming.bytes.is_empty() || incoming.end.is_some() {
            return true;
        }
        match &mut self.channel {
            Channel::Stream { socket, .. } => socket.has_decrypted(),
            Channel::Datagrams { .. } => false,
        }
    }

    /// Whether it is a stream.
    pub fn is_stream(&self) -> bool {
        matches!(self.channel, Channel::Stream { .. })
    }

    /// Whether it speaks TLS.
    pub fn is_encrypted(&self) -> bool {
        self.socket().is_some_and(Socket::is_encrypted)
    }

    /// Whether it is encrypted and another process's: what both encrypt with the same key would give it away.
    pub fn is_forbidden(&self) -> bool {
        self.is_encrypted() && self.generation != forks::generation()
    }

    /// Whether the other side is still there, as far as is known without waiting.
    pub fn is_connected(&mut self) -> bool {
        if !self.is_stream() || !self.incoming.packages.is_empty() || !self.incoming.bytes.is_empty() {
            return true;
        }
        self.incoming.end.is_none()
            && match self.look() {
                Ok(count) => count > 0,
                Err(error) => is_temporary(&error),
            }
    }

    /// Whether nothing is half done, so that somebody else may go on with it. Words for the one before may not lie there.
    pub fn is_at_rest(&mut self) -> bool {
        self.generation == forks::generation()
            && self.incoming.splitter.as_ref().is_none_or(|splitter| splitter.held() == 0)
            && !matches!(self.channel, Channel::Datagrams { to: None, .. })
            && !self.is_halved
            && !self.has_unread()
            && self.is_silent()
            && !self.wants_write()
    }

    /// Whether the other side has said nothing more, nor ended.
    fn is_silent(&mut self) -> bool {
        if let Channel::Stream { socket, .. } = &mut self.channel
            && !socket.take_words_of_tls()
        {
            return false;
        }
        self.look().is_err_and(|error| is_temporary(&error))
    }

    /// Has packages told apart as these settings say from now on, beginning with what has come and nobody has taken.
    pub fn set_framing(&mut self, settings: &ConnectionSettings) {
        if self.is_stream() {
            self.incoming.set_framing(settings);
        }
    }

    /// Ends one direction, or both.
    ///
    /// # Errors
    /// The system's.
    pub fn shutdown(&mut self, how: Shutdown) -> io::Result<()> {
        if let Channel::Stream { socket, .. } = &mut self.channel
            && how != Shutdown::Read
        {
            socket.say_goodbye();
        }
        self.is_halved = true;
        self.system().shutdown(how)
    }

    /// Goes on with the end of a stream, as far as it can without waiting: writes what waits, says that nothing more comes, and
    /// throws away what has come. True when it may be closed. Who closes earlier, and finds or is told something more, resets the
    /// connection, and the system forgets what of the last words is still on its way.
    ///
    /// # Errors
    /// As for [`write_on`](Self::write_on).
    pub fn leave(&mut self) -> Result<bool, ClientError> {
        if !self.is_stream() || self.generation != forks::generation() {
            return Ok(true);
        }
        self.write_on()?;
        if !self.is_alone() {
            // Who has a copy may go on with it.
            return Ok(!self.wants_write());
        }
        self.throw_away();
        let is_there = self.is_there();
        let Channel::Stream { socket, .. } = &mut self.channel else { return Ok(true) };
        if !self.outgoing.is_empty() {
            return Ok(false);
        }
        socket.say_goodbye();
        if socket.wants_write() {
            return Ok(false);
        }
        socket.shut();
        // Behind its own end the other side says nothing more.
        Ok(is_there || self.has_ended())
    }

    /// [Leaves](Self::leave), and waits for that, a second at the most.
    pub fn linger(&mut self, patience: &mut Patience<'_>) {
        let mut patience = patience.at_most(LINGER);
        while matches!(self.leave(), Ok(false)) {
            let wanted = Wanted { descriptor: self.as_fd(), read: !self.has_ended(), write: self.wants_write() };
            if wanted.wait_at_most(LOOK, &mut patience).is_err() {
                return;
            }
        }
    }

    /// Whether it is known that nothing more comes.
    pub fn has_ended(&self) -> bool {
        self.incoming.end.is_some()
    }

    /// Whether nothing that was sent is still on its way. Over a Unix socket nothing ever is.
    fn is_there(&self) -> bool {
        let is_unix = self.system().local_addr().is_ok_and(|address| address.is_unix());
        is_unix || sockets::unacknowledged(self.as_fd()) == 0
    }

    /// Whether no other process can have a copy of it.
    fn is_alone(&self) -> bool {
        self.copies == forks::copies()
    }

    /// Throws away what has come, up to a limit.
    fn throw_away(&mut self) {
        let mut buffer = [MaybeUninit::uninit(); BUFFER];
        for _ in 0..THROWN_AWAY / BUFFER {
            match self.system().recv(&mut buffer) {
                Ok(0) => return self.incoming.end = Some(End::Ended),
                Ok(_) => {}
                Err(error) if is_temporary(&error) => return,
                Err(error) => return self.incoming.end = Some(End::Failed(error)),
            }
        }
    }

    /// The address of this side; `None` for one that has none.
    pub fn local(&self) -> Option<(Vec<u8>, u16)> {
        self.system().local_addr().ok().and_then(|address| named(&address))
    }

    /// The address of the other side; of datagrams, of whoever sent the last, or else where they go.
    pub fn remote(&self) -> Option<(Vec<u8>, u16)> {
        match &self.channel {
            Channel::Stream { socket, .. } => named(&socket.system().peer_addr().ok()?),
            Channel::Datagrams { to, from, .. } => named(from.as_ref().or(to.as_ref())?),
        }
    }

    /// The server's certificate as PEM; `None` without TLS.
    pub fn certificate(&self) -> Option<String> {
        self.socket()?.certificates().first().map(tls::pem)
    }

    /// Whether the server's certificate is from whom `settings` trust, and for the host.
    ///
    /// # Errors
    /// Why it is not.
    pub fn verify(&self, settings: &ConnectionSettings) -> Result<(), String> {
        let Channel::Stream { socket, host: Some(host) } = &self.channel else {
            return Err("the connection is not encrypted, and so has no certificate".to_owned());
        };
        tls::verify_server(settings.tls(), socket.certificates(), host).map_err(|error| match error {
            TlsError::Library(error) => error.to_string(),
            error => error.to_string(),
        })
    }

    /// What has come at the system, which keeps it.
    fn look(&self) -> io::Result<usize> {
        self.system().recv_with_flags(&mut [MaybeUninit::uninit()], libc::MSG_PEEK | libc::MSG_DONTWAIT)
    }

    fn socket(&self) -> Option<&Socket> {
        match &self.channel {
            Channel::Stream { socket, .. } => Some(socket),
            Channel::Datagrams { .. } => None,
        }
    }

    fn system(&self) -> &SystemSocket {
        match &self.channel {
            Channel::Stream { socket, .. } => socket.system(),
            Channel::Datagrams { socket, .. } => socket,
        }
    }
}

impl AsFd for Connection {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.system().as_fd()
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        let is_alone = self.is_alone();
        if is_alone && self.is_stream() {
            self.throw_away();
        }
        if let Channel::Stream { socket, .. } = &mut self.channel {
            if is_alone {
                socket.shut();
            } else if self.generation == forks::generation() {
                // A child's copy ends without a word: the parent goes on with the connection.
                socket.say_goodbye();
            }
        }
    }
}

fn named(address: &SockAddr) -> Option<(Vec<u8>, u16)> {
    match address.as_socket() {
        Some(address) => Some((address.ip().to_string().into_bytes(), address.port())),
        None => address.as_pathname().map(|path| (path.as_os_str().as_bytes().to_vec(), 0)),
    }
}

fn sending(error: io::Error) -> ClientError {
    ClientError::System { what: "sending".to_owned(), error }
}

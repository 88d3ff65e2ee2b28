//! The socket of a client, plain or encrypted: it never blocks, and says what to wait for instead.

use std::io::{self, Read, Write};
use std::net::SocketAddr;
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::Arc;
use std::time::{Duration, Instant};

use nix::poll::{PollFd, PollFlags};
use socket2::{SockAddr, Socket as SystemSocket, Type};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection};

use super::error::ClientError;
use super::wait;
use crate::shared::wait::Patience;

/// How long an address is tried alone before the next one is tried beside it: RFC 8305 section 5.
pub(super) const HEAD_START: Duration = Duration::from_millis(250);

/// How often a socket is read for words of TLS that are none to the program, before it counts as one that says something: a
/// server sends a few tickets.
const MOST_WORDS: usize = 16;

/// See the module.
pub(super) struct Socket {
    stream: Stream,
    tls: Option<Box<ClientConnection>>,
}

/// A socket of the system's whose writing raises no signal when the server has gone.
struct Stream(SystemSocket);

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }
}

impl Write for Stream {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        self.0.send_with_flags(data, libc::MSG_NOSIGNAL)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Connects to whichever address answers first.
///
/// # Errors
/// None answers: the last one's reason. Or the patience is over.
pub(super) fn connect(addresses: &[SocketAddr], patience: &mut Patience<'_>) -> Result<SystemSocket, ClientError> {
    let mut untried = addresses.iter().copied();
    let mut tried: Vec<(SocketAddr, SystemSocket)> = Vec::new();
    let mut failure = None;
    let mut next_at = Instant::now();
    loop {
        while tried.is_empty() || next_at <= Instant::now() {
            let Some(address) = untried.next() else { break };
            match begin(&address.into(), None) {
                Ok(stream) => {
                    tried.push((address, stream));
                    next_at = Instant::now() + HEAD_START;
                }
                Err(error) => failure = Some((address, error)),
            }
        }
        if tried.is_empty() {
            let (address, error) =
                failure.unwrap_or_else(|| (([0, 0, 0, 0], 0).into(), io::ErrorKind::NotFound.into()));
            return Err(ClientError::System { what: format!("connecting to {address}"), error });
        }
        let longest =
            if untried.len() == 0 { wait::ANY_TIME } else { next_at.saturating_duration_since(Instant::now()) };
        let mut descriptors: Vec<_> =
            tried.iter().map(|(_, stream)| PollFd::new(stream.as_fd(), PollFlags::POLLOUT)).collect();
        wait::sleep(&mut descriptors, longest, patience)?;
        let ready: Vec<bool> = descriptors.iter().map(|descriptor| descriptor.any().unwrap_or_default()).collect();
        drop(descriptors);
        for (place, _) in ready.iter().enumerate().rev().filter(|(_, is_ready)| **is_ready) {
            let (address, stream) = tried.swap_remove(place);
            match stream.take_error() {
                Ok(None) => return Ok(stream),
                Ok(Some(error)) | Err(error) => failure = Some((address, error)),
            }
        }
    }
}

/// Begins to connect to one address, from another one of this machine if that is wanted.
///
/// # Errors
/// The system's. A connection that fails later says so when the socket is writable, by [`SystemSocket::take_error`].
pub(super) fn begin(address: &SockAddr, from: Option<&SockAddr>) -> io::Result<SystemSocket> {
    let socket = SystemSocket::new(address.domain(), Type::STREAM, None)?;
    socket.set_nonblocking(true)?;
    if address.is_ipv4() || address.is_ipv6() {
        socket.set_tcp_nodelay(true)?;
    }
    if let Some(from) = from {
        socket.set_reuse_address(true)?;
        socket.bind(from)?;
    }
    match socket.connect(address) {
        Err(error) if error.raw_os_error() != Some(libc::EINPROGRESS) => Err(error),
        _ => Ok(socket),
    }
}

impl Socket {
    /// A connection as it is.
    pub(super) fn plain(stream: SystemSocket) -> Self {
        Self { stream: Stream(stream), tls: None }
    }

    /// A connection over TLS: with the whole handshake, in which the server must present a certificate for `host`.
    ///
    /// # Errors
    /// There is no TLS with this server, or not within the patience.
    pub(super) fn encrypted(
        stream: SystemSocket,
        host: ServerName<'static>,
        config: Arc<ClientConfig>,
        patience: &mut Patience<'_>,
    ) -> Result<Self, ClientError> {
        let mut socket = Self::plain(stream);
        socket.encrypt(host, config)?;
        while !socket.shake()? {
            socket.sleep(false, true, patience)?;
        }
        Ok(socket)
    }

    /// Speaks TLS from now on: [`shake`](Self::shake) has to follow.
    ///
    /// # Errors
    /// There is no TLS to be had by this configuration.
    pub(super) fn encrypt(&mut self, host: ServerName<'static>, config: Arc<ClientConfig>) -> Result<(), ClientError> {
        let tls = ClientConnection::new(config, host).map_err(|error| ClientError::Tls(error.to_string()))?;
        self.tls = Some(Box::new(tls));
        Ok(())
    }

    /// Goes on with the TLS handshake, as far as it can without waiting; true when it is done.
    ///
    /// # Errors
    /// There is no TLS with this server.
    pub(super) fn shake(&mut self) -> Result<bool, ClientError> {
        while let Some(tls) = self.tls.as_deref_mut().filter(|tls| tls.is_handshaking() || tls.wants_write()) {
            match Self::take_step(tls, &mut self.stream) {
                Ok(()) => {}
                Err(error) if is_temporary(&error) => return Ok(!tls.is_handshaking()),
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    return Err(ClientError::Tls("the server ended the connection".to_owned()));
                }
                Err(error) => return Err(ClientError::Tls(error.to_string())),
            }
        }
        Ok(true)
    }

    /// One step of a TLS handshake.
    fn take_step(tls: &mut ClientConnection, stream: &mut Stream) -> io::Result<()> {
        if tls.wants_write() {
            return tls.write_tls(stream).map(|_| ());
        }
        Self::take_records(tls, stream)
    }

    /// Reads what the socket has, and decrypts it.
    fn take_records(tls: &mut ClientConnection, stream: &mut Stream) -> io::Result<()> {
        if tls.read_tls(stream)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        tls.process_new_packets().map(|_| ()).map_err(|error| {
            // The server learns why, if it can still be told.
            let _ = tls.write_tls(stream);
            io::Error::new(io::ErrorKind::InvalidData, error)
        })
    }

    /// Reads what there is; 0 at the end of what the server sends.
    ///
    /// # Errors
    /// `WouldBlock` when there is nothing yet; anything else is the end of the connection.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(tls) = &mut self.tls else { return self.stream.read(buffer) };
        loop {
            match tls.reader().read(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                done => return done,
            }
            Self::take_records(tls, &mut self.stream)?;
        }
    }

    /// Writes what the socket takes of `data`. Of an encrypted connection some may wait inside: see
    /// [`flush`](Self::flush).
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        if self.tls.is_none() {
            return self.stream.write(data);
        }
        self.flush()?;
        let Some(tls) = &mut self.tls else { return Ok(0) };
        let count = tls.writer().write(data)?;
        match self.flush() {
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => Err(error),
            _ => Ok(count),
        }
    }

    /// Writes encrypted bytes that wait inside.
    ///
    /// # Errors
    /// As [`read`](Self::read).
    pub(super) fn flush(&mut self) -> io::Result<()> {
        while let Some(tls) = self.tls.as_mut().filter(|tls| tls.wants_write()) {
            tls.write_tls(&mut self.stream)?;
        }
        Ok(())
    }

    /// Whether encrypted bytes wait inside.
    pub(super) fn wants_write(&self) -> bool {
        self.tls.as_ref().is_some_and(|tls| tls.wants_write())
    }

    /// Sleeps until something can be read (if `read`) or written (if `write`, or if something waits inside).
    ///
    /// # Errors
    /// As [`wait::sleep`].
    pub(super) fn sleep(&self, write: bool, read: bool, patience: &mut Patience<'_>) -> Result<(), ClientError> {
        let mut flags = PollFlags::empty();
        flags.set(PollFlags::POLLOUT, write || self.wants_write());
        flags.set(PollFlags::POLLIN, read);
        let mut descriptors = [PollFd::new(self.as_fd(), flags)];
        // With nothing to wait for the end of a connection would be reported again and again.
        let waited_for = if flags.is_empty() { &mut descriptors[..0] } else { &mut descriptors[..] };
        wait::sleep(waited_for, wait::ANY_TIME, patience)
    }

    /// Tells the server that nothing more comes; encrypted, by a word that nobody on the way could forge. Never waits.
    pub(super) fn shut(&mut self) {
        self.say_goodbye();
        let _ = self.stream.0.shutdown(std::net::Shutdown::Write);
    }

    /// The word of TLS that nothing more comes; nothing of a plain one. Never waits.
    pub(super) fn say_goodbye(&mut self) {
        if let Some(tls) = &mut self.tls {
            tls.send_close_notify();
            let _ = self.flush();
        }
    }

    /// Whether bytes lie here that were read and decrypted, so that the system says nothing of them.
    pub(super) fn has_decrypted(&mut self) -> bool {
        let state = self.tls.as_mut().map(|tls| tls.process_new_packets());
        matches!(state, Some(Ok(state)) if state.plaintext_bytes_to_read() > 0)
    }

    /// Takes what has come of TLS's own words (tickets mostly, which come behind the handshake), so that they are not held for
    /// words to the program. False if the server has said something else, or the end; true of a plain one.
    pub(super) fn take_words_of_tls(&mut self) -> bool {
        let Some(tls) = &mut self.tls else { return true };
        for _ in 0..MOST_WORDS {
            let state = tls.process_new_packets();
            if !state.is_ok_and(|state| state.plaintext_bytes_to_read() == 0 && !state.peer_has_closed()) {
                return false;
            }
            match tls.read_tls(&mut self.stream) {
                Ok(0) => return false,
                Ok(_) => {}
                Err(error) => return is_temporary(&error),
            }
        }
        false
    }

    /// The socket below, whose bytes may be encrypted.
    pub(super) fn system(&self) -> &SystemSocket {
        &self.stream.0
    }

    /// Whether it speaks TLS.
    pub(super) fn is_encrypted(&self) -> bool {
        self.tls.is_some()
    }

    /// The server's certificate, and those that lead to its root; none without TLS.
    pub(super) fn certificates(&self) -> &[CertificateDer<'static>] {
        self.tls.as_ref().and_then(|tls| tls.peer_certificates()).unwrap_or_default()
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.stream.0.as_fd()
    }
}

/// Whether it works when it is tried again later.
pub(super) fn is_temporary(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener, TcpStream};
    use std::ops::ControlFlow;

    use socket2::Domain;

    use super::*;

    fn listener() -> (TcpListener, SocketAddr) {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        (listener, address)
    }

    /// A listener whose queue is full, so that nobody is answered, and what fills it.
    fn full() -> (SystemSocket, SocketAddr, Vec<TcpStream>) {
        let socket = SystemSocket::new(Domain::IPV4, Type::STREAM, None).unwrap();
        socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).unwrap();
        socket.listen(0).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        let mut waiting = Vec::new();
        while let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_millis(200)) {
            waiting.push(stream);
        }
        (socket, address, waiting)
    }

    fn connected(addresses: &[SocketAddr], limit: Duration) -> Result<SocketAddr, ClientError> {
        let mut meanwhile = || ControlFlow::Continue(());
        let connected = connect(addresses, &mut Patience::new(Some(limit), &mut meanwhile));
        connected.map(|socket| socket.peer_addr().unwrap().as_socket().unwrap())
    }

    const LONG: Duration = Duration::from_secs(20);

    #[test]
    fn another_address_counts_where_one_refuses() {
        let (_listener, good) = listener();
        let closed = listener().1;
        assert_eq!(connected(&[closed, good], LONG).unwrap(), good);
        assert_eq!(connected(&[good, closed], LONG).unwrap(), good);
        let text = connected(&[closed], LONG).unwrap_err().to_string();
        assert!(text.starts_with(&format!("connecting to {closed}: Connection refused")), "{text}");
    }

    #[test]
    fn another_address_is_tried_beside_one_that_does_not_answer() {
        let (_full, silent, _waiting) = full();
        let (_listener, good) = listener();
        let begin = Instant::now();
        assert_eq!(connected(&[silent, good], LONG).unwrap(), good);
        assert!(begin.elapsed() >= HEAD_START && begin.elapsed() < LONG);
        let over = connected(&[silent, silent], Duration::from_millis(400));
        assert!(matches!(over, Err(ClientError::TimeOver(_))), "{over:?}");
    }
}

//! A WebSocket client that waits on the caller's thread: what `Swoxide\WebSocket\Client` of PHP is made of.
//!
//! Whatever it waits for, it writes and reads as both are possible: pings are answered while a long message goes out,
//! and two sides that send much to each other do not wait for each other for ever. What arrives meanwhile is kept for
//! [`Client::receive`], up to the longest message that is taken; then the server has to wait.

use std::io;

use hyper::header::HeaderMap;
use tokio_rustls::rustls::pki_types::ServerName;

use super::address::Address;
use super::error::ClientError;
use super::handshake::{Handshake, Opened};
use super::session::{End, Session};
use super::socket::{self, Socket, is_temporary};
use super::{lookup, wait};
use crate::log::Log;
use crate::protocol::frame::opcode;
use crate::protocol::message::Message;
use crate::settings::ClientSettings;
use crate::shared::forks;
use crate::shared::wait::Patience;
use crate::tls;

/// What is read at once: as much as two records of TLS.
const BUFFER: usize = 32 * 1024;

/// What is said of a connection that ends at its end, as it should not.
const ENDED: &str = "the server has ended it";

/// A frame to send.
#[derive(Clone, Copy, Debug)]
pub struct Frame<'a> {
    /// A number of [`opcode`]; close frames have [`Client::close`].
    pub opcode: i64,
    /// Not compressed.
    pub payload: &'a [u8],
    /// The last frame of its message.
    pub is_final: bool,
    /// Compress it even if it is short, where that was agreed on.
    pub compress: bool,
}

/// An open WebSocket, or one that was open. A client that is dropped says goodbye (close code 1001) and does not wait
/// for an answer.
pub struct Client {
    session: Session,
    /// Until the connection has ended.
    socket: Option<Socket>,
    /// The server still takes what is sent.
    is_writable: bool,
    headers: HeaderMap,
    subprotocol: Option<String>,
    /// The process that has connected; children have copies, which are none of their business.
    generation: u32,
}

impl Client {
    /// Opens a WebSocket: the host is looked up, connected to, and agreed with on TLS and on the WebSocket, all within
    /// the patience.
    ///
    /// # Errors
    /// What went wrong first.
    pub fn connect(
        address: &Address,
        settings: &ClientSettings,
        patience: &mut Patience<'_>,
    ) -> Result<Self, ClientError> {
        let (handshake, request) = Handshake::begin(address, &settings.offer())
            .map_err(|error| ClientError::System { what: "making a key".to_owned(), error })?;
        // Before anybody is bothered: files may be missing.
        let tls = if address.is_secure {
            let host = settings.host_name.as_deref().unwrap_or(&address.host);
            let name = ServerName::try_from(host.to_owned())
                .map_err(|_| ClientError::Tls(format!("no certificate can be for '{host}'")))?;
            Some((name, tls::configure_client(&settings.tls, &[b"http/1.1"], &Log::default())?))
        } else {
            None
        };
        let addresses = lookup::addresses(&address.host, address.port, patience)
            .map_err(|error| error.at("before the host was found"))?;
        let stream =
            socket::connect(&addresses, patience).map_err(|error| error.at("before the server took the connection"))?;
        let mut socket = match tls {
            None => Socket::plain(stream),
            Some((name, config)) => Socket::encrypted(stream, name, config, patience)
                .map_err(|error| error.at("within the TLS handshake"))?,
        };
        let (opened, mut early) = shake(&mut socket, &handshake, &request, patience)
            .map_err(|error| error.at("within the opening handshake"))?;
        let mut session = Session::new(opened.compression, settings.package_limit());
        // The server may have spoken in the same breath.
        session.receive(&mut early);
        Ok(Self {
            session,
            socket: Some(socket),
            is_writable: true,
            headers: opened.headers,
            subprotocol: opened.subprotocol,
            generation: forks::generation(),
        })
    }

    /// Sends a frame, and waits until the system has taken it all.
    ///
    /// # Errors
    /// It can't be sent, or the WebSocket has ended. When the patience is over the connection is given up, because a part
    /// of the frame may have gone; when the wait is interrupted, the rest goes with what is sent next.
    pub fn send(&mut self, frame: Frame<'_>, patience: &mut Patience<'_>) -> Result<(), ClientError> {
        self.check()?;
        self.session.send(frame.opcode, frame.payload, frame.is_final, frame.compress)?;
        // What is put in line behind it (a pong, the answer to a close frame) is not waited for, and a server that ends the
        // WebSocket as soon as it has read it is the next call's affair.
        let end = self.session.written() + self.session.unsent().len() as u64;
        let sent = self.until(patience, |session| (session.written() >= end).then_some(()));
        let sent = sent.and_then(|()| self.flush(patience));
        if matches!(sent, Err(ClientError::TimeOver(_))) {
            self.give_up("the server did not take what was sent within the time limit");
        }
        sent.map_err(|error| error.at("before the server took it"))
    }

    /// The next message; `None` when the patience is over before there is one. What came whole before the end of the
    /// WebSocket comes first.
    ///
    /// # Errors
    /// The WebSocket has ended.
    pub fn receive(&mut self, patience: &mut Patience<'_>) -> Result<Option<Message>, ClientError> {
        match self.until(patience, Session::take_message) {
            Ok(message) => Ok(Some(message)),
            Err(ClientError::TimeOver(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Sends a ping, and waits for the pong that belongs to it: false when that does not come within the patience.
    /// Messages that come before it are kept.
    ///
    /// # Errors
    /// It can't be sent, or the WebSocket has ended.
    pub fn ping(&mut self, data: &[u8], patience: &mut Patience<'_>) -> Result<bool, ClientError> {
        self.check()?;
        self.session.send(opcode::PING.into(), data, true, false)?;
        let answered = |session: &mut Session| session.take_pong().filter(|pong| pong == data).map(|_| ());
        match self.until(patience, answered) {
            Ok(()) => Ok(true),
            Err(ClientError::TimeOver(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// The closing handshake (RFC 6455 section 7.1.2), and the end of the connection, also when the patience is over
    /// before the server has done its part. True if the WebSocket has ended by close frames of both sides.
    ///
    /// # Errors
    /// The code or reason can't be sent: nothing has changed then. Or the wait was interrupted: the close frame has gone.
    pub fn close(&mut self, code: i64, reason: &[u8], patience: &mut Patience<'_>) -> Result<bool, ClientError> {
        self.session.close(code, reason)?;
        if self.socket.is_some() {
            match self.until(patience, |session| session.end().is_some().then_some(())) {
                // The server ends the connection first (section 7.1.1), so that the port of this side is free at once.
                Ok(()) => self.wait_for_end(patience)?,
                Err(ClientError::Interrupted) => return Err(ClientError::Interrupted),
                Err(_) => {}
            }
            self.give_up("the server did not answer the close frame within the time limit");
        }
        Ok(matches!(self.session.end(), Some(End::Closed(_) | End::Answered(_))))
    }

    /// Whether it is still there and nothing is half done, as a ping and its pong show: then somebody else may go on
    /// with it. What the server has said up to the pong was for others, and is dropped.
    ///
    /// # Errors
    /// The wait was interrupted.
    pub fn is_as_new(&mut self, patience: &mut Patience<'_>) -> Result<bool, ClientError> {
        let mut nonce = [0; 8];
        if !self.is_at_rest() || getrandom::fill(&mut nonce).is_err() {
            return Ok(false);
        }
        let ping = self.session.send(opcode::PING.into(), &nonce, true, false);
        let answered = |session: &mut Session| {
            session.forget_messages();
            session.take_pong().filter(|pong| *pong == nonce[..]).map(|_| ())
        };
        match ping.map_err(ClientError::from).and_then(|()| self.until(patience, answered)) {
            Ok(()) => Ok(self.is_at_rest()),
            Err(ClientError::Interrupted) => Err(ClientError::Interrupted),
            Err(_) => Ok(false),
        }
    }

    /// Whether it is open, in the process that opened it, and nothing is half done in either direction.
    pub fn is_at_rest(&self) -> bool {
        let is_written = !self.socket.as_ref().is_some_and(Socket::wants_write);
        self.generation == forks::generation() && self.session.is_at_rest() && is_written
    }

    /// Whether messages can be sent, as far as is known without waiting.
    pub fn is_open(&mut self) -> bool {
        self.read();
        self.write();
        self.session.is_open()
    }

    /// How it ended; `None` as long as it has not.
    pub fn end(&self) -> Option<&End> {
        self.session.end()
    }

    /// The headers of the server's answer to the handshake, names in lower case.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The subprotocol that the server has chosen.
    pub fn subprotocol(&self) -> Option<&str> {
        self.subprotocol.as_deref()
    }

    /// Writes and reads until `look` finds what it wants. It looks behind each write, so that what was sent is sent,
    /// whatever is read next.
    fn until<R>(
        &mut self,
        patience: &mut Patience<'_>,
        mut look: impl FnMut(&mut Session) -> Option<R>,
    ) -> Result<R, ClientError> {
        loop {
            let wrote = self.write();
            if let Some(found) = look(&mut self.session) {
                return Ok(found);
            }
            let progress = self.read() || wrote;
            if let Some(found) = look(&mut self.session) {
                // A ping that came before it is not to wait for the next call.
                self.write();
                return Ok(found);
            }
            if let Some(end) = self.session.end() {
                let end = end.clone();
                // What it was told last is on its way.
                self.leave();
                return Err(ClientError::Ended(end));
            }
            match &self.socket {
                Some(socket) if !progress => {
                    let writes = self.is_writable && !self.session.unsent().is_empty();
                    socket.sleep(writes, self.reads(), patience)?;
                }
                _ => wait::go_on(patience)?,
            }
        }
    }

    /// Waits until the system has taken also what was encrypted: nobody else would write it.
    fn flush(&mut self, patience: &mut Patience<'_>) -> Result<(), ClientError> {
        while let Some(socket) = self.socket.as_mut().filter(|socket| socket.wants_write()) {
            match socket.flush() {
                Ok(()) => {}
                Err(error) if is_temporary(&error) => socket.sleep(true, false, patience)?,
                Err(error) => {
                    self.session.lose(&error.to_string());
                    self.leave();
                    return self.check();
                }
            }
        }
        Ok(())
    }

    /// Writes what can be without waiting; false if that was nothing.
    fn write(&mut self) -> bool {
        let Some(socket) = self.socket.as_mut().filter(|_| self.is_writable) else { return false };
        write(socket, &mut self.session).unwrap_or_else(|_| {
            // What the server said before it left is still to be read: often why.
            self.is_writable = false;
            false
        })
    }

    /// Whether anything is read: not more than somebody takes.
    fn reads(&self) -> bool {
        self.session.end().is_none() && (self.session.has_room() || !self.is_writable)
    }

    /// Reads what there is without waiting; false if that was nothing.
    fn read(&mut self) -> bool {
        let reads = self.reads();
        let Self { session, socket: Some(socket), .. } = self else { return false };
        if !reads {
            return false;
        }
        let mut buffer = [0; BUFFER];
        match socket.read(&mut buffer) {
            Ok(0) => session.lose(ENDED),
            Ok(count) => session.receive(&mut buffer[..count]),
            Err(error) if is_temporary(&error) => return false,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => session.lose(ENDED),
            Err(error) => session.lose(&error.to_string()),
        }
        true
    }

    /// Waits for the server to end the connection, whatever else it says.
    fn wait_for_end(&mut self, patience: &mut Patience<'_>) -> Result<(), ClientError> {
        while let Some(socket) = &mut self.socket {
            // The answer to a close frame that came first.
            if write(socket, &mut self.session).is_err() {
                return Ok(());
            }
            let waited = match socket.read(&mut [0; BUFFER]) {
                Ok(1..) => wait::go_on(patience),
                Err(error) if is_temporary(&error) => socket.sleep(!self.session.unsent().is_empty(), true, patience),
                Ok(0) | Err(_) => return Ok(()),
            };
            match waited {
                Err(ClientError::Interrupted) => return Err(ClientError::Interrupted),
                Err(_) => return Ok(()),
                Ok(()) => {}
            }
        }
        Ok(())
    }

    /// Whether it is encrypted and another process's: what both encrypt with the same key would give it away.
    pub fn is_forbidden(&self) -> bool {
        self.generation != forks::generation() && self.socket.as_ref().is_some_and(Socket::is_encrypted)
    }

    /// # Errors
    /// The WebSocket has ended, or this side has begun to close it: nothing may follow (RFC 6455 section 5.5.1).
    fn check(&self) -> Result<(), ClientError> {
        match self.session.end() {
            Some(end) => Err(ClientError::Ended(end.clone())),
            None if !self.session.is_open() => Err(ClientError::Ended(End::Answered(None))),
            None => Ok(()),
        }
    }

    fn give_up(&mut self, reason: &str) {
        self.session.lose(reason);
        self.leave();
    }

    /// Ends the connection, with what can still be written at once.
    fn leave(&mut self) {
        let Some(mut socket) = self.socket.take() else { return };
        let _ = socket.write(self.session.unsent());
        socket.shut();
        // What was not read would turn the end into a reset, which can overtake the last words.
        while matches!(socket.read(&mut [0; BUFFER]), Ok(1..)) {}
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // A child's copy ends without a word: the parent goes on with the connection.
        if self.generation == forks::generation() {
            let _ = self.session.close(1001, b"");
            self.leave();
        }
    }
}

/// The opening handshake: gives what it has agreed on, and what came behind the answer.
fn shake(
    socket: &mut Socket,
    handshake: &Handshake,
    mut request: &[u8],
    patience: &mut Patience<'_>,
) -> Result<(Opened, Vec<u8>), ClientError> {
    while !request.is_empty() || socket.wants_write() {
        let written = if request.is_empty() { socket.flush().map(|()| 0) } else { socket.write(request) };
        match written {
            Ok(count) => request = &request[count..],
            Err(error) if is_temporary(&error) => socket.sleep(true, false, patience)?,
            Err(error) => return Err(in_handshake(error)),
        }
    }
    let mut answer = Vec::new();
    loop {
        let mut buffer = [0; 4096];
        match socket.read(&mut buffer) {
            Ok(0) => return Err(in_handshake(io::ErrorKind::UnexpectedEof.into())),
            Ok(count) => {
                answer.extend_from_slice(&buffer[..count]);
                if let Some((opened, used)) = handshake.read(&answer)? {
                    return Ok((opened, answer.split_off(used)));
                }
                wait::go_on(patience)?;
            }
            Err(error) if is_temporary(&error) => socket.sleep(false, true, patience)?,
            Err(error) => return Err(in_handshake(error)),
        }
    }
}

/// Writes what the socket takes; false if that was nothing.
///
/// # Errors
/// The connection is broken in this direction.
fn write(socket: &mut Socket, session: &mut Session) -> io::Result<bool> {
    let written = if session.unsent().is_empty() { socket.flush().map(|()| 0) } else { socket.write(session.unsent()) };
    match written {
        Ok(count) => {
            session.wrote(count);
            Ok(count > 0)
        }
        Err(error) if is_temporary(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

fn in_handshake(error: io::Error) -> ClientError {
    // With TLS 1.3 the server's last word on the client's certificate comes as late as here.
    if error.kind() == io::ErrorKind::InvalidData {
        return ClientError::Tls(error.to_string());
    }
    let error = match error.kind() {
        // By the number that programs compare.
        io::ErrorKind::UnexpectedEof => io::Error::from_raw_os_error(libc::ECONNRESET),
        _ => error,
    };
    ClientError::System { what: "the server ended the connection within the opening handshake".to_owned(), error }
}

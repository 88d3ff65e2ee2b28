//! A client of the generator: one socket that does not block, plain or encrypted, and the frames that come through it.
//!
//! Opening one blocks: nothing is measured meanwhile, and on loopback it takes as long as the server takes.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream as Blocking};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use mio::net::TcpStream;
use mio::{Interest, Registry, Token};
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use socket2::SockRef;

use crate::load::BUFFER;
use crate::load::get::Answers;

/// That of RFC 6455's example, whose answer is known.
pub(crate) const HANDSHAKE: &str = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
                         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
const ACCEPTED: &str = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

/// Without contexts that last, so that every message has the same bytes.
const COMPRESSION: &str =
    "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover; server_no_context_takeover\r\n";

/// How a server is reached.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    pub(crate) tls: Option<Arc<ClientConfig>>,
}

/// A socket, plain or encrypted.
pub(crate) enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Wire {
    /// Connects; over TLS the handshake is done then.
    pub(crate) fn connect(target: &Target) -> Result<Self> {
        Self::connect_and(target, |_| Ok(()))
    }

    /// Becomes a WebSocket; with compression if that is wanted, and an error if the server does not grant it.
    pub(crate) fn open(target: &Target, compressed: bool) -> Result<Self> {
        Self::connect_and(target, |stream| {
            let extension = if compressed { COMPRESSION } else { "" };
            stream.write_all(format!("{HANDSHAKE}{extension}\r\n").as_bytes())?;
            let answer = read_head(stream)?;
            check_accepted(&answer)?;
            if compressed && !answer.to_ascii_lowercase().contains("permessage-deflate") {
                bail!("the server does not compress");
            }
            Ok(())
        })
    }

    /// Begins to connect, without TLS.
    pub(crate) fn begin(target: &Target) -> Result<Self> {
        let socket = TcpStream::connect(target.address).with_context(|| format!("connect to {}", target.address))?;
        SockRef::from(&socket).set_linger(Some(Duration::ZERO))?;
        Ok(Self::Plain(socket))
    }

    fn connect_and(target: &Target, talk: impl FnOnce(&mut dyn ReadWrite) -> Result<()>) -> Result<Self> {
        let mut stream = blocking(target.address)?;
        let Some(config) = &target.tls else {
            talk(&mut stream)?;
            stream.set_nonblocking(true)?;
            return Ok(Self::Plain(TcpStream::from_std(stream)));
        };
        let session = ClientConnection::new(Arc::clone(config), ServerName::try_from("localhost")?)?;
        let mut stream = StreamOwned::new(session, stream);
        stream.flush()?;
        talk(&mut stream)?;
        let (session, socket) = stream.into_parts();
        socket.set_nonblocking(true)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(session, TcpStream::from_std(socket)))))
    }

    /// Watches it, at edges: it is read and written until it would block.
    pub(crate) fn watch(&mut self, registry: &Registry, number: usize) -> io::Result<()> {
        let socket = match self {
            Self::Plain(socket) => socket,
            Self::Tls(stream) => &mut stream.sock,
        };
        registry.register(socket, Token(number), Interest::READABLE | Interest::WRITABLE)
    }

    /// Reads once; `None` when nothing is there.
    pub(crate) fn read_some(&mut self, buffer: &mut [u8]) -> Result<Option<usize>> {
        let result = match self {
            Self::Plain(socket) => socket.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        };
        match result {
            Ok(0) => bail!("the server has closed the connection"),
            Ok(count) => Ok(Some(count)),
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(None),
            Err(error) => Err(error).context("read"),
        }
    }

    /// Writes once; 0 when it takes nothing now.
    pub(crate) fn write_some(&mut self, data: &[u8]) -> Result<usize> {
        let result = match self {
            Self::Plain(socket) => socket.write(data),
            Self::Tls(stream) => stream.write(data),
        };
        match result {
            Ok(count) => Ok(count),
            // Or it is not connected yet.
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::NotConnected) => Ok(0),
            Err(error) => Err(error).context("write"),
        }
    }

    /// What the session holds back when its socket took no more.
    pub(crate) fn push_on(&mut self) -> Result<()> {
        if let Self::Tls(stream) = self
            && stream.conn.wants_write()
            && let Err(error) = stream.flush()
            && error.kind() != io::ErrorKind::WouldBlock
        {
            return Err(error).context("write");
        }
        Ok(())
    }
}

/// Whether an answer to [`HANDSHAKE`] makes a WebSocket of the connection.
pub(crate) fn check_accepted(answer: &str) -> Result<()> {
    if !answer.starts_with("HTTP/1.1 101") || !answer.contains(ACCEPTED) {
        bail!("no WebSocket: {}", answer.lines().next().unwrap_or("nothing"));
    }
    Ok(())
}

fn blocking(address: SocketAddr) -> Result<Blocking> {
    let stream = Blocking::connect(address).with_context(|| format!("connect to {address}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    // Thousands end at once: none shall keep its port.
    SockRef::from(&stream).set_linger(Some(Duration::ZERO))?;
    Ok(stream)
}

/// What a blocking stream can do, plain or encrypted.
trait ReadWrite: Read + Write {}
impl<T: Read + Write> ReadWrite for T {}

/// Reads to the end of a head, and not a byte further.
fn read_head(stream: &mut dyn ReadWrite) -> Result<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).context("no answer to the handshake")?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// Counts the frames of a server, which are not masked, as their bytes come.
#[derive(Default)]
pub(crate) struct Frames {
    /// The beginning of a header that has not come whole.
    header: Vec<u8>,
    /// Bytes of the payload that are still to come.
    left: usize,
}

impl Frames {
    /// Gives how many frames became whole. `check` sees the payloads that lie whole in `bytes`.
    pub(crate) fn count(&mut self, mut bytes: &[u8], mut check: impl FnMut(&[u8]) -> Result<()>) -> Result<usize> {
        let mut whole = 0;
        while !bytes.is_empty() {
            if self.left > 0 {
                let taken = self.left.min(bytes.len());
                self.left -= taken;
                bytes = &bytes[taken..];
                whole += usize::from(self.left == 0);
                continue;
            }
            let before = self.header.len();
            let taken = bytes.len().min(10 - before);
            let parsed = if before == 0 {
                parse(bytes)
            } else {
                self.header.extend_from_slice(&bytes[..taken]);
                parse(&self.header)
            };
            let Some((opcode, header, length)) = parsed else {
                if before == 0 {
                    self.header.extend_from_slice(bytes);
                }
                return Ok(whole);
            };
            self.header.clear();
            bytes = &bytes[header - before..];
            if !matches!(opcode, 1 | 2) {
                bail!("the server sent a frame with opcode {opcode}: {:?}", String::from_utf8_lossy(bytes));
            }
            if bytes.len() >= length {
                check(&bytes[..length])?;
                bytes = &bytes[length..];
                whole += 1;
            } else {
                self.left = length;
            }
        }
        Ok(whole)
    }
}

/// Opcode, and lengths of header and payload.
fn parse(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let opcode = bytes.first()? & 15;
    Some(match *bytes.get(1)? {
        126 => (opcode, 4, u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?).into()),
        127 => (opcode, 10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        length => (opcode, 2, length.into()),
    })
}

/// A client that blocks, for what is counted and not timed.
pub(crate) struct Exchange {
    stream: Blocking,
    frames: Frames,
    answers: Answers,
    buffer: Vec<u8>,
}

impl Exchange {
    /// Connects, for HTTP.
    pub(crate) fn connect(address: SocketAddr) -> Result<Self> {
        let stream = blocking(address)?;
        Ok(Self { stream, frames: Frames::default(), answers: Answers::default(), buffer: vec![0; BUFFER] })
    }

    /// Becomes a WebSocket.
    pub(crate) fn open(address: SocketAddr) -> Result<Self> {
        let mut client = Self::connect(address)?;
        client.send(format!("{HANDSHAKE}\r\n").as_bytes())?;
        check_accepted(&read_head(&mut client.stream)?)?;
        Ok(client)
    }

    pub(crate) fn send(&mut self, data: &[u8]) -> Result<()> {
        self.stream.write_all(data).context("write")
    }

    /// Waits for so many frames.
    pub(crate) fn take(&mut self, frames: usize) -> Result<()> {
        let Self { stream, frames: reader, buffer, .. } = self;
        read_until(stream, buffer, frames, |bytes| reader.count(bytes, |_| Ok(())))
    }

    /// Waits for the answer to a request.
    pub(crate) fn take_answer(&mut self) -> Result<()> {
        let Self { stream, answers, buffer, .. } = self;
        read_until(stream, buffer, 1, |bytes| answers.count(bytes))
    }
}

fn read_until(
    stream: &mut Blocking,
    buffer: &mut [u8],
    wanted: usize,
    mut count: impl FnMut(&[u8]) -> Result<usize>,
) -> Result<()> {
    let mut come = 0;
    while come < wanted {
        let length = stream.read(buffer).context("read")?;
        if length == 0 {
            bail!("the server has closed the connection");
        }
        come += count(&buffer[..length])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_are_counted_however_their_bytes_come() {
        let mut bytes = Vec::new();
        for length in [0_usize, 5, 125, 126, 65535, 65536] {
            bytes.push(0x82);
            match length {
                0..126 => bytes.push(length as u8),
                126..65536 => {
                    bytes.push(126);
                    bytes.extend_from_slice(&(length as u16).to_be_bytes());
                }
                _ => {
                    bytes.push(127);
                    bytes.extend_from_slice(&(length as u64).to_be_bytes());
                }
            }
            bytes.resize(bytes.len() + length, b'x');
        }
        for step in [1, 2, 3, 7, 100, 70_000, 200_000] {
            let mut frames = Frames::default();
            let counted: usize = bytes.chunks(step).map(|chunk| frames.count(chunk, |_| Ok(())).unwrap()).sum();
            assert_eq!(counted, 6, "in steps of {step}");
        }
    }

    #[test]
    fn a_close_frame_is_an_error() {
        assert!(Frames::default().count(&[0x88, 2, 3, 232], |_| Ok(())).is_err());
    }
}

//! The bytes of a connection, plain or encrypted, for the task that serves it.
//!
//! A plain connection's socket is written by the worker's thread too. An encrypted one's is written by its task alone,
//! because the order of records is part of the encryption: the worker only fills the outbox and wakes the task.

use std::io;
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::server::TlsStream;

use super::Shared;
use super::connection::Connection;
use super::socket::Socket;
use crate::link::ClosedBy;

/// See the module.
pub(super) enum Transport {
    Plain(Wire),
    Tls {
        stream: Box<TlsStream<Wire>>,
        /// Encrypted bytes may wait inside for the socket to take them.
        unflushed: bool,
    },
}

/// The connection broke while it was written.
pub(super) struct Broken;

impl Transport {
    /// Writes what the outbox holds and the worker does not write itself. Pending when the socket takes no more for now.
    pub(super) fn poll_send(
        &mut self,
        context: &mut Context<'_>,
        connection: &Connection,
        shared: &Shared,
    ) -> Poll<Result<(), Broken>> {
        match self {
            Self::Plain(_) => {
                while connection.is_for_task() {
                    ready!(connection.socket().poll_write_ready(context)).map_err(|_| Broken)?;
                    connection.flush_by_task(shared);
                }
            }
            Self::Tls { stream, unflushed } => {
                if connection.is_for_task() {
                    *unflushed = true;
                    let write = |data: &[u8]| Pin::new(&mut **stream).poll_write(context, data);
                    ready!(connection.write_with(write, shared)).map_err(|_| Broken)?;
                }
                if *unflushed {
                    ready!(Pin::new(stream).poll_flush(context)).map_err(|_| Broken)?;
                    *unflushed = false;
                }
            }
        }
        Poll::Ready(Ok(()))
    }

    /// Sends as [`poll_send`](Self::poll_send) does, and says who has ended the connection if it is over with that: it broke,
    /// or all is sent of one that `last` has ended.
    pub(super) fn send_on(
        &mut self,
        context: &mut Context<'_>,
        connection: &Connection,
        shared: &Shared,
        last: Option<ClosedBy>,
    ) -> Option<ClosedBy> {
        // Until the socket takes no more and its waker is set, or all is sent.
        match self.poll_send(context, connection, shared) {
            Poll::Ready(Err(Broken)) => Some(ClosedBy::Peer),
            _ => last.filter(|_| connection.all_sent() && self.is_flushed()),
        }
    }

    /// Puts bytes that were read in front of all others; those of an encrypted connection can't be.
    pub(super) fn put_back(&mut self, bytes: Bytes) {
        if let Self::Plain(wire) = self {
            wire.put_back(bytes);
        }
    }

    /// Puts what is left of an answer, behind its first `sent` bytes, in front of all that is written; to plain ones only.
    pub(super) fn put_ahead(&mut self, answer: Vec<u8>, sent: usize) {
        if let Self::Plain(wire) = self {
            wire.unsent = Bytes::from(answer).split_off(sent);
            // The socket may have taken a part without a word of more: until the rest is out, the connection is not to part.
            wire.connection.note_write_blocked(true);
        }
    }

    /// Whether nothing that left the outbox waits in here.
    pub(super) fn is_flushed(&self) -> bool {
        !matches!(self, Self::Tls { unflushed: true, .. })
    }

    /// The protocol that TLS has agreed on (ALPN, RFC 7301).
    pub(super) fn agreed_on(&self) -> Option<&[u8]> {
        match self {
            Self::Plain(_) => None,
            Self::Tls { stream, .. } => stream.get_ref().1.alpn_protocol(),
        }
    }

    /// Whether the connection is encrypted.
    pub(super) fn is_tls(&self) -> bool {
        matches!(self, Self::Tls { .. })
    }
}

impl AsyncRead for Transport {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(wire) => Pin::new(wire).poll_read(context, buffer),
            Self::Tls { stream, .. } => Pin::new(stream).poll_read(context, buffer),
        }
    }
}

impl AsyncWrite for Transport {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(wire) => Pin::new(wire).poll_write(context, data),
            Self::Tls { stream, .. } => Pin::new(stream).poll_write(context, data),
        }
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(wire) => Pin::new(wire).poll_write_vectored(context, slices),
            Self::Tls { stream, .. } => Pin::new(stream).poll_write_vectored(context, slices),
        }
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(wire) => Pin::new(wire).poll_flush(context),
            Self::Tls { stream, .. } => Pin::new(stream).poll_flush(context),
        }
    }

    /// The other end learns that no more comes; encrypted, by a word that nobody on the way could forge.
    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(wire) => Pin::new(wire).poll_shutdown(context),
            Self::Tls { stream, .. } => Pin::new(stream).poll_shutdown(context),
        }
    }
}

/// The socket itself; counts what goes through it, and notes on its connection what the loops around hyper and TLS don't
/// say: that the other side has ended, and that written bytes wait for the socket.
pub(super) struct Wire {
    socket: Arc<Socket>,
    /// Read already, and to be read before what the socket has.
    early: Bytes,
    /// To be written before all else.
    unsent: Bytes,
    connection: Arc<Connection>,
    shared: Arc<Shared>,
}

impl Wire {
    pub(super) fn new(early: Bytes, connection: &Arc<Connection>, shared: &Arc<Shared>) -> Self {
        Self {
            socket: Arc::clone(connection.socket()),
            early,
            unsent: Bytes::new(),
            connection: Arc::clone(connection),
            shared: Arc::clone(shared),
        }
    }

    /// The first byte that comes, left where it is; `None` at the end.
    pub(super) async fn peek(&mut self) -> io::Result<Option<u8>> {
        self.socket.peek().await
    }

    /// Puts bytes that were read in front of all others.
    pub(super) fn put_back(&mut self, bytes: Bytes) {
        self.early = if self.early.is_empty() { bytes } else { [bytes, self.take_early()].concat().into() };
    }

    /// Takes the bytes that were put back.
    pub(super) fn take_early(&mut self) -> Bytes {
        std::mem::take(&mut self.early)
    }

    /// Writes what was put ahead.
    fn poll_unsent(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.unsent.is_empty() {
            let count = ready!(self.write_with(context, |socket| socket.try_write(&self.unsent)))?;
            self.unsent.advance(count);
        }
        Poll::Ready(Ok(()))
    }

    fn write_with(
        &self,
        context: &mut Context<'_>,
        write: impl Fn(&Socket) -> io::Result<usize>,
    ) -> Poll<io::Result<usize>> {
        let socket = &*self.socket;
        loop {
            let ready = socket.poll_write_ready(context);
            self.connection.note_write_blocked(ready.is_pending());
            ready!(ready)?;
            match write(socket) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Ok(count) => {
                    self.connection.note_sent(count, &self.shared);
                    return Poll::Ready(Ok(count));
                }
                Err(error) => {
                    self.connection.note_peer_ended();
                    return Poll::Ready(Err(error));
                }
            }
        }
    }
}

impl AsyncRead for Wire {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if !this.early.is_empty() {
            // Counted when they came.
            let count = this.early.len().min(buffer.remaining());
            buffer.put_slice(&this.early.split_to(count));
            if this.early.is_empty() {
                this.early = Bytes::new();
            }
            return Poll::Ready(Ok(()));
        }
        let before = buffer.filled().len();
        let result = ready!(this.socket.poll_read(context, buffer));
        let count = buffer.filled().len() - before;
        if result.is_err() || count == 0 {
            this.connection.note_peer_ended();
        } else {
            this.shared.registry.received(this.connection.entry, count);
        }
        Poll::Ready(result)
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        ready!(this.poll_unsent(context))?;
        this.write_with(context, |socket| socket.try_write(data))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        ready!(this.poll_unsent(context))?;
        this.write_with(context, |socket| socket.try_write_vectored(slices))
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.get_mut().poll_unsent(context)
    }

    /// The connection's task closes the socket a little later.
    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(this.poll_unsent(context))?;
        Poll::Ready(this.socket.system().shutdown(Shutdown::Write))
    }
}

//! Sockets of whatever family, watched by a gateway's runtime. Connections over TCP and over Unix sockets are one thing
//! from here on, at the cost of what tokio's own types do: the same readiness, the same system calls.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::task::{Context, Poll, ready};

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use socket2::{SockAddr, Socket as System};
use tokio::io::unix::AsyncFd;
use tokio::io::{Interest, ReadBuf};

/// Stands for an end that has no address of the internet: that of a Unix socket.
const NOWHERE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// The address of the internet that a socket's is, or one that stands for none.
pub(super) fn internet(address: &SockAddr) -> SocketAddr {
    address.as_socket().unwrap_or(NOWHERE)
}

/// See the module. Any thread may write; one task reads.
pub(super) struct Socket(AsyncFd<System>);

impl Socket {
    /// Watches a socket, which does not block, in the runtime that is entered now.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn new(socket: System) -> io::Result<Self> {
        // SAFETY: the socket owns its descriptor, and never closes or changes it before it is dropped, which is after this.
        unsafe { AsyncFd::register_with_interest(socket, Interest::READABLE | Interest::WRITABLE) }
            .map(Self)
            .map_err(Into::into)
    }

    /// The same for one that came from elsewhere.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn adopt(descriptor: OwnedFd) -> io::Result<Self> {
        let socket = System::from(descriptor);
        socket.set_nonblocking(true)?;
        Self::new(socket)
    }

    pub(super) fn system(&self) -> &System {
        self.0.get_ref()
    }

    pub(super) fn remote(&self) -> io::Result<SocketAddr> {
        self.system().peer_addr().map(|address| internet(&address))
    }

    pub(super) fn local(&self) -> io::Result<SocketAddr> {
        self.system().local_addr().map(|address| internet(&address))
    }

    /// Writes what it takes now.
    pub(super) fn try_write(&self, data: &[u8]) -> io::Result<usize> {
        self.0.try_io(Interest::WRITABLE, |socket| socket.send_with_flags(data, libc::MSG_NOSIGNAL))
    }

    /// The same for several pieces.
    pub(super) fn try_write_vectored(&self, slices: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_io(Interest::WRITABLE, |socket| socket.send_vectored_with_flags(slices, libc::MSG_NOSIGNAL))
    }

    /// Whether it takes something now, as the system says, whatever the runtime knows.
    pub(super) fn is_writable(&self) -> bool {
        let mut descriptor = [PollFd::new(self.as_fd(), PollFlags::POLLOUT)];
        poll(&mut descriptor, PollTimeout::ZERO).is_ok_and(|ready| ready > 0)
    }

    /// For its task: whether it may take something.
    pub(super) fn poll_write_ready(&self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.0.poll_write_ready(context).map_ok(|mut guard| guard.retain_ready())
    }

    /// For its task: reads once.
    pub(super) fn poll_read(&self, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            let mut guard = ready!(self.0.poll_read_ready(context))?;
            // SAFETY: nothing in there is made uninitialised.
            let room = unsafe { buffer.unfilled_mut() };
            let length = room.len();
            match guard.try_io(|socket| socket.get_ref().recv(room)) {
                Ok(Ok(count)) => {
                    // There is no more for now: the next question needs no system call.
                    if count > 0 && count < length {
                        guard.clear_ready();
                    }
                    // SAFETY: the kernel has filled so many of them.
                    unsafe { buffer.assume_init(count) };
                    buffer.advance(count);
                    return Poll::Ready(Ok(()));
                }
                Ok(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
                Ok(Err(error)) => return Poll::Ready(Err(error)),
                Err(_would_block) => {}
            }
        }
    }

    /// Throws away what has come, up to `most` bytes, also what the runtime has not been told of.
    pub(super) fn discard(&self, most: usize) {
        let mut sink = [MaybeUninit::<u8>::uninit(); 4096];
        let mut total = 0;
        while total < most {
            match self.system().recv(&mut sink) {
                Ok(0) => break,
                Ok(count) => total += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
    }

    /// The first byte that comes, left where it is; `None` at the end.
    pub(super) async fn peek(&self) -> io::Result<Option<u8>> {
        let mut first = [MaybeUninit::<u8>::uninit()];
        let count = self.0.async_io(Interest::READABLE, |socket| socket.peek(&mut first)).await?;
        // SAFETY: the kernel has filled it.
        Ok((count > 0).then(|| unsafe { first[0].assume_init() }))
    }

    /// Accepts a connection, for a listening one; gives its socket, which does not block, and the other end.
    pub(super) async fn accept(&self) -> io::Result<(System, SocketAddr)> {
        let (socket, remote) = self.0.async_io(Interest::READABLE, accept).await?;
        Ok((socket, internet(&remote)))
    }

    /// Waits for a datagram, and takes it; gives its whole length, which may be more than was read, and its sender.
    pub(super) async fn receive(&self, buffer: &mut [MaybeUninit<u8>]) -> io::Result<(usize, SockAddr)> {
        self.0.async_io(Interest::READABLE, |socket| socket.recv_from_with_flags(buffer, libc::MSG_TRUNC)).await
    }
}

/// Accepts a connection whose socket does not block from the beginning on: `System::accept` would take two calls more for that.
fn accept(listener: &System) -> io::Result<(System, SockAddr)> {
    const FLAGS: libc::c_int = libc::SOCK_CLOEXEC | libc::SOCK_NONBLOCK;
    // SAFETY: the address and its length are of live variables that belong together; the descriptor that comes back is new,
    // and nobody else owns it.
    unsafe {
        SockAddr::try_init(|address, length| {
            let descriptor = libc::accept4(listener.as_raw_fd(), address.cast(), length, FLAGS);
            if descriptor < 0 { Err(io::Error::last_os_error()) } else { Ok(System::from_raw_fd(descriptor)) }
        })
    }
}

impl AsRawFd for Socket {
    fn as_raw_fd(&self) -> RawFd {
        self.system().as_raw_fd()
    }
}

impl AsFd for Socket {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.system().as_fd()
    }
}

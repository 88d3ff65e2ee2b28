//! What the gateway and the clients ask of sockets, and the libraries do not.

use std::os::fd::{AsRawFd, BorrowedFd};

/// Bytes that the other side's system has not yet acknowledged, of TCP; of a Unix socket those that nobody has read. 0 where that
/// can't be known. Any thread.
pub(crate) fn unacknowledged(socket: BorrowedFd<'_>) -> usize {
    let mut bytes: libc::c_int = 0;
    // SAFETY: the request writes one `int`, whose address it gets; the descriptor is open as long as it is borrowed.
    let status = unsafe { libc::ioctl(socket.as_raw_fd(), libc::TIOCOUTQ, &raw mut bytes) };
    if status == 0 { usize::try_from(bytes).unwrap_or(0) } else { 0 }
}

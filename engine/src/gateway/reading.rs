//! Reading, for the tasks of WebSockets and of plain TCP: into one buffer that all connections of the thread share, so that
//! an idle one holds none, and no faster than PHP takes what comes.

use std::cell::RefCell;
use std::sync::Arc;
use std::task::Poll;

use super::connection::Connection;
use super::transport::Broken;
use super::{QUEUE_LIMIT, Shared, UNTAKEN_LIMIT};

/// What is read at once into the buffer of all: a message of 64 KiB with its header, and some more.
const SHARED_MOST: usize = 80 * 1024;

/// What is read at once to where it belongs.
pub(super) const MOST: usize = 256 * 1024;

/// Of a connection that has something waiting for PHP, or while much waits of all of them.
const LITTLE: usize = 1024;

thread_local! {
    static BUFFER: RefCell<Vec<u8>> = RefCell::new(vec![0; SHARED_MOST]);
}

impl Shared {
    /// How many bytes of a connection may be read now; 0 if PHP has enough of it to take already.
    ///
    /// Whoever has nothing waiting is always read, if only a little: others' floods must not silence its pings. A little
    /// also is what is read of one that has something waiting: in the smallest frames a byte becomes 30 of events.
    pub(super) fn read_room(&self, connection: &Connection) -> usize {
        match (connection.untaken(), self.events.bytes() < QUEUE_LIMIT) {
            (0, true) => usize::MAX,
            (0, false) => LITTLE,
            (untaken, true) if untaken < UNTAKEN_LIMIT => 16 * LITTLE,
            _ => 0,
        }
    }

    /// How many bytes are read of a connection that is read.
    pub(super) fn read_size(&self, connection: &Connection) -> usize {
        self.read_room(connection).clamp(LITTLE, MOST)
    }

    /// Whether a connection may be read. Pending while the program does not want to hear it, or has to take some of its
    /// events first: the task is woken then. One that is not heard may have gone, which a write has shown.
    pub(super) fn poll_may_read(&self, connection: &Arc<Connection>) -> Poll<Result<(), Broken>> {
        if !connection.is_heard() && !self.is_parting() {
            return if connection.peer_ended() { Poll::Ready(Err(Broken)) } else { Poll::Pending };
        }
        if self.read_room(connection) > 0 {
            return Poll::Ready(Ok(()));
        }
        if connection.pause() {
            self.paused.lock().push(Arc::clone(connection));
        }
        // The worker may have taken everything between the question and the entry in the list.
        if self.read_room(connection) > 0 { Poll::Ready(Ok(())) } else { Poll::Pending }
    }
}

/// Lends the buffer, `most` bytes of it.
pub(super) fn with_buffer<R>(most: usize, read: impl FnOnce(&mut [u8]) -> R) -> R {
    BUFFER.with_borrow_mut(|buffer| read(&mut buffer[..most.min(SHARED_MOST)]))
}

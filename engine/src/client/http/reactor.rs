//! Descriptors, times and wakes of tasks, on the one thread that polls them.
//!
//! No runtime: a task is polled when one of its descriptors may be ready, when its time has come, or when something in it was
//! woken. Descriptors are registered edge-triggered, for both directions, so that nothing has to be said to the kernel again:
//! whoever finds that a socket has no more says `Pending`, and is polled at the next edge.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::io::{self, Read, Write};
use std::mem;
use std::net::{Shutdown, TcpStream};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Wake};
use std::time::{Duration, Instant};

use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::shared::forks;

/// What a task reads in one turn, in bytes: a server that never stops sending must not keep others, or the task's own time
/// limit, from theirs. hyper reads on by itself as long as there are heads of the kind 1xx, 5,000 of them in so many bytes.
const READ_IN_A_TURN: usize = 128 * 1024;

/// Edges that one look takes from the kernel; the others are there for the next one.
const MOST_AT_ONCE: usize = 256;

/// See the module. A handle, of which every task has one.
#[derive(Clone)]
pub(super) struct Reactor(Arc<Inner>);

struct Inner {
    set: Epoll,
    /// Behind a mutex because a `Waker` may go to any thread; none does.
    woken: Mutex<BTreeSet<u64>>,
    /// What is left of [`READ_IN_A_TURN`].
    may_read: AtomicUsize,
}

impl Reactor {
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub(super) fn new() -> io::Result<Self> {
        let set = Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?;
        Ok(Self(Arc::new(Inner { set, woken: Mutex::new(BTreeSet::new()), may_read: AtomicUsize::new(0) })))
    }

    /// Has a task polled at the next look.
    pub(super) fn wake(&self, task: u64) {
        self.0.woken.lock().insert(task);
    }

    /// A task is polled now.
    pub(super) fn begin_turn(&self) {
        self.0.may_read.store(READ_IN_A_TURN, Ordering::Relaxed);
    }

    /// Whether a task waits to be polled, by what is known without asking the kernel.
    pub(super) fn has_woken(&self) -> bool {
        !self.0.woken.lock().is_empty()
    }

    /// Takes the tasks that are to be polled now; never waits.
    pub(super) fn take_woken(&self) -> BTreeSet<u64> {
        let mut events = [EpollEvent::empty(); MOST_AT_ONCE];
        // An error (EINTR) is as good as nothing.
        let count = self.0.set.wait(&mut events, EpollTimeout::ZERO).unwrap_or(0);
        let mut woken = mem::take(&mut *self.0.woken.lock());
        woken.extend(events.iter().take(count).map(EpollEvent::data));
        woken
    }

    /// What wakes a task.
    pub(super) fn waker(&self, task: u64) -> Arc<TaskWaker> {
        Arc::new(TaskWaker { reactor: self.clone(), task })
    }
}

impl AsFd for Reactor {
    /// Readable when a descriptor of a task may be ready.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.set.0.as_fd()
    }
}

/// See [`Reactor::waker`].
pub(super) struct TaskWaker {
    reactor: Reactor,
    task: u64,
}

impl Wake for TaskWaker {
    fn wake(self: Arc<Self>) {
        self.reactor.wake(self.task);
    }
}

/// A task, as what runs in it sees it.
#[derive(Clone)]
pub(super) struct Place {
    pub(super) reactor: Reactor,
    pub(super) task: u64,
    /// When the task wants to be polled in any case: the earliest time limit of what it waits for.
    pub(super) due: Rc<Cell<Option<Instant>>>,
}

/// The time was over.
pub(super) struct TimeOver;

impl Place {
    /// Waits for `work` until `deadline`, or for ever without one.
    pub(super) async fn until<F: Future>(&self, deadline: Option<Instant>, work: F) -> Result<F::Output, TimeOver> {
        let mut work = pin!(work);
        poll_fn(|context| {
            if let Poll::Ready(output) = work.as_mut().poll(context) {
                return Poll::Ready(Ok(output));
            }
            if self.is_over(deadline) { Poll::Ready(Err(TimeOver)) } else { Poll::Pending }
        })
        .await
    }

    /// Whether this time has come; if not, the task is polled when it comes.
    pub(super) fn is_over(&self, deadline: Option<Instant>) -> bool {
        if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
            return true;
        }
        // Each poll of a task begins without one.
        self.due.set([self.due.get(), deadline].into_iter().flatten().min());
        false
    }

    /// Waits for `work` for so long at the most.
    pub(super) async fn within<F: Future>(&self, limit: Duration, work: F) -> Result<F::Output, TimeOver> {
        self.until(Instant::now().checked_add(limit), work).await
    }

    /// Has the task polled when something comes of a descriptor.
    ///
    /// # Errors
    /// The system's.
    pub(super) fn watch<D: AsFd>(&self, descriptor: D) -> io::Result<Watched<D>> {
        let flags = EpollFlags::EPOLLIN | EpollFlags::EPOLLOUT | EpollFlags::EPOLLRDHUP | EpollFlags::EPOLLET;
        self.reactor.0.set.add(&descriptor, EpollEvent::new(flags, self.task))?;
        Ok(Watched { descriptor, reactor: self.reactor.clone(), task: self.task, generation: forks::generation() })
    }
}

/// A descriptor that its task hears of, for as long as this lives.
pub(super) struct Watched<D: AsFd> {
    descriptor: D,
    reactor: Reactor,
    task: u64,
    generation: u32,
}

impl<D: AsFd> Watched<D> {
    pub(super) fn get(&self) -> &D {
        &self.descriptor
    }
}

impl<D: AsFd> Drop for Watched<D> {
    fn drop(&mut self) {
        // By itself it would stay in there as long as a forked child has it open. The child's set is the parent's.
        if self.generation == forks::generation() {
            let _ = self.reactor.0.set.delete(&self.descriptor);
        }
    }
}

/// A connection's socket, which does not block.
pub(super) type Stream = Watched<TcpStream>;

impl Stream {
    /// Whether it is connected by now.
    ///
    /// # Errors
    /// It will not be.
    pub(super) fn is_connected(&self) -> io::Result<bool> {
        if let Some(error) = self.descriptor.take_error()? {
            return Err(error);
        }
        match self.descriptor.peer_addr() {
            Ok(_) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Its number.
    pub(super) fn number(&self) -> RawFd {
        self.descriptor.as_raw_fd()
    }
}

/// What a call that does not block has given; `Pending` for nothing yet.
fn outcome<T>(mut call: impl FnMut() -> io::Result<T>) -> Poll<io::Result<T>> {
    loop {
        match call() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Poll::Pending,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return Poll::Ready(result),
        }
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let may_read = &self.reactor.0.may_read;
        let left = may_read.load(Ordering::Relaxed);
        if left == 0 {
            self.reactor.wake(self.task);
            return Poll::Pending;
        }
        let mut socket = &self.descriptor;
        let room = buffer.initialize_unfilled_to(left.min(buffer.remaining()));
        outcome(|| socket.read(room)).map_ok(|count| {
            may_read.store(left - count, Ordering::Relaxed);
            buffer.advance(count);
        })
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, data: &[u8]) -> Poll<io::Result<usize>> {
        let mut socket = &self.descriptor;
        outcome(|| socket.write(data))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.descriptor.shutdown(Shutdown::Write))
    }
}

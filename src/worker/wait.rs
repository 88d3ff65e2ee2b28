//! What a process of a server sleeps on: its waker, the inboxes that it reads, and what the program watches.

use std::cell::RefCell;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, RawFd};
use std::rc::Rc;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use swoxide_engine::link::Queue;

use super::watched;

/// What is in the set: the waker, whose wakes are to be taken, or something else.
const WAKER: u64 = 1;
const OTHER: u64 = 0;

/// See the module. Made by the process that sleeps on it.
pub(crate) struct Waiter {
    set: Epoll,
    /// What the program watches, as it is in `set`.
    watched: RefCell<Option<Rc<Epoll>>>,
}

impl Waiter {
    /// One that `waker` wakes, an eventfd that is its process's own.
    ///
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub(crate) fn new(waker: RawFd) -> io::Result<Self> {
        let set = Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?;
        let waiter = Self { set, watched: RefCell::new(None) };
        waiter.add_with(waker, EpollFlags::EPOLLIN, WAKER)?;
        Ok(waiter)
    }

    /// Wakes when `descriptor` is readable. It must stay open as long as this.
    pub(crate) fn add(&self, descriptor: RawFd) -> io::Result<()> {
        self.add_with(descriptor, EpollFlags::EPOLLIN, OTHER)
    }

    /// The same for what several processes read: one of them wakes, not all.
    pub(crate) fn add_shared(&self, descriptor: RawFd) -> io::Result<()> {
        self.add_with(descriptor, EpollFlags::EPOLLIN | EpollFlags::EPOLLEXCLUSIVE, OTHER)
    }

    fn add_with(&self, descriptor: RawFd, flags: EpollFlags, role: u64) -> io::Result<()> {
        // SAFETY: open for the call; the kernel watches what it stands for, and forgets that when it is closed.
        let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
        Ok(self.set.add(descriptor, EpollEvent::new(flags, role))?)
    }

    /// Wakes also for what the program watches now.
    fn follow_watched(&self) {
        let mut followed = self.watched.borrow_mut();
        let now = watched::set();
        if followed.as_ref().map(Rc::as_ptr) == now.as_ref().map(Rc::as_ptr) {
            return;
        }
        // A forked child may keep it open, so that it would not go by itself.
        if let Some(before) = followed.take() {
            let _ = self.set.delete(&before.0);
        }
        *followed = now.filter(|now| self.set.add(&now.0, EpollEvent::new(EpollFlags::EPOLLIN, OTHER)).is_ok());
    }

    /// Wakes also for what the program watches, and when one of `blocked` is writable, as long as `sleep` runs.
    pub(crate) fn with_room<R>(&self, blocked: &[RawFd], sleep: impl FnOnce() -> R) -> R {
        self.follow_watched();
        // SAFETY: senders' descriptors, which stay open as long as the process does.
        let blocked = || blocked.iter().map(|descriptor| unsafe { BorrowedFd::borrow_raw(*descriptor) });
        for descriptor in blocked() {
            let _ = self.set.add(descriptor, EpollEvent::new(EpollFlags::EPOLLOUT, OTHER));
        }
        let result = sleep();
        for descriptor in blocked() {
            let _ = self.set.delete(descriptor);
        }
        result
    }

    /// Sleeps until something is readable, a signal comes, or so many milliseconds have passed; -1 for no limit. Whether the
    /// waker is readable.
    pub(crate) fn wait(&self, milliseconds: i32) -> bool {
        let mut events = [EpollEvent::empty(); 4];
        // An error (EINTR) is as good as something else.
        let count = self.set.wait(&mut events, EpollTimeout::try_from(milliseconds).unwrap_or(EpollTimeout::NONE));
        events.iter().take(count.unwrap_or(0)).any(|event| event.data() == WAKER)
    }
}

impl AsFd for Waiter {
    /// Readable when something that it waits for is there.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.set.0.as_fd()
    }
}

/// Sleeps on the waker of `queue` and on what the program watches, for processes and times without inboxes.
pub(crate) fn sleep_on(queue: &Queue, limit: Option<Duration>) {
    let set = watched::set();
    // SAFETY: the queue keeps its waker open.
    let waker = unsafe { BorrowedFd::borrow_raw(queue.waker()) };
    let mut polled = vec![PollFd::new(waker, PollFlags::POLLIN)];
    polled.extend(set.as_ref().map(|set| PollFd::new(set.0.as_fd(), PollFlags::POLLIN)));
    // An error (EINTR) is as good as a wake.
    queue.wait_by(limit, |milliseconds| {
        let _ = poll(&mut polled, PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::NONE));
        polled.first().and_then(PollFd::any).unwrap_or(false)
    });
}

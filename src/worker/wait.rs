//! What a process sleeps on: its waker, and the inboxes that it reads.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, RawFd};

use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};

/// See the module. Made by the process that sleeps on it.
pub(crate) struct Waiter(Epoll);

impl Waiter {
    /// One that `waker` wakes, an eventfd that is its process's own.
    ///
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub(crate) fn new(waker: RawFd) -> io::Result<Self> {
        let waiter = Self(Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?);
        waiter.add(waker)?;
        Ok(waiter)
    }

    /// Wakes when `descriptor` is readable. It must stay open as long as this.
    pub(crate) fn add(&self, descriptor: RawFd) -> io::Result<()> {
        self.add_with(descriptor, EpollFlags::EPOLLIN)
    }

    /// The same for what several processes read: one of them wakes, not all.
    pub(crate) fn add_shared(&self, descriptor: RawFd) -> io::Result<()> {
        self.add_with(descriptor, EpollFlags::EPOLLIN | EpollFlags::EPOLLEXCLUSIVE)
    }

    fn add_with(&self, descriptor: RawFd, flags: EpollFlags) -> io::Result<()> {
        // SAFETY: open for the call; the kernel watches what it stands for, and forgets that when it is closed.
        let descriptor = unsafe { BorrowedFd::borrow_raw(descriptor) };
        Ok(self.0.add(descriptor, EpollEvent::new(flags, 0))?)
    }

    /// Wakes also when one of `blocked` is writable, as long as `sleep` runs.
    pub(crate) fn with_room<R>(&self, blocked: &[RawFd], sleep: impl FnOnce() -> R) -> R {
        // SAFETY: senders' descriptors, which stay open as long as the process does.
        let blocked = || blocked.iter().map(|descriptor| unsafe { BorrowedFd::borrow_raw(*descriptor) });
        for descriptor in blocked() {
            let _ = self.0.add(descriptor, EpollEvent::new(EpollFlags::EPOLLOUT, 0));
        }
        let result = sleep();
        for descriptor in blocked() {
            let _ = self.0.delete(descriptor);
        }
        result
    }

    /// Sleeps until something is readable, a signal comes, or so many milliseconds have passed; -1 for no limit.
    pub(crate) fn wait(&self, milliseconds: i32) {
        let mut events = [EpollEvent::empty()];
        // An error (EINTR) is as good as a wake.
        let _ = self.0.wait(&mut events, EpollTimeout::try_from(milliseconds).unwrap_or(EpollTimeout::NONE));
    }
}

impl AsFd for Waiter {
    /// Readable when something that it waits for is there.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.0.as_fd()
    }
}

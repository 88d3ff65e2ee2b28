//! The local link: events from the gateway's thread to the worker's, in one process.
//!
//! The worker says that it sleeps before it does; only then a push pays for a wake. Awake, it takes everything at once. It
//! sleeps while it drives the sockets ([`Gateway::wait`](crate::gateway::Gateway::wait)), or, without a gateway, on an
//! eventfd. A signal handler wakes it through that descriptor in either case.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use atomic_waker::AtomicWaker;
use parking_lot::Mutex;

use super::Event;

/// See the module. Any thread may push; one thread drains and waits.
#[derive(Debug)]
pub struct Queue {
    events: Mutex<VecDeque<Event>>,
    /// Bytes of the events that wait here or that the worker has drained but not dispatched.
    bytes: AtomicUsize,
    asleep: AtomicBool,
    /// Of a worker that sleeps while it drives the sockets.
    task: AtomicWaker,
    wake: OwnedFd,
}

impl Queue {
    /// An empty queue.
    ///
    /// # Errors
    /// The system's, when it grants no eventfd.
    pub fn new() -> io::Result<Self> {
        // SAFETY: eventfd takes no pointers.
        let wake = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if wake < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made and nobody else owns it.
        let wake = unsafe { OwnedFd::from_raw_fd(wake) };
        Ok(Self {
            events: Mutex::default(),
            bytes: AtomicUsize::new(0),
            asleep: AtomicBool::new(false),
            task: AtomicWaker::new(),
            wake,
        })
    }

    /// Adds an event and wakes the worker if it sleeps.
    pub fn push(&self, event: Event) {
        self.bytes.fetch_add(event.size(), Ordering::Relaxed);
        self.events.lock().push_back(event);
        self.rouse();
    }

    /// Wakes the worker if it sleeps.
    pub(crate) fn rouse(&self) {
        // Looked at first, because an exchange is dear and a look is not. Who goes to sleep says so before it takes the lock
        // of the events for its last look: whoever has pushed behind that has seen the word.
        if self.asleep.load(Ordering::SeqCst) && self.asleep.swap(false, Ordering::SeqCst) {
            match self.task.take() {
                Some(task) => task.wake(),
                None => wake(self.wake.as_raw_fd()),
            }
        }
    }

    /// For a worker that drives the sockets: whether an event is there, and if not, to be woken when one is.
    pub(crate) fn poll_event(&self, context: &Context<'_>) -> Poll<()> {
        self.task.register(context.waker());
        self.asleep.store(true, Ordering::SeqCst);
        // Whoever pushed before it could see `asleep` has left its event here.
        if self.events.lock().is_empty() { Poll::Pending } else { Poll::Ready(()) }
    }

    /// Notes that it sleeps no more.
    pub(crate) fn awake(&self) {
        self.asleep.store(false, Ordering::SeqCst);
        drop(self.task.take());
    }

    /// Lets the worker look at what has changed without an event.
    pub fn wake(&self) {
        wake(self.wake.as_raw_fd());
    }

    /// Swaps all waiting events into `batch`, which must be empty: its memory serves the next ones.
    pub fn drain(&self, batch: &mut VecDeque<Event>) {
        debug_assert!(batch.is_empty());
        std::mem::swap(&mut *self.events.lock(), batch);
    }

    /// Notes that a drained event of this [`size`](Event::size) waits no longer.
    pub fn taken(&self, size: usize) {
        self.bytes.fetch_sub(size, Ordering::Relaxed);
    }

    /// Bytes of all events that PHP has not been given yet.
    pub fn bytes(&self) -> usize {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Sleeps until an event is there, someone writes to [`waker`](Self::waker), a signal comes, or `limit` has passed.
    pub fn wait(&self, limit: Option<Duration>) {
        self.wait_by(limit, |milliseconds| {
            let mut descriptor = libc::pollfd { fd: self.wake.as_raw_fd(), events: libc::POLLIN, revents: 0 };
            // SAFETY: one `pollfd`, alive for the call. An error (EINTR) is as good as a wake.
            unsafe { libc::poll(&raw mut descriptor, 1, milliseconds) };
            descriptor.revents != 0
        });
    }

    /// The same for a worker that waits for other things besides: `sleep` gets the limit in milliseconds (-1 for none),
    /// must return when [`waker`](Self::waker) is readable, and says whether it is.
    pub fn wait_by(&self, limit: Option<Duration>, sleep: impl FnOnce(i32) -> bool) {
        self.asleep.store(true, Ordering::SeqCst);
        // Whoever pushed before it could see `asleep` has left its event here.
        let is_empty = self.events.lock().is_empty();
        let milliseconds =
            || limit.map_or(-1, |limit| i32::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX));
        let is_woken = is_empty && sleep(milliseconds());
        self.asleep.store(false, Ordering::SeqCst);
        // Wakes that are not taken are there at the next sleep.
        if is_woken {
            self.take_wakes();
        }
    }

    /// Forgets the wakes that have come through the descriptor.
    pub(crate) fn take_wakes(&self) {
        let mut count = [0_u8; 8];
        // SAFETY: an eventfd gives 8 bytes; the descriptor does not block, and if nothing is there nothing is to do.
        unsafe { libc::read(self.wake.as_raw_fd(), count.as_mut_ptr().cast(), count.len()) };
    }

    /// Whether no event waits here.
    pub fn is_empty(&self) -> bool {
        self.events.lock().is_empty()
    }

    /// The descriptor that wakes the worker: a signal handler may call [`wake`] on it.
    pub fn waker(&self) -> RawFd {
        self.wake.as_raw_fd()
    }
}

/// Adds one to an eventfd. Async-signal-safe: one `write`, and nothing depends on whether it succeeds (a full counter
/// wakes just as well).
pub fn wake(eventfd: RawFd) {
    let one = 1_u64.to_ne_bytes();
    // SAFETY: 8 bytes of a live array.
    unsafe { libc::write(eventfd, one.as_ptr().cast(), one.len()) };
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;
    use crate::link::EventKind;
    use crate::registry::Entry;

    fn event(fd: u64) -> Event {
        Event { entry: Entry { fd, slot: 0 }, port: 0, kind: EventKind::Connect }
    }

    #[test]
    fn what_two_threads_push_comes_out_whole_and_in_order_of_each() {
        let queue = Queue::new().unwrap();
        const EACH: u64 = 50_000;
        std::thread::scope(|scope| {
            for thread in 0..2 {
                let queue = &queue;
                scope.spawn(move || (0..EACH).for_each(|number| queue.push(event(number * 2 + thread))));
            }
            let mut last = [None; 2];
            let mut count = 0;
            let mut batch = VecDeque::new();
            while count < 2 * EACH {
                queue.drain(&mut batch);
                if batch.is_empty() {
                    queue.wait(Some(Duration::from_secs(10)));
                }
                for event in batch.drain(..) {
                    let thread = (event.entry.fd % 2) as usize;
                    assert!(last[thread] < Some(event.entry.fd));
                    last[thread] = Some(event.entry.fd);
                    count += 1;
                }
            }
        });
    }

    #[test]
    fn waiting_ends_by_itself_and_at_once_when_something_is_there() {
        let queue = Queue::new().unwrap();
        let begin = Instant::now();
        queue.wait(Some(Duration::from_millis(20)));
        assert!(begin.elapsed() >= Duration::from_millis(20));
        queue.push(event(1));
        queue.wait(None);
        wake(queue.waker());
        queue.drain(&mut VecDeque::new());
        queue.wait(None);
    }
}

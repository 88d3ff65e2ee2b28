//! A few threads for work that blocks: errands and look-ups of names. Work that finds none free waits its turn.
//!
//! There is a thread only while there is work, and a moment longer. Not tokio's, which panics where the system grants no
//! thread: here whoever has the work is told.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
// Not parking_lot's, whose waiters share a table: a fork while one of these threads has that locked would leave it so for
// every lock of the child's.
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{io, mem, thread};

use nix::sys::eventfd::{EfdFlags, EventFd};

use crate::gateway::signals::BlockedSignals;
use crate::shared::forks;

/// How long a thread waits for more work.
const KEPT: Duration = Duration::from_millis(100);

/// Look-ups of names that a process has under way at the same time: nobody's requests pile up threads where no name server
/// answers.
const NAMES: usize = 16;

/// What is to be done, and what rings then.
type Work = (Box<dyn FnOnce() + Send>, Arc<EventFd>);

/// Something that rings: readable, for as long as nobody has read it.
///
/// # Errors
/// The system's, when it grants no descriptor.
pub(crate) fn bell() -> io::Result<Arc<EventFd>> {
    Ok(Arc::new(EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)?))
}

/// Those for look-ups of names, of this process.
pub(crate) fn for_names() -> Threads {
    static THREADS: Mutex<Option<Threads>> = Mutex::new(None);
    // Whoever asks is a thread that forks, so that no child finds it locked.
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    threads.take_if(|threads| !threads.is_own());
    threads.get_or_insert_with(|| Threads::new("swoxide-lookup", NAMES)).clone()
}

/// See the module. A handle; the threads go on without one. In a forked child, which has none of the threads, it does nothing
/// any more: one of them may have held the lock.
#[derive(Clone)]
pub(crate) struct Threads {
    inner: Arc<Inner>,
    /// Of the process that it is for.
    generation: u32,
}

struct Inner {
    name: &'static str,
    most: usize,
    state: Mutex<State>,
    /// There is work, or nothing more to wait for.
    called: Condvar,
    /// A thread has ended.
    ended: Condvar,
}

#[derive(Default)]
struct State {
    /// By number, and so in the order in which it came. Empty without a thread.
    waiting: BTreeMap<u64, Work>,
    last_number: u64,
    running: usize,
    /// Of these.
    idle: usize,
    is_over: bool,
}

impl Threads {
    /// None yet, and later so many at the most, in this process.
    pub(crate) fn new(name: &'static str, most: usize) -> Self {
        let inner = Inner { name, most, state: Mutex::default(), called: Condvar::new(), ended: Condvar::new() };
        Self { inner: Arc::new(inner), generation: forks::generation() }
    }

    /// Whether they are this process's, and not its parent's.
    pub(crate) fn is_own(&self) -> bool {
        self.generation == forks::generation()
    }

    /// Has `work` done as soon as a thread is free, by the number that this gives; then `bell` rings. Only where they are
    /// [own](Self::is_own).
    ///
    /// # Errors
    /// The system's, when it grants not even one thread; `work` is dropped.
    pub(crate) fn run(&self, bell: &Arc<EventFd>, work: impl FnOnce() + Send + 'static) -> io::Result<u64> {
        let mut state = self.inner.lock();
        if state.idle <= state.waiting.len() && state.running < self.inner.most {
            match self.start() {
                Ok(()) => state.running += 1,
                Err(error) if state.running == 0 => return Err(error),
                // Those that there are do it later.
                Err(_) => {}
            }
        }
        state.last_number += 1;
        let number = state.last_number;
        state.waiting.insert(number, (Box::new(work), Arc::clone(bell)));
        drop(state);
        self.inner.called.notify_one();
        Ok(number)
    }

    /// Takes work back that has not begun.
    pub(crate) fn forget(&self, number: u64) {
        if self.is_own() {
            let work = self.inner.lock().waiting.remove(&number);
            drop(work);
        }
    }

    /// Takes all work back that has not begun, and waits until the rest is done, but not beyond `deadline`.
    pub(crate) fn end(&self, deadline: Instant) {
        if !self.is_own() {
            return;
        }
        let mut state = self.inner.lock();
        state.is_over = true;
        let waiting = mem::take(&mut state.waiting);
        self.inner.called.notify_all();
        while state.running > 0 {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state = self.inner.ended.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        drop(state);
        drop(waiting);
    }

    /// Starts a thread, which is not joined: what it is at may take minutes. A thread's own storage keeps the library from
    /// being unloaded under it.
    fn start(&self) -> io::Result<()> {
        // Signals are the interpreter's thread's; threads inherit what is blocked when they start.
        let _blocked = BlockedSignals::all();
        let inner = Arc::clone(&self.inner);
        thread::Builder::new().name(self.inner.name.to_owned()).spawn(move || inner.work()).map(drop)
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is held.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a thread does, to its end.
    fn work(&self) {
        let mut state = self.lock();
        loop {
            if let Some((_, (work, bell))) = state.waiting.pop_first() {
                drop(state);
                // A panic is told of by itself, and this thread goes on with the next.
                let _ = catch_unwind(AssertUnwindSafe(work));
                state = self.lock();
                // Not before: who hears it and has more work finds this thread free, and who forgets this has the bell alone.
                let _ = bell.write(1);
                continue;
            }
            if state.is_over {
                break;
            }
            state.idle += 1;
            let (woken, waited) = self.called.wait_timeout(state, KEPT).unwrap_or_else(PoisonError::into_inner);
            state = woken;
            state.idle -= 1;
            if waited.timed_out() && state.waiting.is_empty() {
                break;
            }
        }
        state.running -= 1;
        drop(state);
        self.ended.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::os::fd::AsFd;
    use std::sync::mpsc::{Sender, channel};

    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

    use super::*;

    const LIMIT: Duration = Duration::from_secs(10);

    /// Keeps a thread at work until what this gives is dropped.
    fn hold(threads: &Threads) -> Sender<()> {
        let ((begun, has_begun), (go_on, waits)) = (channel(), channel());
        let work = move || {
            begun.send(()).unwrap();
            let _ = waits.recv();
        };
        threads.run(&bell().unwrap(), work).unwrap();
        has_begun.recv_timeout(LIMIT).unwrap();
        go_on
    }

    #[test]
    fn work_waits_its_turn_and_can_be_taken_back_until_then() {
        let threads = Threads::new("test", 2);
        let held = [hold(&threads), hold(&threads)];
        let ((done, is_done), bell) = (channel(), bell().unwrap());
        let numbers = (1..=3).map(|number| {
            let done = done.clone();
            threads.run(&bell, move || done.send(number).unwrap()).unwrap()
        });
        let numbers: Vec<_> = numbers.collect();
        threads.forget(numbers[1]);
        assert!(is_done.try_recv().is_err());
        let [first, _second] = held;
        // One thread does what waits, in order.
        drop(first);
        assert_eq!([(); 2].map(|()| is_done.recv_timeout(LIMIT).unwrap()), [1, 3]);
        // What has begun is nobody's to take back.
        threads.forget(numbers[0]);
    }

    #[test]
    fn who_hears_the_bell_finds_the_thread_free_and_has_the_bell_alone() {
        let threads = Threads::new("test", 16);
        for _ in 0..1000 {
            let bell = bell().unwrap();
            let number = threads.run(&bell, || {}).unwrap();
            let heard = poll(&mut [PollFd::new(bell.as_fd(), PollFlags::POLLIN)], PollTimeout::from(10_000_u16));
            assert_eq!(heard, Ok(1));
            threads.forget(number);
            assert_eq!(Arc::strong_count(&bell), 1);
            // None, where the machine had no time for this one.
            assert!(threads.inner.lock().running <= 1);
        }
    }

    #[test]
    fn a_thread_outlives_a_panic_and_ends_without_work() {
        let threads = Threads::new("test", 1);
        for _ in 0..2 {
            let _ = threads.run(&bell().unwrap(), || panic!("in a test")).unwrap();
            drop(hold(&threads));
            let mut state = threads.inner.lock();
            while state.running > 0 {
                let (woken, waited) = threads.inner.ended.wait_timeout(state, LIMIT).unwrap();
                assert!(!waited.timed_out());
                state = woken;
            }
        }
    }

    #[test]
    fn the_end_waits_for_what_has_begun_and_for_nothing_else() {
        let threads = Threads::new("test", 1);
        let held = hold(&threads);
        let (done, is_done) = channel();
        threads.run(&bell().unwrap(), move || done.send(()).unwrap()).unwrap();
        // Nothing will come of it within this time.
        threads.end(Instant::now());
        assert!(is_done.recv().is_err());
        drop(held);
        threads.end(Instant::now() + LIMIT);
        assert_eq!(threads.inner.lock().running, 0);
    }
}

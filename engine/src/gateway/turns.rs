//! Whose turn it is to drive the sockets: the worker's, while it has nothing to do in PHP, or the stand-in's.
//!
//! The runtime can be driven by one thread at a time. A worker that waits for events drives it itself ([`Gateway::wait`]):
//! what it reads it gives to PHP, and what PHP answers it writes, on one thread, without a wake or a switch in between. The
//! gateway's thread is its stand-in: it looks every [`LOOK`] whether the worker has been in one callback all the time, and
//! drives in its place until the worker comes back. So a slow callback delays callbacks, never the sockets; and where
//! nothing is slow, a message costs what it costs on one thread.
//!
//! In a process whose interpreter's thread never waits here, the one gateway of `SWOOLE_PROCESS`, the stand-in always drives.

use std::cell::Cell;
use std::future::poll_fn;
use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Waker, ready};
use std::thread::Thread;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use parking_lot::Mutex;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::runtime::Runtime;
use tokio::sync::{Notify, oneshot};

use super::exchange::Reply;
use super::{Gateway, Shared, flush};
use crate::link::Queue;
use crate::shared::forks;

/// How often the stand-in looks at a worker that is at work. A sleeping one costs nothing.
const LOOK: Duration = Duration::from_millis(2);

/// After so many looks at a worker that only waits the stand-in sleeps until that has something to do.
const QUIET_LOOKS: u32 = 50;

thread_local! {
    /// Whether something waits for the thread that is not an event: PHP's own signal handlers. Of a worker that drives.
    static INTERRUPTED: Cell<Option<fn() -> bool>> = const { Cell::new(None) };
}

/// See the module. The two that it is about are ordered by `SeqCst`: each says what it is about to do, then looks at what
/// the other one has said.
#[derive(Default)]
pub(super) struct Turns {
    /// The worker drives, or wants to.
    wanted: AtomicBool,
    /// The stand-in drives.
    is_stood_in_for: AtomicBool,
    /// Counts the worker's turns.
    laps: AtomicU64,
    /// The stand-in sleeps until it is woken.
    sleeps: AtomicBool,
    /// The worker waits for what only a task can do.
    summoned: AtomicBool,
    ended: AtomicBool,
    /// What the worker has for tasks while nobody drives.
    left: Mutex<Vec<Left>>,
    /// Asks the stand-in to stop.
    back: Notify,
    stand_in: OnceLock<Thread>,
}

/// Something that wakes a task. From outside of the runtime that is a system call, from inside it is none: so it is left for
/// whoever drives next, which is when the task would run at the earliest.
pub(super) enum Left {
    Wake(Waker),
    Reply(oneshot::Sender<Reply>, Reply),
}

impl Left {
    fn give(self) {
        match self {
            Self::Wake(task) => task.wake(),
            // Whoever waited for it may be gone by now, and so is the client.
            Self::Reply(sender, reply) => drop(sender.send(reply)),
        }
    }
}

impl Turns {
    /// Wakes a task now, if somebody drives, or when somebody does.
    pub(super) fn leave_to_driver(&self, left: Left) {
        {
            let mut list = self.left.lock();
            // Whoever begins to drive says so before he looks into the list.
            if !self.wanted.load(Ordering::SeqCst) && !self.is_stood_in_for.load(Ordering::SeqCst) {
                list.push(left);
                return;
            }
        }
        left.give();
    }

    /// For whoever begins to drive, from inside the runtime.
    fn take_left(&self) {
        let mut left = {
            let mut list = self.left.lock();
            if list.is_empty() {
                return;
            }
            std::mem::take(&mut *list)
        };
        left.drain(..).for_each(Left::give);
        // Its memory serves the next ones.
        let mut list = self.left.lock();
        if list.is_empty() {
            *list = left;
        }
    }

    /// The worker begins its turn.
    fn take(&self) {
        self.wanted.store(true, Ordering::SeqCst);
        if self.is_stood_in_for.load(Ordering::SeqCst) {
            self.back.notify_one();
        }
    }

    /// The worker goes to PHP.
    fn leave(&self) {
        self.laps.fetch_add(1, Ordering::SeqCst);
        self.wanted.store(false, Ordering::SeqCst);
        if self.sleeps.load(Ordering::SeqCst) && self.sleeps.swap(false, Ordering::SeqCst) {
            self.wake_stand_in();
        }
    }

    /// Has the stand-in drive at once: the worker is about to wait for a task.
    pub(super) fn summon(&self) {
        if !self.is_stood_in_for.load(Ordering::SeqCst) && !self.summoned.swap(true, Ordering::SeqCst) {
            self.wake_stand_in();
        }
    }

    /// Ends the stand-in's thread.
    fn end(&self) {
        self.ended.store(true, Ordering::SeqCst);
        self.back.notify_one();
        self.wake_stand_in();
    }

    fn wake_stand_in(&self) {
        if let Some(thread) = self.stand_in.get() {
            thread.unpark();
        }
    }

    fn is_wanted_or_over(&self) -> bool {
        self.wanted.load(Ordering::SeqCst) || self.ended.load(Ordering::SeqCst)
    }

    /// Looks at the worker for a while: true if it is to be stood in for.
    fn look(&self, quiet: &mut u32) -> bool {
        let (lap, waits) = (self.laps.load(Ordering::SeqCst), self.wanted.load(Ordering::SeqCst));
        let is_same = || self.laps.load(Ordering::SeqCst) == lap;
        if *quiet < QUIET_LOOKS {
            std::thread::park_timeout(LOOK);
        } else {
            self.sleeps.store(true, Ordering::SeqCst);
            if is_same() && self.wanted.load(Ordering::SeqCst) && !self.ended.load(Ordering::SeqCst) {
                std::thread::park();
            }
            self.sleeps.store(false, Ordering::SeqCst);
            *quiet = 0;
        }
        *quiet = if waits && is_same() { *quiet + 1 } else { 0 };
        self.summoned.swap(false, Ordering::SeqCst) || (!waits && is_same())
    }
}

/// What the gateway's thread does. The runtime ends with it.
#[expect(clippy::needless_pass_by_value, reason = "dropped here, as the last one")]
pub(super) fn stand_in(runtime: Arc<Runtime>, shared: &Shared) {
    let turns = &shared.turns;
    let _ = turns.stand_in.set(std::thread::current());
    // Until the worker comes for the first time.
    let mut is_needed = true;
    let mut quiet = 0;
    while !turns.ended.load(Ordering::SeqCst) {
        if is_needed {
            turns.is_stood_in_for.store(true, Ordering::SeqCst);
            runtime.block_on(async {
                turns.take_left();
                let back = async {
                    while !turns.is_wanted_or_over() {
                        turns.back.notified().await;
                    }
                };
                tokio::select! {
                    () = back => {}
                    () = flush::watch(shared) => {}
                }
            });
            turns.is_stood_in_for.store(false, Ordering::SeqCst);
            turns.summoned.store(false, Ordering::SeqCst);
        }
        is_needed = turns.look(&mut quiet);
    }
    if !turns.left.lock().is_empty() {
        // The last answers of a worker that has ended without driving once more.
        const LAST_ROUND: Duration = Duration::from_millis(1);
        runtime.block_on(async {
            turns.take_left();
            tokio::time::sleep(LAST_ROUND).await;
        });
    }
}

/// What wakes a worker that waits for events, besides them: a descriptor that becomes readable.
#[derive(Debug)]
pub struct Bell {
    descriptor: ManuallyDrop<AsyncFd<OwnedFd>>,
    /// Of the process that it is in: [`forks`].
    generation: u32,
}

impl Drop for Bell {
    fn drop(&mut self) {
        // A child has the same epoll set as its parent, and would take the parent's out of it.
        if self.generation == forks::generation() {
            // SAFETY: dropped once, here.
            unsafe { ManuallyDrop::drop(&mut self.descriptor) };
        }
    }
}

impl Bell {
    /// Whether it is readable now, and if not, to be told when it is.
    fn poll(&self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            let Ok(mut guard) = ready!(self.descriptor.poll_read_ready(context)) else { return Poll::Ready(()) };
            let mut descriptor = [PollFd::new(self.descriptor.get_ref().as_fd(), PollFlags::POLLIN)];
            if poll(&mut descriptor, PollTimeout::ZERO) != Ok(0) {
                return Poll::Ready(());
            }
            guard.clear_ready();
        }
    }
}

impl Gateway {
    /// Has [`wait`](Self::wait) end when a descriptor becomes readable. A copy of it is kept.
    ///
    /// # Errors
    /// The system's.
    pub fn bell(&self, descriptor: BorrowedFd<'_>) -> io::Result<Bell> {
        let _context = self.runtime.enter();
        let descriptor = descriptor.try_clone_to_owned()?;
        // SAFETY: it owns the descriptor, and never closes or changes it before it is dropped, which is after this.
        let descriptor = unsafe { AsyncFd::register_with_interest(descriptor, Interest::READABLE) }?;
        Ok(Bell { descriptor: ManuallyDrop::new(descriptor), generation: forks::generation() })
    }

    /// Drives the sockets until an event waits for PHP, `bell` rings, or `limit` has passed. What is ready now is done in any
    /// case. `interrupted` is asked when a signal has come: whether the worker is to return for it. The worker's thread.
    pub fn wait(&self, queue: &Queue, bell: &Bell, limit: Option<Duration>, interrupted: fn() -> bool) {
        let Some(runtime) = self.driven() else { return };
        let turns = &self.shared.turns;
        turns.take();
        INTERRUPTED.set(Some(interrupted));
        runtime.block_on(async {
            turns.take_left();
            until(queue, bell, limit).await;
        });
        INTERRUPTED.set(None);
        turns.leave();
    }

    /// Drives the sockets until `future` is ready, if that is to be had here. The worker's thread.
    pub(super) fn drive_until<F: Future>(&self, future: F) -> Option<F::Output> {
        let runtime = self.driven()?;
        let turns = &self.shared.turns;
        turns.take();
        let output = runtime.block_on(async {
            turns.take_left();
            future.await
        });
        turns.leave();
        Some(output)
    }

    /// Ends the stand-in, and with it the runtime.
    pub(super) fn end_stand_in(&self) {
        self.shared.turns.end();
    }
}

/// For the runtime: looks, before and behind each sleep of a worker that drives, whether a signal has come. The runtime itself
/// sleeps on.
pub(super) fn look_for_signals(queue: &Queue) {
    if INTERRUPTED.get().is_some_and(|interrupted| interrupted()) {
        queue.rouse();
    }
}

async fn until(queue: &Queue, bell: &Bell, limit: Option<Duration>) {
    let mut sleep = pin!(limit.filter(|limit| !limit.is_zero()).map(tokio::time::sleep));
    let (mut is_over, mut has_looked) = (limit == Some(Duration::ZERO), false);
    let interrupted = || INTERRUPTED.get().is_some_and(|interrupted| interrupted());
    poll_fn(|context| {
        is_over |= queue.poll_event(context).is_ready() || interrupted();
        // What else would end the wait may be left for the next one: a bell goes on ringing, and a limit was no promise.
        if !is_over && bell.poll(context).is_ready() {
            queue.take_wakes();
            is_over = true;
        }
        is_over = is_over || sleep.as_mut().as_pin_mut().is_some_and(|sleep| sleep.poll(context).is_ready());
        // Once around in any case, so that a worker who never has to wait does not starve the sockets.
        if is_over && has_looked {
            return Poll::Ready(());
        }
        if is_over {
            context.waker().wake_by_ref();
        }
        has_looked = true;
        Poll::Pending
    })
    .await;
    queue.awake();
}

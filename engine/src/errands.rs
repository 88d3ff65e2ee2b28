//! Work that would hold a program up (files, names, commands), done by threads. Whoever gives it is told by a descriptor that
//! something is done.
//!
//! There is a thread only while there is work, and a moment longer. Of one kind, [`Lane::Files`], one is done after the other
//! in the order in which it came, so that two writes to a file stay in order.

use std::io;
use std::mem::ManuallyDrop;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

use nix::sys::eventfd::{EfdFlags, EventFd};
use tokio::runtime::{Builder, Runtime};

use crate::gateway::signals::BlockedSignals;
use crate::link::wake;
use crate::shared::forks;

/// How many threads there are for what need not be done in order.
const THREADS: usize = 16;

/// How long a thread waits for more work.
const KEPT: Duration = Duration::from_millis(100);

/// How long the end waits for work that is under way: a name server may not answer for minutes.
const GRACE: Duration = Duration::from_secs(1);

/// What kind of work it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lane {
    /// One at a time.
    Files,
    /// Several at a time: names, commands.
    Others,
}

/// See the module. Belongs to the thread that has made it.
#[derive(Debug)]
pub struct Errands<T> {
    inner: ManuallyDrop<Inner<T>>,
    /// Of the process that it is in: [`forks`].
    generation: u32,
}

#[derive(Debug)]
struct Inner<T> {
    /// Threads for what blocks are all that is used of them.
    files: Runtime,
    others: Runtime,
    sender: Sender<T>,
    done: Receiver<T>,
    bell: Arc<OwnedFd>,
}

impl<T: Send + 'static> Errands<T> {
    /// One without work.
    ///
    /// # Errors
    /// The system's, when it grants no descriptor.
    pub fn new() -> io::Result<Self> {
        let runtime = |threads| {
            let mut builder = Builder::new_current_thread();
            builder.max_blocking_threads(threads).thread_keep_alive(KEPT).thread_name("swoxide-errand").build()
        };
        let bell = EventFd::from_flags(EfdFlags::EFD_CLOEXEC | EfdFlags::EFD_NONBLOCK)?;
        let (sender, done) = channel();
        let bell = Arc::new(OwnedFd::from(bell));
        let inner = Inner { files: runtime(1)?, others: runtime(THREADS)?, sender, done, bell };
        Ok(Self { inner: ManuallyDrop::new(inner), generation: forks::generation() })
    }

    /// Has `work` done by another thread.
    pub fn run(&self, lane: Lane, work: impl FnOnce() -> T + Send + 'static) {
        let Inner { files, others, sender, bell, .. } = &*self.inner;
        let (sender, bell) = (sender.clone(), Arc::clone(bell));
        let runtime = match lane {
            Lane::Files => files,
            Lane::Others => others,
        };
        // Signals are the interpreter's thread's; threads inherit what is blocked when they start.
        let _blocked = BlockedSignals::all();
        // Nobody waits for it in this form.
        drop(runtime.spawn_blocking(move || {
            // Fails when nobody wants to know any more.
            if sender.send(work()).is_ok() {
                wake(bell.as_raw_fd());
            }
        }));
    }

    /// What is done, in the order in which it was; the bell is silent then until there is something else.
    pub fn take_done(&self) -> Vec<T> {
        let mut count = [0; 8];
        // Before the look: what is done in between rings once more.
        let _ = nix::unistd::read(self.bell(), &mut count);
        self.inner.done.try_iter().collect()
    }

    /// Readable when something is done.
    pub fn bell(&self) -> BorrowedFd<'_> {
        self.inner.bell.as_fd()
    }
}

impl<T> Drop for Errands<T> {
    fn drop(&mut self) {
        // A child has no part in its parent's: it would wait for ever for threads that it has not.
        if self.generation != forks::generation() {
            return;
        }
        // SAFETY: taken once, here.
        let Inner { files, others, .. } = unsafe { ManuallyDrop::take(&mut self.inner) };
        for runtime in [files, others] {
            runtime.shutdown_timeout(GRACE);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

    use super::*;

    fn wait(errands: &Errands<usize>, count: usize) -> Vec<usize> {
        let mut all = Vec::new();
        while all.len() < count {
            let mut bell = [PollFd::new(errands.bell(), PollFlags::POLLIN)];
            assert_eq!(poll(&mut bell, PollTimeout::from(10_000_u16)), Ok(1));
            all.extend(errands.take_done());
        }
        all
    }

    #[test]
    fn files_are_done_in_order_and_the_bell_is_silent_behind_them() {
        let errands = Errands::new().unwrap();
        (0..1000).for_each(|number| errands.run(Lane::Files, move || number));
        assert_eq!(wait(&errands, 1000), (0..1000).collect::<Vec<_>>());
        // What was taken before it rang rings nevertheless, and once for each at the most.
        let rings = || poll(&mut [PollFd::new(errands.bell(), PollFlags::POLLIN)], PollTimeout::ZERO) == Ok(1);
        let rung = (0..=1000).take_while(|_| rings()).inspect(|_| assert_eq!(errands.take_done(), [])).count();
        assert!(rung <= 1000);
    }

    #[test]
    fn a_lookup_that_takes_long_holds_neither_others_nor_files_up() {
        let errands = Errands::new().unwrap();
        let (go_on, waits) = mpsc::channel::<()>();
        errands.run(Lane::Others, move || waits.recv().map_or(0, |()| 1));
        errands.run(Lane::Others, || 2);
        assert_eq!(wait(&errands, 1), [2]);
        errands.run(Lane::Files, || 3);
        assert_eq!(wait(&errands, 1), [3]);
        go_on.send(()).unwrap();
        assert_eq!(wait(&errands, 1), [1]);
    }

    #[test]
    fn work_that_is_begun_is_done_before_the_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file");
        let errands = Errands::new().unwrap();
        let (begun, has_begun) = mpsc::channel();
        let written = path.clone();
        errands.run(Lane::Files, move || {
            begun.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(50));
            std::fs::write(written, "whole").map_or(0, |()| 1)
        });
        has_begun.recv().unwrap();
        drop(errands);
        assert_eq!(std::fs::read_to_string(path).unwrap(), "whole");
    }
}

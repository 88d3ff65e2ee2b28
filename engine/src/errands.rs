//! Work that would hold a program up (files, names, commands), done by [threads](crate::threads). Whoever gives it is told by a
//! descriptor that something is done.
//!
//! Of one kind, [`Lane::Files`], one is done after the other in the order in which it came, so that two writes to a file stay in
//! order.

use std::io;
use std::mem;
use std::os::fd::{AsFd, BorrowedFd};
// Not parking_lot's: see `threads`.
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use nix::sys::eventfd::EventFd;

use crate::threads::{self, Threads};

/// How many commands run at the same time.
const COMMANDS: usize = 16;

/// How long the end waits for files and commands that are under way.
const GRACE: Duration = Duration::from_secs(1);

/// What kind of work it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lane {
    /// One at a time.
    Files,
    /// Several at a time, with all other look-ups of the process.
    Names,
    /// Several at a time.
    Commands,
}

/// See the module. Belongs to the thread that has made it; a forked child can do nothing with it but drop it.
pub struct Errands<T> {
    files: Threads,
    names: Threads,
    commands: Threads,
    done: Arc<Mutex<Vec<T>>>,
    bell: Arc<EventFd>,
}

impl<T: Send + 'static> Errands<T> {
    /// One without work.
    ///
    /// # Errors
    /// The system's, when it grants no descriptor.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            files: Threads::new("swoxide-file", 1),
            names: threads::for_names(),
            commands: Threads::new("swoxide-command", COMMANDS),
            done: Arc::default(),
            bell: threads::bell()?,
        })
    }

    /// Has `work` done by another thread.
    ///
    /// # Errors
    /// The system's, when it grants no thread; `work` is dropped.
    pub fn run(&self, lane: Lane, work: impl FnOnce() -> T + Send + 'static) -> io::Result<()> {
        let done = Arc::clone(&self.done);
        let threads = match lane {
            Lane::Files => &self.files,
            Lane::Names => &self.names,
            Lane::Commands => &self.commands,
        };
        let work = move || {
            let result = work();
            lock(&done).push(result);
        };
        threads.run(&self.bell, work).map(drop)
    }

    /// What is done, in the order in which it was; the bell is silent then until there is something else.
    pub fn take_done(&self) -> Vec<T> {
        // Before the look: what is done in between rings once more. An error is that it has not rung.
        let _ = self.bell.read();
        mem::take(&mut *lock(&self.done))
    }

    /// Readable when something is done.
    pub fn bell(&self) -> BorrowedFd<'_> {
        self.bell.as_fd()
    }
}

fn lock<T>(done: &Mutex<Vec<T>>) -> MutexGuard<'_, Vec<T>> {
    done.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<T> Drop for Errands<T> {
    fn drop(&mut self) {
        let deadline = Instant::now() + GRACE;
        self.files.end(deadline);
        self.commands.end(deadline);
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
        (0..1000).for_each(|number| errands.run(Lane::Files, move || number).unwrap());
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
        errands.run(Lane::Names, move || waits.recv().map_or(0, |()| 1)).unwrap();
        errands.run(Lane::Names, || 2).unwrap();
        assert_eq!(wait(&errands, 1), [2]);
        errands.run(Lane::Files, || 3).unwrap();
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
        let work = move || {
            begun.send(()).unwrap();
            std::thread::sleep(Duration::from_millis(50));
            std::fs::write(written, "whole").map_or(0, |()| 1)
        };
        errands.run(Lane::Files, work).unwrap();
        has_begun.recv().unwrap();
        drop(errands);
        assert_eq!(std::fs::read_to_string(path).unwrap(), "whole");
    }
}

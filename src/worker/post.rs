//! What a process has to say to workers and to the manager: tasks and their answers, messages of the program's. What a
//! channel does not take at once waits here until it does.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::os::fd::{OwnedFd, RawFd};
use std::rc::Rc;

use swoxide_engine::link::Writer;
use swoxide_engine::link::record::{ToManager, ToWorker};

use crate::process::fabric::Fabric;

/// What may wait for one worker, in bytes, before the program is told that it can't be said.
const WAITING_LIMIT: usize = 64 * 1024 * 1024;

/// To whom.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Addressee {
    /// A worker, by `worker_id`.
    Worker(u16),
    /// Whichever task worker is idle.
    AnyTaskWorker,
    Manager,
}

/// See the module. One for each process; the interpreter's thread.
pub(crate) struct Post {
    pub(crate) fabric: Rc<Fabric>,
    writers: RefCell<BTreeMap<Addressee, Writer>>,
    waits: Cell<bool>,
}

impl Post {
    pub(crate) fn new(fabric: &Rc<Fabric>) -> Self {
        Self { fabric: Rc::clone(fabric), writers: RefCell::default(), waits: Cell::new(false) }
    }

    /// Says something to a worker. False if there is none such, or if too much waits for it already.
    pub(crate) fn say(&self, to: Addressee, record: &ToWorker<'_>) -> bool {
        self.send(to, record, None)
    }

    /// The same, and a descriptor goes with it.
    pub(crate) fn say_with(&self, to: Addressee, record: &ToWorker<'_>, descriptor: Option<OwnedFd>) -> bool {
        self.send(to, record, descriptor)
    }

    /// Says something to the manager.
    pub(crate) fn tell_manager(&self, record: &ToManager) {
        self.send(Addressee::Manager, record, None);
    }

    fn send(&self, to: Addressee, record: &impl serde::Serialize, descriptor: Option<OwnedFd>) -> bool {
        let inbox = match to {
            Addressee::Worker(number) => self.fabric.workers.get(usize::from(number)),
            Addressee::AnyTaskWorker => Some(&self.fabric.tasks),
            Addressee::Manager => Some(&self.fabric.manager),
        };
        let Some(inbox) = inbox else { return false };
        let mut writers = self.writers.borrow_mut();
        let writer = writers.entry(to).or_insert_with(|| Writer::new(std::sync::Arc::clone(&inbox.sender)));
        if writer.waiting() > WAITING_LIMIT {
            return false;
        }
        let added = match descriptor {
            Some(descriptor) => writer.add_with(record, descriptor),
            None => writer.add(record),
        };
        if added.is_err() {
            return false;
        }
        // At once: whoever gets it may begin while this callback goes on.
        if !writer.flush().unwrap_or(false) {
            self.waits.set(true);
        }
        true
    }

    /// Sends what waits; true when nothing does any more.
    pub(crate) fn flush(&self) -> bool {
        if self.waits.get() {
            let mut all = true;
            // Each of them: one that is busy for long keeps nothing from the others.
            for writer in self.writers.borrow_mut().values_mut() {
                all &= writer.flush().unwrap_or(false);
            }
            self.waits.set(!all);
        }
        !self.waits.get()
    }

    /// What becomes writable when those take more that have not taken everything.
    pub(crate) fn blocked_on(&self) -> Vec<RawFd> {
        self.writers.borrow().values().filter_map(Writer::blocked_on).collect()
    }
}

//! The gateways of other processes, as one process says something to them: what a callback says goes out together when it
//! has ended, or a moment later if it takes long.

use std::os::fd::{OwnedFd, RawFd};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use parking_lot::Mutex;

use crate::gateway::signals::BlockedSignals;
use crate::link::channel::Sender;
use crate::link::record::ToGateway;
use crate::link::{Outgoing, Refused, Writer};
use crate::registry::Fd;

/// What is on its way to one gateway.
#[derive(Debug)]
pub(crate) struct Other {
    pub(crate) writer: Writer,
    broadcast: Option<Broadcast>,
    /// It has been waited for in vain: so many bytes were on their way to it.
    pub(crate) stalled: Option<u64>,
}

/// A message on its way to several connections of one gateway: it travels once.
#[derive(Debug)]
struct Broadcast {
    /// Of the message: [`Encodings::number`](crate::link::Encodings::number).
    number: u64,
    fds: Vec<Fd>,
    opcode: u8,
    is_final: bool,
    compress: bool,
    payload: Vec<u8>,
}

impl Other {
    /// Says what has to come before anything else is said.
    pub(crate) fn settle(&mut self) -> Result<(), Refused> {
        let Some(Broadcast { fds, opcode, is_final, compress, payload, .. }) = self.broadcast.take() else {
            return Ok(());
        };
        self.add(&ToGateway::Push { fds, opcode, is_final, compress, payload: &payload })
    }

    fn add(&mut self, record: &ToGateway<'_>) -> Result<(), Refused> {
        self.writer.add(record).map_err(|_| Refused::Gone)
    }

    pub(crate) fn say(&mut self, record: &ToGateway<'_>) -> Result<(), Refused> {
        self.settle()?;
        self.add(record)
    }

    /// The same, with a descriptor beside it.
    pub(crate) fn say_with(&mut self, record: &ToGateway<'_>, descriptor: Option<OwnedFd>) -> Result<(), Refused> {
        let Some(descriptor) = descriptor else { return self.say(record) };
        self.settle()?;
        self.writer.add_with(record, descriptor).map_err(|_| Refused::Gone)
    }

    pub(crate) fn push(&mut self, fd: Fd, message: &Outgoing<'_>) -> Result<(), Refused> {
        let number = message.encodings.number();
        if let Some(broadcast) = self.broadcast.as_mut().filter(|broadcast| broadcast.number == number) {
            broadcast.fds.push(fd);
            return Ok(());
        }
        self.settle()?;
        let Outgoing { opcode, is_final, compress, payload, .. } = *message;
        self.broadcast =
            Some(Broadcast { number, fds: vec![fd], opcode, is_final, compress, payload: payload.to_vec() });
        Ok(())
    }
}

/// See the module. The interpreter's thread says things, a [`Courier`] helps to let them out.
#[derive(Debug)]
pub(crate) struct Others {
    list: Vec<Mutex<Other>>,
    /// Something was said since the last flush, or waits.
    is_dirty: AtomicBool,
    /// Held for a flush, so that who finds nothing to flush knows that all is out.
    flushing: Mutex<()>,
    /// How often the interpreter's thread has flushed.
    flushes: AtomicU64,
    /// The courier sleeps until it is woken.
    sleeps: AtomicBool,
    has_ended: AtomicBool,
}

impl Others {
    pub(crate) fn new(inboxes: &[Arc<Sender>]) -> Arc<Self> {
        let other = |inbox: &Arc<Sender>| {
            Mutex::new(Other { writer: Writer::new(Arc::clone(inbox)), broadcast: None, stalled: None })
        };
        Arc::new(Self {
            list: inboxes.iter().map(other).collect(),
            is_dirty: AtomicBool::new(false),
            flushing: Mutex::default(),
            flushes: AtomicU64::new(0),
            sleeps: AtomicBool::new(false),
            has_ended: AtomicBool::new(false),
        })
    }

    pub(crate) fn get(&self, gateway: u16) -> Option<&Mutex<Other>> {
        self.list.get(usize::from(gateway))
    }

    /// Whether there are none: of a server in one process.
    pub(crate) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(crate) fn is_dirty(&self) -> bool {
        self.is_dirty.load(Ordering::Acquire)
    }

    /// Notes that something has been said.
    pub(crate) fn set_dirty(&self) {
        self.is_dirty.store(true, Ordering::SeqCst);
    }

    /// Lets out what was said; true when nothing waits any more. For the interpreter's thread.
    pub(crate) fn flush(&self) -> bool {
        self.flushes.fetch_add(1, Ordering::Relaxed);
        self.let_out()
    }

    /// What becomes writable when those take more that have not taken everything.
    pub(crate) fn blocked_on(&self) -> Vec<RawFd> {
        self.list.iter().filter_map(|other| other.lock().writer.blocked_on()).collect()
    }

    fn let_out(&self) -> bool {
        let _flushing = self.flushing.lock();
        // Before the look at what there is: what is said from now on makes it dirty again.
        if !self.is_dirty.swap(false, Ordering::SeqCst) {
            return true;
        }
        let mut all = true;
        for other in &self.list {
            let mut other = other.lock();
            let _ = other.settle();
            all &= other.writer.flush().unwrap_or(false);
        }
        if !all {
            self.set_dirty();
        }
        all
    }
}

/// A thread that lets out what a callback has said that goes on: a program may well push "working on it" and then work for
/// a minute. Started by a process that says something to another one's gateway; it sleeps while nothing is said.
#[derive(Debug)]
pub(crate) struct Courier {
    others: Arc<Others>,
    handle: JoinHandle<()>,
    /// Which process it is in.
    process: u32,
}

impl Courier {
    /// How often it looks, while there is anything.
    const INTERVAL: Duration = Duration::from_millis(2);
    const IDLE_LOOKS: u32 = 50;
    /// It needs little.
    const STACK: usize = 128 * 1024;

    /// Starts the thread. `None` if there is none to be had: what is said goes out when callbacks end.
    pub(crate) fn start(others: &Arc<Others>) -> Option<Self> {
        // Signals belong to the interpreter's thread; threads inherit what is blocked when they start.
        let _blocked = BlockedSignals::all();
        let thread = std::thread::Builder::new().name("swoxide-courier".into()).stack_size(Self::STACK);
        let shared = Arc::clone(others);
        let handle = thread.spawn(move || Self::watch(&shared)).ok()?;
        Some(Self { others: Arc::clone(others), handle, process: std::process::id() })
    }

    /// Wakes it, if it sleeps and something was said.
    pub(crate) fn wake(&self) {
        if self.others.sleeps.load(Ordering::SeqCst) && self.others.sleeps.swap(false, Ordering::SeqCst) {
            self.handle.thread().unpark();
        }
    }

    fn watch(others: &Others) {
        // Of the interpreter's thread's flushes, while something waited to be let out.
        let mut seen = None;
        let mut idle = 0;
        while !others.has_ended.load(Ordering::Acquire) {
            if idle >= Self::IDLE_LOOKS {
                others.sleeps.store(true, Ordering::SeqCst);
                if !others.is_dirty.load(Ordering::SeqCst) {
                    std::thread::park();
                }
                others.sleeps.store(false, Ordering::SeqCst);
                idle = 0;
            }
            std::thread::park_timeout(Self::INTERVAL);
            if !others.is_dirty() {
                idle += 1;
                seen = None;
                continue;
            }
            idle = 0;
            let flushes = others.flushes.load(Ordering::Relaxed);
            // As many as the last time: one callback has gone on all the while.
            if seen.replace(flushes) == Some(flushes) {
                others.let_out();
            }
        }
    }

    /// Ends the thread. In a child that the process has forked there is none.
    pub(crate) fn end(self) {
        if self.process != std::process::id() {
            // Joining a thread that is not there would wait for ever.
            let _ = std::mem::ManuallyDrop::new(self);
            return;
        }
        self.others.has_ended.store(true, Ordering::Release);
        self.handle.thread().unpark();
        let _ = self.handle.join();
    }
}

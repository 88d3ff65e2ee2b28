//! The table of watches and the set that the kernel has of them. Nothing here calls PHP code or drops what is the program's.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::os::fd::{AsRawFd, RawFd};
use std::rc::Rc;

use ext_php_rs::types::Zval;
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};

use super::Readiness;
use super::target::{Kind, Target};
use crate::zend::callable::Callable;
use crate::zend::string::PhpString;
use crate::zend::{socket, stream};

/// How many descriptors are attended to in one round; the others come in the next.
const MOST_IN_A_ROUND: usize = 64;

/// Strings that wait to be written, in order.
#[derive(Default)]
pub(super) struct Outbox {
    pub(super) pieces: VecDeque<PhpString>,
    /// What of the first is written.
    pub(super) written: usize,
    /// What waits of all.
    pub(super) bytes: usize,
}

impl Outbox {
    pub(super) fn push(&mut self, piece: PhpString) {
        self.bytes += piece.len();
        self.pieces.push_back(piece);
    }

    /// Notes that so many bytes of the first piece are written; that piece, if it is done.
    pub(super) fn advance(&mut self, count: usize) -> Option<PhpString> {
        self.written += count;
        self.bytes = self.bytes.saturating_sub(count);
        if self.pieces.front()?.len() > self.written {
            return None;
        }
        self.written = 0;
        self.pieces.pop_front()
    }
}

pub(super) struct Watch {
    /// Tells it from others of the same descriptor, before it and after it.
    pub(super) serial: u32,
    pub(super) target: Target,
    pub(super) read: Option<Rc<Callable>>,
    pub(super) write: Option<Rc<Callable>>,
    /// What the program wants to hear of. Nothing, if it is only here for its outbox.
    pub(super) wanted: Readiness,
    pub(super) outbox: Outbox,
    /// What the set has been told; empty if it is not in there.
    registered: EpollFlags,
}

impl Watch {
    /// Whether the program has added it, and not only written to it.
    pub(super) fn is_added(&self) -> bool {
        self.wanted != Readiness::default()
    }

    fn flags(&self) -> EpollFlags {
        let mut flags = EpollFlags::empty();
        flags.set(EpollFlags::EPOLLIN, self.wanted.read);
        flags.set(EpollFlags::EPOLLOUT, self.wanted.write || self.outbox.bytes > 0);
        flags
    }
}

/// A descriptor that the kernel, or PHP, has something to say of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Ready {
    pub(super) number: RawFd,
    pub(super) serial: u32,
    pub(super) flags: EpollFlags,
}

impl Ready {
    /// What the kernel hands back.
    fn data(number: RawFd, serial: u32) -> u64 {
        u64::from(serial) << 32 | u64::from(number.cast_unsigned())
    }

    fn of(event: &EpollEvent) -> Self {
        // The two halves of `data`.
        let (number, serial) = ((event.data() as u32).cast_signed(), (event.data() >> 32) as u32);
        Self { number, serial, flags: event.events() }
    }

    pub(super) fn has_failed(self) -> bool {
        self.flags.intersects(EpollFlags::EPOLLHUP | EpollFlags::EPOLLERR)
    }
}

#[derive(Default)]
pub(super) struct Watched {
    /// Made with the first watch, gone with the last.
    pub(super) set: Option<Rc<Epoll>>,
    last_serial: u32,
    pub(super) by_number: BTreeMap<RawFd, Watch>,
    /// What has bytes that the program has not read yet and the system does not know of.
    pub(super) unread: BTreeSet<RawFd>,
    /// Descriptors of other sources of the loop, which are in the set for as long as those have something to wait for.
    bells: BTreeSet<RawFd>,
}

/// No watch has it: the bells'.
const BELL: u32 = 0;

impl Watched {
    pub(super) const NONE: Self =
        Self { set: None, last_serial: 0, by_number: BTreeMap::new(), unread: BTreeSet::new(), bells: BTreeSet::new() };

    /// The set, made if need be.
    fn set(&mut self) -> io::Result<&Rc<Epoll>> {
        match self.set {
            Some(ref set) => Ok(set),
            None => Ok(self.set.insert(Rc::new(Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?))),
        }
    }

    /// An empty loop sleeps on nothing.
    fn drop_set_if_empty(&mut self) {
        if self.by_number.is_empty() && self.bells.is_empty() {
            self.set = None;
        }
    }

    /// Has the set be readable also when `bell` is.
    pub(super) fn add_bell(&mut self, bell: RawFd) -> io::Result<()> {
        if !self.bells.contains(&bell) {
            control(self.set()?, libc::EPOLL_CTL_ADD, bell, BELL, EpollFlags::EPOLLIN)?;
            self.bells.insert(bell);
        }
        Ok(())
    }

    /// And not any more.
    pub(super) fn remove_bell(&mut self, bell: RawFd) {
        if self.bells.remove(&bell)
            && let Some(set) = &self.set
        {
            let _ = control(set, libc::EPOLL_CTL_DEL, bell, BELL, EpollFlags::empty());
        }
        self.drop_set_if_empty();
    }

    /// Tells the kernel what is waited for at a descriptor, if that has changed.
    pub(super) fn register(&mut self, number: RawFd) -> io::Result<()> {
        let Some(watch) = self.by_number.get(&number) else { return Ok(()) };
        let (flags, registered, serial) = (watch.flags(), watch.registered, watch.serial);
        if flags == registered {
            return Ok(());
        }
        let operation = match (registered.is_empty(), flags.is_empty()) {
            (true, _) => libc::EPOLL_CTL_ADD,
            (_, true) => libc::EPOLL_CTL_DEL,
            _ => libc::EPOLL_CTL_MOD,
        };
        control(self.set()?, operation, number, serial, flags)?;
        if let Some(watch) = self.by_number.get_mut(&number) {
            watch.registered = flags;
        }
        Ok(())
    }

    pub(super) fn insert(&mut self, target: Target, number: RawFd) -> &mut Watch {
        self.last_serial = self.last_serial.wrapping_add(1).max(BELL + 1);
        let watch = Watch {
            serial: self.last_serial,
            target,
            read: None,
            write: None,
            wanted: Readiness::default(),
            outbox: Outbox::default(),
            registered: EpollFlags::empty(),
        };
        self.by_number.entry(number).insert_entry(watch).into_mut()
    }

    /// Ends a watch; the caller drops it.
    pub(super) fn remove(&mut self, number: RawFd) -> Option<Watch> {
        let watch = self.by_number.remove(&number)?;
        self.unread.remove(&number);
        if let Some(set) = &self.set
            && !watch.registered.is_empty()
        {
            // It may be closed, and so be gone from there.
            let _ = control(set, libc::EPOLL_CTL_DEL, number, watch.serial, EpollFlags::empty());
        }
        self.drop_set_if_empty();
        Some(watch)
    }

    /// Whether a watch's descriptor is still what it was when the watch began.
    pub(super) fn is_open(&self, number: RawFd, watch: &Watch) -> bool {
        match watch.target.kind {
            Kind::Stream => stream::is_open(&watch.target.value),
            Kind::Socket => socket::descriptor(&watch.target.value) == Some(number),
            Kind::Own => true,
            // The kernel knows whether it has this descriptor of this file. One that did not get into a new set is closed.
            Kind::Number => self.set.as_ref().is_some_and(|set| {
                !watch.registered.is_empty()
                    && control(set, libc::EPOLL_CTL_MOD, number, watch.serial, watch.registered).is_ok()
            }),
        }
    }

    pub(super) fn get(&self, number: RawFd, serial: u32) -> Option<&Watch> {
        self.by_number.get(&number).filter(|watch| watch.serial == serial)
    }

    /// Which of them are closed.
    pub(super) fn closed(&self) -> Vec<RawFd> {
        let closed = self.by_number.iter().filter(|(number, watch)| !self.is_open(**number, watch));
        closed.map(|(number, _)| *number).collect()
    }

    pub(super) fn unread(&self) -> impl Iterator<Item = (RawFd, &Watch)> {
        let watches = self.unread.iter().filter_map(|number| Some((*number, self.by_number.get(number)?)));
        watches.filter(|(_, watch)| watch.wanted.read)
    }

    /// What is ready now.
    pub(super) fn ready(&mut self) -> Vec<Ready> {
        let Some(set) = &self.set else { return Vec::new() };
        let mut events = [EpollEvent::empty(); MOST_IN_A_ROUND];
        let count = set.wait(&mut events, EpollTimeout::ZERO).unwrap_or(0);
        let (mut ready, others): (Vec<_>, Vec<_>) =
            events.iter().take(count).map(Ready::of).partition(|ready| self.get(ready.number, ready.serial).is_some());
        for (number, watch) in self.unread() {
            let serial = watch.serial;
            if ready.iter().all(|ready| ready.number != number || !ready.flags.contains(EpollFlags::EPOLLIN)) {
                ready.push(Ready { number, serial, flags: EpollFlags::EPOLLIN });
            }
        }
        if others.iter().any(|other| other.serial != BELL) {
            self.make_set_anew();
        }
        ready
    }

    /// Gets rid of descriptors that are closed here and open in another process: they can't be taken out of a set.
    fn make_set_anew(&mut self) {
        // Without a descriptor for it the old one does for now.
        let Ok(set) = Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC) else { return };
        for bell in &self.bells {
            let _ = control(&set, libc::EPOLL_CTL_ADD, *bell, BELL, EpollFlags::EPOLLIN);
        }
        self.set = Some(Rc::new(set));
        let numbers = self.by_number.iter_mut().map(|(number, watch)| {
            watch.registered = EpollFlags::empty();
            *number
        });
        for number in numbers.collect::<Vec<_>>() {
            // One that is closed is found to be when the round ends.
            let _ = self.register(number);
        }
    }

    /// The callback for one side of what is ready, if there still is one to be called.
    pub(super) fn callback(&self, ready: Ready, is_read: bool) -> Option<(Rc<Callable>, Zval)> {
        let watch = self.get(ready.number, ready.serial).filter(|watch| self.is_open(ready.number, watch))?;
        let (callback, wanted, flag) = if is_read {
            (&watch.read, watch.wanted.read, EpollFlags::EPOLLIN)
        } else {
            (&watch.write, watch.wanted.write && watch.outbox.bytes == 0, EpollFlags::EPOLLOUT)
        };
        // A failure is everybody's who waits, but one call is enough.
        let comes = ready.flags.intersects(flag) || (ready.has_failed() && (is_read || !watch.wanted.read));
        let callback = callback.as_ref().filter(|_| wanted && comes)?;
        Some((Rc::clone(callback), watch.target.value.shallow_clone()))
    }
}

fn control(set: &Epoll, operation: i32, number: RawFd, serial: u32, flags: EpollFlags) -> io::Result<()> {
    let mut event = libc::epoll_event { events: flags.bits().cast_unsigned(), u64: Ready::data(number, serial) };
    // SAFETY: the address of a live event. The number is the program's: one that is not open is an error, and no more.
    let status = unsafe { libc::epoll_ctl(set.0.as_raw_fd(), operation, number, &raw mut event) };
    if status == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

//! The descriptors that the program watches (`Swoole\Event`), and what it has written to some. Interpreter's thread only.
//!
//! They are in an epoll set of their own, level-triggered: one descriptor, which whoever sleeps adds to what it sleeps on.
//! PHP closes a stream without asking anybody, and then the number may stand for something else, while the kernel goes on
//! reporting what a forked child has still open. So each watch has a serial number beside its descriptor's, streams and
//! sockets are asked whether they are still open, and a report of what nobody watches has the set made anew.
//!
//! Callbacks and the program's values are called and dropped while nothing is borrowed: a callback may change any watch.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt;
use std::io;
use std::mem::{self, ManuallyDrop};
use std::os::fd::{AsRawFd, BorrowedFd, RawFd};
use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::types::Zval;
use nix::fcntl::{FcntlArg, OFlag, fcntl};
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};

use super::call::Ended;
use super::event_loop::{Judge, Source, let_go};
use crate::classes::exception::words;
use crate::process::forks::Own;
use crate::zend::callable::{Callable, Called, guarded};
use crate::zend::error::warning;
use crate::zend::string::PhpString;
use crate::zend::value::type_name;
use crate::zend::{socket, stream};

/// What may wait to be written to one descriptor, unless the program says otherwise; an empty outbox takes one string of any
/// size.
const OUTBOX: usize = 2 * 1024 * 1024;

/// How many descriptors are attended to in one round; the others come in the next.
const MOST_IN_A_ROUND: usize = 64;

thread_local! {
    // Never dropped: when a thread's variables are, PHP's memory is gone. `end_request` empties it in time.
    static WATCHED: ManuallyDrop<RefCell<Own<Watched>>> =
        const { ManuallyDrop::new(RefCell::new(Own::new(Watched::NONE))) };
    static OUTBOX_LIMIT: Cell<usize> = const { Cell::new(OUTBOX) };
}

/// Watched descriptors, for the loop.
pub(super) const SOURCE: Source = Source { is_empty, next_due, settle, run, clear, end_request };

/// What a descriptor is to be ready for, or is.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct Readiness {
    pub(crate) read: bool,
    pub(crate) write: bool,
}

/// How it is found out whether a descriptor is still the same.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    Stream,
    /// Of the extension sockets.
    Socket,
    /// A number, or the number in an object: nobody keeps that open here.
    Number,
}

/// What a program gives for a descriptor.
pub(crate) struct Target {
    /// As the program gave it: its callbacks get it, and it stays open as long as it is watched, but for numbers.
    value: Zval,
    kind: Kind,
    /// `None`: it has none, or none any more.
    number: Option<RawFd>,
}

impl Target {
    /// A stream, a `Socket` or a number.
    pub(crate) fn of(value: &Zval) -> Self {
        let number = match value.long() {
            Some(number) => RawFd::try_from(number).ok().filter(|number| *number >= 0),
            None => None,
        };
        let (kind, number) = if value.is_resource() {
            (Kind::Stream, stream::descriptor(value))
        } else if value.is_object() {
            (Kind::Socket, socket::descriptor(value))
        } else {
            (Kind::Number, number)
        };
        Self { value: value.shallow_clone(), kind, number }
    }

    /// An object of ours that has a descriptor, or `None` if it has none now.
    pub(crate) fn with_number(value: &Zval, number: Option<RawFd>) -> Self {
        Self { value: value.shallow_clone(), kind: Kind::Number, number }
    }

    fn share(&self) -> Self {
        Self { value: self.value.shallow_clone(), ..*self }
    }

    /// Its descriptor.
    ///
    /// # Errors
    /// It has none, or none any more.
    pub(crate) fn number(&self) -> Result<RawFd, Refused> {
        self.number.ok_or_else(|| Refused::NoDescriptor(type_name(&self.value)))
    }

    /// Whether PHP has bytes of it that the program has not read: the system is silent about them.
    pub(crate) fn has_unread(&self) -> bool {
        self.kind == Kind::Stream && stream::has_unread(&self.value)
    }

    /// Whether both are the same stream or object, whatever has become of it.
    fn is(&self, other: &Zval) -> bool {
        // SAFETY: values of these types hold the addresses that are compared.
        unsafe {
            (self.value.is_resource() && other.is_resource() && self.value.value.res == other.value.res)
                || (self.value.is_object() && other.is_object() && self.value.value.obj == other.value.obj)
        }
    }

    /// A callback that reads until there is nothing more must come back, as with Swoole.
    fn stop_blocking(&self) -> Result<(), Refused> {
        let number = self.number()?;
        if self.kind == Kind::Stream {
            stream::stop_blocking(&self.value);
            return Ok(());
        }
        // SAFETY: a number of the program's, used for two calls; one that is not open is an error of theirs.
        let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
        fcntl(descriptor, FcntlArg::F_GETFL)
            .and_then(|flags| fcntl(descriptor, FcntlArg::F_SETFL(OFlag::from_bits_retain(flags) | OFlag::O_NONBLOCK)))
            .map_err(|error| Refused::System(number, error.into()))?;
        Ok(())
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let Some(number) = self.number else { return Err(io::ErrorKind::BrokenPipe.into()) };
        let written = if self.kind == Kind::Stream {
            stream::write(&self.value, bytes)
        } else {
            // SAFETY: a number of the program's, as above.
            let descriptor = unsafe { BorrowedFd::borrow_raw(number) };
            nix::unistd::write(descriptor, bytes).map_err(io::Error::from)
        };
        match written {
            Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted) => Ok(0),
            written => written,
        }
    }
}

/// Why something can't be watched, or written to.
#[derive(Debug)]
pub(crate) enum Refused {
    /// This type of value has none.
    NoDescriptor(String),
    Twice(RawFd),
    NotWatched(String),
    NoReadCallback(RawFd),
    NoWriteCallback(RawFd),
    /// A regular file, or what is like one.
    AlwaysReady(RawFd),
    System(RawFd, io::Error),
    /// So many bytes wait already.
    Full(usize),
    /// PHP has said why.
    Told,
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDescriptor(what) => write!(
                formatter,
                "there is no descriptor in what was given ({what}): a stream of a file descriptor, a Socket, a \
                 Swoole\\Process with a pipe, or a descriptor's number is needed, and that it is open"
            ),
            Self::Twice(number) => {
                write!(formatter, "fd {number} is watched already: Swoole\\Event::set() changes its callbacks")
            }
            Self::NotWatched(what) => write!(formatter, "{what} is not watched: Swoole\\Event::add() comes first"),
            Self::NoReadCallback(number) => {
                write!(formatter, "fd {number} has no read callback, which SWOOLE_EVENT_READ needs")
            }
            Self::NoWriteCallback(number) => {
                write!(formatter, "fd {number} has no write callback, which SWOOLE_EVENT_WRITE needs")
            }
            Self::AlwaysReady(number) => write!(
                formatter,
                "fd {number} is always ready, as regular files are: there is nothing to wait for, read and write it as it is"
            ),
            Self::System(number, error) => {
                let code = error.raw_os_error().unwrap_or(0);
                write!(formatter, "fd {number} can't be used, Error: {}[{code}]", words(error))
            }
            Self::Full(waiting) => {
                write!(formatter, "{waiting} bytes wait already, of {} at the most", OUTBOX_LIMIT.get())
            }
            Self::Told => write!(formatter, "the stream is closed or broken"),
        }
    }
}

/// Strings that wait to be written, in order.
#[derive(Default)]
struct Outbox {
    pieces: VecDeque<PhpString>,
    /// What of the first is written.
    written: usize,
    /// What waits of all.
    bytes: usize,
}

impl Outbox {
    fn push(&mut self, piece: PhpString) {
        self.bytes += piece.len();
        self.pieces.push_back(piece);
    }

    /// Notes that so many bytes of the first piece are written; that piece, if it is done.
    fn advance(&mut self, count: usize) -> Option<PhpString> {
        self.written += count;
        self.bytes = self.bytes.saturating_sub(count);
        if self.pieces.front()?.len() > self.written {
            return None;
        }
        self.written = 0;
        self.pieces.pop_front()
    }
}

struct Watch {
    /// Tells it from others of the same descriptor, before it and after it.
    serial: u32,
    target: Target,
    read: Option<Rc<Callable>>,
    write: Option<Rc<Callable>>,
    /// What the program wants to hear of. Nothing, if it is only here for its outbox.
    wanted: Readiness,
    outbox: Outbox,
    /// What the set has been told; empty if it is not in there.
    registered: EpollFlags,
}

impl Watch {
    /// Whether the program has added it, and not only written to it.
    fn is_added(&self) -> bool {
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
struct Ready {
    number: RawFd,
    serial: u32,
    flags: EpollFlags,
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

    fn has_failed(self) -> bool {
        self.flags.intersects(EpollFlags::EPOLLHUP | EpollFlags::EPOLLERR)
    }
}

#[derive(Default)]
struct Watched {
    /// Made with the first watch, gone with the last.
    set: Option<Rc<Epoll>>,
    last_serial: u32,
    by_number: BTreeMap<RawFd, Watch>,
    /// Streams of which PHP has bytes that the program has not read yet.
    unread: BTreeSet<RawFd>,
    /// A descriptor of another source's of the loop, which is in the set for as long as that has something to wait for.
    bell: Option<RawFd>,
}

/// No watch has it: the bell's.
const BELL: u32 = 0;

impl Watched {
    const NONE: Self =
        Self { set: None, last_serial: 0, by_number: BTreeMap::new(), unread: BTreeSet::new(), bell: None };

    /// The set, made if need be.
    fn set(&mut self) -> io::Result<&Rc<Epoll>> {
        match self.set {
            Some(ref set) => Ok(set),
            None => Ok(self.set.insert(Rc::new(Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?))),
        }
    }

    /// An empty loop sleeps on nothing.
    fn drop_set_if_empty(&mut self) {
        if self.by_number.is_empty() && self.bell.is_none() {
            self.set = None;
        }
    }

    /// Tells the kernel what is waited for at a descriptor, if that has changed.
    fn register(&mut self, number: RawFd) -> io::Result<()> {
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

    fn insert(&mut self, target: Target, number: RawFd) -> &mut Watch {
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
    fn remove(&mut self, number: RawFd) -> Option<Watch> {
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
    fn is_open(&self, number: RawFd, watch: &Watch) -> bool {
        match watch.target.kind {
            Kind::Stream => stream::is_open(&watch.target.value),
            Kind::Socket => socket::descriptor(&watch.target.value) == Some(number),
            // The kernel knows whether it has this descriptor of this file. One that did not get into a new set is closed.
            Kind::Number => self.set.as_ref().is_some_and(|set| {
                !watch.registered.is_empty()
                    && control(set, libc::EPOLL_CTL_MOD, number, watch.serial, watch.registered).is_ok()
            }),
        }
    }

    fn get(&self, number: RawFd, serial: u32) -> Option<&Watch> {
        self.by_number.get(&number).filter(|watch| watch.serial == serial)
    }

    /// Which of them are closed.
    fn closed(&self) -> Vec<RawFd> {
        let closed = self.by_number.iter().filter(|(number, watch)| !self.is_open(**number, watch));
        closed.map(|(number, _)| *number).collect()
    }

    fn unread(&self) -> impl Iterator<Item = (RawFd, &Watch)> {
        let watches = self.unread.iter().filter_map(|number| Some((*number, self.by_number.get(number)?)));
        watches.filter(|(_, watch)| watch.wanted.read)
    }

    /// What is ready now.
    fn ready(&mut self) -> Vec<Ready> {
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
        if let Some(bell) = self.bell {
            let _ = control(&set, libc::EPOLL_CTL_ADD, bell, BELL, EpollFlags::EPOLLIN);
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
    fn callback(&self, ready: Ready, is_read: bool) -> Option<(Rc<Callable>, Zval)> {
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

/// Works on the watches of this process. `work` calls nothing of PHP's and drops nothing of the program's.
fn with<R>(work: impl FnOnce(&mut Watched) -> R) -> R {
    WATCHED.with(|watched| work(watched.borrow_mut().get()))
}

/// What is readable when something is to be attended to; `None` while nothing is watched. Another one may take its place.
pub(crate) fn set() -> Option<Rc<Epoll>> {
    with(|watched| watched.set.clone())
}

/// Has the set be readable also when `bell` is, for another source of the loop, which keeps it open; or not any more.
///
/// # Errors
/// The system's, when there are no more descriptors.
pub(super) fn set_bell(bell: Option<RawFd>) -> io::Result<()> {
    with(|watched| {
        if watched.bell == bell {
            return Ok(());
        }
        if let (Some(set), Some(before)) = (&watched.set, watched.bell.take()) {
            let _ = control(set, libc::EPOLL_CTL_DEL, before, BELL, EpollFlags::empty());
        }
        if let Some(bell) = bell {
            control(watched.set()?, libc::EPOLL_CTL_ADD, bell, BELL, EpollFlags::EPOLLIN)?;
        }
        watched.bell = bell;
        watched.drop_set_if_empty();
        Ok(())
    })
}

/// Ends the watch of this number whose descriptor the program has closed, so that the number is free for what has it now.
fn forget_if_closed(number: RawFd) {
    let closed = with(|watched| {
        let watch = watched.by_number.get(&number)?;
        if watched.is_open(number, watch) { None } else { watched.remove(number) }
    });
    if let Some(watch) = closed {
        warn_of_lost(number, watch.outbox.bytes, "it was closed");
    }
}

/// What the program was told would be written does not vanish without a word.
fn warn_of_lost(number: RawFd, bytes: usize, reason: impl fmt::Display) {
    if bytes > 0 {
        warning(&format!("{bytes} bytes that waited to be written to fd {number} are lost: {reason}"));
    }
}

/// Watches a descriptor, which does not block from then on.
///
/// # Errors
/// Nothing has changed then, but that the descriptor may not block any more.
pub(crate) fn add(
    target: Target,
    read: Option<Callable>,
    write: Option<Callable>,
    wanted: Readiness,
) -> Result<RawFd, Refused> {
    let number = target.number()?;
    forget_if_closed(number);
    if with(|watched| watched.by_number.get(&number).is_some_and(Watch::is_added)) {
        return Err(Refused::Twice(number));
    }
    check(number, wanted, read.is_some(), write.is_some())?;
    target.stop_blocking()?;
    let (before, added) = with(|watched| {
        // Something may have been written to it, by its number for instance.
        let before = watched.remove(number);
        let watch = watched.insert(target, number);
        watch.read = read.map(Rc::new);
        watch.write = write.map(Rc::new);
        watch.wanted = wanted;
        let before = before.map(|before| {
            watch.outbox = before.outbox;
            before.target
        });
        (before, watched.register(number).map_err(|error| (error, watched.remove(number))))
    });
    drop(before);
    match added {
        Ok(()) => {
            look_for_unread(number);
            Ok(number)
        }
        Err((error, _)) if error.raw_os_error() == Some(libc::EPERM) => Err(Refused::AlwaysReady(number)),
        Err((error, _)) => Err(Refused::System(number, error)),
    }
}

fn check(number: RawFd, wanted: Readiness, reads: bool, writes: bool) -> Result<(), Refused> {
    if wanted.read && !reads {
        return Err(Refused::NoReadCallback(number));
    }
    if wanted.write && !writes {
        return Err(Refused::NoWriteCallback(number));
    }
    Ok(())
}

/// The number of a watch that the program has added.
fn find(target: &Target) -> Option<RawFd> {
    if let Some(number) = target.number {
        forget_if_closed(number);
        return with(|watched| watched.by_number.get(&number).is_some_and(Watch::is_added)).then_some(number);
    }
    // Closed, and so without a number.
    with(|watched| {
        let mut watches = watched.by_number.iter();
        watches.find_map(|(number, watch)| (watch.is_added() && watch.target.is(&target.value)).then_some(*number))
    })
}

fn not_watched(target: &Target) -> Refused {
    match target.number {
        Some(number) => Refused::NotWatched(format!("fd {number}")),
        None => Refused::NotWatched(format!("what was given ({})", type_name(&target.value))),
    }
}

/// Changes the callbacks that are given, and what is waited for.
///
/// # Errors
/// Nothing has changed then.
pub(crate) fn change(
    target: &Target,
    read: Option<Callable>,
    write: Option<Callable>,
    wanted: Option<Readiness>,
) -> Result<(), Refused> {
    let number = find(target).ok_or_else(|| not_watched(target))?;
    let changed = with(|watched| {
        let Some(watch) = watched.by_number.get_mut(&number) else { return Ok((None, None)) };
        let (before, wanted) = (watch.wanted, wanted.unwrap_or(watch.wanted));
        check(number, wanted, read.is_some() || watch.read.is_some(), write.is_some() || watch.write.is_some())?;
        watch.wanted = wanted;
        if let Err(error) = watched.register(number) {
            if let Some(watch) = watched.by_number.get_mut(&number) {
                watch.wanted = before;
            }
            return Err(Refused::System(number, error));
        }
        let Some(watch) = watched.by_number.get_mut(&number) else { return Ok((None, None)) };
        let replace = |place: &mut Option<Rc<Callable>>, new: Option<Callable>| match new {
            Some(new) => place.replace(Rc::new(new)),
            None => None,
        };
        Ok((replace(&mut watch.read, read), replace(&mut watch.write, write)))
    })?;
    // Only now: the last of a callback may have destructors of the program's.
    drop(changed);
    look_for_unread(number);
    Ok(())
}

/// Ends a watch, with what waits to be written.
///
/// # Errors
/// There is none.
pub(crate) fn delete(target: &Target) -> Result<(), Refused> {
    let watch = find(target).and_then(|number| with(|watched| watched.remove(number)));
    watch.map(drop).ok_or_else(|| not_watched(target))
}

/// Whether one of these is waited for.
pub(crate) fn is_watched(target: &Target, readiness: Readiness) -> bool {
    let Some(number) = find(target) else { return false };
    with(|watched| {
        let wanted = watched.by_number.get(&number).map(|watch| watch.wanted).unwrap_or_default();
        (wanted.read && readiness.read) || (wanted.write && readiness.write)
    })
}

/// Says how much may wait to be written to one descriptor, until the end of the request.
pub(crate) fn limit_outboxes(bytes: usize) {
    OUTBOX_LIMIT.set(bytes);
}

/// Writes to a descriptor, now or as soon as it takes it, in the order of the calls. It does not block from then on, and need
/// not be watched for anything else.
///
/// # Errors
/// Nothing of `data` is written then, or the descriptor is broken.
pub(crate) fn write(target: Target, data: PhpString) -> Result<(), Refused> {
    let number = target.number()?;
    forget_if_closed(number);
    let waiting = with(|watched| watched.by_number.get(&number).map(|watch| watch.outbox.bytes));
    if let Some(bytes) = waiting.filter(|bytes| *bytes > 0 && bytes + data.len() > OUTBOX_LIMIT.get()) {
        return Err(Refused::Full(bytes));
    }
    if waiting.is_none() {
        target.stop_blocking()?;
    }
    let serial = with(|watched| {
        let watch = match watched.by_number.get_mut(&number) {
            Some(watch) => watch,
            None => watched.insert(target, number),
        };
        watch.outbox.push(data);
        watch.serial
    });
    if waiting.unwrap_or(0) > 0 { Ok(()) } else { flush(number, serial) }
}

/// Writes what waits, as far as it is taken now. What is only here for that, and has nothing left, goes.
fn flush(number: RawFd, serial: u32) -> Result<(), Refused> {
    let mut outcome = Ok(());
    while let Some((target, piece, from)) = with(|watched| {
        let watch = watched.get(number, serial)?;
        let piece = watch.outbox.pieces.front()?.clone();
        Some((watch.target.share(), piece, watch.outbox.written))
    }) {
        let written = target.write(piece.get(from..).unwrap_or_default());
        let is_stream = target.kind == Kind::Stream;
        let done = with(|watched| {
            let outbox = &mut watched.by_number.get_mut(&number).filter(|watch| watch.serial == serial)?.outbox;
            match &written {
                Ok(count) => outbox.advance(*count).map(|piece| Outbox { pieces: [piece].into(), ..Outbox::default() }),
                Err(_) => Some(mem::take(outbox)),
            }
        });
        drop(done);
        match written {
            Ok(0) => break,
            Ok(_) => {}
            Err(_) if is_stream => outcome = Err(Refused::Told),
            Err(error) => outcome = Err(Refused::System(number, error)),
        }
    }
    let (registered, gone) = with(|watched| {
        let Some(watch) = watched.get(number, serial) else { return (Ok(()), None) };
        let is_over = watch.outbox.bytes == 0 && !watch.is_added();
        let registered = if is_over { Ok(()) } else { watched.register(number) };
        let gone = if is_over || registered.is_err() { watched.remove(number) } else { None };
        (registered, gone)
    });
    drop(gone);
    outcome.and(registered.map_err(|error| Refused::System(number, error)))
}

/// Notes whether PHP has bytes of a stream that the program has not read: the system is silent about them.
fn look_for_unread(number: RawFd) {
    let found = with(|watched| {
        let watch = watched.by_number.get(&number)?;
        let looks = watch.wanted.read && watch.target.kind == Kind::Stream;
        looks.then(|| (watch.serial, watch.target.value.shallow_clone()))
    });
    let has_unread = found.as_ref().is_some_and(|(_, value)| stream::has_unread(value));
    with(|watched| {
        let is_same = found.as_ref().is_some_and(|(serial, _)| watched.get(number, *serial).is_some());
        if has_unread && is_same {
            watched.unread.insert(number);
        } else {
            watched.unread.remove(&number);
        }
    });
}

fn is_empty() -> bool {
    with(|watched| watched.by_number.is_empty())
}

fn next_due() -> Option<Duration> {
    with(|watched| watched.unread().next().map(|_| Duration::ZERO))
}

/// Lets go of what the program has closed without a word: nothing will ever come of it.
fn settle(judge: &mut Judge<'_>) -> Ended {
    let closed = with(|watched| watched.closed());
    if closed.is_empty() {
        return Ended::Returned;
    }
    judge("event", guarded(|| closed.into_iter().for_each(forget_if_closed)))
}

fn run(judge: &mut Judge<'_>) -> Ended {
    for ready in with(Watched::ready) {
        let ended = attend(ready, judge);
        if !ended.goes_on() {
            return ended;
        }
    }
    Ended::Returned
}

fn attend(ready: Ready, judge: &mut Judge<'_>) -> Ended {
    let Ready { number, serial, .. } = ready;
    let has_waiting = with(|watched| {
        let watch = watched.get(number, serial).filter(|watch| watch.outbox.bytes > 0);
        // The number may be another file's by now.
        watch.is_some_and(|watch| watched.is_open(number, watch))
    });
    if has_waiting && (ready.flags.intersects(EpollFlags::EPOLLOUT) || ready.has_failed()) {
        let ended = judge("event", guarded(|| write_on(number, serial)));
        if !ended.goes_on() {
            return ended;
        }
    }
    for is_read in [true, false] {
        let Some((callback, value)) = with(|watched| watched.callback(ready, is_read)) else { continue };
        let mut ended = judge("event", callback.call(|| [value.shallow_clone()]));
        if is_read && ended.goes_on() && value.is_resource() {
            // It may warn, and the program's error handler may do anything.
            match guarded(|| look_for_unread(number)) {
                Called::Returned => {}
                called => ended = judge("event", called),
            }
        }
        let ended = let_go("event", (callback, value), ended, judge);
        if !ended.goes_on() {
            return ended;
        }
    }
    Ended::Returned
}

/// Goes on with what was to be written; the program is told if that is in vain.
fn write_on(number: RawFd, serial: u32) {
    let waiting = with(|watched| watched.get(number, serial).map_or(0, |watch| watch.outbox.bytes));
    if let Err(refused) = flush(number, serial) {
        warn_of_lost(number, waiting, refused);
    }
}

fn clear() {
    let all = with(mem::take);
    drop(all);
}

fn end_request() {
    OUTBOX_LIMIT.set(OUTBOX);
    let all = WATCHED.with(|watched| watched.borrow_mut().take_all());
    drop(all);
}

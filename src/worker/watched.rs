//! The descriptors that the program watches (`Swoole\Event`), and what it has written to some. Interpreter's thread only.
//!
//! They are in an epoll set of their own, level-triggered: one descriptor, which whoever sleeps adds to what it sleeps on.
//! PHP closes a stream without asking anybody, and then the number may stand for something else, while the kernel goes on
//! reporting what a forked child has still open. So each watch has a serial number beside its descriptor's, streams and
//! sockets are asked whether they are still open, and a report of what nobody watches has the set made anew.
//!
//! Callbacks and the program's values are called and dropped while nothing is borrowed: a callback may change any watch.

mod refused;
mod table;
mod target;

use std::cell::{Cell, RefCell};
use std::fmt;
use std::io;
use std::mem::{self, ManuallyDrop};
use std::os::fd::RawFd;
use std::rc::Rc;
use std::time::Duration;

use nix::sys::epoll::{Epoll, EpollFlags};

pub(crate) use self::refused::Refused;
use self::table::{Outbox, Ready, Watch, Watched};
use self::target::Kind;
pub(crate) use self::target::Target;
use super::call::Ended;
use super::event_loop::{self, Judge, Source, let_go};
use crate::process::forks::Own;
use crate::zend::callable::{Callable, Called, guarded};
use crate::zend::error::warning;
use crate::zend::string::PhpString;
use crate::zend::value::type_name;

/// What may wait to be written to one descriptor, unless the program says otherwise; an empty outbox takes one string of any
/// size.
const OUTBOX: usize = 2 * 1024 * 1024;

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

/// Works on the watches of this process. `work` calls nothing of PHP's and drops nothing of the program's.
fn with<R>(work: impl FnOnce(&mut Watched) -> R) -> R {
    event_loop::note_use();
    WATCHED.with(|watched| work(watched.borrow_mut().get()))
}

/// What is readable when something is to be attended to; `None` while nothing is watched. Another one may take its place.
pub(crate) fn set() -> Option<Rc<Epoll>> {
    event_loop::is_used().then(|| with(|watched| watched.set.clone())).flatten()
}

/// Has the set be readable also when `bell` is, for another source of the loop, which keeps it open until
/// [`remove_bell`], or until all is cleared.
///
/// # Errors
/// The system's, when there are no more descriptors.
pub(super) fn add_bell(bell: RawFd) -> io::Result<()> {
    with(|watched| watched.add_bell(bell))
}

/// Ends that.
pub(super) fn remove_bell(bell: RawFd) {
    with(|watched| watched.remove_bell(bell));
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

/// Whether an object of ours watches this number.
pub(crate) fn is_own(number: RawFd) -> bool {
    with(|watched| watched.by_number.get(&number).is_some_and(|watch| watch.target.kind == Kind::Own))
}

/// # Errors
/// An object of ours watches this number, and no program may.
fn check_owner(number: RawFd, kind: Kind) -> Result<(), Refused> {
    if is_own(number) && kind != Kind::Own { Err(Refused::Taken(number)) } else { Ok(()) }
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
    check_owner(number, target.kind)?;
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

/// Changes what is waited for at a descriptor that an object of ours watches; nothing, if it only keeps the loop going.
///
/// # Errors
/// The system's.
pub(crate) fn change_own(number: RawFd, wanted: Readiness) -> Result<(), Refused> {
    with(|watched| {
        if let Some(watch) = watched.by_number.get_mut(&number) {
            watch.wanted = wanted;
        }
        watched.register(number)
    })
    .map_err(|error| Refused::System(number, error))
}

/// Notes whether an object of ours has something to read that the system knows nothing of: if it is watched, it counts as
/// readable then.
pub(crate) fn set_unread(number: RawFd, has_unread: bool) {
    if !event_loop::is_used() {
        return;
    }
    with(|watched| {
        if has_unread && watched.by_number.contains_key(&number) {
            watched.unread.insert(number);
        } else {
            watched.unread.remove(&number);
        }
    });
}

/// Ends the watch of a descriptor of an object of ours, which gives it away, open or not. The last of the object may go with it.
pub(crate) fn forget_own(number: RawFd) {
    let watch = if event_loop::is_used() { with(|watched| watched.remove(number)) } else { None };
    if let Some(watch) = watch {
        warn_of_lost(number, watch.outbox.bytes, "it was closed");
    }
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
    check_owner(number, target.kind)?;
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
    let number = find(target).ok_or_else(|| not_watched(target))?;
    check_owner(number, target.kind)?;
    let watch = with(|watched| watched.remove(number));
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
    check_owner(number, target.kind)?;
    let waiting = with(|watched| watched.by_number.get(&number).map(|watch| watch.outbox.bytes));
    if let Some(bytes) = waiting.filter(|bytes| *bytes > 0 && bytes + data.len() > OUTBOX_LIMIT.get()) {
        return Err(Refused::Full { waiting: bytes, limit: OUTBOX_LIMIT.get() });
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

/// Notes whether a stream or a client has bytes that the program has not read: the system is silent about them.
fn look_for_unread(number: RawFd) {
    let found = with(|watched| {
        let watch = watched.by_number.get(&number).filter(|watch| watch.target.kind != Kind::Own)?;
        Some((watch.serial, watch.target.share()))
    });
    let Some((serial, target)) = found else { return };
    let has_unread = target.has_unread();
    if with(|watched| watched.get(number, serial).is_some()) {
        set_unread(number, has_unread);
    }
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

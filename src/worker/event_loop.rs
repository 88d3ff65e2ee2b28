//! The event loop of a process: what a round runs, what keeps a program going, and until when it may sleep. Interpreter's
//! thread only.
//!
//! Who has a loop: a worker, and the processes above it, between what they do for the server ([`work`](super::work)); and a
//! program without a server, at the end of its script or where it says so ([`script`](super::script)). Each sleeps in its own
//! way, until [`next_due`] or until [`watched::set`](super::watched::set) is readable, and calls [`settle`] before and
//! [`run_round`] behind. What there may be to do is the list of [`SOURCES`].

use std::cell::{Cell, RefCell};
use std::mem::{self, ManuallyDrop};
use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::types::Zval;

use super::call::Ended;
use super::{clients, errands, timers, watched};
use crate::process::forks::{self, Own};
use crate::zend::callable::{Callable, Called, guarded};

/// Hears what a call was for ("timer", "event") and how it ended, and says whether the loop goes on.
pub(crate) type Judge<'judge> = dyn FnMut(&'static str, Called) -> Ended + 'judge;

/// Something that a loop runs.
pub(super) struct Source {
    /// Whether nothing is left that a program would wait for.
    pub(super) is_empty: fn() -> bool,
    /// How long it is until there is something to run; `None` when that is not a matter of time.
    pub(super) next_due: fn() -> Option<Duration>,
    /// Puts things in order before the process sleeps.
    pub(super) settle: fn(&mut Judge<'_>) -> Ended,
    /// Runs what is there now, each once.
    pub(super) run: fn(&mut Judge<'_>) -> Ended,
    /// Forgets all that would still run. Destructors of the program's may run.
    pub(super) clear: fn(),
    /// Forgets everything, numbers included, before PHP takes its memory back.
    pub(super) end_request: fn(),
}

/// In the order of a round: what was put off comes behind all that may put something off.
const SOURCES: [Source; 4] = [watched::SOURCE, clients::SOURCE, errands::SOURCE, timers::SOURCE];

thread_local! {
    // Never dropped: when a thread's variables are, PHP's memory is gone. `end_request` empties it in time.
    static CYCLES: ManuallyDrop<RefCell<Own<Cycles>>> = const { ManuallyDrop::new(RefCell::new(Own::new(Cycles::NONE))) };
    /// Whether anything has ever been put into the loop: see [`note_use`].
    static IS_USED: Cell<bool> = const { Cell::new(false) };
    /// Who runs the loop, in which process (see [`forks`]).
    static DRIVEN: Cell<Option<(Driver, u32)>> = const { Cell::new(None) };
    /// The program wants its loop to end.
    static LEFT: Cell<bool> = const { Cell::new(false) };
}

/// What the program wants called in every round.
#[derive(Default)]
struct Cycles {
    first: Option<Rc<Callable>>,
    last: Option<Rc<Callable>>,
}

impl Cycles {
    const NONE: Self = Self { first: None, last: None };
}

/// Where in a round.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum When {
    /// Before the process sleeps.
    First,
    /// Behind everything else.
    Last,
}

/// Notes that a source is asked for, for the first time perhaps. Until then rounds are nothing: 900 instructions less for each
/// wait of a worker whose program has no use for them.
pub(super) fn note_use() {
    IS_USED.set(true);
}

pub(super) fn is_used() -> bool {
    IS_USED.get()
}

fn with_cycles<R>(work: impl FnOnce(&mut Cycles) -> R) -> R {
    CYCLES.with(|cycles| work(cycles.borrow_mut().get()))
}

/// Has something called in every round from now on, or nothing any more; true if there was something before.
pub(crate) fn set_cycle(when: When, callable: Option<Callable>) -> bool {
    note_use();
    let callable = callable.map(Rc::new);
    let replaced = with_cycles(|cycles| {
        let place = match when {
            When::First => &mut cycles.first,
            When::Last => &mut cycles.last,
        };
        mem::replace(place, callable)
    });
    replaced.is_some()
}

fn run_cycle(when: When, judge: &mut Judge<'_>) -> Ended {
    let callable = with_cycles(|cycles| match when {
        When::First => cycles.first.clone(),
        When::Last => cycles.last.clone(),
    });
    let Some(callable) = callable else { return Ended::Returned };
    let ended = judge("cycle", callable.call(|| -> [Zval; 0] { [] }));
    let_go("cycle", callable, ended, judge)
}

/// Whether nothing is left that a program would wait for. What it wants called in every round does not count.
pub(crate) fn is_empty() -> bool {
    !is_used() || SOURCES.iter().all(|source| (source.is_empty)())
}

/// How long the process may sleep at most; `None` when nothing is a matter of time.
pub(crate) fn next_due() -> Option<Duration> {
    SOURCES.iter().filter(|_| is_used()).filter_map(|source| (source.next_due)()).min()
}

/// The beginning of a round: what comes before the process sleeps.
pub(crate) fn settle(judge: &mut Judge<'_>) -> Ended {
    if !is_used() {
        return Ended::Returned;
    }
    let mut ended = run_cycle(When::First, judge);
    for source in &SOURCES {
        if ended.goes_on() {
            ended = (source.settle)(judge);
        }
    }
    ended
}

/// The rest of a round: runs all that is ready or due now, each once. The first call after which `judge` does not go on
/// ends it.
pub(crate) fn run_round(judge: &mut Judge<'_>) -> Ended {
    if !is_used() {
        return Ended::Returned;
    }
    for source in &SOURCES {
        let ended = (source.run)(judge);
        if !ended.goes_on() {
            return ended;
        }
    }
    run_cycle(When::Last, judge)
}

/// Forgets all that would still run: at the end of a loop, and in a child that begins one of its own. Destructors of the
/// program's may run.
pub(crate) fn clear_all() {
    if !is_used() {
        return;
    }
    SOURCES.iter().for_each(|source| (source.clear)());
    let cycles = with_cycles(mem::take);
    drop(cycles);
}

/// Forgets everything, at the end of a request, before PHP takes its memory back.
pub(crate) fn end_request() {
    SOURCES.iter().for_each(|source| (source.end_request)());
    let cycles = CYCLES.with(|cycles| cycles.borrow_mut().take_all());
    drop(cycles);
    IS_USED.set(false);
}

/// Drops what may be the last of a callback and its arguments, whose destructors are the program's.
pub(crate) fn let_go<T>(what: &'static str, last: T, ended: Ended, judge: &mut Judge<'_>) -> Ended {
    match guarded(|| drop(last)) {
        Called::Returned => ended,
        called => {
            let dropped = judge(what, called);
            if ended.goes_on() { dropped } else { ended }
        }
    }
}

/// Who runs a loop.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Driver {
    /// A process of a server.
    Server,
    /// The program.
    Program,
}

/// As long as it lives, the loop of this process runs.
pub(crate) struct Driven(());

impl Drop for Driven {
    fn drop(&mut self) {
        DRIVEN.set(None);
    }
}

/// Notes who runs the loop of this process.
pub(crate) fn drive(driver: Driver) -> Driven {
    DRIVEN.set(Some((driver, forks::generation())));
    Driven(())
}

/// Who runs the loop of this process now. A child that a callback has forked has no part in its parent's.
pub(crate) fn driver() -> Option<Driver> {
    DRIVEN.get().filter(|(_, generation)| *generation == forks::generation()).map(|(driver, _)| driver)
}

/// Has the program's loop end behind this round.
pub(crate) fn leave() {
    LEFT.set(true);
}

/// Whether the loop is to end, as the program has said since it [began](enter).
pub(super) fn is_left() -> bool {
    LEFT.get()
}

/// Forgets that an earlier loop was left.
pub(super) fn enter() {
    LEFT.set(false);
}

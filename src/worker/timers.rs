//! The timers of a process, and what it has put off until the end of a round. Interpreter's thread only.
//!
//! Two ordered tables: timers by number, and when each is due. Making, clearing and running one of 100,000 costs a
//! handful of comparisons, and nothing of a cleared timer is left behind.
//!
//! What the program gave is called and dropped while nothing is borrowed: callbacks and destructors may make and clear
//! any timer.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::mem::{self, ManuallyDrop};
use std::rc::Rc;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use ext_php_rs::types::Zval;

use super::call::Ended;
use super::event_loop::{self, Judge, Source, let_go};
use crate::process::forks::Own;
use crate::zend::array::integer;
use crate::zend::callable::{Callable, Called};

/// In a millisecond.
const NANOSECONDS: u64 = 1_000_000;

/// What times are counted from, in nanoseconds. The same in a child, which may have a round of its parent's under way.
static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);

fn now() -> u64 {
    u64::try_from(BEGINNING.elapsed().as_nanos()).unwrap_or(u64::MAX)
}

thread_local! {
    // Never dropped: when a thread's variables are, PHP's memory is gone. `end_request` empties it in time.
    static TIMERS: ManuallyDrop<RefCell<Own<Timers>>> = const { ManuallyDrop::new(RefCell::new(Own::new(Timers::NONE))) };
}

/// Timers, and what was put off, for the loop.
pub(super) const SOURCE: Source =
    Source { is_empty, next_due, settle: |_| Ended::Returned, run: run_due, clear: clear_all, end_request };

/// A call that waits for its time.
struct Task {
    callable: Callable,
    arguments: Vec<Zval>,
}

impl Task {
    fn call(&self) -> Called {
        self.callable.call(|| self.arguments.iter().map(Zval::shallow_clone).collect::<Vec<_>>())
    }
}

/// How often a timer runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Repeat {
    /// `after()`
    Once,
    /// `tick()`
    Always,
}

struct Timer {
    task: Rc<Task>,
    due: u64,
    /// Milliseconds from one run to the next; 0 for a timer that runs once.
    interval: i64,
    runs: i64,
    round: i64,
}

/// What `info()` tells of a timer.
pub(crate) struct Info {
    /// When it is due, in milliseconds since a moment that has no meaning of its own.
    pub(crate) due: i64,
    /// How often it has run, a run that has not returned included.
    pub(crate) runs: i64,
    /// Milliseconds from one run to the next; 0 for a timer that runs once.
    pub(crate) interval: i64,
    /// In which round it was made.
    pub(crate) round: i64,
}

/// What `stats()` tells of all.
pub(crate) struct Stats {
    /// Whether there has been a timer.
    pub(crate) begun: bool,
    /// How many there are.
    pub(crate) count: i64,
    /// How many rounds there were in which something ran.
    pub(crate) rounds: i64,
}

#[derive(Default)]
struct Timers {
    last_id: i64,
    rounds: i64,
    by_id: BTreeMap<i64, Timer>,
    /// Without the one that is running.
    by_time: BTreeSet<(u64, i64)>,
    deferred: VecDeque<Rc<Task>>,
}

impl Timers {
    const NONE: Self =
        Self { last_id: 0, rounds: 0, by_id: BTreeMap::new(), by_time: BTreeSet::new(), deferred: VecDeque::new() };

    /// The next timer that is due by `time`. It keeps its number while it runs, so that it can be cleared.
    fn take_due(&mut self, time: u64) -> Option<(i64, Rc<Task>)> {
        while let Some((due, id)) = self.by_time.first().copied().filter(|(due, _)| *due <= time) {
            self.by_time.remove(&(due, id));
            if let Some(timer) = self.by_id.get_mut(&id) {
                timer.runs += 1;
                return Some((id, Rc::clone(&timer.task)));
            }
        }
        None
    }

    /// Notes that a timer has run in the round of `time`: it waits again, or is over and returned.
    fn ran(&mut self, id: i64, task: &Rc<Task>, time: u64) -> Option<Timer> {
        // Not there if its callback has cleared it, or is in a child, whose timers of the same number are others.
        let timer = self.by_id.get_mut(&id).filter(|timer| Rc::ptr_eq(&timer.task, task))?;
        if timer.interval == 0 {
            return self.by_id.remove(&id);
        }
        // From when it was due and not from now, so that it does not drift; times that have passed are left out.
        let interval = nanoseconds(timer.interval);
        let missed = time.saturating_sub(timer.due) / interval;
        timer.due = timer.due.saturating_add(interval.saturating_mul(missed + 1));
        self.by_time.insert((timer.due, id));
        None
    }
}

fn nanoseconds(milliseconds: i64) -> u64 {
    milliseconds.unsigned_abs().saturating_mul(NANOSECONDS).max(1)
}

/// Works on the timers of this process. `work` calls nothing of PHP's and drops nothing of the program's.
fn with<R>(work: impl FnOnce(&mut Timers) -> R) -> R {
    event_loop::note_use();
    TIMERS.with(|timers| work(timers.borrow_mut().get()))
}

/// Makes a timer and gives its number. One that repeats gets it as its first argument.
pub(crate) fn add(repeat: Repeat, milliseconds: i64, callable: Callable, mut arguments: Vec<Zval>) -> i64 {
    let id = with(|timers| {
        timers.last_id += 1;
        timers.last_id
    });
    let interval = match repeat {
        Repeat::Once => 0,
        Repeat::Always => {
            arguments.insert(0, integer(id));
            milliseconds
        }
    };
    let task = Rc::new(Task { callable, arguments });
    let due = now().saturating_add(nanoseconds(milliseconds));
    with(|timers| {
        timers.by_time.insert((due, id));
        timers.by_id.insert(id, Timer { task, due, interval, runs: 0, round: timers.rounds });
    });
    id
}

/// Puts a call off until the end of the round.
pub(crate) fn defer(callable: Callable) {
    let task = Rc::new(Task { callable, arguments: Vec::new() });
    with(|timers| timers.deferred.push_back(task));
}

/// Ends a timer; false if there is none of this number (any more). It may be the one that is running.
pub(crate) fn clear(id: i64) -> bool {
    let cleared = with(|timers| {
        let timer = timers.by_id.remove(&id)?;
        timers.by_time.remove(&(timer.due, id));
        Some(timer)
    });
    cleared.is_some()
}

/// Ends all timers; what was put off still runs. False if there has never been a timer.
pub(crate) fn clear_timers() -> bool {
    let (begun, cleared) = with(|timers| {
        timers.by_time.clear();
        (timers.last_id > 0, mem::take(&mut timers.by_id))
    });
    drop(cleared);
    begun
}

fn clear_all() {
    let cleared = with(|timers| {
        timers.by_time.clear();
        (mem::take(&mut timers.by_id), mem::take(&mut timers.deferred))
    });
    drop(cleared);
}

fn end_request() {
    let all = TIMERS.with(|timers| timers.borrow_mut().take_all());
    drop(all);
}

/// Whether there is a timer of this number.
pub(crate) fn exists(id: i64) -> bool {
    with(|timers| timers.by_id.contains_key(&id))
}

/// What is known of a timer.
pub(crate) fn info(id: i64) -> Option<Info> {
    with(|timers| {
        timers.by_id.get(&id).map(|timer| Info {
            due: i64::try_from(timer.due / NANOSECONDS).unwrap_or(i64::MAX),
            runs: timer.runs,
            interval: timer.interval,
            round: timer.round,
        })
    })
}

/// The numbers of all timers, from the oldest on.
pub(crate) fn ids() -> Vec<i64> {
    with(|timers| timers.by_id.keys().copied().collect())
}

/// Counts of all timers.
pub(crate) fn stats() -> Stats {
    with(|timers| Stats {
        begun: timers.last_id > 0,
        count: i64::try_from(timers.by_id.len()).unwrap_or(i64::MAX),
        rounds: timers.rounds,
    })
}

/// Whether nothing waits for its time.
fn is_empty() -> bool {
    with(|timers| timers.by_id.is_empty() && timers.deferred.is_empty())
}

/// How long it is until something is to run; `None` when nothing is.
fn next_due() -> Option<Duration> {
    with(|timers| {
        if !timers.deferred.is_empty() {
            return Some(Duration::ZERO);
        }
        let (due, _) = timers.by_time.first()?;
        Some(Duration::from_nanos(due.saturating_sub(now())))
    })
}

/// Runs each timer that is due now, once, and then what was put off before.
fn run_due(judge: &mut Judge<'_>) -> Ended {
    // Timers that are made in this round are due after `time`, and so are those that have run.
    let Some((time, deferred)) = with(|timers| {
        let (first, deferred) = (timers.by_time.first(), timers.deferred.len());
        // A process without timers does not ask for the time.
        let time = first.map(|(due, _)| (now(), *due));
        let is_due = time.is_some_and(|(time, due)| due <= time);
        if !is_due && deferred == 0 {
            return None;
        }
        timers.rounds += 1;
        Some((time.map_or(0, |(time, _)| time), deferred))
    }) else {
        return Ended::Returned;
    };
    while let Some((id, task)) = with(|timers| timers.take_due(time)) {
        let ended = judge("timer", task.call());
        let over = with(|timers| timers.ran(id, &task, time));
        let ended = let_go("timer", (over, task), ended, judge);
        if !ended.goes_on() {
            return ended;
        }
    }
    for _ in 0..deferred {
        let Some(task) = with(|timers| timers.deferred.pop_front()) else { break };
        let ended = judge("deferred", task.call());
        let ended = let_go("deferred", task, ended, judge);
        if !ended.goes_on() {
            return ended;
        }
    }
    Ended::Returned
}

//! What the program has others do for it and wants to hear of: files, names, commands. Threads do it (`swoxide_engine::errands`);
//! what comes of it is told on the interpreter's thread, in a round of the loop.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::mem::{self, ManuallyDrop};
use std::net::IpAddr;
use std::os::fd::{AsRawFd, RawFd};
use std::process::ExitStatus;
use std::time::Duration;

use swoxide_engine::errands::{Errands, Lane};

use super::call::Ended;
use super::event_loop::{self, Judge, Source};
use super::watched;
use crate::process::forks::Own;

thread_local! {
    // Never dropped: when a thread's variables are, PHP's memory is gone. `end_request` empties it in time.
    static UNDER_WAY: ManuallyDrop<RefCell<Own<UnderWay>>> =
        const { ManuallyDrop::new(RefCell::new(Own::new(UnderWay::NONE))) };
}

/// Errands, for the loop.
pub(super) const SOURCE: Source = Source { is_empty, next_due, settle: |_| Ended::Returned, run, clear, end_request };

/// What comes of an errand.
#[derive(Debug)]
pub(crate) enum Answer {
    /// What was read; nothing at the end of the file.
    Read(Vec<u8>),
    /// So many bytes were written.
    Written(usize),
    /// A name's address, if it has one.
    Address(Option<IpAddr>),
    /// What a command has printed, and how it ended, unless somebody else in the process was told of that.
    Ran(Vec<u8>, Option<ExitStatus>),
}

/// What is done with it, with nothing borrowed.
type Then = Box<dyn FnOnce(io::Result<Answer>, &mut Judge<'_>) -> Ended>;

#[derive(Default)]
struct UnderWay {
    /// Made with the first errand.
    errands: Option<Errands<(u64, io::Result<Answer>)>>,
    last_id: u64,
    by_id: BTreeMap<u64, Then>,
    /// What is done and has not been told yet: a callback may have ended a round before its turn came.
    done: VecDeque<(u64, io::Result<Answer>)>,
}

impl UnderWay {
    const NONE: Self = Self { errands: None, last_id: 0, by_id: BTreeMap::new(), done: VecDeque::new() };

    /// What is readable when something is done.
    fn bell(&self) -> Option<RawFd> {
        self.errands.as_ref().map(|errands| errands.bell().as_raw_fd())
    }
}

/// Works on the errands of this process. `work` calls nothing of PHP's and drops nothing of the program's.
fn with<R>(work: impl FnOnce(&mut UnderWay) -> R) -> R {
    event_loop::note_use();
    UNDER_WAY.with(|under_way| work(under_way.borrow_mut().get()))
}

/// Has `work` done by another thread, and then `then` in a round of the loop.
///
/// # Errors
/// The system's, when there are no more descriptors, or not one thread. `work` and `then` are dropped.
pub(crate) fn begin(
    lane: Lane,
    work: impl FnOnce() -> io::Result<Answer> + Send + 'static,
    then: impl FnOnce(io::Result<Answer>, &mut Judge<'_>) -> Ended + 'static,
) -> io::Result<()> {
    let mut then: Option<Then> = Some(Box::new(then));
    let begun = with(|under_way| {
        let errands = match under_way.errands.take() {
            Some(errands) => errands,
            None => Errands::new()?,
        };
        let errands = &*under_way.errands.insert(errands);
        watched::add_bell(errands.bell().as_raw_fd())?;
        under_way.last_id += 1;
        let id = under_way.last_id;
        errands.run(lane, move || (id, work()))?;
        under_way.by_id.extend(then.take().map(|then| (id, then)));
        Ok(())
    });
    be_silent_if_empty();
    begun
}

/// With nothing to wait for there is no bell: an empty loop has no set.
fn be_silent_if_empty() {
    if is_empty() {
        with(|under_way| under_way.bell().into_iter().for_each(watched::remove_bell));
    }
}

fn is_empty() -> bool {
    with(|under_way| under_way.by_id.is_empty())
}

fn next_due() -> Option<Duration> {
    with(|under_way| (!under_way.done.is_empty()).then_some(Duration::ZERO))
}

fn run(judge: &mut Judge<'_>) -> Ended {
    if is_empty() {
        return Ended::Returned;
    }
    let count = with(|under_way| {
        under_way.done.extend(under_way.errands.as_ref().map(Errands::take_done).unwrap_or_default());
        under_way.done.len()
    });
    let mut ended = Ended::Returned;
    for _ in 0..count {
        let next = with(|under_way| {
            let (id, answer) = under_way.done.pop_front()?;
            Some((under_way.by_id.remove(&id)?, answer))
        });
        let Some((then, answer)) = next else { continue };
        ended = then(answer, judge);
        if !ended.goes_on() {
            break;
        }
    }
    be_silent_if_empty();
    ended
}

/// What is under way is done, within limits; what has not begun is not.
fn clear() {
    let all = with(mem::take);
    all.bell().into_iter().for_each(watched::remove_bell);
    drop(all);
}

fn end_request() {
    let all = UNDER_WAY.with(|under_way| under_way.borrow_mut().take_all());
    drop(all);
}

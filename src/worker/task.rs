//! Tasks: what an event worker gives to task workers, and what these do with it. A task and its answer are PHP values that
//! travel as bytes, strings as they are and anything else serialised; of any length.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::rc::Rc;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use ext_php_rs::types::Zval;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use swoxide_engine::link::channel::Received;
use swoxide_engine::link::record::{Packed, Task, ToWorker, records};
use swoxide_engine::roster::Place;

use super::post::{Addressee, Post};
use super::server::{Running, Server};
use crate::zend::array::string;
use crate::zend::callable::Callable;
use crate::zend::error::Failure;
use crate::zend::serialize::{serialize, unserialize};
use crate::zend::string::PhpString;

/// What a process knows of tasks. The interpreter's thread.
#[derive(Default)]
pub(crate) struct Tasks {
    /// What is called with the answer to a task, where that is not `onFinish`.
    callbacks: RefCell<BTreeMap<i64, Rc<Callable>>>,
    /// The task that it does.
    current: Cell<Option<Current>>,
    /// Packets that came while an answer was waited for: each waits for its turn.
    pub(crate) backlog: RefCell<VecDeque<(Vec<u8>, Option<OwnedFd>)>>,
}

/// A task under way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Current {
    pub(crate) number: i64,
    pub(crate) source: u16,
    is_waited_for: bool,
    is_answered: bool,
}

/// A PHP value as bytes, and what they are.
pub(crate) struct PackedValue {
    bytes: PhpString,
    is_string: bool,
}

impl PackedValue {
    /// # Errors
    /// What PHP throws for values that have no such form.
    pub(crate) fn of(value: &Zval) -> Result<Self, Failure> {
        // Held: the program's `__serialize()` may change what a reference stands for.
        let value = value.dereference().shallow_clone();
        match PhpString::of(&value) {
            Some(bytes) => Ok(Self { bytes, is_string: true }),
            None => Ok(Self { bytes: serialize(&value)?, is_string: false }),
        }
    }

    pub(crate) fn packed(&self) -> Packed<'_> {
        if self.is_string { Packed::String(&self.bytes) } else { Packed::Serialized(&self.bytes) }
    }
}

/// The PHP value that came; null if it can't be made.
pub(crate) fn unpack(data: Packed<'_>) -> Zval {
    match data {
        Packed::String(bytes) => string(bytes),
        Packed::Serialized(bytes) => unserialize(bytes).unwrap_or_else(Zval::null),
    }
}

/// Now, in seconds since 1970, as Swoole's events say it.
pub(crate) fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |since| since.as_secs_f64())
}

/// Why a task can't be given.
pub(crate) enum NotGiven {
    /// What the value or its code has thrown.
    Failed(Failure),
    /// Too much waits for the task workers already.
    Full,
}

impl Tasks {
    /// Gives a task to a task worker (`to` counts these from 0), or to whoever is idle. Returns its number.
    pub(crate) fn give(
        &self,
        running: &Running,
        post: &Post,
        data: &Zval,
        to: Option<u16>,
        callback: Option<Callable>,
        is_waited_for: bool,
    ) -> Result<i64, NotGiven> {
        let value = PackedValue::of(data).map_err(NotGiven::Failed)?;
        let source = running.place.unwrap_or(0);
        let number = running.roster.place(source).map_or(0, Place::next_task);
        let wants_end = is_waited_for || callback.is_some();
        let task = Task { number, source, data: value.packed(), time: now(), is_waited_for, wants_end };
        let addressee =
            to.map_or(Addressee::AnyTaskWorker, |index| Addressee::Worker(running.roster.workers() + index));
        running.roster.task_given();
        // What was pushed before comes before what is pushed for the task.
        running.gateways.flush();
        if !post.say(addressee, &ToWorker::Task(task)) {
            running.roster.task_done();
            return Err(NotGiven::Full);
        }
        if let Some(callback) = callback {
            self.callbacks.borrow_mut().insert(number, Rc::new(callback));
        }
        Ok(number)
    }

    /// Waits for the answers to tasks; whoever has none in time, or never will, is missing in what it gives. What comes
    /// meanwhile waits for its turn.
    pub(crate) fn wait_for(&self, numbers: &[i64], post: &Post, own: u16, limit: Duration) -> BTreeMap<i64, Zval> {
        let deadline = Instant::now() + limit;
        let mut answers = BTreeMap::new();
        let mut open: Vec<i64> = numbers.to_vec();
        let Some(inbox) = post.fabric.workers.get(usize::from(own)) else { return answers };
        let mut buffer = Vec::new();
        while !open.is_empty() {
            match inbox.receiver.receive(&mut buffer) {
                Ok(Received::Packet(descriptor)) => {
                    if descriptor.is_some() {
                        self.backlog.borrow_mut().push_back((buffer.clone(), descriptor));
                        continue;
                    }
                    for record in records::<ToWorker<'_>>(&buffer).flatten() {
                        match record {
                            ToWorker::Finish { task, data, is_waited_for: true, .. } if open.contains(&task) => {
                                open.retain(|number| *number != task);
                                answers.insert(task, unpack(data));
                            }
                            ToWorker::Lost { task } if open.contains(&task) => {
                                open.retain(|number| *number != task);
                            }
                            other => {
                                let record = postcard::to_stdvec(&other).ok();
                                self.backlog.borrow_mut().extend(record.map(|record| (record, None)));
                            }
                        }
                    }
                }
                _ => {
                    let left = deadline.saturating_duration_since(Instant::now());
                    if left.is_zero() {
                        break;
                    }
                    sleep_until(inbox.receiver.as_fd(), post, left);
                }
            }
        }
        answers
    }

    /// Whether callbacks wait for the answers to tasks.
    pub(crate) fn has_callbacks(&self) -> bool {
        !self.callbacks.borrow().is_empty()
    }

    /// The callback of a task that has not ended.
    pub(crate) fn callback(&self, number: i64) -> Option<Rc<Callable>> {
        self.callbacks.borrow().get(&number).cloned()
    }

    /// Forgets the callback of a task, and gives it to be dropped.
    pub(crate) fn take_callback(&self, number: i64) -> Option<Rc<Callable>> {
        self.callbacks.borrow_mut().remove(&number)
    }

    /// Notes that a task is being done.
    pub(crate) fn begin(&self, task: &Task<'_>) {
        let Task { number, source, is_waited_for, .. } = *task;
        self.current.set(Some(Current { number, source, is_waited_for, is_answered: false }));
    }

    /// The task under way.
    pub(crate) fn current(&self) -> Option<Current> {
        self.current.get()
    }

    /// No task is under way any more; whether that one was answered.
    pub(crate) fn end(&self) -> bool {
        self.current.take().is_some_and(|current| current.is_answered)
    }

    /// Sends an answer to whoever gave a task; false if it can't be sent.
    pub(crate) fn answer(&self, running: &Running, post: &Post, number: i64, source: u16, data: Packed<'_>) -> bool {
        let is_current = |current: &Current| current.number == number && current.source == source;
        let mut is_waited_for = false;
        if let Some(mut current) = self.current.get().filter(is_current) {
            // Who waits, waits for one answer.
            if current.is_waited_for && current.is_answered {
                return false;
            }
            is_waited_for = current.is_waited_for;
            current.is_answered = true;
            self.current.set(Some(current));
        }
        let task_worker = running.place.unwrap_or(0);
        running.gateways.flush();
        let record = ToWorker::Finish { task: number, task_worker, data, time: now(), is_waited_for };
        post.say(Addressee::Worker(source), &record)
    }

    /// Shows each callback to PHP's cycle collector.
    pub(crate) fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        let callbacks: Vec<_> = self.callbacks.borrow().values().cloned().collect();
        callbacks.iter().for_each(|callback| show(callback.value()));
    }

    /// Forgets everything, at the end or in a child.
    pub(crate) fn clear(&self) {
        let callbacks = std::mem::take(&mut *self.callbacks.borrow_mut());
        self.backlog.borrow_mut().clear();
        drop(callbacks);
    }
}

/// Sleeps until the inbox has something, or something that waits can be sent, or the time is over.
fn sleep_until(inbox: BorrowedFd<'_>, post: &Post, limit: Duration) {
    const LATE_RETRY: i32 = 20;
    let mut milliseconds = i32::try_from(limit.as_micros().div_ceil(1000)).unwrap_or(i32::MAX);
    let mut descriptors = vec![PollFd::new(inbox, PollFlags::POLLIN)];
    // What waits to be sent may be the very task.
    if !post.flush() {
        milliseconds = milliseconds.min(LATE_RETRY);
        descriptors.extend(post.blocked_on().into_iter().map(|sender| {
            // SAFETY: the post's own senders, which stay open for the call.
            PollFd::new(unsafe { BorrowedFd::borrow_raw(sender) }, PollFlags::POLLOUT)
        }));
    }
    let _ = poll(&mut descriptors, PollTimeout::try_from(milliseconds).unwrap_or(PollTimeout::MAX));
}

/// Whether a server has task workers, and this process may give them tasks.
pub(crate) fn may_give(server: &Server) -> Result<(), &'static str> {
    let Some(running) = server.running() else { return Err("server is not running") };
    if running.roster.task_workers() == 0 {
        return Err("task method can't be executed without task worker");
    }
    if running.is_task_worker() {
        return Err("Server->task() cannot use in the task-worker");
    }
    if running.place.is_none() {
        return Err("Server->task() can only be used in a worker");
    }
    Ok(())
}

//! What other processes have to say to a worker: events of the one gateway in SWOOLE_PROCESS, tasks and their answers,
//! messages of the program's, the manager's word to make room.

use std::os::fd::OwnedFd;
use std::sync::atomic::Ordering;

use ext_php_rs::types::Zval;
use swoxide_engine::link::channel::{Received, Receiver, Sender};
use swoxide_engine::link::record::{Packed, Task, ToGateway, ToWorker, records};
use swoxide_engine::link::{Event as LinkEvent, EventKind};
use swoxide_engine::roster::Status;
use swoxide_engine::uploads::Holder;

use super::call::{Ended, Of};
use super::callbacks::Event;
use super::post::Addressee;
use super::server::count;
use super::task::{PackedValue, now, unpack};
use super::work::{Duty, Stage, Worker};
use crate::classes::{server_events, task as task_class};
use crate::zend::array::integer;
use crate::zend::error::Failure;

/// Packets that are read before other things get their turn.
const PACKETS_AT_ONCE: usize = 16;

/// What a look into the inboxes has found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Found {
    Nothing,
    /// All that was there.
    All,
    /// Something; there may be more.
    Some,
}

impl Worker {
    /// Takes what has come; what that was, and how the callbacks ended.
    pub(crate) fn read_inboxes(&self, buffer: &mut Vec<u8>) -> (Found, Ended) {
        let (Some(post), Some(place)) = (&self.running.post, self.running.place) else {
            return (Found::Nothing, Ended::Returned);
        };
        let Some(own) = post.fabric.workers.get(usize::from(place)) else { return (Found::Nothing, Ended::Returned) };
        let (mut has_worked, mut is_all) = (false, false);
        let kept = self.server.tasks.backlog.borrow().len();
        for _ in 0..PACKETS_AT_ONCE.max(kept) {
            // What a callback has passed over while it waited for an answer came before.
            let kept = self.server.tasks.backlog.borrow_mut().pop_front();
            let descriptor = if let Some((body, descriptor)) = kept {
                *buffer = body;
                descriptor
            } else if let Some(descriptor) = self.receive(&own.receiver, buffer) {
                descriptor
            } else if self.duty == Duty::Tasks && matches!(*self.stage.borrow(), Stage::Working) {
                match self.receive(&post.fabric.tasks.receiver, buffer) {
                    Some(descriptor) => descriptor,
                    None => {
                        is_all = true;
                        break;
                    }
                }
            } else {
                is_all = true;
                break;
            };
            if !has_worked {
                has_worked = true;
                self.set_status(Status::Busy);
            }
            let ended = self.take_packet(buffer, descriptor);
            if !ended.goes_on() {
                self.flush();
                return (Found::Some, ended);
            }
            // A task worker takes one thing at a time: what it has taken is lost when it dies.
            if self.duty == Duty::Tasks || !matches!(*self.stage.borrow(), Stage::Working) {
                break;
            }
        }
        self.report();
        if has_worked {
            self.flush();
            self.server.encoder.forget();
        }
        let found = match (has_worked, is_all) {
            (false, _) => Found::Nothing,
            (true, true) => Found::All,
            (true, false) => Found::Some,
        };
        (found, Ended::Returned)
    }

    /// The next packet's descriptor, its body in `buffer`; `None` if there is none.
    fn receive(&self, inbox: &Receiver, buffer: &mut Vec<u8>) -> Option<Option<OwnedFd>> {
        match inbox.receive(buffer) {
            Ok(Received::Packet(descriptor)) => Some(descriptor),
            Ok(Received::Nothing | Received::End) => None,
            Err(error) => {
                self.server.log.error(format_args!("a packet for this worker is lost: {error}"));
                None
            }
        }
    }

    fn take_packet(&self, body: &[u8], mut descriptor: Option<OwnedFd>) -> Ended {
        for record in records::<ToWorker<'_>>(body) {
            let ended = match record {
                Ok(record) => self.take_record(record, &mut descriptor),
                Err(error) => {
                    self.server.log.error(format_args!("a record for this worker can't be read: {error}"));
                    Ended::Returned
                }
            };
            if !ended.goes_on() {
                return ended;
            }
        }
        Ended::Returned
    }

    fn take_record(&self, record: ToWorker<'_>, descriptor: &mut Option<OwnedFd>) -> Ended {
        match record {
            ToWorker::Event { sequence, life, event } if life == self.life => self.take_event(sequence, event),
            ToWorker::Last { life } if life == self.life => {
                self.has_all.set(true);
                Ended::Returned
            }
            // For one that is no more: what it had not begun comes again.
            ToWorker::Event { mut event, .. } => {
                event.leave_uploads();
                Ended::Returned
            }
            ToWorker::Last { .. } => Ended::Returned,
            ToWorker::Pipe { source, data } => self.take_message(source, data),
            ToWorker::Task(task) => self.do_task(&task),
            ToWorker::Finish { task, task_worker, data, time, is_waited_for } => {
                if is_waited_for {
                    // Whoever waited has given up.
                    return Ended::Returned;
                }
                self.take_answer(task, task_worker, data, time)
            }
            ToWorker::Lost { task } => {
                drop(self.server.tasks.take_callback(task));
                Ended::Returned
            }
            ToWorker::Retire { life } => {
                // What was said to one that was ended by force goes with what came along.
                let channel = descriptor.take().map(Sender::from);
                if life == self.life {
                    self.retire(channel);
                }
                Ended::Returned
            }
        }
    }

    /// Something that happened at the one gateway. It is noted as begun first, so that it is not done twice when this process
    /// dies of it; and answered when what the callback has said is on its way, so that nothing of it is lost.
    fn take_event(&self, sequence: u64, mut event: LinkEvent) -> Ended {
        if self.drops_events() && !matches!(event.kind, EventKind::Close(_) | EventKind::Vanished) {
            self.done.set(sequence);
            return Ended::Returned;
        }
        if let Some(place) = self.running.own_place() {
            place.begun.store(sequence, Ordering::Release);
        }
        // Only now: what was not begun is another one's when this process dies.
        if let Some(place) = self.running.place {
            event.take_uploads_over(self.running.roster.uploads(), Holder { place, life: self.life });
        }
        let ended = self.deliver(event);
        // Of one that ended the process the gateway judges whether it was answered.
        if ended.goes_on() {
            self.done.set(sequence);
        }
        if self.running.gateways.is_dirty() {
            self.report();
            self.flush();
        }
        ended
    }

    /// Tells the one gateway how far this worker has come.
    fn report(&self) {
        let done = self.done.get();
        if self.duty == Duty::Process && self.reported.replace(done) != done {
            let worker = self.running.place.unwrap_or(0);
            self.running.gateways.report(&ToGateway::Answered { worker, sequence: done });
        }
    }

    fn retire(&self, channel: Option<Sender>) {
        if !matches!(*self.stage.borrow(), Stage::Working) {
            return;
        }
        *self.stage.borrow_mut() = Stage::Retiring(channel);
        self.set_status(Status::Exiting);
        match self.duty {
            Duty::Process => {
                let worker = self.running.place.unwrap_or(0);
                self.running.gateways.report(&ToGateway::Leaving { worker });
            }
            // `make_room` freezes its gateway when the answers to its tasks are there.
            Duty::Base | Duty::Alone | Duty::Tasks => {}
        }
        self.begin_to_leave();
    }

    fn take_message(&self, source: u16, data: Packed<'_>) -> Ended {
        let has_objects = self.server.settings.borrow().event_object;
        if has_objects {
            let arguments = || {
                let message = server_events::pipe_message(source, self.running.worker_id(), now(), unpack(data));
                [self.this(), message]
            };
            return self.call(Event::PipeMessage, &Of::Server, arguments);
        }
        self.call(Event::PipeMessage, &Of::Server, || [self.this(), integer(source.into()), unpack(data)])
    }

    fn take_answer(&self, task: i64, task_worker: u16, data: Packed<'_>, time: f64) -> Ended {
        // It stays for further answers, until the task has ended.
        if let Some(callback) = self.server.tasks.callback(task) {
            let called = callback.call(|| [self.this(), integer(task), unpack(data)]);
            return self.judge(called, "task's finish", &Of::Server);
        }
        let has_objects = self.server.settings.borrow().event_object;
        if has_objects {
            let arguments = || [self.this(), server_events::task_result(task, task_worker, time, unpack(data))];
            return self.call(Event::Finish, &Of::Server, arguments);
        }
        self.call(Event::Finish, &Of::Server, || [self.this(), integer(task), unpack(data)])
    }

    fn do_task(&self, task: &Task<'_>) -> Ended {
        let (Some(post), Some(place)) = (&self.running.post, self.running.own_place()) else { return Ended::Returned };
        let tasks = &self.server.tasks;
        count(&self.server.counters.requests);
        count(&self.server.counters.dispatched);
        place.begin_task(task.source, task.number);
        tasks.begin(task);
        let mut problem = None;
        let look = |returned: &Zval| {
            if returned.is_null() {
                return;
            }
            match PackedValue::of(returned) {
                Ok(value) => {
                    tasks.answer(&self.running, post, task.number, task.source, value.packed());
                }
                Err(failure) => problem = Some(failure),
            }
        };
        let has_objects = self.server.settings.borrow().has_task_objects();
        let mut ended = if has_objects {
            let arguments = || [self.this(), task_class::create(&self.server, task)];
            self.call_for(Event::Task, &Of::Server, arguments, look)
        } else {
            let arguments = || [self.this(), integer(task.number), integer(task.source.into()), unpack(task.data)];
            self.call_for(Event::Task, &Of::Server, arguments, look)
        };
        if self.server.is_in_child() {
            return Ended::InChild;
        }
        if matches!(problem, Some(Failure::Bailout)) {
            ended = Ended::Bailout;
        }
        let is_answered = tasks.end();
        place.end_task();
        self.running.roster.task_done();
        // Who waits has heard of the end by the answer; the callback of a task is kept as long as there may be answers.
        if task.wants_end && !(is_answered && task.is_waited_for) {
            post.say(Addressee::Worker(task.source), &ToWorker::Lost { task: task.number });
        }
        self.flush();
        ended
    }
}

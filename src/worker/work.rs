//! The life of a worker, from its first callback to its last: one that is the whole server, an event worker of several, or
//! a task worker. The interpreter's thread.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::ops::Deref;
use std::os::fd::{AsFd, AsRawFd};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use swoxide_engine::gateway::{Bell, Events, Gateway, Neighbours, Wiring};
use swoxide_engine::link::channel::{Receiver, Sender};
use swoxide_engine::link::record::{ToGateway, ToManager};
use swoxide_engine::link::{Event as LinkEvent, EventKind, Queue};
use swoxide_engine::registry::{Entry, Owner};
use swoxide_engine::roster::Status;

use super::call::{Caller, Ended, Of};
use super::callbacks::Event;
use super::deliver::worker_arguments;
use super::event_loop::{self, Driver, Judge};
use super::inbox::Found;
use super::server::{Mode, Running};
use super::start::{join, start_gateway};
use super::wait::Waiter;
use crate::classes::frame::Frames;
use crate::classes::{exception, server as server_class};
use crate::process::cpu;
use crate::process::fabric::Fabric;
use crate::process::manager::Recruit;
use crate::zend::callable::{Called, guarded};
use crate::zend::error::Failure;
use crate::zend::object::Object;
use crate::zend::{function, interrupt};

/// Events between two flushes: pushes of so many callbacks go out together.
const EVENTS_PER_FLUSH: usize = 64;

/// What connections get to take answers and close frames when `exit` or a fatal error ends the server.
const EXIT_GRACE: Duration = Duration::from_millis(500);

/// The longest time between a push and its write, looked at between callbacks.
const FLUSH_AFTER: Duration = Duration::from_micros(200);

/// How soon a worker looks again whether a channel that was full takes more.
const RETRY: Duration = Duration::from_millis(2);
const LATE_RETRY: Duration = Duration::from_millis(20);

/// What a worker is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Duty {
    /// It is the server.
    Alone,
    /// Events of its own gateway.
    Base,
    /// Events of the one gateway.
    Process,
    /// Tasks.
    Tasks,
}

/// How far a worker has come on its way out.
pub(crate) enum Stage {
    Working,
    /// The server stops.
    Stopping,
    /// A replacement waits; its channel is where connections go.
    Retiring(Option<Sender>),
    /// Everything is given away or done.
    Done,
}

/// See the module.
pub(crate) struct Worker {
    pub(super) caller: Caller,
    pub(crate) running: Rc<Running>,
    pub(crate) duty: Duty,
    pub(crate) life: u16,
    pub(super) waiter: Waiter,
    /// Ends a wait in which it drives its own gateway's sockets.
    bell: Option<Bell>,
    pub(crate) stage: RefCell<Stage>,
    /// When a stop that has begun is to be over.
    pub(super) deadline: Cell<Option<Instant>>,
    /// After so many requests a replacement is asked for.
    pub(super) request_limit: Cell<Option<i64>>,
    /// The last event of the one gateway that PHP has done with, and the last that the gateway was told of.
    pub(crate) done: Cell<u64>,
    pub(crate) reported: Cell<u64>,
    pub(super) predecessor: RefCell<Option<Receiver>>,
    /// Connections whose events PHP has done with, with the bytes of these, until what was pushed meanwhile is written. Empty
    /// between batches: only its memory is kept.
    answered: RefCell<Vec<(Entry, usize)>>,
    pub(super) frames: Frames,
    /// In [`Stage::Retiring`]: the one gateway has said that nothing more comes.
    pub(crate) has_all: Cell<bool>,
    /// Its gateway accepts and reads no more, because a replacement waits.
    pub(super) is_frozen: Cell<bool>,
}

impl Deref for Worker {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl Worker {
    /// The one worker of a server in one process.
    pub(crate) fn alone(caller: &Caller, running: Rc<Running>) -> io::Result<Self> {
        Self::new(caller, running, Duty::Alone, 1, None)
    }

    /// A worker that was just forked.
    pub(crate) fn recruited(caller: &Caller, fabric: &Rc<Fabric>, recruit: Recruit) -> Result<Self, Failure> {
        let Recruit { place, life, predecessor } = recruit;
        let server = &caller.server;
        server.log.set_worker_id(i32::from(place));
        server.counters.reset();
        server.tasks.clear();
        function::call_quietly("mt_srand");
        if server.settings.borrow().open_cpu_affinity {
            let ignored = server.settings.borrow().cpu_affinity_ignore.clone();
            if let Err(problem) = cpu::bind_to_cpu(usize::from(place), &ignored) {
                server.log.warning(format_args!("{problem}"));
            }
        }
        let duty = match server.mode {
            _ if place >= fabric.roster.workers() => Duty::Tasks,
            Mode::Base => Duty::Base,
            Mode::Process => Duty::Process,
        };
        let own = match duty {
            Duty::Base => Some(base_gateway(caller, fabric, place, life, predecessor.is_none())?),
            _ => None,
        };
        if duty != Duty::Base {
            drop(server.take_listeners());
        }
        let running = join(server, fabric, Some(place), own)?;
        running.gateways.set_moving(predecessor.is_some());
        running.gateways.allow_courier();
        if let Some(object) = Object::of(&caller.object) {
            server_class::show_process(&running, object);
        }
        Self::new(caller, running, duty, life, predecessor)
            .map_err(|error| exception::system("failed to make the worker", &error))
    }

    fn new(
        caller: &Caller,
        running: Rc<Running>,
        duty: Duty,
        life: u16,
        predecessor: Option<Receiver>,
    ) -> io::Result<Self> {
        let waiter = Waiter::new(running.queue.waker())?;
        let bell = running.gateways.own().map(|gateway| gateway.bell(waiter.as_fd())).transpose()?;
        let request_limit = {
            let settings = caller.server.settings.borrow();
            let (limit, grace) = match duty {
                Duty::Tasks => (settings.task_max_request, settings.task_max_request_grace),
                _ => (settings.max_request, settings.max_request_grace),
            };
            // Not all at the same time: as far apart as half of it.
            let grace = grace.unwrap_or(if limit > 10 { limit / 2 } else { 0 });
            (limit > 0).then(|| limit.saturating_add(function::random(grace)))
        };
        Ok(Self {
            caller: caller.share(),
            running,
            duty,
            life,
            waiter,
            bell,
            stage: RefCell::new(Stage::Working),
            deadline: Cell::new(None),
            request_limit: Cell::new(request_limit),
            done: Cell::new(0),
            reported: Cell::new(0),
            predecessor: RefCell::new(predecessor),
            answered: RefCell::default(),
            frames: Frames::default(),
            has_all: Cell::new(false),
            is_frozen: Cell::new(false),
        })
    }

    /// All that it does.
    pub(crate) fn serve(self) -> Result<Ended, Failure> {
        Ok(self.live())
    }

    /// All that it does, in order; stops in the middle only for `exit` and fatal errors.
    pub(crate) fn live(&self) -> Ended {
        let _driven = event_loop::drive(Driver::Server);
        let mut ended = Ended::Returned;
        // What happens between two callbacks (memory that runs out, a destructor) must not jump over the cleaning up.
        let outside = guarded(|| ended = self.steps());
        if !matches!(outside, Called::Returned) {
            ended = self.judge(outside, "worker", &Of::Server);
        }
        // However it ended: no socket, no thread and no timer outlives it.
        if !self.server.is_in_child() {
            let cleared = guarded(event_loop::clear_all);
            if ended.goes_on() && !matches!(cleared, Called::Returned) {
                ended = self.judge(cleared, "event loop", &Of::Server);
            }
            let is_broken = matches!(ended, Ended::Exited | Ended::Bailout);
            if let Some(gateway) = self.running.gateways.own() {
                if is_broken {
                    gateway.begin_stop();
                }
                gateway.finish(if is_broken { EXIT_GRACE } else { Duration::ZERO });
            }
            self.flush_all();
            self.running.gateways.end_courier();
        }
        ended
    }

    fn steps(&self) -> Ended {
        let is_first =
            self.duty == Duty::Alone || (self.duty == Duty::Base && self.running.place == Some(0) && self.life == 1);
        let steps: [&dyn Fn() -> Ended; 7] = [
            &|| {
                let start = || self.call(Event::Start, &Of::Server, || [self.this()]);
                if is_first { start() } else { Ended::Returned }
            },
            &|| self.call(Event::WorkerStart, &Of::Server, || worker_arguments(self)),
            &|| self.begin(),
            &|| self.work(),
            &|| self.wait_for_loop(),
            &|| self.call(Event::WorkerStop, &Of::Server, || worker_arguments(self)),
            &|| {
                let shutdown = || self.call(Event::Shutdown, &Of::Server, || [self.this()]);
                if self.duty == Duty::Alone { shutdown() } else { Ended::Returned }
            },
        ];
        for step in steps {
            let ended = step();
            if !ended.goes_on() {
                return ended;
            }
        }
        Ended::Returned
    }

    /// From here on it works: tells the manager, waits for its predecessor to make room, opens its inboxes.
    fn begin(&self) -> Ended {
        self.set_status(Status::Idle);
        let (Some(post), Some(place)) = (&self.running.post, self.running.place) else { return Ended::Returned };
        post.tell_manager(&ToManager::Started { place, life: self.life });
        if let Some(predecessor) = self.predecessor.take() {
            self.take_over(&predecessor, place);
        }
        let inboxes = post.fabric.workers.get(usize::from(place)).map(|inbox| inbox.receiver.as_raw_fd());
        let added = inboxes.map_or(Ok(()), |inbox| self.waiter.add(inbox)).and_then(|()| match self.duty {
            Duty::Tasks => self.waiter.add_shared(post.fabric.tasks.receiver.as_raw_fd()),
            _ => Ok(()),
        });
        if let Err(error) = added {
            self.server.log.error(format_args!("worker {place} can't listen to other processes: {error}"));
        }
        if self.duty == Duty::Process {
            self.running.gateways.report(&ToGateway::Ready { worker: place, life: self.life });
            self.flush();
        }
        Ended::Returned
    }

    /// Takes events, tasks and messages until the server stops, or a replacement waits.
    fn work(&self) -> Ended {
        let mut batch = VecDeque::new();
        let mut buffer = Vec::new();
        loop {
            let ended = self.run_loop(event_loop::run_round);
            if !ended.goes_on() {
                return ended;
            }
            let ended = self.look_at_signals();
            if !ended.goes_on() {
                return ended;
            }
            if matches!(*self.stage.borrow(), Stage::Done) {
                break;
            }
            if self.is_overdue() && !self.hurry() {
                break;
            }
            self.running.queue.drain(&mut batch);
            let mut has_worked = !batch.is_empty();
            if has_worked {
                self.set_status(Status::Busy);
            }
            let mut ended = self.deliver_all(&mut batch);
            let mut found = Found::Nothing;
            if ended.goes_on() {
                (found, ended) = self.read_inboxes(&mut buffer);
                has_worked |= found != Found::Nothing;
            }
            if !ended.goes_on() {
                return ended;
            }
            if has_worked {
                self.ask_for_replacement_when_due();
            }
            // What else has come since wakes it as soon as it sleeps.
            if found == Found::Some {
                continue;
            }
            if let Some(gateway) = self.running.gateways.own() {
                gateway.resume_paused();
            }
            let ended = self.judge(interrupt::run_pending(), "signal", &Of::Server);
            if !ended.goes_on() {
                return ended;
            }
            // A handler may have asked for it, and nothing else would wake the worker.
            let ended = self.look_at_signals();
            if !ended.goes_on() {
                return ended;
            }
            self.publish();
            self.make_room();
            if self.is_done() {
                break;
            }
            let ended = self.run_loop(event_loop::settle);
            if !ended.goes_on() {
                return ended;
            }
            self.sleep();
        }
        self.set_status(Status::Exiting);
        // Connections that did not end in time end now, and each still gets its `onClose`.
        let Some(gateway) = self.running.gateways.own() else { return Ended::Returned };
        gateway.finish(Duration::ZERO);
        self.running.queue.drain(&mut batch);
        self.deliver_all(&mut batch)
    }

    /// Delivers a batch of events of the own gateway; what callbacks push goes out in between. Once the stop is overdue,
    /// what is left is the ends of connections.
    pub(crate) fn deliver_all(&self, batch: &mut VecDeque<LinkEvent>) -> Ended {
        let Some(gateway) = self.running.gateways.own().filter(|_| !batch.is_empty()) else { return Ended::Returned };
        let mut flushed_at = Instant::now();
        let mut since_flush = 0;
        let mut answered = self.answered.take();
        let flush = |answered: &mut Vec<(Entry, usize)>| {
            self.flush();
            for (entry, size) in answered.drain(..) {
                gateway.answered(entry, size);
            }
            gateway.resume_paused();
        };
        while let Some(event) = batch.pop_front() {
            let (entry, size) = (event.entry, event.size());
            if self.drops_events() && !matches!(event.kind, EventKind::Close(_) | EventKind::Vanished) {
                gateway.taken(entry, size);
                gateway.answered(entry, size);
                continue;
            }
            match answered.last_mut() {
                Some((last, bytes)) if *last == entry => *bytes += size,
                _ => answered.push((entry, size)),
            }
            let ended = self.deliver(event);
            if !ended.goes_on() {
                // A child has what was pushed as well, and it is the parent's to send.
                if !self.server.is_in_child() {
                    self.flush();
                }
                return ended;
            }
            since_flush += 1;
            if batch.is_empty() {
                break;
            }
            if since_flush == EVENTS_PER_FLUSH || flushed_at.elapsed() >= FLUSH_AFTER {
                flush(&mut answered);
                let ended = self.run_loop(event_loop::run_round);
                if !ended.goes_on() {
                    return ended;
                }
                let ended = self.look_at_signals();
                if !ended.goes_on() {
                    return ended;
                }
                flushed_at = Instant::now();
                since_flush = 0;
            }
        }
        flush(&mut answered);
        self.answered.replace(answered);
        self.server.encoder.forget();
        Ended::Returned
    }

    /// Runs a part of a round of the program's loop; what is pushed there goes out in between.
    pub(super) fn run_loop(&self, part: fn(&mut Judge<'_>) -> Ended) -> Ended {
        let mut flushed_at: Option<Instant> = None;
        let mut since_flush = 0;
        self.server.busy.set(true);
        let ended = part(&mut |what, called| {
            let ended = self.judge(called, what, &Of::Server);
            since_flush += 1;
            // The first may have taken long.
            let is_late = flushed_at.is_none_or(|flushed_at| flushed_at.elapsed() >= FLUSH_AFTER);
            if ended.goes_on() && (is_late || since_flush == EVENTS_PER_FLUSH) {
                self.flush();
                flushed_at = Some(Instant::now());
                since_flush = 0;
            }
            ended
        });
        self.server.busy.set(false);
        // A child has what was pushed as well, and it is the parent's to send.
        if since_flush > 0 && !self.server.is_in_child() {
            self.flush();
        }
        if since_flush > 0 || flushed_at.is_some() {
            self.server.encoder.forget();
        }
        ended
    }

    /// Lets out all that was said to connections and to other processes.
    pub(crate) fn flush(&self) -> bool {
        let gateways = self.running.gateways.flush();
        let post = self.running.post.as_ref().is_none_or(super::post::Post::flush);
        gateways && post
    }

    /// Lets out the last words, waiting for who does not keep up, but not for ever.
    fn flush_all(&self) {
        const LONGEST: Duration = Duration::from_secs(1);
        let begin = Instant::now();
        while !self.flush() && begin.elapsed() < LONGEST {
            std::thread::sleep(RETRY);
        }
    }

    /// Says what it is doing; once it is on its way out, nothing but that.
    pub(crate) fn set_status(&self, status: Status) {
        let status = if matches!(*self.stage.borrow(), Stage::Working) { status } else { Status::Exiting };
        if let Some(place) = self.running.own_place() {
            place.set_status(status);
        }
    }

    /// Shows the other processes how far this one has come.
    fn publish(&self) {
        if let Some(place) = self.running.own_place() {
            self.server.counters.publish(place);
        }
        self.set_status(Status::Idle);
    }

    fn sleep(&self) {
        let until_deadline = self.deadline.get().map(|deadline| deadline.saturating_duration_since(Instant::now()));
        // While something could not be sent, it is tried again as soon as there is room; and now and then, in case that
        // nobody says so.
        let is_blocked = !self.flush();
        let retry = is_blocked.then_some(LATE_RETRY);
        // `make_room` has looked at it a moment ago.
        let until_freeze = self.freeze_at().map(|time| time.saturating_duration_since(Instant::now()));
        let limit = [until_deadline, until_freeze, retry, event_loop::next_due()].into_iter().flatten().min();
        let blocked = if is_blocked {
            let mut blocked = self.running.gateways.blocked_on();
            blocked.extend(self.running.post.iter().flat_map(super::post::Post::blocked_on));
            blocked
        } else {
            Vec::new()
        };
        let queue = &self.running.queue;
        self.waiter.with_room(&blocked, || match (self.running.gateways.own(), &self.bell) {
            (Some(gateway), Some(bell)) => gateway.wait(queue, bell, limit, interrupt::is_pending),
            _ => queue.wait_by(limit, |milliseconds| self.waiter.wait(milliseconds)),
        });
    }
}

/// The gateway of an event worker in SWOOLE_BASE. The first of its place has the server's ports, and takes what other
/// processes have to say, from the beginning on; a replacement when the old one has made room.
fn base_gateway(
    caller: &Caller,
    fabric: &Fabric,
    place: u16,
    life: u16,
    is_first: bool,
) -> Result<(u16, Gateway, Arc<Queue>), Failure> {
    let queue = Queue::new().map_err(|error| exception::system("failed to make the worker's queue", &error))?;
    let queue = Arc::new(queue);
    let inbox = match fabric.gateways.get(usize::from(place)) {
        Some(inbox) if is_first => Some(inbox.receiver.try_clone()),
        _ => None,
    };
    let inbox = inbox.transpose().map_err(|error| exception::system("failed to open the gateway's inbox", &error))?;
    let neighbours = Neighbours { roster: Arc::clone(&fabric.roster), gateways: fabric.gateway_senders() };
    let wiring = Wiring {
        owner: Owner { gateway: place, life },
        events: Events::Queue(Arc::clone(&queue)),
        inbox,
        neighbours: Some(neighbours),
    };
    let server = &caller.server;
    let gateway = start_gateway(server, is_first, &fabric.registry, wiring)?;
    if let Some(place) = fabric.roster.place(place).filter(|_| is_first) {
        place.begin_empty();
        place.set_status(Status::Idle);
    }
    Ok((place, gateway, queue))
}

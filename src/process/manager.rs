//! The manager: forks workers and the processes that the program has added, replaces those that end, reloads them, ends
//! them. In SWOOLE_BASE it is the process that called `start()`; in SWOOLE_PROCESS one of its own. It has one thread, so
//! that it can fork at any time.
//!
//! A worker is replaced without a gap: the new one is started and calls `onWorkerStart` while the old one works on; then
//! the old one is told to make room, hands its connections over if it has any, and ends.

mod ends;
mod reload;

use std::collections::VecDeque;
use std::io;
use std::os::fd::AsRawFd;
use std::rc::Rc;
use std::time::{Duration, Instant};

use ext_php_rs::types::Zval;
use swoxide_engine::link::channel::{Received, Receiver, Sender};
use swoxide_engine::link::record::{ToManager, ToWorker, records};
use swoxide_engine::registry::Entry;
use swoxide_engine::roster::{Place, Stop};

use super::fabric::Fabric;
use super::forks::{Forked, fork};
use super::seats::{Child, Seat};
use super::signals::{self, Noted};
use crate::classes::process;
use crate::worker::call::{Caller, Ended, Of};
use crate::worker::callbacks::Event;
use crate::worker::event_loop::{self, Driver};
use crate::worker::post::{Addressee, Post};
use crate::worker::server::{Mode, Running};
use crate::worker::wait::Waiter;

/// What a process that is ended has beyond the time for which it may wait itself, before it is ended by force.
const GRACE: Duration = Duration::from_secs(1);

/// How soon the manager looks again whether an inbox that was full takes more.
const RETRY: Duration = Duration::from_millis(20);

/// After so long, what a process that is alive has pushed has arrived.
const ARRIVAL: Duration = Duration::from_secs(1);

/// What a process is, once it has been forked; or that this is still the one that forks.
pub(crate) enum Role {
    /// The manager, and all is over.
    Manager(Ended),
    /// A process with this place.
    Child(Recruit),
}

/// A process that was just forked.
pub(crate) struct Recruit {
    pub(crate) place: u16,
    pub(crate) life: u16,
    /// It takes over from a process that works still: when this is closed. Connections may come through it before.
    pub(crate) predecessor: Option<Receiver>,
}

/// See the module.
pub(crate) struct Manager<'run> {
    caller: &'run Caller,
    running: Rc<Running>,
    fabric: Rc<Fabric>,
    seats: Vec<Seat>,
    /// Places that are to be replaced, in this order, one at a time.
    reload: VecDeque<u16>,
    reloading: Option<u16>,
    /// `onBeforeReload` was called, and `onAfterReload` is to follow.
    is_announced: bool,
    stopping: bool,
    max_wait: Duration,
    waiter: Waiter,
    /// What was on its way to connections when a process ended, and when to strike off what has not moved since: nobody
    /// sends it any more.
    ways: VecDeque<(Instant, Vec<(Entry, u64)>)>,
}

impl<'run> Manager<'run> {
    /// One that has not forked anybody yet.
    ///
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub(crate) fn new(caller: &'run Caller, running: &Rc<Running>, fabric: &Rc<Fabric>) -> io::Result<Self> {
        let waiter = Waiter::new(running.queue.waker())?;
        waiter.add(fabric.manager.receiver.as_raw_fd())?;
        // Where another manager was before: the replacement that it may have started had one life more than the roster says.
        let last_life = |place: &Place| if place.life() == 0 { 0 } else { place.life().wrapping_add(1) };
        let seats = fabric.roster.all().map(|(_, place)| Seat::new(last_life(place))).collect();
        let has_predecessor = fabric.roster.all().any(|(_, place)| place.life() != 0);
        let max_wait = caller.server.settings.borrow().stop_limit();
        let mut manager = Self {
            caller,
            running: Rc::clone(running),
            fabric: Rc::clone(fabric),
            seats,
            reload: VecDeque::new(),
            reloading: None,
            is_announced: false,
            stopping: false,
            max_wait,
            waiter,
            ways: VecDeque::new(),
        };
        if has_predecessor {
            manager.note_ways();
        }
        Ok(manager)
    }

    /// Keeps the processes until the server stops and all have ended. Returns in each process that is forked, too.
    pub(crate) fn run(&mut self) -> Role {
        let _driven = event_loop::drive(Driver::Server);
        // Task workers first, so that the first event finds them.
        let workers = self.fabric.roster.workers();
        let (events, others): (Vec<u16>, Vec<u16>) =
            (0..self.fabric.roster.places()).partition(|place| *place < workers);
        for place in others.into_iter().chain(events) {
            if let Some(role) = self.fill(place) {
                return role;
            }
        }
        let started = self.caller.call(Event::ManagerStart, &Of::Server, || [self.caller.this()]);
        let mut ended = started;
        while ended.goes_on() {
            ended = self.look();
            if !ended.goes_on() {
                break;
            }
            match self.start_due() {
                Some(Role::Child(recruit)) => return Role::Child(recruit),
                Some(Role::Manager(broken)) => ended = broken,
                None => {}
            }
            if self.stopping && self.seats.iter().all(Seat::is_empty) {
                break;
            }
            self.sleep();
        }
        if ended.goes_on() {
            ended = self.caller.call(Event::ManagerStop, &Of::Server, || [self.caller.this()]);
        }
        if !ended.goes_on() {
            self.kill_all();
        }
        Role::Manager(ended)
    }

    /// Looks at everything that may have happened since the last time.
    fn look(&mut self) -> Ended {
        let Noted { stops, interrupts, mut reload, mut reload_tasks, reopen, hang_up, child } = signals::take();
        let _ = child;
        let is_top = self.is_top();
        if hang_up {
            self.caller.server.log.notice(format_args!("SIGHUP means nothing to a server, ignored"));
        }
        if reopen {
            self.caller.server.log.reopen();
            self.signal_all(libc::SIGWINCH);
        }
        if is_top {
            for _ in 0..stops + interrupts {
                self.stop_asked();
            }
            if self.running.roster.stop() == Stop::Wanted {
                self.stop_asked();
            }
            let (all, tasks) = self.running.roster.take_reloads();
            reload |= all;
            reload_tasks |= tasks;
        } else if stops > 0 {
            // Ctrl-C in a terminal reaches all processes, and the master says what it means.
            self.stop_told();
        }
        for (asked, tasks_only) in [(reload, false), (reload_tasks, true)] {
            if asked {
                let ended = self.begin_reload(tasks_only);
                if !ended.goes_on() {
                    return ended;
                }
            }
        }
        self.read_inbox();
        let ended = self.reap_all();
        if !ended.goes_on() {
            return ended;
        }
        self.kill_overdue();
        self.forget_ways();
        self.caller.run_round()
    }

    /// Whether this is the process that called `start()`.
    fn is_top(&self) -> bool {
        self.running.roster.master() == std::process::id().cast_signed()
    }

    /// The server is to stop, and this process is the one to say so. Whoever asks twice does not want to wait.
    fn stop_asked(&mut self) {
        if self.stopping {
            self.running.roster.hurry();
            self.hurry();
        } else {
            self.begin_stop();
        }
    }

    /// SIGTERM where the master says what happens: it may be from the master, or somebody else's who means the whole server.
    fn stop_told(&mut self) {
        match self.running.roster.stop() {
            Stop::No | Stop::Wanted => self.running.ask_to_stop(),
            // Not yet: the gateway is not through.
            Stop::Begun => {}
            Stop::ForWorkers => {
                if !self.stopping {
                    self.begin_stop();
                }
                if self.running.roster.is_hurried() {
                    self.hurry();
                }
            }
        }
    }

    fn hurry(&mut self) {
        self.signal_all(libc::SIGTERM);
        self.limit_all(Duration::ZERO);
    }

    fn begin_stop(&mut self) {
        self.stopping = true;
        self.reload.clear();
        self.running.roster.stop_is(Stop::ForWorkers);
        for seat in &mut self.seats {
            seat.start_at = None;
            seat.handover = None;
        }
        self.signal_all(libc::SIGTERM);
        self.limit_all(self.max_wait);
    }

    fn limit_all(&mut self, limit: Duration) {
        for child in self.seats.iter_mut().flat_map(|seat| seat.current.iter_mut().chain(&mut seat.next)) {
            child.asked(limit + GRACE);
        }
    }

    fn signal_all(&self, signal: i32) {
        for child in self.seats.iter().flat_map(|seat| seat.current.iter().chain(&seat.next)) {
            signals::send(child.pid, signal);
        }
    }

    /// Forks a process for a place. `None` in the parent.
    fn fill(&mut self, place: u16) -> Option<Role> {
        self.fork_for(place, None)
    }

    fn fork_for(&mut self, place: u16, predecessor: Option<Receiver>) -> Option<Role> {
        let seat = self.seats.get_mut(usize::from(place))?;
        let life = seat.next_life();
        let replaces = predecessor.is_some();
        match fork() {
            Ok(Forked::Child) => {
                // Copies of handover channels would keep others waiting for their end.
                self.seats.clear();
                Some(Role::Child(Recruit { place, life, predecessor }))
            }
            Ok(Forked::Parent(pid)) => {
                let child = Child::new(pid, life);
                seat.start_at = None;
                if replaces {
                    seat.next = Some(child);
                } else {
                    self.running.roster.place(place)?.take(pid, life);
                    seat.current = Some(child);
                    self.note_added(place, pid);
                }
                None
            }
            Err(error) => {
                self.caller
                    .server
                    .log
                    .error(format_args!("can't fork a process for worker {place}: {error}; trying again"));
                seat.start_at = Some(Instant::now() + Duration::from_secs(1));
                None
            }
        }
    }

    /// Shows the program the pid of a process that it has added.
    fn note_added(&self, place: u16, pid: i32) {
        let added = place.checked_sub(self.fabric.roster.all_workers()).and_then(|number| {
            self.caller.server.user_processes.borrow().get(usize::from(number)).map(Zval::shallow_clone)
        });
        if let Some(added) = added {
            process::note_started(&added, pid);
        }
    }

    /// Fills the seats whose time has come, and goes on with a reload.
    fn start_due(&mut self) -> Option<Role> {
        let now = Instant::now();
        let due: Vec<u16> = (0..self.fabric.roster.places())
            .filter(|place| self.seats[usize::from(*place)].start_at.is_some_and(|time| time <= now))
            .collect();
        for place in due {
            let seat = &mut self.seats[usize::from(place)];
            if seat.current.is_some() {
                // It is the replacement that could not be forked.
                seat.start_at = None;
                self.replacements_wanted(place);
            } else if let Some(role) = self.fill(place) {
                return Some(role);
            }
        }
        self.go_on_reloading()
    }

    fn read_inbox(&mut self) {
        let mut buffer = Vec::new();
        let mut news: Vec<ToManager> = Vec::new();
        while let Ok(Received::Packet(_)) = self.fabric.manager.receiver.receive(&mut buffer) {
            news.extend(records::<ToManager>(&buffer).flatten());
        }
        for record in news {
            match record {
                ToManager::Started { place, life } => self.started(place, life),
                ToManager::TookOver { place, life } => self.took_over(place, life),
                ToManager::Replace { place, life } => {
                    let seat = self.seats.get(usize::from(place));
                    let is_current =
                        seat.and_then(|seat| seat.current.as_ref()).is_some_and(|child| child.life == life);
                    if is_current && self.reloading != Some(place) {
                        self.replacements_wanted(place);
                    }
                }
            }
        }
    }

    /// A worker has done what it was to do. Its replacement is part of no reload: nothing is called for it.
    fn replacements_wanted(&mut self, place: u16) {
        if let Some(seat) = self.seats.get_mut(usize::from(place))
            && seat.next.is_none()
            && !self.reload.contains(&place)
        {
            // `start_due` does it, where a fork may return into the child.
            self.reload.push_front(place);
        }
    }

    fn started(&mut self, place: u16, life: u16) {
        let mode = self.caller.server.mode;
        let workers = self.fabric.roster.workers();
        let Some(seat) = self.seats.get_mut(usize::from(place)) else { return };
        let is_of_life = |child: &&mut Child| child.life == life;
        if let Some(child) = seat.current.as_mut().filter(is_of_life) {
            child.is_up = true;
        } else if let Some(child) = seat.next.as_mut().filter(is_of_life) {
            child.is_up = true;
            let Some(current) = seat.current.as_mut() else { return };
            current.asked(self.max_wait + GRACE);
            let Some(post) = &self.running.post else { return };
            // Connections go through the handover channel; it is closed when the old process has closed it.
            let hands_over = mode == Mode::Base && place < workers;
            let descriptor = if hands_over { seat.handover.take().map(Sender::into_fd) } else { None };
            // One that is in a callback and has much to read hears of it later; it has its time for that.
            if !post.say_with(Addressee::Worker(place), &ToWorker::Retire { life: current.life }, descriptor) {
                self.caller.server.log.error(format_args!("worker {place} can't be told to make room, it is ended"));
                signals::send(current.pid, libc::SIGKILL);
            }
        }
    }

    /// A replacement has all that its predecessor gave: what that has kept ended with it, or does so any moment.
    fn took_over(&mut self, place: u16, life: u16) {
        let Some(seat) = self.seats.get_mut(usize::from(place)) else { return };
        if let Some(next) = seat.next.as_mut().filter(|next| next.life == life) {
            next.has_taken_over = true;
        } else if seat.current.as_ref().is_some_and(|child| child.life == life)
            && let Some(before) = seat.predecessor.take()
        {
            self.sweep(place, before);
        }
    }

    fn kill_overdue(&mut self) {
        let now = Instant::now();
        for (place, seat) in self.seats.iter_mut().enumerate() {
            for child in seat.current.iter_mut().chain(&mut seat.next) {
                if child.kill_at.is_some_and(|time| time <= now) {
                    self.caller.server.log.warning(format_args!(
                        "worker {place} (pid {}): worker exit timeout, forced termination",
                        child.pid
                    ));
                    child.kill_at = None;
                    signals::send(child.pid, libc::SIGKILL);
                }
            }
        }
    }

    /// Ends all children at once, when the manager itself can't go on.
    fn kill_all(&mut self) {
        self.signal_all(libc::SIGKILL);
        for child in self.seats.drain(..).flat_map(|seat| seat.current.into_iter().chain(seat.next)) {
            // SAFETY: waits for a child of this process; no status is wanted.
            unsafe { libc::waitpid(child.pid, std::ptr::null_mut(), 0) };
        }
    }

    /// Sleeps until something happens or is due.
    fn sleep(&self) {
        let now = Instant::now();
        let times = self.seats.iter().flat_map(|seat| {
            let kills = seat.current.iter().chain(&seat.next).filter_map(|child| child.kill_at);
            kills.chain(seat.start_at)
        });
        let times = times.chain(self.ways.front().map(|(time, _)| *time));
        let limit = times.map(|time| time.saturating_duration_since(now)).chain(event_loop::next_due()).min();
        let is_waiting = self.reload.is_empty() || self.reloading.is_some();
        let limit = if is_waiting { limit } else { Some(Duration::ZERO) };
        // What an inbox did not take is tried again when there is room; and now and then, in case that nobody says so.
        let waiting = self.running.post.as_ref().filter(|post| !post.flush());
        let limit = limit.into_iter().chain(waiting.map(|_| RETRY)).min();
        let blocked = waiting.map(Post::blocked_on).unwrap_or_default();
        self.waiter.with_room(&blocked, || {
            self.running.queue.wait_by(limit, |milliseconds| self.waiter.wait(milliseconds));
        });
    }
}

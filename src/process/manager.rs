//! The manager: forks workers and the processes that the program has added, replaces those that end, reloads them, ends
//! them. In SWOOLE_BASE it is the process that called `start()`; in SWOOLE_PROCESS one of its own. It has one thread, so
//! that it can fork at any time.
//!
//! A worker is replaced without a gap: the new one is started and calls `onWorkerStart` while the old one works on; then
//! the old one is told to make room, hands its connections over if it has any, and ends.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, AsRawFd};
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use ext_php_rs::types::Zval;
use swoxide_engine::link::channel::{Received, Receiver, Sender, channel};
use swoxide_engine::link::record::{ToManager, ToWorker, records};
use swoxide_engine::registry::Owner;
use swoxide_engine::roster::{Place, Status, Stop};

use super::fabric::Fabric;
use super::forks::{Forked, fork};
use super::seats::{Child, End, Seat, reap};
use super::signals::{self, Noted};
use crate::classes::{process, server_events};
use crate::worker::call::{Caller, Ended, Of};
use crate::worker::callbacks::Event;
use crate::worker::server::{Mode, Running};
use crate::worker::timers;
use crate::worker::wait::Waiter;
use crate::zend::array::integer;

/// What a process that is ended has beyond the time for which it may wait itself, before it is ended by force.
const GRACE: Duration = Duration::from_secs(1);

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
        let max_wait = caller.server.settings.borrow().stop_limit();
        Ok(Self {
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
        })
    }

    /// Keeps the processes until the server stops and all have ended. Returns in each process that is forked, too.
    pub(crate) fn run(&mut self) -> Role {
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
        let Noted { stops, interrupts, reload, reload_tasks, reopen, hang_up, child } = signals::take();
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
        timers::run_due(|called| self.caller.judge(called, "timer", &Of::Server))
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
            Stop::No | Stop::Wanted => signals::ask_to_stop(&self.running.roster),
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
                if replaces {
                    seat.next = Some(child);
                } else {
                    self.running.roster.place(place)?.take(pid, life);
                    seat.current = Some(child);
                    seat.start_at = None;
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
            if let Some(role) = self.fill(place) {
                return Some(role);
            }
        }
        self.go_on_reloading()
    }

    fn begin_reload(&mut self, tasks_only: bool) -> Ended {
        let roster = &self.fabric.roster;
        if tasks_only && roster.task_workers() == 0 {
            self.caller.server.log.warning(format_args!("cannot reload task workers, task workers is not started"));
            return Ended::Returned;
        }
        if self.is_ending() {
            return Ended::Returned;
        }
        if !std::mem::replace(&mut self.is_announced, true) {
            let ended = self.caller.call(Event::BeforeReload, &Of::Server, || [self.caller.this()]);
            if !ended.goes_on() {
                return ended;
            }
        }
        let first = if tasks_only { roster.workers() } else { 0 };
        for place in first..roster.all_workers() {
            if !self.reload.contains(&place) {
                self.reload.push_back(place);
            }
        }
        Ended::Returned
    }

    /// Replaces the next worker of a reload when the last one is replaced.
    fn go_on_reloading(&mut self) -> Option<Role> {
        loop {
            if let Some(place) = self.reloading {
                if self.seats[usize::from(place)].next.is_some() {
                    return None;
                }
                self.reloading = None;
                if self.reload.is_empty() && std::mem::take(&mut self.is_announced) {
                    let ended = self.caller.call(Event::AfterReload, &Of::Server, || [self.caller.this()]);
                    if !ended.goes_on() {
                        return Some(Role::Manager(ended));
                    }
                }
            }
            let place = self.reload.pop_front()?;
            self.reloading = Some(place);
            let role = self.replace(place);
            if role.is_some() {
                return role;
            }
        }
    }

    /// Whether the server ends, as far as replacements are concerned: those that die meanwhile are filled in for until it is
    /// the workers' turn.
    fn is_ending(&self) -> bool {
        self.stopping || self.running.roster.stop() >= Stop::Begun
    }

    /// Starts the replacement of a process that goes on working meanwhile.
    fn replace(&mut self, place: u16) -> Option<Role> {
        let is_ending = self.is_ending();
        let seat = self.seats.get_mut(usize::from(place))?;
        if is_ending || seat.current.is_none() || seat.next.is_some() {
            // Its next start is with the new program anyway, or is under way.
            return None;
        }
        match channel() {
            Ok((sender, receiver)) => {
                seat.handover = Some(sender);
                let role = self.fork_for(place, Some(receiver));
                if let Some(seat) = self.seats.get_mut(usize::from(place)).filter(|seat| seat.next.is_none()) {
                    seat.handover = None;
                }
                role
            }
            Err(error) => {
                self.caller.server.log.error(format_args!("worker {place} can't be replaced: {error}"));
                None
            }
        }
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
                    if is_current && self.reloading != Some(place) && !self.reload.contains(&place) {
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
            let Some(inbox) = self.fabric.workers.get(usize::from(place)) else { return };
            // Connections go through the handover channel; it is closed when the old process has closed it.
            let hands_over = mode == Mode::Base && place < workers;
            let descriptor = if hands_over { seat.handover.take().map(Sender::into_fd) } else { None };
            let body = postcard::to_stdvec(&ToWorker::Retire { life: current.life }).unwrap_or_default();
            if let Err(error) = inbox.sender.send(&body, descriptor.as_ref().map(AsFd::as_fd)) {
                self.caller
                    .server
                    .log
                    .error(format_args!("worker {place} can't be told to make room: {error}; it is ended"));
                signals::send(current.pid, libc::SIGKILL);
            }
        }
    }

    /// A replacement has all that its predecessor gave: what that has kept ended with it.
    fn took_over(&mut self, place: u16, life: u16) {
        let Some(seat) = self.seats.get_mut(usize::from(place)) else { return };
        if seat.current.as_ref().is_some_and(|child| child.life == life)
            && let Some(before) = seat.predecessor.take()
        {
            self.sweep(place, before);
        }
    }

    fn reap_all(&mut self) -> Ended {
        loop {
            let pids: Vec<i32> = self
                .seats
                .iter()
                .flat_map(|seat| seat.current.iter().chain(&seat.next))
                .map(|child| child.pid)
                .collect();
            let Some(end) = reap(pids) else { return Ended::Returned };
            let ended = self.has_ended(end);
            if !ended.goes_on() {
                return ended;
            }
        }
    }

    fn has_ended(&mut self, end: End) -> Ended {
        let holds = |child: &Option<Child>| child.as_ref().is_some_and(|child| child.pid == end.pid);
        let Some(place) = self.seats.iter().position(|seat| holds(&seat.current) || holds(&seat.next)) else {
            return Ended::Returned;
        };
        let place = place as u16;
        let seat = &mut self.seats[usize::from(place)];
        if holds(&seat.next) {
            let child = seat.next.take();
            seat.handover = None;
            let asked = child.is_none_or(|child| child.is_asked);
            self.clean_up_after(place, self.seats[usize::from(place)].life_of_last());
            if asked || self.stopping {
                return Ended::Returned;
            }
            self.caller.server.log.error(format_args!(
                "the replacement of worker {place} did not come up, the old process goes on; the reload ends here"
            ));
            self.reload.clear();
            return self.tell_error(place, end);
        }
        let Some(child) = seat.current.take() else { return Ended::Returned };
        let is_expected = child.is_asked || self.stopping;
        let life = child.life;
        let pause = seat.fill_again(&child);
        let before = seat.predecessor.take();
        if let Some(next) = seat.next.take() {
            seat.handover = None;
            seat.start_at = None;
            // Its connections may be on their way still.
            seat.predecessor = Some(life);
            if let Some(roster) = self.running.roster.place(place) {
                roster.take(next.pid, next.life);
            }
            seat.current = Some(next);
        } else if let Some(roster) = self.running.roster.place(place) {
            roster.take(0, life);
            roster.set_status(Status::Absent);
        }
        if self.stopping {
            seat.start_at = None;
        }
        if let Some(before) = before {
            self.sweep(place, before);
        }
        self.clean_up_after(place, life);
        // A process of the program's own that does not mind the signal ends of it.
        if is_expected && (end.is_clean() || end.signal == libc::SIGTERM) {
            return Ended::Returned;
        }
        if !pause.is_zero() && !self.stopping {
            self.caller.server.log.warning(format_args!(
                "worker {place} ended soon after its start, it is started again in {} ms",
                pause.as_millis()
            ));
        }
        // A process of the program's own may end when it has done what it does.
        if end.is_clean() && place >= self.fabric.roster.all_workers() {
            return Ended::Returned;
        }
        self.tell_error(place, end)
    }

    /// Ends the connections that a dead process has left in SWOOLE_BASE, for all who ask.
    fn sweep(&self, place: u16, life: u16) {
        let roster = &self.running.roster;
        roster.forget_the_way();
        if self.caller.server.mode == Mode::Base && place < roster.workers() {
            let swept = self.running.registry.sweep(Owner { gateway: place, life });
            if let Some(place) = roster.place(place).filter(|_| swept > 0) {
                let _ = place.connections.fetch_update(Ordering::AcqRel, Ordering::Relaxed, |count| {
                    Some(count.saturating_sub(u32::try_from(swept).unwrap_or(u32::MAX)))
                });
            }
        }
    }

    /// What a dead process may have left undone for others.
    fn clean_up_after(&self, place: u16, life: u16) {
        let roster = &self.running.roster;
        let is_waited_for = self.seats.get(usize::from(place)).is_some_and(|seat| seat.predecessor == Some(life));
        if !is_waited_for {
            self.sweep(place, life);
        }
        if let Some((source, task)) = roster.place(place).and_then(Place::end_task) {
            roster.task_done();
            if let (Some(inbox), Ok(body)) =
                (self.fabric.workers.get(usize::from(source)), postcard::to_stdvec(&ToWorker::Lost { task }))
            {
                let _ = inbox.sender.send(&body, None);
            }
        }
    }

    /// Tells the program of a worker that has ended as nobody wanted it.
    fn tell_error(&self, place: u16, end: End) -> Ended {
        let End { pid, code, signal } = end;
        self.caller
            .server
            .log
            .warning(format_args!("worker(pid={pid}, id={place}) abnormal exit, status={code}, signal={signal}"));
        let settings = self.caller.server.settings.borrow().event_object;
        if settings {
            let arguments = || [self.caller.this(), server_events::status_info(place, end)];
            return self.caller.call(Event::WorkerError, &Of::Server, arguments);
        }
        let arguments = || -> [Zval; 5] {
            [
                self.caller.this(),
                integer(place.into()),
                integer(pid.into()),
                integer(code.into()),
                integer(signal.into()),
            ]
        };
        self.caller.call(Event::WorkerError, &Of::Server, arguments)
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
        let limit = times.map(|time| time.saturating_duration_since(now)).chain(timers::next_due()).min();
        let is_waiting = self.reload.is_empty() || self.reloading.is_some();
        let limit = if is_waiting { limit } else { Some(Duration::ZERO) };
        self.running.queue.wait_by(limit, |milliseconds| self.waiter.wait(milliseconds));
    }
}

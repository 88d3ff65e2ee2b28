//! How a worker comes to its end: because the server stops, because a replacement waits, or because it has done as much as it
//! was to do.

use std::time::{Duration, Instant};

use swoxide_engine::link::record::ToManager;
use swoxide_engine::roster::Stop;

use super::call::{Ended, Of};
use super::callbacks::Event;
use super::deliver::worker_arguments;
use super::event_loop;
use super::wait::sleep_on;
use super::work::{Duty, Stage, Worker};
use crate::process::signals::{self, Noted};

impl Worker {
    /// Looks at what signals have come, and whether the program wants the server to stop. Whoever sends a second signal does
    /// not want to wait.
    pub(super) fn look_at_signals(&self) -> Ended {
        let Noted { stops, interrupts, reload, reload_tasks, reopen, hang_up, .. } = signals::take();
        let log = &self.server.log;
        if reopen {
            log.reopen();
        }
        if self.duty == Duty::Alone {
            for (came, name) in [(hang_up, "SIGHUP"), (reload_tasks, "SIGUSR2")] {
                if came {
                    log.notice(format_args!("{name} is not for a server of one process, ignored"));
                }
            }
            if reload && self.server.reload_certificates() {
                log.info(format_args!("SIGUSR1: certificates are read again; one process has no workers to replace"));
            }
            let stops = stops + interrupts;
            return self.note_stops(stops, self.server.stop_asked.get());
        }
        // Ctrl-C in a terminal reaches all processes; the one that called `start()` says what it means.
        for (came, name) in [(hang_up, "SIGHUP"), (reload, "SIGUSR1"), (reload_tasks, "SIGUSR2")] {
            if came {
                log.notice(format_args!("{name} is for the manager, ignored by this worker"));
            }
        }
        if stops == 0 {
            return Ended::Returned;
        }
        let roster = &self.running.roster;
        match roster.stop() {
            // It was meant for this worker alone.
            Stop::No | Stop::Wanted => {
                self.ask_for_replacement();
                Ended::Returned
            }
            // The manager will say it again when the gateway is through.
            Stop::Begun => Ended::Returned,
            Stop::ForWorkers => self.note_stops(if roster.is_hurried() { 2 } else { 1 }, false),
        }
    }

    /// From here on it has `max_wait_time` for what was begun.
    pub(crate) fn begin_to_leave(&self) {
        self.deadline.set(Some(Instant::now() + self.server.settings.borrow().stop_limit()));
    }

    pub(super) fn note_stops(&self, signals: u32, is_asked: bool) -> Ended {
        // One that makes room for a replacement stops like any other: all do.
        let begun = matches!(*self.stage.borrow(), Stage::Stopping | Stage::Done);
        let is_repeated = self.duty == Duty::Alone && begun;
        let mut ended = Ended::Returned;
        if !begun && (signals > 0 || is_asked) {
            self.deadline.set(Some(Instant::now() + self.server.settings.borrow().stop_limit()));
            let is_first = self.duty == Duty::Alone || (self.duty == Duty::Base && self.running.place == Some(0));
            if is_first {
                ended = self.call(Event::BeforeShutdown, &Of::Server, || [self.this()]);
            }
            *self.stage.borrow_mut() = Stage::Stopping;
            if let Some(gateway) = self.running.gateways.own() {
                gateway.begin_stop();
            }
        }
        if signals > 1 || (is_repeated && signals > 0) {
            self.deadline.set(Some(Instant::now()));
        }
        ended
    }

    /// Whether the server is stopping and has waited long enough.
    pub(crate) fn is_overdue(&self) -> bool {
        self.deadline.get().is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Whether what still waits for PHP is dropped, because the server stops and has waited long enough.
    pub(crate) fn drops_events(&self) -> bool {
        self.is_overdue() && matches!(*self.stage.borrow(), Stage::Stopping)
    }

    /// The time for what was begun is over: whether something is to be waited for still. Connections that could not be
    /// handed over are told to come back.
    pub(super) fn hurry(&self) -> bool {
        const LAST_WORDS: Duration = Duration::from_millis(500);
        let mut stage = self.stage.borrow_mut();
        if !matches!(*stage, Stage::Retiring(_)) || self.duty != Duty::Base {
            return false;
        }
        *stage = Stage::Stopping;
        self.deadline.set(Some(Instant::now() + LAST_WORDS));
        if let Some(gateway) = self.running.gateways.own() {
            gateway.begin_stop();
        }
        true
    }

    /// Whether nothing is left to wait for.
    pub(super) fn is_done(&self) -> bool {
        match &*self.stage.borrow() {
            Stage::Working | Stage::Retiring(_) => false,
            Stage::Done => true,
            Stage::Stopping => {
                let no_connections = self.running.gateways.own().is_none_or(|gateway| gateway.live() == 0);
                no_connections && self.running.queue.is_empty() && self.flush()
            }
        }
    }

    /// When a worker of SWOOLE_BASE that makes room begins with it at the latest: it waits for the answers to its tasks half
    /// of its time, because their callbacks go with it. Its clients are served meanwhile.
    pub(super) fn freeze_at(&self) -> Option<Instant> {
        let is_due = self.duty == Duty::Base
            && !self.is_frozen.get()
            && matches!(*self.stage.borrow(), Stage::Retiring(Some(_)));
        let limit = self.server.settings.borrow().stop_limit();
        self.deadline.get().filter(|_| is_due).and_then(|deadline| deadline.checked_sub(limit / 2))
    }

    pub(super) fn freeze_when_due(&self) {
        let waits = self.server.tasks.has_callbacks() && self.freeze_at().is_some_and(|time| Instant::now() < time);
        if !self.is_frozen.get() && !waits {
            self.is_frozen.set(true);
            self.running.gateways.set_moving(true);
            if let Some(gateway) = self.running.gateways.own() {
                gateway.freeze();
            }
        }
    }

    /// Goes out of the way of a replacement, as far as what was begun is done.
    pub(super) fn make_room(&self) {
        let is_done = match (&*self.stage.borrow(), self.duty) {
            (Stage::Retiring(Some(channel)), Duty::Base) => {
                self.freeze_when_due();
                self.is_frozen.get() && self.give_connections_away(channel)
            }
            // What it has been sent comes first, and `ToWorker::Last` behind it. A program that has kept a response may
            // end it yet, on a timer or when a task is done.
            (Stage::Retiring(_), Duty::Process) => {
                self.has_all.get() && self.server.owed.get() == 0 && !self.server.tasks.has_callbacks()
            }
            (Stage::Retiring(_), _) => true,
            _ => false,
        };
        if is_done {
            *self.stage.borrow_mut() = Stage::Done;
        }
    }

    /// Counts what `max_request` counts.
    pub(super) fn ask_for_replacement_when_due(&self) {
        if let Some(limit) = self.request_limit.get()
            && self.server.counters.requests.get() >= limit
        {
            self.request_limit.set(None);
            self.ask_for_replacement();
        }
    }

    /// Asks the manager for another process in this place.
    pub(crate) fn ask_for_replacement(&self) {
        if let (Some(post), Some(place)) = (&self.running.post, self.running.place) {
            post.tell_manager(&ToManager::Replace { place, life: self.life });
        }
    }

    /// Waits until nothing of the program's is left in the loop, as long as it may, where the program wants to be asked for
    /// that (`onWorkerExit`); others don't hold the end up.
    pub(super) fn wait_for_loop(&self) -> Ended {
        const BETWEEN_CALLS: Duration = Duration::from_millis(100);
        let deadline = Instant::now() + self.server.settings.borrow().stop_limit();
        let deadline = self.deadline.get().map_or(deadline, |earlier| earlier.min(deadline));
        let waits = self.server.callbacks.has(Event::WorkerExit) && self.server.settings.borrow().reload_async;
        let mut call_at = Instant::now();
        while waits && !event_loop::is_empty() {
            let now = Instant::now();
            if now >= deadline {
                self.server.log.warning(format_args!("worker exit timeout, forced termination (9101)"));
                break;
            }
            if now >= call_at {
                let ended = self.call(Event::WorkerExit, &Of::Server, || worker_arguments(self));
                if !ended.goes_on() {
                    return ended;
                }
                call_at = now + BETWEEN_CALLS;
            }
            for part in [event_loop::run_round, event_loop::settle] {
                let ended = self.run_loop(part);
                if !ended.goes_on() {
                    return ended;
                }
            }
            let limit = call_at.min(deadline).saturating_duration_since(Instant::now());
            let limit = event_loop::next_due().map_or(limit, |due| limit.min(due));
            // Its inboxes are its successor's to read by now: it sleeps on its waker and its loop.
            sleep_on(&self.running.queue, Some(limit));
        }
        Ended::Returned
    }
}

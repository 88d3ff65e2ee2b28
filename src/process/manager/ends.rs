//! Processes that have ended: what they have left undone, who is told, and who comes in their place.

use std::time::Instant;

use ext_php_rs::types::Zval;
use swoxide_engine::link::record::ToWorker;
use swoxide_engine::registry::Owner;
use swoxide_engine::roster::{Place, Status};
use swoxide_engine::uploads::Holder;

use super::super::seats::{Child, End, reap};
use super::{ARRIVAL, Manager};
use crate::classes::server_events;
use crate::worker::call::{Ended, Of};
use crate::worker::callbacks::Event;
use crate::worker::post::Addressee;
use crate::worker::server::Mode;
use crate::zend::array::integer;

impl Manager<'_> {
    pub(super) fn reap_all(&mut self) -> Ended {
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

    pub(super) fn has_ended(&mut self, end: End) -> Ended {
        let holds = |child: &Option<Child>| child.as_ref().is_some_and(|child| child.pid == end.pid);
        let Some(place) = self.seats.iter().position(|seat| holds(&seat.current) || holds(&seat.next)) else {
            return Ended::Returned;
        };
        let place = place as u16;
        self.note_ways();
        let seat = &mut self.seats[usize::from(place)];
        if holds(&seat.next) {
            let child = seat.next.take();
            seat.handover = None;
            let asked = child.is_none_or(|child| child.is_asked);
            // But for the task under way, which is that of the old process.
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
        // Before the next one begins with a task of its own.
        self.give_up_task(place);
        let seat = &mut self.seats[usize::from(place)];
        let is_expected = child.is_asked || self.stopping;
        let life = child.life;
        let pause = seat.fill_again(&child);
        let before = seat.predecessor.take();
        if let Some(next) = seat.next.take() {
            seat.handover = None;
            seat.start_at = None;
            // Its connections may be on their way still.
            seat.predecessor = (!next.has_taken_over).then_some(life);
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
    pub(super) fn sweep(&self, place: u16, life: u16) {
        let roster = &self.running.roster;
        roster.forget_the_way();
        if self.caller.server.mode == Mode::Base && place < roster.workers() {
            self.running.registry.sweep(Owner { gateway: place, life });
        }
    }

    /// Notes what is on its way to connections: some of it may be what a process that has ended had counted and not sent.
    pub(super) fn note_ways(&mut self) {
        let ways = self.running.registry.ways();
        if !ways.is_empty() {
            self.ways.push_back((Instant::now() + ARRIVAL, ways));
        }
    }

    /// Strikes off what has not moved since.
    pub(super) fn forget_ways(&mut self) {
        let now = Instant::now();
        while let Some((_, ways)) = self.ways.pop_front_if(|(time, _)| *time <= now) {
            self.running.registry.forget_ways(&ways);
        }
    }

    /// What a dead process may have left behind.
    fn clean_up_after(&self, place: u16, life: u16) {
        let roster = &self.running.roster;
        let dead = Holder { place, life };
        roster.uploads().sweep(&self.caller.server.upload_folder(), |holder| holder.is(dead));
        let is_waited_for = self.seats.get(usize::from(place)).is_some_and(|seat| seat.predecessor == Some(life));
        if !is_waited_for {
            self.sweep(place, life);
        }
    }

    /// Tells whoever waits for the task that a process was at when it died.
    fn give_up_task(&self, place: u16) {
        let roster = &self.running.roster;
        if let Some((source, task)) = roster.place(place).and_then(Place::end_task) {
            roster.task_done();
            if let Some(post) = &self.running.post {
                post.say(Addressee::Worker(source), &ToWorker::Lost { task });
            }
        }
    }

    /// Tells the program of a worker that has ended as nobody wanted it.
    pub(super) fn tell_error(&self, place: u16, end: End) -> Ended {
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
}

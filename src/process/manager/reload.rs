//! Reload: workers are replaced one after the other, each without a gap.

use swoxide_engine::link::channel::channel;
use swoxide_engine::roster::Stop;

use super::super::seats::Child;
use super::super::signals;
use super::{Manager, Role};
use crate::worker::call::{Ended, Of};
use crate::worker::callbacks::Event;

impl Manager<'_> {
    pub(super) fn begin_reload(&mut self, tasks_only: bool) -> Ended {
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
        self.give_up_late();
        let first = if tasks_only { self.fabric.roster.workers() } else { 0 };
        for place in first..self.fabric.roster.all_workers() {
            if !self.reload.contains(&place) {
                self.reload.push_back(place);
            }
        }
        Ended::Returned
    }

    /// Ends replacements that have not come up for as long as a process is waited for: what holds them up in `onWorkerStart`
    /// may be what this reload mends, and it starts others.
    fn give_up_late(&mut self) {
        for (place, seat) in self.seats.iter_mut().enumerate() {
            let is_late = |next: &&mut Child| !next.is_up && !next.is_asked && next.age() >= self.max_wait;
            if let Some(next) = seat.next.as_mut().filter(is_late) {
                self.caller.server.log.warning(format_args!(
                    "the replacement of worker {place} (pid {}) has not come up for {:.1} s, it is ended and another one \
                     started",
                    next.pid,
                    next.age().as_secs_f64()
                ));
                next.is_asked = true;
                signals::send(next.pid, libc::SIGKILL);
            }
        }
    }

    /// Replaces the next worker of a reload when the last one is replaced.
    pub(super) fn go_on_reloading(&mut self) -> Option<Role> {
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
    pub(super) fn is_ending(&self) -> bool {
        self.stopping || self.running.roster.stop() >= Stop::Begun
    }

    /// Starts the replacement of a process that goes on working meanwhile.
    pub(super) fn replace(&mut self, place: u16) -> Option<Role> {
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
}

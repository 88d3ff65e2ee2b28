//! The processes of a server, in shared memory: who is there, who is busy, how far each has come.
//!
//! Every process has a place: event workers first, then task workers, then processes that the program added; each writes
//! its own, and the manager those of the dead. Any process reads all. Atomics only, as in the
//! [registry](crate::registry).

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicI32, AtomicI64, AtomicU8, AtomicU16, AtomicU32, AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::shared::{Mapping, take_off};
use crate::uploads::Notes;

/// What a process is doing; the numbers are those of Swoole's `getWorkerStatus()`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Status {
    /// Not there (yet, or any more).
    Absent = 0,
    /// In a callback.
    Busy = 1,
    /// Waiting for work.
    Idle = 2,
    /// On its way out.
    Exiting = 3,
}

/// How far the end of the whole server has come.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
#[repr(u8)]
pub enum Stop {
    /// It goes on.
    No = 0,
    /// Somebody wants it to end, and the process that called `start()` has not begun to.
    Wanted = 1,
    /// It ends: the gateway of SWOOLE_PROCESS first.
    Begun = 2,
    /// The workers end, too.
    ForWorkers = 3,
}

/// One process of the server.
#[derive(Default)]
#[repr(C, align(128))]
pub struct Place {
    pid: AtomicI32,
    status: AtomicU8,
    life: AtomicU16,
    /// Open connections that its gateway has, or that are on their way there.
    pub connections: AtomicU32,
    /// Bytes that the outboxes of the gateway with this number hold.
    outgoing: AtomicU64,
    /// Bytes that processes have pushed to connections of that gateway, and that it has not got yet.
    on_the_way: AtomicU64,
    /// The last event that it has begun to give to PHP: what is behind it can be given to another.
    pub begun: AtomicU64,
    /// Events taken, with a callback or without.
    pub dispatched: AtomicU64,
    /// HTTP requests, WebSocket messages and tasks among them.
    pub requests: AtomicU64,
    /// Responses, messages and close frames that PHP has sent.
    pub responses: AtomicU64,
    /// Number of the next task that it gives.
    next_task: AtomicI64,
    /// Worker that gave the task under way, plus one; 0 for none.
    task_source: AtomicU32,
    task: AtomicI64,
}

impl Place {
    /// The process's id; 0 for one that is not there.
    pub fn pid(&self) -> i32 {
        self.pid.load(Ordering::Acquire)
    }

    /// What it is doing.
    pub fn status(&self) -> Status {
        match self.status.load(Ordering::Acquire) {
            1 => Status::Busy,
            2 => Status::Idle,
            3 => Status::Exiting,
            _ => Status::Absent,
        }
    }

    /// Says what the process is doing.
    pub fn set_status(&self, status: Status) {
        self.status.store(status as u8, Ordering::Release);
    }

    /// A process has taken the place: `life` counts those that had it.
    pub fn take(&self, pid: i32, life: u16) {
        self.life.store(life, Ordering::Release);
        self.pid.store(pid, Ordering::Release);
    }

    /// Which of its lives the place is in.
    pub fn life(&self) -> u16 {
        self.life.load(Ordering::Acquire)
    }

    /// Counts bytes that outboxes of the gateway with this number hold now.
    pub fn hold(&self, bytes: usize) {
        self.outgoing.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Counts bytes that they hold no longer.
    pub fn let_go(&self, bytes: usize) {
        take_off(&self.outgoing, bytes as u64);
    }

    /// Notes that a connection is not that gateway's any more, nor on its way there. One that moves to a replacement is the
    /// same gateway's.
    pub fn connection_left(&self) {
        // Never below nothing, where a process has died between two counts.
        let less = |connections: u32| Some(connections.saturating_sub(1));
        let _ = self.connections.fetch_update(Ordering::AcqRel, Ordering::Relaxed, less);
    }

    /// Counts bytes that are on their way to connections of that gateway.
    pub fn depart(&self, bytes: usize) {
        self.on_the_way.fetch_add(bytes as u64, Ordering::Relaxed);
    }

    /// Counts bytes that have arrived there.
    pub fn arrive(&self, bytes: usize) {
        take_off(&self.on_the_way, bytes as u64);
    }

    /// Bytes that are on their way there.
    pub fn on_the_way(&self) -> u64 {
        self.on_the_way.load(Ordering::Relaxed)
    }

    /// What its outboxes hold and what is on its way to them, in bytes.
    pub fn traffic(&self) -> usize {
        let bytes = self.outgoing.load(Ordering::Relaxed).saturating_add(self.on_the_way.load(Ordering::Relaxed));
        usize::try_from(bytes).unwrap_or(usize::MAX)
    }

    /// A gateway begins here, with nothing: what is counted still belonged to a process that has died.
    pub fn begin_empty(&self) {
        self.outgoing.store(0, Ordering::Relaxed);
    }

    /// The number of a task that is given here. It counts through all lives of the place: what a process has given before it
    /// died is answered to the next one, which must not take that for an answer to a task of its own.
    pub fn next_task(&self) -> i64 {
        self.next_task.fetch_add(1, Ordering::Relaxed)
    }

    /// Notes the task under way: its number, and the worker that waits for it.
    pub fn begin_task(&self, source: u16, task: i64) {
        self.task.store(task, Ordering::Relaxed);
        self.task_source.store(u32::from(source) + 1, Ordering::Release);
    }

    /// No task is under way any more; gives the one that was: the worker that waits, and its number.
    pub fn end_task(&self) -> Option<(u16, i64)> {
        let source = self.task_source.swap(0, Ordering::AcqRel).checked_sub(1)?;
        Some((source as u16, self.task.load(Ordering::Relaxed)))
    }
}

const ALL: u8 = 1;
const TASK_WORKERS: u8 = 2;

/// What a dead process had counted may have been forgotten meanwhile.
#[repr(C, align(128))]
struct Header {
    started_at: AtomicU64,
    master: AtomicI32,
    manager: AtomicI32,
    /// A [`Stop`].
    stop: AtomicU8,
    /// Not 0: the end shall not wait for anybody.
    hurried: AtomicU8,
    /// What is to be reloaded: [`ALL`], [`TASK_WORKERS`].
    reload: AtomicU8,
    tasking: AtomicI64,
    tasks: AtomicU64,
}

/// See the module.
#[derive(Debug)]
pub struct Roster {
    memory: Mapping,
    workers: u16,
    task_workers: u16,
    user_processes: u16,
    uploads: Arc<Notes>,
}

impl Roster {
    /// One for so many processes; begins the server's time.
    ///
    /// # Errors
    /// The system's, when it grants no memory.
    pub fn create(workers: u16, task_workers: u16, user_processes: u16) -> io::Result<Self> {
        let places = usize::from(workers) + usize::from(task_workers) + usize::from(user_processes);
        let memory = Mapping::create(size_of::<Header>() + places * size_of::<Place>())?;
        let roster = Self { memory, workers, task_workers, user_processes, uploads: Notes::create()? };
        let clock = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        roster.header().started_at.store(clock, Ordering::Relaxed);
        Ok(roster)
    }

    fn header(&self) -> &Header {
        // SAFETY: atomics only, and all-zero bytes are a valid header; the mapping lives as long as `self`.
        unsafe { self.memory.at::<Header>(0).as_ref() }
    }

    /// Which uploaded files the processes have.
    pub fn uploads(&self) -> &Arc<Notes> {
        &self.uploads
    }

    /// How many event workers there are.
    pub fn workers(&self) -> u16 {
        self.workers
    }

    /// How many task workers there are; their places follow those of the event workers.
    pub fn task_workers(&self) -> u16 {
        self.task_workers
    }

    /// How many processes the program has added; their places are the last.
    pub fn user_processes(&self) -> u16 {
        self.user_processes
    }

    /// All places of workers, those of tasks included: `worker_id` is below this.
    pub fn all_workers(&self) -> u16 {
        self.workers + self.task_workers
    }

    /// All places.
    pub fn places(&self) -> u16 {
        self.all_workers() + self.user_processes
    }

    /// A process's place; `None` if the number is not below [`places`](Self::places).
    pub fn place(&self, number: u16) -> Option<&Place> {
        (number < self.places()).then(|| {
            let offset = size_of::<Header>() + usize::from(number) * size_of::<Place>();
            // SAFETY: atomics only, and all-zero bytes are a valid place; there are as many, as just compared.
            unsafe { self.memory.at::<Place>(offset).as_ref() }
        })
    }

    /// All places with their numbers.
    pub fn all(&self) -> impl Iterator<Item = (u16, &Place)> {
        (0..self.places()).filter_map(|number| Some((number, self.place(number)?)))
    }

    /// When the server began, seconds since 1970.
    pub fn started_at(&self) -> u64 {
        self.header().started_at.load(Ordering::Relaxed)
    }

    /// The process that called `start()`; 0 before.
    pub fn master(&self) -> i32 {
        self.header().master.load(Ordering::Acquire)
    }

    /// Notes the process that called `start()`.
    pub fn set_master(&self, pid: i32) {
        self.header().master.store(pid, Ordering::Release);
    }

    /// The process that starts and watches the others; 0 where there is none.
    pub fn manager(&self) -> i32 {
        self.header().manager.load(Ordering::Acquire)
    }

    /// Notes the manager.
    pub fn set_manager(&self, pid: i32) {
        self.header().manager.store(pid, Ordering::Release);
    }

    /// How far the end of the server has come. A signal to end says nothing by itself: `systemctl stop` sends one to every
    /// process, and each has to wait for its turn.
    pub fn stop(&self) -> Stop {
        match self.header().stop.load(Ordering::Acquire) {
            0 => Stop::No,
            1 => Stop::Wanted,
            2 => Stop::Begun,
            _ => Stop::ForWorkers,
        }
    }

    /// The end has come so far; false if it had before.
    pub fn stop_is(&self, stop: Stop) -> bool {
        self.header().stop.fetch_max(stop as u8, Ordering::AcqRel) < stop as u8
    }

    /// Whether the end shall not wait for anybody, because somebody has asked for it twice.
    pub fn is_hurried(&self) -> bool {
        self.header().hurried.load(Ordering::Acquire) != 0
    }

    /// The end shall not wait.
    pub fn hurry(&self) {
        self.header().hurried.store(1, Ordering::Release);
    }

    /// Somebody wants the workers to be replaced, or those for tasks only.
    pub fn ask_for_reload(&self, only_task_workers: bool) {
        self.header().reload.fetch_or(if only_task_workers { TASK_WORKERS } else { ALL }, Ordering::AcqRel);
    }

    /// Takes what was asked for since the last call: whether all workers are to be replaced, and whether those for tasks are.
    pub fn take_reloads(&self) -> (bool, bool) {
        let asked = self.header().reload.swap(0, Ordering::AcqRel);
        (asked & ALL != 0, asked & TASK_WORKERS != 0)
    }

    /// Tasks that were given and are not done.
    pub fn tasking(&self) -> i64 {
        self.header().tasking.load(Ordering::Acquire).max(0)
    }

    /// Tasks that were ever given.
    pub fn tasks(&self) -> u64 {
        self.header().tasks.load(Ordering::Relaxed)
    }

    /// Counts a task that was given.
    pub fn task_given(&self) {
        self.header().tasking.fetch_add(1, Ordering::AcqRel);
        self.header().tasks.fetch_add(1, Ordering::Relaxed);
    }

    /// Counts a task that is done, or that nobody will do any more.
    pub fn task_done(&self) {
        self.header().tasking.fetch_sub(1, Ordering::AcqRel);
    }

    /// A process has died, and with it what it had counted as on its way and not sent: all of it is forgotten. What does
    /// arrive was not counted for a moment, which harms nobody.
    pub fn forget_the_way(&self) {
        for (_, place) in self.all() {
            place.on_the_way.store(0, Ordering::Relaxed);
        }
    }

    /// The gateway with the fewest connections among those that are up; counts one more for it. For a connection that was
    /// accepted here and may be served anywhere.
    pub fn least_loaded(&self, own: u16) -> u16 {
        let load = |number: u16| self.place(number).map_or(u32::MAX, |place| place.connections.load(Ordering::Relaxed));
        let is_up = |number: &u16| {
            self.place(*number).is_some_and(|place| matches!(place.status(), Status::Busy | Status::Idle))
        };
        // Of equals the own, which costs nothing to reach.
        let least = (0..self.workers).filter(is_up).min_by_key(|number| (load(*number), *number != own)).unwrap_or(own);
        if let Some(place) = self.place(least) {
            place.connections.fetch_add(1, Ordering::Relaxed);
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_apart_and_numbered_through() {
        let roster = Roster::create(2, 3, 1).unwrap();
        assert_eq!((roster.all_workers(), roster.places()), (5, 6));
        for number in 0..6 {
            roster.place(number).unwrap().take(100 + i32::from(number), number);
        }
        assert!(roster.place(6).is_none());
        let seen: Vec<_> = roster.all().map(|(number, place)| (number, place.pid(), place.life())).collect();
        assert_eq!(seen, (0..6).map(|number| (number, 100 + i32::from(number), number)).collect::<Vec<_>>());
    }

    #[test]
    fn the_end_goes_forward_only() {
        let roster = Roster::create(1, 0, 0).unwrap();
        assert_eq!(roster.stop(), Stop::No);
        assert!(roster.stop_is(Stop::Wanted) && !roster.stop_is(Stop::Wanted));
        assert!(roster.stop_is(Stop::ForWorkers) && !roster.stop_is(Stop::Begun));
        assert_eq!(roster.stop(), Stop::ForWorkers);
    }

    #[test]
    fn a_connection_goes_where_there_are_fewest_and_somebody_is_there() {
        let roster = Roster::create(3, 0, 0).unwrap();
        assert_eq!(roster.least_loaded(1), 1, "nobody is up but the one that asks");
        for (_, place) in roster.all() {
            place.set_status(Status::Idle);
        }
        let mut loads = [0, 1, 0];
        for _ in 0..299 {
            loads[usize::from(roster.least_loaded(2))] += 1;
        }
        assert_eq!(loads, [100, 100, 100]);
        roster.place(0).unwrap().set_status(Status::Exiting);
        roster.place(0).unwrap().connections.store(0, Ordering::Relaxed);
        assert_ne!(roster.least_loaded(0), 0);
    }

    #[test]
    fn a_task_is_under_way_until_it_is_ended_once() {
        let roster = Roster::create(1, 1, 0).unwrap();
        let place = roster.place(1).unwrap();
        assert_eq!(place.end_task(), None);
        place.begin_task(0, 7);
        assert_eq!(place.end_task(), Some((0, 7)));
        assert_eq!(place.end_task(), None);
    }
}

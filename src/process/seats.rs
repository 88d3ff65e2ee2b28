//! Child processes as their parent keeps them: each has a seat, which is filled again when the process in it ends.

use std::time::{Duration, Instant};

use swoxide_engine::link::channel::Sender;

/// The first pause after a process that did not come up, doubled each time.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// Who ends sooner than this after it was started counts as one that did not come up.
const STEADY: Duration = Duration::from_secs(1);

/// A process that was forked.
pub(crate) struct Child {
    pub(crate) pid: i32,
    /// Counts the processes that had the seat.
    pub(crate) life: u16,
    started: Instant,
    /// It could work: its start callback has returned.
    pub(crate) is_up: bool,
    /// Of a replacement: it has all that its predecessor gave.
    pub(crate) has_taken_over: bool,
    /// It was asked to end: that it does is no surprise.
    pub(crate) is_asked: bool,
    /// When it is ended by force.
    pub(crate) kill_at: Option<Instant>,
}

impl Child {
    pub(crate) fn new(pid: i32, life: u16) -> Self {
        Self { pid, life, started: Instant::now(), is_up: false, has_taken_over: false, is_asked: false, kill_at: None }
    }

    /// How long ago it was started.
    pub(crate) fn age(&self) -> Duration {
        self.started.elapsed()
    }

    /// Notes that it was asked to end, and has so long for it. An earlier limit stays.
    pub(crate) fn asked(&mut self, limit: Duration) {
        self.is_asked = true;
        let limit = Instant::now() + limit;
        self.kill_at = Some(self.kill_at.map_or(limit, |before| before.min(limit)));
    }
}

/// The place of a process.
#[derive(Default)]
pub(crate) struct Seat {
    pub(crate) current: Option<Child>,
    /// The replacement of a process that still works; it takes over when that has made room.
    pub(crate) next: Option<Child>,
    /// Where the replacement learns that it may take over: closed, with or without connections sent before.
    pub(crate) handover: Option<Sender>,
    /// The life of the one before, while connections may be on their way from it.
    pub(crate) predecessor: Option<u16>,
    life: u16,
    failures: u32,
    /// When it is to be filled again; if somebody sits here, by a replacement.
    pub(crate) start_at: Option<Instant>,
}

impl Seat {
    /// An empty one, to be filled at once; `life` is that of the last process that had it.
    pub(crate) fn new(life: u16) -> Self {
        Self { life, start_at: Some(Instant::now()), ..Self::default() }
    }

    /// The life of the next process.
    pub(crate) fn next_life(&mut self) -> u16 {
        self.life = self.life.wrapping_add(1);
        self.life
    }

    /// The life of the last process that was forked for the seat.
    pub(crate) fn life_of_last(&self) -> u16 {
        self.life
    }

    /// Whether nobody sits here.
    pub(crate) fn is_empty(&self) -> bool {
        self.current.is_none() && self.next.is_none()
    }

    /// Plans the next start after the process that sat here has ended: at once, or after a pause that grows, if it did not
    /// come up. Gives the pause.
    pub(crate) fn fill_again(&mut self, ended: &Child) -> Duration {
        let failed = !ended.is_asked && (!ended.is_up || ended.age() < STEADY);
        self.failures = if failed { self.failures + 1 } else { 0 };
        let pause = match self.failures {
            0 => Duration::ZERO,
            count => FIRST_PAUSE.saturating_mul(1 << (count - 1).min(10)).min(LONGEST_PAUSE),
        };
        self.start_at = Some(Instant::now() + pause);
        pause
    }
}

/// How a process has ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct End {
    pub(crate) pid: i32,
    /// 0 if a signal ended it.
    pub(crate) code: i32,
    /// 0 if it ended by itself.
    pub(crate) signal: i32,
}

impl End {
    pub(crate) fn is_clean(self) -> bool {
        self.code == 0 && self.signal == 0
    }
}

/// One of these children that has ended; none of others, which are the program's to wait for.
pub(crate) fn reap(pids: impl IntoIterator<Item = i32>) -> Option<End> {
    pids.into_iter().find_map(|pid| {
        let mut status = 0;
        // SAFETY: the address of a live variable.
        let ended = unsafe { libc::waitpid(pid, &raw mut status, libc::WNOHANG) };
        if ended == pid {
            let by_signal = libc::WIFSIGNALED(status);
            let code = if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { 0 };
            Some(End { pid, code, signal: if by_signal { libc::WTERMSIG(status) } else { 0 } })
        } else {
            None
        }
    })
}

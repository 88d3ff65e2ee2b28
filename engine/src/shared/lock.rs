//! Locks that a program takes and gives back itself, and may hold as long as it likes.

mod file;
mod holder;
#[cfg(test)]
mod tests;

use std::io;
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::Duration;

pub use self::file::FileLock;
use self::holder::Holder;
use super::mutex::RobustMutex;
use super::wait::{Patience, Waited};
use super::{Mapping, futex};

/// How many processes can hold a lock at the same time for reading; more wait.
pub const READERS: usize = 250;

/// How long a waiter sleeps until it looks whether the holders are still there.
const TICK: Duration = Duration::from_millis(50);

/// How often a spinning lock is looked at before its waiter sleeps after all: some microseconds.
const SPINS: u32 = 200;

/// How a lock behaves. All are held until they are given back or their holder is dead.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// One holder.
    Mutex,
    /// One holder, or many that only read.
    ReadWrite,
    /// One holder; a waiter does not sleep at once.
    Spin,
    /// One holder, for whom another process may give it back.
    Semaphore,
}

/// What a lock is wanted for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Access {
    /// Beside other readers, if the lock has them.
    Read,
    /// Alone.
    Write,
}

/// Why a lock was not taken or not given back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// Somebody else holds it.
    Busy,
    /// The time is over.
    TimeOver,
    /// The waiting process has something more urgent to do.
    GivenUp,
    /// This process holds it already, and would wait for itself.
    Deadlock,
    /// This process does not hold it.
    NotHeld,
    /// The system refuses, with this number.
    System(i32),
}

impl Refused {
    /// The system's number for it.
    pub fn number(self) -> i32 {
        match self {
            Self::Busy => libc::EBUSY,
            Self::TimeOver => libc::ETIMEDOUT,
            Self::GivenUp => libc::EINTR,
            Self::Deadlock => libc::EDEADLK,
            Self::NotHeld => libc::EPERM,
            Self::System(number) => number,
        }
    }
}

impl From<Waited> for Refused {
    fn from(waited: Waited) -> Self {
        if waited == Waited::GivenUp { Self::GivenUp } else { Self::TimeOver }
    }
}

/// One that holds the lock.
#[repr(C)]
struct Place {
    started: AtomicU64,
    /// 0 when nobody is in this place: written last when one comes, first when one goes.
    process: AtomicU32,
    /// How often it has taken the lock for reading; 0 if it holds it alone.
    reads: AtomicU32,
}

/// What lies in shared memory. All but `changes` is touched under the mutex only, for a moment each time; the lock itself
/// is what the places say. It is not the mutex that programs hold: POSIX's has no readers, no other process that may give
/// it back, and no way to look after signals while one waits.
#[repr(C)]
struct Shared {
    mutex: RobustMutex,
    /// What waiters sleep on.
    changes: AtomicU32,
    /// Whether anybody may be asleep.
    has_waiters: AtomicU32,
    /// No holder is in this place or behind it.
    bound: AtomicU32,
    places: [Place; READERS],
}

/// What one attempt to take a lock does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Effort {
    /// Takes it if it is free.
    Glance,
    /// Asks to be woken if it is not.
    Queue,
    /// Looks whether the holders are alive, too, which costs some microseconds.
    Inspect,
}

/// A lock in shared memory.
///
/// The lock of a holder that has died goes to the next who tries to take it, or to one who waits, within 50 ms.
#[derive(Debug)]
pub struct Lock {
    kind: Kind,
    mapping: Mapping,
}

impl Lock {
    /// Makes a lock that nobody holds.
    ///
    /// # Errors
    /// The system's, when it grants no memory.
    pub fn create(kind: Kind) -> io::Result<Self> {
        const { assert!(size_of::<Shared>() <= 4096, "a lock is a page") }
        let mapping = Mapping::create(size_of::<Shared>())?;
        let place: NonNull<Shared> = mapping.at(0);
        // SAFETY: new memory; the mutex is the first field, and held only inside of calls that borrow the mapping.
        unsafe { RobustMutex::create(place.cast())? };
        Ok(Self { kind, mapping })
    }

    fn shared(&self) -> &Shared {
        // SAFETY: of atomics and a mutex, for which any bytes are right.
        unsafe { self.mapping.at(0).as_ref() }
    }

    /// Takes the lock if that is possible at once.
    ///
    /// # Errors
    /// [`Refused::Busy`]
    pub fn try_lock(&self, access: Access) -> Result<(), Refused> {
        self.attempt(access, Holder::this_process(), Effort::Inspect).map_err(|(refused, _)| match refused {
            Refused::Deadlock => Refused::Busy,
            refused => refused,
        })
    }

    /// Waits for the lock and takes it.
    ///
    /// # Errors
    /// [`Refused::Deadlock`], or how the wait ended.
    pub fn lock(&self, access: Access, mut patience: Patience<'_>) -> Result<(), Refused> {
        let this = Holder::this_process();
        if self.kind == Kind::Spin {
            for _ in 0..SPINS {
                match self.attempt(access, this, Effort::Glance) {
                    Err((Refused::Busy, _)) => std::hint::spin_loop(),
                    result => return result.map_err(|(refused, _)| refused),
                }
            }
        }
        let mut effort = Effort::Queue;
        loop {
            let seen = match self.attempt(access, this, effort) {
                Ok(()) => return Ok(()),
                Err((Refused::Busy, seen)) => seen,
                Err((refused, _)) => return Err(refused),
            };
            let limit = match patience.next(TICK) {
                Ok(limit) => limit,
                // The wait may have been too short for a tick.
                Err(Waited::TimeOver) if effort != Effort::Inspect => {
                    effort = Effort::Inspect;
                    continue;
                }
                Err(waited) => return Err(waited.into()),
            };
            effort = match futex::sleep(&self.shared().changes, seen, limit) {
                futex::Woken::TimeOver => Effort::Inspect,
                _ => Effort::Queue,
            };
        }
    }

    /// Gives the lock back.
    ///
    /// # Errors
    /// [`Refused::NotHeld`]
    pub fn unlock(&self) -> Result<(), Refused> {
        let shared = self.shared();
        let this = Holder::this_process();
        let guard = shared.mutex.lock();
        let mut held = self.held();
        let place = held
            .find(|place| this.is_in(place))
            // Anybody's. It has one place only.
            .or_else(|| (self.kind == Kind::Semaphore).then(|| self.held().next()).flatten())
            .ok_or(Refused::NotHeld)?;
        let reads = place.reads.load(Ordering::Relaxed);
        if reads > 1 {
            place.reads.store(reads - 1, Ordering::Relaxed);
            return Ok(());
        }
        place.process.store(0, Ordering::Release);
        self.lower_bound();
        let has_waiters = shared.has_waiters.swap(0, Ordering::Relaxed) != 0;
        shared.changes.fetch_add(1, Ordering::Release);
        drop(guard);
        if has_waiters {
            // All of them: whoever comes too late says again that it waits.
            futex::wake(&shared.changes, i32::MAX);
        }
        Ok(())
    }

    /// The places with somebody in them. The caller holds the mutex.
    fn held(&self) -> impl Iterator<Item = &Place> {
        let shared = self.shared();
        let bound = (shared.bound.load(Ordering::Relaxed) as usize).min(READERS);
        shared.places[..bound].iter().filter(|place| place.process.load(Ordering::Relaxed) != 0)
    }

    fn lower_bound(&self) {
        let shared = self.shared();
        let bound = (shared.bound.load(Ordering::Relaxed) as usize).min(READERS);
        let is_held = |place: &Place| place.process.load(Ordering::Relaxed) != 0;
        let bound = shared.places[..bound].iter().rposition(is_held).map_or(0, |last| last + 1);
        shared.bound.store(bound as u32, Ordering::Relaxed);
    }

    /// Takes the lock, or says why not and what `changes` was then.
    fn attempt(&self, access: Access, this: Holder, effort: Effort) -> Result<(), (Refused, u32)> {
        let shared = self.shared();
        let _guard = shared.mutex.lock();
        let reads = access == Access::Read && self.kind == Kind::ReadWrite;
        let refuse = |refused| {
            if effort != Effort::Glance {
                shared.has_waiters.store(1, Ordering::Relaxed);
            }
            Err((refused, shared.changes.load(Ordering::Acquire)))
        };
        for place in self.held() {
            let before = place.reads.load(Ordering::Relaxed);
            if this.is_in(place) {
                if reads && before > 0 {
                    place.reads.store(before.saturating_add(1), Ordering::Relaxed);
                    return Ok(());
                }
                // Others may give a semaphore back, so that one may well wait for what one holds oneself.
                return refuse(if self.kind == Kind::Semaphore { Refused::Busy } else { Refused::Deadlock });
            }
            if reads && before > 0 {
                continue;
            }
            if effort != Effort::Inspect || Holder::of(place).is_alive() {
                return refuse(Refused::Busy);
            }
            place.process.store(0, Ordering::Release);
        }
        self.lower_bound();
        let mut places = shared.places.iter().zip(1..);
        let free = places.find(|(place, _)| place.process.load(Ordering::Relaxed) == 0);
        let Some((place, number)) = free else {
            if effort == Effort::Inspect {
                let dead = self.held().filter(|place| !Holder::of(place).is_alive());
                dead.for_each(|place| place.process.store(0, Ordering::Release));
            }
            return refuse(Refused::Busy);
        };
        shared.bound.fetch_max(number, Ordering::Relaxed);
        this.enter(place, reads.into());
        Ok(())
    }
}

impl Drop for Lock {
    /// A lock that its holder forgets would be held as long as the process lives.
    fn drop(&mut self) {
        let this = Holder::this_process();
        let is_held = {
            let _guard = self.shared().mutex.lock();
            self.held().find(|place| this.is_in(place)).map(|place| place.reads.store(0, Ordering::Relaxed))
        };
        if is_held.is_some() {
            let _ = self.unlock();
        }
    }
}

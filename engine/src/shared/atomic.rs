//! Numbers that processes share, to count with and to wait for.

use std::cell::RefCell;
use std::io;
use std::ptr::NonNull;
use std::rc::Rc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use super::wait::{Patience, Waited};
use super::{Mapping, forks, futex};

/// A cache line for each number: neighbours that different processes count in do not slow each other down.
const CELL: usize = 64;
const CELLS: usize = 64;

/// How long a waiter sleeps at a time: what `meanwhile` does is late by this at most.
const TICK: Duration = Duration::from_millis(100);

/// A mapping that holds many numbers, for a mapping of its own to each would soon be more than the system allows.
struct Chunk {
    mapping: Rc<Mapping>,
    /// The generation of the process that hands out its cells. A child that went on with its parent's chunk would put new
    /// numbers where the parent puts others.
    owner: u32,
    used: usize,
}

thread_local! {
    static CHUNK: RefCell<Option<Chunk>> = const { RefCell::new(None) };
}

/// A place in shared memory for one number, zero at first. A place is not given out again as long as the chunk lives:
/// processes that were forked before may still count there.
#[derive(Debug)]
struct Cell {
    address: NonNull<u64>,
    /// Keeps the memory.
    _mapping: Rc<Mapping>,
}

impl Cell {
    fn create() -> io::Result<Self> {
        let process = forks::generation();
        CHUNK.with_borrow_mut(|current| {
            let chunk = match current {
                Some(chunk) if chunk.owner == process && chunk.used < CELLS => chunk,
                _ => {
                    let mapping = Rc::new(Mapping::create(CELLS * CELL)?);
                    current.insert(Chunk { mapping, owner: process, used: 0 })
                }
            };
            let address = chunk.mapping.at(chunk.used * CELL);
            chunk.used += 1;
            Ok(Self { address, _mapping: Rc::clone(&chunk.mapping) })
        })
    }
}

/// A number of 32 bits without a sign; beyond either end it goes on at the other.
#[derive(Debug)]
pub struct Atomic(Cell);

impl Atomic {
    /// Makes a number in shared memory.
    ///
    /// # Errors
    /// The system's, when it grants no memory.
    pub fn create(value: u32) -> io::Result<Self> {
        let atomic = Self(Cell::create()?);
        atomic.set(value);
        Ok(atomic)
    }

    fn number(&self) -> &AtomicU32 {
        // SAFETY: the cell is 8 aligned bytes of a mapping that it keeps, and used as this atomic only.
        unsafe { self.0.address.cast().as_ref() }
    }

    /// The number.
    pub fn get(&self) -> u32 {
        self.number().load(Ordering::SeqCst)
    }

    /// Sets the number.
    pub fn set(&self, value: u32) {
        self.number().store(value, Ordering::SeqCst);
    }

    /// Adds to the number; the new one.
    pub fn add(&self, amount: u32) -> u32 {
        self.number().fetch_add(amount, Ordering::SeqCst).wrapping_add(amount)
    }

    /// Subtracts from the number; the new one.
    pub fn sub(&self, amount: u32) -> u32 {
        self.number().fetch_sub(amount, Ordering::SeqCst).wrapping_sub(amount)
    }

    /// Sets the number to `new` if it is `expected`, and tells whether it was.
    pub fn compare_and_set(&self, expected: u32, new: u32) -> bool {
        self.number().compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }

    /// Takes a signal, which is the number 1 and becomes 0, or waits for one while the number is 0. With any other number
    /// nothing is waited for.
    pub fn wait(&self, mut patience: Patience<'_>) -> Waited {
        loop {
            if self.compare_and_set(1, 0) {
                return Waited::Done;
            }
            if self.get() > 1 {
                return Waited::TimeOver;
            }
            let limit = match patience.next(TICK) {
                Ok(limit) => limit,
                Err(waited) => return waited,
            };
            if futex::sleep(self.number(), 0, limit) == futex::Woken::Called {
                // Meant for this one, whoever took the 1.
                self.compare_and_set(1, 0);
                return Waited::Done;
            }
        }
    }

    /// Leaves a signal, unless there is one, and wakes up to `count` of those who wait.
    pub fn wake(&self, count: i32) {
        self.compare_and_set(0, 1);
        // Also if there was a signal already: somebody may be on the way to it, and others still sleep.
        futex::wake(self.number(), count);
    }
}

/// A number of 64 bits with a sign; beyond either end it goes on at the other.
#[derive(Debug)]
pub struct AtomicLong(Cell);

impl AtomicLong {
    /// Makes a number in shared memory.
    ///
    /// # Errors
    /// The system's, when it grants no memory.
    pub fn create(value: i64) -> io::Result<Self> {
        let atomic = Self(Cell::create()?);
        atomic.set(value);
        Ok(atomic)
    }

    fn number(&self) -> &AtomicI64 {
        // SAFETY: the cell is 8 aligned bytes of a mapping that it keeps, and used as this atomic only.
        unsafe { self.0.address.cast().as_ref() }
    }

    /// The number.
    pub fn get(&self) -> i64 {
        self.number().load(Ordering::SeqCst)
    }

    /// Sets the number.
    pub fn set(&self, value: i64) {
        self.number().store(value, Ordering::SeqCst);
    }

    /// Adds to the number; the new one.
    pub fn add(&self, amount: i64) -> i64 {
        self.number().fetch_add(amount, Ordering::SeqCst).wrapping_add(amount)
    }

    /// Subtracts from the number; the new one.
    pub fn sub(&self, amount: i64) -> i64 {
        self.number().fetch_sub(amount, Ordering::SeqCst).wrapping_sub(amount)
    }

    /// Sets the number to `new` if it is `expected`, and tells whether it was.
    pub fn compare_and_set(&self, expected: i64, new: i64) -> bool {
        self.number().compare_exchange(expected, new, Ordering::SeqCst, Ordering::SeqCst).is_ok()
    }
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;

    use super::super::tests::{child, join};
    use super::*;

    fn wait(atomic: &Atomic, seconds: f64) -> Waited {
        atomic.wait(Patience::new(Some(Duration::from_secs_f64(seconds)), &mut || ControlFlow::Continue(())))
    }

    #[test]
    fn numbers_go_round_at_their_ends() {
        let atomic = Atomic::create(u32::MAX).unwrap();
        assert_eq!((atomic.add(2), atomic.sub(2), atomic.get()), (1, u32::MAX, u32::MAX));
        let long = AtomicLong::create(i64::MAX).unwrap();
        assert_eq!((long.add(1), long.sub(1)), (i64::MIN, i64::MAX));
        assert!(long.compare_and_set(i64::MAX, 3) && !long.compare_and_set(4, 5));
        assert_eq!(long.get(), 3);
    }

    #[test]
    fn numbers_have_places_of_their_own_in_every_process() {
        let first = Atomic::create(1).unwrap();
        let child = child(|| {
            let second = Atomic::create(2).unwrap();
            second.set(7);
            first.get() == 1 && first.add(9) == 10
        });
        assert!(join(child));
        let third = Atomic::create(3).unwrap();
        assert_eq!((first.get(), third.get()), (10, 3));
        let many: Vec<_> = (0..1000).map(|number| Atomic::create(number).unwrap()).collect();
        assert!(many.iter().zip(0..).all(|(atomic, number)| atomic.get() == number));
    }

    #[test]
    fn children_count_together() {
        let atomic = Atomic::create(0).unwrap();
        let children: Vec<_> = (0..4)
            .map(|_| {
                child(|| {
                    (0..10_000).for_each(|_| {
                        atomic.add(1);
                    });
                    true
                })
            })
            .collect();
        assert!(children.into_iter().all(join));
        assert_eq!(atomic.get(), 40_000);
    }

    #[test]
    fn a_signal_waits_and_is_waited_for() {
        let atomic = Atomic::create(1).unwrap();
        assert_eq!(wait(&atomic, 0.0), Waited::Done);
        assert_eq!(atomic.get(), 0);
        assert_eq!(wait(&atomic, 0.01), Waited::TimeOver);
        atomic.set(2);
        assert_eq!(wait(&atomic, 60.0), Waited::TimeOver);
        atomic.set(0);
        let waiter = child(|| wait(&atomic, 60.0) == Waited::Done);
        atomic.wake(1);
        assert!(join(waiter));
        assert_eq!(atomic.get(), 0);
    }

    #[test]
    fn a_wait_may_be_given_up() {
        let atomic = Atomic::create(0).unwrap();
        assert_eq!(atomic.wait(Patience::new(None, &mut || ControlFlow::Break(()))), Waited::GivenUp);
    }
}

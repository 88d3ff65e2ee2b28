//! Locks under several processes, and under those that die.

use std::ops::ControlFlow;

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::waitpid;

use super::super::atomic::Atomic;
use super::super::tests::{child, join};
use super::*;

const KINDS: [Kind; 4] = [Kind::Mutex, Kind::ReadWrite, Kind::Spin, Kind::Semaphore];

fn within(lock: &Lock, access: Access, seconds: f64) -> Result<(), Refused> {
    lock.lock(access, Patience::new(Some(Duration::from_secs_f64(seconds)), &mut || ControlFlow::Continue(())))
}

#[test]
fn one_process_at_a_time_is_inside() {
    for kind in KINDS {
        let lock = Lock::create(kind).unwrap();
        let count = Atomic::create(0).unwrap();
        let children: Vec<_> = (0..4)
            .map(|_| {
                child(|| {
                    for _ in 0..500 {
                        within(&lock, Access::Write, 60.0).unwrap();
                        // Not an addition of one step: two at a time would lose some.
                        count.set(count.get() + 1);
                        lock.unlock().unwrap();
                    }
                    true
                })
            })
            .collect();
        assert!(children.into_iter().all(join), "{kind:?}");
        assert_eq!(count.get(), 2000, "{kind:?}");
    }
}

#[test]
fn readers_share_and_writers_do_not() {
    let lock = Lock::create(Kind::ReadWrite).unwrap();
    lock.try_lock(Access::Read).unwrap();
    lock.try_lock(Access::Read).unwrap();
    let in_another = |access| join(child(|| lock.try_lock(access).is_ok()));
    assert!(in_another(Access::Read) && !in_another(Access::Write));
    assert_eq!(within(&lock, Access::Write, 60.0), Err(Refused::Deadlock));
    lock.unlock().unwrap();
    assert!(!in_another(Access::Write));
    lock.unlock().unwrap();
    assert!(in_another(Access::Write));
    assert_eq!(lock.unlock(), Err(Refused::NotHeld));
}

#[test]
fn what_a_dead_process_held_goes_to_the_next() {
    for kind in KINDS {
        for access in [Access::Read, Access::Write] {
            let lock = Lock::create(kind).unwrap();
            // SAFETY: ends the process while it holds the lock.
            let holder = child(|| lock.try_lock(access).is_ok() && unsafe { libc::_exit(0) });
            assert!(join(holder));
            assert_eq!(lock.try_lock(Access::Write), Ok(()), "{kind:?}");
        }
    }
}

#[test]
fn processes_that_are_killed_anywhere_block_nobody() {
    for kind in KINDS {
        let lock = Lock::create(kind).unwrap();
        let count = Atomic::create(0).unwrap();
        let survivor = child(|| (0..300).all(|_| within(&lock, Access::Read, 60.0).is_ok() && lock.unlock().is_ok()));
        for round in 0..40 {
            let victim = child(|| {
                loop {
                    within(&lock, Access::Write, 60.0).unwrap();
                    count.add(1);
                    lock.unlock().unwrap();
                }
            });
            let before = count.get();
            while count.get() < before + 1 + round {
                std::hint::spin_loop();
            }
            kill(victim, Signal::SIGKILL).unwrap();
            waitpid(victim, None).unwrap();
        }
        assert!(join(survivor), "{kind:?}");
        assert_eq!(within(&lock, Access::Write, 60.0), Ok(()), "{kind:?}");
    }
}

#[test]
fn more_readers_than_places_wait_and_dead_ones_make_room() {
    let lock = Lock::create(Kind::ReadWrite).unwrap();
    let dead = Holder::of(&Place { started: 1.into(), process: (i32::MAX as u32).into(), reads: 0.into() });
    lock.shared().places.iter().for_each(|place| dead.enter(place, 1));
    lock.shared().bound.store(READERS as u32, Ordering::Relaxed);
    assert_eq!(within(&lock, Access::Read, 60.0), Ok(()));
}

#[test]
fn only_a_semaphore_is_given_back_by_others() {
    for kind in KINDS {
        let lock = Lock::create(kind).unwrap();
        lock.try_lock(Access::Write).unwrap();
        let expected = if kind == Kind::Semaphore { Ok(()) } else { Err(Refused::NotHeld) };
        assert!(join(child(|| lock.unlock() == expected)), "{kind:?}");
    }
}

#[test]
fn waits_end() {
    for kind in KINDS {
        let lock = Lock::create(kind).unwrap();
        lock.try_lock(Access::Write).unwrap();
        assert!(join(child(|| {
            let give_up = lock.lock(Access::Write, Patience::new(None, &mut || ControlFlow::Break(())));
            lock.try_lock(Access::Write) == Err(Refused::Busy)
                && within(&lock, Access::Write, 0.01) == Err(Refused::TimeOver)
                && give_up == Err(Refused::GivenUp)
        })));
        let waiter = child(|| within(&lock, Access::Write, 60.0).is_ok());
        lock.unlock().unwrap();
        assert!(join(waiter), "{kind:?}");
    }
}

#[test]
fn a_lock_that_is_dropped_is_given_back() {
    let lock = Lock::create(Kind::ReadWrite).unwrap();
    let waiter = child(|| within(&lock, Access::Write, 60.0).is_ok());
    // The child has the lock too, and drops nothing of its parent's.
    drop(lock);
    assert!(join(waiter));
}

#[test]
fn files_are_locked_between_processes() {
    let path = std::env::temp_dir().join(format!("swoxide-lock-{}", std::process::id()));
    let lock = FileLock::open(&path).unwrap();
    lock.try_lock(Access::Write).unwrap();
    let in_another = |access| join(child(|| FileLock::open(&path).unwrap().try_lock(access).is_ok()));
    assert!(!in_another(Access::Read));
    lock.try_lock(Access::Read).unwrap();
    assert!(in_another(Access::Read) && !in_another(Access::Write));
    lock.unlock().unwrap();
    assert!(in_another(Access::Write));
    std::fs::remove_file(path).unwrap();
}

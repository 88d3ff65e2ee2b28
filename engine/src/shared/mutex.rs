//! A mutex in shared memory that outlives its holders.

use std::cell::UnsafeCell;
use std::io;
use std::mem::MaybeUninit;
use std::ptr::NonNull;

/// A mutex that processes share, for critical sections of some dozen instructions.
///
/// It is a robust mutex of POSIX: the kernel keeps a list of those that a thread holds, and passes them on when the thread
/// ends, however it ends. A lock word with the holder's number in it would need somebody to find out whether that process
/// is still there, and would be wrong when its number has gone to another one. Locking and unlocking costs some 40 ns.
#[repr(transparent)]
pub(super) struct RobustMutex(UnsafeCell<libc::pthread_mutex_t>);

// SAFETY: a mutex is there to be used by several threads at once.
unsafe impl Sync for RobustMutex {}

/// Holds a [`RobustMutex`] until it is dropped.
pub(super) struct Guard<'mutex> {
    mutex: &'mutex RobustMutex,
    /// The last holder died while it held the mutex: what the mutex protects may be half done.
    pub(super) holder_died: bool,
}

impl RobustMutex {
    /// Makes a mutex at `place`.
    ///
    /// # Errors
    /// The system's.
    ///
    /// # Safety
    /// `place` is zeroed shared memory that no other process knows yet, and that nobody unmaps while a process holds the
    /// mutex.
    pub(super) unsafe fn create(place: NonNull<Self>) -> io::Result<()> {
        let check = |status| if status == 0 { Ok(()) } else { Err(io::Error::from_raw_os_error(status)) };
        let mut attributes = MaybeUninit::uninit();
        let attributes = attributes.as_mut_ptr();
        // SAFETY: the attributes are initialised first and destroyed last; the place is the caller's.
        unsafe {
            check(libc::pthread_mutexattr_init(attributes))?;
            let made = check(libc::pthread_mutexattr_setpshared(attributes, libc::PTHREAD_PROCESS_SHARED))
                .and_then(|()| check(libc::pthread_mutexattr_setrobust(attributes, libc::PTHREAD_MUTEX_ROBUST)))
                .and_then(|()| check(libc::pthread_mutex_init(place.as_ptr().cast(), attributes)));
            libc::pthread_mutexattr_destroy(attributes);
            made
        }
    }

    /// Waits for the mutex.
    ///
    /// # Panics
    /// If the memory is no mutex any more, because a process has written over it.
    pub(super) fn lock(&self) -> Guard<'_> {
        // SAFETY: an initialised mutex.
        let mut status = unsafe { libc::pthread_mutex_trylock(self.0.get()) };
        while matches!(status, libc::EBUSY | libc::ETIMEDOUT) {
            let end = next_look();
            // SAFETY: as above; the time is alive for the call.
            status = unsafe { libc::pthread_mutex_timedlock(self.0.get(), &raw const end) };
        }
        let holder_died = status == libc::EOWNERDEAD;
        if holder_died {
            // At once: should this process die before it has repaired what the last one left, the next will be told again.
            // SAFETY: this thread holds it.
            status = unsafe { libc::pthread_mutex_consistent(self.0.get()) };
        }
        assert_eq!(status, 0, "a lock in shared memory has been written over");
        Guard { mutex: self, holder_died }
    }
}

/// When a waiter looks for itself whether the mutex is free: in 50 ms.
///
/// A wake-up can be lost. It goes to one waiter, and if that one is killed before it holds the mutex, the kernel passes it
/// on only if nobody else holds it; a newcomer who does has seen nobody wait and wakes nobody. Without a limit the other
/// waiters then slept for ever: 1 of 30 runs of the tests that kill processes stood still.
fn next_look() -> libc::timespec {
    const TICK: libc::c_long = 50_000_000;
    const SECOND: libc::c_long = 1_000_000_000;
    // The wall clock, since POSIX knows no other one here.
    // SAFETY: zeros are a time, and the call writes another one.
    let mut time: libc::timespec = unsafe { std::mem::zeroed() };
    // SAFETY: the place is alive for the call, which can't fail with this clock.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME, &raw mut time) };
    time.tv_nsec += TICK;
    if time.tv_nsec >= SECOND {
        time.tv_sec += 1;
        time.tv_nsec -= SECOND;
    }
    time
}

impl Drop for Guard<'_> {
    fn drop(&mut self) {
        // SAFETY: this thread holds it.
        unsafe { libc::pthread_mutex_unlock(self.mutex.0.get()) };
    }
}

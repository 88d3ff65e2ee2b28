//! Signals belong to the interpreter's thread: others are started with all of them blocked.

/// Blocks all signals on this thread until it is dropped.
pub(crate) struct BlockedSignals {
    before: libc::sigset_t,
}

impl BlockedSignals {
    /// For a thread that never takes one.
    pub(crate) fn for_ever() {
        let _ = std::mem::ManuallyDrop::new(Self::all());
    }

    pub(crate) fn all() -> Self {
        let mut all = std::mem::MaybeUninit::uninit();
        let mut before = std::mem::MaybeUninit::uninit();
        // SAFETY: `sigfillset` initialises the set it is given; `pthread_sigmask` reads it and initialises the other.
        // Neither can fail with these arguments.
        unsafe {
            libc::sigfillset(all.as_mut_ptr());
            libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr());
            Self { before: before.assume_init() }
        }
    }
}

impl Drop for BlockedSignals {
    fn drop(&mut self) {
        // SAFETY: `before` was initialised by `pthread_sigmask`.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.before, std::ptr::null_mut()) };
    }
}

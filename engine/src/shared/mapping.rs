//! An anonymous shared mapping: zeroed memory that a process makes before it forks, and that all its children then see.

use std::io;
use std::ptr::NonNull;

/// Shared memory of a fixed length, aligned to a page and zero at first. Pages cost memory only once they are used.
///
/// What lies in it is for its user to say; whoever reads or writes through [`at`](Self::at) while other processes may do
/// so too has to use atomics.
#[derive(Debug)]
pub struct Mapping {
    memory: NonNull<libc::c_void>,
    length: usize,
}

// SAFETY: the mapping is memory of no thread in particular; it lives until `drop`, which needs `&mut self`.
unsafe impl Send for Mapping {}
// SAFETY: through `&self` it gives out addresses only; what is done with them is the business of unsafe code elsewhere.
unsafe impl Sync for Mapping {}

impl Mapping {
    /// Maps `length` bytes, one at least.
    ///
    /// # Errors
    /// The system's, when it grants no such mapping.
    pub fn create(length: usize) -> io::Result<Self> {
        let length = length.max(1);
        // SAFETY: an anonymous mapping of a non-zero length touches no existing memory.
        let memory = unsafe {
            libc::mmap(
                std::ptr::null_mut(),
                length,
                libc::PROT_READ | libc::PROT_WRITE,
                libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE,
                -1,
                0,
            )
        };
        if memory == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        let memory = NonNull::new(memory).ok_or_else(|| io::Error::other("mmap gave a null mapping"))?;
        Ok(Self { memory, length })
    }

    /// How many bytes it has.
    pub fn length(&self) -> usize {
        self.length
    }

    /// The address of a `T` that begins `offset` bytes into the mapping, valid as long as the mapping.
    ///
    /// # Panics
    /// If it would not lie whole and aligned in the mapping: a mistake in somebody's layout.
    pub fn at<T>(&self, offset: usize) -> NonNull<T> {
        assert!(
            offset.checked_add(size_of::<T>()).is_some_and(|end| end <= self.length)
                && offset.is_multiple_of(align_of::<T>()),
            "{} bytes at {offset} of a mapping of {}",
            size_of::<T>(),
            self.length
        );
        // SAFETY: within the mapping, as asserted.
        unsafe { self.memory.byte_add(offset).cast() }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: the mapping was made by `create` with this length and nothing borrows it any more.
        unsafe { libc::munmap(self.memory.as_ptr(), self.length) };
    }
}

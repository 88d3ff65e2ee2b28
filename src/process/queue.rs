//! Message queues of System V: they have a key, which processes that know nothing else of each other can meet at, and stay
//! until somebody removes them.

use std::ffi::{CString, c_int, c_long};
use std::io;

use super::pipe::{Interrupts, Stopped};

/// The longest message there is room for; the system's own limit (`kernel.msgmax`) is 8 KiB unless it was changed.
pub(crate) const LONGEST: usize = 65536;

/// An open queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Queue {
    /// The system's number for it.
    pub(crate) id: c_int,
    /// The key it was opened by.
    pub(crate) key: i32,
}

/// What lies in a queue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Status {
    pub(crate) messages: i64,
    pub(crate) bytes: i64,
}

/// As the system wants a message, and gives it.
#[repr(C)]
struct Message {
    kind: c_long,
    text: [u8; LONGEST],
}

impl Message {
    fn empty(kind: c_long) -> Box<Self> {
        let mut message = Box::<Self>::new_uninit();
        // SAFETY: a number and bytes, of which all-zero is a value; made in place, because it is long for the stack.
        unsafe {
            message.as_mut_ptr().write_bytes(0, 1);
            let mut message = message.assume_init();
            message.kind = kind;
            message
        }
    }
}

/// The key that belongs to a file: the same for all who ask by the same file.
///
/// # Errors
/// The system's, if there is no such file.
pub(crate) fn key_of(path: &CString) -> io::Result<i32> {
    // SAFETY: a C string.
    let key = unsafe { libc::ftok(path.as_ptr(), 1) };
    if key == -1 { Err(io::Error::last_os_error()) } else { Ok(key) }
}

impl Queue {
    /// Opens the queue of a key, or makes it.
    ///
    /// # Errors
    /// The system's, such as the limit of queues.
    pub(crate) fn open(key: i32) -> io::Result<Self> {
        // SAFETY: two numbers.
        let id = unsafe { libc::msgget(key, libc::IPC_CREAT | 0o666) };
        if id < 0 { Err(io::Error::last_os_error()) } else { Ok(Self { id, key }) }
    }

    /// Limits the bytes that may lie in it.
    ///
    /// # Errors
    /// The system's: only root may raise it above `kernel.msgmnb`.
    pub(crate) fn limit(self, bytes: u64) -> io::Result<()> {
        let mut status = self.status_of_system()?;
        status.msg_qbytes = bytes;
        // SAFETY: the address of a live struct, as the system has filled it.
        check(unsafe { libc::msgctl(self.id, libc::IPC_SET, &raw mut status) } as isize).map(drop)
    }

    /// Puts a message in, for readers of `kind`; waits for room if `waits`.
    ///
    /// # Errors
    /// `TimedOut` if there is no room; the system's, such as a message that is longer than `kernel.msgmax`.
    pub(crate) fn push<I: Interrupts>(
        self,
        kind: i64,
        bytes: &[u8],
        waits: bool,
        interrupts: &mut I,
    ) -> Result<(), Stopped<I::Failure>> {
        let mut message = Message::empty(kind);
        let Some(place) = message.text.get_mut(..bytes.len()) else {
            return Err(Stopped::System(io::Error::from_raw_os_error(libc::EINVAL)));
        };
        place.copy_from_slice(bytes);
        let flags = if waits { 0 } else { libc::IPC_NOWAIT };
        retry(interrupts, || {
            // SAFETY: a live message of at least that many bytes.
            check(unsafe { libc::msgsnd(self.id, (&raw const *message).cast(), bytes.len(), flags) as isize })
        })
        .map(drop)
    }

    /// Takes the first message for `kind` (0: for anybody); waits for one if `waits`.
    ///
    /// # Errors
    /// `TimedOut` if there is none; `E2BIG` if it is longer than `size`: it stays there then.
    pub(crate) fn pop<I: Interrupts>(
        self,
        kind: i64,
        size: usize,
        waits: bool,
        interrupts: &mut I,
    ) -> Result<Vec<u8>, Stopped<I::Failure>> {
        let mut message = Message::empty(0);
        let flags = if waits { 0 } else { libc::IPC_NOWAIT };
        let size = size.min(LONGEST);
        let length = retry(interrupts, || {
            // SAFETY: a live message with room for so many bytes.
            check(unsafe { libc::msgrcv(self.id, (&raw mut *message).cast(), size, kind, flags) })
        })?;
        Ok(message.text.get(..length).unwrap_or_default().to_vec())
    }

    /// What lies in it.
    ///
    /// # Errors
    /// The system's, if it has been removed.
    pub(crate) fn status(self) -> io::Result<Status> {
        let status = self.status_of_system()?;
        Ok(Status { messages: status.msg_qnum.cast_signed(), bytes: status.__msg_cbytes.cast_signed() })
    }

    /// Removes it, with what lies in it, for everybody.
    ///
    /// # Errors
    /// The system's, if it has been removed, or is somebody else's.
    pub(crate) fn remove(self) -> io::Result<()> {
        // SAFETY: this command takes no address.
        check(unsafe { libc::msgctl(self.id, libc::IPC_RMID, std::ptr::null_mut()) } as isize).map(drop)
    }

    fn status_of_system(self) -> io::Result<libc::msqid_ds> {
        // SAFETY: plain numbers.
        let mut status: libc::msqid_ds = unsafe { std::mem::zeroed() };
        // SAFETY: the address of a live struct.
        check(unsafe { libc::msgctl(self.id, libc::IPC_STAT, &raw mut status) } as isize)?;
        Ok(status)
    }
}

fn check(result: isize) -> io::Result<usize> {
    usize::try_from(result).map_err(|_| io::Error::last_os_error())
}

/// These calls return when a signal comes, whatever its handler asks for.
fn retry<I: Interrupts>(
    interrupts: &mut I,
    mut attempt: impl FnMut() -> io::Result<usize>,
) -> Result<usize, Stopped<I::Failure>> {
    loop {
        let error = match attempt() {
            Ok(result) => return Ok(result),
            Err(error) => error,
        };
        match error.raw_os_error() {
            Some(libc::EINTR) => interrupts.run().map_err(Stopped::Interrupted)?,
            Some(libc::EAGAIN | libc::ENOMSG) => return Err(Stopped::TimedOut),
            _ => return Err(Stopped::System(error)),
        }
    }
}

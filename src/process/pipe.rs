//! What connects a process with the one that started it: a pair of sockets, and how to wait at either end.

use std::io;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use nix::poll::PollFlags;
use nix::sys::socket::{AddressFamily, MsgFlags, SockFlag, SockType, recv, send, setsockopt, socketpair, sockopt};

use super::masked::{Masked, Wanted, Woken};

/// How far apart two writes stay.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    /// They are bytes one after the other.
    Stream,
    /// Each is a message, and is read whole.
    Messages,
}

/// What the system is asked to keep for a reader that is late. It gives as much as `net.core.wmem_max` allows.
const CAPACITY: usize = 8 * 1024 * 1024;

/// A new pair; programs that either process runs do not get it.
///
/// Messages go over `SOCK_SEQPACKET`: a reader of `SOCK_DGRAM` is never told that the other process has ended.
///
/// # Errors
/// The system's, such as too many open files.
pub(crate) fn pair(kind: Kind) -> io::Result<(OwnedFd, OwnedFd)> {
    let socket = match kind {
        Kind::Stream => SockType::Stream,
        Kind::Messages => SockType::SeqPacket,
    };
    let (one, other) = socketpair(AddressFamily::Unix, socket, None, SockFlag::SOCK_CLOEXEC)?;
    for end in [&one, &other] {
        // As much as there is by default does as well.
        let _ = setsockopt(end, sockopt::SndBuf, &CAPACITY);
    }
    Ok((one, other))
}

/// How long to wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Patience {
    /// Not at all.
    None,
    /// As long as it takes.
    Endless,
    /// So long.
    For(Duration),
}

/// What comes of waiting signals while the program sleeps here.
pub(crate) trait Interrupts {
    /// What ends the sleep.
    type Failure;

    /// Whether a handler of the program's wants to run.
    fn are_pending(&self) -> bool;

    /// Lets handlers run.
    ///
    /// # Errors
    /// What a handler wants: not to go on.
    fn run(&mut self) -> Result<(), Self::Failure>;
}

/// Why nothing was written or read.
#[derive(Debug)]
pub(crate) enum Stopped<F> {
    /// There was no room, or nothing to read, for as long as was to be waited.
    TimedOut,
    /// The system's reason.
    System(io::Error),
    /// A signal handler's.
    Interrupted(F),
}

/// Writes all of `bytes`; less only when time ran out behind a part of a stream.
///
/// # Errors
/// See [`Stopped`].
pub(crate) fn write<I: Interrupts>(
    end: &OwnedFd,
    bytes: &[u8],
    patience: Patience,
    interrupts: &mut I,
) -> Result<usize, Stopped<I::Failure>> {
    let flags = MsgFlags::MSG_DONTWAIT | MsgFlags::MSG_NOSIGNAL;
    let mut written = 0;
    let ended = wait((end.as_fd(), PollFlags::POLLOUT), patience, interrupts, || {
        while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
            written += send(end.as_raw_fd(), rest, flags)?;
        }
        Ok(())
    });
    match ended {
        Ok(()) => Ok(written),
        Err(Stopped::TimedOut) if written > 0 => Ok(written),
        Err(stopped) => Err(stopped),
    }
}

/// What was read.
#[derive(Debug, Eq, PartialEq)]
pub(crate) struct Received {
    /// The bytes; none when the other side has closed its end.
    pub(crate) bytes: Vec<u8>,
    /// Of a message that was longer than what was asked for: its length. The rest is gone.
    pub(crate) cut_from: Option<usize>,
}

/// Reads up to `size` bytes: what is there of a stream, or one message.
///
/// # Errors
/// See [`Stopped`].
pub(crate) fn read<I: Interrupts>(
    end: &OwnedFd,
    kind: Kind,
    size: usize,
    patience: Patience,
    interrupts: &mut I,
) -> Result<Received, Stopped<I::Failure>> {
    let mut flags = MsgFlags::MSG_DONTWAIT;
    if kind == Kind::Messages {
        // The length that the message has, not what there is room for.
        flags |= MsgFlags::MSG_TRUNC;
    }
    // Nothing longer than this can lie in the socket.
    let mut bytes = vec![0; size.min(2 * CAPACITY)];
    let length = wait((end.as_fd(), PollFlags::POLLIN), patience, interrupts, || {
        recv(end.as_raw_fd(), &mut bytes, flags).map_err(io::Error::from)
    })?;
    let cut_from = (length > bytes.len()).then_some(length);
    bytes.truncate(length);
    Ok(Received { bytes, cut_from })
}

/// Tries until it works, asleep in between.
fn wait<T, I: Interrupts>(
    wanted: Wanted<'_>,
    patience: Patience,
    interrupts: &mut I,
    mut attempt: impl FnMut() -> io::Result<T>,
) -> Result<T, Stopped<I::Failure>> {
    let deadline = match patience {
        Patience::For(time) => Instant::now().checked_add(time),
        Patience::None | Patience::Endless => None,
    };
    loop {
        match attempt() {
            Ok(done) => return Ok(done),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => return Err(Stopped::System(error)),
            Err(_) if patience == Patience::None => return Err(Stopped::TimedOut),
            Err(_) => {}
        }
        match sleep(wanted, deadline, interrupts) {
            ControlFlow::Continue(()) => {}
            ControlFlow::Break(stopped) => return Err(stopped),
        }
    }
}

fn sleep<I: Interrupts>(
    wanted: Wanted<'_>,
    deadline: Option<Instant>,
    interrupts: &mut I,
) -> ControlFlow<Stopped<I::Failure>> {
    let woken = {
        let masked = match Masked::all() {
            Ok(masked) => masked,
            Err(error) => return ControlFlow::Break(Stopped::System(error)),
        };
        if interrupts.are_pending() { Ok(Woken::Signal) } else { masked.sleep(Some(wanted), deadline) }
    };
    match woken {
        Ok(Woken::Ready) => ControlFlow::Continue(()),
        Ok(Woken::TimedOut) => ControlFlow::Break(Stopped::TimedOut),
        Ok(Woken::Signal) => match interrupts.run() {
            Ok(()) => ControlFlow::Continue(()),
            Err(failure) => ControlFlow::Break(Stopped::Interrupted(failure)),
        },
        Err(error) => ControlFlow::Break(Stopped::System(error)),
    }
}

/// Lets programs that this process turns into keep an end, or not.
///
/// # Errors
/// The system's; there is none in practice.
pub(crate) fn keep_over_exec(end: BorrowedFd<'_>, keep: bool) -> io::Result<()> {
    use nix::fcntl::{FcntlArg, FdFlag, fcntl};
    let flags = if keep { FdFlag::empty() } else { FdFlag::FD_CLOEXEC };
    fcntl(end, FcntlArg::F_SETFD(flags))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nobody;

    impl Interrupts for Nobody {
        type Failure = ();

        fn are_pending(&self) -> bool {
            false
        }

        fn run(&mut self) -> Result<(), ()> {
            Ok(())
        }
    }

    const SHORT: Patience = Patience::For(Duration::from_millis(20));

    fn text(received: Result<Received, Stopped<()>>) -> Option<Vec<u8>> {
        received.ok().map(|received| received.bytes)
    }

    #[test]
    fn messages_stay_apart_and_bytes_of_a_stream_do_not() {
        for (kind, expected) in [(Kind::Messages, &b"one"[..]), (Kind::Stream, b"onetwo")] {
            let Ok((one, other)) = pair(kind) else { unreachable!() };
            for part in [&b"one"[..], b"two"] {
                assert_eq!(write(&one, part, SHORT, &mut Nobody).ok(), Some(3));
            }
            assert_eq!(text(read(&other, kind, 100, SHORT, &mut Nobody)).as_deref(), Some(expected));
        }
    }

    #[test]
    fn what_does_not_fit_is_told_of() {
        let Ok((one, other)) = pair(Kind::Messages) else { unreachable!() };
        assert_eq!(write(&one, b"a long message", SHORT, &mut Nobody).ok(), Some(14));
        let received = read(&other, Kind::Messages, 6, SHORT, &mut Nobody).ok();
        assert_eq!(received, Some(Received { bytes: b"a long".to_vec(), cut_from: Some(14) }));
        assert!(matches!(read(&other, Kind::Messages, 6, SHORT, &mut Nobody), Err(Stopped::TimedOut)));
    }

    #[test]
    fn the_end_of_the_other_side_is_an_empty_read() {
        for kind in [Kind::Messages, Kind::Stream] {
            let Ok((one, other)) = pair(kind) else { unreachable!() };
            drop(one);
            assert_eq!(text(read(&other, kind, 100, Patience::Endless, &mut Nobody)).as_deref(), Some(&b""[..]));
            assert!(matches!(write(&other, b"x", SHORT, &mut Nobody), Err(Stopped::System(_))));
        }
    }

    #[test]
    fn a_full_stream_takes_a_part_in_time() {
        let Ok((one, _other)) = pair(Kind::Stream) else { unreachable!() };
        let much = vec![b'x'; 64 * 1024 * 1024];
        let written = write(&one, &much, SHORT, &mut Nobody).ok();
        assert!(written.is_some_and(|written| written > 0 && written < much.len()));
        assert!(matches!(write(&one, b"x", Patience::None, &mut Nobody), Err(Stopped::TimedOut)));
    }
}

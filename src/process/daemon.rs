//! Processes that leave the terminal they were started from.

use std::fs::OpenOptions;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, RawFd};

use nix::unistd::{ForkResult, chdir, fork, setsid};

/// Goes on in a child that has a session of its own; the process that called ends with status 0, at once, and without
/// anything of PHP's that happens at an end: it all happens at the child's.
///
/// # Errors
/// The system's. Nothing has happened then.
pub(crate) fn detach() -> io::Result<()> {
    // SAFETY: the child goes on as the only thread, as PHP programs are; a server has none yet when it detaches.
    match unsafe { fork() }? {
        ForkResult::Parent { .. } => {
            // SAFETY: ends the process; nothing of it is needed any more.
            unsafe { libc::_exit(0) }
        }
        ForkResult::Child => {}
    }
    setsid()?;
    Ok(())
}

/// Leaves the directory that the process was started in, so that it can be removed or unmounted.
///
/// # Errors
/// The system's.
pub(crate) fn leave_directory() -> io::Result<()> {
    Ok(chdir("/")?)
}

/// Turns input, output and error output into `/dev/null`.
///
/// # Errors
/// The system's, if there is no such device.
pub(crate) fn silence() -> io::Result<()> {
    let nothing = OpenOptions::new().read(true).write(true).open("/dev/null")?;
    for number in 0..=2 {
        replace(nothing.as_fd(), number)?;
    }
    Ok(())
}

/// Makes descriptor `number` another one for the file behind `file`.
///
/// # Errors
/// The system's.
pub(crate) fn replace(file: BorrowedFd<'_>, number: RawFd) -> io::Result<()> {
    use std::os::fd::AsRawFd;
    // SAFETY: two numbers. Whoever owns `number` gets the new file behind it, which is the purpose.
    if unsafe { libc::dup2(file.as_raw_fd(), number) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

//! Processes that leave the terminal they were started from.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, RawFd};
use std::path::Path;

use nix::unistd::{ForkResult, chdir, fork, setsid};

use super::problem::Problem;
use crate::zend::child;

/// Goes on as a server in the background, for the setting `daemonize`: in a process that no terminal belongs to and that
/// can't come by one again, in the directory `/`, with nothing to read, and with what it prints in `log_file` or nowhere.
/// The process that called ends with status 0, at once. Before there are threads.
///
/// # Errors
/// A log file that can't be opened is told of in the calling process, of which nothing has changed then; its path may be
/// relative, to the directory that is left. What comes later is told of in the background.
pub(crate) fn daemonize(log_file: Option<&Path>) -> Result<(), Problem> {
    let log = match log_file {
        Some(path) => Some(OpenOptions::new().create(true).append(true).open(path).map_err(|error| {
            Problem::system(format!("daemonize can't open log_file[{}] for the output", path.display()), error)
        })?),
        None => None,
    };
    let failed = |error| Problem::system("daemonize can't send the server into the background".into(), error);
    detach().map_err(failed)?;
    // The leader of a session may come by a terminal, its children can't.
    go_on_in_child().map_err(failed)?;
    chdir("/").map_err(|error| Problem::system("daemonize can't go to the directory /".into(), error))?;
    redirect(log.as_ref()).map_err(|error| Problem::system("daemonize can't redirect the output".into(), error))
}

fn redirect(log: Option<&File>) -> io::Result<()> {
    silence()?;
    if let Some(log) = log {
        for number in 1..=2 {
            replace(log.as_fd(), number)?;
        }
    }
    Ok(())
}

/// Goes on in a child that has a session of its own; the process that called ends with status 0, at once, and without
/// anything of PHP's that happens at an end: it all happens at the child's.
///
/// # Errors
/// The system's. Nothing has happened then.
pub(crate) fn detach() -> io::Result<()> {
    go_on_in_child()?;
    setsid()?;
    Ok(())
}

fn go_on_in_child() -> io::Result<()> {
    // SAFETY: the child goes on as the only thread, as PHP programs are; a server has none yet when it detaches.
    match unsafe { fork() }? {
        ForkResult::Parent { .. } => {
            // SAFETY: ends the process; nothing of it is needed any more.
            unsafe { libc::_exit(0) }
        }
        ForkResult::Child => {
            child::settle();
            Ok(())
        }
    }
}

/// Turns input, output and error output into `/dev/null`.
///
/// # Errors
/// The system's, if there is no such device.
pub(crate) fn silence() -> io::Result<()> {
    let nothing = OpenOptions::new().read(true).write(true).open("/dev/null")?;
    (0..=2).try_for_each(|number| replace(nothing.as_fd(), number))
}

/// Makes descriptor `number` another one for the file behind `file`.
///
/// # Errors
/// The system's.
pub(crate) fn replace(file: BorrowedFd<'_>, number: RawFd) -> io::Result<()> {
    // SAFETY: two numbers. Whoever owns `number` gets the new file behind it, which is the purpose.
    if unsafe { libc::dup2(file.as_raw_fd(), number) } < 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::testing::{in_child, wait_until};

    #[test]
    fn a_log_file_that_can_not_be_is_told_of_before_anything_happens() {
        let text = daemonize(Some(Path::new("/nonexistent/swoxide.log"))).map_err(|problem| problem.to_string());
        assert_eq!(
            text,
            Err("daemonize can't open log_file[/nonexistent/swoxide.log] for the output, Error: No such file or \
                 directory[2]"
                .into())
        );
    }

    #[test]
    fn the_launcher_ends_and_the_daemon_goes_on() -> io::Result<()> {
        let directory = std::env::temp_dir().join(format!("swoxide-daemonize-{}", std::process::id()));
        std::fs::create_dir_all(&directory)?;
        let log = directory.join("log");
        let launcher = in_child(|| {
            let launcher = nix::unistd::getpid();
            if daemonize(Some(&log)).is_err() {
                return 9;
            }
            let words = format!(
                "{} {} {} {}\n",
                nix::unistd::getpid() != launcher,
                nix::unistd::getsid(None).is_ok_and(|session| session != nix::unistd::getpid()),
                std::env::current_dir().is_ok_and(|directory| directory == Path::new("/")),
                io::Read::read(&mut io::stdin(), &mut [0]).is_ok_and(|length| length == 0),
            );
            // Not through Rust's own output, which the test runner captures.
            // SAFETY: live bytes.
            unsafe { libc::write(1, words.as_ptr().cast(), words.len()) };
            // SAFETY: as above.
            unsafe { libc::write(2, c"error\n".as_ptr().cast(), 6) };
            0
        });
        assert_eq!(launcher, Some(0));
        let said = || std::fs::read_to_string(&log).unwrap_or_default();
        wait_until(|| said().ends_with("error\n"));
        assert_eq!(said(), "true true true true\nerror\n");
        std::fs::remove_dir_all(directory)
    }
}

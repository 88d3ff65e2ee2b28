//! The pipe between a process and the one that started it.

use std::cell::{Cell, RefCell};
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::rc::Rc;
use std::time::Duration;

use nix::sys::socket::{Shutdown, shutdown};

use super::{of, place, stopped, system_warning, warn};
use crate::process::pipe::{self, Kind, Patience, Stopped};
use crate::worker::server::set_last_error;
use crate::zend::array::integer;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes};

use super::Interruptible;

/// Both ends, as far as they are open in this process.
#[derive(Default)]
pub(super) struct Pipe {
    /// `None`: the process was made without a pipe.
    pub(super) kind: Cell<Option<Kind>>,
    /// Shared with a method that waits at it while a signal handler closes it.
    master: RefCell<Option<Rc<OwnedFd>>>,
    worker: RefCell<Option<Rc<OwnedFd>>>,
    /// This is the process itself, not the one that started it.
    in_worker: Cell<bool>,
    timeout: Cell<Option<Duration>>,
    never_waits: Cell<bool>,
}

/// `PIPE_MASTER` and the others.
pub(super) const MASTER: i64 = 1;
pub(super) const WORKER: i64 = 2;
pub(super) const READ: i64 = 3;
pub(super) const WRITE: i64 = 4;

impl Pipe {
    /// Makes both ends, unless they are there.
    pub(super) fn open(&self) -> std::io::Result<()> {
        let Some(kind) = self.kind.get() else { return Ok(()) };
        if self.master.borrow().is_some() && self.worker.borrow().is_some() {
            return Ok(());
        }
        let (master, worker) = pipe::pair(kind)?;
        self.master.replace(Some(Rc::new(master)));
        self.worker.replace(Some(Rc::new(worker)));
        self.apply_blocking();
        Ok(())
    }

    /// This process goes on with its own end alone, the worker's or the starter's.
    pub(super) fn take_side(&self, in_worker: bool) {
        self.in_worker.set(in_worker);
        let other = if in_worker { &self.master } else { &self.worker };
        other.replace(None);
    }

    pub(super) fn own_end(&self) -> Option<Rc<OwnedFd>> {
        let end = if self.in_worker.get() { &self.worker } else { &self.master };
        end.borrow().clone()
    }

    /// The number of the own end, for `$process->pipe`.
    pub(super) fn descriptor(&self) -> Option<RawFd> {
        self.own_end().map(|end| end.as_raw_fd())
    }

    fn patience(&self) -> Patience {
        match self.timeout.get() {
            _ if self.never_waits.get() => Patience::None,
            Some(timeout) => Patience::For(timeout),
            None => Patience::Endless,
        }
    }

    /// For those who use the descriptor by its number; the methods here ask [`Self::patience`].
    fn apply_blocking(&self) {
        use nix::fcntl::{FcntlArg, OFlag, fcntl};
        let Some(end) = self.own_end() else { return };
        let flags = if self.never_waits.get() { OFlag::O_NONBLOCK } else { OFlag::empty() };
        let _ = fcntl(end.as_fd(), FcntlArg::F_SETFL(flags));
    }
}

/// The own end, or a warning that there is none.
fn end(pipe: &Pipe, purpose: &str) -> Option<(Rc<OwnedFd>, Kind)> {
    let found = pipe.own_end().zip(pipe.kind.get());
    if found.is_none() {
        warn(&if pipe.kind.get().is_some() {
            format!("can't {purpose}: the pipe is closed")
        } else {
            format!("can't {purpose}: the process was made without a pipe ($pipe_type 0)")
        });
    }
    found
}

pub(super) fn write(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", data: StringArgument);
    let data = bytes(call, data).unwrap_or_default();
    let pipe = &of(call)?.pipe;
    if data.is_empty() {
        warn("the data to send is empty");
        return call.give(false);
    }
    let Some((end, kind)) = end(pipe, "write") else { return call.give(false) };
    match pipe::write(&end, data, pipe.patience(), &mut Interruptible) {
        Ok(written) => call.give(i64::try_from(written).unwrap_or(i64::MAX)),
        Err(Stopped::System(error)) if error.raw_os_error() == Some(libc::EMSGSIZE) && kind == Kind::Messages => {
            set_last_error(libc::EMSGSIZE.into());
            crate::zend::error::warning(&format!(
                "a message of {} bytes is too long for the pipe: make the process with $pipe_type 1 (SOCK_STREAM), which \
                 has no such limit, or raise net.core.wmem_max",
                data.len()
            ));
            call.give(false)
        }
        Err(ended) => stopped(call, "write() failed", ended),
    }
}

pub(super) fn read(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", size: i64 = 8192);
    let pipe = &of(call)?.pipe;
    let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
        warn(&format!("can't read [{size}] bytes: the size must be 1 or more"));
        return call.give(false);
    };
    let Some((end, kind)) = end(pipe, "read") else { return call.give(false) };
    match pipe::read(&end, kind, size, pipe.patience(), &mut Interruptible) {
        Ok(received) => {
            if let Some(length) = received.cut_from {
                warn(&format!("a message of {length} bytes was cut to the {size} bytes that were asked for"));
            }
            call.give(&*received.bytes)
        }
        Err(ended) => stopped(call, "read() failed", ended),
    }
}

pub(super) fn set_timeout(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"d", seconds: f64 = 0.0);
    let pipe = &of(call)?.pipe;
    if end(pipe, "set a timeout").is_none() {
        return call.give(false);
    }
    // Negative is Swoole's word for no limit, and 0 the system's.
    let timeout = if seconds > 0.0 { Duration::try_from_secs_f64(seconds).ok() } else { None };
    pipe.timeout.set(timeout);
    call.give(true)
}

pub(super) fn set_blocking(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"b", blocking: bool);
    let pipe = &of(call)?.pipe;
    if end(pipe, "set blocking").is_none() {
        return call.give(false);
    }
    pipe.never_waits.set(!blocking);
    pipe.apply_blocking();
    call.give(true)
}

pub(super) fn close(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", which: i64);
    let this = call.this()?;
    let pipe = &of(call)?.pipe;
    let direction = match which {
        0 => None,
        MASTER | WORKER => {
            let side = if which == MASTER { &pipe.master } else { &pipe.worker };
            let closed = side.replace(None).is_some();
            if !closed {
                warn(&format!(
                    "the {}'s end of the pipe is not open here",
                    if which == MASTER { "master" } else { "worker" }
                ));
            }
            show(pipe, this);
            return call.give(closed);
        }
        READ => Some(Shutdown::Read),
        WRITE => Some(Shutdown::Write),
        _ => {
            warn(&format!(
                "can't close [{which}]: 0 is both ends, 1 (PIPE_MASTER) and 2 (PIPE_WORKER) one of them, 3 (PIPE_READ) and 4 \
                 (PIPE_WRITE) one direction of this process's end"
            ));
            return call.give(false);
        }
    };
    let Some((end, _)) = end(pipe, "close") else { return call.give(false) };
    if let Some(direction) = direction {
        if let Err(error) = shutdown(end.as_raw_fd(), direction) {
            system_warning("shutdown() failed", &error.into());
            return call.give(false);
        }
        return call.give(true);
    }
    pipe.master.replace(None);
    pipe.worker.replace(None);
    show(pipe, this);
    call.give(true)
}

/// Shows the descriptor as `$process->pipe`, null when there is none.
pub(super) fn show(pipe: &Pipe, object: crate::zend::object::Object<'_>) {
    let value = pipe.descriptor().map_or_else(ext_php_rs::types::Zval::new, |number| integer(number.into()));
    object.set_slot(place::PIPE, value);
}

/// Has a program that this process turns into keep its end.
pub(super) fn keep_over_exec(pipe: &Pipe, keep: bool) {
    if let Some(end) = pipe.own_end() {
        let _ = pipe::keep_over_exec(end.as_fd(), keep);
    }
}

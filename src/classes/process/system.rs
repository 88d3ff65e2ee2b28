//! What a process asks the system: how its children ended, priorities, CPUs, another program, a life in the background.

use std::ffi::{CString, c_int};
use std::os::fd::{BorrowedFd, RawFd};

use ext_php_rs::types::Zval;
use nix::errno::Errno;

use super::{Interruptible, Process, of, pipe, stopped, system_warning, warn};
use crate::process::pipe::Stopped;
use crate::process::{children, cpu, daemon, title};
use crate::worker::server::set_last_error;
use crate::zend::array::{Array, entries, integer};
use crate::zend::method::{Call, Outcome, StringArgument, TableArgument, arguments, bytes, table};
use crate::zend::{child, stream, value};

pub(super) fn wait(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", blocking: bool = true);
    let ended = if blocking {
        children::wait(&mut Interruptible).map(Some)
    } else {
        children::take_one().map_err(Stopped::System)
    };
    match ended {
        Ok(Some(ended)) => {
            let array = Array::new()
                .with("pid", i64::from(ended.pid))
                .with("code", i64::from(ended.code))
                .with("signal", i64::from(ended.signal));
            call.give(array.into_value())
        }
        Ok(None) => call.give(false),
        // No children: that is the answer.
        Err(Stopped::System(error)) if error.raw_os_error() == Some(libc::ECHILD) => {
            set_last_error(libc::ECHILD.into());
            call.give(false)
        }
        Err(ended) => stopped(call, "waitpid() failed", ended),
    }
}

pub(super) fn daemon(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|bbh", stays: bool = true, keeps: bool = true, pipes: TableArgument);
    let mut replaced: Vec<(RawFd, RawFd)> = Vec::new();
    if let Some(pipes) = table(call, pipes) {
        for (key, value) in entries(pipes) {
            // Held: a stream of the program's that is asked may change what a reference in the array stands for.
            let value = value.dereference().shallow_clone();
            let descriptor = value.long().and_then(|number| RawFd::try_from(number).ok());
            let descriptor = descriptor.or_else(|| stream::descriptor(&value)).filter(|number| *number >= 0);
            let (Some(number), Some(descriptor)) = (key.parse().ok().filter(|n| (0..=2).contains(n)), descriptor)
            else {
                warn(&format!(
                    "can't take $pipes[{key}]: 0, 1 and 2 may be there, each a stream of a file or the number of a \
                     descriptor"
                ));
                return call.give(false);
            };
            replaced.push((number, descriptor));
        }
    }
    if let Err(error) = daemon::detach() {
        system_warning("daemon() failed", &error);
        return call.give(false);
    }
    child::settle();
    let mut outcome: std::io::Result<()> = if stays { Ok(()) } else { nix::unistd::chdir("/").map_err(Into::into) };
    if !keeps {
        outcome = outcome.and_then(|()| daemon::silence());
    }
    for (number, descriptor) in replaced {
        // SAFETY: a number that is looked at by one system call, which refuses those that are not open.
        let file = unsafe { BorrowedFd::borrow_raw(descriptor) };
        outcome = outcome.and_then(|()| daemon::replace(file, number));
    }
    if let Err(error) = outcome {
        system_warning("the process is a daemon, but not as asked for", &error);
        return call.give(false);
    }
    call.give(true)
}

pub(super) fn set_affinity(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"h", cpus: TableArgument);
    let mut wanted = Vec::new();
    for (_, value) in table(call, cpus).map(entries).into_iter().flatten() {
        let value = value.dereference();
        let cpu = value.long().or_else(|| value.zend_str()?.as_str().ok()?.parse().ok());
        let Some(cpu) = cpu.and_then(|cpu| usize::try_from(cpu).ok()) else {
            warn(&format!("can't run on a CPU of type {}: CPUs have numbers from 0", value::type_name(value)));
            return call.give(false);
        };
        wanted.push(cpu);
    }
    if wanted.is_empty() {
        warn("no CPU to run on: the array is empty");
        return call.give(false);
    }
    if let Err(error) = cpu::allow(&wanted) {
        let wanted: Vec<_> = wanted.iter().map(ToString::to_string).collect();
        system_warning(&format!("can't run on CPU {} alone", wanted.join(", ")), &error);
        return call.give(false);
    }
    call.give(true)
}

pub(super) fn get_affinity(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let mut array = Array::new();
    match cpu::allowed() {
        Ok(cpus) => cpus.into_iter().for_each(|cpu| array.push(integer(cpu.cast_signed() as i64))),
        Err(error) => system_warning("sched_getaffinity() failed", &error),
    }
    call.give(array.into_value())
}

/// Whose priority: that of `who`, or of this object's process, group or user. `None` after a warning.
fn whose(process: &Process, which: i64, who: Option<i64>) -> Option<(c_int, u32)> {
    let Ok(which @ 0..=2) = c_int::try_from(which) else {
        warn(&format!("there is no priority of kind [{which}]: 0 is PRIO_PROCESS, 1 PRIO_PGRP, 2 PRIO_USER"));
        return None;
    };
    let who = match who {
        Some(who) => u32::try_from(who).ok(),
        None if which == 0 => process.pid.get().map(i32::cast_unsigned),
        None => Some(0),
    };
    if who.is_none() {
        warn("whose priority? The process has not been started, and $who is no number of one");
    }
    who.map(|who| (which, who))
}

fn who(argument: *mut Zval) -> Option<i64> {
    // SAFETY: null, or PHP has filled it and keeps the argument alive for the call.
    unsafe { argument.as_ref() }.map(Zval::dereference).map(|value| value.coerce_to_long().unwrap_or(-1))
}

pub(super) fn set_priority(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"ll|z!", which: i64, priority: i64, who_argument: *mut Zval);
    let Some((which, whose)) = whose(of(call)?, which, who(who_argument)) else { return call.give(false) };
    // What is out of bounds the system moves into them.
    let nice = c_int::try_from(priority.clamp(-20, 19)).unwrap_or(0);
    // SAFETY: three numbers.
    if unsafe { libc::setpriority(which as _, whose, nice) } != 0 {
        system_warning(&format!("can't set the priority to {priority}"), &std::io::Error::last_os_error());
        return call.give(false);
    }
    call.give(true)
}

pub(super) fn get_priority(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|z!", which: i64, who_argument: *mut Zval);
    let Some((which, whose)) = whose(of(call)?, which, who(who_argument)) else { return call.give(false) };
    // -1 is a priority too: only the error number tells.
    Errno::clear();
    // SAFETY: two numbers.
    let priority = unsafe { libc::getpriority(which as _, whose) };
    if priority == -1 && Errno::last_raw() != 0 {
        system_warning("getpriority() failed", &std::io::Error::last_os_error());
        return call.give(false);
    }
    call.give(i64::from(priority))
}

pub(super) fn exec(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sh", file: StringArgument, list: TableArgument);
    let process = of(call)?;
    let file = bytes(call, file).unwrap_or_default();
    let mut parts = vec![file.to_vec()];
    for (_, argument) in table(call, list).map(entries).into_iter().flatten() {
        parts.push(value::to_string(argument.dereference())?.to_vec());
    }
    let Ok(parts) = parts.into_iter().map(CString::new).collect::<Result<Vec<_>, _>>() else {
        warn("neither the file nor an argument may hold a NUL byte");
        return call.give(false);
    };
    let name = String::from_utf8_lossy(file);
    let Some(path) = parts.first() else { return call.give(false) };
    pipe::keep_over_exec(&process.pipe, true);
    // On success there is nobody left who could return.
    let Err(error) = nix::unistd::execv(path, &parts);
    pipe::keep_over_exec(&process.pipe, false);
    system_warning(&format!("execv({name}) failed"), &error.into());
    call.give(false)
}

pub(super) fn name(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", name: StringArgument);
    of(call)?;
    let done = title::set_title(bytes(call, name).unwrap_or_default())?;
    call.give(done)
}

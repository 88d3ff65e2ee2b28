//! The message queue of a process.

use std::ffi::CString;

use super::{Interruptible, Process, of, place, stopped, system_warning, warn};
use crate::process::pipe::Stopped;
use crate::process::queue::{self, LONGEST, Queue};
use crate::zend::array::{Array, integer};
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes};
use crate::zend::script;

/// `IPC_NOWAIT`, or-ed into the mode: neither `push()` nor `pop()` waits.
pub(super) const NO_WAIT: i64 = 256;

/// Modes: each process reads what was put in for it, or whoever comes first reads what comes first.
const ADDRESSED: i64 = 1;
const SHARED: i64 = 2;

/// A queue, and how it is used.
#[derive(Clone, Copy)]
pub(super) struct InUse {
    queue: Queue,
    shared: bool,
    waits: bool,
}

impl InUse {
    /// What the system sorts messages by.
    fn address(process: &Process) -> i64 {
        process.id.get().saturating_add(1)
    }
}

pub(super) fn use_queue(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|lll", key: i64, mode: i64 = SHARED, capacity: i64 = -1);
    let process = of(call)?;
    let waits = mode & NO_WAIT == 0;
    let shared = match mode & !NO_WAIT {
        ADDRESSED => false,
        SHARED => true,
        _ => {
            warn(&format!(
                "can't use a queue in mode [{mode}]: 1 gives each process its own messages, 2 lets all take from one; \
                 Swoole\\Process::IPC_NOWAIT may be added"
            ));
            return call.give(false);
        }
    };
    let key = if key == 0 {
        // One for all processes of a script.
        let script = CString::new(script::running()).unwrap_or_default();
        match queue::key_of(&script) {
            Ok(key) => key,
            Err(error) => {
                system_warning(&format!("there is no key for the script {}", script.to_string_lossy()), &error);
                return call.give(false);
            }
        }
    } else {
        let Ok(key) = i32::try_from(key).or_else(|_| u32::try_from(key).map(u32::cast_signed)) else {
            warn(&format!("can't use a queue of key [{key}]: keys have 32 bits"));
            return call.give(false);
        };
        key
    };
    let opened = match Queue::open(key) {
        Ok(opened) => opened,
        Err(error) => {
            system_warning(&format!("can't open the message queue of key {key}"), &error);
            return call.give(false);
        }
    };
    if let Some(bytes) = u64::try_from(capacity).ok().filter(|bytes| *bytes > 0)
        && let Err(error) = opened.limit(bytes)
    {
        system_warning(
            &format!("can't set the capacity of the message queue to {bytes} bytes (kernel.msgmnb limits it)"),
            &error,
        );
        return call.give(false);
    }
    process.queue.set(Some(InUse { queue: opened, shared, waits }));
    let this = call.this()?;
    this.set_slot(place::QUEUE_ID, integer(opened.id.into()));
    this.set_slot(place::QUEUE_KEY, integer(opened.key.into()));
    call.give(true)
}

/// The queue, or a warning that there is none.
fn queue_of(process: &Process) -> Option<InUse> {
    let queue = process.queue.get();
    if queue.is_none() {
        warn("no message queue is in use: call useQueue() first");
    }
    queue
}

pub(super) fn push(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", data: StringArgument);
    let data = bytes(call, data).unwrap_or_default();
    let process = of(call)?;
    if data.is_empty() {
        warn("the data to push is empty");
        return call.give(false);
    }
    let Some(used) = queue_of(process) else { return call.give(false) };
    let address = if used.shared { 1 } else { InUse::address(process) };
    match used.queue.push(address, data, used.waits, &mut Interruptible) {
        Ok(()) => call.give(true),
        Err(Stopped::System(error)) if error.raw_os_error() == Some(libc::EINVAL) => {
            system_warning(
                &format!(
                    "can't push a message of {} bytes (kernel.msgmax limits it, and here {LONGEST} bytes do)",
                    data.len()
                ),
                &error,
            );
            call.give(false)
        }
        Err(ended) => stopped(call, "msgsnd() failed", ended),
    }
}

pub(super) fn pop(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", size: i64 = 65536);
    let process = of(call)?;
    let Some(used) = queue_of(process) else { return call.give(false) };
    let Some(size) = usize::try_from(size).ok().filter(|size| *size > 0) else {
        warn(&format!("can't pop [{size}] bytes: the size must be 1 or more"));
        return call.give(false);
    };
    let address = if used.shared { 0 } else { InUse::address(process) };
    match used.queue.pop(address, size, used.waits, &mut Interruptible) {
        Ok(message) => call.give(&*message),
        Err(Stopped::System(error)) if error.raw_os_error() == Some(libc::E2BIG) => {
            system_warning(&format!("the next message is longer than the {size} bytes that were asked for"), &error);
            call.give(false)
        }
        Err(ended) => stopped(call, "msgrcv() failed", ended),
    }
}

pub(super) fn stat_queue(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let Some(used) = queue_of(of(call)?) else { return call.give(false) };
    match used.queue.status() {
        Ok(status) => {
            let array = Array::new().with("queue_num", status.messages).with("queue_bytes", status.bytes);
            call.give(array.into_value())
        }
        Err(error) => {
            system_warning("msgctl() failed", &error);
            call.give(false)
        }
    }
}

pub(super) fn free_queue(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let process = of(call)?;
    let Some(used) = queue_of(process) else { return call.give(false) };
    if let Err(error) = used.queue.remove() {
        system_warning("msgctl() failed", &error);
        return call.give(false);
    }
    process.queue.set(None);
    call.give(true)
}

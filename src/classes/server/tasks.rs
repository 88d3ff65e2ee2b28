//! The methods that give tasks and answer them.

use std::time::Duration;

use ext_php_rs::types::Zval;

use super::{of, running};
use crate::classes::warn;
use crate::worker::server::{Server, code, set_last_error};
use crate::worker::task::{NotGiven, PackedValue, may_give};
use crate::zend::array::{Array, boolean, entries};
use crate::zend::callable::Callable;
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, TableArgument, arguments, table};

/// What `task` and `taskwait` take as a task worker's number: -1 for any.
fn worker_index(server: &Server, index: i64) -> Result<Option<u16>, String> {
    if index == -1 {
        return Ok(None);
    }
    let count = server.running().map_or(0, |running| running.roster.task_workers());
    let index = u16::try_from(index).ok().filter(|index| *index < count);
    index.map(Some).ok_or_else(|| format!("worker_id must be less than task_worker_num[{count}]"))
}

/// Gives a task, or warns why it can't be.
fn give(
    server: &Server,
    data: &Zval,
    index: i64,
    callback: Option<Callable>,
    is_waited_for: bool,
) -> Result<Option<i64>, Failure> {
    if let Err(reason) = may_give(server) {
        warn(reason);
        return Ok(None);
    }
    let to = match worker_index(server, index) {
        Ok(to) => to,
        Err(reason) => {
            warn(&reason);
            return Ok(None);
        }
    };
    let Some(running) = server.running() else { return Ok(None) };
    let Some(post) = &running.post else { return Ok(None) };
    match server.tasks.give(&running, post, data, to, callback, is_waited_for) {
        Ok(number) => Ok(Some(number)),
        Err(NotGiven::Failed(failure)) => Err(failure),
        Err(NotGiven::Full) => {
            set_last_error(code::OUTPUT_BUFFER_OVERFLOW);
            Ok(None)
        }
    }
}

pub(super) fn task(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z|lz!", data: *mut Zval, index: i64 = -1, callback: *mut Zval);
    let server = of(call)?.clone();
    // SAFETY: null, or filled by PHP, which keeps the arguments alive for the call.
    let (data, callback) = unsafe { (&*data, callback.as_ref()) };
    let callback = match callback.filter(|callback| !callback.dereference().is_null()) {
        None => None,
        Some(callback) => match Callable::find(callback.dereference()) {
            Ok(callable) => Some(callable),
            Err(name) => {
                warn(&format!("function '{name}' is not callable"));
                return call.give(false);
            }
        },
    };
    let number = give(&server, data, index, callback, false)?;
    call.give(number)
}

pub(super) fn task_wait(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z|dl", data: *mut Zval, timeout: f64 = 0.5, index: i64 = -1);
    let server = of(call)?.clone();
    // SAFETY: filled by PHP, which keeps the argument alive for the call.
    let data = unsafe { &*data };
    let Some(number) = give(&server, data, index, None, true)? else { return call.give(false) };
    let answer = wait(&server, &[number], timeout).remove(&number);
    call.give(answer)
}

pub(super) fn task_wait_multi(call: &mut Call<'_>) -> Outcome {
    wait_for_several(call, false)
}

pub(super) fn task_co(call: &mut Call<'_>) -> Outcome {
    wait_for_several(call, true)
}

/// Gives several tasks at once and waits for all. What has no answer in time is missing in the result, or false.
fn wait_for_several(call: &mut Call<'_>, names_missing: bool) -> Outcome {
    arguments!(call, c"h|d", tasks: TableArgument, timeout: f64 = 0.5);
    let server = of(call)?.clone();
    let Some(tasks) = table(call, tasks) else { return Err(Failure::Thrown) };
    let mut given = Vec::new();
    for (key, data) in entries(tasks) {
        let Some(number) = give(&server, data, -1, None, true)? else { return call.give(false) };
        given.push((key, number));
    }
    let numbers: Vec<i64> = given.iter().map(|(_, number)| *number).collect();
    let mut answers = wait(&server, &numbers, timeout);
    let mut result = Array::new();
    for (key, number) in given {
        match answers.remove(&number) {
            Some(answer) => result.set_as_given(&key, answer),
            None if names_missing => result.set_as_given(&key, boolean(false)),
            None => {}
        }
    }
    call.give(result.into_value())
}

fn wait(server: &Server, numbers: &[i64], timeout: f64) -> std::collections::BTreeMap<i64, Zval> {
    let limit = Duration::try_from_secs_f64(timeout.max(0.0)).unwrap_or(Duration::MAX);
    let limit = limit.min(Duration::from_secs(366 * 86_400));
    let Some(running) = server.running() else { return Default::default() };
    let (Some(post), Some(own)) = (&running.post, running.place) else { return Default::default() };
    server.tasks.wait_for(numbers, post, own, limit)
}

pub(super) fn finish(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", data: *mut Zval);
    // SAFETY: filled by PHP, which keeps the argument alive for the call.
    let data = unsafe { &*data };
    let Some(server) = running(call)? else { return call.give(false) };
    let Some(current) = server.tasks.current() else {
        warn("finish() answers the task that is being done: it can only be called in onTask");
        return call.give(false);
    };
    let value = PackedValue::of(data)?;
    let answered = answer(&server, current.number, current.source, &value);
    call.give(answered)
}

/// Sends an answer to a task.
pub(in crate::classes) fn answer(server: &Server, number: i64, source: u16, value: &PackedValue) -> bool {
    let Some(running) = server.running() else { return false };
    running.post.as_ref().is_some_and(|post| server.tasks.answer(&running, post, number, source, value.packed()))
}

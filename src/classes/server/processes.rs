//! What a server knows of its processes, and what it may want of them: reload, stop, a message.

use std::sync::atomic::Ordering;

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::link::record::ToWorker;
use swoxide_engine::roster::Status;

use super::{of, running};
use crate::classes::{process, warn};
use crate::process::signals;
use crate::worker::callbacks::Event;
use crate::worker::post::Addressee;
use crate::worker::server::{Phase, Server, code, set_last_error};
use crate::worker::task::PackedValue;
use crate::zend::array::Array;
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, arguments};
use crate::zend::value::type_name;

/// Whether the server has other processes than this one.
fn has_processes(server: &Server) -> bool {
    server.running().is_some_and(|running| running.post.is_some())
}

pub(super) fn shutdown(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let server = of(call)?;
    if server.running().is_none() {
        set_last_error(code::WRONG_OPERATION);
        return call.give(false);
    }
    match server.running().filter(|running| running.post.is_some()) {
        Some(running) => running.ask_to_stop(),
        None => server.stop_asked.set(true),
    }
    call.give(true)
}

/// One process has no workers to replace; what is read again are certificates.
pub(super) fn reload(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", only_task_workers: bool);
    let Some(server) = running(call)? else { return call.give(false) };
    match server.running().filter(|running| running.post.is_some()) {
        Some(running) => running.ask_for_reload(only_task_workers),
        None => return call.give(server.reload_certificates()),
    }
    call.give(true)
}

pub(super) fn stop(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|lb", worker: i64 = -1, _wait: bool);
    let Some(server) = running(call)? else { return call.give(false) };
    if !has_processes(&server) {
        if !matches!(worker, -1 | 0) {
            warn(&format!("worker_id[{worker}] is invalid"));
            return call.give(false);
        }
        // One worker is the server.
        server.stop_asked.set(true);
        return call.give(true);
    }
    let Some(pid) = pid_of(&server, worker) else {
        warn(&format!("worker_id[{worker}] is invalid"));
        return call.give(false);
    };
    call.give(signals::send(pid, libc::SIGTERM))
}

/// The process of a worker; -1 stands for this one. `None` if there is none.
fn pid_of(server: &Server, worker: i64) -> Option<i32> {
    let running = server.running()?;
    let number = if worker == -1 { running.place? } else { number_of(&running, worker)? };
    if running.place == Some(number) {
        // The roster may not have it yet, or have the one before it still.
        return Some(std::process::id().cast_signed());
    }
    Some(running.roster.place(number)?.pid()).filter(|pid| *pid > 0)
}

fn number_of(running: &crate::worker::server::Running, worker: i64) -> Option<u16> {
    u16::try_from(worker).ok().filter(|worker| *worker < running.roster.all_workers())
}

/// Without a server no worker is there: -1 as in `$server->worker_id`, shown as false.
pub(super) fn get_worker_id(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let worker = of(call)?.running().and_then(|running| running.place.map(i64::from));
    call.give(worker)
}

pub(super) fn get_worker_pid(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", worker: i64 = -1);
    let pid = pid_of(of(call)?, worker).map(i64::from);
    call.give(pid)
}

pub(super) fn get_worker_status(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", worker: i64 = -1);
    let server = of(call)?;
    let status = server.running().and_then(|running| {
        let own = running.place.map(i64::from);
        let worker = if worker == -1 { own? } else { worker };
        // This process is running a callback, or it could not ask.
        if Some(worker) == own {
            return Some(Status::Busy as i64);
        }
        let status = running.roster.place(number_of(&running, worker)?)?.status();
        Some(if status == Status::Absent { Status::Exiting } else { status } as i64)
    });
    call.give(status)
}

pub(super) fn get_manager_pid(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let pid = of(call)?.running().map_or(0, |running| running.roster.manager());
    call.give(i64::from(pid))
}

pub(super) fn get_master_pid(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let pid = of(call)?.running().map_or(0, |running| running.roster.master());
    call.give(i64::from(pid))
}

pub(super) fn send_message(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"zl", message: *mut Zval, worker: i64);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let message = unsafe { &*message };
    let Some(server) = running(call)? else { return call.give(false) };
    if !server.callbacks.has(Event::PipeMessage) {
        warn("onPipeMessage is null, can't use sendMessage");
        return call.give(false);
    }
    let Some(number) = server.running().and_then(|running| number_of(&running, worker)) else {
        warn(&format!("worker_id[{worker}] is invalid"));
        return call.give(false);
    };
    if server.running().is_some_and(|running| running.place == Some(number)) {
        warn("can't send messages to self");
        return call.give(false);
    }
    let value = PackedValue::of(message)?;
    let sent = server.running().is_some_and(|running| {
        // What was pushed before comes before what the other one pushes.
        running.gateways.flush();
        let record = ToWorker::Pipe { source: running.place.unwrap_or(u16::MAX), data: value.packed() };
        running.post.as_ref().is_some_and(|post| post.say(Addressee::Worker(number), &record))
    });
    if !sent {
        set_last_error(code::OUTPUT_BUFFER_OVERFLOW);
    }
    call.give(sent)
}

/// A process of the program's own, to be started and watched with the workers. Before the start.
pub(super) fn add_process(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", added: *mut Zval);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let added = unsafe { &*added }.dereference();
    let server = of(call)?;
    if !process::is_process(added) {
        let name = type_name(added);
        let text = format!(
            "Swoole\\Server::addProcess(): Argument #1 ($process) must be of type Swoole\\Process, {name} given"
        );
        return Err(Failure::throw(ce::type_error(), 0, text));
    }
    if server.phase.get() != Phase::Created {
        warn("server is running, unable to add process");
        return call.give(false);
    }
    let number = {
        let mut processes = server.user_processes.borrow_mut();
        processes.push(added.shallow_clone());
        processes.len() - 1
    };
    call.give(number as i64)
}

pub(super) fn stats(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let Some(server) = running(call)? else { return call.give(false) };
    let Some(running) = server.running() else { return call.give(false) };
    let totals = running.registry.totals();
    let counters = &server.counters;
    let roster = &running.roster;
    if let Some(place) = running.own_place() {
        counters.publish(place);
    }
    let sum = |counter: fn(&swoxide_engine::roster::Place) -> &std::sync::atomic::AtomicU64| {
        roster.all().map(|(_, place)| counter(place).load(Ordering::Relaxed)).sum::<u64>().cast_signed()
    };
    let own = running.place;
    let is_idle =
        |number: u16| Some(number) != own && roster.place(number).is_some_and(|place| place.status() == Status::Idle);
    let idle = |range: std::ops::Range<u16>| range.filter(|number| is_idle(*number)).count() as i64;
    let idle_workers = if running.post.is_none() { i64::from(!server.busy.get()) } else { idle(0..roster.workers()) };
    let mut array = Array::new()
        .with("start_time", roster.started_at().cast_signed())
        .with("connection_num", totals.open.cast_signed())
        .with("accept_count", totals.accepted.cast_signed())
        .with("close_count", totals.closed.cast_signed())
        .with("worker_num", i64::from(roster.workers()))
        .with("task_worker_num", i64::from(roster.task_workers()))
        .with("user_worker_num", i64::from(roster.user_processes()))
        .with("idle_worker_num", idle_workers)
        .with("dispatch_count", sum(|place| &place.dispatched))
        .with("request_count", sum(|place| &place.requests))
        .with("response_count", sum(|place| &place.responses))
        .with("total_recv_bytes", totals.received_bytes.cast_signed())
        .with("total_send_bytes", totals.sent_bytes.cast_signed());
    if running.place.is_some() {
        array = array
            .with("worker_request_count", counters.requests.get())
            .with("worker_response_count", counters.responses.get())
            .with("worker_dispatch_count", counters.dispatched.get());
    }
    if roster.task_workers() > 0 {
        array = array
            .with("task_idle_worker_num", idle(roster.workers()..roster.all_workers()))
            .with("tasking_num", roster.tasking())
            .with("task_count", roster.tasks().cast_signed());
    }
    call.give(array.with("coroutine_num", 0_i64).into_value())
}

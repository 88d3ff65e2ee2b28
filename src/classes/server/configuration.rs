//! What is told to a server before it starts: `on()` and `set()`, of the server and of its ports.

use std::rc::Rc;

use ext_php_rs::types::Zval;
use swoxide_engine::gateway::Protocol;
use swoxide_engine::settings::Applied;

use super::{ServerObject, of, place};
use crate::classes::{exception, port, warn};
use crate::worker::callbacks::{Callbacks, Event};
use crate::worker::port::Port;
use crate::worker::server::{Phase, Running, Server};
use crate::zend::array::{boolean, entries, integer};
use crate::zend::callable::Callable;
use crate::zend::error::{Failure, user_warning};
use crate::zend::method::{Call, Outcome, StringArgument, TableArgument, arguments, table, text};
use crate::zend::object::Object;
use crate::zend::value;

pub(super) fn on(call: &mut Call<'_>) -> Outcome {
    let server = of(call)?;
    set_callback(call, server, None)
}

/// `on()` of a server or of a port.
pub(in crate::classes) fn set_callback(call: &mut Call<'_>, server: &Rc<Server>, port: Option<&Port>) -> Outcome {
    arguments!(call, c"Sz", name: StringArgument, callback: *mut Zval);
    let name = text(call, name);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let callback = unsafe { &*callback }.dereference();
    if server.phase.get() != Phase::Created {
        warn("server is running, unable to register event callback function");
        return call.give(false);
    }
    let event = match Event::named(&name) {
        Some(event) if port.is_none() || event.is_of_port() => event,
        _ => {
            warn(&format!("unknown event types[{name}]"));
            return call.give(false);
        }
    };
    if callback.is_null() {
        warn("illegal callback function");
        return call.give(false);
    }
    match Callable::find(callback) {
        Ok(callable) => {
            port.map_or(&server.callbacks, |port| &port.callbacks).set(event, callable);
            call.give(true)
        }
        Err(name) => {
            warn(&format!("function '{name}' is not callable"));
            call.give(false)
        }
    }
}

pub(super) fn get_callback(call: &mut Call<'_>) -> Outcome {
    let server = of(call)?;
    callback_of(call, &server.callbacks)
}

/// `getCallback()` of a server or of a port.
pub(in crate::classes) fn callback_of(call: &mut Call<'_>, callbacks: &Callbacks) -> Outcome {
    arguments!(call, c"S", name: StringArgument);
    match Event::named(&text(call, name)).and_then(|event| callbacks.get(event)) {
        Some(callable) => call.give(callable.value().shallow_clone()),
        None => Ok(()),
    }
}

pub(super) fn set(call: &mut Call<'_>) -> Outcome {
    let server = of(call)?;
    let first = server.first_port();
    apply_settings(call, server, &first)?;
    show_settings(server, call.this()?);
    Ok(())
}

/// `set()` of a server, which is that of its first port, or of another one. Nothing changes if one value is wrong.
pub(in crate::classes) fn apply_settings(call: &mut Call<'_>, server: &Rc<Server>, port: &Port) -> Outcome {
    arguments!(call, c"h", settings: TableArgument);
    let Some(array) = table(call, settings) else { return Err(Failure::Thrown) };
    if server.phase.get() != Phase::Created {
        let class = call.this()?.class_name();
        warn(&format!("server is running, unable to execute {class}->set"));
        return call.give(false);
    }
    let mut settings = port.settings.borrow().clone();
    let mut unknown = Vec::new();
    let mut not_yet = Vec::new();
    let mut own = port.own.borrow().clone().unwrap_or_default();
    let mut given = port.given.borrow().clone();
    for (key, setting) in entries(array) {
        let value = value::setting(setting);
        match settings.apply(&key, &value) {
            Ok(Applied::Taken) => {}
            Ok(Applied::NotYet) => not_yet.push(key.clone()),
            Ok(Applied::Unknown) => unknown.push(key.clone()),
            Err(problem) => return Err(exception::invalid(&problem)),
        }
        given.set(&key, setting.shallow_clone());
        own.push((key, value));
    }
    *port.settings.borrow_mut() = settings;
    *port.own.borrow_mut() = Some(own);
    // Dropped only when nothing is borrowed: a destructor may come back here.
    drop(port.given.replace(given));
    for key in not_yet {
        server.log.notice(format_args!("setting '{key}' is known, but has no effect in this version of Swoxide"));
    }
    for key in unknown {
        user_warning(&format!("unsupported option [{key}]"));
    }
    call.give(true)
}

/// Shows what was set in `$server->setting` and `$server->ports[0]->setting`.
fn show_settings(server: &Server, this: Object<'_>) {
    let given = server.given.borrow().clone().into_value();
    let first = this.data::<ServerObject>().and_then(|object| object.ports.borrow().first().map(Zval::shallow_clone));
    if let Some(first) = first {
        port::show_settings(&first, given.shallow_clone());
    }
    this.set_slot(place::SETTING, given);
}

/// Shows what a running server is: its processes, and the settings with those that it chose by itself.
pub(crate) fn show_running(server: &Server, this: Object<'_>) {
    let Some((capacity, workers, task_workers)) = server.running().map(|running| {
        show_process(&running, this);
        let roster = &running.roster;
        (i64::from(running.registry.capacity()), i64::from(roster.workers()), i64::from(roster.task_workers()))
    }) else {
        return;
    };
    {
        let mut given = server.given.borrow_mut();
        given.set_default("worker_num", workers);
        given.set_default("task_worker_num", task_workers);
        given.set("max_connection", capacity);
        given.set_default("output_buffer_size", i64::from(u32::MAX));
        for protocol in ["open_mqtt_protocol", "open_eof_check", "open_length_check"] {
            given.set_default(protocol, false);
        }
        let protocol = server.first_port().protocol.get();
        given.set("open_http_protocol", protocol != Protocol::Plain);
        given.set("open_websocket_protocol", protocol == Protocol::WebSocket);
    }
    show_settings(server, this);
}

/// Shows which process of the server this is.
pub(crate) fn show_process(running: &Running, this: Object<'_>) {
    let roster = &running.roster;
    this.set_slot(place::MASTER_PID, integer(roster.master().into()));
    this.set_slot(place::MANAGER_PID, integer(roster.manager().into()));
    this.set_slot(place::WORKER_ID, integer(running.worker_id()));
    let worker_pid = if running.place.is_some() { i64::from(std::process::id()) } else { 0 };
    this.set_slot(place::WORKER_PID, integer(worker_pid));
    this.set_slot(place::TASK_WORKER, boolean(running.is_task_worker()));
}

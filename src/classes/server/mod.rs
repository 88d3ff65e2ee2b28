//! `Swoole\Server`: construction, `start()`, and what it is while it runs. Its children share its objects: `create_object`
//! is inherited, and the data knows which class it is.

mod configuration;
mod connections;
mod ports;
mod processes;
mod sending;
mod tasks;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::{SapiModule, ce};
use swoxide_engine::gateway::Listener;

use super::{connection_iterator, exception, http_server, timer, warn, websocket_server};
use crate::worker::server::{Kind, Mode, Phase, Server, last_error};
use crate::worker::{event_loop, start};
use crate::zend::array::{boolean, integer, string};
use crate::zend::class::{Class, allow_dynamic_properties, class, may_be, null_property, property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, method, optional, required, text};
use crate::zend::object::{self, Data, Handlers, Object};

pub(super) use self::configuration::{apply_settings, callback_of, set_callback};
use self::configuration::{get_callback, on, set};
pub(crate) use self::configuration::{show_process, show_running};
pub(super) use self::connections::info_array;
use self::connections::{bind_uid, close, exists, get_client_info, get_client_list, heartbeat, protect};
pub(crate) use self::ports::listen_failure;
use self::ports::{NotBound, listen};
use self::processes::{
    add_process, get_manager_pid, get_master_pid, get_worker_id, get_worker_pid, get_worker_status, reload,
    send_message, shutdown, stats, stop,
};
use self::sending::{pause, resume, send, send_file, send_to, send_wait};
pub(super) use self::tasks::answer;
use self::tasks::{finish, task, task_co, task_wait, task_wait_multi};

pub(super) static SERVER: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// `SWOOLE_BASE` and `SWOOLE_PROCESS`.
const MODES: std::ops::RangeInclusive<i64> = 1..=PROCESS;
const PROCESS: i64 = 2;

/// The properties in the order of their declaration.
mod place {
    pub(super) const SETTING: usize = 0;
    pub(super) const CONNECTIONS: usize = 1;
    pub(super) const HOST: usize = 2;
    pub(super) const PORT: usize = 3;
    pub(super) const TYPE: usize = 4;
    pub(super) const SSL: usize = 5;
    pub(super) const MODE: usize = 6;
    pub(super) const PORTS: usize = 7;
    pub(super) const MASTER_PID: usize = 8;
    pub(super) const MANAGER_PID: usize = 9;
    pub(super) const WORKER_ID: usize = 10;
    pub(super) const TASK_WORKER: usize = 11;
    pub(super) const WORKER_PID: usize = 12;
}

/// What a server object carries.
///
/// Of all the objects that share the server it alone owns the PHP values in there (callbacks and settings): it shows them
/// to the cycle collector, and takes them along when it goes, so that no other is left with values that were collected.
#[derive(Default)]
struct ServerObject {
    /// Set by the constructor.
    server: OnceCell<Rc<Server>>,
    /// Its ports, whatever the program has put into that property since.
    ports: RefCell<Vec<Zval>>,
}

impl Drop for ServerObject {
    fn drop(&mut self) {
        if let Some(server) = self.server.get() {
            server.tasks.clear();
            for port in server.all_ports() {
                port.callbacks.clear();
                drop(port.given.take());
            }
            drop(server.user_processes.take());
        }
    }
}

impl Data for ServerObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }

    fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        if let Some(server) = self.server.get() {
            server.tasks.trace(show);
            server.user_processes.borrow().iter().for_each(&mut *show);
            for port in server.all_ports() {
                port.callbacks.trace(show);
                port.given.borrow().trace(show);
            }
        }
        self.ports.borrow().iter().for_each(show);
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let fd = || required("fd", DataType::Long);
    let event = || required("event_name", DataType::String);
    let construct_arguments = vec![
        optional("host", DataType::String, "'0.0.0.0'"),
        optional("port", DataType::Long, "0"),
        optional("mode", DataType::Long, "SWOOLE_BASE"),
        optional("sock_type", DataType::Long, "SWOOLE_SOCK_TCP"),
    ];
    let info_arguments =
        || vec![fd(), optional("reactor_id", DataType::Long, "-1"), optional("ignoreError", DataType::Bool, "false")];
    let list_arguments =
        || vec![optional("start_fd", DataType::Long, "0"), optional("find_count", DataType::Long, "10")];
    let protect_arguments = vec![fd(), optional("is_protected", DataType::Bool, "true")];
    let heartbeat_arguments = vec![optional("ifCloseConnection", DataType::Bool, "true")];
    let reload_arguments = vec![optional("only_reload_taskworker", DataType::Bool, "false")];
    let worker_id = || vec![optional("worker_id", DataType::Long, "-1")];
    let send_arguments = vec![
        required("fd", DataType::Long),
        required("send_data", DataType::String),
        optional("serverSocket", DataType::Long, "-1"),
    ];
    let bind_arguments = vec![fd(), required("uid", DataType::Long)];
    let listen_arguments = || {
        vec![
            required("host", DataType::String),
            required("port", DataType::Long),
            required("sock_type", DataType::Long),
        ]
    };
    let sendto_arguments = vec![
        required("ip", DataType::String),
        required("port", DataType::Long),
        required("send_data", DataType::String),
        optional("server_socket", DataType::Long, "-1"),
    ];
    let sendwait_arguments = vec![required("conn_fd", DataType::Long), required("send_data", DataType::String)];
    let sendfile_arguments = vec![
        required("conn_fd", DataType::Long),
        required("filename", DataType::String),
        optional("offset", DataType::Long, "0"),
        optional("length", DataType::Long, "0"),
    ];
    let task_arguments = vec![
        required("data", DataType::Mixed),
        optional("taskWorkerIndex", DataType::Long, "-1"),
        optional("finishCallback", DataType::Callable, "null").allow_null(),
    ];
    let wait_arguments = vec![
        required("data", DataType::Mixed),
        optional("timeout", DataType::Double, "0.5"),
        optional("taskWorkerIndex", DataType::Long, "-1"),
    ];
    let multi_arguments = || vec![required("tasks", DataType::Array), optional("timeout", DataType::Double, "0.5")];
    let message_arguments = vec![required("message", DataType::Mixed), required("dst_worker_id", DataType::Long)];
    let callback = required("callback", DataType::Callable);
    let reset = optional("reset", DataType::Bool, "false");
    let builder = class("Swoole\\Server")
        .property(null_property("setting"))
        .property(null_property("connections"))
        .property(property("host", ""))
        .property(property("port", 0))
        .property(property("type", 0))
        .property(property("ssl", false))
        .property(property("mode", 0))
        .property(null_property("ports"))
        .property(property("master_pid", 0))
        .property(property("manager_pid", 0))
        .property(property("worker_id", -1))
        .property(property("taskworker", false))
        .property(property("worker_pid", 0))
        .method(method("__construct", construct, 0, construct_arguments), public)
        .method(method("on", on, 2, vec![event(), callback]), public)
        .method(method("getCallback", get_callback, 1, vec![event()]), public)
        .method(method("set", set, 1, vec![required("settings", DataType::Array)]), public)
        .method(method("start", start, 0, vec![]), public)
        .method(method("exists", exists, 1, vec![fd()]), public)
        .method(method("exist", exists, 1, vec![fd()]), public)
        .method(method("close", close, 1, vec![fd(), reset]), public)
        .method(method("protect", protect, 1, protect_arguments), public)
        .method(method("send", send, 2, send_arguments), public)
        .method(method("bind", bind_uid, 2, bind_arguments), public)
        .method(method("listen", listen, 3, listen_arguments()), public)
        .method(method("addlistener", listen, 3, listen_arguments()), public)
        .method(method("sendto", send_to, 3, sendto_arguments), public)
        .method(method("sendwait", send_wait, 2, sendwait_arguments), public)
        .method(method("sendfile", send_file, 2, sendfile_arguments), public)
        .method(method("confirm", resume, 1, vec![fd()]), public)
        .method(method("pause", pause, 1, vec![fd()]), public)
        .method(method("resume", resume, 1, vec![fd()]), public)
        .method(method("task", task, 1, task_arguments), public)
        .method(method("taskwait", task_wait, 1, wait_arguments), public)
        .method(method("taskWaitMulti", task_wait_multi, 1, multi_arguments()), public)
        .method(method("taskCo", task_co, 1, multi_arguments()), public)
        .method(method("finish", finish, 1, vec![required("data", DataType::Mixed)]), public)
        .method(method("sendMessage", send_message, 2, message_arguments), public)
        .method(
            method("addProcess", add_process, 1, vec![required("process", DataType::object("Swoole\\Process"))]),
            public,
        )
        .method(method("getWorkerStatus", get_worker_status, 0, worker_id()), public)
        .method(method("heartbeat", heartbeat, 0, heartbeat_arguments), public)
        .method(method("reload", reload, 0, reload_arguments), public)
        .method(method("shutdown", shutdown, 0, vec![]), public)
        .method(method("stop", stop, 0, vec![optional("workerId", DataType::Long, "-1")]), public)
        .method(method("getLastError", get_last_error, 0, vec![]), public)
        .method(method("getClientInfo", get_client_info, 1, info_arguments()), public)
        .method(method("getClientList", get_client_list, 0, list_arguments()), public)
        .method(method("getWorkerId", get_worker_id, 0, vec![]), public)
        .method(method("getWorkerPid", get_worker_pid, 0, worker_id()), public)
        .method(method("getManagerPid", get_manager_pid, 0, vec![]), public)
        .method(method("getMasterPid", get_master_pid, 0, vec![]), public)
        .method(method("connection_info", get_client_info, 1, info_arguments()), public)
        .method(method("connection_list", get_client_list, 0, list_arguments()), public)
        .method(method("stats", stats, 0, vec![]), public);
    timer::methods_of_servers()
        .into_iter()
        .fold(builder, |builder, method| builder.method(method, public))
        .registration(|entry, tables| {
            object::embed::<ServerObject>(entry);
            allow_dynamic_properties(entry);
            SERVER.registered(entry, tables);
        })
        .register()?;
    SERVER.widen("send", 0, may_be::STRING);
    SERVER.alias("swoole_server");
    Ok(())
}

/// The error of an object whose constructor never ran.
pub(super) fn invalid_instance(class: &str) -> Failure {
    Failure::Fatal(format!("Invalid instance of {class}"))
}

fn of<'call>(call: &Call<'call>) -> Result<&'call Rc<Server>, Failure> {
    let this = call.this()?;
    let server = this.data::<ServerObject>().and_then(|object| object.server.get());
    server.ok_or_else(|| invalid_instance(&this.class_name()))
}

/// The server that an object stands for; `None` for any other object.
pub(super) fn of_object(object: Object<'_>) -> Option<Rc<Server>> {
    object.data::<ServerObject>()?.server.get().map(Rc::clone)
}

/// The server if it runs; else a warning.
pub(super) fn running(call: &Call<'_>) -> Result<Option<Rc<Server>>, Failure> {
    let server = of(call)?;
    if server.running().is_none() {
        warn("server is not running");
        return Ok(None);
    }
    Ok(Some(Rc::clone(server)))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"S|lll",
        host: StringArgument,
        port: i64,
        mode: i64 = *MODES.start(),
        sock_type: i64 = ports::kind::TCP,
    );
    let host = text(call, host);
    let this = call.this()?;
    let name = this.class_name();
    let kind = if this.is_a(websocket_server::WEBSOCKET_SERVER.entry()) {
        Kind::WebSocket
    } else if this.is_a(http_server::HTTP_SERVER.entry()) {
        Kind::Http
    } else {
        Kind::Plain
    };
    if this.data::<ServerObject>().is_none_or(|object| object.server.get().is_some()) {
        return Err(Failure::throw(ce::error(), 0, format!("Constructor of {name} can only be called once")));
    }
    if !is_command_line() {
        return Err(exception::throw(-1, format!("{name} can only be used in PHP CLI mode")));
    }
    if Server::exists() {
        return Err(exception::throw(-3, format!("server is running. unable to create {name}")));
    }
    if !MODES.contains(&mode) {
        return Err(Failure::throw(ce::error(), 0, format!("invalid $mode parameters {mode}")));
    }
    let bound =
        ports::bind(&host, port, sock_type).map_err(|NotBound { code, message }| exception::throw(code, message))?;
    let listening = bound.listener.borrow().as_ref().map_or(0, Listener::port);
    let is_tls = bound.is_tls;
    let mode_of_server = if mode == PROCESS { Mode::Process } else { Mode::Base };
    let server = Server::create(kind, mode_of_server, bound)
        .ok_or_else(|| exception::throw(-3, format!("server is running. unable to create {name}")))?;
    this.set_slot(place::HOST, string(&host));
    this.set_slot(place::PORT, integer(listening.into()));
    this.set_slot(place::TYPE, integer(sock_type));
    this.set_slot(place::SSL, boolean(is_tls));
    this.set_slot(place::MODE, integer(mode));
    this.set_slot(place::CONNECTIONS, connection_iterator::create(&server, None));
    let port_object = ports::port_object(&server, 0, sock_type).ok_or(Failure::Thrown)?;
    if let Some(object) = this.data::<ServerObject>() {
        let _ = object.server.set(server);
    }
    ports::show(this, port_object);
    Ok(())
}

/// Whether PHP runs programs, and not requests of somebody else's web server.
pub(super) fn is_command_line() -> bool {
    let module = SapiModule::get();
    // SAFETY: the SAPI's name is a static string.
    let name = unsafe { std::ffi::CStr::from_ptr(module.name) };
    // phpdbg and the embedding library run programs like the command line does.
    matches!(name.to_bytes(), b"cli" | b"phpdbg" | b"embed")
}

fn start(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let server = Rc::clone(of(call)?);
    let this = call.this()?;
    let class = this.class_name();
    match server.phase.get() {
        Phase::Created if !event_loop::is_empty() => {
            warn(&format!("The event-loop has already been created, unable to start {class}"));
            call.give(false)
        }
        Phase::Created => {
            let clean = start::run(&server, this)?;
            call.give(clean)
        }
        Phase::Running => {
            warn(&format!("The server is running, unable to execute {class}->start()"));
            call.give(false)
        }
        Phase::Ended => {
            warn(&format!("The server have been shutdown, unable to execute {class}->start()"));
            call.give(false)
        }
    }
}

fn get_last_error(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    call.give(last_error())
}

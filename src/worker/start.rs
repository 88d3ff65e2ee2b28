//! `start()`: what a server is made of before the first fork, and who does what after it. Every process of the server comes
//! back here at its end, so that PHP ends each as it should.

use std::io;
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use ext_php_rs::types::Zval;
use swoxide_engine::gateway::descriptors;
use swoxide_engine::gateway::dispatch::Rule;
use swoxide_engine::gateway::{Gateway, Listener, Port as EnginePort, PortError, Protocol, Wanted, Wiring};
use swoxide_engine::gateways::Gateways;
use swoxide_engine::link::Queue;
use swoxide_engine::link::record::ToManager;
use swoxide_engine::log::Log;
use swoxide_engine::registry::Registry;
use swoxide_engine::roster::Roster;

use super::call::{Caller, Ended, Of};
use super::callbacks::Event;
use super::event_loop;
use super::port::Port;
use super::post::Post;
use super::server::{Mode, Phase, Running, Server, code};
use super::work::Worker;
use crate::classes::{exception, process, server as server_class};
use crate::process::daemon::daemonize;
use crate::process::fabric::Fabric;
use crate::process::manager::{Manager, Recruit, Role};
use crate::process::masked::Masked;
use crate::process::pid_file::PidFile;
use crate::process::problem::Problem;
use crate::process::{forks, limits, master, parent, privileges, signals};
use crate::zend::callable::{Called, guarded};
use crate::zend::child;
use crate::zend::error::Failure;
use crate::zend::object::Object;

/// Runs the server until it stops. `object` is the server object that `start()` was called on.
pub(crate) fn run(server: &Rc<Server>, object: Object<'_>) -> Result<bool, Failure> {
    for (number, port) in server.all_ports().iter().enumerate() {
        port.settle(server, number == 0);
    }
    require_callbacks(server)?;
    open_log(server)?;
    leave_out_unsafe_events(server);
    settle_upload_folder(server);
    let settings = server.settings.borrow().clone();
    // A daemon leaves the directory that a relative path begins in.
    let pid_path = settings.pid_path().map(|path| std::path::absolute(&path).unwrap_or(path));
    if settings.daemonize {
        daemonize(settings.log_path().as_deref()).map_err(|problem| thrown(&problem))?;
        server.log.takes_output();
    }
    server.all_ports().iter().for_each(|port| port.claim_file());
    let pid_file = pid_path.map(|path| PidFile::write(&path)).transpose();
    let pid_file = pid_file.map_err(|problem| thrown(&problem))?;
    if let Some(said) = privileges::without_effect(&settings) {
        server.log.notice(format_args!("{said}"));
    }
    let caller = Caller { server: Rc::clone(server), object: object.to_value() };
    let registry = listen(server).inspect_err(|_| server.phase.set(Phase::Ended))?;
    let (workers, task_workers) = counts(server);
    let user_processes = u16::try_from(server.user_processes.borrow().len()).unwrap_or(u16::MAX);
    let is_alone =
        server.mode == Mode::Base && (workers, task_workers, user_processes) == (1, 0, 0) && settings.max_request == 0;
    let roster = Roster::create(workers, task_workers, user_processes)
        .map_err(|error| exception::system("failed to map the table of processes", &error))?;
    roster.set_master(std::process::id().cast_signed());
    let roster = Arc::new(roster);
    // Where there are several gateways, which have each its share.
    let is_shared = server.mode == Mode::Base && !is_alone;
    let registry = Arc::new(if is_shared { registry.counting_in(&roster) } else { registry });
    let ended = if is_alone { alone(&caller, registry, roster)? } else { several(&caller, registry, roster)? };
    // What the master and the manager have: with it the script would count as one that waits for something.
    if !server.is_in_child() {
        let _ = guarded(event_loop::clear_all);
    }
    drop(pid_file);
    server.all_ports().iter().for_each(|port| port.remove_file());
    server.phase.set(Phase::Ended);
    server.encoder.forget();
    server.tasks.clear();
    match ended {
        Ended::Returned | Ended::Threw => Ok(true),
        Ended::InChild => Ok(false),
        // The exit is pending; PHP takes it from here.
        Ended::Exited => Err(Failure::Thrown),
        Ended::Bailout => Err(Failure::Bailout),
    }
}

fn require_callbacks(server: &Server) -> Result<(), Failure> {
    for port in server.all_ports() {
        let (event, name) = match port.protocol.get() {
            Protocol::WebSocket => (Event::Message, "onMessage"),
            Protocol::Http => (Event::Request, "onRequest"),
            Protocol::Plain if port.takes_datagrams() => (Event::Packet, "onPacket"),
            Protocol::Plain => (Event::Receive, "onReceive"),
        };
        if !port.callbacks.has(event) && !server.callbacks.has(event) {
            return Err(Failure::Fatal(format!("require {name} callback")));
        }
        if port.settings.borrow().package.length_check && port.given.borrow().get("package_length_func").is_some() {
            return Err(exception::throw(
                code::WRONG_OPERATION,
                "package_length_func can't be called here: packages are told apart in a thread without PHP. \
                 package_length_type, package_length_offset and package_body_offset say the same of most protocols",
            ));
        }
    }
    if server.settings.borrow().task_worker_num > 0 && !server.callbacks.has(Event::Task) {
        server.log.error(format_args!("require 'onTask' callback (9015)"));
        return Err(Failure::Fatal("failed to start server. Error: require 'onTask' callback".into()));
    }
    Ok(())
}

/// Where the events of a connection go to whichever worker, its beginning and its end could be told in any order with what
/// lies between: a program that has not said that it can live with that is not told of them.
fn leave_out_unsafe_events(server: &Server) {
    let settings = server.settings.borrow();
    let mode = settings.dispatch_mode;
    if server.mode != Mode::Process || settings.enable_unsafe_event || rule_of(mode).keeps_order() {
        return;
    }
    for (event, name) in [(Event::Connect, "onConnect"), (Event::Close, "onClose"), (Event::Disconnect, "onDisconnect")]
    {
        if server.all_ports().iter().filter(|port| port.callbacks.remove(event)).count() > 0 {
            server.log.warning(format_args!("cannot set '{name}' event when using dispatch_mode={mode} (9015)"));
        }
    }
}

/// A daemon, and any program, may change the directory that a relative path begins in.
fn settle_upload_folder(server: &Server) {
    let mut settings = server.settings.borrow_mut();
    if let Ok(folder) = std::path::absolute(settings.upload_folder()) {
        settings.upload_tmp_dir = folder.to_str().map(str::to_owned);
    }
}

fn open_log(server: &Server) -> Result<(), Failure> {
    let settings = server.settings.borrow();
    server.log.set_level(settings.log_level as u8);
    if let Some(path) = settings.log_path() {
        server
            .log
            .set_file(&path)
            .map_err(|error| exception::system(&format!("failed to open log_file[{}]", path.display()), &error))?;
    }
    Ok(())
}

/// How many event workers and task workers there are to be.
fn counts(server: &Server) -> (u16, u16) {
    let settings = server.settings.borrow();
    let by_default = match server.mode {
        Mode::Base => 1,
        Mode::Process => std::thread::available_parallelism().map_or(1, |count| count.get() as i64),
    };
    let count = |number: i64| u16::try_from(number).unwrap_or(u16::MAX);
    (count(settings.worker_num.unwrap_or(by_default)), count(settings.task_worker_num))
}

/// Makes the table of connections, and begins to listen: from here on clients wait rather than being refused.
fn listen(server: &Server) -> Result<Registry, Failure> {
    let settings = server.settings.borrow();
    let files = limits::raise_open_files();
    limits::give_memory_back();
    let most = if settings.max_connection > 0 { settings.max_connection.unsigned_abs() } else { 100_000 };
    let capacity = u32::try_from(most.min(descriptors::for_connections())).unwrap_or(u32::MAX);
    let registry = Registry::create(capacity, settings.start_session_id.unsigned_abs() + 1)
        .map_err(|error| exception::system("failed to map the table of connections", &error))?;
    let ports = server.ports.borrow();
    let asks_clients = ports.iter().any(|port| port.is_tls && port.settings.borrow().tls.verify_peer);
    let registry = if asks_clients { registry.with_certificates() } else { Ok(registry) }
        .map_err(|error| exception::system("failed to map the table of certificates", &error))?;
    server.log.info(format_args!(
        "up to {capacity} connections at the same time; the limit of open files is {files}, as high as this process may \
         set it (to raise it: ulimit -Hn, LimitNOFILE= of systemd, --ulimit nofile= of docker)"
    ));
    if settings.http.enable_static_handler && settings.http.document_root.is_none() {
        server
            .log
            .notice(format_args!("enable_static_handler is set, but no document_root: there are no static files"));
    }
    if let Some(port) =
        ports.first().filter(|_| settings.tls.cert_file.is_some() && !ports.iter().any(|port| port.is_tls))
    {
        let number = port.listener.borrow().as_ref().map_or(0, Listener::port);
        server.log.notice(format_args!(
            "ssl_cert_file is set, but port {number} speaks no TLS: make the server with SWOOLE_SOCK_TCP | SWOOLE_SSL"
        ));
    }
    for port in ports.iter() {
        let listener = port.listener.borrow();
        let Some(listener) = &*listener else { return Err(Failure::Thrown) };
        let place = server_class::listen_failure(&port.host, listener.port().into());
        listener.listen(&port.settings.borrow()).map_err(|error| exception::system(&place, &error))?;
    }
    Ok(registry)
}

/// What is wrong with a setting that concerns processes.
pub(crate) fn thrown(problem: &Problem) -> Failure {
    exception::throw(i64::from(problem.code()), problem.to_string())
}

fn system(what: &'static str) -> impl Fn(io::Error) -> Failure {
    move |error| exception::system(what, &error)
}

/// What the program has callbacks for, on a port or on the first.
fn wanted(server: &Server, port: &Port) -> Wanted {
    let has = |event| port.callbacks.has(event) || server.callbacks.has(event);
    Wanted {
        connect: has(Event::Connect),
        open: has(Event::Open),
        request: has(Event::Request),
        handshake: has(Event::Handshake) || has(Event::BeforeHandshakeResponse),
        buffer_full: has(Event::BufferFull),
        buffer_empty: has(Event::BufferEmpty),
    }
}

/// What a gateway has to know of the server's ports. What is wrong with a certificate or a folder is thrown; what is
/// only odd goes to `log`. `is_check` before anything is forked: workers that change their root have their folders there.
fn engine_ports(server: &Server, log: &Log, is_check: bool) -> Result<Vec<EnginePort>, Failure> {
    let ports = server.ports.borrow();
    let make = |(number, port): (usize, &Rc<Port>)| {
        let listener = port.listener.borrow();
        let Some(listener) = &*listener else { return Err(Failure::Thrown) };
        let mut settings = port.settings.borrow().clone();
        if is_check && server.settings.borrow().chroot.is_some() {
            settings.http.document_root = None;
        }
        EnginePort::new(listener, number as u16, port.protocol.get(), settings, wanted(server, port), log).map_err(
            |error| match error {
                PortError::Tls(error) => exception::throw(code::SSL_CREATE_CONTEXT_FAILED, error.to_string()),
                PortError::Root(error) => exception::system(&error.to_string(), &error.source),
            },
        )
    };
    ports.iter().enumerate().map(make).collect()
}

/// Starts a gateway in this process; one that does not accept is to be told to later.
pub(crate) fn start_gateway(
    server: &Server,
    accepts: bool,
    registry: &Arc<Registry>,
    wiring: Wiring,
) -> Result<Gateway, Failure> {
    // Of several, what is odd was said before the first fork, for all gateways.
    let ports = match &wiring.neighbours {
        None => engine_ports(server, &server.log, false)?,
        Some(_) => engine_ports(server, &Log::silent(), false)?,
    };
    let listeners = if accepts { server.take_listeners() } else { Vec::new() };
    let settings = server.settings.borrow();
    let log = Arc::clone(&server.log);
    Gateway::start(ports, listeners, &settings, Arc::clone(registry), wiring, log)
        .map_err(|error| exception::system("failed to start the gateway", &error))
}

/// A server in one process: no fork, no manager.
fn alone(caller: &Caller, registry: Arc<Registry>, roster: Arc<Roster>) -> Result<Ended, Failure> {
    let server = &caller.server;
    let queue = Arc::new(Queue::new().map_err(system("failed to make the worker's queue"))?);

    server.log.set_worker_id(0);
    let gateway = start_gateway(server, true, &registry, Wiring::alone(Arc::clone(&queue)))
        .inspect_err(|_| server.phase.set(Phase::Ended))?;
    let gateways = Gateways::alone(Arc::clone(&registry), gateway, &server.settings_of_ports());
    if let Some(place) = roster.place(0) {
        place.take(std::process::id().cast_signed(), 1);
    }
    let generation = forks::generation();
    let running = Rc::new(Running { registry, roster, gateways, queue, place: Some(0), post: None, generation });
    server.begin(Rc::clone(&running));
    server_class::show_running(server, Object::of(&caller.object).ok_or(Failure::Thrown)?);
    let signals = signals::install(running.queue.waker(), false);
    let worker = Worker::alone(caller, running).map_err(system("failed to make the worker"))?;
    let ended = worker.live();
    drop(signals);
    Ok(ended)
}

/// A server of several processes. Comes back in each of them.
fn several(caller: &Caller, registry: Arc<Registry>, roster: Arc<Roster>) -> Result<Ended, Failure> {
    let server = &caller.server;
    let gateways = if server.mode == Mode::Base { roster.workers() } else { 1 };
    let fabric = Fabric::new(registry, roster, gateways).map_err(system("failed to make the processes' channels"))?;
    let fabric = Rc::new(fabric);
    let added = server.user_processes.borrow().iter().map(Zval::shallow_clone).collect::<Vec<_>>();
    added.iter().try_for_each(process::prepare)?;
    // What is wrong with a certificate or a folder is said here, before anything is forked.
    drop(engine_ports(server, &server.log, true)?);
    let running = join_with(server, &fabric, None, None, Arc::clone(&fabric.master));
    let signals = signals::install(running.queue.waker(), true);
    server_class::show_running(server, Object::of(&caller.object).ok_or(Failure::Thrown)?);
    let role = match server.mode {
        Mode::Base => {
            fabric.roster.set_manager(std::process::id().cast_signed());
            server_class::show_running(server, Object::of(&caller.object).ok_or(Failure::Thrown)?);
            let role = Manager::new(caller, &running, &fabric).map_err(system("failed to begin to manage"))?.run();
            match role {
                Role::Manager(ended) if ended.goes_on() => {
                    Role::Manager(caller.call(Event::Shutdown, &Of::Server, || [caller.this()]))
                }
                role => role,
            }
        }
        Mode::Process => master::run(caller, &running, &fabric)?,
    };
    drop(running);
    // Nobody else is left, unless this is one of the two that watch over each other.
    if matches!(role, Role::Manager(_)) && fabric.roster.master() == std::process::id().cast_signed() {
        fabric.roster.uploads().sweep(&server.upload_folder(), |_| true);
    }
    let ended = match role {
        Role::Manager(ended) => ended,
        Role::Child(recruit) => serve(caller, &fabric, recruit),
    };
    drop(signals);
    Ok(ended)
}

/// What this process has of the server from now on: as a worker with this place, or as one that is none.
pub(crate) fn join(
    server: &Server,
    fabric: &Rc<Fabric>,
    place: Option<u16>,
    own: Option<(u16, Gateway, Arc<Queue>)>,
) -> Result<Rc<Running>, Failure> {
    let (own, queue) = match own {
        Some((number, gateway, queue)) => (Some((number, gateway)), queue),
        None => (None, Arc::new(Queue::new().map_err(system("failed to make the process's queue"))?)),
    };
    Ok(join_with(server, fabric, place, own, queue))
}

/// The same, with this queue.
fn join_with(
    server: &Server,
    fabric: &Rc<Fabric>,
    place: Option<u16>,
    own: Option<(u16, Gateway)>,
    queue: Arc<Queue>,
) -> Rc<Running> {
    let gateways = Gateways::new(
        Arc::clone(&fabric.registry),
        Some(Arc::clone(&fabric.roster)),
        own,
        &fabric.gateway_senders(),
        &server.settings_of_ports(),
    );
    signals::wake_by(queue.waker());
    let running = Rc::new(Running {
        registry: Arc::clone(&fabric.registry),
        roster: Arc::clone(&fabric.roster),
        gateways,
        queue,
        place,
        post: Some(Post::new(fabric)),
        generation: forks::generation(),
    });
    server.begin(Rc::clone(&running));
    running
}

/// The life of a process that was just forked. One that ends well ends here: what follows `start()` in the program, its
/// shutdown functions and destructors are for the process that called it.
fn serve(caller: &Caller, fabric: &Rc<Fabric>, recruit: Recruit) -> Ended {
    // What has been printed before is the parent's.
    child::settle();
    let _ = child::discard_output();
    let is_added = recruit.place >= fabric.roster.all_workers();
    let ended = match become_worker(caller).and_then(|()| {
        if is_added {
            serve_added(caller, fabric, &recruit)
        } else {
            Worker::recruited(caller, fabric, recruit)?.serve()
        }
    }) {
        Ok(ended) => ended,
        Err(failure) => could_not_begin(caller, "a worker", &failure),
    };
    if ended.goes_on() {
        leave(0);
    }
    ended
}

/// The end of a process of the server that could not begin. Its exception is not for the program behind `start()`, which is
/// another process's.
pub(crate) fn could_not_begin(caller: &Caller, who: &str, failure: &Failure) -> Ended {
    if matches!(failure, Failure::Bailout) {
        // Pending, as for any other way out of a callback; the process ends with PHP's code for it.
        return Ended::Bailout;
    }
    caller.server.log.error(format_args!("{who} could not begin"));
    if let Called::Threw(exception) = guarded(|| {}) {
        exception.report();
    }
    leave(1)
}

/// What every process that runs the program's code for clients does first: it gives up root's rights, if it shall.
pub(crate) fn become_worker(caller: &Caller) -> Result<(), Failure> {
    let settings = caller.server.settings.borrow();
    let expected = nix::unistd::getppid();
    let root = settings.chroot.as_deref().map(Path::new);
    privileges::drop_privileges(settings.user.as_deref(), settings.group.as_deref(), root).map_err(|problem| {
        caller.server.log.error(format_args!("{problem}"));
        thrown(&problem)
    })?;
    // Whoever changes the user is watched no longer.
    if matches!(parent::die_with_parent(expected), Ok(false)) {
        leave(1);
    }
    Ok(())
}

/// The life of a process that the program has added.
fn serve_added(caller: &Caller, fabric: &Rc<Fabric>, recruit: &Recruit) -> Result<Ended, Failure> {
    let server = &caller.server;
    // Its life is not read from the roster, where the manager may not have noted it yet.
    let Recruit { place, life, .. } = *recruit;
    drop(server.take_listeners());
    server.log.set_worker_id(i32::from(place));
    let running = join(server, fabric, Some(place), None)?;
    server_class::show_process(&running, Object::of(&caller.object).ok_or(Failure::Thrown)?);
    let number = usize::from(place - fabric.roster.all_workers());
    let added = server.user_processes.borrow().get(number).map(Zval::shallow_clone);
    let Some(added) = added else { return Err(Failure::Thrown) };
    let masked = Masked::all().map_err(system("failed to hold signals back"))?;
    if let Some(post) = &running.post {
        post.tell_manager(&ToManager::Started { place, life });
    }
    drop(running);
    signals::take_off_in_child();
    match process::run_child(&added, masked) {
        Failure::Bailout => Ok(Ended::Bailout),
        Failure::Thrown | Failure::Fatal(_) => Ok(Ended::Exited),
    }
}

/// Ends a process of the server without running what the program has registered for its own end.
pub(crate) fn leave(code: i32) -> ! {
    let _ = child::flush_output();
    // SAFETY: ends the process; its sockets and memory are the kernel's to clean up.
    unsafe { libc::_exit(code) }
}

/// The rule of `dispatch_mode`.
pub(crate) fn rule(server: &Server) -> Rule {
    rule_of(server.settings.borrow().dispatch_mode)
}

fn rule_of(mode: i64) -> Rule {
    match mode {
        1 => Rule::Turns,
        4 => Rule::Address,
        5 => Rule::Uid,
        // 6 is `dispatch_func`, which says where it wants this; 8 chooses once for each connection.
        2 | 6 | 8 => Rule::Connection,
        _ => Rule::Idle,
    }
}

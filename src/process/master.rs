//! SWOOLE_PROCESS: the master is the process that called `start()`. It has two children, the process with the gateway and
//! the manager, and passes on to them what it is told. It has one thread, so that it can fork another manager when that one
//! dies; the gateway has a process of its own for that reason.

use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use swoxide_engine::gateway::{Dispatcher, Events, Neighbours, Wiring};
use swoxide_engine::link::{Event as LinkEvent, Queue};
use swoxide_engine::registry::Owner;
use swoxide_engine::roster::Stop;
use swoxide_engine::uploads::Holder;

use super::fabric::Fabric;
use super::forks::{Forked, fork};
use super::manager::{Manager, Role};
use super::seats::{Child, End, Seat, reap};
use super::signals::{self, Noted};
use crate::classes::{exception, server as server_class};
use crate::worker::call::{Caller, Ended, Of};
use crate::worker::callbacks::Event;
use crate::worker::dispatch;
use crate::worker::event_loop::{self, Driver};
use crate::worker::server::{Running, Server};
use crate::worker::start::{become_worker, could_not_begin, join, leave, rule, start_gateway};
use crate::worker::wait::sleep_on;
use crate::zend::child;
use crate::zend::error::Failure;
use crate::zend::object::Object;

/// What the gateway's process and the manager have beyond `max_wait_time`, before they are ended by force.
const GRACE: Duration = Duration::from_secs(3);

/// How long a stop waits for callbacks that run when it comes, before clients are told.
const BEGUN_LIMIT: Duration = Duration::from_secs(1);

/// How long the gateway waits for workers to take the ends of connections that were left when the time was over.
const LAST_WORDS: Duration = Duration::from_millis(500);

struct Master<'run> {
    caller: &'run Caller,
    running: Rc<Running>,
    fabric: Rc<Fabric>,
    gateway: Option<i32>,
    manager: Seat,
    /// When what is being ended is ended by force.
    kill_at: Option<Instant>,
    stopping: bool,
    /// The server ends because a part of it is lost.
    broken: bool,
}

/// Runs a server in this mode. Comes back in each process.
pub(crate) fn run(caller: &Caller, running: &Rc<Running>, fabric: &Rc<Fabric>) -> Result<Role, Failure> {
    let mut master = Master {
        caller,
        running: Rc::clone(running),
        fabric: Rc::clone(fabric),
        gateway: None,
        manager: Seat::default(),
        kill_at: None,
        stopping: false,
        broken: false,
    };
    let failed = |error| exception::system("failed to fork", &error);
    match fork().map_err(failed)? {
        Forked::Child => {
            begin_child();
            let ended = serve_gateway(caller, fabric);
            return Ok(Role::Manager(ended.unwrap_or_else(|failure| could_not_begin(caller, "the gateway", &failure))));
        }
        Forked::Parent(pid) => master.gateway = Some(pid),
    }
    // The ports are the gateway's alone from now on.
    drop(caller.server.take_listeners());
    if let Some(role) = master.start_manager()? {
        return Ok(role);
    }
    let ended = caller.call(Event::Start, &Of::Server, || [caller.this()]);
    if ended.goes_on() {
        return master.watch();
    }
    master.kill_all();
    Ok(Role::Manager(ended))
}

impl Master<'_> {
    /// This process is the manager.
    fn manage(&self) -> Role {
        begin_child();
        let role = self.try_to_manage();
        role.unwrap_or_else(|failure| Role::Manager(could_not_begin(self.caller, "the manager", &failure)))
    }

    fn try_to_manage(&self) -> Result<Role, Failure> {
        let server = &self.caller.server;
        let running = join(server, &self.fabric, None, None)?;
        self.running.roster.set_manager(std::process::id().cast_signed());
        show(&running, self.caller)?;
        // The workers of a manager that has died have ended with it.
        running.roster.uploads().sweep(&server.upload_folder(), |holder| !holder.is(Holder::GATEWAY));
        let mut manager = Manager::new(self.caller, &running, &self.fabric)
            .map_err(|error| exception::system("failed to begin to manage", &error))?;
        match manager.run() {
            Role::Manager(ended) if ended.goes_on() => leave(0),
            role => Ok(role),
        }
    }

    /// Forks a manager; comes back in it, too. Where there is no process to be had, it is tried again a little later.
    fn start_manager(&mut self) -> Result<Option<Role>, Failure> {
        self.manager.start_at = None;
        match fork() {
            Ok(Forked::Child) => return Ok(Some(self.manage())),
            Ok(Forked::Parent(pid)) => {
                let mut child = Child::new(pid, self.manager.next_life());
                // What it does at its start is part of its work.
                child.is_up = true;
                self.manager.current = Some(child);
                self.note_manager(pid)?;
            }
            Err(error) => {
                self.caller.server.log.error(format_args!("can't fork a manager: {error}; trying again"));
                self.manager.start_at = Some(Instant::now() + Duration::from_secs(1));
            }
        }
        Ok(None)
    }

    /// Shows everybody which process is the manager.
    fn note_manager(&self, pid: i32) -> Result<(), Failure> {
        self.running.roster.set_manager(pid);
        show(&self.running, self.caller)
    }

    /// The manager's process.
    fn manager(&self) -> Option<i32> {
        self.manager.current.as_ref().map(|child| child.pid)
    }

    /// Watches both children until they have ended.
    fn watch(&mut self) -> Result<Role, Failure> {
        let _driven = event_loop::drive(Driver::Server);
        loop {
            let ended = self.look_at_signals();
            if !ended.goes_on() {
                self.kill_all();
                return Ok(Role::Manager(ended));
            }
            while let Some(end) = reap(self.gateway.into_iter().chain(self.manager())) {
                self.has_ended(end)?;
            }
            if self.gateway.is_none() && self.manager.is_empty() {
                break;
            }
            if !self.stopping
                && self.manager.start_at.is_some_and(|time| time <= Instant::now())
                && let Some(role) = self.start_manager()?
            {
                return Ok(role);
            }
            if self.kill_at.is_some_and(|time| time <= Instant::now()) {
                self.caller.server.log.warning(format_args!("the server does not end in time, forced termination"));
                self.kill_at = None;
                for pid in self.gateway.into_iter().chain(self.manager()) {
                    signals::send(pid, libc::SIGKILL);
                }
            }
            let ended = self.caller.run_round();
            if !ended.goes_on() {
                self.kill_all();
                return Ok(Role::Manager(ended));
            }
            let start_at = self.manager.start_at.filter(|_| !self.stopping);
            let times = self.kill_at.into_iter().chain(start_at);
            let limits = times.map(|time| time.saturating_duration_since(Instant::now())).chain(event_loop::next_due());
            sleep_on(&self.running.queue, limits.min());
        }
        let ended = self.caller.call(Event::Shutdown, &Of::Server, || [self.caller.this()]);
        Ok(Role::Manager(if self.broken && ended.goes_on() { Ended::InChild } else { ended }))
    }

    fn look_at_signals(&mut self) -> Ended {
        let Noted { stops, interrupts, reload, reload_tasks, reopen, hang_up, .. } = signals::take();
        let (all, tasks) = self.running.roster.take_reloads();
        let log = &self.caller.server.log;
        if hang_up {
            log.notice(format_args!("SIGHUP means nothing to a server, ignored"));
        }
        if reopen {
            log.reopen();
            self.signal(self.gateway, libc::SIGWINCH);
            self.signal(self.manager(), libc::SIGWINCH);
        }
        if reload || all {
            self.signal(self.gateway, libc::SIGUSR1);
            self.signal(self.manager(), libc::SIGUSR1);
        }
        if reload_tasks || tasks {
            self.signal(self.manager(), libc::SIGUSR2);
        }
        for _ in 0..stops + interrupts {
            let ended = self.stop_asked();
            if !ended.goes_on() {
                return ended;
            }
        }
        if self.running.roster.stop() == Stop::Wanted { self.stop_asked() } else { Ended::Returned }
    }

    fn stop_asked(&mut self) -> Ended {
        if self.stopping {
            // Whoever asks twice does not want to wait.
            self.running.roster.hurry();
            self.signal(self.gateway, libc::SIGTERM);
            self.signal(self.manager(), libc::SIGTERM);
            self.kill_at = Some(Instant::now() + GRACE);
            return Ended::Returned;
        }
        self.stopping = true;
        let ended = self.caller.call(Event::BeforeShutdown, &Of::Server, || [self.caller.this()]);
        if ended.goes_on() {
            self.stop_next();
        }
        ended
    }

    /// The gateway ends first, so that every connection's end is told while workers are there; then the manager does, with
    /// the workers.
    fn stop_next(&mut self) {
        let is_hurried = self.running.roster.is_hurried();
        let limit = if is_hurried { Duration::ZERO } else { self.caller.server.settings.borrow().stop_limit() };
        self.kill_at = Some(Instant::now() + limit + GRACE);
        self.running.roster.stop_is(if self.gateway.is_some() { Stop::Begun } else { Stop::ForWorkers });
        self.signal(self.gateway.or(self.manager()), libc::SIGTERM);
    }

    fn signal(&self, pid: Option<i32>, signal: i32) {
        if let Some(pid) = pid {
            signals::send(pid, signal);
        }
    }

    fn has_ended(&mut self, end: End) -> Result<(), Failure> {
        let End { pid, code, signal } = end;
        if self.gateway == Some(pid) {
            self.gateway = None;
            if !self.stopping {
                self.caller.server.log.error(format_args!(
                    "the gateway's process (pid {pid}) has died (code {code}, signal {signal}), and all connections with it: \
                     the server ends"
                ));
                self.broken = true;
                self.stopping = true;
            }
            self.stop_next();
            return Ok(());
        }
        let Some(child) = self.manager.current.take() else { return Ok(()) };
        let pause = self.manager.fill_again(&child);
        self.note_manager(0)?;
        if self.stopping {
            self.signal(self.gateway, libc::SIGTERM);
            return Ok(());
        }
        let when = if pause.is_zero() { String::new() } else { format!(" in {} ms", pause.as_millis()) };
        self.caller.server.log.error(format_args!(
            "the manager (pid {pid}) has died (code {code}, signal {signal}), and all workers with it: another one is \
             started{when}"
        ));
        Ok(())
    }

    fn kill_all(&mut self) {
        for pid in self.gateway.take().into_iter().chain(self.manager.current.take().map(|child| child.pid)) {
            signals::send(pid, libc::SIGKILL);
            // SAFETY: waits for a child of this process; no status is wanted.
            unsafe { libc::waitpid(pid, std::ptr::null_mut(), 0) };
        }
    }
}

/// What has been printed before, and is not out yet, is the parent's.
fn begin_child() {
    child::settle();
    let _ = child::discard_output();
}

fn show(running: &Running, caller: &Caller) -> Result<(), Failure> {
    server_class::show_process(running, Object::of(&caller.object).ok_or(Failure::Thrown)?);
    Ok(())
}

/// This process has the gateway: its own thread serves the sockets, and this one waits for signals, or lets the program's
/// `dispatch_func` say who is told of what.
fn serve_gateway(caller: &Caller, fabric: &Rc<Fabric>) -> Result<Ended, Failure> {
    become_worker(caller)?;
    let server = &caller.server;
    let failed = |what: &'static str| move |error| exception::system(what, &error);
    let queue = Arc::new(Queue::new().map_err(failed("failed to make the gateway's queue"))?);
    let function = dispatch::function(server);
    let registry = Arc::clone(&fabric.registry);
    let roster = Arc::clone(&fabric.roster);
    let dispatcher = Arc::new(Dispatcher::new(rule(server), fabric.worker_senders(), registry, Arc::clone(&roster)));
    let events = match function {
        // What is told passes through this thread first.
        Some(_) => Events::Judged(Arc::clone(&queue), Arc::clone(&dispatcher)),
        None => Events::Workers(Arc::clone(&dispatcher)),
    };
    let inbox = match fabric.gateways.first() {
        Some(inbox) => Some(inbox.receiver.try_clone().map_err(failed("failed to open the gateway's inbox"))?),
        None => None,
    };
    let wiring = Wiring {
        owner: Owner::default(),
        events,
        inbox,
        neighbours: Some(Neighbours { roster, gateways: Vec::new() }),
    };
    let gateway = start_gateway(server, true, &fabric.registry, wiring)?;
    let running = join(server, fabric, None, Some((0, gateway, queue)))?;
    show(&running, caller)?;
    let ended = wait_for_the_end(caller, &running, &dispatcher, function.as_ref());
    if let Some(gateway) = running.gateways.own() {
        gateway.finish(Duration::ZERO);
    }
    if ended.goes_on() { leave(0) } else { Ok(ended) }
}

fn wait_for_the_end(
    caller: &Caller,
    running: &Running,
    dispatcher: &Dispatcher,
    function: Option<&dispatch::Function>,
) -> Ended {
    let server = &caller.server;
    let Some(gateway) = running.gateways.own() else { return Ended::Returned };
    let stop_limit = server.settings.borrow().stop_limit();
    let mut deadline: Option<Instant> = None;
    // What workers had in hands when the stop came, and how long it is waited for.
    let mut begun: Option<(Vec<u64>, Instant)> = None;
    // How long the ends of connections that were left then may take to be told.
    let mut last_words: Option<Instant> = None;
    let mut batch = std::collections::VecDeque::<LinkEvent>::new();
    loop {
        let Noted { stops, reload, reopen, hang_up, .. } = signals::take();
        if hang_up {
            server.log.notice(format_args!("SIGHUP means nothing to a server, ignored"));
        }
        if reopen {
            server.log.reopen();
        }
        if reload {
            server.reload_certificates();
        }
        // Ctrl-C in a terminal reaches all processes, and the master says what it means.
        if stops > 0 && !stop_is_not_ours(server, running) {
            let limit = if running.roster.is_hurried() { Duration::ZERO } else { stop_limit };
            let end = Instant::now() + limit;
            deadline = Some(deadline.map_or(end, |before| before.min(end)));
            begun.get_or_insert((dispatcher.sent(), Instant::now() + BEGUN_LIMIT.min(limit / 2)));
        }
        let is_over = |(sent, limit): &mut (Vec<u64>, Instant)| {
            dispatcher.has_answers(sent)
                || *limit <= Instant::now()
                || deadline.is_some_and(|end| end <= Instant::now())
        };
        // Close frames go behind what callbacks push that were running when the stop came.
        if begun.take_if(is_over).is_some() {
            gateway.begin_stop();
        }
        running.queue.drain(&mut batch);
        if let Some(function) = function.filter(|_| !batch.is_empty()) {
            let ended = function.judge(caller, running, dispatcher, &mut batch);
            if !ended.goes_on() {
                return ended;
            }
            // Nobody answers for what it has dropped.
            gateway.resume_paused();
            continue;
        }
        let now = Instant::now();
        let is_through = || begun.is_none() && gateway.live() == 0 && dispatcher.is_empty();
        if last_words.is_some_and(|end| end <= now) || (deadline.is_some() && is_through()) {
            return Ended::Returned;
        }
        if last_words.is_none() && deadline.is_some_and(|deadline| deadline <= now) {
            gateway.cut();
            last_words = Some(now + LAST_WORDS);
        }
        // While the last ends are on their way to workers, they are looked after often.
        let limit = last_words.or(deadline).map(|end| end.saturating_duration_since(now).min(Duration::from_millis(5)));
        running.queue.wait(limit);
    }
}

/// Whether a SIGTERM is for the whole server, and the master has not said so: then it is told.
fn stop_is_not_ours(server: &Server, running: &Running) -> bool {
    let is_strange = running.roster.stop() < Stop::Begun;
    if is_strange {
        server.log.notice(format_args!("SIGTERM for the gateway's process stops the whole server"));
        running.ask_to_stop();
    }
    is_strange
}

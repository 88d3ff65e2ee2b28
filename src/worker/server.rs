//! What all PHP objects of one server share: the server object, its port, its connection iterators, requests and
//! responses all hold an `Rc` of it. Interpreter's thread only.

use std::cell::{Cell, Ref, RefCell};
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use ext_php_rs::types::Zval;
use swoxide_engine::gateway::Listener;
use swoxide_engine::gateways::Gateways;
use swoxide_engine::link::{Command, Queue, Refused};
use swoxide_engine::log::Log;
use swoxide_engine::registry::{Fd, Registry};
use swoxide_engine::roster::{Place, Roster, Stop};
use swoxide_engine::settings::Settings;

use super::call::Of;
use super::callbacks::{Callbacks, Event};
use super::port::Port;
use super::post::Post;
use super::push::Encoder;
use super::task::Tasks;
use crate::process::forks;
use crate::zend::array::Array;
use crate::zend::callable::Callable;

/// Which of the three classes the server object is of.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Kind {
    /// `Swoole\Server`
    Plain,
    /// `Swoole\Http\Server`
    Http,
    /// `Swoole\WebSocket\Server`
    WebSocket,
}

/// How a server is made of processes: `$mode` of the constructor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mode {
    /// `SWOOLE_BASE`: each worker has a gateway of its own.
    Base,
    /// `SWOOLE_PROCESS`: one gateway, and workers that are told of what happens there.
    Process,
}

/// Where the server is in its life.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Phase {
    /// Bound, not started.
    Created,
    /// Inside `start()`.
    Running,
    /// `start()` has returned.
    Ended,
}

thread_local! {
    /// One server to a process, as with Swoole.
    static CURRENT: RefCell<Weak<Server>> = const { RefCell::new(Weak::new()) };
    /// `swoole_last_error()`.
    static LAST_ERROR: Cell<i64> = const { Cell::new(0) };
}

/// Numbers of `SWOOLE_ERROR_*` that methods leave behind.
pub(crate) mod code {
    /// `SWOOLE_ERROR_PHP_FATAL_ERROR`: what most warnings leave, as with Swoole.
    pub(crate) const PHP_FATAL_ERROR: i64 = 503;
    /// `SWOOLE_ERROR_SESSION_CLOSED_BY_SERVER`
    pub(crate) const CLOSED_BY_SERVER: i64 = 1001;
    /// `SWOOLE_ERROR_SESSION_CLOSED_BY_CLIENT`
    pub(crate) const CLOSED_BY_CLIENT: i64 = 1002;
    /// `SWOOLE_ERROR_SESSION_NOT_EXIST`
    pub(crate) const SESSION_NOT_EXIST: i64 = 1005;
    /// `SWOOLE_ERROR_OUTPUT_BUFFER_OVERFLOW`
    pub(crate) const OUTPUT_BUFFER_OVERFLOW: i64 = 1009;
    /// `SWOOLE_ERROR_HTTP_CONTEXT_UNAVAILABLE`: the response is over.
    pub(crate) const RESPONSE_ENDED: i64 = 7106;
    /// `SWOOLE_ERROR_WEBSOCKET_PACK_FAILED`
    pub(crate) const WEBSOCKET_PACK_FAILED: i64 = 8505;
    /// `SWOOLE_ERROR_PROTOCOL_ERROR`
    pub(crate) const PROTOCOL_ERROR: i64 = 508;
    /// `SWOOLE_ERROR_WRONG_OPERATION`
    pub(crate) const WRONG_OPERATION: i64 = 509;
    /// `SWOOLE_ERROR_SSL_CREATE_CONTEXT_FAILED`
    pub(crate) const SSL_CREATE_CONTEXT_FAILED: i64 = 1019;
    /// `SWOOLE_ERROR_SERVER_INVALID_LISTEN_PORT`
    pub(crate) const INVALID_LISTEN_PORT: i64 = 9004;
}

/// The last error's number in this process.
pub(crate) fn last_error() -> i64 {
    LAST_ERROR.get()
}

/// Notes an error's number; success does not take it back.
pub(crate) fn set_last_error(number: i64) {
    LAST_ERROR.set(number);
}

/// What a process of a server that runs has. Another one in each process.
pub(crate) struct Running {
    pub(crate) registry: Arc<Registry>,
    pub(crate) roster: Arc<Roster>,
    pub(crate) gateways: Gateways,
    /// What happens on connections of the own gateway; its waker wakes this process.
    pub(crate) queue: Arc<Queue>,
    /// The own place in the roster; `None` for a process that is no worker.
    pub(crate) place: Option<u16>,
    /// The other processes; `None` for a server in one.
    pub(crate) post: Option<Post>,
    /// Which process it is in, see [`forks`].
    pub(crate) generation: u32,
}

impl Running {
    /// The number of this worker, as `$server->worker_id` has it: -1 for a process that is none.
    pub(crate) fn worker_id(&self) -> i64 {
        self.place.map_or(-1, i64::from)
    }

    /// Asks the process that called `start()` to end the server, by a note and a wake: whoever has given up root's rights may
    /// not send it a signal, and a SIGTERM might be its second one, which says that it shall not wait.
    pub(crate) fn ask_to_stop(&self) {
        if self.roster.stop_is(Stop::Wanted) {
            self.wake_master();
        }
    }

    /// Asks the same process to replace the workers.
    pub(crate) fn ask_for_reload(&self, only_task_workers: bool) {
        self.roster.ask_for_reload(only_task_workers);
        self.wake_master();
    }

    fn wake_master(&self) {
        if let Some(post) = &self.post {
            post.fabric.master.wake();
        }
    }

    /// Whether it has a worker's loop, which lets out what callbacks say.
    fn is_worker(&self) -> bool {
        self.place.is_some_and(|place| place < self.roster.all_workers())
    }

    /// Lets out what was said to connections, in a process that has no loop to do so: the manager's callbacks, a process of
    /// the program's own. Waits a while for gateways that do not keep up; what they don't take then goes out with the next.
    fn flush_now(&self) {
        const TIMES: u32 = 1000;
        for _ in 0..TIMES {
            if self.gateways.flush() {
                break;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    /// Whether this is a task worker.
    pub(crate) fn is_task_worker(&self) -> bool {
        self.place.is_some_and(|place| (self.roster.workers()..self.roster.all_workers()).contains(&place))
    }

    /// This process's place in the roster.
    pub(crate) fn own_place(&self) -> Option<&Place> {
        self.roster.place(self.place?)
    }
}

/// Counters of the worker; what they have grown by goes to the roster now and then.
#[derive(Default)]
pub(crate) struct Counters {
    /// Events that the worker took, with a callback or without.
    pub(crate) dispatched: Cell<i64>,
    /// HTTP requests and WebSocket messages (control frames too, if they were asked for) among them.
    pub(crate) requests: Cell<i64>,
    /// Responses, messages and close frames that PHP has sent.
    pub(crate) responses: Cell<i64>,
    published: Cell<[i64; 3]>,
}

impl Counters {
    /// Begins from zero, in a process that has been forked.
    pub(crate) fn reset(&self) {
        for counter in [&self.dispatched, &self.requests, &self.responses] {
            counter.set(0);
        }
        self.published.set([0; 3]);
    }

    /// Shows all processes how far this one has come.
    pub(crate) fn publish(&self, place: &Place) {
        let now = [self.dispatched.get(), self.requests.get(), self.responses.get()];
        let before = self.published.replace(now);
        for ((now, before), total) in
            now.into_iter().zip(before).zip([&place.dispatched, &place.requests, &place.responses])
        {
            if now != before {
                total.fetch_add((now - before).unsigned_abs(), Ordering::Relaxed);
            }
        }
    }
}

/// See the module.
pub(crate) struct Server {
    pub(crate) kind: Kind,
    pub(crate) mode: Mode,
    pub(crate) phase: Cell<Phase>,
    /// Those of the first port, as `given` and `callbacks` are.
    pub(crate) settings: Rc<RefCell<Settings>>,
    /// What the program gave to `set()`, as it gave it: `$server->setting`.
    pub(crate) given: Rc<RefCell<Array>>,
    pub(crate) callbacks: Rc<Callbacks>,
    pub(crate) log: Arc<Log>,
    /// In the order in which the program made them.
    pub(crate) ports: RefCell<Vec<Rc<Port>>>,
    running: RefCell<Option<Rc<Running>>>,
    pub(crate) encoder: Encoder,
    pub(crate) counters: Counters,
    /// The program or a signal wants the server to stop.
    pub(crate) stop_asked: Cell<bool>,
    /// A callback is running.
    pub(crate) busy: Cell<bool>,
    /// Requests that PHP has been given, and whose answers have not ended.
    pub(crate) owed: Cell<usize>,
    /// Processes that the program has added, as `Swoole\\Process` objects.
    pub(crate) user_processes: RefCell<Vec<Zval>>,
    pub(crate) tasks: Tasks,
}

impl Server {
    /// Takes the process's place for a server; `None` when it is taken.
    pub(crate) fn create(kind: Kind, mode: Mode, port: Rc<Port>) -> Option<Rc<Self>> {
        if Self::exists() {
            return None;
        }
        let server = Rc::new(Self {
            kind,
            mode,
            phase: Cell::new(Phase::Created),
            settings: Rc::clone(&port.settings),
            given: Rc::clone(&port.given),
            callbacks: Rc::clone(&port.callbacks),
            log: Arc::new(Log::default()),
            ports: RefCell::new(vec![port]),
            running: RefCell::new(None),
            encoder: Encoder::default(),
            counters: Counters::default(),
            stop_asked: Cell::new(false),
            busy: Cell::new(false),
            owed: Cell::new(0),
            user_processes: RefCell::default(),
            tasks: Tasks::default(),
        });
        CURRENT.set(Rc::downgrade(&server));
        Some(server)
    }

    /// The server of the process.
    pub(crate) fn current() -> Option<Rc<Self>> {
        CURRENT.with_borrow(Weak::upgrade)
    }

    /// Whether the process has a server already.
    pub(crate) fn exists() -> bool {
        CURRENT.with_borrow(|server| server.strong_count() > 0)
    }

    /// Notes what this process has of the server: at its start, and again in each process that is forked for it.
    pub(crate) fn begin(&self, running: Rc<Running>) {
        let before = self.running.replace(Some(running));
        self.phase.set(Phase::Running);
        drop(before);
    }

    /// What runs, inside `start()`. In a child that a callback has forked nothing does: sockets, queued frames and locks
    /// are copies, and the parent goes on with the originals.
    pub(crate) fn running(&self) -> Option<Ref<'_, Running>> {
        if self.phase.get() != Phase::Running {
            return None;
        }
        let running = Ref::filter_map(self.running.borrow(), |running| running.as_deref()).ok()?;
        (running.generation == forks::generation()).then_some(running)
    }

    /// Whether a callback of a server that runs has forked, and this is the child.
    pub(crate) fn is_in_child(&self) -> bool {
        self.running.borrow().as_ref().is_some_and(|running| running.generation != forks::generation())
    }

    /// The table of connections, if the server has begun.
    pub(crate) fn registry(&self) -> Option<Ref<'_, Registry>> {
        self.running().map(|running| Ref::map(running, |running| &*running.registry))
    }

    /// Has the gateway that it concerns carry a command out.
    pub(crate) fn execute(&self, command: Command<'_>) -> Result<(), Refused> {
        let running = self.running().ok_or(Refused::Unknown)?;
        let done = running.gateways.execute(command);
        if !running.is_worker() {
            running.flush_now();
        }
        done
    }

    /// Reads the certificates of the own gateway again, for connections to come; false, and a line in the log, if they are
    /// not right.
    pub(crate) fn reload_certificates(&self) -> bool {
        let Some(running) = self.running() else { return false };
        let Some(gateway) = running.gateways.own() else { return true };
        match gateway.reload_certificates() {
            Ok(()) => true,
            Err(error) => {
                self.log.error(format_args!("the certificates were not reloaded, the old ones stay: {error}"));
                false
            }
        }
    }

    /// All ports, by their number. Nothing stays borrowed: what is dropped of them may have a destructor of the program's.
    pub(crate) fn all_ports(&self) -> Vec<Rc<Port>> {
        self.ports.borrow().clone()
    }

    /// A port by its number.
    pub(crate) fn port(&self, number: u16) -> Option<Rc<Port>> {
        self.ports.borrow().get(usize::from(number)).cloned()
    }

    /// The port that the constructor made.
    pub(crate) fn first_port(&self) -> Rc<Port> {
        Rc::clone(&self.ports.borrow()[0])
    }

    /// The port that a connection came in on; the first for one that is not there.
    pub(crate) fn port_of(&self, fd: Fd) -> Rc<Port> {
        let number = self.registry().and_then(|registry| registry.find_held(fd).map(|entry| registry.port(entry)));
        number.and_then(|number| self.port(number)).unwrap_or_else(|| self.first_port())
    }

    /// The callback of an event: that of its port, or else of the first.
    pub(crate) fn callback(&self, event: Event, of: &Of) -> Option<Rc<Callable>> {
        let own = match of {
            Of::Connection(_, number) | Of::Port(number) => {
                self.port(*number).and_then(|port| port.callbacks.get(event))
            }
            _ => None,
        };
        own.or_else(|| self.callbacks.get(event))
    }

    /// Takes the sockets of all ports, for a gateway; or to close them in a process that has none.
    pub(crate) fn take_listeners(&self) -> Vec<Listener> {
        self.ports.borrow().iter().filter_map(|port| port.listener.take()).collect()
    }

    /// The settings of all ports.
    pub(crate) fn settings_of_ports(&self) -> Vec<Settings> {
        self.ports.borrow().iter().map(|port| port.settings.borrow().clone()).collect()
    }

    /// Where uploaded files are, for a process that is not in `chroot`.
    pub(crate) fn upload_folder(&self) -> PathBuf {
        let settings = self.settings.borrow();
        let folder = settings.upload_folder();
        match settings.chroot.as_deref().filter(|root| !root.is_empty()) {
            Some(root) => Path::new(root).join(folder.strip_prefix("/").unwrap_or(folder)),
            None => folder.to_owned(),
        }
    }

    /// The number of a connection that a program gave as an integer.
    pub(crate) fn fd(number: i64) -> Fd {
        // Negative numbers are none; 0 is none either.
        Fd::try_from(number).unwrap_or(0)
    }
}

/// Adds one.
pub(crate) fn count(counter: &Cell<i64>) {
    counter.set(counter.get() + 1);
}

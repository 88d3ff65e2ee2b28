//! `start()`: from the first callback to the last.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use ext_php_rs::types::Zval;
use swoxide_engine::gateway::{Gateway, StartError, Wanted};
use swoxide_engine::link::{Event as LinkEvent, EventKind, Queue};
use swoxide_engine::registry::{Entry, Registry};

use super::callbacks::Event;
use super::deliver::{Ended, Of, worker_arguments};
use super::server::{Kind, Phase, Running, Server, code};
use crate::classes::{exception, server as server_class};
use crate::process::signals::{self, Taken};
use crate::process::{forks, limits};
use crate::zend::callable::{Called, guarded};
use crate::zend::error::Failure;
use crate::zend::interrupt;
use crate::zend::object::Object;

/// Events between two flushes: pushes of so many callbacks go out together.
const EVENTS_PER_FLUSH: usize = 64;

/// What connections get to take answers and close frames when `exit` or a fatal error ends the server.
const EXIT_GRACE: Duration = Duration::from_millis(500);

/// The longest time between a push and its write, looked at between callbacks.
const FLUSH_AFTER: Duration = Duration::from_micros(200);

/// The worker while it runs.
pub(crate) struct Worker<'run> {
    pub(crate) server: Rc<Server>,
    pub(crate) running: &'run Running,
    /// The server object.
    pub(crate) object: Zval,
    /// When a stop that has begun is to be over.
    deadline: Cell<Option<Instant>>,
}

/// Runs the server until it stops. `object` is the server object that `start()` was called on.
pub(crate) fn run(server: &Rc<Server>, object: Object<'_>) -> Result<bool, Failure> {
    require_callbacks(server)?;
    open_log(server)?;
    let running = begin(server).inspect_err(|_| server.phase.set(Phase::Ended))?;
    server_class::show_running(server, object);
    let signals = signals::install(running.queue.waker());
    let worker = Worker { server: Rc::clone(server), running, object: object.to_value(), deadline: Cell::new(None) };

    let mut ended = Ended::Returned;
    // What happens between two callbacks (memory that runs out, a destructor) must not jump over the cleaning up.
    let outside = guarded(|| ended = worker.live());
    if !matches!(outside, Called::Returned) {
        ended = worker.judge(outside, "worker", &Of::Server);
    }
    // However it ended: no socket and no thread outlives `start()`.
    match ended {
        _ if server.is_in_child() => {}
        Ended::Returned | Ended::Threw | Ended::InChild => running.gateway.finish(Duration::ZERO),
        Ended::Exited | Ended::Bailout => {
            running.gateway.begin_stop();
            running.gateway.finish(EXIT_GRACE);
        }
    }
    drop(signals);
    server.encoder.forget();
    server.phase.set(Phase::Ended);
    match ended {
        Ended::Returned | Ended::Threw => Ok(true),
        Ended::InChild => Ok(false),
        // The exit is pending; PHP takes it from here.
        Ended::Exited => Err(Failure::Thrown),
        Ended::Bailout => Err(Failure::Bailout),
    }
}

fn require_callbacks(server: &Server) -> Result<(), Failure> {
    let (event, name) = match server.kind {
        Kind::WebSocket => (Event::Message, "onMessage"),
        Kind::Http => (Event::Request, "onRequest"),
        Kind::Plain => return Err(Failure::Fatal("require onReceive callback".into())),
    };
    if server.callbacks.has(event) { Ok(()) } else { Err(Failure::Fatal(format!("require {name} callback"))) }
}

fn open_log(server: &Server) -> Result<(), Failure> {
    let settings = server.settings.borrow();
    server.log.set_level(settings.log_level as u8);
    server.log.set_worker_id(0);
    if let Some(path) = settings.log_path() {
        server
            .log
            .set_file(&path)
            .map_err(|error| exception::system(&format!("failed to open log_file[{}]", path.display()), &error))?;
    }
    if settings.worker_num > 1 {
        server.log.warning(format_args!(
            "worker_num is {}, but this version runs one worker: several processes are not there yet",
            settings.worker_num
        ));
    }
    Ok(())
}

/// Makes all that runs: from here on connections are accepted.
fn begin(server: &Server) -> Result<&Running, Failure> {
    let Some(listener) = server.listener.take() else { return Err(Failure::Thrown) };
    let settings = server.settings.borrow();
    let files = limits::raise_open_files();
    limits::give_memory_back();
    let most = if settings.max_connection > 0 { settings.max_connection.unsigned_abs() } else { 100_000 };
    let capacity = u32::try_from(most.min(files)).unwrap_or(u32::MAX);
    let registry = Registry::create(capacity, settings.start_session_id.unsigned_abs() + 1)
        .map_err(|error| exception::system("failed to map the table of connections", &error))?;
    let registry = Arc::new(registry);
    let queue = Arc::new(Queue::new().map_err(|error| exception::system("failed to make the worker's queue", &error))?);
    server.log.info(format_args!(
        "up to {capacity} connections at the same time; the limit of open files is {files}, as high as this process may \
         set it (to raise it: ulimit -Hn, LimitNOFILE= of systemd, --ulimit nofile= of docker)"
    ));
    if settings.tls.cert_file.is_some() && !listener.is_tls() {
        server.log.notice(format_args!(
            "ssl_cert_file is set, but port {} speaks no TLS: make the server with SWOOLE_SOCK_TCP | SWOOLE_SSL",
            listener.port()
        ));
    }
    let place = server_class::listen_failure(&server.host, listener.port().into());
    listener.listen(&settings).map_err(|error| exception::system(&place, &error))?;
    let wanted = Wanted {
        connect: server.callbacks.has(Event::Connect),
        open: server.callbacks.has(Event::Open),
        request: server.callbacks.has(Event::Request),
        websocket: server.kind == Kind::WebSocket,
        handshake: server.callbacks.has(Event::Handshake) || server.callbacks.has(Event::BeforeHandshakeResponse),
        buffer_full: server.callbacks.has(Event::BufferFull),
        buffer_empty: server.callbacks.has(Event::BufferEmpty),
    };
    let gateway = Gateway::start(
        vec![listener],
        wanted,
        &settings,
        Arc::clone(&registry),
        Arc::clone(&queue),
        Arc::clone(&server.log),
    )
    .map_err(|error| match error {
        StartError::System(error) => exception::system("failed to start the gateway", &error),
        StartError::Tls(error) => exception::throw(code::SSL_CREATE_CONTEXT_FAILED, error.to_string()),
    })?;
    server.phase.set(Phase::Running);
    forks::watch();
    let generation = forks::generation();
    Ok(server.running.get_or_init(|| Running { registry, queue, gateway, started_at: SystemTime::now(), generation }))
}

impl Worker<'_> {
    /// All callbacks, in order; stops in the middle only for `exit` and fatal errors.
    fn live(&self) -> Ended {
        let steps: [&dyn Fn() -> Ended; 5] = [
            &|| self.call(Event::Start, &Of::Server, || [self.this()]),
            &|| self.call(Event::WorkerStart, &Of::Server, || worker_arguments(self)),
            &|| self.work(),
            &|| self.call(Event::WorkerStop, &Of::Server, || worker_arguments(self)),
            &|| self.call(Event::Shutdown, &Of::Server, || [self.this()]),
        ];
        for step in steps {
            let ended = step();
            if !ended.goes_on() {
                return ended;
            }
        }
        Ended::Returned
    }

    /// Takes events until the server is asked to stop and every connection has ended, or has had its time.
    fn work(&self) -> Ended {
        let Running { queue, gateway, registry, .. } = self.running;
        let mut batch = VecDeque::new();
        loop {
            self.look_for_stop();
            if self.is_overdue() {
                break;
            }
            queue.drain(&mut batch);
            if !batch.is_empty() {
                let ended = self.deliver_all(&mut batch);
                if !ended.goes_on() {
                    return ended;
                }
                continue;
            }
            gateway.resume_paused();
            let ended = self.run_interrupts();
            if !ended.goes_on() {
                return ended;
            }
            // A handler may have asked for it, and nothing else would wake the worker.
            self.look_for_stop();
            let deadline = self.deadline.get();
            if deadline.is_some() && registry.held_count() == 0 {
                break;
            }
            queue.wait(deadline.map(|deadline| deadline.saturating_duration_since(Instant::now())));
        }
        // Connections that did not end in time end now, and each still gets its `onClose`.
        gateway.finish(Duration::ZERO);
        queue.drain(&mut batch);
        self.deliver_all(&mut batch)
    }

    /// Delivers a batch of events; what callbacks push goes out in between. Once the stop is overdue, what is left is the
    /// ends of connections.
    fn deliver_all(&self, batch: &mut VecDeque<LinkEvent>) -> Ended {
        let gateway = &self.running.gateway;
        let mut flushed_at = Instant::now();
        let mut since_flush = 0;
        // With the bytes of its events.
        let mut answered: Vec<(Entry, usize)> = Vec::new();
        let flush = |answered: &mut Vec<(Entry, usize)>| {
            gateway.flush();
            for (entry, size) in answered.drain(..) {
                gateway.answered(entry, size);
            }
            gateway.resume_paused();
        };
        while let Some(event) = batch.pop_front() {
            let (entry, size) = (event.entry, event.size());
            if self.is_overdue() && !matches!(event.kind, EventKind::Close(_) | EventKind::Vanished) {
                gateway.taken(entry, size);
                gateway.answered(entry, size);
                continue;
            }
            match answered.last_mut() {
                Some((last, bytes)) if *last == entry => *bytes += size,
                _ => answered.push((entry, size)),
            }
            let ended = self.deliver(event);
            if !ended.goes_on() {
                // A child has what was pushed as well, and it is the parent's to send.
                if !self.server.is_in_child() {
                    gateway.flush();
                }
                return ended;
            }
            since_flush += 1;
            if since_flush == EVENTS_PER_FLUSH || flushed_at.elapsed() >= FLUSH_AFTER {
                flush(&mut answered);
                self.look_for_stop();
                flushed_at = Instant::now();
                since_flush = 0;
            }
        }
        flush(&mut answered);
        self.server.encoder.forget();
        Ended::Returned
    }

    /// Begins to stop if a signal or the program wants that; whoever sends a second signal does not want to wait.
    fn look_for_stop(&self) {
        let Taken { stops: signals, reload } = signals::take(|name| {
            self.server.log.notice(format_args!("{name} is not for a server of one process, ignored"));
        });
        if reload && self.server.reload() {
            self.server
                .log
                .info(format_args!("SIGUSR1: certificates are read again; one process has no workers to replace"));
        }
        let begun = self.deadline.get().is_some();
        if !begun && (signals > 0 || self.server.stop_asked.get()) {
            self.running.gateway.begin_stop();
            self.deadline.set(Some(Instant::now() + self.server.settings.borrow().stop_limit()));
        }
        if signals > 1 || (begun && signals > 0) {
            self.deadline.set(Some(Instant::now()));
        }
    }

    /// Whether the server is stopping and has waited long enough.
    fn is_overdue(&self) -> bool {
        self.deadline.get().is_some_and(|deadline| Instant::now() >= deadline)
    }

    /// Lets the program's own signal handlers (pcntl) run now rather than in the next callback.
    fn run_interrupts(&self) -> Ended {
        self.judge(interrupt::run_pending(), "signal", &Of::Server)
    }
}

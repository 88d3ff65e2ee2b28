//! The HTTP client of programs with an event loop, WebSockets by upgrade included: `Swoole\Http\Client` of PHP.
//!
//! It has no thread and no runtime. Each connection is a task ([`connection`]), a future that the owner of [`Clients`] polls on
//! his own thread when the kernel has something to say of its socket; hyper, rustls and the proxies need no more than that.
//! So a process with clients may fork as any other, nothing wakes anybody, and what a client hears is there for PHP on the
//! thread that read it. The price: while a callback runs, no client's ping is answered.
//!
//! * [`reactor`] — descriptors, times and wakes.
//! * [`connect`] — from a host to a connection, by [`proxy`] if the program has one.
//! * [`request`] and [`answer`] — what goes out and what comes.
//! * [`websocket`] — behind a 101.

mod answer;
mod connect;
mod connection;
mod proxy;
mod reactor;
mod request;
mod websocket;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io;
use std::os::fd::{AsFd, BorrowedFd};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Waker};
use std::time::{Duration, Instant};

use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use self::connect::{Tls, route};
use self::connection::Link;
pub use self::connection::{Answer, Event, Failure, Phase, take_subprotocols};
use self::reactor::{Place, Reactor};
pub use self::request::{Purpose, Request, RequestBody, boundary, is_own};
use super::address::{authority, authority_with_port};
use super::blocking::Frame;
use super::error::ClientError;
use super::session::Unsendable;
use crate::log::Log;
use crate::settings::{HttpClientSettings, TlsSettings};
use crate::shared::forks;
use crate::tls;

/// How long the files of TLS are not read again: to read whom the system trusts takes milliseconds, and certificates are renewed.
const TLS_KEPT: Duration = Duration::from_secs(60);

/// The server of a client.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Target {
    /// A name or an IP address, that of version 6 without its brackets.
    pub host: String,
    /// 1 to 65535.
    pub port: u16,
    /// Over TLS.
    pub is_secure: bool,
}

impl Target {
    /// The value of the `Host` header: without the port if it is the usual one (RFC 9110 section 7.2).
    pub fn authority(&self) -> String {
        authority(&self.host, self.port, self.is_secure)
    }

    fn authority_with_port(&self) -> String {
        authority_with_port(&self.host, self.port)
    }
}

/// Why a message was not taken.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum PushRefused {
    /// There is no connection.
    #[error("the client is not connected")]
    NotConnected,
    /// There is one, and it is no WebSocket.
    #[error("the connection is no WebSocket: upgrade() comes first, and its callback says when it is one")]
    NotOpen,
    /// What waits would be more than `socket_buffer_size`; so many bytes wait.
    #[error("{0} bytes wait to be sent already, which the server does not take: see socket_buffer_size")]
    Full(usize),
    /// The frame can't be sent.
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
}

/// All connections of a process's clients. The thread that made it; its numbers are never those of another process.
pub struct Clients {
    reactor: Reactor,
    last: u64,
    tasks: BTreeMap<u64, Task>,
    /// When tasks want to be polled in any case.
    due: BTreeSet<(Instant, u64)>,
    events: Rc<RefCell<VecDeque<(u64, Event)>>>,
    /// What TLS went by last, and since when: see [`TLS_KEPT`].
    tls: Option<(TlsSettings, Arc<ClientConfig>, Instant)>,
}

struct Task {
    link: Rc<Link>,
    future: Pin<Box<dyn Future<Output = ()>>>,
    waker: Waker,
    /// As it is in `due`.
    due: Option<Instant>,
}

impl Clients {
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            reactor: Reactor::new()?,
            last: u64::from(forks::generation()) << 32,
            tasks: BTreeMap::new(),
            due: BTreeSet::new(),
            events: Rc::default(),
            tls: None,
        })
    }

    /// Begins to connect, for a request. Gives the connection's number.
    ///
    /// # Errors
    /// The settings or files of TLS, or a host that no certificate can be for. All else comes as an [`Event`].
    pub fn open(
        &mut self,
        target: &Target,
        settings: &Rc<HttpClientSettings>,
        request: Request,
    ) -> Result<u64, ClientError> {
        let tls = self.tls(target, settings)?;
        self.last += 1;
        let place = Place { reactor: self.reactor.clone(), task: self.last, due: Rc::default() };
        let link = Rc::new(Link {
            place,
            target: target.clone(),
            route: route(settings, target, matches!(request.purpose, Purpose::Upgrade(_))),
            settings: RefCell::new(Rc::clone(settings)),
            phase: Cell::new(Phase::Connecting),
            next: RefCell::default(),
            session: RefCell::default(),
            closes_until: Cell::default(),
            events: Rc::clone(&self.events),
        });
        let future = Box::pin(connection::run(Rc::clone(&link), tls, request));
        let waker = self.reactor.waker(self.last).into();
        self.tasks.insert(self.last, Task { link, future, waker, due: None });
        self.reactor.wake(self.last);
        Ok(self.last)
    }

    fn tls(&mut self, target: &Target, settings: &HttpClientSettings) -> Result<Option<Tls>, ClientError> {
        if !target.is_secure {
            return Ok(None);
        }
        let host = settings.host_name.as_deref().unwrap_or(&target.host);
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| ClientError::Tls(format!("no certificate can be for '{host}'")))?;
        let known = self.tls.as_ref().filter(|(known, _, since)| *known == settings.tls && since.elapsed() < TLS_KEPT);
        if let Some((_, config, _)) = known {
            return Ok(Some((name, Arc::clone(config))));
        }
        let config = tls::configure_client(&settings.tls, &[b"http/1.1"], &Log::default())?;
        self.tls = Some((settings.tls.clone(), Arc::clone(&config), Instant::now()));
        Ok(Some((name, config)))
    }

    /// Sends a further request by an idle connection. Gives it back if that is gone, busy, or goes another way than this request
    /// has to.
    #[must_use]
    pub fn request(&mut self, number: u64, settings: &Rc<HttpClientSettings>, request: Request) -> Option<Request> {
        // It may have ended meanwhile, which only a look at it shows.
        self.poll_task(number);
        let Some(Task { link, .. }) = self.tasks.get(&number) else { return Some(request) };
        let route = route(settings, &link.target, matches!(request.purpose, Purpose::Upgrade(_)));
        let is_same_way = link.route == route && link.settings.borrow().connects_as(settings);
        if link.phase.get() != Phase::Idle || !is_same_way {
            return Some(request);
        }
        link.settings.replace(Rc::clone(settings));
        link.phase.set(Phase::Requesting);
        link.next.replace(Some(request));
        self.reactor.wake(number);
        None
    }

    /// Puts a frame in line; it goes out at the next [`poll`](Self::poll).
    ///
    /// # Errors
    /// Nothing is put in line then.
    pub fn push(&mut self, number: u64, frame: Frame<'_>) -> Result<(), PushRefused> {
        let Frame { opcode, payload, is_final, compress } = frame;
        let link = self.open_link(number)?;
        let mut session = link.session.borrow_mut();
        let session = session.as_mut().ok_or(PushRefused::NotOpen)?;
        let waiting = session.unsent().len();
        // When nothing waits, one message of any size.
        if waiting > 0 && waiting + payload.len() > link.settings.borrow().outbox_limit() {
            return Err(PushRefused::Full(waiting));
        }
        session.send(opcode, payload, is_final, compress)?;
        self.reactor.wake(number);
        Ok(())
    }

    /// Begins the closing handshake of an open WebSocket.
    ///
    /// # Errors
    /// It is none, or the code or reason can't be sent: nothing has changed then.
    pub fn push_close(&mut self, number: u64, code: i64, reason: &[u8]) -> Result<(), PushRefused> {
        websocket::close(self.open_link(number)?, code, reason)?;
        self.reactor.wake(number);
        Ok(())
    }

    fn open_link(&self, number: u64) -> Result<&Link, PushRefused> {
        let link = &self.tasks.get(&number).ok_or(PushRefused::NotConnected)?.link;
        match link.phase.get() {
            Phase::Open => Ok(link),
            Phase::Leaving | Phase::Connecting => Err(PushRefused::NotConnected),
            Phase::Requesting | Phase::Idle => Err(PushRefused::NotOpen),
        }
    }

    /// Ends a connection: a WebSocket by the closing handshake, any other at once. A request under way has failed.
    pub fn close(&mut self, number: u64) {
        let Some(Task { link, .. }) = self.tasks.get(&number) else { return };
        match link.phase.get() {
            Phase::Open => {
                // The code is ours, and can be sent.
                let _ = websocket::close(link, 1000, b"");
                return self.reactor.wake(number);
            }
            Phase::Leaving => return,
            Phase::Connecting => link.tell(Event::Failed(Failure::Connect, ClientError::GivenUp)),
            Phase::Requesting => {
                link.tell(Event::Failed(Failure::Reset, ClientError::GivenUp));
                link.tell(Event::Closed(None));
            }
            Phase::Idle => link.tell(Event::Closed(None)),
        }
        self.forget(number);
    }

    /// Ends a connection that nobody has any more, without a word.
    pub fn forget(&mut self, number: u64) {
        if let Some(Task { due: Some(due), .. }) = self.tasks.remove(&number) {
            self.due.remove(&(due, number));
        }
    }

    /// Says goodbye by all open WebSockets (close code 1001), as far as their sockets take it, and ends everything.
    pub fn leave(&mut self) {
        for (number, task) in &self.tasks {
            if task.link.phase.get() == Phase::Open {
                let _ = websocket::close(&task.link, 1001, b"");
                self.reactor.wake(*number);
            }
        }
        self.poll();
        self.tasks.clear();
        self.due.clear();
        self.events.borrow_mut().clear();
    }

    /// How far a connection is; `None` if it has ended.
    pub fn phase(&self, number: u64) -> Option<Phase> {
        self.tasks.get(&number).map(|task| task.link.phase.get())
    }

    /// Whether something is under way that a program waits for: all but idle connections.
    pub fn is_busy(&self) -> bool {
        self.tasks.values().any(|task| task.link.phase.get() != Phase::Idle)
    }

    /// How long it is until something is to be done in any case; `None` when that is not a matter of time.
    pub fn next_due(&self) -> Option<Duration> {
        if self.reactor.has_woken() || !self.events.borrow().is_empty() {
            return Some(Duration::ZERO);
        }
        self.due.first().map(|(due, _)| due.saturating_duration_since(Instant::now()))
    }

    /// Does what can be done now, and never waits.
    pub fn poll(&mut self) {
        let mut ready = self.reactor.take_woken();
        let now = Instant::now();
        while let Some((due, number)) = self.due.first().copied().filter(|(due, _)| *due <= now) {
            self.due.remove(&(due, number));
            if let Some(task) = self.tasks.get_mut(&number) {
                task.due = None;
            }
            ready.insert(number);
        }
        ready.into_iter().for_each(|number| self.poll_task(number));
    }

    fn poll_task(&mut self, number: u64) {
        let Some(task) = self.tasks.get_mut(&number) else { return };
        task.link.place.due.set(None);
        self.reactor.begin_turn();
        if task.future.as_mut().poll(&mut Context::from_waker(&task.waker)).is_ready() {
            return self.forget(number);
        }
        let due = task.link.place.due.get();
        if due != task.due {
            if let Some(before) = std::mem::replace(&mut task.due, due) {
                self.due.remove(&(before, number));
            }
            self.due.extend(due.map(|due| (due, number)));
        }
    }

    /// The next that a program is to be told, with the number of its connection.
    pub fn take_event(&mut self) -> Option<(u64, Event)> {
        self.events.borrow_mut().pop_front()
    }
}

impl AsFd for Clients {
    /// Readable when there is something for [`poll`](Self::poll) to do.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.reactor.as_fd()
    }
}

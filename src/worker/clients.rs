//! What the program's HTTP clients hear, as a source of the event loop: their connections are driven here, between callbacks, on
//! the interpreter's thread, and each event is one call into [`http_client`].
//!
//! A client's object lives as long as a request of it is under way or its WebSocket is open, whether the program still has it
//! or not, and keeps the loop going as long. Of an idle connection the loop only knows the address of its object, which says
//! when it is gone: an idle connection keeps nothing, and ends with its object.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::io;
use std::mem::{self, ManuallyDrop};
use std::os::fd::{AsFd, AsRawFd};
use std::rc::Rc;
use std::time::Duration;

use ext_php_rs::types::Zval;
use swoxide_engine::client::http::{Clients, Event, Phase, PushRefused, Request, Target};
use swoxide_engine::client::{ClientError, Frame};
use swoxide_engine::settings::HttpClientSettings;

use super::call::Ended;
use super::event_loop::{self, Judge, Source, let_go};
use super::watched;
use crate::classes::http_client;
use crate::process::forks::Own;
use crate::zend::object::Object;

thread_local! {
    // Never dropped: when a thread's variables are, PHP's memory is gone. `end_request` empties it in time.
    static CLIENTS: ManuallyDrop<RefCell<Own<State>>> =
        const { ManuallyDrop::new(RefCell::new(Own::new(State::NONE))) };
}

pub(super) const SOURCE: Source = Source { is_empty, next_due, settle: |_| Ended::Returned, run, clear, end_request };

#[derive(Default)]
struct State {
    /// Made with the first connection.
    engine: Option<Clients>,
    by_number: BTreeMap<u64, Known>,
    /// What is to be told, each with its object.
    events: VecDeque<(u64, Event, Zval)>,
}

/// The object of a connection.
struct Known {
    object: Object<'static>,
    /// Keeps it alive, unless the connection is idle.
    held: Option<Zval>,
}

impl State {
    const NONE: Self = Self { engine: None, by_number: BTreeMap::new(), events: VecDeque::new() };

    fn engine(&mut self) -> io::Result<&mut Clients> {
        Ok(match &mut self.engine {
            Some(engine) => engine,
            none => {
                let engine = Clients::new()?;
                watched::add_bell(engine.as_fd().as_raw_fd())?;
                none.insert(engine)
            }
        })
    }

    /// Puts what connections have to say in line. Nothing of PHP's runs between that and the event itself, so the objects are
    /// there.
    fn collect(&mut self) {
        let Self { engine: Some(engine), by_number, events } = self else { return };
        while let Some((number, event)) = engine.take_event() {
            if let Some(known) = by_number.get(&number) {
                events.push_back((number, event, known.object.to_value()));
            }
        }
    }

    /// What holds the object of a connection that has become idle, or of which nothing more is told: for the caller to drop.
    fn release(&mut self, number: u64, is_last: bool) -> Option<Zval> {
        match self.engine.as_ref().and_then(|engine| engine.phase(number)).filter(|_| !is_last) {
            None => self.by_number.remove(&number)?.held,
            Some(Phase::Idle) => self.by_number.get_mut(&number)?.held.take(),
            Some(_) => None,
        }
    }
}

/// Works on the clients of this process. `work` calls nothing of PHP's and drops nothing of the program's.
fn with<R>(work: impl FnOnce(&mut State) -> R) -> R {
    event_loop::note_use();
    CLIENTS.with(|clients| work(clients.borrow_mut().get()))
}

/// Begins to connect for a request of `object`; the connection's number.
///
/// # Errors
/// There are no more descriptors, or the settings of TLS are not right. All else comes as an event.
pub(crate) fn open(
    object: Object<'_>,
    target: &Target,
    settings: &Rc<HttpClientSettings>,
    request: Request,
) -> Result<u64, ClientError> {
    with(|state| {
        let engine = state
            .engine()
            .map_err(|error| ClientError::System { what: "making room for clients".to_owned(), error })?;
        let number = engine.open(target, settings, request)?;
        let held = Some(object.to_value());
        // SAFETY: a live object; `forget` takes its address out of here before it is gone.
        let object = unsafe { object.for_as_long_as_known() };
        state.by_number.insert(number, Known { object, held });
        Ok(number)
    })
}

/// Sends a further request by a connection. Gives it back if it has to go by another one.
#[must_use]
pub(crate) fn request(number: u64, settings: &Rc<HttpClientSettings>, request: Request) -> Option<Request> {
    with(|state| {
        let Some(engine) = &mut state.engine else { return Some(request) };
        let unsent = engine.request(number, settings, request);
        state.collect();
        if unsent.is_none()
            && let Some(known) = state.by_number.get_mut(&number)
        {
            known.held.get_or_insert_with(|| known.object.to_value());
        }
        unsent
    })
}

/// Sends a frame by an open WebSocket, in the next round of the loop.
///
/// # Errors
/// Nothing is sent then.
pub(crate) fn push(number: u64, frame: Frame<'_>) -> Result<(), PushRefused> {
    with(|state| state.engine.as_mut().ok_or(PushRefused::NotConnected)?.push(number, frame))
}

/// Begins the closing handshake of an open WebSocket, with a code and a reason of the program's.
///
/// # Errors
/// Nothing is sent then.
pub(crate) fn push_close(number: u64, code: i64, reason: &[u8]) -> Result<(), PushRefused> {
    with(|state| state.engine.as_mut().ok_or(PushRefused::NotConnected)?.push_close(number, code, reason))
}

/// Begins to end a connection.
pub(crate) fn close(number: u64) {
    with(|state| {
        if let Some(engine) = &mut state.engine {
            engine.close(number);
        }
        state.collect();
    });
}

/// Ends a connection whose object is going. Called while that is freed.
pub(crate) fn forget(number: u64) {
    let known = with(|state| {
        if let Some(engine) = &mut state.engine {
            engine.forget(number);
        }
        state.by_number.remove(&number)
    });
    drop(known);
}

/// How far a connection is; `None` if it has ended.
pub(crate) fn phase(number: u64) -> Option<Phase> {
    with(|state| state.engine.as_ref()?.phase(number))
}

fn is_empty() -> bool {
    with(|state| state.events.is_empty() && !state.engine.as_ref().is_some_and(Clients::is_busy))
}

fn next_due() -> Option<Duration> {
    with(|state| if state.events.is_empty() { state.engine.as_ref()?.next_due() } else { Some(Duration::ZERO) })
}

fn run(judge: &mut Judge<'_>) -> Ended {
    let count = with(|state| {
        if let Some(engine) = &mut state.engine {
            engine.poll();
        }
        state.collect();
        state.events.len()
    });
    // What is put in line meanwhile waits for the next round.
    for _ in 0..count {
        let Some((number, event, object)) = with(|state| state.events.pop_front()) else { break };
        // Behind it the connection may still be on its way to its end.
        let is_last = matches!(event, Event::Closed(_));
        let ended = http_client::tell(&object, number, event, judge);
        let held = with(|state| state.release(number, is_last));
        let ended = let_go(http_client::NAME, (object, held), ended, judge);
        if !ended.goes_on() {
            return ended;
        }
    }
    Ended::Returned
}

/// Servers of open WebSockets are told that the client goes away; the program is told nothing any more.
fn clear() {
    let mut all = with(mem::take);
    if let Some(engine) = &mut all.engine {
        engine.leave();
    }
    let known = all.by_number.values().map(|known| known.object);
    let told = all.events.iter().filter_map(|(_, _, object)| Object::of(object));
    let unanswered: Vec<_> = known.chain(told).filter_map(http_client::abandon).collect();
    drop((unanswered, all));
}

fn end_request() {
    clear();
    let all = CLIENTS.with(|clients| clients.borrow_mut().take_all());
    drop(all);
}

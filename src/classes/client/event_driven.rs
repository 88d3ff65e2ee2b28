//! What an asynchronous client does: nothing waits, the event loop watches the socket, and callbacks are told. Interpreter's
//! thread only.
//!
//! The watch of its socket keeps the object as long as it connects or is connected. While a callback runs nothing is borrowed:
//! it may send, close, or let go of the client.

use std::cell::{Cell, RefCell};
use std::io;
use std::os::fd::{AsFd, AsRawFd, RawFd};
use std::rc::Rc;
use std::time::{Duration, Instant};

use ext_php_rs::types::Zval;
use nix::sys::timerfd::TimerFd;
use swoxide_engine::client::kept::ConnectionKey;
use swoxide_engine::client::{ClientError, Connection, Ending, LONGEST_DATAGRAM, Opening, Piece, Received, alarm};

use super::{Client, Open, State, code, not_connected, note, of, refuse, show};
use crate::classes::{timer, warn};
use crate::worker::server;
use crate::worker::watched::{self, Readiness, Target};
use crate::zend::array::string;
use crate::zend::callable::Callable;
use crate::zend::closure;
use crate::zend::error::{Failure, warning};
use crate::zend::method::{Call, CallableArgument, CallableCache, Outcome, StringArgument, arguments, text};
use crate::zend::object::Object;

/// What is received in one round of the loop, in bytes, so that others have their turn.
const AT_ONCE: usize = 64 * 1024;

/// How long a client that is being closed waits for the server to take the rest, without a byte of it arriving.
const CLOSING: Duration = Duration::from_secs(2);

/// How often it looks whether the server's system has all of it: nobody tells.
const LOOK: Duration = Duration::from_millis(10);

/// What a program is told of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Event {
    Connect,
    Error,
    Receive,
    Close,
    BufferFull,
    BufferEmpty,
    /// Only by the argument of `enableSSL()`.
    SslReady,
}

/// Their names, in the same order.
const NAMES: [&str; 6] = ["connect", "error", "receive", "close", "bufferFull", "bufferEmpty"];

/// What an asynchronous client has besides its connection.
#[derive(Default)]
pub(super) struct Watch {
    /// The descriptor that is watched.
    number: Cell<Option<RawFd>>,
    /// Ends what takes too long.
    deadline: RefCell<Option<TimerFd>>,
    /// The program does not want to hear anything for now.
    is_paused: Cell<bool>,
    /// The program was told that much waits to be sent.
    is_full: Cell<bool>,
    /// It ends when all is sent, and at this time if nothing of that happens.
    ends_at: Cell<Option<Instant>>,
    /// How far that had come, in bytes.
    delivered: Cell<u64>,
    /// The program was told that it is connected, and not yet that it is so no more.
    is_known: Cell<bool>,
    /// What the program is still to be told of.
    announces: Cell<Option<Event>>,
    callbacks: [RefCell<Option<Rc<Callable>>>; NAMES.len() + 1],
}

/// A connection that is not there yet.
pub(super) struct Pending {
    opening: Opening,
    key: ConnectionKey,
    timeout: f64,
    /// What is told when it is.
    event: Event,
}

impl Watch {
    fn set(&self, event: Event, callable: Callable) {
        let before = self.callbacks[event as usize].replace(Some(Rc::new(callable)));
        // Dropped only now that nothing is borrowed: a destructor of the program's may run.
        drop(before);
    }

    fn is_closing(&self) -> bool {
        self.ends_at.get().is_some()
    }

    fn has(&self, event: Event) -> bool {
        self.callbacks[event as usize].borrow().is_some()
    }

    /// Shows each callback to PHP's cycle collector.
    pub(super) fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        for callable in self.callbacks.iter().filter_map(|place| place.borrow().clone()) {
            show(callable.value());
        }
    }
}

/// Calls the callback of an event, if there is one.
fn tell(client: &Client, event: Event, arguments: impl FnOnce() -> Vec<Zval>) -> Outcome {
    let callable = client.watch.callbacks[event as usize].borrow().clone();
    callable.map_or(Ok(()), |callable| callable.call(arguments).into_outcome())
}

/// The same with the client as the only argument.
fn tell_of(client: &Client, value: &Zval, event: Event) -> Outcome {
    tell(client, event, || vec![value.shallow_clone()])
}

/// Works with the connection, if there is one that the program was told of.
fn with<R>(client: &Client, work: impl FnOnce(&mut Connection) -> R) -> Option<R> {
    if !client.watch.is_known.get() {
        return None;
    }
    match &mut *client.state.borrow_mut() {
        State::Open(open) => Some(work(&mut open.connection)),
        State::Idle | State::Busy | State::Opening(_) => None,
    }
}

pub(super) fn on(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sf", name: StringArgument, _callback: CallableArgument, _cache: CallableCache);
    let (client, _) = of(call)?;
    let name = text(call, name);
    let events = [Event::Connect, Event::Error, Event::Receive, Event::Close, Event::BufferFull, Event::BufferEmpty];
    let Some(event) = events.into_iter().find(|event| NAMES[*event as usize].eq_ignore_ascii_case(&name)) else {
        warn(&format!("there is no event '{name}'; there are: {}", NAMES.join(", ")));
        return call.give(false);
    };
    if !client.is_async.get() {
        warn("a synchronous client has no events: make it with SWOOLE_SOCK_ASYNC");
        return call.give(false);
    }
    client.watch.set(event, timer::callable(call, 1)?);
    call.give(true)
}

/// Begins to connect, and says so to nobody before the loop runs, but for what can't be at all.
pub(super) fn connect(call: &mut Call<'_>, key: ConnectionKey, timeout: f64, is_exclusive: bool) -> Outcome {
    let (client, kind) = of(call)?;
    let needed = [Event::Connect, Event::Error, Event::Receive, Event::Close];
    let needed = if kind.is_stream { &needed[..] } else { &needed[2..3] };
    if let Some(missing) = needed.iter().find(|event| !client.watch.has(**event)) {
        let name = NAMES[*missing as usize];
        return Err(Failure::Fatal(format!("no '{name}' callback: on('{name}', ...) has to come before connect()")));
    }
    timer::wait_at_end("Swoole\\Client")?;
    let value = call.this()?.to_value();
    let settings = client.settings.borrow().clone();
    client.watch.is_paused.set(false);
    match Opening::begin(kind, &key.to, &settings, is_exclusive) {
        Ok(opening) => {
            begin(client, &value, Pending { opening, key, timeout, event: Event::Connect }, timeout)?;
            let has_begun = !matches!(*client.state.borrow(), State::Idle);
            call.give(has_begun)
        }
        Err(error) => {
            fail(client, &value, &error)?;
            call.give(false)
        }
    }
}

fn begin(client: &Client, value: &Zval, pending: Pending, seconds: f64) -> Outcome {
    client.state.replace(State::Opening(Box::new(pending)));
    let limit = Duration::try_from_secs_f64(seconds).ok().filter(|limit| !limit.is_zero());
    if let Some(limit) = limit
        && let Err(error) = set_deadline(client, value, limit)
    {
        return fail(client, value, &error);
    }
    advance(client, value)
}

/// Goes on with a connection that is not there yet.
fn advance(client: &Client, value: &Zval) -> Outcome {
    // What is watched may be closed next, and its number stand for something else.
    forget_watch(client);
    let mut pending = match client.state.take() {
        State::Opening(pending) => pending,
        other => {
            client.state.replace(other);
            return Ok(());
        }
    };
    match pending.opening.advance() {
        Ok(None) => {
            client.state.replace(State::Opening(pending));
        }
        Ok(Some(mut connection)) => {
            clear_deadline(client);
            // They may have changed since it began.
            connection.set_framing(&client.settings.borrow());
            let Pending { key, timeout, event, .. } = *pending;
            let open = Open { connection, key, timeout, reuses: 0 };
            if let Some(object) = Object::of(value) {
                show(object, Some(&open));
                note(object, 0);
            }
            client.state.replace(State::Open(Box::new(open)));
            client.watch.announces.set(Some(event));
        }
        Err(error) => return fail(client, value, &error),
    }
    watch(client, value)
}

/// Tells the loop what the client waits for now.
fn watch(client: &Client, value: &Zval) -> Outcome {
    let (number, wanted, has_unread) = match &mut *client.state.borrow_mut() {
        State::Opening(pending) => match pending.opening.wanted() {
            Some(wanted) => {
                (wanted.descriptor.as_raw_fd(), Readiness { read: wanted.read, write: wanted.write }, false)
            }
            None => return Ok(()),
        },
        State::Open(open) => {
            let Watch { is_paused, is_full, announces, .. } = &client.watch;
            let (is_closing, announces) = (client.watch.is_closing(), announces.get().is_some());
            // What comes while it closes is thrown away.
            let hears = !is_closing && !is_paused.get() && !announces;
            let read = hears || (is_closing && !open.connection.has_ended());
            // Who was told that the buffer is full is told when it is not, also if it is empty by now.
            let write = announces || open.connection.wants_write() || (is_full.get() && !is_closing);
            (open.connection.as_fd().as_raw_fd(), Readiness { read, write }, hears && open.connection.has_unread())
        }
        State::Idle | State::Busy => return Ok(()),
    };
    // The program may have left its loop, which has forgotten all watches, and have begun another one.
    let watched = if client.watch.number.get() == Some(number) && watched::is_own(number) {
        watched::change_own(number, wanted)
    } else {
        let ready = || Callable::find(&closure::create("swoole_client_ready", on_ready)).ok();
        client.watch.number.set(Some(number));
        watched::add(Target::own(value, number), ready(), ready(), wanted).map(|_| ())
    };
    match watched {
        Ok(()) => {
            watched::set_unread(number, has_unread);
            Ok(())
        }
        Err(refused) => {
            warning(&format!("the event loop can't watch the client: {refused}"));
            fail(client, value, &system(io::Error::from_raw_os_error(libc::EBADF)))
        }
    }
}

fn system(error: io::Error) -> ClientError {
    ClientError::System { what: "watching".to_owned(), error }
}

fn forget_watch(client: &Client) {
    if let Some(number) = client.watch.number.take() {
        watched::forget_own(number);
    }
}

fn set_deadline(client: &Client, value: &Zval, limit: Duration) -> Result<(), ClientError> {
    clear_deadline(client);
    let timer = alarm(limit).map_err(system)?;
    let expired = Callable::find(&closure::create("swoole_client_time_over", on_time_over)).ok();
    let number = timer.as_fd().as_raw_fd();
    client.watch.deadline.replace(Some(timer));
    watched::add(Target::own(value, number), expired, None, Readiness { read: true, write: false })
        .map(|_| ())
        .map_err(|_| system(io::Error::from_raw_os_error(libc::EBADF)))
}

fn clear_deadline(client: &Client) {
    let timer = client.watch.deadline.take();
    if let Some(timer) = &timer {
        watched::forget_own(timer.as_fd().as_raw_fd());
    }
}

/// Ends what there is, without a word.
fn end(client: &Client, value: &Zval) {
    forget_watch(client);
    clear_deadline(client);
    client.watch.ends_at.set(None);
    client.watch.is_known.set(false);
    client.watch.is_full.set(false);
    client.watch.announces.set(None);
    drop(client.state.take());
    if let Some(object) = Object::of(value) {
        show(object, None);
    }
}

/// There is no connection, and there will be none; nor is there one any more, if TLS was to begin on it.
fn fail(client: &Client, value: &Zval, error: &ClientError) -> Outcome {
    let was_known = client.watch.is_known.get();
    end(client, value);
    if let Some(object) = Object::of(value) {
        note(object, error.code().into());
    }
    tell_of(client, value, Event::Error)?;
    if was_known { tell_of(client, value, Event::Close) } else { Ok(()) }
}

/// There is none any more.
fn finish(client: &Client, value: &Zval, code: i64) -> Outcome {
    end(client, value);
    if let Some(object) = Object::of(value) {
        note(object, code);
    }
    tell_of(client, value, Event::Close)
}

/// The client that the loop calls a function for.
fn watched_client(call: &Call<'_>) -> Option<Zval> {
    call.argument(0).map(Zval::shallow_clone)
}

/// The loop has something for the client.
fn on_ready(call: &mut Call<'_>) -> Outcome {
    let Some(value) = watched_client(call) else { return Ok(()) };
    let Some(client) = Object::of(&value).and_then(Object::data::<Client>) else { return Ok(()) };
    if matches!(*client.state.borrow(), State::Opening(_)) {
        return advance(client, &value);
    }
    let attended = attend(client, &value);
    // Also behind an exception: what is left has its turn in the next round.
    attended.and(watch(client, &value))
}

fn on_time_over(call: &mut Call<'_>) -> Outcome {
    let Some(value) = watched_client(call) else { return Ok(()) };
    let Some(client) = Object::of(&value).and_then(Object::data::<Client>) else { return Ok(()) };
    if client.watch.is_closing() {
        return leave(client, &value);
    }
    fail(client, &value, &ClientError::TimeOver("before the server answered"))
}

/// Writes and reads what can be.
fn attend(client: &Client, value: &Zval) -> Outcome {
    if let Some(event) = client.watch.announces.take() {
        client.watch.is_known.set(true);
        tell_of(client, value, event)?;
    }
    if client.watch.is_closing() {
        return leave(client, value);
    }
    let Some(written) = with(client, |connection| connection.write_on().map(|()| connection.waiting())) else {
        return Ok(());
    };
    let waiting = match written {
        Ok(waiting) => waiting,
        Err(error) => return finish(client, value, error.code().into()),
    };
    let low = client.settings.borrow().low_watermark();
    if client.watch.is_full.get() && waiting <= low {
        client.watch.is_full.set(false);
        tell_of(client, value, Event::BufferEmpty)?;
    }
    receive(client, value)
}

/// Goes on with the end that the program wants, until nothing of what was sent can be lost by it.
fn leave(client: &Client, value: &Zval) -> Outcome {
    let Some(left) = with(client, |connection| {
        connection.leave().map(|is_over| (is_over, connection.delivered(), connection.wants_write()))
    }) else {
        return Ok(());
    };
    let (is_over, delivered, wants_write) = match left {
        Ok(state) => state,
        Err(error) => return finish(client, value, error.code().into()),
    };
    client.watch.announces.set(None);
    let has_moved = client.watch.delivered.replace(delivered) != delivered;
    let now = Instant::now();
    let ends_at = client.watch.ends_at.get().filter(|_| !has_moved).unwrap_or(now + CLOSING);
    let patience = ends_at.saturating_duration_since(now);
    if is_over || patience.is_zero() {
        let code = if is_over || !wants_write { 0 } else { libc::ETIMEDOUT };
        return finish(client, value, code.into());
    }
    client.watch.ends_at.set(Some(ends_at));
    if set_deadline(client, value, if wants_write { patience } else { LOOK }).is_err() {
        return finish(client, value, 0);
    }
    watch(client, value)
}

fn receive(client: &Client, value: &Zval) -> Outcome {
    let mut taken = 0;
    while taken < AT_ONCE && !client.watch.is_paused.get() && !client.watch.is_closing() {
        let Some(received) = with(client, |connection| {
            let is_stream = connection.is_stream();
            let size = if is_stream { AT_ONCE } else { LONGEST_DATAGRAM };
            (is_stream, connection.take(size, false, false))
        }) else {
            return Ok(());
        };
        match received {
            (_, Ok(None)) => break,
            (_, Ok(Some(Received::Data(data)))) => {
                // An empty datagram is one, too.
                taken += data.len().max(1);
                tell(client, Event::Receive, || vec![value.shallow_clone(), string(&data)])?;
            }
            (_, Ok(Some(Received::End(Ending { cut })))) => {
                let code = if cut > 0 { libc::ECONNRESET } else { 0 };
                return finish(client, value, code.into());
            }
            (true, Err(error)) => return finish(client, value, error.code().into()),
            // Of a datagram that nobody took; others may come.
            (false, Err(error)) => {
                if let Some(object) = Object::of(value) {
                    note(object, error.code().into());
                }
                tell_of(client, value, Event::Error)?;
                break;
            }
        }
    }
    Ok(())
}

/// Sends now what the socket takes, and the rest later.
pub(super) fn send(call: &mut Call<'_>, data: &[u8]) -> Outcome {
    let length = data.len();
    let sent = transmit(call, length, |connection| connection.write(data))?;
    if sent { call.give(i64::try_from(length).unwrap_or(i64::MAX)) } else { call.give(false) }
}

/// The same for a part of a file.
pub(super) fn send_file(call: &mut Call<'_>, piece: Piece) -> Outcome {
    let sent = transmit(call, AT_ONCE, |connection| connection.write_file(piece))?;
    call.give(sent)
}

fn transmit(
    call: &mut Call<'_>,
    length: usize,
    write: impl FnOnce(&mut Connection) -> Result<(), ClientError>,
) -> Result<bool, Failure> {
    let (client, _) = of(call)?;
    let this = call.this()?;
    let (limit, high) = {
        let settings = client.settings.borrow();
        (settings.outbox_limit(), settings.high_watermark())
    };
    let state = with(client, |connection| (connection.waiting(), connection.written()));
    let Some((waiting, written)) = state.filter(|_| !client.watch.is_closing()) else {
        not_connected(call)?;
        return Ok(false);
    };
    if waiting > 0 && waiting.saturating_add(length) > limit {
        // Nothing to warn of: the program asked for more than there is room for, and may ask again.
        note(this, server::code::OUTPUT_BUFFER_OVERFLOW);
        return Ok(false);
    }
    let value = this.to_value();
    if let Some(Err(error)) = with(client, write) {
        note(this, error.code().into());
        let mut message = super::explained("failed to send", &error);
        if with(client, |connection| connection.written() > written) == Some(true) {
            message.push_str(super::TORN);
            finish(client, &value, error.code().into())?;
        }
        warning(&message);
        return Ok(false);
    }
    note(this, 0);
    let waiting = with(client, |connection| connection.waiting()).unwrap_or(0);
    let becomes_full = waiting >= high && !client.watch.is_full.replace(true);
    watch(client, &value)?;
    if becomes_full {
        tell_of(client, &value, Event::BufferFull)?;
    }
    Ok(true)
}

/// Ends the connection as soon as all is sent, or at once.
pub(super) fn close(call: &mut Call<'_>, force: bool) -> Outcome {
    let (client, _) = of(call)?;
    let value = call.this()?.to_value();
    if matches!(*client.state.borrow(), State::Idle) {
        return not_connected(call);
    }
    let is_open = matches!(*client.state.borrow(), State::Open(_));
    if !client.watch.is_known.get() {
        // The program was told nothing yet, and is told nothing now.
        end(client, &value);
    } else if force || !is_open {
        finish(client, &value, 0)?;
    } else {
        leave(client, &value)?;
    }
    call.give(true)
}

/// Hears nothing for now; the system keeps what comes.
pub(super) fn pause(call: &mut Call<'_>) -> Outcome {
    hear(call, false)
}

/// Hears again.
pub(super) fn resume(call: &mut Call<'_>) -> Outcome {
    hear(call, true)
}

fn hear(call: &mut Call<'_>, on: bool) -> Outcome {
    arguments!(call, c"");
    let (client, _) = of(call)?;
    if !client.is_async.get() {
        return refuse(call, code::INVALID_PARAMS, "a synchronous client hears only what it asks for");
    }
    if with(client, |_| ()).is_none() {
        return not_connected(call);
    }
    client.watch.is_paused.set(!on);
    watch(client, &call.this()?.to_value())?;
    call.give(true)
}

/// Speaks TLS from now on: the callback is told when it is agreed on.
pub(super) fn enable_ssl(call: &mut Call<'_>, open: Open) -> Outcome {
    let (client, kind) = of(call)?;
    let value = call.this()?.to_value();
    client.watch.set(Event::SslReady, timer::callable(call, 0)?);
    let Open { connection, key, timeout, .. } = open;
    let settings = client.settings.borrow().clone();
    match Opening::encrypt(connection, kind, &key.to.host, &settings) {
        Ok(opening) => {
            begin(client, &value, Pending { opening, key, timeout, event: Event::SslReady }, timeout)?;
            let has_begun = !matches!(*client.state.borrow(), State::Idle);
            call.give(has_begun)
        }
        Err(error) => {
            fail(client, &value, &error)?;
            call.give(false)
        }
    }
}

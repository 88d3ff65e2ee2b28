//! `Swoole\Client`, once `swoole_client`: a connection over TCP, UDP or a Unix socket, plain or encrypted, that carries bytes as
//! they are.
//!
//! * [`waiting`] — what a synchronous client does on the caller's thread, which waits.
//! * [`event_driven`] — what an asynchronous one does in the event loop.

mod event_driven;
mod waiting;

use std::cell::{Cell, RefCell};
use std::net::Shutdown;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, AsRawFd, RawFd};

use ext_php_rs::flags::{ConstantFlags, DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::client::kept::{self, ConnectionKey};
use swoxide_engine::client::{ClientError, Connection, Family, Kind};
use swoxide_engine::settings::{Applied, ConnectionSettings};
use swoxide_engine::shared::wait::Patience;

use super::{OF_ITS_PARENT, WAITS_ALREADY, constructor_not_called, exception, warn};
use crate::worker::server::set_last_error;
use crate::worker::watched;
use crate::zend::array::{Array, boolean, entries, integer, string};
use crate::zend::class::{Class, allow_dynamic_properties, class, null_property, property};
use crate::zend::error::{Failure, warning};
use crate::zend::method::{
    Call, Outcome, StringArgument, TableArgument, arguments, bytes, method, optional, required, table,
};
use crate::zend::object::{self, Data, Handlers, Object};
use crate::zend::value::setting;

static CLIENT: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// `SWOOLE_SSL`, `SWOOLE_ASYNC`, `SWOOLE_SYNC` and `SWOOLE_KEEP`: bits of a type.
const SSL: i64 = 512;
const ASYNC: i64 = 1024;
const SYNC: i64 = 2048;
const KEEP: i64 = 4096;

/// The flags of the system that `recv()` knows, in the order of their constants.
const MSG_PEEK: i64 = 2;
const MSG_DONTWAIT: i64 = 64;
const MSG_WAITALL: i64 = 256;
const CONSTANTS: [(&str, i64); 7] = [
    ("MSG_OOB", 1),
    ("MSG_PEEK", MSG_PEEK),
    ("MSG_DONTWAIT", MSG_DONTWAIT),
    ("MSG_WAITALL", MSG_WAITALL),
    ("SHUT_RDWR", 2),
    ("SHUT_RD", 0),
    ("SHUT_WR", 1),
];

/// Numbers of `SWOOLE_ERROR_*`.
mod code {
    pub(super) const INVALID_PARAMS: i64 = 505;
    pub(super) const NO_PAYLOAD: i64 = 550;
    pub(super) const SSL_VERIFY_FAILED: i64 = 1014;
    pub(super) const NO_CONNECTION: i64 = 5001;
}

/// What is said of a part of something that nothing can follow.
const TORN: &str = "; a part of it may have gone, so that the connection is closed";

/// The properties in the order of their declaration.
mod place {
    pub(super) const ERR_CODE: usize = 0;
    pub(super) const SOCK: usize = 1;
    pub(super) const REUSE: usize = 2;
    pub(super) const REUSE_COUNT: usize = 3;
    pub(super) const TYPE: usize = 4;
    pub(super) const ID: usize = 5;
    pub(super) const SETTING: usize = 6;
}

/// What an object carries.
#[derive(Default)]
struct Client {
    /// `None` before the constructor.
    kind: Cell<Option<Kind>>,
    /// The connection outlives its object (`SWOOLE_KEEP`).
    keeps: Cell<bool>,
    /// The event loop watches it, and callbacks are told.
    is_async: Cell<bool>,
    watch: event_driven::Watch,
    settings: RefCell<ConnectionSettings>,
    state: RefCell<State>,
}

#[derive(Default)]
enum State {
    /// There is no connection.
    #[default]
    Idle,
    /// A method has taken the connection out and waits: a signal handler may run meanwhile.
    Busy,
    /// Of an asynchronous client: it will be there, or not.
    Opening(Box<event_driven::Pending>),
    Open(Box<Open>),
}

/// A connection that was opened, and may have ended since.
struct Open {
    connection: Connection,
    key: ConnectionKey,
    /// How long sending and receiving may take, in seconds, as `connect()` was told.
    timeout: f64,
    /// How often it was taken from those that are kept.
    reuses: i64,
}

impl Data for Client {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }

    fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        self.watch.trace(show);
    }
}

impl Client {
    /// Whether there is a connection that has not ended. Nothing is borrowed behind it: whoever warns may meet an error handler
    /// that uses the client.
    fn is_connected(&self) -> bool {
        match &mut *self.state.borrow_mut() {
            State::Open(open) => open.connection.is_connected(),
            State::Idle | State::Busy | State::Opening(_) => false,
        }
    }

    /// Keeps a connection for another client, if this one is persistent and nothing is half done; else gives it back.
    fn part_with(&self, open: Open) -> Option<Connection> {
        let Open { connection, key, reuses, .. } = open;
        if !self.keeps.get() {
            return Some(connection);
        }
        // It stays open, but the program's watch ends with the program's use of it.
        watched::forget_own(connection.as_fd().as_raw_fd());
        kept::keep_connection(key, connection, reuses)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        if let State::Open(open) = self.state.take()
            && let Some(mut connection) = self.part_with(*open)
            && !self.is_async.get()
        {
            // Nothing of PHP's may run here.
            connection.linger(&mut Patience::new(None, &mut || ControlFlow::Continue(())));
        }
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let kind = vec![
        required("type", DataType::Long),
        optional("async", DataType::Bool, "SWOOLE_SOCK_SYNC"),
        optional("id", DataType::String, "''"),
    ];
    let to = vec![
        required("host", DataType::String),
        optional("port", DataType::Long, "0"),
        optional("timeout", DataType::Double, "0.5"),
        optional("sock_flag", DataType::Long, "0"),
    ];
    let length = vec![optional("size", DataType::Long, "65536"), optional("flag", DataType::Long, "0")];
    let data = vec![required("data", DataType::String), optional("flag", DataType::Long, "0")];
    let datagram =
        vec![required("ip", DataType::String), required("port", DataType::Long), required("data", DataType::String)];
    let file = vec![
        required("filename", DataType::String),
        optional("offset", DataType::Long, "0"),
        optional("length", DataType::Long, "0"),
    ];
    let ssl_ready = vec![optional("onSslReady", DataType::Callable, "null").allow_null()];
    let event = vec![required("event_name", DataType::String), required("callback", DataType::Callable)];
    let mut builder = class("Swoole\\Client")
        .property(property("errCode", 0))
        .property(property("sock", -1))
        .property(property("reuse", false))
        .property(property("reuseCount", 0))
        .property(property("type", 0))
        .property(null_property("id"))
        .property(null_property("setting"))
        .method(method("__construct", construct, 1, kind), public)
        .method(method("set", set, 1, vec![required("settings", DataType::Array)]), public)
        .method(method("connect", waiting::connect, 1, to), public)
        .method(method("recv", waiting::receive, 0, length), public)
        .method(method("send", waiting::send, 1, data), public)
        .method(method("sendfile", waiting::send_file, 1, file), public)
        .method(method("sendto", waiting::send_to, 3, datagram), public)
        .method(method("shutdown", shutdown, 1, vec![required("how", DataType::Long)]), public)
        .method(method("enableSSL", waiting::enable_ssl, 0, ssl_ready), public)
        .method(method("on", event_driven::on, 2, event), public)
        .method(method("pause", event_driven::pause, 0, vec![]), public)
        .method(method("sleep", event_driven::pause, 0, vec![]), public)
        .method(method("resume", event_driven::resume, 0, vec![]), public)
        .method(method("wakeup", event_driven::resume, 0, vec![]), public)
        .method(method("getPeerCert", get_peer_cert, 0, vec![]), public)
        .method(method("verifyPeerCert", verify_peer_cert, 0, vec![]), public)
        .method(method("isConnected", is_connected, 0, vec![]), public)
        .method(method("getsockname", getsockname, 0, vec![]), public)
        .method(method("getpeername", getpeername, 0, vec![]), public)
        .method(method("close", close, 0, vec![optional("force", DataType::Bool, "false")]), public);
    for (name, number) in CONSTANTS {
        builder = builder.constant(name, number, &[], ConstantFlags::Public)?;
    }
    builder
        .registration(|entry, tables| {
            object::embed::<Client>(entry);
            allow_dynamic_properties(entry);
            CLIENT.registered(entry, tables);
        })
        .register()?;
    CLIENT.alias("swoole_client");
    Ok(())
}

/// The number of a client's socket, if it has one; `None` for other values.
pub(super) fn descriptor(value: &Zval) -> Option<Option<RawFd>> {
    let client = Object::of(value)?.data::<Client>()?;
    Some(match &*client.state.borrow() {
        State::Open(open) => Some(open.connection.as_fd().as_raw_fd()),
        State::Idle | State::Busy | State::Opening(_) => None,
    })
}

/// Whether a value is a client that has bytes which nobody has taken, and of which the system knows nothing any more.
pub(super) fn has_unread(value: &Zval) -> bool {
    let Some(client) = Object::of(value).and_then(Object::data::<Client>) else { return false };
    match &mut *client.state.borrow_mut() {
        State::Open(open) => open.connection.has_unread(),
        State::Idle | State::Busy | State::Opening(_) => false,
    }
}

/// The kind of socket that a type without its other bits stands for.
fn kind_of(number: i64, is_encrypted: bool) -> Option<Kind> {
    let (family, is_stream) = match number {
        1 => (Family::V4, true),
        2 => (Family::V4, false),
        3 => (Family::V6, true),
        4 => (Family::V6, false),
        5 => (Family::Unix, true),
        6 => (Family::Unix, false),
        _ => return None,
    };
    (is_stream || !is_encrypted).then_some(Kind { family, is_stream, is_encrypted })
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|bS", kind: i64, is_async: bool, id: StringArgument);
    let this = call.this()?;
    let client = this.data::<Client>().ok_or(Failure::Thrown)?;
    if client.kind.get().is_some() {
        let text = "Swoole\\Client::__construct() was called already: make another client";
        return Err(Failure::throw(ce::error(), 0, text));
    }
    let Some(known) = kind_of(kind & !(SSL | ASYNC | SYNC | KEEP), kind & SSL != 0) else {
        let text = format!(
            "client[type={kind}] does not exist: the types are SWOOLE_SOCK_TCP, SWOOLE_SOCK_TCP6, SWOOLE_SOCK_UNIX_STREAM, \
             each with SWOOLE_SSL or without, SWOOLE_SOCK_UDP, SWOOLE_SOCK_UDP6 and SWOOLE_SOCK_UNIX_DGRAM"
        );
        return Err(exception::throw(code::INVALID_PARAMS, text));
    };
    let is_async = is_async || kind & ASYNC != 0;
    if is_async && kind & KEEP != 0 {
        let text = "an asynchronous client can't be persistent: leave SWOOLE_KEEP or SWOOLE_SOCK_ASYNC out";
        return Err(exception::throw(code::INVALID_PARAMS, text));
    }
    client.is_async.set(is_async);
    client.kind.set(Some(known));
    client.keeps.set(kind & KEEP != 0);
    this.set_slot(place::TYPE, integer(kind));
    if let Some(id) = bytes(call, id).filter(|id| !id.is_empty()) {
        this.set_slot(place::ID, string(id));
    }
    Ok(())
}

/// The client of the running method, and its kind of socket.
fn of<'call>(call: &Call<'call>) -> Result<(&'call Client, Kind), Failure> {
    let client = call.this()?.data::<Client>().ok_or(Failure::Thrown)?;
    let kind = client.kind.get().ok_or_else(|| constructor_not_called("Swoole\\Client"))?;
    let text = match &*client.state.borrow() {
        State::Busy => WAITS_ALREADY,
        State::Open(open) if open.connection.is_forbidden() => OF_ITS_PARENT,
        State::Idle | State::Opening(_) | State::Open(_) => return Ok((client, kind)),
    };
    Err(Failure::throw(ce::error(), 0, text))
}

/// Merges settings into the earlier ones. Nothing changes if one value is wrong.
fn set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"h", given: TableArgument);
    let (client, _) = of(call)?;
    let this = call.this()?;
    let mut settings = client.settings.borrow().clone();
    let before = this.slot(place::SETTING);
    let mut shown = Array::new();
    let mut unknown = Vec::new();
    for (key, value) in before.array().into_iter().flat_map(entries) {
        shown.set_as_given(&key, value.shallow_clone());
    }
    for (key, value) in table(call, given).into_iter().flat_map(entries) {
        match settings.apply(&key, &setting(value)) {
            Ok(Applied::Taken | Applied::NotYet) => {}
            Ok(Applied::Unknown) => unknown.push(key.clone()),
            Err(problem) => return Err(exception::invalid(&problem)),
        }
        shown.set_as_given(&key, value.dereference().shallow_clone());
    }
    if let State::Open(open) = &mut *client.state.borrow_mut() {
        open.connection.set_framing(&settings);
    }
    client.settings.replace(settings);
    this.set_slot(place::SETTING, shown.into_value());
    if !unknown.is_empty() {
        warn(&format!("clients have no setting '{}': it changes nothing", unknown.join("', '")));
    }
    call.give(true)
}

/// Notes an error's number where programs look for it.
fn note(this: Object<'_>, code: i64) {
    this.set_slot(place::ERR_CODE, integer(code));
    set_last_error(code);
}

/// False, with a warning that says what failed and why.
fn fail(call: &mut Call<'_>, what: &str, error: &ClientError) -> Outcome {
    refuse(call, error.code().into(), &explained(what, error))
}

/// The same for what is known here.
fn refuse(call: &mut Call<'_>, code: i64, message: &str) -> Outcome {
    note(call.this()?, code);
    warning(message);
    call.give(false)
}

fn explained(what: &str, error: &ClientError) -> String {
    match error {
        ClientError::System { error, .. } => exception::sentence(what, error),
        error => format!("{what}: {error}"),
    }
}

fn not_connected(call: &mut Call<'_>) -> Outcome {
    refuse(call, code::NO_CONNECTION, "client is not connected to server")
}

/// Has the program see a connection that is there, or that none is.
fn show(this: Object<'_>, open: Option<&Open>) {
    let number = open.map_or(-1, |open| open.connection.as_fd().as_raw_fd());
    this.set_slot(place::SOCK, integer(number.into()));
    this.set_slot(place::REUSE, boolean(open.is_some_and(|open| open.reuses > 0)));
    this.set_slot(place::REUSE_COUNT, integer(open.map_or(0, |open| open.reuses)));
}

/// Looks at the connection; `None`, and a warning, if there is none.
fn look<R>(call: &mut Call<'_>, look: impl FnOnce(&mut Open) -> R) -> Result<Option<R>, Failure> {
    let (client, _) = of(call)?;
    if let State::Open(open) = &mut *client.state.borrow_mut() {
        return Ok(Some(look(open)));
    }
    not_connected(call)?;
    Ok(None)
}

fn shutdown(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", how: i64);
    let side = match how {
        0 => Shutdown::Read,
        1 => Shutdown::Write,
        2 => Shutdown::Both,
        _ => {
            let message = format!("$how [{how}] must be Swoole\\Client::SHUT_RD (0), SHUT_WR (1) or SHUT_RDWR (2)");
            return refuse(call, libc::EINVAL.into(), &message);
        }
    };
    match look(call, |open| open.connection.shutdown(side))? {
        None => Ok(()),
        Some(Ok(())) => call.give(true),
        Some(Err(error)) => {
            fail(call, "shutdown() failed", &ClientError::System { what: "shutdown".to_owned(), error })
        }
    }
}

fn get_peer_cert(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let Some(certificate) = look(call, |open| open.connection.certificate())? else { return Ok(()) };
    match certificate {
        Some(certificate) => call.give(&*certificate),
        None => refuse(call, code::INVALID_PARAMS, "the connection is not encrypted, and so has no certificate"),
    }
}

fn verify_peer_cert(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let settings = of(call)?.0.settings.borrow().clone();
    match look(call, |open| open.connection.verify(&settings))? {
        None => Ok(()),
        Some(Ok(())) => call.give(true),
        Some(Err(reason)) => {
            refuse(call, code::SSL_VERIFY_FAILED, &format!("the server's certificate can't be trusted: {reason}"))
        }
    }
}

fn is_connected(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (client, _) = of(call)?;
    call.give(client.is_connected())
}

fn getsockname(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let Some(address) = look(call, |open| open.connection.local())? else { return Ok(()) };
    call.give(address.map(address_array))
}

fn getpeername(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let Some(address) = look(call, |open| open.connection.remote())? else { return Ok(()) };
    call.give(address.map(address_array))
}

fn address_array((host, port): (Vec<u8>, u16)) -> Zval {
    Array::new().with("host", string(host)).with("port", i64::from(port)).into_value()
}

fn close(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", force: bool);
    let (client, _) = of(call)?;
    if client.is_async.get() {
        return event_driven::close(call, force);
    }
    let State::Open(open) = client.state.take() else {
        return not_connected(call);
    };
    show(call.this()?, None);
    if !force && let Some(mut connection) = client.part_with(*open) {
        waiting::busy(client, -1.0, |patience| connection.linger(patience))?;
    }
    call.give(true)
}

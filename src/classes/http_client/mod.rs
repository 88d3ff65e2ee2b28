//! `Swoole\Http\Client`: HTTP, and WebSockets by upgrade, with callbacks. Its connections are [`clients`]; what they say comes to
//! [`telling`]; what a program asks for is put together in [`asking`].

mod asking;
mod telling;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::client::Frame;
use swoxide_engine::client::http::{Phase, PushRefused, Target};
use swoxide_engine::protocol::message::flags;
use swoxide_engine::settings::{Applied, HttpClientSettings};

use self::asking::Upload;
pub(crate) use self::telling::tell;
use super::frame::{self, ToSend};
use super::websocket_server::FIN;
use super::{constructor_not_called, exception, warn};
use crate::process::forks;
use crate::worker::clients;
use crate::worker::server::code;
use crate::zend::array::{Array, entries, integer, string};
use crate::zend::callable::Callable;
use crate::zend::class::{Class, allow_dynamic_properties, class, may_be, null_property, property};
use crate::zend::error::{Failure, user_warning};
use crate::zend::method::{
    Call, Outcome, StringArgument, TableArgument, arguments, method, optional, required, table, text,
};
use crate::zend::object::{self, Data, Handlers, Object};
use crate::zend::value::setting;

/// What the log calls its callbacks.
pub(crate) const NAME: &str = "http client";

static CLIENT: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// `SWOOLE_SOCK_TCP`, and `SWOOLE_SSL` beside it.
const SOCK_TCP: i64 = 1;
const SSL: i64 = 512;

/// The properties in the order of their declaration.
mod place {
    pub(super) const TYPE: usize = 0;
    pub(super) const ERR_CODE: usize = 1;
    pub(super) const ERR_MSG: usize = 2;
    pub(super) const SOCK: usize = 3;
    pub(super) const STATUS_CODE: usize = 4;
    pub(super) const HOST: usize = 5;
    pub(super) const PORT: usize = 6;
    pub(super) const REQUEST_METHOD: usize = 7;
    pub(super) const REQUEST_HEADERS: usize = 8;
    pub(super) const REQUEST_BODY: usize = 9;
    pub(super) const UPLOAD_FILES: usize = 10;
    pub(super) const SET_COOKIE_HEADERS: usize = 11;
    pub(super) const DOWNLOAD_FILE: usize = 12;
    pub(super) const HEADERS: usize = 13;
    pub(super) const COOKIES: usize = 14;
    pub(super) const BODY: usize = 15;
    /// The first of the four that are named by [`EVENTS`](super::EVENTS).
    pub(super) const CALLBACKS: usize = 16;
    pub(super) const SETTING: usize = 20;
}

/// `SWOOLE_ERROR_WEBSOCKET_BAD_OPCODE`
const BAD_OPCODE: i64 = 8502;

/// `SWOOLE_ERROR_WEBSOCKET_UNCONNECTED`
const UNCONNECTED: i64 = 8503;

/// `SWOOLE_ERROR_WEBSOCKET_HANDSHAKE_FAILED`
const HANDSHAKE_FAILED: i64 = 8504;

/// The events, and where their callbacks are.
const EVENTS: [&str; 4] = ["connect", "error", "message", "close"];
const CONNECT: usize = 0;
const ERROR: usize = 1;
const MESSAGE: usize = 2;
const CLOSE: usize = 3;

/// What an object carries.
#[derive(Default)]
struct ClientObject {
    /// `None` until the constructor was called.
    target: RefCell<Option<Target>>,
    settings: RefCell<Rc<HttpClientSettings>>,
    callbacks: RefCell<[Option<Rc<Callable>>; EVENTS.len()]>,
    /// Of the request under way.
    answered: RefCell<Option<Rc<Callable>>>,
    /// The connection, until its end was told or the program has closed it.
    connection: Cell<Option<u64>>,
    /// The process of the request under way: a child has no part in it.
    asked_in: Cell<u32>,
    /// Files for the next request.
    uploads: RefCell<Rc<Vec<Upload>>>,
}

impl Data for ClientObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }

    fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        self.callbacks.borrow().iter().flatten().for_each(|callable| show(callable.value()));
        if let Some(callable) = &*self.answered.borrow() {
            show(callable.value());
        }
    }
}

impl Drop for ClientObject {
    fn drop(&mut self) {
        if let Some(number) = self.connection.get() {
            clients::forget(number);
        }
    }
}

impl ClientObject {
    /// Whether a request waits for its answer, or for its callback to be told.
    fn is_busy(&self) -> bool {
        self.answered.borrow().is_some() && self.asked_in.get() == forks::generation()
    }

    /// How far the connection is; `None` without one.
    fn phase(&self) -> Option<Phase> {
        clients::phase(self.connection.get()?)
    }
}

/// Of a client whose connection has gone with its loop: there may be another request in another loop. Gives the callback that will
/// not come any more, for the caller to drop.
pub(crate) fn abandon(object: Object<'_>) -> Option<Rc<Callable>> {
    let client = object.data::<ClientObject>()?;
    client.connection.set(None);
    client.answered.take()
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let path = || required("path", DataType::String);
    let callback = || required("callback", DataType::Callable);
    let array = |name| vec![required(name, DataType::Array)];
    let data = || required("data", DataType::Array);
    let server = vec![
        required("host", DataType::String),
        optional("port", DataType::Long, "80"),
        optional("ssl", DataType::Bool, "false"),
    ];
    let file = vec![
        path(),
        required("name", DataType::String),
        optional("type", DataType::String, "null").allow_null(),
        optional("filename", DataType::String, "null").allow_null(),
        optional("offset", DataType::Long, "0"),
        optional("length", DataType::Long, "0"),
    ];
    let download =
        vec![path(), required("file", DataType::String), callback(), optional("offset", DataType::Long, "0")];
    let message = vec![
        required("data", DataType::object("Swoole\\WebSocket\\Frame")),
        optional("opcode", DataType::Long, "WEBSOCKET_OPCODE_TEXT"),
        optional("finish", DataType::Bool, "true"),
    ];
    let on = vec![required("event", DataType::String), callback()];
    class("Swoole\\Http\\Client")
        .property(property("type", 0))
        .property(property("errCode", 0))
        .property(property("errMsg", ""))
        .property(property("sock", 0))
        .property(property("statusCode", 0))
        .property(null_property("host"))
        .property(property("port", 0))
        .property(null_property("requestMethod"))
        .property(null_property("requestHeaders"))
        .property(null_property("requestBody"))
        .property(null_property("uploadFiles"))
        .property(null_property("set_cookie_headers"))
        .property(null_property("downloadFile"))
        .property(null_property("headers"))
        .property(null_property("cookies"))
        .property(null_property("body"))
        .property(null_property("onConnect"))
        .property(null_property("onError"))
        .property(null_property("onMessage"))
        .property(null_property("onClose"))
        .property(null_property("setting"))
        .method(method("__construct", construct, 1, server), public)
        .method(method("set", set, 1, array("settings")), public)
        .method(method("setMethod", asking::set_method, 1, vec![required("method", DataType::String)]), public)
        .method(method("setHeaders", asking::set_headers, 1, array("headers")), public)
        .method(method("setCookies", asking::set_cookies, 1, array("cookies")), public)
        .method(method("setData", asking::set_data, 1, vec![required("data", DataType::Mixed)]), public)
        .method(method("addFile", asking::add_file, 2, file), public)
        .method(method("execute", asking::execute, 2, vec![path(), callback()]), public)
        .method(method("get", asking::get, 2, vec![path(), callback()]), public)
        .method(method("post", asking::post, 3, vec![path(), data(), callback()]), public)
        .method(method("download", asking::download, 3, download), public)
        .method(method("upgrade", asking::upgrade, 2, vec![path(), callback()]), public)
        .method(method("push", push, 1, message), public)
        .method(method("isConnected", is_connected, 0, vec![]), public)
        .method(method("close", close, 0, vec![]), public)
        .method(method("on", on_event, 2, on), public)
        .registration(|entry, tables| {
            object::embed::<ClientObject>(entry);
            allow_dynamic_properties(entry);
            CLIENT.registered(entry, tables);
        })
        .register()?;
    CLIENT.widen("push", 0, may_be::STRING);
    CLIENT.widen("post", 1, may_be::STRING);
    CLIENT.alias("swoole_http_client");
    Ok(())
}

/// The object that a method was called on, with its data.
fn of<'call>(call: &Call<'call>) -> Result<(Object<'call>, &'call ClientObject), Failure> {
    let this = call.this()?;
    let client = this.data::<ClientObject>().ok_or(Failure::Thrown)?;
    if client.target.borrow().is_none() {
        return Err(constructor_not_called("Swoole\\Http\\Client"));
    }
    Ok((this, client))
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|lb", host: StringArgument, port: i64 = 80, is_secure: bool);
    let this = call.this()?;
    let client = this.data::<ClientObject>().ok_or(Failure::Thrown)?;
    if client.target.borrow().is_some() {
        return Err(Failure::throw(ce::error(), 0, "the client has its server already: make another one"));
    }
    let given = text(call, host);
    let number = u16::try_from(port).ok().filter(|port| *port > 0).ok_or_else(|| {
        Failure::throw(ce::value_error(), 0, format!("the port must be from 1 to 65535, {port} given"))
    })?;
    let host = given.trim_start_matches('[').trim_end_matches(']');
    if host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._:%".contains(&byte)) {
        let message = format!(
            "the host must be a name or an IP address, without http:// and path, '{}' given",
            given.escape_debug()
        );
        return Err(Failure::throw(ce::value_error(), 0, message));
    }
    client.target.replace(Some(Target { host: host.to_owned(), port: number, is_secure }));
    this.set_slot(place::TYPE, integer(if is_secure { SOCK_TCP | SSL } else { SOCK_TCP }));
    this.set_slot(place::HOST, string(&given));
    this.set_slot(place::PORT, integer(port));
    Ok(())
}

/// What is set counts from the next request on.
fn set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"h", given: TableArgument);
    let (this, client) = of(call)?;
    let mut settings = HttpClientSettings::clone(&client.settings.borrow());
    let mut shown = Array::new();
    if let Some(before) = this.slot(place::SETTING).array() {
        entries(before).for_each(|(key, value)| shown.set_as_given(&key, value.shallow_clone()));
    }
    let mut unknown = Vec::new();
    for (key, value) in table(call, given).into_iter().flat_map(entries) {
        match settings.apply(&key, &setting(value)) {
            Ok(Applied::Taken | Applied::NotYet) => {}
            Ok(Applied::Unknown) => unknown.push(key.clone()),
            Err(problem) => return Err(exception::invalid(&problem)),
        }
        shown.set_as_given(&key, value.shallow_clone());
    }
    client.settings.replace(Rc::new(settings));
    this.set_slot(place::SETTING, shown.into_value());
    for key in unknown {
        user_warning(&format!("unsupported option [{key}]"));
    }
    call.give(true)
}

fn on_event(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sz", name: StringArgument, callback: *mut Zval);
    let (this, client) = of(call)?;
    let name = text(call, name);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let callback = unsafe { &*callback }.dereference();
    let Some(event) = EVENTS.iter().position(|event| name.eq_ignore_ascii_case(event)) else {
        warn(&format!("unknown event types[{name}]: {} are there", EVENTS.join(", ")));
        return call.give(false);
    };
    match Callable::find(callback) {
        Ok(callable) => {
            let before = client.callbacks.borrow_mut()[event].replace(Rc::new(callable));
            // Dropped only when nothing is borrowed: a destructor may come back here.
            drop(before);
            this.set_slot(place::CALLBACKS + event, callback.shallow_clone());
            call.give(true)
        }
        Err(name) => {
            warn(&format!("function '{name}' is not callable"));
            call.give(false)
        }
    }
}

/// Leaves a number and its sentence in the properties.
fn set_error(object: Object<'_>, number: i64, message: &str) {
    object.set_slot(place::ERR_CODE, integer(number));
    object.set_slot(place::ERR_MSG, string(message));
}

fn push(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z|lb", data: *mut Zval, opcode: i64 = 1, is_final: bool = true);
    let (this, client) = of(call)?;
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let data = unsafe { &*data }.dereference();
    let given = if is_final { FIN } else { 0 };
    let to_send = frame::to_send(data, opcode, given)?;
    let pushed = match (client.connection.get(), to_send) {
        (None, _) => Err(PushRefused::NotConnected),
        (Some(number), ToSend::Message { payload, opcode, flags }) => {
            let compress = flags & i64::from(flags::COMPRESS) != 0;
            clients::push(number, Frame { opcode, payload: &payload, is_final: flags & FIN != 0, compress })
        }
        (Some(number), ToSend::Close { code, reason }) => {
            clients::push_close(number, code, &reason).inspect(|()| client.connection.set(None))
        }
    };
    match pushed {
        Ok(()) => call.give(true),
        Err(refused) => {
            let number = match &refused {
                PushRefused::NotConnected => UNCONNECTED,
                PushRefused::NotOpen => HANDSHAKE_FAILED,
                PushRefused::Full(_) => code::OUTPUT_BUFFER_OVERFLOW,
                PushRefused::Unsendable(_) => BAD_OPCODE,
            };
            set_error(this, number, &refused.to_string());
            if !matches!(refused, PushRefused::Full(_)) {
                warn(&refused.to_string());
            }
            call.give(false)
        }
    }
}

fn is_connected(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (_, client) = of(call)?;
    call.give(matches!(client.phase(), Some(Phase::Requesting | Phase::Idle | Phase::Open)))
}

/// on('close') comes in the next round of the loop, or when the closing handshake is over.
fn close(call: &mut Call<'_>) -> Outcome {
    let (_, client) = of(call)?;
    let is_there = client.phase().is_some_and(|phase| phase != Phase::Leaving);
    if let Some(number) = client.connection.get().filter(|_| is_there) {
        client.connection.set(None);
        clients::close(number);
    }
    call.give(is_there)
}

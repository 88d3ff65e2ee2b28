//! `Swoole\Http\Response`: the answer to one request. It can be kept and ended after the callback; one that is dropped
//! without an end is ended by its destructor, so that no client waits for nothing.

mod body;
mod compress;
mod cookie;
mod coroutine;
mod detached;
mod head;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use bytes::Bytes;
use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use swoxide_engine::link::{self, Refused};
use swoxide_engine::protocol::coding::{Accepted, Gzip};
use swoxide_engine::registry::Fd;

use self::body::{end, redirect, sendfile, write};
use self::compress::gzip;
use self::cookie::{cookie, raw_cookie};
use self::coroutine::{close, no_upgrade, no_websocket};
use self::detached::{create as create_for, detach, is_writable};
use self::head::{Head, header, status, trailer};
use super::warn;
use crate::worker::server::{Server, code, set_last_error};
use crate::zend::array::integer;
use crate::zend::class::{Class, allow_dynamic_properties, class, may_be, null_property, property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, arguments, method, optional, required};
use crate::zend::object::{self, Data, Handlers, Object};

static RESPONSE: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The properties in the order of their declaration.
mod place {
    pub(super) const FD: usize = 0;
}

/// What a response object carries.
#[derive(Default)]
struct ResponseObject {
    exchange: OnceCell<Exchange>,
    stage: Cell<Stage>,
    /// It was a handshake, and the connection is a WebSocket now.
    switched: Cell<bool>,
    head: RefCell<Head>,
    /// What the client said of compression.
    accepted: Cell<Accepted>,
    /// `gzip()` was called.
    gzip_level: Cell<Option<u32>>,
    /// What compresses the chunks, if something does.
    gzip: RefCell<Option<Gzip>>,
}

/// Which request it answers.
struct Exchange {
    server: Rc<Server>,
    fd: Fd,
    number: u64,
    purpose: Purpose,
}

/// What the response is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// An HTTP request.
    Request,
    /// Whatever waits at a connection: the program has made it by itself.
    Created,
    /// `onHandshake`: 101 accepts, and anything else refuses.
    Handshake,
    /// `onBeforeHandshakeResponse`: 101, unless the program says otherwise.
    HandshakeResponse,
}

impl Purpose {
    /// The status of an answer without one: of `end()`, and of a response that was dropped (`touched` or not) without it.
    /// A forgotten request gets an empty 200, since the programs of the project's document leave theirs so; an answer
    /// that was begun and forgotten a 500, as with Swoole.
    fn default_status(self, dropped: bool, touched: bool) -> u16 {
        match self {
            Self::HandshakeResponse => 101,
            Self::Handshake if dropped => 500,
            Self::Created if dropped => 500,
            Self::Request if dropped && touched => 500,
            Self::Handshake | Self::Request | Self::Created => 200,
        }
    }
}

/// What `onHandshake` returned.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Returned {
    /// Something true: it accepts, as programs of the 1.x days say it.
    True,
    /// `false`: it refuses.
    False,
    /// Nothing, or what says as little.
    Other,
}

impl Returned {
    pub(crate) fn of(value: &Zval) -> Self {
        match value.bool() {
            Some(false) => Self::False,
            _ if value.coerce_to_bool() => Self::True,
            _ => Self::Other,
        }
    }
}

#[derive(Clone, Copy, Default, Eq, PartialEq)]
enum Stage {
    /// Nothing was sent.
    #[default]
    Open,
    /// The head and some chunks were sent.
    Chunks,
    /// All was, or nothing can be any more.
    Ended,
}

impl Data for ResponseObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

impl Drop for ResponseObject {
    /// An answer without an end is ended here.
    fn drop(&mut self) {
        let Some(exchange) = self.exchange.get() else { return };
        let status = exchange.purpose.default_status(true, self.head.get_mut().is_touched());
        let _ = self.finish(status, Bytes::new());
    }
}

impl ResponseObject {
    /// Nothing can be said any more; gives the stage before.
    fn end_stage(&self) -> Stage {
        let before = self.stage.replace(Stage::Ended);
        if before != Stage::Ended
            && let Some(Exchange { server, .. }) = self.exchange.get()
        {
            server.owed.set(server.owed.get().saturating_sub(1));
        }
        before
    }

    /// Whether it answers a handshake.
    fn is_of_handshake(&self) -> bool {
        let purpose = self.exchange.get().map(|exchange| exchange.purpose);
        matches!(purpose, Some(Purpose::Handshake | Purpose::HandshakeResponse))
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let text = |name| required(name, DataType::String);
    let status_arguments = || vec![required("http_code", DataType::Long), optional("reason", DataType::String, "''")];
    let header_arguments =
        || vec![text("key"), required("value", DataType::String), optional("format", DataType::Bool, "true")];
    let cookie_arguments = || {
        vec![
            required("name_or_object", DataType::object("Swoole\\Http\\Cookie")),
            optional("value", DataType::String, "''"),
            optional("expires", DataType::Long, "0"),
            optional("path", DataType::String, "''"),
            optional("domain", DataType::String, "''"),
            optional("secure", DataType::Bool, "false"),
            optional("httponly", DataType::Bool, "false"),
            optional("samesite", DataType::String, "''"),
            optional("priority", DataType::String, "''"),
            optional("partitioned", DataType::Bool, "false"),
        ]
    };
    let end_argument = optional("content", DataType::String, "null").allow_null();
    let sendfile_arguments =
        vec![text("filename"), optional("offset", DataType::Long, "0"), optional("length", DataType::Long, "0")];
    let create_arguments = vec![optional("server", DataType::Long, "-1"), optional("fd", DataType::Long, "-1")];
    let push_arguments = vec![
        required("data", DataType::object("Swoole\\WebSocket\\Frame")),
        optional("opcode", DataType::Long, "SWOOLE_WEBSOCKET_OPCODE_TEXT"),
        optional("flags", DataType::Long, "SWOOLE_WEBSOCKET_FLAG_FIN"),
    ];
    let disconnect_arguments = vec![
        optional("code", DataType::Long, "SWOOLE_WEBSOCKET_CLOSE_NORMAL"),
        optional("reason", DataType::String, "''"),
    ];
    let ping_argument = optional("data", DataType::String, "''");
    let recv_argument = optional("timeout", DataType::Double, "0.0");
    let redirect_arguments = vec![text("location"), optional("http_code", DataType::Long, "302")];
    class("Swoole\\Http\\Response")
        .property(property("fd", 0))
        .property(null_property("socket"))
        .property(null_property("header"))
        .property(null_property("cookie"))
        .property(null_property("trailer"))
        .method(method("initHeader", init_header, 0, vec![]), public)
        .method(method("isWritable", is_writable, 0, vec![]), public)
        .method(method("cookie", cookie, 1, cookie_arguments()), public)
        .method(method("setCookie", cookie, 1, cookie_arguments()), public)
        .method(method("rawcookie", raw_cookie, 1, cookie_arguments()), public)
        .method(method("setRawCookie", raw_cookie, 1, cookie_arguments()), public)
        .method(method("status", status, 1, status_arguments()), public)
        .method(method("setStatusCode", status, 1, status_arguments()), public)
        .method(method("header", header, 2, header_arguments()), public)
        .method(method("setHeader", header, 2, header_arguments()), public)
        .method(method("write", write, 1, vec![text("content")]), public)
        .method(method("end", end, 0, vec![end_argument]), public)
        .method(method("sendfile", sendfile, 1, sendfile_arguments), public)
        .method(method("redirect", redirect, 1, redirect_arguments), public)
        .method(method("trailer", trailer, 2, vec![text("key"), text("value")]), public)
        .method(method("gzip", gzip, 0, vec![optional("level", DataType::Long, "1")]), public)
        .method(method("detach", detach, 0, vec![]), public)
        .method(method("create", create_for, 0, create_arguments), public | MethodFlags::Static)
        .method(method("upgrade", no_upgrade, 0, vec![]), public)
        .method(method("push", no_websocket, 1, push_arguments), public)
        .method(method("recv", no_websocket, 0, vec![recv_argument]), public)
        .method(method("ping", no_websocket, 0, vec![ping_argument]), public)
        .method(method("disconnect", no_websocket, 0, disconnect_arguments), public)
        .method(method("close", close, 0, vec![]), public)
        .registration(|entry, tables| {
            object::embed::<ResponseObject>(entry);
            allow_dynamic_properties(entry);
            RESPONSE.registered(entry, tables);
        })
        .register()?;
    RESPONSE.widen("header", 1, may_be::ARRAY);
    RESPONSE.widen("setHeader", 1, may_be::ARRAY);
    for name in ["cookie", "setCookie", "rawcookie", "setRawCookie", "push"] {
        RESPONSE.widen(name, 0, may_be::STRING);
    }
    RESPONSE.widen("create", 0, may_be::ARRAY | may_be::OBJECT);
    RESPONSE.alias("swoole_http_response");
    Ok(())
}

/// The response object of a request.
pub(crate) fn create(server: &Rc<Server>, fd: Fd, request: &link::Request, purpose: Purpose) -> Zval {
    let value = RESPONSE.instantiate();
    let exchange = Exchange { server: Rc::clone(server), fd, number: request.exchange, purpose };
    equip(&value, exchange, Accepted::of(&request.headers));
    value
}

/// Lets a new object answer something.
fn equip(value: &Zval, exchange: Exchange, accepted: Accepted) {
    let Some(object) = Object::of(value) else { return };
    object.set_slot(place::FD, integer(exchange.fd.cast_signed()));
    if let Some(data) = object.data::<ResponseObject>() {
        exchange.server.owed.set(exchange.server.owed.get() + 1);
        data.accepted.set(accepted);
        let _ = data.exchange.set(exchange);
    }
}

/// The callback threw: what it had prepared is not sent, the client gets a 500.
pub(crate) fn fail(response: &Zval) {
    if let Some(response) = Object::of(response).and_then(Object::data::<ResponseObject>) {
        *response.head.borrow_mut() = Head::default();
        let _ = response.finish(500, Bytes::new());
    }
}

/// Ends the answer to a handshake as far as its callback has decided it; says whether the connection is a WebSocket now.
pub(crate) fn settle(response: &Zval, returned: Returned) -> bool {
    let Some(response) = Object::of(response).and_then(Object::data::<ResponseObject>) else { return false };
    let purpose = response.exchange.get().map(|exchange| exchange.purpose);
    let default_status = match (purpose, returned) {
        (Some(Purpose::Handshake), Returned::True) | (Some(Purpose::HandshakeResponse), _) => Some(101),
        (Some(Purpose::Handshake), Returned::False) => Some(403),
        // It may be ended later, if the program has kept it.
        _ => None,
    };
    if let Some(status) = default_status {
        let _ = response.finish(status, Bytes::new());
    }
    response.switched.get()
}

/// The response, if something can still be said in it; else notes the error.
fn open<'call>(call: &Call<'call>) -> Result<Option<&'call ResponseObject>, Failure> {
    let object = call.this()?.data::<ResponseObject>().ok_or(Failure::Thrown)?;
    if object.exchange.get().is_none() || object.stage.get() == Stage::Ended {
        set_last_error(code::RESPONSE_ENDED);
        return Ok(None);
    }
    Ok(Some(object))
}

fn judge(result: Result<(), Refused>) -> bool {
    match result {
        Ok(()) => {}
        Err(Refused::OutboxFull) => set_last_error(code::OUTPUT_BUFFER_OVERFLOW),
        Err(Refused::NoExchange) => set_last_error(code::RESPONSE_ENDED),
        Err(Refused::Unknown | Refused::Gone | Refused::NotWebSocket) => set_last_error(code::SESSION_NOT_EXIST),
    }
    result.is_ok()
}

/// Does nothing: headers start out empty. Programs of the old days call it.
fn init_header(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let open = open(call)?.is_some();
    call.give(open)
}

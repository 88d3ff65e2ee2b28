//! `Swoole\Http\Response`: the answer to one request. It can be kept and ended after the callback; one that is dropped
//! without an end is ended by its destructor, so that no client waits for nothing.

mod cookie;

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use bytes::Bytes;
use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use swoxide_engine::link::{Command, Refused, ResponseHead, http};
use swoxide_engine::registry::Fd;

use self::cookie::{cookie, raw_cookie};
use super::warn;
use crate::worker::server::{Server, code, count, set_last_error};
use crate::zend::array::integer;
use crate::zend::class::{Class, allow_dynamic_properties, class, may_be, null_property, property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes, method, optional, required, text};
use crate::zend::object::{self, Data, Handlers, Object};
use crate::zend::value::to_string;

static RESPONSE: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The properties in the order of their declaration.
mod place {
    pub(super) const FD: usize = 0;
}

/// The longest header name.
const LONGEST_NAME: usize = 127;

/// What a response object carries.
#[derive(Default)]
struct ResponseObject {
    exchange: OnceCell<Exchange>,
    stage: Cell<Stage>,
    /// It was a handshake, and the connection is a WebSocket now.
    switched: Cell<bool>,
    head: RefCell<Head>,
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
            Self::Request if dropped && touched => 500,
            Self::Handshake | Self::Request => 200,
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

#[derive(Default)]
struct Head {
    /// `status()` was called.
    status: Option<u16>,
    reason: Option<String>,
    headers: Vec<(String, Vec<u8>)>,
    cookies: Vec<Vec<u8>>,
}

impl Head {
    /// Whether the program has said anything.
    fn is_touched(&self) -> bool {
        self.status.is_some() || !self.headers.is_empty() || !self.cookies.is_empty()
    }

    fn take(&mut self, default_status: u16) -> ResponseHead {
        let cookies = self.cookies.drain(..).map(|cookie| ("set-cookie".to_owned(), cookie));
        ResponseHead {
            status: self.status.unwrap_or(default_status),
            reason: self.reason.take(),
            headers: self.headers.drain(..).chain(cookies).collect(),
        }
    }
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

    /// Sends what is left to send: everything, or the last chunk.
    fn finish(&self, default_status: u16, body: Bytes) -> Result<(), Refused> {
        let Some(Exchange { server, fd, number, .. }) = self.exchange.get() else {
            return Err(Refused::NoExchange);
        };
        let (fd, exchange) = (*fd, *number);
        match self.end_stage() {
            Stage::Ended => return Err(Refused::NoExchange),
            Stage::Open => {
                let head = self.head.borrow_mut().take(default_status);
                let switches = head.status == 101;
                server.execute(Command::Respond { fd, exchange, head, body: Some(body) })?;
                self.switched.set(switches);
            }
            Stage::Chunks => {
                if !body.is_empty() {
                    server.execute(Command::RespondChunk { fd, exchange, data: body })?;
                }
                server.execute(Command::RespondEnd { fd, exchange })?;
            }
        }
        count(&server.counters.responses);
        Ok(())
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
            text("name_or_object"),
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
        .method(method("redirect", redirect, 1, redirect_arguments), public)
        .registration(|entry, tables| {
            object::embed::<ResponseObject>(entry);
            allow_dynamic_properties(entry);
            RESPONSE.registered(entry, tables);
        })
        .register()?;
    RESPONSE.widen("header", 1, may_be::ARRAY);
    RESPONSE.widen("setHeader", 1, may_be::ARRAY);
    RESPONSE.alias("swoole_http_response");
    Ok(())
}

/// The response object of a request.
pub(crate) fn create(server: &Rc<Server>, fd: Fd, exchange: u64, purpose: Purpose) -> Zval {
    let value = RESPONSE.instantiate();
    if let Some(object) = Object::of(&value) {
        if let Some(data) = object.data::<ResponseObject>() {
            let _ = data.exchange.set(Exchange { server: Rc::clone(server), fd, number: exchange, purpose });
            server.owed.set(server.owed.get() + 1);
        }
        object.set_slot(place::FD, integer(fd.cast_signed()));
    }
    value
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

fn is_writable(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let writable = open(call)?.and_then(|response| response.exchange.get()).is_some_and(|exchange| {
        exchange.server.registry().is_some_and(|registry| registry.find_open(exchange.fd).is_some())
    });
    call.give(writable)
}

fn status(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|S", status: i64, reason: StringArgument);
    let reason = text(call, reason);
    let Some(response) = open(call)? else { return call.give(false) };
    let status = if status == 0 { 200 } else { status };
    let handshake = response.exchange.get().is_some_and(|exchange| exchange.purpose != Purpose::Request);
    let number = final_status(status, handshake);
    let Some(number) = number else { return call.give(false) };
    if !is_one_line(reason.as_bytes()) {
        return call.give(false);
    }
    let mut head = response.head.borrow_mut();
    head.status = Some(number);
    let known = http::StatusCode::from_u16(number).is_ok_and(|status| status.canonical_reason().is_some());
    head.reason = match reason.as_str() {
        "" if known => None,
        "" => Some("Unknown Status".to_owned()),
        reason => Some(reason.to_owned()),
    };
    drop(head);
    call.give(true)
}

/// A status that ends an exchange, or accepts a handshake; `None`, and a warning, for others: those of 1xx only come before
/// one that does.
fn final_status(status: i64, of_handshake: bool) -> Option<u16> {
    let is_right = (200..=999).contains(&status) || (of_handshake && status == 101);
    let number = u16::try_from(status).ok().filter(|_| is_right);
    if number.is_none() {
        let right = if of_handshake { "101 and 200 to 999" } else { "200 to 999" };
        warn(&format!("the status code {status} can't be sent: {right} can"));
    }
    number
}

/// Whether a text can stand in a head without beginning another line; else a warning.
fn is_one_line(text: &[u8]) -> bool {
    let is_one = !text.iter().any(|byte| matches!(byte, b'\r' | b'\n' | 0));
    if !is_one {
        warn("Header may not contain more than a single header, new line detected");
    }
    is_one
}

fn header(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sz|b", key: StringArgument, value: *mut Zval, _format: bool);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let value = unsafe { &*value }.dereference();
    let Some(name) = header_name(bytes(call, key).unwrap_or_default()) else { return call.give(false) };
    if open(call)?.is_none() {
        return call.give(false);
    }
    let mut values = Vec::new();
    if let Some(list) = value.array() {
        for item in list.values() {
            values.extend(header_value(item)?);
        }
    } else {
        values.extend(header_value(value)?);
    }
    // Asked again: a conversion above may have run anything.
    let Some(response) = open(call)? else { return call.give(false) };
    if !values.is_empty() {
        let headers = &mut response.head.borrow_mut().headers;
        // A header that is set again keeps its place.
        let place = headers.iter().position(|(known, _)| known.eq_ignore_ascii_case(&name));
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(&name));
        let place = place.unwrap_or(headers.len()).min(headers.len());
        headers.splice(place..place, values.into_iter().map(|value| (name.clone(), value)));
    }
    call.give(true)
}

/// A header's name as it may go on the wire; `None`, and a warning, if it may not.
fn header_name(name: &[u8]) -> Option<String> {
    if name.len() > LONGEST_NAME {
        warn("header key is too long");
        return None;
    }
    let is_token = |byte: &u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(byte);
    if name.is_empty() || !name.iter().all(is_token) {
        warn(&format!("header key '{}' is no HTTP header name", String::from_utf8_lossy(name).escape_debug()));
        return None;
    }
    Some(String::from_utf8_lossy(name).into_owned())
}

/// A header's value as it may go on the wire; `None` for null, and for what would begin another header.
fn header_value(value: &Zval) -> Result<Option<Vec<u8>>, Failure> {
    let value = value.dereference();
    if value.is_null() {
        return Ok(None);
    }
    let value = to_string(value)?;
    let value = value.trim_ascii_end();
    Ok(is_one_line(value).then(|| value.to_vec()))
}

fn write(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", content: StringArgument);
    let data = bytes(call, content).unwrap_or_default();
    let Some(response) = open(call)? else { return call.give(false) };
    if data.is_empty() {
        warn("the data sent must not be empty");
        return call.give(false);
    }
    let Some(Exchange { server, fd, number, purpose }) = response.exchange.get() else { return call.give(false) };
    let (fd, exchange) = (*fd, *number);
    if *purpose != Purpose::Request {
        warn("the answer to a WebSocket handshake can't be sent in pieces: use end()");
        return call.give(false);
    }
    if response.stage.get() == Stage::Open {
        let head = response.head.borrow_mut().take(200);
        if !judge(server.execute(Command::Respond { fd, exchange, head, body: None })) {
            response.end_stage();
            return call.give(false);
        }
        response.stage.set(Stage::Chunks);
    }
    let data = Bytes::copy_from_slice(data);
    let written = judge(server.execute(Command::RespondChunk { fd, exchange, data }));
    call.give(written)
}

fn end(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|S!", content: StringArgument);
    let body = Bytes::copy_from_slice(bytes(call, content).unwrap_or_default());
    let Some(response) = open(call)? else { return call.give(false) };
    let status = response.exchange.get().map_or(200, |exchange| exchange.purpose.default_status(false, false));
    call.give(judge(response.finish(status, body)))
}

fn redirect(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|l", location: StringArgument, status: i64 = 302);
    let location = bytes(call, location).unwrap_or_default();
    let Some(response) = open(call)? else { return call.give(false) };
    let Some(status) = final_status(status, false) else { return call.give(false) };
    if !is_one_line(location) {
        return call.give(false);
    }
    {
        let mut head = response.head.borrow_mut();
        head.status = Some(status);
        head.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("location"));
        head.headers.push(("location".to_owned(), location.to_vec()));
    }
    call.give(judge(response.finish(200, Bytes::new())))
}

//! `Swoxide\WebSocket\Client`: a WebSocket that a program opens, and waits for on its own thread. Under a name of our
//! own, because Swoole has no such class.

mod exception;

use std::cell::RefCell;

use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::client::address::Address;
use swoxide_engine::client::session::End;
use swoxide_engine::client::{Client, ClientError, Frame, kept};
use swoxide_engine::protocol::frame::opcode;
use swoxide_engine::protocol::message::flags;
use swoxide_engine::settings::ClientSettings;
use swoxide_engine::shared::wait::Patience;

use super::frame::{self, ToSend};
use super::websocket_server::FIN;
use super::{OF_ITS_PARENT, WAITS_ALREADY, constructor_not_called, exception::invalid, request};
use crate::zend::array::entries;
use crate::zend::class::{Class, class, may_be};
use crate::zend::error::Failure;
use crate::zend::interrupt;
use crate::zend::method::{
    Call, Outcome, StringArgument, TableArgument, arguments, bytes, method, optional, required, table, text,
};
use crate::zend::object::{self, Data, Handlers};
use crate::zend::value::setting;

static CLIENT: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// What an object carries.
#[derive(Default)]
struct ClientObject(RefCell<State>);

#[derive(Default)]
enum State {
    /// The constructor has not been called, or has thrown.
    #[default]
    New,
    /// A method has taken the client out and waits: a signal handler may run meanwhile.
    Busy,
    Opened(Box<Opened>),
}

/// A client that has been connected, and may have ended since.
struct Opened {
    client: Client,
    settings: ClientSettings,
    /// For whom it is kept.
    key: Option<kept::Key>,
    /// Somebody else has had it before.
    is_reused: bool,
}

impl Data for ClientObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

impl Drop for ClientObject {
    fn drop(&mut self) {
        if let State::Opened(opened) = self.0.take()
            && let Opened { client, key: Some(key), .. } = *opened
        {
            kept::keep(key, client);
        }
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    exception::register()?;
    let public = MethodFlags::Public;
    let timeout = || optional("timeout", DataType::Double, "null").allow_null();
    let connect = vec![required("url", DataType::String), optional("settings", DataType::Array, "[]")];
    let message = vec![
        required("data", DataType::object("Swoole\\WebSocket\\Frame")),
        optional("opcode", DataType::Long, "WEBSOCKET_OPCODE_TEXT"),
        optional("flags", DataType::Long, "SWOOLE_WEBSOCKET_FLAG_FIN"),
    ];
    let goodbye = vec![
        optional("code", DataType::Long, "SWOOLE_WEBSOCKET_CLOSE_NORMAL"),
        optional("reason", DataType::String, "''"),
    ];
    class("Swoxide\\WebSocket\\Client")
        .method(method("__construct", construct, 1, connect), public)
        .method(method("send", send, 1, message), public)
        .method(method("receive", receive, 0, vec![timeout()]), public)
        .method(method("ping", ping, 0, vec![optional("data", DataType::String, "''"), timeout()]), public)
        .method(method("close", close, 0, goodbye), public)
        .method(method("isConnected", is_connected, 0, vec![]), public)
        .method(method("isReused", is_reused, 0, vec![]), public)
        .method(method("getSubprotocol", get_subprotocol, 0, vec![]), public)
        .method(method("getHeaders", get_headers, 0, vec![]), public)
        .method(method("getCloseCode", get_close_code, 0, vec![]), public)
        .method(method("getCloseReason", get_close_reason, 0, vec![]), public)
        .registration(|entry, tables| {
            object::embed::<ClientObject>(entry);
            CLIENT.registered(entry, tables);
        })
        .register()?;
    CLIENT.widen("send", 0, may_be::STRING);
    Ok(())
}

/// Ends the connections that outlive requests, at the end of the process.
pub(crate) fn end_process() {
    kept::end_all();
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|h", url: StringArgument, given: TableArgument);
    let object = call.this()?.data::<ClientObject>().ok_or(Failure::Thrown)?;
    if !matches!(*object.0.borrow(), State::New) {
        return Err(Failure::throw(ce::error(), 0, "the client is connected already: make another one"));
    }
    let address =
        Address::parse(&text(call, url)).map_err(|error| Failure::throw(ce::value_error(), 0, error.to_string()))?;
    let mut settings = ClientSettings::default();
    for (key, value) in table(call, given).into_iter().flat_map(entries) {
        settings.apply(&key, &setting(value)).map_err(|problem| invalid(&problem))?;
    }
    let key = settings.persistent.is_some().then(|| kept::Key { address: address.clone(), settings: settings.clone() });
    object.0.replace(State::Busy);
    let opened = interrupt::waiting(settings.timeout, |mut patience| match &key {
        Some(key) => kept::open(key, &mut patience),
        None => Client::connect(&address, &settings, &mut patience).map(|client| (client, false)),
    });
    object.0.replace(State::New);
    let (client, is_reused) =
        opened?.map_err(|error| exception::throw(&format!("failed to connect to {address}"), &error))?;
    object.0.replace(State::Opened(Box::new(Opened { client, settings, key, is_reused })));
    Ok(())
}

/// Runs `work` with the client, which nobody else can use meanwhile, for so many seconds (those of the setting
/// `timeout` if it is `None`); says what failed if that fails.
fn waiting<R>(
    call: &Call<'_>,
    seconds: Option<f64>,
    what: &str,
    work: impl FnOnce(&mut Client, &mut Patience<'_>) -> Result<R, ClientError>,
) -> Result<R, Failure> {
    let object = call.this()?.data::<ClientObject>().ok_or(Failure::Thrown)?;
    let mut opened = match object.0.replace(State::Busy) {
        State::Opened(opened) if !opened.client.is_forbidden() => opened,
        other => {
            let failure = unusable(&other);
            object.0.replace(other);
            return Err(failure);
        }
    };
    let seconds = seconds.unwrap_or(opened.settings.timeout);
    let result = interrupt::waiting(seconds, |mut patience| work(&mut opened.client, &mut patience));
    object.0.replace(State::Opened(opened));
    result?.map_err(|error| match error {
        ClientError::Unsendable(problem) => Failure::throw(ce::value_error(), 0, problem.to_string()),
        error => exception::throw(what, &error),
    })
}

/// Looks at the client.
fn look<R>(call: &Call<'_>, look: impl FnOnce(&mut Opened) -> R) -> Result<R, Failure> {
    let object = call.this()?.data::<ClientObject>().ok_or(Failure::Thrown)?;
    match &mut *object.0.borrow_mut() {
        State::Opened(opened) if !opened.client.is_forbidden() => Ok(look(opened)),
        other => Err(unusable(other)),
    }
}

/// Throws why an object has no client to use.
fn unusable(state: &State) -> Failure {
    let text = match state {
        State::New => return constructor_not_called("Swoxide\\WebSocket\\Client"),
        State::Busy => WAITS_ALREADY,
        State::Opened(_) => OF_ITS_PARENT,
    };
    Failure::throw(ce::error(), 0, text)
}

fn send(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z|ll", data: *mut Zval, opcode: i64 = opcode::TEXT.into(), flags: i64 = FIN);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let data = unsafe { &*data }.dereference();
    let (payload, opcode, flags) = match frame::to_send(data, opcode, flags)? {
        ToSend::Message { payload, opcode, flags } => (payload, opcode, flags),
        ToSend::Close { code, reason } => return close_with(call, code, &reason),
    };
    waiting(call, None, "failed to send", |client, patience| {
        let compress = flags & i64::from(flags::COMPRESS) != 0;
        client.send(Frame { opcode, payload: &payload, is_final: flags & FIN != 0, compress }, patience)
    })
}

fn receive(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|d!", seconds: f64, is_missing: bool = true);
    let message = waiting(call, (!is_missing).then_some(seconds), "failed to receive", Client::receive)?;
    // Without one it is null.
    message.map_or(Ok(()), |message| call.give(frame::create(0, &message)))
}

fn ping(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|Sd!", data: StringArgument, seconds: f64, is_missing: bool = true);
    let data = bytes(call, data).unwrap_or_default();
    let seconds = (!is_missing).then_some(seconds);
    let answered = waiting(call, seconds, "failed to ping", |client, patience| client.ping(data, patience))?;
    call.give(answered)
}

fn close(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|lS", code: i64 = 1000, reason: StringArgument);
    let reason = bytes(call, reason).unwrap_or_default();
    close_with(call, code, reason)
}

fn close_with(call: &mut Call<'_>, code: i64, reason: &[u8]) -> Outcome {
    let clean = waiting(call, None, "failed to close", |client, patience| client.close(code, reason, patience))?;
    call.give(clean)
}

fn is_connected(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let is_open = look(call, |opened| opened.client.is_open())?;
    call.give(is_open)
}

fn is_reused(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let is_reused = look(call, |opened| opened.is_reused)?;
    call.give(is_reused)
}

fn get_subprotocol(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let subprotocol = look(call, |opened| opened.client.subprotocol().map(str::to_owned))?;
    // Without one it is null.
    subprotocol.map_or(Ok(()), |subprotocol| call.give(&*subprotocol))
}

fn get_headers(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let headers = look(call, |opened| request::header_array(opened.client.headers(), true))?;
    call.give(headers)
}

fn get_close_code(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let code = look(call, |opened| opened.client.end().map(End::code))?;
    // Before the end it is null.
    code.map_or(Ok(()), |code| call.give(i64::from(code)))
}

fn get_close_reason(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let reason = look(call, |opened| opened.client.end().map(|end| end.reason().to_owned()))?;
    call.give(&*reason.unwrap_or_default())
}

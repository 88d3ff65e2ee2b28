//! `Swoole\WebSocket\Server`: the methods that send frames.

use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use swoxide_engine::link::{ClosedBy, Command, Refused};
use swoxide_engine::protocol::frame::{MAX_CONTROL_PAYLOAD, is_control, opcode};
use swoxide_engine::protocol::message::{flags, is_close_code};
use swoxide_engine::registry::WebSocketStatus;

use super::server::running;
use super::{frame, http_server, warn};
use crate::worker::push::Form;
use crate::worker::server::{Server, code, count, set_last_error};
use crate::zend::class::{Class, class, may_be};
use crate::zend::method::{Call, Outcome, StringArgument, arguments, method, optional, required, text};
use crate::zend::string::PhpString;
use crate::zend::value::to_string;

pub(super) static WEBSOCKET_SERVER: Class = Class::new();

/// `SWOOLE_WEBSOCKET_FLAG_FIN`; a legacy program's `$finish = true` is the same number.
pub(super) const FIN: i64 = flags::FIN as i64;

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let fd = || required("fd", DataType::Long);
    let push_arguments = vec![
        fd(),
        required("data", DataType::object("Swoole\\WebSocket\\Frame")),
        optional("opcode", DataType::Long, "WEBSOCKET_OPCODE_TEXT"),
        optional("flags", DataType::Long, "SWOOLE_WEBSOCKET_FLAG_FIN"),
    ];
    let disconnect_arguments = vec![
        fd(),
        optional("code", DataType::Long, "SWOOLE_WEBSOCKET_CLOSE_NORMAL"),
        optional("reason", DataType::String, "''"),
    ];
    let ping_arguments = vec![fd(), optional("data", DataType::String, "''")];
    class("Swoole\\WebSocket\\Server")
        .extends((|| http_server::HTTP_SERVER.entry(), "Swoole\\Http\\Server"))
        .method(method("push", push, 2, push_arguments), MethodFlags::Public)
        .method(method("disconnect", disconnect, 1, disconnect_arguments), MethodFlags::Public)
        .method(method("ping", ping, 1, ping_arguments), MethodFlags::Public)
        .method(method("isEstablished", is_established, 1, vec![fd()]), MethodFlags::Public)
        .method(method("pack", frame::pack, 1, frame::pack_arguments()), MethodFlags::Public | MethodFlags::Static)
        .method(
            method("unpack", frame::unpack, 1, frame::unpack_arguments()),
            MethodFlags::Public | MethodFlags::Static,
        )
        .registration(|entry, tables| WEBSOCKET_SERVER.registered(entry, tables))
        .register()?;
    WEBSOCKET_SERVER.widen("push", 1, may_be::STRING);
    WEBSOCKET_SERVER.widen("pack", 0, may_be::STRING);
    WEBSOCKET_SERVER.alias("swoole_websocket_server");
    Ok(())
}

fn push(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"lz|ll", fd: i64, data: *mut Zval, opcode: i64 = 1, flags: i64 = FIN);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let data = unsafe { &*data }.dereference();
    let Some(server) = running(call)? else { return call.give(false) };
    let (data, opcode, flags) = match PhpString::of(data) {
        Some(data) => (data, opcode, flags),
        None => match frame::read(data)? {
            None => (to_string(data)?, opcode, flags),
            Some(pushed) => {
                if let Some((code, reason)) = pushed.close {
                    let reason = to_string(&reason)?;
                    let sent = close_with(&server, fd, code, &String::from_utf8_lossy(&reason));
                    return call.give(sent);
                }
                (to_string(&pushed.data)?, pushed.opcode, pushed.flags)
            }
        },
    };
    let Some(number) = checked_opcode(opcode) else { return call.give(false) };
    if number == opcode::CLOSE {
        let sent = match &*data {
            [] => close_with(&server, fd, 1000, ""),
            [high, low, reason @ ..] => {
                let code = u16::from_be_bytes([*high, *low]);
                close_with(&server, fd, code.into(), &String::from_utf8_lossy(reason))
            }
            [_] => {
                warn("the data of a close frame must be empty, or a code in two bytes and a reason");
                false
            }
        };
        return call.give(sent);
    }
    if is_control(number) {
        return call.give(send_control(&server, fd, &data, number));
    }
    let compress = flags & i64::from(flags::COMPRESS) != 0;
    call.give(send(&server, fd, &data, Form { opcode: number, is_final: flags & FIN != 0, compress }))
}

fn ping(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|z", fd: i64, data: *mut Zval);
    // SAFETY: null, or filled by PHP, which keeps the argument alive for the call.
    let data = match unsafe { data.as_ref() } {
        Some(data) => to_string(data.dereference())?,
        None => to_string(&Zval::null())?,
    };
    let Some(server) = running(call)? else { return call.give(false) };
    call.give(send_control(&server, fd, &data, opcode::PING))
}

/// Sends a ping or pong; these can't be fragments.
fn send_control(server: &Server, fd: i64, data: &PhpString, opcode: u8) -> bool {
    if data.len() > MAX_CONTROL_PAYLOAD {
        warn(&format!("the data of a ping or pong must not be longer than 125 bytes, {} given", data.len()));
        return false;
    }
    send(server, fd, data, Form { opcode, is_final: true, compress: false })
}

/// The opcode as it goes on the wire; `None`, and a warning, if it may not.
pub(super) fn checked_opcode(opcode: i64) -> Option<u8> {
    match opcode {
        0..=2 | 8..=10 => return u8::try_from(opcode).ok(),
        3..=7 => warn(&format!("the opcode {opcode} is reserved by RFC 6455: 0 to 2 and 8 to 10 can be sent")),
        _ => warn("the maximum value of opcode is 10"),
    }
    set_last_error(code::WEBSOCKET_PACK_FAILED);
    None
}

fn send(server: &Server, fd: i64, data: &PhpString, form: Form) -> bool {
    let encoder = &server.encoder;
    let result =
        encoder.with_message(data, form, |message| server.execute(Command::Push { fd: Server::fd(fd), message }));
    judge(server, fd, result)
}

fn judge(server: &Server, fd: i64, result: Result<(), Refused>) -> bool {
    match result {
        Ok(()) => count(&server.counters.responses),
        Err(Refused::OutboxFull) => set_last_error(code::OUTPUT_BUFFER_OVERFLOW),
        // No warning: the program could not know.
        Err(Refused::Gone) => {
            let by = server.registry().and_then(|registry| registry.closed_by(Server::fd(fd)));
            set_last_error(if by == Some(ClosedBy::Server) { code::CLOSED_BY_SERVER } else { code::CLOSED_BY_CLIENT });
        }
        Err(Refused::NotWebSocket) => {
            warn(&format!("the connected client of connection[{fd}] is not a websocket client or closed"));
        }
        Err(Refused::Unknown | Refused::NoExchange) => warn(&format!("session#{fd} does not exists")),
    }
    result.is_ok()
}

fn disconnect(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|lS", fd: i64, code: i64 = 1000, reason: StringArgument);
    let reason = text(call, reason);
    let Some(server) = running(call)? else { return call.give(false) };
    call.give(close_with(&server, fd, code, &reason))
}

/// Begins the closing handshake.
fn close_with(server: &Server, fd: i64, code: i64, reason: &str) -> bool {
    let Some(code) = u16::try_from(code).ok().filter(|code| is_close_code(*code)) else {
        warn(&format!("the close code {code} can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can"));
        return false;
    };
    if reason.len() > MAX_CONTROL_PAYLOAD - 2 {
        warn(&format!("the reason of a close frame must not be longer than 123 bytes, {} given", reason.len()));
        return false;
    }
    let result = server.execute(Command::Disconnect { fd: Server::fd(fd), code, reason });
    judge(server, fd, result)
}

fn is_established(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", fd: i64);
    let Some(server) = running(call)? else { return call.give(false) };
    let status = server.registry().and_then(|registry| registry.websocket_status(Server::fd(fd)));
    call.give(status == Some(WebSocketStatus::Active))
}

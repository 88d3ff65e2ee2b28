//! `Swoole\WebSocket\Frame` and `CloseFrame`: plain values with declared properties and nothing behind them.

use ext_php_rs::types::Zval;
use swoxide_engine::protocol::frame::opcode;
use swoxide_engine::protocol::message::{Close, Message};
use swoxide_engine::registry::Fd;

use crate::zend::array::{integer, string};
use crate::zend::class::{Class, allow_dynamic_properties, class, null_property, property};
use crate::zend::object::Object;

static FRAME: Class = Class::new();
static CLOSE_FRAME: Class = Class::new();

/// The properties in the order of their declaration.
mod place {
    pub(super) const DATA: usize = 1;
    pub(super) const OPCODE: usize = 2;
    pub(super) const FLAGS: usize = 3;
    pub(super) const FINISH: usize = 4;
    pub(super) const CODE: usize = 5;
    pub(super) const REASON: usize = 6;
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    class("Swoole\\WebSocket\\Frame")
        .property(property("fd", 0))
        .property(property("data", ""))
        .property(property("opcode", 1))
        .property(property("flags", 1))
        .property(null_property("finish"))
        .registration(|entry, tables| {
            allow_dynamic_properties(entry);
            FRAME.registered(entry, tables);
        })
        .register()?;
    FRAME.alias("swoole_websocket_frame");
    class("Swoole\\WebSocket\\CloseFrame")
        .extends((|| FRAME.entry(), "Swoole\\WebSocket\\Frame"))
        .property(property("opcode", 8))
        .property(property("code", 1000))
        .property(property("reason", ""))
        .registration(|entry, tables| {
            allow_dynamic_properties(entry);
            CLOSE_FRAME.registered(entry, tables);
        })
        .register()?;
    CLOSE_FRAME.alias("swoole_websocket_closeframe");
    Ok(())
}

/// The frame that `onMessage` gets.
pub(crate) fn create(fd: Fd, message: &Message) -> Zval {
    let [fd, opcode, flags, finish] = head(fd, message.opcode, message.flags);
    FRAME.instantiate_with([fd, string(&message.payload), opcode, flags, finish])
}

/// The close frame that `onMessage` gets. Without a code it shows 1000, as in Swoole.
pub(crate) fn create_close(fd: Fd, close: &Close) -> Zval {
    let [fd, opcode, flags, finish] = head(fd, opcode::CLOSE, close.flags);
    let (number, reason) = close.reason.as_ref().map_or((1000, ""), |close| (close.code, close.reason.as_str()));
    CLOSE_FRAME.instantiate_with([fd, string(""), opcode, flags, finish, integer(number.into()), string(reason)])
}

/// `fd`, `opcode`, `flags` and `finish` of a frame that came whole.
fn head(fd: Fd, opcode: u8, flags: u8) -> [Zval; 4] {
    let mut finish = Zval::new();
    finish.set_bool(true);
    [integer(fd.cast_signed()), integer(opcode.into()), integer(flags.into()), finish]
}

/// What a frame object asks `push()` to send.
pub(super) struct Pushed {
    /// A PHP value, to be read as a string.
    pub(super) data: Zval,
    pub(super) opcode: i64,
    pub(super) flags: i64,
    /// Code and reason, if it is a close frame object.
    pub(super) close: Option<(i64, Zval)>,
}

/// Reads a frame object; `None` if `value` is none.
pub(super) fn read(value: &Zval) -> Option<Pushed> {
    let object = Object::of(value).filter(|object| object.is_a(FRAME.entry()))?;
    let close = object.is_a(CLOSE_FRAME.entry());
    let number = |place| object.slot(place).coerce_to_long().unwrap_or(0);
    let finish = object.slot(place::FINISH);
    let flags = number(place::FLAGS);
    Some(Pushed {
        data: object.slot(place::DATA),
        opcode: number(place::OPCODE),
        flags: match finish.bool() {
            Some(true) => flags | 1,
            Some(false) => flags & !1,
            None => flags,
        },
        close: close.then(|| (number(place::CODE), object.slot(place::REASON))),
    })
}

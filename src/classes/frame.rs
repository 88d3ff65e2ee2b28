//! `Swoole\WebSocket\Frame` and `CloseFrame`: plain values with declared properties and nothing behind them, and their
//! form on the wire for programs that carry frames themselves.

use std::cell::RefCell;

use ext_php_rs::args::Arg;
use ext_php_rs::ffi::{IS_LONG, IS_STRING, IS_TRUE};
use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::protocol::deflate::{Inflater, deflate_alone};
use swoxide_engine::protocol::frame::{self, Head, opcode};
use swoxide_engine::protocol::message::{Close, Message, flags};
use swoxide_engine::registry::Fd;

use super::websocket_server::{FIN, checked_opcode};
use crate::worker::server::{code, set_last_error};
use crate::zend::array::{integer, string};
use crate::zend::class::{Class, allow_dynamic_properties, class, may_be, null_property, property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes, method, optional, required};
use crate::zend::object::Object;
use crate::zend::string::PhpString;
use crate::zend::value::{to_string, type_name};

/// The key of masked frames that `pack()` makes: always the same, as with Swoole.
const MASK_KEY: [u8; 4] = *b"258E";

/// How compressed frames are packed: fast.
const PACK_LEVEL: u32 = 1;

/// The most that `unpack()` inflates to, in bytes: a frame of 64 KiB could become 64 MiB.
const UNPACK_LIMIT: usize = 64 * 1024 * 1024;

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
        .method(method("__toString", to_text, 0, vec![]).returns(DataType::String, false, false), MethodFlags::Public)
        .method(method("pack", pack, 1, pack_arguments()), MethodFlags::Public | MethodFlags::Static)
        .method(method("unpack", unpack, 1, unpack_arguments()), MethodFlags::Public | MethodFlags::Static)
        .registration(|entry, tables| {
            allow_dynamic_properties(entry);
            FRAME.registered(entry, tables);
        })
        .register()?;
    FRAME.widen("pack", 0, may_be::STRING);
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

/// A frame that came whole.
pub(crate) fn create(fd: Fd, message: &Message) -> Zval {
    FRAME.instantiate_with(properties(fd, message))
}

fn properties(fd: Fd, message: &Message) -> [Zval; 5] {
    let [fd, opcode, flags, finish] = head(fd, message.opcode, message.flags);
    [fd, string(&message.payload), opcode, flags, finish]
}

/// The frames that `onMessage` gets: one object for message after message, as long as programs let go of it and leave it as it
/// was. To make and to free one for each is 330 of the 4,820 instructions of an echo.
#[derive(Default)]
pub(crate) struct Frames(RefCell<Option<Zval>>);

impl Frames {
    /// A frame; the caller gives it back.
    pub(crate) fn take(&self, fd: Fd, message: &Message) -> Zval {
        // Nobody else has one while a callback that waits for messages itself has this.
        let Some(frame) = self.0.take() else { return create(fd, message) };
        if let Some(object) = Object::of(&frame) {
            properties(fd, message).into_iter().enumerate().for_each(|(slot, value)| object.set_slot(slot, value));
        }
        frame
    }

    /// Keeps a frame for the next message, if it can be that; else drops it, which may run the program's destructors.
    pub(crate) fn give_back(&self, frame: Zval) {
        let is_as_made = |object: Object<'_>| {
            let [fd, data, opcode, flags, finish] = std::array::from_fn(|slot| object.slot_type(slot));
            [fd, opcode, flags] == [IS_LONG; 3] && data == IS_STRING && finish == IS_TRUE
        };
        if let Some(object) = Object::of(&frame).filter(|object| object.is_as_new() && is_as_made(*object)) {
            // The program may count on its memory.
            object.set_slot(place::DATA, Zval::new());
            self.0.replace(Some(frame));
        }
    }
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

/// Reads a frame object; `None` if `value` is none. A frame whose data is a frame again, perhaps itself, is an `Error`.
pub(super) fn read(value: &Zval) -> Result<Option<Pushed>, Failure> {
    let of = |value| Object::of(value).filter(|object| object.is_a(FRAME.entry()));
    let Some(object) = of(value) else { return Ok(None) };
    let parts = [
        object.slot(place::DATA),
        if object.is_a(CLOSE_FRAME.entry()) { object.slot(place::REASON) } else { Zval::new() },
    ];
    if parts.iter().any(|part| of(part).is_some()) {
        return Err(Failure::throw(ce::error(), 0, "the data of a frame must be a string, frame given"));
    }
    let close = object.is_a(CLOSE_FRAME.entry());
    let number = |place| object.slot(place).coerce_to_long().unwrap_or(0);
    let finish = object.slot(place::FINISH);
    let flags = number(place::FLAGS);
    Ok(Some(Pushed {
        data: object.slot(place::DATA),
        opcode: number(place::OPCODE),
        flags: match finish.coerce_to_bool() {
            _ if finish.is_null() => flags,
            true => flags | FIN,
            false => flags & !FIN,
        },
        close: close.then(|| (number(place::CODE), object.slot(place::REASON))),
    }))
}

/// What a client is given to send, read.
pub(super) enum ToSend {
    Message {
        payload: PhpString,
        opcode: i64,
        flags: i64,
    },
    /// A close frame object.
    Close {
        code: i64,
        reason: PhpString,
    },
}

/// Reads what a client is given to send: a frame, whose opcode and flags count for more than those beside it, or a string.
///
/// # Errors
/// It is neither, or can't be read as a string.
pub(super) fn to_send(value: &Zval, opcode: i64, flags: i64) -> Result<ToSend, Failure> {
    let (data, opcode, flags) = match read(value)? {
        None => (value.shallow_clone(), opcode, flags),
        Some(Pushed { close: Some((code, reason)), .. }) => {
            return Ok(ToSend::Close { code, reason: to_string(&reason)? });
        }
        Some(frame) => (frame.data, frame.opcode, frame.flags),
    };
    if data.is_array() || data.is_null() {
        let message =
            format!("the data must be of type Swoole\\WebSocket\\Frame or string, {} given", type_name(&data));
        return Err(Failure::throw(ce::type_error(), 0, message));
    }
    Ok(ToSend::Message { payload: to_string(&data)?, opcode, flags })
}

/// The parameters of `pack()`.
pub(super) fn pack_arguments() -> Vec<Arg<'static>> {
    vec![
        required("data", DataType::object("Swoole\\WebSocket\\Frame")),
        optional("opcode", DataType::Long, "WEBSOCKET_OPCODE_TEXT"),
        optional("flags", DataType::Long, "SWOOLE_WEBSOCKET_FLAG_FIN"),
    ]
}

/// The parameters of `unpack()`.
pub(super) fn unpack_arguments() -> Vec<Arg<'static>> {
    vec![required("data", DataType::String)]
}

/// `(string)$frame`
fn to_text(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let packed = packed(&call.this()?.to_value(), 1, FIN)?;
    // `__toString` must give a string, whatever is wrong.
    call.give(packed.unwrap_or_default().as_slice())
}

/// `pack()` of a server and of a frame.
pub(super) fn pack(call: &mut Call<'_>) -> Outcome {
    // The fourth is `$mask` of the 1.x days, when flags were `$finish`.
    arguments!(call, c"z|llb", data: *mut Zval, opcode: i64 = 1, flags: i64 = FIN, mask: bool);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let data = unsafe { &*data }.dereference();
    let flags = if mask { flags | i64::from(flags::MASK) } else { flags };
    let packed = packed(data, opcode, flags)?;
    call.give(packed.as_deref())
}

/// A frame's bytes; `None`, and a warning, if there is no such frame. What a frame object says counts before the arguments.
fn packed(data: &Zval, opcode: i64, flags: i64) -> Result<Option<Vec<u8>>, Failure> {
    let (data, opcode, flags, close) = match read(data)? {
        None => (data.shallow_clone(), opcode, flags, None),
        Some(pushed) => (pushed.data, pushed.opcode, pushed.flags, pushed.close),
    };
    let mut payload = Vec::new();
    let opcode = match close {
        None => {
            let opcode = checked_opcode(opcode);
            if opcode == Some(opcode::CLOSE) {
                // The code is the program's affair, and 0 if it says none.
                payload.extend_from_slice(&[0, 0]);
            }
            payload.extend_from_slice(&to_string(&data)?);
            opcode
        }
        Some((code, reason)) => {
            payload.extend_from_slice(&(code as u16).to_be_bytes());
            payload.extend_from_slice(&to_string(&reason)?);
            Some(opcode::CLOSE)
        }
    };
    let Some(opcode) = opcode else { return Ok(None) };
    let is_set = |flag: u8| flags & i64::from(flag) != 0;
    let is_compressed =
        is_set(flags::COMPRESS) && matches!(opcode, opcode::TEXT | opcode::BINARY) && is_set(flags::FIN);
    if is_compressed {
        let mut deflated = Vec::new();
        deflate_alone(&payload, PACK_LEVEL, 15, &mut deflated);
        payload = deflated;
    }
    let head = Head {
        opcode,
        is_final: is_set(flags::FIN) || frame::is_control(opcode),
        is_compressed,
        mask: is_set(flags::MASK).then_some(MASK_KEY),
    };
    let mut out = Vec::new();
    frame::encode_as(head, &payload, &mut out);
    Ok(Some(out))
}

/// `unpack()` of a server and of a frame.
pub(super) fn unpack(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", data: StringArgument);
    let unpacked = frame::decode(bytes(call, data).unwrap_or_default()).and_then(|(head, payload)| {
        if !head.is_compressed {
            return Some((head, payload));
        }
        let mut out = Vec::new();
        let mut inflater = Inflater::begin(UNPACK_LIMIT, &[]);
        inflater.push(&payload, &mut out, &[]).ok()?;
        inflater.finish(&mut out, &[]).ok()?;
        Some((head, out))
    });
    let Some((head, payload)) = unpacked else {
        set_last_error(code::PROTOCOL_ERROR);
        return call.give(false);
    };
    call.give(frame_of(head, &payload))
}

/// The frame object of a frame that was taken apart.
fn frame_of(head: Head, payload: &[u8]) -> Zval {
    let Head { opcode, is_final, is_compressed, mask } = head;
    let flags = u8::from(is_final)
        | if is_compressed { flags::COMPRESS | flags::RSV1 } else { 0 }
        | if mask.is_some() { flags::MASK } else { 0 };
    let mut finish = Zval::new();
    finish.set_bool(is_final);
    let [fd, number, flags, _] = self::head(0, opcode, flags);
    match payload {
        _ if opcode != opcode::CLOSE => FRAME.instantiate_with([fd, string(payload), number, flags, finish]),
        [high, low, reason @ ..] => {
            let code = integer(u16::from_be_bytes([*high, *low]).into());
            CLOSE_FRAME.instantiate_with([fd, string(""), number, flags, finish, code, string(reason)])
        }
        _ => CLOSE_FRAME.instantiate_with([fd, string(""), number, flags, finish, integer(1000), string("")]),
    }
}

//! `Swoole\Connection\Iterator`: `$server->connections` and `$port->connections`, to count, to look up and to loop over.
//!
//! `foreach` goes through `get_iterator`: 12 ns an element, and nested loops have a place each. The iterator methods are
//! for programs that call them by themselves.

use std::cell::{Cell, OnceCell};
use std::ffi::c_int;
use std::rc::Rc;

use ext_php_rs::ffi::{
    _emalloc, ZEND_RESULT_CODE_FAILURE, ZEND_RESULT_CODE_SUCCESS, zend_class_entry, zend_object_iterator,
    zend_object_iterator_funcs, zend_throw_error, zval,
};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::gateway::Protocol;
use swoxide_engine::registry::{Entry, WebSocketStatus};

use super::server::info_array;
use crate::worker::server::{Kind, Server};
use crate::zend::array::integer;
use crate::zend::class::{Class, class};
use crate::zend::error::Failure;
use crate::zend::ffi::zend_iterator_init;
use crate::zend::method::{Call, Outcome, arguments, method, required};
use crate::zend::object::{self, Data, Handlers, Object};

static ITERATOR: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

#[derive(Default)]
struct Connections {
    listed: OnceCell<Listed>,
    place: Walk,
}

/// Which connections are listed: those of a server, or of one of its ports.
#[derive(Clone)]
struct Listed {
    server: Rc<Server>,
    port: Option<u16>,
}

impl Data for Connections {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

/// A place in the table of connections.
#[derive(Default)]
struct Walk {
    current: Cell<Option<Entry>>,
    /// How many connections were passed; keys count from 1.
    passed: Cell<i64>,
}

impl Walk {
    fn rewind(&self, listed: &Listed) {
        self.passed.set(0);
        self.current.set(listed.find_from(0));
    }

    fn forward(&self, listed: &Listed) {
        if let Some(entry) = self.current.get() {
            self.passed.set(self.passed.get() + 1);
            self.current.set(listed.find_from(entry.slot + 1));
        }
    }
}

impl Listed {
    /// For a program, the connections of a WebSocket server, or of a port that speaks it, are its WebSocket users.
    fn lists_websockets(&self) -> bool {
        match self.port.and_then(|number| self.server.port(number)) {
            Some(port) => port.protocol.get() == Protocol::WebSocket,
            None => self.server.kind == Kind::WebSocket,
        }
    }

    fn find_from(&self, slot: u32) -> Option<Entry> {
        let registry = self.server.registry()?;
        let websockets_only = self.lists_websockets();
        let mut entry = registry.next_open(slot, websockets_only)?;
        while self.port.is_some_and(|port| registry.port(entry) != port) {
            entry = registry.next_open(entry.slot + 1, websockets_only)?;
        }
        Some(entry)
    }

    /// Whether a connection is one of them.
    fn has(&self, fd: i64) -> bool {
        let Some(registry) = self.server.registry() else { return false };
        let Some(entry) = registry.find_open(Server::fd(fd)) else { return false };
        self.port.is_none_or(|port| registry.port(entry) == port)
            && (!self.lists_websockets() || registry.websocket_status(entry.fd) == Some(WebSocketStatus::Active))
    }

    fn count(&self) -> u64 {
        let is_all = self.port.is_none() || self.server.ports.borrow().len() == 1;
        if !is_all {
            let first = self.find_from(0);
            return std::iter::successors(first, |entry| self.find_from(entry.slot + 1)).count() as u64;
        }
        self.server.registry().map_or(0, |registry| {
            if self.lists_websockets() { registry.websocket_count() } else { registry.open_count() }
        })
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let void = |builder: ext_php_rs::builders::FunctionBuilder<'static>| builder.returns(DataType::Void, false, false);
    let mixed =
        |builder: ext_php_rs::builders::FunctionBuilder<'static>| builder.returns(DataType::Mixed, false, false);
    let flag = |builder: ext_php_rs::builders::FunctionBuilder<'static>| builder.returns(DataType::Bool, false, false);
    let fd = || vec![required("fd", DataType::Mixed)];
    let fd_and_value = vec![required("fd", DataType::Mixed), required("value", DataType::Mixed)];
    let public = ext_php_rs::flags::MethodFlags::Public;
    // Return types here as PHP's interfaces have them: without them PHP would complain when it starts.
    class("Swoole\\Connection\\Iterator")
        .implements((ce::iterator, "\\Iterator"))
        .implements((ce::arrayaccess, "\\ArrayAccess"))
        .implements((ce::countable, "\\Countable"))
        .method(void(method("rewind", rewind, 0, vec![])), public)
        .method(void(method("next", next, 0, vec![])), public)
        .method(mixed(method("current", current, 0, vec![])), public)
        .method(mixed(method("key", key, 0, vec![])), public)
        .method(flag(method("valid", valid, 0, vec![])), public)
        .method(method("count", count, 0, vec![]).returns(DataType::Long, false, false), public)
        .method(flag(method("offsetExists", offset_exists, 1, fd())), public)
        .method(mixed(method("offsetGet", offset_get, 1, fd())), public)
        .method(void(method("offsetSet", offset_set, 2, fd_and_value)), public)
        .method(void(method("offsetUnset", offset_unset, 1, fd())), public)
        .registration(|entry, tables| {
            object::embed::<Connections>(entry);
            entry.get_iterator = Some(get_iterator);
            ITERATOR.registered(entry, tables);
        })
        .register()?;
    ITERATOR.alias("swoole_connection_iterator");
    Ok(())
}

/// The connections of a server, or of one of its ports, as a PHP value.
pub(super) fn create(server: &Rc<Server>, port: Option<u16>) -> Zval {
    let value = ITERATOR.instantiate();
    if let Some(connections) = Object::of(&value).and_then(Object::data::<Connections>) {
        let _ = connections.listed.set(Listed { server: Rc::clone(server), port });
    }
    value
}

/// The iterator's data and what it lists; an iterator that a program made by itself has nothing.
fn parts<'call>(call: &Call<'call>) -> Result<(&'call Connections, &'call Listed), Failure> {
    let connections = call.this()?.data::<Connections>().ok_or(Failure::Thrown)?;
    let listed = connections.listed.get().ok_or_else(|| {
        Failure::throw(ce::error(), 0, "Swoole\\Connection\\Iterator comes from a server: use $server->connections")
    })?;
    Ok((connections, listed))
}

fn rewind(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (connections, listed) = parts(call)?;
    connections.place.rewind(listed);
    Ok(())
}

fn next(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (connections, listed) = parts(call)?;
    connections.place.forward(listed);
    Ok(())
}

fn current(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (connections, _) = parts(call)?;
    call.give(connections.place.current.get().map(|entry| entry.fd.cast_signed()))
}

fn key(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (connections, _) = parts(call)?;
    call.give(connections.place.passed.get() + 1)
}

fn valid(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (connections, _) = parts(call)?;
    call.give(connections.place.current.get().is_some())
}

fn count(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (_, listed) = parts(call)?;
    call.give(listed.count().cast_signed())
}

fn offset_exists(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", fd: i64);
    let (_, listed) = parts(call)?;
    call.give(listed.has(fd))
}

fn offset_get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", fd: i64);
    let (_, listed) = parts(call)?;
    call.give(if listed.has(fd) { info_array(&listed.server, Server::fd(fd)) } else { None })
}

fn offset_set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"zz", _fd: *mut Zval, _value: *mut Zval);
    // Ignored, as in Swoole: connections come and go by themselves.
    Ok(())
}

fn offset_unset(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", _fd: *mut Zval);
    Ok(())
}

/// One `foreach`.
#[repr(C)]
struct Loop {
    iterator: zend_object_iterator,
    listed: Listed,
    place: Walk,
    value: Zval,
}

static LOOP: LoopFunctions = LoopFunctions(zend_object_iterator_funcs {
    dtor: Some(loop_end),
    valid: Some(loop_valid),
    get_current_data: Some(loop_data),
    get_current_key: Some(loop_key),
    move_forward: Some(loop_forward),
    rewind: Some(loop_rewind),
    invalidate_current: None,
    get_gc: None,
});

struct LoopFunctions(zend_object_iterator_funcs);

// SAFETY: a constant table of function pointers.
unsafe impl Sync for LoopFunctions {}

unsafe extern "C" fn get_iterator(
    _: *mut zend_class_entry,
    object: *mut zval,
    by_reference: c_int,
) -> *mut zend_object_iterator {
    // SAFETY: PHP calls this with a live object of the class; the loop is freed by PHP after `loop_end`.
    unsafe {
        let listed = Object::of(&*object).and_then(Object::data::<Connections>).and_then(|data| data.listed.get());
        let (Some(listed), 0) = (listed, by_reference) else {
            zend_throw_error(
                std::ptr::null_mut(),
                c"Swoole\\Connection\\Iterator comes from a server ($server->connections) and can't be iterated by reference"
                    .as_ptr(),
            );
            return std::ptr::null_mut();
        };
        let place = _emalloc(size_of::<Loop>()).cast::<Loop>();
        zend_iterator_init(&raw mut (*place).iterator);
        (*place).iterator.funcs = &raw const LOOP.0;
        // Keeps the object alive as long as the loop runs over it.
        (&raw mut (*place).iterator.data).write((*object).shallow_clone());
        (&raw mut (*place).listed).write(listed.clone());
        (&raw mut (*place).place).write(Walk::default());
        (&raw mut (*place).value).write(Zval::new());
        (&raw mut (*place).iterator).cast()
    }
}

/// # Safety
/// `iterator` is one that [`get_iterator`] made and PHP has not freed; no other reference to it lives, and PHP is not
/// called while this one does.
unsafe fn the_loop<'loop_>(iterator: *mut zend_object_iterator) -> &'loop_ mut Loop {
    // SAFETY: the iterator is the first field.
    unsafe { &mut *iterator.cast::<Loop>() }
}

unsafe extern "C" fn loop_end(iterator: *mut zend_object_iterator) {
    // SAFETY: called once, by PHP; the memory itself is PHP's to free.
    unsafe {
        let this = iterator.cast::<Loop>();
        std::ptr::drop_in_place(&raw mut (*this).listed);
        std::ptr::drop_in_place(&raw mut (*this).value);
        std::ptr::drop_in_place(&raw mut (*this).iterator.data);
    }
}

unsafe extern "C" fn loop_valid(iterator: *mut zend_object_iterator) -> c_int {
    // SAFETY: as `the_loop` asks.
    let this = unsafe { the_loop(iterator) };
    if this.place.current.get().is_some() { ZEND_RESULT_CODE_SUCCESS } else { ZEND_RESULT_CODE_FAILURE }
}

unsafe extern "C" fn loop_data(iterator: *mut zend_object_iterator) -> *mut zval {
    // SAFETY: as `the_loop` asks.
    let this = unsafe { the_loop(iterator) };
    this.value.set_long(this.place.current.get().map_or(0, |entry| entry.fd.cast_signed()));
    &raw mut this.value
}

unsafe extern "C" fn loop_key(iterator: *mut zend_object_iterator, key: *mut zval) {
    // SAFETY: as `the_loop` asks; PHP gives room for the key, in which nothing is yet that could be dropped.
    unsafe { key.write(integer(the_loop(iterator).place.passed.get() + 1)) };
}

unsafe extern "C" fn loop_forward(iterator: *mut zend_object_iterator) {
    // SAFETY: as `the_loop` asks.
    let this = unsafe { the_loop(iterator) };
    this.place.forward(&this.listed);
}

unsafe extern "C" fn loop_rewind(iterator: *mut zend_object_iterator) {
    // SAFETY: as `the_loop` asks.
    let this = unsafe { the_loop(iterator) };
    this.place.rewind(&this.listed);
}

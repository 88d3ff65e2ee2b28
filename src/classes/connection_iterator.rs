//! `Swoole\Connection\Iterator`: `$server->connections`, to count, to look up and to loop over.
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
use swoxide_engine::registry::{Entry, WebSocketStatus};

use super::server::info_array;
use crate::worker::server::Server;
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
    server: OnceCell<Rc<Server>>,
    place: Walk,
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
    fn rewind(&self, server: &Server) {
        self.passed.set(0);
        self.current.set(find_from(server, 0));
    }

    fn forward(&self, server: &Server) {
        if let Some(entry) = self.current.get() {
            self.passed.set(self.passed.get() + 1);
            self.current.set(find_from(server, entry.slot + 1));
        }
    }
}

fn find_from(server: &Server, slot: u32) -> Option<Entry> {
    server.registry()?.next_open(slot, server.lists_websockets())
}

/// Whether a connection is one of those that the server lists.
fn is_listed(server: &Server, fd: i64) -> bool {
    let status = server.registry().and_then(|registry| registry.websocket_status(Server::fd(fd)));
    status.is_some_and(|status| !server.lists_websockets() || status == WebSocketStatus::Active)
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

/// The connections of a server, as a PHP value.
pub(super) fn create(server: &Rc<Server>) -> Zval {
    let value = ITERATOR.instantiate();
    if let Some(connections) = Object::of(&value).and_then(Object::data::<Connections>) {
        let _ = connections.server.set(Rc::clone(server));
    }
    value
}

/// The iterator's data and its server; an iterator that a program made by itself has none.
fn parts<'call>(call: &Call<'call>) -> Result<(&'call Connections, &'call Rc<Server>), Failure> {
    let connections = call.this()?.data::<Connections>().ok_or(Failure::Thrown)?;
    let server = connections.server.get().ok_or_else(|| {
        Failure::throw(ce::error(), 0, "Swoole\\Connection\\Iterator comes from a server: use $server->connections")
    })?;
    Ok((connections, server))
}

fn rewind(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (connections, server) = parts(call)?;
    connections.place.rewind(server);
    Ok(())
}

fn next(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (connections, server) = parts(call)?;
    connections.place.forward(server);
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
    let (_, server) = parts(call)?;
    let count = server.registry().map_or(0, |registry| {
        if server.lists_websockets() { registry.websocket_count() } else { registry.open_count() }
    });
    call.give(count.cast_signed())
}

fn offset_exists(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", fd: i64);
    let (_, server) = parts(call)?;
    call.give(is_listed(server, fd))
}

fn offset_get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", fd: i64);
    let (_, server) = parts(call)?;
    let listed = is_listed(server, fd);
    call.give(listed.then(|| info_array(server, Server::fd(fd))).flatten())
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
    server: Rc<Server>,
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
        let server = Object::of(&*object).and_then(Object::data::<Connections>).and_then(|data| data.server.get());
        let (Some(server), 0) = (server, by_reference) else {
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
        (&raw mut (*place).server).write(Rc::clone(server));
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
        std::ptr::drop_in_place(&raw mut (*this).server);
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
    this.place.forward(&this.server);
}

unsafe extern "C" fn loop_rewind(iterator: *mut zend_object_iterator) {
    // SAFETY: as `the_loop` asks.
    let this = unsafe { the_loop(iterator) };
    this.place.rewind(&this.server);
}

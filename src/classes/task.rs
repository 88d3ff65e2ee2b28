//! `Swoole\Server\Task`: a task with all that is known of it, for `onTask` of programs that set `task_object`.

use std::cell::OnceCell;
use std::rc::Rc;

use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use swoxide_engine::link::record;

use super::server::answer;
use super::warn;
use crate::worker::server::Server;
use crate::worker::task::{PackedValue, unpack};
use crate::zend::array::integer;
use crate::zend::class::{Class, class, null_property, property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes, method, required};
use crate::zend::object::{self, Data, Handlers, Object};
use crate::zend::serialize::{serialize, unserialize};

static TASK: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The properties in the order of their declaration.
mod place {
    pub(super) const DATA: usize = 0;
    pub(super) const DISPATCH_TIME: usize = 1;
    pub(super) const ID: usize = 2;
    pub(super) const WORKER_ID: usize = 3;
}

/// What a task object carries.
#[derive(Default)]
struct TaskObject {
    of: OnceCell<Origin>,
}

struct Origin {
    server: Rc<Server>,
    number: i64,
    source: u16,
}

impl Data for TaskObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let data = || vec![required("data", DataType::Mixed)];
    class("Swoole\\Server\\Task")
        .flags(ext_php_rs::flags::ClassFlags::Final)
        .property(null_property("data"))
        .property(property("dispatch_time", 0))
        .property(property("id", -1))
        .property(property("worker_id", -1))
        .property(property("flags", 0))
        .method(method("finish", finish, 1, data()), MethodFlags::Public)
        .method(method("pack", pack, 1, data()), MethodFlags::Public | MethodFlags::Static)
        .method(
            method("unpack", unpack_text, 1, vec![required("data", DataType::String)]),
            MethodFlags::Public | MethodFlags::Static,
        )
        .registration(|entry, tables| {
            object::embed::<TaskObject>(entry);
            TASK.registered(entry, tables);
        })
        .register()
}

/// The object of a task.
pub(crate) fn create(server: &Rc<Server>, task: &record::Task<'_>) -> Zval {
    let data = unpack(task.data);
    let value = TASK.instantiate();
    if let Some(object) = Object::of(&value) {
        if let Some(carried) = object.data::<TaskObject>() {
            let origin = Origin { server: Rc::clone(server), number: task.number, source: task.source };
            let _ = carried.of.set(origin);
        }
        let mut time = Zval::new();
        time.set_double(task.time);
        object.set_slot(place::DATA, data);
        object.set_slot(place::DISPATCH_TIME, time);
        object.set_slot(place::ID, integer(task.number));
        object.set_slot(place::WORKER_ID, integer(task.source.into()));
    }
    value
}

fn finish(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", data: *mut Zval);
    // SAFETY: filled by PHP, which keeps the argument alive for the call.
    let data = unsafe { &*data };
    let carried = call.this()?.data::<TaskObject>().ok_or(Failure::Thrown)?;
    let Some(Origin { server, number, source }) = carried.of.get() else {
        warn("a Swoole\\Server\\Task comes from onTask: one that was made by hand has nobody to answer");
        return call.give(false);
    };
    let value = PackedValue::of(data)?;
    call.give(answer(server, *number, *source, &value))
}

fn pack(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", data: *mut Zval);
    // SAFETY: filled by PHP, which keeps the argument alive for the call.
    let packed = serialize(unsafe { &*data })?;
    call.give(&*packed)
}

fn unpack_text(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", data: StringArgument);
    let value = unserialize(bytes(call, data).unwrap_or_default());
    call.give(value)
}

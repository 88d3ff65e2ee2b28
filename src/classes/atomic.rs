//! `Swoole\Atomic` and `Swoole\Atomic\Long`: numbers in shared memory.

use std::cell::OnceCell;
use std::rc::Rc;

use ext_php_rs::flags::{DataType, MethodFlags};
use swoxide_engine::shared::atomic::{Atomic, AtomicLong};
use swoxide_engine::shared::wait::Waited;

use super::{constructor_not_called, exception};
use crate::zend::class::{Class, allow_dynamic_properties, class};
use crate::zend::error::Failure;
use crate::zend::interrupt;
use crate::zend::method::{Call, Outcome, arguments, method, optional, required};
use crate::zend::object::{self, Data, Handlers};

static ATOMIC: Class = Class::new();
static LONG: Class = Class::new();
static ATOMIC_HANDLERS: Handlers = Handlers::new();
static LONG_HANDLERS: Handlers = Handlers::new();

/// What an object carries; counted, because a signal handler may replace it while it is waited for.
#[derive(Default)]
struct AtomicObject(OnceCell<Rc<Atomic>>);

impl Data for AtomicObject {
    fn handlers() -> &'static Handlers {
        &ATOMIC_HANDLERS
    }
}

#[derive(Default)]
struct LongObject(OnceCell<AtomicLong>);

impl Data for LongObject {
    fn handlers() -> &'static Handlers {
        &LONG_HANDLERS
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let amount = |name| vec![optional(name, DataType::Long, "1")];
    let value = || vec![optional("value", DataType::Long, "0")];
    let pair = || vec![required("cmp_value", DataType::Long), required("new_value", DataType::Long)];
    let timeout = || vec![optional("timeout", DataType::Double, "1.0")];
    class("Swoole\\Atomic")
        .method(method("__construct", construct, 0, value()), public)
        .method(method("add", add, 0, amount("add_value")), public)
        .method(method("sub", sub, 0, amount("sub_value")), public)
        .method(method("get", get, 0, vec![]), public)
        .method(method("set", set, 1, vec![required("value", DataType::Long)]), public)
        .method(method("wait", wait, 0, timeout()), public)
        .method(method("wakeup", wakeup, 0, amount("count")), public)
        .method(method("cmpset", cmpset, 2, pair()), public)
        .registration(|entry, tables| {
            object::embed::<AtomicObject>(entry);
            allow_dynamic_properties(entry);
            ATOMIC.registered(entry, tables);
        })
        .register()?;
    ATOMIC.alias("swoole_atomic");
    class("Swoole\\Atomic\\Long")
        .method(method("__construct", long_construct, 0, value()), public)
        .method(method("add", long_add, 0, amount("add_value")), public)
        .method(method("sub", long_sub, 0, amount("sub_value")), public)
        .method(method("get", long_get, 0, vec![]), public)
        .method(method("set", long_set, 1, vec![required("value", DataType::Long)]), public)
        .method(method("cmpset", long_cmpset, 2, pair()), public)
        .registration(|entry, tables| {
            object::embed::<LongObject>(entry);
            allow_dynamic_properties(entry);
            LONG.registered(entry, tables);
        })
        .register()?;
    LONG.alias("swoole_atomic_long");
    Ok(())
}

fn no_memory(error: &std::io::Error) -> Failure {
    exception::system("no shared memory for a number", error)
}

fn of<'call>(call: &Call<'call>) -> Result<&'call Rc<Atomic>, Failure> {
    let object = call.this()?.data::<AtomicObject>().ok_or(Failure::Thrown)?;
    object.0.get().ok_or_else(|| constructor_not_called("Swoole\\Atomic"))
}

// 32 bits of what PHP gives: -1 is the greatest number, as in Swoole.

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", value: i64);
    let object = call.this()?.data::<AtomicObject>().ok_or(Failure::Thrown)?;
    if object.0.get().is_none() {
        let atomic = Atomic::create(value as u32).map_err(|error| no_memory(&error))?;
        let _ = object.0.set(Rc::new(atomic));
    }
    Ok(())
}

fn add(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", amount: i64 = 1);
    let sum = of(call)?.add(amount as u32);
    call.give(i64::from(sum))
}

fn sub(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", amount: i64 = 1);
    let rest = of(call)?.sub(amount as u32);
    call.give(i64::from(rest))
}

fn get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let value = of(call)?.get();
    call.give(i64::from(value))
}

fn set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", value: i64);
    of(call)?.set(value as u32);
    Ok(())
}

fn wait(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|d", timeout: f64 = 1.0);
    let atomic = Rc::clone(of(call)?);
    let waited = interrupt::waiting(timeout, |patience| atomic.wait(patience))?;
    call.give(waited == Waited::Done)
}

fn wakeup(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", count: i64 = 1);
    of(call)?.wake(i32::try_from(count.max(0)).unwrap_or(i32::MAX));
    call.give(true)
}

fn cmpset(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"ll", expected: i64, new: i64);
    let was_set = of(call)?.compare_and_set(expected as u32, new as u32);
    call.give(was_set)
}

fn long_of<'call>(call: &Call<'call>) -> Result<&'call AtomicLong, Failure> {
    let object = call.this()?.data::<LongObject>().ok_or(Failure::Thrown)?;
    object.0.get().ok_or_else(|| constructor_not_called("Swoole\\Atomic\\Long"))
}

fn long_construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", value: i64);
    let object = call.this()?.data::<LongObject>().ok_or(Failure::Thrown)?;
    if object.0.get().is_none() {
        let _ = object.0.set(AtomicLong::create(value).map_err(|error| no_memory(&error))?);
    }
    Ok(())
}

fn long_add(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", amount: i64 = 1);
    let sum = long_of(call)?.add(amount);
    call.give(sum)
}

fn long_sub(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", amount: i64 = 1);
    let rest = long_of(call)?.sub(amount);
    call.give(rest)
}

fn long_get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let value = long_of(call)?.get();
    call.give(value)
}

fn long_set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", value: i64);
    long_of(call)?.set(value);
    Ok(())
}

fn long_cmpset(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"ll", expected: i64, new: i64);
    let was_set = long_of(call)?.compare_and_set(expected, new);
    call.give(was_set)
}

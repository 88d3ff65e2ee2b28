//! `Swoole\Table`: rows in shared memory, and `Swoole\Table\Row`, what `$table[$key]` gives.

mod interfaces;
mod row;
mod values;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ext_php_rs::builders::FunctionBuilder;
use ext_php_rs::flags::{ConstantFlags, DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::shared::table::{Columns, Key, Kind, Refused, Table, Value, Width};

use self::interfaces::Walk;
use self::values::{full, row_array, store_array, to_value};
use super::exception::words;
use super::{constructor_not_called, warn};
use crate::zend::array::{Array, integer};
use crate::zend::class::{Class, allow_dynamic_properties, class, may_be, null_property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, TableArgument, arguments, bytes, method, optional, required};
use crate::zend::object::{self, Data, Handlers};
use crate::zend::value::{to_float, to_integer};

static TABLE: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

const TYPE_INT: i64 = 1;
const TYPE_FLOAT: i64 = 2;
const TYPE_STRING: i64 = 3;

/// The properties in the order of their declaration.
mod place {
    pub(super) const SIZE: usize = 0;
    pub(super) const MEMORY_SIZE: usize = 1;
}

/// What an object carries.
#[derive(Default)]
struct TableObject {
    /// Rows and the part of spare ones, as the constructor was told.
    size: Cell<Option<(i64, f64)>>,
    columns: RefCell<Columns>,
    /// There from `create()` to `destroy()`. Counted, because conversions of values may run code that calls the latter.
    table: RefCell<Option<Rc<Table>>>,
    walk: RefCell<Walk>,
}

impl Data for TableObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let returns = |builder: FunctionBuilder<'static>, kind| builder.returns(kind, false, false);
    let text = |name| required(name, DataType::String);
    let size = vec![required("table_size", DataType::Long), optional("conflict_proportion", DataType::Double, "0.2")];
    let a_column = vec![text("name"), required("type", DataType::Long), optional("size", DataType::Long, "0")];
    let key = || vec![text("key")];
    let change = || vec![text("key"), text("column"), optional("incrby", DataType::Long, "1")];
    let offset = || vec![required("key", DataType::Mixed)];
    let offset_and_value = vec![required("key", DataType::Mixed), required("value", DataType::Mixed)];
    let field = optional("field", DataType::String, "null").allow_null();
    let mut builder = class("Swoole\\Table")
        .implements((ce::iterator, "\\Iterator"))
        .implements((ce::arrayaccess, "\\ArrayAccess"))
        .implements((ce::countable, "\\Countable"))
        .property(null_property("size"))
        .property(null_property("memorySize"))
        .method(method("__construct", construct, 1, size), public)
        .method(method("column", column, 2, a_column), public)
        .method(method("create", create, 0, vec![]), public)
        .method(method("destroy", destroy, 0, vec![]), public)
        .method(method("set", set, 2, vec![text("key"), required("value", DataType::Array)]), public)
        .method(method("get", get, 1, vec![text("key"), field]), public)
        .method(method("del", delete, 1, key()), public)
        .method(method("delete", delete, 1, key()), public)
        .method(method("exists", exists, 1, key()), public)
        .method(method("exist", exists, 1, key()), public)
        .method(method("incr", incr, 2, change()), public)
        .method(method("decr", decr, 2, change()), public)
        .method(method("getSize", get_size, 0, vec![]), public)
        .method(method("getMemorySize", get_memory_size, 0, vec![]), public)
        .method(method("stats", stats, 0, vec![]), public)
        // Return types here as PHP's interfaces have them: without them PHP would complain when it starts.
        .method(returns(method("count", count, 0, vec![]), DataType::Long), public)
        .method(returns(method("rewind", interfaces::rewind, 0, vec![]), DataType::Void), public)
        .method(returns(method("valid", interfaces::valid, 0, vec![]), DataType::Bool), public)
        .method(returns(method("next", interfaces::next, 0, vec![]), DataType::Void), public)
        .method(returns(method("current", interfaces::current, 0, vec![]), DataType::Mixed), public)
        .method(returns(method("key", interfaces::key_of_current, 0, vec![]), DataType::Mixed), public)
        .method(returns(method("offsetExists", interfaces::offset_exists, 1, offset()), DataType::Bool), public)
        .method(returns(method("offsetGet", interfaces::offset_get, 1, offset()), DataType::Mixed), public)
        .method(returns(method("offsetSet", interfaces::offset_set, 2, offset_and_value), DataType::Void), public)
        .method(returns(method("offsetUnset", interfaces::offset_unset, 1, offset()), DataType::Void), public);
    for (name, number) in [("TYPE_INT", TYPE_INT), ("TYPE_FLOAT", TYPE_FLOAT), ("TYPE_STRING", TYPE_STRING)] {
        builder = builder.constant(name, number, &[], ConstantFlags::Public)?;
    }
    builder
        .registration(|entry, tables| {
            object::embed::<TableObject>(entry);
            allow_dynamic_properties(entry);
            TABLE.registered(entry, tables);
        })
        .register()?;
    TABLE.widen("incr", 2, may_be::DOUBLE);
    TABLE.widen("decr", 2, may_be::DOUBLE);
    TABLE.alias("swoole_table");
    row::register()
}

fn of<'call>(call: &Call<'call>) -> Result<&'call TableObject, Failure> {
    call.this()?.data::<TableObject>().ok_or(Failure::Thrown)
}

fn size_of_table(call: &Call<'_>) -> Result<(i64, f64), Failure> {
    of(call)?.size.get().ok_or_else(|| constructor_not_called("Swoole\\Table"))
}

/// The table, which is there from `create()` on.
fn created(call: &Call<'_>) -> Result<Rc<Table>, Failure> {
    let table = of(call)?.table.borrow().clone();
    table.ok_or_else(|| Failure::Fatal("table is not created or has been destroyed".to_owned()))
}

/// A key, with a warning if it is cut.
fn checked(key: &[u8]) -> Key<'_> {
    if key.len() > Key::LONGEST {
        let text = String::from_utf8_lossy(key);
        warn(&format!("key[{text}] is too long: it has {} bytes, cut to {}", key.len(), Key::LONGEST));
    }
    Key::of(key)
}

/// Warns about a column that a table does not have.
fn unknown_column(table: &Table, name: &[u8]) {
    let name = String::from_utf8_lossy(name);
    warn(&format!("column[{name}] does not exist: the columns are {}", table.columns().names()));
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|d", rows: i64, spare: f64 = 0.2);
    let object = of(call)?;
    if object.size.get().is_some() {
        return Err(Failure::throw(ce::error(), 0, "Swoole\\Table::__construct() can be called once"));
    }
    object.size.set(Some((rows, spare)));
    Ok(())
}

fn column(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sl|l", name: StringArgument, kind: i64, size: i64);
    size_of_table(call)?;
    let object = of(call)?;
    let name = bytes(call, name).unwrap_or_default();
    let kind = match (kind, size) {
        (TYPE_INT, 1) => Ok(Kind::Int(Width::One)),
        (TYPE_INT, 2) => Ok(Kind::Int(Width::Two)),
        (TYPE_INT, 4) => Ok(Kind::Int(Width::Four)),
        (TYPE_INT, _) => Ok(Kind::Int(Width::Eight)),
        (TYPE_FLOAT, _) => Ok(Kind::Float),
        (TYPE_STRING, ..=0) => Err("the length of string type values has to be more than zero".to_owned()),
        (TYPE_STRING, 1..=0x7FFF_FFF8) => Ok(Kind::String((size as u32).next_multiple_of(8))),
        (TYPE_STRING, _) => Err(format!("a string of {size} bytes is too long: the most are 2147483640")),
        _ => Err(format!("unknown column type[{kind}]: the types are TYPE_INT, TYPE_FLOAT and TYPE_STRING")),
    };
    let added = if object.table.borrow().is_some() {
        Err("unable to add column after table has been created".to_owned())
    } else if name.is_empty() || str::from_utf8(name).is_err() {
        Err("the name of a column must be a text of one letter at least".to_owned())
    } else {
        kind.and_then(|kind| {
            let is_new = object.columns.borrow_mut().add(name, kind);
            let name = String::from_utf8_lossy(name);
            if is_new { Ok(()) } else { Err(format!("there is a column[{name}] already")) }
        })
    };
    if let Err(message) = &added {
        warn(message);
    }
    call.give(added.is_ok())
}

fn create(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (rows, spare) = size_of_table(call)?;
    let object = of(call)?;
    if object.table.borrow().is_some() {
        warn("the table has been created already");
        return call.give(false);
    }
    let columns = object.columns.borrow().clone();
    match Table::create(rows, spare, columns) {
        Ok(table) => {
            let memory = table.memory() as i64;
            *object.table.borrow_mut() = Some(Rc::new(table));
            let this = call.this()?;
            this.set_slot(place::SIZE, integer(Table::rounded(rows).into()));
            this.set_slot(place::MEMORY_SIZE, integer(memory));
            call.give(true)
        }
        Err(error) => {
            warn(&format!("unable to allocate memory for {rows} rows, Error: {}", words(&error)));
            call.give(false)
        }
    }
}

fn destroy(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    created(call)?;
    let object = of(call)?;
    object.walk.take();
    object.table.take();
    object.columns.take();
    call.give(true)
}

fn set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sh", key: StringArgument, _values: TableArgument);
    let table = created(call)?;
    let values = call.argument(1).ok_or(Failure::Thrown)?;
    let is_stored = store_array(&table, bytes(call, key).unwrap_or_default(), values)?;
    call.give(is_stored)
}

fn get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|S!", key: StringArgument, field: StringArgument);
    let table = created(call)?;
    let key = checked(bytes(call, key).unwrap_or_default());
    let value = match bytes(call, field) {
        None => row_array(&table, key),
        Some(field) => {
            let column = table.columns().find(field);
            column.and_then(|column| table.get_value(key, column, &mut Vec::new()).map(to_value))
        }
    };
    call.give(value)
}

fn delete(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", key: StringArgument);
    let table = created(call)?;
    let was_there = table.delete(checked(bytes(call, key).unwrap_or_default()));
    call.give(was_there)
}

fn exists(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", key: StringArgument);
    let table = created(call)?;
    let is_there = table.exists(checked(bytes(call, key).unwrap_or_default()));
    call.give(is_there)
}

fn incr(call: &mut Call<'_>) -> Outcome {
    increase(call, false)
}

fn decr(call: &mut Call<'_>) -> Outcome {
    increase(call, true)
}

fn increase(call: &mut Call<'_>, is_negative: bool) -> Outcome {
    arguments!(call, c"SS|n", key: StringArgument, column: StringArgument, by: *mut Zval);
    let table = created(call)?;
    let (name, key) = (bytes(call, column).unwrap_or_default(), bytes(call, key).unwrap_or_default());
    let Some(column) = table.columns().find(name) else {
        unknown_column(&table, name);
        return call.give(false);
    };
    // SAFETY: null if there is none; else PHP has made a number of it, and keeps it alive for the call.
    let by = unsafe { by.as_ref() };
    let by = match (table.columns().kind(column), by) {
        (_, None) => Value::Int(if is_negative { -1 } else { 1 }),
        (Kind::Float, Some(by)) => {
            let by = to_float(by)?;
            Value::Float(if is_negative { -by } else { by })
        }
        (_, Some(by)) => {
            let by = to_integer(by)?;
            Value::Int(if is_negative { by.wrapping_neg() } else { by })
        }
    };
    match table.increase(checked(key), column, by) {
        Ok(sum) => call.give(to_value(sum)),
        Err(Refused::Full) => {
            full(key);
            call.give(false)
        }
        Err(Refused::NotANumber) => {
            let method = if is_negative { "decr" } else { "incr" };
            let name = String::from_utf8_lossy(name);
            warn(&format!("can't execute '{method}' on the string type column[{name}]"));
            call.give(false)
        }
    }
}

fn get_size(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let (rows, _) = size_of_table(call)?;
    call.give(i64::from(Table::rounded(rows)))
}

fn get_memory_size(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    size_of_table(call)?;
    let memory = of(call)?.table.borrow().as_ref().map_or(0, |table| table.memory());
    call.give(memory as i64)
}

fn stats(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let stats = created(call)?.stats();
    let array = Array::new()
        .with("num", stats.rows as i64)
        .with("conflict_count", stats.conflicts as i64)
        .with("conflict_max_level", i64::from(stats.longest_chain))
        .with("insert_count", stats.inserts as i64)
        .with("update_count", stats.updates as i64)
        .with("delete_count", stats.deletes as i64)
        .with("available_slice_num", i64::from(stats.free))
        .with("total_slice_num", i64::from(stats.capacity));
    call.give(array.into_value())
}

fn count(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let count = created(call)?.count();
    call.give(count as i64)
}

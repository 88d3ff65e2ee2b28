//! `Swoole\Table\Row`: what `$table[$key]` gives.

use std::cell::OnceCell;
use std::rc::Rc;

use ext_php_rs::builders::FunctionBuilder;
use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::shared::table::{Key, Table};

use super::unknown_column;
use super::values::{row_array, store};
use crate::classes::warn;
use crate::zend::array::{Array, entries, string};
use crate::zend::class::{Class, allow_dynamic_properties, class, null_property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, arguments, method, required};
use crate::zend::object::{self, Data, Handlers, Object};
use crate::zend::value::to_string;

static ROW: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The properties in the order of their declaration.
mod place {
    pub(super) const KEY: usize = 0;
    pub(super) const VALUE: usize = 1;
}

/// Where a row is from. The object shows its values as they were when it was made.
struct Origin {
    table: Rc<Table>,
    key: Vec<u8>,
}

#[derive(Default)]
struct RowObject(OnceCell<Origin>);

impl Data for RowObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let returns = |builder: FunctionBuilder<'static>, kind| builder.returns(kind, false, false);
    let column = || vec![required("column", DataType::Mixed)];
    let column_and_value = vec![required("column", DataType::Mixed), required("value", DataType::Mixed)];
    let public = MethodFlags::Public;
    // Return types here as PHP's interface has them: without them PHP would complain when it starts.
    class("Swoole\\Table\\Row")
        .implements((ce::arrayaccess, "\\ArrayAccess"))
        .property(null_property("key"))
        .property(null_property("value"))
        .method(returns(method("offsetExists", offset_exists, 1, column()), DataType::Bool), public)
        .method(returns(method("offsetGet", offset_get, 1, column()), DataType::Mixed), public)
        .method(returns(method("offsetSet", offset_set, 2, column_and_value), DataType::Void), public)
        .method(returns(method("offsetUnset", offset_unset, 1, column()), DataType::Void), public)
        .registration(|entry, tables| {
            object::embed::<RowObject>(entry);
            allow_dynamic_properties(entry);
            ROW.registered(entry, tables);
        })
        .register()?;
    ROW.alias("swoole_table_row");
    Ok(())
}

/// The object of a row, also of one that is not there.
pub(super) fn create(table: Rc<Table>, key: &[u8]) -> Zval {
    let value = ROW.instantiate();
    if let Some(object) = Object::of(&value) {
        object.set_slot(place::KEY, string(key));
        object.set_slot(place::VALUE, values(&table, key));
        if let Some(data) = object.data::<RowObject>() {
            let _ = data.0.set(Origin { table, key: key.to_owned() });
        }
    }
    value
}

/// The values of a row; an empty array if there is none.
fn values(table: &Table, key: &[u8]) -> Zval {
    row_array(table, Key::of(key)).unwrap_or_else(|| Array::new().into_value())
}

/// The row's value of a column, as the object shows it.
fn shown(call: &Call<'_>, column: &Zval) -> Result<Option<Zval>, Failure> {
    let name = to_string(column)?;
    let values = call.this()?.slot(place::VALUE);
    let found = values.array().and_then(|values| entries(values).find(|(key, _)| key.as_bytes() == &*name));
    Ok(found.map(|(_, value)| value.dereference().shallow_clone()))
}

fn offset_exists(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", column: *mut Zval);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call; so for the two below.
    let value = shown(call, unsafe { &*column })?;
    call.give(value.is_some_and(|value| !value.is_null()))
}

fn offset_get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", column: *mut Zval);
    // SAFETY: see `offset_exists`.
    let column = unsafe { &*column };
    if let Some(value) = shown(call, column)? {
        return call.give(value);
    }
    let key = to_string(&call.this()?.slot(place::KEY))?;
    let (column, key) = (to_string(column)?, String::from_utf8_lossy(&key).into_owned());
    warn(&format!("row[{key}] has no column[{}]", String::from_utf8_lossy(&column)));
    Ok(())
}

fn offset_set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"zz", column: *mut Zval, value: *mut Zval);
    let this = call.this()?;
    let origin = this
        .data::<RowObject>()
        .and_then(|data| data.0.get())
        .ok_or_else(|| Failure::throw(ce::error(), 0, "Swoole\\Table\\Row comes from a table: use $table[$key]"))?;
    // SAFETY: see `offset_exists`.
    let (name, value) = unsafe { (to_string(&*column)?, &*value) };
    let Some(column) = origin.table.columns().find(&name) else {
        unknown_column(&origin.table, &name);
        return Ok(());
    };
    // The table outlives what the conversion of the value may run: it is counted.
    store(&origin.table, Key::of(&origin.key), &origin.key, std::iter::once((column, value)))?;
    this.set_slot(place::VALUE, values(&origin.table, &origin.key));
    Ok(())
}

fn offset_unset(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", column: *mut Zval);
    // SAFETY: see `offset_exists`.
    let name = to_string(unsafe { &*column })?;
    warn(&format!("column[{}] can't be taken out of a row: set it to 0 or ''", String::from_utf8_lossy(&name)));
    Ok(())
}

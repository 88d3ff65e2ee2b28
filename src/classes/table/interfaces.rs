//! A table as PHP's interfaces have it: `foreach`, and `$table[$key]`.

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;
use swoxide_engine::shared::table::Table;

use super::values::{array_of, store_array};
use super::{checked, created, of, row};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, arguments};
use crate::zend::string::PhpString;
use crate::zend::value::{to_string, type_name};

/// Where the iterator methods stand: at a copy, which others may change and delete the row behind.
#[derive(Default)]
pub(super) struct Walk {
    /// Where to look for the next row; `None` when the loop is over, or has not begun.
    next: Option<u32>,
    key: Vec<u8>,
    row: Vec<u8>,
}

impl Walk {
    fn go_on(&mut self, table: &Table, from: u32) {
        self.next = table.row_from(from, &mut self.key, &mut self.row);
    }
}

pub(super) fn rewind(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let table = created(call)?;
    of(call)?.walk.borrow_mut().go_on(&table, 0);
    Ok(())
}

pub(super) fn next(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let table = created(call)?;
    let mut walk = of(call)?.walk.borrow_mut();
    if let Some(place) = walk.next {
        walk.go_on(&table, place);
    }
    Ok(())
}

pub(super) fn valid(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    created(call)?;
    let is_valid = of(call)?.walk.borrow().next.is_some();
    call.give(is_valid)
}

pub(super) fn current(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let table = created(call)?;
    let walk = of(call)?.walk.borrow();
    if walk.next.is_some() { call.give(array_of(table.columns(), &walk.row)) } else { Ok(()) }
}

pub(super) fn key_of_current(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    created(call)?;
    let walk = of(call)?.walk.borrow();
    if walk.next.is_some() { call.give(walk.key.as_slice()) } else { Ok(()) }
}

/// The key in `$table[$key]`, of any type that PHP makes a string of.
fn offset(key: *mut Zval) -> Result<PhpString, Failure> {
    // SAFETY: the caller's argument, which PHP has filled and keeps alive for the call.
    let key = unsafe { &*key }.dereference();
    if key.is_null() {
        return Err(Failure::throw(ce::error(), 0, "a row of a Swoole\\Table needs a key: use $table[$key] = [...]"));
    }
    to_string(key)
}

pub(super) fn offset_exists(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", key: *mut Zval);
    let table = created(call)?;
    let key = offset(key)?;
    call.give(table.exists(checked(&key)))
}

pub(super) fn offset_get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", key: *mut Zval);
    let table = created(call)?;
    let key = offset(key)?;
    checked(&key);
    call.give(row::create(table, &key))
}

pub(super) fn offset_set(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"zz", key: *mut Zval, _value: *mut Zval);
    let table = created(call)?;
    let key = offset(key)?;
    let values = call.argument(1).ok_or(Failure::Thrown)?;
    if values.array().is_none() {
        let text = format!("a row of a Swoole\\Table is an array, {} given", type_name(values));
        return Err(Failure::throw(ce::type_error(), 0, text));
    }
    store_array(&table, &key, values)?;
    Ok(())
}

pub(super) fn offset_unset(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", key: *mut Zval);
    let table = created(call)?;
    let key = offset(key)?;
    table.delete(checked(&key));
    Ok(())
}

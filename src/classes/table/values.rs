//! PHP values and the bytes of a row.

use ext_php_rs::types::Zval;
use swoxide_engine::shared::table::{Columns, Key, Kind, Table, Value};

use super::checked;
use crate::classes::warn;
use crate::zend::array::{Array, entries, float, integer, string};
use crate::zend::error::Failure;
use crate::zend::string::PhpString;
use crate::zend::value::{to_float, to_integer, to_string};

/// A value for a column, converted.
enum Converted {
    Int(i64),
    Float(f64),
    String(PhpString),
}

/// Sets columns of a row to PHP values; `false`, and a warning, if there is no room for another row.
pub(super) fn store<'values>(
    table: &Table,
    key: Key<'_>,
    name: &[u8],
    values: impl Iterator<Item = (usize, &'values Zval)>,
) -> Result<bool, Failure> {
    let kind = |column| table.columns().kind(column);
    // All before the row is locked: a conversion may run the program's code.
    let mut converted = Vec::new();
    for (column, value) in values {
        // A copy, because that code may change what the array refers to.
        let value = value.dereference().shallow_clone();
        let value = match kind(column) {
            Kind::Int(_) => Converted::Int(to_integer(&value)?),
            Kind::Float => Converted::Float(to_float(&value)?),
            Kind::String(_) => Converted::String(to_string(&value)?),
        };
        converted.push((column, value));
    }
    let values: Vec<_> = converted
        .iter()
        .map(|(column, value)| match value {
            Converted::Int(number) => (*column, Value::Int(*number)),
            Converted::Float(number) => (*column, Value::Float(*number)),
            Converted::String(string) => (*column, Value::String(string)),
        })
        .collect();
    if table.set(key, &values).is_err() {
        full(name);
        return Ok(false);
    }
    for (column, value) in values {
        if let (Kind::String(longest), Value::String(string)) = (kind(column), value)
            && string.len() > longest as usize
        {
            let column = table.columns().iter().nth(column).map(|(name, _)| String::from_utf8_lossy(name));
            let (column, length) = (column.unwrap_or_default(), string.len());
            warn(&format!("the value of column[{column}] has {length} bytes, cut to {longest}"));
        }
    }
    Ok(true)
}

/// Warns that there is no room for another row.
pub(super) fn full(key: &[u8]) {
    warn(&format!("failed to set('{}'), unable to allocate memory", String::from_utf8_lossy(key)));
}

/// Stores what an array names of a row. Names that are no columns are passed over, as in Swoole.
pub(super) fn store_array(table: &Table, key: &[u8], values: &Zval) -> Result<bool, Failure> {
    let known = |(name, value): (String, _)| Some((table.columns().find(name.as_bytes())?, value));
    let values = values.array().into_iter().flat_map(entries).filter_map(known);
    store(table, checked(key), key, values)
}

/// A column's value as PHP has it.
pub(super) fn to_value(value: Value<'_>) -> Zval {
    match value {
        Value::Int(number) => integer(number),
        Value::Float(number) => float(number),
        Value::String(bytes) => string(bytes),
    }
}

/// The columns of a row as a PHP array.
pub(super) fn array_of(columns: &Columns, row: &[u8]) -> Zval {
    let names = columns.iter().enumerate();
    let array = names.fold(Array::new(), |array, (column, (name, _))| {
        array.with(&String::from_utf8_lossy(name), to_value(columns.read(column, row)))
    });
    array.into_value()
}

/// The row of a key as a PHP array.
pub(super) fn row_array(table: &Table, key: Key<'_>) -> Option<Zval> {
    let mut row = Vec::new();
    table.get(key, &mut row).then(|| array_of(table.columns(), &row))
}

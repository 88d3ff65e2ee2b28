//! Conversions of PHP values that may run the program's code.

use std::ptr::NonNull;

use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use swoxide_engine::settings::Value;

use super::array::entries;
use super::callable::is_pending;
use super::error::Failure;
use super::ffi::{convert_to_double, convert_to_long, zval_get_string_func};
use super::object::Object;
use super::string::PhpString;

/// A value as a string, as `(string)` gives it: may call `__toString`, may warn, may throw.
pub(crate) fn to_string(value: &Zval) -> Result<PhpString, Failure> {
    // SAFETY: PHP only reads the value, and gives a string of the caller's own (an empty one if it throws).
    let string = unsafe { zval_get_string_func(std::ptr::from_ref(value).cast_mut()) };
    // SAFETY: see above.
    let string = unsafe { PhpString::from_owned(NonNull::new(string).ok_or(Failure::Thrown)?) };
    if is_pending() { Err(Failure::Thrown) } else { Ok(string) }
}

/// An integer, or what PHP's numeric strings and floats say as one; nothing is warned of.
pub(crate) fn integer_of(value: &Zval) -> Option<i64> {
    let value = value.dereference();
    value.long().or_else(|| value.double().map(|number| number as i64)).or_else(|| value.str()?.trim().parse().ok())
}

/// A value as an integer, as `(int)` gives it: may warn, and so throw.
pub(crate) fn to_integer(value: &Zval) -> Result<i64, Failure> {
    if let Some(number) = value.long() {
        return Ok(number);
    }
    let mut copy = value.shallow_clone();
    // SAFETY: PHP converts the copy in place; the value itself stays as it is.
    unsafe { convert_to_long(&raw mut copy) };
    if is_pending() { Err(Failure::Thrown) } else { Ok(copy.long().unwrap_or_default()) }
}

/// A value as a number with a fraction, as `(float)` gives it: may warn, and so throw.
pub(crate) fn to_float(value: &Zval) -> Result<f64, Failure> {
    let mut copy = value.shallow_clone();
    // SAFETY: as above.
    unsafe { convert_to_double(&raw mut copy) };
    if is_pending() { Err(Failure::Thrown) } else { Ok(copy.double().unwrap_or_default()) }
}

/// A value of a settings array.
pub(crate) fn setting(value: &Zval) -> Value {
    /// Arrays in arrays in an array: `ssl_sni_certs` has hosts, and these have files. What is deeper has no meaning, and
    /// may have no end.
    const DEEPEST: u32 = 2;
    setting_within(value, DEEPEST)
}

fn setting_within(value: &Zval, depth: u32) -> Value {
    let value = value.dereference();
    if value.is_null() {
        Value::Null
    } else if let Some(flag) = value.bool() {
        Value::Bool(flag)
    } else if let Some(number) = value.long() {
        Value::Int(number)
    } else if let Some(number) = value.double() {
        Value::Float(number)
    } else if let Some(string) = value.zend_str() {
        match std::str::from_utf8(string.as_bytes()) {
            Ok(text) => Value::String(text.to_owned()),
            Err(_) => Value::Bytes(string.as_bytes().to_vec()),
        }
    } else if let Some(array) = value.array() {
        let Some(depth) = depth.checked_sub(1) else { return Value::Array(Vec::new()) };
        Value::Array(entries(array).map(|(key, value)| (key, setting_within(value, depth))).collect())
    } else {
        Value::Other(type_name(value))
    }
}

/// The name of a value's type as PHP's error messages have it.
pub(crate) fn type_name(value: &Zval) -> String {
    match Object::of(value) {
        Some(object) => object.class_name(),
        None => match value.get_type() {
            DataType::Long => "int".to_owned(),
            DataType::Double => "float".to_owned(),
            DataType::True | DataType::False => "bool".to_owned(),
            other => other.to_string().to_ascii_lowercase(),
        },
    }
}

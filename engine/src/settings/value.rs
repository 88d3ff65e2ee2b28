//! What a PHP program can give as a setting, and what it is taken for.

use std::fmt;

/// A value as a PHP program gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string.
    String(String),
    /// A string that is not UTF-8.
    Bytes(Vec<u8>),
    /// An array: its keys, numbers as text, with their values.
    Array(Vec<(String, Value)>),
    /// Anything else, by PHP's name of its type.
    Other(String),
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Int(value) => write!(formatter, "int {value}"),
            Self::Float(value) => write!(formatter, "float {value}"),
            Self::Bytes(value) => write!(formatter, "string \"{}\"", value.escape_ascii()),
            Self::String(value) => {
                // What would break the line of a message is written as it is typed.
                let visible = |character: char| match character {
                    character if character.is_control() => character.escape_default().to_string(),
                    character => character.to_string(),
                };
                write!(formatter, "string \"{}\"", value.chars().map(visible).collect::<String>())
            }
            Self::Array(_) => formatter.write_str("array"),
            Self::Other(name) => formatter.write_str(name),
        }
    }
}

// Numeric strings and 0/1 come from .ini and .env files in real programs; Swoole takes them too.

pub(super) fn to_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Int(value) => Some(*value != 0),
        Value::Null => Some(false),
        Value::String(value) => match value.as_str() {
            "1" | "true" | "on" | "yes" => Some(true),
            "" | "0" | "false" | "off" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn to_int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Bool(value) => Some(i64::from(*value)),
        // Exact up to 2^53, as every size or count that means anything.
        Value::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(*value as i64),
        Value::String(value) => value.trim().parse().ok(),
        _ => None,
    }
}

pub(super) fn to_float(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Float(value) => *value,
        Value::Int(value) => *value as f64,
        Value::Bool(value) => f64::from(u8::from(*value)),
        Value::String(value) => value.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

pub(super) fn to_text(value: &Value) -> Option<String> {
    match value {
        Value::String(value) => Some(value.clone()),
        Value::Int(value) => Some(value.to_string()),
        Value::Bytes(value) => Some(String::from_utf8_lossy(value).into_owned()),
        _ => None,
    }
}

pub(super) fn to_bytes(value: &Value) -> Option<Vec<u8>> {
    match value {
        Value::Bytes(value) => Some(value.clone()),
        _ => to_text(value).map(String::into_bytes),
    }
}

/// A list of strings.
pub(super) fn to_texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Array(entries) => entries.iter().map(|(_, value)| to_text(value)).collect(),
        _ => None,
    }
}

//! PHP's own rules for variables in query strings, forms and cookies: `a[x][]=1`, dots and spaces in names, limits on
//! number and depth. PHP does it, not a copy of its rules.

use std::collections::HashSet;
use std::ffi::CString;
use std::mem::ManuallyDrop;

use ext_php_rs::ffi::{_estrdup, php_default_treat_data, php_register_variable_safe};
use ext_php_rs::types::{ZendHashTable, Zval};

use super::ffi::php_register_variable_ex;

/// `PARSE_STRING`: what `parse_str()` passes too.
const PARSE_STRING: i32 = 3;

/// An array from a query string or an urlencoded body. It ends at a NUL byte, as PHP's does.
pub(crate) fn parse_query(query: &[u8]) -> Zval {
    let mut variables = Variables::new();
    let end = query.iter().position(|byte| *byte == 0).unwrap_or(query.len());
    if let Ok(text) = CString::new(&query[..end]) {
        // SAFETY: PHP takes the copy and frees it; the array is alive and its only reference is here.
        unsafe { php_default_treat_data(PARSE_STRING, _estrdup(text.as_ptr()), &raw mut variables.array) };
    }
    variables.into_value()
}

/// An array that PHP enters variables into.
pub(crate) struct Variables {
    array: Zval,
    names: HashSet<Vec<u8>>,
}

impl Variables {
    pub(crate) fn new() -> Self {
        let mut value = Zval::new();
        value.set_hashtable(ZendHashTable::new());
        Self { array: value, names: HashSet::new() }
    }

    /// Enters a variable unless its name has one: PHP reads blanks and dots in names as `_`, and `x[]` as one more each time.
    pub(crate) fn add_first(&mut self, name: &[u8], value: &[u8]) {
        let as_read = name.iter().map(|byte| if b" .".contains(byte) { b'_' } else { *byte }).collect();
        if !name.ends_with(b"[]") && !self.names.insert(as_read) {
            return;
        }
        let Ok(name) = CString::new(name) else { return };
        // SAFETY: PHP copies the value and changes its own copy of the name; the array's only reference is here.
        unsafe {
            php_register_variable_safe(name.as_ptr(), value.as_ptr().cast(), value.len(), &raw mut self.array);
        }
    }

    /// Enters a variable as PHP enters fields of a form with files: of the same name the last counts.
    pub(crate) fn add(&mut self, name: &[u8], value: Zval) {
        // PHP reads names of parts as C strings, too.
        let end = name.iter().position(|byte| *byte == 0).unwrap_or(name.len());
        let Ok(name) = CString::new(&name[..end]) else { return };
        let mut value = ManuallyDrop::new(value);
        // SAFETY: PHP changes its own copy of the name and takes the value over; the array's only reference is here.
        unsafe { php_register_variable_ex(name.as_ptr(), &raw mut *value, &raw mut self.array) };
    }

    pub(crate) fn into_value(self) -> Zval {
        self.array
    }
}

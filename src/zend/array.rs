//! PHP arrays from Rust values, in order.

use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::boxed::ZBox;
use ext_php_rs::convert::IntoZval;
use ext_php_rs::ffi::{zend_hash_update, zend_string};
use ext_php_rs::types::{ZendHashTable, ZendStr, Zval};

/// An array under construction, or one that is kept to be shown to programs.
#[derive(Clone)]
pub(crate) struct Array(ZBox<ZendHashTable>);

impl Array {
    pub(crate) fn new() -> Self {
        Self(ZendHashTable::new())
    }

    /// One that does not have to grow for so many entries.
    pub(crate) fn with_room_for(entries: u32) -> Self {
        Self(ZendHashTable::with_capacity(entries))
    }

    /// Enters a value that PHP code will read by this name.
    pub(crate) fn with(mut self, key: &str, value: impl IntoZval) -> Self {
        self.set(key, value);
        self
    }

    pub(crate) fn set(&mut self, key: &str, value: impl IntoZval) {
        // Entering fails only for values that can't be converted; there are none here.
        let _ = self.0.insert(key, value);
    }

    /// Enters a value under a key of ours.
    pub(crate) fn enter(mut self, key: &Key, value: impl IntoZval) -> Self {
        let string = key.string.load(Ordering::Acquire);
        if string.is_null() {
            return self.with(key.text, value);
        }
        if let Ok(value) = value.into_zval(false) {
            let mut value = ManuallyDrop::new(value);
            // SAFETY: the table takes the value over; the string lives as long as PHP.
            unsafe { zend_hash_update(&raw mut *self.0, string, &raw mut *value) };
        }
        self
    }

    /// Enters a value under a key as [`entries`] gave it: PHP's integer keys are integers again.
    pub(crate) fn set_as_given(&mut self, key: &str, value: Zval) {
        match key.parse::<i64>() {
            Ok(number) if number.to_string() == key => {
                let _ = self.0.insert_at_index(number, value);
            }
            _ => self.set(key, value),
        }
    }

    /// Enters a value unless the key has one.
    pub(crate) fn set_default(&mut self, key: &str, value: impl IntoZval) {
        if self.0.get(key).is_none() {
            self.set(key, value);
        }
    }

    pub(crate) fn push(&mut self, value: impl IntoZval) {
        let _ = self.0.push(value);
    }

    /// A copy of the value of a key.
    pub(crate) fn get(&self, key: &str) -> Option<Zval> {
        self.0.get(key).map(Zval::shallow_clone)
    }

    /// Shows each value to PHP's cycle collector.
    pub(crate) fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        self.0.values().for_each(show);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_value(self) -> Zval {
        let mut value = Zval::new();
        value.set_hashtable(self.0);
        value
    }
}

/// A key of arrays that are made for each event. It is a PHP string for the life of the process: to enter something under it
/// costs neither an allocation nor a hash: with a short value 160 instructions in place of 350.
pub(crate) struct Key {
    text: &'static str,
    string: AtomicPtr<zend_string>,
}

impl Key {
    pub(crate) const fn new(text: &'static str) -> Self {
        Self { text, string: AtomicPtr::new(std::ptr::null_mut()) }
    }

    /// Makes the string. At module start: what is made later, PHP forgets at the end of a request.
    pub(crate) fn register(&self) {
        self.string.store(ZendStr::new_interned(self.text, true).into_raw().cast(), Ordering::Release);
    }
}

/// The entries of a PHP array, in order; keys as text, with U+FFFD for what is no UTF-8.
pub(crate) fn entries(table: &ZendHashTable) -> impl Iterator<Item = (String, &Zval)> {
    entries_of_bytes(table).map(|(key, value)| (String::from_utf8_lossy(&key).into_owned(), value))
}

/// The same with the keys as they are.
pub(crate) fn entries_of_bytes(table: &ZendHashTable) -> impl Iterator<Item = (Vec<u8>, &Zval)> {
    let mut entries = table.iter();
    std::iter::from_fn(move || {
        let (key, value) = entries.next_zval()?;
        let key = match key.zend_str() {
            Some(name) => name.as_bytes().to_vec(),
            None => key.long().unwrap_or_default().to_string().into_bytes(),
        };
        Some((key, value))
    })
}

/// A PHP integer.
pub(crate) fn integer(number: i64) -> Zval {
    let mut value = Zval::new();
    value.set_long(number);
    value
}

/// A PHP number with a fraction.
pub(crate) fn float(number: f64) -> Zval {
    let mut value = Zval::new();
    value.set_double(number);
    value
}

/// A PHP boolean.
pub(crate) fn boolean(flag: bool) -> Zval {
    let mut value = Zval::new();
    value.set_bool(flag);
    value
}

/// A PHP string of any bytes.
pub(crate) fn string(bytes: impl AsRef<[u8]>) -> Zval {
    let mut value = Zval::new();
    value.set_zend_string(ZendStr::new(bytes.as_ref(), false));
    value
}

impl Default for Array {
    fn default() -> Self {
        Self::new()
    }
}

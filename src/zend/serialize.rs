//! PHP's `serialize()` and `unserialize()`, for values that go from one process to another.

use std::ffi::c_void;
use std::ptr::NonNull;

use ext_php_rs::types::Zval;

use super::callable::is_pending;
use super::error::Failure;
use super::ffi::{
    SmartString, php_var_serialize, php_var_serialize_destroy, php_var_serialize_init, php_var_unserialize,
    php_var_unserialize_destroy, php_var_unserialize_init,
};
use super::string::PhpString;

/// A value as bytes. May run the program's code (`__serialize`, `__sleep`).
///
/// # Errors
/// What the value or PHP throws: closures, for instance, have no such form.
pub(crate) fn serialize(value: &Zval) -> Result<PhpString, Failure> {
    let mut buffer = SmartString { string: std::ptr::null_mut(), length: 0 };
    // SAFETY: the buffer and the data live for the calls; PHP only reads the value, and allocates the string.
    let string = unsafe {
        let mut data: *mut c_void = php_var_serialize_init();
        php_var_serialize(&raw mut buffer, std::ptr::from_ref(value).cast_mut(), &raw mut data);
        php_var_serialize_destroy(data);
        NonNull::new(buffer.string).map(|string| {
            // PHP leaves the end to whoever uses the buffer.
            let length = (*string.as_ptr()).len;
            (&raw mut (*string.as_ptr()).val).cast::<u8>().add(length).write(0);
            PhpString::from_owned(string)
        })
    };
    match string {
        Some(string) if !is_pending() => Ok(string),
        _ => Err(Failure::Thrown),
    }
}

/// The value that bytes stand for. May run the program's code (`__unserialize`, `__wakeup`, the autoloader); what that
/// throws is pending then.
pub(crate) fn unserialize(bytes: &[u8]) -> Option<Zval> {
    let mut value = Zval::new();
    // SAFETY: the bytes, the value and the data live for the calls.
    let whole = unsafe {
        let mut data: *mut c_void = php_var_unserialize_init();
        let mut place = bytes.as_ptr();
        let end = place.add(bytes.len());
        let done = php_var_unserialize(&raw mut value, &raw mut place, end, &raw mut data);
        php_var_unserialize_destroy(data);
        done != 0
    };
    whole.then_some(value)
}

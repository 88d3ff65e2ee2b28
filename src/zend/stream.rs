//! PHP's streams, as far as the system knows them.

use std::ffi::c_int;
use std::os::fd::RawFd;

use ext_php_rs::types::Zval;

use super::ffi::{_php_stream_cast, php_file_le_pstream, php_file_le_stream, zend_fetch_resource2_ex};

/// `PHP_STREAM_AS_FD`
const AS_DESCRIPTOR: c_int = 1;

/// The descriptor behind a stream; `None` for what is no stream, or one that has no descriptor. The stream keeps it.
pub(crate) fn descriptor(value: &Zval) -> Option<RawFd> {
    if !value.is_resource() {
        return None;
    }
    let mut descriptor: RawFd = -1;
    // SAFETY: PHP reads the value and gives its stream, or null for other resources; no name, so that it does not warn. A
    // cast to a descriptor writes an int where the last address says.
    let status = unsafe {
        let value = std::ptr::from_ref(value).cast_mut();
        let stream = zend_fetch_resource2_ex(value, std::ptr::null(), php_file_le_stream(), php_file_le_pstream());
        if stream.is_null() {
            return None;
        }
        _php_stream_cast(stream, AS_DESCRIPTOR, (&raw mut descriptor).cast(), 0)
    };
    (status == 0 && descriptor >= 0).then_some(descriptor)
}

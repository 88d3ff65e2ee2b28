//! PHP's streams, as far as the system knows them.

use std::ffi::c_int;
use std::io;
use std::os::fd::RawFd;
use std::ptr::NonNull;

use ext_php_rs::ffi::php_stream;
use ext_php_rs::types::Zval;

use super::ffi::{
    _php_stream_cast, _php_stream_set_option, _php_stream_write, php_file_le_pstream, php_file_le_stream,
    zend_fetch_resource2_ex,
};

/// `PHP_STREAM_AS_FD_FOR_SELECT | PHP_STREAM_CAST_INTERNAL`: PHP goes on using the stream, so that what it has read ahead is
/// nothing to warn of.
const AS_DESCRIPTOR: c_int = 3 | 0x2000_0000;

/// `PHP_STREAM_OPTION_BLOCKING`
const BLOCKING: c_int = 1;

/// The stream in a value; `None` for what is no stream, or none any more.
fn of(value: &Zval) -> Option<NonNull<php_stream>> {
    if !value.is_resource() {
        return None;
    }
    // SAFETY: PHP reads the value and gives its stream, or null for other resources; no name, so that it does not warn.
    let stream = unsafe {
        let value = std::ptr::from_ref(value).cast_mut();
        zend_fetch_resource2_ex(value, std::ptr::null(), php_file_le_stream(), php_file_le_pstream())
    };
    NonNull::new(stream.cast())
}

/// Whether a value is a stream that nobody has closed.
pub(crate) fn is_open(value: &Zval) -> bool {
    of(value).is_some()
}

/// The descriptor behind a stream; `None` for what is no stream, or one that has no descriptor. The stream keeps it. May
/// warn, for one that is encrypted: what its library has read ahead goes over to PHP.
pub(crate) fn descriptor(value: &Zval) -> Option<RawFd> {
    let stream = of(value)?;
    let mut descriptor: RawFd = -1;
    // SAFETY: a live stream; a cast to a descriptor writes an int where the last address says.
    let status = unsafe { _php_stream_cast(stream.as_ptr().cast(), AS_DESCRIPTOR, (&raw mut descriptor).cast(), 0) };
    (status == 0 && descriptor >= 0).then_some(descriptor)
}

/// Whether PHP has bytes of a stream that the program has not read: the system does not call it readable for them.
pub(crate) fn has_unread(value: &Zval) -> bool {
    // See there: bytes that an encrypted stream's library holds count as well.
    let _ = descriptor(value);
    // SAFETY: a live stream, whose fields PHP changes on this thread alone.
    of(value).is_some_and(|stream| unsafe { (*stream.as_ptr()).writepos > (*stream.as_ptr()).readpos })
}

/// Has reading and writing come back at once when there is nothing to read and no room.
pub(crate) fn stop_blocking(value: &Zval) {
    if let Some(stream) = of(value) {
        // SAFETY: a live stream; this option has no further argument.
        unsafe { _php_stream_set_option(stream.as_ptr().cast(), BLOCKING, 0, std::ptr::null_mut()) };
    }
}

/// Writes what a stream takes now, encrypted if the stream is. May warn.
///
/// # Errors
/// The stream is closed or broken; PHP has said why.
pub(crate) fn write(value: &Zval, bytes: &[u8]) -> io::Result<usize> {
    let Some(stream) = of(value) else { return Err(io::ErrorKind::BrokenPipe.into()) };
    // SAFETY: a live stream, and so many live bytes.
    let written = unsafe { _php_stream_write(stream.as_ptr().cast(), bytes.as_ptr().cast(), bytes.len()) };
    usize::try_from(written).map_err(|_| io::ErrorKind::BrokenPipe.into())
}

//! Objects of the class `Socket`, which the extension sockets has.

use std::os::fd::RawFd;

use ext_php_rs::types::Zval;

use super::object::Object;

/// The descriptor behind a `Socket`; `None` for what is none, or is closed. The object keeps it.
pub(crate) fn descriptor(value: &Zval) -> Option<RawFd> {
    let object = Object::of(value)?;
    if !object.is_internal() || object.class_name() != "Socket" {
        return None;
    }
    // The descriptor is the first field of what such an object carries, in every version of PHP that has the class.
    let descriptor = object.carried::<RawFd>()?;
    (descriptor >= 0).then_some(descriptor)
}

//! PHP's own list of uploaded files: what `is_uploaded_file()` and `move_uploaded_file()` go by. The latter takes a file off
//! it. What is on it when PHP shuts down is deleted by PHP.

use ext_php_rs::boxed::ZBox;
use ext_php_rs::ffi::ext_php_rs_sapi_globals;
use ext_php_rs::types::ZendHashTable;

use super::array::string;

/// Enters a file.
pub(crate) fn enter(path: &str) {
    // SAFETY: PHP's globals, on the interpreter's thread; the table is PHP's from here on, which frees it as one that it has
    // made itself: keys and values are paths.
    unsafe {
        let globals = ext_php_rs_sapi_globals();
        if (*globals).rfc1867_uploaded_files.is_null() {
            (*globals).rfc1867_uploaded_files = ZBox::into_raw(ZendHashTable::new());
        }
        if let Some(files) = (*globals).rfc1867_uploaded_files.as_mut() {
            let _ = files.insert(path, string(path));
        }
    }
}

/// Takes a file off; false if it is not there (any more), because the program has moved it.
pub(crate) fn take_off(path: &str) -> bool {
    // SAFETY: as above; PHP sets the address to null when it frees the table.
    let files = unsafe { (*ext_php_rs_sapi_globals()).rfc1867_uploaded_files.as_mut() };
    files.is_some_and(|files| files.remove(path).is_some())
}

//! The program that runs.

use std::ffi::CStr;

use super::ffi::zend_get_executed_filename;

/// The file of the code that has called the running method.
pub(crate) fn running() -> Vec<u8> {
    // SAFETY: PHP gives a C string, `[no active file]` at the least, which lives as long as the file is loaded.
    unsafe { CStr::from_ptr(zend_get_executed_filename()) }.to_bytes().to_vec()
}

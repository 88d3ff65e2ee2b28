//! The modules of PHP: whether others are there, a second name for this one, switches of php.ini.

use std::ffi::CStr;

use ext_php_rs::ffi::{ext_php_rs_php_build_id, zend_module_entry};
use ext_php_rs::{PHP_DEBUG, PHP_ZTS};

use super::ffi::{module_registry, zend_ini_long, zend_register_internal_module};

/// Whether a module of this name (in lower case) is loaded or about to be.
pub(crate) fn is_loaded(name: &str) -> bool {
    // SAFETY: module start runs on one thread, and the table is PHP's for the life of the process.
    let registry = unsafe { (&raw const module_registry).as_ref() };
    registry.is_some_and(|registry| registry.get(name).is_some())
}

/// A switch of php.ini that this extension has registered.
pub(crate) fn switch(name: &CStr) -> bool {
    // SAFETY: the name is a C string and its length is without the NUL.
    unsafe { zend_ini_long(name.as_ptr(), name.count_bytes(), 0) != 0 }
}

/// Enters this extension under a second name: `extension_loaded()` and `phpversion()` know it then. The second module has
/// no functions or classes of its own. Called once, at the end of module start.
pub(crate) fn register_second_name(name: &'static CStr, version: &'static CStr) {
    // SAFETY: an all-zero entry is one without functions and hooks; the rest is filled in below.
    let mut entry: zend_module_entry = unsafe { std::mem::zeroed() };
    entry.size = size_of::<zend_module_entry>() as u16;
    entry.zend_api = ext_php_rs::ffi::ZEND_MODULE_API_NO;
    entry.zend_debug = u8::from(PHP_DEBUG);
    entry.zts = u8::from(PHP_ZTS);
    entry.name = name.as_ptr();
    entry.version = version.as_ptr();
    // SAFETY: a static string of this PHP. The entry is PHP's from here on, for the life of the process. PHP is walking
    // its table of modules at this moment, by index, so that it comes to the new entry in its turn.
    unsafe {
        entry.build_id = ext_php_rs_php_build_id();
        zend_register_internal_module(Box::into_raw(Box::new(entry)));
    }
}

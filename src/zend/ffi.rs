//! The foreign functions that ext-php-rs does not declare. All are part of PHP's extension API on 8.1 and later.

use std::ffi::{c_char, c_int, c_uchar, c_void};

use ext_php_rs::ffi::{
    HashTable, zend_class_entry, zend_fcall_info, zend_fcall_info_cache, zend_function, zend_long, zend_module_entry,
    zend_object, zend_object_iterator, zend_string, zval,
};

/// `zend_get_gc_buffer`: what an object hands to the cycle collector. Laid out as PHP's; `get_gc` fills it as PHP's inline
/// functions do.
#[repr(C)]
pub(crate) struct GcBuffer {
    pub(crate) current: *mut zval,
    pub(crate) end: *mut zval,
    pub(crate) start: *mut zval,
}

/// `smart_str`: a string under construction.
#[repr(C)]
pub(crate) struct SmartString {
    pub(crate) string: *mut zend_string,
    pub(crate) length: usize,
}

#[allow(clashing_extern_declarations, reason = "bindgen and this file name the same C types differently")]
unsafe extern "C" {
    pub(crate) static mut module_registry: HashTable;
    /// `ArrayIterator`
    pub(crate) static spl_ce_ArrayIterator: *mut zend_class_entry;

    pub(crate) fn zend_register_class_alias_ex(
        name: *const c_char,
        length: usize,
        class: *mut zend_class_entry,
        persistent: bool,
    ) -> c_int;
    pub(crate) fn display_ini_entries(module: *mut zend_module_entry);
    pub(crate) fn zend_register_internal_module(module: *mut zend_module_entry) -> *mut zend_module_entry;
    pub(crate) fn zend_parse_parameters(count: u32, types: *const c_char, ...) -> c_int;
    pub(crate) fn zend_call_function(call: *mut zend_fcall_info, cache: *mut zend_fcall_info_cache) -> c_int;
    pub(crate) fn zend_create_closure(
        closure: *mut zval,
        function: *mut zend_function,
        scope: *mut zend_class_entry,
        called_scope: *mut zend_class_entry,
        this: *mut zval,
    );
    pub(crate) fn zend_call_known_function(
        function: *mut zend_function,
        object: *mut zend_object,
        called_scope: *mut zend_class_entry,
        returned: *mut zval,
        count: u32,
        arguments: *mut zval,
        named_arguments: *mut HashTable,
    );
    pub(crate) fn zend_release_fcall_info_cache(cache: *mut zend_fcall_info_cache);
    pub(crate) fn zend_exception_error(exception: *mut zend_object, severity: c_int) -> c_int;
    pub(crate) fn zend_clear_exception();
    pub(crate) fn zend_is_unwind_exit(exception: *const zend_object) -> bool;
    pub(crate) fn zend_is_graceful_exit(exception: *const zend_object) -> bool;
    pub(crate) fn zend_timeout() -> !;
    pub(crate) fn zend_throw_unwind_exit();
    pub(crate) fn zend_get_executed_filename() -> *const c_char;
    pub(crate) fn php_output_discard_all();
    pub(crate) fn php_file_le_stream() -> c_int;
    pub(crate) fn php_file_le_pstream() -> c_int;
    pub(crate) fn zend_fetch_resource2_ex(
        value: *mut zval,
        name: *const c_char,
        kind: c_int,
        other_kind: c_int,
    ) -> *mut c_void;
    pub(crate) fn _php_stream_cast(stream: *mut c_void, form: c_int, result: *mut *mut c_void, show: c_int) -> c_int;
    pub(crate) fn _php_stream_set_option(
        stream: *mut c_void,
        option: c_int,
        value: c_int,
        further: *mut c_void,
    ) -> c_int;
    pub(crate) fn php_check_open_basedir_ex(path: *const c_char, warn: c_int) -> c_int;
    pub(crate) fn _php_stream_write(stream: *mut c_void, bytes: *const c_char, count: usize) -> isize;
    pub(crate) fn zend_error(severity: c_int, format: *const c_char, ...);
    pub(crate) fn zend_ini_long(name: *const c_char, length: usize, original: c_int) -> zend_long;
    pub(crate) fn zend_iterator_init(iterator: *mut zend_object_iterator);
    pub(crate) fn convert_to_long(value: *mut zval);
    pub(crate) fn convert_to_double(value: *mut zval);
    pub(crate) fn zval_get_string_func(value: *mut zval) -> *mut zend_string;
    pub(crate) fn zend_get_gc_buffer_create() -> *mut GcBuffer;
    pub(crate) fn zend_get_gc_buffer_grow(buffer: *mut GcBuffer);
    pub(crate) fn php_var_serialize_init() -> *mut c_void;
    pub(crate) fn php_var_serialize(buffer: *mut SmartString, value: *mut zval, data: *mut *mut c_void);
    pub(crate) fn php_var_serialize_destroy(data: *mut c_void);
    pub(crate) fn php_var_unserialize_init() -> *mut c_void;
    pub(crate) fn php_var_unserialize(
        value: *mut zval,
        place: *mut *const c_uchar,
        end: *const c_uchar,
        data: *mut *mut c_void,
    ) -> c_int;
    pub(crate) fn php_var_unserialize_destroy(data: *mut c_void);
    /// Takes the value over.
    pub(crate) fn php_register_variable_ex(name: *const c_char, value: *mut zval, array: *mut zval);
    pub(crate) fn php_output_clean_all();
    pub(crate) fn php_output_end_all();
}

/// The parts of `zend_error`'s and `php_error_docref`'s calls that are the same everywhere: `%s` and nothing else, so that
/// no text of a program is ever read as a format.
pub(crate) const STRING_FORMAT: *const c_char = c"%.*s".as_ptr();

/// A C string of bytes that may hold a NUL has to be passed with its length.
pub(crate) fn precision(text: &str) -> c_int {
    c_int::try_from(text.len()).unwrap_or(c_int::MAX)
}

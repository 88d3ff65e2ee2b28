//! Closures whose body is in Rust.

use ext_php_rs::ffi::zend_internal_function;
use ext_php_rs::types::{ZendStr, Zval};

use super::ffi::zend_create_closure;
use super::method::{Call, Outcome, handler};

/// `ZEND_INTERNAL_FUNCTION`
const INTERNAL_FUNCTION: u8 = 1;

/// A closure without parameters that a program can't name. `name` is what backtraces show; `body` is a function item, as
/// for [`method`](super::method::method).
pub(crate) fn create<B>(name: &str, body: B) -> Zval
where
    B: Fn(&mut Call<'_>) -> Outcome + Copy + 'static,
{
    // SAFETY: plain data; all-zero is a function of no class with no parameters. Not spelled out, because versions of
    // PHP have different fields.
    let mut function: zend_internal_function = unsafe { std::mem::zeroed() };
    function.type_ = INTERNAL_FUNCTION;
    // Interned: nobody counts its references, and it lives until the end of the request, as closures do.
    function.function_name = ZendStr::new_interned(name, false).into_raw();
    function.handler = Some(handler(body));
    let mut closure = Zval::new();
    // SAFETY: PHP copies the function, and fills the value.
    unsafe {
        zend_create_closure(
            &raw mut closure,
            (&raw mut function).cast(),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
            std::ptr::null_mut(),
        );
    }
    closure
}

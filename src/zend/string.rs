//! Owned references to PHP strings.

use std::ops::Deref;
use std::ptr::NonNull;

use ext_php_rs::ffi::{GC_IMMUTABLE, ext_php_rs_zend_string_release, zend_string};
use ext_php_rs::types::Zval;

/// One reference to a PHP string, counted: the string lives and does not change while this does, because PHP writes in
/// place only to strings that nobody else refers to.
///
/// Everything goes through the raw pointer: a `&mut` or `&` to the string would claim that its counter stays as it is.
pub(crate) struct PhpString(NonNull<zend_string>);

impl PhpString {
    /// A further reference to the string in a value; `None` if it holds something else.
    pub(crate) fn of(value: &Zval) -> Option<Self> {
        if !value.is_string() {
            return None;
        }
        // SAFETY: a value of type string holds a pointer to one.
        NonNull::new(unsafe { value.value.str_ }).map(Self::another)
    }

    /// Takes over a reference that PHP has handed out.
    ///
    /// # Safety
    /// `string` is a live string, and the caller owned the reference.
    pub(crate) unsafe fn from_owned(string: NonNull<zend_string>) -> Self {
        Self(string)
    }

    fn another(string: NonNull<zend_string>) -> Self {
        // SAFETY: the string is alive: the caller holds a reference. Interned strings are not counted.
        unsafe {
            let counter = &raw mut (*string.as_ptr()).gc;
            if (*counter).u.type_info & GC_IMMUTABLE == 0 {
                (*counter).refcount += 1;
            }
        }
        Self(string)
    }

    /// Whether both are the same string, not only equal ones.
    pub(crate) fn is(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl Clone for PhpString {
    fn clone(&self) -> Self {
        Self::another(self.0)
    }
}

impl Deref for PhpString {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: the bytes follow the header and do not change while a second reference may exist (see the type).
        unsafe {
            let string = self.0.as_ptr();
            std::slice::from_raw_parts((&raw const (*string).val).cast::<u8>(), (*string).len)
        }
    }
}

impl Drop for PhpString {
    fn drop(&mut self) {
        // SAFETY: the reference is owned; PHP's function leaves interned strings alone.
        unsafe { ext_php_rs_zend_string_release(self.0.as_ptr()) };
    }
}

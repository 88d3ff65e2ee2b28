//! Registration of classes and what ext-php-rs's builder leaves out: second names, union types of parameters, fast access
//! to declared properties.

use std::ffi::CString;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use ext_php_rs::args::ArgInfoTables;
use ext_php_rs::builders::{ClassBuilder, ClassProperty, FunctionBuilder};
use ext_php_rs::convert::IntoZval;
use ext_php_rs::ffi::{IS_OBJECT_EX, zend_internal_arg_info};
use ext_php_rs::flags::{MethodFlags, PropertyFlags};
use ext_php_rs::types::{ZendObject, Zval};
use ext_php_rs::zend::ClassEntry;

use super::ffi::zend_register_class_alias_ex;
use super::object::Object;

/// A registered class. One static for each; it keeps what PHP borrows for the life of the process.
pub(crate) struct Class {
    entry: AtomicPtr<ClassEntry>,
    tables: OnceLock<Tables>,
}

struct Tables {
    _arguments: ArgInfoTables,
}

// SAFETY: nobody reads the tables through this; PHP does, and only `widen` writes, at module start.
unsafe impl Send for Tables {}
// SAFETY: as above.
unsafe impl Sync for Tables {}

impl Class {
    pub(crate) const fn new() -> Self {
        Self { entry: AtomicPtr::new(std::ptr::null_mut()), tables: OnceLock::new() }
    }

    /// Keeps what registration gave; called once, by the builder's `registration` function.
    pub(crate) fn registered(&self, entry: &'static mut ClassEntry, tables: ArgInfoTables) {
        self.entry.store(entry, Ordering::Release);
        let _ = self.tables.set(Tables { _arguments: tables });
    }

    /// The class entry. Valid from registration on, and PHP's for the life of the process.
    pub(crate) fn entry(&self) -> &'static ClassEntry {
        // SAFETY: set at module start, before any code of a program can run; never freed.
        unsafe { &*self.entry.load(Ordering::Acquire) }
    }

    /// The class entry, to be completed at module start.
    ///
    /// # Safety
    /// Only at module start, while nobody else holds a reference.
    pub(crate) unsafe fn entry_mut(&self) -> &'static mut ClassEntry {
        // SAFETY: the caller's.
        unsafe { &mut *self.entry.load(Ordering::Acquire) }
    }

    /// A second name for the class: `instanceof`, type declarations, `new` and `extends` work with either.
    pub(crate) fn alias(&self, name: &str) {
        let Ok(lower) = CString::new(name.to_ascii_lowercase()) else { return };
        let length = lower.as_bytes().len();
        // SAFETY: the name is copied; the entry is registered and persistent, and so is the alias.
        unsafe {
            zend_register_class_alias_ex(lower.as_ptr(), length, self.entry.load(Ordering::Acquire), true);
        }
    }

    /// Widens the type of a parameter by scalar types (a mask of [`may_be`]), which the builder can't express.
    pub(crate) fn widen(&self, method: &str, parameter: usize, types: u32) {
        // SAFETY: module start; nobody reads the tables yet.
        let entry = unsafe { self.entry_mut() };
        let Some(function) = entry.function_table.get_mut(method.to_ascii_lowercase().as_str()) else { return };
        // SAFETY: the table of a class holds pointers to functions, of an internal class internal ones, whose argument
        // table is the extension's own (or PHP's copy of it) and writable until the engine starts.
        unsafe {
            let Some(function) = function.ptr::<ext_php_rs::ffi::zend_function>() else { return };
            let arguments: *mut zend_internal_arg_info = (*function).internal_function.arg_info;
            (*arguments.add(parameter)).type_.type_mask |= types;
        }
    }

    /// A new object of the class, its constructor not called.
    pub(crate) fn instantiate(&self) -> Zval {
        let object = ZendObject::new(self.entry()).into_raw();
        let mut value = Zval::new();
        value.u1.type_info = IS_OBJECT_EX;
        value.value.obj = object;
        value
    }

    /// A new object, its declared properties set from the first on.
    pub(crate) fn instantiate_with<const N: usize>(&self, properties: [Zval; N]) -> Zval {
        let value = self.instantiate();
        if let Some(object) = Object::of(&value) {
            for (number, property) in properties.into_iter().enumerate() {
                object.set_slot(number, property);
            }
        }
        value
    }
}

/// Masks of scalar types for [`Class::widen`]: one bit for each type number.
pub(crate) mod may_be {
    pub(crate) const STRING: u32 = 1 << ext_php_rs::ffi::IS_STRING;
    pub(crate) const DOUBLE: u32 = 1 << ext_php_rs::ffi::IS_DOUBLE;
    pub(crate) const ARRAY: u32 = 1 << ext_php_rs::ffi::IS_ARRAY;
    pub(crate) const OBJECT: u32 = 1 << ext_php_rs::ffi::IS_OBJECT;
}

/// Begins a class.
pub(crate) fn class(name: &str) -> ClassBuilder {
    ClassBuilder::new(name)
}

/// Begins a class of these static methods.
pub(crate) fn static_class(name: &str, methods: impl IntoIterator<Item = FunctionBuilder<'static>>) -> ClassBuilder {
    let flags = MethodFlags::Public | MethodFlags::Static;
    methods.into_iter().fold(class(name), |builder, method| builder.method(method, flags))
}

/// `ZEND_ACC_ALLOW_DYNAMIC_PROPERTIES`, which the bindings leave out; before PHP 8.2 the bit has no meaning for classes.
const ALLOW_DYNAMIC_PROPERTIES: u32 = 1 << 15;

/// Lets programs put properties of their own on objects of a class and those that extend it, as the old ones do a lot,
/// without the deprecation of PHP 8.2.
pub(crate) fn allow_dynamic_properties(class: &mut ClassEntry) {
    class.ce_flags |= ALLOW_DYNAMIC_PROPERTIES;
}

/// A public property with a default.
pub(crate) fn property(name: &str, default: impl IntoZval + 'static) -> ClassProperty {
    ClassProperty {
        name: name.to_owned(),
        flags: PropertyFlags::Public,
        default: Some(Box::new(|| default.into_zval(true))),
        docs: &[],
        ty: None,
        nullable: false,
        readonly: false,
        default_stub: None,
    }
}

/// A public property that is null until something is put there.
pub(crate) fn null_property(name: &str) -> ClassProperty {
    property(name, Null)
}

struct Null;

impl IntoZval for Null {
    const TYPE: ext_php_rs::flags::DataType = ext_php_rs::flags::DataType::Null;
    const NULLABLE: bool = true;

    fn set_zval(self, value: &mut Zval, _: bool) -> ext_php_rs::error::Result<()> {
        value.set_null();
        Ok(())
    }
}

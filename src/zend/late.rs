//! Declared properties that are made when somebody looks at them, because most are never looked at: the arrays of a request
//! cost more than all the rest of its way through PHP.
//!
//! Such a property's place is `IS_UNDEF` until then, as if a program had unset it, which programs can't
//! ([`super::object`]). PHP's virtual machine then asks the handlers, and finds the value in its place ever after. Whoever
//! asks for one by name has that one made; before anything that may see all of them as a table, all are.
//!
//! `ArrayObject` takes no object that is asked for its table in another way than PHP's own.

use std::ffi::{c_int, c_void};
use std::ptr::NonNull;

use ext_php_rs::ffi::{
    HashTable, zend_hash_find, zend_object, zend_object_handlers, zend_property_info, zend_std_compare_objects,
    zend_std_get_properties, zend_std_get_property_ptr_ptr, zend_std_has_property, zend_std_read_property,
    zend_std_write_property, zend_string, zval,
};
use ext_php_rs::types::Zval;

use super::error::without_handler;
use super::object::{Data, Object};

/// Takes the handlers over for objects whose data makes properties late.
pub(super) fn install<T: Data>(handlers: &mut zend_object_handlers) {
    handlers.read_property = Some(read_property::<T>);
    handlers.has_property = Some(has_property::<T>);
    handlers.write_property = Some(write_property::<T>);
    handlers.get_property_ptr_ptr = Some(get_property_ptr_ptr::<T>);
    handlers.get_properties = Some(get_properties::<T>);
    handlers.compare = Some(compare::<T>);
}

/// Makes the property number `slot` if it is not there yet, and is one that the data makes.
///
/// No code of the program's runs meanwhile: PHP warns of too many variables in a query, and a handler that let go of the
/// object, or set the variable that PHP's `foreach` is reading, would leave it with memory that is gone.
fn make<T: Data>(object: Object<'_>, slot: usize) {
    if !object.is_left(slot) {
        return;
    }
    if let Some(value) = without_handler(|| object.data::<T>().and_then(|data| data.make(slot))) {
        object.set_slot(slot, value);
    }
}

/// Makes all that are not there yet.
fn make_all<T: Data>(object: Object<'_>) {
    for slot in 0..object.slots() {
        make::<T>(object, slot);
    }
}

/// Makes the property of this name, if the class declares it.
///
/// # Safety
/// Both are alive.
unsafe fn make_named<T: Data>(object: Object<'_>, name: *mut zend_string) {
    // SAFETY: the caller's; a class's table of properties has pointers to what is known of them.
    let slot = unsafe {
        let found = zend_hash_find(&raw const object.class().properties_info, name).cast::<Zval>();
        let information = found.as_ref().and_then(|found| found.ptr::<zend_property_info>());
        information.and_then(|information| Object::slot_at((*information).offset))
    };
    if let Some(slot) = slot.filter(|slot| *slot < object.slots()) {
        make::<T>(object, slot);
    }
}

/// # Safety
/// PHP calls the handlers with a live object, which the call keeps.
unsafe fn borrow<'call>(object: *mut zend_object) -> Object<'call> {
    // SAFETY: the caller's; PHP passes no null.
    unsafe { Object::at(NonNull::new_unchecked(object)) }
}

unsafe extern "C" fn read_property<T: Data>(
    object: *mut zend_object,
    name: *mut zend_string,
    kind: c_int,
    cache: *mut *mut c_void,
    place: *mut zval,
) -> *mut zval {
    // SAFETY: called by PHP with a live object and name; the rest is passed on as it is.
    unsafe {
        make_named::<T>(borrow(object), name);
        zend_std_read_property(object, name, kind, cache, place)
    }
}

unsafe extern "C" fn has_property<T: Data>(
    object: *mut zend_object,
    name: *mut zend_string,
    question: c_int,
    cache: *mut *mut c_void,
) -> c_int {
    // SAFETY: as above.
    unsafe {
        make_named::<T>(borrow(object), name);
        zend_std_has_property(object, name, question, cache)
    }
}

unsafe extern "C" fn write_property<T: Data>(
    object: *mut zend_object,
    name: *mut zend_string,
    value: *mut zval,
    cache: *mut *mut c_void,
) -> *mut zval {
    // SAFETY: as above. With a property of the program's PHP begins a table of all.
    unsafe {
        make_all::<T>(borrow(object));
        zend_std_write_property(object, name, value, cache)
    }
}

unsafe extern "C" fn get_property_ptr_ptr<T: Data>(
    object: *mut zend_object,
    name: *mut zend_string,
    kind: c_int,
    cache: *mut *mut c_void,
) -> *mut zval {
    // SAFETY: as above.
    unsafe {
        make_all::<T>(borrow(object));
        zend_std_get_property_ptr_ptr(object, name, kind, cache)
    }
}

unsafe extern "C" fn get_properties<T: Data>(object: *mut zend_object) -> *mut HashTable {
    // SAFETY: as above.
    unsafe {
        make_all::<T>(borrow(object));
        zend_std_get_properties(object)
    }
}

unsafe extern "C" fn compare<T: Data>(one: *mut zval, other: *mut zval) -> c_int {
    // SAFETY: PHP compares two values, of which one is an object of ours; both live as long as the call. What is no object
    // with this data makes nothing.
    unsafe {
        for value in [one, other] {
            if let Some(object) = Object::of(&*value.cast::<Zval>()) {
                make_all::<T>(object);
            }
        }
        zend_std_compare_objects(one, other)
    }
}

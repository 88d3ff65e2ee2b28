//! PHP objects with data of ours: the data stands in front of the `zend_object` in one allocation, as in any extension.
//!
//! Subclasses (PHP's and ours) inherit `create_object`, so that every object of the family carries the data. The data is
//! made with the object and dropped with it; it is only ever borrowed shared, because a callback calls back into the
//! object that is running it.

use std::alloc::Layout;
use std::ffi::{c_int, c_void};
use std::marker::PhantomData;
use std::mem::offset_of;
use std::ptr::NonNull;
use std::sync::OnceLock;

use ext_php_rs::ffi::{
    HashTable, IS_UNDEF, ext_php_rs_zend_object_alloc, object_properties_init, std_object_handlers, zend_class_entry,
    zend_object, zend_object_handlers, zend_object_std_dtor, zend_object_std_init, zend_objects_new,
    zend_property_info, zend_std_unset_property, zend_string, zval,
};
use ext_php_rs::types::{ZendStr, Zval};
use ext_php_rs::zend::{ClassEntry, ce};

use super::callable::is_pending;
use super::error::Failure;
use super::ffi::{zend_call_known_function, zend_get_gc_buffer_create, zend_get_gc_buffer_grow};
use super::late;

/// Handlers of one kind of object, filled when the first one is made.
pub(crate) struct Handlers(OnceLock<zend_object_handlers>);

// SAFETY: a table of function pointers, written once; the engine only reads it.
unsafe impl Send for Handlers {}
// SAFETY: as above.
unsafe impl Sync for Handlers {}

impl Handlers {
    pub(crate) const fn new() -> Self {
        Self(OnceLock::new())
    }
}

/// Data that objects of a class carry.
pub(crate) trait Data: Default + 'static {
    /// Where the handlers of its objects are: one static for each implementor.
    fn handlers() -> &'static Handlers;

    /// Shows each PHP value that the data holds to PHP's cycle collector.
    fn trace(&self, _: &mut dyn FnMut(&Zval)) {}

    /// Whether its objects have properties that are made [`late`].
    const MAKES_LATE: bool = false;

    /// Makes the value of the declared property number `slot`, which was [left](Object::leave) until somebody looks; `None`
    /// if it is not its to make: properties of subclasses that have a type or were unset look the same.
    fn make(&self, _slot: usize) -> Option<Zval> {
        None
    }
}

/// A PHP object by its address, for as long as something (`'held`) keeps it alive.
///
/// Not a Rust reference: our data stands before the `zend_object` and its properties behind it, and other references to
/// the same object come and go while a callback runs. A `&` would tell the compiler that none of this can be.
#[derive(Clone, Copy)]
pub(crate) struct Object<'held>(NonNull<zend_object>, PhantomData<&'held Zval>);

impl<'held> Object<'held> {
    /// The object in a value; `None` if it holds something else.
    pub(crate) fn of(value: &'held Zval) -> Option<Self> {
        if !value.is_object() {
            return None;
        }
        // SAFETY: a value of type object holds a pointer to one, and keeps it alive.
        NonNull::new(unsafe { value.value.obj }).map(|object| Self(object, PhantomData))
    }

    /// An object that somebody else keeps alive.
    ///
    /// # Safety
    /// It is one, and lives for `'held`.
    pub(crate) unsafe fn at(object: NonNull<zend_object>) -> Self {
        Self(object, PhantomData)
    }

    /// The same without the promise that something keeps it alive.
    ///
    /// # Safety
    /// Whoever has it lets go of it before the object is gone.
    pub(crate) unsafe fn for_as_long_as_known(self) -> Object<'static> {
        Object(self.0, PhantomData)
    }

    /// A value that refers to it too.
    pub(crate) fn to_value(self) -> Zval {
        let mut value = Zval::new();
        // SAFETY: a live object; the call counts the new reference.
        value.set_object(unsafe { &mut *self.0.as_ptr() });
        value
    }

    pub(super) fn class(self) -> &'held ClassEntry {
        // SAFETY: objects have a class, which outlives them.
        unsafe { &*(*self.0.as_ptr()).ce }
    }

    /// Whether it is of a class or one that extends it.
    pub(crate) fn is_a(self, class: &ClassEntry) -> bool {
        self.class().instance_of(class)
    }

    /// The name of its class.
    pub(crate) fn class_name(self) -> String {
        self.class().name().unwrap_or_default().to_owned()
    }

    /// Whether PHP or an extension has made its class, and not a program.
    pub(crate) fn is_internal(self) -> bool {
        u32::from(self.class().type_.cast_unsigned()) == ZEND_INTERNAL_CLASS
    }

    /// The beginning of what another extension's object carries in front of the `zend_object`, as its handlers say; `None` if
    /// it carries nothing. The caller knows that it begins with a `T`.
    pub(crate) fn carried<T: Copy>(self) -> Option<T> {
        // SAFETY: a live object, whose handlers live as long as PHP; what it carries begins so many bytes before it, in the
        // same allocation.
        unsafe {
            let offset = usize::try_from((*(*self.0.as_ptr()).handlers).offset).ok()?;
            (offset >= size_of::<T>()).then(|| self.0.as_ptr().byte_sub(offset).cast::<T>().read_unaligned())
        }
    }

    /// The data that [`embed`] gave it; `None` for objects of other classes, and for what PHP's mocking tools make.
    pub(crate) fn data<T: Data>(self) -> Option<&'held T> {
        let handlers: *const zend_object_handlers = T::handlers().0.get()?;
        // SAFETY: a live object; with these handlers it is the `standard` of an `Embedded<T>`, whose data nobody borrows
        // mutably before it is freed.
        unsafe { std::ptr::eq((*self.0.as_ptr()).handlers, handlers).then(|| &(*container::<T>(self.0.as_ptr())).data) }
    }

    /// Puts `value` into the declared property number `slot`, counted over the class and its parents in the order of
    /// declaration, without looking its name up.
    pub(crate) fn set_slot(self, slot: usize, value: Zval) {
        // SAFETY: the callers' numbers are those of properties that they declared, and objects have a place for each.
        // Through a reference of the program's (`$setting = &$server->setting`), as PHP assigns.
        let before = unsafe { std::mem::replace((*self.place(slot)).dereference_mut(), value) };
        // Dropped only now: a destructor may look at the object.
        drop(before);
    }

    /// A copy of the value of the declared property number `slot`.
    pub(crate) fn slot(self, slot: usize) -> Zval {
        // SAFETY: as above.
        unsafe { (*self.place(slot)).dereference().shallow_clone() }
    }

    /// Whether nobody but the caller has it, and nobody has done more to it than to change its declared properties: it has none of
    /// the program's, and nothing refers to it weakly. So it can be what another object would be.
    pub(crate) fn is_as_new(self) -> bool {
        /// `GC_FLAGS_MASK`: also that its destructor has run, and what PHP notes for weak references.
        const FLAGS: u32 = 0x3f0;
        // SAFETY: a live object.
        unsafe {
            let object = self.0.as_ptr();
            (*object).gc.refcount == 1 && (*object).gc.u.type_info & FLAGS == 0 && (*object).properties.is_null()
        }
    }

    /// Leaves the declared property number `slot` until somebody looks at it. For data that [makes it](Data::make).
    pub(crate) fn leave(self, slot: usize) {
        self.set_slot(slot, Zval::new());
        // SAFETY: as above. `Zval::new` is null: the type alone says which of the two it is.
        unsafe { (*self.place(slot)).u1.type_info = IS_UNDEF }
    }

    /// Whether it was left, and nobody has looked.
    pub(super) fn is_left(self, slot: usize) -> bool {
        // SAFETY: as above; the type is read alone.
        unsafe { (*self.place(slot)).u1.type_info == IS_UNDEF }
    }

    /// How many declared properties there are.
    pub(super) fn slots(self) -> usize {
        usize::try_from(self.class().default_properties_count).unwrap_or_default()
    }

    /// The number of the property that begins so many bytes behind an object's begin, as PHP's tables say where it is; `None`
    /// for a static one, which has no such place.
    pub(super) fn slot_at(offset: u32) -> Option<usize> {
        usize::try_from(offset)
            .ok()?
            .checked_sub(offset_of!(zend_object, properties_table))
            .map(|at| at / size_of::<zval>())
    }

    /// The type of the declared property number `slot`, as PHP numbers types.
    pub(crate) fn slot_type(self, slot: usize) -> u32 {
        // SAFETY: as above; the type is read alone.
        unsafe { (*self.place(slot)).u1.v.type_.into() }
    }

    fn place(self, slot: usize) -> *mut Zval {
        // SAFETY: the table begins at the last field of an object and goes on behind it.
        unsafe { (&raw mut (*self.0.as_ptr()).properties_table).cast::<Zval>().add(slot) }
    }
}

#[repr(C)]
struct Embedded<T> {
    data: T,
    standard: zend_object,
}

/// Makes objects of `class` and all that extend it carry `T`. They can't be cloned or serialised.
pub(crate) fn embed<T: Data>(class: &mut zend_class_entry) {
    class.__bindgen_anon_2.create_object = Some(create::<T>);
    class.ce_flags |= ext_php_rs::ffi::ZEND_ACC_NOT_SERIALIZABLE;
}

/// Keeps programs from making objects of a class that only has static methods.
pub(crate) fn deny(class: &mut zend_class_entry) {
    class.__bindgen_anon_2.create_object = Some(denied);
}

unsafe extern "C" fn denied(class: *mut zend_class_entry) -> *mut zend_object {
    // SAFETY: called by PHP with a class; it wants an object also when an exception is pending, and drops it.
    unsafe {
        let name = (*class).name().unwrap_or_default();
        Failure::throw(ce::error(), 0, format!("The object of {name} can not be created for security reasons"));
        let object = zend_objects_new(class);
        object_properties_init(object, class);
        object
    }
}

/// Calls the constructor of an object that [`instantiate`](super::class::Class::instantiate) made, with one argument.
pub(crate) fn construct(object: &Zval, argument: Zval) -> Result<(), Failure> {
    let Some(object) = Object::of(object) else { return Err(Failure::Thrown) };
    let constructor = object.class().constructor;
    // SAFETY: a live object and a method of its class; the argument lives until the end of the block, and a constructor
    // returns nothing that would have to be dropped.
    unsafe {
        let (mut argument, mut returned) = (argument, Zval::new());
        zend_call_known_function(
            constructor,
            object.0.as_ptr(),
            (*object.0.as_ptr()).ce,
            &raw mut returned,
            1,
            &raw mut argument,
            std::ptr::null_mut(),
        );
    }
    if is_pending() { Err(Failure::Thrown) } else { Ok(()) }
}

fn container<T>(object: *mut zend_object) -> *mut Embedded<T> {
    object.wrapping_byte_sub(offset_of!(Embedded<T>, standard)).cast()
}

fn handlers<T: Data>() -> &'static zend_object_handlers {
    T::handlers().0.get_or_init(|| {
        // SAFETY: PHP's own table, complete before any extension is loaded.
        let mut handlers = unsafe { std_object_handlers };
        #[allow(clippy::useless_conversion, reason = "the field's type differs between PHP versions")]
        {
            handlers.offset = offset_of!(Embedded<T>, standard).try_into().unwrap_or_default();
        }
        handlers.free_obj = Some(free::<T>);
        handlers.clone_obj = None;
        handlers.unset_property = Some(unset_property);
        handlers.get_gc = Some(get_gc::<T>);
        if T::MAKES_LATE {
            late::install::<T>(&mut handlers);
        }
        handlers
    })
}

unsafe extern "C" fn create<T: Data>(class: *mut zend_class_entry) -> *mut zend_object {
    const { assert!(Layout::new::<Embedded<T>>().align() <= 8, "PHP aligns to 8") }
    // SAFETY: PHP calls this with a class whose objects are `Embedded<T>`; `zend_object_alloc` adds room for declared
    // properties behind it and never returns null.
    unsafe {
        let object = ext_php_rs_zend_object_alloc(size_of::<Embedded<T>>(), class).cast::<Embedded<T>>();
        (&raw mut (*object).data).write(T::default());
        zend_object_std_init(&raw mut (*object).standard, class);
        object_properties_init(&raw mut (*object).standard, class);
        (*object).standard.handlers = handlers::<T>();
        &raw mut (*object).standard
    }
}

unsafe extern "C" fn free<T: Data>(object: *mut zend_object) {
    // SAFETY: called once by PHP for an object that `create` made; nobody can look at its data any more.
    unsafe {
        std::ptr::drop_in_place(&raw mut (*container::<T>(object)).data);
        zend_object_std_dtor(object);
    }
}

/// The declared properties of our classes stay: programs that unset one mean something else.
unsafe extern "C" fn unset_property(object: *mut zend_object, name: *mut zend_string, cache: *mut *mut c_void) {
    // SAFETY: called by PHP with a live object and string.
    unsafe {
        let text = String::from_utf8_lossy((*name.cast::<ZendStr>()).as_bytes()).into_owned();
        let declared = (*(*object).ce).properties_info.get(text.as_str()).is_some_and(|information| {
            let class = information.ptr::<zend_property_info>().map(|information| (*information).ce);
            class.is_some_and(|class| u32::from((*class).type_.cast_unsigned()) == ZEND_INTERNAL_CLASS)
        });
        if declared {
            let class = (*(*object).ce).name().unwrap_or_default();
            Failure::throw(ce::error(), 0, format!("Property {text} of class {class} cannot be unset"));
        } else {
            zend_std_unset_property(object, name, cache);
        }
    }
}

/// `ZEND_INTERNAL_CLASS`
const ZEND_INTERNAL_CLASS: u32 = 1;

unsafe extern "C" fn get_gc<T: Data>(
    object: *mut zend_object,
    table: *mut *mut zval,
    count: *mut c_int,
) -> *mut HashTable {
    // SAFETY: the collector calls this for a live object that `create` made, and takes the values before it calls
    // anything else that uses the shared buffer.
    unsafe {
        let buffer = zend_get_gc_buffer_create();
        let mut show = |value: &Zval| {
            if (*buffer).current == (*buffer).end {
                zend_get_gc_buffer_grow(buffer);
            }
            // The collector borrows the value: no reference is added.
            std::ptr::copy_nonoverlapping(value, (*buffer).current, 1);
            (*buffer).current = (*buffer).current.add(1);
        };
        (*container::<T>(object)).data.trace(&mut show);
        let properties = (*object).properties;
        if properties.is_null() {
            let object = Object::at(NonNull::new_unchecked(object));
            (0..object.slots()).for_each(|slot| show(&*object.place(slot)));
        }
        *table = (*buffer).start;
        *count = (*buffer).current.offset_from((*buffer).start) as c_int;
        // Where there is a table of the properties, with those of the program's, it refers to the declared ones too.
        properties
    }
}

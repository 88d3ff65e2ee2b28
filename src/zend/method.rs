//! Methods and functions in Rust, as PHP calls them.
//!
//! A body is a plain function `fn(&mut Call) -> Result<(), Failure>`. [`method`] wraps it into what PHP wants: arguments
//! are read with PHP's own `zend_parse_parameters`, so that conversions, strict types and error texts are PHP's; a panic
//! becomes an `Error` exception; a fatal error in a callback passes through after all locals were dropped.

use std::ffi::{CStr, c_void};
use std::mem::ManuallyDrop;
use std::panic::AssertUnwindSafe;
use std::ptr::NonNull;

use ext_php_rs::args::Arg;
use ext_php_rs::builders::FunctionBuilder;
use ext_php_rs::ffi::{zend_execute_data, zend_fcall_info, zend_fcall_info_cache, zval};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::{ZendHashTable, ZendStr, Zval};
use ext_php_rs::zend::{ExecuteData, run_handler};

use super::error::Failure;
use super::ffi::zend_parse_parameters;
use super::object::Object;

/// One call from PHP.
pub(crate) struct Call<'call> {
    execute: &'call mut ExecuteData,
    returned: &'call mut Zval,
}

/// What a body gives back; the value itself goes through [`Call::give`].
pub(crate) type Outcome = Result<(), Failure>;

impl<'call> Call<'call> {
    /// How many arguments were passed.
    pub(crate) fn count(&self) -> u32 {
        // SAFETY: a call frame has its argument count in this union.
        unsafe { self.execute.This.u2.num_args }
    }

    /// The object that the method was called on.
    pub(crate) fn this(&self) -> Result<Object<'call>, Failure> {
        // SAFETY: the frame of a method holds `$this`, and PHP keeps it alive for the whole call.
        let this = unsafe { NonNull::new(self.execute.This.value.obj).map(|object| Object::at(object)) };
        this.filter(|_| self.execute.This.is_object()).ok_or(Failure::Thrown)
    }

    /// An argument as it was passed, behind references; `None` when there are fewer.
    pub(crate) fn argument(&self, number: u32) -> Option<&'call Zval> {
        if number >= self.count() {
            return None;
        }
        // SAFETY: the frame has that many arguments, and they live as long as the call.
        let value: Option<&'call mut Zval> = unsafe { self.execute.zend_call_arg(number as usize) };
        value.map(|value| &*value).map(Zval::dereference)
    }

    /// Reads the arguments by a specification of `zend_parse_parameters` into `places`, one address for each.
    ///
    /// # Safety
    /// `types` and `places` must fit together.
    pub(crate) unsafe fn parse(&self, types: &CStr, places: &[*mut c_void]) -> Outcome {
        // SAFETY: the caller's.
        if unsafe { self.take_as_they_are(types, places) } {
            return Ok(());
        }
        let count = self.count();
        let types = types.as_ptr();
        let mut all = [std::ptr::null_mut(); 14];
        all[..places.len()].copy_from_slice(places);
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = all;
        // SAFETY: the caller's; superfluous addresses are not looked at.
        let status = unsafe { zend_parse_parameters(count, types, a, b, c, d, e, f, g, h, i, j, k, l, m, n) };
        if status == 0 { Ok(()) } else { Err(Failure::Thrown) }
    }

    /// Takes arguments that have the wanted types already, as the macros of PHP's own methods do: a tenth of the 530 instructions
    /// that `zend_parse_parameters` takes for the four of `push()`. False if there is anything to convert or to refuse, which is
    /// left to that; it fills all places again.
    ///
    /// # Safety
    /// `types` and `places` must fit together.
    unsafe fn take_as_they_are(&self, types: &CStr, places: &[*mut c_void]) -> bool {
        let (mut number, mut is_optional) = (0, false);
        let letters = types.to_bytes();
        for (at, letter) in letters.iter().enumerate() {
            if *letter == b'|' {
                is_optional = true;
                continue;
            }
            if number == self.count() {
                return is_optional;
            }
            // Null, and what is to be a copy, are for PHP's function.
            if matches!(letters.get(at + 1), Some(b'!' | b'/')) {
                return false;
            }
            // SAFETY: the frame has that many arguments, and they live as long as the call; a place has the type that its letter
            // fills: the caller's.
            unsafe {
                let Some(value) = self.execute.zend_call_arg(number as usize) else { return false };
                let place = places[number as usize];
                match letter {
                    _ if value.is_reference() => return false,
                    b'z' => *place.cast::<*mut Zval>() = value,
                    b'l' if value.is_long() => *place.cast::<i64>() = value.value.lval,
                    b'd' if value.is_double() => *place.cast::<f64>() = value.value.dval,
                    b'b' if value.is_bool() => *place.cast::<bool>() = value.is_true(),
                    b'S' if value.is_string() => *place.cast::<StringArgument>() = StringArgument(value.value.str_),
                    _ => return false,
                }
            }
            number += 1;
        }
        number == self.count()
    }

    /// The value that the call returns.
    pub(crate) fn give(&mut self, value: impl Give) -> Outcome {
        value.give(self.returned);
        Ok(())
    }
}

/// Reads arguments: `arguments!(call, c"l|b", fd: i64, reset: bool = false)` declares variables of these names.
///
/// The letters are those of `zend_parse_parameters`; a type must be the one that its letter fills: `l` i64, `d` f64, `b` bool, `z` and `n`
/// `*mut Zval`, `S` a [`StringArgument`] (null for an absent or, with `!`, null argument), `h` a [`TableArgument`], `f` a
/// [`CallableArgument`] and a [`CallableCache`], `*` `*mut Zval` and u32 for all further ones.
macro_rules! arguments {
    ($call:expr, $types:literal $(, $name:ident : $kind:ty $(= $default:expr)?)* $(,)?) => {
        $( let mut $name: $kind = $crate::zend::method::arguments!(@default $($default)?); )*
        {
            let places: &[*mut std::ffi::c_void] = &[$( (&raw mut $name).cast() ),*];
            // SAFETY: each variable has the type that its letter fills: the macro's rule.
            unsafe { $call.parse($types, places) }?;
        }
        $( let $name = $name; )*
    };
    (@default $default:expr) => { $default };
    (@default) => { $crate::zend::method::Absent::absent() };
}
pub(crate) use arguments;

/// What a variable holds until an argument is read into it.
pub(crate) trait Absent {
    fn absent() -> Self;
}

impl Absent for i64 {
    fn absent() -> Self {
        0
    }
}

impl Absent for f64 {
    fn absent() -> Self {
        0.0
    }
}

impl Absent for u32 {
    fn absent() -> Self {
        0
    }
}

impl Absent for bool {
    fn absent() -> Self {
        false
    }
}

impl<T> Absent for *mut T {
    fn absent() -> Self {
        std::ptr::null_mut()
    }
}

/// A place for an argument read by `S`. Nothing but [`Call::parse`] can fill it.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub(crate) struct StringArgument(*mut ZendStr);

impl Absent for StringArgument {
    fn absent() -> Self {
        Self(std::ptr::null_mut())
    }
}

/// A place for an argument read by `h`. Nothing but [`Call::parse`] can fill it.
#[repr(transparent)]
#[derive(Clone, Copy)]
pub(crate) struct TableArgument(*mut ZendHashTable);

impl Absent for TableArgument {
    fn absent() -> Self {
        Self(std::ptr::null_mut())
    }
}

/// The first place for an argument read by `f`. It is a borrowed copy and never dropped; who keeps the callable looks it
/// up by himself.
pub(crate) type CallableArgument = ManuallyDrop<zend_fcall_info>;

/// The second place for an argument read by `f`.
pub(crate) type CallableCache = zend_fcall_info_cache;

impl Absent for CallableArgument {
    fn absent() -> Self {
        // SAFETY: plain data, all-zero: nothing to call.
        unsafe { std::mem::zeroed() }
    }
}

impl Absent for CallableCache {
    fn absent() -> Self {
        // SAFETY: as above.
        unsafe { std::mem::zeroed() }
    }
}

/// The bytes of an argument read by `S`; `None` if it was absent or null.
pub(crate) fn bytes<'call>(_: &Call<'call>, string: StringArgument) -> Option<&'call [u8]> {
    // SAFETY: null, or an argument of the call, which PHP keeps alive as long.
    unsafe { string.0.as_ref() }.map(ZendStr::as_bytes)
}

/// The text of an argument read by `S`, with U+FFFD for what is no UTF-8; `""` if it was absent.
pub(crate) fn text(call: &Call<'_>, string: StringArgument) -> String {
    String::from_utf8_lossy(bytes(call, string).unwrap_or_default()).into_owned()
}

/// An argument read by `h`; `None` if it was absent or null.
pub(crate) fn table<'call>(_: &Call<'call>, table: TableArgument) -> Option<&'call ZendHashTable> {
    // SAFETY: as for strings.
    unsafe { table.0.as_ref() }
}

/// What a method can return.
pub(crate) trait Give {
    fn give(self, returned: &mut Zval);
}

impl Give for bool {
    fn give(self, returned: &mut Zval) {
        returned.set_bool(self);
    }
}

impl Give for i64 {
    fn give(self, returned: &mut Zval) {
        returned.set_long(self);
    }
}

impl Give for f64 {
    fn give(self, returned: &mut Zval) {
        returned.set_double(self);
    }
}

impl Give for &[u8] {
    fn give(self, returned: &mut Zval) {
        returned.set_zend_string(ZendStr::new(self, false));
    }
}

impl Give for &str {
    fn give(self, returned: &mut Zval) {
        self.as_bytes().give(returned);
    }
}

impl Give for Zval {
    fn give(self, returned: &mut Zval) {
        *returned = self;
    }
}

/// A value, or `false` as Swoole's methods return it.
impl<T: Give> Give for Option<T> {
    fn give(self, returned: &mut Zval) {
        match self {
            Some(value) => value.give(returned),
            None => returned.set_bool(false),
        }
    }
}

/// A method or function `name` with `body`, which must be a function item (it has no size, so that PHP's plain function
/// pointer can stand for it). The first `required` of `arguments` must be passed.
///
/// No return type is declared, although there is one: a program's subclass that overrides a method without a return type
/// would not load.
pub(crate) fn method<B>(name: &str, _body: B, required: usize, arguments: Vec<Arg<'static>>) -> FunctionBuilder<'static>
where
    B: Fn(&mut Call<'_>) -> Outcome + Copy + 'static,
{
    const { assert!(size_of::<B>() == 0, "a body is a function item, not a closure with captures or a pointer") }
    let builder = FunctionBuilder::new(name, trampoline::<B>);
    arguments.into_iter().fold(builder, FunctionBuilder::arg).required_args(required)
}

/// The same body as PHP's plain function pointer.
pub(super) fn handler<B>(_body: B) -> unsafe extern "C" fn(*mut zend_execute_data, *mut zval)
where
    B: Fn(&mut Call<'_>) -> Outcome + Copy + 'static,
{
    const { assert!(size_of::<B>() == 0, "a body is a function item, not a closure with captures or a pointer") }
    let trampoline: extern "C" fn(&mut ExecuteData, &mut Zval) = trampoline::<B>;
    // SAFETY: the same types; PHP passes addresses of live values.
    unsafe { std::mem::transmute(trampoline) }
}

extern "C" fn trampoline<B>(execute: &mut ExecuteData, returned: &mut Zval)
where
    B: Fn(&mut Call<'_>) -> Outcome + Copy + 'static,
{
    run_handler(AssertUnwindSafe(|| {
        // SAFETY: `B` has no size (asserted above), so that any aligned address holds one.
        let body = unsafe { NonNull::<B>::dangling().as_ref() };
        let outcome = body(&mut Call { execute, returned });
        if let Err(failure) = outcome {
            failure.raise();
        }
    }));
}

/// A parameter of a type.
pub(crate) fn required(name: &str, kind: DataType) -> Arg<'static> {
    Arg::new(name, kind)
}

/// A parameter of a type, with its default as PHP code.
pub(crate) fn optional(name: &str, kind: DataType, default: &str) -> Arg<'static> {
    Arg::new(name, kind).default(default)
}

/// Any number of further arguments of a type. The builder counts them as one that is required, so that [`method`] has to
/// be told of one more.
pub(crate) fn variadic(name: &str, kind: DataType) -> Arg<'static> {
    Arg::new(name, kind).is_variadic()
}

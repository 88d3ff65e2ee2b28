//! The program's callbacks: looked up once, called many times.

use std::ffi::c_int;
use std::mem::ManuallyDrop;
use std::panic::AssertUnwindSafe;

use ext_php_rs::exception::PhpException;
use ext_php_rs::ffi::{
    E_ERROR, ZEND_ACC_CALL_VIA_TRAMPOLINE, ext_php_rs_executor_globals, zend_fcall_info, zend_fcall_info_cache,
    zend_is_callable_ex, zend_object, zend_string, zend_throw_exception_object,
};
use ext_php_rs::types::{ZendObject, ZendStr, Zval};
use ext_php_rs::zend::{CatchError, ce, try_catch};

use super::array::Array;
use super::error::Failure;
use super::ffi::{
    zend_call_function, zend_clear_exception, zend_exception_error, zend_is_graceful_exit, zend_is_unwind_exit,
    zend_release_fcall_info_cache,
};

/// A callback of the program's.
pub(crate) struct Callable {
    value: Zval,
    /// What PHP found for it. `value` keeps everything in it alive.
    cache: zend_fcall_info_cache,
    /// It goes through `__call` or `__callStatic`, whose stand-in function PHP frees after each call.
    looked_up_each_time: bool,
}

/// PHP's exit code of programs that failed.
const FAILED: c_int = 255;

/// How a call ended.
#[derive(Debug)]
pub(crate) enum Called {
    /// It returned.
    Returned,
    /// An exception left it. It is not pending any more.
    Threw(Exception),
    /// It called `exit`: that is pending, and PHP goes on with it as soon as the native method returns.
    Exited,
    /// A fatal error ended it: to be raised again once everything is cleaned up.
    Bailout,
}

impl Called {
    /// The same for a native method that the program has called: whatever ended the callback ends that, too.
    ///
    /// # Errors
    /// What the method has to return.
    pub(crate) fn into_outcome(self) -> Result<(), Failure> {
        match self {
            Self::Returned => Ok(()),
            Self::Threw(exception) => Err(exception.rethrow()),
            Self::Exited => Err(Failure::Thrown),
            Self::Bailout => Err(Failure::Bailout),
        }
    }
}

impl Callable {
    /// Looks a callback up as seen from the running method's scope: the same that PHP allows there.
    ///
    /// # Errors
    /// The name that PHP gives to what can't be called.
    pub(crate) fn find(value: &Zval) -> Result<Self, String> {
        let value = owned(value);
        let mut cache = empty_cache();
        let mut name: *mut zend_string = std::ptr::null_mut();
        // SAFETY: all addresses are of live variables; PHP hands the name over.
        let found = unsafe {
            zend_is_callable_ex(
                (&raw const value).cast_mut(),
                std::ptr::null_mut(),
                0,
                &raw mut name,
                &raw mut cache,
                std::ptr::null_mut(),
            )
        };
        // SAFETY: the name is a string of ours now, or null.
        let name = (!name.is_null()).then(|| unsafe { ext_php_rs::boxed::ZBox::<ZendStr>::from_raw(name) });
        if !found {
            let name = name.as_deref().map(|name| String::from_utf8_lossy(name.as_bytes()).into_owned());
            return Err(name.unwrap_or_default());
        }
        // SAFETY: PHP found a function.
        let looked_up_each_time =
            unsafe { (*cache.function_handler).common.fn_flags & ZEND_ACC_CALL_VIA_TRAMPOLINE != 0 };
        if looked_up_each_time {
            // SAFETY: PHP filled the cache above; this frees the stand-in.
            unsafe { zend_release_fcall_info_cache(&raw mut cache) };
            cache = empty_cache();
        }
        Ok(Self { value, cache, looked_up_each_time })
    }

    /// The callable as the program gave it.
    pub(crate) fn value(&self) -> &Zval {
        &self.value
    }

    /// Calls it with what `arguments` makes. Nothing may be borrowed mutably, and no lock be held, across this: the
    /// callback may call anything.
    ///
    /// The arguments and the returned value end inside, so that what their destructors do belongs to this call and is
    /// not taken for the next one's.
    pub(crate) fn call<A: AsMut<[Zval]>>(&self, arguments: impl FnOnce() -> A) -> Called {
        self.call_for(arguments, |_| {})
    }

    /// As [`call`](Self::call), and shows what it returned to `look`.
    pub(crate) fn call_for<A: AsMut<[Zval]>>(&self, arguments: impl FnOnce() -> A, look: impl FnOnce(&Zval)) -> Called {
        guarded(|| {
            let mut arguments = arguments();
            // Making them may have run the program's error handler, and that may have thrown.
            if is_pending() {
                return;
            }
            let arguments = arguments.as_mut();
            let mut returned = Zval::new();
            let mut cache = if self.looked_up_each_time { empty_cache() } else { self.cache };
            // Never dropped: `function_name` is a bitwise copy, borrowed for the call.
            let mut call = ManuallyDrop::new(zend_fcall_info {
                size: size_of::<zend_fcall_info>(),
                // SAFETY: see above.
                function_name: unsafe { std::ptr::read(&raw const self.value) },
                retval: &raw mut returned,
                params: arguments.as_mut_ptr(),
                object: std::ptr::null_mut(),
                param_count: arguments.len() as u32,
                named_params: std::ptr::null_mut(),
            });
            // SAFETY: both live until the end of this block.
            unsafe { zend_call_function(&raw mut *call, &raw mut cache) };
            look(&returned);
        })
    }
}

/// Runs what may run the program's code, and takes what that leaves behind.
pub(crate) fn guarded(run: impl FnOnce()) -> Called {
    match try_catch(AssertUnwindSafe(run)) {
        Err(CatchError::Panic(message)) => {
            PhpException::new(format!("Rust panic: {message}"), 0, ce::error()).throw();
        }
        Err(_) => return Called::Bailout,
        Ok(()) => {}
    }
    match take_exception() {
        None => Called::Returned,
        Some(Taken::Exit) => Called::Exited,
        Some(Taken::Exception(exception)) => Called::Threw(exception),
    }
}

/// Whether an exception or an exit is pending.
pub(super) fn is_pending() -> bool {
    // SAFETY: the interpreter's thread reads its own globals.
    unsafe { !(*ext_php_rs_executor_globals()).exception.is_null() }
}

/// Whether a fatal error or an uncaught exception has ended the program: shutdown functions run all the same.
pub(crate) fn has_failed() -> bool {
    // SAFETY: the interpreter's thread reads its own globals.
    unsafe { (*ext_php_rs_executor_globals()).exit_status == FAILED }
}

/// Has the process end as after an uncaught exception, which was reported.
pub(crate) fn fail() {
    // SAFETY: the interpreter's thread writes its own globals.
    unsafe { (*ext_php_rs_executor_globals()).exit_status = FAILED };
}

/// Ends a pending `exit` that has nothing left to leave: PHP would pass over the shutdown functions that still wait. The
/// exit code stays.
pub(crate) fn finish_exit() {
    // SAFETY: PHP drops what is pending, if there is something.
    unsafe { zend_clear_exception() };
}

/// A copy that keeps everything alive which it names. `[&$object, 'method']`, as the oldest programs write it, would let
/// go of the object when the program sets `$object` to something else.
fn owned(value: &Zval) -> Zval {
    let value = value.dereference();
    let Some(parts) = value.array() else { return value.shallow_clone() };
    let mut array = Array::new();
    for part in parts.values() {
        array.push(part.dereference().shallow_clone());
    }
    array.into_value()
}

const fn empty_cache() -> zend_fcall_info_cache {
    // SAFETY: plain pointers, all null: nothing found yet. Not spelled out, because PHP 8.3 has one more of them.
    unsafe { std::mem::zeroed() }
}

/// What was pending.
enum Taken {
    /// `exit`; it stays pending.
    Exit,
    /// An exception; it is not pending any more.
    Exception(Exception),
}

/// Takes the pending exception, if there is one.
fn take_exception() -> Option<Taken> {
    // SAFETY: the interpreter's thread reads its own globals.
    let pending = unsafe { (*ext_php_rs_executor_globals()).exception };
    if pending.is_null() {
        return None;
    }
    // SAFETY: a pending exception is a live object. A reference is added before PHP drops its own.
    unsafe {
        // The second is a fiber's that is being destroyed while it runs the server.
        if zend_is_unwind_exit(pending) || zend_is_graceful_exit(pending) {
            return Some(Taken::Exit);
        }
        (*pending).gc.refcount += 1;
        zend_clear_exception();
    }
    Some(Taken::Exception(Exception(pending)))
}

/// An exception that nobody caught, owned.
#[derive(Debug)]
pub(crate) struct Exception(*mut zend_object);

impl Exception {
    /// Reports it as PHP reports an uncaught exception: to the program's exception handler if one is set, else as a
    /// fatal error's text, but the process goes on. Gives `Bailout` or `Exited` if the handler ended so.
    pub(crate) fn report(self) -> Option<Called> {
        // SAFETY: the interpreter's thread reads its own globals; the handler's value is copied with a reference.
        let handler = unsafe { (*ext_php_rs_executor_globals()).user_exception_handler.shallow_clone() };
        if let Ok(handler) = Callable::find(&handler) {
            let mut value = Zval::new();
            // SAFETY: the object is owned and alive.
            value.set_object(unsafe { &mut *self.0.cast::<ZendObject>() });
            return match handler.call(|| [value]) {
                Called::Returned => None,
                Called::Threw(exception) => exception.print(),
                ended => Some(ended),
            };
        }
        self.print()
    }

    /// Makes it pending again, as if nobody had taken it.
    pub(crate) fn rethrow(self) -> Failure {
        let mut value = ManuallyDrop::new(Zval::new());
        // SAFETY: the object is owned and alive, and of a class that can be thrown: it was. The value counts a reference
        // more, which the call takes over.
        unsafe {
            value.set_object(&mut *self.0.cast::<ZendObject>());
            zend_throw_exception_object(&raw mut *value);
        }
        Failure::Thrown
    }

    fn print(self) -> Option<Called> {
        // `zend_exception_error` takes the reference.
        let exception = ManuallyDrop::new(self).0;
        // SAFETY: the interpreter's thread reads and writes its own globals. The call reports without ending the process,
        // but notes a failed exit, which is taken back.
        unsafe {
            let globals = ext_php_rs_executor_globals();
            let exit_status: c_int = (*globals).exit_status;
            // The program's error handler runs inside, and may end in any way.
            let ended = guarded(|| {
                zend_exception_error(exception, E_ERROR.cast_signed());
            });
            if matches!(ended, Called::Exited) {
                return Some(ended);
            }
            (*globals).exit_status = exit_status;
            match ended {
                Called::Returned => None,
                Called::Threw(second) => second.print(),
                ended => Some(ended),
            }
        }
    }
}

impl Drop for Exception {
    fn drop(&mut self) {
        // SAFETY: the reference is owned.
        unsafe { ext_php_rs::ffi::ext_php_rs_zend_object_release(self.0) };
    }
}

//! `swoole_select()` and `swoole_client_select()`: which of several descriptors are ready, for a program that waits for them
//! itself.

use std::os::fd::BorrowedFd;
use std::time::{Duration, Instant};

use ext_php_rs::builders::{FunctionBuilder, ModuleBuilder};
use ext_php_rs::flags::DataType;
use ext_php_rs::types::Zval;
use nix::poll::{PollFd, PollFlags};

use super::{event, warn};
use crate::process::masked::{Masked, Woken};
use crate::zend::array::{Array, entries};
use crate::zend::error::Failure;
use crate::zend::interrupt;
use crate::zend::method::{Call, Outcome, arguments, method, optional, required};

/// The arrays in the order of the arguments: what each is called, what is waited for, and what counts as that. A failure is
/// something that both reading and writing tell of.
const SIDES: [(&str, PollFlags, PollFlags); 3] = [
    ("read", PollFlags::POLLIN, PollFlags::POLLIN.union(FAILED)),
    ("write", PollFlags::POLLOUT, PollFlags::POLLOUT.union(FAILED)),
    ("except", PollFlags::POLLPRI, PollFlags::POLLPRI),
];
const FAILED: PollFlags = PollFlags::POLLHUP.union(PollFlags::POLLERR);

pub(super) fn add_functions(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    ["swoole_client_select", "swoole_select"].map(function).into_iter().fold(module, ModuleBuilder::function)
}

fn function(name: &str) -> FunctionBuilder<'static> {
    let mut parameters =
        SIDES.map(|(name, ..)| required(name, DataType::Array).as_ref().allow_null()).into_iter().collect::<Vec<_>>();
    parameters.push(optional("timeout", DataType::Double, "0.5").allow_null());
    method(name, select, 3, parameters)
}

/// An entry of one of the arrays.
struct Entry {
    side: usize,
    key: String,
    value: Zval,
    /// PHP has read ahead, which the system does not know.
    has_unread: bool,
}

fn select(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"a!a!a!|d!",
        read: *mut Zval,
        write: *mut Zval,
        except: *mut Zval,
        timeout: f64 = 0.5,
        is_endless: bool,
    );
    let arrays = [read, write, except];
    let (mut all, mut polled) = (Vec::new(), Vec::new());
    // Held as they are now: a stream of the program's that is asked below may change them, or what they refer to.
    // SAFETY: null, or what PHP has found to be an array, in a place that the arguments' references keep for the call.
    let given = arrays.map(|array| unsafe { array.as_ref() }.map(Zval::shallow_clone));
    for (side, array) in given.iter().enumerate() {
        let Some(table) = array.as_ref().and_then(Zval::array) else { continue };
        let (name, flags, _) = SIDES[side];
        for (key, value) in entries(table) {
            let value = value.dereference().shallow_clone();
            let target = event::target_of(&value);
            match target.number() {
                Ok(number) => {
                    // SAFETY: the system says of numbers that are not open that they are not, and the values that have
                    // open ones are kept by `all`.
                    polled.push(PollFd::new(unsafe { BorrowedFd::borrow_raw(number) }, flags));
                }
                Err(refused) => {
                    warn(&format!("can't wait for ${name}[{key}]: {refused}"));
                    return call.give(false);
                }
            }
            let has_unread = side == 0 && target.has_unread();
            all.push(Entry { side, key, value, has_unread });
        }
    }
    if all.is_empty() {
        warn("there is nothing to wait for: all arrays are empty or null");
        return call.give(false);
    }
    let limit = if all.iter().any(|entry| entry.has_unread) {
        Some(Duration::ZERO)
    } else {
        // Endless with a negative number too, as with Swoole.
        Duration::try_from_secs_f64(timeout).ok().filter(|_| !is_endless)
    };
    if let Err(error) = sleep(&mut polled, limit.and_then(|limit| Instant::now().checked_add(limit)))? {
        super::process::system_warning("poll() failed", &error);
        return call.give(false);
    }
    let states = polled.iter().map(|polled| polled.revents().unwrap_or(PollFlags::empty())).collect::<Vec<_>>();
    let mut ready = [Array::new(), Array::new(), Array::new()];
    let mut count = 0;
    for (entry, state) in all.iter().zip(&states) {
        let (name, _, counts) = SIDES[entry.side];
        if state.contains(PollFlags::POLLNVAL) {
            warn(&format!("can't wait for ${name}[{}]: the descriptor is not open", entry.key));
            return call.give(false);
        }
        if entry.has_unread || state.intersects(counts) {
            ready[entry.side].set_as_given(&entry.key, entry.value.shallow_clone());
            count += 1;
        }
    }
    for (array, ready) in arrays.into_iter().zip(ready) {
        // SAFETY: as above; a signal handler may have put something else there.
        if let Some(array) = unsafe { array.as_mut() } {
            let before = std::mem::replace(array, ready.into_value());
            drop(before);
        }
    }
    call.give(count)
}

/// Sleeps until one is ready or the time is over; signal handlers run meanwhile.
fn sleep(polled: &mut [PollFd<'_>], until: Option<Instant>) -> Result<std::io::Result<()>, Failure> {
    loop {
        let woken = match Masked::all() {
            Ok(_) if interrupt::is_pending() => Ok(Woken::Signal),
            Ok(masked) => masked.sleep_on(polled, until),
            Err(error) => Err(error),
        };
        match woken {
            Ok(Woken::Ready | Woken::TimedOut) => return Ok(Ok(())),
            Ok(Woken::Signal) => interrupt::run_in_method()?,
            Err(error) => return Ok(Err(error)),
        }
    }
}

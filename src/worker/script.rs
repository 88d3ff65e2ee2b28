//! A program that has timers and no server: it stays when its script has ended, until there are none left, as with
//! Swoole.

use std::cell::Cell;
use std::time::Duration;

use super::call::Ended;
use super::timers;
use crate::zend::array::string;
use crate::zend::callable::{self, Callable, Called};
use crate::zend::closure;
use crate::zend::error::{Failure, warning};
use crate::zend::interrupt;
use crate::zend::method::{Call, Outcome, arguments};

thread_local! {
    /// Whether PHP has been told to run [`at_end`].
    static STAYS: Cell<bool> = const { Cell::new(false) };
}

/// Has the process stay at the end of its script as long as there are timers. Inside a server's loop it changes nothing:
/// none are left then.
pub(crate) fn stay() {
    if STAYS.replace(true) {
        return;
    }
    // PHP's own function rather than the C interface below it, which differs from version to version.
    let registered = Callable::find(&string("register_shutdown_function"))
        .map(|function| function.call(|| [closure::create("swoole_timer_loop", at_end)]));
    if !matches!(registered, Ok(Called::Returned)) {
        STAYS.set(false);
        warning("timers need register_shutdown_function(), which php.ini has disabled: they end with the script");
    }
}

/// Forgets a script, at the end of its request.
pub(crate) fn end_request() {
    STAYS.set(false);
}

fn at_end(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    // A fatal error or an uncaught exception has ended the program; it should not look as if it ran.
    let ended = if callable::has_failed() { Ended::Returned } else { run() };
    // Shutdown functions that come after this one may make timers again.
    STAYS.set(false);
    match ended {
        Ended::Bailout => return Err(Failure::Bailout),
        Ended::Exited => callable::finish_exit(),
        Ended::Returned | Ended::Threw | Ended::InChild => {}
    }
    timers::clear_all();
    Ok(())
}

/// Runs timers until none is left or one has ended the program. Here, where no clients wait, an uncaught exception does
/// that too, as anywhere in PHP.
fn run() -> Ended {
    loop {
        for step in [|| judge(interrupt::run_pending()), || timers::run_due(judge)] {
            let ended = step();
            if ended != Ended::Returned {
                return ended;
            }
        }
        match timers::next_due() {
            Some(limit) => sleep(limit),
            None => return Ended::Returned,
        }
    }
}

fn judge(called: Called) -> Ended {
    match called {
        Called::Returned => Ended::Returned,
        Called::Exited => Ended::Exited,
        Called::Bailout => Ended::Bailout,
        Called::Threw(exception) => match exception.report() {
            None => {
                callable::fail();
                Ended::Exited
            }
            Some(Called::Exited) => Ended::Exited,
            Some(_) => Ended::Bailout,
        },
    }
}

/// Sleeps until a signal comes or `limit` has passed.
fn sleep(limit: Duration) {
    let limit = libc::timespec {
        tv_sec: libc::time_t::try_from(limit.as_secs()).unwrap_or(libc::time_t::MAX),
        tv_nsec: limit.subsec_nanos().into(),
    };
    // SAFETY: no descriptors, a live limit, and the signal mask as it is. An error (EINTR) is a wake.
    unsafe { libc::ppoll(std::ptr::null_mut(), 0, &raw const limit, std::ptr::null()) };
}

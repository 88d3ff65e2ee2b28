//! The event loop of a program without a server: at the end of its script, where it stays until nothing is left to wait for,
//! as with Swoole; or earlier, where it says so (`Swoole\Event::wait()`, `dispatch()`).

use std::cell::Cell;
use std::os::fd::AsFd;
use std::time::{Duration, Instant};

use nix::poll::PollFlags;

use super::call::Ended;
use super::event_loop::{self, Driver, Judge};
use super::watched;
use crate::process::masked::Masked;
use crate::zend::array::string;
use crate::zend::callable::{self, Callable, Called, guarded};
use crate::zend::closure;
use crate::zend::error::{Failure, warning};
use crate::zend::interrupt;
use crate::zend::method::{Call, Outcome, arguments};

thread_local! {
    /// Whether PHP has been told to run [`at_end`].
    static STAYS: Cell<bool> = const { Cell::new(false) };
    /// Whether a callback has ended the program by `exit`, so that nothing of the loop runs any more.
    static EXITS: Cell<bool> = const { Cell::new(false) };
}

/// Until when the loop runs.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Until {
    NothingIsLeft,
    RoundIsOver,
}

/// Has the process stay at the end of its script as long as something is left to wait for. Inside a server's loop it changes
/// nothing: nothing is left then.
pub(crate) fn stay() {
    if STAYS.replace(true) {
        return;
    }
    // PHP's own function rather than the C interface below it, which differs from version to version.
    let registered = Callable::find(&string("register_shutdown_function"))
        .map(|function| function.call(|| [closure::create("swoole_event_loop", at_end)]));
    if !matches!(registered, Ok(Called::Returned)) {
        STAYS.set(false);
        warning(
            "the event loop needs register_shutdown_function(), which php.ini has disabled: timers and whatever else it \
             runs end with the script",
        );
    }
}

/// Forgets a script, at the end of its request.
pub(crate) fn end_request() {
    STAYS.set(false);
    EXITS.set(false);
}

/// Runs the loop until nothing is left or the program leaves it.
///
/// # Errors
/// What ended a callback goes on in the method that the program has called. What is left then is not forgotten.
pub(crate) fn wait() -> Result<(), Failure> {
    run_in_method(Until::NothingIsLeft)
}

/// Runs one round, for which it may sleep. False: nothing was left to wait for.
///
/// # Errors
/// As for [`wait`].
pub(crate) fn dispatch() -> Result<bool, Failure> {
    if event_loop::is_empty() {
        return Ok(false);
    }
    run_in_method(Until::RoundIsOver)?;
    Ok(true)
}

fn run_in_method(until: Until) -> Result<(), Failure> {
    let mut outcome = Ok(());
    run(until, &mut |_, called| {
        EXITS.set(EXITS.get() || matches!(called, Called::Exited));
        match called.into_outcome() {
            Ok(()) => Ended::Returned,
            Err(failure) => {
                outcome = Err(failure);
                Ended::Exited
            }
        }
    });
    if outcome.is_ok() && event_loop::is_left() { guarded(event_loop::clear_all).into_outcome() } else { outcome }
}

/// Runs the loop until nothing is left, for a program that has come to its end. Here, where no clients wait, an uncaught
/// exception ends it, as anywhere in PHP, and is reported.
pub(crate) fn finish() -> Ended {
    run(Until::NothingIsLeft, &mut |_, called| match called {
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
    })
}

fn at_end(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    // A fatal error or an uncaught exception has ended the program; it should not look as if it ran.
    let is_over = callable::has_failed() || EXITS.take();
    let ended = if is_over { Ended::Returned } else { finish() };
    // Shutdown functions that come after this one may begin something again.
    STAYS.set(false);
    match ended {
        Ended::Bailout => return Err(Failure::Bailout),
        Ended::Exited => callable::finish_exit(),
        Ended::Returned | Ended::Threw | Ended::InChild => {}
    }
    event_loop::clear_all();
    Ok(())
}

/// Runs rounds until `until`, until the program leaves, or until `judge` does not go on.
fn run(until: Until, judge: &mut Judge<'_>) -> Ended {
    event_loop::enter();
    loop {
        // Each time: a callback may have forked, and this be the child.
        let _driven = event_loop::drive(Driver::Program);
        let mut ended = judge("signal", interrupt::run_pending());
        if ended.goes_on() && !event_loop::is_empty() {
            ended = event_loop::settle(judge);
        }
        if !ended.goes_on() || event_loop::is_left() || event_loop::is_empty() {
            return ended;
        }
        sleep(event_loop::next_due());
        let ended = event_loop::run_round(judge);
        if !ended.goes_on() || event_loop::is_left() || until == Until::RoundIsOver {
            return ended;
        }
    }
}

/// Sleeps until a descriptor of the program's is ready, a signal comes or `limit` has passed.
fn sleep(limit: Option<Duration>) {
    if limit == Some(Duration::ZERO) {
        return;
    }
    let deadline = limit.and_then(|limit| Instant::now().checked_add(limit));
    let set = watched::set();
    let wanted = set.as_ref().map(|set| (set.0.as_fd(), PollFlags::POLLIN));
    // A signal that comes from here on ends the sleep. What fails is as good as a wake.
    let Ok(masked) = Masked::all() else { return };
    if !interrupt::is_pending() {
        let _ = masked.sleep(wanted, deadline);
    }
}

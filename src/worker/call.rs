//! Calls of the program's callbacks, and how they ended. For every process of a server: the manager calls back too.

use std::fmt;
use std::rc::Rc;

use ext_php_rs::types::Zval;

use super::callbacks::Event;
use super::event_loop;
use super::server::Server;
use crate::zend::callable::Called;

/// How a callback ended, for the loop that ran it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Ended {
    /// It returned, or there is none.
    Returned,
    /// An exception left it, which is reported now.
    Threw,
    /// It called `exit`: PHP goes on with that as soon as `start()` returns.
    Exited,
    /// A fatal error ended it: to be raised again.
    Bailout,
    /// The callback has forked, and this is the child: the server is not its own.
    InChild,
}

impl Ended {
    /// Whether the worker can go on.
    pub(crate) fn goes_on(self) -> bool {
        matches!(self, Self::Returned | Self::Threw)
    }
}

/// Whose event it is, for the log.
pub(crate) enum Of {
    Server,
    /// By its number, with that of its port.
    Connection(u64, u16),
    /// By its number.
    Port(u16),
}

impl fmt::Display for Of {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server => Ok(()),
            Self::Connection(fd, _) => write!(formatter, " of fd {fd}"),
            Self::Port(number) => write!(formatter, " of port number {number}"),
        }
    }
}

/// Who calls back: the server and its PHP object.
pub(crate) struct Caller {
    pub(crate) server: Rc<Server>,
    /// The server object.
    pub(crate) object: Zval,
}

impl Caller {
    /// Another handle of the same.
    pub(crate) fn share(&self) -> Self {
        Self { server: Rc::clone(&self.server), object: self.this() }
    }

    /// Calls the callback of an event, if there is one.
    pub(crate) fn call<A: AsMut<[Zval]>>(&self, event: Event, of: &Of, arguments: impl FnOnce() -> A) -> Ended {
        self.call_for(event, of, arguments, |_| {})
    }

    /// As [`call`](Self::call), and shows what the callback returned to `look`.
    pub(crate) fn call_for<A: AsMut<[Zval]>>(
        &self,
        event: Event,
        of: &Of,
        arguments: impl FnOnce() -> A,
        look: impl FnOnce(&Zval),
    ) -> Ended {
        let Some(callable) = self.server.callback(event, of) else { return Ended::Returned };
        self.server.busy.set(true);
        let called = callable.call_for(arguments, look);
        self.server.busy.set(false);
        self.judge(called, event.name(), of)
    }

    /// Judges how a call ended; an exception is reported here.
    pub(crate) fn judge(&self, called: Called, what: &str, of: &Of) -> Ended {
        let ended = match called {
            Called::Returned => Ended::Returned,
            Called::Exited => Ended::Exited,
            Called::Bailout => Ended::Bailout,
            Called::Threw(exception) => {
                self.server
                    .log
                    .error(format_args!("uncaught exception in the {what} callback{of}, the server goes on"));
                match exception.report() {
                    None => Ended::Threw,
                    Some(Called::Exited) => Ended::Exited,
                    Some(_) => Ended::Bailout,
                }
            }
        };
        if ended.goes_on() && self.server.is_in_child() { Ended::InChild } else { ended }
    }

    /// Runs a round of the program's loop, for a process without connections, which sleeps next.
    pub(crate) fn run_round(&self) -> Ended {
        let mut judge = |what: &'static str, called: Called| self.judge(called, what, &Of::Server);
        let ended = event_loop::run_round(&mut judge);
        if ended.goes_on() { event_loop::settle(&mut judge) } else { ended }
    }

    /// The server object, as an argument.
    pub(crate) fn this(&self) -> Zval {
        self.object.shallow_clone()
    }
}

//! The worker: the interpreter's thread while a server runs. It takes events from the link, turns them into PHP values
//! and calls the program's callbacks.
//!
//! * [`server`] — what all PHP objects of one server share.
//! * [`callbacks`] — which events there are and which callback each has.
//! * [`run`] — `start()`: from the first callback to the last.
//! * [`deliver`] — one event to one callback.
//! * [`push`] — one frame to one or many connections.
//! * [`timers`] — what comes later, with a server or without one.
//! * [`script`] — the end of a script that has timers and no server.

pub(crate) mod callbacks;
pub(crate) mod deliver;
pub(crate) mod push;
pub(crate) mod run;
pub(crate) mod script;
pub(crate) mod server;
pub(crate) mod timers;

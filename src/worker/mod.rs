//! The worker: the interpreter's thread while a server runs. It takes events from the link, turns them into PHP values
//! and calls the program's callbacks.
//!
//! * [`server`] — what all PHP objects of one server share.
//! * [`callbacks`] — which events there are and which callback each has; [`call`] calls them.
//! * [`start`] — `start()`: what is made first, and which processes there are.
//! * [`work`] — the life of a worker, from its first callback to its last; [`wait`] is what it sleeps on.
//! * [`leave`] — how a worker comes to its end.
//! * [`inbox`] — what other processes have to say to it.
//! * [`deliver`] — one event to one callback.
//! * [`dispatch`] — `dispatch_func`, where the program says which worker is told of an event.
//! * [`takeover`] — from a worker to its replacement.
//! * [`push`] — one frame to one or many connections.
//! * [`task`], [`post`] — tasks, and what else goes to other workers.
//! * [`event_loop`] — what a round of a process's loop runs, with a server or without one: [`timers`] and what was put off,
//!   [`watched`] descriptors, what the program's [`clients`] hear, and [`errands`] that threads run.
//! * [`script`] — the loop of a program without a server.

pub(crate) mod call;
pub(crate) mod callbacks;
pub(crate) mod clients;
pub(crate) mod deliver;
pub(crate) mod dispatch;
pub(crate) mod errands;
pub(crate) mod event_loop;
pub(crate) mod inbox;
mod leave;
pub(crate) mod port;
pub(crate) mod post;
pub(crate) mod push;
pub(crate) mod script;
pub(crate) mod server;
pub(crate) mod start;
pub(crate) mod takeover;
pub(crate) mod task;
pub(crate) mod timers;
pub(crate) mod wait;
pub(crate) mod watched;
pub(crate) mod work;

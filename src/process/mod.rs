//! What the server does with processes: forks them, replaces and ends them, and passes signals on.
//!
//! * [`fabric`] — what all processes have in common, made before the first fork.
//! * [`manager`] — the process that forks the others and watches them; [`children`] is how it keeps them.
//! * [`master`] — SWOOLE_PROCESS: the process that called `start()`, and the one that has the gateway.
//! * [`forks`], [`signals`], [`limits`] — what a process asks the system for.

pub(crate) mod children;
pub(crate) mod fabric;
pub(crate) mod forks;
pub(crate) mod limits;
pub(crate) mod manager;
pub(crate) mod master;
pub(crate) mod signals;

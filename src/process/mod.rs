//! What the server does with processes, and what `Swoole\Process` does with others.
//!
//! * [`fabric`] — what all processes of a server have in common, made before the first fork.
//! * [`manager`] — the process that forks the others and watches them; [`seats`] is how it keeps them.
//! * [`master`] — SWOOLE_PROCESS: the process that called `start()`, and the one that has the gateway.
//! * [`daemon`], [`pid_file`], [`privileges`], [`cpu`], [`title`] — what settings want of a process; [`problem`] is what can
//!   be wrong with them.
//! * [`forks`], [`parent`], [`signals`], [`limits`] — what a process asks the system for.
//! * [`children`], [`pipe`], [`queue`], [`masked`], [`caught`] — what `Swoole\Process` is made of.

pub(crate) mod caught;
pub(crate) mod children;
pub(crate) mod cpu;
pub(crate) mod daemon;
pub(crate) mod fabric;
pub(crate) mod forks;
pub(crate) mod limits;
pub(crate) mod manager;
pub(crate) mod masked;
pub(crate) mod master;
pub(crate) mod parent;
pub(crate) mod pid_file;
pub(crate) mod pipe;
pub(crate) mod privileges;
pub(crate) mod problem;
pub(crate) mod queue;
pub(crate) mod seats;
pub(crate) mod signals;
#[cfg(test)]
mod testing;
pub(crate) mod title;

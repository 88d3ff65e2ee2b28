//! What the server does with its process, and what `Swoole\Process` does with others: forks, signals and limits, pipes and
//! queues between processes. Workers, manager and master will live here.

pub(crate) mod caught;
pub(crate) mod children;
#[allow(dead_code, reason = "for the manager, which is not there yet")]
pub(crate) mod cpu;
#[allow(dead_code, reason = "for the manager, which is not there yet")]
pub(crate) mod daemon;
pub(crate) mod forks;
pub(crate) mod limits;
pub(crate) mod masked;
#[allow(dead_code, reason = "for the manager, which is not there yet")]
pub(crate) mod parent;
#[allow(dead_code, reason = "for the manager, which is not there yet")]
pub(crate) mod pid_file;
pub(crate) mod pipe;
#[allow(dead_code, reason = "for the manager, which is not there yet")]
pub(crate) mod privileges;
#[allow(dead_code, reason = "for the manager, which is not there yet")]
pub(crate) mod problem;
pub(crate) mod queue;
pub(crate) mod signals;
#[cfg(test)]
mod testing;
pub(crate) mod title;

//! What the server does with its process, and what `Swoole\Process` does with others: forks, signals and limits, pipes and
//! queues between processes. Workers, manager and master will live here.

pub(crate) mod caught;
pub(crate) mod children;
pub(crate) mod cpu;
pub(crate) mod daemon;
pub(crate) mod forks;
pub(crate) mod limits;
pub(crate) mod masked;
pub(crate) mod pipe;
pub(crate) mod queue;
pub(crate) mod signals;
pub(crate) mod title;

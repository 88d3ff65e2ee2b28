//! What the server does with its process: forks, signals and limits. Workers, manager and master will live here.

pub(crate) mod forks;
pub(crate) mod limits;
pub(crate) mod signals;

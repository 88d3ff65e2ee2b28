//! Memory that processes share: made before a fork, seen by every process that was forked since.

pub mod atomic;
pub mod forks;
mod futex;
pub mod lock;
mod mapping;
mod mutex;
pub mod table;
#[cfg(test)]
mod tests;
pub mod wait;

pub use self::mapping::Mapping;

//! Memory that processes share: made before a fork, seen by every process that was forked since.

mod mapping;

pub use self::mapping::Mapping;

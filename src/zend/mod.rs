//! The thin typed layer over PHP where ext-php-rs has none: registration of classes with data of ours, calls in both
//! directions, errors as PHP shows them. Only this folder declares foreign functions.
//!
//! Everything here runs on the interpreter's thread.

pub(crate) mod array;
pub(crate) mod callable;
pub(crate) mod child;
pub(crate) mod class;
pub(crate) mod closure;
pub(crate) mod error;
pub(crate) mod exit;
pub(crate) mod ffi;
pub(crate) mod files;
pub(crate) mod function;
pub(crate) mod interrupt;
mod late;
pub(crate) mod method;
pub(crate) mod module;
pub(crate) mod object;
pub(crate) mod script;
pub(crate) mod serialize;
pub(crate) mod signal;
pub(crate) mod socket;
pub(crate) mod stream;
pub(crate) mod string;
pub(crate) mod uploaded;
pub(crate) mod value;
pub(crate) mod variables;

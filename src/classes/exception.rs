//! `Swoole\Exception`: what can't be created or started.

use ext_php_rs::zend::ce;

use crate::zend::class::{Class, class};
use crate::zend::error::Failure;

static EXCEPTION: Class = Class::new();

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    class("Swoole\\Exception")
        .extends((ce::exception, "\\Exception"))
        .registration(|entry, tables| EXCEPTION.registered(entry, tables))
        .register()?;
    EXCEPTION.alias("swoole_exception");
    Ok(())
}

/// Throws one. `code` is the system's error number or Swoole's.
pub(crate) fn throw(code: i64, message: impl Into<String>) -> Failure {
    Failure::throw(EXCEPTION.entry(), i32::try_from(code).unwrap_or(-1), message)
}

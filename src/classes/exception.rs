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

/// Throws one for an error of the system's: `what, Error: Address already in use[98]`.
pub(crate) fn system(what: &str, error: &std::io::Error) -> Failure {
    let code = i64::from(error.raw_os_error().unwrap_or(0));
    // Rust's words end in "(os error 98)"; Swoole has the number in brackets.
    let words = error.to_string();
    let words = words.split(" (os error").next().unwrap_or(&words);
    throw(code, format!("{what}, Error: {words}[{code}]"))
}

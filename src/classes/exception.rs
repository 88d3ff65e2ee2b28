//! `Swoole\Exception`: what can't be created or started.

use ext_php_rs::zend::ce;
use swoxide_engine::settings::{Invalid, Problem};

use crate::zend::class::{Class, class};
use crate::zend::error::Failure;

pub(super) static EXCEPTION: Class = Class::new();

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
    throw(code, sentence(what, error))
}

/// What failed, with an error in Swoole's form: in brackets its number, if it is the system's.
pub(super) fn sentence(what: &str, error: &std::io::Error) -> String {
    let number = error.raw_os_error().map_or_else(String::new, |number| format!("[{number}]"));
    format!("{what}, Error: {}{number}", words(error))
}

/// Throws what is wrong with a setting.
pub(crate) fn invalid(invalid: &Invalid) -> Failure {
    let class = match invalid.problem {
        Problem::Type(_) => ce::type_error(),
        Problem::Range(..) | Problem::Word(_) | Problem::Unknown(_) => ce::value_error(),
    };
    Failure::throw(class, 0, invalid.to_string())
}

/// The system's words for an error. Rust adds "(os error 98)", for which Swoole has brackets.
pub(crate) fn words(error: &std::io::Error) -> String {
    let words = error.to_string();
    words.split(" (os error").next().unwrap_or(&words).to_owned()
}

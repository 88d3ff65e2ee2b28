//! `Swoxide\WebSocket\Exception`: what a client has to say that went wrong.

use swoxide_engine::client::ClientError;

use crate::classes::exception::{self, EXCEPTION};
use crate::zend::class::{Class, class};
use crate::zend::error::Failure;

static CLIENT_EXCEPTION: Class = Class::new();

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    class("Swoxide\\WebSocket\\Exception")
        .extends((|| EXCEPTION.entry(), "Swoole\\Exception"))
        .registration(|entry, tables| CLIENT_EXCEPTION.registered(entry, tables))
        .register()
}

/// Throws one; `what` failed.
pub(super) fn throw(what: &str, error: &ClientError) -> Failure {
    let reason = match error {
        ClientError::System { what, error } => exception::sentence(what, error),
        error => error.to_string(),
    };
    Failure::throw(CLIENT_EXCEPTION.entry(), error.code(), format!("{what}: {reason}"))
}

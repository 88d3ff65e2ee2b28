//! A file or folder for each PHP class: arguments in, calls of the engine out, no I/O.

pub(crate) mod connection_iterator;
pub(crate) mod constants;
pub(crate) mod exception;
pub(crate) mod frame;
pub(crate) mod functions;
pub(crate) mod http_server;
pub(crate) mod port;
pub(crate) mod process;
pub(crate) mod request;
pub(crate) mod response;
pub(crate) mod server;
pub(crate) mod websocket_server;

use crate::worker::server::{code, set_last_error};
use crate::zend::error::warning;

/// Registers all classes, parents first; called once, at module start.
pub(crate) fn register() -> ext_php_rs::error::Result<()> {
    exception::register()?;
    connection_iterator::register()?;
    port::register()?;
    server::register()?;
    http_server::register()?;
    websocket_server::register()?;
    request::register()?;
    response::register()?;
    frame::register()?;
    process::register()
}

/// A warning of the kind after which Swoole's `getLastError()` reads 503.
fn warn(message: &str) {
    set_last_error(code::PHP_FATAL_ERROR);
    warning(message);
}

//! A file or folder for each PHP class: arguments in, calls of the engine out, no I/O.

mod asynchronous;
mod atomic;
mod client;
pub(crate) mod connection_iterator;
pub(crate) mod constants;
mod cookie;
mod event;
pub(crate) mod exception;
mod file_part;
pub(crate) mod frame;
pub(crate) mod functions;
pub(crate) mod http_client;
pub(crate) mod http_server;
mod lock;
pub(crate) mod port;
pub(crate) mod process;
pub(crate) mod request;
pub(crate) mod response;
mod select;
pub(crate) mod server;
pub(crate) mod server_events;
mod table;
pub(crate) mod task;
pub(crate) mod timer;
pub(crate) mod websocket_client;
pub(crate) mod websocket_server;

use ext_php_rs::zend::ce;

use crate::worker::server::{code, set_last_error};
use crate::zend::error::{Failure, warning};

/// Registers all classes, parents first; called once, at module start.
pub(crate) fn register() -> ext_php_rs::error::Result<()> {
    exception::register()?;
    connection_iterator::register()?;
    port::register()?;
    server_events::register()?;
    task::register()?;
    server::register()?;
    http_server::register()?;
    websocket_server::register()?;
    request::register()?;
    cookie::register()?;
    response::register()?;
    frame::register()?;
    websocket_client::register()?;
    http_client::register()?;
    client::register()?;
    atomic::register()?;
    lock::register()?;
    table::register()?;
    timer::register()?;
    event::register()?;
    asynchronous::register()?;
    process::register()
}

/// A warning of the kind after which Swoole's `getLastError()` reads 503.
fn warn(message: &str) {
    set_last_error(code::PHP_FATAL_ERROR);
    warning(message);
}

/// Why a client can't be used from a signal handler that has interrupted one of its methods.
const WAITS_ALREADY: &str = "the client waits in another method, which a signal handler has interrupted";

/// Why a forked child can't use a connection that is encrypted: two processes must not write with the same key.
const OF_ITS_PARENT: &str =
    "the connection is encrypted and its parent process's: a child has to make a client of its own";

/// Throws an `Error` about an object whose subclass has a constructor of its own that leaves the rest out.
fn constructor_not_called(class: &str) -> Failure {
    Failure::throw(ce::error(), 0, format!("{class}::__construct() was not called: call parent::__construct() first"))
}

//! `Swoole\Http\Server`: a server whose port speaks HTTP. All it does is in its parent.

use super::server;
use crate::zend::class::{Class, class};

pub(super) static HTTP_SERVER: Class = Class::new();

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    class("Swoole\\Http\\Server")
        .extends((|| server::SERVER.entry(), "Swoole\\Server"))
        .registration(|entry, tables| HTTP_SERVER.registered(entry, tables))
        .register()?;
    HTTP_SERVER.alias("swoole_http_server");
    Ok(())
}

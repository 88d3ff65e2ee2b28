//! Swoxide: Swoole's WebSocket and HTTP server classes for PHP.
//!
//! This crate is the PHP side; the sockets are in `swoxide-engine`. From here:
//! [`classes`] is what programs see, [`worker`] runs their callbacks, [`process`] deals with signals and limits, and
//! [`zend`] is the layer over PHP's own interface.
//!
//! Nothing static starts a thread: a process may fork until `start()`, where the runtime is built and from which it does
//! not escape.

#![allow(missing_docs, reason = "the one public item is made by `php_module`, without its documentation")]

mod classes;
mod process;
mod worker;
mod zend;

use ext_php_rs::ffi::{E_CORE_ERROR, E_CORE_WARNING};
use ext_php_rs::flags::IniEntryPermission;
use ext_php_rs::prelude::*;
use ext_php_rs::zend::{IniEntryDef, IniEntryDefs, ModuleEntry};
use ext_php_rs::{info_table_end, info_table_header, info_table_row, info_table_start};

use crate::classes::functions::COMPATIBLE_VERSION;
use crate::zend::{error, module};

static INI: IniEntryDefs<2> = IniEntryDefs::new([
    IniEntryDef::new(c"swoxide.register_as_swoole", c"1", IniEntryPermission::System),
    IniEntryDef::end(),
]);

/// Registers everything with PHP.
#[php_module]
#[php(startup = start_module)]
pub fn get_module(module: ModuleBuilder<'static>) -> ModuleBuilder<'static> {
    classes::functions::add(module.name("swoxide").info_function(show_info).request_shutdown_function(end_request))
        .shutdown_function(end_module)
}

/// Runs once when PHP starts, on one thread. 0 is success; anything else ends PHP.
fn start_module(_kind: i32, module_number: i32) -> i32 {
    if module::is_loaded("swoole") {
        error::core_error(
            E_CORE_ERROR,
            "swoxide and swoole define the same classes and can't be loaded together: remove extension=swoole or \
             extension=swoxide from php.ini",
        );
        return -1;
    }
    IniEntryDef::register(INI.as_slice(), module_number);
    classes::constants::register(module_number);
    if let Err(problem) = classes::register() {
        error::core_error(E_CORE_WARNING, &format!("swoxide can't register its classes: {problem}"));
        return -1;
    }
    if module::switch(c"swoxide.register_as_swoole") {
        module::register_second_name(c"swoole", c"6.2.2");
    }
    0
}

/// Runs when a script is over, while PHP still has its memory. 0 is success.
unsafe extern "C" fn end_request(_kind: i32, _module_number: i32) -> i32 {
    worker::event_loop::end_request();
    worker::script::end_request();
    classes::process::end_program();
    0
}

/// Runs when the process ends, while this library is still there. 0 is success.
unsafe extern "C" fn end_module(_kind: i32, _module_number: i32) -> i32 {
    classes::websocket_client::end_process();
    0
}

/// What `php --ri swoxide` and `phpinfo()` show.
extern "C" fn show_info(module: *mut ModuleEntry) {
    info_table_start!();
    info_table_header!("Swoxide", "enabled");
    info_table_row!("Version", env!("CARGO_PKG_VERSION"));
    info_table_row!("Compatible with Swoole", COMPATIBLE_VERSION);
    info_table_row!("tokio", env!("SWOXIDE_TOKIO_VERSION"));
    info_table_row!("hyper", env!("SWOXIDE_HYPER_VERSION"));
    info_table_row!("tungstenite", env!("SWOXIDE_TUNGSTENITE_VERSION"));
    info_table_row!("ext-php-rs", env!("SWOXIDE_EXT_PHP_RS_VERSION"));
    info_table_row!("TLS", concat!("rustls ", env!("SWOXIDE_RUSTLS_VERSION")));
    info_table_row!("permessage-deflate", concat!("zlib-rs ", env!("SWOXIDE_ZLIB_RS_VERSION")));
    info_table_end!();
    // SAFETY: PHP's own function, which takes the module that it is showing.
    unsafe { zend::ffi::display_ini_entries(module) };
}

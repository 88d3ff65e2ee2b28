//! `Swoole\Server\Port`: the listening port, `$server->ports[0]`. Its settings and callbacks are those of the server.

use std::cell::OnceCell;
use std::rc::Rc;

use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;

use super::server;
use crate::worker::server::Server;
use crate::zend::class::{Class, allow_dynamic_properties, class, null_property, property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, method, required};
use crate::zend::object::{self, Data, Handlers, Object};

static PORT: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The properties in the order of their declaration.
mod place {
    pub(super) const HOST: usize = 0;
    pub(super) const PORT: usize = 1;
    pub(super) const TYPE: usize = 2;
    pub(super) const SOCK: usize = 3;
    pub(super) const SSL: usize = 4;
    pub(super) const SETTING: usize = 5;
    pub(super) const CONNECTIONS: usize = 6;
}

#[derive(Default)]
struct Port {
    server: OnceCell<Rc<Server>>,
}

impl Data for Port {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let name = || required("event_name", DataType::String);
    class("Swoole\\Server\\Port")
        .property(null_property("host"))
        .property(property("port", 0))
        .property(property("type", 0))
        .property(property("sock", -1))
        .property(property("ssl", false))
        .property(null_property("setting"))
        .property(null_property("connections"))
        .method(method("__construct", construct, 0, vec![]), MethodFlags::Private)
        .method(method("set", set, 1, vec![required("settings", DataType::Array)]), MethodFlags::Public)
        .method(method("on", on, 2, vec![name(), required("callback", DataType::Callable)]), MethodFlags::Public)
        .method(method("getCallback", get_callback, 1, vec![name()]), MethodFlags::Public)
        .registration(|entry, tables| {
            object::embed::<Port>(entry);
            allow_dynamic_properties(entry);
            PORT.registered(entry, tables);
        })
        .register()?;
    PORT.alias("swoole_server_port");
    Ok(())
}

/// The port object of a server; the values are those of the server object.
pub(super) fn create(
    server: &Rc<Server>,
    host: Zval,
    port: Zval,
    kind: Zval,
    ssl: Zval,
    sock: Zval,
    connections: Zval,
) -> Zval {
    let value = PORT.instantiate();
    if let Some(object) = Object::of(&value) {
        if let Some(data) = object.data::<Port>() {
            let _ = data.server.set(Rc::clone(server));
        }
        object.set_slot(place::HOST, host);
        object.set_slot(place::PORT, port);
        object.set_slot(place::TYPE, kind);
        object.set_slot(place::SSL, ssl);
        object.set_slot(place::SOCK, sock);
        object.set_slot(place::CONNECTIONS, connections);
    }
    value
}

/// Shows the settings, as the server object does.
pub(super) fn show_settings(port: &Zval, settings: Zval) {
    if let Some(object) = Object::of(port) {
        object.set_slot(place::SETTING, settings);
    }
}

/// Private in PHP, so that nothing reaches it but a program's trick; a port comes with its server.
fn construct(_: &mut Call<'_>) -> Outcome {
    Ok(())
}

fn of<'call>(call: &Call<'call>) -> Result<&'call Rc<Server>, Failure> {
    let port = call.this()?.data::<Port>().ok_or(Failure::Thrown)?;
    port.server.get().ok_or_else(|| server::invalid_instance("Swoole\\Server\\Port"))
}

fn set(call: &mut Call<'_>) -> Outcome {
    let server = of(call)?;
    server::apply_settings(call, server)?;
    call.this()?.set_slot(place::SETTING, server.given.borrow().clone().into_value());
    Ok(())
}

fn on(call: &mut Call<'_>) -> Outcome {
    let server = of(call)?;
    server::set_callback(call, server, true)
}

fn get_callback(call: &mut Call<'_>) -> Outcome {
    let server = of(call)?;
    server::callback_of(call, server)
}

//! `Swoole\Server\Port`: a listening port. The settings and callbacks of the first, `$server->ports[0]`, are those of the
//! server.

use std::cell::{Cell, OnceCell};
use std::rc::Rc;

use ext_php_rs::flags::{DataType, MethodFlags};
use ext_php_rs::types::Zval;

use super::server;
use crate::worker::port::Port;
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
struct PortObject {
    server: OnceCell<Rc<Server>>,
    /// Its place among the server's ports.
    number: Cell<u16>,
}

impl Data for PortObject {
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
            object::embed::<PortObject>(entry);
            allow_dynamic_properties(entry);
            PORT.registered(entry, tables);
        })
        .register()?;
    PORT.alias("swoole_server_port");
    Ok(())
}

/// The object of a server's port. `values` are those of the first five properties but `setting`: host, port, type, sock and
/// ssl.
pub(super) fn create(server: &Rc<Server>, number: u16, values: [Zval; 5], connections: Zval) -> Zval {
    let value = PORT.instantiate();
    if let Some(object) = Object::of(&value) {
        if let Some(data) = object.data::<PortObject>() {
            let _ = data.server.set(Rc::clone(server));
            data.number.set(number);
        }
        for (place, value) in [place::HOST, place::PORT, place::TYPE, place::SOCK, place::SSL].into_iter().zip(values) {
            object.set_slot(place, value);
        }
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

fn of<'call>(call: &Call<'call>) -> Result<(&'call Rc<Server>, Rc<Port>), Failure> {
    let object = call.this()?.data::<PortObject>().ok_or(Failure::Thrown)?;
    let invalid = || server::invalid_instance("Swoole\\Server\\Port");
    let server = object.server.get().ok_or_else(invalid)?;
    let port = server.port(object.number.get()).ok_or_else(invalid)?;
    Ok((server, port))
}

fn set(call: &mut Call<'_>) -> Outcome {
    let (server, port) = of(call)?;
    server::apply_settings(call, server, &port)?;
    call.this()?.set_slot(place::SETTING, port.given.borrow().clone().into_value());
    Ok(())
}

fn on(call: &mut Call<'_>) -> Outcome {
    let (server, port) = of(call)?;
    server::set_callback(call, server, Some(&port))
}

fn get_callback(call: &mut Call<'_>) -> Outcome {
    let (_, port) = of(call)?;
    server::callback_of(call, &port.callbacks)
}

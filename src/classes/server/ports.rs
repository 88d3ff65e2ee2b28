//! The ports of a server: binding one, and `listen()`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::path::Path;
use std::rc::Rc;

use ext_php_rs::types::Zval;
use swoxide_engine::gateway::Listener;

use super::{ServerObject, of, place};
use crate::classes::exception::words;
use crate::classes::{connection_iterator, port, warn};
use crate::worker::port::Port;
use crate::worker::server::{Phase, Server, code, set_last_error};
use crate::zend::array::{Array, boolean, integer, string};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, text};
use crate::zend::object::Object;

/// `SWOOLE_SOCK_*`
pub(super) mod kind {
    pub(in crate::classes) const TCP: i64 = 1;
    pub(in crate::classes) const UDP: i64 = 2;
    pub(in crate::classes) const TCP6: i64 = 3;
    pub(in crate::classes) const UDP6: i64 = 4;
    pub(in crate::classes) const UNIX_STREAM: i64 = 5;
    pub(in crate::classes) const UNIX_DATAGRAM: i64 = 6;
}

/// `SWOOLE_SSL`, or-ed into one of them.
const SSL: i64 = 512;

/// The most ports of a server.
const MOST: usize = 1000;

/// Why a port can't be had, with the system's number or Swoole's.
pub(super) struct NotBound {
    pub(super) code: i64,
    pub(super) message: String,
}

/// What went wrong when a port can't be had.
pub(crate) fn listen_failure(host: &str, port: i64) -> String {
    format!("failed to listen server port[{host}:{port}]")
}

/// Binds a socket of a type as a program gives it.
pub(super) fn bind(host: &str, port: i64, sock_type: i64) -> Result<Rc<Port>, NotBound> {
    let failed = |code: i64, reason: &str| NotBound {
        code,
        message: format!("{}, Error: {reason}[{code}]", listen_failure(host, port)),
    };
    let is_tls = sock_type & SSL != 0;
    let kind = sock_type & !SSL;
    let takes_datagrams = matches!(kind, kind::UDP | kind::UDP6 | kind::UNIX_DATAGRAM);
    let path = matches!(kind, kind::UNIX_STREAM | kind::UNIX_DATAGRAM).then(|| Path::new(host));
    let address = match kind {
        kind::TCP | kind::UDP if host == "localhost" => Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        kind::TCP6 | kind::UDP6 if host == "localhost" => Some(IpAddr::V6(Ipv6Addr::LOCALHOST)),
        kind::TCP | kind::UDP => {
            Some(host.parse().map(IpAddr::V4).map_err(|_| failed(0, &format!("Invalid IPv4 address '{host}'")))?)
        }
        kind::TCP6 | kind::UDP6 => {
            Some(host.parse().map(IpAddr::V6).map_err(|_| failed(0, &format!("Invalid IPv6 address '{host}'")))?)
        }
        kind::UNIX_STREAM | kind::UNIX_DATAGRAM => None,
        _ => {
            return Err(failed(
                code::INVALID_LISTEN_PORT,
                &format!(
                    "socket type {sock_type} is not supported: SWOOLE_SOCK_TCP (1), _UDP (2), _TCP6 (3), _UDP6 (4), \
                     _UNIX_STREAM (5) and _UNIX_DGRAM (6) are"
                ),
            ));
        }
    };
    if is_tls && takes_datagrams {
        return Err(failed(code::INVALID_LISTEN_PORT, "SWOOLE_SSL is not spoken over datagrams"));
    }
    let listener = match (address, path) {
        (Some(address), _) => {
            let number =
                u16::try_from(port).map_err(|_| failed(code::INVALID_LISTEN_PORT, "Server invalid listen port"))?;
            if takes_datagrams {
                Listener::bind_datagrams(address, number)
            } else {
                Listener::bind(address, number, is_tls)
            }
        }
        (None, Some(path)) => Listener::bind_path(path, takes_datagrams, is_tls),
        (None, None) => return Err(failed(0, "no address")),
    };
    listener
        .and_then(|listener| Port::new(host, kind, listener, path))
        .map_err(|error| failed(error.raw_os_error().unwrap_or(0).into(), &words(&error)))
}

/// The PHP object of a port that was just bound; `number` is its place among the server's.
pub(super) fn port_object(server: &Rc<Server>, number: usize, sock_type: i64) -> Option<Zval> {
    let ports = server.ports.borrow();
    let bound = Rc::clone(ports.get(number)?);
    drop(ports);
    let listening = bound.listener.borrow().as_ref().map_or(0, Listener::port);
    let number = u16::try_from(number).ok()?;
    let connections = connection_iterator::create(server, Some(number));
    Some(port::create(
        server,
        number,
        [
            string(&bound.host),
            integer(listening.into()),
            integer(sock_type),
            integer(bound.descriptor.into()),
            boolean(bound.is_tls),
        ],
        connections,
    ))
}

/// Another port of the server; its object, or false.
pub(super) fn listen(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sll", host: StringArgument, port: i64, sock_type: i64);
    let host = text(call, host);
    let server = Rc::clone(of(call)?);
    let this = call.this()?;
    if server.phase.get() != Phase::Created {
        warn("server is running, can't add listener");
        return call.give(false);
    }
    if server.ports.borrow().len() >= MOST {
        warn(&format!("a server has {MOST} ports at the most"));
        return call.give(false);
    }
    let bound = match bind(&host, port, sock_type) {
        Ok(bound) => bound,
        Err(NotBound { code, message }) => {
            warn(&message);
            set_last_error(code);
            return call.give(false);
        }
    };
    let number = {
        let mut ports = server.ports.borrow_mut();
        ports.push(bound);
        ports.len() - 1
    };
    let object = port_object(&server, number, sock_type).ok_or(Failure::Thrown)?;
    show(this, object.shallow_clone());
    call.give(object)
}

/// Adds a port's object to `$server->ports`.
pub(super) fn show(this: Object<'_>, object: Zval) {
    let Some(data) = this.data::<ServerObject>() else { return };
    data.ports.borrow_mut().push(object);
    let mut list = Array::new();
    for port in data.ports.borrow().iter() {
        list.push(port.shallow_clone());
    }
    this.set_slot(place::PORTS, list.into_value());
}

//! What a server sends to clients without a protocol of its own: bytes, files and datagrams; and whether it hears them.

use std::net::IpAddr;
use std::rc::Rc;

use ext_php_rs::types::Zval;
use swoxide_engine::gateway::Protocol;
use swoxide_engine::link::{Command, Peer, Refused};

use super::ports::kind;
use super::running;
use crate::classes::{file_part, warn};
use crate::worker::port::Port;
use crate::worker::server::{Server, code, set_last_error};
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes};
use crate::zend::value::{to_integer, to_string};

fn note(result: Result<(), Refused>) -> bool {
    match result {
        Ok(()) => {}
        Err(Refused::OutboxFull) => set_last_error(code::OUTPUT_BUFFER_OVERFLOW),
        Err(_) => set_last_error(code::SESSION_NOT_EXIST),
    }
    result.is_ok()
}

/// Sends bytes as they are. Nobody frames them: to a WebSocket they are what its client takes for frames. Instead of a
/// connection it may be a path: that of a Unix socket that takes datagrams.
pub(super) fn send(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"zS|l", fd: *mut Zval, data: StringArgument, socket: i64 = -1);
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let fd = unsafe { &*fd }.dereference();
    let data = bytes(call, data).unwrap_or_default();
    let path = if fd.is_string() { Some(to_string(fd)?).filter(|text| text.contains(&b'/')) } else { None };
    let fd = if path.is_none() { to_integer(fd)? } else { 0 };
    let Some(server) = running(call)? else { return call.give(false) };
    if data.is_empty() {
        warn("the data sent must not be empty");
        return call.give(false);
    }
    let sent = match path {
        Some(path) => send_datagram(&server, &Peer::Unix(path.to_vec()), data, socket),
        None => note(server.execute(Command::Send { fd: Server::fd(fd), data })),
    };
    call.give(sent)
}

/// The same for a connection alone.
pub(super) fn send_wait(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"lS", fd: i64, data: StringArgument);
    let data = bytes(call, data).unwrap_or_default();
    let Some(server) = running(call)? else { return call.give(false) };
    if data.is_empty() {
        warn("the data sent must not be empty");
        return call.give(false);
    }
    call.give(note(server.execute(Command::Send { fd: Server::fd(fd), data })))
}

/// Sends a file or a part of it; the gateway reads it.
pub(super) fn send_file(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"lS|ll", fd: i64, path: StringArgument, offset: i64, length: i64);
    let path = bytes(call, path).unwrap_or_default();
    let Some(server) = running(call)? else { return call.give(false) };
    let number = Server::fd(fd);
    let part = file_part::open(path, offset, length);
    let part =
        match part.and_then(|part| if part.length > 0 { Ok(part) } else { Err("there is nothing to send".into()) }) {
            Ok(part) => part,
            Err(reason) => {
                let path = path.escape_ascii();
                server.log.warning(format_args!("sendfile() of {path} to connection {fd}: {reason}"));
                return call.give(false);
            }
        };
    if server.port_of(number).protocol.get() != Protocol::Plain {
        server.log.warning(format_args!(
            "sendfile() to connection {fd}: it speaks HTTP, whose answers are sent by $response->sendfile()"
        ));
        return call.give(false);
    }
    call.give(note(server.execute(Command::SendFile { fd: number, part })))
}

/// Sends a datagram.
pub(super) fn send_to(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"SlS|l",
        ip: StringArgument,
        port: i64,
        data: StringArgument,
        socket: i64 = -1,
    );
    let ip = bytes(call, ip).unwrap_or_default();
    let data = bytes(call, data).unwrap_or_default();
    let Some(server) = running(call)? else { return call.give(false) };
    if data.is_empty() {
        warn("the data sent must not be empty");
        return call.give(false);
    }
    let to = if ip.contains(&b'/') {
        Some(Peer::Unix(ip.to_vec()))
    } else {
        let ip: Option<IpAddr> = std::str::from_utf8(ip).ok().and_then(|ip| ip.parse().ok());
        let port = u16::try_from(port).ok().filter(|port| *port > 0);
        ip.zip(port).map(|(ip, port)| Peer::Internet((ip, port).into()))
    };
    let Some(to) = to else {
        warn(&format!("{}:{port} is no address of a datagram's receiver", ip.escape_ascii()));
        return call.give(false);
    };
    call.give(send_datagram(&server, &to, data, socket))
}

/// Sends a datagram from the port with this descriptor, or from the first that fits, if it is -1.
fn send_datagram(server: &Server, to: &Peer, data: &[u8], socket: i64) -> bool {
    let wanted = match to {
        Peer::Internet(address) if address.is_ipv4() => kind::UDP,
        Peer::Internet(_) => kind::UDP6,
        Peer::Unix(_) => kind::UNIX_DATAGRAM,
    };
    let ports = server.ports.borrow();
    let fits = |port: &&Rc<Port>| {
        if socket < 0 { port.kind == wanted } else { i64::from(port.descriptor) == socket }
    };
    let Some(sender) = ports.iter().find(fits).and_then(|port| port.sender.as_ref()) else {
        drop(ports);
        warn("UDP listener has to be added before executing sendto");
        return false;
    };
    match sender.send(to, data) {
        Ok(()) => true,
        Err(error) => {
            set_last_error(error.raw_os_error().unwrap_or(0).into());
            false
        }
    }
}

/// Reads a connection no further.
pub(super) fn pause(call: &mut Call<'_>) -> Outcome {
    hear(call, false)
}

/// Reads it again; or for the first time, with `enable_delay_receive`.
pub(super) fn resume(call: &mut Call<'_>) -> Outcome {
    hear(call, true)
}

fn hear(call: &mut Call<'_>, on: bool) -> Outcome {
    arguments!(call, c"l", fd: i64);
    let Some(server) = running(call)? else { return call.give(false) };
    call.give(note(server.execute(Command::Hear { fd: Server::fd(fd), on })))
}

//! What a server knows of its connections: is one there, what is known of it, which are there, and its end.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ext_php_rs::types::Zval;
use swoxide_engine::gateway::Protocol;
use swoxide_engine::link::{Command, ip_text};
use swoxide_engine::registry::{Fd, WebSocketStatus};

use super::running;
use crate::classes::warn;
use crate::worker::server::{Server, code, set_last_error};
use crate::zend::array::Array;
use crate::zend::method::{Call, Outcome, arguments};

/// The most that `getClientList()` gives at once.
const MOST_LISTED: i64 = 100;

pub(super) fn exists(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l", fd: i64);
    let Some(server) = running(call)? else { return call.give(false) };
    let status = server.registry().and_then(|registry| registry.websocket_status(Server::fd(fd)));
    call.give(status.is_some_and(|status| status != WebSocketStatus::Closing))
}

pub(super) fn close(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|b", fd: i64, reset: bool);
    let Some(server) = running(call)? else { return call.give(false) };
    let closed = server.execute(Command::Close { fd: Server::fd(fd), reset }).is_ok();
    if !closed {
        set_last_error(code::SESSION_NOT_EXIST);
    }
    call.give(closed)
}

/// Binds a connection to a number of the program's, once.
pub(super) fn bind_uid(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"ll", fd: i64, uid: i64);
    let Some(server) = running(call)? else { return call.give(false) };
    call.give(server.registry().is_some_and(|registry| registry.bind(Server::fd(fd), uid)))
}

pub(super) fn protect(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|b", fd: i64, on: bool = true);
    let Some(server) = running(call)? else { return call.give(false) };
    call.give(server.registry().is_some_and(|registry| registry.protect(Server::fd(fd), on)))
}

/// The idle connections; ends them unless told not to. False without a heartbeat setting.
pub(super) fn heartbeat(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", close: bool = true);
    let Some(server) = running(call)? else { return call.give(false) };
    let idle = server.running().and_then(|running| running.gateways.idle(close));
    call.give(idle.map(|idle| {
        let mut list = Array::new();
        for fd in idle {
            list.push(fd.cast_signed());
        }
        list.into_value()
    }))
}

pub(super) fn get_client_info(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"l|lb", fd: i64, _reactor: i64, _ignore_error: bool);
    let Some(server) = running(call)? else { return call.give(false) };
    call.give(info_array(&server, Server::fd(fd)))
}

/// What `getClientInfo()` gives, in Swoole's order; `None` for a connection that is not there.
pub(in crate::classes) fn info_array(server: &Server, fd: Fd) -> Option<Zval> {
    let info = server.registry()?.info(fd)?;
    let mut array = Array::new();
    if let Some(uid) = info.uid {
        array.set("uid", uid);
    }
    let port = server.port_of(fd);
    if port.protocol.get() == Protocol::WebSocket {
        array.set("websocket_status", info.websocket as i64);
    }
    let certificate = server.registry().and_then(|registry| registry.certificate(fd));
    let mut array = array
        .with("server_port", i64::from(info.arrival.number))
        .with("server_fd", i64::from(info.arrival.descriptor))
        .with("socket_fd", i64::from(info.socket))
        .with("socket_type", port.kind)
        .with("remote_port", i64::from(info.remote.port()))
        .with("remote_ip", ip_text(info.remote))
        .with("reactor_id", i64::from(info.gateway))
        .with("connect_time", seconds(info.connected_at).as_secs() as i64)
        .with("last_time", seconds(info.received_at).as_secs() as i64)
        .with("last_recv_time", seconds(info.received_at).as_secs_f64())
        .with("last_send_time", seconds(info.sent_at).as_secs_f64())
        .with("last_dispatch_time", seconds(info.dispatched_at).as_secs_f64())
        .with("close_errno", 0_i64)
        .with("recv_queued_bytes", info.received_queued.cast_signed())
        .with("send_queued_bytes", info.send_queued.cast_signed());
    if let Some(certificate) = certificate {
        array.set("ssl_client_cert", certificate);
    }
    Some(array.into_value())
}

fn seconds(time: SystemTime) -> Duration {
    time.duration_since(UNIX_EPOCH).unwrap_or_default()
}

pub(super) fn get_client_list(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|ll", start: i64, most: i64 = 10);
    let Some(server) = running(call)? else { return call.give(false) };
    if most > MOST_LISTED {
        warn(&format!("swoole connection list max_find_count={MOST_LISTED}"));
        return call.give(false);
    }
    let Some(registry) = server.registry() else { return call.give(false) };
    let mut from = match start {
        0 => 0,
        fd => match registry.find_open(Server::fd(fd)) {
            Some(entry) => entry.slot + 1,
            None => return call.give(false),
        },
    };
    let mut list = Array::new();
    for _ in 0..most.max(0) {
        let Some(entry) = registry.next_open(from, false) else { break };
        list.push(entry.fd.cast_signed());
        from = entry.slot + 1;
    }
    if list.is_empty() && most > 0 { call.give(false) } else { call.give(list.into_value()) }
}

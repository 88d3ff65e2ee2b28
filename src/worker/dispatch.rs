//! `dispatch_func`: the program says which worker is told of an event. It runs in the gateway's process of SWOOLE_PROCESS,
//! for each event, before any worker knows of it.

use std::collections::VecDeque;

use swoxide_engine::gateway::Dispatcher;
use swoxide_engine::link::{Command, Event as LinkEvent, EventKind};

use super::call::{Caller, Ended, Of};
use super::server::{Running, Server};
use crate::zend::array::{integer, string};
use crate::zend::callable::Callable;
use crate::zend::value::integer_of;

/// What the function may say instead of a worker: nobody is told.
const DROP: i64 = -1;
/// Nobody is told, and the connection ends.
const CLOSE: i64 = -2;

/// The kinds of events, as Swoole numbers them for it.
mod kind {
    pub(super) const DATA: i64 = 0;
    pub(super) const DATAGRAM: i64 = 1;
    pub(super) const CLOSE: i64 = 3;
    pub(super) const CONNECT: i64 = 4;
}

/// The program's function.
pub(crate) struct Function(Callable);

/// The function that the settings name, if they do and it can be called.
pub(crate) fn function(server: &Server) -> Option<Function> {
    let given = server.given.borrow();
    let value = given.get("dispatch_func")?;
    match Callable::find(&value) {
        Ok(callable) => Some(Function(callable)),
        Err(name) => {
            drop(given);
            server.log.error(format_args!("dispatch_func '{name}' is not callable, dispatch_mode decides"));
            None
        }
    }
}

impl Function {
    /// Asks it about each event, and passes these on.
    pub(crate) fn judge(
        &self,
        caller: &Caller,
        running: &Running,
        dispatcher: &Dispatcher,
        batch: &mut VecDeque<LinkEvent>,
    ) -> Ended {
        while let Some(event) = batch.pop_front() {
            running.queue.taken(event.size());
            let (kind, data) = match &event.kind {
                EventKind::Message(message) => (kind::DATA, &message.payload[..]),
                EventKind::Receive(package) => (kind::DATA, &package[..]),
                EventKind::Packet(packet) => (kind::DATAGRAM, &packet.data[..]),
                EventKind::Request(request) | EventKind::Handshake(request) | EventKind::Open(request) => {
                    (kind::DATA, request.uri.path().as_bytes())
                }
                EventKind::Connect => (kind::CONNECT, &b""[..]),
                EventKind::Close(_) | EventKind::Vanished => (kind::CLOSE, &b""[..]),
                EventKind::CloseFrame(_) | EventKind::BufferFull | EventKind::BufferEmpty => (kind::DATA, &b""[..]),
            };
            let fd = event.entry.fd;
            let mut said = None;
            let arguments = || [caller.this(), integer(fd.cast_signed()), integer(kind), string(data)];
            let called = self.0.call_for(arguments, |returned| said = integer_of(returned));
            let ended = caller.judge(called, "dispatch_func", &Of::Connection(fd, event.port));
            if !ended.goes_on() {
                return ended;
            }
            // The end of a connection has to be told: whoever is told of it releases it.
            let must_be_told = matches!(event.kind, EventKind::Close(_) | EventKind::Vanished);
            match said {
                Some(worker) if (0..i64::from(running.roster.workers())).contains(&worker) => {
                    dispatcher.push_to(worker as usize, event);
                }
                Some(DROP | CLOSE) if !must_be_told => {
                    if said == Some(CLOSE) {
                        let _ = running.gateways.execute(Command::Close { fd, reset: false });
                    }
                    if let Some(gateway) = running.gateways.own() {
                        gateway.taken(event.entry, event.size());
                        gateway.answered(event.entry, event.size());
                    }
                }
                // -3, or what makes no sense: as if there were no function.
                _ => dispatcher.push(event),
            }
        }
        Ended::Returned
    }
}

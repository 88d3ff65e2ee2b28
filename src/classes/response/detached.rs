//! A response that somebody else ends: `detach()` gives it up, `create()` makes another object for its connection, in
//! whichever process.

use std::rc::Rc;

use ext_php_rs::types::Zval;
use swoxide_engine::link::Command;

use super::{Exchange, Purpose, RESPONSE, ResponseObject, Stage, equip, open};
use crate::classes::server;
use crate::worker::server::Server;
use crate::zend::method::{Call, Outcome, arguments};
use crate::zend::object::Object;
use crate::zend::value::integer_of;

/// The exchange that waits, whichever it is: [`Command::Respond`](swoxide_engine::link::Command::Respond).
const WAITING: u64 = 0;

pub(super) fn detach(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let Some(response) = open(call)? else { return call.give(false) };
    if response.stage.get() == Stage::Chunks {
        // The head is out, and what another object would begin with can't be sent any more.
        super::warn("a response that was begun by write() can't be detached");
        return call.give(false);
    }
    if let Some(Exchange { server, fd, number, .. }) = response.exchange.get() {
        // A client that has gone wants no answer.
        let _ = server.execute(Command::Detach { fd: *fd, exchange: *number });
    }
    response.end_stage();
    call.give(true)
}

/// `create($fd)`, or `create($server, $fd)`. Whether anybody waits at that connection shows when something is sent.
pub(super) fn create(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|zl", first: *mut Zval, fd: i64 = -1);
    // SAFETY: null, or filled by PHP, which keeps the argument alive for the call.
    let first = unsafe { first.as_ref() }.map(Zval::dereference);
    let (server, fd) = match first.and_then(Object::of) {
        Some(object) => (server::of_object(object), fd),
        None => (Server::current(), first.and_then(integer_of).filter(|_| fd < 0).unwrap_or(fd)),
    };
    let Some(server) = server.filter(|server| server.running().is_some() && fd > 0) else { return call.give(false) };
    let value = RESPONSE.instantiate();
    let exchange =
        Exchange { server: Rc::clone(&server), fd: Server::fd(fd), number: WAITING, purpose: Purpose::Created };
    equip(&value, exchange, Default::default());
    call.give(value)
}

pub(super) fn is_writable(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let writable = open(call)?.and_then(|response: &ResponseObject| response.exchange.get()).is_some_and(|exchange| {
        exchange.server.registry().is_some_and(|registry| registry.find_open(exchange.fd).is_some())
    });
    call.give(writable)
}

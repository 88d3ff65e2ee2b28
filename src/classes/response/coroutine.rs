//! What a response has for the servers of coroutines, where it stands for a WebSocket too. Here a server's own methods do
//! that, by fd.

use super::{ResponseObject, judge, open};
use crate::classes::warn;
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome};
use swoxide_engine::link::Command;

/// `push()`, `ping()`, `recv()`, `disconnect()`
pub(super) fn no_websocket(call: &mut Call<'_>) -> Outcome {
    let response = call.this()?.data::<ResponseObject>().ok_or(Failure::Thrown)?;
    let fd = response.exchange.get().map_or(0, |exchange| exchange.fd);
    warn(&format!("fd[{fd}] is not a websocket connection: use the methods of the server"));
    call.give(false)
}

/// `upgrade()`
pub(super) fn no_upgrade(call: &mut Call<'_>) -> Outcome {
    warn("async server does not support protocol upgrade");
    call.give(false)
}

/// Ends the connection, with whatever was to be sent.
pub(super) fn close(call: &mut Call<'_>) -> Outcome {
    let Some(response) = open(call)? else { return call.give(false) };
    let Some(exchange) = response.exchange.get() else { return call.give(false) };
    response.end_stage();
    let closed = exchange.server.execute(Command::Close { fd: exchange.fd, reset: false });
    call.give(judge(closed))
}

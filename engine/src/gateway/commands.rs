//! What a worker wants done with a connection of this gateway: by a call of its own worker, or by what another process has
//! sent. Whoever wants it has asked the registry before whether it may be, and has noted there what all are to know.

use std::sync::Arc;

use super::RESPONSE_LIMIT;
use super::Shared;
use super::connection::{Connection, Ending, Origin};
use crate::link::record::ToGateway;
use crate::link::{ClosedBy, Command, Encodings, Outgoing, Refused};
use crate::protocol::frame::MAX_HEADER;
use crate::registry::{Entry, Fd};

impl Shared {
    /// See [`Gateway::carry_out`](super::Gateway::carry_out).
    pub(super) fn carry_out(&self, entry: Entry, command: Command<'_>, from: Origin) -> Result<(), Refused> {
        let connection = self.at(entry).ok_or(Refused::Gone)?;
        match command {
            Command::Push { message, .. } => {
                let flush = connection.push(message, from, self)?;
                self.flush_later(connection, flush);
            }
            Command::Send { data, .. } => {
                let flush = connection.push_raw(data, from, self)?;
                self.flush_later(connection, flush);
            }
            Command::SendFile { part, .. } => {
                let result = connection.push_file(part, from, self);
                if from == Origin::Elsewhere && matches!(result, Err(Refused::OutboxFull)) {
                    // Who sent it was told that it will come. What follows must not look as if nothing were missing.
                    self.log.warning(format_args!(
                        "connection {}: a file of another process can't be sent, because this process may not open any \
                         more; closed with a reset",
                        entry.fd
                    ));
                    connection.close(Ending::Reset, || self.registry.close(entry, ClosedBy::Server));
                }
                result?;
            }
            Command::Hear { on, .. } => connection.hear(on),
            Command::Disconnect { code, reason, .. } => {
                connection.order(Ending::Disconnect { code, reason: reason.to_owned() })?;
            }
            Command::Close { reset, .. } => connection.order(if reset { Ending::Reset } else { Ending::Close })?,
            Command::Respond { exchange, head, body, .. } => connection.respond(exchange, head, body, self)?,
            Command::RespondChunk { exchange, data, .. } => {
                let result = connection.exchanges.chunk(exchange, data, RESPONSE_LIMIT);
                if result == Err(Refused::OutboxFull) {
                    // A body with a hole in it is worse than none: the client shall see that it is not whole.
                    connection.close(Ending::Reset, || self.registry.close(entry, ClosedBy::Server));
                }
                result?;
            }
            Command::Detach { exchange, .. } => connection.exchanges.detach(exchange),
            Command::RespondEnd { exchange, trailers, .. } => connection.exchanges.end(exchange, trailers)?,
        }
        Ok(())
    }

    fn flush_later(&self, connection: Arc<Connection>, wanted: bool) {
        if wanted {
            self.will_flush(connection);
        }
    }

    /// Does what another process has sent. A connection that has ended meanwhile is nobody's fault.
    pub(super) fn obey(&self, record: ToGateway<'_>) {
        match record {
            ToGateway::Push { fds, opcode, is_final, compress, payload } => {
                let mut encodings = Encodings::default();
                for fd in fds {
                    let message = Outgoing { payload, opcode, is_final, compress, encodings: &mut encodings };
                    self.push_of_another(fd, message);
                }
            }
            ToGateway::Refused { fd, ends } => {
                if let Some(connection) = self.registry.find_held(fd).and_then(|entry| self.at(entry)) {
                    connection.refused_elsewhere(ends, self);
                }
            }
            ToGateway::EndIdle { fd } => {
                if let Some(connection) = self.find(fd) {
                    self.end_if_idle(&connection);
                }
            }
            ToGateway::Command(command) => {
                let fd = command.fd();
                let sent = command.bytes();
                if let Some(entry) = self.registry.find_held(fd) {
                    let _ = self.carry_out(entry, command, Origin::Elsewhere);
                }
                self.arrived(fd, sent);
            }
            // A descriptor goes with it, and whoever reads the packets has that.
            ToGateway::Admit { .. } => {}
            ToGateway::Ready { worker, life } => {
                self.with_dispatcher(|dispatcher| dispatcher.ready(worker, life, self))
            }
            ToGateway::Answered { worker, sequence } => {
                self.with_dispatcher(|dispatcher| dispatcher.answered(worker, sequence, self));
            }
            ToGateway::Leaving { worker } => self.with_dispatcher(|dispatcher| dispatcher.leaving(worker)),
        }
    }

    fn push_of_another(&self, fd: Fd, message: Outgoing<'_>) {
        let bytes = MAX_HEADER + message.payload.len();
        let connection = self.registry.find_held(fd).and_then(|entry| self.at(entry));
        if let Some(connection) = connection
            && let Ok(flush) = connection.push(message, Origin::Elsewhere, self)
        {
            self.flush_later(connection, flush);
        }
        self.arrived(fd, bytes);
    }

    /// Notes that bytes are on their way no longer, behind what counts them in the outbox: whoever asks in between must not
    /// find room for more.
    fn arrived(&self, fd: Fd, bytes: usize) {
        if bytes == 0 {
            return;
        }
        let neighbours = self.neighbours.as_ref();
        if let Some(place) = neighbours.and_then(|neighbours| neighbours.roster.place(self.owner.gateway)) {
            place.arrive(bytes);
        }
        if let Some(entry) = self.registry.find_held(fd) {
            self.registry.arrived(entry, bytes);
        }
    }
}

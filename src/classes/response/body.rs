//! The body of a response: `write()`, `end()`, `sendfile()`, and `redirect()`, which has none.

use bytes::Bytes;
use swoxide_engine::link::{Command, FilePart, Refused, ResponseBody};
use swoxide_engine::protocol::media_type;

use super::head::{final_status, is_one_line};
use super::{Exchange, ResponseObject, Stage, judge, open};
use crate::classes::{file_part, warn};
use crate::worker::server::count;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes};

impl ResponseObject {
    /// Sends the head, for a body in chunks.
    fn begin_chunks(&self, default_status: u16) -> Result<(), Refused> {
        let Some(Exchange { server, fd, number, .. }) = self.exchange.get() else { return Err(Refused::NoExchange) };
        let mut head = self.head.borrow_mut().take(default_status);
        self.compress_chunks(&mut head);
        server.execute(Command::Respond { fd: *fd, exchange: *number, head, body: ResponseBody::Chunks })?;
        self.stage.set(Stage::Chunks);
        Ok(())
    }

    /// Sends what is left to send: everything, or the last chunk.
    pub(super) fn finish(&self, default_status: u16, body: Bytes) -> Result<(), Refused> {
        let Some(Exchange { server, fd, number, .. }) = self.exchange.get() else { return Err(Refused::NoExchange) };
        let (fd, exchange) = (*fd, *number);
        // Trailers need a body in chunks to stand behind.
        if self.stage.get() == Stage::Open && !self.head.borrow().trailers.is_empty() && !self.is_of_handshake() {
            self.begin_chunks(default_status).inspect_err(|_| {
                self.end_stage();
            })?;
        }
        match self.end_stage() {
            Stage::Ended => return Err(Refused::NoExchange),
            Stage::Open => {
                let mut head = self.head.borrow_mut().take(default_status);
                let body = self.compress(&mut head, body, &server.port_of(fd).settings.borrow());
                let switches = head.status == 101;
                server.execute(Command::Respond { fd, exchange, head, body: ResponseBody::Whole(body) })?;
                self.switched.set(switches);
            }
            Stage::Chunks => {
                let data = self.compress_last(body);
                let is_empty = data.is_empty();
                let sent = if is_empty { Ok(()) } else { server.execute(Command::RespondChunk { fd, exchange, data }) };
                let trailers = std::mem::take(&mut self.head.borrow_mut().trailers);
                // Also where the client has given it up: the gateway counts what has no end.
                let ended = server.execute(Command::RespondEnd { fd, exchange, trailers });
                sent.and(ended)?;
            }
        }
        count(&server.counters.responses);
        Ok(())
    }

    /// Sends a part of a file as the whole body.
    fn finish_with(&self, part: FilePart) -> Result<(), Refused> {
        let Some(Exchange { server, fd, number, .. }) = self.exchange.get() else { return Err(Refused::NoExchange) };
        self.end_stage();
        let head = self.head.borrow_mut().take(200);
        server.execute(Command::Respond { fd: *fd, exchange: *number, head, body: ResponseBody::File(part) })?;
        count(&server.counters.responses);
        Ok(())
    }
}

pub(super) fn write(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", content: StringArgument);
    let data = bytes(call, content).unwrap_or_default();
    let Some(response) = open(call)? else { return call.give(false) };
    if data.is_empty() {
        warn("the data sent must not be empty");
        return call.give(false);
    }
    let Some(Exchange { server, fd, number, .. }) = response.exchange.get() else { return call.give(false) };
    let (fd, exchange) = (*fd, *number);
    if response.is_of_handshake() {
        warn("the answer to a WebSocket handshake can't be sent in pieces: use end()");
        return call.give(false);
    }
    if response.stage.get() == Stage::Open && !judge(response.begin_chunks(200)) {
        response.end_stage();
        return call.give(false);
    }
    let Some(data) = response.compress_chunk(data) else { return call.give(false) };
    let written = judge(server.execute(Command::RespondChunk { fd, exchange, data }));
    call.give(written)
}

pub(super) fn end(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|S!", content: StringArgument);
    let body = Bytes::copy_from_slice(bytes(call, content).unwrap_or_default());
    let Some(response) = open(call)? else { return call.give(false) };
    let status = response.exchange.get().map_or(200, |exchange| exchange.purpose.default_status(false, false));
    call.give(judge(response.finish(status, body)))
}

pub(super) fn redirect(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|l", location: StringArgument, status: i64 = 302);
    let location = bytes(call, location).unwrap_or_default();
    let Some(response) = open(call)? else { return call.give(false) };
    let Some(status) = final_status(status, false) else { return call.give(false) };
    if !is_one_line(location) {
        return call.give(false);
    }
    {
        let mut head = response.head.borrow_mut();
        head.status = Some(status);
        head.set("location", vec![location.to_vec()]);
    }
    call.give(judge(response.finish(200, Bytes::new())))
}

pub(super) fn sendfile(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S|ll", name: StringArgument, offset: i64, length: i64);
    let name = bytes(call, name).unwrap_or_default();
    let Some(response) = open(call)? else { return call.give(false) };
    if response.stage.get() == Stage::Chunks {
        warn("can't use sendfile when HTTP chunk is enabled");
        return call.give(false);
    }
    if response.is_of_handshake() {
        warn("the answer to a WebSocket handshake can't be a file: use end()");
        return call.give(false);
    }
    let part = match file_part::open(name, offset, length) {
        Ok(part) => part,
        Err(reason) => {
            warn(&reason);
            return call.give(false);
        }
    };
    {
        let mut head = response.head.borrow_mut();
        if !head.has("content-type") {
            head.set("content-type", vec![media_type(&String::from_utf8_lossy(name)).as_bytes().to_vec()]);
        }
    }
    call.give(judge(response.finish_with(part)))
}

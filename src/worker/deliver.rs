//! One event to one callback: Rust data becomes PHP values, and what the callback did to its end is judged.

use std::cell::{Cell, RefCell};

use ext_php_rs::types::Zval;
use swoxide_engine::link::{self, ClosedBy, EventKind, Packet};
use swoxide_engine::protocol::message::Message;
use swoxide_engine::registry::{Entry, WebSocketStatus};

use super::call::{Ended, Of};
use super::callbacks::Event;
use super::server::count;
use super::task::now;
use super::work::Worker;
use crate::classes::frame::{self, Frames};
use crate::classes::response::{Purpose, Returned};
use crate::classes::{request, response, server_events};
use crate::zend::array::{integer, string};
use crate::zend::callable::guarded;

/// What `onMessage` is called with: when that has returned, the frame goes back.
struct MessageArguments<'worker> {
    values: [Zval; 2],
    frames: &'worker Frames,
}

impl AsMut<[Zval]> for MessageArguments<'_> {
    fn as_mut(&mut self) -> &mut [Zval] {
        &mut self.values
    }
}

impl Drop for MessageArguments<'_> {
    fn drop(&mut self) {
        let [_, frame] = &mut self.values;
        self.frames.give_back(std::mem::replace(frame, Zval::new()));
    }
}

impl Worker {
    /// Gives one event of the link to PHP.
    pub(crate) fn deliver(&self, event: link::Event) -> Ended {
        if let Some(gateway) = self.running.gateways.own() {
            gateway.taken(event.entry, event.size());
        }
        count(&self.server.counters.dispatched);
        let entry = event.entry;
        let of = Of::Connection(entry.fd, event.port);
        match event.kind {
            EventKind::Connect => self.connection_event(Event::Connect, entry, self.reactor(entry), &of),
            EventKind::Handshake(request) => self.handshake(entry, event.port, *request),
            EventKind::Open(request) => {
                let arguments = || [self.this(), request::create(&self.server, entry.fd, event.port, *request)];
                self.call(Event::Open, &of, arguments)
            }
            EventKind::Message(message) => self.message(entry, &message, &of),
            EventKind::CloseFrame(close) => {
                count(&self.server.counters.requests);
                let arguments = || [self.this(), frame::create_close(entry.fd, &close)];
                self.call(Event::Message, &of, arguments)
            }
            EventKind::Receive(package) => self.package(entry, &package, &of),
            EventKind::Packet(packet) => self.packet(&packet),
            EventKind::Request(request) => self.request(entry, event.port, *request),
            EventKind::BufferFull => self.buffer_event(Event::BufferFull, entry, &of),
            EventKind::BufferEmpty => self.buffer_event(Event::BufferEmpty, entry, &of),
            EventKind::Vanished => {
                self.running.gateways.release(entry);
                Ended::Returned
            }
            EventKind::Close(by) => {
                let status = self.running.registry.info(entry.fd).map(|info| info.websocket);
                let was_websocket = status == Some(WebSocketStatus::Active);
                let disconnects = !was_websocket && self.server.callback(Event::Disconnect, &of).is_some();
                let event = if disconnects { Event::Disconnect } else { Event::Close };
                let reactor = if by == ClosedBy::Peer { self.reactor(entry) } else { -1 };
                let ended = self.connection_event(event, entry, reactor, &of);
                // A child has the same table, and the parent releases.
                if !self.server.is_in_child() {
                    self.running.gateways.release(entry);
                }
                ended
            }
        }
    }

    /// The number of the gateway that has a connection: what Swoole calls its reactor.
    fn reactor(&self, entry: Entry) -> i64 {
        self.running.registry.gateway(entry).into()
    }

    fn connection_event(&self, event: Event, entry: Entry, reactor: i64, of: &Of) -> Ended {
        if self.server.settings.borrow().event_object {
            let arguments =
                || [self.this(), server_events::event(entry.fd.cast_signed(), reactor, now(), Zval::null())];
            return self.call(event, of, arguments);
        }
        let arguments = || [self.this(), integer(entry.fd.cast_signed()), integer(reactor)];
        self.call(event, of, arguments)
    }

    fn buffer_event(&self, event: Event, entry: Entry, of: &Of) -> Ended {
        // It may have ended since; its `onClose` is the last that the program hears of it.
        if self.running.registry.info(entry.fd).is_none() {
            return Ended::Returned;
        }
        let arguments = || [self.this(), integer(entry.fd.cast_signed())];
        self.call(event, of, arguments)
    }

    fn message(&self, entry: Entry, message: &Message, of: &Of) -> Ended {
        count(&self.server.counters.requests);
        self.call(Event::Message, of, || {
            let frame = self.frames.take(entry.fd, message);
            MessageArguments { values: [self.this(), frame], frames: &self.frames }
        })
    }

    fn package(&self, entry: Entry, package: &[u8], of: &Of) -> Ended {
        count(&self.server.counters.requests);
        let (fd, reactor) = (entry.fd.cast_signed(), self.reactor(entry));
        if self.server.settings.borrow().event_object {
            let event = || server_events::event(fd, reactor, now(), string(package));
            return self.call(Event::Receive, of, || [self.this(), event()]);
        }
        self.call(Event::Receive, of, || [self.this(), integer(fd), integer(reactor), string(package)])
    }

    fn packet(&self, packet: &Packet) -> Ended {
        count(&self.server.counters.requests);
        let of = Of::Port(packet.arrival.port);
        if self.server.settings.borrow().event_object {
            return self.call(Event::Packet, &of, || [self.this(), server_events::packet(packet, now())]);
        }
        let arguments = || [self.this(), string(&packet.data), server_events::client(packet, now())];
        self.call(Event::Packet, &of, arguments)
    }

    fn request(&self, entry: Entry, port: u16, request: link::Request) -> Ended {
        count(&self.server.counters.requests);
        let of = Of::Connection(entry.fd, port);
        let response = response::create(&self.server, entry.fd, &request, Purpose::Request);
        let arguments = || [request::create(&self.server, entry.fd, port, request), response.shallow_clone()];
        let ended = self.call(Event::Request, &of, arguments);
        if ended == Ended::Threw {
            response::fail(&response);
        }
        // A program may have hung something with a destructor on it.
        let dropped = self.judge(guarded(|| drop(response)), "request", &of);
        if ended.goes_on() { dropped } else { ended }
    }

    /// Lets the program decide on a handshake (`onHandshake`), or add to its answer (`onBeforeHandshakeResponse`). Only in
    /// the second case `onOpen` follows, as with Swoole.
    fn handshake(&self, entry: Entry, port: u16, request: link::Request) -> Ended {
        count(&self.server.counters.requests);
        self.running.gateways.deciding(entry);
        let of = Of::Connection(entry.fd, port);
        let decides = self.server.callback(Event::Handshake, &of).is_some();
        let purpose = if decides { Purpose::Handshake } else { Purpose::HandshakeResponse };
        let response = response::create(&self.server, entry.fd, &request, purpose);
        let asked = RefCell::new(Zval::new());
        let make_request = || {
            *asked.borrow_mut() = request::create(&self.server, entry.fd, port, request);
            asked.borrow().shallow_clone()
        };
        let returned = Cell::new(Returned::Other);
        let look = |value: &Zval| returned.set(Returned::of(value));
        let ended = if decides {
            self.call_for(Event::Handshake, &of, || [make_request(), response.shallow_clone()], look)
        } else {
            let arguments = || [self.this(), make_request(), response.shallow_clone()];
            self.call_for(Event::BeforeHandshakeResponse, &of, arguments, |_| {})
        };
        if ended == Ended::Threw {
            response::fail(&response);
        }
        let mut ended = ended;
        if ended.goes_on() {
            let accepted = response::settle(&response, returned.get());
            if accepted && !decides {
                let arguments = || [self.this(), asked.borrow().shallow_clone()];
                let opened = self.call(Event::Open, &of, arguments);
                ended = if opened == Ended::Returned { ended } else { opened };
            }
        }
        // A program may have hung something with a destructor on them.
        let dropped = self.judge(guarded(|| drop((response, asked))), "handshake", &of);
        if ended.goes_on() { dropped } else { ended }
    }
}

/// The arguments of events of the whole worker: the server and the worker's number.
pub(crate) fn worker_arguments(worker: &Worker) -> [Zval; 2] {
    [worker.this(), integer(worker.running.worker_id())]
}

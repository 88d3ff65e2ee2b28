//! Which events a program can have a callback for, and the callbacks themselves.

use std::cell::RefCell;
use std::rc::Rc;

use ext_php_rs::types::Zval;

use crate::zend::callable::Callable;

/// An event that a callback can be set for. The order is that of [`NAMES`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(usize)]
pub(crate) enum Event {
    Start,
    BeforeShutdown,
    Shutdown,
    ManagerStart,
    ManagerStop,
    BeforeReload,
    AfterReload,
    WorkerStart,
    WorkerStop,
    WorkerExit,
    WorkerError,
    Task,
    Finish,
    PipeMessage,
    Connect,
    Handshake,
    BeforeHandshakeResponse,
    Open,
    Message,
    Request,
    BufferFull,
    BufferEmpty,
    Close,
    Disconnect,
    Receive,
    Packet,
}

/// Names as `on()` knows them, with the event that each is.
const NAMES: [(&str, Event); 26] = [
    ("start", Event::Start),
    ("beforeShutdown", Event::BeforeShutdown),
    ("shutdown", Event::Shutdown),
    ("managerStart", Event::ManagerStart),
    ("managerStop", Event::ManagerStop),
    ("beforeReload", Event::BeforeReload),
    ("afterReload", Event::AfterReload),
    ("workerStart", Event::WorkerStart),
    ("workerStop", Event::WorkerStop),
    ("workerExit", Event::WorkerExit),
    ("workerError", Event::WorkerError),
    ("task", Event::Task),
    ("finish", Event::Finish),
    ("pipeMessage", Event::PipeMessage),
    ("connect", Event::Connect),
    ("handshake", Event::Handshake),
    ("beforeHandshakeResponse", Event::BeforeHandshakeResponse),
    ("open", Event::Open),
    ("message", Event::Message),
    ("request", Event::Request),
    ("bufferFull", Event::BufferFull),
    ("bufferEmpty", Event::BufferEmpty),
    ("close", Event::Close),
    ("disconnect", Event::Disconnect),
    ("receive", Event::Receive),
    ("packet", Event::Packet),
];

impl Event {
    /// Finds an event by its name in any case of letters.
    pub(crate) fn named(name: &str) -> Option<Self> {
        NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, event)| *event)
    }

    /// The event's name.
    pub(crate) fn name(self) -> &'static str {
        NAMES[self as usize].0
    }

    /// Whether it belongs to a port, not to the server as a whole.
    pub(crate) fn is_of_port(self) -> bool {
        self as usize >= Self::Connect as usize
    }
}

/// The callbacks of a server and its first port, or of another port.
#[derive(Default)]
pub(crate) struct Callbacks([RefCell<Option<Rc<Callable>>>; NAMES.len()]);

impl Callbacks {
    /// Sets the callback of an event; an earlier one is forgotten.
    pub(crate) fn set(&self, event: Event, callable: Callable) {
        let before = self.0[event as usize].replace(Some(Rc::new(callable)));
        // Dropped only now that nothing is borrowed: a destructor of the program's may run.
        drop(before);
    }

    /// Forgets the callback of an event; whether there was one.
    pub(crate) fn remove(&self, event: Event) -> bool {
        let before = self.0[event as usize].take();
        before.is_some()
    }

    /// The callback of an event, held for the time of a call.
    pub(crate) fn get(&self, event: Event) -> Option<Rc<Callable>> {
        self.0[event as usize].borrow().clone()
    }

    pub(crate) fn has(&self, event: Event) -> bool {
        self.0[event as usize].borrow().is_some()
    }

    /// Shows each callback to PHP's cycle collector.
    pub(crate) fn trace(&self, show: &mut dyn FnMut(&Zval)) {
        for callable in self.0.iter().filter_map(|place| place.borrow().clone()) {
            show(callable.value());
        }
    }

    /// Forgets all.
    pub(crate) fn clear(&self) {
        for place in &self.0 {
            let before = place.take();
            drop(before);
        }
    }
}

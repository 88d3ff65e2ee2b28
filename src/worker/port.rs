//! A listening port of the server, as its PHP object and the worker know it: its socket until a gateway takes it, what it
//! was set to, and its callbacks. Interpreter's thread only.

use std::cell::RefCell;
use std::rc::Rc;

use swoxide_engine::gateway::Listener;
use swoxide_engine::settings::Settings;

use super::callbacks::Callbacks;
use crate::zend::array::Array;

/// See the module. The first port's settings and callbacks are the server's own.
pub(crate) struct Port {
    /// As the program gave it.
    pub(crate) host: String,
    /// Taken by the gateway at start.
    pub(crate) listener: RefCell<Option<Listener>>,
    pub(crate) settings: Rc<RefCell<Settings>>,
    /// What the program gave to `set()`, as it gave it.
    pub(crate) given: Rc<RefCell<Array>>,
    pub(crate) callbacks: Rc<Callbacks>,
}

impl Port {
    /// Of a socket that was just bound.
    pub(crate) fn new(host: &str, listener: Listener) -> Rc<Self> {
        Rc::new(Self {
            host: host.to_owned(),
            listener: RefCell::new(Some(listener)),
            settings: Rc::default(),
            given: Rc::new(RefCell::new(Array::new())),
            callbacks: Rc::default(),
        })
    }

    /// Whether it speaks TLS.
    pub(crate) fn is_tls(&self) -> bool {
        self.listener.borrow().as_ref().is_some_and(Listener::is_tls)
    }
}

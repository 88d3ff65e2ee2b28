//! A listening port of the server, as its PHP object and the worker know it: its socket until a gateway takes it, what it
//! was set to, and its callbacks. Interpreter's thread only.

use std::cell::{Cell, RefCell};
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use swoxide_engine::gateway::{DatagramSender, Listener, Protocol};
use swoxide_engine::settings::{Settings, Value};

use super::callbacks::{Callbacks, Event};
use super::server::{Kind, Server};
use crate::zend::array::Array;

/// See the module. The first port's settings and callbacks are the server's own.
pub(crate) struct Port {
    /// As the program gave it.
    pub(crate) host: String,
    /// `SWOOLE_SOCK_*`, without `SWOOLE_SSL`.
    pub(crate) kind: i64,
    /// Taken by the gateway at start.
    pub(crate) listener: RefCell<Option<Listener>>,
    /// The process's descriptor of its socket, as the program knows it.
    pub(crate) descriptor: i32,
    pub(crate) is_tls: bool,
    /// Of a port that takes datagrams: any process of the server sends by this.
    pub(crate) sender: Option<DatagramSender>,
    /// What it goes by: known when the server starts.
    pub(crate) settings: Rc<RefCell<Settings>>,
    /// What the program gave to `set()`, as it gave it.
    pub(crate) given: Rc<RefCell<Array>>,
    /// The same, as it is laid over the server's; a port that was never given any has all of these.
    pub(crate) own: RefCell<Option<Vec<(String, Value)>>>,
    pub(crate) callbacks: Rc<Callbacks>,
    /// Known when the server starts.
    pub(crate) protocol: Cell<Protocol>,
    file: RefCell<Option<SocketFile>>,
}

impl Port {
    /// Of a socket that was just bound; `path` is where, if it is a Unix socket.
    ///
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub(crate) fn new(host: &str, kind: i64, listener: Listener, path: Option<&Path>) -> std::io::Result<Rc<Self>> {
        Ok(Rc::new(Self {
            host: host.to_owned(),
            kind,
            descriptor: listener.descriptor(),
            is_tls: listener.is_tls(),
            sender: if listener.takes_datagrams() { Some(listener.sender()?) } else { None },
            listener: RefCell::new(Some(listener)),
            settings: Rc::default(),
            given: Rc::new(RefCell::new(Array::new())),
            own: RefCell::default(),
            callbacks: Rc::default(),
            protocol: Cell::new(Protocol::Plain),
            file: RefCell::new(path.and_then(SocketFile::new)),
        }))
    }

    /// Whether it takes datagrams rather than connections.
    pub(crate) fn takes_datagrams(&self) -> bool {
        self.sender.is_some()
    }

    /// The socket's file is this process's to remove from now on: a daemon goes on under another number.
    pub(crate) fn claim_file(&self) {
        if let Some(file) = &*self.file.borrow() {
            file.owner.set(std::process::id());
        }
    }

    /// The server has ended: its file goes.
    pub(crate) fn remove_file(&self) {
        drop(self.file.take());
    }

    /// Settles what it goes by: its own settings over those of the server, and what is spoken. The first port has those of
    /// the server, and speaks what its class says.
    pub(crate) fn settle(&self, server: &Server, is_first: bool) {
        if !is_first {
            let own = self.own.borrow();
            let mut settings = server.settings.borrow().clone();
            if own.is_some() {
                settings = settings.without_protocol();
            }
            for (key, value) in own.iter().flatten() {
                // Each was right when it was given.
                let _ = settings.apply(key, value);
            }
            drop(own);
            self.settings.replace(settings);
        }
        self.protocol.set(self.choose_protocol(server, is_first));
    }

    fn choose_protocol(&self, server: &Server, is_first: bool) -> Protocol {
        if self.takes_datagrams() {
            return Protocol::Plain;
        }
        let by_class = match server.kind {
            Kind::Plain => Protocol::Plain,
            Kind::Http => Protocol::Http,
            Kind::WebSocket => Protocol::WebSocket,
        };
        let settings = self.settings.borrow();
        // What a class is for can't be switched off on its own port, as with Swoole.
        let is_wanted = |said: Option<bool>, by_default: bool| {
            if is_first { said == Some(true) || by_default } else { said.unwrap_or(by_default) }
        };
        let has = |event| !is_first && self.callbacks.has(event);
        let inherits = is_first || (self.own.borrow().is_none() && !has(Event::Receive));
        let by_default = if inherits { by_class } else { Protocol::Plain };
        let speaks_websocket = by_default == Protocol::WebSocket || has(Event::Message) || has(Event::Open);
        let speaks_http = by_default == Protocol::Http || has(Event::Request);
        if is_wanted(settings.open_websocket_protocol, speaks_websocket) {
            Protocol::WebSocket
        } else if is_wanted(settings.open_http_protocol, speaks_http || by_default == Protocol::WebSocket) {
            Protocol::Http
        } else {
            Protocol::Plain
        }
    }
}

/// The file of a Unix socket, removed by the process that listens when the server ends.
struct SocketFile {
    path: PathBuf,
    /// Which file it is: somebody may have put another one there.
    identity: (u64, u64),
    owner: Cell<u32>,
}

impl SocketFile {
    fn new(path: &Path) -> Option<Self> {
        let path = std::path::absolute(path).ok()?;
        let identity = identity(&std::fs::symlink_metadata(&path).ok()?);
        Some(Self { path, identity, owner: Cell::new(std::process::id()) })
    }
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let is_the_same = || std::fs::symlink_metadata(&self.path).is_ok_and(|file| identity(&file) == self.identity);
        if self.owner.get() == std::process::id() && is_the_same() {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn identity(file: &Metadata) -> (u64, u64) {
    (file.dev(), file.ino())
}

//! One of the server's ports, as its connections know it: what it was set to, and what the program wants to hear of it.
//!
//! What is about a connection is asked of its port; what is about the whole gateway (memory of all, times of the end) is
//! the server's. Every process makes the same ports in the same order, so that a number stands for one everywhere.

use std::sync::Arc;

use parking_lot::RwLock;
use tokio_rustls::rustls::ServerConfig;

use super::Listener;
use super::handover::Speaks;
use super::http::{Files, RootError, http2};
use crate::log::Log;
use crate::protocol::handshake::Terms;
use crate::registry::Arrival;
use crate::settings::Settings;
use crate::tls::{self, TlsError};

/// What is spoken on a port.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Protocol {
    /// Nothing that the gateway knows: packages, told apart as the settings say; or datagrams.
    Plain,
    /// HTTP
    Http,
    /// HTTP, and WebSocket by its handshake.
    WebSocket,
}

/// What the gateway does with what comes in.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted {
    /// `onConnect` is set.
    pub connect: bool,
    /// `onOpen` is set.
    pub open: bool,
    /// `onRequest` is set: without it plain HTTP gets the 400 page.
    pub request: bool,
    /// The program has a say in handshakes: `onHandshake` or `onBeforeHandshakeResponse` is set.
    pub handshake: bool,
    /// `onBufferFull` is set.
    pub buffer_full: bool,
    /// `onBufferEmpty` is set.
    pub buffer_empty: bool,
}

/// Why a port can't be had as it was set.
#[derive(Debug, thiserror::Error)]
pub enum PortError {
    /// What the `ssl_*` settings name is not there or not right.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// There is no folder where `document_root` says.
    #[error(transparent)]
    Root(#[from] RootError),
}

/// See the module.
pub struct Port {
    pub(super) protocol: Protocol,
    pub(super) settings: Settings,
    pub(super) wanted: Wanted,
    /// Of the opening handshake, from the settings.
    pub(super) terms: Terms,
    /// Of a port that speaks TLS; new connections take what is there.
    tls: RwLock<Option<Arc<ServerConfig>>>,
    /// Static files, if they are wanted.
    pub(super) files: Option<Files>,
    pub(super) arrival: Arrival,
}

impl Port {
    /// The port that `listener` is the socket of, and that is the server's `number`th. What is odd about its certificates
    /// and can be lived with goes to `log`.
    ///
    /// # Errors
    /// What is wrong with the `ssl_*` settings or their files, if it speaks TLS, or with `document_root`.
    pub fn new(
        listener: &Listener,
        number: u16,
        protocol: Protocol,
        settings: Settings,
        wanted: Wanted,
        log: &Log,
    ) -> Result<Self, PortError> {
        let tls =
            listener.is_tls().then(|| tls::configure(&settings.tls, names(protocol, &settings), log)).transpose()?;
        let arrival = Arrival { port: number, number: listener.port(), descriptor: listener.descriptor() };
        let files = Files::new(&settings)?;
        Ok(Self { protocol, terms: settings.terms(), files, settings, wanted, tls: RwLock::new(tls), arrival })
    }

    /// What a connection speaks first.
    pub(super) fn begins_with(&self) -> Speaks {
        if self.speaks_http() { Speaks::Http { exchanges: 0 } } else { Speaks::Tcp(Vec::new()) }
    }

    /// Whether it speaks HTTP, and perhaps WebSocket.
    pub(super) fn speaks_http(&self) -> bool {
        self.protocol != Protocol::Plain
    }

    /// Whether it speaks TLS.
    pub(super) fn is_tls(&self) -> bool {
        self.tls.read().is_some()
    }

    /// What a TLS connection that begins now goes by.
    pub(super) fn tls(&self) -> Option<Arc<ServerConfig>> {
        self.tls.read().clone()
    }

    /// Reads the certificates again; without TLS there is nothing to do.
    ///
    /// # Errors
    /// What is wrong with them; the old ones stay then.
    pub(super) fn reload_certificates(&self, log: &Log) -> Result<(), TlsError> {
        if self.is_tls() {
            let fresh = tls::configure(&self.settings.tls, names(self.protocol, &self.settings), log)?;
            *self.tls.write() = Some(fresh);
        }
        Ok(())
    }
}

/// The names of what a port speaks (RFC 7301): plain TCP has none.
fn names(protocol: Protocol, settings: &Settings) -> &'static [&'static [u8]] {
    match protocol {
        Protocol::Plain => &[],
        _ if settings.http2.is_open => &[http2::NAME, b"http/1.1"],
        _ => &[b"http/1.1"],
    }
}

impl std::fmt::Debug for Port {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Port").field("arrival", &self.arrival).finish_non_exhaustive()
    }
}

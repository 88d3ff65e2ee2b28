//! Clients that outlive the request of php-fpm that made them: kept by the process, for the next one that wants the
//! same.
//!
//! Nothing runs meanwhile: a connection lies there, its pings unanswered, until somebody takes it and looks whether it
//! is still alive.

use std::net::IpAddr;
use std::time::Duration;

use parking_lot::Mutex;

use super::address::Address;
use super::blocking::Client;
use super::connection::Connection;
use super::error::ClientError;
use super::opening::{Destination, Kind};
use crate::settings::{ClientSettings, ConnectionSettings, TlsSettings};
use crate::shared::wait::Patience;

/// As many of a kind are kept by a process; then the one that has lain there longest goes.
pub const MOST: usize = 32;

/// Whom a client is good for: who wants the same of the same server. Settings hold the program's own key, and headers,
/// which may say who the user is.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    /// Where to.
    pub address: Address,
    /// How.
    pub settings: ClientSettings,
}

/// WebSockets.
static KEPT: Kept<Key, Client> = Kept::new();

/// Connections of one kind that wait for somebody who wants the same.
pub(super) struct Kept<K, C>(Mutex<Vec<(K, C)>>);

impl<K: PartialEq, C> Kept<K, C> {
    pub(super) const fn new() -> Self {
        Self(Mutex::new(Vec::new()))
    }

    /// Takes out what was kept last for `key`.
    pub(super) fn take(&self, key: &K) -> Option<C> {
        let mut kept = self.0.lock();
        let place = kept.iter().rposition(|(other, _)| other == key)?;
        Some(kept.remove(place).1)
    }

    /// Keeps one; what has lain there longest may have to go.
    pub(super) fn keep(&self, key: K, client: C) {
        // The longest kept is the first.
        let mut kept = self.0.lock();
        // Dropped only when the list is free again: a goodbye is a system call or two.
        let oldest = (kept.len() == MOST).then(|| kept.remove(0));
        kept.push((key, client));
        drop(kept);
        drop(oldest);
    }

    /// Ends all.
    pub(super) fn end_all(&self) {
        let all = std::mem::take(&mut *self.0.lock());
        drop(all);
    }
}

/// How long a kept client may take to show that it is alive. A new connection costs more than one round trip.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// The client that was kept last for `key`, if it is still alive, or else a new one. Tells which of the two. Any
/// thread.
///
/// # Errors
/// As [`Client::connect`].
pub fn open(key: &Key, patience: &mut Patience<'_>) -> Result<(Client, bool), ClientError> {
    if let Some(mut client) = KEPT.take(key) {
        if client.is_as_new(&mut patience.at_most(SIGN_OF_LIFE))? {
            return Ok((client, true));
        }
        // The others have most likely gone the same way, and to ask each could take long.
        while KEPT.take(key).is_some() {}
    }
    Client::connect(&key.address, &key.settings, patience).map(|client| (client, false))
}

/// Keeps a client, unless something is half done with it: then it ends. Any thread.
pub fn keep(key: Key, client: Client) {
    if !client.is_at_rest() {
        return;
    }
    KEPT.keep(key, client);
}

/// Whom a connection that carries bytes as they are is good for.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionKey {
    /// What socket.
    pub kind: Kind,
    /// Where to.
    pub to: Destination,
    /// The program's own, to have several.
    id: Vec<u8>,
    /// Whom it trusts, and who it is to the server.
    tls: TlsSettings,
    /// For whom the server's certificate is instead.
    host_name: Option<String>,
    /// From where.
    from: (Option<IpAddr>, u16),
}

impl ConnectionKey {
    /// That of a connection which is opened by these settings.
    pub fn new(kind: Kind, to: Destination, id: Vec<u8>, settings: &ConnectionSettings) -> Self {
        let from = (settings.bind_address, settings.bind_port);
        Self { kind, to, id, tls: settings.tls().clone(), host_name: settings.host_name.clone(), from }
    }
}

/// Connections that carry bytes as they are, each with how often it was taken.
static CONNECTIONS: Kept<ConnectionKey, (Connection, i64)> = Kept::new();

/// The connection that was kept last for `key` and is still there, with nothing half done and nothing said to the one before;
/// and how often it was taken. Any thread.
pub fn take_connection(key: &ConnectionKey) -> Option<(Connection, i64)> {
    while let Some((mut connection, reuses)) = CONNECTIONS.take(key) {
        if connection.is_at_rest() {
            return Some((connection, reuses + 1));
        }
    }
    None
}

/// Keeps a connection that was taken so often, unless something is half done with it, or was done that a new one would not know
/// of: then it is given back. Any thread.
pub fn keep_connection(key: ConnectionKey, mut connection: Connection, reuses: i64) -> Option<Connection> {
    if connection.is_encrypted() != key.kind.is_encrypted || !connection.is_at_rest() {
        return Some(connection);
    }
    CONNECTIONS.keep(key, (connection, reuses));
    None
}

/// Ends all of them: at the end of the process, while the library is still there.
pub fn end_all() {
    KEPT.end_all();
    CONNECTIONS.end_all();
}

//! Clients that outlive the request of php-fpm that made them: kept by the process, for the next one that wants the
//! same.
//!
//! Nothing runs meanwhile: a connection lies there, its pings unanswered, until somebody takes it and looks whether it
//! is still alive.

use std::time::Duration;

use parking_lot::Mutex;

use super::address::Address;
use super::blocking::Client;
use super::error::ClientError;
use crate::settings::ClientSettings;
use crate::shared::wait::Patience;

/// As many are kept by a process; then the one that has lain there longest goes.
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

/// The longest kept first.
static KEPT: Mutex<Vec<(Key, Client)>> = Mutex::new(Vec::new());

/// How long a kept client may take to show that it is alive. A new connection costs more than one round trip.
const SIGN_OF_LIFE: Duration = Duration::from_secs(1);

/// The client that was kept last for `key`, if it is still alive, or else a new one. Tells which of the two. Any
/// thread.
///
/// # Errors
/// As [`Client::connect`].
pub fn open(key: &Key, patience: &mut Patience<'_>) -> Result<(Client, bool), ClientError> {
    if let Some(mut client) = take(key) {
        if client.is_as_new(&mut patience.at_most(SIGN_OF_LIFE))? {
            return Ok((client, true));
        }
        // The others have most likely gone the same way, and to ask each could take long.
        while take(key).is_some() {}
    }
    Client::connect(&key.address, &key.settings, patience).map(|client| (client, false))
}

fn take(key: &Key) -> Option<Client> {
    let mut kept = KEPT.lock();
    let place = kept.iter().rposition(|(other, _)| other == key)?;
    Some(kept.remove(place).1)
}

/// Keeps a client, unless something is half done with it: then it ends. Any thread.
pub fn keep(key: Key, client: Client) {
    if !client.is_at_rest() {
        return;
    }
    let mut kept = KEPT.lock();
    // Dropped only when the list is free again: a goodbye is a system call or two.
    let oldest = (kept.len() == MOST).then(|| kept.remove(0));
    kept.push((key, client));
    drop(kept);
    drop(oldest);
}

/// Ends all of them: at the end of the process, while the library is still there.
pub fn end_all() {
    let all = std::mem::take(&mut *KEPT.lock());
    drop(all);
}

//! Host names to addresses, by the system's look-up, which blocks and can't be interrupted: another thread is held up by it. An
//! address needs none.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::{Arc, OnceLock};

use nix::poll::{PollFd, PollFlags};
use nix::sys::eventfd::EventFd;

use super::error::ClientError;
use super::wait;
use crate::shared::wait::Patience;
use crate::threads::{self, Threads};

/// A look-up that runs, or waits its turn. One that runs and is dropped ends by itself, when the system gives up.
pub(super) struct Lookup {
    host: String,
    answer: Arc<OnceLock<io::Result<Vec<SocketAddr>>>>,
    /// Wakes who waits: signals interrupt `poll()`, but no wait for a channel. Not the end of a pipe, of which a child that is
    /// forked meanwhile would have the other end open.
    bell: Arc<EventFd>,
    threads: Threads,
    number: u64,
}

/// What is known at once of a host's addresses.
pub(super) enum Begun {
    /// The host was given as an address.
    Known(SocketAddr),
    /// A thread looks it up.
    Runs(Lookup),
}

impl Lookup {
    /// Begins one.
    ///
    /// # Errors
    /// There is no thread to be had, or no descriptor.
    pub(super) fn begin(host: &str, port: u16) -> Result<Begun, ClientError> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(Begun::Known(SocketAddr::new(address, port)));
        }
        let begin = || {
            let (bell, threads, answer) = (threads::bell()?, threads::for_names(), Arc::new(OnceLock::new()));
            let (name, told) = (host.to_owned(), Arc::clone(&answer));
            let number = threads.run(&bell, move || {
                let _ = told.set((name.as_str(), port).to_socket_addrs().map(Iterator::collect));
            })?;
            Ok(Self { host: host.to_owned(), answer, bell, threads, number })
        };
        begin()
            .map(Begun::Runs)
            .map_err(|error| ClientError::System { what: format!("looking the host '{host}' up"), error })
    }

    /// Whose addresses.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The addresses in the order to try them, never empty; `None` as long as it runs.
    ///
    /// # Errors
    /// There are none.
    pub(super) fn result(&self) -> Result<Option<Vec<SocketAddr>>, ClientError> {
        let reason = match self.answer.get() {
            None => return Ok(None),
            Some(Ok(addresses)) if !addresses.is_empty() => return Ok(Some(addresses.clone())),
            Some(Ok(_)) => "it has no address".to_owned(),
            // Behind the words of the standard library are those of the system.
            Some(Err(error)) => error.to_string().rsplit(": ").next().unwrap_or_default().to_owned(),
        };
        Err(ClientError::Lookup { host: self.host.clone(), reason })
    }
}

impl AsFd for Lookup {
    /// Readable when it has come to its end.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.bell.as_fd()
    }
}

impl Drop for Lookup {
    fn drop(&mut self) {
        self.threads.forget(self.number);
    }
}

/// The addresses of a host, in the order to try them; never empty.
///
/// # Errors
/// There are none, or none within the patience.
pub(super) fn addresses(host: &str, port: u16, patience: &mut Patience<'_>) -> Result<Vec<SocketAddr>, ClientError> {
    let lookup = match Lookup::begin(host, port)? {
        Begun::Known(address) => return Ok(vec![address]),
        Begun::Runs(lookup) => lookup,
    };
    loop {
        if let Some(addresses) = lookup.result()? {
            return Ok(addresses);
        }
        let mut descriptors = [PollFd::new(lookup.as_fd(), PollFlags::POLLIN)];
        wait::sleep(&mut descriptors, wait::ANY_TIME, patience)?;
    }
}

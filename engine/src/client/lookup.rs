//! Host names to addresses, by the system's look-up, which blocks and can't be interrupted: it has a thread of its own,
//! which ends with it. An address needs none.

use std::io;
use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use nix::poll::{PollFd, PollFlags};

use super::error::ClientError;
use super::wait;
use crate::gateway::signals::BlockedSignals;
use crate::shared::wait::Patience;

/// Look-ups that hang at the same time, at the most: nobody's requests pile up threads where no name server answers.
const MOST_AT_ONCE: usize = 16;

static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Counts a look-up for as long as it runs.
struct Running;

impl Running {
    fn begin() -> Option<Self> {
        RUNNING
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |count| (count < MOST_AT_ONCE).then_some(count + 1))
            .ok()?;
        Some(Self)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A look-up that runs. One that is dropped before its end ends by itself, when the system gives up.
pub(super) struct Lookup {
    host: String,
    answered: mpsc::Receiver<io::Result<Vec<SocketAddr>>>,
    /// Its end wakes who waits: signals interrupt `poll()`, but no wait for a channel.
    end: io::PipeReader,
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
    /// There is no thread to be had, or too many hang already.
    pub(super) fn begin(host: &str, port: u16) -> Result<Begun, ClientError> {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(Begun::Known(SocketAddr::new(address, port)));
        }
        let system = |error| ClientError::System { what: format!("looking the host '{host}' up"), error };
        let Some(running) = Running::begin() else {
            return Err(ClientError::Lookup {
                host: host.to_owned(),
                reason: format!("{MOST_AT_ONCE} look-ups hang already, because no name server answers"),
            });
        };
        let (answer, answered) = mpsc::channel();
        let (end, writer) = io::pipe().map_err(system)?;
        let name = host.to_owned();
        let _blocked = BlockedSignals::all();
        // Not joined: what it waits for may take minutes. A thread's own storage keeps the library from being unloaded.
        thread::Builder::new()
            .name("swoxide-lookup".to_owned())
            .spawn(move || {
                let result = (name.as_str(), port).to_socket_addrs();
                // Nobody listens any more if it has taken too long.
                let _ = answer.send(result.map(Iterator::collect));
                drop(running);
                drop(writer);
            })
            .map_err(system)?;
        Ok(Begun::Runs(Self { host: host.to_owned(), answered, end }))
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
        match self.answered.try_recv() {
            Ok(result) => found(&self.host, result).map(Some),
            Err(mpsc::TryRecvError::Disconnected) => {
                found(&self.host, Err(io::ErrorKind::Interrupted.into())).map(Some)
            }
            Err(mpsc::TryRecvError::Empty) => Ok(None),
        }
    }
}

impl AsFd for Lookup {
    /// Readable when it has come to its end.
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.end.as_fd()
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

fn found(host: &str, result: io::Result<Vec<SocketAddr>>) -> Result<Vec<SocketAddr>, ClientError> {
    let reason = match result {
        Ok(addresses) if !addresses.is_empty() => return Ok(addresses),
        Ok(_) => "it has no address".to_owned(),
        // Behind the words of the standard library are those of the system.
        Err(error) => error.to_string().rsplit(": ").next().unwrap_or_default().to_owned(),
    };
    Err(ClientError::Lookup { host: host.to_owned(), reason })
}

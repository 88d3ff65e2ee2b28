//! Datagrams: UDP and Unix ones. They have no connection; each is told of by itself, and any process of the server sends
//! by itself through a socket that was made before the first fork.

use std::ffi::OsStr;
use std::fmt;
use std::io;
use std::mem::MaybeUninit;
use std::os::unix::ffi::OsStrExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use bytes::Bytes;
use socket2::{SockAddr, Socket as System};

use super::socket::Socket;
use super::{Port, Shared};
use crate::link::{Event, EventKind, Held, Packet, Peer};
use crate::registry::Entry;

/// The longest datagram that is taken: more than UDP has, and than Unix sockets take without being told to.
const LONGEST: usize = 256 * 1024;

/// What may wait for PHP of all datagrams of a gateway, in bytes: those for which there is no room are lost, as datagrams
/// may be, and connections are not held up for them.
pub(super) const WAITING_LIMIT: usize = 16 * 1024 * 1024;

/// Datagrams of one socket between two looks at all others.
const AT_ONCE: usize = 32;

/// Sends datagrams from a port of the server; it does not wait.
#[derive(Debug)]
pub struct DatagramSender(System);

impl DatagramSender {
    pub(super) fn new(socket: System) -> Self {
        Self(socket)
    }

    /// Sends one.
    ///
    /// # Errors
    /// The system's: also when there is no room for it now.
    pub fn send(&self, to: &Peer, data: &[u8]) -> io::Result<()> {
        let address = match to {
            Peer::Internet(address) => (*address).into(),
            Peer::Unix(path) => SockAddr::unix(OsStr::from_bytes(path))?,
        };
        self.0.send_to_with_flags(data, &address, libc::MSG_NOSIGNAL).map(drop)
    }
}

/// Takes datagrams until the server stops, or another gateway goes on.
pub(super) async fn receive(port: Arc<Port>, socket: Socket, shared: Arc<Shared>) {
    let mut stopping = shared.stopping.subscribe();
    let mut frozen = shared.departures.frozen.subscribe();
    let mut buffer = vec![MaybeUninit::uninit(); LONGEST];
    let lost = Lost::default();
    loop {
        for _ in 0..AT_ONCE {
            let received = tokio::select! {
                received = socket.receive(&mut buffer) => received,
                _ = stopping.wait_for(|stopping| *stopping) => return,
                _ = frozen.wait_for(|frozen| *frozen) => return,
            };
            match received {
                Ok((length, _)) if length > LONGEST => {
                    lost.tell(&shared, &port, format_args!("one of {length} bytes is too long"));
                }
                Ok((length, from)) => {
                    // SAFETY: the kernel has filled so many of them.
                    let data = unsafe { std::slice::from_raw_parts(buffer.as_ptr().cast::<u8>(), length) };
                    tell(data, &from, &port, &lost, &shared);
                }
                // An answer of before found nobody: the next datagram is not to blame.
                Err(error) if error.kind() == io::ErrorKind::ConnectionRefused => {}
                Err(error) => {
                    lost.tell(&shared, &port, format_args!("{error}"));
                    break;
                }
            }
        }
        tokio::task::yield_now().await;
    }
}

fn tell(data: &[u8], from: &SockAddr, port: &Port, lost: &Lost, shared: &Shared) {
    let from = match from.as_socket() {
        Some(address) => Peer::Internet(address),
        None => Peer::Unix(from.as_pathname().map(|path| path.as_os_str().as_bytes().to_vec()).unwrap_or_default()),
    };
    let packet = Packet {
        arrival: port.arrival,
        from,
        data: Bytes::copy_from_slice(data),
        received_at: SystemTime::now(),
        held: None,
    };
    let mut event = Event { entry: Entry::NONE, port: port.arrival.port, kind: EventKind::Packet(Box::new(packet)) };
    let size = event.size();
    if shared.packets.is_exhausted(size) {
        lost.tell(shared, port, format_args!("{WAITING_LIMIT} bytes of them wait for PHP"));
        return;
    }
    if let EventKind::Packet(packet) = &mut event.kind {
        let mut held = Held::of(&shared.packets);
        held.set(size);
        packet.held = Some(Arc::new(held));
    }
    shared.events.push(event);
}

/// Says once that datagrams are lost.
#[derive(Default)]
struct Lost(AtomicBool);

impl Lost {
    fn tell(&self, shared: &Shared, port: &Port, why: fmt::Arguments<'_>) {
        if !self.0.swap(true, Ordering::Relaxed) {
            let number = port.arrival.number;
            shared.log.warning(format_args!("datagrams to port {number} are lost: {why}; this is said once"));
        }
    }
}

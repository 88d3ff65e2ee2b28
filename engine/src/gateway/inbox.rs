//! What other processes have to say to this gateway: pushes to its connections from workers elsewhere, sockets that were
//! accepted elsewhere. Read by the gateway's thread, so that no PHP callback of this process delays any of it.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use socket2::Socket as System;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use super::dispatch::Dispatcher;
use super::socket::Socket;
use super::{Port, Shared, listener};
use crate::link::channel::{Received, Receiver};
use crate::link::record::{ToGateway, records};

/// Packets that are read before the connections that they were for are written.
const PACKETS_PER_FLUSH: usize = 16;

/// Reads packets until the gateway ends, or another one goes on in its place.
pub(super) async fn read(inbox: Receiver, shared: Arc<Shared>) {
    // SAFETY: the receiver owns its descriptor, and never closes or changes it before it is dropped, which is after this.
    let inbox = match unsafe { AsyncFd::register_with_interest(inbox, Interest::READABLE) } {
        Ok(inbox) => inbox,
        Err(error) => {
            shared.log.error(format_args!("the gateway can't listen to other processes: {error}"));
            return;
        }
    };
    let mut frozen = shared.departures.frozen.subscribe();
    let mut buffer = Vec::new();
    loop {
        let ready = tokio::select! {
            ready = inbox.readable() => ready,
            _ = frozen.wait_for(|frozen| *frozen) => return,
        };
        let Ok(mut ready) = ready else { return };
        let mut is_all = false;
        for _ in 0..PACKETS_PER_FLUSH {
            match inbox.get_ref().receive(&mut buffer) {
                Ok(Received::Packet(descriptor)) => shared.take_packet(&buffer, descriptor),
                Ok(Received::Nothing) => {
                    ready.clear_ready();
                    is_all = true;
                    break;
                }
                Ok(Received::End) => return,
                Err(error) => {
                    shared.log.error(format_args!("a packet for the gateway is lost: {error}"));
                    break;
                }
            }
        }
        shared.flush();
        // A long broadcast from elsewhere must not keep this thread from its own sockets.
        if !is_all {
            tokio::task::yield_now().await;
        }
    }
}

impl Shared {
    fn take_packet(self: &Arc<Self>, body: &[u8], mut descriptor: Option<OwnedFd>) {
        for record in records::<ToGateway<'_>>(body) {
            match record {
                Ok(ToGateway::Admit { port }) => {
                    if let Some(socket) = descriptor.take()
                        && let Err(error) = self.admit_from_elsewhere(socket, port)
                    {
                        self.count_off();
                        self.log.notice(format_args!("a connection that was accepted elsewhere is gone: {error}"));
                    }
                }
                Ok(mut record) => {
                    if let ToGateway::Command(command) = &mut record
                        && let Some(file) = command.file()
                    {
                        *file = descriptor.take().map(File::from);
                    }
                    self.obey(record);
                }
                Err(error) => self.log.error(format_args!("a record for the gateway can't be read: {error}")),
            }
        }
    }

    fn admit_from_elsewhere(self: &Arc<Self>, socket: OwnedFd, port: u16) -> io::Result<()> {
        let port = self.port(port).ok_or_else(|| io::Error::other("no such port"))?;
        let socket = Socket::adopt(socket)?;
        let remote = socket.remote()?;
        listener::admit(socket, remote, port, self);
        Ok(())
    }

    /// Gives a socket that was accepted here to the gateway that has the fewest connections; gives it back if that is this
    /// one.
    pub(super) fn pass_on(&self, socket: System, port: &Port) -> Option<System> {
        let Some(neighbours) = self.neighbours.as_ref() else { return Some(socket) };
        if neighbours.gateways.is_empty() {
            return Some(socket);
        }
        let own = self.owner.gateway;
        let other = neighbours.roster.least_loaded(own);
        if other == own {
            return Some(socket);
        }
        let record = postcard::to_stdvec(&ToGateway::Admit { port: port.arrival.port }).unwrap_or_default();
        let sent = neighbours.gateways.get(usize::from(other)).map(|sender| sender.send(&record, Some(socket.as_fd())));
        if matches!(sent, Some(Ok(()))) {
            return None;
        }
        // It does not keep up: then it is not the one that has least to do.
        if let (Some(here), Some(there)) = (neighbours.roster.place(own), neighbours.roster.place(other)) {
            there.connection_left();
            here.connections.fetch_add(1, Ordering::Relaxed);
        }
        Some(socket)
    }

    /// Notes that a connection which was counted for this gateway will never be one.
    pub(super) fn count_off(&self) {
        let place = self.neighbours.as_ref().filter(|neighbours| !neighbours.gateways.is_empty());
        if let Some(place) = place.and_then(|neighbours| neighbours.roster.place(self.owner.gateway)) {
            place.connection_left();
        }
    }

    pub(super) fn with_dispatcher(&self, act: impl FnOnce(&Dispatcher)) {
        if let Some(dispatcher) = self.events.dispatcher() {
            act(dispatcher);
        }
    }

    /// Lets connections be read again that waited for a worker.
    pub(super) fn resume_paused(&self) {
        self.paused.lock().retain(|connection| {
            let wake = self.read_room(connection) > 0;
            if wake {
                connection.resume();
            }
            !wake
        });
    }
}

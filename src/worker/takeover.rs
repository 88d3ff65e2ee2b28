//! From one process to its replacement: the old one gives its connections away, the new one takes them. No client notices.
//!
//! The new one has called `onWorkerStart` by then. Between the two lies a channel that the manager made: connections come
//! through it, one a packet, and its end says that the old one has made room, however it came to that.

use std::os::fd::AsFd;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use swoxide_engine::gateway::HandedOver;
use swoxide_engine::link::channel::{Received, Receiver, Sender};

use super::work::Worker;

impl Worker {
    /// Hands over what can go now, and says whether nothing is left. What is under way (a request, a closing handshake) is
    /// finished first; what is not in time is ended, and the log says why.
    pub(super) fn give_connections_away(&self, channel: &Sender) -> bool {
        let Some(gateway) = self.running.gateways.own() else { return true };
        let left = gateway.hand_over(|HandedOver { socket, state }| {
            loop {
                match channel.send(state, Some(socket.as_fd())) {
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => wait_for_room(channel),
                    sent => return sent,
                }
            }
        });
        left == 0
    }

    /// Takes the connections of the predecessor, until that has made room; from then on this is the worker of its place.
    pub(super) fn take_over(&self, predecessor: &Receiver, place: u16) {
        let Some(post) = &self.running.post else { return };
        let own = self.running.gateways.own();
        let log = &self.server.log;
        let mut buffer = Vec::new();
        loop {
            match predecessor.receive(&mut buffer) {
                Ok(Received::Packet(Some(socket))) => {
                    let state = std::mem::take(&mut buffer);
                    if let Some(Err(error)) = own.map(|gateway| gateway.adopt(HandedOver { socket, state })) {
                        log.warning(format_args!("a connection was lost on its way to worker {place}: {error}"));
                    }
                }
                Ok(Received::Packet(None)) => {}
                Ok(Received::Nothing) => {
                    let mut descriptors = [PollFd::new(predecessor.as_fd(), PollFlags::POLLIN)];
                    let _ = poll(&mut descriptors, PollTimeout::NONE);
                }
                Ok(Received::End) => break,
                Err(error) => {
                    log.error(format_args!("worker {place} can't hear its predecessor: {error}"));
                    break;
                }
            }
        }
        if let (Some(gateway), Some(inbox)) = (own, post.fabric.gateways.get(usize::from(place))) {
            let listeners = self.server.listener.take().into_iter().collect();
            let opened = inbox.receiver.try_clone().and_then(|inbox| gateway.open(listeners, Some(inbox)));
            if let Err(error) = opened {
                log.error(format_args!("worker {place} can't accept connections: {error}"));
            }
            self.running.gateways.set_moving(false);
        }
    }
}

fn wait_for_room(channel: &Sender) {
    let mut descriptors = [PollFd::new(channel.as_fd(), PollFlags::POLLOUT)];
    let _ = poll(&mut descriptors, PollTimeout::try_from(Duration::from_millis(10)).unwrap_or(PollTimeout::ZERO));
}

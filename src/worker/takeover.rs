//! From one process to its replacement: the old one gives its connections away, the new one takes them. No client notices.
//!
//! The new one has called `onWorkerStart` by then. Between the two lies a channel that the manager made: connections come
//! through it, one a packet, and its end says that the old one has made room. An old one that had to be ended by force may
//! have left the channel's other end unread in its inbox, so that it is never closed: the roster tells of that.

use std::os::fd::AsFd;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use swoxide_engine::gateway::HandedOver;
use swoxide_engine::link::channel::{Received, Receiver, Sender};
use swoxide_engine::link::record::ToManager;

use super::work::Worker;

/// How soon a replacement looks again whether its predecessor has ended without closing the channel.
const LOOK_AGAIN: Duration = Duration::from_millis(20);

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
            // Asked before the channel is: what it sent before it ended is there.
            let has_ended = self.running.own_place().is_some_and(|place| place.life() == self.life);
            match predecessor.receive(&mut buffer) {
                Ok(Received::Packet(Some(socket))) => {
                    let state = std::mem::take(&mut buffer);
                    if let Some(Err(error)) = own.map(|gateway| gateway.adopt(HandedOver { socket, state })) {
                        log.warning(format_args!("a connection was lost on its way to worker {place}: {error}"));
                    }
                }
                Ok(Received::Packet(None)) => {}
                Ok(Received::Nothing) if has_ended => break,
                Ok(Received::Nothing) => {
                    let mut descriptors = [PollFd::new(predecessor.as_fd(), PollFlags::POLLIN)];
                    let _ = poll(&mut descriptors, PollTimeout::try_from(LOOK_AGAIN).unwrap_or(PollTimeout::ZERO));
                }
                Ok(Received::End) => break,
                Err(error) => {
                    log.error(format_args!("worker {place} can't hear its predecessor: {error}"));
                    break;
                }
            }
        }
        if let (Some(gateway), Some(inbox)) = (own, post.fabric.gateways.get(usize::from(place))) {
            let listeners = self.server.take_listeners();
            let opened = inbox.receiver.try_clone().and_then(|inbox| gateway.open(listeners, Some(inbox)));
            if let Err(error) = opened {
                log.error(format_args!("worker {place} can't accept connections: {error}"));
            }
            self.running.gateways.set_moving(false);
        }
        post.tell_manager(&ToManager::TookOver { place, life: self.life });
    }
}

fn wait_for_room(channel: &Sender) {
    let mut descriptors = [PollFd::new(channel.as_fd(), PollFlags::POLLOUT)];
    let _ = poll(&mut descriptors, PollTimeout::try_from(Duration::from_millis(10)).unwrap_or(PollTimeout::ZERO));
}

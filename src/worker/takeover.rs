//! From one process to its replacement: the old one gives its connections away, the new one takes them. No client notices.
//!
//! The new one has called `onWorkerStart` by then. Between the two lies a channel that the manager made: connections come
//! through it, one a packet, and its end says that the old one has made room, however it came to that.

use std::os::fd::AsFd;
use std::rc::Rc;
use std::time::Duration;

use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use swoxide_engine::gateway::HandedOver;
use swoxide_engine::link::channel::{Received, Receiver, Sender};

use super::call::Ended;
use super::work::{Duty, Worker, base_gateway};
use crate::worker::start::join;
use crate::zend::error::Failure;

impl Worker {
    /// Hands all connections over to the replacement; those that can't go are ended, and the log says why.
    pub(super) fn give_connections_away(&self, channel: Option<Sender>) -> Ended {
        let (Some(gateway), Some(channel)) = (self.running.gateways.own(), channel) else { return Ended::Returned };
        let limit = self.server.settings.borrow().stop_limit();
        gateway.hand_over(limit, |HandedOver { socket, state }| {
            loop {
                match channel.send(&state, Some(socket.as_fd())) {
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => wait_for_room(&channel),
                    sent => return sent,
                }
            }
        });
        // What this process still says to them goes the way of all others.
        self.running.gateways.give_up_own();
        Ended::Returned
    }

    /// Takes the connections of the predecessor, until that has made room; from then on this is the worker of its place.
    pub(super) fn take_over(&self, predecessor: &Receiver, place: u16) -> Result<(), Failure> {
        let Some(post) = &self.running.post else { return Ok(()) };
        let gateway = match self.duty {
            Duty::Base => Some(base_gateway(self, &post.fabric, place, self.life, false)?),
            _ => None,
        };
        let mut buffer = Vec::new();
        loop {
            match predecessor.receive(&mut buffer) {
                Ok(Received::Packet(Some(socket))) => {
                    let state = std::mem::take(&mut buffer);
                    if let Some((_, gateway, _)) = &gateway
                        && let Err(error) = gateway.adopt(HandedOver { socket, state })
                    {
                        self.server.log.warning(format_args!("a connection was lost on its way to worker {place}: {error}"));
                    }
                }
                Ok(Received::Packet(None)) => {}
                Ok(Received::Nothing) => {
                    let mut descriptors = [PollFd::new(predecessor.as_fd(), PollFlags::POLLIN)];
                    let _ = poll(&mut descriptors, PollTimeout::NONE);
                }
                Ok(Received::End) => break,
                Err(error) => {
                    self.server.log.error(format_args!("worker {place} can't hear its predecessor: {error}"));
                    break;
                }
            }
        }
        if let Some(own) = gateway {
            match post.fabric.gateways.get(usize::from(place)).map(|inbox| inbox.receiver.try_clone()) {
                Some(Ok(inbox)) => own.1.listen_to(inbox),
                Some(Err(error)) => {
                    self.server.log.error(format_args!("worker {place} can't listen to other processes: {error}"));
                }
                None => {}
            }
            let fabric = Rc::clone(&post.fabric);
            let _ = join(&self.server, &fabric, Some(place), Some(own))?;
        }
        Ok(())
    }
}

fn wait_for_room(channel: &Sender) {
    let mut descriptors = [PollFd::new(channel.as_fd(), PollFlags::POLLOUT)];
    let _ = poll(&mut descriptors, PollTimeout::try_from(Duration::from_millis(10)).unwrap_or(PollTimeout::ZERO));
}

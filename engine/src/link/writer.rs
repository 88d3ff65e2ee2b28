//! What a process has to say to another: records are collected and go out together, as few packets as they fit into.

use std::collections::VecDeque;
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd, RawFd};
use std::sync::Arc;

use serde::Serialize;

use super::channel::{MAX_INLINE, Sender};

/// Collects records for one receiver. What the channel does not take waits here, in order.
#[derive(Debug)]
pub struct Writer {
    sender: Arc<Sender>,
    collected: Vec<u8>,
    waiting: VecDeque<Packet>,
    waiting_bytes: usize,
    /// The channel has said that its receiver has to catch up first.
    is_full: bool,
}

#[derive(Debug)]
struct Packet {
    body: Vec<u8>,
    descriptor: Option<OwnedFd>,
}

impl Writer {
    /// One that has said nothing yet.
    pub fn new(sender: Arc<Sender>) -> Self {
        Self { sender, collected: Vec::new(), waiting: VecDeque::new(), waiting_bytes: 0, is_full: false }
    }

    /// Adds a record: it goes out with the next [`flush`](Self::flush), or before when there is enough for a packet.
    ///
    /// # Errors
    /// When the record has no form as bytes; nothing is added then.
    pub fn add(&mut self, record: &impl Serialize) -> io::Result<()> {
        let before = self.collected.len();
        let collected = std::mem::take(&mut self.collected);
        // Only what is longer than 4 GiB, or has a length that it does not know, fails: and takes the buffer along.
        self.collected = postcard::to_extend(record, collected).map_err(io::Error::other)?;
        if self.collected.len() > MAX_INLINE {
            let last = self.collected.split_off(before);
            self.seal(None);
            self.collected = last;
            if self.collected.len() > MAX_INLINE {
                self.seal(None);
            }
            // What can't be sent now waits, and `flush` says why.
            let _ = self.send_waiting();
        }
        Ok(())
    }

    /// Adds a record that a descriptor goes with.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_with(&mut self, record: &impl Serialize, descriptor: OwnedFd) -> io::Result<()> {
        self.seal(None);
        self.add(record)?;
        self.seal(Some(descriptor));
        Ok(())
    }

    fn seal(&mut self, descriptor: Option<OwnedFd>) {
        if !self.collected.is_empty() || descriptor.is_some() {
            self.waiting_bytes += self.collected.len();
            let body = std::mem::take(&mut self.collected);
            self.waiting.push_back(Packet { body, descriptor });
        }
    }

    /// Sends what there is; true when nothing is left waiting.
    ///
    /// # Errors
    /// The system's; what could not be sent waits.
    pub fn flush(&mut self) -> io::Result<bool> {
        if self.waiting.is_empty() {
            if self.collected.is_empty() {
                return Ok(true);
            }
            // The usual case: one packet, and the buffer is kept.
            if self.note(self.sender.send(&self.collected, None))? {
                self.collected.clear();
                return Ok(true);
            }
        }
        self.seal(None);
        self.send_waiting()
    }

    fn send_waiting(&mut self) -> io::Result<bool> {
        while let Some(packet) = self.waiting.front() {
            let length = packet.body.len();
            let sent = self.sender.send(&packet.body, packet.descriptor.as_ref().map(AsFd::as_fd));
            if !self.note(sent)? {
                return Ok(false);
            }
            self.waiting_bytes -= length;
            self.waiting.pop_front();
        }
        Ok(true)
    }

    /// Whether a packet was sent, or has to wait for the receiver.
    fn note(&mut self, sent: io::Result<()>) -> io::Result<bool> {
        let Err(error) = sent else {
            self.is_full = false;
            return Ok(true);
        };
        let waits = error.kind() == io::ErrorKind::WouldBlock;
        // Not the system's own word where it is descriptors that are short: the channel is writable all the time then.
        self.is_full = waits && error.raw_os_error().is_some();
        if waits { Ok(false) } else { Err(error) }
    }

    /// Bytes that the channel has not taken.
    pub fn waiting(&self) -> usize {
        self.waiting_bytes
    }

    /// Whether it waits for the channel to take more.
    pub fn is_blocked(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// What becomes writable when the channel takes more, while it waits for that. Where it is something else that is short
    /// (descriptors, memory), nothing does.
    pub fn blocked_on(&self) -> Option<RawFd> {
        (self.is_blocked() && self.is_full).then(|| self.sender.as_raw_fd())
    }

    /// Whether there is anything to send.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty() && self.collected.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::channel::{Received, channel};
    use crate::link::record::records;

    #[test]
    fn records_share_packets_and_come_out_in_order_whatever_their_length() {
        let (sender, receiver) = channel().unwrap();
        let mut writer = Writer::new(Arc::new(sender));
        let lengths = [1, 10, 60_000, 10_000, 70_000, 5, 200_000, 3];
        for length in lengths {
            writer.add(&vec![length as u8; length]).unwrap();
        }
        assert!(writer.flush().unwrap() && writer.is_empty());
        let mut buffer = Vec::new();
        let mut seen = Vec::new();
        let mut packets = 0;
        while let Received::Packet(_) = receiver.receive(&mut buffer).unwrap() {
            packets += 1;
            for record in records::<Vec<u8>>(&buffer) {
                seen.push(record.unwrap().len());
            }
        }
        assert_eq!(seen, lengths);
        assert!(packets <= 6, "{packets} packets");
    }

    #[test]
    fn what_a_slow_receiver_does_not_take_waits_in_order() {
        let (sender, receiver) = channel().unwrap();
        let mut writer = Writer::new(Arc::new(sender));
        let mut count = 0_u32;
        while !writer.is_blocked() {
            writer.add(&(count, vec![0_u8; 30_000])).unwrap();
            writer.flush().unwrap();
            count += 1;
        }
        for _ in 0..50 {
            writer.add(&(count, vec![0_u8; 30_000])).unwrap();
            count += 1;
        }
        assert!(writer.waiting() > 0);
        let mut buffer = Vec::new();
        let mut next = 0;
        while next < count {
            writer.flush().unwrap();
            while let Received::Packet(_) = receiver.receive(&mut buffer).unwrap() {
                for record in records::<(u32, Vec<u8>)>(&buffer) {
                    assert_eq!(record.unwrap().0, next);
                    next += 1;
                }
            }
        }
        assert_eq!(writer.waiting(), 0);
    }
}

//! A channel between processes: many send packets, one receives them. A packet arrives whole and in the order of its
//! sender, or not at all, whoever dies when.
//!
//! It is a pair of Unix sockets (SOCK_SEQPACKET) that is made before the fork. All processes inherit the sending end; the
//! receiving end outlives the process that reads it, so that what nobody has read yet waits for its replacement. Nothing
//! here blocks. A body that is too long for a packet travels as a memory file beside it.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, IoSlice, IoSliceMut, Read, Seek, SeekFrom, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};

use nix::sys::memfd::{MFdFlags, memfd_create};
use nix::sys::socket::{
    AddressFamily, ControlMessage, ControlMessageOwned, MsgFlags, SockFlag, SockType, recvmsg, sendmsg, socketpair,
};

/// The longest body that travels inside of a packet, in bytes: well below what a socket's buffer takes by default.
pub const MAX_INLINE: usize = 64 * 1024;

/// What may wait in the kernel for a receiver, in bytes; as far as the system allows it.
const BUFFER: usize = 4 * 1024 * 1024;

/// First byte of a packet: the body is in the first descriptor.
const IN_MEMORY_FILE: u8 = 1;
/// First byte of a packet: the last descriptor belongs to what the packet says.
const WITH_DESCRIPTOR: u8 = 2;

thread_local! {
    /// What packets are read into: how long one is shows only then, and clearing so much for each would cost more than the
    /// copy of what has come.
    static SCRATCH: RefCell<Vec<u8>> = RefCell::new(vec![0; 1 + MAX_INLINE]);
}

/// The end that any thread of any process may send to.
#[derive(Debug)]
pub struct Sender(OwnedFd);

/// The end that one process at a time receives from.
#[derive(Debug)]
pub struct Receiver(OwnedFd);

/// What [`Receiver::receive`] found.
#[derive(Debug)]
pub enum Received {
    /// A packet: its body is in the buffer. A descriptor may have come with it.
    Packet(Option<OwnedFd>),
    /// Nothing for now.
    Nothing,
    /// Nobody can send any more.
    End,
}

/// Makes a channel.
///
/// # Errors
/// The system's, when it grants no sockets.
pub fn channel() -> io::Result<(Sender, Receiver)> {
    let flags = SockFlag::SOCK_CLOEXEC | SockFlag::SOCK_NONBLOCK;
    let (sender, receiver) = socketpair(AddressFamily::Unix, SockType::SeqPacket, None, flags)?;
    // The system may grant less; what does not fit waits with its sender.
    let _ = nix::sys::socket::setsockopt(&sender, nix::sys::socket::sockopt::SndBuf, &BUFFER);
    Ok((Sender(sender), Receiver(receiver)))
}

impl Sender {
    /// Sends a packet, and a descriptor with it; says `WouldBlock` when the receiver has to catch up first.
    ///
    /// # Errors
    /// The system's.
    pub fn send(&self, body: &[u8], descriptor: Option<BorrowedFd<'_>>) -> io::Result<()> {
        let file = if body.len() > MAX_INLINE { Some(memory_file(body)?) } else { None };
        let flags =
            if file.is_some() { IN_MEMORY_FILE } else { 0 } | if descriptor.is_some() { WITH_DESCRIPTOR } else { 0 };
        let descriptors: Vec<RawFd> = file
            .iter()
            .map(|file| file.as_raw_fd())
            .chain(descriptor.map(|descriptor| descriptor.as_raw_fd()))
            .collect();
        let inline = if file.is_some() { &[] } else { body };
        let control = [ControlMessage::ScmRights(&descriptors)];
        let control = if descriptors.is_empty() { &control[..0] } else { &control };
        let slices = [IoSlice::new(std::slice::from_ref(&flags)), IoSlice::new(inline)];
        loop {
            match sendmsg::<()>(self.0.as_raw_fd(), &slices, control, MsgFlags::MSG_NOSIGNAL, None) {
                Ok(_) => return Ok(()),
                Err(nix::errno::Errno::EINTR) => {}
                // Too many descriptors are on their way: they arrive, and then there is room.
                Err(nix::errno::Errno::ETOOMANYREFS) => return Err(io::ErrorKind::WouldBlock.into()),
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Sender {
    /// Gives the end up, to be sent to another process.
    pub fn into_fd(self) -> OwnedFd {
        self.0
    }
}

impl AsFd for Sender {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl AsRawFd for Sender {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

impl From<OwnedFd> for Sender {
    /// The sending end of a channel that came with a packet.
    fn from(descriptor: OwnedFd) -> Self {
        Self(descriptor)
    }
}

impl Receiver {
    /// A second handle of the same end.
    ///
    /// # Errors
    /// The system's, when there are no more descriptors.
    pub fn try_clone(&self) -> io::Result<Self> {
        self.0.try_clone().map(Self)
    }

    /// Takes the next packet, if there is one; its body replaces what `buffer` holds.
    ///
    /// # Errors
    /// The system's.
    pub fn receive(&self, buffer: &mut Vec<u8>) -> io::Result<Received> {
        match self.receive_next(buffer) {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Received::Nothing),
            received => received,
        }
    }

    fn receive_next(&self, buffer: &mut Vec<u8>) -> io::Result<Received> {
        buffer.clear();
        let mut control = nix::cmsg_space!([RawFd; 2]);
        let (flags, descriptors) = SCRATCH.with_borrow_mut(|scratch| {
            let (length, descriptors) = loop {
                let mut slices = [IoSliceMut::new(scratch)];
                match recvmsg::<()>(self.0.as_raw_fd(), &mut slices, Some(&mut control), MsgFlags::MSG_CMSG_CLOEXEC) {
                    Ok(message) => break (message.bytes, descriptors(&message)?),
                    Err(nix::errno::Errno::EINTR) => {}
                    Err(error) => return Err(io::Error::from(error)),
                }
            };
            let body = scratch[..length].split_first();
            buffer.extend_from_slice(body.map_or(&[], |(_, body)| body));
            Ok((body.map(|(flags, _)| *flags), descriptors))
        })?;
        let Some(flags) = flags else { return Ok(Received::End) };
        let mut descriptors = descriptors.into_iter();
        if flags & IN_MEMORY_FILE != 0 {
            let file = descriptors.next().ok_or_else(|| io::Error::other("a packet came without its body"))?;
            buffer.clear();
            let mut file = File::from(file);
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(buffer)?;
        }
        Ok(Received::Packet(if flags & WITH_DESCRIPTOR != 0 { descriptors.next() } else { None }))
    }
}

impl AsFd for Receiver {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.0.as_fd()
    }
}

impl AsRawFd for Receiver {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

fn descriptors(message: &nix::sys::socket::RecvMsg<'_, '_, ()>) -> io::Result<Vec<OwnedFd>> {
    let mut owned = Vec::new();
    for control in message.cmsgs()? {
        if let ControlMessageOwned::ScmRights(descriptors) = control {
            // SAFETY: the kernel has just made these for this process, and nobody else knows of them.
            owned.extend(descriptors.into_iter().map(|descriptor| unsafe { OwnedFd::from_raw_fd(descriptor) }));
        }
    }
    Ok(owned)
}

fn memory_file(body: &[u8]) -> io::Result<File> {
    let mut file = File::from(memfd_create(c"swoxide-packet", MFdFlags::MFD_CLOEXEC)?);
    file.write_all(body)?;
    Ok(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(receiver: &Receiver) -> (Vec<u8>, Option<OwnedFd>) {
        let mut buffer = Vec::new();
        match receiver.receive(&mut buffer).unwrap() {
            Received::Packet(descriptor) => (buffer, descriptor),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn bodies_of_every_length_arrive_whole_and_in_order() {
        let (sender, receiver) = channel().unwrap();
        let lengths = [0, 1, 100, MAX_INLINE - 1, MAX_INLINE, MAX_INLINE + 1, 5_000_000];
        for length in lengths {
            let body: Vec<u8> = (0..length).map(|number| number as u8).collect();
            sender.send(&body, None).unwrap();
            assert_eq!(next(&receiver).0, body);
        }
        assert!(matches!(receiver.receive(&mut Vec::new()).unwrap(), Received::Nothing));
        drop(sender);
        assert!(matches!(receiver.receive(&mut Vec::new()).unwrap(), Received::End));
    }

    #[test]
    fn a_descriptor_comes_with_its_packet_however_long_that_is() {
        let (sender, receiver) = channel().unwrap();
        for length in [3, MAX_INLINE * 3] {
            let mut file = memory_file(b"what is in the file").unwrap();
            sender.send(&vec![7; length], Some(file.as_fd())).unwrap();
            file.set_len(0).unwrap();
            file.seek(SeekFrom::Start(0)).unwrap();
            file.write_all(b"seen by both").unwrap();
            let (body, descriptor) = next(&receiver);
            assert_eq!(body, vec![7; length]);
            let mut text = String::new();
            let mut file = File::from(descriptor.unwrap());
            file.seek(SeekFrom::Start(0)).unwrap();
            file.read_to_string(&mut text).unwrap();
            assert_eq!(text, "seen by both");
        }
    }

    #[test]
    fn a_receiver_that_does_not_keep_up_is_said_to_be_full_and_loses_nothing() {
        let (sender, receiver) = channel().unwrap();
        let mut sent = 0_u32;
        let error = loop {
            match sender.send(&[&sent.to_ne_bytes()[..], &[0; 10_000]].concat(), None) {
                Ok(()) => sent += 1,
                Err(error) => break error,
            }
        };
        assert_eq!(error.kind(), io::ErrorKind::WouldBlock);
        for number in 0..sent {
            assert_eq!(next(&receiver).0[..4], number.to_ne_bytes());
        }
    }
}

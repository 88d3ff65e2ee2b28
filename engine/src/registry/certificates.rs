//! Certificates that clients have presented: a place for each slot in shared memory, so that every process sees them. Made
//! only where clients are asked for one; of the rest of the mapping there is an address range, and no memory.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering, fence};

use super::{Entry, Fd, Registry};
use crate::shared::Mapping;

/// The longest certificate that is kept, PEM, in words of eight bytes. Usual ones have one or two thousand bytes.
const WORDS: usize = 2048 - 2;

/// One certificate. Whoever finds the same number before and after it has read the text has read that connection's.
#[repr(C)]
struct Place {
    fd: AtomicU64,
    length: AtomicU64,
    text: [AtomicU64; WORDS],
}

/// See the module.
#[derive(Debug)]
pub(super) struct Certificates(Mapping);

impl Certificates {
    fn place(&self, slot: u32) -> &Place {
        // SAFETY: atomics only, and all-zero bytes are a valid place; there are as many as slots.
        unsafe { self.0.at::<Place>(slot as usize * size_of::<Place>()).as_ref() }
    }
}

impl Registry {
    /// Makes room for the certificates of clients.
    ///
    /// # Errors
    /// The system's, when it grants no such mapping.
    pub fn with_certificates(mut self) -> io::Result<Self> {
        self.certificates = Some(Certificates(Mapping::create(self.capacity as usize * size_of::<Place>())?));
        Ok(self)
    }

    /// Keeps the certificate of a connection, PEM, until another one has its slot. False if it is too long to be kept.
    pub fn note_certificate(&self, entry: Entry, certificate: &str) -> bool {
        let Some(certificates) = &self.certificates else { return true };
        let bytes = certificate.as_bytes();
        if bytes.len() > WORDS * 8 {
            return false;
        }
        let place = certificates.place(entry.slot);
        place.fd.store(0, Ordering::Relaxed);
        fence(Ordering::Release);
        place.length.store(bytes.len() as u64, Ordering::Relaxed);
        for (word, chunk) in place.text.iter().zip(bytes.chunks(8)) {
            let mut whole = [0; 8];
            whole[..chunk.len()].copy_from_slice(chunk);
            word.store(u64::from_ne_bytes(whole), Ordering::Relaxed);
        }
        place.fd.store(entry.fd, Ordering::Release);
        true
    }

    /// The certificate that the other side of an encrypted connection has presented, PEM, until its `onClose` has run.
    pub fn certificate(&self, fd: Fd) -> Option<String> {
        let certificates = self.certificates.as_ref()?;
        let place = certificates.place(self.find_held(fd)?.slot);
        if place.fd.load(Ordering::Acquire) != fd {
            return None;
        }
        let length = usize::try_from(place.length.load(Ordering::Relaxed)).unwrap_or(0).min(WORDS * 8);
        let words = place.text.iter().take(length.div_ceil(8));
        let mut text: Vec<u8> = words.flat_map(|word| word.load(Ordering::Relaxed).to_ne_bytes()).collect();
        text.truncate(length);
        fence(Ordering::Acquire);
        (place.fd.load(Ordering::Relaxed) == fd).then(|| String::from_utf8(text).ok()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::ClosedBy;
    use crate::registry::Owner;

    fn open(registry: &Registry) -> Entry {
        let arrival = crate::registry::Arrival { port: 0, number: 80, descriptor: 1 };
        registry.open("127.0.0.1:4000".parse().unwrap(), arrival, 1, Owner::default()).unwrap()
    }

    #[test]
    fn a_certificate_is_there_until_its_connection_is_forgotten() {
        let registry = Registry::create(2, 1).unwrap().with_certificates().unwrap();
        let (first, second) = (open(&registry), open(&registry));
        let text = "a certificate ".repeat(100);
        assert!(registry.note_certificate(second, &text));
        assert_eq!((registry.certificate(first.fd), registry.certificate(second.fd)), (None, Some(text.clone())));
        registry.close(second, ClosedBy::Peer);
        assert_eq!(registry.certificate(second.fd), Some(text));
        registry.release(second);
        assert_eq!(registry.certificate(second.fd), None);
        let third = open(&registry);
        assert_eq!((third.slot, registry.certificate(third.fd)), (second.slot, None));
    }

    #[test]
    fn what_is_too_long_is_not_kept_in_parts() {
        let registry = Registry::create(1, 1).unwrap().with_certificates().unwrap();
        let entry = open(&registry);
        assert!(registry.note_certificate(entry, &"x".repeat(WORDS * 8)));
        assert_eq!(registry.certificate(entry.fd).map(|text| text.len()), Some(WORDS * 8));
        assert!(!registry.note_certificate(entry, &"x".repeat(WORDS * 8 + 1)));
    }
}

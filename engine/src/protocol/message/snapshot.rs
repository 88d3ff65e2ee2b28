//! Where a decoder stands in the middle of what it reads, as plain data: another process may go on from there.

use serde::{Deserialize, Serialize};

use super::{Decoder, MAX_HEADER, OpenFrame, OpenMessage, Rules};

/// All that a [`Decoder`] knows but its rules. It is made and read by the same version of this code, which trusts it.
#[derive(Debug, Deserialize, Serialize)]
pub struct Snapshot {
    header: [u8; MAX_HEADER],
    header_length: usize,
    frame: Option<OpenFrame>,
    message: Option<Box<OpenMessage>>,
    #[serde(with = "serde_bytes")]
    window: Vec<u8>,
    closed: bool,
}

impl Decoder {
    /// Takes out where the decoder stands; it is at the beginning of a connection then. `None`, and nothing has happened,
    /// in the middle of a compressed message: nothing tells where an inflater stands.
    pub fn freeze(&mut self) -> Option<Snapshot> {
        if self.is_inflating() {
            return None;
        }
        let Self { header, header_length, frame, message, window, closed, .. } =
            std::mem::replace(self, Self::new(self.rules));
        Some(Snapshot { header, header_length, frame, message, window, closed })
    }

    /// A decoder that goes on where another one, with the same rules, stood.
    pub fn thaw(rules: Rules, snapshot: Snapshot) -> Self {
        let Snapshot { header, header_length, frame, message, window, closed } = snapshot;
        Self { rules, header, header_length, frame, message, window, closed }
    }

    /// Whether it is in the middle of a compressed message.
    pub fn is_inflating(&self) -> bool {
        self.message.as_ref().is_some_and(|message| message.inflater.is_some())
    }

    /// How many bytes it may be given that certainly belong to the open message, or to control frames inside of it.
    pub fn wanted(&self) -> usize {
        // A header tells its length only as it comes.
        self.frame.as_ref().map_or(1, |open| open.head.length - open.received)
    }
}

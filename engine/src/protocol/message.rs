//! From bytes as they arrive to whole messages and control frames: RFC 6455 sections 5.4 to 5.6 and 7.
//!
//! A [`Decoder`] belongs to one connection and is fed by who reads that: the gateway's task, or a
//! [client](crate::client). It is strict: whatever the RFC calls an error is a [`Violation`] with the close code to
//! answer with, found as early as the bytes allow (a length over the limit in the header, bad UTF-8 at its first bad
//! byte, also in compressed text). One leniency is the project's: frames of clients that don't mask are taken unless
//! [`Rules::masking`] says otherwise, because the synchronous PHP clients that the project's document names send them.
//!
//! A message that lies whole in the bytes at hand is copied once and unmasked on the way; only a message that does not
//! costs state between calls. An idle decoder holds no heap memory, but for the window of a client whose compressed
//! messages may refer to earlier ones.

mod snapshot;
#[cfg(test)]
mod tests;

use std::io::Cursor;
use std::mem::MaybeUninit;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio_tungstenite::tungstenite::protocol::frame::FrameHeader;

pub use self::snapshot::Snapshot;
use super::deflate::{Broken, Inflater, remember};
use super::frame::{self, MAX_CONTROL_PAYLOAD, MAX_HEADER, opcode};
use super::utf8::Utf8;

/// Swoole's frame flags, as `$frame->flags` shows them.
pub mod flags {
    /// The last frame of its message.
    pub const FIN: u8 = 1;
    /// The message was compressed.
    pub const COMPRESS: u8 = 2;
    /// The bit of the wire that says so.
    pub const RSV1: u8 = 4;
    /// The message was masked.
    pub const MASK: u8 = 32;
}

/// What a message grows by at the most before its bytes have come: a length that is only announced costs no memory.
const FIRST_RESERVE: usize = 64 * 1024;

/// What an open frame must lack at least to be read where it belongs, and not by way of the buffer of all connections.
const DIRECT_FROM: usize = 16 * 1024;

/// A whole message, its fragments joined; or a ping or pong, for programs that ask to see them.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Message {
    /// [`opcode::TEXT`] or [`opcode::BINARY`], [`opcode::PING`] or [`opcode::PONG`].
    pub opcode: u8,
    /// [`flags`] of the message's frames.
    pub flags: u8,
    /// Unmasked; valid UTF-8 if it is text.
    pub payload: Bytes,
}

/// What came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Incoming {
    /// A whole message.
    Message(Message),
    /// A ping, to be answered with a pong of the same payload.
    Ping(Message),
    /// A pong, asked for or not.
    Pong(Message),
    /// The other side closes. Nothing after it is read.
    Close(Close),
}

/// A close frame.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Close {
    /// [`flags`] of the frame.
    pub flags: u8,
    /// `None` when no code was given (1005 in the RFC's terms).
    pub reason: Option<CloseReason>,
}

/// Code and reason of a close frame.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct CloseReason {
    /// RFC 6455 section 7.4.
    pub code: u16,
    /// At most 123 bytes.
    pub reason: String,
}

/// A rule that the other side broke: the connection is closed with `code` (RFC 6455 section 7.1.7).
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{reason} ({code})")]
pub struct Violation {
    /// 1002, 1007 or 1009.
    pub code: u16,
    /// Which rule, in a few words; it goes into the close frame and the log.
    pub reason: &'static str,
}

const fn protocol_error(reason: &'static str) -> Violation {
    Violation { code: 1002, reason }
}

const BAD_UTF8: Violation = Violation { code: 1007, reason: "text is not valid UTF-8" };
const TOO_BIG: Violation = Violation { code: 1009, reason: "message is longer than package_max_length" };
const BAD_DEFLATE: Violation = Violation { code: 1007, reason: "compressed data is broken" };

impl From<Broken> for Violation {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Data => BAD_DEFLATE,
            Broken::TooLong => TOO_BIG,
        }
    }
}

/// What a decoder takes.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Rules {
    /// `package_max_length`, bytes: the longest frame with its header, and the longest message, joined and inflated.
    pub limit: usize,
    /// Whether frames must be masked.
    pub masking: Masking,
    /// Whether messages may be compressed (RFC 7692).
    pub compression: Compression,
}

/// What is said to frames with a mask and to those without (RFC 6455 section 5.1).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Masking {
    /// Both are taken: of clients that do not keep to the RFC.
    #[default]
    Either,
    /// Every frame has one: of clients.
    Required,
    /// No frame has one: of servers.
    Forbidden,
}

/// What was agreed on for the messages of the other side.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Compression {
    /// None may be compressed.
    #[default]
    None,
    /// Each by itself.
    Alone,
    /// They may refer to earlier ones.
    Takeover,
}

/// Turns bytes into what they mean. See the module.
#[derive(Debug)]
pub struct Decoder {
    rules: Rules,
    /// The beginning of a header that has not come whole.
    header: [u8; MAX_HEADER],
    header_length: usize,
    frame: Option<OpenFrame>,
    /// Boxed: most messages come whole, and most connections are idle.
    message: Option<Box<OpenMessage>>,
    /// The end of what was inflated, where later messages may refer to it.
    window: Vec<u8>,
    closed: bool,
}

/// A frame whose payload has not come whole.
#[derive(Debug, Deserialize, Serialize)]
struct OpenFrame {
    head: Head,
    received: usize,
    /// Of a control frame; the payload of a data frame goes to its message.
    control: Vec<u8>,
}

/// A message whose frames have not come whole.
#[derive(Debug, Deserialize, Serialize)]
struct OpenMessage {
    opcode: u8,
    flags: u8,
    #[serde(with = "serde_bytes")]
    payload: Vec<u8>,
    text: Utf8,
    /// Of a compressed message; such a one stays where it is.
    #[serde(skip)]
    inflater: Option<Inflater>,
}

/// A checked frame header.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
struct Head {
    opcode: u8,
    is_final: bool,
    is_compressed: bool,
    mask: Option<[u8; 4]>,
    length: usize,
}

impl Head {
    fn unmask(&self, payload: &mut [u8], offset: usize) {
        if let Some(key) = self.mask {
            frame::mask(payload, key, offset);
        }
    }

    /// The flags of a message that begins with this frame, [`flags::FIN`] aside.
    fn flags(&self) -> u8 {
        let mask = if self.mask.is_some() { flags::MASK } else { 0 };
        if self.is_compressed { mask | flags::COMPRESS | flags::RSV1 } else { mask }
    }
}

impl Decoder {
    /// A decoder at the beginning of a connection.
    pub fn new(rules: Rules) -> Self {
        Self {
            rules,
            header: [0; MAX_HEADER],
            header_length: 0,
            frame: None,
            message: None,
            window: Vec::new(),
            closed: false,
        }
    }

    /// Whether nothing has come of the next frame, and no message is unfinished.
    pub fn is_between_messages(&self) -> bool {
        self.header_length == 0 && self.frame.is_none() && self.message.is_none()
    }

    /// Bytes of memory that an unfinished message takes, and the window of earlier ones.
    pub fn held(&self) -> usize {
        let message = self.message.as_ref().map_or(0, |message| {
            message.payload.capacity() + if message.inflater.is_some() { Inflater::MEMORY } else { 0 }
        });
        message + self.window.capacity()
    }

    /// Room for the next bytes, if they are the rest of a large frame: to be read into without a copy, and
    /// [taken](Self::decode_in_place) then. `most` bytes at the most.
    pub fn room(&mut self, most: usize) -> Option<&mut [MaybeUninit<u8>]> {
        let open = self.frame.as_ref()?;
        let missing = open.head.length - open.received;
        let message = self.message.as_mut().filter(|message| message.inflater.is_none())?;
        if missing < DIRECT_FROM || frame::is_control(open.head.opcode) {
            return None;
        }
        let payload = &mut message.payload;
        if payload.capacity() == payload.len() {
            // Some times what has come, so that little of it is copied when it grows.
            payload.reserve_exact(missing.min(payload.len().max(FIRST_RESERVE) * 4));
        }
        let room = missing.min(most).min(payload.capacity() - payload.len());
        Some(&mut payload.spare_capacity_mut()[..room])
    }

    /// Takes the next `count` bytes, which lie in [`room`](Self::room).
    ///
    /// # Errors
    /// As [`decode`](Self::decode).
    ///
    /// # Safety
    /// They were written there since it was asked for, and the decoder has not been used in between.
    pub unsafe fn decode_in_place(
        &mut self,
        count: usize,
        take: &mut (impl FnMut(Incoming) + ?Sized),
    ) -> Result<(), Violation> {
        let (Some(open), Some(message)) = (&mut self.frame, &mut self.message) else { return Ok(()) };
        let (head, before) = (open.head, message.payload.len());
        // SAFETY: so many bytes behind the others are initialised, as the caller says.
        unsafe { message.payload.set_len(before + count) };
        head.unmask(&mut message.payload[before..], open.received);
        open.received += count;
        let whole = open.received == head.length;
        message.check_text(before)?;
        if whole {
            self.frame = None;
            self.finish_frame(head, take)?;
        }
        Ok(())
    }

    /// Takes the next bytes and calls `take` for all that became whole by them, in order. The bytes are unmasked in
    /// place. After a close frame everything is ignored.
    ///
    /// # Errors
    /// The first rule that was broken; what was whole before it has been given to `take`. The decoder is not to be used
    /// any more then.
    pub fn decode(
        &mut self,
        mut input: &mut [u8],
        take: &mut (impl FnMut(Incoming) + ?Sized),
    ) -> Result<(), Violation> {
        while !input.is_empty() && !self.closed {
            if self.frame.is_some() {
                let rest = std::mem::take(&mut input);
                input = self.go_on(rest, take)?;
                continue;
            }
            let Some((head, used)) = self.read_head(input)? else { return Ok(()) };
            input = &mut input[used..];
            if input.len() >= head.length {
                let (payload, rest) = std::mem::take(&mut input).split_at_mut(head.length);
                self.whole_frame(head, payload, take)?;
                input = rest;
            } else {
                self.begin(head);
            }
        }
        Ok(())
    }

    /// Reads a header from what is kept of it and `input`; says how much of `input` it took. `None` when it is not
    /// whole yet: all of `input` is kept then.
    fn read_head(&mut self, input: &[u8]) -> Result<Option<(Head, usize)>, Violation> {
        let kept = self.header_length;
        let more = input.len().min(MAX_HEADER - kept);
        let parsed = if kept == 0 {
            parse_head(&input[..more])?
        } else {
            self.header[kept..kept + more].copy_from_slice(&input[..more]);
            parse_head(&self.header[..kept + more])?
        };
        let Some((head, length)) = parsed else {
            self.header[kept..kept + more].copy_from_slice(&input[..more]);
            self.header_length = kept + more;
            return Ok(None);
        };
        self.header_length = 0;
        self.check_order(head, length)?;
        Ok(Some((head, length - kept)))
    }

    /// What a header may be depends on the message that is open and on the rules.
    fn check_order(&self, head: Head, header_length: usize) -> Result<(), Violation> {
        if head.is_compressed && self.rules.compression == Compression::None {
            return Err(protocol_error("reserved bit set without an extension"));
        }
        match (head.mask, self.rules.masking) {
            (None, Masking::Required) => return Err(protocol_error("frame without a mask")),
            (Some(_), Masking::Forbidden) => return Err(protocol_error("frame of a server with a mask")),
            _ => {}
        }
        if frame::is_control(head.opcode) {
            return Ok(());
        }
        let joined = match (&self.message, head.opcode) {
            (None, opcode::CONTINUATION) => return Err(protocol_error("continuation of no message")),
            (Some(_), opcode::TEXT | opcode::BINARY) => {
                return Err(protocol_error("new message inside an unfinished one"));
            }
            // What has been inflated says nothing of how long the compressed rest may be.
            (Some(message), _) if message.inflater.is_none() => message.payload.len(),
            _ => 0,
        };
        if header_length.saturating_add(head.length).max(joined.saturating_add(head.length)) > self.rules.limit {
            return Err(TOO_BIG);
        }
        Ok(())
    }

    /// A frame that lies whole in the bytes at hand.
    fn whole_frame(
        &mut self,
        head: Head,
        payload: &mut [u8],
        take: &mut (impl FnMut(Incoming) + ?Sized),
    ) -> Result<(), Violation> {
        let is_message = head.is_final && self.message.is_none() && !head.is_compressed;
        if is_message && !frame::is_control(head.opcode) {
            // Copied and unmasked in one go.
            let mut copy = Vec::with_capacity(payload.len());
            frame::append_unmasked(payload, head.mask, &mut copy);
            if head.opcode == opcode::TEXT && simdutf8::basic::from_utf8(&copy).is_err() {
                return Err(BAD_UTF8);
            }
            let flags = flags::FIN | head.flags();
            take(Incoming::Message(Message { opcode: head.opcode, flags, payload: copy.into() }));
            return Ok(());
        }
        head.unmask(payload, 0);
        if frame::is_control(head.opcode) {
            return self.control_frame(head, payload, take);
        }
        self.open_message(head);
        self.append(payload)?;
        self.finish_frame(head, take)
    }

    fn open_message(&mut self, head: Head) -> &mut OpenMessage {
        let Self { message, rules, window, .. } = self;
        message.get_or_insert_with(|| {
            Box::new(OpenMessage {
                opcode: head.opcode,
                flags: head.flags(),
                payload: Vec::new(),
                text: Utf8::default(),
                inflater: head.is_compressed.then(|| Inflater::begin(rules.limit, window)),
            })
        })
    }

    /// Adds the next payload bytes to the open message.
    fn append(&mut self, payload: &[u8]) -> Result<(), Violation> {
        let Some(message) = &mut self.message else { return Ok(()) };
        let before = message.payload.len();
        match &mut message.inflater {
            None => message.payload.extend_from_slice(payload),
            Some(inflater) => inflater.push(payload, &mut message.payload, &self.window)?,
        }
        message.check_text(before)
    }

    /// A frame whose payload is still to come.
    fn begin(&mut self, head: Head) {
        if !frame::is_control(head.opcode) {
            let message = self.open_message(head);
            if message.inflater.is_none() {
                message.payload.reserve(head.length.min(FIRST_RESERVE));
            }
        }
        self.frame = Some(OpenFrame { head, received: 0, control: Vec::new() });
    }

    /// Takes what `input` has of the open frame's payload and gives back what follows it.
    fn go_on<'input>(
        &mut self,
        input: &'input mut [u8],
        take: &mut (impl FnMut(Incoming) + ?Sized),
    ) -> Result<&'input mut [u8], Violation> {
        let Some(open) = &mut self.frame else { return Ok(input) };
        let head = open.head;
        let (payload, rest) = input.split_at_mut(input.len().min(head.length - open.received));
        head.unmask(payload, open.received);
        open.received += payload.len();
        let whole = open.received == head.length;
        if frame::is_control(head.opcode) {
            open.control.extend_from_slice(payload);
            if whole {
                let control = std::mem::take(&mut open.control);
                self.frame = None;
                self.control_frame(head, &control, take)?;
            }
        } else {
            self.append(payload)?;
            if whole {
                self.frame = None;
                self.finish_frame(head, take)?;
            }
        }
        Ok(rest)
    }

    /// A data frame of a message in several pieces has come whole.
    fn finish_frame(&mut self, head: Head, take: &mut (impl FnMut(Incoming) + ?Sized)) -> Result<(), Violation> {
        if !head.is_final {
            return Ok(());
        }
        let Some(mut message) = self.message.take() else { return Ok(()) };
        if let Some(inflater) = message.inflater.take() {
            let before = message.payload.len();
            inflater.finish(&mut message.payload, &self.window)?;
            message.check_text(before)?;
            // Inflating takes room in steps, and the message may wait for PHP.
            if message.payload.capacity() > 2 * message.payload.len() + 64 {
                message.payload.shrink_to_fit();
            }
            if self.rules.compression == Compression::Takeover {
                remember(&mut self.window, &message.payload);
            }
        }
        if !message.text.is_complete() {
            return Err(BAD_UTF8);
        }
        take(Incoming::Message(Message {
            opcode: message.opcode,
            flags: message.flags | flags::FIN,
            payload: message.payload.into(),
        }));
        Ok(())
    }

    fn control_frame(
        &mut self,
        head: Head,
        payload: &[u8],
        take: &mut (impl FnMut(Incoming) + ?Sized),
    ) -> Result<(), Violation> {
        let flags = flags::FIN | head.flags();
        let message = || Message { opcode: head.opcode, flags, payload: Bytes::copy_from_slice(payload) };
        take(match head.opcode {
            opcode::PING => Incoming::Ping(message()),
            opcode::PONG => Incoming::Pong(message()),
            _ => {
                self.closed = true;
                Incoming::Close(Close { flags, reason: close_reason(payload)? })
            }
        });
        Ok(())
    }
}

impl OpenMessage {
    /// Checks what was added to the payload behind its first `before` bytes.
    fn check_text(&mut self, before: usize) -> Result<(), Violation> {
        if self.opcode == opcode::TEXT && !self.text.push(&self.payload[before..]) {
            return Err(BAD_UTF8);
        }
        Ok(())
    }
}

/// Parses and checks a header; `None` when `bytes` end before it does. Gives the header and its length.
fn parse_head(bytes: &[u8]) -> Result<Option<(Head, usize)>, Violation> {
    let mut cursor = Cursor::new(bytes);
    let (header, length) = match FrameHeader::parse(&mut cursor) {
        Ok(Some(parsed)) => parsed,
        Ok(None) => return Ok(None),
        Err(_) => return Err(protocol_error("reserved opcode")),
    };
    let opcode = u8::from(header.opcode);
    let begins_message = matches!(opcode, opcode::TEXT | opcode::BINARY);
    // RSV1 can have a meaning at the beginning of a message only (RFC 7692 section 6.1).
    if header.rsv2 || header.rsv3 || (header.rsv1 && !begins_message) {
        return Err(protocol_error("reserved bit set without an extension"));
    }
    if frame::is_control(opcode) {
        if !header.is_final {
            return Err(protocol_error("fragmented control frame"));
        }
        if length > MAX_CONTROL_PAYLOAD as u64 {
            return Err(protocol_error("control frame longer than 125 bytes"));
        }
    }
    if header.len(length) as u64 != cursor.position() {
        return Err(protocol_error("length not in its shortest form"));
    }
    // What does not fit into memory is over every limit; the highest bit must be 0 besides (section 5.2).
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let FrameHeader { is_final, rsv1: is_compressed, mask, .. } = header;
    Ok(Some((Head { opcode, is_final, is_compressed, mask, length }, cursor.position() as usize)))
}

/// Whether a close frame may carry this code (RFC 6455 section 7.4).
pub fn is_close_code(code: u16) -> bool {
    // Not tungstenite's `CloseCode`, which takes 1014 (registered since) for a bad one.
    matches!(code, 1000..=1003 | 1007..=1014 | 3000..=4999)
}

fn close_reason(payload: &[u8]) -> Result<Option<CloseReason>, Violation> {
    match payload {
        [] => Ok(None),
        [_] => Err(protocol_error("close frame with half a code")),
        [high, low, reason @ ..] => {
            let code = u16::from_be_bytes([*high, *low]);
            if !is_close_code(code) {
                return Err(protocol_error("close code that must not be sent"));
            }
            let reason = std::str::from_utf8(reason).map_err(|_| BAD_UTF8)?;
            Ok(Some(CloseReason { code, reason: reason.to_owned() }))
        }
    }
}

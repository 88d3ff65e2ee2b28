//! An open WebSocket from a client's side, without its socket: RFC 6455 sections 5 to 7 in the client's role.
//!
//! Whoever owns the socket gives what it reads to [`Session::receive`], takes messages by [`Session::take_message`],
//! and writes what [`Session::unsent`] has. In between pings are answered, pongs noted, close frames answered and
//! broken rules told.

use std::collections::VecDeque;
use std::io;

use bytes::Bytes;

use crate::protocol::deflate::{Deflater, deflate_alone};
use crate::protocol::extension::Agreement;
use crate::protocol::frame::{self, Head, MAX_CONTROL_PAYLOAD, is_control, opcode};
use crate::protocol::message::{
    CloseReason, Compression, Decoder, Incoming, Masking, Message, Rules, Violation, is_close_code,
};
use crate::protocol::utf8::Utf8;

/// How messages are compressed: as the server does by default, which measured it.
const LEVEL: u32 = 2;

/// Shorter messages get longer by it, in bytes.
const LEAST_COMPRESSED: usize = 64;

/// What a message costs beside its bytes, so that empty ones count too.
const EACH: usize = 64;

/// Unsent bytes from which on pings are left without an answer: who does not read has no use for one.
const NO_MORE_PONGS: usize = 64 * 1024;

/// See the module.
#[derive(Debug)]
pub struct Session {
    decoder: Decoder,
    compression: Option<Agreement>,
    /// What later messages may refer to, where that was agreed on.
    deflater: Option<Deflater>,
    unsent: Vec<u8>,
    /// How much of that is on its way.
    sent: usize,
    /// Bytes that were ever on their way.
    written: u64,
    messages: VecDeque<Message>,
    /// Bytes of them, and what each costs.
    held: usize,
    limit: usize,
    /// The text of a message that was begun and is not finished; of a binary one nobody looks at it.
    begun: Option<(u8, Utf8)>,
    pong: Option<Bytes>,
    close_sent: bool,
    end: Option<End>,
}

/// How a WebSocket ended.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum End {
    /// By the server's close frame, with its code and reason, if it gave one.
    Closed(Option<CloseReason>),
    /// By ours, which the server has answered with this one.
    Answered(Option<CloseReason>),
    /// The server broke a rule, and was told so.
    Broken(Violation),
    /// Without a close frame: the connection is gone, with the system's words if it had any.
    Lost(String),
}

impl End {
    /// The close code in the RFC's terms (section 7.1.5): 1005 for none, 1006 for no close frame. Of a broken rule,
    /// ours.
    pub fn code(&self) -> u16 {
        match self {
            Self::Closed(reason) | Self::Answered(reason) => reason.as_ref().map_or(1005, |reason| reason.code),
            Self::Broken(violation) => violation.code,
            Self::Lost(_) => 1006,
        }
    }

    /// The reason that belongs to the code; empty if there is none.
    pub fn reason(&self) -> &str {
        match self {
            Self::Closed(reason) | Self::Answered(reason) => reason.as_ref().map_or("", |reason| &reason.reason),
            Self::Broken(violation) => violation.reason,
            Self::Lost(reason) => reason,
        }
    }
}

/// Why a frame can't be sent.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unsendable {
    /// RFC 6455 section 5.2.
    #[error(
        "the opcode {0} can't be sent: 0 (continuation), 1 (text), 2 (binary), 9 (ping) and 10 (pong) can; 8 is close()"
    )]
    Opcode(i64),
    /// Section 5.6.
    #[error("the data of a text message must be UTF-8: send it with WEBSOCKET_OPCODE_BINARY")]
    Text,
    /// Section 5.4.
    #[error("a continuation (opcode 0) needs a message that was begun without SWOOLE_WEBSOCKET_FLAG_FIN")]
    NothingBegun,
    /// Section 5.4.
    #[error("a message was begun without SWOOLE_WEBSOCKET_FLAG_FIN: finish it with opcode 0 before the next one")]
    Unfinished,
    /// Section 5.5.
    #[error("the data of a ping or pong must not be longer than 125 bytes, {0} given")]
    LongControl(usize),
    /// Section 7.4.
    #[error("the close code {0} can't be sent: 1000 to 1003, 1007 to 1014 and 3000 to 4999 can")]
    CloseCode(i64),
    /// Section 5.5.1.
    #[error("the reason of a close frame must be UTF-8 of at most 123 bytes, {0} given")]
    CloseReason(usize),
    /// No random numbers for a mask.
    #[error("the system has no random numbers: {0}")]
    NoMask(String),
}

impl Session {
    /// A WebSocket that has just been opened, with what was agreed on. `limit` is the longest message that is taken, in
    /// bytes, and how much may wait until somebody takes it.
    pub fn new(compression: Option<Agreement>, limit: usize) -> Self {
        let taken = match compression {
            None => Compression::None,
            Some(agreement) if agreement.server_takeover => Compression::Takeover,
            Some(_) => Compression::Alone,
        };
        let deflater = compression
            .filter(|agreement| agreement.client_takeover)
            .map(|agreement| Deflater::new(LEVEL, agreement.window_bits_of_client()));
        Self {
            decoder: Decoder::new(Rules { limit, masking: Masking::Forbidden, compression: taken }),
            compression,
            deflater,
            unsent: Vec::new(),
            sent: 0,
            written: 0,
            messages: VecDeque::new(),
            held: 0,
            limit,
            begun: None,
            pong: None,
            close_sent: false,
            end: None,
        }
    }

    /// Whether messages can still be sent.
    pub fn is_open(&self) -> bool {
        self.end.is_none() && !self.close_sent
    }

    /// How it ended; `None` as long as something may come.
    pub fn end(&self) -> Option<&End> {
        self.end.as_ref()
    }

    /// Whether nothing is half done in either direction, so that somebody else may go on with it.
    pub fn is_at_rest(&self) -> bool {
        self.is_open() && self.begun.is_none() && self.unsent().is_empty() && self.decoder.is_between_messages()
    }

    /// Takes what the server has sent; unmasks nothing, for servers don't mask. After the end it is dropped.
    pub fn receive(&mut self, bytes: &mut [u8]) {
        if self.end.is_some() {
            return;
        }
        let Self { decoder, messages, held, pong, close_sent, unsent, sent, .. } = self;
        let mut closed = None;
        let result = decoder.decode(bytes, &mut |incoming| match incoming {
            // Behind our close frame nobody waits for messages.
            Incoming::Message(_) if *close_sent => {}
            Incoming::Message(message) => {
                *held += message.payload.len() + EACH;
                messages.push_back(message);
            }
            Incoming::Ping(ping) if !*close_sent && unsent.len() - *sent < NO_MORE_PONGS => {
                // Without random numbers there is no pong, and the next message that is sent says why.
                let _ = put(unsent, opcode::PONG, true, false, &ping.payload);
            }
            Incoming::Ping(_) => {}
            Incoming::Pong(message) => *pong = Some(message.payload),
            Incoming::Close(close) => closed = Some(close.reason),
        });
        if let Err(violation) = result {
            // Its mask may be missing on a system without random numbers; the connection ends in any case.
            let _ = self.put_close(Some((violation.code, violation.reason)));
            self.end = Some(End::Broken(violation));
        } else if let Some(reason) = closed {
            if self.close_sent {
                self.end = Some(End::Answered(reason));
                return;
            }
            // With the same code, as is usual (section 5.5.1).
            let _ = self.put_close(reason.as_ref().map(|reason| (reason.code, "")));
            self.end = Some(End::Closed(reason));
        }
    }

    /// The connection is gone, or is given up: nothing more comes, and nothing more is sent.
    pub fn lose(&mut self, reason: &str) {
        self.drop_unsent();
        if self.end.is_none() {
            self.end = Some(End::Lost(reason.to_owned()));
        }
    }

    /// The next message that came whole.
    pub fn take_message(&mut self) -> Option<Message> {
        let message = self.messages.pop_front()?;
        self.held -= message.payload.len() + EACH;
        Some(message)
    }

    /// Whether more may be read before somebody takes what there is.
    pub fn has_room(&self) -> bool {
        self.held < self.limit
    }

    /// Drops the messages that came and nobody has taken.
    pub fn forget_messages(&mut self) {
        self.messages.clear();
        self.held = 0;
    }

    /// The payload of the last pong since this was asked.
    pub fn take_pong(&mut self) -> Option<Bytes> {
        self.pong.take()
    }

    /// Puts a message, a fragment, a ping or a pong in line; of these only whole messages are compressed, if they are
    /// long enough or `compress` asks for it. Close frames have [`close`](Self::close).
    ///
    /// # Errors
    /// What may not be sent; nothing is put in line then.
    pub fn send(&mut self, number: i64, payload: &[u8], is_final: bool, compress: bool) -> Result<(), Unsendable> {
        let opcode = match u8::try_from(number) {
            Ok(opcode @ (opcode::CONTINUATION | opcode::TEXT | opcode::BINARY | opcode::PING | opcode::PONG)) => opcode,
            _ => return Err(Unsendable::Opcode(number)),
        };
        if is_control(opcode) {
            if payload.len() > MAX_CONTROL_PAYLOAD {
                return Err(Unsendable::LongControl(payload.len()));
            }
            return put(&mut self.unsent, opcode, true, false, payload);
        }
        let (kind, mut text) = match (&self.begun, opcode) {
            (None, opcode::CONTINUATION) => return Err(Unsendable::NothingBegun),
            (Some(_), opcode::TEXT | opcode::BINARY) => return Err(Unsendable::Unfinished),
            (Some((kind, text)), _) => (*kind, text.clone()),
            (None, kind) => (kind, Utf8::default()),
        };
        if kind == opcode::TEXT && !(text.push(payload) && (!is_final || text.is_complete())) {
            return Err(Unsendable::Text);
        }
        let is_whole = is_final && opcode != opcode::CONTINUATION;
        match self.compression.filter(|_| is_whole && (compress || payload.len() >= LEAST_COMPRESSED)) {
            None => put(&mut self.unsent, opcode, is_final, false, payload)?,
            Some(agreement) => self.put_compressed(opcode, payload, agreement, compress)?,
        }
        self.begun = (!is_final).then_some((kind, text));
        Ok(())
    }

    fn put_compressed(
        &mut self,
        opcode: u8,
        payload: &[u8],
        agreement: Agreement,
        always: bool,
    ) -> Result<(), Unsendable> {
        let mut deflated = Vec::new();
        match &mut self.deflater {
            // What it was given counts for later messages, so it is sent even where it has become longer.
            Some(deflater) => {
                deflater.deflate(payload, &mut deflated);
                put(&mut self.unsent, opcode, true, true, &deflated)
            }
            None => {
                deflate_alone(payload, LEVEL, agreement.window_bits_of_client(), &mut deflated);
                let is_shorter = always || deflated.len() < payload.len();
                put(&mut self.unsent, opcode, true, is_shorter, if is_shorter { &deflated } else { payload })
            }
        }
    }

    /// Begins the closing handshake (section 7.1.2): nothing can be sent after it, and messages that still come are
    /// dropped. Later calls change nothing.
    ///
    /// # Errors
    /// The code or reason can't be sent; nothing is put in line then.
    pub fn close(&mut self, code: i64, reason: &[u8]) -> Result<(), Unsendable> {
        let number = u16::try_from(code).ok().filter(|code| is_close_code(*code)).ok_or(Unsendable::CloseCode(code))?;
        let text = std::str::from_utf8(reason).ok().filter(|reason| reason.len() <= MAX_CONTROL_PAYLOAD - 2);
        let text = text.ok_or(Unsendable::CloseReason(reason.len()))?;
        if self.is_open() {
            self.put_close(Some((number, text)))?;
            self.forget_messages();
        }
        Ok(())
    }

    /// Puts a close frame in line, unless there is one.
    fn put_close(&mut self, reason: Option<(u16, &str)>) -> Result<(), Unsendable> {
        if std::mem::replace(&mut self.close_sent, true) {
            return Ok(());
        }
        let mut payload = Vec::new();
        if let Some((code, text)) = reason {
            payload.extend_from_slice(&code.to_be_bytes());
            payload.extend_from_slice(text.as_bytes());
        }
        put(&mut self.unsent, opcode::CLOSE, true, false, &payload)
    }

    /// What is to be written to the socket.
    pub fn unsent(&self) -> &[u8] {
        &self.unsent[self.sent..]
    }

    /// Bytes that have ever been written of it.
    pub fn written(&self) -> u64 {
        self.written
    }

    /// So much of [`unsent`](Self::unsent) was written.
    pub fn wrote(&mut self, count: usize) {
        self.sent += count;
        self.written += count as u64;
        if self.sent >= self.unsent.len() {
            self.drop_unsent();
        }
    }

    /// The memory of a large message goes with it.
    fn drop_unsent(&mut self) {
        self.unsent = Vec::new();
        self.sent = 0;
    }
}

/// Appends a frame, masked with a key that nobody can foresee (section 5.3).
fn put(out: &mut Vec<u8>, opcode: u8, is_final: bool, is_compressed: bool, payload: &[u8]) -> Result<(), Unsendable> {
    let mut key = [0; 4];
    getrandom::fill(&mut key).map_err(|error| Unsendable::NoMask(io::Error::from(error).to_string()))?;
    frame::encode_as(Head { opcode, is_final, is_compressed, mask: Some(key) }, payload, out);
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::protocol::message::{Close, flags};

    const LIMIT: usize = 1 << 20;

    fn session() -> Session {
        Session::new(None, LIMIT)
    }

    fn compressing(takeover: bool) -> Session {
        let agreement = Agreement {
            server_takeover: takeover,
            client_takeover: takeover,
            server_window_bits: None,
            client_window_bits: Some(10),
        };
        Session::new(Some(agreement), LIMIT)
    }

    /// What a strict server hears of it.
    fn heard(session: &mut Session) -> Vec<Incoming> {
        let compression = match session.compression {
            None => Compression::None,
            Some(agreement) if agreement.client_takeover => Compression::Takeover,
            Some(_) => Compression::Alone,
        };
        let mut decoder = Decoder::new(Rules { limit: LIMIT, masking: Masking::Required, compression });
        let mut bytes = session.unsent().to_vec();
        session.wrote(bytes.len());
        let mut heard = Vec::new();
        decoder.decode(&mut bytes, &mut |incoming| heard.push(incoming)).unwrap();
        heard
    }

    fn server_frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        frame::encode(opcode, true, payload, &mut out);
        out
    }

    #[test]
    fn a_server_hears_what_was_sent() {
        let mut session = session();
        session.send(1, "你好".as_bytes(), true, false).unwrap();
        session.send(9, b"there?", true, false).unwrap();
        session.send(2, b"a", false, false).unwrap();
        session.send(10, b"", true, false).unwrap();
        session.send(0, b"b", true, false).unwrap();
        let heard: Vec<_> = heard(&mut session)
            .into_iter()
            .map(|incoming| match incoming {
                Incoming::Message(message) | Incoming::Ping(message) | Incoming::Pong(message) => {
                    (message.opcode, message.payload.to_vec())
                }
                Incoming::Close(_) => panic!("nobody has closed"),
            })
            .collect();
        let expected = [(1, "你好".as_bytes().to_vec()), (9, b"there?".to_vec()), (10, vec![]), (2, b"ab".to_vec())];
        assert_eq!(heard, expected);
        assert!(session.is_at_rest());
    }

    #[test]
    fn every_frame_has_a_key_of_its_own() {
        let mut session = session();
        let mut keys = std::collections::HashSet::new();
        for _ in 0..100 {
            session.send(2, b"same", true, false).unwrap();
            keys.insert(session.unsent()[2..6].to_vec());
            session.wrote(10);
        }
        assert!(keys.len() > 98, "{}", keys.len());
    }

    #[test]
    fn what_may_not_be_sent_is_refused_and_leaves_nothing() {
        let mut fresh = session();
        assert_eq!(fresh.send(1, b"\xff", true, false), Err(Unsendable::Text));
        assert_eq!(fresh.send(1, b"\xe4\xbd", true, false), Err(Unsendable::Text));
        assert_eq!(fresh.send(0, b"", true, false), Err(Unsendable::NothingBegun));
        for number in [-1, 3, 7, 8, 11, 265] {
            assert_eq!(fresh.send(number, b"", true, false), Err(Unsendable::Opcode(number)));
        }
        assert_eq!(fresh.send(9, &[0; 126], true, false), Err(Unsendable::LongControl(126)));
        for code in [-1, 0, 999, 1004, 1005, 1006, 1015, 2999, 5000, 66_536] {
            assert_eq!(fresh.close(code, b""), Err(Unsendable::CloseCode(code)));
        }
        assert_eq!(fresh.close(1000, &[b'a'; 124]), Err(Unsendable::CloseReason(124)));
        assert_eq!(fresh.close(1000, b"\xff"), Err(Unsendable::CloseReason(1)));
        assert!(fresh.is_at_rest());
        // A character that two fragments share.
        fresh.send(1, b"\xe4\xbd", false, false).unwrap();
        assert!(!fresh.is_at_rest());
        assert_eq!(fresh.send(1, b"", true, false), Err(Unsendable::Unfinished));
        assert_eq!(fresh.send(0, b"a", true, false), Err(Unsendable::Text));
        fresh.send(0, b"\xa0", true, false).unwrap();
        assert!(matches!(&*heard(&mut fresh), [Incoming::Message(message)] if message.payload == "你"));
    }

    #[test]
    fn compression_is_for_whole_messages_that_get_shorter() {
        for takeover in [false, true] {
            let mut session = compressing(takeover);
            let long = "all work and no play ".repeat(20);
            for (payload, is_final, compress) in
                [("short", true, false), ("short", true, true), (&*long, true, false), (&*long, false, false)]
            {
                session.send(1, payload.as_bytes(), is_final, compress).unwrap();
            }
            session.send(0, b"", true, false).unwrap();
            let compressed: Vec<_> = heard(&mut session)
                .into_iter()
                .map(|incoming| match incoming {
                    Incoming::Message(message) => (message.flags & flags::COMPRESS != 0, message.payload.len()),
                    other => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(compressed, [(false, 5), (true, 5), (true, long.len()), (false, long.len())]);
        }
    }

    #[test]
    fn pings_are_answered_and_pongs_noted() {
        let mut session = session();
        let frames = [server_frame(9, b"one"), server_frame(10, b"mine"), server_frame(1, b"text")].concat();
        session.receive(&mut frames.clone());
        assert!(matches!(&*heard(&mut session), [Incoming::Pong(pong)] if pong.payload == "one"));
        assert_eq!(session.take_pong().as_deref(), Some(&b"mine"[..]));
        assert_eq!((session.take_pong(), session.take_message().unwrap().payload), (None, Bytes::from("text")));
    }

    #[test]
    fn pongs_that_nobody_reads_do_not_pile_up() {
        let mut session = session();
        for _ in 0..100 {
            session.receive(&mut server_frame(9, &[7; 125]).repeat(100));
        }
        assert!(session.unsent().len() < NO_MORE_PONGS + 200, "{}", session.unsent().len());
    }

    #[test]
    fn messages_that_nobody_takes_are_bounded_also_empty_ones() {
        let mut session = Session::new(None, 10_000);
        for _ in 0..200 {
            assert!(session.has_room() || session.messages.len() > 10_000 / EACH);
            session.receive(&mut server_frame(2, b""));
        }
        assert!(!session.has_room());
        while session.take_message().is_some() {}
        assert!(session.has_room() && session.held == 0);
    }

    #[test]
    fn a_close_frame_is_answered_with_its_code() {
        for (payload, expected) in
            [(&b"\x03\xe8bye"[..], Some(CloseReason { code: 1000, reason: String::new() })), (b"", None)]
        {
            let mut session = session();
            session
                .receive(&mut [server_frame(1, b"last"), server_frame(8, payload), server_frame(1, b"lost")].concat());
            assert_eq!(session.end().unwrap().code(), if payload.is_empty() { 1005 } else { 1000 });
            assert!(matches!(&*heard(&mut session), [Incoming::Close(Close { reason, .. })] if *reason == expected));
            assert_eq!(session.take_message().unwrap().payload, "last");
            assert!(session.take_message().is_none() && !session.is_open() && !session.is_at_rest());
        }
    }

    #[test]
    fn a_close_of_ours_is_said_once_and_ends_with_the_servers() {
        let mut session = session();
        session.receive(&mut server_frame(1, b"nobody takes it"));
        session.close(4000, "genug für heute".as_bytes()).unwrap();
        session.close(1000, b"again").unwrap();
        session.receive(&mut [server_frame(1, b"too late"), server_frame(9, b"too late")].concat());
        assert!(session.take_message().is_none() && session.end().is_none() && !session.is_open());
        session.receive(&mut server_frame(8, b"\x0f\xa0"));
        assert_eq!(session.end().unwrap().code(), 4000);
        let heard = heard(&mut session);
        let [Incoming::Close(Close { reason: Some(reason), .. })] = &*heard else { panic!("{heard:?}") };
        assert_eq!((reason.code, &*reason.reason), (4000, "genug für heute"));
    }

    #[test]
    fn a_broken_rule_ends_it_with_its_code() {
        let mut masked = Vec::new();
        frame::encode_as(
            Head { opcode: 1, is_final: true, mask: Some([1; 4]), ..Head::default() },
            b"masked",
            &mut masked,
        );
        for (bytes, code) in [
            (masked, 1002),
            (server_frame(3, b""), 1002),
            (server_frame(1, b"\xff"), 1007),
            (server_frame(2, &vec![0; LIMIT + 1]), 1009),
        ] {
            let mut session = session();
            session.receive(&mut bytes.clone());
            assert_eq!(session.end().map(End::code), Some(code));
            let heard = heard(&mut session);
            let [Incoming::Close(Close { reason: Some(reason), .. })] = &*heard else { panic!("{heard:?}") };
            assert_eq!(reason.code, code);
        }
    }

    proptest! {
        #[test]
        fn what_two_sessions_say_comes_across(
            payloads in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..300), 0..10),
            takeover: bool,
            compress: bool,
        ) {
            let mut session = compressing(takeover);
            for payload in &payloads {
                session.send(2, payload, true, compress).unwrap();
            }
            let heard: Vec<_> = heard(&mut session)
                .into_iter()
                .filter_map(|incoming| match incoming {
                    Incoming::Message(message) => Some(message.payload.to_vec()),
                    _ => None,
                })
                .collect();
            prop_assert_eq!(heard, payloads);
        }

        #[test]
        fn no_bytes_make_it_panic_or_grow(bytes in prop::collection::vec(any::<u8>(), 0..2000), takeover: bool) {
            let mut session = compressing(takeover);
            for piece in bytes.clone().chunks_mut(7) {
                session.receive(piece);
            }
            prop_assert!(session.unsent().len() < 2 * bytes.len() + 200);
        }
    }
}

//! Bytes in, bytes out: nothing here knows a socket, a thread or PHP.
//!
//! * [`frame`] — one frame on the wire (RFC 6455 section 5.2), for which tungstenite's header codec does the bits.
//! * [`message`] — from bytes as they arrive to whole messages and control frames, strictly (sections 5.4 to 7).
//! * [`handshake`] — the opening handshake (section 4.2).

pub mod deflate;
pub mod extension;
pub mod frame;
pub mod handshake;
pub mod message;

//! Bytes in, bytes out: nothing here knows a socket, a thread or PHP.
//!
//! * [`frame`] — one frame on the wire (RFC 6455 section 5.2), for which tungstenite's header codec does the bits.
//! * [`message`] — from bytes as they arrive to whole messages and control frames, strictly (sections 5.4 to 7).
//! * [`deflate`] — the compression of messages (RFC 7692 section 7.2).
//! * [`multipart`] — forms with files, from bytes as they arrive to pieces of parts (RFC 7578).
//! * [`handshake`] — the opening handshake (section 4.2), and [`extension`], what it agrees on for compression.
//! * [`coding`] — the compression of bodies (RFC 9110 section 8.4.1), and [`media_type`], what a file is.
//! * [`package`] — plain TCP: packages told apart by an end, or by a length in their head.

pub mod coding;
pub mod deflate;
pub mod extension;
pub mod frame;
pub mod handshake;
pub mod message;
pub mod multipart;
pub mod package;
pub(crate) mod utf8;

/// The media type of a file, by its name.
pub fn media_type(path: &str) -> &'static str {
    mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream")
}

//! Connections that a program opens itself: WebSockets, a client's half of RFC 6455; and those that carry bytes as they are.
//!
//! What the protocol of WebSockets says is bytes in and bytes out, and knows no socket:
//!
//! * [`address`] — `ws://` and `wss://` URLs (section 3).
//! * [`handshake`] — the request that opens a WebSocket, and the judgement on the answer (section 4.1).
//! * [`session`] — messages of an open WebSocket, in a client's role: masked, compressed, closed by the rules.
//!
//! [`http`] is the client of programs with an event loop: HTTP, and WebSockets by upgrade.
//!
//! A [`Connection`] carries bytes as they are, in packages if that is wanted, over TCP, UDP and Unix sockets, plain or
//! encrypted, and an [`Opening`] is one before it is there. They never wait, and say what to wait for instead: it is
//! `Swoole\Client` of PHP, which waits for them itself or has its event loop do that.
//!
//! A [`Client`] runs that on the caller's thread, which waits in `poll()` with a time limit and without a runtime: it
//! is `Swoxide\WebSocket\Client` of PHP. [`lookup`] is the one place with a thread, because the system's look-up of
//! names can't be interrupted; [`kept`] are connections that outlive a request of php-fpm.

pub mod address;
mod blocking;
mod connection;
mod error;
pub mod handshake;
pub mod http;
mod incoming;
pub mod kept;
mod lookup;
mod opening;
mod outgoing;
pub mod session;
mod socket;
mod wait;

pub use self::blocking::{Client, Frame};
pub use self::connection::{Connection, Ending, LONGEST_DATAGRAM, Received, Wanted};
pub use self::error::ClientError;
pub use self::opening::{Destination, Family, Kind, Opening};
pub use self::outgoing::Piece;
pub use self::wait::alarm;

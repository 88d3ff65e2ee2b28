//! The half of Swoxide that knows no PHP: it owns sockets and protocols, passes events to the worker that runs PHP,
//! and takes commands back.
//!
//! * [`gateway`] — the background runtime: listeners, HTTP, WebSocket frames, outboxes.
//! * [`gateways`] — all gateways of a server, as one process reaches them.
//! * [`protocol`] — bytes in and bytes out, no sockets: frames, messages, the opening handshake.
//! * [`link`] — what passes between a gateway and a worker, and the queue that carries it.
//! * [`registry`] — the table of all connections, in memory that later processes share.
//! * [`shared`] — memory that processes share.
//! * [`roster`] — the processes of a server.
//! * [`tls`] — from the `ssl_*` settings to what rustls goes by.
//! * [`client`] — connections that a program opens itself: WebSockets, and bytes as they are.
//! * [`errands`] — work that blocks, done by threads.
//! * [`uploads`] — files that clients have uploaded, and who deletes them.
//! * [`settings`] — every `set()` key once: name, type, default, check.
//! * [`log`] — the one readable line form of everything the server says about itself.
//!
//! What is static knows forks, and nothing starts a thread by being looked at: a process may fork until it starts a
//! [`gateway::Gateway`], looks up a host name or gives an errand.

pub mod client;
pub mod errands;
pub mod gateway;
pub mod gateways;
pub mod link;
pub mod log;
mod others;
pub mod protocol;
pub mod registry;
pub mod roster;
pub mod settings;
pub mod shared;
mod sockets;
mod threads;
pub mod tls;
pub mod uploads;

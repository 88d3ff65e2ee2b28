//! A connection before (or without) the opening handshake: requests are read and passed to the worker, and its answers
//! written.
//!
//! * [`usual`] — what most clients send; [`http1`], [`http2`] — all else, by hyper, in the protocol's two forms.
//! * [`service`] — what becomes of one request; [`body`] is what comes behind its head.
//! * [`answer`] — what is sent.

mod answer;
mod answer_body;
mod body;
mod files;
mod form;
mod http1;
pub(super) mod http2;
mod refusal;
mod service;
mod usual;

use std::sync::Arc;
use std::time::Duration;

pub(super) use self::files::Files;
pub use self::files::RootError;
use self::http1::End;
use self::usual::Usual;
use super::Shared;
use super::connection::{Connection, Ending};
use super::life::Outcome;
use super::patience::Patience;
use super::transport::Transport;
use crate::link::ClosedBy;

/// The longest head, in bytes.
const HEAD_SIZE: usize = 64 * 1024;

/// Serves HTTP until the connection ends, becomes a WebSocket, or another gateway is to go on; `exchanges` is how many
/// requests came before.
pub(super) async fn serve(
    transport: &mut Transport,
    exchanges: u64,
    connection: &Arc<Connection>,
    shared: &Arc<Shared>,
) -> Outcome {
    // What follows is boxed, because a task's memory is as large as what it may come to hold.
    let head_timeout = Duration::from_secs_f64(connection.port.settings.http_header_timeout);
    let (mut exchanges, mut asked) = (exchanges, None);
    if !transport.is_tls() {
        match Box::pin(usual::serve(transport, exchanges, head_timeout, connection, shared)).await {
            Usual::Opening(upgrade, early) => return http1::upgraded(connection, shared, upgrade, early),
            Usual::Outcome(outcome) => return outcome,
            Usual::Other(before, last) => (exchanges, asked) = (before, last),
        }
    }
    Box::pin(async {
        if transport.agreed_on() == Some(http2::NAME) {
            return http2::serve(transport, connection, shared).await;
        }
        match http1::serve(transport, exchanges, asked, head_timeout, connection, shared).await {
            End::Outcome(outcome) => outcome,
            End::Http2(early) => {
                transport.put_back(early);
                http2::serve(transport, connection, shared).await
            }
        }
    })
    .await
}

/// What an order that came while hyper had the connection means for it.
enum Order {
    /// No more requests; what is under way is answered.
    LastRequest,
    /// It ends now.
    End(ClosedBy),
}

/// Judges how a connection is to end; `patience` begins where that may take some time.
fn obey(ending: Ending, connection: &Connection, patience: &mut Option<Patience>) -> Order {
    match ending {
        Ending::Stop => Order::LastRequest,
        Ending::Reset => {
            connection.reset();
            Order::End(ClosedBy::Server)
        }
        // What was answered goes out whole first.
        _ if !connection.exchanges.is_unanswered() => {
            *patience = Some(Patience::new(connection));
            Order::LastRequest
        }
        _ => Order::End(ClosedBy::Server),
    }
}

/// Who ended a connection that hyper has done with.
fn ended_by(connection: &Connection, patience: Option<&Patience>) -> ClosedBy {
    if connection.peer_ended() && patience.is_none() { ClosedBy::Peer } else { ClosedBy::Server }
}

/// Ends a connection whose client takes nothing of an answer that is there for it. With a reset: what is missing must not look
/// like the end of a body.
fn give_up(connection: &Connection, shared: &Shared) -> ClosedBy {
    let (fd, limit) = (connection.entry.fd, connection.port.settings.http_body_timeout);
    shared.log.notice(format_args!(
        "connection {fd}: its client takes less than 1 KiB a second of an answer, for {limit} s (http_body_timeout), closed"
    ));
    connection.reset();
    ClosedBy::Server
}

fn log_not_handed_over(connection: &Connection, shared: &Shared) {
    let fd = connection.entry.fd;
    shared.log.info(format_args!("connection {fd}: not handed over, closed after its answer"));
}

//! A connection before (or without) the opening handshake: hyper reads requests and writes answers; this passes the
//! requests to the worker and its answers back.
//!
//! When a request asks for a WebSocket, hyper is not told to answer: the raw socket is taken back from it in the middle
//! of the exchange, together with what it had read too much, and from then on no part of hyper stays with the connection.

mod answer;
mod body;
mod service;

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::Poll;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;

use self::service::Service;
use super::Shared;
use super::connection::{Connection, Ending};
use super::handover::Speaks;
use super::life::Outcome;
use super::patience::Patience;
use super::transport::Transport;
use super::under_way::UnderWay;
use crate::link::{ClosedBy, EventKind, Request};
use crate::protocol::handshake::Accepted;

/// The longest head, in bytes.
const HEAD_SIZE: usize = 64 * 1024;

/// A request that becomes a WebSocket.
enum Upgrade {
    /// By the rules alone.
    Accepted { accepted: Accepted, request: Box<Request> },
    /// By the program, whose answer is in the outbox.
    Answered,
}

/// Serves HTTP until the connection ends, becomes a WebSocket, or another gateway is to go on; `exchanges` is how many
/// requests came before.
pub(super) async fn serve(
    transport: &mut Transport,
    exchanges: u64,
    connection: &Arc<Connection>,
    shared: &Arc<Shared>,
) -> Outcome {
    let is_tls = transport.is_tls();
    let upgrade: Mutex<Option<Upgrade>> = Mutex::new(None);
    let closes = AtomicBool::new(false);
    let service = Service { connection, shared, upgrade: &upgrade, count: AtomicU64::new(exchanges), closes: &closes };
    let under_way = UnderWay::default();
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(Duration::from_secs_f64(connection.port.settings.http_header_timeout))
        .max_header_size(HEAD_SIZE)
        .title_case_headers(true)
        .auto_date_header(false)
        .serve_connection(
            TokioIo::new(&mut *transport),
            service_fn(|request| service.serve(request, under_way.begin())),
        );

    let mut patience: Option<Patience> = None;
    // Between two requests, with the last answer at the socket and another request welcome, nothing of hyper is lost but
    // what it has read of the next head. Who has only just got an encrypted connection is to have one answer.
    let may_part = || {
        shared.is_parting()
            && !under_way.is_any()
            && !connection.is_write_blocked()
            && !closes.load(Ordering::Relaxed)
            && upgrade.lock().is_none()
            && (!is_tls || service.exchanges() > 0)
    };
    let ended = poll_fn(|context| {
        connection.watch(context.waker());
        // What is ordered of a WebSocket is for those to obey who serve it.
        let ending = if connection.is_switched() { None } else { connection.take_ending() };
        match ending {
            Some(Ending::Stop) => {
                if shared.is_frozen() {
                    let fd = connection.entry.fd;
                    shared.log.info(format_args!("connection {fd}: not handed over, closed after its answer"));
                }
                closes.store(true, Ordering::Relaxed);
                Pin::new(&mut http).graceful_shutdown();
            }
            Some(Ending::Reset) => {
                connection.reset();
                return Poll::Ready(Some(ClosedBy::Server));
            }
            // What was answered goes out whole first.
            Some(_) if !connection.exchange.is_unanswered() => {
                closes.store(true, Ordering::Relaxed);
                Pin::new(&mut http).graceful_shutdown();
                patience = Some(Patience::new(connection));
            }
            Some(_) => return Poll::Ready(Some(ClosedBy::Server)),
            None => {}
        }
        if patience.as_mut().is_some_and(|patience| patience.is_over(context, connection)) {
            return Poll::Ready(Some(ClosedBy::Server));
        }
        loop {
            if may_part() {
                if !connection.is_settled(shared) {
                    return Poll::Pending;
                }
                if !is_tls {
                    return Poll::Ready(None);
                }
                // What is encrypted can't be handed over.
                closes.store(true, Ordering::Relaxed);
                Pin::new(&mut http).graceful_shutdown();
            }
            return match Pin::new(&mut http).poll(context) {
                Poll::Ready(_) => {
                    let by_peer = connection.peer_ended() && patience.is_none();
                    Poll::Ready(Some(if by_peer { ClosedBy::Peer } else { ClosedBy::Server }))
                }
                // What hyper still holds of earlier answers goes out first: it wakes this task when there is room.
                Poll::Pending if upgrade.lock().is_some() && !connection.is_write_blocked() => Poll::Ready(None),
                Poll::Pending if may_part() => continue,
                Poll::Pending => Poll::Pending,
            };
        }
    })
    .await;
    let exchanges = service.exchanges();
    let early = http.into_parts().read_buf;
    let asked = upgrade.lock().take();
    match (ended, asked) {
        (None, None) => {
            transport.put_back(early);
            Outcome::Parted(Speaks::Http { exchanges })
        }
        (None, Some(asked)) => {
            if open(connection, shared, asked) {
                Outcome::Upgraded(early)
            } else {
                Outcome::Ended(ClosedBy::Server)
            }
        }
        (Some(by), _) => Outcome::Ended(by),
    }
}

/// Answers the opening handshake, unless the program has, and tells the worker; false if the program has closed the
/// connection meanwhile.
fn open(connection: &Connection, shared: &Shared, upgrade: Upgrade) -> bool {
    if let Upgrade::Accepted { accepted, request } = upgrade {
        if shared.registry.find_open(connection.entry.fd).is_none() || !connection.switch(&accepted, &[], &[], shared) {
            return false;
        }
        if connection.port.wanted.open {
            shared.tell(connection, EventKind::Open(request));
        }
    }
    // The stop came while this was still HTTP.
    if *shared.stopping.borrow() {
        connection.end(Ending::Stop);
    }
    true
}

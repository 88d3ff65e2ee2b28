//! HTTP/1 on a connection.
//!
//! When a request asks for a WebSocket, hyper is not told to answer: the raw socket is taken back from it in the middle
//! of the exchange, together with what it had read too much, and from then on no part of hyper stays with the connection.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::AsyncWriteExt;

use super::service::{Asked, Service, Upgrade};
use super::{HEAD_SIZE, Order, ended_by, give_up, http2, log_not_handed_over, obey};
use crate::gateway::Shared;
use crate::gateway::connection::{Connection, Ending};
use crate::gateway::handover::Speaks;
use crate::gateway::life::Outcome;
use crate::gateway::patience::{Patience, Progress};
use crate::gateway::transport::Transport;
use crate::link::{ClosedBy, EventKind};

/// What hyper answers to what is no HTTP/1.
const BAD_REQUEST: &[u8] = b"HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n";

/// How HTTP/1 ended on a connection.
pub(super) enum End {
    /// In one of the ways in which HTTP does.
    Outcome(Outcome),
    /// The client speaks HTTP/2, and this is what it has said.
    Http2(Bytes),
}

/// Serves the connection until it ends, becomes a WebSocket or turns out to be HTTP/2, or another gateway is to go on;
/// `exchanges` is how many requests came before, of which the last, `asked`, may come again; `head_timeout` is how long each head
/// may take.
pub(super) async fn serve(
    transport: &mut Transport,
    exchanges: u64,
    asked: Option<Asked<'_>>,
    head_timeout: Duration,
    connection: &Arc<Connection>,
    shared: &Arc<Shared>,
) -> End {
    let is_tls = transport.is_tls();
    let port = &connection.port;
    let mut is_to_be_read_again = asked.is_some();
    let service = Service::new(connection, shared, exchanges).carrying(asked);
    let under_way = &connection.under_way;
    let mut http = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head_timeout)
        .max_header_size(HEAD_SIZE)
        .title_case_headers(true)
        .auto_date_header(false)
        .serve_connection(
            TokioIo::new(&mut *transport),
            service_fn(|request| service.serve(request, under_way.begin())),
        );

    let body_timeout = Duration::from_secs_f64(port.settings.http_body_timeout);
    let mut patience: Option<Patience> = None;
    let mut stalled: Option<Progress> = None;
    // Between two requests, with the last answer at the socket and another request welcome, nothing of hyper is lost but
    // what it has read of the next head. Who has only just got an encrypted connection is to have one answer.
    let may_part = || {
        shared.is_parting()
            && !under_way.is_any()
            && !connection.is_write_blocked()
            && !service.closes.load(Ordering::Relaxed)
            && service.upgrade.lock().is_none()
            && (!is_tls || service.exchanges() > 0)
    };
    let over = |result: hyper::Result<()>, patience: Option<&Patience>| {
        // A body that broke off in the middle must not look as if it were whole.
        if result.is_err_and(|error| error.is_user()) {
            connection.reset();
        }
        Poll::Ready(Some(ended_by(connection, patience)))
    };
    let ended = poll_fn(|context| {
        connection.watch(context.waker());
        // Before hyper can be told that this request is the last.
        if std::mem::take(&mut is_to_be_read_again)
            && let Poll::Ready(result) = Pin::new(&mut http).poll(context)
        {
            return over(result, None);
        }
        // What is ordered of a WebSocket is for those to obey who serve it.
        let ending = if connection.is_switched() { None } else { connection.take_ending() };
        if let Some(ending) = ending {
            if ending == Ending::Stop && shared.is_frozen() {
                log_not_handed_over(connection, shared);
            }
            match obey(ending, connection, &mut patience) {
                Order::End(by) => return Poll::Ready(Some(by)),
                Order::LastRequest => {
                    service.closes.store(true, Ordering::Relaxed);
                    Pin::new(&mut http).graceful_shutdown();
                }
            }
        }
        if patience.as_mut().is_some_and(|patience| patience.is_over(context, connection, under_way.sends_file())) {
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
                service.closes.store(true, Ordering::Relaxed);
                Pin::new(&mut http).graceful_shutdown();
            }
            return match Pin::new(&mut http).poll(context) {
                Poll::Ready(result) => over(result, patience.as_ref()),
                // What hyper still holds of earlier answers goes out first: it wakes this task when there is room.
                Poll::Pending if service.upgrade.lock().is_some() && !connection.is_write_blocked() => {
                    Poll::Ready(None)
                }
                Poll::Pending if may_part() => continue,
                Poll::Pending => {
                    let waits = connection.is_write_blocked();
                    let is_stalled = Progress::is_missing(&mut stalled, waits, body_timeout, context, connection);
                    if is_stalled { Poll::Ready(Some(give_up(connection, shared))) } else { Poll::Pending }
                }
            };
        }
    })
    .await;
    let exchanges = service.exchanges();
    let early = http.into_parts().read_buf;
    let asked = service.upgrade.lock().take();
    End::Outcome(match (ended, asked) {
        (None, None) => {
            transport.put_back(early);
            Outcome::Parted(Speaks::Http { exchanges })
        }
        (None, Some(asked)) => upgraded(connection, shared, asked, early),
        // hyper gives up on the first lines of HTTP/2, without a word, and leaves them where they were.
        (Some(_), _) if early.starts_with(http2::PREFACE) && exchanges == 0 => {
            if port.settings.http2.is_open && !is_tls {
                return End::Http2(early);
            }
            let _ = transport.write_all(BAD_REQUEST).await;
            Outcome::Ended(ClosedBy::Server)
        }
        (Some(by), _) => Outcome::Ended(by),
    })
}

/// Answers the opening handshake, unless the program has, and tells the worker. `early` came behind it. The program may have
/// closed the connection meanwhile.
pub(super) fn upgraded(connection: &Connection, shared: &Shared, upgrade: Upgrade, early: Bytes) -> Outcome {
    if let Upgrade::Accepted { accepted, request } = upgrade {
        if shared.registry.find_open(connection.entry.fd).is_none() || !connection.switch(&accepted, &[], &[], shared) {
            return Outcome::Ended(ClosedBy::Server);
        }
        if let Some(request) = request {
            shared.tell(connection, EventKind::Open(request));
        }
    }
    // The stop came while this was still HTTP.
    if *shared.stopping.borrow() {
        connection.end(Ending::Stop);
    }
    Outcome::Upgraded(early)
}

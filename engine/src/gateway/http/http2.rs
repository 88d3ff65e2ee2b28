//! HTTP/2 on a connection (RFC 9113), where `open_http2_protocol` allows it: agreed on by TLS (ALPN), or known before, by
//! a client that begins with the preface. Each stream is a request as one of HTTP/1 is, and several are under way at a
//! time.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use hyper::rt::Executor;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::time::Sleep;

use super::service::Service;
use super::{Order, ended_by, give_up, log_not_handed_over, obey};
use crate::gateway::Shared;
use crate::gateway::connection::{Connection, Ending};
use crate::gateway::life::Outcome;
use crate::gateway::patience::{Patience, Progress};
use crate::gateway::transport::Transport;
use crate::link::ClosedBy;

/// Its name in TLS (RFC 9113 section 3.2).
pub(in crate::gateway) const NAME: &[u8] = b"h2";

/// What a client says first (RFC 9113 section 3.4).
pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

/// What of one answer is given to h2 at once, in bytes, and may wait there for the client's window or the socket.
pub(super) const PIECE: usize = 64 * 1024;

/// How long a client may take to answer the ping behind "no more requests", which shows that none is on its way any more
/// (RFC 9113 section 6.8).
const FAREWELL: Duration = Duration::from_secs(1);

/// How often it is looked whether all that was sent has arrived, which nobody tells of.
const LOOK: Duration = Duration::from_millis(50);

/// Serves the connection to its end: what hyper knows of it can't be handed over.
pub(super) async fn serve(transport: &mut Transport, connection: &Arc<Connection>, shared: &Arc<Shared>) -> Outcome {
    let settings = &connection.port.settings.http2;
    let service = Service::new(connection, shared, 0);
    let under_way = &connection.under_way;
    let streams = Streams::default();
    let mut running = FuturesUnordered::new();
    let mut http = http2::Builder::new(streams.clone())
        .timer(TokioTimer::new())
        .auto_date_header(false)
        .max_header_list_size(to_u32(settings.max_header_list_size))
        .max_send_buf_size(PIECE)
        .max_concurrent_streams(to_u32(settings.max_concurrent_streams))
        .header_table_size(to_u32(settings.header_table_size))
        .max_frame_size(to_u32(settings.max_frame_size))
        .initial_stream_window_size(to_u32(settings.init_window_size))
        .initial_connection_window_size(to_u32(settings.init_window_size.saturating_mul(4)))
        .serve_connection(
            TokioIo::new(&mut *transport),
            service_fn(|request| service.serve(request, under_way.begin())),
        );

    let port = &connection.port.settings;
    let (header_timeout, body_timeout) = (port.http_header_timeout, port.http_body_timeout);
    let mut patience: Option<Patience> = None;
    let mut idle: Option<Pin<Box<Sleep>>> = None;
    let (mut stalled, mut farewell): (Option<Progress>, Option<Progress>) = (None, None);
    let mut look = None;
    let mut is_through = false;
    let mut is_last = false;
    // Answers lie here, and the client opens no window for them or reads nothing.
    let waits_for_client =
        || under_way.waits_for_client() || connection.exchanges.waits_for_client() || connection.is_write_blocked();
    let body_timeout = Duration::from_secs_f64(body_timeout);
    let by = poll_fn(|context| {
        connection.watch(context.waker());
        let order = connection.take_ending().map(|ending| obey(ending, connection, &mut patience));
        if let Some(Order::End(by)) = order {
            return Poll::Ready(by);
        }
        let mut ends = order.is_some() || shared.is_parting();
        if patience.as_mut().is_some_and(|patience| patience.is_over(context, connection, under_way.sends_file())) {
            return Poll::Ready(ClosedBy::Server);
        }
        loop {
            if ends && !is_last {
                is_last = true;
                if shared.is_frozen() {
                    log_not_handed_over(connection, shared);
                }
                Pin::new(&mut http).graceful_shutdown();
            }
            if Pin::new(&mut http).poll(context).is_ready() {
                is_through = true;
                return Poll::Ready(ended_by(connection, patience.as_ref()));
            }
            running.extend(streams.take());
            while let Poll::Ready(Some(())) = running.poll_next_unpin(context) {}
            if !streams.is_empty() {
                continue;
            }
            let waits = waits_for_client() || (is_last && connection.unacknowledged() > 0);
            if Progress::is_missing(&mut stalled, waits, body_timeout, context, connection) {
                return Poll::Ready(give_up(connection, shared));
            }
            let is_quiet = !under_way.is_any();
            // Its answer to our ping stands behind all that it has not read yet.
            let says_goodbye = is_last && is_quiet && connection.unacknowledged() == 0;
            if Progress::is_missing(&mut farewell, says_goodbye, FAREWELL, context, connection) {
                return Poll::Ready(ClosedBy::Server);
            }
            if is_last && is_quiet && !says_goodbye && has_lasted(true, &mut look, LOOK, context) {
                look = None;
                continue;
            }
            // The same limit as between two requests of HTTP/1, where hyper keeps it. Half a head is nothing.
            let is_idle = !is_last && is_quiet && !connection.is_write_blocked();
            if !has_lasted(is_idle, &mut idle, Duration::from_secs_f64(header_timeout), context) {
                return Poll::Pending;
            }
            ends = true;
        }
    })
    .await;
    // Whoever lost patience, or was told to end it, does not wait for more.
    if is_through && patience.is_none() && by == ClosedBy::Server && !connection.was_reset() {
        arrive(connection, body_timeout).await;
    }
    Outcome::Ended(by)
}

/// Waits until the other side's kernel has all that was sent, as long as that goes on. A client of HTTP/2 says how much it has
/// read for as long as it reads: the end of a socket to which something is still said is a reset, and takes along what was not
/// sent yet.
async fn arrive(connection: &Connection, limit: Duration) {
    let (mut stalled, mut look) = (None, None);
    poll_fn(|context| {
        connection.watch(context.waker());
        if let Some(Ending::Reset) = connection.take_ending() {
            connection.reset();
        }
        while connection.unacknowledged() > 0 && !connection.was_reset() {
            if Progress::is_missing(&mut stalled, true, limit, context, connection) {
                break;
            }
            if !has_lasted(true, &mut look, LOOK, context) {
                return Poll::Pending;
            }
            look = None;
        }
        Poll::Ready(())
    })
    .await;
}

/// Whether something has lasted for so long, since it was true for the first time; else the task will be woken to ask again.
fn has_lasted(is_so: bool, sleep: &mut Option<Pin<Box<Sleep>>>, limit: Duration, context: &mut Context<'_>) -> bool {
    if !is_so {
        *sleep = None;
        return false;
    }
    sleep.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit))).as_mut().poll(context).is_ready()
}

/// hyper's tasks, one for each stream, which the connection's own task runs: they end with it.
#[derive(Default)]
struct Streams<'task>(Arc<Mutex<Vec<Stream<'task>>>>);

type Stream<'task> = Pin<Box<dyn Future<Output = ()> + Send + 'task>>;

impl<'task> Streams<'task> {
    fn take(&self) -> Vec<Stream<'task>> {
        std::mem::take(&mut self.0.lock())
    }

    fn is_empty(&self) -> bool {
        self.0.lock().is_empty()
    }
}

impl Clone for Streams<'_> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<'task, F: Future<Output = ()> + Send + 'task> Executor<F> for Streams<'task> {
    fn execute(&self, stream: F) {
        self.0.lock().push(Box::pin(stream));
    }
}

fn to_u32(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

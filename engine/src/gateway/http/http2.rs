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
use tokio::time::{Instant, Sleep};

use super::service::Service;
use super::{Order, ended_by, log_not_handed_over, obey};
use crate::gateway::Shared;
use crate::gateway::connection::Connection;
use crate::gateway::life::Outcome;
use crate::gateway::patience::Patience;
use crate::gateway::transport::Transport;
use crate::gateway::under_way::UnderWay;
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

/// Serves the connection to its end: what hyper knows of it can't be handed over.
pub(super) async fn serve(transport: &mut Transport, connection: &Arc<Connection>, shared: &Arc<Shared>) -> Outcome {
    let settings = &connection.port.settings.http2;
    let service = Service::new(connection, shared, 0);
    let under_way = UnderWay::default();
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

    let mut patience: Option<Patience> = None;
    let mut idle = Idle::new(Duration::from_secs_f64(connection.port.settings.http_header_timeout));
    let mut stalled = Idle::new(Duration::from_secs_f64(connection.port.settings.http_body_timeout));
    let mut is_last = false;
    let waits_for_client = || under_way.waits_for_client() || connection.exchanges.waits_for_client();
    let by = poll_fn(|context| {
        connection.watch(context.waker());
        let order = match connection.take_ending() {
            Some(ending) => Some(obey(ending, connection, &mut patience)),
            None if !is_last && shared.is_parting() => Some(Order::LastRequest),
            // Answers lie here, and the client opens no window for them.
            None if stalled.is_over(context, !waits_for_client(), connection) => Some(Order::End(ClosedBy::Server)),
            None if idle.is_over(context, under_way.is_any(), connection) => {
                Some(if is_last { Order::End(ClosedBy::Server) } else { Order::LastRequest })
            }
            None => None,
        };
        match order {
            Some(Order::End(by)) => return Poll::Ready(by),
            Some(Order::LastRequest) if !is_last => {
                is_last = true;
                if shared.is_frozen() {
                    log_not_handed_over(connection, shared);
                }
                Pin::new(&mut http).graceful_shutdown();
                idle = Idle::new(FAREWELL);
                let _ = idle.is_over(context, under_way.is_any(), connection);
            }
            _ => {}
        }
        if patience.as_mut().is_some_and(|patience| patience.is_over(context, connection)) {
            return Poll::Ready(ClosedBy::Server);
        }
        loop {
            if Pin::new(&mut http).poll(context).is_ready() {
                return Poll::Ready(ended_by(connection, patience.as_ref()));
            }
            running.extend(streams.take());
            while let Poll::Ready(Some(())) = running.poll_next_unpin(context) {}
            if streams.is_empty() {
                return Poll::Pending;
            }
        }
    })
    .await;
    Outcome::Ended(by)
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

/// How long nothing has happened on a connection that should: no request is under way (the same limit as between two requests
/// of HTTP/1, where hyper keeps it; half a head is nothing), or the client takes none of the answers that are there.
struct Idle {
    limit: Duration,
    sleep: Pin<Box<Sleep>>,
    /// Something was under way when it last looked.
    was_busy: bool,
    /// What had been sent when `sleep` began.
    sent: u64,
}

/// Bytes in a second that are progress: the last of an answer may still be going out. Answers to pings are less.
const LEAST_PER_SECOND: u64 = 1024;

impl Idle {
    fn new(limit: Duration) -> Self {
        Self { limit, sleep: Box::pin(tokio::time::sleep(limit)), was_busy: false, sent: 0 }
    }

    /// Whether it is over; else the task will be woken to ask again.
    fn is_over(&mut self, context: &mut Context<'_>, is_busy: bool, connection: &Connection) -> bool {
        if is_busy || self.was_busy {
            self.begin(connection);
        }
        self.was_busy = is_busy;
        while self.sleep.as_mut().poll(context).is_ready() {
            if connection.sent() - self.sent < LEAST_PER_SECOND * self.limit.as_secs().max(1) {
                return true;
            }
            self.begin(connection);
        }
        false
    }

    fn begin(&mut self, connection: &Connection) {
        self.sent = connection.sent();
        self.sleep.as_mut().reset(Instant::now() + self.limit);
    }
}

fn to_u32(number: i64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

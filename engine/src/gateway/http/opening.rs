//! The usual beginning of a WebSocket: the first thing that a client sends is a whole opening handshake that is right. It is
//! read and judged here, without hyper, whose buffers and states for this one request are a third of what a handshake costs in
//! instructions. All else (heads in pieces, plain HTTP, what is to be refused) is put back and goes to hyper, as if nobody
//! had looked: so there is one judge for each.

use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use httparse::Status;
use hyper::header::{HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Uri, Version};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Instant, sleep};

use super::service::{Service, Upgrade};
use crate::gateway::connection::Connection;
use crate::gateway::reading::with_buffer;
use crate::gateway::transport::Transport;
use crate::gateway::{Port, Protocol, Shared};

/// What is read of a connection that has said nothing yet, in bytes. Browsers send some hundred.
const FIRST_BYTES: usize = 8 * 1024;

/// As many as hyper takes.
const MOST_HEADERS: usize = 100;

/// How a connection has begun.
pub(super) enum Beginning {
    /// With a handshake that succeeds, and with what came behind it.
    Opening(Upgrade, Bytes),
    /// With something for hyper, or not at all because it is to end; so long is left for a head.
    Other(Duration),
    /// Nothing came in time.
    Silence,
}

/// Whether a connection may begin so. What is encrypted can't be put back, and costs so much that hyper makes no difference.
pub(super) fn may_come(transport: &Transport, port: &Port) -> bool {
    port.protocol == Protocol::WebSocket && !port.wanted.handshake && !transport.is_tls()
}

/// Reads what a connection begins with, for `limit` at the most.
pub(super) async fn begin(
    transport: &mut Transport,
    limit: Duration,
    connection: &Arc<Connection>,
    shared: &Shared,
) -> Beginning {
    let end = Instant::now() + limit;
    let read = poll_fn(|context| {
        connection.watch(context.waker());
        if connection.has_ending() || shared.is_parting() {
            return Poll::Ready(None);
        }
        with_buffer(FIRST_BYTES, |buffer| {
            let mut buffer = ReadBuf::new(buffer);
            let result = ready!(Pin::new(&mut *transport).poll_read(context, &mut buffer));
            let bytes = result.ok().map(|()| Bytes::copy_from_slice(buffer.filled()));
            Poll::Ready(bytes.filter(|bytes| !bytes.is_empty()))
        })
    });
    let bytes = tokio::select! {
        biased;
        bytes = read => bytes,
        () = sleep(limit) => return Beginning::Silence,
    };
    if let Some(mut bytes) = bytes {
        let service = Service::new(connection, shared, 0);
        let opening = head(&bytes).and_then(|(head, length)| Some((service.opening(head)?, length)));
        if let Some((upgrade, length)) = opening {
            return Beginning::Opening(upgrade, bytes.split_off(length));
        }
        transport.put_back(bytes);
    }
    Beginning::Other(end.saturating_duration_since(Instant::now()))
}

/// The head of a request, if `bytes` begin with a whole one for HTTP/1.1, and its length. Names and values are parts of
/// `bytes`.
fn head(bytes: &Bytes) -> Option<(Parts, usize)> {
    let mut fields = [const { MaybeUninit::uninit() }; MOST_HEADERS];
    let mut request = httparse::Request::new(&mut []);
    let Ok(Status::Complete(length)) = request.parse_with_uninit_headers(bytes, &mut fields) else { return None };
    let (mut head, ()) = Request::new(()).into_parts();
    head.method = Method::from_bytes(request.method?.as_bytes()).ok()?;
    head.uri = Uri::from_maybe_shared(bytes.slice_ref(request.path?.as_bytes())).ok()?;
    head.version = if request.version? == 1 { Version::HTTP_11 } else { return None };
    head.headers.reserve(request.headers.len());
    for field in request.headers.iter() {
        let name = HeaderName::from_bytes(field.name.as_bytes()).ok()?;
        head.headers.append(name, HeaderValue::from_maybe_shared(bytes.slice_ref(field.value)).ok()?);
    }
    Some((head, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    const OPENING: &[u8] = b"GET /room?id=1 HTTP/1.1\r\nHost: a\r\nX-Two: 1\r\nx-two: 2\r\nEmpty:\r\n\r\n";

    #[test]
    fn a_whole_head_is_taken_apart_and_what_follows_is_left() {
        let bytes = Bytes::from([OPENING, b"behind"].concat());
        let (head, length) = head(&bytes).unwrap();
        assert_eq!(length, OPENING.len());
        assert_eq!((head.method, head.version), (Method::GET, Version::HTTP_11));
        assert_eq!(head.uri, "/room?id=1");
        let fields: Vec<_> = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        assert_eq!(fields, [("host", &b"a"[..]), ("x-two", b"1"), ("x-two", b"2"), ("empty", b"")]);
    }

    #[test]
    fn what_is_not_whole_or_not_right_is_for_hyper() {
        for length in 0..OPENING.len() {
            assert!(head(&Bytes::from_static(&OPENING[..length])).is_none(), "{length} bytes");
        }
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(MOST_HEADERS + 1));
        for other in [
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET / HTTP/1.0\r\n\r\n",
            "GET /\u{7f} HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\nA : b\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\r\n c\r\n\r\n",
            "GET / HTTP/1.1\r\nA: b\0\r\n\r\n",
            &many,
        ] {
            assert!(head(&Bytes::from(other.to_owned())).is_none(), "{other:?}");
        }
    }
}

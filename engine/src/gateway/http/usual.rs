//! What clients usually send: an opening handshake that is right, or one request after another on a connection that is kept,
//! each whole when it comes, and answered whole. That is read, judged and answered here, without hyper, whose buffers and
//! states are a quarter of what such a request costs in instructions. All else (heads in pieces, long bodies, what is to be refused,
//! answers in chunks, files) goes to hyper, as if nobody had looked: what was read is put back, and the answer to what PHP was
//! asked by then comes to hyper ([`Asked`]). So there is one judge for each. hyper keeps what it has got.

use std::future::poll_fn;
use std::mem::MaybeUninit;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use httparse::Status;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Uri, Version};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, sleep};

use super::answer::encode;
use super::log_not_handed_over;
use super::service::{Asked, Service, Upgrade};
use crate::gateway::connection::{Connection, Ending};
use crate::gateway::exchange::{Reply, ReplyBody};
use crate::gateway::handover::Speaks;
use crate::gateway::life::Outcome;
use crate::gateway::reading::with_buffer;
use crate::gateway::transport::Transport;
use crate::gateway::{Protocol, Shared};
use crate::link::{ClosedBy, ResponseHead};
use crate::protocol::handshake;

/// What is read at once, in bytes. Browsers send some hundred.
const MOST_BYTES: usize = 8 * 1024;

/// As many as hyper takes.
const MOST_HEADERS: usize = 100;

/// The longest body that is copied behind the head of its answer; hyper sends longer ones from where they are.
const LONGEST_BODY: usize = 64 * 1024;

/// How a connection goes on.
pub(super) enum Usual<'task> {
    /// With a handshake that succeeds, and with what came behind it.
    Opening(Upgrade, Bytes),
    /// Not in HTTP.
    Outcome(Outcome),
    /// With hyper, after so many requests. PHP may have the last of them, which hyper reads again.
    Other(u64, Option<Asked<'task>>),
}

/// What ends the wait for a request.
enum Came {
    Bytes(Bytes),
    /// The other side's end.
    End,
    /// An order how to end.
    Order,
    /// Another gateway is to go on.
    Parting,
    /// Nothing, for too long.
    Silence,
}

/// What ends the wait for an answer.
enum Answered {
    /// PHP; or nobody ever will.
    Reply(Option<Reply>),
    /// The other side's end.
    End,
    /// An order how to end.
    Order,
}

/// Serves a connection as long as what comes is usual; each head may take `limit`, and with hyper, where it goes if it comes in
/// pieces, as long again. Not for an encrypted one: nothing can be put back to it, and it costs so much that hyper makes no
/// difference.
pub(super) async fn serve<'task>(
    transport: &mut Transport,
    exchanges: u64,
    limit: Duration,
    connection: &'task Arc<Connection>,
    shared: &'task Arc<Shared>,
) -> Usual<'task> {
    let port = &connection.port;
    let service = Service::new(connection, shared, exchanges);
    let mut timer = pin!(sleep(limit));
    let mut unread = Bytes::new();
    loop {
        if unread.is_empty() {
            let end = Instant::now() + limit;
            let came = poll_fn(|context| {
                connection.watch(context.waker());
                if connection.has_ending() {
                    return Poll::Ready(Came::Order);
                }
                if shared.is_parting() {
                    return if connection.is_settled(shared) { Poll::Ready(Came::Parting) } else { Poll::Pending };
                }
                if let Poll::Ready(bytes) = poll_bytes(transport, context) {
                    return Poll::Ready(bytes.map_or(Came::End, Came::Bytes));
                }
                // It is set again only when it has come: not for each request.
                while timer.as_mut().poll(context).is_ready() {
                    if Instant::now() >= end {
                        return Poll::Ready(Came::Silence);
                    }
                    timer.as_mut().reset(end);
                }
                Poll::Pending
            });
            unread = match came.await {
                Came::Bytes(bytes) => bytes,
                Came::Order => return Usual::Outcome(Outcome::Ended(end_between(connection, shared))),
                Came::End => return Usual::Outcome(Outcome::Ended(ClosedBy::Peer)),
                Came::Silence => return Usual::Outcome(Outcome::Ended(ClosedBy::Server)),
                Came::Parting => {
                    return Usual::Outcome(Outcome::Parted(Speaks::Http { exchanges: service.exchanges() }));
                }
            };
        }
        // It may have come since the last answer.
        if connection.has_ending() {
            break;
        }
        let Some((head, length)) = head(&unread) else { break };
        if port.protocol == Protocol::WebSocket && handshake::is_asked(&head.headers) {
            match service.opening(head) {
                Some(upgrade) => return Usual::Opening(upgrade, unread.split_off(length)),
                None => break,
            }
        }
        let Some(body) = service.usual_body(&head, unread.len() - length) else { break };
        let Some(mut asked) = service.ask_usual(head, unread.slice(length..length + body)) else { break };
        let all = unread;
        unread = all.slice(length + body..);
        let is_alone = unread.is_empty();
        let answered = poll_fn(|context| {
            connection.watch(context.waker());
            if connection.has_ending() {
                return Poll::Ready(Answered::Order);
            }
            if let Poll::Ready(reply) = Pin::new(&mut asked.reply).poll(context) {
                return Poll::Ready(Answered::Reply(reply.ok()));
            }
            // Who leaves is not waited for; what else comes has time.
            if unread.is_empty() {
                match ready!(poll_bytes(transport, context)) {
                    Some(bytes) => unread = bytes,
                    None => return Poll::Ready(Answered::End),
                }
            }
            Poll::Pending
        });
        let (head, body) = match answered.await {
            Answered::End => return Usual::Outcome(Outcome::Ended(ClosedBy::Peer)),
            Answered::Reply(Some(Reply::Http { head, body: ReplyBody::Whole(body), promise: _ }))
                if is_usual(&head, &body) && !*shared.stopping.borrow() =>
            {
                (head, body)
            }
            other => {
                if let Answered::Reply(reply) = other {
                    asked.give_back(reply);
                }
                // What came with the request is a part of `all`.
                if is_alone {
                    transport.put_back(unread);
                }
                transport.put_back(all);
                return Usual::Other(service.exchanges(), Some(asked));
            }
        };
        drop(asked);
        let answer = encode(head, &body);
        let sent = poll_fn(|context| match Pin::new(&mut *transport).poll_write(context, &answer) {
            Poll::Pending => Poll::Ready(Ok(0)),
            written => written,
        });
        match sent.await {
            Ok(count) if count == answer.len() => {}
            Ok(count) => {
                // hyper waits for the client, with patience for who is slow and none for who takes nothing.
                transport.put_ahead(answer, count);
                break;
            }
            Err(_) => return Usual::Outcome(Outcome::Ended(ClosedBy::Peer)),
        }
    }
    transport.put_back(unread);
    Usual::Other(service.exchanges(), None)
}

/// Reads once; `None` when nothing will come any more.
fn poll_bytes(transport: &mut Transport, context: &mut Context<'_>) -> Poll<Option<Bytes>> {
    with_buffer(MOST_BYTES, |buffer| {
        let mut buffer = ReadBuf::new(buffer);
        let result = ready!(Pin::new(transport).poll_read(context, &mut buffer));
        let bytes = result.ok().map(|()| Bytes::copy_from_slice(buffer.filled()));
        Poll::Ready(bytes.filter(|bytes| !bytes.is_empty()))
    })
}

/// Whether an answer is like most. Others have no body, or say something of the connection.
fn is_usual(head: &ResponseHead, body: &Bytes) -> bool {
    let is_of_connection = |(name, _): &(String, Vec<u8>)| {
        [header::CONNECTION, header::UPGRADE].iter().any(|other| name.eq_ignore_ascii_case(other.as_str()))
    };
    head.status >= 200
        && ![204, 304].contains(&head.status)
        && body.len() <= LONGEST_BODY
        && head.headers.len() <= MOST_HEADERS
        && !head.headers.iter().any(is_of_connection)
}

/// Does what was ordered to a connection between two requests.
fn end_between(connection: &Connection, shared: &Shared) -> ClosedBy {
    match connection.take_ending() {
        Some(Ending::Reset) => connection.reset(),
        Some(Ending::Stop) if shared.is_frozen() => log_not_handed_over(connection, shared),
        _ => {}
    }
    ClosedBy::Server
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

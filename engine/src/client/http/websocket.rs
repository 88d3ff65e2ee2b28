//! An open WebSocket: its session, and the connection that carries it, until both are over.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::super::session::{End, Session, Unsendable};
use super::connect::Transport;
use super::connection::{Event, Link, Phase};

/// What is read at once: as much as two records of TLS.
const BUFFER: usize = 32 * 1024;

/// How long the server has for its part of the closing handshake, and for the end of the connection behind it.
pub(super) const GOODBYE: Duration = Duration::from_secs(2);

/// Carries messages until the WebSocket has ended, tells of that, and sees the connection to its end.
pub(super) async fn serve(link: &Link, mut transport: Box<dyn Transport>) {
    let mut is_writable = true;
    let end = poll_fn(|context| go_on(link, &mut *transport, &mut is_writable, context)).await;
    link.phase.set(Phase::Leaving);
    let is_lost = matches!(end, End::Lost(_));
    link.tell(Event::Closed(Some(end)));
    if !is_lost && is_writable {
        // The server ends the connection first (RFC 6455 section 7.1.1). What was not read would turn the end into a reset,
        // which can overtake the last words.
        let _ = link.place.within(GOODBYE, poll_fn(|context| leave(link, &mut *transport, context))).await;
    }
}

fn go_on(link: &Link, transport: &mut dyn Transport, is_writable: &mut bool, context: &mut Context<'_>) -> Poll<End> {
    let mut session = link.session.borrow_mut();
    let Some(session) = &mut *session else { return Poll::Ready(End::Lost(String::new())) };
    // As much as one message may have is enough for a turn: what was compressed may be a thousand times what is read.
    let most = link.settings.borrow().package_limit();
    let mut told = 0;
    loop {
        if *is_writable && write(session, transport, context).is_err() {
            // What the server said before it left is still to be read: often why.
            *is_writable = false;
        }
        let has_read = session.end().is_none() && read(session, transport, context);
        while let Some(message) = session.take_message() {
            told += message.payload.len();
            link.tell(Event::Message(message));
        }
        if let Some(end) = session.end() {
            return Poll::Ready(end.clone());
        }
        if !has_read {
            break;
        }
        if told >= most {
            context.waker().wake_by_ref();
            break;
        }
    }
    if link.place.is_over(link.closes_until.get()) {
        session.lose("the server did not answer the close frame within 2 seconds");
        return session.end().map_or(Poll::Pending, |end| Poll::Ready(end.clone()));
    }
    Poll::Pending
}

/// Writes what the socket takes.
///
/// # Errors
/// The connection is broken in this direction.
fn write(session: &mut Session, mut transport: &mut dyn Transport, context: &mut Context<'_>) -> Result<(), ()> {
    while !session.unsent().is_empty() {
        match Pin::new(&mut transport).poll_write(context, session.unsent()) {
            Poll::Ready(Ok(count @ 1..)) => session.wrote(count),
            Poll::Ready(Ok(0) | Err(_)) => return Err(()),
            Poll::Pending => break,
        }
    }
    match Pin::new(&mut transport).poll_flush(context) {
        Poll::Ready(Err(_)) => Err(()),
        Poll::Ready(Ok(())) | Poll::Pending => Ok(()),
    }
}

/// Reads once what has come; false if that was nothing.
fn read(session: &mut Session, mut transport: &mut dyn Transport, context: &mut Context<'_>) -> bool {
    let mut buffer = [0; BUFFER];
    let mut buffer = ReadBuf::new(&mut buffer);
    match Pin::new(&mut transport).poll_read(context, &mut buffer) {
        Poll::Pending => return false,
        Poll::Ready(Ok(())) if buffer.filled().is_empty() => session.lose("the server has ended it"),
        Poll::Ready(Ok(())) => session.receive(buffer.filled_mut()),
        Poll::Ready(Err(error)) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            session.lose("the server has ended it");
        }
        Poll::Ready(Err(error)) => session.lose(&error.to_string()),
    }
    true
}

/// Writes the last frame, and waits for the server to end the connection, whatever else it says.
fn leave(link: &Link, mut transport: &mut dyn Transport, context: &mut Context<'_>) -> Poll<()> {
    if let Some(session) = &mut *link.session.borrow_mut()
        && write(session, transport, context).is_err()
    {
        return Poll::Ready(());
    }
    let is_written = link.session.borrow().as_ref().is_none_or(|session| session.unsent().is_empty());
    if is_written && matches!(Pin::new(&mut transport).poll_shutdown(context), Poll::Ready(Err(_))) {
        return Poll::Ready(());
    }
    loop {
        let mut buffer = [0; BUFFER];
        let mut buffer = ReadBuf::new(&mut buffer);
        match Pin::new(&mut transport).poll_read(context, &mut buffer) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
            Poll::Ready(_) => return Poll::Ready(()),
        }
    }
}

/// Begins the closing handshake.
///
/// # Errors
/// The code or reason can't be sent; nothing has changed then.
pub(super) fn close(link: &Link, code: i64, reason: &[u8]) -> Result<(), Unsendable> {
    if let Some(session) = &mut *link.session.borrow_mut() {
        session.close(code, reason)?;
    }
    link.closes_until.set(Instant::now().checked_add(GOODBYE));
    link.phase.set(Phase::Leaving);
    Ok(())
}

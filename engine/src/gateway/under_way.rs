//! What hyper is in the middle of, which it does not tell: requests and their answers are counted while they live, and so are
//! the bytes of answers that the client has not taken.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

/// Of one connection.
#[derive(Default)]
pub(super) struct UnderWay(Arc<Counts>);

#[derive(Default)]
struct Counts {
    /// Bytes of answers that hyper has not been given, where their length is known.
    left: AtomicU64,
    /// How many of these are in memory.
    held: AtomicUsize,
    /// Bytes of answers in memory that their requests have not been given.
    promised: AtomicUsize,
}

/// Lives from the head of a request until hyper has taken the last byte of its answer's body.
pub(super) struct Mark(Arc<Counts>);

impl Mark {
    /// Bytes of the connection's answers that are in memory for the client to take.
    pub(super) fn held(&self) -> usize {
        self.0.held()
    }
}

impl Counts {
    fn held(&self) -> usize {
        self.held.load(Ordering::Relaxed) + self.promised.load(Ordering::Relaxed)
    }
}

/// Counts an answer on its way to its request.
pub(super) struct Promise(Arc<Counts>, usize);

impl Drop for Promise {
    fn drop(&mut self) {
        self.0.promised.fetch_sub(self.1, Ordering::Relaxed);
    }
}

impl UnderWay {
    /// A request begins.
    pub(super) fn begin(&self) -> Mark {
        Mark(Arc::clone(&self.0))
    }

    /// PHP has answered a request with so many bytes. Any thread.
    pub(super) fn promise(&self, bytes: usize) -> Promise {
        self.0.promised.fetch_add(bytes, Ordering::Relaxed);
        Promise(Arc::clone(&self.0), bytes)
    }

    /// Bytes of answers that are in memory for the client to take.
    pub(super) fn held(&self) -> usize {
        self.0.held()
    }

    pub(super) fn is_any(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }

    /// Whether there are answers that only the client keeps from going out.
    pub(super) fn waits_for_client(&self) -> bool {
        self.0.left.load(Ordering::Relaxed) > 0
    }

    /// Whether some of them are files.
    pub(super) fn sends_file(&self) -> bool {
        self.0.left.load(Ordering::Relaxed) > self.0.held.load(Ordering::Relaxed) as u64
    }
}

/// A body that keeps the mark of its request, and goes out in pieces: hyper takes one of any length at once, and keeps it
/// where HTTP/2 has to wait for the client's window.
pub(super) struct Tracked<B> {
    body: B,
    mark: Mark,
    /// The longest piece.
    piece: usize,
    /// The rest of one that was longer.
    rest: Bytes,
    /// What of it is counted in [`Counts`].
    left: u64,
    held: usize,
}

impl<B: Body<Data = Bytes>> Tracked<B> {
    /// `is_held` for a body that lies in memory as a whole.
    pub(super) fn new(body: B, mark: Mark, piece: usize, is_held: bool) -> Self {
        let left = body.size_hint().exact().unwrap_or(0);
        let held = if is_held { usize::try_from(left).unwrap_or(usize::MAX) } else { 0 };
        mark.0.left.fetch_add(left, Ordering::Relaxed);
        mark.0.held.fetch_add(held, Ordering::Relaxed);
        Self { body, mark, piece, rest: Bytes::new(), left, held }
    }

    /// A piece of what has come of the body.
    fn cut(&mut self) -> Frame<Bytes> {
        let piece = self.rest.split_to(self.rest.len().min(self.piece));
        self.count_off(piece.len() as u64);
        Frame::data(piece)
    }
}

impl<B> Tracked<B> {
    fn count_off(&mut self, bytes: u64) {
        let left = bytes.min(self.left);
        let held = usize::try_from(bytes).unwrap_or(usize::MAX).min(self.held);
        self.left -= left;
        self.held -= held;
        self.mark.0.left.fetch_sub(left, Ordering::Relaxed);
        self.mark.0.held.fetch_sub(held, Ordering::Relaxed);
    }
}

impl<B> Drop for Tracked<B> {
    fn drop(&mut self) {
        self.count_off(u64::MAX);
    }
}

impl<B: Body<Data = Bytes> + Unpin> Body for Tracked<B> {
    type Data = Bytes;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        let this = self.get_mut();
        if !this.rest.is_empty() {
            return Poll::Ready(Some(Ok(this.cut())));
        }
        let frame = match ready!(Pin::new(&mut this.body).poll_frame(context)) {
            Some(Ok(frame)) => frame,
            other => return Poll::Ready(other),
        };
        Poll::Ready(Some(Ok(match frame.into_data() {
            Ok(data) => {
                this.rest = data;
                this.cut()
            }
            Err(trailers) => trailers,
        })))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (hint, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let mut whole = SizeHint::new();
        whole.set_lower(hint.lower() + rest);
        if let Some(upper) = hint.upper() {
            whole.set_upper(upper + rest);
        }
        whole
    }
}

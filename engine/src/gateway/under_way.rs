//! Whether hyper is in the middle of a request or of its answer, which it does not tell: something that lives as long is
//! counted.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper::body::{Body, Frame, SizeHint};

/// Of one connection, whose task alone has it.
#[derive(Default)]
pub(super) struct UnderWay(Arc<()>);

/// Lives from the head of a request until hyper has taken the last byte of its answer's body.
pub(super) struct Mark(#[expect(dead_code, reason = "that it lives is what counts")] Arc<()>);

impl UnderWay {
    /// A request begins.
    pub(super) fn begin(&self) -> Mark {
        Mark(Arc::clone(&self.0))
    }

    pub(super) fn is_any(&self) -> bool {
        Arc::strong_count(&self.0) > 1
    }
}

/// A body that keeps the mark of its request.
pub(super) struct Tracked<B> {
    body: B,
    _mark: Mark,
}

impl<B> Tracked<B> {
    pub(super) fn new(body: B, mark: Mark) -> Self {
        Self { body, _mark: mark }
    }
}

impl<B: Body + Unpin> Body for Tracked<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

//! Bodies of answers as hyper takes them, and files among them: read piece by piece, so that a download of any length holds
//! one piece, however slowly its client reads.

use std::fs::File as StdFile;
use std::io::{self, Seek, SeekFrom};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use http_body_util::Full;
use hyper::body::{Body, Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, Take};
use tokio::sync::mpsc;
use tokio_util::io::poll_read_buf;
use tower_http::services::fs::ServeFileSystemResponseBody;

use crate::gateway::exchange::ReplyBody;

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// The body of an answer.
pub(super) enum AnswerBody {
    Whole(Full<Bytes>),
    /// None, and the head says a length.
    Unstated,
    Chunks {
        chunks: mpsc::UnboundedReceiver<Frame<Bytes>>,
        waiting: Arc<AtomicUsize>,
    },
    File(FileBody),
    Static(ServeFileSystemResponseBody),
}

impl AnswerBody {
    /// # Errors
    /// The system's, when a file can't be read from where it should be.
    pub(super) fn of(body: ReplyBody) -> io::Result<Self> {
        Ok(match body {
            ReplyBody::Whole(body) => Self::Whole(Full::new(body)),
            ReplyBody::Chunks { chunks, waiting } => Self::Chunks { chunks, waiting },
            ReplyBody::File { file, offset, length } => Self::File(FileBody::new(file, offset, length)?),
        })
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body).poll_frame(context).map_err(|never| match never {}),
            Self::Unstated => Poll::Ready(None),
            Self::Chunks { chunks, waiting } => chunks.poll_recv(context).map(|frame| {
                let frame = frame?;
                if let Some(data) = frame.data_ref() {
                    waiting.fetch_sub(data.len(), Ordering::AcqRel);
                }
                Some(Ok(frame))
            }),
            Self::File(body) => Pin::new(body).poll_frame(context),
            Self::Static(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Unstated | Self::Chunks { .. } => false,
            Self::File(body) => body.is_end_stream(),
            Self::Static(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Unstated | Self::Chunks { .. } => SizeHint::default(),
            Self::File(body) => body.size_hint(),
            Self::Static(body) => body.size_hint(),
        }
    }
}

/// A part of a file.
pub(super) struct FileBody {
    file: Take<File>,
    piece: BytesMut,
}

impl FileBody {
    fn new(mut file: StdFile, offset: u64, length: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(offset))?;
        Ok(Self { file: File::from_std(file).take(length), piece: BytesMut::new() })
    }
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let Self { file, piece } = self.get_mut();
        let left = file.limit();
        if left == 0 {
            return Poll::Ready(None);
        }
        piece.reserve(usize::try_from(left).unwrap_or(PIECE).min(PIECE));
        Poll::Ready(Some(match ready!(poll_read_buf(pin!(file), context, piece)) {
            // Its length has been said: what is missing must not look like the end.
            Ok(0) => Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is shorter than it was")),
            Ok(_) => Ok(Frame::data(piece.split().freeze())),
            Err(error) => Err(error),
        }))
    }

    fn is_end_stream(&self) -> bool {
        self.file.limit() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.file.limit())
    }
}

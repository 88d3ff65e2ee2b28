//! A request as a program wants it, and as it goes out.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::uri::PathAndQuery;
use hyper::{Method, Uri};

use super::connect::Route;
use super::{Target, proxy};
use crate::settings::HttpClientSettings;

/// What of a file is in memory on its way, in bytes.
const PIECE: u64 = 64 * 1024;

/// What a program asks for.
#[derive(Debug)]
pub struct Request {
    /// The verb.
    pub method: Method,
    /// Path and query.
    pub path: PathAndQuery,
    /// The program's; what is the connection's own ([`is_own`]) is not among them.
    pub headers: HeaderMap,
    /// What is sent behind the head.
    pub body: RequestBody,
    /// What becomes of the answer.
    pub purpose: Purpose,
}

/// What becomes of an answer.
#[derive(Debug)]
pub enum Purpose {
    /// Its body is the program's.
    Answer,
    /// The body of one that says yes (2xx) goes into this file, from this byte on; what is behind that goes then.
    Download(File, u64),
    /// It opens a WebSocket, of one of these subprotocols, if there are some.
    Upgrade(Vec<String>),
}

/// Whether a header of this name is the connection's affair, and not to be said by a program.
pub fn is_own(name: &HeaderName) -> bool {
    [header::CONNECTION, header::CONTENT_LENGTH, header::TRANSFER_ENCODING, header::UPGRADE].contains(name)
}

/// What stands between the parts of a form with files (RFC 2046 section 5.1.1): in no file but by a chance of 2 to the power of
/// -128.
///
/// # Errors
/// The system's, when it has no random numbers.
pub fn boundary() -> io::Result<String> {
    let mut nonce = [0; 16];
    getrandom::fill(&mut nonce)?;
    Ok(format!("----SwooleBoundary{:032x}", u128::from_be_bytes(nonce)))
}

/// The body of a request, piece by piece; files are read when their turn comes.
#[derive(Debug, Default)]
pub struct RequestBody(VecDeque<Piece>);

#[derive(Debug)]
enum Piece {
    Bytes(Bytes),
    /// So many bytes of a file, from where it stands.
    File(File, u64),
}

impl RequestBody {
    /// Puts bytes behind what there is.
    pub fn push(&mut self, bytes: impl Into<Bytes>) {
        self.0.push_back(Piece::Bytes(bytes.into()));
    }

    /// Puts so many bytes of a file behind what there is, from where it stands.
    pub fn push_file(&mut self, file: File, length: u64) {
        self.0.push_back(Piece::File(file, length));
    }

    fn length(&self) -> u64 {
        let length = |piece: &Piece| match piece {
            Piece::Bytes(bytes) => bytes.len() as u64,
            Piece::File(_, left) => *left,
        };
        self.0.iter().map(length).sum()
    }

    fn next(&mut self) -> io::Result<Option<Bytes>> {
        match self.0.pop_front() {
            None => Ok(None),
            Some(Piece::Bytes(bytes)) => Ok(Some(bytes)),
            Some(Piece::File(mut file, left)) => {
                let mut piece = vec![0; usize::try_from(left.min(PIECE)).unwrap_or_default()];
                // One that has become shorter can't keep to the length that was said.
                file.read_exact(&mut piece)?;
                let left = left - piece.len() as u64;
                if left > 0 {
                    self.0.push_front(Piece::File(file, left));
                }
                Ok(Some(piece.into()))
            }
        }
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        Poll::Ready(self.get_mut().next().transpose().map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.length() == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length())
    }
}

/// The request as it goes out. `handshake` are the fields of an opening handshake, if it is one.
///
/// # Errors
/// Says what can't be sent.
pub(super) fn outgoing(
    request: Request,
    handshake: &[(&'static str, String)],
    target: &Target,
    route: Route,
    settings: &HttpClientSettings,
) -> Result<(hyper::Request<RequestBody>, Purpose), hyper::http::Error> {
    let Request { method, path, mut headers, body, purpose } = request;
    let uri = match route {
        Route::Through => Uri::from(path),
        Route::ToProxy => Uri::builder().scheme("http").authority(target.authority()).path_and_query(path).build()?,
    };
    let has_body = body.length() > 0 || [Method::POST, Method::PUT, Method::PATCH].contains(&method);
    let mut set = |name: HeaderName, value: &str| {
        headers.insert(name, HeaderValue::try_from(value)?);
        Ok::<_, hyper::http::Error>(())
    };
    for (name, value) in handshake {
        set(HeaderName::try_from(*name)?, value)?;
    }
    if handshake.is_empty() {
        set(header::CONNECTION, if settings.keep_alive { "keep-alive" } else { "close" })?;
    }
    if let Some(credentials) = proxy::credentials(&settings.http_proxy).filter(|_| route == Route::ToProxy) {
        set(header::PROXY_AUTHORIZATION, &credentials)?;
    }
    if has_body {
        headers.insert(header::CONTENT_LENGTH, body.length().into());
    }
    if !headers.contains_key(header::HOST) {
        headers.insert(header::HOST, HeaderValue::try_from(target.authority())?);
    }
    if !headers.contains_key(header::ACCEPT_ENCODING) && handshake.is_empty() {
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
    }
    let mut outgoing = hyper::Request::builder().method(method).uri(uri).body(body)?;
    *outgoing.headers_mut() = headers;
    Ok((outgoing, purpose))
}

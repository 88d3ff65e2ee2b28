//! What can go wrong with a client, as its program is told.

use std::io;

use super::handshake::NotOpened;
use super::session::{End, Unsendable};
use crate::protocol::package::Broken;
use crate::tls::TlsError;

/// Why something with a client did not work.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// A host name without an address.
    #[error("the host '{host}' can't be found: {reason}")]
    Lookup {
        /// The name.
        host: String,
        /// In the system's words.
        reason: String,
    },
    /// The system's.
    #[error("{what}: {error}")]
    System {
        /// What was tried.
        what: String,
        /// Why it failed.
        error: io::Error,
    },
    /// The settings or files of TLS.
    #[error(transparent)]
    TlsSettings(#[from] TlsError),
    /// There is no TLS with this server.
    #[error("the TLS handshake failed: {0}")]
    Tls(String),
    /// There is no WebSocket.
    #[error(transparent)]
    NotOpened(#[from] NotOpened),
    /// It was one, and is none any more.
    #[error("{}", ended(.0))]
    Ended(End),
    /// What came can't be packages.
    #[error(transparent)]
    Package(#[from] Broken),
    /// This frame can't be sent; the WebSocket is as it was.
    #[error(transparent)]
    Unsendable(#[from] Unsendable),
    /// What came is no HTTP, or breaks its rules.
    #[error("the server's answer can't be read: {0}")]
    BadAnswer(String),
    /// The body of an answer is longer than `package_max_length` bytes, packed or not.
    #[error("the body of the server's answer has more than the {0} bytes of package_max_length")]
    TooLong(usize),
    /// The proxy does not connect to the server; says why.
    #[error("the proxy {0}")]
    Proxy(String),
    /// The program has closed the client before there was an answer.
    #[error("the client was closed before the server had answered")]
    GivenUp,
    /// The time limit was reached; says before what.
    #[error("the time was over {0}")]
    TimeOver(&'static str),
    /// The program wants the wait to end, and says itself why.
    #[error("interrupted")]
    Interrupted,
}

impl ClientError {
    /// Says what was waited for, if the time was over.
    pub(super) fn at(self, stage: &'static str) -> Self {
        if matches!(self, Self::TimeOver(_)) { Self::TimeOver(stage) } else { self }
    }

    /// A number for programs: one of the system's, `SWOOLE_ERROR_DNSLOOKUP_RESOLVE_FAILED`,
    /// `SWOOLE_ERROR_PACKAGE_LENGTH_TOO_LARGE`, `SWOOLE_ERROR_PACKAGE_MALFORMED_DATA`, the status of the answer to a
    /// handshake (from 200 on), or the code that a WebSocket was closed with (from 1000 on).
    pub fn code(&self) -> i32 {
        const DNSLOOKUP_RESOLVE_FAILED: i32 = 711;
        const PACKAGE_LENGTH_TOO_LARGE: i32 = 1201;
        const PACKAGE_MALFORMED_DATA: i32 = 1204;
        match self {
            Self::Lookup { .. } => DNSLOOKUP_RESOLVE_FAILED,
            Self::System { error, .. } => error.raw_os_error().unwrap_or(libc::EIO),
            Self::NotOpened(NotOpened::Refused { status, .. }) => i32::from(*status),
            Self::Tls(_) | Self::NotOpened(_) | Self::BadAnswer(_) => libc::EPROTO,
            Self::TooLong(_) => libc::EMSGSIZE,
            Self::Proxy(_) => libc::EHOSTUNREACH,
            Self::GivenUp => libc::ECANCELED,
            Self::Package(Broken::TooLong(_)) => PACKAGE_LENGTH_TOO_LARGE,
            Self::Package(Broken::Length(_)) => PACKAGE_MALFORMED_DATA,
            Self::Ended(end) => i32::from(end.code()),
            Self::TlsSettings(_) | Self::Unsendable(_) => libc::EINVAL,
            Self::TimeOver(_) => libc::ETIMEDOUT,
            Self::Interrupted => libc::EINTR,
        }
    }
}

fn ended(end: &End) -> String {
    let reason = end.reason();
    match end {
        End::Closed(None) => "the server closed the WebSocket without a code".to_owned(),
        End::Closed(Some(_)) if reason.is_empty() => {
            format!("the server closed the WebSocket with code {}", end.code())
        }
        End::Closed(Some(_)) => format!("the server closed the WebSocket with code {}: {reason}", end.code()),
        End::Answered(_) => "the client has closed the WebSocket".to_owned(),
        End::Broken(violation) => format!("the server broke a rule of WebSockets and was told so: {violation}"),
        End::Lost(_) => format!("the connection ended without a close frame: {reason}"),
    }
}

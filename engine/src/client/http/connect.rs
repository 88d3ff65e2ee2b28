//! From a host and a port to a connection that requests can go through: the look-up, the connection itself or by a proxy, TLS.

use std::io;
use std::net::SocketAddr;
use std::os::fd::RawFd;
use std::sync::Arc;
use std::task::Poll;

use socket2::SockAddr;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::ClientConfig;
use tokio_rustls::rustls::pki_types::ServerName;

use super::super::error::ClientError;
use super::super::lookup::{Begun, Lookup};
use super::super::socket;
use super::Target;
use super::proxy;
use super::reactor::{Place, Stream};
use crate::settings::{HttpClientSettings, Proxy};

/// The bytes of a connection, plain or encrypted.
pub(super) trait Transport: AsyncRead + AsyncWrite + Unpin {}

impl<T: AsyncRead + AsyncWrite + Unpin> Transport for T {}

/// Whom the certificate of the server must be for, and how that is judged.
pub(super) type Tls = (ServerName<'static>, Arc<ClientConfig>);

/// A connection that is there.
pub(super) struct Connected {
    pub(super) transport: Box<dyn Transport>,
    /// The number of its socket, for the program to see.
    pub(super) descriptor: RawFd,
}

/// How a connection goes to the server.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Route {
    /// To the server itself, or through a proxy that lets all pass.
    Through,
    /// To a proxy that takes requests and makes them itself (RFC 9112 section 3.2.2).
    ToProxy,
}

/// How requests of this kind go.
pub(super) fn route(settings: &HttpClientSettings, target: &Target, is_upgrade: bool) -> Route {
    let is_by_http_proxy = settings.socks5.host.is_none() && settings.http_proxy.host.is_some();
    // What is no request in the proxy's eyes needs a tunnel.
    if is_by_http_proxy && !target.is_secure && !is_upgrade { Route::ToProxy } else { Route::Through }
}

/// # Errors
/// What went wrong first.
pub(super) async fn connect(
    place: &Place,
    target: &Target,
    route: Route,
    settings: &HttpClientSettings,
    tls: Option<Tls>,
) -> Result<Connected, ClientError> {
    let (socks, http) = (&settings.socks5, &settings.http_proxy);
    let stream = match (&socks.host, &http.host) {
        (Some(host), _) => {
            let mut stream = reach(place, host, socks.port, settings).await.map_err(|error| at_proxy(socks, error))?;
            proxy::socks5(&mut stream, &target.host, target.port, socks).await?;
            stream
        }
        (None, Some(host)) => {
            let mut stream = reach(place, host, http.port, settings).await.map_err(|error| at_proxy(http, error))?;
            if route == Route::Through {
                proxy::tunnel(&mut stream, target, http).await?;
            }
            stream
        }
        (None, None) => reach(place, &target.host, target.port, settings).await?,
    };
    let descriptor = stream.number();
    let transport: Box<dyn Transport> = match tls {
        None => Box::new(stream),
        Some((name, config)) => {
            let shaken = TlsConnector::from(config).connect(name, stream).await;
            Box::new(shaken.map_err(|error| match error.kind() {
                io::ErrorKind::UnexpectedEof => ClientError::Tls("the server ended the connection".to_owned()),
                _ => ClientError::Tls(error.to_string()),
            })?)
        }
    };
    Ok(Connected { transport, descriptor })
}

fn at_proxy(proxy: &Proxy, error: ClientError) -> ClientError {
    let host = proxy.host.as_deref().unwrap_or_default();
    match error {
        // With the number that the system has for it.
        ClientError::System { what, error } => ClientError::System { what: format!("the proxy {host}: {what}"), error },
        error => error,
    }
}

/// Connects to whichever address of a host answers first.
async fn reach(place: &Place, host: &str, port: u16, settings: &HttpClientSettings) -> Result<Stream, ClientError> {
    let addresses = look_up(place, host, port).await?;
    let mut tried = Vec::new();
    let mut failure = None;
    for address in addresses {
        let own = settings.own_address(address).map(SockAddr::from);
        let begun = socket::begin(&address.into(), own.as_ref()).and_then(|stream| place.watch(stream.into()));
        match begun {
            Ok(stream) => tried.push((address, stream)),
            Err(error) => failure = Some((address, error)),
        }
        if let Ok(Some(stream)) = place.within(socket::HEAD_START, first(&mut tried, &mut failure)).await {
            return Ok(stream);
        }
    }
    first(&mut tried, &mut failure).await.ok_or_else(|| {
        let (address, error) = failure.unwrap_or_else(|| (([0, 0, 0, 0], port).into(), io::ErrorKind::NotFound.into()));
        ClientError::System { what: format!("connecting to {address}"), error }
    })
}

/// The first connection that comes to be; `None` when none is left that could.
async fn first(tried: &mut Vec<(SocketAddr, Stream)>, failure: &mut Option<(SocketAddr, io::Error)>) -> Option<Stream> {
    std::future::poll_fn(|_| {
        let mut number = 0;
        while let Some((address, stream)) = tried.get(number) {
            match stream.is_connected() {
                Ok(true) => return Poll::Ready(Some(tried.swap_remove(number).1)),
                Ok(false) => number += 1,
                Err(error) => {
                    *failure = Some((*address, error));
                    tried.swap_remove(number);
                }
            }
        }
        if tried.is_empty() { Poll::Ready(None) } else { Poll::Pending }
    })
    .await
}

async fn look_up(place: &Place, host: &str, port: u16) -> Result<Vec<SocketAddr>, ClientError> {
    let lookup = match Lookup::begin(host, port)? {
        Begun::Known(address) => return Ok(vec![address]),
        Begun::Runs(lookup) => place
            .watch(lookup)
            .map_err(|error| ClientError::System { what: format!("looking the host '{host}' up"), error })?,
    };
    std::future::poll_fn(|_| lookup.get().result().transpose().map_or(Poll::Pending, Poll::Ready)).await
}

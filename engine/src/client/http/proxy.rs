//! Proxies that let a connection through to its server: the CONNECT method of HTTP (RFC 9110 section 9.3.6) and SOCKS version 5
//! (RFC 1928, with the user and password of RFC 1929). Names go to the proxy as they are: it looks them up.
//!
//! Our own, because it is a hundred lines on a stream of ours that no runtime knows.

use std::io;
use std::net::IpAddr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::super::error::ClientError;
use super::Target;
use super::connect::Transport;
use crate::settings::Proxy;

/// The longest head of an answer to CONNECT, in bytes.
const MOST_BYTES: usize = 16 * 1024;

/// The most headers that it may have.
const MOST_HEADERS: usize = 100;

fn refused<T>(reason: impl Into<String>) -> Result<T, ClientError> {
    Err(ClientError::Proxy(reason.into()))
}

fn broken(error: &io::Error) -> ClientError {
    ClientError::Proxy(match error.kind() {
        io::ErrorKind::UnexpectedEof => "ended the connection before it had answered".to_owned(),
        _ => format!("is gone: {error}"),
    })
}

/// The value of a `Proxy-Authorization` header (RFC 7617), if there is a user.
pub(super) fn credentials(proxy: &Proxy) -> Option<String> {
    let user = proxy.user.as_ref()?;
    let password = proxy.password.as_deref().unwrap_or_default();
    Some(format!("Basic {}", BASE64_STANDARD.encode(format!("{user}:{password}"))))
}

/// Has an HTTP proxy connect to `target`.
///
/// # Errors
/// It does not, with its reason.
pub(super) async fn tunnel(stream: &mut impl Transport, target: &Target, proxy: &Proxy) -> Result<(), ClientError> {
    let authority = target.authority_with_port();
    let mut head = format!("CONNECT {authority} HTTP/1.1\r\nHost: {authority}\r\n");
    if let Some(credentials) = credentials(proxy) {
        head += &format!("Proxy-Authorization: {credentials}\r\n");
    }
    head += "\r\n";
    stream.write_all(head.as_bytes()).await.map_err(|error| broken(&error))?;
    let mut answer = Vec::new();
    loop {
        // Byte by byte: what follows the head belongs to the server. It is once for a connection.
        answer.push(stream.read_u8().await.map_err(|error| broken(&error))?);
        if !answer.ends_with(b"\n") && answer.len() < MOST_BYTES {
            continue;
        }
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut response = httparse::Response::new(&mut headers);
        match response.parse(&answer) {
            Ok(httparse::Status::Complete(_)) => {
                return match response.code {
                    Some(200..300) => Ok(()),
                    code => refused(format!(
                        "answered {} {}",
                        code.unwrap_or_default(),
                        response.reason.unwrap_or_default().escape_debug()
                    )),
                };
            }
            Ok(httparse::Status::Partial) if answer.len() < MOST_BYTES => {}
            Ok(httparse::Status::Partial) => return refused("answered with a head of more than 16 KiB"),
            Err(error) => return refused(format!("does not answer in HTTP: {error}")),
        }
    }
}

/// Has a SOCKS proxy connect to a host.
///
/// # Errors
/// It does not, with its reason.
pub(super) async fn socks5(
    stream: &mut impl Transport,
    host: &str,
    port: u16,
    proxy: &Proxy,
) -> Result<(), ClientError> {
    const VERSION: u8 = 5;
    const NO_AUTHENTICATION: u8 = 0;
    const USER_AND_PASSWORD: u8 = 2;
    let is_known = proxy.user.is_some();
    let greeting: &[u8] =
        if is_known { &[VERSION, 2, NO_AUTHENTICATION, USER_AND_PASSWORD] } else { &[VERSION, 1, NO_AUTHENTICATION] };
    let mut chosen = [0; 2];
    say(stream, greeting, &mut chosen).await?;
    match chosen {
        [VERSION, NO_AUTHENTICATION] => {}
        [VERSION, USER_AND_PASSWORD] if is_known => {
            let mut login = vec![1];
            for text in [&proxy.user, &proxy.password] {
                short(&mut login, text.as_deref().unwrap_or_default(), "user or password")?;
            }
            let mut verdict = [0; 2];
            say(stream, &login, &mut verdict).await?;
            if verdict[1] != 0 {
                return refused("does not take the user and the password");
            }
        }
        [VERSION, _] => {
            return refused("wants an authentication that is not there: set socks5_user and socks5_password");
        }
        [version, _] => return refused(format!("does not speak SOCKS 5: it answered with version {version}")),
    }
    let mut request = vec![VERSION, 1, 0];
    match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(address)) => {
            request.push(1);
            request.extend_from_slice(&address.octets());
        }
        Ok(IpAddr::V6(address)) => {
            request.push(4);
            request.extend_from_slice(&address.octets());
        }
        Err(_) => {
            request.push(3);
            short(&mut request, host, "host name")?;
        }
    }
    request.extend_from_slice(&port.to_be_bytes());
    let mut reply = [0; 4];
    say(stream, &request, &mut reply).await?;
    let [version, status, _, kind] = reply;
    if version != VERSION || status != 0 {
        return refused(match status {
            1 => "has failed".to_owned(),
            2 => "does not allow the connection".to_owned(),
            3 => "can't reach the network".to_owned(),
            4 => "can't reach the host".to_owned(),
            5 => "was refused by the server".to_owned(),
            6 => "has waited for too long".to_owned(),
            7 => "does not connect at all".to_owned(),
            8 => "does not know this kind of address".to_owned(),
            other => format!("answered {other}"),
        });
    }
    // The address that it connects from, which nobody asks for.
    let length = match kind {
        1 => 4,
        4 => 16,
        3 => usize::from(stream.read_u8().await.map_err(|error| broken(&error))?),
        other => return refused(format!("answered with an unknown kind of address, {other}")),
    };
    stream.read_exact(&mut vec![0; length + 2]).await.map(|_| ()).map_err(|error| broken(&error))
}

/// A text with its length in front.
fn short(bytes: &mut Vec<u8>, text: &str, what: &str) -> Result<(), ClientError> {
    let Ok(length) = u8::try_from(text.len()) else {
        return refused(format!("takes no {what} of more than 255 bytes, {} given", text.len()));
    };
    bytes.push(length);
    bytes.extend_from_slice(text.as_bytes());
    Ok(())
}

async fn say(stream: &mut impl Transport, request: &[u8], answer: &mut [u8]) -> Result<(), ClientError> {
    stream.write_all(request).await.map_err(|error| broken(&error))?;
    stream.read_exact(answer).await.map(|_| ()).map_err(|error| broken(&error))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target() -> Target {
        Target { host: "::1".to_owned(), port: 443, is_secure: true }
    }

    /// Runs one against a proxy that answers `answers`, one for each time that it has heard something.
    async fn against<'answers, F: AsyncFnOnce(&mut tokio::io::DuplexStream) -> Result<(), ClientError>>(
        answers: &'answers [&'answers [u8]],
        client: F,
    ) -> (Result<(), String>, Vec<u8>) {
        let (mut near, mut far) = tokio::io::duplex(4096);
        let proxy = async move {
            let mut heard = Vec::with_capacity(4096);
            for answer in answers {
                far.read_buf(&mut heard).await.unwrap();
                far.write_all(answer).await.unwrap();
            }
            heard
        };
        let client = async move {
            let result = client(&mut near).await.map_err(|error| error.to_string());
            drop(near);
            result
        };
        tokio::join!(client, proxy)
    }

    #[tokio::test]
    async fn a_tunnel_is_asked_for_and_nothing_behind_the_answer_is_read() {
        let proxy = Proxy { user: Some("me".into()), password: Some("secret".into()), ..Proxy::default() };
        let (result, heard) = against(&[b"HTTP/1.1 200 OK\r\nVia: x\r\n\r\nbehind"], async |stream| {
            tunnel(stream, &target(), &proxy).await?;
            let mut rest = [0; 6];
            stream.read_exact(&mut rest).await.unwrap();
            assert_eq!(&rest, b"behind");
            Ok(())
        })
        .await;
        assert_eq!(result, Ok(()));
        let head = "CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\nProxy-Authorization: Basic bWU6c2VjcmV0\r\n\r\n";
        assert_eq!(String::from_utf8(heard).unwrap(), head);
    }

    #[tokio::test]
    async fn what_is_no_tunnel_is_told_why() {
        let long = [b"HTTP/1.1 200 OK\r\nX: ".to_vec(), vec![b'x'; MOST_BYTES]].concat();
        for (answer, says) in [
            (&b"HTTP/1.1 407 Who are you\r\n\r\n"[..], "answered 407 Who are you"),
            (b"\x05\x00\n", "does not answer in HTTP"),
            (b"HTTP/1.1 20", "ended the connection before it had answered"),
            (&long, "more than 16 KiB"),
        ] {
            let (result, _) =
                against(&[answer], async |stream| tunnel(stream, &target(), &Proxy::default()).await).await;
            let text = result.unwrap_err();
            assert!(text.contains(says), "{text}");
        }
    }

    #[tokio::test]
    async fn socks_takes_names_and_addresses() {
        let proxy = Proxy { user: Some("me".into()), password: Some("pw".into()), ..Proxy::default() };
        for (host, address) in
            [("example.test", [&[3, 12][..], b"example.test"].concat()), ("127.0.0.1", vec![1, 127, 0, 0, 1])]
        {
            let answers: [&[u8]; 3] = [b"\x05\x02", b"\x01\x00", b"\x05\x00\x00\x03\x02me\x00\x50"];
            let (result, heard) = against(&answers, async |stream| socks5(stream, host, 80, &proxy).await).await;
            assert_eq!(result, Ok(()));
            let expected = [b"\x05\x02\x00\x02\x01\x02me\x02pw\x05\x01\x00".to_vec(), address, vec![0, 80]].concat();
            assert_eq!(heard, expected, "{host}");
        }
    }

    #[tokio::test]
    async fn what_is_no_socks_connection_is_told_why() {
        for (answers, says) in [
            (&[&b"\x05\xff"[..]][..], "set socks5_user"),
            (&[b"HT"], "does not speak SOCKS 5: it answered with version 72"),
            (&[b"\x05\x00", b"\x05\x05\x00\x01\x00\x00\x00\x00\x00\x00"], "was refused by the server"),
            (&[b"\x05\x00", b"\x05\x00\x00\x09\x00\x00"], "unknown kind of address, 9"),
            (&[b"\x05\x00", b"\x05\x00\x00\x01\x00"], "ended the connection"),
        ] {
            let (result, _) =
                against(answers, async |stream| socks5(stream, "127.0.0.1", 80, &Proxy::default()).await).await;
            let text = result.unwrap_err();
            assert!(text.contains(says), "{text}");
        }
    }
}

//! Where a WebSocket is: `ws://host:port/path?query` and `wss://...`, RFC 6455 section 3.

use std::fmt;

use hyper::http::Uri;

/// The URL of a WebSocket, taken apart.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Address {
    /// `wss`: over TLS.
    pub is_secure: bool,
    /// A name or an IP address, that of version 6 without its brackets.
    pub host: String,
    /// 80 or 443 if the URL names none.
    pub port: u16,
    /// What to ask the server for: path and query.
    pub target: String,
}

/// Why a text is no such URL.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the URL '{url}' {problem}")]
pub struct BadAddress {
    url: String,
    problem: &'static str,
}

impl Address {
    /// Takes a URL apart.
    ///
    /// # Errors
    /// The text is no URL of a WebSocket; says why.
    pub fn parse(url: &str) -> Result<Self, BadAddress> {
        let bad = |problem| BadAddress { url: url.escape_debug().to_string(), problem };
        let is_secure = match url.split_once("://").map(|(scheme, _)| scheme.to_ascii_lowercase()).as_deref() {
            Some("ws") => false,
            Some("wss") => true,
            _ => return Err(bad("must begin with ws:// or wss://")),
        };
        if url.contains('#') {
            return Err(bad("has a fragment (#), which no server gets to see: leave it out, or write %23"));
        }
        let strange =
            "has characters that must be written in another way: %20 for a blank, for instance, and xn-- in names";
        if !url.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(bad(strange));
        }
        let uri: Uri = url.parse().map_err(|_| bad("can't be read: it takes ws://host:port/path?query"))?;
        let authority = uri.authority().ok_or_else(|| bad("names no host"))?;
        if authority.as_str().contains('@') {
            return Err(bad("has a user in it: pass an Authorization header instead"));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        if host.is_empty() {
            return Err(bad("names no host"));
        }
        let is_without_port = authority.as_str().len() == authority.host().len();
        let port = match authority.port_u16() {
            Some(0) => return Err(bad("has the port 0: 1 to 65535 are there")),
            Some(port) => port,
            None if is_without_port => {
                if is_secure {
                    443
                } else {
                    80
                }
            }
            None => return Err(bad("has a port that is none: 1 to 65535 are there")),
        };
        let target = uri.path_and_query().map_or("/", |target| target.as_str());
        // `ws://host?query` has no path, and a request must have one (section 3).
        let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
        Ok(Self { is_secure, host: host.to_owned(), port, target })
    }

    /// The value of the `Host` header: without the port if it is the usual one (RFC 9110 section 7.2).
    pub fn authority(&self) -> String {
        authority(&self.host, self.port, self.is_secure)
    }
}

/// A host and its port as a `Host` header has them: without the port if it is the usual one.
pub(super) fn authority(host: &str, port: u16, is_secure: bool) -> String {
    if port == if is_secure { 443 } else { 80 } { bracketed(host) } else { authority_with_port(host, port) }
}

/// The same with the port in any case.
pub(super) fn authority_with_port(host: &str, port: u16) -> String {
    format!("{}:{port}", bracketed(host))
}

fn bracketed(host: &str) -> String {
    if host.contains(':') { format!("[{host}]") } else { host.to_owned() }
}

impl fmt::Display for Address {
    /// For messages: without the query, which may hold what is nobody's business.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.target.split('?').next().unwrap_or_default();
        write!(formatter, "{}://{}{path}", if self.is_secure { "wss" } else { "ws" }, self.authority())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_url_is_taken_apart() {
        for (url, host, port, target, authority) in [
            ("ws://example.com", "example.com", 80, "/", "example.com"),
            ("WSS://Example.com/chat?room=1", "Example.com", 443, "/chat?room=1", "Example.com"),
            ("ws://127.0.0.1:9501/", "127.0.0.1", 9501, "/", "127.0.0.1:9501"),
            ("wss://[::1]:443/a%20b", "::1", 443, "/a%20b", "[::1]"),
            ("ws://[fe80::1]:81", "fe80::1", 81, "/", "[fe80::1]:81"),
            ("ws://host?token=1", "host", 80, "/?token=1", "host"),
        ] {
            let address = Address::parse(url).unwrap();
            let found = (&*address.host, address.port, &*address.target, &*address.authority());
            assert_eq!(found, (host, port, target, authority), "{url}");
        }
        assert_eq!(Address::parse("ws://host:81/path?token=secret").unwrap().to_string(), "ws://host:81/path");
    }

    #[test]
    fn what_is_no_url_is_told_why() {
        for (url, why) in [
            ("", "ws://"),
            ("http://host/", "ws://"),
            ("host:80", "ws://"),
            ("ws://", "can't be read"),
            ("ws:///path", "can't be read"),
            ("ws://:80/", "host"),
            ("ws://host:99999/", "port"),
            ("ws://host:0/", "port"),
            ("ws://host:/", "port"),
            ("ws://host/#top", "fragment"),
            ("ws://user:word@host/", "Authorization"),
            ("ws://host/a b", "%20"),
            ("ws://hôst/", "xn--"),
            ("ws://host/\r\nX: y", "%20"),
        ] {
            let text = Address::parse(url).expect_err(url).to_string();
            assert!(text.contains(why), "{url}: {text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_leave_its_line(rest in "\\PC{0,40}") {
            for url in [rest.clone(), format!("ws://{rest}"), format!("wss://host{rest}")] {
                if let Ok(address) = Address::parse(&url) {
                    let head = address.authority() + &address.target;
                    prop_assert!(!address.host.is_empty() && head.bytes().all(|byte| byte.is_ascii_graphic()));
                }
            }
        }
    }
}

//! The settings of an HTTP client: the names are those of Swoole's.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use super::client::{apply_tls, flag, text};
use super::keys::number;
use super::value::{Value, to_float};
use super::{Applied, Invalid, Problem, TlsSettings};
use crate::protocol::extension::Acceptable;

/// What an HTTP client goes by. A field is what its key says.
#[derive(Clone, Debug, PartialEq)]
pub struct HttpClientSettings {
    /// `timeout`, seconds: how long a request may take, from the look-up of the host to the last byte of the answer. -1 for no
    /// limit.
    pub timeout: f64,
    /// `keep_alive`: the connection stays for the next request.
    pub keep_alive: bool,
    /// `websocket_compression`: permessage-deflate is offered.
    pub compression: bool,
    /// `websocket_context_takeover`: compressed messages may refer to earlier ones.
    pub context_takeover: bool,
    /// `bind_address` with `bind_port`: where to connect from.
    pub bind_address: Option<IpAddr>,
    /// See above; 0 for any.
    pub bind_port: u16,
    /// `http_proxy_host` and the others of this name.
    pub http_proxy: Proxy,
    /// `socks5_host` and the others of this name.
    pub socks5: Proxy,
    /// `package_max_length`, bytes: the longest body of an answer, and the longest message of a WebSocket.
    pub package_max_length: i64,
    /// `socket_buffer_size`, bytes: what may wait to be sent by a WebSocket before `push()` refuses more.
    pub socket_buffer_size: i64,
    /// `ssl_host_name`: whom the certificate must be for, and who is asked for (SNI), if not the host.
    pub host_name: Option<String>,
    /// The other `ssl_*` settings: `ssl_cert_file` and `ssl_key_file` are the client's own.
    pub tls: TlsSettings,
}

/// A proxy to connect by, if it has a host.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proxy {
    /// `..._host`: a name or an address.
    pub host: Option<String>,
    /// `..._port`
    pub port: u16,
    /// `..._user`, for whoever asks for it.
    pub user: Option<String>,
    /// `..._password`, with `..._user`.
    pub password: Option<String>,
}

/// Keys of Swoole's clients that mean nothing here, and need no word: frames are always masked (RFC 6455 section 5.3).
const WITHOUT_MEANING: [&str; 1] = ["websocket_mask"];

impl Default for HttpClientSettings {
    fn default() -> Self {
        Self {
            timeout: 0.5,
            keep_alive: true,
            compression: false,
            context_takeover: false,
            bind_address: None,
            bind_port: 0,
            http_proxy: Proxy { port: 8080, ..Proxy::default() },
            socks5: Proxy { port: 1080, ..Proxy::default() },
            package_max_length: 2 * 1024 * 1024,
            socket_buffer_size: 2 * 1024 * 1024,
            host_name: None,
            tls: TlsSettings { verify_peer: true, ..TlsSettings::default() },
        }
    }
}

impl HttpClientSettings {
    /// Takes one key over.
    ///
    /// # Errors
    /// Its value has a wrong type or is out of range; nothing is changed then.
    pub fn apply(&mut self, name: &str, value: &Value) -> Result<Applied, Invalid> {
        let invalid = |problem| Invalid { key: name.to_owned(), value: value.clone(), problem };
        match name {
            "timeout" => self.timeout = seconds(value).map_err(invalid)?,
            "keep_alive" => self.keep_alive = flag(value).map_err(invalid)?,
            "websocket_compression" => self.compression = flag(value).map_err(invalid)?,
            "websocket_context_takeover" => self.context_takeover = flag(value).map_err(invalid)?,
            "bind_address" => self.bind_address = Some(address(value).map_err(invalid)?),
            "bind_port" => self.bind_port = port(value, 0).map_err(invalid)?,
            "package_max_length" => self.package_max_length = number(value, 1, u32::MAX.into()).map_err(invalid)?,
            "socket_buffer_size" => self.socket_buffer_size = number(value, 1, u32::MAX.into()).map_err(invalid)?,
            name if WITHOUT_MEANING.contains(&name) => {}
            _ => {
                let (http, socks) = (name.strip_prefix("http_proxy_"), name.strip_prefix("socks5_"));
                let proxies =
                    http.map(|name| (&mut self.http_proxy, name)).or(socks.map(|name| (&mut self.socks5, name)));
                let applied = match proxies {
                    Some((proxy, name)) => proxy.apply(name, value),
                    None => apply_tls(&mut self.tls, &mut self.host_name, name, value),
                };
                match applied {
                    Some(applied) => applied.map_err(invalid)?,
                    None => return Ok(Applied::Unknown),
                }
            }
        }
        Ok(Applied::Taken)
    }

    /// Whether a connection that was made by these settings is the one that `later` ones would make.
    pub(crate) fn connects_as(&self, later: &Self) -> bool {
        let how = |settings: &Self| {
            let Self { bind_address, bind_port, http_proxy, socks5, host_name, tls, .. } = settings.clone();
            (bind_address, bind_port, http_proxy, socks5, host_name, tls)
        };
        how(self) == how(later)
    }

    /// How long a request may take; `None` without a limit.
    pub fn limit(&self) -> Option<Duration> {
        Duration::try_from_secs_f64(self.timeout).ok()
    }

    /// Where to connect from, to an address of the same family as `peer`; `None` for wherever the system likes.
    pub(crate) fn own_address(&self, peer: SocketAddr) -> Option<SocketAddr> {
        let any = if peer.is_ipv4() { IpAddr::from([0; 4]) } else { IpAddr::from([0; 16]) };
        match (self.bind_address, self.bind_port) {
            (None, 0) => None,
            (address, port) => Some(SocketAddr::new(address.unwrap_or(any), port)),
        }
    }

    /// The longest body and message, in bytes.
    pub fn package_limit(&self) -> usize {
        usize::try_from(self.package_max_length).unwrap_or(usize::MAX)
    }

    /// How much may wait to be sent, in bytes.
    pub fn outbox_limit(&self) -> usize {
        usize::try_from(self.socket_buffer_size).unwrap_or(usize::MAX)
    }

    /// What an opening handshake offers.
    pub(crate) fn acceptable(&self) -> Acceptable {
        Acceptable { deflate: self.compression, context_takeover: self.context_takeover }
    }
}

impl Proxy {
    fn apply(&mut self, name: &str, value: &Value) -> Option<Result<(), Problem>> {
        let place = match name {
            "host" => &mut self.host,
            "user" => &mut self.user,
            "password" => &mut self.password,
            "port" => return Some(port(value, 1).map(|port| self.port = port)),
            _ => return None,
        };
        Some(text(value).map(|text| *place = Some(text).filter(|text| !text.is_empty())))
    }
}

fn seconds(value: &Value) -> Result<f64, Problem> {
    match to_float(value) {
        Some(seconds) if seconds > 0.0 || seconds == -1.0 => Ok(seconds),
        Some(_) => Err(Problem::Word("a number of seconds above 0, or -1 for no limit")),
        None => Err(Problem::Type("float")),
    }
}

fn address(value: &Value) -> Result<IpAddr, Problem> {
    text(value)?.parse().map_err(|_| Problem::Word("an IP address of this machine"))
}

fn port(value: &Value, least: i64) -> Result<u16, Problem> {
    number(value, least, u16::MAX.into()).map(|port| u16::try_from(port).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_set_counts() {
        let mut settings = HttpClientSettings::default();
        for (name, value) in [
            ("timeout", Value::Int(3)),
            ("keep_alive", Value::Bool(false)),
            ("bind_address", Value::String("127.0.0.2".into())),
            ("http_proxy_host", Value::String("proxy".into())),
            ("http_proxy_port", Value::Int(3128)),
            ("socks5_user", Value::String("me".into())),
            ("ssl_verify_peer", Value::Bool(false)),
            ("websocket_mask", Value::Bool(true)),
        ] {
            assert_eq!(settings.apply(name, &value), Ok(Applied::Taken), "{name}");
        }
        assert_eq!(settings.limit(), Some(Duration::from_secs(3)));
        assert_eq!(settings.own_address(([1, 1, 1, 1], 80).into()), Some(([127, 0, 0, 2], 0).into()));
        assert_eq!((settings.http_proxy.host.as_deref(), settings.http_proxy.port), (Some("proxy"), 3128));
        assert!(settings.socks5.user.is_some() && !settings.tls.verify_peer && !settings.keep_alive);
        assert_eq!(settings.apply("timeout", &Value::Int(-1)), Ok(Applied::Taken));
        assert_eq!(settings.limit(), None);
        assert_eq!(settings.apply("http_proxy_colour", &Value::Int(1)), Ok(Applied::Unknown));
        assert_eq!(settings.apply("tiemout", &Value::Int(1)), Ok(Applied::Unknown));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_value() {
        for (name, value, says) in [
            ("timeout", Value::Int(0), "a number of seconds above 0, or -1 for no limit, int 0 given"),
            ("timeout", Value::String("soon".into()), "must be of type float"),
            ("bind_address", Value::String("here".into()), "an IP address of this machine, string \"here\" given"),
            ("bind_port", Value::Int(65_536), "from 0 to 65535, int 65536 given"),
            ("http_proxy_port", Value::Int(0), "from 1 to 65535, int 0 given"),
            ("package_max_length", Value::Int(0), "from 1 to 4294967295"),
            ("ssl_cafile", Value::Array(Vec::new()), "must be of type string"),
        ] {
            let before = HttpClientSettings::default();
            let mut settings = before.clone();
            let problem = settings.apply(name, &value).expect_err(name).to_string();
            assert!(problem.contains(says) && settings == before, "{name}: {problem}");
        }
    }
}

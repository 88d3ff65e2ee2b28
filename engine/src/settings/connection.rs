//! The settings of a connection that a program opens itself and that carries bytes as they are (`Swoole\Client`). What servers
//! have too is theirs, with their names, defaults and bounds.

use std::net::IpAddr;
use std::time::Duration;

use super::keys::number;
use super::value::{Value, to_float, to_text};
use super::{Applied, Invalid, PackageSettings, Problem, Settings, TlsSettings};

/// The keys that mean here what they mean for a server.
const SHARED: [&str; 20] = [
    "open_eof_check",
    "open_eof_split",
    "package_eof",
    "open_length_check",
    "package_length_type",
    "package_length_offset",
    "package_body_offset",
    "package_body_start",
    "package_max_length",
    "open_tcp_nodelay",
    "socket_buffer_size",
    "buffer_high_watermark",
    "buffer_low_watermark",
    "ssl_verify_peer",
    "ssl_allow_self_signed",
    "ssl_cafile",
    "ssl_capath",
    "ssl_cert_file",
    "ssl_key_file",
    "ssl_verify_depth",
];

/// What a connection goes by. A field is what its key says.
#[derive(Clone, Debug, PartialEq)]
pub struct ConnectionSettings {
    shared: Box<Settings>,
    /// `timeout`, seconds: how long sending and receiving may take; `None` for what `connect()` was given.
    pub timeout: Option<f64>,
    /// `ssl_host_name`: whom the certificate must be for, and who is asked for (SNI), if not the host of `connect()`.
    pub host_name: Option<String>,
    /// `bind_address`: the address of this side.
    pub bind_address: Option<IpAddr>,
    /// `bind_port`: the port of this side; 0 for any.
    pub bind_port: u16,
}

impl Default for ConnectionSettings {
    fn default() -> Self {
        // As with Swoole: 2 MiB may wait to be sent.
        let shared = Settings { socket_buffer_size: 2 * 1024 * 1024, ..Settings::default() };
        Self { shared: Box::new(shared), timeout: None, host_name: None, bind_address: None, bind_port: 0 }
    }
}

impl ConnectionSettings {
    /// Takes one key over.
    ///
    /// # Errors
    /// When the value has a wrong type or is out of range; nothing is changed then.
    pub fn apply(&mut self, name: &str, value: &Value) -> Result<Applied, Invalid> {
        let invalid = |problem| Invalid { key: name.to_owned(), value: value.clone(), problem };
        match name {
            "timeout" => self.timeout = Some(to_float(value).ok_or_else(|| invalid(Problem::Type("float")))?),
            "ssl_host_name" => {
                self.host_name = Some(to_text(value).ok_or_else(|| invalid(Problem::Type("string")))?);
            }
            "bind_address" => {
                const FORM: Problem = Problem::Word("an IPv4 or IPv6 address");
                let address = to_text(value).and_then(|text| text.parse().ok());
                self.bind_address = Some(address.ok_or_else(|| invalid(FORM))?);
            }
            "bind_port" => {
                let port = number(value, 0, u16::MAX.into()).map_err(invalid)?;
                self.bind_port = u16::try_from(port).unwrap_or_default();
            }
            _ if SHARED.contains(&name) => return self.shared.apply(name, value),
            _ => return Ok(Applied::Unknown),
        }
        Ok(Applied::Taken)
    }

    /// `open_eof_*`, `open_length_check`, `package_*`
    pub fn package(&self) -> &PackageSettings {
        &self.shared.package
    }

    /// The longest package, in bytes.
    pub fn package_limit(&self) -> usize {
        self.shared.package_limit()
    }

    /// The `ssl_*` settings but for `ssl_host_name`.
    pub fn tls(&self) -> &TlsSettings {
        &self.shared.tls
    }

    /// `open_tcp_nodelay`
    pub fn tcp_nodelay(&self) -> bool {
        self.shared.open_tcp_nodelay
    }

    /// What may wait to be sent by a program that does not wait for it, in bytes.
    pub fn outbox_limit(&self) -> usize {
        self.shared.outbox_limit()
    }

    /// From how many waiting bytes on the buffer is full for `bufferFull`.
    pub fn high_watermark(&self) -> usize {
        self.shared.high_watermark()
    }

    /// With how many waiting bytes a full buffer is empty again for `bufferEmpty`.
    pub fn low_watermark(&self) -> usize {
        self.shared.low_watermark()
    }

    /// How long sending and receiving may take, where `connect()` was given `seconds`; `None` for ever, as 0 and negative
    /// numbers say.
    pub fn time_limit(&self, seconds: f64) -> Option<Duration> {
        Duration::try_from_secs_f64(self.timeout.unwrap_or(seconds)).ok().filter(|limit| !limit.is_zero())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_and_what_is_not() {
        let mut settings = ConnectionSettings::default();
        for (name, value) in [
            ("open_length_check", Value::Bool(true)),
            ("timeout", Value::Float(1.5)),
            ("bind_address", Value::String("127.0.0.1".to_owned())),
            ("bind_port", Value::Int(0)),
        ] {
            assert_eq!(settings.apply(name, &value), Ok(Applied::Taken), "{name}");
        }
        assert!(settings.package().length_check);
        assert_eq!(settings.time_limit(0.5), Some(Duration::from_millis(1500)));
        // A server's, and nobody's.
        for name in ["worker_num", "nonsense"] {
            assert_eq!(settings.apply(name, &Value::Int(1)), Ok(Applied::Unknown), "{name}");
        }
        for (name, value, says) in [
            ("timeout", Value::Null, "'timeout' must be of type float, null given"),
            ("bind_port", Value::Int(65_536), "'bind_port' must be from 0 to 65535, int 65536 given"),
            ("bind_address", Value::String("here".to_owned()), "'bind_address' must be an IPv4 or IPv6 address"),
        ] {
            let problem = settings.apply(name, &value).unwrap_err().to_string();
            assert!(problem.contains(says), "{name}: {problem}");
        }
    }

    #[test]
    fn no_time_limit_where_none_is_meant() {
        let settings = ConnectionSettings::default();
        assert_eq!(settings.time_limit(0.5), Some(Duration::from_millis(500)));
        for seconds in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            assert_eq!(settings.time_limit(seconds), None, "{seconds}");
        }
    }
}

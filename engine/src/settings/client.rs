//! The settings of a WebSocket client: the names are those of servers' settings and of Swoole's clients.

use hyper::header::{HeaderName, HeaderValue};

use super::keys::{is_token, number};
use super::value::{Value, to_bool, to_bytes, to_float, to_text, to_texts};
use super::{Invalid, Problem, TlsSettings};
use crate::client::handshake::{self, Offer};
use crate::protocol::extension::Acceptable;

/// What a client goes by. A field is what its key says.
#[derive(Clone, Debug, PartialEq)]
pub struct ClientSettings {
    /// `timeout`, seconds: how long connecting may take, from the look-up of the host to the server's answer; and how
    /// long sending, closing, and what has no time limit of its own.
    pub timeout: f64,
    /// `headers` of the handshake, in order.
    pub headers: Vec<(String, Vec<u8>)>,
    /// `websocket_subprotocol`, one or several to choose from, the best first.
    pub subprotocols: Vec<String>,
    /// `websocket_compression`: permessage-deflate is offered.
    pub compression: bool,
    /// `websocket_context_takeover`: compressed messages may refer to earlier ones.
    pub context_takeover: bool,
    /// `package_max_length`, bytes: the longest message, joined and inflated, and the longest frame with its header.
    pub package_max_length: i64,
    /// `persistent`: the connection outlives its object, under this name; the empty one is the name of `true`.
    pub persistent: Option<String>,
    /// `ssl_host_name`: whom the certificate must be for, and who is asked for (SNI), if not the host of the URL.
    pub host_name: Option<String>,
    /// The other `ssl_*` settings: `ssl_cert_file` and `ssl_key_file` are the client's own.
    pub tls: TlsSettings,
}

/// All keys, for the message about one that is none.
const KEYS: &str = "timeout, headers, websocket_subprotocol, websocket_compression, websocket_context_takeover, \
                    package_max_length, persistent, ssl_verify_peer, ssl_allow_self_signed, ssl_host_name, ssl_cafile, \
                    ssl_capath, ssl_cert_file and ssl_key_file";

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            timeout: 5.0,
            headers: Vec::new(),
            subprotocols: Vec::new(),
            compression: false,
            context_takeover: false,
            package_max_length: 2 * 1024 * 1024,
            persistent: None,
            host_name: None,
            tls: TlsSettings { verify_peer: true, ..TlsSettings::default() },
        }
    }
}

impl ClientSettings {
    /// Takes one key over.
    ///
    /// # Errors
    /// There is no such key, or its value has a wrong type or is out of range; nothing is changed then.
    pub fn apply(&mut self, name: &str, value: &Value) -> Result<(), Invalid> {
        let invalid = |problem| Invalid { key: name.to_owned(), value: value.clone(), problem };
        match name {
            "timeout" => self.timeout = seconds(value).map_err(invalid)?,
            "headers" => self.headers = headers(value)?,
            "websocket_subprotocol" => self.subprotocols = subprotocols(value).map_err(invalid)?,
            "websocket_compression" => self.compression = flag(value).map_err(invalid)?,
            "websocket_context_takeover" => self.context_takeover = flag(value).map_err(invalid)?,
            "package_max_length" => {
                self.package_max_length = number(value, 1, u32::MAX.into()).map_err(invalid)?;
            }
            "persistent" => self.persistent = persistent(value).map_err(invalid)?,
            _ => match apply_tls(&mut self.tls, &mut self.host_name, name, value) {
                Some(applied) => applied.map_err(invalid)?,
                None => return Err(invalid(Problem::Unknown(KEYS))),
            },
        }
        Ok(())
    }

    /// The longest message, in bytes.
    pub fn package_limit(&self) -> usize {
        usize::try_from(self.package_max_length).unwrap_or(usize::MAX)
    }

    /// What the opening handshake asks for.
    pub fn offer(&self) -> Offer {
        Offer {
            headers: self.headers.clone(),
            subprotocols: self.subprotocols.clone(),
            extensions: Acceptable { deflate: self.compression, context_takeover: self.context_takeover },
        }
    }
}

/// Takes one of the `ssl_*` keys of clients over; `None` if it is none of them.
pub(super) fn apply_tls(
    tls: &mut TlsSettings,
    host_name: &mut Option<String>,
    name: &str,
    value: &Value,
) -> Option<Result<(), Problem>> {
    let place = match name {
        "ssl_verify_peer" => return Some(flag(value).map(|flag| tls.verify_peer = flag)),
        "ssl_allow_self_signed" => return Some(flag(value).map(|flag| tls.allow_self_signed = flag)),
        "ssl_host_name" => host_name,
        "ssl_cafile" => &mut tls.cafile,
        "ssl_capath" => &mut tls.capath,
        "ssl_cert_file" => &mut tls.cert_file,
        "ssl_key_file" => &mut tls.key_file,
        _ => return None,
    };
    Some(text(value).map(|text| *place = Some(text)))
}

pub(super) fn flag(value: &Value) -> Result<bool, Problem> {
    to_bool(value).ok_or(Problem::Type("bool"))
}

pub(super) fn text(value: &Value) -> Result<String, Problem> {
    to_text(value).ok_or(Problem::Type("string"))
}

fn seconds(value: &Value) -> Result<f64, Problem> {
    match to_float(value) {
        Some(seconds) if seconds > 0.0 => Ok(seconds),
        Some(_) => Err(Problem::Word("a number of seconds above 0")),
        None => Err(Problem::Type("float")),
    }
}

fn subprotocols(value: &Value) -> Result<Vec<String>, Problem> {
    let list =
        to_texts(value).or_else(|| to_text(value).map(|text| vec![text])).ok_or(Problem::Type("string or array"))?;
    let is_repeated = |place: usize| list[..place].contains(&list[place]);
    if list.iter().all(|text| is_token(text)) && !(0..list.len()).any(is_repeated) {
        Ok(list)
    } else {
        Err(Problem::Word("a name or a list of different names, without blanks and commas"))
    }
}

fn persistent(value: &Value) -> Result<Option<String>, Problem> {
    match value {
        Value::Null | Value::Bool(false) => Ok(None),
        Value::Bool(true) => Ok(Some(String::new())),
        Value::String(name) if !name.is_empty() => Ok(Some(name.clone())),
        _ => Err(Problem::Type("bool or string (a name for the connection)")),
    }
}

fn headers(value: &Value) -> Result<Vec<(String, Vec<u8>)>, Invalid> {
    let invalid = |key: &str, value: &Value, problem| Invalid { key: key.to_owned(), value: value.clone(), problem };
    let Value::Array(entries) = value else {
        return Err(invalid("headers", value, Problem::Type("array (of name => value)")));
    };
    entries
        .iter()
        .map(|(name, value)| {
            let invalid = |problem| invalid(&format!("headers[{}]", name.escape_debug()), value, problem);
            if HeaderName::from_bytes(name.as_bytes()).is_err() || name.parse::<i64>().is_ok() {
                return Err(invalid(Problem::Word("named by a header: letters, digits and hyphens")));
            }
            if handshake::is_own(name) {
                return Err(invalid(Problem::Word("left out, because the handshake says it by itself")));
            }
            match to_bytes(value) {
                Some(text) if HeaderValue::from_bytes(&text).is_ok() => Ok((name.clone(), text)),
                Some(_) => Err(invalid(Problem::Word("a text without line ends and control characters"))),
                None => Err(invalid(Problem::Type("string"))),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(name: &str, value: Value) -> Result<ClientSettings, String> {
        let mut settings = ClientSettings::default();
        settings.apply(name, &value).map_err(|invalid| invalid.to_string())?;
        Ok(settings)
    }

    fn list(entries: &[(&str, &str)]) -> Value {
        Value::Array(
            entries.iter().map(|(name, text)| ((*name).to_owned(), Value::String((*text).to_owned()))).collect(),
        )
    }

    #[test]
    fn right_values_are_taken() {
        assert_eq!(applied("timeout", Value::Float(0.5)).unwrap().timeout, 0.5);
        assert_eq!(applied("persistent", Value::Bool(true)).unwrap().persistent.as_deref(), Some(""));
        assert_eq!(applied("persistent", Value::String("chat".into())).unwrap().persistent.as_deref(), Some("chat"));
        assert_eq!(applied("websocket_subprotocol", Value::String("v1".into())).unwrap().subprotocols, ["v1"]);
        let two = applied("websocket_subprotocol", list(&[("0", "v2"), ("1", "v1")])).unwrap();
        assert_eq!(two.offer().subprotocols, ["v2", "v1"]);
        let headers = applied("headers", list(&[("Cookie", "a=b"), ("X-Room", "1")])).unwrap().headers;
        assert_eq!(headers, [("Cookie".to_owned(), b"a=b".to_vec()), ("X-Room".to_owned(), b"1".to_vec())]);
        assert!(!applied("ssl_verify_peer", Value::Bool(false)).unwrap().tls.verify_peer);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_value() {
        for (name, value, says) in [
            ("tiemout", Value::Int(1), "there is no setting 'tiemout'; there are: timeout, headers,"),
            ("timeout", Value::Int(0), "'timeout' must be a number of seconds above 0, int 0 given"),
            ("timeout", Value::Float(f64::NAN), "'timeout' must be of type float, float NaN given"),
            ("timeout", Value::String("soon".into()), "'timeout' must be of type float, string \"soon\" given"),
            ("package_max_length", Value::Int(0), "'package_max_length' must be from 1 to 4294967295, int 0 given"),
            ("websocket_subprotocol", Value::String("a, b".into()), "without blanks and commas, string \"a, b\" given"),
            ("websocket_subprotocol", list(&[("0", "a"), ("1", "a")]), "a list of different names"),
            ("persistent", Value::Int(1), "'persistent' must be of type bool or string"),
            ("headers", Value::Int(1), "'headers' must be of type array (of name => value), int 1 given"),
            ("headers", list(&[("0", "X: y")]), "'headers[0]' must be named by a header"),
            ("headers", list(&[("Upgrade", "h2c")]), "'headers[Upgrade]' must be left out"),
            ("headers", list(&[("X", "a\r\nY: b")]), "'headers[X]' must be a text without line ends"),
            ("headers", list(&[("X\r\n", "a")]), "'headers[X\\r\\n]' must be named by a header"),
        ] {
            let problem = applied(name, value).unwrap_err();
            assert!(problem.contains(says), "{name}: {problem}");
        }
    }
}

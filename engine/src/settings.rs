//! Every `set()` key once: its name, other names, type, and where its value goes.
//!
//! [`Settings::apply`] runs in `set()`, on the interpreter thread, before anything is started. A wrong type or a value
//! out of range is an error that names key and value, and changes nothing; an unknown key is told apart, so that the
//! caller can warn. Keys whose effect is still to come are checked like all others and reported as [`Applied::NotYet`]:
//! nobody should believe that a setting works when it does not.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// The smallest `package_max_length`; what is below is raised to it, as Swoole does.
pub const LEAST_PACKAGE_MAX_LENGTH: usize = 65_536;

/// A value as a PHP program gave it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// An integer.
    Int(i64),
    /// A floating-point number.
    Float(f64),
    /// A string.
    String(String),
    /// An array.
    Array,
    /// Anything else, by PHP's name of its type.
    Other(String),
}

impl fmt::Display for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => formatter.write_str("null"),
            Self::Bool(value) => write!(formatter, "{value}"),
            Self::Int(value) => write!(formatter, "int {value}"),
            Self::Float(value) => write!(formatter, "float {value}"),
            Self::String(value) => write!(formatter, "string \"{value}\""),
            Self::Array => formatter.write_str("array"),
            Self::Other(name) => formatter.write_str(name),
        }
    }
}

/// What the server goes by. A field is what its key says; the defaults are those of a server that set nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// `worker_num`: event workers wanted.
    pub worker_num: i64,
    /// `backlog`: connections that the kernel holds until they are accepted.
    pub backlog: i64,
    /// `max_connection`: how many connections live at the same time; 0 for 100,000; never above the limit of open files.
    pub max_connection: i64,
    /// `start_session_id`: the first connection's number is one more.
    pub start_session_id: i64,
    /// `package_max_length`, bytes: the longest WebSocket message or HTTP body that is taken.
    pub package_max_length: i64,
    /// `socket_buffer_size`, bytes: what may wait to be sent to one connection.
    pub socket_buffer_size: i64,
    /// `max_wait_time`, seconds: what a stopping server gives its connections to end.
    pub max_wait_time: i64,
    /// `open_tcp_nodelay`
    pub open_tcp_nodelay: bool,
    /// `open_tcp_keepalive`: the kernel probes silent connections.
    pub open_tcp_keepalive: bool,
    /// `tcp_keepidle`, seconds of silence before the first probe.
    pub tcp_keepidle: i64,
    /// `tcp_keepinterval`, seconds between probes.
    pub tcp_keepinterval: i64,
    /// `tcp_keepcount`: probes without an answer that end the connection.
    pub tcp_keepcount: i64,
    /// `http_parse_post`: `$request->post` from urlencoded bodies.
    pub http_parse_post: bool,
    /// `http_parse_cookie`: `$request->cookie` instead of the `cookie` header.
    pub http_parse_cookie: bool,
    /// `websocket_subprotocol`: sent with every 101, verbatim.
    pub websocket_subprotocol: Option<String>,
    /// `open_websocket_close_frame`: `onMessage` gets the client's close frame too.
    pub open_websocket_close_frame: bool,
    /// `open_websocket_ping_frame`: `onMessage` gets pings, and nobody else answers them.
    pub open_websocket_ping_frame: bool,
    /// `open_websocket_pong_frame`: `onMessage` gets pongs too.
    pub open_websocket_pong_frame: bool,
    /// `log_file`: where log lines go instead of stderr.
    pub log_file: Option<String>,
    /// `log_level`: lines below are not written; 6 for none.
    pub log_level: i64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            worker_num: 1,
            backlog: 512,
            max_connection: 0,
            start_session_id: 0,
            package_max_length: 2 * 1024 * 1024,
            socket_buffer_size: 1024 * 1024,
            max_wait_time: 3,
            open_tcp_nodelay: true,
            open_tcp_keepalive: false,
            tcp_keepidle: 3600,
            tcp_keepinterval: 60,
            tcp_keepcount: 5,
            http_parse_post: true,
            http_parse_cookie: true,
            websocket_subprotocol: None,
            open_websocket_close_frame: false,
            open_websocket_ping_frame: false,
            open_websocket_pong_frame: false,
            log_file: None,
            log_level: 2,
        }
    }
}

impl Settings {
    /// The longest message or body, in bytes, never below [`LEAST_PACKAGE_MAX_LENGTH`].
    pub fn package_limit(&self) -> usize {
        usize::try_from(self.package_max_length).unwrap_or(0).max(LEAST_PACKAGE_MAX_LENGTH)
    }

    /// What may wait to be sent to one connection, in bytes.
    pub fn outbox_limit(&self) -> usize {
        usize::try_from(self.socket_buffer_size).unwrap_or(usize::MAX)
    }

    /// How long a stopping server waits for its connections.
    pub fn stop_limit(&self) -> Duration {
        Duration::from_secs(self.max_wait_time.unsigned_abs())
    }

    /// Where log lines go; `None` for stderr.
    pub fn log_path(&self) -> Option<PathBuf> {
        self.log_file.as_ref().filter(|path| !path.is_empty()).map(PathBuf::from)
    }

    /// Takes one key of a `set()` array over.
    ///
    /// # Errors
    /// When the value has a wrong type or is out of range; nothing is changed then.
    pub fn apply(&mut self, name: &str, value: &Value) -> Result<Applied, Invalid> {
        let Some(key) = KEYS.iter().find(|key| key.name == name || key.aliases.contains(&name)) else {
            return Ok(Applied::Unknown);
        };
        let invalid = |problem| Invalid { key: name.to_owned(), value: value.clone(), problem };
        match &key.kind {
            Kind::Flag(place) => *place(self) = to_bool(value).ok_or_else(|| invalid(Problem::Type("bool")))?,
            Kind::Number(least, most, place) => {
                let number = to_int(value).ok_or_else(|| invalid(Problem::Type("int")))?;
                if number < *least || number > *most {
                    return Err(invalid(Problem::Range(*least, *most)));
                }
                *place(self) = number;
            }
            Kind::Text(place) => {
                *place(self) = Some(to_text(value).ok_or_else(|| invalid(Problem::Type("string")))?);
            }
            Kind::NotYet(kind) => {
                kind.check(value).map_err(invalid)?;
                return Ok(Applied::NotYet);
            }
            Kind::NoEffect(kind) => {
                kind.check(value).map_err(invalid)?;
            }
        }
        Ok(Applied::Taken)
    }
}

/// What [`Settings::apply`] did with a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Applied {
    /// It counts from now on (or is one that has no meaning here, such as coroutine settings, and needs none).
    Taken,
    /// It is right, but the feature is not there yet.
    NotYet,
    /// There is no such key.
    Unknown,
}

/// Why a value was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Invalid {
    /// The key as it was given.
    pub key: String,
    /// The value as it was given.
    pub value: Value,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// It is not of this type.
    Type(&'static str),
    /// It is not within these bounds.
    Range(i64, i64),
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, value, problem } = self;
        match problem {
            Problem::Type(wanted) => write!(formatter, "setting '{key}' must be of type {wanted}, {value} given"),
            Problem::Range(least, i64::MAX) => {
                write!(formatter, "setting '{key}' must be {least} or more, {value} given")
            }
            Problem::Range(least, most) => {
                write!(formatter, "setting '{key}' must be from {least} to {most}, {value} given")
            }
        }
    }
}

impl std::error::Error for Invalid {}

/// A type that is only checked, because its key has no effect.
#[derive(Clone, Copy, Debug)]
enum Type {
    Bool,
    Int,
    Number,
    Text,
    Array,
    /// Callables, and whatever else only its user can judge.
    Any,
}

impl Type {
    fn check(self, value: &Value) -> Result<(), Problem> {
        let (fits, name) = match self {
            Self::Bool => (to_bool(value).is_some(), "bool"),
            Self::Int => (to_int(value).is_some(), "int"),
            Self::Number => (is_number(value), "float"),
            Self::Text => (to_text(value).is_some(), "string"),
            Self::Array => (*value == Value::Array, "array"),
            Self::Any => (true, "mixed"),
        };
        if fits { Ok(()) } else { Err(Problem::Type(name)) }
    }
}

/// What a key's value is and where it goes.
enum Kind {
    Flag(fn(&mut Settings) -> &mut bool),
    Number(i64, i64, fn(&mut Settings) -> &mut i64),
    Text(fn(&mut Settings) -> &mut Option<String>),
    /// Known, and its feature is still to come.
    NotYet(Type),
    /// Known, and there is nothing here for it to change (coroutines, buffers that don't exist, other extensions' parts).
    NoEffect(Type),
}

struct Key {
    name: &'static str,
    aliases: &'static [&'static str],
    kind: Kind,
}

const fn key(name: &'static str, kind: Kind) -> Key {
    Key { name, aliases: &[], kind }
}

const fn key_with(name: &'static str, aliases: &'static [&'static str], kind: Kind) -> Key {
    Key { name, aliases, kind }
}

// Numeric strings and 0/1 come from .ini and .env files in real programs; Swoole takes them too.

fn to_bool(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(value) => Some(*value),
        Value::Int(value) => Some(*value != 0),
        Value::Null => Some(false),
        Value::String(value) => match value.as_str() {
            "1" | "true" | "on" | "yes" => Some(true),
            "" | "0" | "false" | "off" | "no" => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn to_int(value: &Value) -> Option<i64> {
    match value {
        Value::Int(value) => Some(*value),
        Value::Bool(value) => Some(i64::from(*value)),
        // Exact up to 2^53, as every size or count that means anything.
        Value::Float(value) if value.fract() == 0.0 && value.abs() < 9e15 => Some(*value as i64),
        Value::String(value) => value.trim().parse().ok(),
        _ => None,
    }
}

fn is_number(value: &Value) -> bool {
    match value {
        Value::Float(_) | Value::Int(_) => true,
        Value::String(value) => value.trim().parse::<f64>().is_ok(),
        _ => false,
    }
}

fn to_text(value: &Value) -> Option<String> {
    match value {
        Value::String(value) => Some(value.clone()),
        Value::Int(value) => Some(value.to_string()),
        _ => None,
    }
}

const ANY_SIZE: i64 = i64::MAX;

const KEYS: &[Key] = &[
    // Processes and work
    key("worker_num", Kind::Number(1, 100_000, |settings| &mut settings.worker_num)),
    key("max_wait_time", Kind::Number(0, 86_400, |settings| &mut settings.max_wait_time)),
    key("task_worker_num", Kind::NotYet(Type::Int)),
    key("reactor_num", Kind::NotYet(Type::Int)),
    key("daemonize", Kind::NotYet(Type::Bool)),
    key("pid_file", Kind::NotYet(Type::Text)),
    key("user", Kind::NotYet(Type::Text)),
    key("group", Kind::NotYet(Type::Text)),
    key("chroot", Kind::NotYet(Type::Text)),
    key("max_request", Kind::NotYet(Type::Int)),
    key("max_request_grace", Kind::NotYet(Type::Int)),
    key("task_max_request", Kind::NotYet(Type::Int)),
    key("task_max_request_grace", Kind::NotYet(Type::Int)),
    key("reload_async", Kind::NotYet(Type::Bool)),
    key("open_cpu_affinity", Kind::NotYet(Type::Bool)),
    key("cpu_affinity_ignore", Kind::NotYet(Type::Array)),
    key("single_thread", Kind::NoEffect(Type::Bool)),
    key("bootstrap", Kind::NoEffect(Type::Text)),
    key("init_arguments", Kind::NoEffect(Type::Any)),
    // Coroutines: callbacks here are plain calls, one after the other.
    key("enable_coroutine", Kind::NoEffect(Type::Bool)),
    key("hook_flags", Kind::NoEffect(Type::Int)),
    key_with("max_coroutine", &["max_coro_num"], Kind::NoEffect(Type::Int)),
    key("enable_preemptive_scheduler", Kind::NoEffect(Type::Bool)),
    key("dns_server", Kind::NoEffect(Type::Text)),
    key("socket_dns_timeout", Kind::NoEffect(Type::Number)),
    key("socket_connect_timeout", Kind::NoEffect(Type::Number)),
    key_with("socket_write_timeout", &["socket_send_timeout"], Kind::NoEffect(Type::Number)),
    key_with("socket_read_timeout", &["socket_recv_timeout"], Kind::NoEffect(Type::Number)),
    key("socket_timeout", Kind::NoEffect(Type::Number)),
    key("send_timeout", Kind::NoEffect(Type::Number)),
    key("send_yield", Kind::NoEffect(Type::Bool)),
    // Dispatch and back-pressure
    // Numbers of connections go on counting up from there, and must stay integers of PHP's.
    key("start_session_id", Kind::Number(0, u32::MAX as i64, |settings| &mut settings.start_session_id)),
    key("dispatch_mode", Kind::NotYet(Type::Int)),
    key("dispatch_func", Kind::NotYet(Type::Any)),
    key("enable_unsafe_event", Kind::NotYet(Type::Bool)),
    key("discard_timeout_request", Kind::NotYet(Type::Bool)),
    key("enable_delay_receive", Kind::NotYet(Type::Bool)),
    key("max_concurrency", Kind::NotYet(Type::Int)),
    key("worker_max_concurrency", Kind::NotYet(Type::Int)),
    key("max_queued_bytes", Kind::NotYet(Type::Int)),
    // Tasks
    key("task_ipc_mode", Kind::NotYet(Type::Int)),
    key("message_queue_key", Kind::NotYet(Type::Int)),
    key("task_tmpdir", Kind::NoEffect(Type::Text)),
    key("task_enable_coroutine", Kind::NotYet(Type::Bool)),
    key_with("task_object", &["task_use_object"], Kind::NotYet(Type::Bool)),
    key("event_object", Kind::NotYet(Type::Bool)),
    // Log
    key("log_file", Kind::Text(|settings| &mut settings.log_file)),
    key("log_level", Kind::Number(0, 6, |settings| &mut settings.log_level)),
    key("log_rotation", Kind::NotYet(Type::Int)),
    key("log_date_format", Kind::NotYet(Type::Text)),
    key("log_date_with_microseconds", Kind::NotYet(Type::Bool)),
    key("display_errors", Kind::NoEffect(Type::Bool)),
    key("debug_mode", Kind::NoEffect(Type::Bool)),
    key("trace_flags", Kind::NoEffect(Type::Int)),
    key("print_backtrace_on_error", Kind::NoEffect(Type::Bool)),
    key("stats_file", Kind::NotYet(Type::Text)),
    key("stats_timer_interval", Kind::NotYet(Type::Int)),
    key("admin_server", Kind::NotYet(Type::Text)),
    // Sockets
    key("backlog", Kind::Number(1, 65_535, |settings| &mut settings.backlog)),
    key_with("max_connection", &["max_conn"], Kind::Number(0, 10_000_000, |settings| &mut settings.max_connection)),
    key("open_tcp_nodelay", Kind::Flag(|settings| &mut settings.open_tcp_nodelay)),
    key("open_tcp_keepalive", Kind::Flag(|settings| &mut settings.open_tcp_keepalive)),
    key("tcp_keepidle", Kind::Number(1, 32_767, |settings| &mut settings.tcp_keepidle)),
    key("tcp_keepinterval", Kind::Number(1, 32_767, |settings| &mut settings.tcp_keepinterval)),
    key("tcp_keepcount", Kind::Number(1, 127, |settings| &mut settings.tcp_keepcount)),
    key_with("enable_reuse_port", &["enable_port_reuse"], Kind::NotYet(Type::Bool)),
    key("tcp_user_timeout", Kind::NotYet(Type::Int)),
    key("tcp_fastopen", Kind::NotYet(Type::Bool)),
    key("tcp_defer_accept", Kind::NotYet(Type::Int)),
    key("kernel_socket_recv_buffer_size", Kind::NotYet(Type::Int)),
    key("kernel_socket_send_buffer_size", Kind::NotYet(Type::Int)),
    // Limits and times of a connection
    key("package_max_length", Kind::Number(1, u32::MAX as i64, |settings| &mut settings.package_max_length)),
    key("socket_buffer_size", Kind::Number(1, ANY_SIZE, |settings| &mut settings.socket_buffer_size)),
    key_with("buffer_output_size", &["output_buffer_size"], Kind::NotYet(Type::Int)),
    key_with("input_buffer_size", &["buffer_input_size"], Kind::NoEffect(Type::Int)),
    key("buffer_high_watermark", Kind::NotYet(Type::Int)),
    key("buffer_low_watermark", Kind::NotYet(Type::Int)),
    key("heartbeat_check_interval", Kind::NotYet(Type::Int)),
    key("heartbeat_idle_time", Kind::NotYet(Type::Int)),
    key("max_idle_time", Kind::NotYet(Type::Number)),
    // Protocols of a port
    key("open_http_protocol", Kind::NotYet(Type::Bool)),
    key("open_websocket_protocol", Kind::NotYet(Type::Bool)),
    key("open_http2_protocol", Kind::NotYet(Type::Bool)),
    key("open_mqtt_protocol", Kind::NotYet(Type::Bool)),
    key("open_redis_protocol", Kind::NotYet(Type::Bool)),
    key("open_eof_check", Kind::NotYet(Type::Bool)),
    key("open_eof_split", Kind::NotYet(Type::Bool)),
    key("package_eof", Kind::NotYet(Type::Text)),
    key("open_length_check", Kind::NotYet(Type::Bool)),
    key("package_length_type", Kind::NotYet(Type::Text)),
    key("package_length_offset", Kind::NotYet(Type::Int)),
    key_with("package_body_offset", &["package_body_start"], Kind::NotYet(Type::Int)),
    key("package_length_func", Kind::NotYet(Type::Any)),
    // HTTP
    key("http_parse_post", Kind::Flag(|settings| &mut settings.http_parse_post)),
    key("http_parse_cookie", Kind::Flag(|settings| &mut settings.http_parse_cookie)),
    key("http_parse_files", Kind::NotYet(Type::Bool)),
    key("document_root", Kind::NotYet(Type::Text)),
    key("enable_static_handler", Kind::NotYet(Type::Bool)),
    key("static_handler_locations", Kind::NotYet(Type::Array)),
    key("http_index_files", Kind::NotYet(Type::Array)),
    key("http_autoindex", Kind::NotYet(Type::Bool)),
    key("url_rewrite_rules", Kind::NotYet(Type::Array)),
    key("upload_tmp_dir", Kind::NotYet(Type::Text)),
    key("upload_max_filesize", Kind::NotYet(Type::Int)),
    key("http_compression", Kind::NotYet(Type::Bool)),
    key_with("http_compression_level", &["compression_level", "http_gzip_level"], Kind::NotYet(Type::Int)),
    key_with("http_compression_min_length", &["compression_min_length"], Kind::NotYet(Type::Int)),
    key_with("http_compression_types", &["compression_types"], Kind::NotYet(Type::Array)),
    key("http2_header_table_size", Kind::NotYet(Type::Int)),
    key("http2_max_concurrent_streams", Kind::NotYet(Type::Int)),
    key("http2_init_window_size", Kind::NotYet(Type::Int)),
    key("http2_max_frame_size", Kind::NotYet(Type::Int)),
    key("http2_max_header_list_size", Kind::NotYet(Type::Int)),
    // WebSocket
    key("websocket_subprotocol", Kind::Text(|settings| &mut settings.websocket_subprotocol)),
    key("websocket_compression", Kind::NotYet(Type::Bool)),
    key("websocket_mask", Kind::NoEffect(Type::Bool)),
    key("open_websocket_close_frame", Kind::Flag(|settings| &mut settings.open_websocket_close_frame)),
    key("open_websocket_ping_frame", Kind::Flag(|settings| &mut settings.open_websocket_ping_frame)),
    key("open_websocket_pong_frame", Kind::Flag(|settings| &mut settings.open_websocket_pong_frame)),
    // TLS
    key("ssl_cert_file", Kind::NotYet(Type::Text)),
    key("ssl_key_file", Kind::NotYet(Type::Text)),
    key("ssl_protocols", Kind::NotYet(Type::Int)),
    key("ssl_ciphers", Kind::NotYet(Type::Text)),
    key("ssl_verify_peer", Kind::NotYet(Type::Bool)),
    key("ssl_allow_self_signed", Kind::NotYet(Type::Bool)),
    key("ssl_client_cert_file", Kind::NotYet(Type::Text)),
    key("ssl_cafile", Kind::NotYet(Type::Text)),
    key("ssl_capath", Kind::NotYet(Type::Text)),
    key("ssl_verify_depth", Kind::NotYet(Type::Int)),
    key("ssl_prefer_server_ciphers", Kind::NotYet(Type::Bool)),
    key("ssl_dhparam", Kind::NotYet(Type::Text)),
    key("ssl_ecdh_curve", Kind::NotYet(Type::Text)),
    key("ssl_compress", Kind::NotYet(Type::Bool)),
    key("ssl_sni_certs", Kind::NotYet(Type::Array)),
    // Passed by programs of the 1.x and 2.x days; nothing here corresponds to them.
    key("pipe_buffer_size", Kind::NoEffect(Type::Int)),
    key("ssl_method", Kind::NoEffect(Type::Int)),
    key("request_slowlog_file", Kind::NoEffect(Type::Text)),
    key("request_slowlog_timeout", Kind::NoEffect(Type::Number)),
    key("trace_event_worker", Kind::NoEffect(Type::Bool)),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn text(value: &str) -> Value {
        Value::String(value.to_owned())
    }

    #[test]
    fn no_name_stands_twice() {
        let mut names: Vec<_> = KEYS.iter().flat_map(|key| key.aliases.iter().chain([&key.name])).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn strings_as_from_ini_files_are_taken_as_what_they_say() {
        let mut settings = Settings::default();
        assert_eq!(settings.apply("worker_num", &text("8")), Ok(Applied::Taken));
        assert_eq!(settings.apply("open_tcp_nodelay", &text("off")), Ok(Applied::Taken));
        assert_eq!((settings.worker_num, settings.open_tcp_nodelay), (8, false));
    }

    #[test]
    fn aliases_set_the_same_thing() {
        let mut settings = Settings::default();
        settings.apply("max_conn", &Value::Int(77)).unwrap();
        assert_eq!(settings.max_connection, 77);
    }

    #[test]
    fn a_wrong_value_is_named_and_changes_nothing() {
        let mut settings = Settings::default();
        let wrong_type = settings.apply("worker_num", &text("many")).unwrap_err();
        assert_eq!(wrong_type.to_string(), "setting 'worker_num' must be of type int, string \"many\" given");
        let wrong_range = settings.apply("log_level", &Value::Int(9)).unwrap_err();
        assert_eq!(wrong_range.to_string(), "setting 'log_level' must be from 0 to 6, int 9 given");
        let wrong_later = settings.apply("daemonize", &Value::Array).unwrap_err();
        assert_eq!(wrong_later.to_string(), "setting 'daemonize' must be of type bool, array given");
        assert_eq!(settings, Settings::default());
    }

    #[test]
    fn unknown_keys_and_those_to_come_are_told_apart() {
        let mut settings = Settings::default();
        assert_eq!(settings.apply("wroker_num", &Value::Int(1)), Ok(Applied::Unknown));
        assert_eq!(settings.apply("daemonize", &Value::Bool(true)), Ok(Applied::NotYet));
        assert_eq!(settings.apply("enable_coroutine", &Value::Bool(true)), Ok(Applied::Taken));
    }

    #[test]
    fn a_small_package_limit_is_raised_to_the_least() {
        let mut settings = Settings::default();
        settings.apply("package_max_length", &Value::Int(10)).unwrap();
        assert_eq!(settings.package_limit(), LEAST_PACKAGE_MAX_LENGTH);
    }
}

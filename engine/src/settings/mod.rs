//! Every `set()` key once: its name, other names, type, and where its value goes.
//!
//! [`Settings::apply`] runs in `set()`, on the interpreter thread, before anything is started. A wrong type or a value
//! out of range is an error that names key and value, and changes nothing; an unknown key is told apart, so that the
//! caller can warn. Keys whose effect is still to come are checked like all others and reported as [`Applied::NotYet`]:
//! nobody should believe that a setting works when it does not.

mod client;
mod connection;
mod http;
mod http2;
mod http_client;
mod keys;
mod packages;
mod tls;
mod value;

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub use self::client::ClientSettings;
pub use self::connection::ConnectionSettings;
pub use self::http::HttpSettings;
pub use self::http_client::{HttpClientSettings, Proxy};
pub use self::http2::Http2Settings;
use self::keys::{KEYS, Kind};
pub use self::packages::PackageSettings;
pub use self::tls::{SniCertificate, TlsSettings};
pub use self::value::Value;
use self::value::{to_bool, to_float, to_int, to_text};
use crate::protocol::extension::Acceptable;
use crate::protocol::handshake::{Subprotocol, Terms};

/// The smallest `package_max_length`; what is below is raised to it, as Swoole does.
pub const LEAST_PACKAGE_MAX_LENGTH: usize = 65_536;

/// What the server goes by. A field is what its key says; the defaults are those of a server that set nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// `worker_num`: event workers wanted; `None` for what the mode has by default.
    pub worker_num: Option<i64>,
    /// `task_worker_num`: task workers wanted.
    pub task_worker_num: i64,
    /// `daemonize`: the server goes to the background.
    pub daemonize: bool,
    /// `pid_file`: where the process that called `start()` writes its number.
    pub pid_file: Option<String>,
    /// `user`: whom workers run as, if the server is started by root.
    pub user: Option<String>,
    /// `group`: the group that workers run as.
    pub group: Option<String>,
    /// `chroot`: the folder that is the root of workers.
    pub chroot: Option<String>,
    /// `max_request`: an event worker is replaced after so many requests; 0 for never.
    pub max_request: i64,
    /// `max_request_grace`: how many more it may be, by chance, so that not all are replaced at once; `None` for half.
    pub max_request_grace: Option<i64>,
    /// `task_max_request`: the same for task workers.
    pub task_max_request: i64,
    /// `task_max_request_grace`: the same for task workers.
    pub task_max_request_grace: Option<i64>,
    /// `reload_async`: a worker that is replaced may finish what it has begun.
    pub reload_async: bool,
    /// `open_cpu_affinity`: each worker has a CPU of its own.
    pub open_cpu_affinity: bool,
    /// `cpu_affinity_ignore`: CPUs that no worker is bound to.
    pub cpu_affinity_ignore: Vec<usize>,
    /// `dispatch_mode`: which worker is told of an event, in SWOOLE_PROCESS.
    pub dispatch_mode: i64,
    /// `enable_unsafe_event`: `onConnect` and `onClose` also where their order with other events is not kept.
    pub enable_unsafe_event: bool,
    /// `task_enable_coroutine`: `onTask` gets a `Swoole\Server\Task`.
    pub task_enable_coroutine: bool,
    /// `task_object`: the same.
    pub task_object: bool,
    /// `event_object`: callbacks get one object for all that they are told.
    pub event_object: bool,
    /// `backlog`: connections that the kernel holds until they are accepted.
    pub backlog: i64,
    /// `max_connection`: how many connections live at the same time; 0 for 100,000; never above the limit of open files.
    pub max_connection: i64,
    /// `start_session_id`: the first connection's number is one more.
    pub start_session_id: i64,
    /// `package_max_length`, bytes: the longest WebSocket message, HTTP body or TCP package that is taken.
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
    /// Static files and compression.
    pub http: HttpSettings,
    /// `http_header_timeout`, seconds: what a client may take for a TLS handshake or a request's head, and how long it may
    /// be silent between requests. Not Swoole's.
    pub http_header_timeout: f64,
    /// `http_body_timeout`, seconds: how long nothing may come of a request's body; and what all of it may take, beyond one
    /// second for each KiB; and how long a client may take nothing of an answer. Not Swoole's.
    pub http_body_timeout: f64,
    /// `http_parse_files`: `$request->files` in the form of PHP's `$_FILES`.
    pub http_parse_files: bool,
    /// `upload_tmp_dir`: the folder that uploaded files are in until a program moves them.
    pub upload_tmp_dir: Option<String>,
    /// `upload_max_filesize`, bytes: longer files are refused one by one; and forms with files may be as long as this. 0
    /// for `package_max_length`.
    pub upload_max_filesize: i64,
    /// `max_concurrency`: HTTP requests of one gateway that may wait for their answer at the same time; 0 for any number.
    pub max_concurrency: i64,
    /// `max_queued_bytes`: what HTTP requests may cost together that PHP has not taken; 0 for 64 MiB.
    pub max_queued_bytes: i64,
    /// `websocket_subprotocol`
    pub websocket_subprotocol: Subprotocol,
    /// `websocket_compression`: permessage-deflate with clients that offer it.
    pub websocket_compression: bool,
    /// `websocket_compression_level`: 1 (fast) to 9 (small). Not Swoole's.
    pub websocket_compression_level: i64,
    /// `websocket_compression_min_length`, bytes: shorter messages go out as they are. Not Swoole's.
    pub websocket_compression_min_length: i64,
    /// `websocket_context_takeover`: compressed messages may refer to earlier ones. Not Swoole's.
    pub websocket_context_takeover: bool,
    /// `websocket_require_mask`: frames of clients that don't mask are an error. Not Swoole's.
    pub websocket_require_mask: bool,
    /// `websocket_ping_interval`, seconds: a WebSocket that has been silent for so long is pinged; 0 for never. Not Swoole's.
    pub websocket_ping_interval: f64,
    /// `websocket_pong_timeout`, seconds: who has not said anything so long after a ping is gone; 0 for the interval.
    /// Not Swoole's.
    pub websocket_pong_timeout: f64,
    /// `heartbeat_idle_time`, seconds: whoever has sent nothing for longer is idle; 0 for off.
    pub heartbeat_idle_time: i64,
    /// `heartbeat_check_interval`, seconds between two looks for idle connections.
    pub heartbeat_check_interval: i64,
    /// `max_idle_time`, seconds without a byte in either direction; 0 for off.
    pub max_idle_time: f64,
    /// `socket_buffer_total_size`, bytes: what may wait to be sent to all connections of a process, and as much again what
    /// has come of messages and requests that are not whole or not answered. Not Swoole's.
    pub socket_buffer_total_size: i64,
    /// `socket_buffer_policy`: what becomes of a client for which there is no more room. Not Swoole's.
    pub socket_buffer_policy: BufferPolicy,
    /// `buffer_high_watermark`, bytes that wait: `onBufferFull`; 0 for four fifths of `socket_buffer_size`.
    pub buffer_high_watermark: i64,
    /// `buffer_low_watermark`, bytes that still wait when `onBufferEmpty` follows.
    pub buffer_low_watermark: i64,
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
    /// `open_http2_protocol` and `http2_*`
    pub http2: Http2Settings,
    /// `ssl_*`
    pub tls: TlsSettings,
    /// `open_eof_*`, `open_length_check`, `package_*`: plain TCP.
    pub package: PackageSettings,
    /// `open_http_protocol`: the port speaks HTTP or not, whatever its server's class says.
    pub open_http_protocol: Option<bool>,
    /// `open_websocket_protocol`: the same for WebSocket.
    pub open_websocket_protocol: Option<bool>,
    /// `enable_delay_receive`: a plain TCP connection is not read until the program says so.
    pub enable_delay_receive: bool,
}

/// What becomes of a client for which a push finds no room.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum BufferPolicy {
    /// The push is refused, and the client stays.
    #[default]
    Refuse,
    /// The push is refused, and the client is dropped with close code 1013.
    Drop,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            worker_num: None,
            task_worker_num: 0,
            daemonize: false,
            pid_file: None,
            user: None,
            group: None,
            chroot: None,
            max_request: 0,
            max_request_grace: None,
            task_max_request: 0,
            task_max_request_grace: None,
            reload_async: true,
            open_cpu_affinity: false,
            cpu_affinity_ignore: Vec::new(),
            dispatch_mode: 2,
            enable_unsafe_event: false,
            task_enable_coroutine: false,
            task_object: false,
            event_object: false,
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
            http: HttpSettings::default(),
            http_header_timeout: 60.0,
            http_body_timeout: 60.0,
            http_parse_files: false,
            upload_tmp_dir: None,
            upload_max_filesize: 0,
            max_concurrency: 0,
            max_queued_bytes: 0,
            websocket_subprotocol: Subprotocol::None,
            websocket_compression: false,
            websocket_compression_level: 2,
            websocket_compression_min_length: 64,
            websocket_context_takeover: false,
            websocket_require_mask: false,
            websocket_ping_interval: 0.0,
            websocket_pong_timeout: 0.0,
            heartbeat_idle_time: 0,
            heartbeat_check_interval: 0,
            max_idle_time: 0.0,
            socket_buffer_total_size: 512 * 1024 * 1024,
            socket_buffer_policy: BufferPolicy::Refuse,
            buffer_high_watermark: 0,
            buffer_low_watermark: 0,
            open_websocket_close_frame: false,
            open_websocket_ping_frame: false,
            open_websocket_pong_frame: false,
            log_file: None,
            log_level: 2,
            http2: Http2Settings::default(),
            tls: TlsSettings::default(),
            package: PackageSettings::default(),
            open_http_protocol: None,
            open_websocket_protocol: None,
            enable_delay_receive: false,
        }
    }
}

impl Settings {
    /// The longest message or body, in bytes, never below [`LEAST_PACKAGE_MAX_LENGTH`].
    pub fn package_limit(&self) -> usize {
        usize::try_from(self.package_max_length).unwrap_or(0).max(LEAST_PACKAGE_MAX_LENGTH)
    }

    /// The longest form with files, in bytes.
    pub fn form_limit(&self) -> u64 {
        self.upload_max_filesize.unsigned_abs().max(self.package_limit() as u64)
    }

    /// The longest file in a form, in bytes.
    pub fn upload_limit(&self) -> u64 {
        if self.upload_max_filesize > 0 { self.upload_max_filesize.unsigned_abs() } else { u64::MAX }
    }

    /// Where uploaded files are.
    pub fn upload_folder(&self) -> &Path {
        Path::new(self.upload_tmp_dir.as_deref().filter(|folder| !folder.is_empty()).unwrap_or("/tmp"))
    }

    /// What may wait of HTTP requests that PHP has not taken, in bytes.
    pub fn queue_limit(&self) -> usize {
        const BY_DEFAULT: usize = 64 * 1024 * 1024;
        usize::try_from(self.max_queued_bytes).ok().filter(|bytes| *bytes > 0).unwrap_or(BY_DEFAULT)
    }

    /// How many HTTP requests may wait for their answers at the same time.
    pub fn concurrency_limit(&self) -> usize {
        usize::try_from(self.max_concurrency).ok().filter(|count| *count > 0).unwrap_or(usize::MAX)
    }

    /// What may wait to be sent to one connection, in bytes.
    pub fn outbox_limit(&self) -> usize {
        usize::try_from(self.socket_buffer_size).unwrap_or(usize::MAX)
    }

    /// What all connections may hold in one direction, in bytes.
    pub fn total_limit(&self) -> usize {
        usize::try_from(self.socket_buffer_total_size).unwrap_or(usize::MAX)
    }

    /// From how many waiting bytes on a buffer is full for `onBufferFull`.
    pub fn high_watermark(&self) -> usize {
        match usize::try_from(self.buffer_high_watermark) {
            Ok(0) | Err(_) => self.outbox_limit() / 5 * 4,
            Ok(bytes) => bytes,
        }
    }

    /// With how many waiting bytes a full buffer is empty again for `onBufferEmpty`: never more than make it full.
    pub fn low_watermark(&self) -> usize {
        usize::try_from(self.buffer_low_watermark).unwrap_or(0).min(self.high_watermark())
    }

    /// How often idle connections are looked for, and from what time on they are idle; `None` if that is not wanted. Where
    /// one of the two is set the other follows, as with Swoole.
    pub fn heartbeat(&self) -> Option<(Duration, Duration)> {
        let seconds = |number: i64| Duration::from_secs(number.unsigned_abs());
        match (self.heartbeat_check_interval, self.heartbeat_idle_time) {
            (0, 0) => None,
            (0, idle) => Some((seconds(idle) / 2, seconds(idle))),
            (interval, 0) => Some((seconds(interval), seconds(interval) * 2)),
            (interval, idle) => Some((seconds(interval), seconds(idle))),
        }
    }

    /// What the opening handshake offers.
    pub fn terms(&self) -> Terms {
        Terms {
            subprotocol: self.websocket_subprotocol.clone(),
            extensions: Acceptable {
                deflate: self.websocket_compression,
                context_takeover: self.websocket_context_takeover,
            },
        }
    }

    /// The same with what is not inherited by a port that has settings of its own: what is spoken there.
    #[must_use]
    pub fn without_protocol(mut self) -> Self {
        (self.open_http_protocol, self.open_websocket_protocol) = (None, None);
        self.package.eof_check = false;
        self.package.eof_split = false;
        self.package.length_check = false;
        self
    }

    /// Whether `onTask` gets an object with all that it is told.
    pub fn has_task_objects(&self) -> bool {
        self.task_object || self.task_enable_coroutine || self.event_object
    }

    /// The process's number goes there.
    pub fn pid_path(&self) -> Option<PathBuf> {
        self.pid_file.as_ref().filter(|path| !path.is_empty()).map(PathBuf::from)
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
            Kind::Float(least, most, place) => {
                let number = to_float(value).ok_or_else(|| invalid(Problem::Type("float")))?;
                if number < *least || number > *most {
                    return Err(invalid(Problem::Range(*least as i64, *most as i64)));
                }
                *place(self) = number;
            }
            Kind::Parsed(parse) => parse(self, value).map_err(invalid)?,
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
    /// It is none of these words.
    Word(&'static str),
    /// There is no such key, but these.
    Unknown(&'static str),
}

impl fmt::Display for Invalid {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, value, problem } = self;
        match problem {
            Problem::Type(wanted) => write!(formatter, "setting '{key}' must be of type {wanted}, {value} given"),
            Problem::Unknown(known) => write!(formatter, "there is no setting '{key}'; there are: {known}"),
            Problem::Word(words) => write!(formatter, "setting '{key}' must be {words}, {value} given"),
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

#[cfg(test)]
mod tests;

//! The table of keys.

use super::value::{Value, to_bool, to_float, to_int, to_text, to_texts};
use super::{BufferPolicy, Problem, Settings, SniCertificate, packages};
use crate::protocol::handshake::Subprotocol;

/// A type that is only checked, because its key has no effect.
#[derive(Clone, Copy, Debug)]
pub(super) enum Type {
    Bool,
    Int,
    Number,
    Text,
    Array,
    /// Callables, and whatever else only its user can judge.
    Any,
}

impl Type {
    pub(super) fn check(self, value: &Value) -> Result<(), Problem> {
        let (fits, name) = match self {
            Self::Bool => (to_bool(value).is_some(), "bool"),
            Self::Int => (to_int(value).is_some(), "int"),
            Self::Number => (to_float(value).is_some(), "float"),
            Self::Text => (to_text(value).is_some(), "string"),
            Self::Array => (matches!(value, Value::Array(_)), "array"),
            Self::Any => (true, "mixed"),
        };
        if fits { Ok(()) } else { Err(Problem::Type(name)) }
    }
}

/// What a key's value is and where it goes.
pub(super) enum Kind {
    Flag(fn(&mut Settings) -> &mut bool),
    Number(i64, i64, fn(&mut Settings) -> &mut i64),
    Float(f64, f64, fn(&mut Settings) -> &mut f64),
    Text(fn(&mut Settings) -> &mut Option<String>),
    /// With a form of its own; says what would be right if the value is not.
    Parsed(fn(&mut Settings, &Value) -> Result<(), Problem>),
    /// Known, and its feature is still to come.
    NotYet(Type),
    /// Known, and there is nothing here for it to change (coroutines, buffers that don't exist, other extensions' parts).
    NoEffect(Type),
}

/// A key of the table.
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) aliases: &'static [&'static str],
    pub(super) kind: Kind,
}

const fn key(name: &'static str, kind: Kind) -> Key {
    Key { name, aliases: &[], kind }
}

const fn key_with(name: &'static str, aliases: &'static [&'static str], kind: Kind) -> Key {
    Key { name, aliases, kind }
}

const ANY_SIZE: i64 = i64::MAX;

/// Workers of one kind: their numbers are 16 bits, and there are two kinds.
const MOST_WORKERS: i64 = 30_000;

/// Bytes before a length, or that it does not count.
const MOST_OFFSET: i64 = 65_535;

/// In seconds: nobody means longer times.
const YEAR: i64 = 366 * 86_400;

pub(super) const KEYS: &[Key] = &[
    // Processes and work
    key("worker_num", Kind::Parsed(worker_num)),
    key("max_wait_time", Kind::Number(0, 86_400, |settings| &mut settings.max_wait_time)),
    key("task_worker_num", Kind::Number(0, MOST_WORKERS, |settings| &mut settings.task_worker_num)),
    // The sockets of a process have one thread, whatever their number.
    key("reactor_num", Kind::NoEffect(Type::Int)),
    key("daemonize", Kind::Flag(|settings| &mut settings.daemonize)),
    key("pid_file", Kind::Text(|settings| &mut settings.pid_file)),
    key("user", Kind::Text(|settings| &mut settings.user)),
    key("group", Kind::Text(|settings| &mut settings.group)),
    key("chroot", Kind::Text(|settings| &mut settings.chroot)),
    key("max_request", Kind::Number(0, ANY_SIZE, |settings| &mut settings.max_request)),
    key("max_request_grace", Kind::Parsed(max_request_grace)),
    key("task_max_request", Kind::Number(0, ANY_SIZE, |settings| &mut settings.task_max_request)),
    key("task_max_request_grace", Kind::Parsed(task_max_request_grace)),
    key("reload_async", Kind::Flag(|settings| &mut settings.reload_async)),
    key("open_cpu_affinity", Kind::Flag(|settings| &mut settings.open_cpu_affinity)),
    key("cpu_affinity_ignore", Kind::Parsed(cpu_affinity_ignore)),
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
    key("dispatch_mode", Kind::Number(1, 10, |settings| &mut settings.dispatch_mode)),
    // The callable itself stays with PHP.
    key("dispatch_func", Kind::NoEffect(Type::Any)),
    key("enable_unsafe_event", Kind::Flag(|settings| &mut settings.enable_unsafe_event)),
    key("discard_timeout_request", Kind::NotYet(Type::Bool)),
    key("enable_delay_receive", Kind::Flag(|settings| &mut settings.enable_delay_receive)),
    key("max_concurrency", Kind::Number(0, ANY_SIZE, |settings| &mut settings.max_concurrency)),
    // A worker does one thing at a time.
    key("worker_max_concurrency", Kind::NoEffect(Type::Int)),
    key("max_queued_bytes", Kind::Number(0, ANY_SIZE, |settings| &mut settings.max_queued_bytes)),
    // Tasks
    // Tasks travel through Unix sockets, whatever their way and length.
    key("task_ipc_mode", Kind::NoEffect(Type::Int)),
    key("message_queue_key", Kind::NoEffect(Type::Int)),
    key("task_tmpdir", Kind::NoEffect(Type::Text)),
    key("task_enable_coroutine", Kind::Flag(|settings| &mut settings.task_enable_coroutine)),
    key_with("task_object", &["task_use_object"], Kind::Flag(|settings| &mut settings.task_object)),
    key("event_object", Kind::Flag(|settings| &mut settings.event_object)),
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
    key("socket_buffer_total_size", Kind::Number(1, ANY_SIZE, |settings| &mut settings.socket_buffer_total_size)),
    key("socket_buffer_policy", Kind::Parsed(buffer_policy)),
    key("buffer_high_watermark", Kind::Number(0, ANY_SIZE, |settings| &mut settings.buffer_high_watermark)),
    key("buffer_low_watermark", Kind::Number(0, ANY_SIZE, |settings| &mut settings.buffer_low_watermark)),
    key("heartbeat_check_interval", Kind::Number(0, YEAR, |settings| &mut settings.heartbeat_check_interval)),
    key("heartbeat_idle_time", Kind::Number(0, YEAR, |settings| &mut settings.heartbeat_idle_time)),
    key("max_idle_time", Kind::Float(0.0, YEAR as f64, |settings| &mut settings.max_idle_time)),
    key("http_header_timeout", Kind::Float(1.0, YEAR as f64, |settings| &mut settings.http_header_timeout)),
    key("http_body_timeout", Kind::Float(1.0, YEAR as f64, |settings| &mut settings.http_body_timeout)),
    // Protocols of a port
    key("open_http_protocol", Kind::Parsed(open_http_protocol)),
    key("open_websocket_protocol", Kind::Parsed(open_websocket_protocol)),
    key("open_http2_protocol", Kind::Flag(|settings| &mut settings.http2.is_open)),
    key("open_mqtt_protocol", Kind::NotYet(Type::Bool)),
    key("open_redis_protocol", Kind::NotYet(Type::Bool)),
    key("open_eof_check", Kind::Flag(|settings| &mut settings.package.eof_check)),
    key("open_eof_split", Kind::Flag(|settings| &mut settings.package.eof_split)),
    key("package_eof", Kind::Parsed(packages::eof)),
    key("open_length_check", Kind::Flag(|settings| &mut settings.package.length_check)),
    key("package_length_type", Kind::Parsed(packages::length_type)),
    key("package_length_offset", Kind::Number(0, MOST_OFFSET, |settings| &mut settings.package.length_offset)),
    key_with(
        "package_body_offset",
        &["package_body_start"],
        Kind::Number(0, MOST_OFFSET, |settings| &mut settings.package.body_offset),
    ),
    // A function of the program's can't run where packages are told apart: `start()` says so.
    key("package_length_func", Kind::NoEffect(Type::Any)),
    // HTTP
    key("http_parse_post", Kind::Flag(|settings| &mut settings.http_parse_post)),
    key("http_parse_cookie", Kind::Flag(|settings| &mut settings.http_parse_cookie)),
    key("http_parse_files", Kind::Flag(|settings| &mut settings.http_parse_files)),
    key("document_root", Kind::Parsed(document_root)),
    key("enable_static_handler", Kind::Flag(|settings| &mut settings.http.enable_static_handler)),
    key("static_handler_locations", Kind::Parsed(static_handler_locations)),
    key("static_handler_follow_symlinks", Kind::Flag(|settings| &mut settings.http.static_handler_follow_symlinks)),
    key("http_index_files", Kind::Parsed(http_index_files)),
    key("http_autoindex", Kind::Flag(|settings| &mut settings.http.autoindex)),
    key("url_rewrite_rules", Kind::NotYet(Type::Array)),
    key("upload_tmp_dir", Kind::Text(|settings| &mut settings.upload_tmp_dir)),
    key("upload_max_filesize", Kind::Number(0, ANY_SIZE, |settings| &mut settings.upload_max_filesize)),
    key("http_compression", Kind::Flag(|settings| &mut settings.http.compression)),
    key_with(
        "http_compression_level",
        &["compression_level", "http_gzip_level"],
        Kind::Number(1, 9, |settings| &mut settings.http.compression_level),
    ),
    key_with(
        "http_compression_min_length",
        &["compression_min_length"],
        Kind::Number(0, ANY_SIZE, |settings| &mut settings.http.compression_min_length),
    ),
    key_with("http_compression_types", &["compression_types"], Kind::Parsed(http_compression_types)),
    // The bounds are those of RFC 9113 section 6.5.2, and what a client may make this side hold.
    key("http2_header_table_size", Kind::Number(0, 65_536, |settings| &mut settings.http2.header_table_size)),
    key("http2_max_concurrent_streams", Kind::Number(1, 10_000, |settings| &mut settings.http2.max_concurrent_streams)),
    key("http2_init_window_size", Kind::Number(1, 16_777_216, |settings| &mut settings.http2.init_window_size)),
    key("http2_max_frame_size", Kind::Number(16_384, 16_777_215, |settings| &mut settings.http2.max_frame_size)),
    key(
        "http2_max_header_list_size",
        Kind::Number(1024, 1_048_576, |settings| &mut settings.http2.max_header_list_size),
    ),
    // WebSocket
    key("websocket_subprotocol", Kind::Parsed(subprotocol)),
    key("websocket_compression", Kind::Flag(|settings| &mut settings.websocket_compression)),
    key("websocket_compression_level", Kind::Number(1, 9, |settings| &mut settings.websocket_compression_level)),
    key(
        "websocket_compression_min_length",
        Kind::Number(0, ANY_SIZE, |settings| &mut settings.websocket_compression_min_length),
    ),
    key("websocket_context_takeover", Kind::Flag(|settings| &mut settings.websocket_context_takeover)),
    key("websocket_require_mask", Kind::Flag(|settings| &mut settings.websocket_require_mask)),
    key("websocket_ping_interval", Kind::Float(0.0, YEAR as f64, |settings| &mut settings.websocket_ping_interval)),
    key("websocket_pong_timeout", Kind::Float(0.0, YEAR as f64, |settings| &mut settings.websocket_pong_timeout)),
    key("websocket_mask", Kind::NoEffect(Type::Bool)),
    key("open_websocket_close_frame", Kind::Flag(|settings| &mut settings.open_websocket_close_frame)),
    key("open_websocket_ping_frame", Kind::Flag(|settings| &mut settings.open_websocket_ping_frame)),
    key("open_websocket_pong_frame", Kind::Flag(|settings| &mut settings.open_websocket_pong_frame)),
    // TLS
    key("ssl_cert_file", Kind::Text(|settings| &mut settings.tls.cert_file)),
    key("ssl_key_file", Kind::Text(|settings| &mut settings.tls.key_file)),
    key("ssl_protocols", Kind::Number(0, ANY_SIZE, |settings| &mut settings.tls.protocols)),
    key("ssl_ciphers", Kind::Text(|settings| &mut settings.tls.ciphers)),
    key("ssl_prefer_server_ciphers", Kind::Flag(|settings| &mut settings.tls.prefer_server_ciphers)),
    key("ssl_verify_peer", Kind::Flag(|settings| &mut settings.tls.verify_peer)),
    key("ssl_allow_self_signed", Kind::Flag(|settings| &mut settings.tls.allow_self_signed)),
    key("ssl_client_cert_file", Kind::Text(|settings| &mut settings.tls.client_cert_file)),
    key("ssl_cafile", Kind::Text(|settings| &mut settings.tls.cafile)),
    key("ssl_capath", Kind::Text(|settings| &mut settings.tls.capath)),
    key("ssl_sni_certs", Kind::Parsed(sni_certificates)),
    // What they are about is settled: chains are followed as far as they go, the curves and Diffie-Hellman groups are those
    // that are safe, and nothing is compressed.
    key("ssl_verify_depth", Kind::NoEffect(Type::Int)),
    key("ssl_dhparam", Kind::NoEffect(Type::Text)),
    key("ssl_ecdh_curve", Kind::NoEffect(Type::Text)),
    key("ssl_compress", Kind::NoEffect(Type::Bool)),
    // Passed by programs of the 1.x and 2.x days; nothing here corresponds to them.
    key("pipe_buffer_size", Kind::NoEffect(Type::Int)),
    key("ssl_method", Kind::NoEffect(Type::Int)),
    key("request_slowlog_file", Kind::NoEffect(Type::Text)),
    key("request_slowlog_timeout", Kind::NoEffect(Type::Number)),
    key("trace_event_worker", Kind::NoEffect(Type::Bool)),
];

/// An integer within bounds.
pub(super) fn number(value: &Value, least: i64, most: i64) -> Result<i64, Problem> {
    let number = to_int(value).ok_or(Problem::Type("int"))?;
    if (least..=most).contains(&number) { Ok(number) } else { Err(Problem::Range(least, most)) }
}

fn open_http_protocol(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    settings.open_http_protocol = Some(to_bool(value).ok_or(Problem::Type("bool"))?);
    Ok(())
}

fn open_websocket_protocol(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    settings.open_websocket_protocol = Some(to_bool(value).ok_or(Problem::Type("bool"))?);
    Ok(())
}

fn worker_num(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    settings.worker_num = Some(number(value, 1, MOST_WORKERS)?);
    Ok(())
}

fn max_request_grace(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    settings.max_request_grace = Some(number(value, 0, ANY_SIZE)?);
    Ok(())
}

fn task_max_request_grace(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    settings.task_max_request_grace = Some(number(value, 0, ANY_SIZE)?);
    Ok(())
}

fn cpu_affinity_ignore(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    const FORM: Problem = Problem::Word("a list of CPU numbers");
    let Value::Array(list) = value else { return Err(FORM) };
    let number = |(_, value): &(String, Value)| to_int(value).and_then(|number| usize::try_from(number).ok());
    settings.cpu_affinity_ignore = list.iter().map(number).collect::<Option<_>>().ok_or(FORM)?;
    Ok(())
}

fn buffer_policy(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    settings.socket_buffer_policy = match value {
        Value::String(word) if word == "refuse" => BufferPolicy::Refuse,
        Value::String(word) if word == "drop" => BufferPolicy::Drop,
        _ => return Err(Problem::Word("'refuse' or 'drop'")),
    };
    Ok(())
}

fn document_root(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    let path = to_text(value).ok_or(Problem::Type("string"))?;
    // A daemon leaves the folder in which a relative path begins.
    let path =
        std::path::absolute(&path).ok().and_then(|path| path.into_os_string().into_string().ok()).unwrap_or(path);
    settings.http.document_root = Some(path);
    Ok(())
}

fn static_handler_locations(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    const FORM: Problem = Problem::Word("a list of paths that begin with /");
    let locations = to_texts(value).filter(|list| list.iter().all(|location| location.starts_with('/')));
    settings.http.static_handler_locations = locations.ok_or(FORM)?;
    Ok(())
}

fn http_index_files(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    let is_name = |name: &String| !["", ".", ".."].contains(&name.as_str()) && !name.contains(['/', '\0']);
    let names = to_texts(value).filter(|list| list.iter().all(is_name));
    settings.http.index_files = names.ok_or(Problem::Word("a list of file names"))?;
    Ok(())
}

fn http_compression_types(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    settings.http.compression_types = to_texts(value).ok_or(Problem::Word("a list of media types"))?;
    Ok(())
}

fn subprotocol(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    // A header of its own must not hide in one, and a list is compared with what clients send, token by token.
    let is_visible = |byte: u8| (b' '..=b'~').contains(&byte);
    settings.websocket_subprotocol = match (to_text(value), to_texts(value)) {
        (Some(text), _) if text.is_empty() => Subprotocol::None,
        (Some(text), _) if text.bytes().all(is_visible) => Subprotocol::Always(text),
        (None, Some(list)) if list.iter().all(|text| is_token(text)) => Subprotocol::OneOf(list),
        _ => return Err(Problem::Type("string (of visible ASCII) or list of tokens (without blanks and commas)")),
    };
    Ok(())
}

/// Whether a text can be one of several names in a header.
pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',')
}

fn sni_certificates(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    const FORM: Problem = Problem::Word("an array of host => ['ssl_cert_file' => ..., 'ssl_key_file' => ...]");
    let Value::Array(hosts) = value else { return Err(FORM) };
    let certificate = |(host, files): &(String, Value)| {
        let Value::Array(files) = files else { return None };
        let file = |name: &str| files.iter().find(|(key, _)| key == name).and_then(|(_, file)| to_text(file));
        Some(SniCertificate {
            host: host.to_ascii_lowercase(),
            cert_file: file("ssl_cert_file")?,
            key_file: file("ssl_key_file")?,
        })
    };
    settings.tls.sni_certs = hosts.iter().map(certificate).collect::<Option<_>>().ok_or(FORM)?;
    Ok(())
}

//! `Swoole\Http\Request`: an HTTP request as PHP programs read it.

mod form;

use std::borrow::Cow;
use std::cell::OnceCell;
use std::rc::Rc;
use std::time::{Duration, UNIX_EPOCH};

use ext_php_rs::flags::MethodFlags;
use ext_php_rs::types::Zval;
use percent_encoding::percent_decode;
use swoxide_engine::link::{self, http};
use swoxide_engine::registry::Fd;

use self::form::Uploads;
use crate::worker::server::Server;
use crate::zend::array::{Array, integer, string};
use crate::zend::class::{Class, allow_dynamic_properties, class, null_property, property};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, arguments, method};
use crate::zend::object::{self, Data, Handlers, Object};
use crate::zend::variables;

static REQUEST: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The properties in the order of their declaration.
mod place {
    pub(super) const FD: usize = 0;
    pub(super) const STREAM_ID: usize = 1;
    pub(super) const HEADER: usize = 2;
    pub(super) const SERVER: usize = 3;
    pub(super) const COOKIE: usize = 4;
    pub(super) const GET: usize = 5;
    pub(super) const FILES: usize = 6;
    pub(super) const POST: usize = 7;
    pub(super) const TMPFILES: usize = 8;
}

/// Headers of which the last counts when they come more than once; all others become lists.
const LAST_COUNTS: [http::HeaderName; 8] = [
    http::header::HOST,
    http::header::USER_AGENT,
    http::header::ACCEPT,
    http::header::CONTENT_TYPE,
    http::header::CONTENT_LENGTH,
    http::header::AUTHORIZATION,
    http::header::CONNECTION,
    http::header::ACCEPT_ENCODING,
];

/// The keys of `$request->server`.
mod key {
    use crate::zend::array::Key;

    macro_rules! keys {
        ($($name:ident = $text:literal,)*) => {
            $(pub(super) static $name: Key = Key::new($text);)*
            pub(super) static ALL: &[&Key] = &[$(&$name),*];
        };
    }

    keys! {
        QUERY_STRING = "query_string",
        REQUEST_METHOD = "request_method",
        REQUEST_URI = "request_uri",
        PATH_INFO = "path_info",
        REQUEST_TIME = "request_time",
        REQUEST_TIME_FLOAT = "request_time_float",
        SERVER_PROTOCOL = "server_protocol",
        SERVER_PORT = "server_port",
        REMOTE_PORT = "remote_port",
        SERVER_ADDR = "server_addr",
        REMOTE_ADDR = "remote_addr",
        MASTER_TIME = "master_time",
    }
}

/// What a request object carries: what its methods give, and what the properties are made of that programs seldom look at.
#[derive(Default)]
struct RequestObject {
    content: OnceCell<Content>,
}

struct Content {
    request: link::Request,
    /// `http_parse_cookie`
    parse_cookie: bool,
    /// Deleted with it.
    _uploads: Uploads,
}

impl Data for RequestObject {
    const MAKES_LATE: bool = true;

    fn handlers() -> &'static Handlers {
        &HANDLERS
    }

    fn make(&self, slot: usize) -> Option<Zval> {
        let Content { request, parse_cookie, .. } = self.content.get()?;
        Some(match slot {
            place::HEADER => header_array(&request.headers, !parse_cookie),
            place::SERVER => server_array(request),
            place::COOKIE => or_null(cookies(&request.headers)),
            place::GET => {
                or_null(request.uri.query().map_or(Zval::null(), |query| variables::parse_query(query.as_bytes())))
            }
            _ => return None,
        })
    }
}

/// Null in place of an empty array: programs test for it.
fn or_null(array: Zval) -> Zval {
    if array.array().is_some_and(|array| !array.is_empty()) { array } else { Zval::null() }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    class("Swoole\\Http\\Request")
        .property(property("fd", 0))
        .property(property("streamId", 0))
        .property(null_property("header"))
        .property(null_property("server"))
        .property(null_property("cookie"))
        .property(null_property("get"))
        .property(null_property("files"))
        .property(null_property("post"))
        .property(null_property("tmpfiles"))
        .method(method("getContent", get_content, 0, vec![]), MethodFlags::Public)
        .method(method("rawContent", get_content, 0, vec![]), MethodFlags::Public)
        .method(method("getData", get_data, 0, vec![]), MethodFlags::Public)
        .method(method("isCompleted", is_completed, 0, vec![]), MethodFlags::Public)
        .method(method("getMethod", get_method, 0, vec![]), MethodFlags::Public)
        .registration(|entry, tables| {
            object::embed::<RequestObject>(entry);
            allow_dynamic_properties(entry);
            REQUEST.registered(entry, tables);
        })
        .register()?;
    REQUEST.alias("swoole_http_request");
    key::ALL.iter().for_each(|key| key.register());
    Ok(())
}

/// The request object of a request.
pub(crate) fn create(server: &Rc<Server>, fd: Fd, port: u16, mut request: link::Request) -> Zval {
    let (parse_cookie, parse_post, as_php) = {
        let port = server.port(port).unwrap_or_else(|| server.first_port());
        let settings = port.settings.borrow();
        (settings.http_parse_cookie, settings.http_parse_post, settings.http_parse_files)
    };
    let value = REQUEST.instantiate();
    let Some(object) = Object::of(&value) else { return value };
    object.set_slot(place::FD, integer(fd.cast_signed()));
    object.set_slot(place::STREAM_ID, integer(stream_id(&request)));
    object.leave(place::HEADER);
    object.leave(place::SERVER);
    if parse_cookie && request.headers.contains_key(http::header::COOKIE) {
        object.leave(place::COOKIE);
    }
    if request.uri.query().is_some() {
        object.leave(place::GET);
    }
    if parse_post && carries_form(&request) {
        object.set_slot(place::POST, or_null(variables::parse_query(&request.body)));
    }
    let mut uploads = Uploads::default();
    // A program that wants to read the body itself can't: it is on the disk.
    if let Some(form) = request.form.take() {
        let properties;
        (uploads, properties) = Uploads::of(form, as_php);
        object.set_slot(place::POST, or_null(properties.post));
        object.set_slot(place::FILES, or_null(properties.files));
        object.set_slot(place::TMPFILES, or_null(properties.tmpfiles));
    }
    if let Some(data) = object.data::<RequestObject>() {
        let _ = data.content.set(Content { request, parse_cookie, _uploads: uploads });
    }
    value
}

/// The stream of a request in HTTP/2, 0 of others. hyper does not tell its number: this is the one of clients that use
/// each in turn (RFC 9113 section 5.1.1), as they all do.
fn stream_id(request: &link::Request) -> i64 {
    if request.version == http::Version::HTTP_2 { request.exchange.cast_signed() * 2 - 1 } else { 0 }
}

pub(super) fn header_array(headers: &http::HeaderMap, with_cookie: bool) -> Zval {
    let mut array = Array::new();
    for name in headers.keys() {
        if *name == http::header::COOKIE && !with_cookie {
            continue;
        }
        let mut values = headers.get_all(name).iter();
        let (first, more) = (values.next(), values.next());
        match (first, more) {
            (Some(value), None) => array.set(name.as_str(), string(value.as_bytes())),
            _ if LAST_COUNTS.contains(name) => {
                if let Some(last) = headers.get_all(name).iter().next_back() {
                    array.set(name.as_str(), string(last.as_bytes()));
                }
            }
            _ => {
                let mut list = Array::new();
                for value in headers.get_all(name) {
                    list.push(string(value.as_bytes()));
                }
                array.set(name.as_str(), list.into_value());
            }
        }
    }
    array.into_value()
}

/// `$request->server`, in Swoole's order.
fn server_array(request: &link::Request) -> Zval {
    let since = request.received_at.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    let target = target(&request.uri);
    let path = target.split('?').next().unwrap_or(&target);
    let mut array = Array::with_room_for(16);
    if let Some(query) = request.uri.query() {
        array = array.enter(&key::QUERY_STRING, query);
    }
    array
        .enter(&key::REQUEST_METHOD, request.method.as_str())
        .enter(&key::REQUEST_URI, path)
        .enter(&key::PATH_INFO, string(Cow::from(percent_decode(path.as_bytes()))))
        .enter(&key::REQUEST_TIME, since.as_secs().cast_signed())
        .enter(&key::REQUEST_TIME_FLOAT, since.as_secs_f64())
        .enter(&key::SERVER_PROTOCOL, protocol_name(request.version))
        .enter(&key::SERVER_PORT, i64::from(request.local.port()))
        .enter(&key::REMOTE_PORT, i64::from(request.remote.port()))
        .enter(&key::SERVER_ADDR, link::ip_text(request.local))
        .enter(&key::REMOTE_ADDR, link::ip_text(request.remote))
        .enter(&key::MASTER_TIME, since.as_secs().cast_signed())
        .into_value()
}

/// The target as it was sent.
fn target(uri: &http::Uri) -> Cow<'_, str> {
    match uri.path_and_query() {
        // One that begins with its query stands for the root.
        Some(path) if uri.authority().is_none() && !path.as_str().starts_with('?') => Cow::Borrowed(path.as_str()),
        _ => Cow::Owned(uri.to_string()),
    }
}

fn protocol_name(version: http::Version) -> &'static str {
    match version {
        http::Version::HTTP_10 => "HTTP/1.0",
        http::Version::HTTP_2 => "HTTP/2",
        _ => "HTTP/1.1",
    }
}

/// All `Cookie` headers together; of the same name the first counts.
fn cookies(headers: &http::HeaderMap) -> Zval {
    let mut cookies = variables::Variables::new();
    for header in headers.get_all(http::header::COOKIE) {
        for pair in header.as_bytes().split(|byte| *byte == b';') {
            let pair = pair.trim_ascii();
            let split = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = split.map_or((pair, &b""[..]), |at| (&pair[..at], &pair[at + 1..]));
            if !name.is_empty() {
                let value: Vec<u8> = percent_decode(value).collect();
                cookies.add_first(name, &value);
            }
        }
    }
    cookies.into_value()
}

/// Whether the body is a form in the way of a query string.
fn carries_form(request: &link::Request) -> bool {
    use http::Method;

    let kind = request.headers.get(http::header::CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
    let kind = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    [Method::POST, Method::PUT, Method::PATCH, Method::DELETE].contains(&request.method)
        && kind.eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

/// What was asked; `None` for an object that a program made by itself.
fn asked<'call>(call: &Call<'call>) -> Result<Option<&'call link::Request>, Failure> {
    let object = call.this()?.data::<RequestObject>().ok_or(Failure::Thrown)?;
    Ok(object.content.get().map(|content| &content.request))
}

fn get_content(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    // False without one, as with Swoole.
    match asked(call)? {
        Some(request) => call.give(&*request.body),
        None => call.give(false),
    }
}

/// The head is put together again from what was read of it: names come in lower case, one blank behind the colon.
fn get_data(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let Some(request) = asked(call)? else { return call.give(false) };
    let mut data = format!("{} {} {}\r\n", request.method, request.uri, protocol_name(request.version)).into_bytes();
    for (name, value) in &request.headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            data.extend_from_slice(part);
        }
    }
    data.extend_from_slice(b"\r\n");
    data.extend_from_slice(&request.body);
    call.give(&*data)
}

/// Requests come whole.
fn is_completed(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let is_there = asked(call)?.is_some();
    call.give(is_there)
}

fn get_method(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    match asked(call)? {
        Some(request) => call.give(request.method.as_str()),
        None => call.give(false),
    }
}

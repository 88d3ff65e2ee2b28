//! What a program asks for: verb, headers, cookies and body, put together from the properties and the arguments.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom};
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use ext_php_rs::types::{ZendHashTable, Zval};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode, percent_encode_byte};
use swoxide_engine::client::http::{Phase, Purpose, Request, RequestBody, boundary, is_own, take_subprotocols};
use swoxide_engine::link::http::Method;
use swoxide_engine::link::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use swoxide_engine::link::http::uri::PathAndQuery;

use super::{ClientObject, MESSAGE, of, place, set_error};
use crate::classes::exception::{sentence, words};
use crate::classes::{timer, warn};
use crate::process::forks;
use crate::worker::clients;
use crate::zend::array::{Array, entries, entries_of_bytes, string};
use crate::zend::callable::Callable;
use crate::zend::error::{Failure, warning};
use crate::zend::files;
use crate::zend::method::{
    Call, CallableArgument, CallableCache, Outcome, StringArgument, TableArgument, arguments, bytes, table, text,
};
use crate::zend::object::Object;
use crate::zend::value::{to_string, type_name};

/// What stands for itself in a cookie: RFC 3986 section 2.3. A blank becomes %20, which all servers read as one.
const UNRESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The verbs of Swoole's HTTP.
const METHODS: [&str; 14] = [
    "DELETE", "GET", "HEAD", "POST", "PUT", "OPTIONS", "PATCH", "TRACE", "COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND",
    "PURGE",
];

/// A file for the next request.
#[derive(Clone)]
pub(super) struct Upload {
    path: PathBuf,
    name: Vec<u8>,
    kind: Vec<u8>,
    file_name: Vec<u8>,
    offset: u64,
    /// In bytes from there.
    length: u64,
}

pub(super) fn set_method(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", method: StringArgument);
    let (this, _) = of(call)?;
    let method = text(call, method).to_ascii_uppercase();
    if !METHODS.contains(&method.as_str()) {
        warn(&format!("unknown http method '{}': {} are there", method.escape_debug(), METHODS.join(", ")));
        return call.give(false);
    }
    this.set_slot(place::REQUEST_METHOD, string(method));
    call.give(true)
}

pub(super) fn set_headers(call: &mut Call<'_>) -> Outcome {
    set_checked(call, place::REQUEST_HEADERS, |table| header_map(table).map(|_| ()))
}

pub(super) fn set_cookies(call: &mut Call<'_>) -> Outcome {
    set_checked(call, place::COOKIES, |table| cookie_line(table).map(|_| ()))
}

/// Keeps an array for the next requests, unless something is wrong with it.
fn set_checked(call: &mut Call<'_>, place: usize, check: impl FnOnce(&ZendHashTable) -> Result<(), Unfit>) -> Outcome {
    arguments!(call, c"h", given: TableArgument);
    let (this, _) = of(call)?;
    let Some(table) = table(call, given) else { return Err(Failure::Thrown) };
    match check(table) {
        Ok(()) => {
            let mut kept = Array::new();
            entries(table).for_each(|(key, value)| kept.set_as_given(&key, value.shallow_clone()));
            this.set_slot(place, kept.into_value());
            call.give(true)
        }
        Err(unfit) => unfit.give(call),
    }
}

pub(super) fn set_data(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"z", data: *mut Zval);
    let (this, _) = of(call)?;
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let data = unsafe { &*data }.dereference();
    if !is_data(data) {
        return call.give(false);
    }
    this.set_slot(place::REQUEST_BODY, data.shallow_clone());
    call.give(true)
}

/// Whether a value can be the data of a request; warns if not, and of an empty one.
fn is_data(data: &Zval) -> bool {
    let length = data.array().map(ZendHashTable::len).or_else(|| data.zend_str().map(|text| text.as_bytes().len()));
    match length {
        None => warning("parameter $data must be an array or string."),
        Some(0) => warning("parameter $data is empty."),
        Some(_) => {}
    }
    length.is_some()
}

pub(super) fn add_file(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"SS|S!S!ll",
        path: StringArgument,
        name: StringArgument,
        kind: StringArgument,
        file_name: StringArgument,
        offset: i64,
        length: i64,
    );
    let (this, client) = of(call)?;
    let path = Path::new(OsStr::from_bytes(bytes(call, path).unwrap_or_default()));
    let shown = path.display();
    let base = path.file_name().unwrap_or_default().as_bytes();
    let kind = bytes(call, kind).filter(|kind| !kind.is_empty()).unwrap_or(b"application/octet-stream");
    let texts = [bytes(call, name).unwrap_or_default(), kind, bytes(call, file_name).unwrap_or(base)];
    let about = files::check(path.as_os_str().as_bytes()).and_then(|()| path.metadata());
    let size = about.and_then(|about| match about.is_file() {
        true => Ok(about.len()),
        false => Err(io::Error::from_raw_os_error(libc::EISDIR)),
    });
    let problem = match &size {
        Err(error) => Some(sentence(&format!("can't send the file '{shown}'"), error)),
        Ok(0) => Some(format!("can't send the file '{shown}': it is empty")),
        Ok(size) => {
            let is_within = u64::try_from(offset).is_ok_and(|offset| offset < *size)
                && u64::try_from(length).is_ok_and(|length| length <= size - offset.unsigned_abs());
            (!is_within).then(|| {
                format!("there are no {length} bytes from byte {offset} on in the file '{shown}', which has {size}")
            })
        }
    };
    let has_line_end = texts.iter().any(|text| text.iter().any(|byte| byte.is_ascii_control()));
    let problem = problem.or_else(|| has_line_end.then(|| "names and types have no line ends".to_owned()));
    if let Some(problem) = problem {
        warn(&problem);
        return call.give(false);
    }
    let offset = offset.unsigned_abs();
    let length = match length.unsigned_abs() {
        0 => size.unwrap_or_default() - offset,
        length => length,
    };
    let [name, kind, file_name] = texts.map(<[u8]>::to_vec);
    let mut all = Array::new();
    if let Some(before) = this.slot(place::UPLOAD_FILES).array() {
        before.values().for_each(|value| all.push(value.shallow_clone()));
    }
    let file = Array::new()
        .with("path", string(path.as_os_str().as_bytes()))
        .with("name", string(&name))
        .with("type", string(&kind))
        .with("filename", string(&file_name))
        .with("size", length)
        .with("offset", offset);
    all.push(file.into_value());
    let path = path.to_owned();
    Rc::make_mut(&mut client.uploads.borrow_mut()).push(Upload { path, name, kind, file_name, offset, length });
    this.set_slot(place::UPLOAD_FILES, all.into_value());
    call.give(true)
}

pub(super) fn execute(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sf", path: StringArgument, _callback: CallableArgument, _cache: CallableCache);
    ask(call, path, 1, Asked { method: None, data: None, purpose: Purpose::Answer })
}

pub(super) fn get(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sf", path: StringArgument, _callback: CallableArgument, _cache: CallableCache);
    ask(call, path, 1, Asked { method: Some(Method::GET), data: None, purpose: Purpose::Answer })
}

pub(super) fn post(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"Szf",
        path: StringArgument,
        data: *mut Zval,
        _callback: CallableArgument,
        _cache: CallableCache,
    );
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let data = unsafe { &*data }.dereference();
    if !is_data(data) {
        return call.give(false);
    }
    let data = Some(data.shallow_clone());
    ask(call, path, 2, Asked { method: Some(Method::POST), data, purpose: Purpose::Answer })
}

pub(super) fn download(call: &mut Call<'_>) -> Outcome {
    arguments!(
        call,
        c"SSf|l",
        path: StringArgument,
        file: StringArgument,
        _callback: CallableArgument,
        _cache: CallableCache,
        offset: i64,
    );
    let (this, client) = of(call)?;
    if is_in_progress(client) {
        return call.give(false);
    }
    let name = Path::new(OsStr::from_bytes(bytes(call, file).unwrap_or_default()));
    match file_from(name, offset) {
        Ok(purpose) => {
            this.set_slot(place::DOWNLOAD_FILE, string(name.as_os_str().as_bytes()));
            ask(call, path, 2, Asked { method: None, data: None, purpose })
        }
        Err(error) => {
            let what = format!("can't download into the file '{}' from byte {offset} on", name.display());
            warn(&sentence(&what, &error));
            call.give(false)
        }
    }
}

/// A file to be written from `offset` on, once there is an answer to be written.
fn file_from(name: &Path, offset: i64) -> io::Result<Purpose> {
    files::check(name.as_os_str().as_bytes())?;
    let offset = u64::try_from(offset).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    let file = OpenOptions::new().create(true).write(true).truncate(false).open(name)?;
    if file.metadata()?.len() < offset {
        return Err(io::Error::from_raw_os_error(libc::ESPIPE));
    }
    Ok(Purpose::Download(file, offset))
}

pub(super) fn upgrade(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"Sf", path: StringArgument, _callback: CallableArgument, _cache: CallableCache);
    let (_, client) = of(call)?;
    if client.callbacks.borrow()[MESSAGE].is_none() {
        warn("cannot use the upgrade method, you must register the on('message') callback first");
        return call.give(false);
    }
    ask(call, path, 1, Asked { method: Some(Method::GET), data: None, purpose: Purpose::Upgrade(Vec::new()) })
}

/// Whether a request has to wait for another one, or for the end of a WebSocket; warns if so.
fn is_in_progress(client: &ClientObject) -> bool {
    /// As Swoole counts: a request is under way; a WebSocket is open.
    const BUSY: i64 = 2;
    const UPGRADED: i64 = 3;
    let phase = match client.phase() {
        Some(Phase::Open | Phase::Leaving) => UPGRADED,
        _ if client.is_busy() => BUSY,
        _ => return false,
    };
    warn(&format!("Operation now in progress phase {phase}."));
    true
}

/// Something that can't be sent.
enum Unfit {
    /// Says what is wrong.
    Warn(String),
    /// An exception is pending.
    Failure(Failure),
}

impl Unfit {
    fn give(self, call: &mut Call<'_>) -> Outcome {
        match self {
            Self::Warn(problem) => {
                warn(&problem);
                call.give(false)
            }
            Self::Failure(failure) => Err(failure),
        }
    }
}

impl From<Failure> for Unfit {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

/// What a method says of its request.
struct Asked {
    /// The one that was set, or the one that fits, if it is `None`.
    method: Option<Method>,
    /// What was set, if it is `None`.
    data: Option<Zval>,
    purpose: Purpose,
}

/// Begins a request whose callback is argument `number`.
fn ask(call: &mut Call<'_>, path: StringArgument, number: u32, asked: Asked) -> Outcome {
    let (this, client) = of(call)?;
    if is_in_progress(client) {
        return call.give(false);
    }
    let callable = timer::callable(call, number)?;
    let request = match request(this, client, bytes(call, path).unwrap_or_default(), asked) {
        Ok(request) => request,
        Err(unfit) => return unfit.give(call),
    };
    // Whatever became a string there may have asked for something itself.
    if is_in_progress(client) {
        return call.give(false);
    }
    timer::wait_at_end("Swoole\\Http\\Client")?;
    let settings = Rc::clone(&client.settings.borrow());
    let unsent = match client.connection.get() {
        Some(number) => clients::request(number, &settings, request),
        None => Some(request),
    };
    if let Some(request) = unsent {
        if let Some(number) = client.connection.take() {
            clients::close(number);
        }
        let Some(target) = client.target.borrow().clone() else { return Err(Failure::Thrown) };
        match clients::open(this, &target, &settings, request) {
            Ok(number) => client.connection.set(Some(number)),
            Err(error) => {
                set_error(this, error.code().into(), &error.to_string());
                warn(&error.to_string());
                return call.give(false);
            }
        }
    }
    client.answered.replace(Some(Rc::new(callable)));
    client.asked_in.set(forks::generation());
    // They were for this one.
    client.uploads.take();
    for place in [place::REQUEST_METHOD, place::REQUEST_BODY, place::UPLOAD_FILES] {
        this.set_slot(place, Zval::new());
    }
    call.give(true)
}

fn request(this: Object<'_>, client: &ClientObject, path: &[u8], asked: Asked) -> Result<Request, Unfit> {
    let Asked { method, data, mut purpose } = asked;
    let given = this.slot(place::REQUEST_HEADERS);
    let mut headers = given.array().map(header_map).transpose()?.unwrap_or_default();
    if let Some(cookies) =
        this.slot(place::COOKIES).array().map(cookie_line).transpose()?.filter(|line| !line.is_empty())
    {
        headers.insert(header::COOKIE, cookies);
    }
    let path = Some(path)
        .filter(|path| path.starts_with(b"/"))
        .and_then(|path| PathAndQuery::try_from(path).ok())
        .ok_or_else(|| {
            let shown = path.escape_ascii();
            Unfit::Warn(format!("the path '{shown}' must begin with /, and have %20 for a blank, for instance"))
        })?;
    let mut body = RequestBody::default();
    let data = data.unwrap_or_else(|| this.slot(place::REQUEST_BODY));
    // Not borrowed: what becomes a string below may add more.
    let uploads = Rc::clone(&client.uploads.borrow());
    let has_body = !data.is_null() || !uploads.is_empty();
    let set = this.slot(place::REQUEST_METHOD);
    let method = match (method, set.str()) {
        (Some(method), _) => method,
        (None, Some(set)) => Method::try_from(set).map_err(|_| Unfit::Warn(format!("unknown http method '{set}'")))?,
        (None, None) if has_body => Method::POST,
        (None, None) => Method::GET,
    };
    if let Purpose::Upgrade(subprotocols) = &mut purpose {
        *subprotocols = take_subprotocols(&mut headers);
    } else if !uploads.is_empty() {
        multipart(&data, &uploads, &mut headers, &mut body)?;
    } else if let Some(text) = data.zend_str() {
        body.push(text.as_bytes().to_vec());
    } else if data.is_array() {
        body.push(form(&data)?);
        headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/x-www-form-urlencoded"));
    }
    Ok(Request { method, path, headers, body, purpose })
}

/// The headers of an array, without those that are the connection's own.
fn header_map(table: &ZendHashTable) -> Result<HeaderMap, Unfit> {
    let mut headers = HeaderMap::new();
    for (name, value) in entries(table) {
        let unfit = |what: &str| Unfit::Warn(format!("the header '{}' must {what}", name.escape_debug()));
        let key = HeaderName::from_bytes(name.as_bytes()).ok().filter(|_| name.parse::<i64>().is_err());
        let key = key.ok_or_else(|| unfit("be named by letters, digits and hyphens, as name => value"))?;
        if value.dereference().is_array() {
            return Err(unfit("be of type string, array given"));
        }
        let text = to_string(value.dereference())?;
        let text = HeaderValue::from_bytes(&text).map_err(|_| unfit("have no line ends and control characters"))?;
        if !is_own(&key) {
            headers.insert(key, text);
        }
    }
    Ok(headers)
}

/// Whether a cookie of this name can be sent. PHP's servers have such with brackets, which are no tokens.
pub(super) fn is_cookie_name(name: &str) -> bool {
    !name.is_empty() && !name.bytes().any(|byte| byte <= b' ' || byte == 0x7f || b";,=\"".contains(&byte))
}

/// The `Cookie` header for an array of names and values.
fn cookie_line(table: &ZendHashTable) -> Result<HeaderValue, Unfit> {
    let mut line = Vec::new();
    for (name, value) in entries(table) {
        let unfit = || {
            Unfit::Warn(format!(
                "the cookie '{}' must have a name without blanks, commas, semicolons and =, and a string",
                name.escape_debug()
            ))
        };
        if value.dereference().is_array() || !is_cookie_name(&name) {
            return Err(unfit());
        }
        if !line.is_empty() {
            line.extend_from_slice(b"; ");
        }
        line.extend_from_slice(name.as_bytes());
        line.push(b'=');
        line.extend(percent_encode(&to_string(value.dereference())?, UNRESERVED).to_string().bytes());
    }
    HeaderValue::try_from(line).map_err(|_| Unfit::Warn("the cookies can't be sent".to_owned()))
}

/// An array as a form, by PHP's own function.
fn form(data: &Zval) -> Result<Vec<u8>, Unfit> {
    let mut built = Vec::new();
    let function = Callable::find(&string("http_build_query"));
    let function = function.map_err(|_| Unfit::Warn("http_build_query() is disabled, which forms need".to_owned()))?;
    function
        .call_for(
            || [data.shallow_clone()],
            |form| built = form.zend_str().map(|form| form.as_bytes().to_vec()).unwrap_or_default(),
        )
        .into_outcome()?;
    Ok(built)
}

/// Appends a name of a form as browsers do: what would end it is escaped, any other byte stays as it is.
fn quote(text: &mut Vec<u8>, name: &[u8]) {
    for &byte in name {
        match byte {
            b'"' | b'\r' | b'\n' => text.extend_from_slice(percent_encode_byte(byte).as_bytes()),
            byte => text.push(byte),
        }
    }
}

/// A form with files: RFC 7578.
fn multipart(data: &Zval, uploads: &[Upload], headers: &mut HeaderMap, body: &mut RequestBody) -> Result<(), Unfit> {
    if !data.is_null() && !data.is_array() {
        return Err(Unfit::Warn(format!(
            "the data of a request with files must be an array, {} given",
            type_name(data)
        )));
    }
    let boundary = boundary().map_err(|error| Unfit::Warn(sentence("can't make a boundary", &error)))?;
    let mut text = Vec::new();
    for (name, value) in data.array().into_iter().flat_map(entries_of_bytes) {
        if value.dereference().is_array() {
            let name = name.escape_ascii();
            return Err(Unfit::Warn(format!(
                "the field '{name}' must be of type string, array given: beside files each is a field of its own, '{name}[0]' \
                 for instance"
            )));
        }
        text.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"").as_bytes());
        quote(&mut text, &name);
        text.extend_from_slice(b"\"\r\n\r\n");
        text.extend_from_slice(&to_string(value.dereference())?);
        text.extend_from_slice(b"\r\n");
    }
    for upload in uploads {
        let problem = |error: &io::Error| {
            Unfit::Warn(format!("can't send the file '{}': {}", upload.path.display(), words(error)))
        };
        let mut file = File::open(&upload.path).map_err(|error| problem(&error))?;
        file.seek(SeekFrom::Start(upload.offset)).map_err(|error| problem(&error))?;
        text.extend_from_slice(format!("--{boundary}\r\nContent-Disposition: form-data; name=\"").as_bytes());
        quote(&mut text, &upload.name);
        text.extend_from_slice(b"\"; filename=\"");
        quote(&mut text, &upload.file_name);
        text.extend_from_slice(b"\"\r\nContent-Type: ");
        text.extend_from_slice(&upload.kind);
        text.extend_from_slice(b"\r\n\r\n");
        body.push(std::mem::take(&mut text));
        body.push_file(file, upload.length);
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    body.push(text);
    let kind = HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}"));
    headers.insert(header::CONTENT_TYPE, kind.map_err(|_| Unfit::Warn("no boundary".to_owned()))?);
    Ok(())
}

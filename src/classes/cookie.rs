//! `Swoole\Http\Cookie`: one `Set-Cookie` line, put together step by step. `Response::cookie()` takes it, or its parts.

use std::cell::{Cell, RefCell};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ext_php_rs::flags::{DataType, MethodFlags};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::warn;
use crate::zend::array::{Array, string};
use crate::zend::class::{Class, class};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes, method, optional, required};
use crate::zend::object::{self, Data, Handlers, Object};

static COOKIE: Class = Class::new();
static HANDLERS: Handlers = Handlers::new();

/// The last second of the year 9999, after which HTTP has no dates.
const LAST_SECOND: u64 = 253_402_300_799;

/// What PHP's `urlencode` leaves as it is; a space becomes a plus.
const URL_SAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b' ');

/// What a cookie says.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts {
    pub(super) name: Vec<u8>,
    pub(super) value: Vec<u8>,
    /// Unix time in seconds; 0 for none.
    pub(super) expires: i64,
    pub(super) path: Vec<u8>,
    pub(super) domain: Vec<u8>,
    pub(super) secure: bool,
    pub(super) http_only: bool,
    pub(super) same_site: Vec<u8>,
    pub(super) priority: Vec<u8>,
    pub(super) partitioned: bool,
}

impl Parts {
    /// The line, its value encoded as in URLs if `encode`; `None`, and a warning, if one of its parts would begin another.
    pub(super) fn line(&self, encode: bool) -> Option<Vec<u8>> {
        if self.name.is_empty() {
            warn("The name cannot be empty");
            return None;
        }
        if self.name.iter().any(|byte| b"=,; \t\r\n\x0b\x0c\0".contains(byte)) {
            warn(
                "The name cannot contain \"=\", \",\", \";\", \" \", \"\\t\", \"\\r\", \"\\n\", \"\\013\", or \"\\014\"",
            );
            return None;
        }
        let value = (!encode).then_some(&self.value);
        let attributes = [&self.path, &self.domain, &self.same_site, &self.priority];
        let breaks = |part: &&Vec<u8>| part.iter().any(|byte| b",; \t\r\n\x0b\x0c\0".contains(byte));
        if attributes.into_iter().chain(value).any(|part| breaks(&part)) {
            warn("The value and the attributes of a cookie cannot contain \",\", \";\", blanks or line breaks");
            return None;
        }
        let mut line = self.name.clone();
        line.push(b'=');
        if self.value.is_empty() {
            line.extend_from_slice(b"deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0");
        } else {
            if encode {
                let encoded = percent_encode(&self.value, URL_SAFE).to_string();
                line.extend(encoded.bytes().map(|byte| if byte == b' ' { b'+' } else { byte }));
            } else {
                line.extend_from_slice(&self.value);
            }
            if self.expires > 0 {
                let until = UNIX_EPOCH + Duration::from_secs(self.expires.unsigned_abs().min(LAST_SECOND));
                let left = until.duration_since(SystemTime::now()).map_or(0, |left| left.as_secs());
                line.extend_from_slice(format!("; expires={}; Max-Age={left}", date(until)).as_bytes());
            }
        }
        attribute(&mut line, "path", &self.path);
        attribute(&mut line, "domain", &self.domain);
        for (flag, word) in [(self.secure, "; secure"), (self.http_only, "; HttpOnly")] {
            line.extend_from_slice(if flag { word.as_bytes() } else { b"" });
        }
        attribute(&mut line, "SameSite", &self.same_site);
        attribute(&mut line, "Priority", &self.priority);
        if self.partitioned {
            line.extend_from_slice(b"; Partitioned");
        }
        Some(line)
    }
}

fn attribute(line: &mut Vec<u8>, label: &str, value: &[u8]) {
    if !value.is_empty() {
        line.extend_from_slice(format!("; {label}=").as_bytes());
        line.extend_from_slice(value);
    }
}

/// `Thu, 01-Jan-1970 00:00:01 GMT`: the date of HTTP with the dashes that cookies have had from the beginning.
fn date(time: SystemTime) -> String {
    let date = httpdate::fmt_http_date(time);
    match (date.get(..7), date.get(8..11), date.get(12..)) {
        (Some(day), Some(month), Some(rest)) => format!("{day}-{month}-{rest}"),
        _ => date,
    }
}

/// What a cookie object carries.
struct CookieObject {
    encodes: Cell<bool>,
    parts: RefCell<Parts>,
}

impl Default for CookieObject {
    fn default() -> Self {
        Self { encodes: Cell::new(true), parts: RefCell::default() }
    }
}

impl Data for CookieObject {
    fn handlers() -> &'static Handlers {
        &HANDLERS
    }
}

pub(super) fn register() -> ext_php_rs::error::Result<()> {
    let public = MethodFlags::Public;
    let text = |name, default| vec![optional(name, DataType::String, default)];
    let flag = |name| vec![optional(name, DataType::Bool, "false")];
    class("Swoole\\Http\\Cookie")
        .method(method("__construct", construct, 0, vec![optional("encode", DataType::Bool, "true")]), public)
        .method(method("withName", with_name, 1, vec![required("name", DataType::String)]), public)
        .method(method("withValue", with_value, 0, text("value", "''")), public)
        .method(method("withExpires", with_expires, 0, vec![optional("expires", DataType::Long, "0")]), public)
        .method(method("withPath", with_path, 0, text("path", "'/'")), public)
        .method(method("withDomain", with_domain, 0, text("domain", "''")), public)
        .method(method("withSecure", with_secure, 0, flag("secure")), public)
        .method(method("withHttpOnly", with_http_only, 0, flag("httpOnly")), public)
        .method(method("withSameSite", with_same_site, 0, text("sameSite", "''")), public)
        .method(method("withPriority", with_priority, 0, text("priority", "''")), public)
        .method(method("withPartitioned", with_partitioned, 0, flag("partitioned")), public)
        .method(method("toString", to_line, 0, vec![]), public)
        .method(method("toArray", to_array, 0, vec![]), public)
        .method(method("reset", reset, 0, vec![]), public)
        .registration(|entry, tables| {
            object::embed::<CookieObject>(entry);
            COOKIE.registered(entry, tables);
        })
        .register()
}

/// What a cookie object says, and whether its value is to be encoded; `None` for any other object.
pub(super) fn of_object(object: Object<'_>) -> Option<(Parts, bool)> {
    let data = object.data::<CookieObject>()?;
    Some((data.parts.borrow().clone(), data.encodes.get()))
}

fn data<'call>(call: &Call<'call>) -> Result<&'call CookieObject, Failure> {
    call.this()?.data().ok_or(Failure::Thrown)
}

/// Changes one part, and gives the cookie itself.
fn change(call: &mut Call<'_>, change: impl FnOnce(&mut Parts)) -> Outcome {
    change(&mut data(call)?.parts.borrow_mut());
    let this = call.this()?.to_value();
    call.give(this)
}

fn construct(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", encode: bool = true);
    data(call)?.encodes.set(encode);
    Ok(())
}

fn with_name(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"S", name: StringArgument);
    let name = bytes(call, name).unwrap_or_default();
    change(call, |parts| parts.name = name.to_vec())
}

fn with_value(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|S", value: StringArgument);
    let value = bytes(call, value).unwrap_or_default();
    change(call, |parts| parts.value = value.to_vec())
}

fn with_expires(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", expires: i64);
    change(call, |parts| parts.expires = expires)
}

fn with_path(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|S", path: StringArgument);
    let path = bytes(call, path).unwrap_or(b"/");
    change(call, |parts| parts.path = path.to_vec())
}

fn with_domain(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|S", domain: StringArgument);
    let domain = bytes(call, domain).unwrap_or_default();
    change(call, |parts| parts.domain = domain.to_vec())
}

fn with_secure(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", secure: bool);
    change(call, |parts| parts.secure = secure)
}

fn with_http_only(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", http_only: bool);
    change(call, |parts| parts.http_only = http_only)
}

fn with_same_site(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|S", same_site: StringArgument);
    let same_site = bytes(call, same_site).unwrap_or_default();
    change(call, |parts| parts.same_site = same_site.to_vec())
}

fn with_priority(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|S", priority: StringArgument);
    let priority = bytes(call, priority).unwrap_or_default();
    change(call, |parts| parts.priority = priority.to_vec())
}

fn with_partitioned(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|b", partitioned: bool);
    change(call, |parts| parts.partitioned = partitioned)
}

fn to_line(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let data = data(call)?;
    let parts = data.parts.borrow().clone();
    call.give(parts.line(data.encodes.get()).as_deref())
}

fn to_array(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    let data = data(call)?;
    let parts = data.parts.borrow().clone();
    let array = Array::new()
        .with("name", string(&parts.name))
        .with("value", string(&parts.value))
        .with("path", string(&parts.path))
        .with("domain", string(&parts.domain))
        .with("sameSite", string(&parts.same_site))
        .with("priority", string(&parts.priority))
        .with("encode", data.encodes.get())
        .with("expires", parts.expires)
        .with("secure", parts.secure)
        .with("httpOnly", parts.http_only)
        .with("partitioned", parts.partitioned);
    call.give(array.into_value())
}

fn reset(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"");
    *data(call)?.parts.borrow_mut() = Parts::default();
    Ok(())
}

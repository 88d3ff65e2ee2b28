//! `cookie()` and `rawcookie()`: one `Set-Cookie` line.

use std::time::{Duration, UNIX_EPOCH};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_encode};

use super::open;
use crate::classes::warn;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes};

/// The last second of the year 9999, after which HTTP has no dates.
const LAST_SECOND: u64 = 253_402_300_799;

/// What PHP's `urlencode` leaves as it is; a space becomes a plus.
const URL_SAFE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b' ');

pub(super) fn cookie(call: &mut Call<'_>) -> Outcome {
    add_cookie(call, true)
}

pub(super) fn raw_cookie(call: &mut Call<'_>) -> Outcome {
    add_cookie(call, false)
}

fn add_cookie(call: &mut Call<'_>, encode: bool) -> Outcome {
    arguments!(
        call,
        c"S|SlSSbbSSb",
        name: StringArgument,
        value: StringArgument,
        expires: i64,
        path: StringArgument,
        domain: StringArgument,
        secure: bool,
        http_only: bool,
        same_site: StringArgument,
        priority: StringArgument,
        partitioned: bool,
    );
    let given = |string| bytes(call, string).unwrap_or_default();
    let (name, value, path) = (given(name), given(value), given(path));
    let (domain, same_site, priority) = (given(domain), given(same_site), given(priority));
    let Some(response) = open(call)? else { return call.give(false) };
    if name.is_empty() {
        warn("The name cannot be empty");
        return call.give(false);
    }
    if name.iter().any(|byte| b"=,; \t\r\n\x0b\x0c\0".contains(byte)) {
        warn("The name cannot contain \"=\", \",\", \";\", \" \", \"\\t\", \"\\r\", \"\\n\", \"\\013\", or \"\\014\"");
        return call.give(false);
    }
    let attributes = [path, domain, same_site, priority];
    let raw_value = if encode { &b""[..] } else { value };
    if attributes.iter().chain([&raw_value]).any(|part| part.iter().any(|byte| b",; \t\r\n\x0b\x0c\0".contains(byte))) {
        warn("The value and the attributes of a cookie cannot contain \",\", \";\", blanks or line breaks");
        return call.give(false);
    }
    let mut line = name.to_vec();
    line.push(b'=');
    if value.is_empty() {
        line.extend_from_slice(b"deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; Max-Age=0");
    } else {
        if encode {
            line.extend(percent_encode(value, URL_SAFE).to_string().bytes().map(|byte| match byte {
                b' ' => b'+',
                byte => byte,
            }));
        } else {
            line.extend_from_slice(value);
        }
        if expires > 0 {
            let until = UNIX_EPOCH + Duration::from_secs(expires.unsigned_abs().min(LAST_SECOND));
            let left = until.duration_since(std::time::SystemTime::now()).map_or(0, |left| left.as_secs());
            line.extend_from_slice(format!("; expires={}; Max-Age={left}", cookie_date(until)).as_bytes());
        }
    }
    for (label, value) in [("path", path), ("domain", domain)] {
        attribute(&mut line, label, value);
    }
    if secure {
        line.extend_from_slice(b"; secure");
    }
    if http_only {
        line.extend_from_slice(b"; HttpOnly");
    }
    for (label, value) in [("SameSite", same_site), ("Priority", priority)] {
        attribute(&mut line, label, value);
    }
    if partitioned {
        line.extend_from_slice(b"; Partitioned");
    }
    response.head.borrow_mut().cookies.push(line);
    call.give(true)
}

fn attribute(line: &mut Vec<u8>, label: &str, value: &[u8]) {
    if !value.is_empty() {
        line.extend_from_slice(format!("; {label}=").as_bytes());
        line.extend_from_slice(value);
    }
}

/// `Thu, 01-Jan-1970 00:00:01 GMT`: the date of HTTP with the dashes that cookies have had from the beginning.
fn cookie_date(time: std::time::SystemTime) -> String {
    let date = httpdate::fmt_http_date(time);
    match (date.get(..7), date.get(8..11), date.get(12..)) {
        (Some(day), Some(month), Some(rest)) => format!("{day}-{month}-{rest}"),
        _ => date,
    }
}

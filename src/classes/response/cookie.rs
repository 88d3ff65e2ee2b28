//! `cookie()` and `rawcookie()`: a `Set-Cookie` line, from its parts or from a cookie object.

use ext_php_rs::types::Zval;
use ext_php_rs::zend::ce;

use super::open;
use crate::classes::cookie::{Parts, of_object};
use crate::zend::error::Failure;
use crate::zend::method::{Call, Outcome, StringArgument, arguments, bytes};
use crate::zend::object::Object;
use crate::zend::value::to_string;

pub(super) fn cookie(call: &mut Call<'_>) -> Outcome {
    add_cookie(call, true)
}

pub(super) fn raw_cookie(call: &mut Call<'_>) -> Outcome {
    add_cookie(call, false)
}

fn add_cookie(call: &mut Call<'_>, encode: bool) -> Outcome {
    arguments!(
        call,
        c"z|SlSSbbSSb",
        name: *mut Zval,
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
    // SAFETY: PHP has filled it, and keeps the argument alive for the call.
    let name = unsafe { &*name }.dereference();
    let (parts, encode) = match Object::of(name).and_then(of_object) {
        Some(cookie) => cookie,
        None if name.is_array() => {
            let text = "the name of a cookie must be of type Swoole\\Http\\Cookie|string, array given";
            return Err(Failure::throw(ce::type_error(), 0, text));
        }
        None => {
            let name = to_string(name)?.to_vec();
            let given = |string| bytes(call, string).unwrap_or_default().to_vec();
            let parts = Parts {
                name,
                value: given(value),
                expires,
                path: given(path),
                domain: given(domain),
                secure,
                http_only,
                same_site: given(same_site),
                priority: given(priority),
                partitioned,
            };
            (parts, encode)
        }
    };
    if open(call)?.is_none() {
        return call.give(false);
    }
    let line = parts.line(encode);
    // Asked again: a warning may have run anything.
    let (Some(line), Some(response)) = (line, open(call)?) else { return call.give(false) };
    response.head.borrow_mut().cookies.push(line);
    call.give(true)
}

//! What a connection says, as properties and calls.

use std::rc::Rc;
use std::time::SystemTime;

use ext_php_rs::types::Zval;
use percent_encoding::percent_decode;
use swoxide_engine::client::ClientError;
use swoxide_engine::client::http::{Answer, Event, Failure};
use swoxide_engine::client::session::End;
use swoxide_engine::link::http::header;

use super::asking::is_cookie_name;
use super::{CLOSE, CONNECT, ClientObject, ERROR, MESSAGE, NAME, place, set_error};
use crate::classes::{frame, request};
use crate::worker::call::Ended;
use crate::worker::event_loop::{Judge, let_go};
use crate::zend::array::{Array, entries, integer, string};
use crate::zend::callable::Callable;
use crate::zend::object::Object;

/// Tells a client's program of an event of its connection `number`. Nothing is borrowed while that runs.
pub(crate) fn tell(client: &Zval, number: u64, event: Event, judge: &mut Judge<'_>) -> Ended {
    let Some(object) = Object::of(client) else { return Ended::Returned };
    let Some(data) = object.data::<ClientObject>() else { return Ended::Returned };
    let is_current = data.connection.get() == Some(number);
    match event {
        Event::Connected(descriptor) => {
            object.set_slot(place::SOCK, integer(descriptor.into()));
            call(client, data, CONNECT, judge)
        }
        Event::Answered(answer) => {
            show(object, answer);
            answered(client, data, judge)
        }
        Event::Failed(failure, error) => {
            if is_current {
                data.connection.set(None);
            }
            show_failure(object, failure, &error);
            let ended = answered(client, data, judge);
            if ended.goes_on() && failure == Failure::Connect { call(client, data, ERROR, judge) } else { ended }
        }
        // Behind close() nobody waits for messages.
        Event::Message(_) if !is_current => Ended::Returned,
        Event::Message(message) => {
            let Some(callable) = data.callback(MESSAGE) else { return Ended::Returned };
            let called = callable.call(|| [client.shallow_clone(), frame::create(0, &message)]);
            let ended = judge(NAME, called);
            let_go(NAME, callable, ended, judge)
        }
        Event::Closed(end) => {
            if is_current {
                data.connection.set(None);
            }
            if let Some(end) = end.filter(|end| !matches!(end, End::Answered(_))) {
                let error = ClientError::Ended(end);
                set_error(object, error.code().into(), &error.to_string());
            }
            call(client, data, CLOSE, judge)
        }
    }
}

impl ClientObject {
    fn callback(&self, event: usize) -> Option<Rc<Callable>> {
        self.callbacks.borrow()[event].clone()
    }
}

fn call(client: &Zval, data: &ClientObject, event: usize, judge: &mut Judge<'_>) -> Ended {
    let Some(callable) = data.callback(event) else { return Ended::Returned };
    let ended = judge(NAME, callable.call(|| [client.shallow_clone()]));
    let_go(NAME, callable, ended, judge)
}

/// Calls what the request was made with. From then on there may be another one.
fn answered(client: &Zval, data: &ClientObject, judge: &mut Judge<'_>) -> Ended {
    let Some(callable) = data.answered.take() else { return Ended::Returned };
    let ended = judge(NAME, callable.call(|| [client.shallow_clone()]));
    let_go(NAME, callable, ended, judge)
}

fn show(object: Object<'_>, answer: Answer) {
    let Answer { status, headers, body } = answer;
    set_error(object, 0, "");
    object.set_slot(place::STATUS_CODE, integer(status.into()));
    object.set_slot(place::BODY, string(&body));
    object.set_slot(place::HEADERS, request::header_array(&headers, true));
    let mut lines = Array::new();
    let before = object.slot(place::COOKIES);
    let mut cookies: Vec<(String, Zval)> =
        before.array().into_iter().flat_map(entries).map(|(name, value)| (name, value.shallow_clone())).collect();
    for line in headers.get_all(header::SET_COOKIE) {
        lines.push(string(line.as_bytes()));
        if let Some((name, value)) = cookie(line.as_bytes()) {
            cookies.retain(|(other, _)| *other != name);
            cookies.extend(value.map(|value| (name, string(value))));
        }
    }
    let mut kept = Array::new();
    cookies.into_iter().for_each(|(name, value)| kept.set_as_given(&name, value));
    let of = |array: Array| if array.is_empty() { Zval::new() } else { array.into_value() };
    object.set_slot(place::SET_COOKIE_HEADERS, of(lines));
    object.set_slot(place::COOKIES, of(kept));
}

/// Name and value of a `Set-Cookie` line; without a value if it is to be forgotten (RFC 6265 section 5.2).
fn cookie(line: &[u8]) -> Option<(String, Option<Vec<u8>>)> {
    let text = String::from_utf8_lossy(line);
    let mut parts = text.split(';').map(|part| part.split_once('=').map(|(name, value)| (name.trim(), value.trim())));
    // One that could not be sent back is none.
    let (name, value) = parts.next()?.filter(|(name, _)| is_cookie_name(name))?;
    let (mut age, mut end) = (None, None);
    for (attribute, value) in parts.flatten() {
        if attribute.eq_ignore_ascii_case("max-age") {
            age = value.parse::<i64>().ok();
        } else if attribute.eq_ignore_ascii_case("expires") {
            // PHP of old has hyphens in dates.
            end = httpdate::parse_http_date(&value.replace('-', " ")).ok();
        }
    }
    // The age counts before the date.
    let is_over = age.map_or_else(|| end.is_some_and(|end| end <= SystemTime::now()), |age| age <= 0);
    let value = (!is_over).then(|| percent_decode(value.replace('+', " ").as_bytes()).collect());
    Some((name.to_owned(), value))
}

fn show_failure(object: Object<'_>, failure: Failure, error: &ClientError) {
    /// Swoole's numbers for requests without an answer.
    const CONNECT_FAILED: i64 = -1;
    const REQUEST_TIMEOUT: i64 = -2;
    const SERVER_RESET: i64 = -3;
    let status = match failure {
        Failure::Connect => CONNECT_FAILED,
        Failure::TimeOver => REQUEST_TIMEOUT,
        Failure::Reset => SERVER_RESET,
    };
    let number = match error {
        ClientError::NotOpened(_) => super::HANDSHAKE_FAILED,
        error => error.code().into(),
    };
    set_error(object, number, &error.to_string());
    object.set_slot(place::STATUS_CODE, integer(status));
    object.set_slot(place::BODY, string(""));
    object.set_slot(place::HEADERS, Zval::new());
    object.set_slot(place::SET_COOKIE_HEADERS, Zval::new());
}

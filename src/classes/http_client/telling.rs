//! What a connection says, as properties and calls.

use std::rc::Rc;

use ext_php_rs::types::Zval;
use percent_encoding::percent_decode;
use swoxide_engine::client::ClientError;
use swoxide_engine::client::http::{Answer, Event, Failure};
use swoxide_engine::client::session::End;
use swoxide_engine::link::http::header;

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
    let mut cookies = Array::new();
    if let Some(before) = object.slot(place::COOKIES).array() {
        entries(before).for_each(|(name, value)| cookies.set_as_given(&name, value.shallow_clone()));
    }
    for line in headers.get_all(header::SET_COOKIE) {
        lines.push(string(line.as_bytes()));
        let pair = line.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        if let (Some(name), Some(value)) = (parts.next().map(<[u8]>::trim_ascii), parts.next()) {
            let spaced: Vec<u8> =
                value.trim_ascii().iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
            let value: Vec<u8> = percent_decode(&spaced).collect();
            cookies.set_as_given(&String::from_utf8_lossy(name), string(value));
        }
    }
    let of = |array: Array| if array.is_empty() { Zval::new() } else { array.into_value() };
    object.set_slot(place::SET_COOKIE_HEADERS, of(lines));
    object.set_slot(place::COOKIES, of(cookies));
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

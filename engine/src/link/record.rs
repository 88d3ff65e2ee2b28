//! What processes say to each other: the records that packets hold, one behind the other.
//!
//! Their form is postcard's. Both ends are forks of one process, so that it needs no version.

use std::io;

use serde::{Deserialize, Serialize};

use super::{Command, Event};
use crate::registry::Fd;

/// To the process that has a gateway; its gateway's thread reads it.
#[derive(Debug, Deserialize, Serialize)]
pub enum ToGateway<'a> {
    /// A message for WebSockets of this gateway, each established when it was pushed.
    Push {
        /// To whom.
        fds: Vec<Fd>,
        /// One that may be sent.
        opcode: u8,
        /// The last frame of its message.
        is_final: bool,
        /// Compress it even if it is short.
        compress: bool,
        /// Not compressed.
        #[serde(borrow, with = "serde_bytes")]
        payload: &'a [u8],
    },
    /// A push found no room: the registry says so without asking the gateway.
    Refused {
        /// Whose outbox is full.
        fd: Fd,
        /// It is to end for that: noted in the registry already.
        ends: bool,
    },
    /// The program wants connections to end that have been silent for too long; whether this one has is the gateway's to say.
    EndIdle {
        /// Which.
        fd: Fd,
    },
    /// Anything else that a worker wants; what everybody is to know of it stands in the registry already.
    Command(#[serde(borrow)] Command<'a>),
    /// A socket that was accepted elsewhere comes with this.
    Admit {
        /// Which of the server's ports it came in on.
        port: u16,
    },
    /// A worker takes events from now on: those that its predecessor in this life has not begun, to begin with.
    Ready {
        /// Its number.
        worker: u16,
        /// Its life.
        life: u16,
    },
    /// A worker has done with all events up to this one, and what it had to say to them has come before.
    Answered {
        /// Its number.
        worker: u16,
        /// The event's number.
        sequence: u64,
    },
    /// A worker wants to end: it gets [`ToWorker::Last`] behind the events that it has been sent.
    Leaving {
        /// Its number.
        worker: u16,
    },
}

/// To a worker; its interpreter's thread reads it.
#[derive(Debug, Deserialize, Serialize)]
pub enum ToWorker<'a> {
    /// Something happened on a connection, and this worker is to tell PHP.
    Event {
        /// Counts the events for this worker.
        sequence: u64,
        /// Which life of the worker it was sent to; another one leaves it alone.
        life: u16,
        /// What happened.
        event: Event,
    },
    /// No more events follow.
    Last {
        /// Which life of the worker it was sent to.
        life: u16,
    },
    /// `sendMessage()`
    Pipe {
        /// Whose it is.
        source: u16,
        /// What was said.
        #[serde(borrow)]
        data: Packed<'a>,
    },
    /// A task to do.
    Task(#[serde(borrow)] Task<'a>),
    /// A task has an answer.
    Finish {
        /// The task's number.
        task: i64,
        /// Who did it.
        task_worker: u16,
        /// The answer.
        #[serde(borrow)]
        data: Packed<'a>,
        /// When it was given, seconds since 1970.
        time: f64,
        /// Whoever gave the task waits for it, or has given up to: nobody else is told.
        is_waited_for: bool,
    },
    /// A task has no answer (any more): it has ended, or its worker has died.
    Lost {
        /// The task's number.
        task: i64,
    },
    /// Make room for a replacement, which is there already. In SWOOLE_BASE the sending end of a channel comes with it, for
    /// the connections.
    Retire {
        /// Which life of the worker is meant: one that was ended by force has left this unread.
        life: u16,
    },
}

/// A task.
#[derive(Debug, Deserialize, Serialize)]
pub struct Task<'a> {
    /// Counts the tasks of the worker that gave it.
    pub number: i64,
    /// The worker that gave it.
    pub source: u16,
    /// What to do.
    #[serde(borrow)]
    pub data: Packed<'a>,
    /// When it was given, seconds since 1970.
    pub time: f64,
    /// The worker waits for the answer, and for one only.
    pub is_waited_for: bool,
    /// The worker wants to know when there is no answer (any more).
    pub wants_end: bool,
}

/// A PHP value on its way.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub enum Packed<'a> {
    /// A string, as it is.
    #[serde(borrow, with = "serde_bytes")]
    String(&'a [u8]),
    /// Anything else, as PHP's `serialize()` has it.
    #[serde(borrow, with = "serde_bytes")]
    Serialized(&'a [u8]),
}

impl<'a> Packed<'a> {
    /// Its bytes, whichever they are.
    pub fn bytes(&self) -> &'a [u8] {
        match self {
            Self::String(bytes) | Self::Serialized(bytes) => bytes,
        }
    }
}

/// To the manager.
#[derive(Debug, Deserialize, Serialize)]
pub enum ToManager {
    /// A process has started so far that it could work.
    Started {
        /// Its place.
        place: u16,
        /// Its life.
        life: u16,
    },
    /// A replacement has everything that its predecessor had to give.
    TookOver {
        /// Its place.
        place: u16,
        /// Its life.
        life: u16,
    },
    /// A worker wants a replacement, for it has done what it was to do.
    Replace {
        /// Its place.
        place: u16,
        /// Its life.
        life: u16,
    },
}

/// The records of a packet.
pub fn records<'a, T: Deserialize<'a>>(mut body: &'a [u8]) -> impl Iterator<Item = io::Result<T>> {
    std::iter::from_fn(move || {
        if body.is_empty() {
            return None;
        }
        match postcard::take_from_bytes(body) {
            Ok((record, rest)) => {
                body = rest;
                Some(Ok(record))
            }
            Err(error) => {
                // What follows can't be found any more.
                body = &[];
                Some(Err(io::Error::new(io::ErrorKind::InvalidData, error)))
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use std::time::SystemTime;

    use bytes::Bytes;

    use super::*;
    use crate::link::http::{HeaderMap, HeaderName, HeaderValue, Method, Version};
    use crate::link::{EventKind, FilePart, Form, Request, ResponseBody, ResponseHead, UploadError, UploadedFile};
    use crate::registry::Entry;

    #[test]
    fn a_request_comes_out_as_it_went_in() {
        let mut headers = HeaderMap::new();
        for (name, value) in [("x-b", "1"), ("host", "h"), ("x-b", "2"), ("cookie", "\u{e4}")] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap());
        }
        let file = UploadedFile {
            field: b"f".to_vec(),
            name: b"\xff.txt".to_vec(),
            kind: b"text/plain".to_vec(),
            content: Err(UploadError::Partial),
        };
        let form = Form { fields: vec![(Bytes::from_static(b"a"), Bytes::from_static(b"\0"))], files: vec![file] };
        let request = Request {
            exchange: 3,
            method: Method::from_bytes(b"M-SEARCH").unwrap(),
            uri: "/a%20b?x[]=1&y".parse().unwrap(),
            version: Version::HTTP_10,
            headers,
            body: Bytes::from_static(&[0, 255, 7]),
            form: Some(form),
            remote: "127.0.0.1:5".parse().unwrap(),
            local: "[::1]:6".parse().unwrap(),
            received_at: SystemTime::now(),
            cost: 77,
            queued: None,
        };
        let said = format!("{request:?}");
        let event = Event { entry: Entry { fd: 9, slot: 2 }, port: 1, kind: EventKind::Request(Box::new(request)) };
        let bytes = postcard::to_stdvec(&ToWorker::Event { sequence: 1, life: 2, event }).unwrap();
        let mut seen = records::<ToWorker<'_>>(&bytes);
        let Some(Ok(ToWorker::Event { event: Event { kind: EventKind::Request(seen_request), .. }, .. })) = seen.next()
        else {
            panic!("no request");
        };
        assert_eq!(format!("{seen_request:?}"), said);
        assert!(seen.next().is_none());
    }

    #[test]
    fn every_command_comes_out_as_it_went_in() {
        let head =
            ResponseHead { status: 404, reason: Some("No".into()), headers: vec![("x".into(), b"\xff".to_vec())] };
        let body = Bytes::from_static(b"body");
        let commands = [
            Command::Send { fd: 1, data: b"raw" },
            Command::SendFile { fd: 1, part: FilePart { file: None, offset: 3, length: u64::MAX } },
            Command::Hear { fd: 1, on: false },
            Command::Disconnect { fd: 2, code: 1001, reason: "why" },
            Command::Close { fd: 3, reset: true },
            Command::Respond { fd: 4, exchange: 5, head: head.clone(), body: ResponseBody::Whole(body.clone()) },
            Command::Respond { fd: 4, exchange: 5, head: head.clone(), body: ResponseBody::Chunks },
            Command::Respond {
                fd: 4,
                exchange: 5,
                head,
                body: ResponseBody::File(FilePart { file: None, offset: 6, length: 7 }),
            },
            Command::RespondChunk { fd: 6, exchange: 7, data: body },
            Command::Detach { fd: 7, exchange: 8 },
            Command::RespondEnd { fd: 8, exchange: 9, trailers: vec![("x".into(), b"\xff".to_vec())] },
        ];
        for command in commands {
            let said = format!("{command:?}");
            let bytes = postcard::to_stdvec(&ToGateway::Command(command)).unwrap();
            let seen: Vec<_> = records::<ToGateway<'_>>(&bytes).collect();
            let [Ok(ToGateway::Command(command))] = &seen[..] else { panic!("{seen:?}") };
            assert_eq!(format!("{command:?}"), said);
        }
    }

    #[test]
    fn a_broken_record_is_an_error_and_the_last() {
        let seen: Vec<_> = records::<ToGateway<'_>>(&[200, 1, 2, 3]).collect();
        assert!(matches!(&seen[..], [Err(_)]));
    }
}

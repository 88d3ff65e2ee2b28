//! Bodies that are compressed for clients that accept it: by the setting `http_compression`, or because the program called
//! `gzip()`, as in the 1.x days. On the worker's own thread, because the gateway's serves everybody.

use bytes::Bytes;
use swoxide_engine::link::ResponseHead;
use swoxide_engine::protocol::coding::{Coding, Gzip};
use swoxide_engine::settings::Settings;

use super::{ResponseObject, Stage, open};
use crate::classes::warn;
use crate::zend::method::{Call, Outcome, arguments};

/// `gzip()`
pub(super) fn gzip(call: &mut Call<'_>) -> Outcome {
    arguments!(call, c"|l", level: i64 = 1);
    let Some(response) = open(call)? else { return call.give(false) };
    if response.stage.get() == Stage::Chunks {
        warn("gzip can't begin in the middle of a body");
        return call.give(false);
    }
    match u32::try_from(level) {
        Ok(level @ 1..=9) => response.gzip_level.set(Some(level)),
        _ => {
            warn(&format!("the gzip level {level} is none: 1 to 9 are"));
            return call.give(false);
        }
    }
    call.give(true)
}

impl ResponseObject {
    /// A whole body as it goes out.
    pub(super) fn compress(&self, head: &mut ResponseHead, body: Bytes, settings: &Settings) -> Bytes {
        let accepted = self.accepted.get();
        let (coding, level) = match self.gzip_level.get() {
            Some(level) => (accepted.gzip.then_some(Coding::Gzip), level),
            None => (accepted.best, u32::try_from(settings.http.compression_level).unwrap_or(1)),
        };
        let is_wanted = match self.gzip_level.get() {
            Some(_) => !body.is_empty(),
            None => {
                settings.http.compression
                    && body.len() as u64 >= settings.http.compression_min_length.unsigned_abs()
                    && is_listed(head, &settings.http.compression_types)
            }
        };
        if !is_wanted || !accepted.is_said || !is_compressible(head) {
            return body;
        }
        vary(head);
        let Some(Ok(compressed)) = coding.map(|coding| coding.encode(level, &body)) else { return body };
        // What does not get shorter goes out as it is, unless the program has asked for it.
        if compressed.len() >= body.len() && self.gzip_level.get().is_none() {
            return body;
        }
        note(head, coding);
        compressed.into()
    }

    /// Begins to compress a body in chunks, if the program has called `gzip()`: only it knows that they are worth it.
    pub(super) fn compress_chunks(&self, head: &mut ResponseHead) {
        if let Some(level) = self.gzip_level.get()
            && self.accepted.get().is_said
            && is_compressible(head)
        {
            vary(head);
            if self.accepted.get().gzip {
                note(head, Some(Coding::Gzip));
                self.gzip.replace(Some(Gzip::new(level)));
            }
        }
    }

    /// A chunk as it goes out; `None` if there is no memory for it.
    pub(super) fn compress_chunk(&self, data: &[u8]) -> Option<Bytes> {
        match &mut *self.gzip.borrow_mut() {
            Some(gzip) => gzip.piece(data).ok().map(Bytes::from),
            None => Some(Bytes::copy_from_slice(data)),
        }
    }

    /// The last chunk.
    pub(super) fn compress_last(&self, data: Bytes) -> Bytes {
        match self.gzip.take() {
            Some(gzip) => gzip.last(&data).map_or_else(|_| Bytes::new(), Bytes::from),
            None => data,
        }
    }
}

/// Whether a body of this head may be changed: what has a coding already, what is a part of something, and what has no body
/// may not.
fn is_compressible(head: &ResponseHead) -> bool {
    !matches!(head.status, 101 | 204 | 206 | 304) && field(head, "content-encoding").is_none()
}

/// Whether its type is one of those that are compressed.
fn is_listed(head: &ResponseHead, types: &[String]) -> bool {
    let stated = field(head, "content-type").map_or("text/html".into(), String::from_utf8_lossy);
    let stated = stated.split(';').next().unwrap_or_default().trim();
    types.is_empty() || types.iter().any(|listed| listed.eq_ignore_ascii_case(stated))
}

fn field<'head>(head: &'head ResponseHead, name: &str) -> Option<&'head [u8]> {
    head.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| &value[..])
}

/// Says that another client would be sent something else.
fn vary(head: &mut ResponseHead) {
    let is_said = head.headers.iter().any(|(name, value)| {
        let says = |word: &[u8]| word.eq_ignore_ascii_case(b"accept-encoding") || word == b"*";
        name.eq_ignore_ascii_case("vary") && value.split(|byte| *byte == b',').any(|word| says(word.trim_ascii()))
    });
    if !is_said {
        head.headers.push(("vary".to_owned(), b"Accept-Encoding".to_vec()));
    }
}

/// Says how the body is compressed. A tag that promised the same bytes to everybody promises the same meaning now
/// (RFC 9110 section 8.8.1).
fn note(head: &mut ResponseHead, coding: Option<Coding>) {
    for (name, value) in &mut head.headers {
        if name.eq_ignore_ascii_case("etag") && value.starts_with(b"\"") {
            value.splice(..0, *b"W/");
        }
    }
    if let Some(coding) = coding {
        head.headers.push(("content-encoding".to_owned(), coding.name().as_bytes().to_vec()));
    }
}

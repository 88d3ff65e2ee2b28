//! One frame to one or many connections.

use std::cell::RefCell;

use bytes::Bytes;
use swoxide_engine::link::Frame;
use swoxide_engine::protocol::frame;

use crate::zend::string::PhpString;

/// Encodes what `push()` is given, and only once for a broadcast: as long as the same PHP string is pushed with the same
/// opcode, the frame of the last call serves. The string is kept alive meanwhile, so that its address can't come to stand
/// for another one and PHP can't change it in place.
///
/// One for each server; the interpreter's thread only.
#[derive(Default)]
pub(crate) struct Encoder(RefCell<Encoded>);

#[derive(Default)]
struct Encoded {
    of: Option<(PhpString, u8, bool)>,
    small: Vec<u8>,
    large: Option<Bytes>,
}

impl Encoder {
    /// Gives `send` the frame of `payload`.
    pub(crate) fn with_frame<R>(
        &self,
        payload: &PhpString,
        opcode: u8,
        is_final: bool,
        send: impl FnOnce(Frame<'_>) -> R,
    ) -> R {
        let mut encoded = self.0.borrow_mut();
        let known = encoded.of.as_ref().is_some_and(|(string, of_opcode, of_final)| {
            string.is(payload) && *of_opcode == opcode && *of_final == is_final
        });
        if !known {
            let Encoded { of, small, large } = &mut *encoded;
            *of = Some((payload.clone(), opcode, is_final));
            small.clear();
            *large = None;
            if payload.len() < Frame::SHARED_FROM {
                frame::encode(opcode, is_final, payload, small);
            } else {
                let mut bytes = Vec::new();
                frame::encode(opcode, is_final, payload, &mut bytes);
                *large = Some(bytes.into());
            }
        }
        send(match &encoded.large {
            Some(large) => Frame::Shared(large),
            None => Frame::Copied(&encoded.small),
        })
    }

    /// Lets go of the last string; called between callbacks, so that it lives no longer than the program means.
    pub(crate) fn forget(&self) {
        let before = {
            let mut encoded = self.0.borrow_mut();
            encoded.large = None;
            encoded.of.take()
        };
        drop(before);
    }
}

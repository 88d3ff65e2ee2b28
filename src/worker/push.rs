//! One message to one or many connections.

use std::cell::RefCell;

use swoxide_engine::link::{Encodings, Outgoing};

use crate::zend::string::PhpString;

/// Remembers the frames of what `push()` was given last: as long as the same PHP string is pushed in the same way, as in a
/// broadcast, nothing is encoded or compressed again. The string is kept alive meanwhile, so that its address can't come
/// to stand for another one and PHP can't change it in place.
///
/// One for each server; the interpreter's thread only.
#[derive(Default)]
pub(crate) struct Encoder(RefCell<Encoded>);

#[derive(Default)]
struct Encoded {
    of: Option<(PhpString, Form)>,
    encodings: Encodings,
}

/// How a string is pushed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Form {
    pub(crate) opcode: u8,
    pub(crate) is_final: bool,
    /// Compress it although it is short.
    pub(crate) compress: bool,
}

impl Encoder {
    /// Gives `send` the message that `payload` is.
    pub(crate) fn with_message<R>(&self, payload: &PhpString, form: Form, send: impl FnOnce(Outgoing<'_>) -> R) -> R {
        let mut encoded = self.0.borrow_mut();
        let Encoded { of, encodings } = &mut *encoded;
        if !of.as_ref().is_some_and(|(string, of_form)| string.is(payload) && *of_form == form) {
            *of = Some((payload.clone(), form));
            encodings.clear();
        }
        let Form { opcode, is_final, compress } = form;
        send(Outgoing { payload, opcode, is_final, compress, encodings })
    }

    /// Lets go of the last string; called between callbacks, so that it lives no longer than the program means.
    pub(crate) fn forget(&self) {
        let before = {
            let mut encoded = self.0.borrow_mut();
            encoded.encodings.clear();
            encoded.of.take()
        };
        drop(before);
    }
}

//! UTF-8 as it arrives.

use serde::{Deserialize, Serialize};

/// Checks UTF-8 that comes in pieces: keeps the beginning of a character that a piece cut in two.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Utf8 {
    kept: [u8; 4],
    kept_length: usize,
}

impl Utf8 {
    /// Whether all bytes so far can be the beginning of valid UTF-8.
    pub(crate) fn push(&mut self, mut bytes: &[u8]) -> bool {
        while self.kept_length > 0 {
            let Some((byte, rest)) = bytes.split_first() else { return true };
            self.kept[self.kept_length] = *byte;
            self.kept_length += 1;
            bytes = rest;
            match std::str::from_utf8(&self.kept[..self.kept_length]) {
                Ok(_) => self.kept_length = 0,
                Err(error) if error.error_len().is_some() => return false,
                Err(_) => {}
            }
        }
        match simdutf8::compat::from_utf8(bytes) {
            Ok(_) => true,
            Err(error) if error.error_len().is_some() => false,
            Err(error) => {
                let rest = &bytes[error.valid_up_to()..];
                self.kept[..rest.len()].copy_from_slice(rest);
                self.kept_length = rest.len();
                true
            }
        }
    }

    pub(crate) fn is_complete(&self) -> bool {
        self.kept_length == 0
    }
}

//! The settings of packages over plain TCP.

use super::Problem;
use super::value::{Value, to_bytes, to_text};
use crate::protocol::package::{Framing, LengthField, LengthType};
use crate::settings::Settings;

/// The longest `package_eof`, in bytes.
const LONGEST_END: usize = 255;

/// How packages are told apart.
#[derive(Clone, Debug, PartialEq)]
pub struct PackageSettings {
    /// `open_eof_check`: what has come is given when it ends with `package_eof`.
    pub eof_check: bool,
    /// `open_eof_split`: each package ends with it.
    pub eof_split: bool,
    /// `package_eof`
    pub eof: Vec<u8>,
    /// `open_length_check`: each package says how long it is.
    pub length_check: bool,
    /// `package_length_type`
    pub length_type: LengthType,
    /// `package_length_offset`
    pub length_offset: i64,
    /// `package_body_offset`
    pub body_offset: i64,
}

impl Default for PackageSettings {
    fn default() -> Self {
        Self {
            eof_check: false,
            eof_split: false,
            eof: b"\r\n".to_vec(),
            length_check: false,
            length_type: LengthType::U32Big,
            length_offset: 0,
            body_offset: 0,
        }
    }
}

impl PackageSettings {
    /// What tells packages apart. A length counts before an end, as with Swoole.
    pub fn framing(&self) -> Framing {
        let size = |number: i64| usize::try_from(number).unwrap_or(0);
        if self.length_check {
            Framing::Length(LengthField {
                kind: self.length_type,
                offset: size(self.length_offset),
                body_offset: size(self.body_offset),
            })
        } else if self.eof_split {
            Framing::Split(self.eof.clone())
        } else if self.eof_check {
            Framing::Ends(self.eof.clone())
        } else {
            Framing::None
        }
    }
}

pub(super) fn eof(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    const FORM: Problem = Problem::Word("a string of 1 to 255 bytes");
    settings.package.eof = to_bytes(value).filter(|end| (1..=LONGEST_END).contains(&end.len())).ok_or(FORM)?;
    Ok(())
}

pub(super) fn length_type(settings: &mut Settings, value: &Value) -> Result<(), Problem> {
    const FORM: Problem = Problem::Word("one of the letters c, C, s, S, n, N, v, V, l and L of pack()");
    let text = to_text(value).ok_or(FORM)?;
    let mut letters = text.chars();
    let letter = letters.next().filter(|_| letters.next().is_none());
    settings.package.length_type = letter.and_then(LengthType::of_letter).ok_or(FORM)?;
    Ok(())
}

//! Why a setting that concerns processes can't be had.

use std::fmt;
use std::io;

use crate::classes::exception::words;

/// What was wanted, with the setting's name and its value, and why that can't be.
#[derive(Debug)]
pub(crate) struct Problem {
    what: String,
    error: Option<io::Error>,
}

impl Problem {
    /// Something that is wrong in itself.
    pub(super) fn plain(what: String) -> Self {
        Self { what, error: None }
    }

    /// Something that the system refuses.
    pub(super) fn system(what: String, error: impl Into<io::Error>) -> Self {
        Self { what, error: Some(error.into()) }
    }

    /// The system's number of the error; 0 if it is not the system's.
    pub(crate) fn code(&self) -> i32 {
        self.error.as_ref().and_then(io::Error::raw_os_error).unwrap_or(0)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.what)?;
        match &self.error {
            Some(error) => write!(formatter, ", Error: {}[{}]", words(error), self.code()),
            None => Ok(()),
        }
    }
}

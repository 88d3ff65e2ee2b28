//! What an answer to an HTTP request is made of.

use std::fs::File;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// Status line and headers of an answer.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct ResponseHead {
    /// 200 to 999, or 101 for a handshake, as the caller has checked.
    pub status: u16,
    /// Instead of the usual words.
    pub reason: Option<String>,
    /// In order; one whose value is empty only keeps the default of its name away.
    pub headers: Vec<(String, Vec<u8>)>,
}

/// The body of an answer, or how it comes.
#[derive(Debug, Deserialize, Serialize)]
pub enum ResponseBody {
    /// Here it is.
    Whole(Bytes),
    /// As [`Command::RespondChunk`](super::Command::RespondChunk) brings it.
    Chunks,
    /// The gateway reads it by itself.
    File(FilePart),
}

/// A part of a file, within its length.
#[derive(Debug, Deserialize, Serialize)]
pub struct FilePart {
    /// Opened by who sends it: its rights count and its root, and a file that is replaced or deleted meanwhile is still the
    /// one that was meant.
    #[serde(skip)]
    pub file: Option<File>,
    /// Where it begins.
    pub offset: u64,
    /// How long it is.
    pub length: u64,
}

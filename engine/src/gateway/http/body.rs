//! The body of a request, on its way to PHP.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::Incoming;

use super::answer::{Answer, plain};
use crate::link::Held;

/// Reads a body to its end; gives the answer to one that can't be.
pub(super) async fn read_body(mut body: Limited<Incoming>, held: &mut Held) -> Result<Bytes, Answer> {
    let mut whole = Vec::new();
    while let Some(frame) = body.frame().await {
        match frame {
            Ok(frame) => whole.extend_from_slice(frame.data_ref().map_or(&[][..], |data| data)),
            Err(error) if error.is::<LengthLimitError>() => {
                return Err(plain(413, "the body is longer than package_max_length", "text/plain"));
            }
            Err(_) => return Err(plain(400, "the body is broken", "text/plain")),
        }
        if !held.set(whole.capacity()) {
            return Err(plain(503, "no room for more bodies now", "text/plain"));
        }
    }
    Ok(whole.into())
}

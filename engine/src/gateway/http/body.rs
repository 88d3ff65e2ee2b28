//! The body of a request as it comes: how long it may be, and how long it may take.

use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;

use super::refusal::Refusal;
use crate::gateway::patience::LEAST_PER_SECOND;
use crate::link::Held;
use crate::settings::Settings;

/// A body on its way.
pub(super) struct Arriving {
    body: Incoming,
    limit: u64,
    received: u64,
    /// `http_body_timeout`
    patience: Duration,
    /// For the client, not for PHP nor for a disk.
    waited: Duration,
}

impl Arriving {
    /// One of which at most `limit` bytes are taken.
    pub(super) fn new(body: Incoming, limit: u64, settings: &Settings) -> Self {
        let patience = Duration::from_secs_f64(settings.http_body_timeout);
        Self { body, limit, received: 0, patience, waited: Duration::ZERO }
    }

    /// The next bytes, `None` at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Refusal> {
        loop {
            let most = self.patience + Duration::from_secs(self.received / LEAST_PER_SECOND);
            let patience = self.patience.min(most.saturating_sub(self.waited));
            let begin = Instant::now();
            let frame = match tokio::time::timeout(patience, self.body.frame()).await {
                Err(_) => return Err(Refusal::TOO_SLOW),
                Ok(None) => return Ok(None),
                Ok(Some(Err(_))) => return Err(Refusal::BROKEN),
                Ok(Some(Ok(frame))) => frame,
            };
            self.waited += begin.elapsed();
            let Ok(data) = frame.into_data() else { continue };
            self.received += data.len() as u64;
            if self.received > self.limit {
                return Err(Refusal::TOO_LONG);
            }
            return Ok(Some(data));
        }
    }
}

/// Reads a body to its end.
pub(super) async fn read_body(mut body: Arriving, held: &mut Held) -> Result<Bytes, Refusal> {
    let mut whole = Vec::new();
    while let Some(data) = body.next().await? {
        whole.extend_from_slice(&data);
        if !held.set(whole.capacity()) {
            return Err(Refusal::NO_ROOM);
        }
    }
    Ok(whole.into())
}

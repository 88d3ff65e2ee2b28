//! How long to wait, and what to do meanwhile.

use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// How a wait ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Waited {
    /// What was waited for is there.
    Done,
    /// The time is over.
    TimeOver,
    /// The waiting process has something more urgent to do.
    GivenUp,
}

/// The patience of one wait.
pub struct Patience<'wait> {
    end: Option<Instant>,
    meanwhile: &'wait mut dyn FnMut() -> ControlFlow<()>,
}

impl<'wait> Patience<'wait> {
    /// Waits for `limit`, or for ever without one. `meanwhile` is called each time that the wait is interrupted by a
    /// signal, and at intervals; it may end the wait.
    pub fn new(limit: Option<Duration>, meanwhile: &'wait mut dyn FnMut() -> ControlFlow<()>) -> Self {
        // A limit beyond what a clock can show is none.
        Self { end: limit.and_then(|limit| Instant::now().checked_add(limit)), meanwhile }
    }

    /// The same for a part of the wait that may take `limit` at the most.
    pub fn at_most(&mut self, limit: Duration) -> Patience<'_> {
        let end = Instant::now().checked_add(limit);
        Patience { end: [self.end, end].into_iter().flatten().min(), meanwhile: &mut *self.meanwhile }
    }

    /// Whether to wait on, and for how long at most before the next look: `longest`, or less at the end.
    pub(crate) fn next(&mut self, longest: Duration) -> Result<Duration, Waited> {
        if (self.meanwhile)().is_break() {
            return Err(Waited::GivenUp);
        }
        let left = self.end.map_or(longest, |end| end.saturating_duration_since(Instant::now()));
        if left.is_zero() { Err(Waited::TimeOver) } else { Ok(left.min(longest)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long a wait may still take.
    fn left(patience: &mut Patience<'_>) -> Duration {
        patience.next(Duration::MAX).unwrap_or_default()
    }

    #[test]
    fn a_part_of_a_wait_is_never_longer_than_the_whole() {
        let mut meanwhile = || ControlFlow::Continue(());
        let (second, minute) = (Duration::from_secs(1), Duration::from_secs(60));
        let mut whole = Patience::new(Some(minute), &mut meanwhile);
        assert!(left(&mut whole.at_most(second)) <= second);
        assert!(left(&mut whole.at_most(minute * 2)) <= minute);
        assert!(left(&mut whole) > second);
        assert!(left(&mut Patience::new(None, &mut meanwhile).at_most(second)) <= second);
    }
}

//! The flush watch: lets out what a long callback has pushed. The stand-in runs it, which is there for long callbacks.

use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Shared;

/// How often the gateway looks for pushes that a long callback has not let out, while there are any.
const FLUSH_WATCH: Duration = Duration::from_millis(2);

/// Sends what a long callback has pushed but not let out: the worker flushes between callbacks, and a callback may well
/// push "working on it" and then work for a minute. Sleeps while nothing is pushed.
pub(super) async fn watch(shared: &Shared) {
    const IDLE_TICKS: u32 = 50;
    let mut seen = (0, 0);
    let mut idle = 0;
    loop {
        if idle >= IDLE_TICKS {
            shared.watch_sleeps.store(true, Ordering::Release);
            if shared.unflushed.lock().is_empty() {
                shared.watch.notified().await;
            }
            shared.watch_sleeps.store(false, Ordering::Release);
            idle = 0;
        }
        tokio::time::sleep(FLUSH_WATCH).await;
        let now = (shared.flushes.load(Ordering::Relaxed), shared.unflushed.lock().len());
        if now.1 == 0 {
            idle += 1;
        } else {
            idle = 0;
            // The same flush count as a tick ago: the worker has been inside one callback all the time.
            if now.0 == seen.0 && seen.1 > 0 {
                shared.flush();
            }
        }
        seen = now;
    }
}

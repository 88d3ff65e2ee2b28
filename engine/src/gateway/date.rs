//! What each answer says of the time (RFC 9110 section 6.6.1).

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use hyper::header::HeaderValue;

/// The time, put into words once a second: thousands of answers may share them.
pub(super) fn now() -> HeaderValue {
    thread_local! {
        static DATE: RefCell<(u64, HeaderValue)> = const { RefCell::new((0, HeaderValue::from_static(""))) };
    }
    let now = SystemTime::now();
    let second = now.duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    DATE.with_borrow_mut(|(of, date)| {
        if *of != second
            && let Ok(words) = HeaderValue::try_from(httpdate::fmt_http_date(now))
        {
            (*of, *date) = (second, words);
        }
        date.clone()
    })
}

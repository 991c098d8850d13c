//! The header `Retry-After` in, how long to wait out (RFC 9110, section 10.2.3).

use crate::clock;
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};
use std::time::{Duration, SystemTime};

/// How long `headers` ask to wait: a number of seconds, or until a date. A date that has passed asks for nothing. By the clock of the service,
/// where it says what time it is, for the caller's may go wrong; else by that of the caller.
pub(crate) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    by(headers, clock::now)
}

fn by(headers: &HeaderMap, now: impl FnOnce() -> SystemTime) -> Option<Duration> {
    let value = text(headers, RETRY_AFTER)?;
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = |text: &str| httpdate::parse_http_date(text).ok();
    let until = date(value)?;
    let now = text(headers, DATE).and_then(date).unwrap_or_else(now);
    Some(until.duration_since(now).unwrap_or_default())
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;
    use reqwest::header::HeaderValue;

    #[test]
    fn it_is_a_number_of_seconds_or_a_date() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        for (value, expected) in [
            ("0", Some(0)),
            (" 120 ", Some(120)),
            ("Sun, 06 Nov 1994 08:50:07 GMT", Some(30)),
            ("Sunday, 06-Nov-94 08:50:07 GMT", Some(30)),
            ("Sun, 06 Nov 1994 08:49:36 GMT", Some(0)),
            ("-1", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(value))]);
            let expected = expected.map(Duration::from_secs);
            assert_eq!(by(&headers, || now), expected, "{value}");
        }
        assert_eq!(by(&HeaderMap::new(), || now), None);
    }

    #[test]
    fn a_date_is_by_the_clock_that_says_it() {
        let headers = HeaderMap::from_iter([
            (RETRY_AFTER, HeaderValue::from_static("Sun, 06 Nov 1994 08:50:07 GMT")),
            (DATE, HeaderValue::from_static("Sun, 06 Nov 1994 08:50:00 GMT")),
        ]);
        let an_hour_late = || SystemTime::UNIX_EPOCH + Duration::from_secs(784_115_377);
        assert_eq!(by(&headers, an_hour_late), Some(Duration::from_secs(7)));
    }
}

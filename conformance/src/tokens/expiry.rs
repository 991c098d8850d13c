//! A token in, when it expires and when it is time to fetch another out.

use super::claims::claims;
use chrono::{DateTime, TimeDelta, Utc};

/// So long before it expires, a token is fetched again: no case is to begin with one and end without.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// When one that says that it has expired already is fetched again: of the two clocks, one must be wrong.
const LATER: TimeDelta = TimeDelta::minutes(1);

/// What a JSON Web Token says of itself, which nobody verifies here; none where the token is of another kind.
pub(super) fn of_jwt(token: &str) -> Option<DateTime<Utc>> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "whole seconds are enough, and no date is so far away"
    )]
    let seconds = claims(token)?.get("exp")?.as_f64()? as i64;
    DateTime::from_timestamp(seconds, 0)
}

/// When a token is fetched again that expires then. Of a short life that is left, half is used: who hands out the same token until its last
/// minutes is not asked before every case.
pub(super) fn due(expires: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let left = expires - now;
    if left > TimeDelta::zero() { expires - AHEAD.min(left / 2) } else { now + LATER }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    #[test]
    fn a_token_may_say_when_it_expires() {
        let jwt = |claims: &str| format!("eyJhbGciOiJub25lIn0.{}.", URL_SAFE_NO_PAD.encode(claims));
        for (token, expected) in [
            (jwt(r#"{"exp": 1790000000}"#), Some(1_790_000_000)),
            (jwt(r#"{"exp": 1790000000.9, "aud": "x"}"#), Some(1_790_000_000)),
            (jwt(r#"{"exp": 1e300}"#), None),
            (jwt(r#"{"exp": "soon"}"#), None),
            (jwt("{}"), None),
            ("opaque-token".to_owned(), None),
            ("a.b.c".to_owned(), None),
        ] {
            assert_eq!(of_jwt(&token).map(|time| time.timestamp()), expected, "{token}");
        }
    }

    #[test]
    fn a_token_is_fetched_again_minutes_ahead_or_at_half_of_a_short_life() {
        let now = DateTime::from_timestamp(1_000_000, 0).unwrap();
        for (left, expected) in [(3600, 3300), (600, 300), (60, 30), (2, 1), (0, 60), (-5, 60)] {
            let due = due(now + TimeDelta::seconds(left), now);
            assert_eq!((due - now).num_seconds(), expected, "{left} s");
        }
    }
}

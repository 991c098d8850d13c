//! A throttled caller is told how long to wait.

use super::{Case, Check};
use crate::finding::{Finding, Level, Source};
use crate::throttle::is_later;

/// The id of the check.
pub(crate) const ID: &str = "retry-after";

pub(super) const CHECK: Check = Check {
    id: ID,
    level: Level::Should,
    sentence: "A 429 or 503 answer says in Retry-After how long to wait, in seconds or as a date.",
    grounds: "Graph's guidance on throttling, which lets callers back off by themselves where the header is missing; RFC 9110, section 10.2.3",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let Some(answer) = case.answer().filter(|answer| is_later(answer.status)) else {
        return Vec::new();
    };
    let actual = answer.header("retry-after");
    if actual.is_some_and(is_wait) {
        return Vec::new();
    }
    let told = ("a number of seconds or a date", actual.unwrap_or("no such header"));
    let source = Source::Standard("RFC 9110, section 10.2.3".to_owned());
    vec![CHECK.finding("header retry-after", told, source)]
}

fn is_wait(value: &str) -> bool {
    let is_date = chrono::DateTime::parse_from_rfc2822(value).is_ok();
    is_date || (!value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::is_wait;

    #[test]
    fn a_wait_is_a_number_of_seconds_or_a_date() {
        for (value, expected) in [
            ("0", true),
            ("120", true),
            ("Wed, 21 Oct 2026 07:28:00 GMT", true),
            ("", false),
            ("-1", false),
            ("1.5", false),
            ("soon", false),
        ] {
            assert_eq!(is_wait(value), expected, "{value:?}");
        }
    }
}

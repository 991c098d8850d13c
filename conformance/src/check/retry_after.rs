//! A throttled caller is told how long to wait.

use super::{Case, Check};
use crate::finding::{Finding, Level, Source};
use crate::throttle::{delay, is_later};

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
    if delay(answer, case.exchange.started).is_some() {
        return Vec::new();
    }
    let actual = answer.header("retry-after").unwrap_or("no such header");
    let told = ("a number of seconds or a date", actual);
    let source = Source::Standard("RFC 9110, section 10.2.3".to_owned());
    vec![CHECK.finding("header retry-after", told, source)]
}

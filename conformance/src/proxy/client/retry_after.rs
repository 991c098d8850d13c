//! Who is told to wait waits.

use super::{Asked, ClientCheck, Look};
use crate::finding::{Finding, Level, Source};
use std::time::Duration;

pub(super) const CHECK: ClientCheck = ClientCheck {
    id: "client/retry-after",
    level: Level::Must,
    sentence: "A client that got a 429 or 503 with Retry-After does not ask for the same resource again before that time is over.",
    grounds: "Graph's guidance on throttling, which says to wait the number of seconds of Retry-After; RFC 9110, section 10.2.3",
    look: Look::Plainly(run),
};

/// A timer of a client may be as wrong as this.
const EARLY: Duration = Duration::from_millis(50);

fn run(asked: &Asked<'_>) -> Vec<Finding> {
    let Some(wait) = asked.past.wait(asked.kept) else { return Vec::new() };
    // Who had asked before the answer came could not know.
    let Some(waited) = asked.kept.begun.checked_duration_since(wait.since) else {
        return Vec::new();
    };
    if waited + EARLY + wait.doubt >= wait.asked {
        return Vec::new();
    }
    let expected = format!("no request within {} s after a {}", wait.asked.as_secs(), wait.status);
    let actual = format!("one after {:.3} s", waited.as_secs_f64());
    let page =
        "Microsoft Graph throttling guidance (https://learn.microsoft.com/en-us/graph/throttling)";
    vec![CHECK.finding("time", (expected, actual), Source::Page(page.to_owned()))]
}

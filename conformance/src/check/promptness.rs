//! An answer does not keep its caller waiting.

use super::{Case, Check};
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: Check = Check {
    id: "promptness",
    level: Level::May,
    sentence: "An answer takes no longer than `--slow` says.",
    grounds: "our own choice: no document names a time, but whoever waits seconds for one request will not wait for a hundred",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    let elapsed = case.exchange.elapsed;
    if case.answer().is_none() || elapsed <= case.slow {
        return Vec::new();
    }
    let told = (
        format!("an answer within {} s", case.slow.as_secs_f64()),
        format!("{:.3} s", elapsed.as_secs_f64()),
    );
    vec![CHECK.finding("time", told, Source::Standard("the option --slow".to_owned()))]
}

//! A whole answer comes in time.

use super::{Case, Check};
use crate::exchange::Outcome;
use crate::finding::{Finding, Level, Source};

pub(super) const CHECK: Check = Check {
    id: "answer",
    level: Level::Must,
    sentence: "A request gets a whole HTTP/1.1 answer of reasonable size within the time limit.",
    grounds: "RFC 9112; the limits are those of the command line",
    run,
};

fn run(case: &Case<'_>) -> Vec<Finding> {
    match &case.exchange.outcome {
        Outcome::Answered(_) => Vec::new(),
        Outcome::Broken(interruption) => {
            let told = ("a whole answer", interruption.to_string());
            vec![CHECK.finding("connection", told, Source::Standard("RFC 9112".to_owned()))]
        }
    }
}

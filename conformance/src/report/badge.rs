//! The report as a badge: the JSON that shields.io reads from an endpoint.

use super::Report;
use super::outcome::Outcome;
use crate::exit::Exit;
use serde_json::json;

pub(super) fn render(report: &Report) -> String {
    let tally = report.tally;
    let judged = tally.passed + tally.failed + tally.waived + tally.errors;
    let count = format!("{}/{judged}", tally.passed);
    let (message, color) = match report.outcome() {
        Outcome::Unfinished | Outcome::Ended(Exit::Interrupted) => {
            ("unfinished".to_owned(), "lightgrey")
        }
        Outcome::Ended(Exit::NothingRun) => ("nothing run".to_owned(), "lightgrey"),
        Outcome::Ended(Exit::WaiverIsStale) => (format!("{count}, look after waivers"), "yellow"),
        Outcome::Ended(Exit::SnapshotNeedsReview) => (format!("{count}, review shapes"), "yellow"),
        Outcome::Ended(Exit::Conforms) if tally.waived > 0 => (count, "yellow"),
        Outcome::Ended(Exit::Conforms) => (count, "brightgreen"),
        // What failed is known, whatever else could not be judged.
        Outcome::Ended(_) if tally.failed > 0 => (count, "red"),
        Outcome::Ended(_) => (count, "lightgrey"),
    };
    let badge = json!({
        "schemaVersion": 1,
        "label": report.suite.name,
        "message": message,
        "color": color,
    });
    format!("{badge:#}\n")
}

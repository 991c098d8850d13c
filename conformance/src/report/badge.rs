//! The report as a badge: the JSON that shields.io reads from an endpoint.

use super::{Ended, Report};
use serde_json::json;

pub(super) fn render(report: &Report) -> String {
    let tally = report.tally;
    let judged = tally.passed + tally.failed + tally.waived + tally.errors;
    let (message, color) = if report.ended != Ended::Whole {
        ("unfinished".to_owned(), "lightgrey")
    } else if judged == 0 {
        ("nothing run".to_owned(), "lightgrey")
    } else {
        let color = match (tally.failed, tally.errors, tally.waived) {
            (0, 0, 0) => "brightgreen",
            (0, 0, _) => "yellow",
            (0, ..) => "lightgrey",
            _ => "red",
        };
        (format!("{}/{judged}", tally.passed), color)
    };
    let badge = json!({
        "schemaVersion": 1,
        "label": report.suite.name,
        "message": message,
        "color": color,
    });
    format!("{badge:#}\n")
}

//! The report as JSON, and the JSON Schema of that JSON.

use super::Report;
use serde::Serialize;
use serde_json::Value;

pub(super) fn render(report: &Report) -> String {
    text(report)
}

/// Any such data as JSON for people to read, with a line end.
pub(super) fn text(data: &impl Serialize) -> String {
    // Only maps with other keys than strings, and failing Serialize implementations, cannot be written; a report has neither.
    let mut text = serde_json::to_string_pretty(data).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema of the report.
pub fn schema() -> Value {
    schemars::schema_for!(Report).to_value()
}

//! The report as JSON, and the JSON Schema of that JSON.

use super::Report;
use serde_json::Value;

pub(super) fn render(report: &Report) -> String {
    // Only maps with other keys than strings, and failing Serialize implementations, cannot be written; a report has neither.
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

/// The JSON Schema of the report.
pub fn schema() -> Value {
    schemars::schema_for!(Report).to_value()
}

//! When two JSON values mean the same, and how a value is shown on one line.

use crate::formats::same_guid;
use chrono::DateTime;
use serde_json::Value;

/// The longest value that is shown whole.
const LONGEST: usize = 160;

/// Whether two values mean the same: GUIDs in any casing, timestamps as instants, numbers by value.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => {
            one == other || same_guid(one, other) || same_instant(one, other)
        }
        (Value::Number(one), Value::Number(other)) => {
            one == other || one.as_f64() == other.as_f64()
        }
        _ => one == other,
    }
}

fn same_instant(one: &str, other: &str) -> bool {
    let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok();
    instant(one).is_some_and(|one| instant(other) == Some(one))
}

/// The JSON type of a value.
pub(super) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// The value as JSON on one line, cut where it is long.
pub(crate) fn brief(value: &Value) -> String {
    cut(value.to_string())
}

/// Bytes as text on one line, cut where they are many.
pub(crate) fn brief_bytes(bytes: &[u8]) -> String {
    let start = bytes.get(..bytes.len().min(4 * LONGEST)).unwrap_or_default();
    let text = String::from_utf8_lossy(start);
    format!("{} ({} bytes)", cut(text.into_owned()), bytes.len())
}

fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn values_mean_the_same_whatever_their_writing() {
        for (one, other, expected) in [
            (json!("2024-07-01T00:00:00.00Z"), json!("2024-07-01T00:00:00Z"), true),
            (json!("2024-07-01T02:00:00+02:00"), json!("2024-07-01T00:00:00Z"), true),
            (json!("2024-07-01T00:00:01Z"), json!("2024-07-01T00:00:00Z"), false),
            (
                json!("11115C72-0612-4C43-A044-FC0A4E71A4C5"),
                json!("11115c72-0612-4c43-a044-fc0a4e71a4c5"),
                true,
            ),
            (json!("Delivered"), json!("delivered"), false),
            (json!(1), json!(1.0), true),
            (json!(1), json!("1"), false),
        ] {
            assert_eq!(same(&one, &other), expected, "{one} {other}");
        }
    }

    #[test]
    fn a_long_value_is_cut_between_characters() {
        let text = brief(&json!("é".repeat(1000)));
        assert_eq!(text.chars().count(), LONGEST + 1);
    }
}

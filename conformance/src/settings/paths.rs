//! Values as a file has them in, the same with every path as the program opens it out: what is relative is relative to the file.

use serde_json::Value;
use std::path::Path;

/// The format of a text that is a path.
pub(super) const PATH: &str = "path";

/// The format of a text that may have a path behind its first `=`.
pub(super) const FORM_AND_PATH: &str = "form=path";

/// Leads every path from `folder`, where the schema says that a text is one.
pub(super) fn rebase(schema: &Value, value: &mut Value, folder: &Path) {
    match value {
        Value::String(text) => match schema.get("format").and_then(Value::as_str) {
            Some(PATH) => *text = led(text, folder),
            Some(FORM_AND_PATH) => {
                if let Some((form, path)) = text.split_once('=') {
                    *text = format!("{form}={}", led(path, folder));
                }
            }
            Some(_) | None => {}
        },
        Value::Array(items) => {
            for item in items {
                if let Some(schema) = schema.get("items") {
                    rebase(schema, item, folder);
                }
            }
        }
        Value::Object(members) => {
            for (key, member) in members {
                let known = schema.get("properties").and_then(|known| known.get(key));
                let schema = known.or_else(|| schema.get("additionalProperties"));
                if let Some(schema) = schema {
                    rebase(schema, member, folder);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// `-` is no file, and nothing leads nowhere.
fn led(path: &str, folder: &Path) -> String {
    if path.is_empty() || path == "-" {
        return path.to_owned();
    }
    folder.join(path).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn paths_alone_are_led_from_the_folder_of_the_file() {
        let path = json!({ "type": "string", "format": PATH });
        let schema = json!({
            "properties": {
                "a": path, "b": { "type": "string" }, "c": { "items": path },
                "d": { "additionalProperties": { "properties": { "e": path } } },
                "f": { "items": { "format": FORM_AND_PATH } },
            },
        });
        for (given, expected) in [
            (json!({ "a": "x", "b": "x" }), json!({ "a": "in/x", "b": "x" })),
            (json!({ "a": "/x" }), json!({ "a": "/x" })),
            (json!({ "a": "-" }), json!({ "a": "-" })),
            (json!({ "a": "" }), json!({ "a": "" })),
            (json!({ "c": ["x", "../y"] }), json!({ "c": ["in/x", "in/../y"] })),
            (json!({ "d": { "n": { "e": "x" } } }), json!({ "d": { "n": { "e": "in/x" } } })),
            (
                json!({ "f": ["text", "json=x", "json=-", "json=/x"] }),
                json!({ "f": ["text", "json=in/x", "json=-", "json=/x"] }),
            ),
        ] {
            let mut value = given.clone();
            rebase(&schema, &mut value, Path::new("in"));
            assert_eq!(value, expected, "{given}");
        }
    }
}

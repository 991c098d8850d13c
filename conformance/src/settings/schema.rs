//! The settings in, the JSON Schema of a file that holds them out.

use super::paths::PATH;
use super::{FLAG_ONLY, Settings, resolve};
use clap::ValueHint;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The key by which an editor finds the schema.
pub(super) const KEY: &str = "$schema";

/// The JSON Schema of a file with settings: every key that is known, and no other.
pub fn of_file() -> Value {
    let mut schema = of_settings();
    if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
        for (key, _) in FLAG_ONLY {
            properties.shift_remove(*key);
        }
        let described = json!({ "type": "string", "description": "Where this schema stands" });
        properties.shift_insert(0, KEY.to_owned(), described);
    }
    schema
}

/// The same of all settings, with those that no file may have.
pub(crate) fn of_settings() -> Value {
    let settings =
        SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
    let mut schema = settings.into_generator().into_root_schema_for::<Settings>().to_value();
    refine(&mut schema);
    let command = resolve::command();
    let is_path = |hint| !matches!(hint, ValueHint::Unknown | ValueHint::Other);
    for flag in command.get_arguments().filter(|flag| is_path(flag.get_value_hint())) {
        let one = format!("/properties/{}", flag.get_id());
        let each = format!("{one}/items");
        let pointer = if schema.pointer(&each).is_some() { each } else { one };
        if let Some(property) = schema.pointer_mut(&pointer).and_then(Value::as_object_mut) {
            property.entry("format").or_insert(json!(PATH));
        }
    }
    if let Some(keywords) = schema.as_object_mut() {
        keywords.insert("title".to_owned(), json!("conformance.toml"));
        keywords.insert("description".to_owned(), json!("The settings of `conformance run`."));
    }
    schema
}

/// Takes out what no file can say (nothing), shuts tables for what is not known, and says the defaults that the descriptions tell.
fn refine(schema: &mut Value) {
    let Some(keywords) = schema.as_object_mut() else { return };
    keywords.shift_remove("default");
    without_null(keywords);
    if keywords.contains_key("properties") {
        keywords.entry("additionalProperties").or_insert(json!(false));
    }
    if let Some(default) = stated_default(keywords) {
        keywords.insert("default".to_owned(), default);
    }
    for keyword in ["properties", "patternProperties"] {
        let members = keywords.get_mut(keyword).and_then(Value::as_object_mut);
        members.into_iter().flatten().for_each(|(_, schema)| refine(schema));
    }
    for keyword in ["items", "additionalProperties"] {
        keywords.get_mut(keyword).into_iter().for_each(refine);
    }
    for keyword in ["anyOf", "oneOf", "allOf"] {
        let parts = keywords.get_mut(keyword).and_then(Value::as_array_mut);
        parts.into_iter().flatten().for_each(refine);
    }
}

/// A file leaves out what it does not say.
fn without_null(keywords: &mut Map<String, Value>) {
    let nothing = [json!("null"), json!({ "type": "null" }), Value::Null];
    for keyword in ["type", "anyOf", "enum"] {
        let Some(choices) = keywords.get_mut(keyword).and_then(Value::as_array_mut) else {
            continue;
        };
        choices.retain(|choice| !nothing.contains(choice));
        let [only] = choices.as_slice() else { continue };
        match (keyword, only.clone()) {
            ("type", only) => drop(keywords.insert(keyword.to_owned(), only)),
            ("anyOf", Value::Object(only)) => {
                keywords.shift_remove(keyword);
                for (keyword, value) in only {
                    keywords.entry(keyword).or_insert(value);
                }
            }
            _ => {}
        }
    }
}

/// The value of `[default: …]` at the end of a description; words that tell of no value are none.
fn stated_default(keywords: &Map<String, Value>) -> Option<Value> {
    let text = stated(keywords.get("description")?.as_str()?)?;
    if text.contains(char::is_whitespace) {
        return None;
    }
    match keywords.get("type").and_then(Value::as_str) {
        Some("number" | "integer") => serde_json::from_str(text).ok(),
        Some("boolean") => None,
        Some("array") => Some(json!([text])),
        _ => Some(json!(text)),
    }
}

/// What stands in `[default: …]`.
pub(crate) fn stated(description: &str) -> Option<&str> {
    let (_, rest) = description.rsplit_once("[default: ")?;
    rest.split_once(']').map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_says_what_a_file_can_and_nothing_else() {
        let closed =
            json!({ "type": "object", "properties": { "a": true }, "additionalProperties": false });
        for (given, expected) in [
            (json!({ "type": ["string", "null"], "default": null }), json!({ "type": "string" })),
            (
                json!({ "description": "D [default: 3]", "type": ["integer", "null"] }),
                json!({ "description": "D [default: 3]", "type": "integer", "default": 3 }),
            ),
            (
                json!({ "description": "D [default: text]", "type": "array", "items": { "type": ["string", "null"] } }),
                json!({ "description": "D [default: text]", "type": "array", "items": { "type": "string" }, "default": ["text"] }),
            ),
            (
                json!({ "description": "[default: one a processor]", "type": "integer" }),
                json!({ "description": "[default: one a processor]", "type": "integer" }),
            ),
            (
                json!({ "anyOf": [{ "oneOf": [{ "const": "x" }] }, { "type": "null" }], "description": "D" }),
                json!({ "description": "D", "oneOf": [{ "const": "x" }] }),
            ),
            (json!({ "enum": ["a", null] }), json!({ "enum": ["a"] })),
            (json!({ "type": "object", "properties": { "a": true } }), closed.clone()),
            (
                json!({ "properties": { "default": { "type": "object", "additionalProperties": { "type": "object", "properties": { "a": true } } } } }),
                json!({ "properties": { "default": { "type": "object", "additionalProperties": closed } }, "additionalProperties": false }),
            ),
        ] {
            let mut schema = given.clone();
            refine(&mut schema);
            assert_eq!(schema, expected, "{given}");
        }
    }
}

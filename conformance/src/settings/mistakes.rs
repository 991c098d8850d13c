//! A schema and the values of a file in, what of them breaks it out: the keys that lead there, and a sentence.

use super::{Settings, resolve};
use crate::nearest::{did_you_mean, nearest};
use crate::tokens::require_identity;
use jsonschema::error::{ValidationError, ValidationErrorKind};
use serde_json::{Value, json};

/// The keys that lead to a mistake, and what it is.
pub(super) type Mistake = (Vec<String>, String);

/// Everything that breaks the schema.
pub(super) fn mistakes(schema: &Value, values: &Value) -> Vec<Mistake> {
    match jsonschema::draft202012::new(schema) {
        Ok(validator) => {
            let found = validator.iter_errors(values);
            found.map(|error| mistake(schema, values, &error)).collect()
        }
        // It is our own; a test holds that it is a schema.
        Err(error) => vec![(Vec::new(), error.to_string())],
    }
}

fn mistake(schema: &Value, values: &Value, error: &ValidationError<'_>) -> Mistake {
    let mut path = tokens(error.instance_path().as_str());
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "what a person needs for any other keyword is what serde says"
    )]
    let told = match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let key = unexpected.first().map_or("", String::as_str);
            path.push(key.to_owned());
            return (path, unknown(key, known(schema, error.schema_path().as_str())));
        }
        ValidationErrorKind::Type { .. } => demand(error),
        ValidationErrorKind::PropertyNames { error: named } => {
            // The path leads to the table; the line is that of the name in it.
            let name = named.instance().as_str().unwrap_or_default().to_owned();
            let told = require_identity(&name).err();
            path.push(name);
            told.unwrap_or_else(|| demand(error))
        }
        ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
            refused(&path, error.instance()).unwrap_or_else(|| demand(error))
        }
        _ => read(&path, values).unwrap_or_else(|| demand(error)),
    };
    let key = path.join(".");
    (path, format!("{key}: {told}"))
}

/// The keys that the schema knows where it forbids others.
fn known<'a>(schema: &'a Value, forbidden_at: &str) -> impl Iterator<Item = &'a str> {
    let table = forbidden_at.rsplit_once('/').map_or("", |(table, _)| table);
    let properties = schema.pointer(table).and_then(|table| table.get("properties"));
    properties.and_then(Value::as_object).into_iter().flatten().map(|(key, _)| key.as_str())
}

fn unknown<'a>(key: &str, known: impl Iterator<Item = &'a str>) -> String {
    let hint = did_you_mean(nearest(key, known));
    format!("there is no key {key}{hint} `conformance schema config` describes them all")
}

/// What a value must be; the value itself, which may be a secret in the wrong place, is not repeated.
fn demand(error: &ValidationError<'_>) -> String {
    let text = error.masked_with("it").to_string();
    match text.split_once(" is not of type") {
        Some((_, kinds)) => format!("must be of type{}", kinds.trim_start_matches('s')),
        None => text,
    }
}

/// What the flag of a key says of a number; serde would name a type of Rust.
fn refused(path: &[String], number: &Value) -> Option<String> {
    let key = path.first()?;
    let command = resolve::command();
    let mut flags = command.get_arguments().filter(|flag| flag.get_action().takes_values());
    resolve::refusal(flags.find(|flag| flag.get_id() == key)?, &number.to_string())
}

/// What is said where the value at the top is read.
fn read(path: &[String], values: &Value) -> Option<String> {
    let key = path.first()?;
    let alone = json!({ key.as_str(): values.get(key)? });
    serde_json::from_value::<Settings>(alone).err().map(|error| error.to_string())
}

fn tokens(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|token| token.replace("~1", "/").replace("~0", "~")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_told_with_the_keys_that_lead_to_it() {
        let caller = json!({ "type": "object", "properties": { "token_env": { "type": "string" } }, "additionalProperties": false });
        let schema = json!({
            "properties": { "timeout": { "type": "number" }, "identities": { "type": "object", "additionalProperties": caller } },
            "additionalProperties": false,
        });
        for (values, path, told) in [
            (
                json!({ "tiemout": 1 }),
                vec!["tiemout"],
                "there is no key tiemout; did you mean timeout? `conformance",
            ),
            (
                json!({ "x/y~z": 1 }),
                vec!["x/y~z"],
                "there is no key x/y~z; `conformance schema config` describes",
            ),
            (
                json!({ "timeout": "secret" }),
                vec!["timeout"],
                "timeout: must be of type \"number\"",
            ),
            (
                json!({ "identities": { "admin": { "token_emv": "A" } } }),
                vec!["identities", "admin", "token_emv"],
                "there is no key token_emv; did you mean token_env?",
            ),
            (
                json!({ "identities": { "a.b/c": { "token_env": 7 } } }),
                vec!["identities", "a.b/c", "token_env"],
                "identities.a.b/c.token_env: must be of type \"string\"",
            ),
        ] {
            let found = mistakes(&schema, &values);
            assert_eq!(found[0].0, path, "{values}");
            assert!(found[0].1.starts_with(told) && !found[0].1.contains("secret"), "{found:?}");
            assert_eq!(found.len(), 1, "{found:?}");
        }
    }
}

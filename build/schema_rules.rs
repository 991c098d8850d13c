//! What the generators need of the contract's schemas: a bundled document comes in, the list of what to
//! correct goes out.

use std::collections::BTreeMap;

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::Value;

use super::{
    derivation_rules, enum_rules,
    operation::{members, pointer},
    problem::Problem,
};

/// The field that keeps the members a type does not declare.
const KEPT_FOR_UNKNOWN_MEMBERS: &str = "extra";

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Every violation in the document's order.
pub(crate) fn check(document: &Value) -> Vec<Problem> {
    let mut problems = type_names(document);
    problems.extend(enum_rules::check(document));
    problems.extend(derivation_rules::check(document));
    walk(document, &mut |pointer, value| {
        problems.extend(reference(document, pointer, value));
        problems.extend(enum_rules::without_name(pointer, value));
        problems.extend(property_names(pointer, value));
        problems.extend(unknown_type(pointer, value));
        problems.extend(negation(pointer, value));
    });
    problems
}

/// Calls `look` on each object of the document whose keys are keywords.
fn walk<'a>(document: &'a Value, look: &mut dyn FnMut(&str, &'a Value)) {
    let mut next = vec![(String::new(), document, Keys::Keywords)];
    while let Some((place, value, keys)) = next.pop() {
        if keys == Keys::Keywords && value.is_object() {
            look(&place, value);
        }
        let mut below: Vec<_> = match value {
            Value::Object(object) => object
                .iter()
                .filter(|(key, _)| keys == Keys::Names || !openapi_bundle::is_data(key))
                .map(|(key, member)| {
                    (format!("{place}{}", pointer(&[key])), member, keys_below(keys, key))
                })
                .collect(),
            Value::Array(items) => items
                .iter()
                .enumerate()
                .map(|(index, item)| (format!("{place}/{index}"), item, Keys::Keywords))
                .collect(),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
        };
        below.reverse();
        next.append(&mut below);
    }
}

/// What the keys of an object are.
#[derive(Clone, Copy, PartialEq)]
enum Keys {
    Keywords,
    Names,
}

fn keys_below(keys: Keys, key: &str) -> Keys {
    if keys == Keys::Keywords && openapi_bundle::is_map_of_names(key) {
        Keys::Names
    } else {
        Keys::Keywords
    }
}

fn reference(document: &Value, pointer: &str, value: &Value) -> Option<Problem> {
    let reference = value.get("$ref")?.as_str()?;
    if !reference.starts_with("#/components/") {
        return Some(Problem::at(pointer, format!("`{reference}` must name a component")));
    }
    let is_missing = document.pointer(reference.trim_start_matches('#')).is_none();
    is_missing.then(|| Problem::at(pointer, format!("there is no `{reference}`; correct it")))
}

/// Schema names become type names.
fn type_names(document: &Value) -> Vec<Problem> {
    let mut taken = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, _) in members(document.pointer("/components/schemas")) {
        if syn::parse_str::<syn::Ident>(&name.to_pascal_case()).is_err() {
            let fault = format!("`{name}` gives no name for a type; rename it");
            problems.push(Problem::at(&pointer(&["components", "schemas", name]), fault));
        }
        if let Some(other) = taken.insert(name.to_pascal_case(), name) {
            let fault = format!("its type name is that of `{other}`; rename one");
            problems.push(Problem::at(&pointer(&["components", "schemas", name]), fault));
        }
    }
    problems
}

fn unknown_type(pointer: &str, value: &Value) -> Option<Problem> {
    let name = value.get("type")?.as_str()?;
    (is_schema(pointer) && !TYPES.contains(&name))
        .then(|| Problem::at(pointer, format!("`{name}` is none of the types {TYPES:?}")))
}

/// No type in Rust is what another is not.
fn negation(pointer: &str, value: &Value) -> Option<Problem> {
    value.get("not").filter(|_| is_schema(pointer)).map(|_| {
        Problem::at(pointer, "`not` cannot be generated; say in the description what is excluded")
    })
}

fn is_schema(pointer: &str) -> bool {
    pointer.starts_with("/components/schemas/") || pointer.contains("/schema")
}

/// Properties become fields.
fn property_names(pointer: &str, value: &Value) -> Vec<Problem> {
    let mut taken = BTreeMap::from([(KEPT_FOR_UNKNOWN_MEMBERS.to_owned(), "the unknown members")]);
    let mut problems = Vec::new();
    for (name, _) in members(value.get("properties")) {
        if let Some(other) = taken.insert(name.to_snake_case(), name) {
            let fault = format!("the property `{name}` and {other} would share one field");
            problems.push(Problem::at(pointer, fault));
        }
    }
    problems
}

//! What the generators need of the contract's schemas: a bundled document comes in, the list of what to
//! correct goes out.

use std::collections::{BTreeMap, BTreeSet};

use heck::{ToPascalCase, ToSnakeCase};
use serde_json::Value;

use super::{
    base_type::{BaseType, DerivedType, base_types},
    open_enum::OpenEnum,
    operation::members,
    problem::Problem,
};

/// The field that keeps the members a type does not declare.
const KEPT_FOR_UNKNOWN_MEMBERS: &str = "extra";

const TYPES: [&str; 6] = ["array", "boolean", "integer", "number", "object", "string"];

/// Every violation in the document's order.
pub(crate) fn check(document: &Value) -> Vec<Problem> {
    let mut problems = type_names(document);
    for (name, schema) in members(document.pointer("/components/schemas")) {
        problems.extend(enum_members(name, schema));
        problems.extend(derivation_without_end(document, name));
    }
    problems.extend(base_types(document).iter().flat_map(|base| derived_types(document, base)));
    walk(document, "#", &mut |pointer, value| {
        problems.extend(reference(document, pointer, value));
        problems.extend(open_enum_without_name(pointer, value));
        problems.extend(property_names(pointer, value));
        problems.extend(unknown_type(pointer, value));
    });
    problems
}

/// Calls `look` on each object of the document.
fn walk<'a>(value: &'a Value, pointer: &str, look: &mut dyn FnMut(&str, &'a Value)) {
    match value {
        Value::Object(object) => {
            look(pointer, value);
            for (key, member) in object.iter().filter(|(key, _)| !is_data(key)) {
                let key = key.replace('~', "~0").replace('/', "~1");
                walk(member, &format!("{pointer}/{key}"), look);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{pointer}/{index}"), look);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Examples are the API's own data, in which a member `$ref` or `properties` means nothing.
fn is_data(key: &str) -> bool {
    ["example", "examples", "x-examples"].contains(&key)
}

fn reference(document: &Value, pointer: &str, value: &Value) -> Option<Problem> {
    let reference = value.get("$ref")?.as_str()?;
    if !reference.starts_with("#/components/") {
        return Some(Problem::new(pointer, format!("`{reference}` must name a component")));
    }
    let is_missing = document.pointer(reference.trim_start_matches('#')).is_none();
    is_missing.then(|| Problem::new(pointer, format!("there is no `{reference}`; correct it")))
}

/// Schema names become type names.
fn type_names(document: &Value) -> Vec<Problem> {
    let mut taken = BTreeMap::new();
    let mut problems = Vec::new();
    for (name, _) in members(document.pointer("/components/schemas")) {
        if let Some(other) = taken.insert(name.to_pascal_case(), name) {
            let fault = format!("its type name is that of `{other}`; rename one");
            problems.push(Problem::new(format_args!("#/components/schemas/{name}"), fault));
        }
    }
    problems
}

/// An evolvable enumeration becomes a type of its own, and a type needs a name.
fn open_enum_without_name(pointer: &str, value: &Value) -> Option<Problem> {
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    let is_open = value.pointer("/x-ms-enum/modelAsString") == Some(&Value::Bool(true));
    (is_open && parent != "#/components/schemas")
        .then(|| Problem::new(pointer, "move this enumeration to `components.schemas`"))
}

/// A type that derives from itself would be followed for ever.
fn derivation_without_end(document: &Value, name: &str) -> Option<Problem> {
    let own = format!("#/components/schemas/{name}");
    let (mut seen, mut next) = (BTreeSet::new(), vec![own.clone()]);
    while let Some(reference) = next.pop() {
        let parts = document.pointer(reference.trim_start_matches('#'))?.get("allOf");
        for base in parts.and_then(Value::as_array).into_iter().flatten() {
            let Some(base) = base.get("$ref").and_then(Value::as_str) else { continue };
            if base == own {
                return Some(Problem::new(own, "derives from itself; correct its `allOf`"));
            }
            if seen.insert(base) {
                next.push(base.to_owned());
            }
        }
    }
    None
}

/// Each derived type becomes a variant and needs a field for the tag.
fn derived_types(document: &Value, base: &BaseType) -> Vec<Problem> {
    let place = format!("#/components/schemas/{}", base.name);
    if base.derived.is_empty() {
        return vec![Problem::new(place, "list the derived types under `discriminator.mapping`")];
    }
    let schema = |name: &str| document.pointer("/components/schemas")?.get(name);
    let fault_of = |derived: &DerivedType| match schema(&derived.name) {
        None => Some("is not in `components.schemas`"),
        Some(schema) if schema.get("discriminator").is_some() => Some("is itself a base type"),
        Some(schema) if schema.get("allOf").is_none() => Some("has no `allOf` with its base type"),
        Some(_) => None,
    };
    base.derived
        .iter()
        .filter_map(|derived| Some((derived, fault_of(derived)?)))
        .map(|(derived, fault)| {
            Problem::new(&place, format!("maps to `{}`, which {fault}; correct it", derived.name))
        })
        .collect()
}

/// Members become variants, so two that differ only in punctuation or casing cannot both be had.
fn enum_members(name: &str, schema: &Value) -> Vec<Problem> {
    let Some(open_enum) = OpenEnum::of(name, schema) else { return Vec::new() };
    let place = format!("#/components/schemas/{name}");
    let mut taken = BTreeMap::new();
    let mut problems = Vec::new();
    for member in &open_enum.members {
        if let Some(other) = taken.insert(member.variant(), &member.value) {
            let fault = format!("`{other}` and `{}` give the same variant", member.value);
            problems.push(Problem::new(&place, fault));
        }
        if member.variant() == "Other" || !member.variant().starts_with(char::is_alphabetic) {
            let fault = format!("`{}` cannot be a variant of this type", member.value);
            problems.push(Problem::new(&place, fault));
        }
    }
    if open_enum.members.is_empty() {
        problems.push(Problem::new(&place, "list the members under `enum`"));
    }
    problems
}

fn unknown_type(pointer: &str, value: &Value) -> Option<Problem> {
    let name = value.get("type")?.as_str()?;
    let is_schema = pointer.starts_with("#/components/schemas/") || pointer.contains("/schema");
    (is_schema && !TYPES.contains(&name))
        .then(|| Problem::new(pointer, format!("`{name}` is none of the types {TYPES:?}")))
}

/// Properties become fields.
fn property_names(pointer: &str, value: &Value) -> Vec<Problem> {
    let mut taken = BTreeMap::from([(KEPT_FOR_UNKNOWN_MEMBERS.to_owned(), "the unknown members")]);
    let mut problems = Vec::new();
    let is_map_of_names = pointer.ends_with("/properties");
    for (name, _) in members(value.get("properties").filter(|_| !is_map_of_names)) {
        if let Some(other) = taken.insert(name.to_snake_case(), name) {
            let fault = format!("the property `{name}` and {other} would share one field");
            problems.push(Problem::new(pointer, fault));
        }
    }
    problems
}

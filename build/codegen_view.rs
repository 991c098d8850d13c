//! The contract as progenitor can digest it: the bundled document comes in, a looser one goes out, from
//! which types can be made that lose nothing the service sends.
//!
//! - Derived types become plain objects that have the members of their bases.
//! - Enumerations and base types become placeholders for the types of `open_enum` and `base_type`.
//! - Objects take members that they do not declare.
//! - Lists that may be missing may be null as well.
//! - Formats and limits that would make a decoder refuse a text, or respell it, are left to the judge.

use serde_json::{Map, Value, json};

use super::{
    base_type::BaseType,
    open_enum::OpenEnum,
    operation::{members, resolve},
};

/// Formats for which a type exists that keeps the value. Anything else stays the service's own text.
const KEPT_FORMATS: [&str; 4] = ["date", "date-time", "int32", "int64"];

/// Keywords that make a generated type refuse values.
const LIMITS: [&str; 8] = [
    "exclusiveMaximum",
    "exclusiveMinimum",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "multipleOf",
    "pattern",
];

/// The view of `document` in which the named types stand for themselves.
pub(crate) fn derive(document: &Value, open_enums: &[OpenEnum], base_types: &[BaseType]) -> Value {
    let mut schemas = Map::new();
    for (name, schema) in members(document.pointer("/components/schemas")) {
        schemas.insert(name.to_owned(), flat(document, schema));
    }
    for base_type in base_types {
        separate(&mut schemas, base_type);
    }
    for open_enum in open_enums {
        schemas.insert(open_enum.name.clone(), json!({ "type": "string" }));
    }
    schemas.values_mut().for_each(loosen);

    let mut view = document.clone();
    loosen_schemas_of(&mut view);
    if let Some(place) = view.pointer_mut("/components/schemas") {
        *place = Value::Object(schemas);
    }
    view
}

/// A schema with the members of everything that it derives from. References at the place of use, which
/// stand alone under `allOf` so that they can be nullable, stay references.
fn flat(document: &Value, schema: &Value) -> Value {
    let Some(parts) = schema.get("allOf").and_then(Value::as_array) else { return schema.clone() };
    let (mut properties, mut required) = (Map::new(), Vec::new());
    let parts = parts.iter().map(|part| flat(document, resolve(document, part)));
    for part in parts.chain([json!({ "properties": schema.get("properties") })]) {
        for (name, property) in members(part.get("properties")) {
            properties.insert(name.to_owned(), property.clone());
        }
        required
            .extend(part.get("required").and_then(Value::as_array).into_iter().flatten().cloned());
    }
    json!({
        "description": schema.get("description").and_then(Value::as_str).unwrap_or_default(),
        "type": "object",
        "required": required,
        "properties": properties,
    })
}

/// Gives the fields of a base type to a schema of their own, and its tag to each derived type as the
/// value that is sent unless another is set.
fn separate(schemas: &mut Map<String, Value>, base_type: &BaseType) {
    for derived in &base_type.derived {
        if let Some(schema) = schemas.get_mut(&derived.name) {
            set_default(schema, &base_type.tag, derived.tags.first());
            not_required(schema, &base_type.tag);
        }
    }
    let placeholder = json!({ "type": "object" });
    if let Some(mut other) = schemas.insert(base_type.name.clone(), placeholder) {
        not_required(&mut other, &base_type.tag);
        schemas.insert(base_type.other_name(), other);
    }
}

fn set_default(schema: &mut Value, property: &str, value: Option<&String>) {
    let properties =
        schema.get_mut("properties").and_then(|properties| properties.get_mut(property));
    if let Some(property) = properties.and_then(Value::as_object_mut) {
        property.insert("default".to_owned(), value.cloned().into());
    }
}

fn not_required(schema: &mut Value, property: &str) {
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|name| name != property);
    }
}

/// Loosens the schemas of parameters, headers and bodies, wherever in the document they stand.
fn loosen_schemas_of(value: &mut Value) {
    match value {
        Value::Object(object) => {
            for (key, member) in object {
                if key == "schema" { loosen(member) } else { loosen_schemas_of(member) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(loosen_schemas_of),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Services write null for a list that they did not look for.
fn null_for_lists(schema: &mut Map<String, Value>) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let properties = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, property) in properties.into_iter().flatten() {
        let is_list = property.get("type").is_some_and(|kind| kind == "array");
        let is_required = required.iter().any(|required| required == name);
        if let Some(property) = property.as_object_mut().filter(|_| is_list && !is_required) {
            property.insert("nullable".to_owned(), true.into());
        }
    }
}

fn loosen(schema: &mut Value) {
    let Some(schema) = schema.as_object_mut() else { return };
    let format = schema.get("format").and_then(Value::as_str);
    if format.is_some_and(|format| !KEPT_FORMATS.contains(&format)) {
        schema.remove("format");
    }
    schema.retain(|key, _| !LIMITS.contains(&key.as_str()) && key != "discriminator");
    // `true`, as well as nothing, makes typify drop what is not declared; an empty schema keeps it.
    let is_open = schema.get("additionalProperties").is_none_or(|more| *more == true);
    null_for_lists(schema);
    if schema.contains_key("properties") && is_open {
        schema.insert("additionalProperties".to_owned(), json!({}));
    }
    for (key, member) in schema {
        match key.as_str() {
            "properties" | "allOf" | "anyOf" | "oneOf" => each(member, loosen),
            "items" | "additionalProperties" | "not" => loosen(member),
            _ => {}
        }
    }
}

fn each(value: &mut Value, change: fn(&mut Value)) {
    match value {
        Value::Object(object) => object.values_mut().for_each(change),
        Value::Array(items) => items.iter_mut().for_each(change),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

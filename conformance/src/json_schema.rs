//! OpenAPI 3.0 schema objects in, JSON Schema 2020-12 out.
//!
//! What a plain validator would misread is rewritten: `nullable`, boolean `exclusiveMinimum`, `readOnly` and `writeOnly` by direction,
//! discriminators. Evolvable enumerations (`x-ms-enum.modelAsString`) accept any string here; their members are another check's affair.

use crate::contract::{Side, discriminator};
use crate::pointer::child;
use serde_json::{Map, Value, json};

/// Keywords that say nothing to a validator.
const SILENT: [&str; 9] = [
    "deprecated",
    "discriminator",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "writeOnly",
    "xml",
    "description",
];

/// The document's `components` with every schema converted, for one direction.
pub fn components(document: &Value, side: Side) -> Value {
    let schemas =
        document.pointer("/components/schemas").and_then(Value::as_object).into_iter().flatten();
    let schemas: Map<String, Value> = schemas
        .flat_map(|(name, schema)| {
            let at = child("/components/schemas", name);
            // A base with a discriminator is wanted twice: as it stands for its own subtypes, and as the choice among them for everyone else.
            let plain = convert(schema, side);
            match choice(document, schema, &at) {
                Some(choice) => vec![(name.clone(), choice), (base_name(name), plain)],
                None => vec![(name.clone(), rebased(plain, document))],
            }
        })
        .collect();
    json!({ "schemas": schemas })
}

/// Converts one schema object.
pub fn convert(schema: &Value, side: Side) -> Value {
    let Value::Object(keywords) = schema else { return schema.clone() };
    if let Some(reference) = keywords.get("$ref") {
        return json!({ "$ref": reference });
    }
    let nullable = keywords.get("nullable") == Some(&Value::Bool(true));
    let mut converted = Map::new();
    for (keyword, value) in keywords {
        if let Some((keyword, value)) = convert_keyword(keywords, (keyword, value), side) {
            converted.insert(keyword, value);
        }
    }
    let has_parts =
        ["allOf", "anyOf", "oneOf"].iter().any(|keyword| converted.contains_key(*keyword));
    add_bounds(&mut converted);
    match converted.get("type").cloned().filter(|_| !has_parts) {
        _ if !nullable => Value::Object(converted),
        Some(kind) => {
            converted.insert("type".to_owned(), json!([kind, "null"]));
            Value::Object(converted)
        }
        // The parts know nothing of null. Not anyOf: its errors stop at the parent, those of a then reach the leaf.
        None => json!({ "if": { "not": { "type": "null" } }, "then": converted }),
    }
}

fn convert_keyword(
    keywords: &Map<String, Value>,
    (keyword, value): (&str, &Value),
    side: Side,
) -> Option<(String, Value)> {
    let flag = |name: &str| keywords.get(name) == Some(&Value::Bool(true));
    let converted = match keyword {
        "exclusiveMinimum" | "exclusiveMaximum" => return None,
        silent if SILENT.contains(&silent) || silent.starts_with("x-") => return None,
        "enum" if is_evolvable(keywords) => return None,
        "enum" if flag("nullable") => with_null(value),
        "minimum" if flag("exclusiveMinimum") => {
            return Some(("exclusiveMinimum".to_owned(), value.clone()));
        }
        "maximum" if flag("exclusiveMaximum") => {
            return Some(("exclusiveMaximum".to_owned(), value.clone()));
        }
        "properties" => each_member(value, side),
        "required" => required(keywords, value, side)?,
        "items" | "not" | "additionalProperties" => convert(value, side),
        "allOf" | "anyOf" | "oneOf" => {
            value.as_array().into_iter().flatten().map(|part| convert(part, side)).collect()
        }
        _ => value.clone(),
    };
    Some((keyword.to_owned(), converted))
}

/// The range of a sized integer, which JSON Schema knows by its bounds only.
fn add_bounds(converted: &mut Map<String, Value>) {
    if converted.get("type").and_then(Value::as_str) != Some("integer") {
        return;
    }
    let (least, most) = match converted.get("format").and_then(Value::as_str) {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        _ => return,
    };
    converted.entry("minimum").or_insert_with(|| least.into());
    converted.entry("maximum").or_insert_with(|| most.into());
}

fn is_evolvable(keywords: &Map<String, Value>) -> bool {
    keywords.get("x-ms-enum").and_then(|names| names.get("modelAsString"))
        == Some(&Value::Bool(true))
}

fn with_null(members: &Value) -> Value {
    let members = members.as_array().into_iter().flatten().filter(|member| !member.is_null());
    members.cloned().chain([Value::Null]).collect()
}

fn each_member(properties: &Value, side: Side) -> Value {
    let properties = properties.as_object().into_iter().flatten();
    properties.map(|(name, schema)| (name.clone(), convert(schema, side))).collect()
}

/// Without the members that only the other direction carries.
fn required(keywords: &Map<String, Value>, names: &Value, side: Side) -> Option<Value> {
    let foreign = match side {
        Side::Request => "readOnly",
        Side::Response => "writeOnly",
    };
    let is_foreign = |name: &Value| {
        let property =
            keywords.get("properties").and_then(|properties| properties.get(name.as_str()?));
        property.and_then(|property| property.get(foreign)) == Some(&Value::Bool(true))
    };
    let names: Vec<Value> =
        names.as_array()?.iter().filter(|name| !is_foreign(name)).cloned().collect();
    (!names.is_empty()).then(|| names.into())
}

/// For a base with a discriminator: by the tag's value to the subtype, and an error for an unknown tag.
fn choice(document: &Value, schema: &Value, at: &str) -> Option<Value> {
    let property = schema.pointer("/discriminator/propertyName")?.as_str()?;
    let mapping = schema.pointer("/discriminator/mapping")?.as_object()?;
    let base = json!({ "$ref": format!("#{}", base_name(at)) });
    let tags: Vec<&String> = mapping.keys().collect();
    let known = json!({ "properties": { property: { "enum": tags } } });
    let subtypes = mapping.iter().filter_map(|(tag, target)| {
        let subtype = discriminator::subtype(document, target.as_str()?);
        // A mapping may lead back to the base itself; that is already demanded.
        let demand =
            if subtype == at { base.clone() } else { json!({ "$ref": format!("#{subtype}") }) };
        let is_tagged =
            json!({ "properties": { property: { "const": tag } }, "required": [property] });
        Some(json!({ "if": is_tagged, "then": demand }))
    });
    let parts: Vec<Value> = [base.clone(), known].into_iter().chain(subtypes).collect();
    Some(json!({ "allOf": parts }))
}

/// The name under which the members of a discriminated base are kept apart from the choice.
fn base_name(name: &str) -> String {
    format!("{name}(base)")
}

/// A subtype extends the base's members, not the choice among its siblings: that would recurse for ever.
fn rebased(mut schema: Value, document: &Value) -> Value {
    let parts = schema.get_mut("allOf").and_then(Value::as_array_mut).into_iter().flatten();
    for reference in parts.filter_map(|part| part.get_mut("$ref")) {
        let Some(target) = reference.as_str() else { continue };
        let is_choice = document
            .pointer(target.trim_start_matches('#'))
            .is_some_and(|base| base.pointer("/discriminator/mapping").is_some());
        if is_choice {
            *reference = base_name(target).into();
        }
    }
    schema
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(schema: &Value, side: Side, expected: &Value) {
        assert_eq!(&convert(schema, side), expected);
    }

    #[test]
    fn nullable_becomes_a_second_type() {
        check(
            &json!({"type": "string", "nullable": true}),
            Side::Response,
            &json!({"type": ["string", "null"]}),
        );
    }

    #[test]
    fn nullable_beside_parts_spares_null() {
        check(
            &json!({"type": "object", "nullable": true, "allOf": [{"$ref": "#/a"}]}),
            Side::Response,
            &json!({"if": {"not": {"type": "null"}}, "then": {"type": "object", "allOf": [{"$ref": "#/a"}]}}),
        );
    }

    #[test]
    fn a_closed_enumeration_keeps_its_members_and_gains_null_where_nullable() {
        check(
            &json!({"type": "string", "enum": ["a"], "nullable": true}),
            Side::Response,
            &json!({"type": ["string", "null"], "enum": ["a", null]}),
        );
    }

    #[test]
    fn an_evolvable_enumeration_accepts_any_string() {
        check(
            &json!({"type": "string", "enum": ["a"], "x-ms-enum": {"modelAsString": true}}),
            Side::Response,
            &json!({"type": "string"}),
        );
    }

    #[test]
    fn exclusive_bounds_become_numbers() {
        check(
            &json!({"type": "integer", "minimum": 1, "exclusiveMinimum": true, "maximum": 9, "exclusiveMaximum": false}),
            Side::Response,
            &json!({"type": "integer", "exclusiveMinimum": 1, "maximum": 9}),
        );
    }

    #[test]
    fn a_sized_integer_gains_the_bounds_of_its_size_unless_it_has_its_own() {
        check(
            &json!({"type": "integer", "format": "int32", "minimum": 0}),
            Side::Response,
            &json!({"type": "integer", "format": "int32", "minimum": 0, "maximum": i32::MAX}),
        );
    }

    #[test]
    fn what_is_read_only_is_not_required_of_a_request() {
        let schema =
            json!({"properties": {"id": {"type": "string", "readOnly": true}}, "required": ["id"]});
        check(&schema, Side::Request, &json!({"properties": {"id": {"type": "string"}}}));
        check(
            &schema,
            Side::Response,
            &json!({"properties": {"id": {"type": "string"}}, "required": ["id"]}),
        );
    }

    /// A base whose mapping names the subtype `cat` in one of the ways that OpenAPI allows.
    fn animals(mapped: &str) -> Value {
        json!({"components": {"schemas": {
            "animal": {"type": "object", "discriminator": {"propertyName": "kind", "mapping": {"cat": mapped}}},
            "cat": {"allOf": [{"$ref": "#/components/schemas/animal"}, {"required": ["lives"]}]},
        }}})
    }

    #[test]
    fn a_discriminated_base_chooses_its_subtype_without_recursing() {
        for mapped in ["#/components/schemas/cat", "cat"] {
            let components = components(&animals(mapped), Side::Response);
            let schema = json!({"$ref": "#/components/schemas/animal", "components": components});
            let validator = jsonschema::draft202012::new(&schema).unwrap();
            for (instance, valid) in [
                (json!({}), true),
                (json!({"kind": "cat", "lives": 9}), true),
                (json!({"kind": "cat"}), false),
                (json!({"kind": "dog"}), false),
            ] {
                assert_eq!(validator.is_valid(&instance), valid, "{mapped} {instance}");
            }
        }
    }
}

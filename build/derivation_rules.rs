//! What types that derive from one another need: the bundled document comes in, the list of what to correct
//! goes out.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    base_type::{BaseType, DerivedType, base_types},
    operation::{members, pointer},
    problem::Problem,
};

/// Every violation.
pub(crate) fn check(document: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (name, schema) in members(document.pointer("/components/schemas")) {
        let faults = [tag(schema), without_end(document, name)];
        let place = place(name);
        problems.extend(faults.into_iter().flatten().map(|fault| Problem::at(&place, fault)));
    }
    for base in &base_types(document) {
        problems.extend(derived_types(document, base));
        problems.extend(unlisted(document, base));
    }
    problems
}

/// Without the member that tells its derived types apart, a base type would be one more plain object.
fn tag(schema: &Value) -> Option<String> {
    let property = schema.get("discriminator")?.get("propertyName").and_then(Value::as_str);
    property
        .is_none_or(str::is_empty)
        .then(|| "name the member that tells under `discriminator.propertyName`".to_owned())
}

/// A type that derives from itself would be followed for ever.
fn without_end(document: &Value, name: &str) -> Option<String> {
    bases(document, name)
        .contains(name)
        .then(|| "derives from itself; correct its `allOf`".to_owned())
}

/// The names of everything that a schema derives from.
fn bases(document: &Value, name: &str) -> BTreeSet<String> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![name.to_owned()]);
    while let Some(name) = next.pop() {
        let parts = document.pointer(&format!("{}/allOf", place(&name)));
        for part in parts.and_then(Value::as_array).into_iter().flatten() {
            let reference = part.get("$ref").and_then(Value::as_str);
            let base = reference.and_then(|text| text.strip_prefix("#/components/schemas/"));
            if let Some(base) = base.filter(|base| seen.insert((*base).to_owned())) {
                next.push(base.to_owned());
            }
        }
    }
    seen
}

/// Each derived type becomes a variant and needs a field for the tag.
fn derived_types(document: &Value, base: &BaseType) -> Vec<Problem> {
    let place = place(&base.name);
    if base.derived.is_empty() {
        return vec![Problem::at(&place, "list the derived types under `discriminator.mapping`")];
    }
    let schema = |name: &str| document.pointer("/components/schemas")?.get(name);
    let fault_of = |derived: &DerivedType| match schema(&derived.name) {
        None => Some("is not in `components.schemas`"),
        Some(schema) if schema.get("discriminator").is_some() => Some("is itself a base type"),
        Some(_) if !bases(document, &derived.name).contains(&base.name) => {
            Some("has no `allOf` with its base type")
        }
        Some(_) => None,
    };
    base.derived
        .iter()
        .filter_map(|derived| Some((derived, fault_of(derived)?)))
        .map(|(derived, fault)| {
            Problem::at(&place, format!("maps to `{}`, which {fault}; correct it", derived.name))
        })
        .collect()
}

/// A derived type that the mapping leaves out would come as an object of no known type.
fn unlisted(document: &Value, base: &BaseType) -> Vec<Problem> {
    members(document.pointer("/components/schemas"))
        .map(|(name, _)| name)
        .filter(|name| *name != base.name && bases(document, name).contains(&base.name))
        .filter(|name| base.derived.iter().all(|derived| derived.name != **name))
        .map(|name| {
            let fault = format!(
                "derives from `{}`, whose `discriminator.mapping` does not list it; add it there",
                base.name
            );
            Problem::at(&place(name), fault)
        })
        .collect()
}

fn place(name: &str) -> String {
    pointer(&["components", "schemas", name])
}

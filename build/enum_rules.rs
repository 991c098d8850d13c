//! What an enumeration needs to become a type: the bundled document comes in, the list of what to correct
//! goes out.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    open_enum::{OpenEnum, is_enumeration},
    operation::{members, pointer},
    problem::Problem,
};

/// Every violation of the enumerations that have a name.
pub(crate) fn check(document: &Value) -> Vec<Problem> {
    members(document.pointer("/components/schemas"))
        .filter_map(|(name, schema)| Some((name, schema, OpenEnum::of(name, schema)?)))
        .flat_map(|(name, schema, open_enum)| {
            let mut faults = texts(schema);
            faults.extend(variants(&open_enum));
            let place = pointer(&["components", "schemas", name]);
            faults.into_iter().map(move |fault| Problem::at(&place, fault))
        })
        .collect()
}

/// A type needs a name, so an enumeration must be a schema that has one.
pub(crate) fn without_name(pointer: &str, schema: &Value) -> Option<Problem> {
    let parent = pointer.rsplit_once('/').map_or("", |(parent, _)| parent);
    (is_enumeration(schema) && parent != "/components/schemas")
        .then(|| Problem::at(pointer, "move this enumeration to `components.schemas`"))
}

/// Only texts have members that the service may add to.
fn texts(schema: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if schema.get("type").is_none_or(|kind| kind != "string") {
        faults.push("an enumeration must be of `type: string`".to_owned());
    }
    let listed = schema.get("enum").and_then(Value::as_array);
    for member in listed.into_iter().flatten().filter(|member| !member.is_string()) {
        faults.push(format!("`{member}` is no text; quote it, or leave it out"));
    }
    let answer = schema.pointer("/x-ms-enum/modelAsString");
    if let Some(answer) = answer.filter(|answer| !answer.is_boolean()) {
        faults.push(format!("`modelAsString: {answer}` must be true or false, without quotes"));
    }
    faults
}

/// Members become variants, so two that differ only in punctuation or casing cannot both be had.
fn variants(open_enum: &OpenEnum) -> Vec<String> {
    let mut taken = BTreeMap::new();
    let mut faults = Vec::new();
    for member in &open_enum.members {
        if let Some(other) = taken.insert(member.variant(), &member.value) {
            faults.push(format!("`{other}` and `{}` give the same variant", member.value));
        }
        let is_name = syn::parse_str::<syn::Ident>(&member.variant()).is_ok();
        if !is_name || member.variant() == "Other" {
            faults.push(format!("`{}` cannot be a variant of this type", member.value));
        }
    }
    if open_enum.members.is_empty() {
        faults.push("list the members under `enum`".to_owned());
    }
    faults
}

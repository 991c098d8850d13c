//! The contract's side: the bundled document in, its schemas, their properties and types, and the operations' parameters out.

use super::csdl::{Operation, Type};
use serde_json::Value;
use std::collections::BTreeMap;

/// Schemas by the names of properties or parameters.
pub(crate) type Named<'a> = BTreeMap<&'a str, &'a Value>;

/// A bundled contract.
#[derive(Clone, Copy)]
pub(crate) struct Schemas<'a>(pub(crate) &'a Value);

impl<'a> Schemas<'a> {
    /// The schemas that the contract names.
    pub(crate) fn all(self) -> Named<'a> {
        members(self.0.pointer("/components/schemas"))
    }

    /// The schema of that name.
    pub(crate) fn named(self, name: &str) -> Option<&'a Value> {
        self.all().get(name).copied()
    }

    /// The properties of a schema, those that it takes over by `allOf` included, without the annotations of OData.
    pub(crate) fn properties(self, schema: &'a Value) -> Named<'a> {
        let schema = self.resolved(schema);
        let parts = schema["allOf"].as_array().into_iter().flatten();
        let inherited = parts.flat_map(|part| self.properties(part));
        let own = members(schema.get("properties"));
        inherited.chain(own).filter(|(name, _)| !name.contains("@odata.")).collect()
    }

    /// Whether a property may be null.
    pub(crate) fn is_nullable(self, schema: &'a Value) -> bool {
        schema["nullable"] == true || self.resolved(schema)["nullable"] == true
    }

    /// The operation at the path that ends in the name of a bound operation.
    pub(crate) fn operation(self, declared: &Operation) -> Option<(&'a str, &'a Value)> {
        let paths = members(self.0.get("paths"));
        let found = paths.into_iter().find(|(path, _)| operation_name(path) == declared.name);
        found.and_then(|(path, item)| Some((path, item.get(declared.method)?)))
    }

    /// The parameters of a bound operation: those in the path's last segment, or the members of the body.
    pub(crate) fn parameters(self, path: &'a str, operation: &'a Value) -> Named<'a> {
        let listed = operation["parameters"].as_array().into_iter().flatten();
        let parameters = listed.map(|parameter| self.resolved(parameter));
        let named = parameters.filter_map(|one| Some((one["name"].as_str()?, &one["schema"])));
        let in_path = named.filter(|(name, _)| last_segment(path).contains(&format!("{{{name}}}")));
        let body = self.resolved(&operation["requestBody"]);
        let body = self.properties(&body["content"]["application/json"]["schema"]);
        in_path.chain(body).collect()
    }

    fn resolved(self, node: &'a Value) -> &'a Value {
        let Some(reference) = node["$ref"].as_str() else { return node };
        let target = reference.strip_prefix('#').and_then(|pointer| self.0.pointer(pointer));
        self.resolved(target.unwrap_or_else(|| panic!("{reference} leads nowhere")))
    }
}

/// The type of a property: the schema that it refers to, or else `type` and `format`.
pub(crate) fn kind(schema: &Value) -> Type {
    let is_collection = schema["type"] == "array";
    let named = if is_collection { &schema["items"] } else { schema };
    Type { name: name(named), is_collection }
}

fn members(object: Option<&Value>) -> Named<'_> {
    let members = object.and_then(Value::as_object).into_iter().flatten();
    members.map(|(name, value)| (name.as_str(), value)).collect()
}

fn name(schema: &Value) -> String {
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let referred = [schema].into_iter().chain(parts).find_map(|part| part["$ref"].as_str());
    let own = [&schema["type"], &schema["format"]].into_iter().filter_map(Value::as_str);
    match referred.and_then(|reference| reference.rsplit('/').next()) {
        Some(name) => name.to_owned(),
        None => own.collect::<Vec<_>>().join(", "),
    }
}

/// `resume` of `…/{id}/resume`, `filterByCurrentUser` of `…/filterByCurrentUser(on='{on}')`.
fn operation_name(path: &str) -> &str {
    last_segment(path).split('(').next().unwrap_or_default()
}

fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

//! What a schema declares of one instance: references, `allOf` and discriminators gathered into one view.

use super::{Contract, discriminator};
use crate::pointer::{at, child};
use serde_json::{Map, Number, Value};

/// The parts of a schema that say something of one given instance.
#[derive(Debug, Default)]
pub struct Declared<'a> {
    /// Each part with its pointer in the document, outermost first.
    parts: Vec<(String, &'a Value)>,
}

impl<'a> Declared<'a> {
    /// Gathers what the schema at `pointer` says of `instance`.
    pub fn of(contract: &'a Contract, pointer: &str, instance: &Value) -> Self {
        let mut declared = Self::default();
        declared.gather_at(contract, pointer.to_owned(), instance);
        declared
    }

    fn gather_at(&mut self, contract: &'a Contract, pointer: String, instance: &Value) {
        if let Some(node) = at(contract.document(), &pointer) {
            self.gather(contract, (pointer, node), instance);
        }
    }

    fn gather(
        &mut self,
        contract: &'a Contract,
        (pointer, node): (String, &'a Value),
        instance: &Value,
    ) {
        let (pointer, node) = contract.place(pointer, node);
        // A subtype leads back to its base, and the base to its subtypes.
        if self.parts.iter().any(|(seen, _)| *seen == pointer) {
            return;
        }
        self.parts.push((pointer.clone(), node));
        for keyword in ["allOf", "oneOf", "anyOf"] {
            let alternatives = node.get(keyword).and_then(Value::as_array).into_iter().flatten();
            for (index, alternative) in alternatives.enumerate() {
                let at = child(&child(&pointer, keyword), index.to_string());
                self.gather(contract, (at, alternative), instance);
            }
        }
        self.gather_subtype(contract, node, instance);
    }

    fn gather_subtype(&mut self, contract: &'a Contract, node: &'a Value, instance: &Value) {
        let Some(property) = node.pointer("/discriminator/propertyName").and_then(Value::as_str)
        else {
            return;
        };
        let Some(tag) = instance.get(property).and_then(Value::as_str) else { return };
        // A tag that is not mapped says nothing more; the schema check objects to it.
        let target = node.pointer(&child("/discriminator/mapping", tag)).and_then(Value::as_str);
        if let Some(target) = target {
            self.gather_at(contract, discriminator::subtype(contract.document(), target), instance);
        }
    }

    /// The schema of the member `name`, as a pointer.
    pub fn member(&self, name: &str) -> Option<String> {
        self.parts.iter().find_map(|(pointer, node)| {
            node.get("properties")?.get(name)?;
            Some(child(&child(pointer, "properties"), name))
        })
    }

    /// The names of every declared member.
    pub fn members(&self) -> impl Iterator<Item = &'a str> {
        let properties =
            self.parts.iter().filter_map(|(_, node)| node.get("properties")?.as_object());
        properties.flat_map(Map::keys).map(String::as_str)
    }

    /// Whether the schema says anything about members at all.
    pub fn is_object(&self) -> bool {
        self.keyword("properties").is_some() || self.text("type") == Some("object")
    }

    /// Whether members that are not declared are foreseen with a schema of their own.
    pub fn is_map(&self) -> bool {
        self.keyword("additionalProperties").is_some_and(Value::is_object)
    }

    /// The schema of the items, as a pointer.
    pub fn items(&self) -> Option<String> {
        let (pointer, _) = self.parts.iter().find(|(_, node)| node.get("items").is_some())?;
        Some(child(pointer, "items"))
    }

    /// The members of an enumeration, and of a string with known values.
    pub fn enumeration(&self) -> Option<Vec<&'a str>> {
        let values = self.keyword("enum").or_else(|| self.keyword("x-known-values"))?.as_array()?;
        Some(values.iter().filter_map(Value::as_str).collect())
    }

    /// Whether values beside the enumerated ones may come: an evolvable enumeration, or an open string.
    pub fn is_evolvable(&self) -> bool {
        let evolvable =
            |node: &Value| node.pointer("/x-ms-enum/modelAsString") == Some(&Value::Bool(true));
        self.keyword("enum").is_none() || self.parts.iter().any(|(_, node)| evolvable(node))
    }

    /// Whether only the values of an `enum` are names of the metadata, not a list of values seen so far.
    pub fn is_enumeration(&self) -> bool {
        self.keyword("enum").is_some()
    }

    /// The text of a keyword such as `format`.
    pub fn text(&self, keyword: &str) -> Option<&'a str> {
        self.keyword(keyword)?.as_str()
    }

    /// Whether a keyword such as `nullable` is true; the outermost part that has it decides.
    pub fn is_set(&self, keyword: &str) -> bool {
        self.keyword(keyword) == Some(&Value::Bool(true))
    }

    /// The number of a keyword such as `maxLength`.
    pub fn number(&self, keyword: &str) -> Option<&'a Number> {
        self.keyword(keyword)?.as_number()
    }

    /// The member that names the type of an object: the property of a discriminator.
    pub fn type_name(&self) -> Option<&'a str> {
        self.keyword("discriminator")?.get("propertyName")?.as_str()
    }

    /// Where the schema really stands, references followed: the first and outermost part.
    pub fn pointer(&self) -> Option<&str> {
        self.parts.first().map(|(pointer, _)| pointer.as_str())
    }

    /// Where the enumeration stands.
    pub fn enumeration_pointer(&self) -> Option<&str> {
        let part = self.parts.iter().find(|(_, node)| node.get("enum").is_some());
        part.map(|(pointer, _)| pointer.as_str()).or_else(|| self.pointer())
    }

    fn keyword(&self, name: &str) -> Option<&'a Value> {
        self.parts.iter().find_map(|(_, node)| node.get(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_subtype_is_found_however_the_mapping_names_it() {
        for mapped in ["#/components/schemas/cat", "cat"] {
            let contract = Contract::load(json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {
                "animal": {"discriminator": {"propertyName": "kind", "mapping": {"cat": mapped}}},
                "cat": {"properties": {"lives": {"type": "integer"}}},
            }}}))
            .unwrap();
            let cat = json!({"kind": "cat"});
            let declared = Declared::of(&contract, "/components/schemas/animal", &cat);
            let lives = "/components/schemas/cat/properties/lives";
            assert_eq!(declared.member("lives").as_deref(), Some(lives), "{mapped}");
        }
    }
}

//! Metadata and contract side by side: both in, a line for each disagreement out, a function for each fact.

use super::csdl::{Enumeration, Metadata, Property, Type};
use super::partial_types::PARTIAL_TYPES;
use super::schemas::{Named, Schemas, kind};
use serde_json::Value;

/// The primitive types of the metadata, and what the contract may write for each.
const PRIMITIVES: &[(&str, &[&str])] = &[
    ("Edm.Boolean", &["boolean"]),
    ("Edm.Date", &["string, date"]),
    ("Edm.DateTimeOffset", &["string, date-time"]),
    ("Edm.Duration", &["string, duration"]),
    ("Edm.Int32", &["integer, int32"]),
    // The metadata does not tell ids from other strings.
    ("Edm.String", &["string", "string, uuid"]),
];

/// What both sides have under one name: a type and its schema, or a bound operation and its parameters.
pub(crate) struct Pair<'a> {
    pub(crate) name: &'a str,
    is_whole: bool,
    declared: Vec<&'a Property>,
    contract: Named<'a>,
}

/// The types that both sides have.
pub(crate) fn types<'a>(metadata: &'a Metadata, schemas: Schemas<'a>) -> Vec<Pair<'a>> {
    let pairs = metadata.structures.iter().filter_map(|structure| {
        Some(Pair {
            name: &structure.name,
            is_whole: !PARTIAL_TYPES.contains(&structure.name.as_str()),
            declared: metadata.properties(structure),
            contract: schemas.properties(schemas.named(&structure.name)?),
        })
    });
    pairs.collect()
}

/// The bound operations that both sides have, with their parameters.
pub(crate) fn operations<'a>(metadata: &'a Metadata, schemas: Schemas<'a>) -> Vec<Pair<'a>> {
    let pairs = metadata.operations.iter().filter_map(|declared| {
        let (path, operation) = schemas.operation(declared)?;
        Some(Pair {
            name: &declared.name,
            is_whole: true,
            declared: declared.parameters.iter().collect(),
            contract: schemas.parameters(path, operation),
        })
    });
    pairs.collect()
}

/// Every disagreement there is.
pub(crate) fn all(metadata: &Metadata, schemas: Schemas<'_>) -> Vec<String> {
    let named = [
        missing_names(metadata, schemas),
        wrongly_owned(metadata, schemas),
        members(metadata, schemas),
        evolvability(metadata, schemas),
        all_of(metadata, schemas, &types(metadata, schemas)),
        all_of(metadata, schemas, &operations(metadata, schemas)),
    ];
    named.concat()
}

/// Every disagreement between the sides of these pairs.
pub(crate) fn all_of(metadata: &Metadata, schemas: Schemas<'_>, pairs: &[Pair<'_>]) -> Vec<String> {
    let lines = [
        missing(metadata, pairs),
        invented(pairs),
        kinds(metadata, pairs),
        nullability(schemas, pairs),
    ];
    lines.concat()
}

/// What the metadata names and the contract has not.
pub(crate) fn missing_names(metadata: &Metadata, schemas: Schemas<'_>) -> Vec<String> {
    let enumerations = metadata.enumerations.iter().map(|one| (&one.name, "an enumeration"));
    let structures = metadata.structures.iter().map(|one| (&one.name, "a type"));
    let schemaless =
        enumerations.chain(structures).filter(|(name, _)| schemas.named(name).is_none());
    let pathless = metadata.operations.iter().filter(|one| schemas.operation(one).is_none());
    let pathless = pathless.map(|one| (&one.name, "a bound operation"));
    schemaless.chain(pathless).map(|(name, what)| line(name, what, "nothing")).collect()
}

/// Schemas that the metadata has not and that do not say so, or that say so wrongly.
pub(crate) fn wrongly_owned(metadata: &Metadata, schemas: Schemas<'_>) -> Vec<String> {
    let lines = schemas.all().into_iter().filter_map(|(name, schema)| {
        match (metadata.knows(name), schema["x-own"] == true) {
            (false, false) => Some(line(name, "nothing", "a schema without x-own")),
            (true, true) => Some(line(name, "a declaration", "a schema with x-own")),
            (true, false) | (false, true) => None,
        }
    });
    lines.collect()
}

/// Members of enumerations that one side has and the other has not.
pub(crate) fn members(metadata: &Metadata, schemas: Schemas<'_>) -> Vec<String> {
    let lines = metadata.enumerations.iter().filter_map(|enumeration| {
        let written = schemas.named(&enumeration.name)?["enum"].as_array().into_iter().flatten();
        let written: Vec<&str> = written.filter_map(Value::as_str).collect();
        Some(members_of(enumeration, &written))
    });
    lines.flatten().collect()
}

fn members_of(enumeration: &Enumeration, written: &[&str]) -> Vec<String> {
    let Enumeration { name, members } = enumeration;
    let place = |member: &str| format!("{name}.{member}");
    let missing = members.iter().filter(|one| !written.contains(&one.as_str()));
    let missing = missing.map(|one| line(&place(one), "a member", "nothing"));
    let invented = written.iter().filter(|one| !members.iter().any(|member| member == *one));
    missing.chain(invented.map(|one| line(&place(one), "nothing", "a member"))).collect()
}

/// Enumerations that may grow on one side only.
pub(crate) fn evolvability(metadata: &Metadata, schemas: Schemas<'_>) -> Vec<String> {
    let word = |evolvable: bool| if evolvable { "evolvable" } else { "closed" };
    let lines = metadata.enumerations.iter().filter_map(|enumeration| {
        let schema = schemas.named(&enumeration.name)?;
        let written = schema["x-ms-enum"]["modelAsString"] == true;
        let declared = enumeration.is_evolvable();
        (written != declared).then(|| line(&enumeration.name, word(declared), word(written)))
    });
    lines.collect()
}

/// Properties that the contract has not, though it declares the type whole and knows the property's type.
pub(crate) fn missing(metadata: &Metadata, pairs: &[Pair<'_>]) -> Vec<String> {
    let whole = pairs.iter().filter(|pair| pair.is_whole);
    whole.flat_map(|pair| pair.missing(metadata)).collect()
}

/// Properties that the metadata has not.
pub(crate) fn invented(pairs: &[Pair<'_>]) -> Vec<String> {
    let lines = pairs.iter().flat_map(|pair| {
        let strangers = pair.contract.iter().filter(|(name, _)| !pair.declares(name));
        strangers
            .map(|(name, schema)| line(&pair.place(name), "nothing", &kind(schema).to_string()))
    });
    lines.collect()
}

/// Properties whose types do not agree.
pub(crate) fn kinds(metadata: &Metadata, pairs: &[Pair<'_>]) -> Vec<String> {
    let lines = shared(pairs).filter_map(|(place, property, schema)| {
        let written = kind(schema);
        let is_same = is_same(metadata, &property.kind, &written);
        (!is_same).then(|| line(&place, &property.kind.to_string(), &written.to_string()))
    });
    lines.collect()
}

/// Properties that may be null on one side only. A collection never is: the metadata's word is about its items.
pub(crate) fn nullability(schemas: Schemas<'_>, pairs: &[Pair<'_>]) -> Vec<String> {
    let word = |nullable: bool| if nullable { "nullable" } else { "never null" };
    let lines = shared(pairs).filter_map(|(place, property, schema)| {
        let declared = property.is_nullable && !property.kind.is_collection;
        let written = schemas.is_nullable(schema);
        (declared != written).then(|| line(&place, word(declared), word(written)))
    });
    lines.collect()
}

impl Pair<'_> {
    /// The properties that the contract leaves out.
    pub(crate) fn missing(&self, metadata: &Metadata) -> Vec<String> {
        let absent =
            self.declared.iter().filter(|one| !self.contract.contains_key(one.name.as_str()));
        let absent = absent.filter(|one| !one.is_navigation || metadata.knows(&one.kind.name));
        absent.map(|one| line(&self.place(&one.name), &one.kind.to_string(), "nothing")).collect()
    }

    fn declares(&self, name: &str) -> bool {
        self.declared.iter().any(|property| property.name == name)
    }

    fn place(&self, name: &str) -> String {
        format!("{}.{name}", self.name)
    }
}

/// Every property that both sides have, with its place.
fn shared<'a>(pairs: &'a [Pair<'a>]) -> impl Iterator<Item = (String, &'a Property, &'a Value)> {
    pairs.iter().flat_map(|pair| {
        pair.declared.iter().filter_map(|property| {
            let schema = pair.contract.get(property.name.as_str())?;
            Some((pair.place(&property.name), *property, *schema))
        })
    })
}

/// A type that the metadata names and does not declare cannot be compared; whether it is a collection can.
fn is_same(metadata: &Metadata, declared: &Type, written: &Type) -> bool {
    let primitive = PRIMITIVES.iter().find(|(name, _)| *name == declared.name);
    let is_same_name = match primitive {
        Some((_, spellings)) => spellings.contains(&written.name.as_str()),
        None => !metadata.knows(&declared.name) || declared.name == written.name,
    };
    is_same_name && declared.is_collection == written.is_collection
}

fn line(place: &str, metadata: &str, contract: &str) -> String {
    format!("{place}: {metadata} in the metadata, {contract} in the contract")
}

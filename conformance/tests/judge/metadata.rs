//! The contract against the service's own metadata: names, members, types and nullability agree, and every comparison can fail.

#![expect(clippy::panic, reason = "a document that cannot be read ends the test, which says why")]

#[path = "metadata/alteration.rs"]
mod alteration;
#[path = "metadata/alterations.rs"]
mod alterations;
#[path = "metadata/comparison.rs"]
mod comparison;
#[path = "metadata/csdl.rs"]
mod csdl;
#[path = "metadata/partial_types.rs"]
mod partial_types;
#[path = "metadata/schemas.rs"]
mod schemas;

use crate::none;
use alterations::ALTERATIONS;
use conformance::typed::CONTRACT;
use csdl::Metadata;
use partial_types::PARTIAL_TYPES;
use schemas::Schemas;
use serde_json::Value;

const METADATA: &str = include_str!("../../../openapi/metadata/v1.0-excerpt.csdl.xml");

fn metadata() -> Metadata {
    Metadata::read(METADATA)
}

fn contract() -> Value {
    serde_json::from_str(CONTRACT).unwrap()
}

#[test]
fn everything_that_the_metadata_names_is_in_the_contract() {
    none(comparison::missing_names(&metadata(), Schemas(&contract())));
}

#[test]
fn exactly_the_schemas_of_our_own_say_so() {
    none(comparison::wrongly_owned(&metadata(), Schemas(&contract())));
}

#[test]
fn enumerations_have_the_members_of_the_metadata() {
    none(comparison::members(&metadata(), Schemas(&contract())));
}

#[test]
fn the_same_enumerations_are_evolvable() {
    none(comparison::evolvability(&metadata(), Schemas(&contract())));
}

#[test]
fn every_property_of_a_whole_type_is_declared() {
    let (metadata, contract) = (metadata(), contract());
    none(comparison::missing(&metadata, &comparison::types(&metadata, Schemas(&contract))));
}

#[test]
fn every_partial_type_leaves_something_out() {
    let (metadata, contract) = (metadata(), contract());
    let pairs = comparison::types(&metadata, Schemas(&contract));
    let lacking = pairs.iter().filter(|pair| !pair.missing(&metadata).is_empty());
    let lacking: Vec<&str> = lacking.map(|pair| pair.name).collect();
    let whole = PARTIAL_TYPES.iter().filter(|name| !lacking.contains(name));
    none(whole.map(|name| format!("{name} is whole")));
}

#[test]
fn no_property_is_invented() {
    let (metadata, contract) = (metadata(), contract());
    none(comparison::invented(&comparison::types(&metadata, Schemas(&contract))));
}

#[test]
fn the_types_of_properties_agree() {
    let (metadata, contract) = (metadata(), contract());
    none(comparison::kinds(&metadata, &comparison::types(&metadata, Schemas(&contract))));
}

#[test]
fn the_nullability_of_properties_agrees() {
    let (metadata, contract) = (metadata(), contract());
    let schemas = Schemas(&contract);
    none(comparison::nullability(schemas, &comparison::types(&metadata, schemas)));
}

#[test]
fn the_parameters_of_the_bound_operations_agree() {
    let (metadata, contract) = (metadata(), contract());
    let schemas = Schemas(&contract);
    none(comparison::all_of(&metadata, schemas, &comparison::operations(&metadata, schemas)));
}

/// Each alteration is named in its one line, and nothing else is said.
#[test]
fn every_comparison_can_fail() {
    let metadata = metadata();
    for alteration in ALTERATIONS {
        let mut contract = contract();
        alteration.alter(&mut contract);
        let said = comparison::all(&metadata, Schemas(&contract));
        assert_eq!(said, Vec::from_iter(alteration.line), "{}", alteration.name);
    }
}

//! A body and its schema in, every place of the body out, each with what the contract declares of it.

use super::arbiter::RequestSchema;
use crate::contract::Declared;
use crate::finding::Source;
use crate::pointer::{child, parts};
use serde_json::Value;

/// Places beyond these stay as they are; a documented body is far smaller.
const MOST_PLACES: usize = 500;

/// What a place is to what is around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// The whole body.
    Body,
    /// A member of an object.
    Member,
    /// The member that names the type of its object.
    TypeName,
    /// An item of an array.
    Item,
}

/// A place of a body.
#[derive(Debug)]
pub(super) struct Place<'a> {
    pub(super) at: String,
    pub(super) value: &'a Value,
    pub(super) declared: Declared<'a>,
    pub(super) role: Role,
    /// The schema of the place, or the nearest around it.
    pub(super) source: Source,
    /// Whether it lies in a member that only answers carry. A server may pass over it, whatever it is.
    pub(super) is_read_only: bool,
}

/// The places of the body, itself first, in document order.
pub(super) fn all<'a>(schema: RequestSchema<'a>, body: &'a Value) -> Vec<Place<'a>> {
    let mut places = Vec::new();
    let declared = schema.pointer.map(|pointer| Declared::of(schema.contract, pointer, body));
    let declared = declared.unwrap_or_default();
    let nowhere = Source::Standard("RFC 8259".to_owned());
    let place = Place {
        at: String::new(),
        value: body,
        source: source(&declared, &nowhere),
        declared,
        role: Role::Body,
        is_read_only: false,
    };
    collect(schema, place, &mut places);
    places
}

fn collect<'a>(schema: RequestSchema<'a>, place: Place<'a>, places: &mut Vec<Place<'a>>) {
    let index = places.len();
    places.push(place);
    let within = |places: &[Place<'a>]| {
        let place = places.get(index)?;
        Some(
            parts(place.value).map(|(token, value)| part(schema, place, (&token, value))).collect(),
        )
    };
    let parts: Vec<Place<'a>> = within(places).unwrap_or_default();
    for part in parts {
        if places.len() >= MOST_PLACES {
            return;
        }
        collect(schema, part, places);
    }
}

fn part<'a>(
    schema: RequestSchema<'a>,
    around: &Place<'a>,
    (token, value): (&str, &'a Value),
) -> Place<'a> {
    let (role, pointer) = if around.value.is_array() {
        (Role::Item, around.declared.items())
    } else {
        (role(&around.declared, token), around.declared.member(token))
    };
    let declared = pointer.map(|pointer| Declared::of(schema.contract, &pointer, value));
    let declared = declared.unwrap_or_default();
    Place {
        at: child(&around.at, token),
        value,
        role,
        source: source(&declared, &around.source),
        is_read_only: around.is_read_only || declared.is_set("readOnly"),
        declared,
    }
}

/// OData names the type of an object by a member of its own.
fn role(declared: &Declared<'_>, name: &str) -> Role {
    let is_tag = declared.type_name() == Some(name) || name.ends_with("@odata.type");
    if is_tag { Role::TypeName } else { Role::Member }
}

fn source(declared: &Declared<'_>, around: &Source) -> Source {
    declared.pointer().map_or_else(|| around.clone(), schema_at)
}

/// The source that a pointer to a schema is.
pub(super) fn schema_at(pointer: &str) -> Source {
    Source::Schema(format!("#{pointer}"))
}

//! A message in, its shape out: members, types, formats, enumeration members and presence, but no values.

use crate::contract::{Contract, Declared};
use crate::exchange::{Answer, SentRequest};
use crate::formats::is_guid;
use chrono::DateTime;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// The shape of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RequestShape {
    method: String,
    path: String,
    #[serde(rename = "content-type", skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Shape>,
}

/// The shape of a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ResponseShape {
    status: u16,
    #[serde(rename = "content-type", skip_serializing_if = "Option::is_none")]
    content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Shape>,
}

impl RequestShape {
    /// The shape of a request to the operation with that path template and request schema.
    pub fn of(
        contract: &Contract,
        (path, schema): (&str, Option<&str>),
        request: &SentRequest,
    ) -> Self {
        let content_type = request.headers.iter().find(|(name, _)| name == "content-type");
        Self {
            method: request.method.clone(),
            path: path.to_owned(),
            content_type: content_type.map(|(_, value)| value.clone()),
            body: request.body.as_ref().map(|body| Shape::of(contract, schema, body)),
        }
    }
}

impl ResponseShape {
    /// The shape of an answer with that response schema; a body that is not JSON is told as such.
    pub fn of(contract: &Contract, schema: Option<&str>, answer: &Answer) -> Self {
        let body = Shape::of_body(contract, schema, &answer.body);
        let content_type = answer.header("content-type").map(str::to_owned);
        Self { status: answer.status, content_type, body }
    }
}

/// The shape of a JSON value, or of several values together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// Types of plain values, with their formats.
    scalars: BTreeSet<String>,
    /// The one shape of all items together; none for an empty list.
    list: Option<Vec<Shape>>,
    /// The members of all objects together.
    object: Option<BTreeMap<String, Member>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Member {
    shape: Shape,
    is_always_present: bool,
}

impl Shape {
    /// The shape of `value`; the schema at the pointer tells which strings are members of enumerations.
    pub fn of(contract: &Contract, schema: Option<&str>, value: &Value) -> Self {
        let declared =
            schema.map_or_else(Declared::default, |schema| Declared::of(contract, schema, value));
        match value {
            Value::Null => Self::scalar("null"),
            Value::Bool(_) => Self::scalar("boolean"),
            Value::Number(number) => {
                Self::scalar(if number.is_f64() { "number" } else { "integer" })
            }
            Value::String(text) => Self::scalar(text_shape(&declared, text)),
            Value::Array(items) => {
                let schema = declared.items();
                let shapes = items.iter().map(|item| Self::of(contract, schema.as_deref(), item));
                let together = shapes.reduce(Self::merged);
                Self { list: Some(together.into_iter().collect()), ..Self::default() }
            }
            Value::Object(members) => {
                let members = members.iter().map(|(name, member)| {
                    let schema = declared.member(name);
                    let shape = match (name.ends_with("@odata.type"), member) {
                        // The name of a type is no value but part of the shape.
                        (true, Value::String(kind)) => Self::scalar(format!("type {kind}")),
                        _ => Self::of(contract, schema.as_deref(), member),
                    };
                    (name.clone(), Member { shape, is_always_present: true })
                });
                Self { object: Some(members.collect()), ..Self::default() }
            }
        }
    }

    /// The shape of a body as it came; none where it is empty.
    pub(crate) fn of_body(contract: &Contract, schema: Option<&str>, body: &[u8]) -> Option<Self> {
        (!body.is_empty()).then(|| match serde_json::from_slice(body) {
            Ok(body) => Self::of(contract, schema, &body),
            Err(_) => Self::not_json(),
        })
    }

    /// What is told of a body that is no JSON.
    pub(crate) fn not_json() -> Self {
        Self::scalar("not JSON")
    }

    fn scalar(name: impl Into<String>) -> Self {
        Self { scalars: BTreeSet::from([name.into()]), ..Self::default() }
    }

    /// The same, where a member of an enumeration is told as one and no more.
    #[must_use]
    pub(crate) fn without_enumeration_members(self) -> Self {
        let told = |scalar: String| match scalar.split_once(' ') {
            Some(("enum", _)) => "enum".to_owned(),
            Some(_) | None => scalar,
        };
        let member = |(name, member): (String, Member)| {
            let shape = member.shape.without_enumeration_members();
            (name, Member { shape, ..member })
        };
        let items =
            |list: Vec<Self>| list.into_iter().map(Self::without_enumeration_members).collect();
        Self {
            scalars: self.scalars.into_iter().map(told).collect(),
            list: self.list.map(items),
            object: self.object.map(|members| members.into_iter().map(member).collect()),
        }
    }

    /// The shape of two values together.
    #[must_use]
    pub(crate) fn merged(mut self, other: Self) -> Self {
        self.scalars.extend(other.scalars);
        self.list = match (self.list, other.list) {
            (Some(one), Some(other)) => {
                Some(one.into_iter().chain(other).reduce(Self::merged).into_iter().collect())
            }
            (one, other) => one.or(other),
        };
        self.object = match (self.object, other.object) {
            (Some(one), Some(other)) => Some(merged_members(one, other)),
            (one, other) => one.or(other),
        };
        self
    }
}

fn merged_members(
    mut one: BTreeMap<String, Member>,
    mut other: BTreeMap<String, Member>,
) -> BTreeMap<String, Member> {
    for (name, member) in &mut one {
        match other.remove(name) {
            Some(twin) => {
                member.is_always_present &= twin.is_always_present;
                member.shape = std::mem::take(&mut member.shape).merged(twin.shape);
            }
            None => member.is_always_present = false,
        }
    }
    one.extend(
        other
            .into_iter()
            .map(|(name, member)| (name, Member { is_always_present: false, ..member })),
    );
    one
}

/// `enum submitted`, `string uuid`, `string date-time`, `string uri` or plain `string`.
fn text_shape(declared: &Declared<'_>, text: &str) -> String {
    let members = declared.enumeration().unwrap_or_default();
    if members.iter().any(|member| member.eq_ignore_ascii_case(text)) {
        format!("enum {text}")
    } else if is_guid(text) {
        "string uuid".to_owned()
    } else if DateTime::parse_from_rfc3339(text).is_ok() {
        "string date-time".to_owned()
    } else if Url::parse(text).is_ok_and(|url| url.has_host()) {
        "string uri".to_owned()
    } else {
        "string".to_owned()
    }
}

/// Plain values as text, lists as a list of one, objects as objects with `?` behind the names that may be missing.
impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

impl Shape {
    fn to_json(&self) -> Value {
        let scalars: Vec<&str> = self.scalars.iter().map(String::as_str).collect();
        let scalars = (!scalars.is_empty()).then(|| json!(scalars.join(" | ")));
        let list = self.list.as_ref().map(|item| item.iter().map(Self::to_json).collect());
        let object = self
            .object
            .as_ref()
            .map(|members| Value::Object(members.iter().map(named).collect::<Map<_, _>>()));
        let mut alternatives: Vec<Value> = [scalars, list, object].into_iter().flatten().collect();
        if alternatives.len() == 1 {
            alternatives.remove(0)
        } else {
            json!({ "either": alternatives })
        }
    }
}

fn named((name, member): (&String, &Member)) -> (String, Value) {
    let name = if member.is_always_present { name.clone() } else { format!("{name}?") };
    (name, member.shape.to_json())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contract() -> Contract {
        let schema = json!({"type": "object", "properties": {"state": {"type": "string", "enum": ["on", "off"]}}});
        Contract::load(
            json!({"openapi": "3.0.3", "paths": {}, "components": {"schemas": {"thing": schema}}}),
        )
        .unwrap()
    }

    fn check(value: &Value, expected: &Value) {
        let shape = Shape::of(&contract(), Some("/components/schemas/thing"), value);
        assert_eq!(&shape.to_json(), expected, "{value}");
    }

    #[test]
    fn values_leave_no_trace_but_their_type_and_format() {
        check(
            &json!({
                "state": "on", "other": "on", "id": "46184453-e63b-4f20-86c2-c557ed5d5df9", "at": "2024-01-01T00:00:00Z",
                "link": "https://graph.example/x", "@odata.type": "#x.y", "count": 7, "share": 0.5, "none": null, "flag": true, "list": [],
            }),
            &json!({
                "@odata.type": "type #x.y", "at": "string date-time", "count": "integer", "flag": "boolean", "id": "string uuid", "link": "string uri", "list": [],
                "none": "null", "other": "string", "share": "number", "state": "enum on",
            }),
        );
    }

    #[test]
    fn the_items_of_a_list_have_one_shape_together() {
        check(
            &json!({"list": [{"a": 1, "b": null}, {"a": 2, "c": "x"}, {"a": 3, "b": "y"}]}),
            &json!({"list": [{"a": "integer", "b?": "null | string", "c?": "string"}]}),
        );
    }

    #[test]
    fn unlike_items_stand_side_by_side() {
        check(&json!([1, {"a": 1}]), &json!([{"either": ["integer", {"a": "integer"}]}]));
    }
}

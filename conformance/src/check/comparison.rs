//! The documented answer and the one that came, place by place: what stands where.

use super::Case;
use super::documented::Documented;
use super::value::same;
use crate::contract::{Declared, Kind, ResponseSpec};
use crate::pointer::child;
use serde_json::{Map, Value};

/// One documented place and what was found there.
pub(super) struct Pair<'a> {
    /// Pointer in the contract's words.
    pub(super) at: String,
    /// Pointer as documented.
    pub(super) documented_at: String,
    /// The documented value.
    pub(super) documented: &'a Value,
    /// What the answer has there.
    pub(super) found: Found<'a>,
    /// What the contract declares there.
    pub(super) declared: Declared<'a>,
}

/// What an answer has at a documented place.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    /// A value.
    Value(&'a Value),
    /// A value of another item, which shows the form only: the documented item may stand on a later page.
    Sample(&'a Value),
    /// Nothing: the member or item is missing.
    Nothing,
    /// The collection has no item of the documented id.
    NoSuchItem,
    /// The item is not on this page of the collection, which goes on.
    Elsewhere,
}

impl<'a> Found<'a> {
    /// The value, be it the item's own or another's.
    pub(super) fn value(self) -> Option<&'a Value> {
        match self {
            Self::Value(value) | Self::Sample(value) => Some(value),
            Self::Nothing | Self::NoSuchItem | Self::Elsewhere => None,
        }
    }

    /// What is found within: a part of a sample is a sample.
    fn part(self, part: Option<&'a Value>) -> Self {
        match (self, part) {
            (Self::Sample(_), Some(part)) => Self::Sample(part),
            (_, Some(part)) => Self::Value(part),
            (_, None) => Self::Nothing,
        }
    }
}

/// Every documented place of the answer, outermost first; nothing where there is no answer to compare.
pub(super) fn pairs<'a>(case: &'a Case<'_>) -> Vec<Pair<'a>> {
    let Some((example, documented, answer)) = case.compared() else { return Vec::new() };
    let status = example.example.response.status;
    let response = case.operation.and_then(|operation| operation.response(status));
    let schema = response.and_then(ResponseSpec::json_schema).map(str::to_owned);
    let mut walk = Walk { case, example, pairs: Vec::new() };
    let found = Found::Value(answer);
    walk.visit(Place { at: String::new(), schema, documented: &documented.value, found });
    walk.pairs
}

struct Walk<'a, 'c> {
    case: &'a Case<'c>,
    example: &'a Documented<'c>,
    pairs: Vec<Pair<'a>>,
}

/// A documented place that is still to be visited.
struct Place<'a> {
    at: String,
    schema: Option<String>,
    documented: &'a Value,
    found: Found<'a>,
}

impl<'a> Walk<'a, '_> {
    fn visit(&mut self, place: Place<'a>) {
        let case = self.case;
        let documented_at = self.example.place(&place.at);
        if self.example.reading.reads_as(&documented_at, Kind::Ignore) {
            return;
        }
        let declared = match &place.schema {
            Some(schema) => Declared::of(case.contract, schema, place.documented),
            None => Declared::default(),
        };
        let is_placeholder = self.example.reading.reads_as(&documented_at, Kind::Placeholder);
        let within = if is_placeholder { Vec::new() } else { self.within(&place, &declared) };
        let Place { at, documented, found, .. } = place;
        self.pairs.push(Pair { at, documented_at, documented, found, declared });
        for place in within {
            self.visit(place);
        }
    }

    fn within(&self, place: &Place<'a>, declared: &Declared<'a>) -> Vec<Place<'a>> {
        let visit = |token: &str, schema, documented, found: &dyn Fn(&str) -> Found<'a>| {
            let at = child(&place.at, token);
            let found = found(&at);
            Place { at, schema, documented, found }
        };
        match (place.documented, place.found.value()) {
            (Value::Object(members), Some(Value::Object(found))) => members
                .iter()
                .map(|(name, member)| {
                    let found = |at: &str| place.found.part(self.member(at, found, name));
                    visit(name, declared.member(name), member, &found)
                })
                .collect(),
            (Value::Array(items), Some(Value::Array(found))) => items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    let found = |_: &str| self.item((index, item), (place.found, found));
                    visit(&index.to_string(), declared.items(), item, &found)
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The member by the contract's name, else by the documented one.
    fn member(&self, at: &str, members: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
        let documented_name = || {
            let renamed = self.example.body.as_ref()?.renamed().find(|(to, _)| *to == at)?;
            renamed.1.rsplit('/').next()
        };
        members.get(name).or_else(|| members.get(documented_name()?))
    }

    /// The item of the same id where the id stands for something of the endpoint's own, else the one at the same place.
    ///
    /// A collection that goes on at a next page is not searched to its end: its first item then shows the form.
    fn item(
        &self,
        (index, documented): (usize, &'a Value),
        (list, items): (Found<'a>, &'a [Value]),
    ) -> Found<'a> {
        let Some(id) = documented.get("id").filter(|id| self.example.is_bound(id)) else {
            return list.part(items.get(index));
        };
        let id = self.example.at_the_endpoint(id);
        let has_id = |item: &&Value| item.get("id").is_some_and(|actual| same(&id, actual));
        match (items.iter().find(has_id), items.first()) {
            (Some(item), _) => list.part(Some(item)),
            (None, Some(first)) if self.goes_on() => Found::Sample(first),
            // An empty page that goes on shows nothing, and is no fault.
            (None, None) if self.goes_on() => Found::Elsewhere,
            (None, _) => Found::NoSuchItem,
        }
    }

    fn goes_on(&self) -> bool {
        let body = self.case.json.as_ref().and_then(|json| json.as_ref().ok());
        body.is_some_and(|body| body.get("@odata.nextLink").is_some())
    }
}

//! The documented answer and the one that came, place by place: what stands where.

use super::Case;
use super::value::same;
use crate::contract::{Declared, Kind};
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
    /// Nothing: the member or item is missing.
    Nothing,
    /// The collection has no item of the documented id.
    NoSuchItem,
}

/// Every documented place of the answer, outermost first; nothing where there is no answer to compare.
pub(super) fn pairs<'a>(case: &'a Case<'_>) -> Vec<Pair<'a>> {
    let Some((documented, answer)) = case.compared() else { return Vec::new() };
    let schema = case
        .operation
        .response(case.example.response.status)
        .and_then(|response| response.json_schema());
    let mut walk = Walk { case, pairs: Vec::new() };
    walk.visit((String::new(), schema.map(str::to_owned)), &documented.value, Found::Value(answer));
    walk.pairs
}

struct Walk<'a, 'c> {
    case: &'a Case<'c>,
    pairs: Vec<Pair<'a>>,
}

impl<'a> Walk<'a, '_> {
    fn visit(
        &mut self,
        (at, schema): (String, Option<String>),
        documented: &'a Value,
        found: Found<'a>,
    ) {
        let documented_at =
            self.case.documented.as_ref().map_or_else(|| at.clone(), |body| body.documented(&at));
        if self.case.reading.at(&documented_at, Kind::Ignore).is_some() {
            return;
        }
        let declared = schema.map_or_else(Declared::default, |schema| {
            Declared::of(self.case.contract, &schema, documented)
        });
        let is_placeholder = self.case.reading.at(&documented_at, Kind::Placeholder).is_some();
        let within = if is_placeholder {
            Vec::new()
        } else {
            self.within((&at, &declared), documented, found)
        };
        self.pairs.push(Pair { at, documented_at, documented, found, declared });
        for (place, documented, found) in within {
            self.visit(place, documented, found);
        }
    }

    #[expect(clippy::type_complexity, reason = "the three arguments of `visit`, listed")]
    fn within(
        &self,
        (at, declared): (&str, &Declared<'a>),
        documented: &'a Value,
        found: Found<'a>,
    ) -> Vec<((String, Option<String>), &'a Value, Found<'a>)> {
        match (documented, found) {
            (Value::Object(members), Found::Value(Value::Object(found))) => members
                .iter()
                .map(|(name, member)| {
                    let at = child(at, name);
                    let found = self.member(&at, found, name);
                    ((at, declared.member(name)), member, found)
                })
                .collect(),
            (Value::Array(items), Found::Value(Value::Array(found))) => items
                .iter()
                .enumerate()
                .map(|(index, item)| {
                    (
                        (child(at, index.to_string()), declared.items()),
                        item,
                        self.item((index, item), found),
                    )
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The member by the contract's name, else by the documented one.
    fn member(&self, at: &str, members: &'a Map<String, Value>, name: &str) -> Found<'a> {
        let documented_name = || {
            let renamed = self.case.documented.as_ref()?.renamed().find(|(to, _, _)| *to == at)?;
            renamed.1.rsplit('/').next()
        };
        let found = members.get(name).or_else(|| members.get(documented_name()?));
        found.map_or(Found::Nothing, Found::Value)
    }

    /// The item of the same id where the id stands for something of the endpoint's own, else the one at the same place.
    ///
    /// A collection that goes on at a next page is not searched to its end: its first item then shows the form.
    fn item(&self, (index, documented): (usize, &'a Value), found: &'a [Value]) -> Found<'a> {
        let is_bound = |id: &&Value| self.case.is_bound(id);
        let Some(id) = documented.get("id").filter(is_bound) else {
            return found.get(index).map_or(Found::Nothing, Found::Value);
        };
        let has_id = |item: &&Value| {
            item.get("id")
                .is_some_and(|actual| same(id, &self.case.bindings.undo(actual, Some(id))))
        };
        match found.iter().find(has_id) {
            Some(item) => Found::Value(item),
            None if self.goes_on() => found.first().map_or(Found::Nothing, Found::Value),
            None => Found::NoSuchItem,
        }
    }

    fn goes_on(&self) -> bool {
        let body = self.case.json.as_ref().and_then(|json| json.as_ref().ok());
        body.is_some_and(|body| body.get("@odata.nextLink").is_some())
    }
}

impl Case<'_> {
    /// Whether a documented value stands for something of the endpoint's own.
    pub(super) fn is_bound(&self, documented: &Value) -> bool {
        let declared = |text: &str| {
            self.example
                .bindings
                .iter()
                .any(|binding| binding.documented.eq_ignore_ascii_case(text))
        };
        documented.as_str().is_some_and(declared)
    }
}

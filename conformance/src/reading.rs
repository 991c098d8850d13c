//! The documented body of an example in, that body as the contract words it out, with what may depart at each place.

use crate::contract::{Application, Contract, Example, Kind, Side};
use crate::pointer;
use serde_json::Value;

/// The readings that apply to one side of one example.
#[derive(Debug)]
pub struct Reading<'a> {
    applications: Vec<(&'a str, &'a Application)>,
}

/// A documented body, its members called as in the contract.
#[derive(Clone, Debug, Default)]
pub struct ReadBody {
    /// The body.
    pub value: Value,
    /// Renamed places: (pointer in the contract's words, pointer as documented).
    renamed: Vec<(String, String)>,
}

impl<'a> Reading<'a> {
    /// The readings of the contract's register for one side of an example.
    pub fn of(contract: &'a Contract, example: &Example, side: Side) -> Self {
        let entries = contract.register.iter().flat_map(|(id, entry)| {
            entry.applications.iter().map(move |application| (id.as_str(), application))
        });
        let concerns = |application: &Application| {
            application.side == side && application.examples.contains(&example.id)
        };
        Self { applications: entries.filter(|(_, application)| concerns(application)).collect() }
    }

    /// Renames what the documents call otherwise.
    pub fn read(&self, documented: &Value) -> ReadBody {
        let mut read = ReadBody { value: documented.clone(), renamed: Vec::new() };
        let places = pointer::places(documented);
        for (_, application) in self.of_kind(Kind::Rename) {
            let Some(to) = &application.to else { continue };
            let meant = places.iter().filter(|(at, _)| pointer::matches(&application.at, at));
            for (at, _) in meant {
                let renamed = rename(&mut read.value, at, to);
                read.renamed.extend(renamed.map(|renamed| (renamed, at.clone())));
            }
        }
        read
    }

    /// Whether a documented place is read in a certain way.
    pub fn reads_as(&self, documented: &str, kind: Kind) -> bool {
        self.of_kind(kind).any(|(_, application)| pointer::matches(&application.at, documented))
    }

    /// Whether a documented place, or one that it lies within, is read in a certain way.
    pub fn covers_as(&self, documented: &str, kind: Kind) -> bool {
        self.of_kind(kind).any(|(_, application)| pointer::covers(&application.at, documented))
    }

    /// The entries that account for what the check of that id finds at a documented place.
    pub fn accounting<'s>(
        &'s self,
        at: &'s str,
        check: &'s str,
    ) -> impl Iterator<Item = (&'a str, Kind)> + 's {
        let accounting = self.applications.iter().filter(move |(_, application)| {
            let kind = application.kind;
            let is_whole = matches!(kind, Kind::Placeholder | Kind::Ignore);
            let is_there = if is_whole {
                pointer::covers(&application.at, at)
            } else {
                pointer::matches(&application.at, at)
            };
            is_there && kind.accounts_for(check)
        });
        accounting.map(|(id, application)| (*id, application.kind))
    }

    /// Further status codes that are accepted, with the entry.
    pub fn accepted_statuses(&self) -> impl Iterator<Item = (&'a str, u16)> {
        self.of_kind(Kind::Status)
            .flat_map(|(id, application)| application.accept.iter().map(move |code| (id, *code)))
    }

    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = (&'a str, &'a Application)> {
        self.applications.iter().copied().filter(move |(_, application)| application.kind == kind)
    }
}

impl ReadBody {
    /// The documented pointer of a place in the contract's words.
    pub fn documented(&self, pointer: &str) -> String {
        let renamed = self.renamed.iter().find(|(to, _)| pointer::covers(to, pointer));
        renamed.map_or_else(
            || pointer.to_owned(),
            |(to, from)| format!("{from}{}", pointer.get(to.len()..).unwrap_or_default()),
        )
    }

    /// Renamed places: (pointer in the contract's words, pointer as documented).
    pub fn renamed(&self) -> impl Iterator<Item = (&str, &str)> {
        self.renamed.iter().map(|(to, from)| (to.as_str(), from.as_str()))
    }
}

/// Renames the member at a pointer, in its place among the others; the new pointer, or none where a member of that name stands there already.
fn rename(value: &mut Value, at: &str, to: &str) -> Option<String> {
    let (parent, _) = at.rsplit_once('/')?;
    let members = value.pointer_mut(parent)?.as_object_mut()?;
    if members.contains_key(to) {
        return None;
    }
    let old = std::mem::take(members);
    for (name, member) in old {
        let is_it = pointer::child(parent, &name) == at;
        members.insert(if is_it { to.to_owned() } else { name }, member);
    }
    Some(pointer::child(parent, to))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_member_is_renamed_in_its_place() {
        let mut value = json!({"a": 1, "b": {"c": 2}, "d": 3});
        assert_eq!(rename(&mut value, "/b", "x").as_deref(), Some("/x"));
        assert_eq!(value.to_string(), r#"{"a":1,"x":{"c":2},"d":3}"#);
    }

    #[test]
    fn a_member_is_not_renamed_onto_another() {
        let mut value = json!({"a": 1, "b": 2});
        assert_eq!(rename(&mut value, "/a", "b"), None);
        assert_eq!(value, json!({"a": 1, "b": 2}));
    }

    #[test]
    fn a_place_within_a_renamed_member_leads_back_to_the_document() {
        let body = ReadBody {
            value: Value::Null,
            renamed: vec![("/assignment".to_owned(), "/old".to_owned())],
        };
        assert_eq!(body.documented("/assignment/id"), "/old/id");
        assert_eq!(body.documented("/assignments"), "/assignments");
    }
}

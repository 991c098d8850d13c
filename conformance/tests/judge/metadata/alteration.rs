//! An alteration: a contract in, the contract that departs from it in one place out.

use serde_json::{Map, Value};

/// One departure: at `at` (a JSON pointer, `-` behind the last item of a list) the document has `to`, or nothing.
pub(crate) struct Alteration {
    pub(crate) name: &'static str,
    pub(crate) at: &'static str,
    pub(crate) to: Option<&'static str>,
    /// The one line that is to be said, if any.
    pub(crate) line: Option<&'static str>,
}

impl Alteration {
    /// Makes it.
    pub(crate) fn alter(&self, document: &mut Value) {
        let (parent, last) = self.at.rsplit_once('/').unwrap();
        match document.pointer_mut(parent) {
            Some(Value::Object(members)) => alter_member(members, last, self.value()),
            Some(Value::Array(items)) => alter_item(items, last, self.value()),
            _ => panic!("the contract has no {parent}"),
        }
    }

    fn value(&self) -> Option<Value> {
        self.to.map(|text| serde_json::from_str(text).unwrap())
    }
}

fn alter_member(members: &mut Map<String, Value>, name: &str, to: Option<Value>) {
    match to {
        Some(value) => drop(members.insert(name.to_owned(), value)),
        None => assert!(members.shift_remove(name).is_some(), "the contract has no {name}"),
    }
}

fn alter_item(items: &mut Vec<Value>, place: &str, to: Option<Value>) {
    match to {
        Some(value) => items.push(value),
        None => drop(items.remove(place.parse().unwrap())),
    }
}

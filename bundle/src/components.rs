//! The names that the entry document gives under `components`: which reference becomes which name.

use std::{collections::HashMap, path::Path};

use serde_json::{Map, Value};

use crate::{Error, Place};

/// Which places in other files have a name in the entry document.
pub(crate) struct Components {
    entry: Place,
    pointers: HashMap<Place, String>,
}

impl Components {
    /// Collects the names of `document`, which stands in the file `entry`. Where two names stand for one
    /// place the first is used; references that cannot be followed are left for the expansion to report.
    pub(crate) fn of(document: &Value, entry: &Path) -> Self {
        let entry = Place::root(entry);
        let mut pointers = HashMap::new();
        for (name, reference) in named_references(document, &entry) {
            if let Ok(target) = name.follow(reference)
                && target.file != entry.file
            {
                pointers.entry(target).or_insert(name.pointer);
            }
        }
        Self { entry, pointers }
    }

    /// The place where the entry document begins.
    pub(crate) fn entry(&self) -> &Place {
        &self.entry
    }

    /// The pointer within the bundle that stands for `target`, if it has one.
    pub(crate) fn pointer_to<'a>(&'a self, target: &'a Place) -> Option<&'a str> {
        let within_entry = (target.file == self.entry.file).then_some(&target.pointer);
        within_entry.or_else(|| self.pointers.get(target)).map(String::as_str)
    }

    /// Whether `place` is where `target` gets its name, so that its content must come to stand there.
    pub(crate) fn is_definition(&self, place: &Place, target: &Place) -> bool {
        place.file == self.entry.file && self.pointers.get(target) == Some(&place.pointer)
    }
}

/// A component that is only another name for itself cannot be read by anyone.
pub(crate) fn refuse_aliases_without_end(bundled: &Value, entry: &Path) -> Result<(), Error> {
    for (place, reference) in named_references(bundled, &Place::root(entry)) {
        let mut seen = vec![place.pointer.as_str()];
        let mut next = reference.strip_prefix('#');
        while let Some(pointer) = next {
            if seen.contains(&pointer) {
                let target = Place { pointer: pointer.to_owned(), ..place.clone() };
                return Err(Error::Cycle { place, target });
            }
            seen.push(pointer);
            let reference = bundled.pointer(pointer).and_then(|value| value.get("$ref"));
            next =
                reference.and_then(Value::as_str).and_then(|reference| reference.strip_prefix('#'));
        }
    }
    Ok(())
}

/// Every `components.<kind>.<name>` that is a reference.
fn named_references<'a>(
    document: &'a Value,
    entry: &Place,
) -> impl Iterator<Item = (Place, &'a str)> {
    let components = entry.child("components");
    members(document.get("components")).flat_map(move |(kind, named)| {
        let kind = components.child(kind);
        members(Some(named))
            .filter_map(move |(name, value)| Some((kind.child(name), value.get("$ref")?.as_str()?)))
    })
}

fn members(value: Option<&Value>) -> impl Iterator<Item = (&String, &Value)> {
    value.and_then(Value::as_object).into_iter().flat_map(Map::iter)
}

//! Where the parts of a bundle came from: a pointer into the bundle comes in, the place in the files goes
//! out.

use std::collections::BTreeMap;

use crate::Place;

/// The places of everything that a bundle took from other files.
#[derive(Clone, Debug)]
pub struct Origins {
    entry: Place,
    /// By the pointer at which each part stands in the bundle.
    parts: BTreeMap<String, Place>,
}

impl Origins {
    pub(crate) fn new(entry: Place) -> Self {
        Self { entry, parts: BTreeMap::new() }
    }

    /// Takes down that what stands at `pointer` came from `place`.
    pub(crate) fn add(&mut self, pointer: &str, place: Place) {
        self.parts.insert(pointer.to_owned(), place);
    }

    /// The place of what stands at `pointer` in the bundle.
    pub fn of(&self, pointer: &str) -> Place {
        let mut part = pointer;
        loop {
            let place = self.parts.get(part).or_else(|| part.is_empty().then_some(&self.entry));
            if let Some(place) = place {
                let within = pointer.strip_prefix(part).unwrap_or_default();
                let file = place.file.clone();
                return Place { file, pointer: format!("{}{within}", place.pointer) };
            }
            part = part.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
    }
}

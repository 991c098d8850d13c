//! Tables: things and their ids in, any of them by its id, or all of them in the order of their
//! arrival, out.

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

/// Things of one kind by their ids, in the order in which they came. To find one takes as long
/// whatever the size of the table; to add or remove one hardly longer.
#[derive(Debug)]
pub(crate) struct Table<K, V> {
    /// Where each thing stands.
    places: HashMap<K, u64>,
    rows: BTreeMap<u64, (K, V)>,
    /// Where the next new thing comes to stand.
    next_place: u64,
}

impl<K: Copy + Eq + Hash, V> Table<K, V> {
    /// The thing with this id.
    pub(crate) fn get(&self, id: &K) -> Option<&V> {
        self.rows.get(self.places.get(id)?).map(|row| &row.1)
    }

    /// The thing with this id, to be changed.
    pub(crate) fn get_mut(&mut self, id: &K) -> Option<&mut V> {
        self.rows.get_mut(self.places.get(id)?).map(|row| &mut row.1)
    }

    /// Adds a thing at the end; one with an id that is there already takes the other's place, and
    /// the other is given back.
    pub(crate) fn insert(&mut self, id: K, thing: V) -> Option<V> {
        let place = *self.places.entry(id).or_insert(self.next_place);
        self.next_place = self.next_place.max(place.saturating_add(1));
        self.rows.insert(place, (id, thing)).map(|row| row.1)
    }

    /// Takes a thing out; the others keep their order.
    pub(crate) fn remove(&mut self, id: &K) -> Option<V> {
        let place = self.places.remove(id)?;
        self.rows.remove(&place).map(|row| row.1)
    }

    /// All things, in the order of their arrival.
    pub(crate) fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.rows.values().map(|row| &row.1)
    }

    /// The ids of all things, in the order of their arrival.
    pub(crate) fn keys(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.rows.values().map(|row| &row.0)
    }
}

impl<K: Copy + Eq + Hash, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(things: I) -> Self {
        let mut table =
            Self { places: HashMap::new(), rows: BTreeMap::new(), next_place: u64::default() };
        for (id, thing) in things {
            table.insert(id, thing);
        }
        table
    }
}

#[cfg(test)]
mod tests;

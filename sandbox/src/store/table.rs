//! Tables: things and their ids in, any of them by its id, all of them in the order of their
//! arrival, or those that changed of late, out.

use std::collections::{BTreeMap, BTreeSet, HashMap};
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
    /// Where something has come, changed or gone since the changes were taken.
    touched: BTreeSet<u64>,
}

impl<K: Copy + Eq + Hash, V> Table<K, V> {
    /// The thing with this id.
    pub(crate) fn get(&self, id: &K) -> Option<&V> {
        self.rows.get(self.places.get(id)?).map(|row| &row.1)
    }

    /// The thing with this id, to be changed.
    pub(crate) fn get_mut(&mut self, id: &K) -> Option<&mut V> {
        let place = *self.places.get(id)?;
        self.touched.insert(place);
        self.rows.get_mut(&place).map(|row| &mut row.1)
    }

    /// Adds a thing at the end; one with an id that is there already takes the other's place, and
    /// the other is given back.
    pub(crate) fn insert(&mut self, id: K, thing: V) -> Option<V> {
        let place = *self.places.entry(id).or_insert(self.next_place);
        self.next_place = self.next_place.max(place.saturating_add(1));
        self.touched.insert(place);
        self.rows.insert(place, (id, thing)).map(|row| row.1)
    }

    /// Takes a thing out; the others keep their order.
    pub(crate) fn remove(&mut self, id: &K) -> Option<V> {
        let place = self.places.remove(id)?;
        self.touched.insert(place);
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

    /// What stands at each place where something came, changed or went since this was last asked;
    /// none where it went.
    pub(crate) fn take_changes(&mut self) -> impl Iterator<Item = (u64, Option<&V>)> {
        let touched = std::mem::take(&mut self.touched);
        touched.into_iter().map(|place| (place, self.rows.get(&place).map(|row| &row.1)))
    }

    /// Lets go of what is noted of changes.
    pub(crate) fn forget_changes(&mut self) {
        self.touched.clear();
    }

    /// Lets the things stand at these places, which ascend, so that what is noted of changes agrees
    /// with what was written before. Nothing is noted as changed then.
    pub(crate) fn put_at(&mut self, places: impl IntoIterator<Item = u64>) {
        let rows = std::mem::take(&mut self.rows);
        self.rows = places.into_iter().zip(rows.into_values()).collect();
        self.places = self.rows.iter().map(|(place, row)| (row.0, *place)).collect();
        self.next_place = self.rows.last_key_value().map_or(0, |(last, _)| last.saturating_add(1));
        self.touched.clear();
    }
}

impl<K: Copy + Eq + Hash, V> FromIterator<(K, V)> for Table<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(things: I) -> Self {
        let mut table = Self::default();
        for (id, thing) in things {
            table.insert(id, thing);
        }
        table
    }
}

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self {
            places: HashMap::new(),
            rows: BTreeMap::new(),
            next_place: 0,
            touched: BTreeSet::new(),
        }
    }
}

#[cfg(test)]
mod tests;

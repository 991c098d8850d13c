//! Rows: what lists ask of each request, in the order of the requests' creation.
//!
//! They lie side by side in blocks of a few hundred, so that to look at a hundred thousand of them
//! takes a few milliseconds, and to put one in between moves no more than a block.

use crate::command::Place;
use crate::model::{AssignmentRequest, PackageId, PolicyId, RequestState, SubjectId};

/// How many rows a block holds at most.
const BLOCK: usize = 256;

/// What lists ask of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) place: Place,
    pub(super) state: RequestState,
    pub(super) package: PackageId,
    pub(super) policy: PolicyId,
    pub(super) created_by: Option<SubjectId>,
    pub(super) requestor: SubjectId,
    pub(super) target: SubjectId,
}

impl Row {
    pub(super) fn of(request: &AssignmentRequest) -> Self {
        Self {
            place: place_of(request),
            state: request.state,
            package: request.package,
            policy: request.policy,
            created_by: request.created_by,
            requestor: request.requestor,
            target: request.target,
        }
    }
}

/// Where a request stands among all.
pub(super) fn place_of(request: &AssignmentRequest) -> Place {
    Place { created: request.created_date_time, id: request.id }
}

/// All rows. No block is empty, and each ends before the next one begins.
#[derive(Debug, Default)]
pub(super) struct Rows {
    blocks: Vec<Vec<Row>>,
}

impl Rows {
    /// Puts a row in its place, instead of the one that was there.
    pub(super) fn insert(&mut self, row: Row) {
        let index = self.block_of(row.place).min(self.blocks.len().saturating_sub(1));
        let Some(block) = self.blocks.get_mut(index) else {
            return self.blocks.push(vec![row]);
        };
        match block.binary_search_by_key(&row.place, |other| other.place) {
            Ok(at) => block.splice(at..=at, [row]).for_each(drop),
            Err(at) => block.insert(at, row),
        }
        if block.len() > BLOCK {
            let second = block.split_off(BLOCK / 2);
            self.blocks.insert(index + 1, second);
        }
    }

    /// Takes the row of this place out.
    pub(super) fn remove(&mut self, place: Place) {
        let index = self.block_of(place);
        let Some(block) = self.blocks.get_mut(index) else { return };
        if let Ok(at) = block.binary_search_by_key(&place, |row| row.place) {
            block.remove(at);
        }
        if block.is_empty() {
            self.blocks.remove(index);
        }
    }

    /// The rows behind a place, or all of them, the oldest first.
    pub(super) fn behind(&self, place: Option<Place>) -> impl Iterator<Item = &Row> {
        let passed = move |row: &Row| place.is_some_and(|place| row.place <= place);
        let whole = self.blocks.partition_point(|block| block.last().is_some_and(passed));
        let blocks = self.blocks.iter().skip(whole);
        blocks.flat_map(move |block| block.iter().skip(block.partition_point(passed)))
    }

    /// The rows before a place, or all of them, the newest first.
    pub(super) fn before(&self, place: Option<Place>) -> impl Iterator<Item = &Row> {
        let ahead = move |row: &Row| place.is_none_or(|place| row.place < place);
        let begun = self.blocks.partition_point(|block| block.first().is_some_and(ahead));
        let blocks = self.blocks.iter().take(begun).rev();
        blocks.flat_map(move |block| block.iter().take(block.partition_point(ahead)).rev())
    }

    /// The block in which a place is or would be; the one after the last for what comes after all.
    fn block_of(&self, place: Place) -> usize {
        self.blocks.partition_point(|block| block.last().is_some_and(|last| last.place < place))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use chrono::DateTime;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;
    use uuid::Uuid;

    use super::*;
    use crate::model::{RequestId, Timestamp};

    fn row(moment: u16, state: RequestState) -> Row {
        let id = Uuid::from_u128(u128::from(moment).wrapping_mul(0x9e37_79b9));
        let created = Timestamp(DateTime::from_timestamp(i64::from(moment / 3), 0).unwrap());
        Row {
            place: Place { created, id: RequestId::from(id) },
            state,
            package: id.into(),
            policy: id.into(),
            created_by: Some(id.into()),
            requestor: id.into(),
            target: id.into(),
        }
    }

    /// A row that is put in, or one that is taken out.
    fn any_change() -> impl Strategy<Value = (u16, Option<RequestState>)> {
        let states = vec![RequestState::Denied, RequestState::Canceled];
        (0..2000_u16, prop::option::weighted(0.7, prop::sample::select(states)))
    }

    fn changed(changes: &[(u16, Option<RequestState>)]) -> (Rows, BTreeMap<Place, Row>) {
        let (mut rows, mut expected) = (Rows::default(), BTreeMap::new());
        for (moment, state) in changes {
            let row = row(*moment, state.unwrap_or(RequestState::Denied));
            if state.is_some() {
                rows.insert(row);
                expected.insert(row.place, row);
            } else {
                rows.remove(row.place);
                expected.remove(&row.place);
            }
        }
        (rows, expected)
    }

    proptest! {
        // The same input in every run: a test that fails now and then is looked at by nobody.
        #![proptest_config(ProptestConfig {
            cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default()
        })]

        #[test]
        fn rows_stand_in_order_from_any_place_on_whatever_came_and_went(
            changes in prop::collection::vec(any_change(), 0..4000),
            from in 0..2000_u16
        ) {
            let (rows, expected) = changed(&changes);
            let from = row(from, RequestState::Denied).place;
            prop_assert!(rows.behind(None).eq(expected.values()));
            prop_assert!(rows.before(None).eq(expected.values().rev()));
            let behind = expected.values().filter(|row| row.place > from);
            prop_assert!(rows.behind(Some(from)).eq(behind));
            let before = expected.values().rev().filter(|row| row.place < from);
            prop_assert!(rows.before(Some(from)).eq(before));
            prop_assert!(rows.blocks.iter().all(|block| (1..=BLOCK).contains(&block.len())));
        }
    }
}

//! The requests: one by its id, or all in the order of their creation with what lists ask of each.
//!
//! A list over many requests looks at a few bytes of each, which lie side by side, and not at the
//! requests, which are large and lie anywhere.

use std::collections::BTreeMap;
use std::ops::RangeBounds;

use crate::command::Place;
use crate::model::{AssignmentRequest, PackageId, PolicyId, RequestId, RequestState, SubjectId};
use crate::store::table::Table;

/// What lists ask of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) state: RequestState,
    pub(super) package: PackageId,
    pub(super) policy: PolicyId,
    pub(super) created_by: Option<SubjectId>,
    pub(super) requestor: SubjectId,
    pub(super) target: SubjectId,
}

/// All requests.
#[derive(Debug)]
pub(super) struct Requests {
    by_id: Table<RequestId, AssignmentRequest>,
    rows: BTreeMap<Place, Row>,
    /// The request that was lent out last to be changed; its row may be out of date.
    lent: Option<RequestId>,
}

impl Requests {
    pub(super) fn get(&self, id: &RequestId) -> Option<&AssignmentRequest> {
        self.by_id.get(id)
    }

    /// A request to be changed. The moment of its creation, which is part of its place, stays.
    pub(super) fn get_mut(&mut self, id: &RequestId) -> Option<&mut AssignmentRequest> {
        self.note_what_was_lent();
        self.lent = Some(*id);
        self.by_id.get_mut(id)
    }

    pub(super) fn insert(&mut self, id: RequestId, request: AssignmentRequest) {
        self.remove(&id);
        self.rows.insert(place_of(&request), Row::of(&request));
        self.by_id.insert(id, request);
    }

    pub(super) fn remove(&mut self, id: &RequestId) -> Option<AssignmentRequest> {
        let request = self.by_id.remove(id)?;
        self.rows.remove(&place_of(&request));
        Some(request)
    }

    /// All requests, in the order of their arrival.
    pub(super) fn values(&self) -> impl Iterator<Item = &AssignmentRequest> {
        self.by_id.values()
    }

    /// The ids of all requests, in the order of their arrival.
    pub(super) fn keys(&self) -> impl Iterator<Item = &RequestId> {
        self.by_id.keys()
    }

    /// The requests of a stretch in the order of their creation.
    pub(super) fn in_order(
        &self,
        stretch: impl RangeBounds<Place>,
    ) -> impl DoubleEndedIterator<Item = (Place, Row)> {
        self.rows.range(stretch).map(|(place, row)| (*place, self.present(*place, *row)))
    }

    /// The requests whose changes are asked for.
    pub(super) fn table(&mut self) -> &mut Table<RequestId, AssignmentRequest> {
        &mut self.by_id
    }

    fn present(&self, place: Place, row: Row) -> Row {
        let lent = self.lent.filter(|lent| *lent == place.id);
        lent.and_then(|id| self.by_id.get(&id)).map_or(row, Row::of)
    }

    fn note_what_was_lent(&mut self) {
        if let Some(request) = self.lent.take().and_then(|id| self.by_id.get(&id)) {
            self.rows.insert(place_of(request), Row::of(request));
        }
    }
}

impl FromIterator<AssignmentRequest> for Requests {
    fn from_iter<I: IntoIterator<Item = AssignmentRequest>>(all: I) -> Self {
        let by_id = Table::from_iter([]);
        let mut requests = Self { by_id, rows: BTreeMap::new(), lent: None };
        for request in all {
            requests.insert(request.id, request);
        }
        requests
    }
}

fn place_of(request: &AssignmentRequest) -> Place {
    Place { created: request.created_date_time, id: request.id }
}

impl Row {
    pub(super) fn of(request: &AssignmentRequest) -> Self {
        Self {
            state: request.state,
            package: request.package,
            policy: request.policy,
            created_by: request.created_by,
            requestor: request.requestor,
            target: request.target,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::World;

    fn documented() -> Requests {
        World::documented().unwrap().into_contents().assignment_requests.into_iter().collect()
    }

    fn shown(requests: &Requests) -> Vec<(Place, Row)> {
        requests.in_order(..).collect()
    }

    /// What the rows would be if they were made from the requests at once.
    fn expected(requests: &Requests) -> Vec<(Place, Row)> {
        let ids: Vec<RequestId> = requests.keys().copied().collect();
        let all = ids.iter().filter_map(|id| requests.get(id));
        let mut rows: Vec<_> = all.map(|one| (place_of(one), Row::of(one))).collect();
        rows.sort_by_key(|row| row.0);
        rows
    }

    #[test]
    fn a_change_shows_in_the_order_at_once_and_after_the_next_change() {
        let mut requests = documented();
        let ids: Vec<RequestId> = requests.keys().copied().collect();
        for id in ids {
            requests.get_mut(&id).unwrap().state = RequestState::Scheduled;
            assert_eq!(shown(&requests), expected(&requests));
        }
        assert!(shown(&requests).iter().all(|(_, row)| row.state == RequestState::Scheduled));
    }

    #[test]
    fn what_is_removed_or_put_in_anew_stands_in_the_order_no_more_than_once() {
        let mut requests = documented();
        let id = requests.in_order(..).next().unwrap().0.id;
        requests.get_mut(&id).unwrap().state = RequestState::Scheduled;
        let mut request = requests.remove(&id).unwrap();
        assert_eq!(shown(&requests), expected(&requests));
        requests.insert(id, request.clone());
        request.created_date_time = "2030-01-01T00:00:00Z".parse().unwrap();
        requests.insert(id, request);
        assert_eq!(shown(&requests), expected(&requests));
        assert_eq!(requests.in_order(..).next_back().unwrap().0.id, id);
    }
}

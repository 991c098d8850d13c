//! The requests: one by its id, or all in the order of their creation with what lists ask of each.
//!
//! A list over many requests looks at a few bytes of each, which lie side by side, and not at the
//! requests, which are large and lie anywhere.

use crate::model::{AssignmentRequest, RequestId};
use crate::store::rows::{Row, Rows, place_of};
use crate::store::table::Table;

/// All requests.
#[derive(Debug)]
pub(super) struct Requests {
    by_id: Table<RequestId, AssignmentRequest>,
    rows: Rows,
    /// The request that was lent out last to be changed, until its row is brought up to date.
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
        self.rows.insert(Row::of(&request));
        self.by_id.insert(id, request);
    }

    pub(super) fn remove(&mut self, id: &RequestId) -> Option<AssignmentRequest> {
        let request = self.by_id.remove(id)?;
        self.rows.remove(place_of(&request));
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

    /// What lists ask of each request, up to date but for a change since `note_what_was_lent`.
    pub(super) fn rows(&self) -> &Rows {
        &self.rows
    }

    /// Brings the row of the request that was changed last up to date.
    pub(super) fn note_what_was_lent(&mut self) {
        if let Some(request) = self.lent.take().and_then(|id| self.by_id.get(&id)) {
            self.rows.insert(Row::of(request));
        }
    }

    /// The requests whose changes are asked for.
    pub(super) fn table(&mut self) -> &mut Table<RequestId, AssignmentRequest> {
        &mut self.by_id
    }
}

impl FromIterator<AssignmentRequest> for Requests {
    fn from_iter<I: IntoIterator<Item = AssignmentRequest>>(all: I) -> Self {
        let by_id = Table::from_iter([]);
        let mut requests = Self { by_id, rows: Rows::default(), lent: None };
        for request in all {
            requests.insert(request.id, request);
        }
        requests
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RequestState;
    use crate::world::World;

    fn documented() -> Requests {
        World::documented().unwrap().into_contents().assignment_requests.into_iter().collect()
    }

    fn rows(requests: &mut Requests) -> Vec<Row> {
        requests.note_what_was_lent();
        requests.rows().behind(None).copied().collect()
    }

    /// What the rows would be if they were made from the requests at once.
    fn expected(requests: &Requests) -> Vec<Row> {
        let mut rows: Vec<Row> = requests.values().map(Row::of).collect();
        rows.sort_by_key(|row| row.place);
        rows
    }

    #[test]
    fn every_change_reaches_the_rows() {
        let mut requests = documented();
        let ids: Vec<RequestId> = requests.keys().copied().collect();
        for id in &ids {
            requests.get_mut(id).unwrap().state = RequestState::Scheduled;
        }
        assert_eq!(rows(&mut requests), expected(&requests));
        assert!(rows(&mut requests).iter().all(|row| row.state == RequestState::Scheduled));
    }

    #[test]
    fn what_is_removed_or_put_in_anew_has_no_more_than_one_row() {
        let mut requests = documented();
        let id = rows(&mut requests)[0].place.id;
        requests.get_mut(&id).unwrap().state = RequestState::Scheduled;
        let mut request = requests.remove(&id).unwrap();
        assert_eq!(rows(&mut requests), expected(&requests));
        requests.insert(id, request.clone());
        request.created_date_time = "2030-01-01T00:00:00Z".parse().unwrap();
        requests.insert(id, request);
        assert_eq!(rows(&mut requests), expected(&requests));
        assert_eq!(rows(&mut requests).last().unwrap().place.id, id);
    }
}

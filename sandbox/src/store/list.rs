//! Lists: which requests, whose, and from where on in, one page of them out.

use crate::command::{Comparison, Filter, Listing, Order, Page, Place, Relation};
use crate::model::{RequestState, SubjectId, Timestamp};
use crate::store::Store;
use crate::store::rows::Row;

impl Store {
    /// A page of the requests that the caller may see and that pass the filter, where there is one.
    pub(super) fn list(&self, listing: &Listing, is_visible: impl Fn(&Row) -> bool) -> Page<'_> {
        let filter = listing.filter.as_ref();
        let listed = |row: &&Row| filter.is_none_or(|one| passes(row, one)) && is_visible(row);
        let rows = self.requests.rows();
        let count = listing.counted.then(|| rows.behind(None).filter(listed).count());
        let mut places = match listing.order {
            Order::OldestFirst => places(rows.behind(listing.after).filter(listed), listing),
            Order::NewestFirst => places(rows.before(listing.after).filter(listed), listing),
        };
        let goes_on = places.len() > listing.page_size;
        places.truncate(listing.page_size);
        let last = places.last().copied().filter(|_| goes_on);
        let requests = places.iter().filter_map(|place| self.requests.get(&place.id));
        Page { requests: requests.map(|request| self.around(request)).collect(), count, last }
    }

    /// Whether a request stands in the relation to the caller.
    pub(super) fn is_related(&self, row: &Row, relation: Relation, caller: SubjectId) -> bool {
        match relation {
            Relation::Target => row.requestor == caller || row.target == caller,
            Relation::CreatedBy => row.created_by == Some(caller),
            Relation::Approver => {
                row.state == RequestState::PendingApproval && self.may_be_decided_by(row, caller)
            }
        }
    }

    fn may_be_decided_by(&self, row: &Row, caller: SubjectId) -> bool {
        let request = self.requests.get(&row.place.id);
        request.is_some_and(|request| self.may_decide(request, caller))
    }
}

/// Where the requests of a page stand, and one more where there is one.
fn places<'a>(listed: impl Iterator<Item = &'a Row>, listing: &Listing) -> Vec<Place> {
    let one_more = listing.page_size.saturating_add(1);
    listed.skip(listing.skip).take(one_more).map(|row| row.place).collect()
}

fn passes(row: &Row, filter: &Filter) -> bool {
    match filter {
        Filter::StateIs(state) => row.state == *state,
        Filter::PackageIs(package) => row.package == *package,
        Filter::Created(comparison, moment) => compares(row.place.created, *comparison, *moment),
        Filter::Not(denied) => !passes(row, denied),
        Filter::All(filters) => filters.iter().all(|one| passes(row, one)),
        Filter::Any(filters) => filters.iter().any(|one| passes(row, one)),
    }
}

fn compares(left: Timestamp, comparison: Comparison, right: Timestamp) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::Greater => left > right,
        Comparison::GreaterOrEqual => left >= right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
    }
}

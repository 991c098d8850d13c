//! Lists: which requests, whose, and from where on in, one page of them out.

use std::ops::Bound::{Excluded, Unbounded};

use crate::command::{Comparison, Filter, Listing, Order, Page, Place, Relation};
use crate::model::{RequestState, SubjectId, Timestamp};
use crate::store::Store;
use crate::store::requests::Row;

/// A request as lists see it: where it stands, and what they ask of it.
type Entry = (Place, Row);

impl Store {
    /// A page of the requests that the caller may see and that pass the filter, where there is one.
    pub(super) fn list(&self, listing: &Listing, is_visible: impl Fn(&Entry) -> bool) -> Page<'_> {
        let filter = listing.filter.as_ref();
        let listed =
            |entry: &Entry| filter.is_none_or(|filter| passes(entry, filter)) && is_visible(entry);
        let count = listing.counted.then(|| self.requests.in_order(..).filter(&listed).count());
        let mut places = self.places(listing, listed);
        let goes_on = places.len() > listing.page_size;
        places.truncate(listing.page_size);
        let last = places.last().copied().filter(|_| goes_on);
        let requests = places.iter().filter_map(|place| self.requests.get(&place.id));
        Page { requests: requests.map(|request| self.around(request)).collect(), count, last }
    }

    /// Where the requests of a page stand, and one more where there is one.
    fn places(&self, listing: &Listing, listed: impl Fn(&Entry) -> bool) -> Vec<Place> {
        let after = listing.after.map_or(Unbounded, Excluded);
        let shown = |entries: &mut dyn Iterator<Item = Entry>| {
            let listed = entries.filter(listed).skip(listing.skip);
            listed.take(listing.page_size.saturating_add(1)).map(|entry| entry.0).collect()
        };
        match listing.order {
            Order::OldestFirst => shown(&mut self.requests.in_order((after, Unbounded))),
            Order::NewestFirst => shown(&mut self.requests.in_order((Unbounded, after)).rev()),
        }
    }

    /// Whether a request stands in the relation to the caller.
    pub(super) fn is_related(&self, entry: &Entry, relation: Relation, caller: SubjectId) -> bool {
        let (place, row) = entry;
        match relation {
            Relation::Target => row.requestor == caller || row.target == caller,
            Relation::CreatedBy => row.created_by == Some(caller),
            Relation::Approver => {
                row.state == RequestState::PendingApproval
                    && self.requests.get(&place.id).is_some_and(|one| self.may_decide(one, caller))
            }
        }
    }
}

fn passes(entry: &Entry, filter: &Filter) -> bool {
    let (place, row) = entry;
    match filter {
        Filter::StateIs(state) => row.state == *state,
        Filter::PackageIs(package) => row.package == *package,
        Filter::Created(comparison, moment) => compares(place.created, *comparison, *moment),
        Filter::Not(denied) => !passes(entry, denied),
        Filter::All(filters) => filters.iter().all(|one| passes(entry, one)),
        Filter::Any(filters) => filters.iter().any(|one| passes(entry, one)),
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

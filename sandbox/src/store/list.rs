//! Lists: whose requests and which in, those requests in the order of their creation out.

use crate::command::{Comparison, Detail, Filter, Occasion, Relation};
use crate::model::{AssignmentRequest, RequestState, SubjectId, Timestamp};
use crate::store::Store;

impl Store {
    /// The requests that the caller may read.
    pub(super) fn list_within(
        &self,
        occasion: &Occasion,
        filter: Option<&Filter>,
    ) -> Vec<Detail<'_>> {
        let mut listed = self.list(None, filter);
        listed.retain(|one| self.is_readable(one.request, occasion));
        listed
    }

    /// The requests that stand in the relation to the caller, where one is asked for, and that
    /// pass the filter, where there is one.
    pub(super) fn list(
        &self,
        whose: Option<(Relation, SubjectId)>,
        filter: Option<&Filter>,
    ) -> Vec<Detail<'_>> {
        self.requests
            .in_order(..)
            .filter_map(|(place, _)| self.requests.get(&place.id))
            .filter(|request| whose.is_none_or(|whose| self.is_related(request, whose)))
            .filter(|request| filter.is_none_or(|filter| passes(request, filter)))
            .map(|request| self.around(request))
            .collect()
    }

    fn is_related(
        &self,
        request: &AssignmentRequest,
        (relation, caller): (Relation, SubjectId),
    ) -> bool {
        match relation {
            Relation::Target => request.requestor == caller || request.target == caller,
            Relation::CreatedBy => request.created_by == caller,
            Relation::Approver => {
                request.state == RequestState::PendingApproval
                    && request.requestor != caller
                    && self.is_approver(request, caller)
            }
        }
    }

    pub(super) fn is_approver(&self, request: &AssignmentRequest, caller: SubjectId) -> bool {
        let policy = self.policies.get(&request.policy);
        policy.is_some_and(|one| one.has_approver(caller))
    }
}

fn passes(request: &AssignmentRequest, filter: &Filter) -> bool {
    match filter {
        Filter::StateIs(state) => request.state == *state,
        Filter::PackageIs(package) => request.package == *package,
        Filter::Created(comparison, moment) => {
            compares(request.created_date_time, *comparison, *moment)
        }
    }
}

fn compares(left: Timestamp, comparison: Comparison, right: Timestamp) -> bool {
    match comparison {
        Comparison::Equal => left == right,
        Comparison::Greater => left > right,
        Comparison::GreaterOrEqual => left >= right,
        Comparison::Less => left < right,
        Comparison::LessOrEqual => left <= right,
    }
}

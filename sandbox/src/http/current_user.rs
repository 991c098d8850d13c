//! filterByCurrentUser: its argument as it was written in, the relation to the caller out.

use crate::command::Relation;
use crate::http::graph_error::GraphError;
use crate::members::members;

members! {
    /// The argument of filterByCurrentUser.
    FilterOption = "accessPackageAssignmentRequestFilterByCurrentUserOptions" {
        Target = "target",
        CreatedBy = "createdBy",
        Approver = "approver",
        UnknownFutureValue = "unknownFutureValue",
        TargetOrRequestor = "targetOrRequestor",
        TargetManager = "targetManager",
        RequestForOthers = "requestForOthers",
        TargetAgentIdentitySponsorOrOwner = "targetAgentIdentitySponsorOrOwner",
    }
}

/// D-47: the members whose behaviour is documented; the others are refused rather than guessed.
pub(crate) fn relation(on: &str) -> Result<Relation, GraphError> {
    let option: FilterOption =
        on.parse().map_err(|error| GraphError::bad_request(format!("on: {error}")))?;
    match option {
        FilterOption::Target => Ok(Relation::Target),
        FilterOption::CreatedBy => Ok(Relation::CreatedBy),
        FilterOption::Approver => Ok(Relation::Approver),
        FilterOption::UnknownFutureValue
        | FilterOption::TargetOrRequestor
        | FilterOption::TargetManager
        | FilterOption::RequestForOthers
        | FilterOption::TargetAgentIdentitySponsorOrOwner => Err(GraphError::bad_request(format!(
            "on: no document says what {option} selects; use target, createdBy or approver"
        ))),
    }
}

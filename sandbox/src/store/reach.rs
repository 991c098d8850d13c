//! Reach: a request and who asks for it in, whether it is one of theirs out.

use crate::command::{Occasion, Reach};
use crate::model::{AssignmentRequest, RequestId, SubjectId};
use crate::refusal::Refusal;
use crate::store::Store;

impl Store {
    /// Whether the caller may read the request: those who decide on it may, too.
    pub(super) fn is_readable(&self, request: &AssignmentRequest, occasion: &Occasion) -> bool {
        occasion.reach == Reach::Everything
            || is_own(request, occasion.caller)
            || self.is_approver(request, occasion.caller)
    }

    /// Refuses to show another's request.
    pub(super) fn require_readable(
        &self,
        id: RequestId,
        occasion: &Occasion,
    ) -> Result<(), Refusal> {
        if self.is_readable(self.request(id)?, occasion) {
            return Ok(());
        }
        Err(Refusal::OthersRequest(id))
    }

    /// Refuses to change another's request.
    pub(super) fn require_own(&self, id: RequestId, occasion: &Occasion) -> Result<(), Refusal> {
        let request = self.request(id)?;
        if occasion.reach == Reach::Everything || is_own(request, occasion.caller) {
            return Ok(());
        }
        Err(Refusal::OthersRequest(id))
    }
}

/// Whoever asked for it, and whoever it is for.
fn is_own(request: &AssignmentRequest, caller: SubjectId) -> bool {
    [request.created_by, request.requestor, request.target].contains(&caller)
}

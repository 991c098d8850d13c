//! Reach: a request and who asks for it in, whether it is one of theirs out.

use crate::command::{Occasion, Reach};
use crate::model::{Effect, RequestId, SubjectId};
use crate::refusal::Refusal;
use crate::store::Store;
use crate::store::rows::Row;

impl Store {
    /// Whether the caller may read the request: those who decide on it may, too.
    pub(super) fn is_readable(&self, row: &Row, occasion: &Occasion) -> bool {
        occasion.reach == Reach::Everything
            || is_own(row, occasion.caller)
            || self.is_approver(row, occasion.caller)
    }

    /// Refuses to show another's request.
    pub(super) fn require_readable(
        &self,
        id: RequestId,
        occasion: &Occasion,
    ) -> Result<(), Refusal> {
        if self.is_readable(&Row::of(self.request(id)?), occasion) {
            return Ok(());
        }
        Err(Refusal::OthersRequest(id))
    }

    /// Refuses to change another's request. The removal of somebody's access is not theirs.
    pub(super) fn require_own(&self, id: RequestId, occasion: &Occasion) -> Result<(), Refusal> {
        let (request, caller) = (self.request(id)?, occasion.caller);
        let removes = request.request_type.effect() == Some(Effect::Remove);
        let sent = request.created_by == Some(caller);
        let own = sent || (!removes && is_own(&Row::of(request), caller));
        if own || occasion.reach == Reach::Everything {
            return Ok(());
        }
        Err(Refusal::OthersRequest(id))
    }
}

/// Whoever asked for it, and whoever it is for.
fn is_own(row: &Row, caller: SubjectId) -> bool {
    row.created_by == Some(caller) || [row.requestor, row.target].contains(&caller)
}

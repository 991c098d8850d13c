//! What callers do to a request that exists: cancel, delete, reprocess and resume. The rules that
//! need more than the request's phase stand here, the rest in the life-cycle table.

use chrono::TimeDelta;

use crate::command::{Callback, Occasion, Verdict};
use crate::model::{
    AssignmentRequest, Callout, CalloutStatus, RequestId, RequestState, Stage, Timestamp,
};
use crate::refusal::{Action, Refusal};
use crate::store::Store;
use crate::transition::{Next, Trigger, transition};

/// How long after its completion a request can be reprocessed (D-37).
const REPROCESSABLE_DAYS: i64 = 14;

impl Store {
    /// Cancels a request that has not yet been delivered.
    pub(super) fn cancel(&mut self, id: RequestId, occasion: &Occasion) -> Result<(), Refusal> {
        self.require_own(id, occasion)?;
        let next = permitted(self.request(id)?, Trigger::Cancel, Action::Canceled)?;
        self.go_on(id, next, occasion.now);
        Ok(())
    }

    /// Deletes a request that is denied or completed and has no assignment any more (D-45).
    pub(super) fn delete(&mut self, id: RequestId, now: Timestamp) -> Result<(), Refusal> {
        let request = self.request(id)?;
        let next = permitted(request, Trigger::Delete, Action::Deleted)?;
        let assignment = request.assignment.and_then(|own| self.assignments.get(&own));
        if let Some(existing) = assignment.filter(|own| !own.state.is_over()) {
            return Err(Refusal::AssignmentExists { request: id, assignment: existing.id });
        }
        self.go_on(id, next, now);
        Ok(())
    }

    /// Retries the delivery of a request whose delivery failed, in full or in part.
    pub(super) fn reprocess(&mut self, id: RequestId, now: Timestamp) -> Result<(), Refusal> {
        let request = self.request(id)?;
        let next = permitted(request, reprocessing(request), Action::Reprocessed)?;
        if let Some(completed) = request.completed_date_time
            && now.0.signed_duration_since(completed.0) > TimeDelta::days(REPROCESSABLE_DAYS)
        {
            let (completed, days) = (completed.0, REPROCESSABLE_DAYS);
            return Err(Refusal::TooLateToReprocess { completed, days });
        }
        self.go_on(id, next, now);
        Ok(())
    }

    /// Lets a request that waits for a custom extension go on, or ends it.
    pub(super) fn resume(
        &mut self,
        id: RequestId,
        callback: Callback,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let request = self.request(id)?;
        permitted(request, Trigger::Resume, Action::Resumed)?;
        if callback.verdict != Verdict::Continue && !is_deniable(callback.stage) {
            return Err(Refusal::NotDeniableAt(callback.stage));
        }
        if !request.callouts.iter().any(|callout| awaits(callout, &callback)) {
            let Callback { instance, stage, .. } = callback;
            return Err(Refusal::UnexpectedCallback { request: id, instance, stage });
        }
        let trigger = resuming(callback.verdict, request, now);
        let next = permitted(request, trigger, Action::Resumed)?;
        self.receive(id, callback);
        self.go_on(id, next, now);
        Ok(())
    }

    fn receive(&mut self, id: RequestId, callback: Callback) {
        let Some(request) = self.requests.get_mut(&id) else { return };
        request.called_out_at = Some(callback.stage);
        if let Some(callout) = request.callouts.iter_mut().find(|one| awaits(one, &callback)) {
            callout.instance.status = CalloutStatus::CallbackReceived;
            callout.instance.detail = callback.detail;
        }
    }
}

/// What the life-cycle table says of the trigger, or the refusal of the action behind it.
pub(super) fn permitted(
    request: &AssignmentRequest,
    trigger: Trigger,
    action: Action,
) -> Result<Next, Refusal> {
    let refusal = Refusal::WrongPhase { id: request.id, action, phase: request.phase() };
    transition(request.phase(), trigger).ok_or(refusal)
}

/// A request that failed before its delivery began goes through everything again, so that nothing
/// is skipped.
fn reprocessing(request: &AssignmentRequest) -> Trigger {
    match (request.state, request.called_out_at) {
        (RequestState::DeliveryFailed, Some(Stage::RequestCreated | Stage::RequestApproved)) => {
            Trigger::Restart
        }
        _ => Trigger::Reprocess,
    }
}

fn resuming(verdict: Verdict, request: &AssignmentRequest, now: Timestamp) -> Trigger {
    match verdict {
        Verdict::Continue if request.starts_after(now) => Trigger::ResumePostponed,
        Verdict::Continue => Trigger::Resume,
        Verdict::Deny => Trigger::ResumeDenied,
        Verdict::Cancel => Trigger::ResumeCanceled,
    }
}

fn awaits(callout: &Callout, callback: &Callback) -> bool {
    callout.waits()
        && callout.stage == callback.stage
        && callout.instance.id.eq_ignore_ascii_case(&callback.instance)
}

/// D-31: the sources contradict one another; this reading lets the documented denial hold.
fn is_deniable(stage: Stage) -> bool {
    match stage {
        Stage::RequestCreated | Stage::RequestApproved => true,
        Stage::RequestGranted
        | Stage::RequestRemoved
        | Stage::FourteenDaysBeforeExpiration
        | Stage::OneDayBeforeExpiration => false,
    }
}

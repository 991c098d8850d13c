//! Approval: who may decide on a request now, and a decision carried out.

use crate::model::{
    ApprovalDecision, ApprovalStage, AssignmentRequest, Decision, RequestId, RequestState, Stage,
    Status, SubjectId, SubjectSet, Timestamp,
};
use crate::refusal::{Action, Refusal};
use crate::store::Store;
use crate::store::decide::permitted;
use crate::store::rows::Row;
use crate::transition::Trigger;

impl Store {
    /// Whether the request waits for a decision that this subject may make: as an approver of its
    /// present stage, and never of one's own request.
    pub(super) fn may_decide(&self, request: &AssignmentRequest, who: SubjectId) -> bool {
        request.requestor != who
            && request.target != who
            && self.pending_stage(request).is_some_and(|stage| self.decides(request, stage, who))
    }

    /// Which stage of the policy waits for a decision; none where the request waits for none.
    fn pending_stage(&self, request: &AssignmentRequest) -> Option<&ApprovalStage> {
        let pending = request.state == RequestState::PendingApproval
            && request.status != Status::WaitingForCallback;
        let policy = self.policies.get(&request.policy).filter(|_| pending)?;
        policy.request_approval_settings.stages.get(request.approval_progress().stage)
    }

    /// Whether the subject decides on such requests, in whichever stage.
    pub(super) fn is_approver(&self, row: &Row, who: SubjectId) -> bool {
        let (policy, who) = (self.policies.get(&row.policy), self.subjects.get(&who));
        policy.zip(who).is_some_and(|(policy, who)| policy.has_approver(who))
    }

    fn decides(&self, request: &AssignmentRequest, stage: &ApprovalStage, who: SubjectId) -> bool {
        let escalated = request.status == Status::PendingApprovalEscalated;
        let further: &[SubjectSet] = if escalated { stage.further_approvers() } else { &[] };
        let Some(who) = self.subjects.get(&who) else { return false };
        stage.first_approvers().iter().chain(further).any(|set| set.contains(who))
    }

    /// Carries out a decision on the present stage of a request.
    pub(super) fn judge(
        &mut self,
        id: RequestId,
        decided: ApprovalDecision,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        let request = self.request(id)?;
        permitted(request, Trigger::Deny, Action::Decided)?;
        self.check_decision(request, &decided)?;
        let trigger = self.consequence(id, &decided, now);
        if let Some(request) = self.requests.get_mut(&id) {
            let mut progress = request.approval_progress();
            progress.decisions.push(ApprovalDecision { stage: progress.stage, ..decided });
            if trigger == Trigger::ApproveStage {
                progress.stage += 1;
                progress.since = now;
            }
            request.approval = Some(progress);
        }
        self.happen(id, trigger, now);
        Ok(())
    }

    fn check_decision(
        &self,
        request: &AssignmentRequest,
        decided: &ApprovalDecision,
    ) -> Result<(), Refusal> {
        let id = request.id;
        if let Some(who) = decided.decided_by {
            if who == request.requestor || who == request.target {
                return Err(Refusal::OwnRequest { request: id, who });
            }
            if !self.may_decide(request, who) {
                return Err(Refusal::NotAnApprover { request: id, who });
            }
        }
        let required = self
            .pending_stage(request)
            .is_some_and(|stage| stage.is_approver_justification_required);
        let given = decided.justification.as_deref().is_some_and(|text| !text.trim().is_empty());
        if required && !given {
            return Err(Refusal::DecisionWithoutJustification { request: id });
        }
        Ok(())
    }

    /// What a decision brings about. The last approval calls the custom extension, if there is one.
    fn consequence(
        &mut self,
        id: RequestId,
        decided: &ApprovalDecision,
        now: Timestamp,
    ) -> Trigger {
        if decided.decision == Decision::Deny {
            return Trigger::Deny;
        }
        if self.has_further_stage(id) {
            return Trigger::ApproveStage;
        }
        if let Some(awaited) = self.call_out(id, Stage::RequestApproved, now) {
            return awaited;
        }
        let postponed = self.requests.get(&id).is_some_and(|request| request.starts_after(now));
        if postponed { Trigger::ApprovePostponed } else { Trigger::Approve }
    }

    fn has_further_stage(&self, id: RequestId) -> bool {
        let request = self.requests.get(&id);
        let policy = request.and_then(|request| self.policies.get(&request.policy));
        request.zip(policy).is_some_and(|(request, policy)| {
            let stages = policy.request_approval_settings.stages.len();
            request.approval_progress().stage.saturating_add(1) < stages
        })
    }
}

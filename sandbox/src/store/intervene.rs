//! Interventions: what is to happen to a request from outside the API in, the request moved on
//! accordingly or a refusal out.

use crate::intervention::Intervention;
use crate::model::{ApprovalDecision, DeliveryFault, RequestId, Timestamp};
use crate::refusal::{Action, Refusal};
use crate::store::Store;

impl Store {
    /// Carries out an intervention, after everything that has come due by then.
    pub(crate) fn intervene(
        &mut self,
        intervention: Intervention,
        now: Timestamp,
    ) -> Result<(), Refusal> {
        self.settle(now);
        match intervention {
            Intervention::Decide { request, decision, by, justification } => {
                let decided = ApprovalDecision {
                    stage: self.request(request)?.approval_progress().stage,
                    decision,
                    decided_by: by,
                    justification,
                    decided_date_time: now,
                };
                self.judge(request, decided, now)
            }
            Intervention::FailDelivery { request, how } => self.mark_delivery(request, how),
        }
    }

    fn mark_delivery(&mut self, id: RequestId, how: DeliveryFault) -> Result<(), Refusal> {
        let request = self.request(id)?;
        if !request.state.can_be_delivered() {
            let (action, phase) = (Action::MadeToFail, request.phase());
            return Err(Refusal::WrongPhase { id, action, phase });
        }
        if let Some(request) = self.requests.get_mut(&id) {
            request.delivery_fault = Some(how);
        }
        self.put_on_agenda(id);
        Ok(())
    }
}

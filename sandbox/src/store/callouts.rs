//! Callouts: the stage that a request or an assignment has come to in, the callout to its policy's
//! custom extension out; and what came of a callout in, what follows from it out.

use crate::callout::{CalloutResult, CalloutSubject, OutgoingCallout};
use crate::clock::later;
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, Callout, CalloutId, CalloutInstance,
    CalloutStatus, CustomExtension, RequestId, Stage, Timestamp,
};
use crate::store::Store;
use crate::store::callout_body::{Circumstances, callout_body};
use crate::store::next_step::extension;
use crate::transition::Trigger;

impl Store {
    /// The callouts that have not been handed out yet, in the order in which they were made. The
    /// store keeps each until [`Store::callout_answered`] says what came of it.
    pub(crate) fn take_callouts(&mut self) -> Vec<OutgoingCallout> {
        let unsent = std::mem::take(&mut self.unsent);
        unsent.iter().filter_map(|id| self.outgoing.get(id).cloned()).collect()
    }

    /// Whether there are callouts that have not been handed out yet.
    pub(crate) fn has_callouts(&self) -> bool {
        !self.unsent.is_empty()
    }

    /// Takes note of what came of a callout. One that is answered, timed out or gone since then
    /// stays as it is.
    pub(crate) fn callout_answered(
        &mut self,
        instance: CalloutId,
        result: &CalloutResult,
        now: Timestamp,
    ) {
        self.settle(now);
        let Some(outgoing) = self.outgoing.remove(&instance) else { return };
        let Some(callout) = self.sent(&outgoing) else { return };
        let waited = callout.waits();
        match result.problem() {
            Some(problem) => {
                callout.instance.status = CalloutStatus::CalloutFailed;
                callout.instance.detail = Some(problem);
            }
            None if waited => callout.instance.status = CalloutStatus::WaitingForCallback,
            None => {}
        }
        let failed = callout.instance.status == CalloutStatus::CalloutFailed;
        if let CalloutSubject::AssignmentRequest(id) = outgoing.subject
            && failed
            && waited
        {
            self.happen(id, Trigger::FailCallout, now);
        }
    }

    /// The record of a callout that has had no answer yet.
    fn sent(&mut self, outgoing: &OutgoingCallout) -> Option<&mut Callout> {
        let callouts = match outgoing.subject {
            CalloutSubject::AssignmentRequest(id) => &mut self.requests.get_mut(&id)?.callouts,
            CalloutSubject::Assignment(id) => &mut self.assignments.get_mut(&id)?.callouts,
        };
        let instance = outgoing.instance.to_string();
        let mut callouts = callouts.iter_mut().filter(|one| one.instance.id == instance);
        callouts.find(|one| one.instance.status == CalloutStatus::CalloutSent)
    }

    /// Gives up waiting for a callback that has not come in time.
    pub(super) fn give_up_waiting(&mut self, id: RequestId, at: Timestamp) {
        let Some(request) = self.requests.get_mut(&id) else { return };
        for callout in request.callouts.iter_mut().filter(|one| one.waits()) {
            callout.instance.status = CalloutStatus::CallbackTimedOut;
            callout.instance.detail = Some(format!("no callback had come by {at}"));
            request.called_out_at = Some(callout.stage);
        }
    }

    /// Calls the custom extension of this stage, if the request's policy has one; the trigger that
    /// lets the request wait, where it is to wait for the callback.
    pub(super) fn call_out(
        &mut self,
        id: RequestId,
        stage: Stage,
        at: Timestamp,
    ) -> Option<Trigger> {
        let request = self.requests.get(&id)?;
        let extension = extension(request, self.policies.get(&request.policy)?, stage)?.clone();
        let instance = CalloutId::from(self.new_id());
        let body = callout_body(&self.circumstances_of(id)?, stage, instance, &extension);
        let request = self.requests.get_mut(&id)?;
        request.called_out_at = Some(stage);
        request.callouts.push(callout((stage, instance), &extension, at));
        let subject = CalloutSubject::AssignmentRequest(id);
        self.send(OutgoingCallout { subject, instance, url: extension.url, body });
        extension.callback_configuration.map(|_| Trigger::Await(stage))
    }

    /// Calls the custom extension of this stage, if the assignment's policy has one.
    pub(super) fn call_out_for(&mut self, id: AssignmentId, stage: Stage, at: Timestamp) {
        let policy = self.assignments.get(&id).and_then(|one| self.policies.get(&one.policy));
        let Some(extension) = policy.and_then(|policy| policy.extension_at(stage)).cloned() else {
            return;
        };
        let instance = CalloutId::from(self.new_id());
        let told = self.circumstances(None, self.assignments.get(&id));
        let body = callout_body(&told, stage, instance, &extension);
        if let Some(assignment) = self.assignments.get_mut(&id) {
            assignment.callouts.push(callout((stage, instance), &extension, at));
        }
        let subject = CalloutSubject::Assignment(id);
        self.send(OutgoingCallout { subject, instance, url: extension.url, body });
    }

    fn send(&mut self, callout: OutgoingCallout) {
        self.unsent.push(callout.instance);
        self.outgoing.insert(callout.instance, callout);
    }

    fn circumstances_of(&self, id: RequestId) -> Option<Circumstances<'_>> {
        let request = self.requests.get(&id)?;
        let assignment = request.assignment.and_then(|own| self.assignments.get(&own));
        Some(self.circumstances(Some(request), assignment))
    }

    fn circumstances<'a>(
        &'a self,
        request: Option<&'a AssignmentRequest>,
        assignment: Option<&'a Assignment>,
    ) -> Circumstances<'a> {
        let package = request.map(|one| one.package).or(assignment.map(|one| one.package));
        let policy = request.map(|one| one.policy).or(assignment.map(|one| one.policy));
        let target = request.map(|one| one.target).or(assignment.map(|one| one.target));
        Circumstances {
            request,
            assignment,
            package: package.and_then(|id| self.packages.get(&id)),
            policy: policy.and_then(|id| self.policies.get(&id)),
            requestor: request.and_then(|one| self.subjects.get(&one.requestor)),
            target: target.and_then(|id| self.subjects.get(&id)),
        }
    }
}

/// The record of a callout that has just been made.
fn callout(
    (stage, instance): (Stage, CalloutId),
    extension: &CustomExtension,
    at: Timestamp,
) -> Callout {
    let timeout =
        extension.callback_configuration.as_ref().map(|one| one.timeout_duration.length());
    Callout {
        stage,
        instance: CalloutInstance {
            id: instance.to_string(),
            custom_extension_id: extension.id.clone(),
            external_correlation_id: None,
            status: CalloutStatus::CalloutSent,
            detail: None,
        },
        timeout_date_time: timeout.map(|length| Timestamp(later(at.0, length))),
    }
}

//! Going on: what has come due, or what a command or an intervention brings about, in, the request
//! moved to where the life cycle says, with everything that follows from it, out.

use crate::model::{
    ApprovalProgress, AssignmentRequest, Phase, RequestId, RequestState, Status, Timestamp,
};
use crate::store::Store;
use crate::store::agenda::Entry;
use crate::store::next_step::{Step, end_of_keeping, next_step};
use crate::transition::{Next, Trigger, transition};

impl Store {
    /// When something happens next by itself, if it does.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.agenda.next_due()
    }

    /// Carries out what has come due by `now`, each thing at the moment at which it came due, but
    /// none before what has brought it about: access can be delivered after its own end.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        let mut last = None;
        while let Some((due, entry)) = self.agenda.take_due(now) {
            let at = last.map_or(due, |last| due.max(last));
            match entry {
                Entry::Request(id) => self.step(id, at),
                Entry::Assignment(id) => self.step_of_assignment(id, at),
            }
            last = Some(at);
        }
    }

    /// Notes when the request goes on by itself, if it does.
    pub(super) fn put_on_agenda(&mut self, id: RequestId) {
        let due = self.next_step(id).map(|step| step.1);
        self.agenda.note(Entry::Request(id), due);
    }

    fn step(&mut self, id: RequestId, at: Timestamp) {
        match self.next_step(id).map(|step| step.0) {
            Some(Step::Go(trigger)) => self.happen(id, trigger, at),
            Some(Step::CallOut(stage)) => match self.call_out(id, stage, at) {
                Some(awaited) => self.happen(id, awaited, at),
                None => self.put_on_agenda(id),
            },
            None => {}
        }
    }

    fn next_step(&self, id: RequestId) -> Option<(Step, Timestamp)> {
        let request = self.requests.get(&id)?;
        let step = next_step(request, self.policies.get(&request.policy)?);
        step.or_else(|| end_of_keeping(request, self.retention.as_ref()?))
    }

    /// Lets something happen that nobody asked for and the life cycle provides for.
    pub(super) fn happen(&mut self, id: RequestId, trigger: Trigger, at: Timestamp) {
        if trigger == Trigger::TimeOutCallback {
            self.give_up_waiting(id, at);
        }
        let phase = self.requests.get(&id).map(AssignmentRequest::phase);
        if let Some(next) = phase.and_then(|phase| transition(phase, trigger)) {
            self.go_on(id, next, at);
        }
    }

    /// Lets a request come to stand where the life cycle says, with everything that follows. The
    /// one place that acts on the life cycle's word.
    pub(super) fn go_on(&mut self, id: RequestId, next: Next, at: Timestamp) {
        match next {
            Next::To(phase) => self.enter(id, phase, at),
            Next::Gone => drop(self.requests.remove(&id)),
        }
        self.put_on_agenda(id);
    }

    fn enter(&mut self, id: RequestId, phase: Phase, at: Timestamp) {
        let Some(request) = self.requests.get_mut(&id) else { return };
        let before = request.state;
        request.enter(phase, at);
        match phase.state {
            RequestState::Submitted if before == RequestState::DeliveryFailed => {
                request.called_out_at = None;
                request.approval = None;
            }
            RequestState::PendingApproval if phase.status == Status::PendingApproval => {
                request.approval.get_or_insert_with(|| ApprovalProgress::first(at));
            }
            RequestState::Delivering if before != RequestState::Delivering => {
                request.called_out_at = None;
                self.begin_delivery(id);
            }
            RequestState::Delivered => self.deliver(id, at),
            RequestState::DeliveryFailed | RequestState::PartiallyDelivered => {
                self.fail_delivery(id, at);
            }
            RequestState::Submitted
            | RequestState::PendingApproval
            | RequestState::Scheduled
            | RequestState::Delivering
            | RequestState::Denied
            | RequestState::Canceled => {}
        }
        self.note_request(id);
    }
}

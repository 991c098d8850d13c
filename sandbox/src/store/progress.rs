//! What happens by itself as time goes by: the present in, every step that has come due carried
//! out, each at the moment at which it came due.

use chrono::TimeDelta;

use crate::clock::later;
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, AssignmentState, Effect, Phase, Policy, RequestId,
    RequestState, RequestType, Schedule, Status, Timestamp,
};
use crate::store::Store;
use crate::transition::{Next, Trigger, transition};

/// How long a request stays submitted before it is looked at.
const SUBMITTED: TimeDelta = TimeDelta::seconds(10);
/// How long a delivery takes.
const DELIVERING: TimeDelta = TimeDelta::seconds(20);

impl Store {
    /// Carries out what has come due by `now`.
    pub(crate) fn settle(&mut self, now: Timestamp) {
        while let Some(&(due, id)) = self.agenda.first()
            && due <= now
        {
            self.agenda.pop_first();
            self.step(id, due);
        }
    }

    /// When something happens next by itself, if it does.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        self.agenda.first().map(|next| next.0)
    }

    /// Notes when the request goes on by itself, if it does.
    pub(super) fn put_on_agenda(&mut self, id: RequestId) {
        if let Some((_, due)) = self.next_step(id) {
            self.agenda.insert((due, id));
        }
    }

    /// Lets a request come to stand where the life cycle says, with everything that follows. The
    /// one place that acts on the life cycle's word.
    pub(super) fn go_on(&mut self, id: RequestId, next: Next, at: Timestamp) {
        match next {
            Next::To(phase) => self.enter(id, phase, at),
            Next::Gone => drop(self.requests.remove(&id)),
        }
    }

    fn enter(&mut self, id: RequestId, phase: Phase, at: Timestamp) {
        let Some(request) = self.requests.get_mut(&id) else { return };
        request.enter(phase, at);
        self.note_request(id);
        if phase.state == RequestState::Delivering {
            self.begin_fulfilment(id);
        }
        if phase.state == RequestState::Delivered {
            self.fulfil(id, at);
        }
        self.put_on_agenda(id);
    }

    /// An entry of the agenda may be out of date: the request was canceled or moved on since.
    fn step(&mut self, id: RequestId, at: Timestamp) {
        let Some((trigger, due)) = self.next_step(id).filter(|step| step.1 <= at) else { return };
        let phase = self.requests.get(&id).map(AssignmentRequest::phase);
        if let Some(next) = phase.and_then(|phase| transition(phase, trigger)) {
            self.go_on(id, next, due);
        }
    }

    fn next_step(&self, id: RequestId) -> Option<(Trigger, Timestamp)> {
        let request = self.requests.get(&id)?;
        next_step(request, self.policies.get(&request.policy)?)
    }

    /// An assignment exists from the moment at which its delivery begins.
    fn begin_fulfilment(&mut self, id: RequestId) {
        let Some(request) = self.requests.get_mut(&id) else { return };
        if request.request_type.effect() != Some(Effect::Add) {
            return;
        }
        let own = request.assignment.get_or_insert_with(|| AssignmentId::from(self.ids.next()));
        let assignment = Assignment {
            id: *own,
            state: AssignmentState::Delivering,
            status: "Delivering".to_owned(),
            expired_date_time: None,
            schedule: request.schedule.clone(),
            package: request.package,
            policy: request.policy,
            target: request.target,
        };
        let own = assignment.id;
        self.assignments.insert(own, assignment);
        self.note_assignment(own);
    }

    fn fulfil(&mut self, id: RequestId, at: Timestamp) {
        let Some(request) = self.requests.get(&id) else { return };
        let assignment = request.assignment.and_then(|own| self.assignments.get_mut(&own));
        let (Some(assignment), Some(effect)) = (assignment, request.request_type.effect()) else {
            return;
        };
        match effect {
            Effect::Add => deliver(assignment),
            Effect::Update if request.schedule == Schedule::default() => {}
            Effect::Update => assignment.schedule = request.schedule.clone(),
            Effect::Remove => expire(assignment, at),
        }
        let own = assignment.id;
        self.note_assignment(own);
    }
}

/// What happens next to a request by itself, and when.
fn next_step(request: &AssignmentRequest, policy: &Policy) -> Option<(Trigger, Timestamp)> {
    let after = |delay| Timestamp(later(request.entered().0, delay));
    match (request.state, request.status) {
        (RequestState::Submitted, Status::Accepted) => {
            let due = after(SUBMITTED);
            Some((beginning(request, policy, due), due))
        }
        (RequestState::Scheduled, _) => {
            let start = request.schedule.start_date_time.unwrap_or_else(|| request.entered());
            Some((Trigger::StartDelivery, start))
        }
        (RequestState::Delivering, _) => Some((Trigger::FinishDelivery, after(DELIVERING))),
        _ => None,
    }
}

fn beginning(request: &AssignmentRequest, policy: &Policy, at: Timestamp) -> Trigger {
    if needs_approval(request.request_type, policy) {
        return Trigger::RequireApproval;
    }
    if request.starts_after(at) { Trigger::Postpone } else { Trigger::StartDelivery }
}

/// Requests of administrators pass the policy's approval by, as observed on the real service.
fn needs_approval(request_type: RequestType, policy: &Policy) -> bool {
    let settings = &policy.request_approval_settings;
    (request_type == RequestType::UserAdd && settings.is_approval_required_for_add)
        || (request_type == RequestType::UserUpdate && settings.is_approval_required_for_update)
}

fn deliver(assignment: &mut Assignment) {
    assignment.state = AssignmentState::Delivered;
    "Delivered".clone_into(&mut assignment.status);
}

fn expire(assignment: &mut Assignment, at: Timestamp) {
    assignment.state = AssignmentState::Expired;
    "ExpiredNotificationTriggered".clone_into(&mut assignment.status);
    assignment.expired_date_time = Some(at);
}

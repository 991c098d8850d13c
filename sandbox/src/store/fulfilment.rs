//! Fulfilment: what becomes of the assignment when the delivery of a request begins, is done, or
//! fails.

use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, AssignmentState, Effect, Expiration,
    ExpirationType, RequestId, RequestState, Schedule, Timestamp,
};
use crate::store::Store;

impl Store {
    /// An assignment exists from the moment at which its delivery begins. Where the subject has the
    /// access already, that is renewed once the delivery is done.
    pub(super) fn begin_delivery(&mut self, id: RequestId) {
        let Some(request) = self.requests.get(&id) else { return };
        if request.request_type.effect() != Some(Effect::Add) {
            return;
        }
        let present = self.present_assignment(request);
        let Some(own) = present.or_else(|| self.make_assignment(id)) else { return };
        if let Some(one) = self.assignments.get_mut(&own)
            && !one.state.is_in_force()
        {
            one.enter(AssignmentState::Delivering);
        }
        if let Some(request) = self.requests.get_mut(&id) {
            request.assignment = Some(own);
        }
        self.note_assignment(own);
    }

    fn make_assignment(&mut self, id: RequestId) -> Option<AssignmentId> {
        let own = AssignmentId::from(self.new_id());
        let made = new_assignment(own, self.requests.get(&id)?);
        self.assignments.insert(own, made);
        Some(own)
    }

    /// The assignment that a delivery goes into: what the target has, or else what an earlier
    /// delivery left, so that nobody comes to have one access twice.
    fn present_assignment(&self, request: &AssignmentRequest) -> Option<AssignmentId> {
        let own = |one: &Assignment| request.assignment == Some(one.id);
        let present = self.assignments_of(request.target, request.package);
        present.max_by_key(|one| (one.state.is_in_force(), own(one))).map(|one| one.id)
    }

    /// The delivery is done.
    pub(super) fn deliver(&mut self, id: RequestId, at: Timestamp) {
        let Some(request) = self.requests.get(&id) else { return };
        let (Some(own), Some(effect)) = (request.assignment, request.request_type.effect()) else {
            return;
        };
        let Some(assignment) = self.assignments.get_mut(&own) else { return };
        match effect {
            Effect::Add => {
                let policy = self.policies.get(&request.policy);
                let usual = policy.map(|policy| &policy.expiration);
                assignment.policy = request.policy;
                assignment.expired_date_time = None;
                assignment.enter(AssignmentState::Delivered);
                assignment.reschedule(in_force(&request.schedule, usual, at));
            }
            Effect::Update if request.schedule == Schedule::default() => {}
            Effect::Update => {
                let schedule = updated(&request.schedule, &assignment.schedule, at);
                assignment.reschedule(schedule);
            }
            Effect::Remove if assignment.state == AssignmentState::Expired => {}
            Effect::Remove => {
                assignment.enter(AssignmentState::Expired);
                assignment.expired_date_time = Some(at);
            }
        }
        self.note_assignment(own);
        self.put_assignment_on_agenda(own);
    }

    /// The delivery failed, entirely or partly. An assignment that was there before stays as it was.
    pub(super) fn fail_delivery(&mut self, id: RequestId, at: Timestamp) {
        let Some(request) = self.requests.get_mut(&id) else { return };
        request.delivery_fault = None;
        let Some(own) = request.assignment else { return };
        let Some(assignment) = self.assignments.get_mut(&own) else { return };
        if assignment.state != AssignmentState::Delivering {
            return;
        }
        if request.state == RequestState::PartiallyDelivered {
            let usual = self.policies.get(&request.policy).map(|policy| &policy.expiration);
            assignment.enter(AssignmentState::PartiallyDelivered);
            assignment.reschedule(in_force(&request.schedule, usual, at));
        } else {
            assignment.enter(AssignmentState::DeliveryFailed);
        }
        self.note_assignment(own);
        self.put_assignment_on_agenda(own);
    }
}

/// The assignment that a request asks for, before anything of it is delivered.
fn new_assignment(id: AssignmentId, request: &AssignmentRequest) -> Assignment {
    Assignment {
        id,
        state: AssignmentState::Delivering,
        status: AssignmentState::Delivering.usual_status().to_owned(),
        expired_date_time: None,
        schedule: request.schedule.clone(),
        package: request.package,
        policy: request.policy,
        target: request.target,
        callouts: Vec::new(),
        called_out_at: None,
    }
}

/// The schedule of access that is given at `at`: it starts then if not later, and ends as the
/// policy says where the request says nothing.
fn in_force(asked: &Schedule, usual: Option<&Expiration>, at: Timestamp) -> Schedule {
    let silent = asked.expiration.r#type == ExpirationType::NotSpecified;
    let expiration = usual.filter(|_| silent).unwrap_or(&asked.expiration);
    Schedule::new(Some(asked.start_date_time.unwrap_or(at)), expiration.clone())
}

/// The schedule of access that is changed at `at`. A duration counts from then where the update has
/// no start of its own; what the update does not say stays.
fn updated(asked: &Schedule, present: &Schedule, at: Timestamp) -> Schedule {
    let start = match asked.expiration.r#type {
        ExpirationType::AfterDuration => Some(asked.start_date_time.unwrap_or(at)),
        ExpirationType::NotSpecified
        | ExpirationType::NoExpiration
        | ExpirationType::AfterDateTime => asked.start_date_time.or(present.start_date_time),
    };
    let silent = asked.expiration.r#type == ExpirationType::NotSpecified;
    let expiration = if silent { &present.expiration } else { &asked.expiration };
    Schedule::new(start, expiration.clone())
}

//! Creating a request: what was sent in, every rule of its type and of its policy asked, a submitted
//! request out.

use crate::command::{NewRequest, Occasion};
use crate::model::{
    Answer, AssignmentRequest, Effect, Policy, RequestId, RequestType, Schedule, Subject,
    SubjectId, Timestamp,
};
use crate::refusal::{Misfit, Prohibition, Refusal};
use crate::store::Store;
use crate::transition;
use matter::{Matter, Target};

mod admission;
mod answers;
mod matter;
mod open;

/// In which capacity a request is sent, and what it is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Errand {
    sender: Sender,
    effect: Effect,
}

/// As whom a caller speaks. Whether they may is not the question of a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sender {
    User,
    Administrator,
    Approver,
}

impl Store {
    /// Checks the new request against every rule and takes it in.
    pub(super) fn create(
        &mut self,
        new: NewRequest,
        occasion: &Occasion,
    ) -> Result<RequestId, Refusal> {
        let (new, matter) = self.check(new, occasion)?;
        Ok(self.take_in(new, matter, occasion))
    }

    /// Everything that can be refused.
    fn check(&self, new: NewRequest, occasion: &Occasion) -> Result<(Accepted, Matter), Refusal> {
        let errand = errand(new.request_type)?;
        if errand.effect == Effect::Update {
            require_change(&new)?;
        }
        let matter = self.matter(&new, errand, occasion.caller)?;
        let policy = self.policy(matter.policy)?;
        self.admit(policy, errand, (occasion.caller, &matter.target))?;
        check_schedule(policy, errand, new.schedule.as_ref())?;
        check_justification(policy, errand, new.justification.as_deref())?;
        let answers = answers::accepted(policy, errand, new.answers.unwrap_or_default())?;
        let schedule = new.schedule.map(|sent| possible(sent, occasion.now)).transpose()?;
        self.refuse_second(new.request_type, errand, &matter)?;
        let (request_type, justification) = (new.request_type, new.justification);
        let schedule = schedule.unwrap_or_default();
        Ok((Accepted { request_type, schedule, answers, justification }, matter))
    }

    /// What cannot be refused any more.
    fn take_in(&mut self, new: Accepted, matter: Matter, occasion: &Occasion) -> RequestId {
        let target = self.subject_of(matter.target);
        let id = RequestId::from(self.new_id());
        let direct = new.request_type == RequestType::AdminAdd;
        let request = AssignmentRequest {
            id,
            request_type: new.request_type,
            state: transition::CREATED.state,
            status: transition::CREATED.status,
            since: None,
            created_date_time: occasion.now,
            completed_date_time: None,
            schedule: new.schedule,
            answers: new.answers,
            justification: new.justification,
            callouts: Vec::new(),
            called_out_at: None,
            approval: None,
            delivery_fault: None,
            created_by: Some(occasion.caller),
            requestor: if direct { target } else { occasion.caller },
            target,
            package: matter.package,
            policy: matter.policy,
            assignment: matter.assignment,
        };
        self.requests.insert(id, request);
        self.note_request(id);
        self.put_on_agenda(id);
        id
    }

    fn subject_of(&mut self, target: Target) -> SubjectId {
        match target {
            Target::Known(id) => id,
            Target::Newcomer(email) => {
                let id = SubjectId::from(self.new_id());
                let subject = Subject::outside_the_directory(id, email);
                self.index.note_subject(&subject);
                self.subjects.insert(id, subject);
                id
            }
        }
    }
}

/// What of a new request was accepted.
struct Accepted {
    request_type: RequestType,
    schedule: Schedule,
    answers: Vec<Answer>,
    justification: Option<String>,
}

/// D-20, D-29: the system's own types, onBehalfAdd and the placeholders are not for callers.
fn errand(request_type: RequestType) -> Result<Errand, Misfit> {
    let (sender, effect) = match request_type {
        RequestType::UserAdd => (Sender::User, Effect::Add),
        RequestType::UserUpdate => (Sender::User, Effect::Update),
        RequestType::UserRemove => (Sender::User, Effect::Remove),
        RequestType::AdminAdd => (Sender::Administrator, Effect::Add),
        RequestType::AdminUpdate => (Sender::Administrator, Effect::Update),
        RequestType::AdminRemove => (Sender::Administrator, Effect::Remove),
        RequestType::ApproverRemove => (Sender::Approver, Effect::Remove),
        RequestType::NotSpecified
        | RequestType::SystemAdd
        | RequestType::SystemUpdate
        | RequestType::SystemRemove
        | RequestType::OnBehalfAdd
        | RequestType::UnknownFutureValue => return Err(Misfit::TypeNotAllowed(request_type)),
    };
    Ok(Errand { sender, effect })
}

/// D-59: an update that brings neither a schedule nor an answer updates nothing.
fn require_change(new: &NewRequest) -> Result<(), Misfit> {
    let answered = new.answers.as_ref().is_some_and(|answers| !answers.is_empty());
    if new.schedule.is_some() || answered {
        return Ok(());
    }
    let (request_type, member) = (new.request_type, "a schedule or answers");
    Err(Misfit::MemberMissing { request_type, member })
}

/// Only users are bound to what the policy lets requestors choose.
fn check_schedule(
    policy: &Policy,
    errand: Errand,
    sent: Option<&Schedule>,
) -> Result<(), Prohibition> {
    let chosen = sent.is_some_and(|schedule| *schedule != Schedule::default());
    let bound = errand.sender == Sender::User && errand.effect != Effect::Remove;
    if chosen && bound && !policy.requestor_settings.allow_custom_assignment_schedule {
        return Err(Prohibition::NoCustomSchedule { policy: policy.id });
    }
    Ok(())
}

/// Of users who ask for access, or for more of it.
fn check_justification(policy: &Policy, errand: Errand, sent: Option<&str>) -> Result<(), Misfit> {
    let bound = errand.sender == Sender::User && errand.effect != Effect::Remove;
    let required = policy.request_approval_settings.is_requestor_justification_required;
    if bound && required && sent.is_none_or(|text| text.trim().is_empty()) {
        return Err(Misfit::NoJustification { policy: policy.id });
    }
    Ok(())
}

/// D-15: a start in the past becomes the present. Access that ends by then would never begin.
fn possible(mut schedule: Schedule, now: Timestamp) -> Result<Schedule, Misfit> {
    schedule.start_date_time = schedule.start_date_time.map(|start| start.max(now));
    let start = schedule.start_date_time.unwrap_or(now);
    match schedule.expiration.end_date_time {
        Some(end) if end <= start => Err(Misfit::EndsBeforeStart { start, end }),
        _ => Ok(schedule),
    }
}

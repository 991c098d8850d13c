//! Creating a request: what was sent in, the body rules of its type checked, a submitted request
//! out.

use crate::command::{NewAnswer, NewRequest, Occasion, TargetReference};
use crate::model::{
    Answer, AnswerType, AnsweredQuestion, AssignmentId, AssignmentRequest, AssignmentState, Effect,
    PackageId, Policy, PolicyId, RequestId, RequestType, Schedule, Subject, SubjectId, Timestamp,
};
use crate::refusal::{Misfit, Refusal};
use crate::store::Store;
use crate::store::find::unknown_target;
use crate::transition;

/// What a request is about.
struct Matter {
    package: PackageId,
    policy: PolicyId,
    target: Target,
    assignment: Option<AssignmentId>,
}

/// Who is to have the access.
enum Target {
    Known(SubjectId),
    /// Somebody who becomes a subject by this request.
    Newcomer(String),
}

impl Store {
    /// Checks the new request against the rules of its type and takes it in.
    pub(super) fn create(
        &mut self,
        mut new: NewRequest,
        occasion: &Occasion,
    ) -> Result<RequestId, Refusal> {
        let matter = match sendable_effect(new.request_type)? {
            Effect::Add => self.matter_to_add(&new, occasion.caller)?,
            Effect::Update => {
                require_change(&new)?;
                self.matter_of_assignment(&new)?
            }
            Effect::Remove => self.matter_of_assignment(&new)?,
        };
        new.schedule = new.schedule.map(|sent| possible(sent, occasion.now)).transpose()?;
        let asked = new.answers.as_deref().unwrap_or_default();
        let answers = answers_to(self.policy(matter.policy)?, asked)?;
        Ok(self.take_in((new, answers), matter, occasion))
    }

    /// What cannot be refused any more.
    fn take_in(
        &mut self,
        (new, answers): (NewRequest, Vec<Answer>),
        matter: Matter,
        occasion: &Occasion,
    ) -> RequestId {
        let target = self.subject_of(matter.target);
        let id = RequestId::from(self.ids.next());
        let direct = new.request_type == RequestType::AdminAdd;
        let request = AssignmentRequest {
            id,
            request_type: new.request_type,
            state: transition::CREATED.state,
            status: transition::CREATED.status,
            since: None,
            created_date_time: occasion.now,
            completed_date_time: None,
            schedule: new.schedule.unwrap_or_default(),
            answers,
            justification: new.justification,
            callouts: Vec::new(),
            created_by: occasion.caller,
            requestor: if direct { target } else { occasion.caller },
            target,
            package: matter.package,
            policy: matter.policy,
            assignment: matter.assignment,
        };
        self.requests.insert(id, request);
        self.put_on_agenda(id);
        id
    }

    /// D-13: an administrator names package, policy and target; a user at least the package.
    fn matter_to_add(&self, new: &NewRequest, caller: SubjectId) -> Result<Matter, Refusal> {
        let direct = new.request_type == RequestType::AdminAdd;
        let (sent, missing) = (&new.assignment, |member| missing(new, member));
        let package = sent.package.ok_or_else(|| missing("assignment.accessPackageId"))?;
        let package = self.package(package)?.id;
        let policy = match sent.policy {
            Some(policy) => self.policy_of(policy, package)?,
            None if direct => return Err(missing("assignment.assignmentPolicyId").into()),
            None => self.only_policy_of(package)?,
        };
        let target = match &sent.target {
            Some(target) => self.target(target, new.request_type)?,
            None if direct => return Err(missing("assignment.targetId").into()),
            None => Target::Known(caller),
        };
        Ok(Matter { package, policy, target, assignment: None })
    }

    fn matter_of_assignment(&self, new: &NewRequest) -> Result<Matter, Refusal> {
        let id = new.assignment.id.ok_or_else(|| missing(new, "assignment.id"))?;
        let assignment = self.assignment(id)?;
        if assignment.state != AssignmentState::Delivered {
            return Err(Refusal::AssignmentNotActive { assignment: id, state: assignment.state });
        }
        Ok(Matter {
            package: assignment.package,
            policy: assignment.policy,
            target: Target::Known(assignment.target),
            assignment: Some(id),
        })
    }

    fn policy_of(&self, policy: PolicyId, package: PackageId) -> Result<PolicyId, Refusal> {
        if self.policy(policy)?.package == package {
            return Ok(policy);
        }
        Err(Misfit::PolicyOfOtherPackage { policy, package }.into())
    }

    fn only_policy_of(&self, package: PackageId) -> Result<PolicyId, Misfit> {
        let mut policies = self.policies.values().filter(|one| one.package == package);
        match (policies.next(), policies.count()) {
            (Some(only), 0) => Ok(only.id),
            (first, others) => {
                let count = usize::from(first.is_some()) + others;
                Err(Misfit::NoSinglePolicy { package, count })
            }
        }
    }

    /// Only an administrator can bring somebody in who is known by e-mail only.
    fn target(&self, sent: &TargetReference, by: RequestType) -> Result<Target, Refusal> {
        match (self.subject(sent), sent) {
            (Some(known), _) => Ok(Target::Known(known.id)),
            (None, TargetReference::Email(email)) if by == RequestType::AdminAdd => {
                Ok(Target::Newcomer(email.clone()))
            }
            (None, _) => Err(unknown_target(sent)),
        }
    }

    fn subject_of(&mut self, target: Target) -> SubjectId {
        match target {
            Target::Known(id) => id,
            Target::Newcomer(email) => {
                let id = SubjectId::from(self.ids.next());
                self.subjects.insert(id, Subject::outside_the_directory(id, email));
                id
            }
        }
    }
}

/// D-20, D-29: the system's own types, onBehalfAdd and the placeholders are not for callers.
fn sendable_effect(request_type: RequestType) -> Result<Effect, Misfit> {
    let sendable = match request_type {
        RequestType::UserAdd
        | RequestType::UserUpdate
        | RequestType::UserRemove
        | RequestType::AdminAdd
        | RequestType::AdminUpdate
        | RequestType::AdminRemove
        | RequestType::ApproverRemove => request_type.effect(),
        RequestType::NotSpecified
        | RequestType::SystemAdd
        | RequestType::SystemUpdate
        | RequestType::SystemRemove
        | RequestType::OnBehalfAdd
        | RequestType::UnknownFutureValue => None,
    };
    sendable.ok_or(Misfit::TypeNotAllowed(request_type))
}

/// D-59: an update that brings neither a schedule nor an answer updates nothing.
fn require_change(new: &NewRequest) -> Result<(), Misfit> {
    let answered = new.answers.as_ref().is_some_and(|answers| !answers.is_empty());
    if new.schedule.is_some() || answered {
        return Ok(());
    }
    Err(missing(new, "a schedule or answers"))
}

fn missing(new: &NewRequest, member: &'static str) -> Misfit {
    Misfit::MemberMissing { request_type: new.request_type, member }
}

fn answers_to(policy: &Policy, sent: &[NewAnswer]) -> Result<Vec<Answer>, Misfit> {
    sent.iter().map(|answer| answer_to(policy, answer)).collect()
}

/// D-14: where an answer does not say how it is displayed, the text of the question's choice does.
fn answer_to(policy: &Policy, sent: &NewAnswer) -> Result<Answer, Misfit> {
    let id = sent.question;
    let not_asked = Misfit::NotAsked { policy: policy.id, question: id };
    let question = policy.question(id).ok_or(not_asked)?;
    let r#type = question.r#type;
    if sent.question_type.is_some_and(|sent| sent != r#type) {
        return Err(Misfit::QuestionOfOtherType { question: id, r#type });
    }
    let chosen = sent.value.as_deref().and_then(|value| question.choice_text(value));
    Ok(Answer {
        r#type: AnswerType::Text,
        value: sent.value.clone(),
        display_value: sent.display_value.clone().or_else(|| chosen.map(str::to_owned)),
        answered_question: AnsweredQuestion { r#type, id },
    })
}

/// D-15: a start in the past becomes the present. Access that ends by then would never begin.
fn possible(mut schedule: Schedule, now: Timestamp) -> Result<Schedule, Misfit> {
    schedule.start_date_time = schedule.start_date_time.map(|start| start.max(now));
    match (schedule.start_date_time, schedule.expiration.end_date_time) {
        (Some(start), Some(end)) if end <= start => Err(Misfit::EndsBeforeStart { start, end }),
        _ => Ok(schedule),
    }
}

//! Soundness of one request of a world: what it refers to, and whether it can stand where it says.

use crate::error::WorldError;
use crate::model::{AssignmentRequest, Callout, RequestState, Status};
use crate::transition;
use crate::world::check::{Known, check_expiration, check_policy_of_package, contradiction, found};

/// Refuses a request that refers to what is not there, or contradicts itself.
pub(super) fn check(
    known: &Known<'_>,
    request: &AssignmentRequest,
    place: &str,
) -> Result<(), WorldError> {
    for (member, subject) in [
        ("createdBy", request.created_by),
        ("requestor", Some(request.requestor)),
        ("target", Some(request.target)),
    ] {
        let Some(subject) = subject else { continue };
        found(&known.subjects, &subject, &format!("{place}/{member}"))?;
    }
    if request.request_type.effect().is_none() {
        let problem = format!("a request of the type {} asks for nothing", request.request_type);
        return contradiction(&format!("{place}/requestType"), problem);
    }
    check_policy_of_package(known, (request.policy, request.package), place)?;
    check_expiration(&request.schedule.expiration, &format!("{place}/schedule/expiration"))?;
    check_answers(known, request, place)?;
    check_assignment(known, request, place)?;
    check_phase(request, place)?;
    check_approval(known, request, place)?;
    check_callouts(request, place)
}

fn check_answers(
    known: &Known<'_>,
    request: &AssignmentRequest,
    place: &str,
) -> Result<(), WorldError> {
    let policy = found(&known.policies, &request.policy, &format!("{place}/assignmentPolicy"))?;
    for (index, answer) in request.answers.iter().enumerate() {
        let question = answer.answered_question.id;
        if policy.question(question).is_none() {
            let problem = format!("the policy {} does not ask the question {question}", policy.id);
            return contradiction(&format!("{place}/answers/{index}/answeredQuestion"), problem);
        }
    }
    Ok(())
}

fn check_assignment(
    known: &Known<'_>,
    request: &AssignmentRequest,
    place: &str,
) -> Result<(), WorldError> {
    let Some(id) = request.assignment else { return Ok(()) };
    let assignment = found(&known.assignments, &id, &format!("{place}/assignment"))?;
    if assignment.target == request.target && assignment.package == request.package {
        return Ok(());
    }
    contradiction(place, format!("the assignment {id} has another target or access package"))
}

fn check_phase(request: &AssignmentRequest, place: &str) -> Result<(), WorldError> {
    let (state, status) = (request.state, request.status);
    if !transition::provides_for(request.phase()) {
        return contradiction(place, format!("the state {state} has no status {status}"));
    }
    if state.is_completed() != request.completed_date_time.is_some() {
        let problem =
            format!("completedDateTime must be given exactly when completed; it is {state}");
        return contradiction(place, problem);
    }
    Ok(())
}

fn check_callouts(request: &AssignmentRequest, place: &str) -> Result<(), WorldError> {
    if request.callouts.iter().any(Callout::waits) != (request.status == Status::WaitingForCallback)
    {
        let problem = "the status WaitingForCallback and a callout that waits belong together";
        return contradiction(place, problem.to_owned());
    }
    let astray = |one: &Callout| one.waits() && !transition::awaits(request.state, one.stage);
    let Some(index) = request.callouts.iter().position(astray) else { return Ok(()) };
    let problem = format!("no request in the state {} waits at this stage", request.state);
    contradiction(&format!("{place}/callouts/{index}/stage"), problem)
}

fn check_approval(
    known: &Known<'_>,
    request: &AssignmentRequest,
    place: &str,
) -> Result<(), WorldError> {
    let policy = found(&known.policies, &request.policy, &format!("{place}/assignmentPolicy"))?;
    let stages = policy.request_approval_settings.stages.len();
    let stage = request.approval_progress().stage;
    // One that waits for a callback is approved already, or needed no approval.
    let undecided = request.state == RequestState::PendingApproval
        && request.status != Status::WaitingForCallback;
    let needed = undecided || request.approval.is_some();
    if needed && stage >= stages {
        let problem =
            format!("the policy {} has no approval stage {stage}, counted from 0", policy.id);
        return contradiction(&format!("{place}/approval/stage"), problem);
    }
    for decision in request.approval.iter().flat_map(|progress| &progress.decisions) {
        let Some(who) = decision.decided_by else { continue };
        found(&known.subjects, &who, &format!("{place}/approval/decisions"))?;
    }
    Ok(())
}

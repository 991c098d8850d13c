//! Soundness of a world: its contents in, the first place that contradicts the rest out.

use std::collections::HashMap;
use std::fmt::Display;
use std::hash::Hash;

use crate::error::WorldError;
use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, CalloutStatus, Package, PackageId, Policy,
    PolicyId, Status, Subject, SubjectId,
};
use crate::transition;
use crate::world::Contents;

/// Refuses ids that are used twice, references that lead nowhere, and members that contradict each
/// other.
pub(super) fn check(contents: &Contents) -> Result<(), WorldError> {
    let known = Known::of(contents)?;
    found(&known.subjects, &contents.caller, "caller")?;
    for (index, policy) in contents.assignment_policies.iter().enumerate() {
        check_policy(&known, policy, &format!("assignmentPolicies/{index}"))?;
    }
    for (index, assignment) in contents.assignments.iter().enumerate() {
        check_assignment(&known, assignment, &format!("assignments/{index}"))?;
    }
    for (index, request) in contents.assignment_requests.iter().enumerate() {
        check_request(&known, request, &format!("assignmentRequests/{index}"))?;
    }
    Ok(())
}

struct Known<'a> {
    subjects: HashMap<SubjectId, &'a Subject>,
    packages: HashMap<PackageId, &'a Package>,
    policies: HashMap<PolicyId, &'a Policy>,
    assignments: HashMap<AssignmentId, &'a Assignment>,
}

impl<'a> Known<'a> {
    fn of(contents: &'a Contents) -> Result<Self, WorldError> {
        by_id(&contents.assignment_requests, "assignmentRequests", |request| request.id)?;
        let questions = contents.assignment_policies.iter().flat_map(|policy| &policy.questions);
        by_id(questions, "assignmentPolicies/*/questions", |question| question.id)?;
        Ok(Self {
            subjects: by_id(&contents.subjects, "subjects", |subject| subject.id)?,
            packages: by_id(&contents.access_packages, "accessPackages", |package| package.id)?,
            policies: by_id(&contents.assignment_policies, "assignmentPolicies", |one| one.id)?,
            assignments: by_id(&contents.assignments, "assignments", |one| one.id)?,
        })
    }
}

fn check_policy(known: &Known<'_>, policy: &Policy, place: &str) -> Result<(), WorldError> {
    found(&known.packages, &policy.package, &format!("{place}/accessPackage"))?;
    let approvers = format!("{place}/requestApprovalSettings/approvers");
    for approver in &policy.request_approval_settings.approvers {
        found(&known.subjects, approver, &approvers)?;
    }
    Ok(())
}

fn check_assignment(known: &Known<'_>, one: &Assignment, place: &str) -> Result<(), WorldError> {
    found(&known.subjects, &one.target, &format!("{place}/target"))?;
    check_policy_of_package(known, (one.policy, one.package), place)
}

fn check_request(
    known: &Known<'_>,
    request: &AssignmentRequest,
    place: &str,
) -> Result<(), WorldError> {
    for (member, subject) in [
        ("createdBy", request.created_by),
        ("requestor", request.requestor),
        ("target", request.target),
    ] {
        found(&known.subjects, &subject, &format!("{place}/{member}"))?;
    }
    check_policy_of_package(known, (request.policy, request.package), place)?;
    check_assignment_of_request(known, request, place)?;
    check_phase(request, place)
}

fn check_policy_of_package(
    known: &Known<'_>,
    (policy, package): (PolicyId, PackageId),
    place: &str,
) -> Result<(), WorldError> {
    found(&known.packages, &package, &format!("{place}/accessPackage"))?;
    let policy = found(&known.policies, &policy, &format!("{place}/assignmentPolicy"))?;
    if policy.package == package {
        return Ok(());
    }
    contradiction(place, format!("the policy {} belongs to another access package", policy.id))
}

fn check_assignment_of_request(
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
    let waits = |status| status == CalloutStatus::WaitingForCallback;
    let waiting = request.callouts.iter().any(|callout| waits(callout.instance.status));
    if waiting == (status == Status::WaitingForCallback) {
        return Ok(());
    }
    let problem = "the status WaitingForCallback and a callout that waits belong together";
    contradiction(place, problem.to_owned())
}

fn contradiction(place: &str, problem: String) -> Result<(), WorldError> {
    Err(WorldError::Contradiction { place: place.to_owned(), problem })
}

fn by_id<'a, Id: Copy + Eq + Hash + Display, T>(
    things: impl IntoIterator<Item = &'a T>,
    place: &str,
    id: impl Fn(&T) -> Id,
) -> Result<HashMap<Id, &'a T>, WorldError> {
    let mut found = HashMap::new();
    for (index, thing) in things.into_iter().enumerate() {
        let id = id(thing);
        if found.insert(id, thing).is_some() {
            let place = format!("{place}/{index}");
            return Err(WorldError::Duplicate { place, id: id.to_string() });
        }
    }
    Ok(found)
}

fn found<'a, Id: Eq + Hash + Display, T>(
    known: &HashMap<Id, &'a T>,
    id: &Id,
    place: &str,
) -> Result<&'a T, WorldError> {
    known
        .get(id)
        .copied()
        .ok_or_else(|| WorldError::UnknownReference { place: place.to_owned(), id: id.to_string() })
}

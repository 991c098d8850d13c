//! Soundness of a world: its contents in, the first place that contradicts the rest out.

use std::collections::{HashMap, HashSet};
use std::fmt::Display;
use std::hash::Hash;

use crate::error::WorldError;
use crate::model::{
    Assignment, AssignmentId, Expiration, ObjectId, Package, PackageId, Policy, PolicyId, Subject,
    SubjectId,
};
use crate::world::{Contents, Persona};

mod approval;
mod custom_extension;
mod persona;
mod policy;
mod request;
mod subject_sets;

/// Refuses ids that are used twice, references that lead nowhere, and members that contradict each
/// other.
pub(super) fn check(contents: &Contents) -> Result<(), WorldError> {
    let known = Known::of(contents)?;
    check_subjects(&contents.subjects)?;
    check_personas(&known, &contents.personas)?;
    for (index, assignment) in contents.role_assignments.iter().enumerate() {
        found(&known.subjects, &assignment.subject, &format!("roleAssignments/{index}/subject"))?;
    }
    for (index, policy) in contents.assignment_policies.iter().enumerate() {
        policy::check(&known, policy, &format!("assignmentPolicies/{index}"))?;
    }
    for (index, assignment) in contents.assignments.iter().enumerate() {
        check_assignment(&known, assignment, &format!("assignments/{index}"))?;
    }
    for (index, request) in contents.assignment_requests.iter().enumerate() {
        request::check(&known, request, &format!("assignmentRequests/{index}"))?;
    }
    Ok(())
}

struct Known<'a> {
    subjects: HashMap<SubjectId, &'a Subject>,
    /// The subjects by the object ids of the users behind them.
    users: HashMap<ObjectId, &'a Subject>,
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
            users: users(&contents.subjects),
            packages: by_id(&contents.access_packages, "accessPackages", |package| package.id)?,
            policies: by_id(&contents.assignment_policies, "assignmentPolicies", |one| one.id)?,
            assignments: by_id(&contents.assignments, "assignments", |one| one.id)?,
        })
    }
}

fn users(subjects: &[Subject]) -> HashMap<ObjectId, &Subject> {
    subjects.iter().filter_map(|one| Some((one.object_id?, one))).collect()
}

/// A persona is asked for by its name.
fn check_personas(known: &Known<'_>, personas: &[Persona]) -> Result<(), WorldError> {
    let mut names = HashSet::new();
    for (index, persona) in personas.iter().enumerate() {
        let place = format!("personas/{index}");
        persona::check(known, persona, &place)?;
        if !names.insert(&persona.name) {
            let problem = format!("another persona is called {}", persona.name);
            return contradiction(&format!("{place}/name"), problem);
        }
    }
    Ok(())
}

/// Targets are found by object id and by e-mail, so that each of them must lead to one subject.
fn check_subjects(subjects: &[Subject]) -> Result<(), WorldError> {
    let mut seen = HashSet::new();
    let names = subjects.iter().enumerate().flat_map(|(index, subject)| {
        let object_id = subject.object_id.map(|id| id.to_string());
        let email = subject.email.as_ref().map(|email| email.to_ascii_lowercase());
        [("objectId", object_id, index), ("email", email, index)]
    });
    for (member, name, index) in names {
        let Some(name) = name else { continue };
        let problem = format!("another subject has {name}; give each its own");
        if !seen.insert((member, name)) {
            return contradiction(&format!("subjects/{index}/{member}"), problem);
        }
    }
    Ok(())
}

fn check_assignment(known: &Known<'_>, one: &Assignment, place: &str) -> Result<(), WorldError> {
    found(&known.subjects, &one.target, &format!("{place}/target"))?;
    let schedule = &one.schedule;
    check_expiration(&schedule.expiration, &format!("{place}/schedule/expiration"))?;
    let endless = schedule.expiration.duration.is_some() && schedule.start_date_time.is_none();
    // Access that is still on its way begins, and its time with it, once it is delivered.
    if endless && one.state.is_in_force() {
        let problem = "a duration counts from startDateTime; give it".to_owned();
        return contradiction(&format!("{place}/schedule"), problem);
    }
    check_policy_of_package(known, (one.policy, one.package), place)
}

/// Access would go on for ever where the end that is meant is left out.
fn check_expiration(expiration: &Expiration, place: &str) -> Result<(), WorldError> {
    expiration.problem().map_or(Ok(()), |problem| contradiction(place, problem.to_owned()))
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

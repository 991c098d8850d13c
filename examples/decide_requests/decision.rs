//! A callout in, its request resumed or denied.

use crate::callout::Callout;
use crate::duties::Duties;
use assignment_requests::enums::{
    AccessPackageAssignmentState as Assignment, AccessPackageRequestState as State,
    AccessPackageRequestType as Type,
};
use assignment_requests::requests::{DeniableStage, Deny, Resume, Resumption};
use assignment_requests::types::AccessPackageAssignmentRequest;
use assignment_requests::{Client, Expand, Filter, GraphError, Query};
use futures_util::TryStreamExt;
use std::fmt::{self, Display, Formatter};

/// Who decides, for the audit.
const SOURCE: &str = "Contoso.SeparationOfDuties";

/// What became of a request.
#[derive(Debug)]
pub(crate) enum Decision {
    Taken(Verdict),
    /// Nobody waited for this verdict any more. A try is repeated whose answer was lost, so it may have been heard the first time.
    TooLate(Verdict),
    /// The custom extension is registered at a stage at which nobody can say no.
    WrongStage,
}

/// What is said of a request.
#[derive(Debug)]
pub(crate) enum Verdict {
    Resumed,
    /// Because of the access package that stands against it.
    Denied(String),
}

/// Decides, and tells Graph.
///
/// # Errors
///
/// Where Graph could not be asked, or would not take the decision.
pub(crate) async fn decide(
    client: &Client,
    duties: &Duties,
    callout: &Callout,
) -> Result<Decision, GraphError> {
    let Some(deniable) = DeniableStage::of(&callout.stage) else { return Ok(Decision::WrongStage) };
    let conflict = conflict(client, duties, callout).await?;
    let resumption = match &conflict {
        None => Resumption::from(Resume {
            source: SOURCE,
            stage: callout.stage.clone(),
            custom_extension_stage_instance_id: &callout.instance_id,
        })
        .detail("No duty stands against it"),
        Some(package) => Resumption::from(Deny {
            source: SOURCE,
            stage: deniable,
            custom_extension_stage_instance_id: &callout.instance_id,
        })
        .detail(&format!("Not together with the access package {package}")),
    };
    match client.resume(&callout.request_id, &resumption).await {
        Ok(()) => Ok(Decision::Taken(verdict(conflict))),
        Err(GraphError::Conflict(_)) => Ok(Decision::TooLate(verdict(conflict))),
        Err(error) => Err(error),
    }
}

fn verdict(conflict: Option<String>) -> Verdict {
    conflict.map_or(Verdict::Resumed, Verdict::Denied)
}

/// The access package that the person has, or is about to get, and may not have beside the one that is asked for.
async fn conflict(
    client: &Client,
    duties: &Duties,
    callout: &Callout,
) -> Result<Option<String>, GraphError> {
    let person = callout.assignment.target.object_id.as_str();
    for package in duties.against(&callout.access_package.id) {
        let query = Query::new()
            .filter(Filter::access_package(package))
            .expand([Expand::Requestor, Expand::AssignmentTarget]);
        let mut requests = client.list(&query).items();
        while let Some(request) = requests.try_next().await? {
            if gives_access(&request) && is_for(&request, person) {
                return Ok(Some(package.to_owned()));
            }
        }
    }
    Ok(None)
}

/// Whether access has come of a request, or will: it has left the stage that is decided on here, and was neither refused nor taken back.
fn gives_access(request: &AccessPackageAssignmentRequest) -> bool {
    let is_on_its_way = matches!(
        request.state,
        Some(
            State::PendingApproval
                | State::Scheduled
                | State::Delivering
                | State::Delivered
                | State::PartiallyDelivered
        )
    );
    let takes_away = matches!(
        request.request_type,
        Some(Type::UserRemove | Type::AdminRemove | Type::ApproverRemove | Type::SystemRemove)
    );
    let assignment = request.assignment.as_ref().and_then(|assignment| assignment.state.as_ref());
    is_on_its_way && !takes_away && assignment != Some(&Assignment::Expired)
}

/// Whether a request is for a person: the target of its assignment, or whoever made it while there is none.
fn is_for(request: &AccessPackageAssignmentRequest, person: &str) -> bool {
    let target = request.assignment.as_ref().and_then(|assignment| assignment.target.as_ref());
    let subject = target.or(request.requestor.as_ref());
    let id = subject.and_then(|subject| subject.object_id.as_deref());
    id.is_some_and(|id| id.eq_ignore_ascii_case(person))
}

impl Display for Decision {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(verdict) => verdict.fmt(formatter),
            Self::TooLate(verdict) => write!(
                formatter,
                "did not wait any more to hear that it {verdict}: it was decided elsewhere, or timed out, or a first try of this decision was carried out"
            ),
            Self::WrongStage => formatter.write_str(
                "is left alone: it cannot be denied at this stage; register the custom extension at assignmentRequestCreated",
            ),
        }
    }
}

impl Display for Verdict {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Resumed => formatter.write_str("goes on"),
            Self::Denied(package) => write!(formatter, "is denied, because of {package}"),
        }
    }
}

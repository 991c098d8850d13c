//! Requests, shown to those who control the sandbox whoever they are.

use serde::{Deserialize, Serialize};

use crate::control::decode::decoded;
use crate::control::problem::Problem;
use crate::control::reply::Reply;
use crate::control::{Order, Outcome};
use crate::intervention::Intervention;
use crate::model::{
    Decision, DeliveryFault, RequestId, RequestState, RequestType, Status, Subject, SubjectId,
    Timestamp,
};
use crate::store::{Store, Surveyed};

/// As many as a page can show.
const MOST: usize = 500;

#[derive(Debug, Serialize)]
struct Shown<'a> {
    /// How many there are.
    total: usize,
    /// The latest of them first.
    requests: Vec<Line<'a>>,
}

/// A request in short.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Line<'a> {
    id: RequestId,
    request_type: RequestType,
    state: RequestState,
    status: Status,
    created_date_time: Timestamp,
    access_package: Option<&'a str>,
    requestor: Option<&'a str>,
    target: Option<&'a str>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decided {
    decision: Decision,
    /// Which approver decides; none where it does not matter.
    #[serde(default)]
    by: Option<SubjectId>,
    #[serde(default)]
    justification: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Failing {
    how: DeliveryFault,
}

/// The latest requests.
pub(super) fn list(_: &Order<'_>, store: &mut Store) -> Outcome {
    let (total, latest) = store.latest(MOST);
    Reply::json(&Shown { total, requests: latest.map(line).collect() })
}

/// One request.
pub(super) fn show(order: &Order<'_>, store: &mut Store) -> Outcome {
    Reply::json(&store.survey(id_of(order)?)?)
}

/// Lets an approver decide on one.
pub(super) fn decide(order: &Order<'_>, store: &mut Store) -> Outcome {
    let Decided { decision, by, justification } = decoded(order.body)?;
    let request = id_of(order)?;
    intervene(order, store, Intervention::Decide { request, decision, by, justification })
}

/// Lets the delivery of one fail.
pub(super) fn fail_delivery(order: &Order<'_>, store: &mut Store) -> Outcome {
    let Failing { how } = decoded(order.body)?;
    intervene(order, store, Intervention::FailDelivery { request: id_of(order)?, how })
}

fn intervene(order: &Order<'_>, store: &mut Store, intervention: Intervention) -> Outcome {
    store.intervene(intervention, Timestamp(order.service.clock.now()))?;
    show(order, store)
}

fn id_of(order: &Order<'_>) -> Result<RequestId, Problem> {
    order
        .id
        .parse()
        .map_err(|error| Problem::bad_request(format!("the id of the request: {error}")))
}

fn line(surveyed: Surveyed<'_>) -> Line<'_> {
    let request = surveyed.request;
    Line {
        id: request.id,
        request_type: request.request_type,
        state: request.state,
        status: request.status,
        created_date_time: request.created_date_time,
        access_package: surveyed.package.map(|package| package.display_name.as_str()),
        requestor: surveyed.requestor.and_then(name),
        target: surveyed.target.and_then(name),
    }
}

/// Somebody who is known by e-mail only has no other name.
fn name(subject: &Subject) -> Option<&str> {
    subject.display_name.as_deref().or(subject.email.as_deref())
}

//! Encoding: what came of a command, or a Graph error, in, an HTTP answer out.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde_json::json;

use crate::command::{Detail, Outcome, Page};
use crate::http::graph_error::{GraphError, StatusHeader};
use crate::http::presentation::Presentation;
use crate::http::wire::Shown;
use crate::http::{Answer, Exchange, date};

/// Status and body of an answer.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    body: Option<Vec<u8>>,
    /// A header of this answer's own.
    header: Option<(HeaderName, HeaderValue)>,
}

/// The context URLs are those of the documents, not of this server, so that two runs on different
/// ports answer alike.
const REQUESTS: &str = "https://graph.microsoft.com/v1.0/$metadata#identityGovernance/entitlementManagement/assignmentRequests";
const FUNCTION_RESULT: &str = "https://graph.microsoft.com/v1.0/$metadata#Collection(microsoft.graph.accessPackageAssignmentRequest)";
const JSON: HeaderValue = HeaderValue::from_static(
    "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8",
);
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
const CLIENT_REQUEST_ID: HeaderName = HeaderName::from_static("client-request-id");

/// What an outcome is answered with.
pub(crate) fn reply(outcome: &Outcome<'_>, wanted: &Presentation) -> Result<Reply, GraphError> {
    match outcome {
        Outcome::Listed(page) => collection(page, wanted, REQUESTS),
        Outcome::ListedForCaller(page) => collection(page, wanted, FUNCTION_RESULT),
        Outcome::Created(detail) => {
            let created = Shown { created_date_time: None, ..entity(*detail, wanted) };
            json(StatusCode::CREATED, &created)
        }
        Outcome::Got(detail) => json(StatusCode::OK, &entity(*detail, wanted)),
        Outcome::Deleted | Outcome::Resumed => Ok(empty(StatusCode::NO_CONTENT)),
        Outcome::Canceled => Ok(empty(StatusCode::OK)),
        Outcome::Reprocessing => Ok(empty(StatusCode::ACCEPTED)),
    }
}

/// The answer to an exchange.
pub(crate) fn answer(replied: Result<Reply, GraphError>, exchange: &Exchange) -> Answer {
    let reply = replied.unwrap_or_else(|error| error_reply(&error, exchange));
    let mut headers = headers_of(exchange);
    if reply.body.is_some() {
        headers.insert(header::CONTENT_TYPE, JSON);
    }
    headers.extend(reply.header);
    let mut response = Response::new(reply.body);
    *response.status_mut() = reply.status;
    *response.headers_mut() = headers;
    response
}

fn entity<'a>(detail: Detail<'a>, wanted: &'a Presentation) -> Shown<'a> {
    let context = format!("{REQUESTS}{}/$entity", wanted.view.in_context());
    Shown { context: Some(context), ..member(detail, wanted) }
}

fn member<'a>(detail: Detail<'a>, wanted: &'a Presentation) -> Shown<'a> {
    let created_date_time = Some(detail.request.created_date_time);
    let Presentation { view, enumerations, .. } = wanted;
    Shown { detail, view, enumerations: *enumerations, context: None, created_date_time }
}

#[derive(Serialize)]
struct Collection<'a> {
    #[serde(rename = "@odata.context")]
    context: String,
    #[serde(rename = "@odata.count", skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    value: Vec<Shown<'a>>,
    #[serde(rename = "@odata.nextLink", skip_serializing_if = "Option::is_none")]
    next_link: Option<String>,
}

fn collection(page: &Page<'_>, wanted: &Presentation, set: &str) -> Result<Reply, GraphError> {
    let shown = Collection {
        context: format!("{set}{}", wanted.view.in_context()),
        count: page.count,
        value: page.requests.iter().map(|detail| member(*detail, wanted)).collect(),
        next_link: wanted.next_link.as_ref().zip(page.last).map(|(link, place)| link.behind(place)),
    };
    Ok(Reply { header: preference_applied(wanted), ..json(StatusCode::OK, &shown)? })
}

/// Says that the page size of the header Prefer was heeded.
fn preference_applied(wanted: &Presentation) -> Option<(HeaderName, HeaderValue)> {
    let applied = format!("odata.maxpagesize={}", wanted.preferred_page_size?);
    HeaderValue::try_from(applied).ok().map(|value| (PREFERENCE_APPLIED, value))
}

/// An answer with this as its body.
pub(super) fn json(status: StatusCode, value: &impl Serialize) -> Result<Reply, GraphError> {
    let body = serde_json::to_vec(value).map_err(|error| {
        let message = format!("the answer could not be written: {error}");
        GraphError::new(StatusCode::INTERNAL_SERVER_ERROR, "generalException", message)
    })?;
    Ok(Reply { status, body: Some(body), header: None })
}

fn empty(status: StatusCode) -> Reply {
    Reply { status, body: None, header: None }
}

/// Built from strings alone, so that an error cannot fail to be written.
fn error_reply(error: &GraphError, exchange: &Exchange) -> Reply {
    let envelope = json!({
        "error": {
            "code": error.code,
            "message": error.message,
            "innerError": {
                "date": exchange.now.format("%Y-%m-%dT%H:%M:%S").to_string(),
                "request-id": exchange.request_id,
                "client-request-id": exchange.client_request_id,
            },
        },
    });
    Reply {
        status: error.status,
        body: Some(envelope.to_string().into_bytes()),
        header: error.header.map(StatusHeader::written),
    }
}

/// Date is that of the sandbox's clock: two runs with one seed give the same bytes.
fn headers_of(exchange: &Exchange) -> HeaderMap {
    let date = date::date(exchange.now);
    [
        (header::DATE, date.as_str()),
        (REQUEST_ID, &exchange.request_id),
        (CLIENT_REQUEST_ID, &exchange.client_request_id),
    ]
    .into_iter()
    .filter_map(|(name, value)| HeaderValue::from_str(value).ok().map(|value| (name, value)))
    .collect()
}

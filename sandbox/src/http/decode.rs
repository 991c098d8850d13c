//! Decoding: method, URL, headers and body in, a command and how to show what comes of it out.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, Uri};

use crate::command::{Command, Relation};
use crate::http::callback::CallbackBody;
use crate::http::graph_error::GraphError;
use crate::http::new_request::RequestBody;
use crate::http::path::{self, ActionName, Route, Unroutable};
use crate::http::view::{Enumerations, View};
use crate::http::{json, query};
use crate::members::members;
use crate::model::RequestId;

/// One of the eight operations and what its path says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Operation {
    List,
    Create,
    Get(RequestId),
    Delete(RequestId),
    Act(RequestId, ActionName),
    ListForCaller(Relation),
}

/// A command, and how to show what comes of it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) command: Command,
    pub(crate) view: View,
}

const MAX_URL: usize = 8 * 1024;
const LIST_OPTIONS: &[&str] = &["$select", "$expand", "$filter"];
const ENTITY_OPTIONS: &[&str] = &["$select", "$expand"];

/// Which operation a request line asks for.
pub(crate) fn operation(method: &Method, uri: &Uri) -> Result<Operation, GraphError> {
    if uri.path().len() + uri.query().map_or(0, str::len) > MAX_URL {
        let message = format!("the URL is longer than {MAX_URL} bytes");
        return Err(GraphError::new(StatusCode::URI_TOO_LONG, "RequestUriTooLong", message));
    }
    let route = path::parse(uri.path()).map_err(|reason| unroutable(reason, uri))?;
    match (route, method) {
        (Route::Collection, &Method::GET) => Ok(Operation::List),
        (Route::Collection, &Method::POST) => Ok(Operation::Create),
        (Route::Collection, _) => Err(GraphError::method_not_allowed("GET, POST")),
        (Route::Entity(id), &Method::GET) => Ok(Operation::Get(id)),
        (Route::Entity(id), &Method::DELETE) => Ok(Operation::Delete(id)),
        (Route::Entity(_), _) => Err(GraphError::method_not_allowed("GET, DELETE")),
        (Route::Action(id, name), &Method::POST) => Ok(Operation::Act(id, name)),
        (Route::Action(..), _) => Err(GraphError::method_not_allowed("POST")),
        (Route::FilterByCurrentUser(on), &Method::GET) => {
            relation(&on).map(Operation::ListForCaller)
        }
        (Route::FilterByCurrentUser(_), _) => Err(GraphError::method_not_allowed("GET")),
    }
}

/// Everything else that a request says. D-27: a body where none is documented is ignored.
pub(crate) fn call(operation: Operation, head: &Parts, body: &[u8]) -> Result<Call, GraphError> {
    let options = query::parse(head.uri.query(), supported_options(operation))?;
    let command = match operation {
        Operation::List => Command::List(options.filter),
        Operation::ListForCaller(relation) => Command::ListForCaller(relation, options.filter),
        Operation::Create => {
            let new: RequestBody = json::read(&head.headers, body)?;
            Command::Create(new.into_request()?)
        }
        Operation::Get(id) => Command::Get(id),
        Operation::Delete(id) => Command::Delete(id),
        Operation::Act(id, ActionName::Cancel) => Command::Cancel(id),
        Operation::Act(id, ActionName::Reprocess) => Command::Reprocess(id),
        Operation::Act(id, ActionName::Resume) => {
            let callback: CallbackBody = json::read(&head.headers, body)?;
            Command::Resume(id, callback.into_callback()?)
        }
    };
    let enumerations = enumerations(&head.headers);
    Ok(Call { command, view: View { enumerations, ..options.view } })
}

fn supported_options(operation: Operation) -> &'static [&'static str] {
    match operation {
        Operation::List | Operation::ListForCaller(_) => LIST_OPTIONS,
        Operation::Get(_) => ENTITY_OPTIONS,
        Operation::Create | Operation::Delete(_) | Operation::Act(..) => &[],
    }
}

/// D-30: `Prefer: include-unknown-enum-members`.
fn enumerations(headers: &HeaderMap) -> Enumerations {
    let values = headers.get_all("prefer").iter().filter_map(|value| value.to_str().ok());
    let mut preferences = values.flat_map(|value| value.split(','));
    if preferences.any(|one| one.trim().eq_ignore_ascii_case("include-unknown-enum-members")) {
        return Enumerations::Whole;
    }
    Enumerations::UpToSentinel
}

members! {
    /// The argument of filterByCurrentUser.
    FilterOption = "accessPackageAssignmentRequestFilterByCurrentUserOptions" {
        Target = "target",
        CreatedBy = "createdBy",
        Approver = "approver",
        UnknownFutureValue = "unknownFutureValue",
        TargetOrRequestor = "targetOrRequestor",
        TargetManager = "targetManager",
        RequestForOthers = "requestForOthers",
        TargetAgentIdentitySponsorOrOwner = "targetAgentIdentitySponsorOrOwner",
    }
}

/// D-47: the members whose behaviour is documented; the others are refused rather than guessed.
fn relation(on: &str) -> Result<Relation, GraphError> {
    let option: FilterOption =
        on.parse().map_err(|error| GraphError::bad_request(format!("on: {error}")))?;
    match option {
        FilterOption::Target => Ok(Relation::Target),
        FilterOption::CreatedBy => Ok(Relation::CreatedBy),
        FilterOption::Approver => Ok(Relation::Approver),
        FilterOption::UnknownFutureValue
        | FilterOption::TargetOrRequestor
        | FilterOption::TargetManager
        | FilterOption::RequestForOthers
        | FilterOption::TargetAgentIdentitySponsorOrOwner => Err(GraphError::bad_request(format!(
            "on: no document says what {option} selects; use target, createdBy or approver"
        ))),
    }
}

fn unroutable(reason: Unroutable, uri: &Uri) -> GraphError {
    match reason {
        Unroutable::Unknown => GraphError::new(
            StatusCode::NOT_FOUND,
            "ResourceNotFound",
            format!(
                "no HTTP resource was found that matches {}; the sandbox has \
                 /v1.0/identityGovernance/entitlementManagement/assignmentRequests",
                uri.path()
            ),
        ),
        Unroutable::MalformedId(id) => GraphError::bad_request(format!(
            "{id:?} is not the id of a request; it must be a GUID of 8-4-4-4-12 hexadecimal digits"
        )),
        Unroutable::MalformedArguments(arguments) => GraphError::bad_request(format!(
            "the arguments {arguments:?} of filterByCurrentUser must be written as (on='target')"
        )),
    }
}

//! Operations: the method and the URL of a request in, which of the eight operations it asks for out.

use axum::http::{Method, StatusCode, Uri};

use crate::command::Relation;
use crate::http::current_user;
use crate::http::graph_error::GraphError;
use crate::http::path::{self, ActionName, Route};
use crate::model::RequestId;
use crate::permission::Task;

const MAX_URL: usize = 8 * 1024;

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

impl Operation {
    /// Whether it is answered with a page of a list.
    pub(crate) fn is_list(self) -> bool {
        matches!(self, Self::List | Self::ListForCaller(_))
    }

    /// What it takes permissions for. Of a create the body tells more; this is the least.
    pub(crate) fn task(self) -> Task {
        match self {
            Self::List => Task::List,
            Self::Create => Task::CreateAsUser,
            Self::Get(_) => Task::Get,
            Self::Delete(_) => Task::Delete,
            Self::Act(_, ActionName::Cancel) => Task::Cancel,
            Self::Act(_, ActionName::Reprocess) => Task::Reprocess,
            Self::Act(_, ActionName::Resume) => Task::Resume,
            Self::ListForCaller(_) => Task::FilterByCurrentUser,
        }
    }

    /// Its name.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::Create => "create",
            Self::Get(_) => "get",
            Self::Delete(_) => "delete",
            Self::Act(_, ActionName::Cancel) => "cancel",
            Self::Act(_, ActionName::Reprocess) => "reprocess",
            Self::Act(_, ActionName::Resume) => "resume",
            Self::ListForCaller(_) => "filterByCurrentUser",
        }
    }
}

/// Which operation a request line asks for.
pub(crate) fn operation(method: &Method, uri: &Uri) -> Result<Operation, GraphError> {
    if uri.path().len() + uri.query().map_or(0, str::len) > MAX_URL {
        let message = format!("the URL is longer than {MAX_URL} bytes");
        return Err(GraphError::new(StatusCode::URI_TOO_LONG, "RequestUriTooLong", message));
    }
    let route =
        path::parse(uri.path()).map_err(|reason| GraphError::unroutable(reason, uri.path()))?;
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
            current_user::relation(&on).map(Operation::ListForCaller)
        }
        (Route::FilterByCurrentUser(_), _) => Err(GraphError::method_not_allowed("GET")),
    }
}

//! Decoding: an operation with the headers, the query and the body of its request in, a command and
//! how to show what comes of it out.

use axum::http::request::Parts;

use crate::command::Command;
use crate::http::callback::CallbackBody;
use crate::http::graph_error::GraphError;
use crate::http::new_request::RequestBody;
use crate::http::operation::Operation;
use crate::http::path::ActionName;
use crate::http::view::View;
use crate::http::{json, prefer, query};

/// A command, and how to show what comes of it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) command: Command,
    pub(crate) view: View,
}

/// Everything that a request says beside its operation. D-27: a body where none is documented is ignored.
pub(crate) fn call(operation: Operation, head: &Parts, body: &[u8]) -> Result<Call, GraphError> {
    let options = query::parse(head.uri.query(), query::supported_by(operation))?;
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
    let enumerations = prefer::enumerations(&head.headers);
    Ok(Call { command, view: View { enumerations, ..options.view } })
}

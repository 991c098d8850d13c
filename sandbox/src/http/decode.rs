//! Decoding: an operation with the headers, the query and the body of its request in, a command and
//! how to show what comes of it out.

use axum::http::request::Parts;

use crate::command::{Command, Listing};
use crate::http::callback::CallbackBody;
use crate::http::declared_types::{ACCESS_PACKAGE_ASSIGNMENT_REQUEST, RESUME_PARAMETERS};
use crate::http::graph_error::GraphError;
use crate::http::new_request::RequestBody;
use crate::http::next_link::NextLink;
use crate::http::operation::Operation;
use crate::http::path::ActionName;
use crate::http::presentation::Presentation;
use crate::http::query::Options;
use crate::http::{json, prefer, query};
use crate::service::Paging;

/// A command, and how to show what comes of it.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) command: Command,
    pub(crate) presentation: Presentation,
}

/// Everything that a request says beside its operation. D-27: a body where none is documented is ignored.
pub(crate) fn call(
    operation: Operation,
    head: &Parts,
    body: &[u8],
    paging: &Paging,
) -> Result<Call, GraphError> {
    let options = query::parse(head.uri.query(), query::supported_by(operation))?;
    let command = match operation {
        Operation::List => Command::List(listing(&options, head, paging)),
        Operation::ListForCaller(relation) => {
            Command::ListForCaller(relation, listing(&options, head, paging))
        }
        Operation::Create => {
            let new: RequestBody =
                json::read(&head.headers, body, &ACCESS_PACKAGE_ASSIGNMENT_REQUEST)?;
            Command::Create(new.into_request()?)
        }
        Operation::Get(id) => Command::Get(id),
        Operation::Delete(id) => Command::Delete(id),
        Operation::Act(id, ActionName::Cancel) => Command::Cancel(id),
        Operation::Act(id, ActionName::Reprocess) => Command::Reprocess(id),
        Operation::Act(id, ActionName::Resume) => {
            let callback: CallbackBody = json::read(&head.headers, body, &RESUME_PARAMETERS)?;
            Command::Resume(id, callback.into_callback()?)
        }
    };
    let presentation = Presentation {
        view: options.view,
        enumerations: prefer::enumerations(&head.headers),
        preferred_page_size: prefer::max_page_size(&head.headers),
        next_link: operation.is_list().then(|| NextLink::new(head, options.of_all_pages, paging)),
    };
    Ok(Call { command, presentation })
}

fn listing(options: &Options, head: &Parts, paging: &Paging) -> Listing {
    let asked = options.top.into_iter().chain(prefer::max_page_size(&head.headers)).min();
    Listing {
        filter: options.filter.clone(),
        order: options.order,
        after: options.after,
        skip: options.skip,
        page_size: asked.unwrap_or(paging.size),
        counted: options.counted,
    }
}

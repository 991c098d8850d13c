//! The control: a request below `/__sandbox` in, the sandbox looked at or changed, and an answer out.
//! It stands beside the HTTP face, and nothing of Graph's is true of it.

#![expect(
    clippy::unnecessary_wraps,
    reason = "the table of routes has one signature for all steps"
)]

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::response::Response;

use crate::body::{self, Limits};
use crate::control::problem::Problem;
use crate::control::reply::Reply;
use crate::control::routes::Step;
use crate::model::Timestamp;
use crate::service::Service;

mod clock;
mod decode;
mod faults;
mod guard;
mod journal;
mod page;
mod problem;
mod reply;
mod requests;
mod routes;
mod world;

pub(crate) use routes::PATHS;

/// What is asked of a step.
#[derive(Debug)]
struct Order<'a> {
    service: &'a Service,
    /// The variable segment of the path.
    id: &'a str,
    query: &'a str,
    body: &'a [u8],
}

type Outcome = Result<Reply, Problem>;

/// A world of 100,000 requests has some 100 MB.
const MAX_WORLD: usize = 512 * 1024 * 1024;
const MAX_BODY: usize = 1024 * 1024;

/// Answers one request; whom it came from is its extension `ConnectInfo`.
pub(crate) async fn answer(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    match carry_out(&service, &head, body).await {
        Ok(reply) => reply.into_response(),
        Err(problem) => Reply::from(problem).into_response(),
    }
}

async fn carry_out(service: &Service, head: &Parts, body: Body) -> Result<Reply, Problem> {
    guard::admit(head, service.control)?;
    let route = routes::find(head.method.as_str(), head.uri.path())?;
    let bytes = if route.takes_world { MAX_WORLD } else { MAX_BODY };
    let body = body::read(body, Limits { bytes, time: service.read_timeout }).await?;
    let query = head.uri.query().unwrap_or_default();
    let order = Order { service, id: &route.id, query, body: &body };
    match route.step {
        Step::Apart(step) => step(&order),
        Step::OnStore(step) => {
            service
                .with_kept_store(|store| {
                    store.settle(Timestamp(service.clock.now()));
                    step(&order, store)
                })
                .await?
        }
    }
}

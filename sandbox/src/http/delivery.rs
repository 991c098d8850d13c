//! Delivery: an answer and what is to go wrong with it in, what leaves, and when, out.

use axum::body::Body;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::{DateTime, Utc};

use crate::faults::{Asked, Disturbance, Instead};
use crate::http::operation;
use crate::service::Service;

/// Marks a response that is not to be sent: its connection is closed instead.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lost;

impl Service {
    /// What goes wrong with a request.
    pub(super) fn disturbance(&self, head: &Parts, now: DateTime<Utc>) -> Disturbance {
        if self.faults.is_empty() {
            return Disturbance::default();
        }
        let operation = operation::operation(&head.method, &head.uri).ok();
        self.faults.disturbance(Asked {
            method: head.method.as_str(),
            path: head.uri.path(),
            operation: operation.map(operation::Operation::name),
            now,
        })
    }
}

/// Lets the answer leave, be it late or never.
pub(super) async fn deliver(
    answer: Option<Response<Option<Vec<u8>>>>,
    disturbance: &Disturbance,
) -> Response {
    if !disturbance.latency.is_zero() {
        tokio::time::sleep(disturbance.latency).await;
    }
    match (answer, &disturbance.instead) {
        (Some(answer), None | Some(Instead::Error(_))) => {
            answer.map(|body| body.map_or_else(Body::empty, Body::from))
        }
        (_, Some(Instead::Loss(_))) | (None, _) => lost(),
    }
}

fn lost() -> Response {
    let mut nothing = Response::default();
    nothing.extensions_mut().insert(Lost);
    nothing
}

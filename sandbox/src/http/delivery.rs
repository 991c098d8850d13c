//! Delivery: an answer and what is to go wrong with it in, what leaves, and when, out.

use axum::body::Body;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::{DateTime, Utc};

use crate::faults::{Asked, BATCH, Disturbance, Instead};
use crate::http::{Answer, batch, operation};
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
        let path = head.uri.path();
        let operation = if batch::is_at(path) {
            Some(BATCH)
        } else {
            operation::operation(&head.method, &head.uri).ok().map(operation::Operation::name)
        };
        self.faults.disturbance(Asked { method: head.method.as_str(), path, operation, now })
    }
}

/// Lets the answer leave, be it late or never.
pub(super) async fn deliver(answer: Option<Answer>, disturbance: &Disturbance) -> Response {
    match arrived(answer, disturbance).await {
        Some(answer) => answer.map(|body| body.map_or_else(Body::empty, Body::from)),
        None => lost(),
    }
}

/// The answer when it arrives; none where it never does.
pub(super) async fn arrived(answer: Option<Answer>, disturbance: &Disturbance) -> Option<Answer> {
    if !disturbance.latency.is_zero() {
        tokio::time::sleep(disturbance.latency).await;
    }
    let loss = disturbance.instead.as_ref().and_then(Instead::loss);
    answer.filter(|_| loss.is_none())
}

fn lost() -> Response {
    let mut nothing = Response::default();
    nothing.extensions_mut().insert(Lost);
    nothing
}

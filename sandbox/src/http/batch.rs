//! Batches: the body of a `$batch` in, each request in it answered as if it had come by itself, all
//! answers in one out.

use std::collections::BTreeMap;
use std::pin::Pin;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{Method, StatusCode};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::Value;

use crate::body::{self, Limits};
use crate::clock::Stopwatch;
use crate::faults::Disturbance;
use crate::http::batch::item::Item;
use crate::http::course::Course;
use crate::http::encode::{self, Reply};
use crate::http::graph_error::GraphError;
use crate::http::{Answer, Exchange, MAX_BODY, delivery};
use crate::service::Service;

mod item;

/// What the URLs of a batch are relative to, with the slash.
const ROOT: &str = "/v1.0/";

/// What comes of a batch. Its requests are answered by what answers it, so that the type must have
/// an end.
type Replying<'a> = Pin<Box<dyn Future<Output = Result<Reply, GraphError>> + Send + 'a>>;

#[derive(Serialize)]
struct Responses {
    responses: Vec<Shown>,
}

/// An answer as it stands in that of the batch.
#[derive(Serialize)]
struct Shown {
    id: String,
    status: u16,
    headers: BTreeMap<String, String>,
    body: Value,
}

/// Whether batches are sent to this path.
pub(super) fn is_at(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|segment| percent_decode_str(segment).eq(*b"$batch"))
}

impl Service {
    /// Answers all requests of a batch, one after the other in the order in which they stand there.
    pub(super) fn batch<'a>(
        &'a self,
        head: &'a Parts,
        body: Body,
        exchange: &'a mut Exchange,
    ) -> Replying<'a> {
        Box::pin(async move {
            if head.method != Method::POST {
                return Err(GraphError::method_not_allowed("POST"));
            }
            let limits = Limits { bytes: MAX_BODY, time: self.read_timeout };
            exchange.body = body::read(body, limits).await?;
            let sent = item::sent(&head.headers, &exchange.body)?;
            if let Err(error) = item::require_no_token(&sent) {
                // The journal holds none either.
                exchange.body.clear();
                return Err(error);
            }
            let items = item::checked(sent, &head.headers)?;
            encode::json(StatusCode::OK, &self.carry_out(items).await)
        })
    }

    async fn carry_out(&self, items: Vec<Item>) -> Responses {
        let mut responses = Vec::with_capacity(items.len());
        let mut succeeded = Vec::with_capacity(items.len());
        for Item { id, depends_on, head, body } in items {
            let is_due = depends_on.iter().all(|place| succeeded.get(*place) == Some(&true));
            let answer = if is_due {
                let (answer, disturbance) = self.answered(head, Body::from(body)).await;
                delivery::arrived(answer, &disturbance).await
            } else {
                self.passed_over(head)
            };
            succeeded.push(answer.as_ref().is_some_and(|answer| answer.status().is_success()));
            responses.extend(answer.map(|answer| shown(id, answer)));
        }
        Responses { responses }
    }

    /// The answer to a request that depends on one which failed.
    fn passed_over(&self, head: Parts) -> Option<Answer> {
        let stopwatch = Stopwatch::start();
        let exchange = self.exchange(&head.headers);
        let message = "not carried out: a request that this one depends on failed";
        let error = GraphError::new(StatusCode::FAILED_DEPENDENCY, "FailedDependency", message);
        let answer = Some(encode::answer(Err(error), &exchange));
        let disturbance = Disturbance::default();
        self.note(Course { head, exchange, answer: &answer, disturbance: &disturbance }, stopwatch);
        answer
    }
}

fn shown(id: String, answer: Answer) -> Shown {
    let (head, body) = answer.into_parts();
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = head.headers.iter();
    Shown {
        id,
        status: head.status.as_u16(),
        headers: headers.map(|(name, value)| (name.to_string(), text(value.as_bytes()))).collect(),
        // Every body of the sandbox is JSON.
        body: body.and_then(|body| serde_json::from_slice(&body).ok()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn batches_are_sent_below_the_version() {
        for (path, expected) in [
            ("/v1.0/$batch", true),
            ("/v1.0/%24batch", true),
            ("/v1.0/$batch/", false),
            ("/v1.0%2F$batch", false),
            ("/$batch", false),
            ("/beta/$batch", false),
        ] {
            assert_eq!(is_at(path), expected, "{path}");
        }
    }
}

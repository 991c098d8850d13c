//! The exchanges of a case in, the shapes of what was sent and answered out, by call and status.

use crate::contract::{Contract, Operation};
use crate::endpoint::Endpoint;
use crate::exchange::{Answer, Exchange, Outcome, SentRequest};
use crate::plan::Kind;
use crate::shape::Shape;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use url::Url;

/// A call and the status of the answer, as in `GET /notes/{id} → 200`, and the shapes of both.
pub(super) type Shapes = Map<String, Value>;

/// The shapes of a case at an endpoint.
///
/// All exchanges of one call and status have one shape together: how often a rule has to look until something is done is not the endpoint's
/// shape. For the same reason the members of enumerations are left out where several exchanges belong to a case.
pub(super) fn shapes(
    contract: &Contract,
    endpoint: &Endpoint,
    (kind, exchanges): (Kind, &[Exchange]),
) -> Shapes {
    let mut calls: BTreeMap<String, Call> = BTreeMap::new();
    for exchange in exchanges {
        let Outcome::Answered(answer) = &exchange.outcome else { continue };
        let request = &exchange.request;
        let operation = operation(contract, endpoint, request);
        let path = operation.map_or("elsewhere", |operation| operation.path.as_str());
        let call = Call::of(contract, operation, (request, answer));
        let call = match kind {
            Kind::Example | Kind::Exchange => call,
            Kind::Rule => call.without_enumeration_members(),
            // What is sent there is wrong on purpose, each time in another way.
            Kind::Input => call.without_request().without_enumeration_members(),
        };
        let name = format!("{} {path} → {}", request.method, answer.status);
        match calls.remove(&name) {
            Some(seen) => calls.insert(name, seen.merged(call)),
            None => calls.insert(name, call),
        };
    }
    calls.into_iter().map(|(name, call)| (name, call.to_json())).collect()
}

fn operation<'a>(
    contract: &'a Contract,
    endpoint: &Endpoint,
    request: &SentRequest,
) -> Option<&'a Operation> {
    let url = Url::parse(&request.url).ok()?;
    contract.operation_at(&request.method, endpoint.below(&url)?)
}

/// One call and its answer.
struct Call {
    request: Message,
    response: Message,
}

#[derive(Default)]
struct Message {
    media_types: BTreeSet<String>,
    body: Option<Shape>,
}

impl Call {
    fn of(
        contract: &Contract,
        operation: Option<&Operation>,
        (request, answer): (&SentRequest, &Answer),
    ) -> Self {
        let sent = operation.and_then(|operation| operation.request_schema.as_deref());
        let answered = operation.and_then(|operation| operation.response(answer.status));
        let answered = answered.and_then(|response| response.json_schema());
        let media_type = request.headers.iter().find(|(name, _)| name == "content-type");
        let text = || request.text.as_ref().map(|_| Shape::not_json());
        Self {
            request: Message {
                media_types: media_type.map(|(_, value)| value.clone()).into_iter().collect(),
                body: request
                    .body
                    .as_ref()
                    .map(|body| Shape::of(contract, sent, body))
                    .or_else(text),
            },
            response: Message {
                media_types: answer.header("content-type").map(str::to_owned).into_iter().collect(),
                body: Shape::of_body(contract, answered, &answer.body),
            },
        }
    }

    fn without_request(self) -> Self {
        Self { request: Message::default(), ..self }
    }

    fn without_enumeration_members(self) -> Self {
        Self {
            request: self.request.without_enumeration_members(),
            response: self.response.without_enumeration_members(),
        }
    }

    fn merged(self, other: Self) -> Self {
        Self {
            request: self.request.merged(other.request),
            response: self.response.merged(other.response),
        }
    }

    fn to_json(&self) -> Value {
        let parts = [("request", &self.request), ("response", &self.response)];
        let told = parts.into_iter().filter(|(_, message)| !message.is_empty());
        Value::Object(told.map(|(name, message)| (name.to_owned(), message.to_json())).collect())
    }
}

impl Message {
    fn is_empty(&self) -> bool {
        self.media_types.is_empty() && self.body.is_none()
    }

    fn without_enumeration_members(self) -> Self {
        Self { body: self.body.map(Shape::without_enumeration_members), ..self }
    }

    fn merged(mut self, other: Self) -> Self {
        self.media_types.extend(other.media_types);
        let bodies = self.body.into_iter().chain(other.body);
        Self { media_types: self.media_types, body: bodies.reduce(Shape::merged) }
    }

    fn to_json(&self) -> Value {
        let mut parts = Map::new();
        if !self.media_types.is_empty() {
            let media_types: Vec<&str> = self.media_types.iter().map(String::as_str).collect();
            parts.insert("content-type".to_owned(), media_types.join(" | ").into());
        }
        if let Some(body) = &self.body {
            parts.insert("body".to_owned(), json!(body));
        }
        Value::Object(parts)
    }
}

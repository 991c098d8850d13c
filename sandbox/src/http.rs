//! The HTTP face: a request in, an answer out, by way of decode, store and encode. It holds no rule
//! of entitlement management.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::{DateTime, Utc};

use crate::body::{self, Limits};
use crate::clock::Stopwatch;
use crate::command::Occasion;
use crate::faults::{Disturbance, Instead, Loss};
use crate::http::course::Course;
use crate::http::encode::Reply;
use crate::http::graph_error::GraphError;
use crate::identity::{Identity, Unidentified};
use crate::lock::locked;
use crate::model::{Timestamp, is_guid};
use crate::permission::{self, Task};
use crate::service::Service;

mod batch;
mod bearer;
mod callback;
mod course;
mod current_user;
mod date;
mod declared_types;
mod decode;
mod delivery;
mod encode;
mod filter;
mod graph_error;
mod json;
mod member_names;
mod new_request;
mod new_schedule;
mod next_link;
mod object;
mod odata_type;
mod operation;
mod path;
mod prefer;
mod presentation;
mod property;
mod query;
mod selection;
mod skiptoken;
mod syntax;
mod type_check;
mod view;
mod well_formed;
mod wire;

pub(crate) use delivery::Lost;

/// How long a body may be.
const MAX_BODY: usize = 1024 * 1024;

/// What identifies one request and its answer.
#[derive(Debug)]
struct Exchange {
    request_id: String,
    client_request_id: String,
    now: DateTime<Utc>,
    /// Who asks, once that is known.
    caller: Option<String>,
    /// The body, once it has been read.
    body: Vec<u8>,
}

/// An answer before it leaves; its body is whole, so that it can be noted, and stand in a batch.
type Answer = Response<Option<Vec<u8>>>;

/// Answers one request, unless a fault has something else happen; whom the request came from is its
/// extension `ConnectInfo`.
pub(crate) async fn answer(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let (answer, disturbance) = service.answered(head, body).await;
    delivery::deliver(answer, &disturbance).await
}

impl Service {
    /// Carries out one request and notes it, be it by itself or in a batch: its answer, where there is
    /// one, and what is to go wrong with it on its way.
    async fn answered(&self, head: Parts, body: Body) -> (Option<Answer>, Disturbance) {
        let stopwatch = Stopwatch::start();
        let mut exchange = self.exchange(&head.headers);
        let disturbance = self.disturbance(&head, exchange.now);
        let replied = match &disturbance.instead {
            Some(Instead::Loss(Loss::Request)) => None,
            Some(Instead::Error(error)) => Some(Err(error.clone().into())),
            Some(Instead::Loss(Loss::Answer)) | None => {
                Some(self.reply(&head, body, &mut exchange).await)
            }
        };
        let answer = replied.map(|replied| encode::answer(replied, &exchange));
        self.note(Course { head, exchange, answer: &answer, disturbance: &disturbance }, stopwatch);
        (answer, disturbance)
    }

    fn exchange(&self, headers: &HeaderMap) -> Exchange {
        let request_id = locked(&self.exchange_ids).next().to_string();
        let sent = headers.get("client-request-id").and_then(|value| value.to_str().ok());
        // The answer's header is a GUID as well, and a wrong one is no reason to refuse a request.
        let sent = sent.filter(|text| is_guid(text));
        let client_request_id = sent.unwrap_or(&request_id).to_owned();
        let now = self.clock.now();
        Exchange { client_request_id, request_id, now, caller: None, body: Vec::new() }
    }

    async fn reply(
        &self,
        head: &Parts,
        body: Body,
        exchange: &mut Exchange,
    ) -> Result<Reply, GraphError> {
        let caller = self.identify(&head.headers, exchange)?;
        if batch::is_at(head.uri.path()) {
            return self.batch(head, body, exchange).await;
        }
        let operation = operation::operation(&head.method, &head.uri)?;
        permission::reach(operation.task(), &caller)?;
        let limits = Limits { bytes: MAX_BODY, time: self.read_timeout };
        exchange.body = body::read(body, limits).await?;
        let call = decode::call(operation, head, &exchange.body, &self.paging)?;
        let reach = permission::reach(Task::of(&call.command), &caller)?;
        let occasion = Occasion { caller: caller.subject, reach, now: Timestamp(exchange.now) };
        self.with_kept_store(|store| {
            let outcome = store.apply(call.command, &occasion)?;
            encode::reply(&outcome, &call.presentation)
        })
        .await?
    }

    fn identify(
        &self,
        headers: &HeaderMap,
        exchange: &mut Exchange,
    ) -> Result<Identity, GraphError> {
        let token = bearer::token(headers)?;
        let claims = self.recent_tokens.claims(token).map_err(Unidentified::from)?;
        if let Some(keys) = &self.signing_keys {
            keys.verify(token).map_err(Unidentified::from)?;
        } else if claims.is_expired(exchange.now) {
            return Err(Unidentified::Expired.into());
        }
        self.with_store(|store| {
            let identity = store.identify(claims)?;
            exchange.caller = store.display_name(identity.subject);
            Ok(identity)
        })
    }
}

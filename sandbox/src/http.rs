//! The HTTP face: a request in, an answer out, by way of decode, store and encode. It holds no rule
//! of entitlement management.

use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use crate::beginning::Beginning;
use crate::body::{self, Limits};
use crate::clock::{Clock, Stopwatch};
use crate::command::Occasion;
use crate::control::Control;
use crate::faults::{Faults, Instead, Loss};
use crate::http::course::Course;
use crate::http::encode::Reply;
use crate::http::graph_error::GraphError;
use crate::identity::{Identity, RecentTokens, SigningKeys, Unidentified};
use crate::ids::Ids;
use crate::journal::Journal;
use crate::kept_store::{KeptStore, Unkept};
use crate::model::Timestamp;
use crate::permission::{self, Task};
use crate::store::Store;

mod bearer;
mod callback;
mod course;
mod current_user;
mod date;
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
mod view;
mod well_formed;
mod wire;

pub(crate) use delivery::Lost;
pub(crate) use next_link::Paging;
pub(crate) use query::MAX_PAGE_SIZE;

/// How long a body may be.
const MAX_BODY: usize = 1024 * 1024;

/// What every exchange works with.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) store: KeptStore,
    /// When something happens next in the store by itself; the alarm waits for it.
    pub(crate) next_due: watch::Sender<Option<Timestamp>>,
    /// Says that there are callouts to be sent.
    pub(crate) callouts_made: Notify,
    pub(crate) exchange_ids: Mutex<Ids>,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    /// Who may control the sandbox.
    pub(crate) control: Control,
    /// What a reset goes back to.
    pub(crate) beginning: Beginning,
    pub(crate) paging: Paging,
    pub(crate) recent_tokens: RecentTokens,
    /// By whose signature a token is taken; by anybody's, where there are none.
    pub(crate) signing_keys: Option<SigningKeys>,
    /// How long a body may take to arrive.
    pub(crate) read_timeout: Duration,
}

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

/// Answers one request, unless a fault has something else happen; whom the request came from is its
/// extension `ConnectInfo`.
pub(crate) async fn answer(State(service): State<Arc<Service>>, request: Request) -> Response {
    let stopwatch = Stopwatch::start();
    let (head, body) = request.into_parts();
    let mut exchange = service.exchange(&head.headers);
    let disturbance = service.disturbance(&head, exchange.now);
    let replied = match &disturbance.instead {
        Some(Instead::Loss(Loss::Request)) => None,
        Some(Instead::Error(error)) => Some(Err(error.clone().into())),
        Some(Instead::Loss(Loss::Answer)) | None => {
            Some(service.reply(&head, body, &mut exchange).await)
        }
    };
    let answer = replied.map(|replied| encode::answer(replied, &exchange));
    service.note(Course { head, exchange, answer: &answer, disturbance: &disturbance }, stopwatch);
    delivery::deliver(answer, &disturbance).await
}

impl Service {
    fn exchange(&self, headers: &HeaderMap) -> Exchange {
        let request_id = locked(&self.exchange_ids).next().to_string();
        let sent = headers.get("client-request-id").and_then(|value| value.to_str().ok());
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

    /// Lets everything happen that has come due.
    pub(crate) async fn settle(&self) -> Result<(), Unkept> {
        // Asked within: who loads another world sets the clock while nobody else is at the store.
        self.with_kept_store(|store| store.settle(Timestamp(self.clock.now()))).await
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
        }
        self.with_store(|store| {
            let identity = store.identify(claims)?;
            exchange.caller = store.display_name(identity.subject);
            Ok(identity)
        })
    }

    /// Lets one step work on the store, whether or not what it does is kept.
    pub(crate) fn with_store<T>(&self, step: impl FnOnce(&mut Store) -> T) -> T {
        self.store.with(|store| self.watched(store, step))
    }

    /// Lets one step work on the store, and waits until what it did and saw is kept. Whoever answers
    /// or calls somebody because of the step uses this.
    pub(crate) async fn with_kept_store<T>(
        &self,
        step: impl FnOnce(&mut Store) -> T,
    ) -> Result<T, Unkept> {
        self.store.with_kept(|store| self.watched(store, step)).await
    }

    fn watched<T>(&self, store: &mut Store, step: impl FnOnce(&mut Store) -> T) -> T {
        let done = step(store);
        let due = store.next_due();
        self.next_due.send_if_modified(|known| mem::replace(known, due) != due);
        if store.has_callouts() {
            self.callouts_made.notify_one();
        }
        done
    }
}

/// A panic elsewhere must not take the sandbox down; no step leaves the store half changed.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

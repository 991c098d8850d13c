//! The HTTP face: a request in, an answer out, by way of decode, store and encode. It holds no rule
//! of entitlement management.

use std::error::Error;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use tokio::sync::{Notify, watch};

use crate::beginning::Beginning;
use crate::clock::Clock;
use crate::command::Occasion;
use crate::http::encode::Reply;
use crate::http::graph_error::GraphError;
use crate::identity::{Claims, Identity, SigningKeys, Unidentified};
use crate::ids::Ids;
use crate::kept_store::{KeptStore, Unkept};
use crate::model::Timestamp;
use crate::permission::{self, Task};
use crate::store::Store;

mod bearer;
mod callback;
mod current_user;
mod decode;
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
mod wire;

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
    /// What a reset goes back to.
    pub(crate) beginning: Beginning,
    pub(crate) paging: Paging,
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
}

/// Answers one request; whom it came from is its extension `ConnectInfo`.
pub(crate) async fn answer(State(service): State<Arc<Service>>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let exchange = service.exchange(&head.headers);
    let replied = service.reply(&head, body, exchange.now).await;
    encode::response(replied, &exchange)
}

impl Service {
    fn exchange(&self, headers: &HeaderMap) -> Exchange {
        let request_id = locked(&self.exchange_ids).next().to_string();
        let sent = headers.get("client-request-id").and_then(|value| value.to_str().ok());
        let client_request_id = sent.unwrap_or(&request_id).to_owned();
        Exchange { client_request_id, request_id, now: self.clock.now() }
    }

    async fn reply(
        &self,
        head: &Parts,
        body: Body,
        now: DateTime<Utc>,
    ) -> Result<Reply, GraphError> {
        let caller = self.identify(&head.headers)?;
        let operation = operation::operation(&head.method, &head.uri)?;
        permission::reach(operation.task(), &caller)?;
        let body = self.read(body).await?;
        let call = decode::call(operation, head, &body, &self.paging)?;
        let reach = permission::reach(Task::of(&call.command), &caller)?;
        let occasion = Occasion { caller: caller.subject, reach, now: Timestamp(now) };
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

    fn identify(&self, headers: &HeaderMap) -> Result<Identity, GraphError> {
        let token = bearer::token(headers)?;
        let claims = Claims::read(token).map_err(Unidentified::from)?;
        if let Some(keys) = &self.signing_keys {
            keys.verify(token).map_err(Unidentified::from)?;
        }
        Ok(self.with_store(|store| store.identify(claims))?)
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

    async fn read(&self, body: Body) -> Result<Vec<u8>, GraphError> {
        let whole = Limited::new(body, MAX_BODY).collect();
        match tokio::time::timeout(self.read_timeout, whole).await {
            Ok(collected) => Ok(collected.map_err(|error| unreadable(&*error))?.to_bytes().into()),
            Err(_) => Err(GraphError::new(
                StatusCode::REQUEST_TIMEOUT,
                "RequestTimeout",
                format!("the body did not arrive within {:?}; send it at once", self.read_timeout),
            )),
        }
    }
}

/// The error of a body that is too long or ends early.
fn unreadable(error: &(dyn Error + Send + Sync + 'static)) -> GraphError {
    if error.is::<LengthLimitError>() {
        let message = format!("the body is longer than {MAX_BODY} bytes");
        return GraphError::new(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", message);
    }
    GraphError::bad_request(format!("the body could not be read: {error}"))
}

/// A panic elsewhere must not take the sandbox down; no step leaves the store half changed.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

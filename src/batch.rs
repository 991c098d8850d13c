//! Several calls in, one HTTP request out, and for each call its own answer or error.

mod after;
mod answers;
mod ticket;

pub use after::After;
pub use answers::BatchAnswers;
pub use ticket::Ticket;

use crate::answer::decoded;
use crate::calls::{PREFERRED, by_current_user, path, with_body};
use crate::enums::AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part;
use crate::exchange::mask;
use crate::mask::Mask;
use crate::pages::Page;
use crate::requests::{NewRequest, Resumption};
use crate::types::AccessPackageAssignmentRequest;
use crate::{Argument, Client, Expand, GraphError, Query};
use after::Waits;
use answers::Responses;
use reqwest::Method;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// Calls that are sent together: 20 at most, as documented in "Combine multiple HTTP requests using JSON batching".
///
/// Each call is added by a method of its own, which gives a [`Ticket`]; for the ticket, [`BatchAnswers::take`] gives what came of the call.
/// The service carries the calls out in any order, but for what was added [`after`](Self::after) another.
///
/// ```
/// use assignment_requests::{Batch, GraphError, Session};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
/// # let admin = sandbox.token("admin").ok_or("no such persona")?;
/// # let client = Session::builder().endpoint(sandbox.url()).token(admin.as_str()).build()?.client();
/// # let (pending, absent) =
/// #     ("3f1c9c6e-54d0-4f0e-8c1e-6a3b2d9e7f20", "00000000-0000-4000-8000-000000000000");
/// let mut batch = Batch::new();
/// let canceled = batch.cancel(pending)?;
/// let afterwards = batch.after(&canceled).get(pending, [])?;
/// let gone = batch.get(absent, [])?;
///
/// let mut answers = client.send_batch(&batch).await?;
/// answers.take(canceled)?;
/// println!("{:?}", answers.take(afterwards)?.state);
/// assert!(matches!(answers.take(gone), Err(GraphError::NotFound(_))));
/// # Ok(())
/// # }
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct Batch {
    /// Of which batch a ticket is.
    mark: Arc<()>,
    calls: Vec<Call>,
    /// What the calls are after that are added now.
    waits: Waits,
}

/// How many calls a batch may hold.
const MOST: usize = 20;

/// One call, before it is known where it goes to.
#[derive(Debug)]
struct Call {
    operation: &'static str,
    method: Method,
    /// Below the collection of requests.
    path: String,
    query: Query,
    headers: Map<String, Value>,
    body: Option<Value>,
    after: Vec<usize>,
}

/// A call as it stands in the body.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    id: String,
    method: String,
    url: String,
    #[serde(skip_serializing_if = "Map::is_empty")]
    headers: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    depends_on: Vec<String>,
}

impl Batch {
    /// A batch without calls.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds what [`Client::create`] does.
    ///
    /// # Errors
    ///
    /// [`Argument`] where the batch is full, or a ticket that this is to be after is of another batch.
    pub fn create(
        &mut self,
        request: &NewRequest,
    ) -> Result<Ticket<AccessPackageAssignmentRequest>, Argument> {
        let call = Call::new("create_assignment_request", Method::POST, String::new());
        let call = in_json(request).map(|body| call.with_body(body).preferring());
        self.add(call).map(Ticket::of_json)
    }

    /// Adds what [`Client::get`] does.
    ///
    /// # Errors
    ///
    /// As of [`create`](Self::create), and where the id cannot stand in a path.
    pub fn get(
        &mut self,
        id: &str,
        relationships: impl IntoIterator<Item = Expand>,
    ) -> Result<Ticket<AccessPackageAssignmentRequest>, Argument> {
        let query = Query::new().expand(relationships);
        let call = |path| Call::reading("get_assignment_request", (path, query));
        self.add(path(id, "").map(call)).map(Ticket::of_json)
    }

    /// Adds a look at the first page of what [`Client::list`] gives; a batch cannot follow the link to the next.
    ///
    /// # Errors
    ///
    /// As of [`create`](Self::create).
    pub fn list(&mut self, query: &Query) -> Result<Ticket<Page>, Argument> {
        let called = (String::new(), query.clone());
        self.add(Ok(Call::reading("list_assignment_requests", called))).map(Ticket::of_json)
    }

    /// Adds a look at the first page of what [`Client::list_by_current_user`] gives.
    ///
    /// # Errors
    ///
    /// As of [`create`](Self::create).
    pub fn list_by_current_user(
        &mut self,
        part: &Part,
        query: &Query,
    ) -> Result<Ticket<Page>, Argument> {
        let called = (by_current_user(part), query.clone());
        let call = Call::reading("filter_assignment_requests_by_current_user", called);
        self.add(Ok(call)).map(Ticket::of_json)
    }

    /// Adds what [`Client::cancel`] does.
    ///
    /// # Errors
    ///
    /// As of [`get`](Self::get).
    pub fn cancel(&mut self, id: &str) -> Result<Ticket<()>, Argument> {
        self.act("cancel_assignment_request", path(id, "/cancel"), Ok(json!({})))
    }

    /// Adds what [`Client::reprocess`] does.
    ///
    /// # Errors
    ///
    /// As of [`get`](Self::get).
    pub fn reprocess(&mut self, id: &str) -> Result<Ticket<()>, Argument> {
        self.act("reprocess_assignment_request", path(id, "/reprocess"), Ok(json!({})))
    }

    /// Adds what [`Client::resume`] does.
    ///
    /// # Errors
    ///
    /// As of [`get`](Self::get).
    pub fn resume(&mut self, id: &str, resumption: &Resumption) -> Result<Ticket<()>, Argument> {
        self.act("resume_assignment_request", path(id, "/resume"), in_json(resumption))
    }

    /// Adds what [`Client::delete`] does.
    ///
    /// # Errors
    ///
    /// As of [`get`](Self::get).
    pub fn delete(&mut self, id: &str) -> Result<Ticket<()>, Argument> {
        let call = |path| Call::new("delete_assignment_request", Method::DELETE, path);
        self.add(path(id, "").map(call)).map(Ticket::of_nothing)
    }

    /// How many calls there are.
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Whether there is no call.
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Whether no call changes anything.
    fn only_looks(&self) -> bool {
        self.calls.iter().all(|call| call.method == Method::GET)
    }

    /// Of an action that takes no body an empty one is sent: in a batch, "you must still specify" it.
    fn act(
        &mut self,
        operation: &'static str,
        path: Result<String, Argument>,
        body: Result<Value, Argument>,
    ) -> Result<Ticket<()>, Argument> {
        let called = path.and_then(|path| Ok((Call::new(operation, Method::POST, path), body?)));
        self.add(called.map(|(call, body)| call.with_body(body))).map(Ticket::of_nothing)
    }

    /// The batch and the place in it that the call has.
    fn add(&mut self, call: Result<Call, Argument>) -> Result<(Arc<()>, usize), Argument> {
        let (call, place) = (call?, self.calls.len());
        if self.waits.has_foreign {
            return Err(Argument::new("it is to be after a call of another batch"));
        }
        if place == MOST {
            return Err(Argument::new(format!("a batch holds {MOST} calls at most")));
        }
        self.calls.push(Call { after: self.waits.places.clone(), ..call });
        Ok((Arc::clone(&self.mark), place))
    }
}

impl Client {
    /// Sends the calls of a batch together. One without calls is not sent.
    ///
    /// The batch is tried as often as [`Retry`](crate::Retry) says of any POST, and one that only looks, as it says of any GET; its calls are not
    /// tried again. One that was throttled has the error [`Throttled`](GraphError::Throttled), whose
    /// [`retry_after`](GraphError::retry_after) says when to ask again: put it into another batch then. A batch that failed as a whole can be
    /// sent once more; its tickets are as good as before.
    ///
    /// # Errors
    ///
    /// [`GraphError`] where the batch as a whole was not answered, or refused. What is wrong with one call is told by
    /// [`BatchAnswers::take`]. Documented in "Combine multiple HTTP requests using JSON batching".
    pub async fn send_batch(&self, batch: &Batch) -> Result<BatchAnswers, GraphError> {
        let operations = batch.calls.iter().map(|call| call.operation).collect();
        let (mask, responses) = if batch.is_empty() {
            (Mask::default(), Responses::default())
        } else {
            let items = batch.calls.iter().enumerate().map(|(place, call)| call.item(self, place));
            let body = json!({ "requests": items.collect::<Result<Vec<_>, _>>()? });
            let call = with_body(self.inner.batches(), &body)?;
            let answer = if batch.only_looks() {
                self.inner.clone().repeating_posts().client().success("batch", call).await?
            } else {
                self.success("batch", call).await?
            };
            (mask(&answer), decoded::<Responses>(answer)?.into_inner())
        };
        Ok(BatchAnswers::new((Arc::clone(&batch.mark), operations), responses, mask))
    }
}

impl Call {
    fn new(operation: &'static str, method: Method, path: String) -> Self {
        Self {
            operation,
            method,
            path,
            query: Query::new(),
            headers: Map::new(),
            body: None,
            after: Vec::new(),
        }
    }

    /// A look at requests.
    fn reading(operation: &'static str, (path, query): (String, Query)) -> Self {
        Self { query, ..Self::new(operation, Method::GET, path) }.preferring()
    }

    fn with_body(self, body: Value) -> Self {
        Self { body: Some(body), ..self }.with_header(("Content-Type", "application/json"))
    }

    /// The same with what it prefers of its answer.
    fn preferring(self) -> Self {
        self.with_header(("Prefer", PREFERRED))
    }

    fn with_header(mut self, (name, value): (&str, &str)) -> Self {
        self.headers.insert(name.to_owned(), value.into());
        self
    }

    /// The call, relative to the root of the service.
    fn item(&self, client: &Client, place: usize) -> Result<Item, Argument> {
        let session = &client.inner;
        let url = self.query.applied(session.address(&self.path));
        let below = url.as_str().strip_prefix(session.root());
        let below = below.ok_or_else(|| Argument::new(format!("{url} is not of the service")))?;
        Ok(Item {
            id: id_of(place),
            method: self.method.to_string(),
            url: below.to_owned(),
            headers: self.headers.clone(),
            body: self.body.clone(),
            depends_on: self.after.iter().copied().map(id_of).collect(),
        })
    }
}

/// The id of the call at a place: calls are counted from one.
fn id_of(place: usize) -> String {
    (place + 1).to_string()
}

fn in_json(body: &impl Serialize) -> Result<Value, Argument> {
    serde_json::to_value(body).map_err(|cause| Argument::of(&cause))
}

//! What looks at a request came to in, why it was not seen as it was wanted out.

use crate::GraphError;
use crate::types::AccessPackageAssignmentRequest;
use progenitor_client::ResponseValue;
use std::fmt::{self, Display, Formatter};
use std::time::Duration;

/// Why a request was not seen as it was wanted. Either way everything is there that was seen on the way.
///
/// It says in one line how long was waited, the last state that was seen, what the last look failed with, if it did, and the last request-id.
/// The [`source`](std::error::Error::source) is the [`GraphError`] of the last look, where it failed.
///
/// ```
/// # use assignment_requests::{Budget, Client, WaitError};
/// # async fn wait(client: Client) {
/// match client.wait_until("a", |request| request.is_final(), Budget::within(std::time::Duration::from_secs(60))).await {
///     Ok(request) => println!("it is {:?}", request.state),
///     Err(WaitError::Budget(waited)) => println!("it goes on; for now {waited}"),
///     Err(error) => println!("{error}; ask for help with {:?}", error.waited().request_ids),
/// }
/// # }
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// The budget has come to its end. Where [`error`](Waited::error) is there, the last look failed as well.
    #[error(transparent)]
    Budget(Box<Waited>),
    /// A look failed in a way that does not pass: [`error`](Waited::error) is there.
    #[error(transparent)]
    Graph(Box<Waited>),
}

/// What was seen while it was waited.
#[derive(Debug, thiserror::Error)]
pub struct Waited {
    /// The request as it was seen last; none where no look succeeded.
    pub last: Option<AccessPackageAssignmentRequest>,
    /// The service's ids of all looks, to quote when asking for help.
    pub request_ids: Vec<String>,
    /// The error of the last look, where it failed.
    #[source]
    pub error: Option<GraphError>,
    /// How long was waited.
    pub time: Duration,
}

impl WaitError {
    /// What was seen until then.
    pub fn waited(&self) -> &Waited {
        match self {
            Self::Budget(waited) | Self::Graph(waited) => waited,
        }
    }
}

impl Display for Waited {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let seconds = self.time.as_secs();
        let state = self.last.as_ref().map(|request| request.state.as_ref());
        let state = state.map(|state| state.map_or("in no state", |state| state.as_str()));
        match (state, self.error.as_ref().map(words)) {
            (Some(state), None) => write!(formatter, "the request is {state} after {seconds} s"),
            (Some(state), Some(words)) => write!(
                formatter,
                "the request was {state} when it was last seen, and a look after {seconds} s failed: {words}"
            ),
            (None, Some(words)) => write!(
                formatter,
                "the request was not seen in {seconds} s, and the last look failed: {words}"
            ),
            (None, None) => write!(formatter, "the request was not seen in {seconds} s"),
        }?;
        self.request_ids.last().iter().try_for_each(|id| write!(formatter, " (request-id {id})"))
    }
}

/// What a look failed with, in short: the error says it in full, and is the source.
fn words(error: &GraphError) -> String {
    match (error, error.answer(), error.code()) {
        (GraphError::Undecodable(answer), ..) => format!("{} that is no request", answer.status()),
        (_, Some(answer), Some(code)) => format!("{}, {code}", answer.status()),
        (_, Some(answer), None) => answer.status().to_string(),
        (GraphError::Token(_), ..) => "there was no token".to_owned(),
        (GraphError::Transport(_), ..) => "there was no whole answer".to_owned(),
        (_, None, _) => "it could not be sent".to_owned(),
    }
}

impl Waited {
    pub(super) fn nothing() -> Self {
        Self { last: None, request_ids: Vec::new(), error: None, time: Duration::ZERO }
    }

    /// A look that succeeded; the request that it saw.
    pub(super) fn see(
        &mut self,
        answer: ResponseValue<AccessPackageAssignmentRequest>,
    ) -> AccessPackageAssignmentRequest {
        let id = answer.headers().get("request-id").and_then(|id| id.to_str().ok());
        self.request_ids.extend(id.map(str::to_owned));
        self.error = None;
        answer.into_inner()
    }

    /// A look that failed; its error.
    pub(super) fn miss(&mut self, error: GraphError) -> &GraphError {
        self.request_ids.extend(error.request_id().map(str::to_owned));
        self.error.insert(error)
    }

    pub(super) fn for_time(self, time: Duration) -> Box<Self> {
        Box::new(Self { time, ..self })
    }
}

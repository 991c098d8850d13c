//! A request and what it shall come to in, the request out once it has, or the last that was seen of it.

mod budget;

pub use budget::Budget;

use crate::enums::AccessPackageRequestState as State;
use crate::types::AccessPackageAssignmentRequest;
use crate::{Client, GraphError};
use progenitor_client::ResponseValue;
use std::time::Duration;
use tokio::time::sleep;

/// Why a request was not seen as it was wanted.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WaitError {
    /// The budget has come to its end.
    #[error("{0}")]
    Budget(Box<Waited>),
    /// A look failed in a way that does not pass.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// What was seen while it was waited.
#[derive(Debug)]
pub struct Waited {
    /// The request as it was seen last; none where no look succeeded.
    pub last: Option<AccessPackageAssignmentRequest>,
    /// The service's ids of all looks, to quote when asking for help.
    pub request_ids: Vec<String>,
    /// The error of the last look, where it failed.
    pub error: Option<GraphError>,
    /// How long was waited.
    pub time: Duration,
}

impl std::fmt::Display for Waited {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let seconds = self.time.as_secs();
        let state = self.last.as_ref().and_then(|request| request.state.as_ref());
        match state {
            Some(state) => write!(formatter, "the request is {state} after {seconds} s"),
            None => write!(formatter, "the request was not seen in {seconds} s"),
        }?;
        match self.request_ids.last() {
            Some(id) => write!(formatter, " (request-id {id})"),
            None => Ok(()),
        }
    }
}

impl State {
    /// Whether a request in it stays in it, unless somebody reprocesses it: delivered, in whole, in part or not at all, denied, or canceled.
    pub fn is_final(&self) -> bool {
        match self {
            Self::Delivered
            | Self::DeliveryFailed
            | Self::Denied
            | Self::Canceled
            | Self::PartiallyDelivered => true,
            Self::Submitted
            | Self::PendingApproval
            | Self::Delivering
            | Self::Scheduled
            | Self::UnknownFutureValue
            | Self::Other(_) => false,
        }
    }
}

impl AccessPackageAssignmentRequest {
    /// Whether nothing more becomes of it: its state is [final](State::is_final). What tells no state is not.
    pub fn is_final(&self) -> bool {
        self.state.as_ref().is_some_and(State::is_final)
    }
}

impl Client {
    /// The request of an id, once it is as `is_wanted` says, for instance [final](AccessPackageAssignmentRequest::is_final). Looks at once, and again with growing pauses;
    /// a look that is throttled or meets a service that fails for the moment is repeated within the budget, as its `Retry-After` says, and not
    /// as [`Retry`](crate::Retry) does; so is one for which a token endpoint grants no token for the moment. The last look begins at the end of the budget. `is_wanted` sees every look that succeeds, so it can tell
    /// of what changes.
    ///
    /// # Errors
    ///
    /// [`WaitError::Budget`] with the last that was seen; [`WaitError::Graph`] where there is no such request, nobody may see it, or the
    /// token endpoint refuses for good.
    pub async fn wait_until(
        &self,
        id: &str,
        mut is_wanted: impl FnMut(&AccessPackageAssignmentRequest) -> bool + Send,
        budget: Budget,
    ) -> Result<AccessPackageAssignmentRequest, WaitError> {
        // The pauses between the looks are those of the budget, and nobody else's.
        let once = self.trying_once();
        let mut looks = budget.begin();
        let mut waited = Waited::nothing();
        loop {
            let asked = match once.got(id, []).await {
                Ok(answer) => {
                    let request = waited.see(answer);
                    if is_wanted(&request) {
                        return Ok(request);
                    }
                    waited.last = Some(request);
                    None
                }
                Err(error) if error.may_pass() => waited.miss(error),
                Err(error) => return Err(WaitError::Graph(error)),
            };
            match looks.pause(asked) {
                Some(pause) => sleep(pause).await,
                None => return Err(WaitError::Budget(Box::new(waited.for_time(looks.time())))),
            }
        }
    }

    /// A client that calls once, where this one may try again.
    fn trying_once(&self) -> Self {
        self.inner.clone().trying_once().client()
    }
}

impl Waited {
    fn nothing() -> Self {
        Self { last: None, request_ids: Vec::new(), error: None, time: Duration::ZERO }
    }

    fn for_time(self, time: Duration) -> Self {
        Self { time, ..self }
    }

    /// A look that succeeded; the request that it saw.
    fn see(
        &mut self,
        answer: ResponseValue<AccessPackageAssignmentRequest>,
    ) -> AccessPackageAssignmentRequest {
        let id = answer.headers().get("request-id").and_then(|id| id.to_str().ok());
        self.request_ids.extend(id.map(str::to_owned));
        self.error = None;
        answer.into_inner()
    }

    /// A look that failed; how long the service asks to wait before the next.
    fn miss(&mut self, error: GraphError) -> Option<Duration> {
        self.request_ids.extend(error.request_id().map(str::to_owned));
        self.error.insert(error).retry_after()
    }
}

//! A request and what it shall come to in, the request out once it has, or the last that was seen of it.

mod budget;
mod waited;

pub use budget::Budget;
pub use waited::{WaitError, Waited};

use crate::Client;
use crate::enums::AccessPackageRequestState as State;
use crate::retry::told;
use crate::types::AccessPackageAssignmentRequest;
use tokio::time::sleep;

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
    /// The request of an id, once it is as `is_wanted` says, for instance [final](AccessPackageAssignmentRequest::is_final). Looks as
    /// [`get`](Self::get) does, at once, and again with growing pauses. A look that is throttled or meets a service that fails for the moment
    /// is repeated within the budget, as its `Retry-After` says, and not as [`Retry`](crate::Retry) does; so is one for which a token endpoint
    /// grants no token for the moment. With the feature `tracing`, it is an event as there. The last look begins at the end of the budget.
    /// `is_wanted` sees every look that succeeds once, so it can tell of what changes.
    ///
    /// # Errors
    ///
    /// [`WaitError::Budget`] where the budget ends; [`WaitError::Graph`] where there is no such request, nobody may see it, or the
    /// token endpoint refuses for good. Both have the last that was seen, all request-ids, and the error of the last look. Documented in "Get
    /// accessPackageAssignmentRequest".
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
            let asked = match once.got(id, []).await.map(|answer| waited.see(answer)) {
                Ok(request) if is_wanted(&request) => return Ok(request),
                Ok(request) => {
                    waited.last = Some(request);
                    None
                }
                Err(error) if error.may_pass() => waited.miss(error).retry_after(),
                Err(error) => {
                    waited.miss(error);
                    return Err(WaitError::Graph(waited.for_time(looks.time())));
                }
            };
            match looks.pause(asked) {
                Some(pause) => {
                    waited.error.iter().for_each(|error| told::a_look(self, id, error, pause));
                    sleep(pause).await;
                }
                None => return Err(WaitError::Budget(waited.for_time(looks.time()))),
            }
        }
    }

    /// A client that calls once, where this one may try again.
    fn trying_once(&self) -> Self {
        self.inner.clone().trying_once().client()
    }
}

//! The calls of the API by name: what each sends, and where to.

use super::identity::Identity;
use crate::prepare::segment;
use crate::probe::Call;
use serde_json::Value;

/// Where the requests are, below the endpoint's URL.
pub(super) const REQUESTS: &str = "/identityGovernance/entitlementManagement/assignmentRequests";

/// In the place of an id, and none.
pub(super) const MALFORMED: &str = "not-an-id";

pub(super) fn list() -> Call {
    Call::new("GET", REQUESTS)
}

pub(super) fn create(body: &Value) -> Call {
    Call::new("POST", REQUESTS).json(body)
}

pub(super) fn get(id: &str) -> Call {
    Call::new("GET", one(id))
}

pub(super) fn delete(id: &str) -> Call {
    Call::new("DELETE", one(id))
}

pub(super) fn cancel(id: &str) -> Call {
    Call::new("POST", format!("{}/cancel", one(id)))
}

pub(super) fn reprocess(id: &str) -> Call {
    Call::new("POST", format!("{}/reprocess", one(id)))
}

pub(super) fn resume(id: &str, body: &Value) -> Call {
    Call::new("POST", format!("{}/resume", one(id))).json(body)
}

pub(super) fn filter_by_current_user(on: &str) -> Call {
    Call::new("GET", format!("{REQUESTS}/filterByCurrentUser(on='{on}')"))
}

/// Where a request is. Its id is the server's, which may hold anything.
fn one(id: &str) -> String {
    format!("{REQUESTS}/{}", segment(id))
}

impl Call {
    /// As somebody else than the administrator.
    #[must_use]
    pub(super) fn as_(self, identity: Identity) -> Self {
        self.by(identity.name)
    }
}

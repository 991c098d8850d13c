//! The lines of a ledger: what is about to be sent, what came of it, and that it was undone.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One line.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Line {
    /// Which request it is about: the run, and a number within it.
    pub(super) entry: String,
    /// When it was written.
    pub(super) at: DateTime<Utc>,
    #[serde(flatten)]
    pub(super) told: Told,
}

/// What is told of a request.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "camelCase")]
pub(super) enum Told {
    /// It is about to be sent.
    Sent(Box<Sent>),
    /// What came of it.
    Answered(Answered),
    /// It is undone.
    Undone {
        /// How, in words.
        how: String,
    },
}

/// A request that creates something. It holds no token.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Sent {
    /// Id of the case that sends it.
    pub(crate) case: String,
    /// The endpoint's URL.
    pub(crate) endpoint: String,
    /// The tenant, as the tokens of the run name it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tenant: Option<String>,
    /// HTTP method.
    pub(crate) method: String,
    /// The whole URL.
    pub(crate) url: String,
    /// The body, where it is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) body: Option<Value>,
    /// The start of the body, where it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// The id that the caller gave the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) client_request_id: Option<String>,
    /// Whose token it carries, by the name of the identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<String>,
    /// Who that is, as the token names them in its claim `oid`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) caller: Option<String>,
}

/// What came of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answered {
    /// The status, where a whole answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    /// The id of what was made, where the answer gives one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    /// Why no whole answer came, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) interruption: Option<String>,
    /// Whether it was not sent at all.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) unsent: bool,
}

//! Problems: what was wrong with an order in, what to answer with out, in the form of RFC 9457.

use axum::http::StatusCode;
use serde::Serialize;

use crate::body::Unreadable;
use crate::faults::InvalidFault;
use crate::kept_store::Unkept;
use crate::refusal::Refusal;

/// Why an order was not carried out. Nothing has changed then.
#[derive(Debug)]
pub(super) struct Problem {
    pub(super) status: StatusCode,
    pub(super) detail: String,
    /// The methods of the resource, where the one that was sent is none of them.
    pub(super) allowed: Option<String>,
}

/// Its JSON form.
#[derive(Debug, Serialize)]
pub(super) struct Told<'a> {
    status: u16,
    detail: &'a str,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self { status, detail: detail.into(), allowed: None }
    }

    pub(super) fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(super) fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    pub(super) fn method_not_allowed(allowed: String) -> Self {
        let detail = format!("this resource does not have the method; it has {allowed}");
        Self { allowed: Some(allowed), ..Self::new(StatusCode::METHOD_NOT_ALLOWED, detail) }
    }

    pub(super) fn told(&self) -> Told<'_> {
        Told { status: self.status.as_u16(), detail: &self.detail }
    }
}

impl From<Unreadable> for Problem {
    fn from(unreadable: Unreadable) -> Self {
        let status = match unreadable {
            Unreadable::TooLong(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Unreadable::TooLate(_) => StatusCode::REQUEST_TIMEOUT,
            Unreadable::Broken(_) => StatusCode::BAD_REQUEST,
        };
        Self::new(status, unreadable.to_string())
    }
}

impl From<Unkept> for Problem {
    fn from(unkept: Unkept) -> Self {
        let no_room = unkept.is_for_want_of_room();
        let status = if no_room {
            StatusCode::INSUFFICIENT_STORAGE
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        };
        Self::new(status, unkept.to_string())
    }
}

impl From<InvalidFault> for Problem {
    fn from(invalid: InvalidFault) -> Self {
        Self::bad_request(invalid.to_string())
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let unknown =
            matches!(refusal, Refusal::UnknownRequest(_) | Refusal::UnknownReference { .. });
        let status = if unknown { StatusCode::NOT_FOUND } else { StatusCode::CONFLICT };
        Self::new(status, refusal.to_string())
    }
}

//! Graph errors: what was wrong with a request in, the status, code and message to answer with out.

use std::borrow::Cow;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};

use crate::body::Unreadable;
use crate::faults::InjectedError;
use crate::http::path::Unroutable;
use crate::identity::Unidentified;
use crate::kept_store::Unkept;
use crate::permission::NotPermitted;
use crate::refusal::{Action, Refusal, Thing};

/// An error as Graph says it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct GraphError {
    pub(crate) status: StatusCode,
    pub(crate) code: Cow<'static, str>,
    pub(crate) message: String,
    /// A header that belongs to the status.
    pub(crate) header: Option<StatusHeader>,
}

/// A header that belongs to the status of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StatusHeader {
    Challenge(&'static str),
    Allow(&'static str),
    /// In seconds.
    RetryAfter(u64),
}

impl GraphError {
    /// An error of this status and code.
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let (code, message) = (Cow::Borrowed(code), shortened(message.into()));
        Self { status, code, message, header: None }
    }

    /// A request that cannot be understood.
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BadRequest", message)
    }

    /// A body whose members do not fit the operation.
    pub(crate) fn invalid_model(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidModel", message)
    }

    /// Query options that cannot be understood, or are not supported.
    pub(crate) fn invalid_query(what: impl std::fmt::Display) -> Self {
        Self::bad_request(format!("OData query is invalid: {what}"))
    }

    /// A filter that is not supported.
    pub(crate) fn invalid_filter(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "InvalidFilter", message)
    }

    /// A caller who says nothing of who they are.
    pub(crate) fn unauthenticated(message: impl Into<String>) -> Self {
        let error = Self::new(StatusCode::UNAUTHORIZED, "InvalidAuthenticationToken", message);
        Self { header: Some(StatusHeader::Challenge("Bearer")), ..error }
    }

    /// A token by which nobody is known.
    pub(crate) fn invalid_token(message: impl Into<String>) -> Self {
        let header = Some(StatusHeader::Challenge("Bearer error=\"invalid_token\""));
        Self { header, ..Self::unauthenticated(message) }
    }

    /// A path that has no such method.
    pub(crate) fn method_not_allowed(allowed: &'static str) -> Self {
        let message = format!("this resource does not have the method; it has {allowed}");
        let error = Self::new(StatusCode::METHOD_NOT_ALLOWED, "MethodNotAllowed", message);
        Self { header: Some(StatusHeader::Allow(allowed)), ..error }
    }

    /// A path that addresses nothing.
    pub(crate) fn unroutable(reason: Unroutable, path: &str) -> Self {
        match reason {
            Unroutable::Unknown => Self::new(
                StatusCode::NOT_FOUND,
                "ResourceNotFound",
                format!(
                    "no HTTP resource was found that matches {path}; the sandbox has \
                     /v1.0/identityGovernance/entitlementManagement/assignmentRequests"
                ),
            ),
            Unroutable::MalformedId(id) => Self::bad_request(format!(
                "{id:?} is not the id of a request; it must be a GUID of 8-4-4-4-12 hexadecimal digits"
            )),
            Unroutable::MalformedArguments(arguments) => Self::bad_request(format!(
                "the arguments {arguments:?} of filterByCurrentUser must be written as (on='target')"
            )),
        }
    }

    /// The error's code.
    #[cfg(test)]
    pub(crate) fn code(&self) -> &str {
        &self.code
    }
}

impl From<Unkept> for GraphError {
    fn from(unkept: Unkept) -> Self {
        let status = if unkept.is_for_want_of_room() {
            StatusCode::INSUFFICIENT_STORAGE
        } else {
            StatusCode::INTERNAL_SERVER_ERROR
        };
        Self::new(status, "SandboxNotKept", unkept.to_string())
    }
}

impl StatusHeader {
    /// Its name and its value.
    pub(crate) fn written(self) -> (HeaderName, HeaderValue) {
        match self {
            Self::Challenge(with) => (header::WWW_AUTHENTICATE, HeaderValue::from_static(with)),
            Self::Allow(methods) => (header::ALLOW, HeaderValue::from_static(methods)),
            Self::RetryAfter(seconds) => (header::RETRY_AFTER, seconds.into()),
        }
    }
}

impl From<Refusal> for GraphError {
    fn from(refusal: Refusal) -> Self {
        let (status, code) = status_and_code(&refusal);
        Self::new(status, code, refusal.to_string())
    }
}

impl From<NotPermitted> for GraphError {
    fn from(lacking: NotPermitted) -> Self {
        Self::new(StatusCode::FORBIDDEN, "UnAuthorized", lacking.to_string())
    }
}

impl From<Unidentified> for GraphError {
    fn from(unidentified: Unidentified) -> Self {
        Self::invalid_token(unidentified.to_string())
    }
}

impl From<Unreadable> for GraphError {
    fn from(unreadable: Unreadable) -> Self {
        let (status, code) = match unreadable {
            Unreadable::TooLong(_) => (StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge"),
            Unreadable::TooLate(_) => (StatusCode::REQUEST_TIMEOUT, "RequestTimeout"),
            Unreadable::Broken(_) => (StatusCode::BAD_REQUEST, "BadRequest"),
        };
        Self::new(status, code, unreadable.to_string())
    }
}

impl From<InjectedError> for GraphError {
    fn from(injected: InjectedError) -> Self {
        let InjectedError { status, code, message, retry_after } = injected;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let error = Self::new(status, usual_code(status), message);
        let header = retry_after.map(StatusHeader::RetryAfter);
        Self { code: code.map_or(error.code, Cow::Owned), header, ..error }
    }
}

/// The code that Graph answers such a status with, where it has one.
fn usual_code(status: StatusCode) -> &'static str {
    match status {
        StatusCode::UNAUTHORIZED => "InvalidAuthenticationToken",
        StatusCode::FORBIDDEN => "UnAuthorized",
        StatusCode::TOO_MANY_REQUESTS => "TooManyRequests",
        StatusCode::INTERNAL_SERVER_ERROR => "generalException",
        StatusCode::SERVICE_UNAVAILABLE => "serviceNotAvailable",
        _ => "SandboxFault",
    }
}

/// Messages quote what was sent, which can be a megabyte. The beginning names the place and the end
/// the remedy, so the middle goes.
fn shortened(message: String) -> String {
    const KEPT: usize = 300;
    let length = message.chars().count();
    if length <= 2 * KEPT {
        return message;
    }
    let beginning = message.chars().take(KEPT);
    let end = message.chars().skip(length - KEPT);
    beginning.chain(" … ".chars()).chain(end).collect()
}

/// Codes that begin with `Sandbox` are ours: the documents name none, and none was ever observed.
fn status_and_code(refusal: &Refusal) -> (StatusCode, &'static str) {
    let wrong = StatusCode::BAD_REQUEST;
    let unknown = StatusCode::NOT_FOUND;
    match refusal {
        Refusal::UnknownRequest(_) => (unknown, "AccessPackageAssignmentRequestNotFound"),
        Refusal::UnknownReference { thing: Thing::Package, .. } => {
            (unknown, "AccessPackageNotFound")
        }
        Refusal::UnknownReference { thing: Thing::Policy, .. } => {
            (unknown, "AccessPackageAssignmentPolicyNotFound")
        }
        Refusal::UnknownReference { thing: Thing::Assignment, .. } => {
            (unknown, "AccessPackageAssignmentNotFound")
        }
        Refusal::UnknownReference { thing: Thing::Target, .. } => (unknown, "TargetNotFound"),
        Refusal::WrongPhase { action: Action::Canceled, .. } => (wrong, "SandboxNotCancellable"),
        Refusal::WrongPhase { action: Action::Deleted, .. } => (wrong, "SandboxNotDeletable"),
        Refusal::WrongPhase { action: Action::Reprocessed, .. } => {
            (wrong, "SandboxNotReprocessable")
        }
        Refusal::WrongPhase { action: Action::Resumed, .. } => (wrong, "SandboxNotWaiting"),
        Refusal::WrongPhase { action: Action::Decided, .. } => (wrong, "SandboxNotPending"),
        Refusal::WrongPhase { action: Action::MadeToFail, .. } => (wrong, "SandboxNotDeliverable"),
        Refusal::NotAnApprover { .. } => (wrong, "SandboxNotAnApprover"),
        Refusal::OwnRequest { .. } => (wrong, "SandboxOwnRequest"),
        Refusal::DecisionWithoutJustification { .. } => (wrong, "SandboxJustificationMissing"),
        Refusal::AssignmentExists { .. } => (wrong, "SandboxAssignmentExists"),
        Refusal::TooLateToReprocess { .. } => (wrong, "SandboxTooLateToReprocess"),
        Refusal::NotDeniableAt(_) => (wrong, "SandboxNotDeniable"),
        Refusal::UnexpectedCallback { .. } => (wrong, "SandboxUnexpectedCallback"),
        Refusal::AssignmentNotActive { .. } => (wrong, "SandboxAssignmentNotActive"),
        Refusal::ExistingOpenRequest { .. } => (wrong, "ExistingOpenRequest"),
        Refusal::AlreadyAssigned { .. } => (wrong, "SandboxAlreadyAssigned"),
        Refusal::Prohibition(_) => (wrong, "NotAllowedByRequestor"),
        // Observed on the real service.
        Refusal::OthersRequest(_) => (StatusCode::FORBIDDEN, "UnAuthorized"),
        Refusal::Misfit(_) => (wrong, "InvalidModel"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_message_keeps_its_beginning_and_its_end() {
        let message = format!("the id {} is malformed", "ä".repeat(2000));
        let error = GraphError::bad_request(message);
        assert_eq!(error.message.chars().count(), 603);
        assert!(error.message.starts_with("the id ä") && error.message.ends_with("ä is malformed"));
        let whole = "ä".repeat(600);
        assert_eq!(GraphError::bad_request(whole.clone()).message, whole);
    }
}

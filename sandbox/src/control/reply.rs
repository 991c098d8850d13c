//! Replies: what an order brought to light in, an HTTP answer out.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;

use crate::control::problem::Problem;

/// An answer that is ready to be sent.
#[derive(Debug)]
pub(super) struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

/// No answer is to be kept, or used by the page of another site.
const ALWAYS: [(HeaderName, HeaderValue); 3] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    ),
];

impl Reply {
    /// An answer that says nothing but that it is done.
    pub(super) fn done() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: HeaderMap::new(), body: Vec::new() }
    }

    /// An answer of this media type.
    pub(super) fn of(media_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        let reply = Self { status: StatusCode::OK, body: body.into(), ..Self::done() };
        reply.with(header::CONTENT_TYPE, HeaderValue::from_static(media_type))
    }

    /// An answer in JSON.
    pub(super) fn json(value: &impl Serialize) -> Result<Self, Problem> {
        let body = serde_json::to_vec(value).map_err(|error| {
            let detail = format!("the answer could not be written: {error}");
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, detail)
        })?;
        Ok(Self::of("application/json", body))
    }

    /// The same with another status.
    pub(super) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same with one header more.
    pub(super) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    pub(super) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response.headers_mut().extend(ALWAYS);
        response
    }
}

impl From<Problem> for Reply {
    fn from(problem: Problem) -> Self {
        let body = serde_json::to_vec(&problem.told()).unwrap_or_default();
        let reply = Self::of("application/problem+json", body).with_status(problem.status);
        match problem.allowed.and_then(|methods| HeaderValue::from_str(&methods).ok()) {
            Some(methods) => reply.with(header::ALLOW, methods),
            None => reply,
        }
    }
}

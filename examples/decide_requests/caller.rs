//! A call to the service in, the callout that it brings out, or why it is not taken.

use crate::callout::Callout;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use std::time::Duration;
use subtle::ConstantTimeEq;
use tokio::time::timeout;

/// A callout is some thousand bytes long, with answers to questions some more.
pub(crate) const LONGEST: usize = 128 * 1024;

/// Whoever calls sends the whole body within this time.
const PATIENCE: Duration = Duration::from_secs(10);

/// The last part of the address, which whoever calls has to know.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// Whether `guess` is it. How long that takes tells nobody how much of a guess is right, but for its length.
    fn is(&self, guess: &str) -> bool {
        self.0.as_bytes().ct_eq(guess.as_bytes()).into()
    }
}

/// The callout that a request brings. Nothing of the body is read for somebody who does not know the secret.
///
/// # Errors
///
/// The status to answer with.
pub(crate) async fn callout(request: Request, secret: &Secret) -> Result<Callout, StatusCode> {
    let (mut parts, body) = request.into_parts();
    let guess = Path::<String>::from_request_parts(&mut parts, &()).await;
    if !guess.is_ok_and(|Path(guess)| secret.is(&guess)) {
        return Err(StatusCode::NOT_FOUND);
    }
    let request = Request::from_parts(parts, body);
    let read = timeout(PATIENCE, Json::from_request(request, &())).await;
    let Json(callout) = read
        .map_err(|_| StatusCode::REQUEST_TIMEOUT)?
        .map_err(|problem: JsonRejection| problem.status())?;
    Ok(callout)
}

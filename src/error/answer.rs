//! An answer that is no success: status, headers and body in, what it says of itself out.

use super::envelope::Envelope;
use crate::mask::Mask;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, LOCATION};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt::{self, Debug, Display, Formatter};

/// An answer that is not what was asked for, with everything that it says, but for the token that was sent: where the service repeats that,
/// `…` stands in the body, and `...` in a header.
pub struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
    envelope: Option<Envelope>,
    /// Why it could not be read, or broke off.
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Answer {
    /// A refusal, whose headers do not show the token any more. That it says so is graver news than that its words are none.
    pub(crate) fn refused(
        mask: &Mask,
        (status, headers): (StatusCode, HeaderMap),
        body: Vec<u8>,
    ) -> Self {
        let body = mask.body(body);
        Self { status, headers, envelope: Envelope::read(&body), body, cause: None }
    }

    /// An answer that is not documented in this form, and whose headers do not show the token any more; why it cannot be decoded, where it was tried.
    pub(crate) fn unexpected(
        mask: &Mask,
        (status, headers): (StatusCode, HeaderMap),
        body: Vec<u8>,
        cause: Option<serde_json::Error>,
    ) -> Self {
        let body = mask.body(body);
        let cause = cause.map(|cause| mask.unreadable(cause).into());
        Self { status, headers, body, envelope: None, cause }
    }

    /// The same, of which the rest did not come.
    pub(crate) fn broken(self, cause: reqwest::Error) -> Self {
        Self { cause: Some(cause.into()), ..self }
    }

    /// The status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body, as it came but for the token; where it broke off, what came of it.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Graph's error in one word.
    pub fn code(&self) -> Option<&str> {
        self.envelope.as_ref().map(Envelope::code)
    }

    /// Graph's error in a sentence.
    pub fn message(&self) -> Option<&str> {
        self.envelope.as_ref().and_then(Envelope::message)
    }

    /// Graph's error as a whole.
    pub fn envelope(&self) -> Option<&Map<String, Value>> {
        self.envelope.as_ref().map(Envelope::members)
    }

    /// The service's own id of the exchange: that of the headers, or else that of the envelope, which repeats it.
    pub fn request_id(&self) -> Option<&str> {
        self.id("request-id")
    }

    /// The caller's id of the exchange, as the service repeated it.
    pub fn client_request_id(&self) -> Option<&str> {
        self.id("client-request-id")
    }

    fn id(&self, name: &str) -> Option<&str> {
        let of_headers = self.headers.get(name).and_then(|value| value.to_str().ok());
        of_headers.or_else(|| self.envelope.as_ref()?.id(name))
    }

    /// What the service said, or what is surprising about it.
    fn words(&self) -> Cow<'_, str> {
        match (&self.envelope, is_refusal(self.status)) {
            (Some(envelope), _) => {
                let message = envelope.message().filter(|message| !message.is_empty());
                let message = message.map(|message| format!(": {message}")).unwrap_or_default();
                format!(": {}{message}", envelope.code()).into()
            }
            (None, true) => ", without Graph's error envelope".into(),
            (None, false) => self.surprise(),
        }
    }

    fn surprise(&self) -> Cow<'_, str> {
        let location = self.headers.get(LOCATION).filter(|_| self.status.is_redirection());
        match location.map(|place| String::from_utf8_lossy(place.as_bytes())) {
            Some(place) => format!(", a redirect to {place}, which is not followed").into(),
            None => ", which is not documented in this form".into(),
        }
    }
}

impl Debug for Answer {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("Answer");
        shown.field("status", &self.status).field("headers", &self.headers);
        shown.field("body", &String::from_utf8_lossy(&self.body));
        shown.field("cause", &self.cause).finish_non_exhaustive()
    }
}

/// Whether a status says no.
pub(crate) fn is_refusal(status: StatusCode) -> bool {
    status.is_client_error() || status.is_server_error()
}

impl Display for Answer {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{}", self.status, self.words())?;
        match self.request_id() {
            Some(id) => write!(formatter, " (request-id {id})"),
            None => Ok(()),
        }
    }
}

impl StdError for Answer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

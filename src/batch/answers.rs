//! The answer to a batch in, the answer or the error of each of its calls out.

use super::{Ticket, id_of};
use crate::answer::{failure, undecodable};
use crate::error::Transport;
use crate::mask::Mask;
use crate::{Argument, GraphError};
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::fmt::{self, Debug, Formatter};
use std::sync::Arc;

/// What came of the calls of a batch.
#[must_use]
pub struct BatchAnswers {
    /// What keeps the token that the batch was sent with out of errors.
    mask: Mask,
    batch: Arc<()>,
    operations: Vec<&'static str>,
    responses: HashMap<String, Response>,
}

/// The body of an answer to a batch.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Responses {
    responses: Vec<Response>,
}

/// An answer to one call. Whatever is wrong with it is told with it, and spoils no other.
#[derive(Debug, Deserialize)]
struct Response {
    #[serde(default)]
    id: Value,
    #[serde(default)]
    status: Value,
    #[serde(default)]
    headers: Value,
    #[serde(default)]
    body: Value,
}

impl BatchAnswers {
    pub(super) fn new(
        (batch, operations): (Arc<()>, Vec<&'static str>),
        answered: Responses,
        mask: Mask,
    ) -> Self {
        let named = |response: Response| Some((response.name()?, response));
        let responses = answered.responses.into_iter().filter_map(named).collect();
        Self { mask, batch, operations, responses }
    }

    /// What came of the call of a ticket.
    ///
    /// # Errors
    ///
    /// [`GraphError`], as if the call had been made by itself; [`Dependency`](GraphError::Dependency) where a call that it was to be after failed,
    /// [`Transport`](GraphError::Transport) where the service left it without an answer, and [`Argument`](GraphError::Argument) where the
    /// ticket is of another batch. The body of an answer is written anew from the JSON of the batch.
    pub fn take<T>(&mut self, ticket: Ticket<T>) -> Result<T, GraphError> {
        let place = ticket.place_in(&self.batch);
        let called = place.and_then(|place| Some((place, *self.operations.get(place)?)));
        let (place, operation) =
            called.ok_or_else(|| Argument::new("the ticket is of another batch"))?;
        let response = self.responses.remove(&id_of(place));
        let response = response.ok_or_else(Transport::missing_in_a_batch)?;
        let ((status, headers), body) = (response.head()?, response.bytes());
        let head = (status, self.mask.headers(headers));
        if !head.0.is_success() {
            return Err(failure(&self.mask, operation, head, body));
        }
        ticket.read(&body).map_err(|cause| undecodable(&self.mask, head, body, cause))
    }
}

impl Debug for BatchAnswers {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        let mut shown = formatter.debug_struct("BatchAnswers");
        shown.field("operations", &self.operations).finish_non_exhaustive()
    }
}

impl Response {
    /// The id of its call, which some write as the number that it looks like.
    fn name(&self) -> Option<String> {
        let text = self.id.as_str().map(str::to_owned);
        text.or_else(|| self.id.as_u64().map(|number| number.to_string()))
    }

    /// Status and headers, as far as they can be some.
    fn head(&self) -> Result<(StatusCode, HeaderMap), Transport> {
        let status = self.status.as_u64().and_then(|status| u16::try_from(status).ok());
        let status = status.and_then(|status| StatusCode::from_u16(status).ok());
        let headers = self.headers.as_object().into_iter().flat_map(Map::iter).filter_map(header);
        Ok((status.ok_or_else(Transport::missing_in_a_batch)?, headers.collect()))
    }

    /// The body as it would have come over the wire.
    fn bytes(&self) -> Vec<u8> {
        match &self.body {
            Value::Null => Vec::new(),
            Value::String(text) => text.clone().into_bytes(),
            body @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                body.to_string().into_bytes()
            }
        }
    }
}

fn header((name, value): (&String, &Value)) -> Option<(HeaderName, HeaderValue)> {
    let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Some((HeaderName::try_from(name).ok()?, HeaderValue::try_from(value).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::batch::Batch;
    use crate::hostile::{config, json};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn whatever_stands_in_a_batch_is_an_answer_or_an_error(
            status in prop_oneof![(0_u64..700).prop_map(Value::from), json()],
            headers in json(),
            body in json(),
            odd in json(),
        ) {
            let mut batch = Batch::new();
            let (got, gone) = (batch.get("a", []).unwrap(), batch.delete("b").unwrap());
            let one = |id: &str| serde_json::json!({ "id": id, "status": status, "headers": headers, "body": body });
            let whole = serde_json::json!({ "responses": [one("1"), one("2"), { "id": odd }] });
            let responses = serde_json::from_value(whole).unwrap();
            let operations = vec!["get_assignment_request", "delete_assignment_request"];
            let mut answers = BatchAnswers::new((batch.mark, operations), responses, Mask::default());
            let is_success = matches!(status.as_u64(), Some(200..=299));
            prop_assert_eq!(answers.take(gone).is_ok(), is_success);
            let shown = answers.take(got).map_err(|error| format!("{error} {error:?}"));
            prop_assert!(is_success || shown.is_err());
        }
    }
}

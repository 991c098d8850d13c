//! An exchange in, what a report keeps of it out.

use crate::check::brief_bytes;
use crate::exchange::{Answer, Exchange, Outcome, SentRequest, json_or_text};
use chrono::SecondsFormat;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One request and what came back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeReport {
    /// What was sent.
    pub request: RequestReport,
    /// What came back, where it was a whole answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<ResponseReport>,
    /// How the exchange broke off, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interruption: Option<String>,
    /// When the judge began to connect, in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// From connecting to the last byte of the answer, in milliseconds.
    pub elapsed_ms: f64,
}

/// A request as it was sent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequestReport {
    /// HTTP method.
    pub method: String,
    /// The whole URL.
    pub url: String,
    /// Name and value of each header; secrets are removed.
    pub headers: Vec<(String, String)>,
    /// Whose token it carried, by the name of the identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// JSON body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The body, where it was sent as bytes that need be no JSON; what is not UTF-8 in it is replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// An answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResponseReport {
    /// Status code.
    pub status: u16,
    /// Name and value of each header; secrets are removed.
    pub headers: Vec<(String, String)>,
    /// The body, where it is JSON.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
    /// The body, where it is not JSON; what is not UTF-8 in it is replaced. Of a body of more than 256 KiB it is the start, and the length.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The start of what followed an answer that can have no body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stray: Option<String>,
}

impl ExchangeReport {
    /// What is told of an exchange.
    pub(crate) fn of(exchange: &Exchange) -> Self {
        let (response, interruption) = match &exchange.outcome {
            Outcome::Answered(answer) => (Some(ResponseReport::of(answer)), None),
            Outcome::Broken(interruption) => (None, Some(interruption.to_string())),
        };
        Self {
            request: RequestReport::from(&exchange.request),
            response,
            interruption,
            started: Some(exchange.started.to_rfc3339_opts(SecondsFormat::Millis, true)),
            elapsed_ms: exchange.elapsed.as_secs_f64() * 1000.0,
        }
    }
}

impl From<&SentRequest> for RequestReport {
    fn from(request: &SentRequest) -> Self {
        Self {
            method: request.method.clone(),
            url: request.url.clone(),
            headers: request.headers.clone(),
            identity: request.identity.clone(),
            body: request.body.clone(),
            text: request.text.clone(),
        }
    }
}

impl ResponseReport {
    fn of(answer: &Answer) -> Self {
        let (body, text) = match json_or_text(&answer.body) {
            (Some(body), _) if !is_readable(&body, MOST_NESTED) => {
                (None, Some(String::from_utf8_lossy(&answer.body).into_owned()))
            }
            told => told,
        };
        let stray = (!answer.stray.is_empty()).then(|| brief_bytes(&answer.stray));
        Self { status: answer.status, headers: answer.headers.clone(), body, text, stray }
    }
}

/// Who reads JSON stops at some depth, and a report has a few levels around a body.
const MOST_NESTED: usize = 100;

/// Whether a value is nested no deeper than that.
fn is_readable(value: &Value, most: usize) -> bool {
    let is_within = |item: &Value| most.checked_sub(1).is_some_and(|rest| is_readable(item, rest));
    match value {
        Value::Array(items) => items.iter().all(is_within),
        Value::Object(members) => members.values().all(is_within),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

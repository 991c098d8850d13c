//! A request that a judge is about to send in, what a ledger says of it and of its answer out.

use super::line::{Answered, Sent};
use crate::error::Error;
use crate::exchange::{Exchange, Outcome, json_or_text};
use crate::judge::{Aftermath, Judge};
use crate::prepare::{Body, Credential, PreparedRequest};
use crate::tokens::claim;
use serde_json::Value;

/// A longer body is told by its start.
const LONGEST: usize = 64 << 10;

impl Judge {
    /// What a ledger says of a request before it is sent; none where it creates nothing, or everything is put back to its beginning anyway.
    ///
    /// A request creates something where the contract documents 201 for its operation, and may where it is posted to nothing in it.
    pub(crate) fn creation(&self, case: &str, request: &PreparedRequest) -> Option<Sent> {
        let path = self.endpoint.below(&request.url).unwrap_or_default();
        let operation = self.contract.operation_at(&request.method, path);
        let creates = operation.map_or(request.method == "POST", |operation| {
            operation.responses.iter().any(|response| response.status == "201")
        });
        if !creates || matches!(self.aftermath, Aftermath::Renewed(_)) {
            return None;
        }
        let identity = match &request.credential {
            Credential::Identity(name) => Some((*name).to_owned()),
            Credential::Text(_) | Credential::Nothing => None,
        };
        let token = identity.as_deref().and_then(|name| self.endpoint.token(name));
        let id = |(name, _): &&(String, String)| name.eq_ignore_ascii_case("client-request-id");
        let (body, text) = self.body(request.body.as_ref());
        Some(Sent {
            case: case.to_owned(),
            endpoint: self.endpoint.url().to_owned(),
            tenant: self.guard.tenant.clone(),
            method: request.method.clone(),
            url: request.url.to_string(),
            body,
            text,
            client_request_id: request.headers.iter().find(id).map(|(_, value)| value.clone()),
            caller: token.and_then(|token| claim(token, "oid")),
            identity,
        })
    }

    /// The body as JSON where it is some, else the start of its text; without tokens.
    fn body(&self, body: Option<&Body>) -> (Option<Value>, Option<String>) {
        let Some(body) = body else { return (None, None) };
        let bytes = self.endpoint.secret().removed_from_body(body.bytes());
        match bytes.get(..LONGEST) {
            Some(start) if bytes.len() > LONGEST => {
                (None, Some(String::from_utf8_lossy(start).into_owned()))
            }
            _ => json_or_text(&bytes),
        }
    }
}

impl Answered {
    /// What a ledger says of what came of a request.
    pub(crate) fn of(sent: &Result<Exchange, Error>) -> Self {
        let nothing = Self { status: None, id: None, interruption: None, unsent: false };
        match sent {
            // No connection came about.
            Err(error) => Self { interruption: Some(error.chain()), unsent: true, ..nothing },
            Ok(Exchange { outcome: Outcome::Broken(interruption), .. }) => {
                Self { interruption: Some(interruption.to_string()), ..nothing }
            }
            Ok(Exchange { outcome: Outcome::Answered(answer), .. }) => {
                let is_success = answer.status / 100 == 2;
                let id = is_success.then(|| id(&answer.body)).flatten();
                Self { status: Some(answer.status), id, ..nothing }
            }
        }
    }
}

/// The id that an answer gives what was made.
fn id(body: &[u8]) -> Option<String> {
    let body: Value = serde_json::from_slice(body).ok()?;
    match body.get("id")? {
        Value::String(id) => Some(id.clone()),
        Value::Number(id) => Some(id.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use crate::endpoint::Endpoint;
    use crate::exchange::{Answer, SentRequest};
    use chrono::DateTime;
    use serde_json::json;
    use std::sync::Arc;
    use std::time::Duration;
    use url::Url;

    fn judge() -> Judge {
        let document = json!({"openapi": "3.0.3", "paths": {
            "/a": {"post": {"responses": {"201": {"description": ""}}}, "get": {}},
            "/a/{id}/b": {"post": {"responses": {"204": {"description": ""}}}},
        }});
        let token = "a-token-that-is-opaque".to_owned();
        let endpoint = Endpoint::new("http://127.0.0.1/v1.0", Some(token)).unwrap();
        Judge::new(Arc::new(Contract::load(document).unwrap()), endpoint)
    }

    fn request(method: &str, target: &str, body: &[u8]) -> PreparedRequest {
        PreparedRequest {
            method: method.to_owned(),
            url: Url::parse(&format!("http://127.0.0.1/v1.0{target}")).unwrap(),
            headers: vec![("Client-Request-Id".to_owned(), "7".to_owned())],
            credential: Credential::Identity("admin"),
            body: Some(Body::Bytes(body.to_vec())),
        }
    }

    #[test]
    fn what_is_documented_to_create_is_written_down_and_what_no_document_tells_of() {
        let judge = judge();
        for (method, target, expected) in [
            ("POST", "/a", true),
            ("POST", "/a?$filter=x", true),
            ("POST", "/A", true),
            ("POST", "/a/7/b", false),
            ("GET", "/a", false),
            ("DELETE", "/a/7", false),
        ] {
            let sent = judge.creation("x/y", &request(method, target, b"{}"));
            assert_eq!(sent.is_some(), expected, "{method} {target}");
        }
    }

    #[test]
    fn a_body_is_written_down_as_it_is_and_a_token_never() {
        let judge = judge();
        let long = vec![b'a'; LONGEST + 1];
        for (body, expected) in [
            (&b"{\"a\":1}"[..], (Some(json!({"a": 1})), None)),
            (b"{\"a\"", (None, Some("{\"a\"".to_owned()))),
            (b"[\"a-token-that-is-opaque\"]", (Some(json!(["[removed]"])), None)),
            (&long, (None, Some("a".repeat(LONGEST)))),
        ] {
            let sent = judge.creation("x/y", &request("POST", "/a", body)).unwrap();
            assert_eq!((sent.body, sent.text), expected);
            assert_eq!(sent.client_request_id.as_deref(), Some("7"));
        }
    }

    #[test]
    fn the_id_of_what_was_made_stands_in_the_answer() {
        for (status, body, expected) in [
            (201, r#"{"id":"7"}"#, Some("7")),
            (201, r#"{"id":7}"#, Some("7")),
            (200, r#"{"id":"7"}"#, Some("7")),
            (201, "<html>", None),
            (201, r#"{"id":null}"#, None),
            (400, r#"{"id":"7"}"#, None),
        ] {
            let request = SentRequest {
                method: "POST".to_owned(),
                url: String::new(),
                headers: Vec::new(),
                identity: None,
                body: None,
                text: None,
            };
            let answer = Answer { status, body: body.as_bytes().to_vec(), ..Answer::default() };
            let outcome = Outcome::Answered(answer);
            let (started, elapsed) = (DateTime::UNIX_EPOCH, Duration::ZERO);
            let answered = Answered::of(&Ok(Exchange { request, outcome, started, elapsed }));
            assert_eq!(answered.id.as_deref(), expected, "{status} {body}");
        }
    }
}

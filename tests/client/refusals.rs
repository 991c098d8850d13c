//! What an error says about an answer that is not a success, or not what it should be.

use std::error::Error as _;

use assignment_requests::GraphError;

use crate::exchange::{exchange, json};

const ENVELOPE: &str = r#"{"error": {
    "code": "InvalidState",
    "message": "The request cannot be canceled.",
    "innerError": {
        "date": "2024-06-07T15:53:35",
        "request-id": "from-the-envelope",
        "client-request-id": "from-the-envelope-too"
    }
}}"#;

async fn error(answer: impl Into<String>) -> GraphError {
    let (_, outcome) = exchange(answer, async |client| {
        client.get_assignment_request().access_package_assignment_request_id("a").send().await
    })
    .await;
    outcome.map_err(GraphError::from).unwrap_err()
}

#[tokio::test]
async fn a_refusal_carries_status_code_and_message() {
    let error = error(json("400 Bad Request", ENVELOPE)).await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
    assert_eq!(error.code(), Some("InvalidState"));
    assert_eq!(error.message(), Some("The request cannot be canceled."));
    let expected = "400 Bad Request: InvalidState: The request cannot be canceled. \
                    (request-id from-the-envelope)";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn the_ids_of_the_headers_come_first() {
    let body = ENVELOPE;
    let error = error(format!(
        "HTTP/1.1 404 Not Found\r\nrequest-id: from-the-header\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    ))
    .await;
    assert_eq!(error.request_id(), Some("from-the-header"));
    assert_eq!(error.client_request_id(), Some("from-the-envelope-too"));
}

#[tokio::test]
async fn a_refusal_without_envelope_keeps_status_headers_and_body() {
    for (status, body) in [
        (502, "<html>Bad gateway</html>"),
        (404, ""),
        (400, r#"{"message": "no envelope"}"#),
        (500, r#"{"error": {"message": "no code"}}"#),
    ] {
        let error = error(format!(
            "HTTP/1.1 {status} Refused\r\nrequest-id: an-id\r\nretry-after: 5\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            body.len()
        ))
        .await;
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.request_id(), Some("an-id"));
        assert!(error.headers().contains_key("retry-after"));
        assert_eq!(error.body(), body.as_bytes());
        assert_eq!(error.code(), None);
        assert!(error.to_string().contains("without Graph's error envelope"), "{error}");
    }
}

#[tokio::test]
async fn a_refusal_that_breaks_off_keeps_its_status() {
    let error = error(
        "HTTP/1.1 503 Service Unavailable\r\nrequest-id: an-id\r\ncontent-length: 900\r\n\r\n{\"err",
    )
    .await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(error.request_id(), Some("an-id"));
}

#[tokio::test]
async fn an_undocumented_status_is_named() {
    let error = error("HTTP/1.1 304 Not Modified\r\nconnection: close\r\n\r\n").await;
    assert_eq!(error.to_string(), "304 Not Modified, which is not documented");
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_keeps_its_body_and_cause() {
    let error = error(json("200 OK", r#"{"answers": 3}"#)).await;
    assert_eq!(error.body(), br#"{"answers": 3}"#);
    let cause = error.source().map(ToString::to_string).unwrap_or_default();
    assert!(cause.contains("expected a sequence"), "{cause}");
}

#[tokio::test]
async fn an_answer_that_breaks_off_is_an_error_of_its_own() {
    let error = error("HTTP/1.1 200 OK\r\ncontent-length: 900\r\n\r\n{\"id").await;
    assert_eq!(error.to_string(), "the answer broke off");
    assert!(error.source().is_some());
}

#[tokio::test]
async fn silence_is_an_error_of_the_connection() {
    let error = error("").await;
    assert_eq!(error.to_string(), "the service could not be reached, or broke off");
    assert_eq!((error.status(), error.code()), (None, None));
}

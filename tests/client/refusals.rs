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
    outcome.unwrap_err()
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
        assert!(error.headers().unwrap().contains_key("retry-after"));
        assert_eq!(error.body(), body.as_bytes());
        assert_eq!(error.code(), None);
        assert!(error.to_string().contains("without Graph's error envelope"), "{error}");
    }
}

#[tokio::test]
async fn a_slip_in_an_envelope_costs_neither_code_nor_message() {
    for slip in [
        r#""details": null"#,
        r#""innerError": null"#,
        r#""details": [{"code": "a"}]"#,
        r#""innerError": {"request-id": 3}"#,
        r#""target": {}"#,
    ] {
        let body = format!(r#"{{"error": {{"code": "InvalidState", "message": "No.", {slip}}}}}"#);
        let error = error(json("400 Bad Request", &body)).await;
        assert_eq!(error.status().map(|status| status.as_u16()), Some(400), "{slip}");
        assert_eq!((error.code(), error.message()), (Some("InvalidState"), Some("No.")), "{slip}");
        assert!(error.source().is_none(), "{slip}");
    }
}

#[tokio::test]
async fn a_code_is_enough_for_an_envelope() {
    for body in
        [r#"{"error": {"code": "Gone"}}"#, r#"{"error": {"code": "Gone", "message": null}}"#]
    {
        let error = error(json("404 Not Found", body)).await;
        assert_eq!((error.code(), error.message()), (Some("Gone"), None));
        assert_eq!(error.to_string(), "404 Not Found: Gone");
    }
}

#[tokio::test]
async fn an_id_in_an_envelope_may_be_a_number() {
    let body = r#"{"error": {"code": "Gone", "message": "", "innerError": {"request-id": 42}}}"#;
    assert_eq!(error(json("404 Not Found", body)).await.request_id(), Some("42"));
}

#[tokio::test]
async fn an_envelope_is_kept_as_it_was_written() {
    let body =
        r#"{"error": {"code": "a", "message": "b", "details": [{"code": "c", "odd": [1]}]}}"#;
    let error = error(json("400 Bad Request", body)).await;
    let odd = error.envelope().and_then(|error| error.get("details")?.pointer("/0/odd/0").cloned());
    assert_eq!(odd, Some(1.into()));
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
    assert_eq!(error.to_string(), "304 Not Modified, which is not documented in this form");
}

#[tokio::test]
async fn an_undocumented_answer_keeps_its_body() {
    let error = error(json("206 Partial Content", "{\"id\": 1}")).await;
    assert_eq!(
        (error.status().map(|status| status.as_u16()), error.body()),
        (Some(206), &b"{\"id\": 1}"[..])
    );
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_keeps_everything() {
    let body = r#"{"answers": 3}"#;
    let error = error(format!(
        "HTTP/1.1 200 OK\r\nrequest-id: an-id\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    ))
    .await;
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
    assert_eq!(error.request_id(), Some("an-id"));
    assert_eq!(error.body(), body.as_bytes());
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

//! Batches: what is sent, and what becomes of each call.

use assignment_requests::{
    Batch, BatchAnswers, Client, Expand, Filter, GraphError, Query, Retry, Session,
    enums::{
        AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part,
        AccessPackageCustomExtensionStage, AccessPackageRequestState,
    },
    requests::{NewRequest, Resume, Resumption, UserAdd},
};
use futures_util::TryStreamExt;
use sandbox::{Config, Effect, Fault, Loss, Match, Sandbox, When};
use serde_json::{Value, json};
use std::time::Duration;

use crate::exchange::{TOKEN, exchange, json as answer, session};
use crate::script::{Script, body};

const DELIVERED: &str = "7999249e-249e-7999-9e24-99799e249979";
const PENDING: &str = "3f1c9c6e-54d0-4f0e-8c1e-6a3b2d9e7f20";
const FAILED: &str = "d82eb508-acc4-43cc-bcf1-7c1c4a2c073b";
const DENIED: &str = "5ba7c1d2-7a57-4f8a-9a3d-2f9f4c1b0d11";
const ABSENT: &str = "00000000-0000-4000-8000-000000000000";

type IsKind = fn(&GraphError) -> bool;

fn new_request() -> NewRequest {
    UserAdd { access_package_id: "977c7ff4-ef8f-4910-9d31-49048ddf3120" }.into()
}

fn resumption() -> Resumption {
    Resume {
        source: "Contoso",
        stage: AccessPackageCustomExtensionStage::AssignmentRequestCreated,
        custom_extension_stage_instance_id: "957d0c50-466b-4840-bb5b-c92cea7141ff",
    }
    .into()
}

/// The request line and headers, and the body, of what is sent for a batch.
async fn sent(batch: Batch) -> (String, Value) {
    let (request, answers) = exchange(answer("200 OK", r#"{"responses": []}"#), async |client| {
        client.send_batch(&batch).await
    })
    .await;
    let _ = answers.unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    (head.to_owned(), serde_json::from_str(body).unwrap())
}

/// What becomes of a batch that is answered with these responses.
async fn answered(batch: Batch, responses: &Value) -> BatchAnswers {
    let body = json!({ "responses": responses }).to_string();
    let (_, answers) =
        exchange(answer("200 OK", &body), async |client| client.send_batch(&batch).await).await;
    answers.unwrap()
}

async fn with_sandbox() -> (Sandbox, Client) {
    let sandbox = Sandbox::start(Config::default()).await.unwrap();
    let token = sandbox.token("admin").unwrap();
    let session = Session::builder().endpoint(sandbox.url()).token(token.as_str());
    let client = session.build().unwrap().client();
    (sandbox, client)
}

#[tokio::test]
async fn a_batch_is_posted_below_the_root_with_the_token() {
    let mut batch = Batch::new();
    let _ = batch.get("a", []).unwrap();
    let (head, _) = sent(batch).await;
    assert!(head.starts_with("POST /v1.0/$batch HTTP/1.1\r\n"), "{head}");
    assert!(head.contains(&format!("authorization: Bearer {TOKEN}")));
    assert!(head.contains("content-type: application/json"));
}

#[tokio::test]
async fn each_call_is_written_as_it_is_documented() {
    let mut batch = Batch::new();
    let delivered = Filter::state(&AccessPackageRequestState::Delivered);
    let _ = batch.get("a/b", [Expand::AssignmentTarget]).unwrap();
    let _ = batch.list(&Query::new().filter(delivered)).unwrap();
    let _ = batch.create(&new_request()).unwrap();
    let _ = batch.cancel("c").unwrap();
    let _ = batch.reprocess("d").unwrap();
    let _ = batch.resume("e", &resumption()).unwrap();
    let _ = batch.delete("f").unwrap();
    let _ = batch.list_by_current_user(&Part::Target, &Query::new().top(5)).unwrap();
    assert_eq!(batch.len(), 8);
    let root = "/identityGovernance/entitlementManagement/assignmentRequests";
    let whole = json!({"Prefer": "include-unknown-enum-members"});
    let of_json = json!({"Content-Type": "application/json"});
    let both =
        json!({"Content-Type": "application/json", "Prefer": "include-unknown-enum-members"});
    let get = |id: &str, below: &str| json!({"id": id, "method": "GET", "url": format!("{root}{below}"), "headers": whole});
    let post = |id: &str, below: &str, headers: &Value, body: Value| json!({"id": id, "method": "POST", "url": format!("{root}{below}"), "headers": headers, "body": body});
    let expected = json!({"requests": [
        get("1", "/a%2Fb?$expand=assignment($expand=target)"),
        // The URL type escapes a quote in a query.
        get("2", "?$filter=state%20eq%20%27delivered%27"),
        post("3", "", &both, json!(new_request())),
        post("4", "/c/cancel", &of_json, json!({})),
        post("5", "/d/reprocess", &of_json, json!({})),
        post("6", "/e/resume", &of_json, json!(resumption())),
        {"id": "7", "method": "DELETE", "url": format!("{root}/f")},
        get("8", "/filterByCurrentUser(on='target')?$top=5"),
    ]});
    assert_eq!(sent(batch).await.1, expected);
}

#[tokio::test]
async fn a_call_names_those_that_it_is_after() {
    let mut batch = Batch::new();
    let first = batch.cancel("a").unwrap();
    let second = batch.after(&first).cancel("b").unwrap();
    let _ = batch.after(&first).after(&second).delete("c").unwrap();
    let _ = batch.delete("d").unwrap();
    let (_, body) = sent(batch).await;
    let depends = |place: usize| body.pointer(&format!("/requests/{place}/dependsOn")).cloned();
    assert_eq!(
        [depends(0), depends(1), depends(2), depends(3)],
        [None, Some(json!(["1"])), Some(json!(["1", "2"])), None]
    );
}

#[test]
fn what_cannot_be_in_a_batch_is_refused_as_it_is_added() {
    let mut batch = Batch::new();
    let foreign = Batch::new().cancel("a").unwrap();
    let error = batch.after(&foreign).cancel("b").unwrap_err();
    assert!(error.to_string().contains("another batch"), "{error}");
    assert!(batch.cancel("..").is_err());
    for _ in 0..20 {
        let _ = batch.cancel("a").unwrap();
    }
    let error = batch.cancel("a").unwrap_err();
    assert!(error.to_string().contains("20 calls at most"), "{error}");
    assert_eq!(batch.len(), 20);
}

#[tokio::test]
async fn what_was_refused_leaves_nothing_to_the_next_call() {
    let mut batch = Batch::new();
    let first = batch.cancel("a").unwrap();
    assert!(batch.after(&first).get("", []).is_err());
    let _ = batch.get("b", []).unwrap();
    let (_, body) = sent(batch).await;
    assert_eq!(body.pointer("/requests/1/dependsOn"), None);
}

#[tokio::test]
async fn what_nothing_was_added_after_is_forgotten() {
    let mut batch = Batch::new();
    let first = batch.cancel("a").unwrap();
    let foreign = Batch::new().cancel("x").unwrap();
    drop(batch.after(&first).after(&foreign));
    let _ = batch.get("b", []).unwrap();
    let (_, body) = sent(batch).await;
    assert_eq!(body.pointer("/requests/1/dependsOn"), None);
}

#[tokio::test]
async fn all_that_is_added_after_a_call_is_after_it() {
    let mut batch = Batch::new();
    let first = batch.cancel("a").unwrap();
    let mut after = batch.after(&first);
    let second = after.cancel("b").unwrap();
    let _ = after.after(&second).delete("c").unwrap();
    let _ = after.delete("d").unwrap();
    drop(after);
    let (_, body) = sent(batch).await;
    let depends = |place: usize| body.pointer(&format!("/requests/{place}/dependsOn")).cloned();
    let expected = [json!(["1"]), json!(["1", "2"]), json!(["1"])].map(Some);
    assert_eq!([depends(1), depends(2), depends(3)], expected);
}

#[tokio::test]
async fn a_batch_without_calls_is_not_sent() {
    let client = Session::builder().endpoint("http://127.0.0.1:1/v1.0").token(TOKEN);
    let answers = client.build().unwrap().client().send_batch(&Batch::new()).await;
    assert!(answers.is_ok());
}

#[tokio::test]
async fn answers_find_their_calls_in_any_order() {
    let mut batch = Batch::new();
    let (first, second) = (batch.get("a", []).unwrap(), batch.list(&Query::new()).unwrap());
    let responses = json!([
        {"id": "2", "status": 200, "body": {"value": [{"id": "x"}, {"id": "y"}]}},
        {"id": "1", "status": 200, "headers": {}, "body": {"id": "a"}},
    ]);
    let mut answers = answered(batch, &responses).await;
    assert_eq!(answers.take(first).unwrap().id.as_deref(), Some("a"));
    assert_eq!(answers.take(second).unwrap().value.len(), 2);
}

#[tokio::test]
async fn an_error_of_a_call_is_that_of_the_call_alone() {
    let kinds: [(u16, IsKind); 9] = [
        (400, |error| matches!(error, GraphError::Conflict(_))),
        (401, |error| matches!(error, GraphError::Unauthorized(_))),
        (403, |error| matches!(error, GraphError::Forbidden(_))),
        (404, |error| matches!(error, GraphError::NotFound(_))),
        (415, |error| matches!(error, GraphError::Invalid(_))),
        (424, |error| matches!(error, GraphError::Dependency(_))),
        (429, |error| matches!(error, GraphError::Throttled(_))),
        (503, |error| matches!(error, GraphError::Service(_))),
        (302, |error| matches!(error, GraphError::Undecodable(_))),
    ];
    for (status, is_kind) in kinds {
        let mut batch = Batch::new();
        let ticket = batch.cancel("a").unwrap();
        let error = json!({"error": {"code": "InvalidState", "message": "No."}});
        let headers = json!({"Retry-After": 7, "request-id": "an-id"});
        let responses = json!([{"id": "1", "status": status, "headers": headers, "body": error}]);
        let error = answered(batch, &responses).await.take(ticket).unwrap_err();
        assert!(is_kind(&error), "{status}: {error:?}");
        assert_eq!(error.status().map(|status| status.as_u16()), Some(status));
        assert_eq!(error.request_id(), Some("an-id"));
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    }
}

#[tokio::test]
async fn a_success_that_cannot_be_decoded_keeps_everything() {
    let mut batch = Batch::new();
    let ticket = batch.get("a", []).unwrap();
    let responses =
        json!([{"id": "1", "status": 200, "headers": {"request-id": "an-id"}, "body": {"id": 3}}]);
    let error = answered(batch, &responses).await.take(ticket).unwrap_err();
    assert!(matches!(error, GraphError::Undecodable(_)), "{error:?}");
    assert_eq!((error.request_id(), error.body()), (Some("an-id"), &br#"{"id":3}"#[..]));
}

#[tokio::test]
async fn a_call_without_an_answer_says_so() {
    for response in [json!({"id": "2", "status": 200}), json!({"id": "1"}), json!({"status": 200})]
    {
        let mut batch = Batch::new();
        let ticket = batch.cancel("a").unwrap();
        let error = answered(batch, &json!([response])).await.take(ticket).unwrap_err();
        assert!(matches!(error, GraphError::Transport(_)), "{error:?}");
        assert!(error.to_string().contains("without an answer to this call"), "{error}");
    }
}

#[tokio::test]
async fn an_id_may_come_as_a_number() {
    let mut batch = Batch::new();
    let (first, second) = (batch.get("a", []).unwrap(), batch.cancel("b").unwrap());
    let responses =
        json!([{"id": 2, "status": 204}, {"id": 1, "status": 200, "body": {"id": "a"}}]);
    let mut answers = answered(batch, &responses).await;
    assert_eq!(answers.take(first).unwrap().id.as_deref(), Some("a"));
    answers.take(second).unwrap();
}

#[tokio::test]
async fn a_ticket_of_another_batch_is_refused() {
    let mut batch = Batch::new();
    let _ = batch.cancel("a").unwrap();
    let foreign = Batch::new().cancel("a").unwrap();
    let mut answers = answered(batch, &json!([{"id": "1", "status": 200}])).await;
    assert!(matches!(answers.take(foreign), Err(GraphError::Argument(_))));
}

#[tokio::test]
async fn a_batch_that_is_refused_is_an_error_as_a_whole() {
    let mut batch = Batch::new();
    let _ = batch.cancel("a").unwrap();
    let refusal = r#"{"error": {"code": "BadRequest", "message": "No."}}"#;
    let (_, outcome) = exchange(answer("400 Bad Request", refusal), async |client| {
        client.send_batch(&batch).await
    })
    .await;
    assert!(matches!(outcome, Err(GraphError::Invalid(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_batch_that_failed_can_be_sent_again_with_its_tickets() {
    let success = r#"{"responses": [{"id": "1", "status": 204}]}"#;
    let script = Script::of([answer("503 Service Unavailable", ""), answer("200 OK", success)]);
    let client = session(&script.root()).build().unwrap().client();
    let mut batch = Batch::new();
    let ticket = batch.cancel("a").unwrap();
    assert!(matches!(client.send_batch(&batch).await, Err(GraphError::Service(_))));
    client.send_batch(&batch).await.unwrap().take(ticket).unwrap();
    let requests = script.requests();
    assert_eq!(body(&requests[0]), body(&requests[1]));
}

#[tokio::test]
async fn only_a_batch_that_only_looks_is_tried_again_as_a_look_is() {
    for (changes, tries) in [(false, 2), (true, 1)] {
        let answers = r#"{"responses": []}"#;
        let script = Script::of([answer("503 Service Unavailable", ""), answer("200 OK", answers)]);
        let retry = Retry::default().pauses(Duration::ZERO, Duration::ZERO);
        let client = session(&script.root()).retry(retry).build().unwrap().client();
        let mut batch = Batch::new();
        let _ = batch.get("a", []).unwrap();
        if changes {
            let _ = batch.cancel("b").unwrap();
        }
        assert_eq!(client.send_batch(&batch).await.is_ok(), !changes);
        assert_eq!(script.requests().len(), tries);
    }
}

#[tokio::test]
async fn the_sandbox_takes_every_call() {
    let (_sandbox, client) = with_sandbox().await;
    let mut batch = Batch::new();
    let got = batch.get(DELIVERED, [Expand::AssignmentTarget]).unwrap();
    let filter = Filter::state(&AccessPackageRequestState::Denied);
    let listed = batch.list(&Query::new().filter(filter)).unwrap();
    let own = batch.list_by_current_user(&Part::Target, &Query::new()).unwrap();
    let reprocessed = batch.reprocess(FAILED).unwrap();
    let resumed = batch.resume("0e60f18c-b2a0-4887-9da8-da2e30a39d99", &resumption()).unwrap();
    let deleted = batch.delete(DENIED).unwrap();
    let canceled = batch.cancel(PENDING).unwrap();
    let seen = batch.after(&canceled).get(PENDING, []).unwrap();
    let mut answers = client.send_batch(&batch).await.unwrap();
    assert!(answers.take(got).unwrap().assignment.unwrap().target.is_some());
    assert!(!answers.take(listed).unwrap().value.is_empty());
    let own = answers.take(own).unwrap().value;
    let one_by_one = client.list_by_current_user(&Part::Target, &Query::new()).items();
    assert_eq!(own.len(), one_by_one.try_collect::<Vec<_>>().await.unwrap().len());
    for ticket in [reprocessed, resumed, deleted, canceled] {
        answers.take(ticket).unwrap();
    }
    let state = answers.take(seen).unwrap().state;
    assert_eq!(state, Some(AccessPackageRequestState::Canceled));
}

#[tokio::test]
async fn what_is_after_a_failure_is_not_carried_out() {
    let (_sandbox, client) = with_sandbox().await;
    let mut batch = Batch::new();
    let absent = batch.get(ABSENT, []).unwrap();
    let canceled = batch.after(&absent).cancel(PENDING).unwrap();
    let mut answers = client.send_batch(&batch).await.unwrap();
    assert!(matches!(answers.take(absent), Err(GraphError::NotFound(_))));
    assert!(matches!(answers.take(canceled), Err(GraphError::Dependency(_))));
    let state = client.get(PENDING, []).await.unwrap().state;
    assert_eq!(state, Some(AccessPackageRequestState::PendingApproval));
}

#[tokio::test]
async fn a_call_that_is_throttled_is_told_and_not_repeated() {
    let (sandbox, client) = with_sandbox().await;
    let when = When::Rate { requests: 1, per: Duration::from_mins(1) };
    sandbox.faults().add(Fault { when, ..Fault::default() }).unwrap();
    let mut batch = Batch::new();
    let (first, second) = (batch.get(DELIVERED, []).unwrap(), batch.get(DELIVERED, []).unwrap());
    let mut answers = client.send_batch(&batch).await.unwrap();
    assert!(answers.take(first).is_ok());
    let error = answers.take(second).unwrap_err();
    assert!(matches!(error, GraphError::Throttled(_)), "{error:?}");
    assert_eq!(error.retry_after(), Some(Duration::from_mins(1)));
    assert_eq!(sandbox.faults().list().first().map(|fault| fault.matched), Some(2));
}

#[tokio::test]
async fn a_call_that_is_lost_has_no_answer() {
    let (sandbox, client) = with_sandbox().await;
    let matching = Match { operation: Some("get".to_owned()), ..Match::default() };
    let then = Effect { lose: Some(Loss::Answer), ..Effect::default() };
    sandbox.faults().add(Fault { matching, then, ..Fault::default() }).unwrap();
    let mut batch = Batch::new();
    let (got, canceled) = (batch.get(DELIVERED, []).unwrap(), batch.cancel(PENDING).unwrap());
    let mut answers = client.send_batch(&batch).await.unwrap();
    assert!(matches!(answers.take(got), Err(GraphError::Transport(_))));
    answers.take(canceled).unwrap();
}

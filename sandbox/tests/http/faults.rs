//! Faults that are injected, as a client meets them.

use std::time::Duration;

use sandbox::{Effect, Fault, Loss, Match, Sandbox, When};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::client::{Answer, Ask, documented};
use crate::control::{read, send};
use crate::operations::{PENDING, admin_add};

async fn with_fault(fault: Value) -> Sandbox {
    let sandbox = documented().await;
    let added = send(&sandbox, ("POST", "faults"), &fault).await;
    assert_eq!((added.status, added.json()), (201, json!({"id": 1})));
    sandbox
}

async fn list(sandbox: &Sandbox) -> Answer {
    Ask::get("assignmentRequests").send(sandbox).await
}

#[tokio::test]
async fn an_injected_error_is_one_of_graphs_and_nothing_is_carried_out() {
    let fault = json!({
        "match": {"operation": "create"},
        "then": {"status": 503, "retryAfter": 7}
    });
    let sandbox = with_fault(fault).await;
    let before = list(&sandbox).await.body;
    let answer = Ask::create(&admin_add()).send(&sandbox).await;
    assert_eq!((answer.status, answer.code().as_str()), (503, "serviceNotAvailable"));
    assert_eq!(answer.header("retry-after"), Some("7"));
    assert_eq!(
        answer.json()["error"]["innerError"]["request-id"],
        answer.header("request-id").unwrap()
    );
    assert_eq!(list(&sandbox).await.body, before);
}

#[tokio::test]
async fn an_injected_error_says_what_it_was_told_to() {
    let then = json!({"status": 418, "code": "Teapot", "message": "no coffee"});
    let answer = list(&with_fault(json!({"then": then})).await).await;
    assert_eq!(
        (answer.status, answer.code(), answer.message()),
        (418, "Teapot".into(), "no coffee".into())
    );
    assert_eq!(answer.header("retry-after"), None);
}

#[tokio::test]
async fn an_injected_error_has_the_code_that_belongs_to_its_status() {
    for (status, code) in [
        (401, "InvalidAuthenticationToken"),
        (403, "UnAuthorized"),
        (429, "TooManyRequests"),
        (500, "generalException"),
        (503, "serviceNotAvailable"),
        (504, "SandboxFault"),
    ] {
        let sandbox = with_fault(json!({"then": {"status": status}})).await;
        assert_eq!(list(&sandbox).await.code(), code, "{status}");
    }
}

#[tokio::test]
async fn the_nth_request_fails_and_no_other() {
    let sandbox = with_fault(json!({"when": {"nth": 2}, "then": {"status": 500}})).await;
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(list(&sandbox).await.status);
    }
    assert_eq!(statuses, [200, 500, 200, 200]);
    let listed = &read(&sandbox, "faults").await["faults"][0];
    assert_eq!((&listed["matched"], &listed["struck"]), (&json!(4), &json!(1)));
}

#[tokio::test]
async fn too_many_requests_are_throttled_until_the_sandboxs_time_has_passed() {
    let sandbox = with_fault(json!({"when": {"rate": {"requests": 2, "per": "PT1M"}}})).await;
    for status in [200, 200, 429] {
        assert_eq!(list(&sandbox).await.status, status);
    }
    assert_eq!(list(&sandbox).await.header("retry-after"), Some("60"));
    sandbox.clock().advance(Duration::from_secs(45));
    assert_eq!(list(&sandbox).await.header("retry-after"), Some("15"));
    sandbox.clock().advance(Duration::from_secs(15));
    assert_eq!(list(&sandbox).await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn a_late_answer_is_the_same_answer() {
    let sandbox = documented().await;
    let expected = list(&sandbox).await;
    let latency = Duration::from_secs(90);
    let then = Effect { latency, ..Effect::default() };
    sandbox.faults().add(Fault { then, ..Fault::default() }).unwrap();
    let asked = Instant::now();
    assert_eq!(list(&sandbox).await.body, expected.body);
    assert!(asked.elapsed() >= latency && asked.elapsed() < 2 * latency);
}

#[tokio::test]
async fn a_lost_request_is_not_carried_out_and_a_lost_answer_is_that_of_one_that_was() {
    for (loss, expected) in [(Loss::Request, "pendingApproval"), (Loss::Answer, "canceled")] {
        let sandbox = documented().await;
        let matching = Match { operation: Some("cancel".into()), ..Match::default() };
        let then = Effect { lose: Some(loss), ..Effect::default() };
        sandbox.faults().add(Fault { matching, then, when: When::Nth(1) }).unwrap();
        let cancel = Ask::post(&format!("assignmentRequests/{PENDING}/cancel"));
        assert_eq!(cancel.try_send(&sandbox).await, b"", "{loss:?}");
        let shown = read(&sandbox, &format!("requests/{PENDING}")).await;
        assert_eq!(shown["request"]["state"], expected, "{loss:?}");
    }
}

#[tokio::test]
async fn a_fault_comes_before_the_token_is_looked_at() {
    let sandbox = with_fault(json!({"then": {"status": 429}})).await;
    let answer = Ask::get("assignmentRequests").without_headers().send(&sandbox).await;
    assert_eq!(answer.status, 429);
}

#[tokio::test]
async fn faults_do_not_concern_the_control() {
    let sandbox = with_fault(json!({"then": {"status": 500}})).await;
    assert_eq!(Ask::control("GET", "clock").send(&sandbox).await.status, 200);
    assert_eq!(read(&sandbox, "faults").await["faults"][0]["matched"], 0);
}

#[tokio::test]
async fn faults_are_listed_replaced_and_removed() {
    let sandbox = with_fault(json!({"then": {"status": 500}})).await;
    let two = json!({"faults": [{"then": {"status": 501}}, {"then": {"lose": "answer"}}]});
    let ids = |listed: Value| -> Vec<u64> {
        let faults = listed["faults"].as_array().unwrap().clone();
        faults.iter().map(|fault| fault["id"].as_u64().unwrap()).collect()
    };
    assert_eq!(ids(send(&sandbox, ("PUT", "faults"), &two).await.json()), [2, 3]);
    assert_eq!(Ask::control("DELETE", "faults/2").send(&sandbox).await.status, 204);
    assert_eq!(ids(read(&sandbox, "faults").await), [3]);
    assert_eq!(Ask::control("DELETE", "faults").send(&sandbox).await.status, 204);
    assert_eq!(list(&sandbox).await.status, 200);
}

//! Batches of requests.

use std::time::Duration;

use sandbox::{Effect, Fault, Loss, Match, Sandbox, When};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::client::{Answer, Ask, documented, shown};
use crate::control::read;
use crate::operations::{DELIVERED, DENIED, PENDING, admin_add};

const REQUESTS: &str = "/identityGovernance/entitlementManagement/assignmentRequests";
const ABSENT: &str = "00000000-0000-4000-8000-000000000000";

fn batch(requests: &Value) -> Ask {
    Ask::at("POST", "/v1.0/$batch").json(&json!({"requests": requests}).to_string())
}

fn get(id: &str, request: &str) -> Value {
    json!({"id": id, "method": "GET", "url": format!("{REQUESTS}/{request}")})
}

fn post(id: &str, below: &str, body: &Value) -> Value {
    let headers = json!({"Content-Type": "application/json"});
    let url = format!("{REQUESTS}{below}");
    json!({"id": id, "method": "POST", "url": url, "headers": headers, "body": body})
}

fn after(mut request: Value, ids: &[&str]) -> Value {
    request["dependsOn"] = json!(ids);
    request
}

async fn send(sandbox: &Sandbox, requests: Value) -> Answer {
    batch(&requests).send(sandbox).await
}

/// Id and status of each answer.
fn statuses(answer: &Answer) -> Vec<(String, u64)> {
    let json = answer.json();
    let responses = json["responses"].as_array().unwrap();
    let pair =
        |one: &Value| (one["id"].as_str().unwrap().to_owned(), one["status"].as_u64().unwrap());
    responses.iter().map(pair).collect()
}

fn pairs(expected: &[(&str, u64)]) -> Vec<(String, u64)> {
    expected.iter().map(|(id, status)| ((*id).to_owned(), *status)).collect()
}

#[tokio::test]
async fn each_request_is_answered_as_if_it_came_by_itself() {
    let sandbox = documented().await;
    let requests = json!([
        get("a", DELIVERED),
        post("b", "", &admin_add()),
        post("c", &format!("/{PENDING}/cancel"), &json!({})),
        {"id": "d", "method": "DELETE", "url": format!("{REQUESTS}/{DENIED}")},
        get("e", ABSENT),
    ]);
    let answer = send(&sandbox, requests).await;
    assert_eq!(answer.status, 200);
    let expected = [("a", 200), ("b", 201), ("c", 200), ("d", 204), ("e", 404)];
    assert_eq!(statuses(&answer), pairs(&expected));
    let responses = &answer.json()["responses"];
    assert_eq!(responses[0]["body"], shown(&sandbox, DELIVERED).await);
    assert_eq!(responses[1]["body"]["state"], "submitted");
    assert_eq!((&responses[2]["body"], &responses[3]["body"]), (&json!(null), &json!(null)));
    assert_eq!(responses[4]["body"]["error"]["code"], "AccessPackageAssignmentRequestNotFound");
    assert_eq!(shown(&sandbox, PENDING).await["state"], "canceled");
}

#[tokio::test]
async fn an_answer_has_its_own_headers() {
    let sandbox = documented().await;
    let answer = send(&sandbox, json!([get("1", DELIVERED), get("2", ABSENT)])).await;
    let responses = &answer.json()["responses"];
    let id = |place: usize| responses[place]["headers"]["request-id"].as_str().unwrap().to_owned();
    assert_ne!(id(0), id(1));
    assert_eq!(responses[1]["body"]["error"]["innerError"]["request-id"], id(1));
    assert!(
        responses[0]["headers"]["content-type"].as_str().unwrap().starts_with("application/json")
    );
}

#[tokio::test]
async fn the_id_of_the_caller_holds_for_every_request_without_its_own() {
    let sandbox = documented().await;
    let (of_batch, own) =
        ("11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222");
    let mut second = get("2", DELIVERED);
    second["headers"] = json!({"Client-Request-Id": own});
    let ask = batch(&json!([get("1", DELIVERED), second])).header("client-request-id", of_batch);
    let responses = &ask.send(&sandbox).await.json()["responses"];
    for (place, expected) in [(0, of_batch), (1, own)] {
        assert_eq!(responses[place]["headers"]["client-request-id"], expected);
    }
}

#[tokio::test]
async fn every_request_bears_the_token_of_the_batch() {
    let sandbox = documented().await;
    let reader = sandbox.token("reader").unwrap();
    let requests =
        json!([get("1", DELIVERED), post("2", &format!("/{PENDING}/cancel"), &json!({}))]);
    let answer = batch(&requests).by(&reader).send(&sandbox).await;
    assert_eq!(statuses(&answer), pairs(&[("1", 200), ("2", 403)]));
    let nobody = batch(&requests).without_headers().send(&sandbox).await;
    assert_eq!(nobody.status, 401);
}

#[tokio::test]
async fn what_depends_on_a_failure_is_not_carried_out() {
    let sandbox = documented().await;
    let cancel = post("cancel", &format!("/{PENDING}/cancel"), &json!({}));
    let requests = json!([
        get("absent", ABSENT),
        after(cancel, &["ABSENT"]),
        after(get("then", DELIVERED), &["cancel"]),
        get("beside", DELIVERED),
        after(get("last", DELIVERED), &["beside"]),
    ]);
    let answer = send(&sandbox, requests).await;
    let expected =
        [("absent", 404), ("cancel", 424), ("then", 424), ("beside", 200), ("last", 200)];
    assert_eq!(statuses(&answer), pairs(&expected));
    assert_eq!(answer.json()["responses"][1]["body"]["error"]["code"], "FailedDependency");
    assert_eq!(shown(&sandbox, PENDING).await["state"], "pendingApproval");
}

#[tokio::test]
async fn a_url_may_lack_its_slash_and_hold_blanks() {
    let sandbox = documented().await;
    let url = format!("{}?$filter=state eq 'denied'&$select=id", &REQUESTS[1..]);
    let answer = send(&sandbox, json!([{"id": "1", "method": "GET", "url": url}])).await;
    assert_eq!(statuses(&answer), pairs(&[("1", 200)]));
    let alone = Ask::get("assignmentRequests?$filter=state eq 'denied'&$select=id");
    assert_eq!(answer.json()["responses"][0]["body"], alone.send(&sandbox).await.json());
}

#[tokio::test]
async fn a_link_to_the_next_page_leads_to_where_the_batch_was_sent() {
    let sandbox = documented().await;
    let url = format!("{REQUESTS}?$top=1");
    let ask = batch(&json!([{"id": "1", "method": "GET", "url": url}])).host(Some("graph.test"));
    let answer = ask.send(&sandbox).await.json();
    let link = answer["responses"][0]["body"]["@odata.nextLink"].as_str().unwrap();
    assert!(link.starts_with("http://graph.test/v1.0/"), "{link}");
}

#[tokio::test]
async fn a_batch_that_is_malformed_is_refused_and_nothing_is_carried_out() {
    let sandbox = documented().await;
    let cancel = post("c", &format!("/{PENDING}/cancel"), &json!({}));
    let headless = json!({"id": "1", "method": "POST", "url": REQUESTS, "body": {}});
    let bodiless =
        json!({"id": "1", "method": "POST", "url": format!("{REQUESTS}/{PENDING}/cancel")});
    let nested = json!({"id": "1", "method": "GET", "url": "/$batch"});
    for (requests, told) in [
        (json!([]), "1 to 20"),
        (json!({}), "requests"),
        (json!([cancel, []]), "requests"),
        (json!([cancel, {"method": "GET", "url": "/"}]), "`id`"),
        (json!([cancel, {"id": 1, "method": "GET", "url": "/"}]), "id"),
        (json!([cancel, {"id": "1", "url": "/"}]), "`method`"),
        (json!([cancel, {"id": "1", "method": "GET"}]), "`url`"),
        (json!([cancel, get("", DELIVERED)]), "empty"),
        (json!([cancel, get("C", DELIVERED)]), "the id of another"),
        (json!([cancel, after(get("1", DELIVERED), &["2"])]), "\"2\""),
        (json!([cancel, after(get("1", DELIVERED), &["1"])]), "\"1\""),
        (json!([after(get("1", DELIVERED), &["c"]), cancel]), "\"c\""),
        (json!([cancel, {"id": "1", "method": "GET", "url": "/", "dependsOn": "c"}]), "dependsOn"),
        (json!([cancel, headless]), "Content-Type"),
        (json!([cancel, bodiless]), "no body"),
        (json!([cancel, post("1", "", &json!("eyJ9"))]), "no object"),
        (json!([cancel, {"id": "1", "method": "G T", "url": "/"}]), "method"),
        (json!([cancel, nested]), "no batch can hold"),
    ] {
        let answer = send(&sandbox, requests).await;
        assert_eq!(answer.status, 400, "{told}");
        assert!(answer.message().contains(told), "{told}: {}", answer.message());
    }
    assert_eq!(shown(&sandbox, PENDING).await["state"], "pendingApproval");
}

#[tokio::test]
async fn a_batch_holds_20_requests_at_most() {
    let sandbox = documented().await;
    for (count, status) in [(20, 200), (21, 400)] {
        let requests: Vec<_> = (0..count).map(|id| get(&id.to_string(), DELIVERED)).collect();
        assert_eq!(send(&sandbox, json!(requests)).await.status, status, "{count}");
    }
}

#[tokio::test]
async fn a_batch_is_posted() {
    let sandbox = documented().await;
    let answer = Ask::at("GET", "/v1.0/$batch").send(&sandbox).await;
    assert_eq!((answer.status, answer.header("allow")), (405, Some("POST")));
}

#[tokio::test]
async fn each_request_is_throttled_alone() {
    let sandbox = documented().await;
    let when = When::Rate { requests: 2, per: Duration::from_mins(1) };
    sandbox.faults().add(Fault { when, ..Fault::default() }).unwrap();
    let requests: Vec<_> = ["1", "2", "3"].map(|id| get(id, DELIVERED)).into();
    let answer = send(&sandbox, json!(requests)).await;
    assert_eq!(statuses(&answer), pairs(&[("1", 200), ("2", 200), ("3", 429)]));
    assert_eq!(answer.json()["responses"][2]["headers"]["retry-after"], "60");
}

#[tokio::test]
async fn a_fault_concerns_a_batch_that_it_names() {
    for matching in [
        Match { operation: Some("batch".to_owned()), ..Match::default() },
        Match { path: Some("*$batch".to_owned()), ..Match::default() },
    ] {
        let sandbox = documented().await;
        let then = Effect { status: Some(503), ..Effect::default() };
        sandbox.faults().add(Fault { matching, then, ..Fault::default() }).unwrap();
        assert_eq!(send(&sandbox, json!([get("1", DELIVERED)])).await.status, 503);
        assert_eq!(shown(&sandbox, DELIVERED).await["id"], DELIVERED);
    }
}

#[tokio::test]
async fn a_request_that_is_lost_has_no_answer_in_the_batch() {
    for (loss, state) in [(Loss::Request, "pendingApproval"), (Loss::Answer, "canceled")] {
        let sandbox = documented().await;
        let matching = Match { operation: Some("cancel".to_owned()), ..Match::default() };
        let then = Effect { lose: Some(loss), ..Effect::default() };
        sandbox.faults().add(Fault { matching, then, when: When::Always }).unwrap();
        let requests = json!([
            post("1", &format!("/{PENDING}/cancel"), &json!({})),
            after(get("2", PENDING), &["1"]),
            get("3", PENDING),
        ]);
        let answer = send(&sandbox, requests).await;
        assert_eq!(statuses(&answer), pairs(&[("2", 424), ("3", 200)]));
        assert_eq!(answer.json()["responses"][1]["body"]["state"], state);
    }
}

#[tokio::test(start_paused = true)]
async fn a_late_request_makes_the_batch_late() {
    let sandbox = documented().await;
    let latency = Duration::from_secs(90);
    let then = Effect { latency, ..Effect::default() };
    sandbox.faults().add(Fault { then, ..Fault::default() }).unwrap();
    let asked = Instant::now();
    let answer = send(&sandbox, json!([get("1", DELIVERED), get("2", DELIVERED)])).await;
    assert_eq!(statuses(&answer), pairs(&[("1", 200), ("2", 200)]));
    assert!(asked.elapsed() >= 2 * latency && asked.elapsed() < 3 * latency);
}

#[tokio::test]
async fn each_request_and_the_batch_are_noted() {
    let sandbox = documented().await;
    let requests = json!([get("1", ABSENT), after(get("2", DELIVERED), &["1"])]);
    send(&sandbox, requests).await;
    let journal = read(&sandbox, "journal").await;
    let noted: Vec<_> = journal["entries"].as_array().unwrap().iter().collect();
    let lines: Vec<_> =
        noted.iter().map(|one| (one["path"].clone(), one["status"].clone())).collect();
    assert_eq!(
        lines,
        [
            (json!(format!("/v1.0{REQUESTS}/{ABSENT}")), json!(404)),
            (json!(format!("/v1.0{REQUESTS}/{DELIVERED}")), json!(424)),
            (json!("/v1.0/$batch"), json!(200)),
        ]
    );
    assert_eq!(
        (&noted[0]["caller"], &noted[2]["caller"]),
        (&json!("Adele Vance"), &json!("Adele Vance"))
    );
}

#[tokio::test]
async fn a_token_in_a_request_is_refused_and_not_noted() {
    let sandbox = documented().await;
    let secret = "c2VjcmV0LXRva2Vu";
    let mut request = get("1", DELIVERED);
    request["headers"] = json!({"authorization": format!("Bearer {secret}")});
    let answer = send(&sandbox, json!([request])).await;
    assert_eq!(answer.status, 400);
    assert!(answer.message().contains("Authorization"), "{}", answer.message());
    let journal = Ask::control("GET", "journal").send(&sandbox).await;
    assert!(!journal.body.contains(secret), "{}", journal.body);
}

//! The control below `/__sandbox`: the clock, the world, the requests, and what it refuses.

use sandbox::{Config, Control, Sandbox, World};
use serde_json::{Value, json};

use crate::client::{Answer, Ask, authority, created, documented, shown};
use crate::operations::{DELIVERED, PENDING, admin_add};

pub(crate) async fn send(sandbox: &Sandbox, (method, below): (&str, &str), body: &Value) -> Answer {
    Ask::control(method, below).with(body).send(sandbox).await
}

pub(crate) async fn read(sandbox: &Sandbox, below: &str) -> Value {
    Ask::control("GET", below).send(sandbox).await.json()
}

/// What the control says was wrong.
pub(crate) fn detail(answer: &Answer) -> String {
    assert_eq!(answer.header("content-type"), Some("application/problem+json"), "{answer:?}");
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status);
    problem["detail"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_clock_is_read_set_and_moved_forwards() {
    let sandbox = documented().await;
    let shown = read(&sandbox, "clock").await;
    assert_eq!(
        (&shown["now"], &shown["runs"]),
        (&json!("2024-06-07T15:53:35.333Z"), &json!(false))
    );
    let set = send(&sandbox, ("PUT", "clock"), &json!({"now": "2024-07-01T02:00:00+02:00"})).await;
    assert_eq!(set.json()["now"], "2024-07-01T00:00:00Z");
    let moved = send(&sandbox, ("PATCH", "clock"), &json!({"by": "P1DT0.5S"})).await;
    assert_eq!(moved.json()["now"], "2024-07-02T00:00:00.5Z");
    assert_eq!(sandbox.clock().now().to_rfc3339(), "2024-07-02T00:00:00.500+00:00");
}

#[tokio::test]
async fn a_clock_that_is_moved_says_what_is_due_next() {
    let sandbox = documented().await;
    let id = created(&sandbox, &admin_add()).await;
    assert_eq!(read(&sandbox, "clock").await["nextDue"], "2024-06-07T15:53:45.333Z");
    let moved = send(&sandbox, ("PATCH", "clock"), &json!({"by": "PT10S"})).await;
    assert_eq!(moved.json()["nextDue"], "2024-06-07T15:54:05.333Z");
    assert_eq!(shown(&sandbox, &id).await["state"], "delivering");
    let set = send(&sandbox, ("PUT", "clock"), &json!({"now": "2024-06-07T15:54:05.333Z"})).await;
    assert_ne!(set.json()["nextDue"], "2024-06-07T15:54:05.333Z");
}

#[tokio::test]
async fn a_body_that_says_something_else_is_refused_with_its_place_and_changes_nothing() {
    let sandbox = documented().await;
    let before = sandbox.world().to_json().unwrap();
    for (route, body, place) in [
        (("PUT", "clock"), json!({"now": "tomorrow"}), "now: "),
        (("PUT", "clock"), json!({}), "the body: missing field `now`"),
        (("PUT", "clock"), json!({"now": "2024-07-01T00:00:00Z", "then": 1}), "then: "),
        (("PATCH", "clock"), json!({"by": "P1M"}), "by: "),
        (("PATCH", "clock"), json!({"by": "-PT1S"}), "by: "),
        (("PATCH", "clock"), json!(null), "the body: "),
        (("POST", "faults"), json!({"then": {"status": "503"}}), "then.status: "),
        (("POST", "faults"), json!({"then": {"status": 200}}), "then.status: "),
        (("PUT", "faults"), json!({"faults": [{"when": {"nth": 0}}]}), "when.nth: "),
        (("PUT", "world"), json!({"clock": "now"}), "clock does not have the form of a world: "),
    ] {
        let answer = send(&sandbox, route, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert!(detail(&answer).starts_with(place), "{body}: {answer:?}");
    }
    assert_eq!(sandbox.world().to_json().unwrap(), before);
    assert_eq!(read(&sandbox, "faults").await, json!({"faults": []}));
}

#[tokio::test]
async fn what_is_no_json_is_refused() {
    let sandbox = documented().await;
    for body in ["", "{", "{\"now\": \"2024-07-01T00:00:00Z\"} {}", "{\"now\": \"\u{0}\"}"] {
        let ask = Ask::control("PUT", "clock").raw(body.as_bytes());
        assert_eq!(ask.send(&sandbox).await.status, 400, "{body}");
    }
    let answer = Ask::control("PUT", "world").raw(b"\xff").send(&sandbox).await;
    assert!(detail(&answer).starts_with("the body is no UTF-8"), "{answer:?}");
}

#[tokio::test]
async fn a_body_beyond_a_mebibyte_is_refused() {
    let sandbox = documented().await;
    let long = " ".repeat(1024 * 1024 + 1);
    let answer = Ask::control("PUT", "clock").raw(long.as_bytes()).send(&sandbox).await;
    assert_eq!(
        (answer.status, detail(&answer)),
        (413, "the body is longer than 1048576 bytes".into())
    );
}

#[tokio::test]
async fn a_world_can_be_longer_than_other_bodies() {
    let sandbox = documented().await;
    let mut world: Value = read(&sandbox, "world").await;
    world["accessPackages"][0]["description"] = "x".repeat(2 * 1024 * 1024).into();
    assert_eq!(send(&sandbox, ("PUT", "world"), &world).await.status, 204);
    assert_eq!(read(&sandbox, "world").await, world);
}

#[tokio::test]
async fn a_world_is_saved_and_loaded() {
    let (one, other) = (documented().await, documented().await);
    let id = created(&one, &admin_add()).await;
    send(&one, ("PATCH", "clock"), &json!({"by": "PT15S"})).await;
    let saved = read(&one, "world").await;
    assert_eq!(send(&other, ("PUT", "world"), &saved).await.status, 204);
    assert_eq!(shown(&other, &id).await["state"], "delivering");
    assert_eq!(read(&other, "clock").await["now"], saved["clock"]);
}

#[tokio::test]
async fn the_schema_of_a_world_is_that_of_the_library() {
    assert_eq!(read(&documented().await, "world/schema").await, World::schema());
}

#[tokio::test]
async fn a_reset_brings_back_the_beginning() {
    let sandbox = documented().await;
    let before = sandbox.world().to_json().unwrap();
    created(&sandbox, &admin_add()).await;
    send(&sandbox, ("PATCH", "clock"), &json!({"by": "P1D"})).await;
    let fault = json!({"then": {"status": 500}});
    assert_eq!(send(&sandbox, ("POST", "faults"), &fault).await.status, 201);
    assert_eq!(send(&sandbox, ("POST", "reset"), &json!(null)).await.status, 204);
    assert_eq!(sandbox.world().to_json().unwrap(), before);
    assert_eq!(read(&sandbox, "faults").await, json!({"faults": []}));
    assert_eq!(read(&sandbox, "journal").await["entries"], json!([]));
}

#[tokio::test]
async fn requests_are_shown_with_who_they_are_for_the_latest_first() {
    let sandbox = documented().await;
    let id = created(&sandbox, &admin_add()).await;
    let list = read(&sandbox, "requests").await;
    let all = list["requests"].as_array().unwrap();
    assert_eq!(list["total"], all.len());
    let first = &all[0];
    for (member, expected) in [
        ("id", id.as_str()),
        ("state", "submitted"),
        ("status", "Accepted"),
        ("requestType", "adminAdd"),
        ("target", "Megan Bowen"),
        ("createdDateTime", "2024-06-07T15:53:35.333Z"),
    ] {
        assert_eq!(first[member], expected, "{first}");
    }
    let whole = read(&sandbox, &format!("requests/{id}")).await;
    assert_eq!(whole["request"]["id"], first["id"]);
    assert_eq!(whole["accessPackage"]["displayName"], first["accessPackage"]);
}

#[tokio::test]
async fn an_approval_is_decided() {
    for (decision, state) in [("approve", "delivering"), ("deny", "denied")] {
        let sandbox = documented().await;
        let body = json!({"decision": decision, "justification": "as told"});
        let route = format!("requests/{PENDING}/decide");
        let answer = send(&sandbox, ("POST", &route), &body).await;
        assert_eq!((answer.status, &answer.json()["request"]["state"]), (200, &json!(state)));
        assert_eq!(shown(&sandbox, PENDING).await["state"], state);
        assert_eq!(send(&sandbox, ("POST", &route), &body).await.status, 409);
    }
}

#[tokio::test]
async fn a_delivery_fails_entirely_or_partly() {
    for (how, state) in [("entirely", "deliveryFailed"), ("partly", "partiallyDelivered")] {
        let sandbox = documented().await;
        let id = created(&sandbox, &admin_add()).await;
        let route = format!("requests/{id}/fail-delivery");
        assert_eq!(send(&sandbox, ("POST", &route), &json!({"how": how})).await.status, 200);
        send(&sandbox, ("PATCH", "clock"), &json!({"by": "PT1M"})).await;
        assert_eq!(shown(&sandbox, &id).await["state"], state);
    }
}

#[tokio::test]
async fn what_cannot_happen_to_a_request_is_refused_with_the_reason() {
    let sandbox = documented().await;
    let unknown = "00000000-0000-4000-8000-000000000000";
    let approve = json!({"decision": "approve"});
    let other = json!({"decision": "approve", "by": "00000000-0000-4000-8000-000000000000"});
    for (id, step, body, status) in [
        (unknown, "decide", &approve, 404),
        (DELIVERED, "decide", &approve, 409),
        (DELIVERED, "fail-delivery", &json!({"how": "partly"}), 409),
        (PENDING, "decide", &other, 409),
        (PENDING, "decide", &json!({"decision": "perhaps"}), 400),
        (PENDING, "decide", &json!({"decision": "approve", "by": "Megan"}), 400),
        (PENDING, "fail-delivery", &json!({"how": "badly"}), 400),
    ] {
        let answer = send(&sandbox, ("POST", &format!("requests/{id}/{step}")), body).await;
        assert_eq!(answer.status, status, "{step} {body}: {answer:?}");
        assert!(!detail(&answer).is_empty());
    }
    assert_eq!(shown(&sandbox, PENDING).await["state"], "pendingApproval");
}

#[tokio::test]
async fn what_is_not_there_is_named() {
    let sandbox = documented().await;
    for (method, below, status) in [
        ("GET", "clocks", 404),
        ("GET", "clock/", 404),
        ("DELETE", "faults/1", 404),
        ("DELETE", "faults/x", 404),
        ("GET", "requests/329f8dac-8062-4c1b-a9b8-39b7132f9bff", 404),
        ("GET", "requests/x", 400),
        ("GET", "journal?before=1", 400),
        ("POST", "clock", 405),
        ("HEAD", "clock", 405),
    ] {
        let answer = Ask::control(method, below).send(&sandbox).await;
        assert_eq!(answer.status, status, "{method} {below}");
    }
    let answer = Ask::control("DELETE", "clock").send(&sandbox).await;
    assert_eq!(answer.header("allow"), Some("GET, PUT, PATCH"));
}

#[tokio::test]
async fn the_control_refuses_whom_it_does_not_know_and_what_is_not_said_to_be_json() {
    let sandbox = documented().await;
    let reset = || Ask::control("POST", "reset").without_headers();
    created(&sandbox, &admin_add()).await;
    let before = sandbox.world().to_json().unwrap();
    for (ask, status) in [
        (Ask::control("GET", "clock").host(Some("rebound.example")), 403),
        (Ask::control("POST", "reset").host(Some("rebound.example")), 403),
        (Ask::control("POST", "reset").header("Origin", "https://other.example"), 403),
        (Ask::control("POST", "reset").header("Origin", "null"), 403),
        (reset(), 415),
        (reset().header("Content-Type", "text/plain"), 415),
    ] {
        let answer = ask.send(&sandbox).await;
        assert_eq!(answer.status, status, "{ask:?}");
        assert!(!detail(&answer).is_empty());
    }
    assert_eq!(sandbox.world().to_json().unwrap(), before);
}

#[tokio::test]
async fn everyone_may_control_a_sandbox_that_allows_it_and_nobody_one_that_does_not() {
    for (control, status) in
        [(Control::Everyone, 200), (Control::LoopbackOnly, 403), (Control::Off, 404)]
    {
        let sandbox = Sandbox::start(Config { control, ..Config::default() }).await.unwrap();
        let ask = Ask::control("GET", "clock").host(Some("sandbox.example"));
        assert_eq!(ask.send(&sandbox).await.status, status, "{control:?}");
    }
}

#[tokio::test]
async fn the_page_and_its_files_are_there_and_use_nothing_from_elsewhere() {
    let sandbox = documented().await;
    for (below, media_type) in [
        ("", "text/html; charset=utf-8"),
        ("style.css", "text/css; charset=utf-8"),
        ("page.js", "text/javascript; charset=utf-8"),
    ] {
        let answer = Ask::control("GET", below).send(&sandbox).await;
        assert_eq!(answer.header("content-type"), Some(media_type));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let elsewhere = answer.body.match_indices("://").count();
        assert_eq!(elsewhere, 0, "{below}");
    }
    let page = Ask::control("GET", "").send(&sandbox).await;
    assert!(page.header("content-security-policy").unwrap().starts_with("default-src 'none'; "));
    let moved = Ask::at("GET", "/__sandbox").host(Some("localhost")).send(&sandbox).await;
    assert_eq!((moved.status, moved.header("location")), (308, Some("/__sandbox/")));
}

#[tokio::test]
async fn the_control_is_no_part_of_the_api() {
    let sandbox = documented().await;
    assert_eq!(sandbox.control_url(), format!("http://{}/__sandbox/", authority(&sandbox)));
    for path in ["/v1.0/__sandbox/clock", "/__sandboxes"] {
        let answer = Ask::at("GET", path).send(&sandbox).await;
        assert_eq!(answer.code(), "ResourceNotFound", "{path}");
    }
    let answer = Ask::control("GET", &format!("requests/{DELIVERED}")).send(&sandbox).await;
    assert_eq!((answer.status, answer.header("request-id")), (200, None));
}

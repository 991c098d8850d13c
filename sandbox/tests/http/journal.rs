//! The journal of exchanges, as the control shows it.

use sandbox::{Config, JournalLimits, Sandbox};
use serde_json::{Value, json};

use crate::client::{Ask, ROOT, admin, documented};
use crate::control::{read, send};
use crate::operations::admin_add;

async fn entries(sandbox: &Sandbox) -> Vec<Value> {
    read(sandbox, "journal").await["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn an_exchange_is_noted_with_what_was_asked_and_answered() {
    let sandbox = documented().await;
    let answer = Ask::create(&admin_add()).header("X-Mark", "é").send(&sandbox).await;
    let entry = &entries(&sandbox).await[0];
    for (member, expected) in [
        ("number", json!(1)),
        ("moment", json!("2024-06-07T15:53:35.333Z")),
        ("caller", json!("Adele Vance")),
        ("method", json!("POST")),
        ("path", json!(format!("{ROOT}/assignmentRequests"))),
        ("query", json!(null)),
        ("status", json!(201)),
        ("faults", json!([])),
        ("lost", json!(null)),
    ] {
        assert_eq!(entry[member], expected, "{member}");
    }
    let sent = entry["request"]["body"]["text"].as_str().unwrap();
    assert_eq!(serde_json::from_str::<Value>(sent).unwrap(), admin_add());
    assert_eq!(entry["response"]["body"]["text"], answer.body);
    assert_eq!(entry["response"]["body"]["bytes"], answer.body.len());
    assert!(entry["milliseconds"].as_f64().unwrap() > 0.0);
    let header = |of: &str, name: &str| {
        let headers = entry[of]["headers"].as_array().unwrap().clone();
        let found = headers.into_iter().find(|header| header["name"] == name);
        found.map_or(Value::Null, |header| header["value"].clone())
    };
    assert_eq!(header("request", "x-mark"), "é");
    assert_eq!(header("response", "request-id"), answer.header("request-id").unwrap());
}

#[tokio::test]
async fn a_query_and_an_error_are_noted_as_well() {
    let sandbox = documented().await;
    Ask::get("assignmentRequests?$expand=nothing").send(&sandbox).await;
    Ask::get("assignmentRequests").without_headers().send(&sandbox).await;
    let entries = entries(&sandbox).await;
    assert_eq!(
        (&entries[0]["query"], &entries[0]["status"]),
        (&json!("$expand=nothing"), &json!(400))
    );
    assert_eq!((&entries[1]["caller"], &entries[1]["status"]), (&json!(null), &json!(401)));
}

#[tokio::test]
async fn no_token_and_no_cookie_is_noted() {
    let sandbox = documented().await;
    let token = admin().to_string();
    let secret = "c2VjcmV0LXRva2Vu";
    for (name, value) in [
        ("Authorization", format!("Bearer {token}")),
        ("Authorization", format!("Bearer {secret}")),
        ("Authorization", format!("Basic {secret}")),
        ("Authorization", format!("{secret} {secret}")),
        ("Proxy-Authorization", format!("Basic {secret}")),
        ("Cookie", format!("session={secret}")),
    ] {
        let ask = Ask::get("assignmentRequests").without_headers();
        ask.header(name, &value).send(&sandbox).await;
    }
    let journal = Ask::control("GET", "journal").send(&sandbox).await;
    assert_eq!(journal.json()["last"], 6);
    for told in [secret, token.as_str()] {
        assert!(!journal.body.contains(told), "{}", journal.body);
    }
}

#[tokio::test]
async fn only_later_exchanges_are_shown_to_who_has_seen_the_others() {
    let sandbox = documented().await;
    for _ in 0..3 {
        Ask::get("assignmentRequests").send(&sandbox).await;
    }
    let later = read(&sandbox, "journal?after=2").await;
    assert_eq!((later["entries"].as_array().unwrap().len(), &later["last"]), (1, &json!(3)));
    assert_eq!(later["entries"][0]["number"], 3);
}

#[tokio::test]
async fn what_the_control_is_asked_is_not_noted() {
    let sandbox = documented().await;
    read(&sandbox, "clock").await;
    assert_eq!(entries(&sandbox).await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_journal_is_cleared() {
    let sandbox = documented().await;
    Ask::get("assignmentRequests").send(&sandbox).await;
    assert_eq!(Ask::control("DELETE", "journal").send(&sandbox).await.status, 204);
    assert_eq!(entries(&sandbox).await, [] as [Value; 0]);
}

#[tokio::test]
async fn a_journal_keeps_as_much_as_it_is_told_to() {
    for (limits, numbers) in [
        (JournalLimits { entries: 2, ..JournalLimits::default() }, vec![3, 4]),
        (JournalLimits { entries: 0, ..JournalLimits::default() }, vec![]),
        (JournalLimits { bytes: 0, ..JournalLimits::default() }, vec![]),
    ] {
        let sandbox =
            Sandbox::start(Config { journal: limits, ..Config::default() }).await.unwrap();
        for _ in 0..4 {
            Ask::get("assignmentRequests").send(&sandbox).await;
        }
        let kept = entries(&sandbox).await;
        let kept: Vec<u64> = kept.iter().map(|one| one["number"].as_u64().unwrap()).collect();
        assert_eq!(kept, numbers, "{limits:?}");
    }
}

#[tokio::test]
async fn a_fault_that_struck_is_noted_with_the_exchange() {
    for (then, status, lost) in [
        (json!({"status": 503}), json!(503), json!(null)),
        (json!({"lose": "request"}), json!(null), json!("request")),
        (json!({"lose": "answer"}), json!(200), json!("answer")),
    ] {
        let sandbox = documented().await;
        send(&sandbox, ("POST", "faults"), &json!({"then": then})).await;
        Ask::get("assignmentRequests").try_send(&sandbox).await;
        let entry = &entries(&sandbox).await[0];
        assert_eq!((&entry["status"], &entry["lost"]), (&status, &lost));
        assert_eq!(entry["faults"], json!([1]));
    }
}

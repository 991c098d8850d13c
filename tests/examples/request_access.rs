//! What the tool says and how it ends, for everything that can become of a request.

use crate::program::Program;
use sandbox::{Config, Effect, Fault, Match, Sandbox, When};
use std::time::Duration;

const LIBRARY: &str = "370f6a24-6280-4be9-88bc-9418dfef5c9d";
const LABORATORY: &str = "479a59e9-a460-47cd-9b30-b477cec0b2c7";

async fn sandbox() -> Sandbox {
    Sandbox::start(Config::default()).await.unwrap()
}

/// The tool in the hands of the persona `requestor`.
fn asked(sandbox: &Sandbox, arguments: &[&str]) -> Program {
    let token = sandbox.token("requestor").unwrap();
    let mut all = vec!["--endpoint", sandbox.url(), "--justification", "I read"];
    all.extend(arguments);
    Program::start("request_access", &[("GRAPH_TOKEN", token.as_str())], &all)
}

#[tokio::test]
async fn each_state_is_told_and_access_that_is_delivered_ends_it_with_0() {
    let sandbox = sandbox().await;
    let mut tool = asked(&sandbox, &[LIBRARY]);
    assert!(tool.line().await.ends_with(" is requested"));
    assert_eq!(tool.line().await, "submitted (Accepted)");
    sandbox.clock().advance(Duration::from_secs(10));
    assert_eq!(tool.line().await, "delivering (Delivering)");
    sandbox.clock().advance(Duration::from_secs(20));
    assert_eq!(tool.line().await, "delivered (Delivered)");
    assert_eq!(tool.end().await, (0, String::new()));
}

#[tokio::test]
async fn answers_are_sent_with_the_request() {
    let sandbox = sandbox().await;
    let badge = "aeb77995-cc70-4724-ac93-572f94890886=4711";
    let mut tool = asked(&sandbox, &[LABORATORY, "--text", badge, "--wait", "0"]);
    assert!(tool.line().await.ends_with(" is requested"));
}

#[tokio::test]
async fn a_request_that_the_service_refuses_ends_it_with_1_and_the_request_id() {
    let sandbox = sandbox().await;
    let (code, complaint) = asked(&sandbox, &[LABORATORY]).end().await;
    assert_eq!(code, 1, "{complaint}");
    assert!(complaint.starts_with("error: 400 Bad Request: "), "{complaint}");
    assert!(complaint.contains("(request-id "), "{complaint}");
}

#[tokio::test]
async fn time_that_ends_first_ends_it_with_3() {
    let sandbox = sandbox().await;
    let (code, complaint) = asked(&sandbox, &[LIBRARY, "--wait", "0"]).end().await;
    assert_eq!(code, 3, "{complaint}");
    assert!(complaint.starts_with("error: the request is submitted after 0 s"), "{complaint}");
    assert!(complaint.contains("(request-id "), "{complaint}");
}

#[tokio::test]
async fn a_service_that_fails_ends_it_with_1_and_asks_to_look_before_it_is_tried_again() {
    let sandbox = sandbox().await;
    let broken = Effect { status: Some(500), ..Effect::default() };
    let creation = Match { operation: Some("create".to_owned()), ..Match::default() };
    let fault = Fault { matching: creation, when: When::Always, then: broken };
    sandbox.faults().add(fault).unwrap();
    let (code, complaint) = asked(&sandbox, &[LIBRARY]).end().await;
    assert_eq!(code, 1, "{complaint}");
    assert!(complaint.contains("see whether it was requested"), "{complaint}");
}

#[tokio::test]
async fn wrong_use_ends_it_with_2() {
    let url = "http://127.0.0.1:9/v1.0";
    let token = ("GRAPH_TOKEN", "t");
    for (variables, arguments, complaint) in [
        (vec![token], vec![], "required arguments were not provided"),
        (vec![token], vec!["p", "--justification", "j", "--text", "a"], "the id of the question"),
        (vec![token], vec!["p", "--justification", "j", "--cloud", "mars"], "there are global"),
        (vec![token], vec!["p", "--justification", "j", "--endpoint", "here"], "is not a URL"),
        (vec![], vec!["p", "--justification", "j", "--endpoint", url], "GRAPH_TOKEN"),
        (
            vec![("GRAPH_TOKEN", "")],
            vec!["p", "--justification", "j", "--endpoint", url],
            "bearer token is empty",
        ),
    ] {
        let (code, said) = Program::start("request_access", &variables, &arguments).end().await;
        assert_eq!(code, 2, "{said}");
        assert!(said.contains(complaint), "{said}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_that_is_no_text_is_not_shown() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let token = OsStr::from_bytes(b"secret\xff");
    for (name, variable, arguments) in [
        ("request_access", "GRAPH_TOKEN", vec!["p", "--justification", "j"]),
        ("decide_requests", "GRAPH_TOKEN", vec!["--never-both", "a,b"]),
    ] {
        let (code, said) = Program::start(name, &[(variable, token)], &arguments).end().await;
        assert_ne!(code, 0);
        assert!(said.contains(variable) && !said.contains("secret"), "{said}");
    }
}

#[tokio::test]
async fn a_request_that_was_made_and_is_not_seen_ends_it_with_3() {
    let sandbox = sandbox().await;
    let forbidden = Effect { status: Some(403), ..Effect::default() };
    let looks = Match { operation: Some("get".to_owned()), ..Match::default() };
    sandbox.faults().add(Fault { matching: looks, when: When::Always, then: forbidden }).unwrap();
    let (code, complaint) = asked(&sandbox, &[LIBRARY]).end().await;
    assert_eq!(code, 3, "{complaint}");
    assert!(complaint.contains("403 Forbidden"), "{complaint}");
    assert!(complaint.ends_with("; it goes on without you\n"), "{complaint}");
}

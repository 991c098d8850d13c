//! The service between a sandbox that calls it and people who ask for access.

use crate::program::Program;
use sandbox::{Config, Effect, Fault, Loss, Match, Sandbox, When, World};
use serde_json::{Value, json};
use std::time::Duration;

const ORDERS: &str = "4a1c0f7e-2d59-4b83-9e6f-c18d7a35b204";
const PAYMENTS: &str = "8e7b3d12-6f40-4c95-a2d8-05b9e1c64f7a";
/// A request of the world that is delivered.
const DELIVERED: &str = "1d8f6e23-b07c-49a5-86d4-f3a2c5e9017b";
const SECRET: &str = "only-for-the-sandbox";

/// A sandbox with the world of the example, and the service that it calls.
struct Contoso {
    sandbox: Sandbox,
    service: Program,
    address: String,
}

impl Contoso {
    async fn start() -> Self {
        let text = include_str!("../../examples/decide_requests/world.json");
        let world = Some(World::from_json(text).unwrap());
        let sandbox = Sandbox::start(Config { world, ..Config::default() }).await.unwrap();
        let token = sandbox.token("app").unwrap();
        let mut service = Program::start(
            "decide_requests",
            &[("GRAPH_TOKEN", token.as_str()), ("CALLOUT_SECRET", SECRET)],
            &[
                "--endpoint",
                sandbox.url(),
                "--listen",
                "127.0.0.1:0",
                "--never-both",
                &format!("{ORDERS},{PAYMENTS}"),
            ],
        );
        let line = service.line().await;
        let address = line.strip_prefix("callouts are received at ").unwrap();
        let address = address.strip_suffix('…').unwrap().to_owned();
        // The service knows its port now, and so must the world.
        let text = text.replace("http://127.0.0.1:9090/callout/", &address);
        sandbox.load(World::from_json(&text).unwrap()).await.unwrap();
        Self { sandbox, service, address }
    }

    /// The tool by which a person asks for access; what it has said by the time at which the service is called.
    async fn asks(&self, person: &str, package: &str) -> Program {
        let token = self.sandbox.token(person).unwrap();
        let mut tool = Program::start(
            "request_access",
            &[("GRAPH_TOKEN", token.as_str())],
            &["--endpoint", self.sandbox.url(), package, "--justification", "I buy the paper"],
        );
        assert!(tool.line().await.ends_with(" is requested"));
        assert_eq!(tool.line().await, "submitted (Accepted)");
        self.sandbox.clock().advance(Duration::from_secs(10));
        tool
    }

    /// Disturbs the decisions that the sandbox is told.
    fn disturbs(&self, when: When, then: Effect) {
        let decisions = Match { operation: Some("resume".to_owned()), ..Match::default() };
        self.sandbox.faults().add(Fault { matching: decisions, when, then }).unwrap();
    }

    /// Posts what claims to be a callout; the status of the answer.
    async fn calls_out(&self, secret: &str, callout: &Value) -> u16 {
        let address = format!("{}{secret}", self.address);
        let answer = reqwest::Client::new().post(address).json(callout).send().await;
        answer.unwrap().status().as_u16()
    }

    /// Lets what was let through be delivered.
    async fn is_delivered(&self, mut tool: Program) {
        self.sandbox.clock().advance(Duration::from_mins(1));
        while tool.line().await != "delivered (Delivered)" {}
        assert_eq!(tool.end().await, (0, String::new()));
    }
}

/// The callout of a request that is delivered.
fn too_late() -> Value {
    json!({
        "AccessPackageAssignmentRequestId": DELIVERED,
        "CustomExtensionStageInstanceId": "957d0c50-466b-4840-bb5b-c92cea7141ff",
        "Stage": "assignmentRequestCreated",
        "AccessPackage": {"Id": PAYMENTS},
        "Assignment": {"Target": {"ObjectId": "21aceaba-fe13-4e3b-aa8c-4c588d5e7387"}},
    })
}

#[tokio::test]
async fn a_request_that_no_duty_stands_against_is_resumed_and_delivered() {
    let mut contoso = Contoso::start().await;
    let tool = contoso.asks("lynne", ORDERS).await;
    assert!(contoso.service.line().await.ends_with(" goes on"));
    contoso.is_delivered(tool).await;
}

#[tokio::test]
async fn a_request_of_somebody_who_has_the_other_duty_is_denied() {
    let mut contoso = Contoso::start().await;
    let mut tool = contoso.asks("idris", ORDERS).await;
    let said = contoso.service.line().await;
    assert!(said.ends_with(&format!(" is denied, because of {PAYMENTS}")), "{said}");
    while tool.line().await != "denied (Denied)" {}
    let denied = "error: there is no access: the request is denied\n";
    assert_eq!(tool.end().await, (1, denied.to_owned()));
}

#[tokio::test]
async fn of_two_requests_that_are_too_much_together_the_second_is_denied() {
    let mut contoso = Contoso::start().await;
    let _first = contoso.asks("lynne", ORDERS).await;
    assert!(contoso.service.line().await.ends_with(" goes on"));
    let _second = contoso.asks("lynne", PAYMENTS).await;
    let said = contoso.service.line().await;
    assert!(said.ends_with(&format!(" is denied, because of {ORDERS}")), "{said}");
}

#[tokio::test]
async fn a_decision_that_nobody_waits_for_is_told_to_be_too_late() {
    let mut contoso = Contoso::start().await;
    assert_eq!(contoso.calls_out(SECRET, &too_late()).await, 202);
    let said = contoso.service.line().await;
    let expected = format!("{DELIVERED} did not wait any more to hear that it goes on: ");
    assert!(said.starts_with(&expected), "{said}");
}

#[tokio::test]
async fn a_decision_whose_answer_was_lost_is_not_told_to_be_that_of_somebody_else() {
    let mut contoso = Contoso::start().await;
    contoso.disturbs(When::Nth(1), Effect { lose: Some(Loss::Answer), ..Effect::default() });
    let mut tool = contoso.asks("idris", ORDERS).await;
    let said = contoso.service.line().await;
    let decision =
        format!(" did not wait any more to hear that it is denied, because of {PAYMENTS}: ");
    assert!(said.contains(&decision), "{said}");
    assert!(said.ends_with("or a first try of this decision was carried out"), "{said}");
    while tool.line().await != "denied (Denied)" {}
}

#[tokio::test]
async fn a_decision_that_cannot_be_told_is_complained_of_with_its_causes() {
    let mut contoso = Contoso::start().await;
    contoso.disturbs(When::Always, Effect { lose: Some(Loss::Request), ..Effect::default() });
    let _tool = contoso.asks("lynne", ORDERS).await;
    let said = contoso.service.complaint().await;
    let expected = " is not decided: the service could not be reached, or broke off: ";
    assert!(said.contains(expected), "{said}");
}

#[tokio::test]
async fn a_callout_writes_no_lines_of_its_own() {
    let mut contoso = Contoso::start().await;
    let callout = json!({
        "AccessPackageAssignmentRequestId": "a\nb goes on",
        "CustomExtensionStageInstanceId": "957d0c50-466b-4840-bb5b-c92cea7141ff",
        "Stage": "assignmentRequestGranted",
        "AccessPackage": {"Id": ORDERS},
        "Assignment": {"Target": {"ObjectId": "21aceaba-fe13-4e3b-aa8c-4c588d5e7387"}},
    });
    assert_eq!(contoso.calls_out(SECRET, &callout).await, 202);
    let said = contoso.service.line().await;
    assert!(said.starts_with("a b goes on is left alone: "), "{said}");
}

#[tokio::test]
async fn a_body_that_is_too_long_for_a_callout_is_not_read_to_its_end() {
    let contoso = Contoso::start().await;
    let long = json!({"Stage": "a".repeat(1 << 18)});
    assert_eq!(contoso.calls_out(SECRET, &long).await, 413);
}

#[cfg(unix)]
#[tokio::test]
async fn a_service_that_is_told_to_terminate_decides_what_it_has_taken() {
    let mut contoso = Contoso::start().await;
    assert_eq!(contoso.calls_out(SECRET, &too_late()).await, 202);
    contoso.service.terminate().await;
    assert!(contoso.service.line().await.starts_with(DELIVERED));
    assert_eq!(contoso.service.end().await, (0, String::new()));
}

#[tokio::test]
async fn whoever_does_not_know_the_secret_finds_nothing() {
    let contoso = Contoso::start().await;
    assert_eq!(contoso.calls_out("guess", &json!({})).await, 404);
}

#[tokio::test]
async fn a_body_that_is_no_callout_is_refused() {
    let contoso = Contoso::start().await;
    assert_eq!(contoso.calls_out(SECRET, &json!({"Stage": null})).await, 422);
}

//! Custom extensions that are really called: what they hear, and what comes of their answers.

use std::fs;
use std::path::Path;
use std::time::Duration;

use sandbox::{Callouts, Config, Sandbox};
use serde_json::{Value, json};

use crate::client::{created, documented_but, documented_world_but, shown};
use crate::operations::admin_add;
use crate::receiver::{Receiver, SETTINGS, settings};

/// Creates a request and lets it come to the stage at which the custom extension is called.
async fn called_out(sandbox: &Sandbox) -> String {
    let id = created(sandbox, &admin_add()).await;
    sandbox.clock().advance(Duration::from_secs(10));
    id
}

/// The one callout of a request, once it is as far as that.
async fn instance(sandbox: &Sandbox, id: &str, status: &str) -> Value {
    let reached = async {
        loop {
            let instance = shown(sandbox, id).await["customExtensionCalloutInstances"][0].take();
            if instance["status"] == status {
                return instance;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(10), reached).await.unwrap()
}

#[tokio::test]
async fn a_receiver_hears_of_the_request_resumes_it_and_it_is_delivered() {
    let receiver = Receiver::start().await;
    let sandbox = receiver.sandbox().await;
    let id = called_out(&sandbox).await;
    let call = receiver.call().await;
    assert_eq!(call.line(), "POST /hook?code=1 HTTP/1.1");
    assert_eq!(call.header("content-type"), Some("application/json"));
    let resume = call.callback(&json!({"customExtensionStageInstanceDetail": "All verified"}));
    call.answer(202).await;
    instance(&sandbox, &id, "waitingForCallback").await;
    assert_eq!(shown(&sandbox, &id).await["status"], "WaitingForCallback");
    assert_eq!(resume.send(&sandbox).await.status, 204);
    let answered = instance(&sandbox, &id, "callbackReceived").await;
    assert_eq!(answered["detail"], "All verified");
    sandbox.clock().advance(Duration::from_mins(1));
    assert_eq!(shown(&sandbox, &id).await["state"], "delivered");
}

#[tokio::test]
async fn a_callout_says_all_that_is_known() {
    let receiver = Receiver::start().await;
    let sandbox = receiver.sandbox().await;
    let id = called_out(&sandbox).await;
    let call = receiver.call().await;
    let request = shown(&sandbox, &id).await;
    let instance = &request["customExtensionCalloutInstances"][0]["id"];
    let told = json!({
        "AccessPackageAssignmentRequestId": id,
        "CallbackUriPath":
            format!("/identityGovernance/entitlementManagement/assignmentRequests/{id}/resume"),
        "CustomExtensionStageInstanceId": instance,
        "Stage": "assignmentRequestCreated",
        "RequestType": "adminAdd",
        "Answers": [],
        "State": "submitted",
        "Status": "Accepted",
        "CallbackConfiguration": {"DurationBeforeTimeout": "PT1H"},
        "AccessPackage": {
            "Id": "a914b616-e04e-476b-aa37-91038f0b165b",
            "DisplayName": "New Hire",
            "Description": "What everybody needs on the first day"
        },
        "AccessPackageCatalog": null,
        "Assignment": {
            "Id": null,
            "Target": {
                "ConnectedOrganization": null,
                "Id": "c8d7e6f5-4a3b-4c2d-8e1f-0a9b8c7d6e5f",
                "ObjectId": "46184453-e63b-4f20-86c2-c557ed5d5df9",
                "DisplayName": "Megan Bowen",
                "PrincipalName": "MeganBowen@woodgrovebank.com"
            },
            "State": null,
            "Status": null,
            "AssignmentPolicy": {
                "Id": "2264bf65-76ba-417b-a27d-54d291f0cbc8",
                "DisplayName": "Direct assignment"
            }
        },
        "Requestor": {
            "Id": "c8d7e6f5-4a3b-4c2d-8e1f-0a9b8c7d6e5f",
            "ObjectId": "46184453-e63b-4f20-86c2-c557ed5d5df9",
            "DisplayName": "Megan Bowen"
        }
    });
    assert_eq!(call.body, told);
    for name in ["client-request-id", "x-ms-client-request-id"] {
        assert_eq!(call.header(name), instance.as_str(), "{name}");
    }
}

#[tokio::test]
async fn a_receiver_may_call_back_before_it_answers() {
    let receiver = Receiver::start().await;
    let sandbox = receiver.sandbox().await;
    let id = called_out(&sandbox).await;
    let call = receiver.call().await;
    let deny = json!({"state": "denied"});
    assert_eq!(call.callback(&deny).send(&sandbox).await.status, 204);
    call.answer(202).await;
    instance(&sandbox, &id, "callbackReceived").await;
    assert_eq!(shown(&sandbox, &id).await["state"], "denied");
}

#[tokio::test]
async fn a_receiver_that_does_not_accept_is_told_of() {
    for status in [302, 404, 500] {
        let receiver = Receiver::start().await;
        let sandbox = receiver.sandbox().await;
        let id = called_out(&sandbox).await;
        receiver.call().await.answer(status).await;
        let failed = instance(&sandbox, &id, "calloutFailed").await;
        assert!(failed["detail"].as_str().unwrap().contains(&status.to_string()), "{failed}");
    }
}

#[tokio::test]
async fn a_receiver_that_hangs_up_is_told_of() {
    let receiver = Receiver::start().await;
    let sandbox = receiver.sandbox().await;
    let id = called_out(&sandbox).await;
    drop(receiver.call().await);
    let failed = instance(&sandbox, &id, "calloutFailed").await;
    assert!(failed["detail"].as_str().unwrap().contains("could not be reached"), "{failed}");
}

#[tokio::test]
async fn a_receiver_that_is_not_there_is_told_of() {
    let receiver = Receiver::start().await;
    let sandbox = receiver.sandbox().await;
    drop(receiver);
    let id = called_out(&sandbox).await;
    let failed = instance(&sandbox, &id, "calloutFailed").await;
    assert!(failed["detail"].as_str().unwrap().contains("Connection refused"), "{failed}");
}

#[tokio::test]
async fn a_receiver_that_keeps_silent_is_told_of() {
    let receiver = Receiver::start().await;
    let world = Some(documented_world_but([(SETTINGS, settings(&receiver.url("127.0.0.1")))]));
    let callout_timeout = Duration::from_millis(100);
    let config = Config { world, callout_timeout, ..Config::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let id = called_out(&sandbox).await;
    let _silent = receiver.call().await;
    let failed = instance(&sandbox, &id, "calloutFailed").await;
    assert!(failed["detail"].as_str().unwrap().contains("did not answer in time"), "{failed}");
}

#[tokio::test]
async fn a_callback_that_does_not_come_times_out_by_the_sandboxs_clock() {
    let receiver = Receiver::start().await;
    let sandbox = receiver.sandbox().await;
    let id = called_out(&sandbox).await;
    receiver.call().await.answer(202).await;
    instance(&sandbox, &id, "waitingForCallback").await;
    sandbox.clock().advance(Duration::from_hours(1));
    instance(&sandbox, &id, "callbackTimedOut").await;
}

#[tokio::test]
async fn what_came_of_a_callout_before_a_reset_says_nothing_of_the_one_after_it() {
    let receiver = Receiver::start().await;
    let sandbox = receiver.sandbox().await;
    called_out(&sandbox).await;
    let before = receiver.call().await;
    sandbox.reset().await.unwrap();
    let id = called_out(&sandbox).await;
    let after = receiver.call().await;
    assert_eq!(after.body, before.body);
    before.answer(500).await;
    after.answer(202).await;
    instance(&sandbox, &id, "waitingForCallback").await;
}

#[tokio::test]
async fn nobody_outside_this_machine_is_called() {
    for host in ["192.0.2.1", "[2001:db8::1]", "[::ffff:192.0.2.1]", "0.0.0.0"] {
        let url = format!("http://{host}/hook");
        let sandbox = documented_but([(SETTINGS, settings(&url))]).await;
        let id = called_out(&sandbox).await;
        let failed = instance(&sandbox, &id, "calloutFailed").await;
        assert!(failed["detail"].as_str().unwrap().contains("no loopback address"), "{failed}");
    }
}

#[tokio::test]
async fn this_machine_is_called_by_any_of_its_names() {
    for host in ["localhost", "127.0.0.1", "[::ffff:127.0.0.1]"] {
        let receiver = Receiver::start().await;
        let sandbox = documented_but([(SETTINGS, settings(&receiver.url(host)))]).await;
        called_out(&sandbox).await;
        receiver.call().await;
    }
}

/// Port 9 of 0.0.0.0 is this machine's own discard service, at which nobody listens.
#[tokio::test]
async fn who_allows_remote_callouts_has_them_sent() {
    let world = Some(documented_world_but([(SETTINGS, settings("http://0.0.0.0:9/hook"))]));
    let config = Config { world, callouts: Callouts::Anywhere, ..Config::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let id = called_out(&sandbox).await;
    let failed = instance(&sandbox, &id, "calloutFailed").await;
    assert!(failed["detail"].as_str().unwrap().contains("could not be reached"), "{failed}");
}

#[cfg(not(feature = "tls"))]
#[tokio::test]
async fn nobody_is_called_over_https_without_the_feature() {
    let sandbox = documented_but([(SETTINGS, settings("https://127.0.0.1:9/hook"))]).await;
    let id = called_out(&sandbox).await;
    let failed = instance(&sandbox, &id, "calloutFailed").await;
    assert!(failed["detail"].as_str().unwrap().contains("feature `tls`"), "{failed}");
}

#[cfg(feature = "tls")]
#[tokio::test]
async fn nobody_is_called_over_https_whose_certificate_is_not_trusted() {
    let config = Config { tls: sandbox::Tls::SelfSigned, ..Config::default() };
    let receiver = Sandbox::start(config).await.unwrap();
    let sandbox = documented_but([(SETTINGS, settings(receiver.url()))]).await;
    let id = called_out(&sandbox).await;
    let failed = instance(&sandbox, &id, "calloutFailed").await;
    assert!(failed["detail"].as_str().unwrap().contains("certificate"), "{failed}");
}

#[tokio::test]
async fn a_callout_without_an_answer_is_sent_again_after_a_restart() {
    let receiver = Receiver::start().await;
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("unanswered-callout");
    let _ = fs::remove_file(&path);
    let config = || Config {
        world: Some(documented_world_but([(SETTINGS, settings(&receiver.url("127.0.0.1")))])),
        data: Some(path.clone()),
        ..Config::default()
    };
    let sandbox = Sandbox::start(config()).await.unwrap();
    let id = called_out(&sandbox).await;
    let unanswered = receiver.call().await;
    sandbox.shutdown().await;
    let sandbox = Sandbox::start(config()).await.unwrap();
    let again = receiver.call().await;
    assert_eq!(again.body, unanswered.body);
    again.answer(202).await;
    instance(&sandbox, &id, "waitingForCallback").await;
}

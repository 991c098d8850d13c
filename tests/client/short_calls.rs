//! What the short calls send: each as it stands on the wire, and as a builder of the generated client sends it.

use assignment_requests::enums::{
    AccessPackageAssignmentRequestFilterByCurrentUserOptions as Part,
    AccessPackageCustomExtensionStage, AccessPackageRequestState, AccessPackageRequestType,
};
use assignment_requests::requests::{AdminAdd, AdminRemove, NewRequest, Resume, Resumption};
use assignment_requests::types::{AccessPackageAssignmentRequestCreate, ResumeParameters};
use assignment_requests::{Batch, Budget, Client, Expand, Filter, Query, Select, Session};
use futures_util::TryStreamExt;
use sandbox::{Config, Sandbox};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

use crate::exchange::{exchange, json as answer};
use crate::script::{body, header};

const ID: &str = "7999249e-249e-7999-9e24-99799e249979";

/// What a builder is told to prefer, as it prefers nothing by itself.
const WHOLE: &str = "include-unknown-enum-members";

/// The request of a call, in one form: headers and members in the order of their names, the version of the crate left out.
async fn sent(call: impl AsyncFnOnce(Client)) -> String {
    let page = answer("200 OK", r#"{"value": []}"#);
    let (request, ()) = exchange(page, call).await;
    let (head, _) = request.split_once("\r\n\r\n").unwrap();
    let (line, headers) = head.split_once("\r\n").unwrap();
    let mut headers: Vec<_> = headers
        .lines()
        // The port is another in each run.
        .filter(|line| !line.starts_with("host: "))
        .collect();
    headers.sort_unstable();
    let head = format!("{line}\n{}", headers.join("\n"));
    let length = header(&request, "content-length");
    assert_eq!(length.unwrap_or("0"), body(&request).len().to_string());
    let mut body: Value = serde_json::from_str(body(&request)).unwrap_or_default();
    body.sort_all_objects();
    let body = if body.is_null() { String::new() } else { format!("\n\n{body:#}") };
    format!("{head}{body}").replace(env!("CARGO_PKG_VERSION"), "VERSION")
}

fn new_request() -> NewRequest {
    AdminAdd {
        target_id: "46184453-e63b-4f20-86c2-c557ed5d5df9",
        assignment_policy_id: "2264bf65-76ba-417b-a27d-54d291f0cbc8",
        access_package_id: "a914b616-e04e-476b-aa37-91038f0b165b",
    }
    .into()
}

fn resumption() -> Resumption {
    Resume {
        source: "Contoso.SodCheckProcess",
        stage: AccessPackageCustomExtensionStage::AssignmentRequestCreated,
        custom_extension_stage_instance_id: "957d0c50-466b-4840-bb5b-c92cea7141ff",
    }
    .into()
}

fn query() -> Query {
    Query::new()
        .expand([Expand::AccessPackage, Expand::AssignmentTarget])
        .filter(Filter::state(&AccessPackageRequestState::Delivered))
        .select([Select::Id, Select::State])
}

fn typed<T: DeserializeOwned>(body: &impl serde::Serialize) -> T {
    serde_json::from_value(json!(body)).unwrap()
}

/// What each of the eight calls sends.
async fn short() -> Vec<(&'static str, String)> {
    let none = Query::new();
    vec![
        ("list", sent(async |client| drop(client.list(&query()).pages().try_next().await)).await),
        (
            "list_by_current_user",
            sent(async |client| {
                drop(client.list_by_current_user(&Part::Target, &none).pages().try_next().await);
            })
            .await,
        ),
        ("get", sent(async |client| drop(client.get(ID, [Expand::Requestor]).await)).await),
        ("create", sent(async |client| drop(client.create(&new_request()).await)).await),
        ("cancel", sent(async |client| drop(client.cancel(ID).await)).await),
        ("reprocess", sent(async |client| drop(client.reprocess(ID).await)).await),
        ("resume", sent(async |client| drop(client.resume(ID, &resumption()).await)).await),
        ("delete", sent(async |client| drop(client.delete(ID).await)).await),
    ]
}

/// What the builders send that look at requests and are told the same.
async fn looks() -> Vec<(&'static str, String)> {
    let list = sent(async |client| {
        let list = client.list_assignment_requests().prefer(WHOLE);
        let list = list.expand("accessPackage,assignment($expand=target)");
        drop(list.filter("state eq 'delivered'").select("id,state").send().await);
    });
    let list_by_current_user = sent(async |client| {
        let list = client.filter_assignment_requests_by_current_user().on(Part::Target);
        drop(list.prefer(WHOLE).send().await);
    });
    let get = sent(async |client| {
        let get = client.get_assignment_request().prefer(WHOLE).expand("requestor");
        drop(get.access_package_assignment_request_id(ID).send().await);
    });
    vec![
        ("list", list.await),
        ("list_by_current_user", list_by_current_user.await),
        ("get", get.await),
    ]
}

/// What the builders send that change something and are told the same.
async fn changes() -> Vec<(&'static str, String)> {
    let create = sent(async |client| {
        let body = typed::<AccessPackageAssignmentRequestCreate>(&new_request());
        drop(client.create_assignment_request().prefer(WHOLE).body(body).send().await);
    });
    let cancel = sent(async |client| {
        let cancel = client.cancel_assignment_request();
        drop(cancel.access_package_assignment_request_id(ID).send().await);
    });
    let reprocess = sent(async |client| {
        let reprocess = client.reprocess_assignment_request();
        drop(reprocess.access_package_assignment_request_id(ID).send().await);
    });
    let resume = sent(async |client| {
        let resume = client.resume_assignment_request();
        let body = typed::<ResumeParameters>(&resumption());
        drop(resume.access_package_assignment_request_id(ID).body(body).send().await);
    });
    let delete = sent(async |client| {
        let delete = client.delete_assignment_request();
        drop(delete.access_package_assignment_request_id(ID).send().await);
    });
    vec![
        ("create", create.await),
        ("cancel", cancel.await),
        ("reprocess", reprocess.await),
        ("resume", resume.await),
        ("delete", delete.await),
    ]
}

#[tokio::test]
async fn the_calls_look_so_on_the_wire() {
    let calls = short().await.into_iter().map(|(name, request)| format!("# {name}\n{request}\n"));
    let shown = calls.collect::<Vec<_>>().join("\n");
    insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
        insta::assert_snapshot!("short_calls", shown);
    });
}

#[tokio::test]
async fn a_call_and_its_builder_send_the_same() {
    let generated: Vec<_> = looks().await.into_iter().chain(Box::pin(changes()).await).collect();
    let short = short().await;
    assert_eq!(short.len(), generated.len());
    for (short, generated) in short.iter().zip(&generated) {
        assert_eq!(short, generated);
    }
}

#[tokio::test]
async fn who_waits_for_a_request_sends_what_gets_it() {
    let waiting = sent(async |client| {
        drop(client.wait_until(ID, |_| true, Budget::within(Duration::ZERO)).await);
    });
    let getting = sent(async |client| drop(client.get(ID, []).await));
    assert_eq!(waiting.await, getting.await);
}

#[tokio::test]
async fn a_newer_member_of_an_enumeration_has_its_name_in_every_answer() {
    let sandbox = Sandbox::start(Config::default()).await.unwrap();
    let token = sandbox.token("admin").unwrap();
    let session = Session::builder().endpoint(sandbox.url()).token(token.as_str()).build();
    let client = session.unwrap().client();
    let removal = AdminRemove { assignment_id: "5d9b7a31-2c4e-4f86-b17d-8e0a6c3f5b29" };
    let removal = NewRequest::from(removal).with("requestType", "approverRemove");
    let created = client.create(&removal).await.unwrap();
    let id = created.id.clone().unwrap();
    let got = client.get(&id, []).await.unwrap();
    let no_time = Budget::within(Duration::ZERO);
    let awaited = client.wait_until(&id, |_| true, no_time).await.unwrap();
    let all: Vec<_> = client.list(&Query::new()).items().try_collect().await.unwrap();
    let listed = all.into_iter().find(|one| one.id == created.id).unwrap();
    let mut batch = Batch::new();
    let (one, page) = (batch.get(&id, []).unwrap(), batch.list(&Query::new().top(999)).unwrap());
    let mut answers = client.send_batch(&batch).await.unwrap();
    let of_batch = answers.take(one).unwrap();
    let page = answers.take(page).unwrap().value;
    let of_page = page.into_iter().find(|one| one.id == created.id).unwrap();
    for shown in [
        created.request_type,
        got.request_type,
        awaited.request_type,
        listed.request_type,
        of_batch.request_type,
        of_page.request_type,
    ] {
        assert_eq!(shown, Some(AccessPackageRequestType::ApproverRemove));
    }
}

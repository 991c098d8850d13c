//! What a GET costs through the client, against bare reqwest and serde with the same body and the same type, in rounds that alternate: the
//! time for which the caller's thread was on a processor, as medians and their ratio.
//!
//! `cargo bench --bench get`, on Linux

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a measurement prints what it found, and ends where it meets what it does not expect"
)]

#[path = "load/server.rs"]
mod server;
#[path = "../sandbox/benches/load/thread_time.rs"]
mod thread_time;

use assignment_requests::types::AccessPackageAssignmentRequest;
use assignment_requests::{Client, OPENAPI, Session};
use serde_json::Value;
use std::thread;
use std::time::Duration;

/// Many short ones: how a thread is woken costs more than what is measured, and changes from second to second for both alike.
const ROUNDS: usize = 2001;
const CALLS: u32 = 10;
const ID: &str = "7999249e-249e-7999-9e24-99799e249979";

fn main() {
    let body = documented();
    println!("{CALLS} calls a round, a body of {} bytes", body.len());
    let token = "eyJ0".repeat(400);
    let url = server::start(move |_, _| body.clone());
    let measured =
        thread::Builder::new().name("caller".to_owned()).spawn(move || measured(&url, &token));
    let [mut bare, mut client] = measured.unwrap().join().unwrap();
    bare.sort_unstable();
    client.sort_unstable();
    let [bare, client] = [bare, client].map(|times| Duration::from_nanos(times[ROUNDS / 2]));
    let ratio = client.as_secs_f64() / bare.as_secs_f64();
    println!("bare reqwest and serde {:>8.1?} of CPU a call", bare / CALLS);
    println!("the client             {:>8.1?} of CPU a call  {ratio:.2} x", client / CALLS);
}

/// The answer that Graph's documentation shows.
fn documented() -> String {
    let contract: Value = serde_json::from_str(OPENAPI).unwrap();
    let path = "/paths/~1identityGovernance~1entitlementManagement~1assignmentRequests~1{accessPackageAssignmentRequestId}";
    let answer = format!("{path}/get/responses/200/content/application~1json/examples");
    let examples = contract.pointer(&answer).unwrap().as_object().unwrap();
    examples.values().next().unwrap()["value"].to_string()
}

/// The times of the rounds, bare and through the client, in nanoseconds; with a token as long as that of a tenant.
fn measured(url: &str, token: &str) -> [Vec<u64>; 2] {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let bare = reqwest::Client::builder().no_proxy().build().unwrap();
    let connection = reqwest::Client::builder().no_proxy().build().unwrap();
    let session = Session::builder().endpoint(url).token(token).connection(connection);
    let client = session.build().unwrap().client();
    let mut times = [Vec::new(), Vec::new()];
    for round in 0..=ROUNDS {
        let bare = spent(|| runtime.block_on(through_reqwest(&bare, (url, token))));
        let client = spent(|| runtime.block_on(through_client(&client)));
        // The first opens the connections.
        if round > 0 {
            times[0].push(bare);
            times[1].push(client);
        }
    }
    times
}

fn spent(round: impl FnOnce()) -> u64 {
    let before = thread_time::of("caller").unwrap();
    round();
    thread_time::of("caller").unwrap() - before
}

async fn through_reqwest(connection: &reqwest::Client, (url, token): (&str, &str)) {
    let url = format!("{url}/identityGovernance/entitlementManagement/assignmentRequests/{ID}");
    for _ in 0..CALLS {
        let answer = connection.get(&url).bearer_auth(token).send().await.unwrap();
        let body = answer.bytes().await.unwrap();
        let request: AccessPackageAssignmentRequest = serde_json::from_slice(&body).unwrap();
        assert_eq!(request.id.as_deref(), Some(ID));
    }
}

async fn through_client(client: &Client) {
    for _ in 0..CALLS {
        let request = client.get(ID, []).await.unwrap();
        assert_eq!(request.id.as_deref(), Some(ID));
    }
}

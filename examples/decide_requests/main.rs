//! An approve-or-deny service: callouts of a custom extension come in, each request goes on or is denied, by a table of duties that nobody may
//! have both.
//!
//! In one terminal, start an entitlement management of your own, in which everybody may ask for *Orders* and for *Payments*, and the service is
//! asked first. Idris has Payments already, Lynne has nothing:
//!
//! ```console
//! $ cargo run -- serve --world examples/decide_requests/world.json --print-tokens | tee sandbox.txt
//! ```
//!
//! In a second one, the service. Whoever knows the secret of its address may call it:
//!
//! ```console
//! $ token() { awk -v name="$1" '$1 == name { print $2 }' sandbox.txt; }
//! $ export GRAPH_TOKEN=$(token app) CALLOUT_SECRET=only-for-the-sandbox
//! $ cargo run --example decide_requests -- --endpoint http://127.0.0.1:8080/v1.0 \
//!     --never-both 4a1c0f7e-2d59-4b83-9e6f-c18d7a35b204,8e7b3d12-6f40-4c95-a2d8-05b9e1c64f7a
//! ```
//!
//! In a third one, Lynne asks for Orders and gets it; then Idris asks, and is denied:
//!
//! ```console
//! $ token() { awk -v name="$1" '$1 == name { print $2 }' sandbox.txt; }
//! $ export GRAPH_ENDPOINT=http://127.0.0.1:8080/v1.0 ORDERS=4a1c0f7e-2d59-4b83-9e6f-c18d7a35b204
//! $ GRAPH_TOKEN=$(token lynne) cargo run --example request_access -- --endpoint $GRAPH_ENDPOINT $ORDERS --justification 'I buy the paper'
//! $ GRAPH_TOKEN=$(token idris) cargo run --example request_access -- --endpoint $GRAPH_ENDPOINT $ORDERS --justification 'I buy the ink'
//! ```
//!
//! For the real service leave `--endpoint` out, and let it speak for an application of its own: `--tenant` and `--client-id`, and the secret in
//! the variable `GRAPH_CLIENT_SECRET`.
//!
//! What it leaves to you before it becomes a service of yours:
//!
//! - What somebody has is looked up in the requests, which Graph forgets months after they are completed; the assignments themselves are another
//!   API.
//! - A request that is not decided, because Graph could not be asked or the service was down, is not let through: it waits until its custom
//!   extension times out. What was taken stands in memory, and is lost with the process; a queue that stays would keep it.
//! - It believes what a callout says of the person and the access package. Whoever knows the secret can lie: let the caller prove who it is, by
//!   a token that you check, or read the request itself from Graph.
//! - An address stands in the logs of whatever lies between, and so does a secret in it.
//! - It speaks HTTP without TLS, and limits neither connections nor the time in which a head arrives: put it behind a proxy that does.
//! - It decides one request after the other, so one that Graph lets wait holds up those behind it, and the end of the service. It ends at
//!   Ctrl-C or SIGTERM, once connections are closed and everything that it took is decided: give it that time, and no more than you have.
//! - A token in `GRAPH_TOKEN` ends within the hour or so, and the service with it; an application of its own gets new ones.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program tells what it does")]

mod caller;
mod callout;
mod decision;
mod duties;
mod settings;
mod stop;

use assignment_requests::Client;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::StatusCode;
use axum::{Router, routing::post};
use caller::Secret;
use callout::Callout;
use clap::Parser;
use decision::decide;
use duties::Duties;
use settings::Settings;
use std::error::Error;
use std::iter::successors;
use std::process::ExitCode;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// So many callouts may wait. The service that sent one more is told to come again.
const WAITING: usize = 1000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match serve(Settings::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("error: {}", with_causes(&*problem));
            ExitCode::FAILURE
        }
    }
}

/// Receives and decides until it is told to end.
async fn serve(settings: Settings) -> Result<(), Box<dyn Error>> {
    let client = settings.client()?;
    let secret = Settings::secret()?;

    let listener = TcpListener::bind(settings.listen).await?;
    println!("callouts are received at http://{}/callout/…", listener.local_addr()?);

    let (queue, callouts) = mpsc::channel(WAITING);
    let service = Router::new()
        .route("/callout/{secret}", post(receive))
        .layer(DefaultBodyLimit::max(caller::LONGEST))
        .with_state((queue, secret));
    let deciding = tokio::spawn(decide_all(client, Duties::new(settings.never_both), callouts));

    axum::serve(listener, service).with_graceful_shutdown(stop::told()?).await?;
    // The queue is closed now, and what stands in it is still decided.
    Ok(deciding.await?)
}

/// Takes a callout. It is answered at once, as Graph waits for the answer, and not for the decision.
async fn receive(
    State((queue, secret)): State<(mpsc::Sender<Callout>, Secret)>,
    request: Request,
) -> StatusCode {
    let callout = match caller::callout(request, &secret).await {
        Ok(callout) => callout,
        Err(status) => return status,
    };
    match queue.try_send(callout) {
        Ok(()) => StatusCode::ACCEPTED,
        Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// Decides one after the other: of two requests that together are too much, the second sees the first.
async fn decide_all(client: Client, duties: Duties, mut callouts: mpsc::Receiver<Callout>) {
    while let Some(callout) = callouts.recv().await {
        let id = &callout.request_id;
        match decide(&client, &duties, &callout).await {
            Ok(decision) => println!("{}", in_one_line(&format!("{id} {decision}"))),
            // The error says the request-id, where the service gave one.
            Err(error) => {
                let told = format!("{id} is not decided: {}", with_causes(&error));
                eprintln!("{}", in_one_line(&told));
            }
        }
    }
}

/// What a caller, or the service, wrote must not look like a line of ours.
fn in_one_line(told: &str) -> String {
    told.replace(char::is_control, " ")
}

fn with_causes(error: &dyn Error) -> String {
    let causes = successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

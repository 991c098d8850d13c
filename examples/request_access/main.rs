//! A command-line tool that requests access and waits: an access package and a reason come in, what becomes of the request goes out, as text and
//! as an exit code.
//!
//! In one terminal, start an entitlement management of your own:
//!
//! ```console
//! $ cargo run -- serve --print-tokens | tee sandbox.txt
//! ```
//!
//! In another one, ask for access to *Laboratory*, which wants the number of a badge. It is delivered half a minute later:
//!
//! ```console
//! $ export GRAPH_TOKEN=$(awk '$1 == "requestor" { print $2 }' sandbox.txt)
//! $ cargo run --example request_access -- --endpoint http://127.0.0.1:8080/v1.0 479a59e9-a460-47cd-9b30-b477cec0b2c7 \
//!     --justification 'I water the plants' --text aeb77995-cc70-4724-ac93-572f94890886=4711
//! 9a45cd88-8d59-40d6-8144-5b6a189663f5 is requested
//! submitted (Accepted)
//! delivering (Delivering)
//! delivered (Delivered)
//! ```
//!
//! For the real service leave `--endpoint` out.
//!
//! | exit code | says |
//! |---|---|
//! | 0 | the access is delivered |
//! | 1 | there is no access: the request was refused, denied or canceled, or its delivery failed, in whole or in part |
//! | 2 | it was used in a wrong way; nothing was requested |
//! | 3 | the request was made, and goes on without you: the time to wait has ended, or it cannot be looked at |

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program tells what it does")]

mod arguments;
mod failure;

use arguments::Arguments;
use assignment_requests::enums::AccessPackageRequestState as State;
use assignment_requests::requests::{NewRequest, UserAdd};
use assignment_requests::types::AccessPackageAssignmentRequest;
use assignment_requests::{Budget, Client};
use clap::Parser;
use failure::Failure;
use std::process::ExitCode;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    // What clap does not understand ends with 2 as well.
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            failure.exit_code()
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Failure> {
    let client = arguments.client()?;
    let request = NewRequest::from(UserAdd { access_package_id: &arguments.package })
        .justification(&arguments.justification)
        .answers(arguments.answers());
    let made = client.create(&request).await?;
    let id = made.id.ok_or(Failure::Incomplete("id"))?;
    println!("{id} is requested");
    let state = end(&client, &id, arguments.budget()).await?;
    if state == State::Delivered { Ok(()) } else { Err(Failure::Ended(state)) }
}

/// The state in which the request stays. Each change on the way is told.
async fn end(client: &Client, id: &str, budget: Budget) -> Result<State, Failure> {
    let mut told = String::new();
    let is_final = |request: &AccessPackageAssignmentRequest| {
        let seen = described(request);
        if seen != told {
            println!("{seen}");
            told = seen;
        }
        request.is_final()
    };
    let request = client.wait_until(id, is_final, budget).await?;
    request.state.ok_or(Failure::Incomplete("state"))
}

/// State and status: `submitted (WaitingForCallback)`.
fn described(request: &AccessPackageAssignmentRequest) -> String {
    let state = request.state.as_ref().map_or("in no state", State::as_str);
    let status = request.status.as_ref().map(|status| format!(" ({status})"));
    format!("{state}{}", status.unwrap_or_default())
}

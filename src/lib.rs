//! A typed client for Microsoft Graph's access package assignment requests: who asks for which access
//! package in entitlement management, and what becomes of it.
//!
//! ```
//! use assignment_requests::enums::AccessPackageRequestState;
//! use assignment_requests::requests::{NewRequest, UserAdd};
//! use assignment_requests::types::AccessPackageAssignmentRequest;
//! use assignment_requests::{Budget, Session};
//! use std::time::Duration;
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! // The stand-in of this repository, as a library; `cargo run -- serve --print-tokens` is the same as a program.
//! let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! let token = sandbox.token("requestor").ok_or("no such persona")?;
//! # let clock = sandbox.clock().clone();
//! # tokio::task::spawn(async move { loop { clock.advance(Duration::from_secs(1)); tokio::task::yield_now().await; } });
//! let client = Session::builder().endpoint(sandbox.url()).token(token.as_str()).build()?.client();
//!
//! let add = UserAdd { access_package_id: "a914b616-e04e-476b-aa37-91038f0b165b" };
//! let request = client.create(&NewRequest::from(add).justification("New hire")).await?;
//!
//! let id = request.id.unwrap_or_default();
//! let budget = Budget::within(Duration::from_secs(600));
//! # let budget = budget.pauses(Duration::from_millis(1), Duration::from_millis(10));
//! let request = client.wait_until(&id, AccessPackageAssignmentRequest::is_final, budget).await?;
//! assert_eq!(request.state, Some(AccessPackageRequestState::Delivered));
//! # Ok(())
//! # }
//! ```
//!
//! Against the real service, `.cloud(Cloud::Global)` takes the place of the endpoint, and one of the sources below that of the token. Without a
//! tenant, the stand-in of this repository answers as it is documented.
//!
//! # Who calls
//!
//! [`Session::builder`] takes a token that is at hand ([`token`](SessionBuilder::token)), an async function
//! ([`token_from`](SessionBuilder::token_from)), an application's secret ([`client_credentials`](SessionBuilder::client_credentials)), or, with the
//! feature `azure_identity`, a credential of that crate. Shortly before a token runs out the next is fetched, and the old one used until that is
//! there; one that the service refuses is fetched anew once. No token and no secret is in any `Debug`, error or event: where a service repeats the
//! token that it was sent, an error has `…` in its place. Words such as `token`, which tests may use for one, are no secrets: only what has 16 bytes
//! or more, or 8 where it is a client secret, is looked for.
//!
//! # The eight operations
//!
//! | | in short | with everything that it can be told |
//! |---|---|---|
//! | list | [`list`](Client::list) | [`list_assignment_requests`](Client::list_assignment_requests) |
//! | filterByCurrentUser | [`list_by_current_user`](Client::list_by_current_user) | [`filter_assignment_requests_by_current_user`](Client::filter_assignment_requests_by_current_user) |
//! | create | [`create`](Client::create) | [`create_assignment_request`](Client::create_assignment_request) |
//! | get | [`get`](Client::get), [`wait_until`](Client::wait_until) | [`get_assignment_request`](Client::get_assignment_request) |
//! | cancel | [`cancel`](Client::cancel) | [`cancel_assignment_request`](Client::cancel_assignment_request) |
//! | delete | [`delete`](Client::delete) | [`delete_assignment_request`](Client::delete_assignment_request) |
//! | reprocess | [`reprocess`](Client::reprocess) | [`reprocess_assignment_request`](Client::reprocess_assignment_request) |
//! | resume | [`resume`](Client::resume) | [`resume_assignment_request`](Client::resume_assignment_request) |
//!
//! What stands in the second column is generated at build time from a hand-written [OpenAPI document](OPENAPI). Requests are made by what their
//! kind needs: see [`requests`].
//!
//! What is called in short asks for members of enumerations by their own names, as
//! [`ApproverRemove`](enums::AccessPackageRequestType::ApproverRemove); the generated builders do so where their `prefer` is
//! `include-unknown-enum-members`, and have `UnknownFutureValue` for them otherwise.
//!
//! # Lists
//!
//! A [`Listing`] is read as a stream of requests or of pages, and asks for the next page once it is wanted. [`Query`] says which.
//!
//! # When it goes wrong
//!
//! Every call fails with a [`GraphError`], which is matched on by what to do about it:
//!
//! ```
//! use assignment_requests::{GraphError, Session};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! # let admin = sandbox.token("admin").ok_or("no such persona")?;
//! # let client = Session::builder().endpoint(sandbox.url()).token(admin.as_str()).build()?.client();
//! # let delivered = "7999249e-249e-7999-9e24-99799e249979";
//! match client.cancel(delivered).await {
//!     Ok(()) => println!("withdrawn"),
//!     Err(GraphError::Conflict(answer)) => println!("it has come too far: {answer}"),
//!     Err(error) => return Err(error.into()),
//! }
//! # Ok(())
//! # }
//! ```
//!
//! What was throttled, and what met a service or a token endpoint that is not there for the moment, is tried again as [`Retry`] says. A POST that
//! may have been carried out never is, unless the caller allows it.
//!
//! # Several calls in one
//!
//! A [`Batch`] sends up to 20 calls in one HTTP request, and has an answer or an error for each.
//!
//! # What is kept
//!
//! Members that a type does not declare are in its field `extra`, enumeration members that a type does not
//! know in its variant `Other`, and objects of unknown derived types in the variant `Other` of their base.
//! Members that are null are not written again.
//!
//! # What is refused
//!
//! A path parameter that is empty, `.` or `..` is refused before anything is sent, since it would make the
//! path that of another resource. A redirect is an error and not followed, and so is a link to the next page that leads to another server.
//!
//! # What a dependent needs
//!
//! Calls are futures of tokio, and streams those of `futures-util`, whose `TryStreamExt` reads them. What the signatures name of `chrono`, `reqwest`
//! and `serde_json` is exported from here, in the versions that fit. Connections speak HTTP/1.1; one of the caller's own may speak more.
//!
//! ```toml
//! [dependencies]
//! assignment-requests = { path = "…" }
//! futures-util = "0.3"
//! tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
//! ```
//!
//! Tests call the stand-in of this repository, the crate `sandbox`, as the example above does; it can be told to fail.
//!
//! # Features
//!
//! - `rustls` (on by default): TLS in Rust. `native-tls`: that of the system, which speaks where both are on. Without either none is compiled, and
//!   `https` addresses are refused.
//! - `azure_identity`: `SessionBuilder::credential` takes credentials of that crate.
//! - `tracing`: an event for each try that was not the last, and for each look of a wait that failed, as [`Retry`] says.
//!
//! The oldest Rust that is tested is the one in `rust-toolchain.toml`, 1.95.

mod answer;
mod batch;
mod calls;
mod clock;
pub mod enums;
mod error;
mod exchange;
mod generated;
#[cfg(test)]
mod hostile;
mod mask;
mod pages;
mod query;
mod reply;
pub mod requests;
mod retry;
mod retry_after;
mod segment;
mod session;
mod token;
pub mod types;
mod waiting;

pub use batch::{After, Batch, BatchAnswers, Ticket};
pub use error::{Answer, Argument, GraphError, NextLink, Transport};
#[doc(inline)]
pub use generated::{Client, ResponseValue, builder};
pub use pages::{Listing, Page};
pub use query::{Expand, Filter, Query, Select};
pub use retry::Retry;
pub use session::{Cloud, InvalidSession, Session, SessionBuilder, UnknownCloud};
pub use token::{
    AccessToken, ClientCredentials, InvalidToken, TokenFailure, TokenFuture, TokenSource,
};
pub use waiting::{Budget, WaitError, Waited};

#[cfg(feature = "azure_identity")]
pub use azure_core;
pub use {chrono, reqwest, serde_json};

/// The OpenAPI 3.0 document that the client is generated from, all its files in one, as JSON.
pub const OPENAPI: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// Where everything in [`OPENAPI`] stands in the files that it was brought together from, with their texts: the source map of
/// `openapi_bundle`, as JSON.
pub const SOURCES: &str = include_str!(concat!(env!("OUT_DIR"), "/sources.json"));

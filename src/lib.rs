//! A typed client for Microsoft Graph's access package assignment requests: who asks for which access
//! package in entitlement management, and what becomes of it.
//!
//! The client is generated from a hand-written [OpenAPI document](OPENAPI) of the eight operations.
//! Written by hand is only what a generator cannot say: how a [`Client`] is made, the [`Session`], what Graph
//! needs of each request, and [`GraphError`].
//!
//! # List and get
//!
//! Query options are OData text, as in Graph's documentation.
//!
//! ```
//! use assignment_requests::{Session, enums::AccessPackageRequestState};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! # let admin = sandbox.token("admin").ok_or("no such persona")?;
//! # let (root, token) = (sandbox.url(), admin.as_str());
//! // For the real service: `https://graph.microsoft.com/v1.0`, and the feature `rustls`.
//! let client = Session::builder().endpoint(root).token(token).build()?.client();
//!
//! let delivered = client
//!     .list_assignment_requests()
//!     .filter("state eq 'delivered'")
//!     .expand("assignment($expand=target)")
//!     .send()
//!     .await?;
//! for request in &delivered.value {
//!     assert_eq!(request.state, Some(AccessPackageRequestState::Delivered));
//! }
//!
//! let id = delivered.value.first().and_then(|request| request.id.clone()).unwrap_or_default();
//! let request = client
//!     .get_assignment_request()
//!     .access_package_assignment_request_id(&id)
//!     .send()
//!     .await?;
//! assert_eq!(request.id, Some(id));
//! # Ok(())
//! # }
//! ```
//!
//! # Create
//!
//! ```
//! use assignment_requests::{
//!     Session,
//!     enums::{AccessPackageRequestState, AccessPackageRequestType},
//!     types::{AccessPackageAnswer, AccessPackageAnswerString, AccessPackageAssignmentCreate},
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! # let admin = sandbox.token("admin").ok_or("no such persona")?;
//! # let client = Session::builder().endpoint(sandbox.url()).token(admin.as_str()).build()?.client();
//! let assignment = AccessPackageAssignmentCreate::builder()
//!     .target_id("46184453-e63b-4f20-86c2-c557ed5d5df9".to_owned())
//!     .assignment_policy_id("2264bf65-76ba-417b-a27d-54d291f0cbc8".to_owned())
//!     .access_package_id("a914b616-e04e-476b-aa37-91038f0b165b".to_owned());
//!
//! let created = client
//!     .create_assignment_request()
//!     .body_map(|body| {
//!         body.request_type(AccessPackageRequestType::AdminAdd)
//!             .assignment(AccessPackageAssignmentCreate::try_from(assignment).ok())
//!     })
//!     .send()
//!     .await?;
//! assert_eq!(created.state, Some(AccessPackageRequestState::Submitted));
//!
//! // Derived types carry their `@odata.type` by themselves.
//! let answer: AccessPackageAnswerString =
//!     AccessPackageAnswerString::builder().value("Alternate answer".to_owned()).try_into()?;
//! assert_eq!(answer.odata_type, "#microsoft.graph.accessPackageAnswerString");
//! let answers = vec![AccessPackageAnswer::from(answer)];
//! # assert_eq!(answers.len(), 1);
//! # Ok(())
//! # }
//! ```
//!
//! # Cancel and delete
//!
//! A refusal carries Graph's `code` and the id to quote when asking for help.
//!
//! ```
//! use assignment_requests::{Session};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! # let admin = sandbox.token("admin").ok_or("no such persona")?;
//! # let client = Session::builder().endpoint(sandbox.url()).token(admin.as_str()).build()?.client();
//! # let (pending, delivered) =
//! #     ("3f1c9c6e-54d0-4f0e-8c1e-6a3b2d9e7f20", "7999249e-249e-7999-9e24-99799e249979");
//! client
//!     .cancel_assignment_request()
//!     .access_package_assignment_request_id(pending)
//!     .send()
//!     .await?;
//!
//! let refusal = client
//!     .cancel_assignment_request()
//!     .access_package_assignment_request_id(delivered)
//!     .send()
//!     .await
//!     .unwrap_err();
//! assert_eq!(refusal.status().map(|status| status.as_u16()), Some(400));
//! assert!(refusal.code().is_some() && refusal.request_id().is_some());
//!
//! # let denied = "5ba7c1d2-7a57-4f8a-9a3d-2f9f4c1b0d11";
//! client
//!     .delete_assignment_request()
//!     .access_package_assignment_request_id(denied)
//!     .send()
//!     .await?;
//! # Ok(())
//! # }
//! ```
//!
//! # Filter by the current user
//!
//! ```
//! use assignment_requests::{
//!     Session, enums::AccessPackageAssignmentRequestFilterByCurrentUserOptions,
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! # let admin = sandbox.token("admin").ok_or("no such persona")?;
//! # let client = Session::builder().endpoint(sandbox.url()).token(admin.as_str()).build()?.client();
//! let mine = client
//!     .filter_assignment_requests_by_current_user()
//!     .on(AccessPackageAssignmentRequestFilterByCurrentUserOptions::Target)
//!     .send()
//!     .await?;
//! assert!(!mine.value.is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! # Reprocess and resume
//!
//! ```
//! use assignment_requests::{
//!     Session,
//!     enums::AccessPackageCustomExtensionStage::AssignmentRequestCreated,
//!     types::AccessPackageAssignmentRequestCallbackData,
//! };
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let sandbox = sandbox::Sandbox::start(sandbox::Config::default()).await?;
//! # let admin = sandbox.token("admin").ok_or("no such persona")?;
//! # let client = Session::builder().endpoint(sandbox.url()).token(admin.as_str()).build()?.client();
//! # let (failed, waiting, callout) = (
//! #     "d82eb508-acc4-43cc-bcf1-7c1c4a2c073b",
//! #     "9e60f18c-b2a0-4887-9da8-da2e30a39d99",
//! #     "857d0c50-466b-4840-bb5b-c92cea7141ff",
//! # );
//! client
//!     .reprocess_assignment_request()
//!     .access_package_assignment_request_id(failed)
//!     .send()
//!     .await?;
//!
//! let stage = AssignmentRequestCreated;
//! let decision: AccessPackageAssignmentRequestCallbackData =
//!     AccessPackageAssignmentRequestCallbackData::builder()
//!         .custom_extension_stage_instance_id(callout.to_owned())
//!         .stage(stage.clone())
//!         .state("denied".to_owned())
//!         .try_into()?;
//! client
//!     .resume_assignment_request()
//!     .access_package_assignment_request_id(waiting)
//!     .body_map(|body| {
//!         body.source("Contoso.SodCheckProcess".to_owned())
//!             .type_(format!("microsoft.graph.accessPackageCustomExtensionStage.{stage}"))
//!             .data(Some(decision.into()))
//!     })
//!     .send()
//!     .await?;
//! # Ok(())
//! # }
//! ```
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
//! path that of another resource. A redirect is an error and not followed. Both are told by [`GraphError`].
//!
//! # Features
//!
//! - `rustls`: TLS, needed for every `https` address. Off by default.

mod answer;
mod calls;
pub mod enums;
mod error;
mod exchange;
mod generated;
mod pages;
mod query;
pub mod requests;
mod retry;
mod segment;
mod session;
mod token;
pub mod types;
mod waiting;

pub use error::{Answer, Argument, GraphError, NextLink, Transport};
#[doc(inline)]
pub use generated::{Client, ResponseValue, builder};
pub use pages::{Listing, Page};
pub use query::{Expand, Filter, Query};
pub use retry::Retry;
pub use session::{Cloud, InvalidSession, Session, SessionBuilder};
pub use token::{
    AccessToken, ClientCredentials, InvalidToken, TokenFailure, TokenFuture, TokenSource,
};
pub use waiting::{Budget, WaitError, Waited};

/// The OpenAPI 3.0 document that the client is generated from, all its files in one, as JSON.
pub const OPENAPI: &str = include_str!(concat!(env!("OUT_DIR"), "/openapi.json"));

/// Where everything in [`OPENAPI`] stands in the files that it was brought together from, with their texts: the source map of
/// `openapi_bundle`, as JSON.
pub const SOURCES: &str = include_str!(concat!(env!("OUT_DIR"), "/sources.json"));

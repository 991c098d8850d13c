//! The examples as programs of their own, against a sandbox: what they are told and what they say.
//!
//! `cargo test` builds them first; whoever runs these tests alone builds them by `cargo build --examples`.
#![expect(clippy::unwrap_used, reason = "a program that does not answer is a failed test")]

mod decide_requests;
mod program;
mod request_access;

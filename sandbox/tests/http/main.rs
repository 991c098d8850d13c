//! The sandbox over a real loopback connection, from outside.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic; clippy exempts test functions only, not what they call"
)]

mod answers;
mod any_body;
mod assignments;
mod batch;
mod body_rules;
mod body_types;
mod callers;
mod callouts;
mod callouts_sent;
mod client;
mod control;
mod crowd;
mod data_file;
mod documented_world;
mod errors;
mod faults;
mod hostile;
mod https;
mod journal;
mod json_bodies;
mod life;
mod limits;
mod open_requests;
mod operations;
mod paging;
mod people;
mod policies;
mod queries;
mod races;
mod readme;
mod receiver;
mod server;
#[cfg(feature = "jwks")]
mod signatures;
mod verdicts;
mod worlds;

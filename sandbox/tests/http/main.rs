//! The sandbox over a real loopback connection, from outside.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic; clippy exempts test functions only, not what they call"
)]

mod body_rules;
mod client;
mod errors;
mod json_bodies;
mod life;
mod operations;
mod queries;
mod server;

//! The judge: replays the documented examples of an OpenAPI contract against an endpoint and says who is out of step.
//!
//! ```text
//! Example ──prepare──► PreparedRequest ──send──► Exchange ──check──► [Finding] ──► Verdict ──► Report
//! ```
//!
//! [`replay`] is the list of these steps. The judge is generic: what it knows of an API stands in the OpenAPI document, and the one
//! file that knows a generated client is [`typed`].

pub mod audit;
pub mod bindings;
pub mod check;
mod clock;
pub mod command;
pub mod comparison;
pub mod contract;
pub mod endpoint;
mod environment;
pub mod error;
pub mod exchange;
pub mod exit;
pub mod feed;
mod files;
pub mod finding;
pub mod fixtures;
mod formats;
pub mod inputs;
pub mod interrupt;
pub mod json_schema;
pub mod judge;
pub mod judged;
mod lanes;
pub mod ledger;
pub mod life_cycle;
mod nearest;
pub mod own_sandbox;
mod pace;
pub mod plan;
pub mod pointer;
pub mod prepare;
pub mod probe;
pub mod proxy;
pub mod reading;
mod rehearsal;
mod remote_clock;
pub mod replay;
pub mod report;
pub mod requirements;
pub mod rules;
mod run;
pub mod safety;
pub mod schemas;
mod secret;
pub mod selftest;
pub mod send;
pub mod settings;
pub mod shape;
mod signals;
pub mod snapshots;
mod terminal;
pub mod throttle;
pub mod time;
pub mod tokens;
mod toml_lines;
pub mod typed;
mod undo;
pub mod verdict;
pub mod waivers;
mod write_plan;

pub use error::Error;

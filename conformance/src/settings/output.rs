//! What is told of a run, and where.

use crate::report::Destination;
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is told of it.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "What is told")]
pub struct Output {
    /// How the result is told: text or json, to a file or to standard output; may be given again [default: text]
    #[arg(long, value_name = "FORMAT[=PATH]")]
    pub report: Vec<Destination>,
}

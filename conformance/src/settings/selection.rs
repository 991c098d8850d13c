//! What is judged: patterns over ids, and published sets.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is judged.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "What is judged")]
pub struct Selection {
    /// Only what has an id that matches; `*` stands for any text, and `example:`, `rule:` or `input:` before it for one kind; may be given again
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Only what was required at a time, as firmly as then: a published set such as 2026-11
    #[arg(long, value_name = "SET")]
    pub requirements: Option<String>,
}

//! What was looked at before and is let pass: reviewed shapes, and what need not be mended for now.

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What was looked at before.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "What was looked at before")]
pub struct Acceptance {
    /// The folder of the shapes of requests and answers that were reviewed; what is not as it was is told, and waits there for review
    #[arg(long, value_name = "DIR")]
    pub snapshots: Option<PathBuf>,
    /// What the endpoint need not mend for now, and until when (TOML; `conformance waive` writes entries)
    #[arg(long, value_name = "FILE")]
    pub waivers: Option<PathBuf>,
}

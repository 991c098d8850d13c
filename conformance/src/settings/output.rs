//! What is told of a run, and where.

use crate::environment;
use crate::report::Destination;
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is told of it.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "What is told")]
pub struct Output {
    /// How the result is told: text, json, html, junit, sarif, ctrf, tap, github, github-summary, har or badge, to a file or to standard output; may be
    /// given again [default: text]
    #[arg(long, value_name = "FORMAT[=PATH]")]
    pub report: Vec<Destination>,
    /// What the parts of one run have in common, in its reports [default: the id that GitHub Actions, GitLab or Jenkins gives it]
    #[arg(long, value_name = "ID")]
    pub run_id: Option<String>,
}

/// Where the three give a run its id.
const RUN_IDS: [&str; 3] = ["GITHUB_RUN_ID", "CI_PIPELINE_ID", "BUILD_TAG"];

impl Output {
    /// What the parts of one run have in common.
    pub fn run_id(&self) -> Option<String> {
        let given = self.run_id.clone();
        given.or_else(|| RUN_IDS.iter().find_map(|name| environment::optional(name)))
    }
}

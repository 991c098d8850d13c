//! What is judged: patterns over ids, published sets, one part of several, what did not pass before.

use crate::plan::{Patterns, Shard};
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// What is judged.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "What is judged")]
pub struct Selection {
    /// Only this: ids such as `create/*`, of one kind (`rule:`, `example:`, `input:`), of an `operation:`, a `level:`, by one `check:`, or what one check says of them, such as `create/*/schema`; `*` stands for any text; may be given again
    #[arg(long, value_name = "PATTERN")]
    pub only: Vec<String>,
    /// Without this, in the same words; may be given again
    #[arg(long, value_name = "PATTERN")]
    pub skip: Vec<String>,
    /// Only what was required at a time, as firmly as then: a published set such as 2026-11
    #[arg(long, value_name = "SET")]
    pub requirements: Option<String>,
    /// One part of several, such as 2/5; `conformance merge` joins their reports
    #[arg(long, value_name = "NUMBER/OF")]
    pub shard: Option<Shard>,
    /// Only what did not pass in a report in JSON (`-` for standard input), and tell what became of it
    #[arg(long, value_name = "REPORT")]
    pub rerun: Option<PathBuf>,
}

impl Selection {
    /// What is selected, and what is taken away after that.
    pub fn patterns(&self) -> Patterns<'_> {
        Patterns { only: &self.only, skip: &self.skip }
    }
}

//! How it is judged: what decides, what stands at the endpoint, what is made up, what is waited for.

use super::seconds;
use crate::finding::Level;
use crate::inputs::{MUTATIONS_OF_AN_EXAMPLE, SEED};
use crate::judge::SLOW;
use crate::time::PATIENCE;
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

/// No more bodies are made from one.
const MOST_BODIES: usize = 1_000_000;

/// How it is judged.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "How it is judged")]
pub struct Judging {
    /// The least level of a finding that fails the endpoint [default: must]
    #[arg(long, value_enum)]
    pub level: Option<Level>,
    /// What stands at the endpoint for the documented values, and what rules cannot make there (TOML; `conformance bindings` prints a template)
    #[arg(long, value_name = "FILE")]
    pub bindings: Option<PathBuf>,
    /// How many bodies are made from each documented one by the contract's schemas, at most [default: 64]
    #[arg(long, value_name = "NUMBER", value_parser = bodies)]
    pub inputs: Option<usize>,
    /// What chooses among the bodies that could be made [default: 0]
    #[arg(long, value_name = "NUMBER", value_parser = seed)]
    pub seed: Option<u64>,
    /// Ask a mock, such as Prism, for the documented answer of each example by its name (`Prefer: example=NAME`)
    #[arg(long)]
    pub prefer_examples: bool,
    /// How long an answer may take and still be called quick, in seconds [default: 3]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub slow: Option<f64>,
    /// How long a rule waits for a request to be delivered or the like, in seconds [default: 180]
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub patience: Option<f64>,
}

impl Judging {
    /// The least level of a finding that fails the endpoint.
    pub fn level(&self) -> Level {
        self.level.unwrap_or(Level::Must)
    }

    /// How many bodies are made from each documented one, and what chooses among them.
    pub fn inputs(&self) -> (usize, u64) {
        (self.inputs.unwrap_or(MUTATIONS_OF_AN_EXAMPLE), self.seed.unwrap_or(SEED))
    }

    /// How long an answer may take and still be called quick.
    pub fn slow(&self) -> Duration {
        self.slow.map_or(SLOW, Duration::from_secs_f64)
    }

    /// How long a rule waits for a state.
    pub fn patience(&self) -> Duration {
        self.patience.map_or(PATIENCE, Duration::from_secs_f64)
    }
}

/// A number of bodies, as a flag has it.
fn bodies(text: &str) -> Result<usize, String> {
    let bodies = text.parse().ok().filter(|bodies| *bodies <= MOST_BODIES);
    bodies.ok_or_else(|| format!("must be a whole number from 0 to {MOST_BODIES}"))
}

/// What chooses among bodies, as a flag has it.
fn seed(text: &str) -> Result<u64, String> {
    text.parse().map_err(|_| format!("must be a whole number from 0 to {}", u64::MAX))
}

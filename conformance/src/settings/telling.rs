//! What a person is told while a run goes on, and how it looks.

use clap::{ArgAction, Args, ValueEnum};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What is told while it runs, and how.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "How it is told")]
pub struct Telling {
    /// Whether what is told has colours; `auto`: on a terminal, unless `NO_COLOR` is set [default: auto]
    #[arg(long, value_name = "WHEN", value_enum)]
    pub color: Option<ColorChoice>,
    /// Tell only what does not pass, and the count; show no progress
    #[arg(long, short)]
    pub quiet: bool,
    /// Tell of each case as it ends, on standard error; twice (-vv): of its requests, too
    #[arg(long, short, action = ArgAction::Count)]
    pub verbose: u8,
}

/// When there are colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set; elsewhere where `CLICOLOR_FORCE` is
    Auto,
    /// Wherever it goes
    Always,
    /// Nowhere
    Never,
}

impl Telling {
    /// When there are colours.
    pub fn color(&self) -> ColorChoice {
        self.color.unwrap_or(ColorChoice::Auto)
    }
}

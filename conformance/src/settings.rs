//! What a run is told, in groups; one file for each group.

mod acceptance;
mod again;
mod apart;
mod conditions;
mod config_file;
mod connection;
mod input_files;
mod judging;
mod mistakes;
mod origin;
mod output;
mod paths;
mod resolve;
mod safety;
mod schema;
mod selection;
mod telling;
mod variables;

pub use acceptance::Acceptance;
pub use connection::Connection;
pub(crate) use connection::{identity, lanes};
pub use input_files::{AskedFile, InputFiles};
pub use judging::Judging;
pub use origin::{Origin, Origins};
pub use output::Output;
pub(crate) use resolve::reason;
pub use resolve::{Flags, Resolved};
pub use safety::Safety;
pub use schema::of_file as schema;
pub(crate) use schema::{of_settings, stated};
pub use selection::Selection;
pub use telling::{ColorChoice, Telling};

use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::path::PathBuf;

/// What no file and no variable may say, and why.
pub(crate) const FLAG_ONLY: &[(&str, &str)] = &[
    (
        "allow_writes",
        "what lets the program change a server is taken from its flag alone; add --allow-writes to the call that is meant to",
    ),
    (
        "dry_run",
        "with it here, nothing would ever be judged; add --dry-run to the call that is not meant to",
    ),
];

/// Everything that `run` can be told.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Settings {
    /// Judge by another OpenAPI 3.0 document (YAML or JSON, also split over files), by its examples.
    #[arg(skip)]
    #[schemars(extend("format" = paths::PATH))]
    pub contract: Option<PathBuf>,
    /// Which file with settings was asked for.
    #[arg(skip)]
    #[serde(skip)]
    pub file: AskedFile,
    /// The server to judge, who calls it, and how.
    #[command(flatten)]
    #[serde(flatten)]
    pub connection: Connection,
    /// What is judged.
    #[command(flatten)]
    #[serde(flatten)]
    pub selection: Selection,
    /// What it may do to the server.
    #[command(flatten)]
    #[serde(flatten)]
    pub safety: Safety,
    /// How it is judged.
    #[command(flatten)]
    #[serde(flatten)]
    pub judging: Judging,
    /// What was looked at before.
    #[command(flatten)]
    #[serde(flatten)]
    pub acceptance: Acceptance,
    /// What is told of it.
    #[command(flatten)]
    #[serde(flatten)]
    pub output: Output,
    /// What is told while it runs, and how.
    #[command(flatten)]
    #[serde(flatten)]
    pub telling: Telling,
}

impl Settings {
    /// What is asked for of what to judge and how, as the configuration would have it: the same for all shards of a run, wherever files are.
    pub(crate) fn of_judging(&self) -> Map<String, Value> {
        let groups = [serde_json::to_value(&self.selection), serde_json::to_value(&self.judging)];
        let told = groups.into_iter().filter_map(|group| match group {
            Ok(Value::Object(members)) => Some(members),
            Ok(_) | Err(_) => None,
        });
        let is_told = |name: &str, value: &Value| {
            !APART.contains(&name) && ![Value::Null, json!(false), json!([])].contains(value)
        };
        told.flatten().filter(|(name, value)| is_told(name, value)).collect()
    }
}

/// What is told elsewhere in a report, or is a file on somebody's machine.
const APART: [&str; 5] = ["bindings", "level", "requirements", "rerun", "shard"];

/// A number of seconds, as a flag has it.
///
/// # Errors
/// What is wrong with it, in words.
pub(crate) fn seconds(text: &str) -> Result<f64, String> {
    let seconds: f64 = text.parse().map_err(|_| format!("{text:?} is no number of seconds"))?;
    if (0.001..=3600.0).contains(&seconds) {
        Ok(seconds)
    } else {
        Err("must lie between 0.001 and 3600".to_owned())
    }
}

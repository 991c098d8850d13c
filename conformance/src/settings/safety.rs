//! What a run may do to the server: whether it writes, in which tenant, and where that is written down.

use crate::formats::is_guid;
use crate::safety::Permitted;
use clap::Args;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Where it is written down unless it is said otherwise.
const LEDGER: &str = "conformance-ledger.jsonl";

/// What it may do to the server.
#[derive(Clone, Debug, Default, Args, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
#[command(next_help_heading = "What it may do to the server")]
pub struct Safety {
    /// Write at another machine than this one, too; without it, there is only reading
    #[arg(long)]
    #[serde(skip)]
    pub allow_writes: bool,
    /// Only read, at this machine as well
    #[arg(long)]
    pub read_only: bool,
    /// The id of the tenant that every token must name in its claim `tid`
    #[arg(long, value_name = "GUID", value_parser = guid)]
    pub tenant: Option<String>,
    /// Where everything that is to be created is written down first [default: conformance-ledger.jsonl where another machine is written to]
    #[arg(long, value_name = "FILE")]
    pub ledger: Option<PathBuf>,
    /// Print every request that would be sent, and as a line for curl, and send none
    #[arg(long)]
    #[serde(skip)]
    pub dry_run: bool,
}

impl Safety {
    /// The ledger of earlier runs.
    pub(crate) fn earlier_ledger(&self) -> &Path {
        self.ledger.as_deref().unwrap_or_else(|| Path::new(LEDGER))
    }

    /// The ledger of a run that may do so much at an endpoint; at this machine there is one where it is asked for.
    pub(crate) fn ledger(&self, permitted: Permitted) -> Option<&Path> {
        match permitted {
            Permitted::ReadingAsAsked | Permitted::ReadingElsewhere => None,
            Permitted::WritingHere => self.ledger.as_deref(),
            Permitted::WritingElsewhere => Some(self.earlier_ledger()),
        }
    }
}

/// The id of a tenant, as a flag has it.
fn guid(text: &str) -> Result<String, String> {
    if is_guid(text) {
        Ok(text.to_owned())
    } else {
        Err("must be a GUID: the id of the tenant, not its name".to_owned())
    }
}

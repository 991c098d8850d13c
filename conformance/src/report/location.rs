//! A place in the files of the contract.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file and a line.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Location {
    /// The file, as seen from the folder that the contract is kept in, such as `openapi/openapi.yaml`.
    pub file: String,
    /// The line, counted from one.
    pub line: usize,
    /// What stands in that line, or its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

//! Which part of a whole run a report is of.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One shard of several.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Part {
    /// Which, counted from one.
    pub number: usize,
    /// Of how many.
    pub of: usize,
    /// The places that its cases have among all that were selected, counted from zero.
    pub places: Vec<usize>,
    /// How many were selected.
    pub cases: usize,
}

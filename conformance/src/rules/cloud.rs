//! The clouds that the service is offered in, by the names that Microsoft's documentation has for them, and where it is in each.

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A cloud.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cloud {
    /// The global service
    Global,
    /// US Government L4, also called GCC High
    UsGovL4,
    /// US Government L5, of the Department of Defense
    UsGovL5,
    /// China, operated by 21Vianet
    China,
}

impl Cloud {
    /// The URL of the service there, version segment included
    /// (<https://learn.microsoft.com/en-us/graph/deployments>).
    pub fn url(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com/v1.0",
            Self::UsGovL4 => "https://graph.microsoft.us/v1.0",
            Self::UsGovL5 => "https://dod-graph.microsoft.us/v1.0",
            Self::China => "https://microsoftgraph.chinacloudapi.cn/v1.0",
        }
    }
}

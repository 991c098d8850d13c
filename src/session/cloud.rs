//! The clouds of Microsoft Graph: a name in, the addresses of Graph and of the token endpoints out.

/// A cloud in which Graph has these requests (facts of 2026: not all of them offer every operation; `resume` is documented for the global one
/// alone).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Cloud {
    /// The global service.
    #[default]
    Global,
    /// US Government L4 (GCC High).
    UsGovL4,
    /// US Government L5, of the Department of Defense.
    UsGovL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// Where Graph is, as `https://graph.microsoft.com`.
    pub const fn graph(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovL4 => "https://graph.microsoft.us",
            Self::UsGovL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Where tokens are granted, as `https://login.microsoftonline.com`.
    pub const fn authority(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovL4 | Self::UsGovL5 => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }
}

//! The clouds of Microsoft Graph: a name in, the addresses of Graph and of the token endpoints out.

use reqwest::Url;
use std::fmt::{self, Display, Formatter};
use std::str::FromStr;

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

/// Why a text is none of the clouds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no cloud `{name}`; there are {}", Cloud::ALL.map(Cloud::name).join(", "))]
pub struct UnknownCloud {
    name: String,
}

impl Cloud {
    const ALL: [Self; 4] = [Self::Global, Self::UsGovL4, Self::UsGovL5, Self::China];

    /// The cloud whose Graph an address is of, if it is one's.
    pub(super) fn at(address: &Url) -> Option<Self> {
        let host = address.host_str()?;
        Self::ALL.into_iter().find(|cloud| cloud.graph().strip_prefix("https://") == Some(host))
    }

    /// What it is called in settings: `global`, `us-gov-l4`, `us-gov-l5`, `china`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::UsGovL4 => "us-gov-l4",
            Self::UsGovL5 => "us-gov-l5",
            Self::China => "china",
        }
    }

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

impl Display for Cloud {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.pad(self.name())
    }
}

impl FromStr for Cloud {
    type Err = UnknownCloud;

    fn from_str(name: &str) -> Result<Self, UnknownCloud> {
        let known = Self::ALL.into_iter().find(|cloud| cloud.name() == name);
        known.ok_or_else(|| UnknownCloud { name: name.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cloud_is_known_by_its_name_and_another_name_is_told_the_known_ones() {
        for cloud in Cloud::ALL {
            assert_eq!(cloud.to_string().parse(), Ok(cloud));
        }
        let unknown = "mars".parse::<Cloud>().unwrap_err().to_string();
        assert_eq!(
            unknown,
            "there is no cloud `mars`; there are global, us-gov-l4, us-gov-l5, china"
        );
    }
}

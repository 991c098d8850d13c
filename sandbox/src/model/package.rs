//! accessPackage: what can be requested.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::model::{PackageId, Timestamp};

/// An accessPackage.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Package {
    pub(crate) id: PackageId,
    pub(crate) display_name: String,
    #[serde(default)]
    pub(crate) description: Option<String>,
    #[serde(default)]
    pub(crate) is_hidden: bool,
    #[serde(default)]
    pub(crate) created_date_time: Option<Timestamp>,
    #[serde(default)]
    pub(crate) modified_date_time: Option<Timestamp>,
}

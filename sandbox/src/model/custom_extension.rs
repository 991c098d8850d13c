//! Custom extensions: whom a policy calls out to at which stage, and what came of a callout.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::members::members;
use crate::model::{CalloutUrl, Duration, Timestamp};

/// A customExtensionStageSetting with the extension that it leads to.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct StageSetting {
    pub(crate) stage: Stage,
    pub(crate) custom_extension: CustomExtension,
}

/// A customCalloutExtension with what the sandbox needs of it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CustomExtension {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) display_name: Option<String>,
    /// Where it is called.
    pub(crate) url: CalloutUrl,
    /// Null where it is launched and the request goes on at once.
    #[serde(default)]
    pub(crate) callback_configuration: Option<CallbackConfiguration>,
}

/// A customExtensionCallbackConfiguration: the request waits for a callback.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CallbackConfiguration {
    /// How long, from 5 minutes to 14 days.
    pub(crate) timeout_duration: Duration,
}

/// A callout that was made for a request or an assignment, and at which stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct Callout {
    pub(crate) stage: Stage,
    pub(crate) instance: CalloutInstance,
    /// When the wait for the callback ends; null where nothing is waited for, or for ever.
    #[serde(default)]
    pub(crate) timeout_date_time: Option<Timestamp>,
}

impl Callout {
    /// Whether a callback can still come. A receiver may call back before its own answer is here.
    pub(crate) fn waits(&self) -> bool {
        match self.instance.status {
            CalloutStatus::WaitingForCallback => true,
            CalloutStatus::CalloutSent => self.timeout_date_time.is_some(),
            CalloutStatus::CallbackReceived
            | CalloutStatus::CalloutFailed
            | CalloutStatus::CallbackTimedOut => false,
        }
    }
}

/// A customExtensionCalloutInstance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct CalloutInstance {
    pub(crate) id: String,
    pub(crate) custom_extension_id: String,
    pub(crate) external_correlation_id: Option<String>,
    pub(crate) status: CalloutStatus,
    pub(crate) detail: Option<String>,
}

members! {
    /// When in the life of a request or an assignment a custom extension is called.
    Stage = "accessPackageCustomExtensionStage" {
        RequestCreated = "assignmentRequestCreated",
        RequestApproved = "assignmentRequestApproved",
        RequestGranted = "assignmentRequestGranted",
        RequestRemoved = "assignmentRequestRemoved",
        FourteenDaysBeforeExpiration = "assignmentFourteenDaysBeforeExpiration",
        OneDayBeforeExpiration = "assignmentOneDayBeforeExpiration",
    }
}

impl Stage {
    /// Whether it lies in the life of a request; the others lie in that of an assignment, where
    /// nothing waits for a callback.
    pub(crate) fn is_of_requests(self) -> bool {
        match self {
            Self::RequestCreated
            | Self::RequestApproved
            | Self::RequestGranted
            | Self::RequestRemoved => true,
            Self::FourteenDaysBeforeExpiration | Self::OneDayBeforeExpiration => false,
        }
    }
}

members! {
    /// How far a callout has come.
    CalloutStatus = "customExtensionCalloutInstanceStatus" {
        CalloutSent = "calloutSent",
        CallbackReceived = "callbackReceived",
        CalloutFailed = "calloutFailed",
        CallbackTimedOut = "callbackTimedOut",
        WaitingForCallback = "waitingForCallback",
    }
}

//! Interventions: what people and resources do in reality, and the sandbox does when it is told to.

use crate::model::{Decision, DeliveryFault, RequestId, SubjectId};

/// Something that is to happen to a request from outside the API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Intervention {
    /// An approver decides on the present stage.
    Decide {
        request: RequestId,
        decision: Decision,
        /// The approver; none for a decision that no approver stands for.
        by: Option<SubjectId>,
        justification: Option<String>,
    },
    /// The present delivery fails, or else the next one.
    FailDelivery { request: RequestId, how: DeliveryFault },
}

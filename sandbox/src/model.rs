//! The nouns of entitlement management that the sandbox keeps, each with Graph's own member names.
//!
//! They are read from a world file and written to the wire with the same names; what only one of
//! the two needs is left out by the part that writes.

mod answer;
mod approval;
mod assignment;
mod authority;
mod callout_url;
mod custom_extension;
mod duration;
mod guid;
mod package;
mod pattern;
mod policy;
mod question;
mod request;
mod schedule;
mod subject;
mod subject_set;
mod timestamp;

pub(crate) use answer::{Answer, AnswerType, AnsweredQuestion};
pub(crate) use approval::{ApprovalDecision, ApprovalProgress, ApprovalStage, Decision};
pub(crate) use assignment::{Assignment, AssignmentState};
pub(crate) use authority::{Grant, Permission, Role, RoleAssignment};
pub(crate) use callout_url::CalloutUrl;
pub(crate) use custom_extension::{
    Callout, CalloutInstance, CalloutStatus, CustomExtension, Stage, StageSetting,
};
pub(crate) use duration::Duration;
pub(crate) use guid::{
    AssignmentId, CalloutId, ObjectId, PackageId, PolicyId, QuestionId, RequestId, SubjectId,
    is_guid,
};
pub(crate) use package::Package;
pub(crate) use pattern::Pattern;
pub(crate) use policy::{Policy, RequestorSettings};
pub(crate) use question::{Question, QuestionType};
pub(crate) use request::{
    AssignmentRequest, DeliveryFault, Effect, Phase, RequestState, RequestType, Status,
};
pub(crate) use schedule::{Expiration, ExpirationType, Schedule};
pub(crate) use subject::{Subject, SubjectLifecycle, SubjectType};
pub(crate) use subject_set::{SubjectSet, TargetScope};
pub(crate) use timestamp::Timestamp;

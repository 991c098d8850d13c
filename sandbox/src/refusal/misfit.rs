//! Misfits: what a body brings that does not fit in a request of its type.

use thiserror::Error;

use crate::model::{PackageId, PolicyId, QuestionId, QuestionType, RequestType, Timestamp};

/// What does not fit in a request that is to be created.
#[derive(Debug, Error, PartialEq, Eq)]
pub(crate) enum Misfit {
    #[error("a request of the type {0} cannot be created through this API; {remedy}", remedy = remedy(*.0))]
    TypeNotAllowed(RequestType),

    #[error("a request of the type {request_type} needs {member}")]
    MemberMissing { request_type: RequestType, member: &'static str },

    #[error("the policy {policy} does not belong to the access package {package}")]
    PolicyOfOtherPackage { policy: PolicyId, package: PackageId },

    #[error(
        "the access package {package} has {count} policies; name the one to use in \
         assignment.assignmentPolicyId"
    )]
    NoSinglePolicy { package: PackageId, count: usize },

    #[error("the policy {policy} does not ask the question {question}; answer only what it asks")]
    NotAsked { policy: PolicyId, question: QuestionId },

    #[error(
        "schedule.expiration.endDateTime: {end} must lie after the start, which is {start}; a start \
         in the past, or none, is the present"
    )]
    EndsBeforeStart { start: Timestamp, end: Timestamp },

    #[error(
        "the policy {policy} wants a justification; say in justification what the access is for"
    )]
    NoJustification { policy: PolicyId },

    #[error("the question {question} is of the type {type}")]
    QuestionOfOtherType { question: QuestionId, r#type: QuestionType },

    #[error(
        "the policy {policy} requires an answer to the question {question} ({text:?}); send one in \
         answers"
    )]
    Unanswered { policy: PolicyId, question: QuestionId, text: String },

    #[error("the question {0} is answered twice; answer it once")]
    AnsweredTwice(QuestionId),

    #[error(
        "the answer to the question {0} cannot be changed once it is given; leave it out of the update"
    )]
    NotEditable(QuestionId),

    #[error("{value:?} is not a choice of the question {question}; choose one of {choices}")]
    NotAChoice { question: QuestionId, value: String, choices: String },

    #[error("the answer to the question {0} has several lines; write it in one")]
    SeveralLines(QuestionId),

    #[error("the answer {value:?} to the question {question} does not match the pattern {pattern}")]
    NoMatch { question: QuestionId, value: String, pattern: String },
}

fn remedy(refused: RequestType) -> &'static str {
    if refused == RequestType::OnBehalfAdd {
        return "send userAdd and name the other person as the target";
    }
    "send userAdd, userUpdate, userRemove, adminAdd, adminUpdate, adminRemove or approverRemove"
}

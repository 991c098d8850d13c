//! What a caller can ask of the store, and what the store answers. No word of HTTP.

use crate::model::{
    Assignment, AssignmentId, AssignmentRequest, ObjectId, Package, PackageId, Policy, PolicyId,
    QuestionId, QuestionType, RequestId, RequestType, Schedule, Stage, Subject, SubjectId,
    Timestamp,
};

mod listing;

pub(crate) use listing::{Comparison, Filter, Listing, Order, Page, Place};

/// One of the eight operations with everything it needs.
#[derive(Debug)]
pub(crate) enum Command {
    List(Listing),
    ListForCaller(Relation, Listing),
    Create(NewRequest),
    Get(RequestId),
    Delete(RequestId),
    Cancel(RequestId),
    Reprocess(RequestId),
    Resume(RequestId, Callback),
}

/// Who asks, what they may reach, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Occasion {
    pub(crate) caller: SubjectId,
    pub(crate) reach: Reach,
    pub(crate) now: Timestamp,
}

/// How far a caller's permissions reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Everything,
    /// What the caller asked for, was asked for the caller, or waits for the caller's decision.
    OwnRequests,
}

/// What came of a command.
#[derive(Debug)]
pub(crate) enum Outcome<'a> {
    Listed(Page<'a>),
    ListedForCaller(Page<'a>),
    Created(Detail<'a>),
    Got(Detail<'a>),
    Deleted,
    Canceled,
    Reprocessing,
    Resumed,
}

/// A request with the things around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Detail<'a> {
    pub(crate) request: &'a AssignmentRequest,
    pub(crate) package: Option<&'a Package>,
    pub(crate) assignment: Option<Granted<'a>>,
    pub(crate) requestor: Option<&'a Subject>,
}

/// An assignment with the things around it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Granted<'a> {
    pub(crate) assignment: &'a Assignment,
    pub(crate) package: Option<&'a Package>,
    pub(crate) policy: Option<&'a Policy>,
    pub(crate) target: Option<&'a Subject>,
}

/// What makes a request one of the caller's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Relation {
    /// It was requested by the caller or for the caller.
    Target,
    /// The caller created it.
    CreatedBy,
    /// It waits for the caller's decision.
    Approver,
}

/// A request to be created, as it was sent.
#[derive(Debug)]
pub(crate) struct NewRequest {
    pub(crate) request_type: RequestType,
    pub(crate) assignment: AssignmentReference,
    pub(crate) schedule: Option<Schedule>,
    /// None where the request says nothing of answers.
    pub(crate) answers: Option<Vec<NewAnswer>>,
    pub(crate) justification: Option<String>,
}

/// The `assignment` of a request to be created: one that exists, or what to create.
#[derive(Debug, Default)]
pub(crate) struct AssignmentReference {
    pub(crate) id: Option<AssignmentId>,
    pub(crate) package: Option<PackageId>,
    pub(crate) policy: Option<PolicyId>,
    pub(crate) target: Option<TargetReference>,
}

/// How a target is named (D-19): by object id, by subject id, or by e-mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TargetReference {
    Object(ObjectId),
    Subject(SubjectId),
    Email(String),
}

/// An answer as it was sent.
#[derive(Debug)]
pub(crate) struct NewAnswer {
    pub(crate) value: Option<String>,
    pub(crate) display_value: Option<String>,
    pub(crate) question: QuestionId,
    /// What the answer says of the question's type.
    pub(crate) question_type: QuestionType,
}

/// What a custom extension calls back with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Callback {
    pub(crate) stage: Stage,
    pub(crate) instance: String,
    pub(crate) verdict: Verdict,
    pub(crate) detail: Option<String>,
}

/// What a custom extension decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    Continue,
    Deny,
    Cancel,
}

//! What kept access from being delivered in, a sentence and an exit code out.

use assignment_requests::enums::AccessPackageRequestState as State;
use assignment_requests::{GraphError, InvalidSession, WaitError};
use std::env::VarError;
use std::error::Error;
use std::iter::successors;
use std::process::ExitCode;

/// Why there is no access. What the client says of a call has the request-id in it, to quote when asking for help.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error("there is no token in the environment: {variable} {}", defect(.problem))]
    Token { variable: String, problem: VarError },
    #[error(transparent)]
    Session(#[from] InvalidSession),
    #[error("{}{}", with_causes(.0), advice(.0))]
    Graph(GraphError),
    #[error("the service does not say the {0} of the request")]
    Incomplete(&'static str),
    #[error("there is no access: the request is {0}")]
    Ended(State),
    #[error("{}; it goes on without you", with_causes(.0))]
    Unfinished(#[from] WaitError),
}

impl Failure {
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Graph(GraphError::Argument(_)) | Self::Token { .. } | Self::Session(_) => 2,
            Self::Graph(_) | Self::Incomplete(_) | Self::Ended(_) => 1,
            Self::Unfinished(_) => 3,
        }
        .into()
    }
}

impl From<GraphError> for Failure {
    fn from(error: GraphError) -> Self {
        Self::Graph(error)
    }
}

/// Why a variable holds no token. The problem itself would show what it holds.
fn defect(problem: &VarError) -> &'static str {
    match problem {
        VarError::NotPresent => "is not set",
        VarError::NotUnicode(_) => "is no text",
    }
}

fn with_causes(error: &dyn Error) -> String {
    let causes = successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}

/// What you can do about it.
#[expect(clippy::wildcard_enum_match_arm, reason = "the others say it themselves")]
fn advice(error: &GraphError) -> &'static str {
    match error {
        GraphError::Unauthorized(_) => "; get a new token",
        GraphError::Forbidden(_) => "; ask for the permission",
        GraphError::Conflict(_) => "; see whether you have requested it already",
        GraphError::Throttled(_) => "; try later",
        // It may have been heard.
        GraphError::Service(_) | GraphError::Transport(_) => {
            "; see whether it was requested before you try again"
        }
        _ => "",
    }
}

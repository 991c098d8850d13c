//! The exit codes of the program, each with its meaning.

use std::process::ExitCode;

/// How a run of the program ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// The endpoint conforms, or the program did what it was asked.
    Conforms = 0,
    /// The endpoint does not conform.
    DoesNotConform = 1,
    /// Wrong use or configuration.
    WrongUse = 2,
    /// The endpoint could not be reached or judged.
    NotJudged = 3,
    /// A waiver is stale, has expired, or matches nothing.
    WaiverIsStale = 4,
    /// A snapshot needs review.
    SnapshotNeedsReview = 5,
    /// Refused for safety.
    Refused = 6,
    /// Nothing that is required was run.
    NothingRun = 7,
    /// Interrupted; what was judged until then is reported.
    Interrupted = 130,
}

/// The table shown by `--help`.
pub const HELP: &str = "\
Exit codes:
    0  the endpoint conforms
    1  the endpoint does not conform
    2  wrong use or configuration
    3  the endpoint could not be reached or judged
    4  a waiver is stale, has expired, or matches nothing
    5  a snapshot needs review
    6  refused for safety
    7  nothing that is required was run
  130  interrupted; what was judged until then is reported";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

impl crate::error::Error {
    /// The exit code that an error ends the program with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Unreachable { .. } | Self::Sandbox(_) | Self::SelfTest(_) | Self::Runtime(_) => {
                Exit::NotJudged
            }
            Self::Contract { .. }
            | Self::Bundle(_)
            | Self::File { .. }
            | Self::Bindings { .. }
            | Self::Snapshot { .. }
            | Self::Requirements { .. }
            | Self::SigningKeys { .. }
            | Self::World { .. }
            | Self::Data(_)
            | Self::Usage(_) => Exit::WrongUse,
        }
    }
}

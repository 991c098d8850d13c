//! The report of a run before in, what came of each case in it and whether to run it again out.

use super::{CaseReport, Ended, Hindrance, Report};
use crate::contract::Contract;
use crate::error::Error;
use crate::plan::Planned;
use crate::verdict::Verdict;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// It held.
    Passed,
    /// It did not.
    Failed,
    /// It did not, and need not have.
    Waived,
    /// It was not run.
    Skipped,
    /// It could not be judged.
    Error,
}

impl From<&Verdict> for Ending {
    fn from(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Passed => Self::Passed,
            Verdict::Failed => Self::Failed,
            Verdict::Waived(_) => Self::Waived,
            Verdict::Skipped(_) => Self::Skipped,
            Verdict::Error(_) => Self::Error,
        }
    }
}

impl std::fmt::Display for Ending {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Waived => "waived",
            Self::Skipped => "skipped",
            Self::Error => "could not be judged",
        })
    }
}

/// What came of the cases of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Before {
    path: PathBuf,
    /// What was judged; none where it was the sandbox that the program started for itself.
    endpoint: Option<String>,
    endings: BTreeMap<String, Ending>,
    /// The ids of what was planned and not come to, where the run was cut off.
    missed: BTreeSet<String>,
    /// What kept the run from its end, where its cases do not tell.
    hindrances: Vec<Hindrance>,
}

impl Before {
    /// From a report in JSON.
    ///
    /// # Errors
    /// [`Error::Report`] where it is none, one of another contract, or one of a run that cannot be gone on with; [`Error::File`] where it cannot
    /// be read.
    pub(crate) fn read(path: &Path, contract: &Contract) -> Result<Self, Error> {
        let report = Report::read(path)?;
        if report.contract.sha256 != contract.hash {
            let (theirs, ours) = (&report.contract, contract);
            return Err(Error::Report {
                path: path.to_owned(),
                problem: format!(
                    "it is of another contract: {} {} (SHA-256 {:.12}), not {} {} ({:.12}); run everything again, or give the same --contract",
                    theirs.title,
                    theirs.version,
                    theirs.sha256,
                    ours.title,
                    ours.version,
                    ours.hash
                ),
            });
        }
        let ending = |case: &CaseReport| (case.id.clone(), Ending::from(&case.verdict));
        let endings: BTreeMap<String, Ending> = report.cases.iter().map(ending).collect();
        let mut missed: BTreeSet<String> = match (report.ended, report.planned) {
            (Ended::Whole | Ended::Interrupted, _) => BTreeSet::new(),
            (Ended::Unfinished, Some(planned)) => planned.into_iter().collect(),
            (Ended::Unfinished, None) => {
                let problem = "the run was cut off, and the report does not tell what it had to judge; run it again".to_owned();
                return Err(Error::Report { path: path.to_owned(), problem });
            }
        };
        missed.retain(|id| !endings.contains_key(id));
        let endpoint = (!report.is_own_sandbox).then_some(report.endpoint);
        let (path, hindrances) = (path.to_owned(), report.hindrances);
        Ok(Self { path, endpoint, endings, missed, hindrances })
    }

    /// Makes sure that a server is not called mended because another was judged: what a server had failed is not run again on a sandbox of our
    /// own, nor the other way round. A server that has moved is another URL.
    ///
    /// # Errors
    /// [`Error::Report`] where one is, with what to add or leave out.
    pub(crate) fn require_place(&self, url: Option<&str>) -> Result<(), Error> {
        let wrong = |problem| Err(Error::Report { path: self.path.clone(), problem });
        match (&self.endpoint, url) {
            (Some(judged), None) => wrong(format!(
                "it is of {judged}, and without an endpoint the sandbox is judged; add --endpoint {judged}"
            )),
            (None, Some(url)) => wrong(format!(
                "it is of the sandbox, and {url} is to be judged; leave out the endpoint, or run everything there"
            )),
            (Some(_), Some(_)) | (None, None) => Ok(()),
        }
    }

    /// Makes sure that everything that did not pass can be run again.
    ///
    /// # Errors
    /// [`Error::Report`] where a case is not there any more.
    pub(crate) fn require_known(&self, all: &[Planned<'_>]) -> Result<(), Error> {
        let is_gone = |id: &&String| self.is_open(id) && !all.iter().any(|one| one.id() == *id);
        self.endings.keys().chain(&self.missed).find(is_gone).map_or(Ok(()), |id| {
            Err(Error::Report {
                path: self.path.clone(),
                problem: format!("there is no case {id} any more; run everything again"),
            })
        })
    }

    /// Whether a case did not pass, or was not come to.
    pub(crate) fn is_open(&self, id: &str) -> bool {
        self.endings
            .get(id)
            .map_or_else(|| self.missed.contains(id), |ending| *ending != Ending::Passed)
    }

    /// Whether anything did not pass, or was not come to.
    fn has_open(&self) -> bool {
        !self.missed.is_empty() || self.endings.values().any(|ending| *ending != Ending::Passed)
    }

    /// How a case ended, where it did.
    pub(crate) fn ending(&self, id: &str) -> Option<Ending> {
        self.endings.get(id).copied()
    }

    /// Whether everything passed, and nothing kept the run from its end.
    pub(crate) fn had_all_passed(&self) -> bool {
        !self.has_open() && self.hindrances.is_empty()
    }

    /// Why nothing is run again, as a sentence; none where something is.
    pub(crate) fn why_nothing_is_run_again(&self) -> Option<String> {
        let hindrances = self.hindrances.iter().map(|one| format!(", but {}", one.sentence()));
        let but: String = hindrances.collect();
        let path = self.path.display();
        (!self.has_open())
            .then(|| format!("everything in {path} passed{but}: nothing is run again"))
    }
}

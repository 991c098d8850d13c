//! Entries of a ledger in, what was made by them undone, or why it is left, out.

use crate::clock;
use crate::error::Error;
use crate::judge::Judge;
use crate::ledger::{Entry, Fate, UNDOING};
use crate::prepare::segment;
use crate::probe::{Call, Probe, Step, Stop};
use crate::rules::{self, Listed};
use std::collections::BTreeSet;
use std::time::Duration;
use url::Url;

/// What has become of something that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Undoing {
    /// There is nothing of it any more that could be undone; how that is, in words.
    Done(String),
    /// It is left; why, in words.
    Left(String),
}

/// What came of a request without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// What has this id.
    Found(String),
    /// Nothing.
    NotMade,
    /// One of these, or none.
    Among(Vec<String>),
}

/// So long is waited for each, where there is as much patience.
const FAIR: Duration = Duration::from_mins(1);

impl Undoing {
    pub(crate) fn done(how: impl Into<String>) -> Self {
        Self::Done(how.into())
    }
}

impl Lost {
    pub(crate) fn found(id: Option<&str>) -> Self {
        id.map_or(Self::Among(Vec::new()), |id| Self::Found(id.to_owned()))
    }

    pub(crate) fn among<'a>(ids: impl Iterator<Item = &'a str>) -> Self {
        Self::Among(ids.map(ToOwned::to_owned).collect())
    }
}

impl Judge {
    /// Undoes what these entries made, the last first, and tells of each with the id of what it made, where there is one. Before each, `admit`
    /// gives the tokens that are good then. Patience is for all of them together, for what was made at the same time comes to its end at the
    /// same time; but each has [`FAIR`] of it at least, for what takes access back has an end of its own to come to. After twice the patience
    /// nothing is waited for any more: each is tried once, and what has not come to its end is left.
    ///
    /// # Errors
    /// [`Error::Unreachable`], [`Error::Interrupted`] and those of `admit`, with which the rest is left, and [`Error::File`] where the ledger
    /// cannot be written.
    pub(crate) async fn undo_all(
        &mut self,
        entries: &[Entry],
        admit: impl AsyncFn(&mut Self) -> Result<(), Error>,
        mut tell: impl FnMut(&Entry, Option<&str>, &Undoing),
    ) -> Result<(), Error> {
        let lost: Vec<Entry> =
            entries.iter().filter(|entry| entry.fate == Fate::Unknown).cloned().collect();
        let listed = self.listed(&lost).await?;
        let mut known = self.guard.ledger.ids();
        let (started, patience) = (clock::start(), self.time.patience);
        for entry in entries.iter().rev() {
            admit(self).await?;
            self.time.patience = share(patience, started.elapsed());
            let (id, outcome) = match &entry.fate {
                Fate::Nothing | Fate::Undone => continue,
                Fate::Made(id) => (Some(id.clone()), self.undo(entry, id).await?),
                Fate::Unknown => self.undo_lost(entry, &listed, &mut known).await?,
            };
            if self.guard.interrupt.has_come() && matches!(outcome, Undoing::Left(_)) {
                return Err(Error::Interrupted);
            }
            tell(entry, id.as_deref(), &outcome);
        }
        Ok(())
    }

    /// Undoes what an entry made, and takes that down.
    ///
    /// # Errors
    /// As [`Judge::undo_all`].
    pub(crate) async fn undo(&self, entry: &Entry, id: &str) -> Result<Undoing, Error> {
        let mut probe = Probe::new(self, UNDOING);
        let path = below(self, &entry.sent.url).unwrap_or_default();
        let undone = if rules::is_of_requests(&path) {
            rules::undo(&mut probe, id).await
        } else {
            delete(&mut probe, &format!("{path}/{}", segment(id))).await
        };
        let outcome = outcome(undone)?;
        if let Undoing::Done(how) = &outcome {
            self.guard.ledger.undone(&entry.name, how)?;
        }
        Ok(outcome)
    }

    /// What is found for an entry is undone, and taken to be of no other.
    async fn undo_lost(
        &self,
        entry: &Entry,
        listed: &Result<Listed, Undoing>,
        known: &mut BTreeSet<String>,
    ) -> Result<(Option<String>, Undoing), Error> {
        let is_looked_for =
            below(self, &entry.sent.url).is_some_and(|path| rules::is_of_requests(&path));
        let listed = match listed {
            Ok(listed) if is_looked_for => listed,
            Ok(_) => {
                return Ok((None, Undoing::Left("no answer told whether it was made".to_owned())));
            }
            Err(left) => return Ok((None, left.clone())),
        };
        match listed.find(entry, known) {
            Lost::Found(id) => {
                known.insert(id.clone());
                let outcome = self.undo(entry, &id).await?;
                Ok((Some(id), outcome))
            }
            Lost::NotMade => {
                let how = "was not made";
                self.guard.ledger.undone(&entry.name, how)?;
                Ok((None, Undoing::done(how)))
            }
            Lost::Among(ids) => {
                let ids = ids.join(", ");
                Ok((
                    None,
                    Undoing::Left(format!("got no answer, and may be one of these or none: {ids}")),
                ))
            }
        }
    }

    /// What may have come of entries without an answer, or why that cannot be found out.
    async fn listed(&self, lost: &[Entry]) -> Result<Result<Listed, Undoing>, Error> {
        let mut probe = Probe::new(self, UNDOING);
        let lost: Vec<Entry> = lost
            .iter()
            .filter(|entry| {
                below(self, &entry.sent.url).is_some_and(|path| rules::is_of_requests(&path))
            })
            .cloned()
            .collect();
        if lost.is_empty() {
            return Ok(Ok(Listed::default()));
        }
        match Listed::since(&mut probe, &lost).await {
            Ok(listed) => Ok(Ok(listed)),
            Err(stop) => match outcome(Err(stop))? {
                Undoing::Left(why) | Undoing::Done(why) => Ok(Err(Undoing::Left(format!(
                    "got no answer, and the list cannot be read: {why}"
                )))),
            },
        }
    }
}

/// What of the patience is left after so long, and at least a fair share, until twice the patience is at its end: a job in CI has an end, too.
fn share(patience: Duration, elapsed: Duration) -> Duration {
    let fair = FAIR.min(patience).min(patience.saturating_mul(2).saturating_sub(elapsed));
    patience.saturating_sub(elapsed).max(fair)
}

/// Of another API it is known that what was made by a URL is deleted by the URL and its id, where the contract has that.
async fn delete(probe: &mut Probe<'_>, path: &str) -> Step<Undoing> {
    if probe.judge().contract.operation_at("DELETE", path).is_none() {
        return Ok(Undoing::Left("the contract has no DELETE for it".to_owned()));
    }
    let reply = probe.send(Call::new("DELETE", path)).await?;
    match reply.status() {
        200..=299 => Ok(Undoing::done("deleted")),
        404 | 410 => Ok(Undoing::done("is not there")),
        status => Ok(Undoing::Left(format!("DELETE was answered with status {status}"))),
    }
}

/// The path below the endpoint's URL; none where it is elsewhere.
fn below(judge: &Judge, url: &str) -> Option<String> {
    judge.endpoint.below(&Url::parse(url).ok()?).map(ToOwned::to_owned)
}

/// What cannot be undone for what the endpoint did is left; what keeps us from working ends the undoing.
fn outcome(undone: Step<Undoing>) -> Result<Undoing, Error> {
    match undone {
        Ok(outcome) => Ok(outcome),
        Err(Stop::Mismatch(mismatch)) => {
            Ok(Undoing::Left(format!("expected {}, got {}", mismatch.expected, mismatch.actual)))
        }
        Err(Stop::Told) => Ok(Undoing::Left("no whole answer came".to_owned())),
        Err(Stop::Missing(what)) => Ok(Undoing::Left(what)),
        Err(Stop::Error(error))
            if matches!(*error, Error::Unreachable { .. } | Error::File { .. }) =>
        {
            Err(*error)
        }
        Err(Stop::Error(error)) => Ok(Undoing::Left(error.chain())),
    }
}

#[cfg(test)]
mod tests {
    use super::share;
    use std::time::Duration;

    #[test]
    fn the_last_is_waited_for_as_well() {
        for (patience, elapsed, expected) in [
            (180, 0, 180),
            (180, 100, 80),
            (180, 170, 60),
            (180, 330, 30),
            (180, 400, 0),
            (5, 4, 5),
        ] {
            let seconds = Duration::from_secs;
            let share = share(seconds(patience), seconds(elapsed));
            assert_eq!(share, seconds(expected), "{patience} {elapsed}");
        }
    }
}

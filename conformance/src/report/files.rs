//! The reports of a run: files that are whole at every moment, and what goes to standard output in the end.

use super::{Destination, Format, Report};
use crate::clock;
use crate::environment;
use crate::error::Error;
use crate::files;
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::thread::{self, ScopedJoinHandle};
use std::time::{Duration, Instant};

/// How often the files are written anew while a run goes on, at most.
const PERIOD: Duration = Duration::from_secs(1);

/// Of the time of a run, so small a part goes into writing unfinished reports.
const SHARE: u32 = 20;

/// The variable that names the file for the summary of a step of GitHub Actions.
const SUMMARY: &str = "GITHUB_STEP_SUMMARY";

/// Where the reports of a run go.
#[derive(Clone, Debug)]
pub(crate) struct ReportFiles {
    destinations: Vec<Destination>,
    /// The summary of a step of GitHub Actions, where annotations are asked for there.
    summary: Option<PathBuf>,
    /// When unfinished reports are written next.
    due: Instant,
}

impl ReportFiles {
    /// The reports that are asked for; text on standard output where none is.
    ///
    /// # Errors
    /// Where two go to one place, or a file cannot be written: both are told before the run.
    pub(crate) fn open(asked: &[Destination]) -> Result<Self, Error> {
        let mut places: Vec<PathBuf> = Vec::new();
        for path in asked.iter().filter_map(|destination| destination.path.as_deref()) {
            let place = files::writable(path)?;
            if places.contains(&place) {
                let place = place.display();
                let problem = format!("two reports into {place}; give each a file of its own");
                return Err(Error::Usage(problem));
            }
            places.push(place);
        }
        require_one_form(asked)?;
        let mut destinations = asked.to_vec();
        if asked.is_empty() {
            destinations.push(Destination { format: Format::Text, path: None });
        }
        let is_annotated = asked.iter().any(|destination| destination.format == Format::Github);
        let summary = is_annotated.then(|| environment::optional(SUMMARY)).flatten();
        let summary = summary.as_deref().map(Path::new).map(files::writable).transpose()?;
        Ok(Self { destinations, summary, due: clock::start() })
    }

    /// The same for a program that tells everything else on standard output as it goes.
    ///
    /// # Errors
    /// Where a report has no file, two go to one place, or a file cannot be written.
    pub(crate) fn open_beside_output(asked: &[Destination]) -> Result<Self, Error> {
        if let Some(destination) = asked.iter().find(|destination| destination.path.is_none()) {
            let name = String::from(destination.clone());
            return Err(Error::Usage(format!(
                "standard output shows what is found as it comes; give the report a file, as in `--report {name}=report.{name}`"
            )));
        }
        let mut files = Self::open(asked)?;
        files.destinations.retain(|destination| destination.path.is_some());
        Ok(files)
    }

    /// No report goes anywhere.
    pub(crate) fn none() -> Self {
        Self { destinations: Vec::new(), summary: None, due: clock::start() }
    }

    /// Whether it is time to write unfinished reports.
    pub(crate) fn are_due(&self) -> bool {
        clock::start() >= self.due
    }

    /// Writes the files anew: whoever kills the program finds whole files of what was judged until then.
    pub(crate) fn write_unfinished(&mut self, report: &Report) {
        let begun = clock::start();
        for (format, path) in self.files().filter(|(_, path)| !files::is_stream(path)) {
            // A disk that is full now may not be in the end; what cannot be written then is told.
            let _ = files::write(path, &format.render(report));
        }
        self.due = begun + PERIOD.max(begun.elapsed() * SHARE);
    }

    /// Writes the files for the last time, and appends to the summary of the step.
    ///
    /// # Errors
    /// [`Error::File`] where one cannot be written.
    pub(crate) fn finish(&self, report: &Report) -> Result<(), Error> {
        // Each is as long as the run has exchanges, and none needs another.
        thread::scope(|scope| {
            let write = |(format, path): (Format, _)| files::write(path, &format.render(report));
            let writing: Vec<_> =
                self.files().map(|file| scope.spawn(move || write(file))).collect();
            let mut written = writing.into_iter().map(ScopedJoinHandle::join);
            written.try_for_each(|written| written.unwrap_or_else(|panic| resume_unwind(panic)))
        })?;
        match &self.summary {
            Some(summary) => files::append(summary, &Format::GithubSummary.render(report)),
            None => Ok(()),
        }
    }

    /// The forms in which the report goes to standard output.
    pub(crate) fn shown(&self) -> Vec<Format> {
        let shown = self.destinations.iter().filter(|destination| destination.path.is_none());
        shown.map(|destination| destination.format).collect()
    }

    fn files(&self) -> impl Iterator<Item = (Format, &Path)> {
        self.destinations
            .iter()
            .filter_map(|destination| Some((destination.format, destination.path.as_deref()?)))
    }
}

/// Standard output is read as one form. Annotations alone may stand among the lines of the text: the runner takes them out of a log.
fn require_one_form(asked: &[Destination]) -> Result<(), Error> {
    let shown = asked.iter().filter(|destination| destination.path.is_none());
    let shown: Vec<Format> = shown.map(|destination| destination.format).collect();
    match shown.as_slice() {
        [] | [_] | [Format::Text, Format::Github] | [Format::Github, Format::Text] => Ok(()),
        _ => Err(Error::Usage(
            "two reports on standard output, where only text and github go together; give all but one a file, as in `--report json=report.json`".to_owned(),
        )),
    }
}

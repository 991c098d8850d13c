//! A reviewed shape as a file of insta's own format: a head between two lines `---`, and the shapes in JSON.

use super::ShapeState;
use super::comparison::between;
use super::difference::Difference;
use super::observed::Shapes;
use crate::error::Error;
use crate::files;
use crate::verdict::Verdict;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What a head says of a case that failed, for whoever reviews its shape.
const FAILED: &str = "info:\n  verdict: failed\n";

/// What is kept of a case.
#[derive(Debug)]
pub(super) struct Stored {
    /// Id and sentence of the case, where they are known.
    head: String,
    shapes: Shapes,
}

impl Stored {
    /// The shapes of a case that has this id and sentence, and ended so.
    pub(super) fn new((id, sentence): (&str, &str), verdict: &Verdict, shapes: Shapes) -> Self {
        // A string of JSON is one of YAML as well.
        let (id, sentence) = (json!(id), json!(sentence));
        let info = if *verdict == Verdict::Failed { FAILED } else { "" };
        Self {
            head: format!("source: conformance\ndescription: {sentence}\nexpression: {id}\n{info}"),
            shapes,
        }
    }

    /// Reads a file, whoever wrote it: this program or insta.
    ///
    /// # Errors
    /// [`Error::File`] where it cannot be read, [`Error::Snapshot`] where it is none.
    pub(super) fn read(file: &Path) -> Result<Self, Error> {
        let text = files::read(file)?.replace("\r\n", "\n");
        let wrong = |line: usize, problem: String| Error::Snapshot {
            path: file.to_owned(),
            line,
            problem: format!("{problem}; delete the file to have its shape reviewed anew"),
        };
        let parts = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
        let (head, body) = parts.ok_or_else(|| wrong(1, "no head between two lines ---".into()))?;
        let before = head.lines().count() + 2;
        let shapes = serde_json::from_str(body)
            .map_err(|error| wrong(before + error.line(), format!("no shapes: {error}")))?;
        Ok(Self { head: format!("{head}\n"), shapes })
    }

    pub(super) fn shapes(&self) -> &Shapes {
        &self.shapes
    }

    fn text(&self) -> String {
        format!("---\n{}---\n{:#}\n", self.head, Value::Object(self.shapes.clone()))
    }
}

/// Writes a shape that needs review beside the reviewed one; of one that does not, whatever was to be reviewed before is gone.
pub(super) fn settle(file: &Path, fresh: &Stored, state: ShapeState) -> Result<(), Error> {
    let beside = beside(file);
    match state {
        ShapeState::Same => files::remove(&beside),
        ShapeState::New | ShapeState::Changed => files::write_below(&beside, &fresh.text()),
    }
}

/// The file that waits for review beside a reviewed one.
fn beside(file: &Path) -> PathBuf {
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    beside.into()
}

/// A shape that waits for review.
#[derive(Debug)]
pub(crate) struct Pending {
    /// The reviewed file; it may not be there yet.
    pub(crate) file: PathBuf,
    /// What is not as it was; none where nothing was reviewed yet.
    pub(crate) differences: Option<Vec<Difference>>,
    /// Whether the case failed: its shape is hardly what is wanted.
    pub(crate) has_failed: bool,
}

/// Everything that waits for review in a folder, in the order of the files' names.
///
/// # Errors
/// [`Error::File`] where the folder or a file cannot be read, [`Error::Snapshot`] where one is no snapshot.
pub(crate) fn pending(folder: &Path) -> Result<Vec<Pending>, Error> {
    let waiting = files::below(folder, "new")?;
    let snapshots = waiting.iter().filter(|file| file.to_string_lossy().ends_with(".snap.new"));
    let pending = snapshots.map(|waiting| {
        let file = waiting.with_extension("");
        let fresh = Stored::read(waiting)?;
        let reviewed = files::exists(&file).then(|| Stored::read(&file)).transpose()?;
        let differences = reviewed.map(|reviewed| between(&reviewed.shapes, &fresh.shapes));
        let has_failed = fresh.head.contains(FAILED);
        Ok(Pending { file, differences, has_failed })
    });
    pending.collect()
}

/// Makes what waits for review the reviewed shape.
///
/// # Errors
/// [`Error::File`] where the file cannot be moved.
pub(crate) fn accept(pending: &Pending) -> Result<(), Error> {
    files::rename(&beside(&pending.file), &pending.file)
}

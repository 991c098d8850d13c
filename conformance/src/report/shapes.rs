//! The shapes that need review, told at the end of the text report.

use super::one_line::one_line;
use super::{CaseReport, Report};
use crate::snapshots::{ShapeReport, ShapeState, SnapshotsReport, lines};
use std::fmt::{Result, Write};

impl Report {
    /// Each case whose shape is not the one that was reviewed, and each reviewed file of no case; with what is so.
    pub(super) fn shapes_to_review(&self) -> impl Iterator<Item = (&str, &'static str)> {
        let of_cases = self.cases.iter().filter_map(|case| {
            let shape = case.shape.as_ref().filter(|shape| shape.needs_review())?;
            let told = match shape.state {
                ShapeState::Same => "as reviewed",
                ShapeState::New => "new",
                ShapeState::Changed => "changed",
            };
            Some((case.id.as_str(), told))
        });
        let left_over = self.snapshots.iter().flat_map(|kept| &kept.left_over);
        of_cases.chain(left_over.map(|file| (file.as_str(), "of no case that there is")))
    }
}

pub(super) fn write(text: &mut String, report: &Report) -> Result {
    let Some(snapshots) = &report.snapshots else { return Ok(()) };
    let held: Vec<(&CaseReport, &ShapeReport)> =
        report.cases.iter().filter_map(|case| Some((case, case.shape.as_ref()?))).collect();
    let count = |state| held.iter().filter(|(_, shape)| shape.state == state).count();
    let (same, new, changed) =
        (count(ShapeState::Same), count(ShapeState::New), count(ShapeState::Changed));
    let folder = one_line(&snapshots.folder);
    writeln!(text, "shapes in {folder}: {same} as reviewed, {changed} changed, {new} new")?;
    for (case, shape) in held.iter().filter(|(_, shape)| shape.state == ShapeState::Changed) {
        writeln!(text, "  {}  {}", one_line(&case.id), one_line(&shape.file))?;
        lines(&shape.differences, "      ").iter().try_for_each(|line| writeln!(text, "{line}"))?;
    }
    for file in &snapshots.left_over {
        writeln!(text, "  {}  is of no case that there is; delete it", one_line(file))?;
    }
    if new + changed > 0 {
        write_remedy(text, snapshots, &folder)?;
    }
    writeln!(text)
}

fn write_remedy(text: &mut String, snapshots: &SnapshotsReport, folder: &str) -> Result {
    if snapshots.are_written {
        writeln!(
            text,
            "accept them with `conformance accept {folder}`, or look at each with `cargo insta review`"
        )
    } else {
        writeln!(text, "nothing was written, for CI is set; run it where you can review")
    }
}

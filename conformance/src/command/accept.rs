//! `conformance accept`: the shapes that wait for review in a folder in, what became the reviewed ones out.

use crate::error::Error;
use crate::files;
use crate::report::one_line;
use crate::snapshots::{self, Pending, lines};
use std::fmt::Write;
use std::path::Path;
use wildmatch::WildMatch;

pub(super) fn text(folder: &Path, only: &[String]) -> Result<String, Error> {
    if !files::is_folder(folder) {
        let problem = format!(
            "{}: there is no such folder; `run --snapshots DIR` makes one",
            folder.display()
        );
        return Err(Error::Usage(problem));
    }
    let waiting = snapshots::pending(folder)?;
    let named: Vec<(String, &Pending)> =
        waiting.iter().map(|pending| (id(folder, pending), pending)).collect();
    let selected = selected(&named, only)?;
    let mut text = String::new();
    for (id, pending) in &selected {
        snapshots::accept(pending)?;
        // Writing to a String cannot fail.
        let _ = write_accepted(&mut text, id, pending);
    }
    let _ = write_count(&mut text, &selected);
    Ok(text)
}

/// The id of the case, as the path below the folder shows it.
fn id(folder: &Path, pending: &Pending) -> String {
    let below = pending.file.strip_prefix(folder).unwrap_or(&pending.file).with_extension("");
    below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

fn selected<'a>(
    named: &'a [(String, &'a Pending)],
    only: &[String],
) -> Result<Vec<&'a (String, &'a Pending)>, Error> {
    let matches = |pattern: &str, id: &str| WildMatch::new(pattern).matches(id);
    let idle = only.iter().find(|pattern| !named.iter().any(|(id, _)| matches(pattern, id)));
    if let Some(pattern) = idle {
        return Err(Error::Usage(format!("{pattern:?} matches nothing that waits for review")));
    }
    let is_selected = |id: &str| only.is_empty() || only.iter().any(|pattern| matches(pattern, id));
    Ok(named.iter().filter(|(id, _)| is_selected(id)).collect())
}

fn write_accepted(text: &mut String, id: &str, pending: &Pending) -> std::fmt::Result {
    let failed = if pending.has_failed { "  of a case that failed" } else { "" };
    let Some(differences) = &pending.differences else {
        return writeln!(text, "{}  new{failed}", one_line(id));
    };
    writeln!(text, "{}{failed}", one_line(id))?;
    lines(differences, "  ").iter().try_for_each(|line| writeln!(text, "{line}"))
}

/// What was a failure when it was seen is the shape that is held against from now on; whoever did not mean that is told.
fn write_count(text: &mut String, selected: &[&(String, &Pending)]) -> std::fmt::Result {
    let failed = selected.iter().filter(|(_, pending)| pending.has_failed).count();
    match (selected.len(), failed) {
        (0, _) => writeln!(text, "nothing waits for review: 0 accepted"),
        (all, 0) => writeln!(text, "{all} accepted"),
        (all, failed) => {
            writeln!(
                text,
                "{all} accepted, {failed} of them of cases that failed: delete the file of one that is not wanted"
            )
        }
    }
}

//! What a run made and did not undo in, undone out; what is left of it is told.

use super::ground::Ground;
use crate::error::Error;
use crate::exit::Exit;
use crate::interrupt::Interrupt;
use crate::judge::Judge;
use crate::ledger::Entry;
use crate::report::{Hindered, Hindrance};
use crate::undo::Undoing;
use std::io::Write;
use tokio::runtime::Builder;

/// Undoes what is open at an endpoint that goes on. Whoever interrupts this as well finds it in the ledger. What is left is told on standard
/// error; what kept the undoing from its end, where something did.
pub(super) fn undo_rest(ground: &Ground<'_>) -> Option<Hindrance> {
    let open = ground.guard.ledger.open();
    if !open.is_empty() && ground.url.is_some() {
        // A delivery is waited for, and what takes access back: nobody should think that nothing happens.
        let _ = writeln!(std::io::stderr(), "undoing what was made and is left: {}", open.len());
    }
    let mut left = Vec::new();
    // The run was interrupted, not the undoing.
    let undone = undo(ground, &Interrupt::default(), &open, |entry, id, outcome| {
        if let Undoing::Left(why) = outcome {
            let id = id.map(|id| format!(" {id}")).unwrap_or_default();
            left.push(format!("left by {}:{id} {why}", entry.sent.case));
        }
    });
    let error = undone.err();
    // Whatever it was, it must not cost the report.
    left.extend(error.iter().map(|error| format!("what was made is left: {}", error.chain())));
    if !left.is_empty() {
        say(ground, &left);
    }
    error.map(|error| {
        let is_refused = matches!(error, Error::Refused(_));
        let exit = if is_refused { Exit::Refused } else { Exit::NotJudged };
        Hindrance { of: Hindered::Undoing, because: error.chain(), exit }
    })
}

/// Undoes entries of a ledger, unless it is interrupted, and tells what came of each.
///
/// # Errors
/// Where the endpoint cannot be reached or used at all, nobody can call it any more, or the ledger cannot be written.
pub(crate) fn undo(
    ground: &Ground<'_>,
    interrupt: &Interrupt,
    entries: &[Entry],
    tell: impl FnMut(&Entry, Option<&str>, &Undoing),
) -> Result<(), Error> {
    if entries.is_empty() || ground.url.is_none() {
        return Ok(());
    }
    let runtime = Builder::new_current_thread().enable_all().build().map_err(Error::Runtime)?;
    let admit = async |judge: &mut Judge| interrupt.or(ground.callers.admit(judge)).await;
    runtime.block_on(async {
        let mut judge = ground.equipment(interrupt).await?.judge;
        judge.undo_all(entries, admit, tell).await
    })
}

/// Whoever does not read it is not kept from the report.
fn say(ground: &Ground<'_>, left: &[String]) {
    let mut log = std::io::stderr().lock();
    for line in left {
        let _ = writeln!(log, "{line}");
    }
    if let Some(path) = ground.settings.safety.ledger(ground.guard.permitted) {
        let ledger = path.display();
        let _ =
            writeln!(log, "`conformance clean --ledger {ledger}` undoes what can be undone later");
    }
}

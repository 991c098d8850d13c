//! A request that was made at an endpoint that goes on in, undone out: cancelled while it can be, access that came of it taken back.

use super::calls::{self, REQUESTS};
use crate::judge::Judge;
use crate::ledger::Fate;
use crate::probe::{Probe, Reply, Step};
use crate::undo::Undoing;
use serde_json::{Value, json};

/// So often something that is not there is looked at again, after a second, two and so on: a service may show it late.
const LOOKS: usize = 2;
/// The same of the assignment of a delivered request: it may be seen later than that, or have ended.
const LOOKS_AT_ASSIGNMENT: usize = 5;

impl Judge {
    /// Undoes what a case made, as far as the API lets it be undone. What is left, or what nobody knows of, is for the end of the run.
    pub(super) async fn clean_up(&self, case: &str) {
        let entries = self.guard.ledger.open();
        // What was made last may rest on what was made first.
        for entry in entries.iter().rev().filter(|entry| entry.sent.case == case) {
            if let Fate::Made(id) = &entry.fate {
                // One that cannot be undone must not keep the others.
                let _ = self.undo(entry, id).await;
            }
        }
    }
}

/// Whether what is made at a path is a request, which is undone as is said here.
pub(crate) fn is_of_requests(path: &str) -> bool {
    path.to_ascii_lowercase().ends_with(&REQUESTS.to_ascii_lowercase())
}

/// Undoes a request.
///
/// # Errors
/// Where the endpoint does something that a server must not, or cannot be reached.
pub(crate) async fn undo(probe: &mut Probe<'_>, id: &str) -> Step<Undoing> {
    let pauses: Vec<_> = probe.judge().time.pauses().take(LOOKS).collect();
    for pause in pauses.into_iter().map(Some).chain([None]) {
        let cancelled = probe.send(calls::cancel(id)).await?;
        if cancelled.is_success() {
            return Ok(Undoing::done("canceled"));
        }
        let reply = probe.send(calls::get(id)).await?;
        match pause {
            Some(pause) if reply.status() == 404 => probe.wait(pause).await?,
            None if reply.status() == 404 => return Ok(Undoing::done("is not there")),
            _ if !reply.is_success() => return Ok(left(&reply)),
            _ => break,
        }
    }
    let reply = probe.final_state(id).await?;
    let (state, kind) = (reply.at("/state").text()?, reply.at("/requestType").text()?);
    let gave = ["delivered", "partiallyDelivered"].contains(&state);
    if gave && kind.to_ascii_lowercase().ends_with("add") {
        return take_back(probe, id).await;
    }
    // A removal has nothing left to take back, and what was denied never gave anything.
    Ok(Undoing::done(format!("is {state}, and nothing to take back ({kind})")))
}

async fn take_back(probe: &mut Probe<'_>, id: &str) -> Step<Undoing> {
    let expanded = calls::get(id).query("$expand=assignment");
    let mut reply = probe.send(expanded.clone()).await?;
    let pauses: Vec<_> = probe.judge().time.pauses().take(LOOKS_AT_ASSIGNMENT).collect();
    for pause in pauses {
        if reply.at("/assignment/id").is_present().is_ok() {
            break;
        }
        probe.wait(pause).await?;
        reply = probe.send(expanded.clone()).await?;
    }
    if !reply.is_success() {
        return Ok(left(&reply));
    }
    let has_ended = reply.at("/assignment").is_absent().is_ok()
        || reply.at("/assignment/state").is("expired").is_ok();
    if has_ended {
        return Ok(Undoing::done("its access has ended"));
    }
    let assignment = reply.at("/assignment/id").guid()?;
    let body = json!({ "requestType": "adminRemove", "assignment": { "id": assignment } });
    let removal = probe.send(calls::create(&body)).await?;
    if !removal.is_success() {
        return Ok(left(&removal));
    }
    let ended = probe.final_state(removal.at("/id").guid()?).await?;
    match ended.json()["state"].as_str() {
        Some("delivered") => Ok(Undoing::done("its access was taken back")),
        state => Ok(Undoing::Left(format!("its removal is {}", state.unwrap_or_default()))),
    }
}

fn left(reply: &Reply) -> Undoing {
    let code = reply.json().pointer("/error/code").and_then(Value::as_str).unwrap_or_default();
    Undoing::Left(format!("status {} {code}", reply.status()).trim_end().to_owned())
}

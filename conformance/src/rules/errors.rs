//! Errors: what every refusal says, whatever it refuses.

use super::calls::{self, REQUESTS};
use super::operations::{self, Named};
use super::protocol::is_declined;
use super::rule::{Effect, Rule};
use super::sources::{BEST_PRACTICES, Basis, ERRORS};
use crate::finding::Level;
use crate::formats::is_guid;
use crate::probe::{Call, Mismatch, Probe, Reply, Step};
use serde_json::{Value, json};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "errors/have-a-code",
        sentence: "Every refusal has Graph's error envelope, with a code and a message.",
        level: Level::Must,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(each(probe, has_a_code)),
    },
    Rule {
        id: "errors/say-why",
        sentence: "The message of a refusal is not empty.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(each(probe, says_why)),
    },
    Rule {
        id: "errors/are-json",
        sentence: "Every refusal says that its body is JSON.",
        level: Level::Must,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(each(probe, is_json)),
    },
    Rule {
        id: "errors/name-the-exchange",
        sentence: "The innerError of a refusal has the date, and the id of the header request-id.",
        level: Level::Should,
        sources: &[ERRORS, Basis::Discrepancy("D-61")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(each(probe, names_the_exchange)),
    },
    Rule {
        id: "errors/carry-a-request-id",
        sentence: "Every refusal has the header request-id, which is a GUID.",
        level: Level::Should,
        sources: &[BEST_PRACTICES],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(each(probe, carries_a_request_id)),
    },
    Rule {
        id: "errors/keep-to-their-code",
        sentence: "What is refused twice for the same reason is refused with the same status and code.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(keep_to_their_code(probe)),
    },
    Rule {
        id: "errors/tell-causes-apart",
        sentence: "A request that does not exist and a filter that cannot be read are refused with different codes.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(tell_causes_apart(probe)),
    },
    Rule {
        id: "errors/tell-no-internals",
        sentence: "The message of a refusal shows nothing of the program behind it: no stack, no source file, no query of a database.",
        level: Level::May,
        sources: &[Basis::Choice(
            "OWASP: error messages that tell of internals help those who attack",
        )],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(each(probe, tells_no_internals)),
    },
];

/// A sentence about one refusal.
type Look = fn(&Reply) -> Result<(), Mismatch>;

/// Calls that are refused for every kind of reason: no such request, no id, no query, no body, no JSON, nobody, no such place, no such method.
fn refused(probe: &mut Probe<'_>) -> Vec<Named> {
    let nothing = probe.new_name();
    let mut all = operations::of_one_request(&nothing);
    all.extend(operations::of_one_request(calls::MALFORMED));
    all.extend([
        ("a filter that cannot be read", calls::list().query("$filter=state eq")),
        ("an option that there is not", calls::filter_by_current_user("nonsense")),
        ("a body without anything", calls::create(&json!({}))),
        ("a body that is no JSON", broken_json()),
        ("a body that is called text", called_text()),
        ("nobody", calls::list().by_nobody()),
        ("no token", calls::list().with_authorization("Bearer nonsense")),
        ("a path that leads nowhere", Call::new("GET", format!("{REQUESTS}s"))),
        ("a method that there is not", Call::new("PUT", REQUESTS).json(&json!({}))),
    ]);
    all
}

fn broken_json() -> Call {
    Call::new("POST", REQUESTS).bytes(Some("application/json"), "{\"requestType\":")
}

fn called_text() -> Call {
    Call::new("POST", REQUESTS).bytes(Some("text/plain"), "{}")
}

async fn each(probe: &mut Probe<'_>, look: Look) -> Step {
    for (name, call) in refused(probe) {
        let reply = probe.send(call).await?;
        let outcome = is_declined(&reply).and_then(|()| look(&reply));
        probe.note(outcome.map_err(|told| told.because(name)));
    }
    Ok(())
}

async fn keep_to_their_code(probe: &mut Probe<'_>) -> Step {
    for (name, call) in refused(probe) {
        let once = probe.send(call.clone()).await?;
        let again = probe.send(call).await?;
        let code = once.at("/error/code").value().cloned().unwrap_or_default();
        let same = again.is(once.status()).and_then(|again| again.at("/error/code").is(code));
        probe.note(same.map_err(|told| told.because(name)));
    }
    Ok(())
}

async fn tell_causes_apart(probe: &mut Probe<'_>) -> Step {
    let nothing = probe.new_name();
    let unknown = probe.send(calls::get(&nothing)).await?;
    let unreadable = probe.send(calls::list().query("$filter=state eq")).await?;
    let code = unknown.is_refused()?.at("/error/code").text()?;
    let other = unreadable.is_refused()?.at("/error/code");
    if other.text()? == code {
        return Err(other
            .mismatch(format!("another code than {code}, programs branch on it"))
            .into());
    }
    Ok(())
}

fn has_a_code(reply: &Reply) -> Result<(), Mismatch> {
    let code = reply.at("/error/code");
    if code.text()?.trim().is_empty() {
        return Err(code.mismatch("a code"));
    }
    // It was seen empty on the real service.
    reply.at("/error/message").text().map(drop)
}

fn says_why(reply: &Reply) -> Result<(), Mismatch> {
    let message = reply.at("/error/message");
    if message.text()?.trim().is_empty() { Err(message.mismatch("a message")) } else { Ok(()) }
}

fn is_json(reply: &Reply) -> Result<(), Mismatch> {
    let actual = reply.header("content-type").unwrap_or("no such header");
    let essence = actual.split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") && reply.json().is_object() {
        return Ok(());
    }
    Err(reply.mismatch("header content-type", "application/json, and a body that is", actual))
}

fn names_the_exchange(reply: &Reply) -> Result<(), Mismatch> {
    // D-61: the table of the page has another casing than its example.
    let places = ["/error/innerError", "/error/innererror"];
    let place = places.into_iter().find(|place| reply.at(place).value().is_some());
    let inner = reply.at(place.unwrap_or("/error/innerError"));
    inner.is_present()?;
    inner.at("/date").text()?;
    // An older text of the page has requestId.
    let older = inner.at("/requestId");
    let id = if older.value().is_some() { older } else { inner.at("/request-id") };
    let header = reply.header("request-id").map(Value::from);
    header.map_or_else(|| id.text().map(drop), |header| id.is(header))
}

fn carries_a_request_id(reply: &Reply) -> Result<(), Mismatch> {
    match reply.header("request-id") {
        Some(id) if is_guid(id) => Ok(()),
        other => {
            let actual = other.unwrap_or("no such header");
            Err(reply.mismatch("header request-id", "a GUID", actual))
        }
    }
}

/// What shows in a message only where nobody thought of its reader.
const INTERNALS: [&str; 12] = [
    "\n   at ",
    "\tat ",
    "Traceback (most recent",
    "System.",
    "java.",
    "Exception:",
    "panicked at",
    ".cs:line",
    ".rs:",
    ".py\"",
    "SELECT ",
    "/home/",
];

fn tells_no_internals(reply: &Reply) -> Result<(), Mismatch> {
    let message = reply.at("/error/message");
    let text = message.value().and_then(Value::as_str).unwrap_or_default();
    match INTERNALS.iter().find(|internal| text.contains(**internal)) {
        Some(internal) => Err(message.mismatch(format!("a message without {internal:?}"))),
        None => Ok(()),
    }
}

//! What a rule made at an endpoint that goes on is undone: requests cancelled while they can be, access taken back.

use super::calls::{self, REQUESTS};
use crate::exchange::{Exchange, Outcome};
use crate::judge::Judge;
use crate::probe::{Probe, Step};
use serde_json::{Value, json};

impl Judge {
    /// Undoes what was made in these exchanges, as far as the API lets it be undone. What cannot be undone is left: the rule is judged already.
    pub(super) async fn clean_up(&self, exchanges: &[Exchange]) {
        let mut probe = Probe::new(self, "clean-up");
        // What was made last may rest on what was made first.
        for id in exchanges.iter().rev().filter_map(made) {
            // One that cannot be undone must not keep the others.
            let _ = undo(&mut probe, &id).await;
        }
    }
}

/// The id of the request that an exchange made.
fn made(exchange: &Exchange) -> Option<String> {
    // A server may take a create whose query options it should have refused.
    let path = exchange.request.url.split('?').next().unwrap_or_default();
    let is_create = exchange.request.method == "POST" && path.ends_with(REQUESTS);
    match &exchange.outcome {
        Outcome::Answered(answer) if is_create && answer.status / 100 == 2 => {
            let body: Value = serde_json::from_slice(&answer.body).ok()?;
            body.get("id")?.as_str().map(str::to_owned)
        }
        Outcome::Answered(_) | Outcome::Broken(_) => None,
    }
}

async fn undo(probe: &mut Probe<'_>, id: &str) -> Step {
    let cancelled = probe.send(calls::cancel(id)).await?;
    if cancelled.is_success() {
        return Ok(());
    }
    // A removal has nothing left to take back, and what was denied never gave anything.
    let reply = probe.final_state(id).await?;
    let gave =
        ["delivered", "partiallyDelivered"].map(Value::from).contains(&reply.json()["state"]);
    let kind = reply.at("/requestType").text()?;
    if gave && kind.ends_with("Add") {
        take_back(probe, id).await?;
    }
    Ok(())
}

async fn take_back(probe: &mut Probe<'_>, id: &str) -> Step {
    let reply = probe.send(calls::get(id).query("$expand=assignment")).await?;
    let assignment = reply.at("/assignment/id").guid()?;
    let body = json!({ "requestType": "adminRemove", "assignment": { "id": assignment } });
    let removal = probe.send(calls::create(&body)).await?;
    probe.final_state(removal.at("/id").guid()?).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Answer, SentRequest};
    use chrono::DateTime;
    use std::time::Duration;

    fn exchange(method: &str, behind: &str, (status, body): (u16, &str)) -> Exchange {
        let request = SentRequest {
            method: method.to_owned(),
            url: format!("http://127.0.0.1/v1.0{REQUESTS}{behind}"),
            headers: Vec::new(),
            identity: None,
            body: None,
            text: None,
        };
        let answer = Answer { status, body: body.as_bytes().to_vec(), ..Answer::default() };
        let outcome = Outcome::Answered(answer);
        Exchange { request, outcome, started: DateTime::UNIX_EPOCH, elapsed: Duration::ZERO }
    }

    #[test]
    fn what_a_create_that_was_served_names_was_made() {
        for (method, behind, answer, expected) in [
            ("POST", "", (201, r#"{"id":"7"}"#), Some("7")),
            ("POST", "", (200, r#"{"id":"7"}"#), Some("7")),
            ("POST", "?$filter=state", (201, r#"{"id":"7"}"#), Some("7")),
            ("POST", "", (400, r#"{"id":"7"}"#), None),
            ("POST", "", (201, "<html>"), None),
            ("POST", "", (201, r#"{"id":7}"#), None),
            ("POST", "/7/cancel", (200, r#"{"id":"7"}"#), None),
            ("GET", "", (200, r#"{"id":"7"}"#), None),
        ] {
            let made = made(&exchange(method, behind, answer));
            assert_eq!(made.as_deref(), expected, "{method} {behind} {answer:?}");
        }
    }
}

//! HTTP and JSON: what holds of every exchange, whatever the operation.

pub(super) mod bodies;
pub(super) mod paths;

use super::calls::{self, REQUESTS};
use super::operations;
use super::rule::{Effect, Rule};
use super::scene::DIRECT;
use super::sources::{BEST_PRACTICES, Basis, ERRORS, RESOURCE};
use crate::check::brief;
use crate::finding::Level;
use crate::formats::is_guid;
use crate::probe::{Call, Mismatch, Probe, Reply, Step};
use serde_json::json;
use std::collections::BTreeSet;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "protocol/repeats-the-client-request-id",
        sentence: "The client-request-id of the caller comes back with every answer, errors among them.",
        level: Level::Should,
        sources: &[BEST_PRACTICES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(repeats_the_client_request_id(probe)),
    },
    Rule {
        id: "protocol/gives-every-exchange-an-id",
        sentence: "Every answer has a request-id, a GUID that no other answer has.",
        level: Level::Should,
        sources: &[BEST_PRACTICES],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(gives_every_exchange_an_id(probe)),
    },
    Rule {
        id: "protocol/tells-the-date",
        sentence: "Every answer has the header Date.",
        level: Level::Should,
        sources: &[Basis::Standard("RFC 9110, section 6.6.1"), BEST_PRACTICES],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(tells_the_date(probe)),
    },
    Rule {
        id: "protocol/refuses-other-methods",
        sentence: "A method that a path does not have is refused.",
        level: Level::Should,
        sources: &[
            ERRORS,
            Basis::Observation(
                "No HTTP resource was found that matches the request URI, for methods that are not supported (microsoftgraph/msgraph-sdk-powershell#3328)",
            ),
        ],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_other_methods(probe)),
    },
    Rule {
        id: "protocol/names-the-methods-of-a-path",
        sentence: "An answer 405 says in Allow which methods there are.",
        level: Level::Should,
        sources: &[Basis::Standard("RFC 9110, section 15.5.6")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(names_the_methods_of_a_path(probe)),
    },
    Rule {
        id: "protocol/does-not-patch-a-request",
        sentence: "PATCH does not change the type of a request, nor its state.",
        level: Level::Must,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(does_not_patch_a_request(probe)),
    },
    Rule {
        id: "protocol/does-not-fail-at-head-and-options",
        sentence: "HEAD and OPTIONS are answered or refused, and are no failure of the server.",
        level: Level::Should,
        sources: &[Basis::Standard("RFC 9110, sections 9.3.2 and 9.3.7")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(does_not_fail_at_head_and_options(probe)),
    },
    Rule {
        id: "protocol/passes-over-unknown-headers",
        sentence: "Headers and preferences that mean nothing here change nothing in the answer.",
        level: Level::Should,
        sources: &[Basis::Standard("RFC 9110, section 5.1; RFC 7240, section 2")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(passes_over_unknown_headers(probe)),
    },
    Rule {
        id: "protocol/answers-the-same-again",
        sentence: "What is read twice and did not change in between is answered twice the same.",
        level: Level::Should,
        sources: &[Basis::Standard("RFC 9110, section 9.2.1")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(answers_the_same_again(probe)),
    },
    Rule {
        id: "protocol/refuses-options-of-a-create",
        sentence: "A create with $filter is refused.",
        level: Level::May,
        sources: &[
            Basis::Discrepancy("D-58"),
            Basis::Standard("OData 4.01 Protocol, section 11.2.1"),
        ],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_options_of_a_create(probe)),
    },
];

async fn repeats_the_client_request_id(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    let body = probe.direct_assignment()?;
    let mut named = operations::all(&request, &body);
    named.push(("nobody", calls::list().by_nobody()));
    named.push(("a path that leads nowhere", Call::new("GET", format!("{REQUESTS}s"))));
    named.push(("a filter that cannot be read", calls::list().query("$filter=state eq")));
    for (name, call) in named {
        let id = probe.new_name();
        let reply = probe.send(call.header("client-request-id", &id)).await?;
        let place = "header client-request-id";
        let actual = reply.header("client-request-id").unwrap_or("no such header");
        if !actual.eq_ignore_ascii_case(&id) {
            probe.note(Err(reply.mismatch(place, format!("{id}, as sent"), actual).because(name)));
        }
    }
    Ok(())
}

async fn gives_every_exchange_an_id(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    let body = probe.direct_assignment()?;
    let mut seen = BTreeSet::new();
    let once = operations::all(&request, &body);
    let again = operations::reading(&request);
    for (name, call) in once.into_iter().chain(again) {
        let reply = probe.send(call).await?;
        let id = reply.header("request-id").unwrap_or("no such header").to_ascii_lowercase();
        if !is_guid(&id) || !seen.insert(id.clone()) {
            let expected = "a GUID that no other answer has";
            let told = reply.mismatch("header request-id", expected, id);
            probe.note(Err(told.because(name)));
        }
    }
    Ok(())
}

async fn tells_the_date(probe: &mut Probe<'_>) -> Step {
    let nothing = probe.new_name();
    for (name, call) in operations::reading(&nothing) {
        let reply = probe.send(call).await?;
        let date = reply.header("date").unwrap_or("no such header");
        if chrono::DateTime::parse_from_rfc2822(date).is_err() {
            probe.note(Err(reply.mismatch("header date", "a date", date).because(name)));
        }
    }
    Ok(())
}

async fn refuses_other_methods(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    let before = probe.read(&request).await?;
    for (method, path) in [
        ("PUT", REQUESTS.to_owned()),
        ("DELETE", REQUESTS.to_owned()),
        ("PUT", format!("{REQUESTS}/{request}")),
        ("POST", format!("{REQUESTS}/{request}")),
        ("GET", format!("{REQUESTS}/{request}/cancel")),
        ("DELETE", format!("{REQUESTS}/{request}/cancel")),
        ("GET", format!("{REQUESTS}/{request}/reprocess")),
        ("GET", format!("{REQUESTS}/{request}/resume")),
        ("POST", format!("{REQUESTS}/filterByCurrentUser(on='target')")),
        ("BREW", format!("{REQUESTS}/{request}")),
    ] {
        let because = format!("{method} {path}");
        let reply = probe.send(Call::new(method, path).expecting(&["status"])).await?;
        probe.note(is_declined(&reply).map_err(|told| told.because(&because)));
    }
    probe.stands_as(&request, &before).await
}

async fn names_the_methods_of_a_path(probe: &mut Probe<'_>) -> Step {
    let reply = probe.send(Call::new("DELETE", REQUESTS)).await?;
    if reply.status() != 405 || reply.header("allow").is_some() {
        return Ok(());
    }
    Err(reply.mismatch("header allow", "the methods that there are", "no such header").into())
}

async fn does_not_patch_a_request(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    let before = probe.read(&request).await?;
    let body = json!({ "requestType": "userRemove", "state": "denied", "status": "Denied" });
    let reply = probe.send(Call::new("PATCH", format!("{REQUESTS}/{request}")).json(&body)).await?;
    if !reply.is_success() && reply.status() != 501 {
        reply.is_refused()?;
    }
    let now = probe.read(&request).await?;
    for place in ["/requestType", "/state", "/status"] {
        probe.note(now.at(place).is(before.at(place).value().cloned().unwrap_or_default()));
    }
    Ok(())
}

async fn does_not_fail_at_head_and_options(probe: &mut Probe<'_>) -> Step {
    let nothing = probe.new_name();
    for method in ["HEAD", "OPTIONS"] {
        for path in [REQUESTS.to_owned(), format!("{REQUESTS}/{nothing}")] {
            let because = format!("{method} {path}");
            let reply = probe.send(Call::new(method, path)).await?;
            probe.note(is_no_failure(&reply).map_err(|told| told.because(&because)));
        }
    }
    Ok(())
}

async fn passes_over_unknown_headers(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    let plain = probe.read(&request).await?;
    for (name, value) in [
        ("X-Nonsense", "1"),
        ("Prefer", "nonsense, nonsense=1"),
        ("ConsistencyLevel", "eventual"),
        ("Accept-Language", "tlh"),
        ("Cookie", "nonsense=1"),
    ] {
        let reply = probe.send(calls::get(&request).header(name, value)).await?;
        let same = reply.is(200).and_then(|reply| is_as(reply, &plain));
        probe.note(same.map_err(|told| told.because(&format!("{name}: {value}"))));
    }
    Ok(())
}

async fn answers_the_same_again(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.delivered_since().await?;
    for call in [calls::get(&request), calls::list().query(since)] {
        let once = probe.send(call.clone()).await?;
        let again = probe.send(call).await?;
        probe.note(again.is(200).and_then(|again| is_as(again, &once)));
    }
    Ok(())
}

async fn refuses_options_of_a_create(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let with_option = calls::create(&body).query("$filter=state eq 'delivered'");
    probe.send(with_option).await?.is_refused()?;
    probe.send(calls::create(&body)).await?.is_served()?;
    Ok(())
}

/// Two answers have the same body.
fn is_as(reply: &Reply, other: &Reply) -> Result<(), Mismatch> {
    if reply.json() == other.json() {
        return Ok(());
    }
    Err(reply.mismatch("body", brief(other.json()), brief(reply.json())))
}

/// Refused, or not implemented.
pub(super) fn is_declined(reply: &Reply) -> Result<(), Mismatch> {
    if reply.status() == 501 { Ok(()) } else { is_client_error(reply) }
}

/// Refused, by whatever stands before the API itself, so that there need be no envelope.
fn is_client_error(reply: &Reply) -> Result<(), Mismatch> {
    match reply.status() {
        400..=499 => Ok(()),
        status => Err(reply.mismatch("status", "a refusal, 4XX", status.to_string())),
    }
}

/// Answered in whatever way, but no failure.
fn is_no_failure(reply: &Reply) -> Result<(), Mismatch> {
    match reply.status() {
        500 | 502.. => {
            let status = reply.status().to_string();
            Err(reply.mismatch("status", "no failure of the server", status))
        }
        _ => Ok(()),
    }
}

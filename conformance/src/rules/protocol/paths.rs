//! Paths: what leads to a request, and what leads nowhere.

use super::is_client_error;
use crate::finding::Level;
use crate::probe::{Call, Probe, Step};
use crate::rules::calls::{self, REQUESTS};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::DIRECT;
use crate::rules::sources::{Basis, ERRORS};

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "protocol/refuses-unknown-paths",
        sentence: "A path that leads to nothing of the API is refused with 404, or with 400.",
        level: Level::Should,
        sources: &[
            Basis::Observation(
                "No HTTP resource was found that matches the request URI (microsoftgraph/msgraph-sdk-powershell#1970)",
            ),
            ERRORS,
        ],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_unknown_paths(probe)),
    },
    Rule {
        id: "protocol/reads-ids-in-any-casing",
        sentence: "An id in the path means the same request in small and in capital letters.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-09")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(reads_ids_in_any_casing(probe)),
    },
    Rule {
        id: "protocol/refuses-more-than-an-id",
        sentence: "An id with something behind it or before it is no id, and leads to no request.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_more_than_an_id(probe)),
    },
    Rule {
        id: "protocol/does-not-fail-at-hostile-ids",
        sentence: "Whatever stands in the place of an id and is none is refused, and is no failure of the server.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(does_not_fail_at_hostile_ids(probe)),
    },
];

async fn refuses_unknown_paths(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    for path in [
        "/nonsense".to_owned(),
        format!("{REQUESTS}s"),
        format!("{REQUESTS}/{request}/nonsense"),
        format!("{REQUESTS}/{request}/cancel/again"),
        format!("{REQUESTS}/nonsense(on='target')"),
    ] {
        let reply = probe.send(Call::new("GET", &path)).await?;
        let outcome = reply.is_one_of(&[404, 400]).map(drop);
        probe.note(outcome.map_err(|told| told.because(&path)));
    }
    Ok(())
}

async fn reads_ids_in_any_casing(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    for id in [request.to_ascii_uppercase(), request.to_ascii_lowercase()] {
        let reply = probe.send(calls::get(&id)).await?;
        probe.note(reply.is(200).and_then(|reply| reply.at("/id").is(request.as_str())));
    }
    Ok(())
}

async fn refuses_more_than_an_id(probe: &mut Probe<'_>) -> Step {
    let request = probe.delivered().await?;
    for id in [
        format!("{request}x"),
        format!("x{request}"),
        format!("{request}%20x"),
        format!("{request}%00"),
        format!("{request}%27 or %271%27 eq %271"),
        format!("{request},{request}"),
        format!("{request}%2F..%2F{request}"),
    ] {
        // As it stands: what is encoded here is meant to be.
        let reply = probe.send(Call::new("GET", format!("{REQUESTS}/{id}"))).await?;
        probe.note(is_client_error(&reply).map_err(|told| told.because(&id)));
    }
    Ok(())
}

async fn does_not_fail_at_hostile_ids(probe: &mut Probe<'_>) -> Step {
    for id in [
        "%00".to_owned(),
        "%FF%FE".to_owned(),
        "%252F".to_owned(),
        "%2e%2e%2f".to_owned(),
        "%0D%0AX-Injected:%201".to_owned(),
        "%F0%9F%92%A9".to_owned(),
        "'".to_owned(),
        "{}".to_owned(),
        "-1".to_owned(),
        "0".repeat(5000),
    ] {
        // As it stands: what is encoded here is meant to be.
        let path = format!("{REQUESTS}/{id}");
        let calls = [
            Call::new("GET", &path),
            Call::new("DELETE", &path),
            Call::new("POST", format!("{path}/cancel")),
        ];
        for call in calls {
            let start: String = id.chars().take(30).collect();
            let reply = probe.send(call).await?;
            probe.note(is_client_error(&reply).map_err(|told| told.because(&start)));
        }
    }
    Ok(())
}

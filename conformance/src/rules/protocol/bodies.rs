//! The bodies of create and resume: JSON, of the types that the contract declares, or refused.

use super::{is_client_error, is_no_failure};
use crate::finding::Level;
use crate::probe::{Call, Probe, Step};
use crate::rules::bodies::with;
use crate::rules::calls::{self, REQUESTS};
use crate::rules::fixture::WAITING_AT_CREATED;
use crate::rules::resume::waiting::CREATED;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, created};
use crate::rules::sources::{Basis, CREATE, ERRORS, RESUME};
use serde_json::json;

const JSON: &str = "application/json";

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "protocol/create-takes-json-only",
        sentence: "A create whose body is called something else than JSON is refused, and accepted once it is called JSON.",
        level: Level::Should,
        sources: &[CREATE, ERRORS],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(create_takes_json_only(probe)),
    },
    Rule {
        id: "protocol/resume-takes-json-only",
        sentence: "A resume whose body is called something else than JSON is refused, and the request waits as before.",
        level: Level::Should,
        sources: &[RESUME, ERRORS],
        identities: &[],
        fixtures: &[WAITING_AT_CREATED],
        effect: Effect::Refused,
        run: |probe| Box::pin(resume_takes_json_only(probe)),
    },
    Rule {
        id: "protocol/reads-parameters-of-json",
        sentence: "A create whose media type has parameters is accepted.",
        level: Level::Should,
        sources: &[Basis::Standard("RFC 9110, section 8.3.1"), CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(reads_parameters_of_json(probe)),
    },
    Rule {
        id: "protocol/create-refuses-what-is-no-object",
        sentence: "A create without a body, or with one that is no JSON object, is refused.",
        level: Level::Should,
        sources: &[CREATE, ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Refused,
        run: |probe| Box::pin(create_refuses_what_is_no_object(probe)),
    },
    Rule {
        id: "protocol/resume-refuses-what-is-no-object",
        sentence: "A resume without a body, or with one that is no JSON object, is refused, and the request waits as before.",
        level: Level::Should,
        sources: &[RESUME, ERRORS],
        identities: &[],
        fixtures: &[WAITING_AT_CREATED],
        effect: Effect::Refused,
        run: |probe| Box::pin(resume_refuses_what_is_no_object(probe)),
    },
    Rule {
        id: "protocol/create-refuses-other-types",
        sentence: "A create whose members are of other types than the contract declares is refused.",
        level: Level::Should,
        sources: &[
            Basis::Schema("#/components/schemas/accessPackageAssignmentRequestCreate"),
            CREATE,
        ],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(create_refuses_other_types(probe)),
    },
    Rule {
        id: "protocol/resume-refuses-other-types",
        sentence: "A resume whose members are of other types than the contract declares is refused, and the request waits as before.",
        level: Level::Should,
        sources: &[RESUME],
        identities: &[],
        fixtures: &[WAITING_AT_CREATED],
        effect: Effect::Refused,
        run: |probe| Box::pin(resume_refuses_other_types(probe)),
    },
    Rule {
        id: "protocol/does-not-fail-at-long-values",
        sentence: "Values of a length that nobody expects are accepted or refused, and are no failure of the server.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(does_not_fail_at_long_values(probe)),
    },
];

async fn create_takes_json_only(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    for media_type in OTHERS {
        let call = Call::new("POST", REQUESTS).bytes(media_type, body.to_string());
        let reply = probe.send(call).await?;
        let outcome = reply.is_refused_with(&[415, 400]).map(drop);
        probe.note(outcome.map_err(|told| told.because(media_type.unwrap_or("no Content-Type"))));
    }
    created(&probe.send(calls::create(&body)).await?)?;
    Ok(())
}

async fn resume_takes_json_only(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    let callback = waiting.callback();
    for media_type in OTHERS {
        let reply = probe.send(resume(&waiting.id, media_type, &callback.to_string())).await?;
        let outcome = reply.is_refused_with(&[415, 400]).map(drop);
        probe.note(outcome.map_err(|told| told.because(media_type.unwrap_or("no Content-Type"))));
    }
    waiting.still_waits(probe).await
}

async fn reads_parameters_of_json(probe: &mut Probe<'_>) -> Step {
    for media_type in ["application/json; charset=utf-8", "Application/JSON;odata.metadata=minimal"]
    {
        let body = probe.direct_assignment()?;
        let call = Call::new("POST", REQUESTS).bytes(Some(media_type), body.to_string());
        let reply = probe.send(call).await?;
        probe.note(reply.is_served().map(drop).map_err(|told| told.because(media_type)));
    }
    Ok(())
}

async fn create_refuses_what_is_no_object(probe: &mut Probe<'_>) -> Step {
    for body in no_objects() {
        let reply = probe.send(Call::new("POST", REQUESTS).bytes(Some(JSON), body.clone())).await?;
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(&named(&body))));
    }
    Ok(())
}

async fn resume_refuses_what_is_no_object(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    for body in no_objects() {
        let reply = probe.send(resume(&waiting.id, Some(JSON), &body)).await?;
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(&named(&body))));
    }
    waiting.still_waits(probe).await
}

async fn create_refuses_other_types(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    for (place, value) in [
        ("/requestType", json!({})),
        ("/requestType", json!(["adminAdd"])),
        ("/assignment", json!("text")),
        ("/assignment", json!([])),
        ("/assignment/target", json!(7)),
        ("/assignment/target/email", json!(true)),
        ("/assignment/accessPackage/id", json!({})),
        ("/assignment/accessPackage/id", json!("no GUID")),
    ] {
        let reply = probe.send(calls::create(&with(&body, place, value.clone()))).await?;
        let because = format!("{place} is {value}");
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(&because)));
    }
    created(&probe.send(calls::create(&body)).await?)?;
    Ok(())
}

async fn resume_refuses_other_types(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    let callback = waiting.callback();
    for (place, value) in [
        ("/source", json!(7)),
        ("/type", json!(["text"])),
        ("/data", json!("text")),
        ("/data", json!([])),
        ("/data/stage", json!({})),
        ("/data/customExtensionStageInstanceId", json!(7)),
    ] {
        let body = with(&callback, place, value.clone());
        let reply = probe.send(calls::resume(&waiting.id, &body)).await?;
        let because = format!("{place} is {value}");
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(&because)));
    }
    waiting.still_waits(probe).await
}

async fn does_not_fail_at_long_values(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let long = "a".repeat(100_000);
    for (place, value) in
        [("/requestType", long.clone()), ("/assignment/accessPackage/id", long.clone())]
    {
        let reply = probe.send(calls::create(&with(&body, place, json!(value)))).await?;
        probe.note(is_client_error(&reply).map_err(|told| told.because(place)));
    }
    let justified = with(&body, "/justification", json!(long));
    let address = with(&body, "/assignment/target/email", json!(format!("{long}@{long}")));
    for (place, body) in [("/justification", justified), ("/assignment/target/email", address)] {
        let reply = probe.send(calls::create(&body)).await?;
        probe.note(is_no_failure(&reply).map_err(|told| told.because(place)));
    }
    Ok(())
}

/// What a body that is JSON may be called by mistake; and nothing at all.
const OTHERS: [Option<&str>; 4] =
    [Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("nonsense"), None];

/// Bodies that are no JSON object, for one reason or another.
fn no_objects() -> Vec<String> {
    let texts =
        ["", "{", "{\"requestType\":", "{} {}", "[]", "\"text\"", "7", "null", "<a/>", "{'a': 1}"];
    texts.iter().map(|text| (*text).to_owned()).chain([nested(20_000)]).collect()
}

fn named(body: &str) -> String {
    let start: String = body.chars().take(20).collect();
    format!("the body is {start:?}")
}

fn resume(request: &str, media_type: Option<&str>, body: &str) -> Call {
    Call::new("POST", format!("{REQUESTS}/{request}/resume")).bytes(media_type, body)
}

/// JSON that nests so deep.
fn nested(depth: usize) -> String {
    format!("{}{}", "[".repeat(depth), "]".repeat(depth))
}

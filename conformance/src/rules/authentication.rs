//! Who is known: every operation wants a token, and one that means something.

use super::fixture::{EMAIL_DOMAIN, EXPIRED_TOKEN, GUEST_POLICY, OPEN_PACKAGE};
use super::operations;
use super::rule::{Effect, Rule};
use super::scene::DIRECT;
use super::sources::{Basis, ERRORS, GET, LIST};
use super::{calls, scene};
use crate::finding::Level;
use crate::probe::{Call, Probe, Step};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "identity/nobody-is-refused",
        sentence: "Without a token every operation is refused with 401, and nothing is made or changed.",
        level: Level::Must,
        sources: &[ERRORS, LIST, GET],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(nobody_is_refused(probe)),
    },
    Rule {
        id: "identity/refuses-what-is-no-token",
        sentence: "With a text in place of a token every operation is refused with 401, and nothing is made or changed.",
        level: Level::Must,
        sources: &[ERRORS],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_what_is_no_token(probe)),
    },
    Rule {
        id: "identity/refuses-other-schemes",
        sentence: "A header Authorization that is empty, of another scheme or without a token is refused with 401.",
        level: Level::Must,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_other_schemes(probe)),
    },
    Rule {
        id: "identity/refuses-a-token-of-nobody",
        sentence: "A JSON Web Token that is unsigned and names nobody, or a user whom there is not, is refused with 401.",
        level: Level::Must,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_a_token_of_nobody(probe)),
    },
    Rule {
        id: "identity/refuses-an-expired-token",
        sentence: "With a token that has expired every operation is refused with 401, and nothing is made or changed.",
        level: Level::Must,
        sources: &[ERRORS],
        identities: &[],
        fixtures: &[EXPIRED_TOKEN, OPEN_PACKAGE, GUEST_POLICY, EMAIL_DOMAIN],
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_an_expired_token(probe)),
    },
    Rule {
        id: "identity/asks-for-a-token",
        sentence: "An answer 401 says in WWW-Authenticate how to do better.",
        level: Level::Should,
        sources: &[Basis::Standard("RFC 9110, section 15.5.2")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(asks_for_a_token(probe)),
    },
    Rule {
        id: "identity/is-asked-before-anything-is-told",
        sentence: "Without a token nobody learns whether a request exists.",
        level: Level::Should,
        sources: &[ERRORS],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(is_asked_before_anything_is_told(probe)),
    },
];

async fn nobody_is_refused(probe: &mut Probe<'_>) -> Step {
    all_are_refused(probe, Call::by_nobody).await
}

async fn refuses_what_is_no_token(probe: &mut Probe<'_>) -> Step {
    all_are_refused(probe, |call| call.with_authorization("Bearer nonsense")).await
}

async fn refuses_other_schemes(probe: &mut Probe<'_>) -> Step {
    for text in ["", "Bearer", "Basic YWRtaW46c2VjcmV0", "Digest x", "nonsense", "Bearer a b"] {
        let reply = probe.send(calls::list().with_authorization(text)).await?;
        let because = format!("the header Authorization is {text:?}");
        probe.note(reply.is_refused_with(&[401]).map(drop).map_err(|told| told.because(&because)));
    }
    Ok(())
}

async fn refuses_a_token_of_nobody(probe: &mut Probe<'_>) -> Step {
    // The header is {"alg":"none"}; the claims are none, an oid that is no GUID, and one of nobody with every right.
    for claims in [
        "e30",
        "eyJvaWQiOiJub2JvZHkiLCJzY3AiOiJFbnRpdGxlbWVudE1hbmFnZW1lbnQuUmVhZFdyaXRlLkFsbCJ9",
        "eyJvaWQiOiIwMDAwMDAwMC0wMDAwLTAwMDAtMDAwMC0wMDAwMDAwMDAwMDAiLCJzY3AiOiJFbnRpdGxlbWVudE1hbmFnZW1lbnQuUmVhZFdyaXRlLkFsbCJ9",
    ] {
        let token = format!("Bearer eyJhbGciOiJub25lIn0.{claims}.");
        let reply = probe.send(calls::list().with_authorization(token)).await?;
        probe.note(reply.is_refused_with(&[401]).map(drop).map_err(|told| told.because(claims)));
    }
    Ok(())
}

async fn refuses_an_expired_token(probe: &mut Probe<'_>) -> Step {
    let token = probe.fixture(EXPIRED_TOKEN.name)?;
    all_are_refused(probe, |call| call.with_authorization(format!("Bearer {token}"))).await
}

async fn asks_for_a_token(probe: &mut Probe<'_>) -> Step {
    let reply = probe.send(calls::list().by_nobody()).await?;
    reply.is(401)?;
    match reply.header("www-authenticate") {
        Some(challenge) if !challenge.trim().is_empty() => Ok(()),
        other => {
            let actual = other.unwrap_or("no such header");
            Err(reply
                .mismatch("header www-authenticate", "a challenge such as Bearer", actual)
                .into())
        }
    }
}

async fn is_asked_before_anything_is_told(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    let nothing = probe.new_name();
    let known = operations::of_one_request(&request);
    let unknown = operations::of_one_request(&nothing);
    for ((name, known), (_, unknown)) in known.into_iter().zip(unknown) {
        let known = probe.send(known.by_nobody()).await?;
        let unknown = probe.send(unknown.by_nobody()).await?;
        let same = unknown.is(known.status()).and_then(|unknown| {
            unknown.at("/error/code").is(known
                .at("/error/code")
                .value()
                .cloned()
                .unwrap_or_default())
        });
        probe.note(same.map_err(|told| told.because(name)));
    }
    Ok(())
}

/// Each operation is refused with 401; the request stands, and the same new one is accepted from somebody who is known.
async fn all_are_refused(probe: &mut Probe<'_>, without: impl Fn(Call) -> Call) -> Step {
    let request = probe.delivered().await?;
    let before = probe.read(&request).await?;
    let body = probe.direct_assignment()?;
    for (name, call) in operations::all(&request, &body) {
        let reply = probe.send(without(call)).await?;
        probe.note(reply.is_refused_with(&[401]).map(drop).map_err(|told| told.because(name)));
    }
    probe.stands_as(&request, &before).await?;
    let accepted = probe.send(calls::create(&body)).await?;
    scene::created(&accepted)?;
    Ok(())
}

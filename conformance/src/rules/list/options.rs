//! Query options that a list does not have: refused, or honoured, but not ignored in silence.

use crate::finding::Level;
use crate::probe::{Mismatch, Probe, Reply, Step};
use crate::rules::calls;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::DIRECT;
use crate::rules::sources::Basis;
use serde_json::Value;
use std::time::Duration;

const UNSUPPORTED: Basis = Basis::Standard("OData 4.01 Protocol, section 11.2.1");

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "list/refuses-an-unknown-option",
        sentence: "A query option with a $ that OData does not know is refused.",
        level: Level::Should,
        sources: &[UNSUPPORTED, Basis::Discrepancy("D-58")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_an_unknown_option(probe)),
    },
    Rule {
        id: "list/refuses-to-expand-what-is-not-there",
        sentence: "$expand of a relationship that requests do not have is refused.",
        level: Level::Should,
        sources: &[
            Basis::Observation("400 for $expand=target on the list"),
            Basis::Discrepancy("D-58"),
        ],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_to_expand_what_is_not_there(probe)),
    },
    Rule {
        id: "list/refuses-to-select-what-is-not-there",
        sentence: "$select of a property that requests do not have is refused.",
        level: Level::May,
        sources: &[UNSUPPORTED, Basis::Discrepancy("D-58")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_to_select_what_is_not_there(probe)),
    },
    Rule {
        id: "list/honours-top-or-refuses-it",
        sentence: "$top=1 is refused, or no page has more than one request.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-58"), UNSUPPORTED],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(honours_top_or_refuses_it(probe)),
    },
    Rule {
        id: "list/honours-skip-or-refuses-it",
        sentence: "$skip is refused, or passes over as many requests as it says.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-58"), UNSUPPORTED],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(honours_skip_or_refuses_it(probe)),
    },
    Rule {
        id: "list/honours-search-or-refuses-it",
        sentence: "$search is refused, or does not bring a request that has nothing of what is searched for.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-58"), UNSUPPORTED],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(honours_search_or_refuses_it(probe)),
    },
    Rule {
        id: "list/honours-count-or-refuses-it",
        sentence: "$count=true is refused, or the list says how many requests there are on all its pages.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-58"), UNSUPPORTED],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(honours_count_or_refuses_it(probe)),
    },
    Rule {
        id: "list/honours-orderby-or-refuses-it",
        sentence: "$orderby=createdDateTime desc is refused, or the latest requests come first.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-58"), UNSUPPORTED],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(honours_orderby_or_refuses_it(probe)),
    },
];

async fn refuses_an_unknown_option(probe: &mut Probe<'_>) -> Step {
    let reply = asked(probe, "$colour=red").await?;
    Ok(is_declined(&reply)?)
}

async fn refuses_to_expand_what_is_not_there(probe: &mut Probe<'_>) -> Step {
    for name in ["target", "colour"] {
        let reply = asked(probe, &format!("$expand={name}")).await?;
        probe.note(is_declined(&reply).map_err(|told| told.because(name)));
    }
    Ok(())
}

async fn refuses_to_select_what_is_not_there(probe: &mut Probe<'_>) -> Step {
    let reply = asked(probe, "$select=id,colour").await?;
    Ok(is_declined(&reply)?)
}

async fn honours_top_or_refuses_it(probe: &mut Probe<'_>) -> Step {
    let (_, since) = probe.submitted_since().await?;
    probe.submitted().await?;
    let reply = asked(probe, &format!("{since}&$top=1")).await?;
    if is_declined(&reply).is_ok() {
        return Ok(());
    }
    match reply.is(200)?.at("/value").items()? {
        [] | [_] => Ok(()),
        [_, ..] => Err(reply.at("/value").mismatch("one request, or a refusal").into()),
    }
}

async fn honours_skip_or_refuses_it(probe: &mut Probe<'_>) -> Step {
    let (_, since) = probe.submitted_since().await?;
    let later = probe.submitted().await?;
    let all = probe.listed_with(&calls::list().query(&since), &later).await?.items().count();
    let skipping = format!("{since}&$skip={all}");
    let reply = asked(probe, &skipping).await?;
    if is_declined(&reply).is_ok() {
        return Ok(());
    }
    match reply.is(200)?.at("/value").items()? {
        [] => Ok(()),
        [_, ..] => Err(reply.at("/value").mismatch("no request, or a refusal").into()),
    }
}

async fn honours_search_or_refuses_it(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.submitted_since().await?;
    probe.listed_with(&calls::list().query(&since), &request).await?;
    let nothing = probe.new_name();
    let reply = asked(probe, &format!("{since}&$search=\"{nothing}\"")).await?;
    if is_declined(&reply).is_ok() {
        return Ok(());
    }
    let items = reply.is(200)?.at("/value").each()?;
    if items.iter().any(|item| item.at("/id").is(request.as_str()).is_ok()) {
        return Err(reply.at("/value").mismatch("no such request, or a refusal").into());
    }
    Ok(())
}

async fn honours_count_or_refuses_it(probe: &mut Probe<'_>) -> Step {
    let (_, since) = probe.submitted_since().await?;
    probe.submitted().await?;
    let counting = format!("{since}&$count=true");
    let reply = asked(probe, &counting).await?;
    if is_declined(&reply).is_ok() {
        return Ok(());
    }
    let listed = probe.listed(&calls::list().query(counting)).await?;
    let count = reply.at("/@odata.count");
    match count.value().and_then(Value::as_u64) {
        Some(told) if told >= 2 && told <= listed.items().count() as u64 => Ok(()),
        _ => Err(count.mismatch(format!("{}", listed.items().count())).into()),
    }
}

async fn honours_orderby_or_refuses_it(probe: &mut Probe<'_>) -> Step {
    let (_, since) = probe.submitted_since().await?;
    probe.wait(Duration::from_secs(2)).await?;
    let latest = probe.submitted().await?;
    let ordering = format!("{since}&$orderby=createdDateTime desc");
    let reply = asked(probe, &ordering).await?;
    if is_declined(&reply).is_ok() {
        return Ok(());
    }
    let listed = probe.listed_with(&calls::list().query(ordering), &latest).await?;
    let mut before = None;
    for request in listed.items() {
        let place = request.at("/createdDateTime");
        let created = place.instant()?;
        if before.is_some_and(|before| created > before) {
            return Err(place.mismatch("a moment not after the one before it").into());
        }
        before = Some(created);
    }
    Ok(())
}

async fn asked(probe: &mut Probe<'_>, query: &str) -> Step<Reply> {
    // OData has 501 for what is not implemented, which is no failure here.
    probe.send(calls::list().query(query).expecting(&["status"])).await
}

/// Refused, or not implemented.
fn is_declined(reply: &Reply) -> Result<(), Mismatch> {
    if reply.status() == 501 { Ok(()) } else { reply.is_refused().map(drop) }
}

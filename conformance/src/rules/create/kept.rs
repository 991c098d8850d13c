//! What a request keeps as it was sent, whatever becomes of it.

use crate::finding::Level;
use crate::probe::{Mismatch, Probe, Reply, Step};
use crate::rules::bodies::{SELF, a_month, with};
use crate::rules::identity::{ADMIN, REQUESTOR};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, created};
use crate::rules::sources::{Basis, RESOURCE};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create/type-stays",
        sentence: "The requestType of a request is the same from its creation to its delivery.",
        level: Level::Must,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(type_stays(probe)),
    },
    Rule {
        id: "create/schedule-stays",
        sentence: "The schedule of a request is the same from its creation to its delivery.",
        level: Level::Must,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(schedule_stays(probe)),
    },
    Rule {
        id: "create/keeps-the-justification",
        sentence: "A request is read with the justification that it was sent with.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-21"), RESOURCE],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(keeps_the_justification(probe)),
    },
];

async fn type_stays(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let id = created(&probe.taken_in(&body, ADMIN).await?)?;
    for seen in probe.course(&id).await?.iter().filter(|seen| seen.is_success()) {
        seen.at("/requestType").reads("adminAdd")?;
    }
    Ok(())
}

async fn schedule_stays(probe: &mut Probe<'_>) -> Step {
    let body = with(&probe.direct_assignment()?, "/schedule", a_month());
    let new = probe.taken_in(&body, ADMIN).await?;
    new.at("/schedule/expiration/type").is("afterDuration")?;
    let id = created(&new)?;
    for seen in probe.course(&id).await?.iter().filter(|seen| seen.is_success()) {
        has_the_schedule_of(&new, seen)?;
    }
    Ok(())
}

async fn keeps_the_justification(probe: &mut Probe<'_>) -> Step {
    let justification = "I look after the archive \u{2013} \"every Friday\".";
    let body = with(&probe.request_for_oneself()?, "/justification", justification);
    let id = created(&probe.taken_in(&body, REQUESTOR).await?)?;
    Ok(probe.found(&id).await?.at("/justification").is(justification)?)
}

/// What the answer to the creation said of the schedule still holds. A start that it left open may have been filled in.
fn has_the_schedule_of(new: &Reply, seen: &Reply) -> Result<(), Mismatch> {
    for part in
        ["/startDateTime", "/expiration/type", "/expiration/duration", "/expiration/endDateTime"]
    {
        let pointer = format!("/schedule{part}");
        if let Some(value) = new.at(&pointer).value().filter(|value| !value.is_null()) {
            seen.at(&pointer).is(value.clone())?;
        }
    }
    Ok(())
}

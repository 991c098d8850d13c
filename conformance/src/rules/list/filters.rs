//! Which requests a filter lets through: true of every one, and none lost.

use crate::finding::Level;
use crate::probe::{Call, Mismatch, Probe, Step, ValueAt};
use crate::rules::calls;
use crate::rules::fixture::{APPROVED_PACKAGE, OPEN_PACKAGE};
use crate::rules::identity::REQUESTOR;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{APPROVAL, BOTH, DIRECT, written};
use crate::rules::sources::{Basis, LIST, RESOURCE};
use chrono::{DateTime, TimeDelta, Utc};
use std::time::Duration;

/// What was seen of filters on the real service.
const FILTERS: Basis = Basis::Observation(
    "400 InvalidFilter for an operator that OData does not have, and 400 for a property that does not exist (microsoftgraph/microsoft-graph-docs-contrib#5654)",
);

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "list/filters-by-state",
        sentence: "A filter by state lets requests in that state through, and no others.",
        level: Level::Must,
        sources: &[RESOURCE, LIST],
        identities: &[REQUESTOR],
        fixtures: BOTH,
        effect: Effect::Writes,
        run: |probe| Box::pin(filters_by_state(probe)),
    },
    Rule {
        id: "list/filter-by-state-follows-the-request",
        sentence: "A request is found by the state that it is in, and no longer by one that it has left.",
        level: Level::Must,
        sources: &[RESOURCE, LIST],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(filter_by_state_follows_the_request(probe)),
    },
    Rule {
        id: "list/filters-by-creation",
        sentence: "createdDateTime gt lets the requests made after a moment through, all of them and no others.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(filters_by_creation(probe)),
    },
    Rule {
        id: "list/filters-by-creation-before",
        sentence: "createdDateTime ge, lt and le part the requests at a moment, as gt does.",
        level: Level::Should,
        sources: &[RESOURCE, Basis::Standard("OData 4.01 URL Conventions, section 5.1.1.1")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(filters_by_creation_before(probe)),
    },
    Rule {
        id: "list/filters-at-the-very-moment",
        sentence: "Of a request's own createdDateTime ge and le are true, and gt and lt are not.",
        level: Level::Should,
        sources: &[RESOURCE, Basis::Standard("OData 4.01 URL Conventions, section 5.1.1.1")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(filters_at_the_very_moment(probe)),
    },
    Rule {
        id: "list/filters-by-access-package",
        sentence: "A filter by accessPackage/id lets the requests for that access package through, and no others.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[REQUESTOR],
        fixtures: BOTH,
        effect: Effect::Writes,
        run: |probe| Box::pin(filters_by_access_package(probe)),
    },
    Rule {
        id: "list/filters-by-two-things-or-refuses",
        sentence: "A filter that joins two conditions with and is refused, or holds for both.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-58"), LIST],
        identities: &[REQUESTOR],
        fixtures: &[OPEN_PACKAGE, APPROVED_PACKAGE],
        effect: Effect::Writes,
        run: |probe| Box::pin(filters_by_two_things_or_refuses(probe)),
    },
    Rule {
        id: "list/refuses-a-filter-by-an-unknown-property",
        sentence: "A filter by a property that requests do not have is refused.",
        level: Level::Should,
        sources: &[FILTERS, Basis::Discrepancy("D-58")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_a_filter_by_an_unknown_property(probe)),
    },
    Rule {
        id: "list/refuses-a-broken-filter",
        sentence: "A filter that cannot be read is refused.",
        level: Level::Should,
        sources: &[FILTERS, Basis::Standard("OData 4.01 URL Conventions, section 5.1.1")],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_a_broken_filter(probe)),
    },
    Rule {
        id: "list/finds-nothing-in-an-unknown-state",
        sentence: "A filter by a state that there is not is refused, or lets nothing through.",
        level: Level::Should,
        sources: &[RESOURCE],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(finds_nothing_in_an_unknown_state(probe)),
    },
];

async fn filters_by_state(probe: &mut Probe<'_>) -> Step {
    let delivered = probe.delivered().await?;
    let pending = probe.pending().await?;
    let listed = probe.listed_with(&filtered("state eq 'pendingApproval'"), &pending).await?;
    listed.lacks(&delivered)?;
    Ok(listed.all(|request| request.at("/state").is("pendingApproval"))?)
}

async fn filter_by_state_follows_the_request(probe: &mut Probe<'_>) -> Step {
    let (left, entered) = (filtered("state eq 'pendingApproval'"), filtered("state eq 'canceled'"));
    let request = probe.pending().await?;
    probe.listed_with(&left, &request).await?;
    probe.listed(&entered).await?.lacks(&request)?;
    probe.cancels(&request, calls::cancel(&request)).await?;
    probe.listed_with(&entered, &request).await?;
    probe.listed_without(&left, &request).await?;
    Ok(())
}

async fn filters_by_creation(probe: &mut Probe<'_>) -> Step {
    let (earlier, moment, later) = before_and_after(probe).await?;
    let after = filtered(&format!("createdDateTime gt {}", written(moment)));
    let listed = probe.listed_with(&after, &later).await?;
    listed.lacks(&earlier)?;
    listed.all(|request| is_created(request, "after", moment))?;
    Ok(())
}

async fn filters_by_creation_before(probe: &mut Probe<'_>) -> Step {
    let (earlier, moment, later) = before_and_after(probe).await?;
    for (operator, side, found, lost) in [
        ("ge", "after", &later, &earlier),
        ("lt", "before", &earlier, &later),
        ("le", "before", &earlier, &later),
    ] {
        let filter = format!("createdDateTime {operator} {}", written(moment));
        let listed = probe.listed_with(&filtered(&filter), found).await?;
        probe.note(listed.lacks(lost).map_err(|told| told.because(&filter)));
        let all = listed.all(|request| is_created(request, side, moment));
        probe.note(all.map_err(|told| told.because(&filter)));
    }
    Ok(())
}

async fn filters_at_the_very_moment(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    let moment = probe.created_at(&request).await?;
    for (operator, is_found) in [("ge", true), ("le", true), ("gt", false), ("lt", false)] {
        let filter = format!("createdDateTime {operator} {}", written(moment));
        if is_found {
            probe.listed_with(&filtered(&filter), &request).await?;
        } else {
            let listed = probe.listed(&filtered(&filter)).await?;
            probe.note(listed.lacks(&request).map_err(|told| told.because(&filter)));
        }
    }
    Ok(())
}

async fn filters_by_access_package(probe: &mut Probe<'_>) -> Step {
    let package = probe.fixture(OPEN_PACKAGE.name)?;
    let found = probe.submitted().await?;
    let lost = probe.pending().await?;
    let query = format!("$expand=accessPackage&$filter=accessPackage/id eq '{package}'");
    let listed = probe.listed_with(&calls::list().query(query), &found).await?;
    listed.lacks(&lost)?;
    Ok(listed.all(|request| request.at("/accessPackage/id").is(package.clone()))?)
}

async fn filters_by_two_things_or_refuses(probe: &mut Probe<'_>) -> Step {
    let package = probe.fixture(APPROVED_PACKAGE.name)?;
    let another = probe.fixture(OPEN_PACKAGE.name)?;
    let both = |state: &str, package: &str| {
        filtered(&format!("state eq '{state}' and accessPackage/id eq '{package}'"))
    };
    let request = probe.pending().await?;
    let of_both = both("pendingApproval", &package);
    if probe.send(of_both.clone()).await?.is_refused().is_ok() {
        return Ok(());
    }
    probe.listed_with(&of_both, &request).await?;
    for of_one in [both("pendingApproval", &another), both("delivered", &package)] {
        probe.listed(&of_one).await?.lacks(&request)?;
    }
    Ok(())
}

async fn refuses_a_filter_by_an_unknown_property(probe: &mut Probe<'_>) -> Step {
    for filter in
        ["colour eq 'red'", "accessPackage/colour eq 'red'", "requestState eq 'delivered'"]
    {
        refuses(probe, filter).await?;
    }
    Ok(())
}

async fn refuses_a_broken_filter(probe: &mut Probe<'_>) -> Step {
    for filter in [
        "state eq",
        "state eq 'delivered",
        "eq 'delivered'",
        "(state eq 'delivered'",
        "state eq 'delivered' and",
        "state Equals 'delivered'",
        "state = 'delivered'",
        "createdDateTime gt yesterday",
    ] {
        refuses(probe, filter).await?;
    }
    Ok(())
}

async fn finds_nothing_in_an_unknown_state(probe: &mut Probe<'_>) -> Step {
    let reply = probe.send(filtered("state eq 'lost'")).await?;
    if reply.is_refused().is_ok() {
        return Ok(());
    }
    match reply.is(200)?.at("/value").items()? {
        [] => Ok(()),
        _ => Err(reply.at("/value/0").mismatch("no request, or a refusal").into()),
    }
}

fn filtered(filter: &str) -> Call {
    calls::list().query(format!("$filter={filter}"))
}

async fn refuses(probe: &mut Probe<'_>, filter: &str) -> Step {
    let reply = probe.send(filtered(filter)).await?;
    probe.note(reply.is_refused().map(drop).map_err(|told| told.because(filter)));
    Ok(())
}

/// A request, a moment a second after it was made, and a request that was made a second after that.
async fn before_and_after(probe: &mut Probe<'_>) -> Step<(String, DateTime<Utc>, String)> {
    let earlier = probe.submitted().await?;
    let moment = probe.created_at(&earlier).await? + TimeDelta::seconds(1);
    probe.wait(Duration::from_secs(2)).await?;
    let later = probe.submitted().await?;
    Ok((earlier, moment, later))
}

fn is_created(request: &ValueAt<'_>, side: &str, moment: DateTime<Utc>) -> Result<(), Mismatch> {
    let place = request.at("/createdDateTime");
    let created = place.instant()?;
    let is_right = if side == "after" { created >= moment } else { created <= moment };
    if is_right {
        return Ok(());
    }
    Err(place.mismatch(format!("a moment {side} {}", written(moment))))
}

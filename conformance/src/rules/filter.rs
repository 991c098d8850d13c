//! filterByCurrentUser: which part the caller takes in a request, and who sees it therefore.

use super::calls::{self, REQUESTS};
use super::fixture::{EMPLOYEE, EMPLOYEES_PACKAGE, EMPLOYEES_POLICY};
use super::identity::{APPROVER, MANAGER, REQUESTOR};
use super::rule::{Effect, Rule};
use super::scene::{APPROVAL, BOTH, DIRECT, created};
use super::sources::{Basis, FILTER_BY_CURRENT_USER};
use crate::finding::Level;
use crate::probe::{Call, Probe, Step};
use serde_json::json;

const OPTIONS: Basis =
    Basis::Schema("#/components/schemas/accessPackageAssignmentRequestFilterByCurrentUserOptions");

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "filter/target-brings-the-callers-own-request",
        sentence: "On target, callers find the request that they made for themselves.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(target_brings_the_callers_own_request(probe)),
    },
    Rule {
        id: "filter/target-brings-no-request-of-others",
        sentence: "On target, callers do not find a request that others made for others.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[REQUESTOR, MANAGER],
        fixtures: BOTH,
        effect: Effect::Writes,
        run: |probe| Box::pin(target_brings_no_request_of_others(probe)),
    },
    Rule {
        id: "filter/created-by-brings-direct-assignments",
        sentence: "On createdBy, administrators find the direct assignment that they made.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(created_by_brings_direct_assignments(probe)),
    },
    Rule {
        id: "filter/created-by-brings-requests-on-behalf",
        sentence: "On createdBy, callers find the request that they made on behalf of an employee.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[MANAGER],
        fixtures: &[EMPLOYEES_PACKAGE, EMPLOYEES_POLICY, EMPLOYEE],
        effect: Effect::Writes,
        run: |probe| Box::pin(created_by_brings_requests_on_behalf(probe)),
    },
    Rule {
        id: "filter/created-by-brings-no-request-of-others",
        sentence: "On createdBy, callers do not find a request that somebody else made.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[REQUESTOR],
        fixtures: BOTH,
        effect: Effect::Writes,
        run: |probe| Box::pin(created_by_brings_no_request_of_others(probe)),
    },
    Rule {
        id: "filter/approver-brings-what-awaits-a-decision",
        sentence: "On approver, approvers find the request that they have to decide on, until it is canceled.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER, Basis::Discrepancy("D-48")],
        identities: &[REQUESTOR, APPROVER],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(approver_brings_what_awaits_a_decision(probe)),
    },
    Rule {
        id: "filter/approver-brings-pending-requests-only",
        sentence: "On approver, approvers find requests in state pendingApproval only.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER, Basis::Discrepancy("D-48")],
        identities: &[REQUESTOR, APPROVER],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(approver_brings_pending_requests_only(probe)),
    },
    Rule {
        id: "filter/approver-brings-nothing-to-the-requestor",
        sentence: "On approver, requestors do not find the request that somebody else has to decide on.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(approver_brings_nothing_to_the_requestor(probe)),
    },
    Rule {
        id: "filter/refuses-an-unknown-option",
        sentence: "An option that the enumeration does not have is refused.",
        level: Level::Should,
        sources: &[OPTIONS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_an_unknown_option(probe)),
    },
    Rule {
        id: "filter/refuses-to-work-without-an-option",
        sentence: "The function is refused where its option is missing, or not in quotation marks.",
        level: Level::Should,
        sources: &[
            Basis::Schema(
                "#/paths/~1identityGovernance~1entitlementManagement~1assignmentRequests~1filterByCurrentUser(on='{on}')/get",
            ),
            Basis::Standard("OData 4.01 URL Conventions, section 4.5.3"),
        ],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(refuses_to_work_without_an_option(probe)),
    },
    Rule {
        id: "filter/answers-or-refuses-the-other-options",
        sentence: "The options whose behaviour is not documented are answered with a list, or refused.",
        level: Level::Should,
        sources: &[Basis::Discrepancy("D-47"), OPTIONS],
        identities: &[],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(answers_or_refuses_the_other_options(probe)),
    },
    Rule {
        id: "filter/knows-its-qualified-name",
        sentence: "The function called by its name with the namespace brings what its short name brings.",
        level: Level::Should,
        sources: &[Basis::Standard("OData 4.01 URL Conventions, section 4.5.3")],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(knows_its_qualified_name(probe)),
    },
];

async fn target_brings_the_callers_own_request(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    probe.listed_with(&on("target").as_(REQUESTOR), &request).await?;
    Ok(())
}

async fn target_brings_no_request_of_others(probe: &mut Probe<'_>) -> Step {
    let theirs = probe.submitted().await?;
    let own = probe.pending().await?;
    let listed = probe.listed_with(&on("target").as_(REQUESTOR), &own).await?;
    listed.lacks(&theirs)?;
    Ok(probe.listed(&on("target").as_(MANAGER)).await?.lacks(&own)?)
}

async fn created_by_brings_direct_assignments(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    probe.listed_with(&on("createdBy"), &request).await?;
    Ok(())
}

async fn created_by_brings_requests_on_behalf(probe: &mut Probe<'_>) -> Step {
    let body = json!({
        "requestType": "userAdd",
        "assignment": {
            "targetId": probe.fixture(EMPLOYEE.name)?,
            "assignmentPolicyId": probe.fixture(EMPLOYEES_POLICY.name)?,
            "accessPackageId": probe.fixture(EMPLOYEES_PACKAGE.name)?,
        },
    });
    let request = created(&probe.send(calls::create(&body).as_(MANAGER)).await?)?;
    probe.listed_with(&on("createdBy").as_(MANAGER), &request).await?;
    Ok(())
}

async fn created_by_brings_no_request_of_others(probe: &mut Probe<'_>) -> Step {
    let theirs = probe.submitted().await?;
    let own = probe.pending().await?;
    let listed = probe.listed_with(&on("createdBy").as_(REQUESTOR), &own).await?;
    listed.lacks(&theirs)?;
    let of_another = probe.listed_with(&on("createdBy"), &theirs).await?;
    Ok(of_another.lacks(&own)?)
}

async fn approver_brings_what_awaits_a_decision(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    probe.listed_with(&on("approver").as_(APPROVER), &request).await?;
    probe.cancels(&request, calls::cancel(&request)).await?;
    probe.listed_without(&on("approver").as_(APPROVER), &request).await?;
    Ok(())
}

async fn approver_brings_pending_requests_only(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    let listed = probe.listed_with(&on("approver").as_(APPROVER), &request).await?;
    Ok(listed.all(|request| request.at("/state").is("pendingApproval"))?)
}

async fn approver_brings_nothing_to_the_requestor(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    Ok(probe.listed(&on("approver").as_(REQUESTOR)).await?.lacks(&request)?)
}

async fn refuses_an_unknown_option(probe: &mut Probe<'_>) -> Step {
    for option in ["nonsense", "", "target,createdBy", "target' or '1' eq '1"] {
        let reply = probe.send(on(option)).await?;
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(option)));
    }
    Ok(())
}

async fn refuses_to_work_without_an_option(probe: &mut Probe<'_>) -> Step {
    for arguments in ["", "()", "(on=)", "(on=target)", "(on=\"target\")", "(off='target')"] {
        let path = format!("{REQUESTS}/filterByCurrentUser{arguments}");
        let reply = probe.send(Call::new("GET", &path)).await?;
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(&path)));
    }
    Ok(())
}

async fn answers_or_refuses_the_other_options(probe: &mut Probe<'_>) -> Step {
    for option in [
        "targetOrRequestor",
        "targetManager",
        "requestForOthers",
        "targetAgentIdentitySponsorOrOwner",
        "unknownFutureValue",
    ] {
        let reply = probe.send(on(option)).await?;
        let is_refused = reply.is_refused().map(drop);
        let is_list = reply.is(200).and_then(|reply| reply.at("/value").items().map(drop));
        probe.note(is_refused.or(is_list).map_err(|told| told.because(option)));
    }
    Ok(())
}

async fn knows_its_qualified_name(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    let path = format!("{REQUESTS}/microsoft.graph.filterByCurrentUser(on='target')");
    // The contract has the short name alone, and takes the long one for an id.
    let by_long_name = Call::new("GET", path).as_(REQUESTOR).expecting(&[
        "schema",
        "typed-round-trip",
        "undocumented-members",
    ]);
    probe.listed_with(&on("target").as_(REQUESTOR), &request).await?;
    probe.listed_with(&by_long_name, &request).await?;
    Ok(())
}

fn on(option: &str) -> Call {
    calls::filter_by_current_user(option)
}

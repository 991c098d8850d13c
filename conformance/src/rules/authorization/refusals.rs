//! What is refused to a user who lacks the permission or the role, and changes nothing.

use crate::finding::Level;
use crate::probe::{Call, Probe, Step};
use crate::rules::calls;
use crate::rules::fixture::{FAILED, WAITING_AT_CREATED};
use crate::rules::identity::{Identity, MANAGER, READER, REQUESTOR};
use crate::rules::resume::waiting::CREATED;
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{APPROVAL, DIRECT, created};
use crate::rules::sources::{CANCEL, CREATE, DELETE, ERRORS, GET, LIST, REPROCESS, RESUME};

pub(in crate::rules) const RULES: &[Rule] = &[
    Rule {
        id: "identity/reader-does-not-create",
        sentence: "With EntitlementManagement.Read.All alone nobody assigns directly: 403, and nothing is made.",
        level: Level::Must,
        sources: &[CREATE, ERRORS],
        identities: &[READER],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(does_not_create(probe, READER)),
    },
    Rule {
        id: "identity/reader-does-not-cancel",
        sentence: "With EntitlementManagement.Read.All alone nobody cancels: 403, and the request waits as before.",
        level: Level::Must,
        sources: &[CANCEL, ERRORS],
        identities: &[READER, REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(reader_does_not_cancel(probe)),
    },
    Rule {
        id: "identity/reader-does-not-delete",
        sentence: "With EntitlementManagement.Read.All alone nobody deletes: 403, and the request is there as before.",
        level: Level::Must,
        sources: &[DELETE, ERRORS],
        identities: &[READER],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(reader_does_not_delete(probe)),
    },
    Rule {
        id: "identity/reader-does-not-reprocess",
        sentence: "With EntitlementManagement.Read.All alone nobody reprocesses: 403, and the request stays failed.",
        level: Level::Must,
        sources: &[REPROCESS, ERRORS],
        identities: &[READER],
        fixtures: &[FAILED],
        effect: Effect::Refused,
        run: |probe| Box::pin(does_not_reprocess(probe, READER)),
    },
    Rule {
        id: "identity/reader-does-not-resume",
        sentence: "With EntitlementManagement.Read.All alone nobody resumes: 403, and the request waits as before.",
        level: Level::Must,
        sources: &[RESUME, ERRORS],
        identities: &[READER],
        fixtures: &[WAITING_AT_CREATED],
        effect: Effect::Refused,
        run: |probe| Box::pin(does_not_resume(probe, READER)),
    },
    Rule {
        id: "identity/user-does-not-assign-directly",
        sentence: "A user without a role does not assign directly, and nothing is made.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[REQUESTOR],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(does_not_create(probe, REQUESTOR)),
    },
    Rule {
        id: "identity/user-does-not-delete",
        sentence: "A user without a role does not delete even their own request.",
        level: Level::Must,
        sources: &[DELETE, ERRORS],
        identities: &[REQUESTOR],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_does_not_delete(probe)),
    },
    Rule {
        id: "identity/user-does-not-reprocess",
        sentence: "A user without a role does not reprocess, and the request stays failed.",
        level: Level::Must,
        sources: &[REPROCESS, ERRORS],
        identities: &[REQUESTOR],
        fixtures: &[FAILED],
        effect: Effect::Refused,
        run: |probe| Box::pin(does_not_reprocess(probe, REQUESTOR)),
    },
    Rule {
        id: "identity/user-does-not-resume",
        sentence: "A user without a role does not resume, and the request waits as before.",
        level: Level::Must,
        sources: &[RESUME, ERRORS],
        identities: &[REQUESTOR],
        fixtures: &[WAITING_AT_CREATED],
        effect: Effect::Refused,
        run: |probe| Box::pin(does_not_resume(probe, REQUESTOR)),
    },
    Rule {
        id: "identity/user-does-not-get-the-request-of-another",
        sentence: "A user without a role is not shown the request of somebody else.",
        level: Level::Must,
        sources: &[GET, LIST],
        identities: &[REQUESTOR, MANAGER],
        fixtures: APPROVAL,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_does_not_get_the_request_of_another(probe)),
    },
    Rule {
        id: "identity/user-does-not-list-the-requests-of-others",
        sentence: "A user without a role lists no request of somebody else, if any at all.",
        level: Level::Must,
        sources: &[LIST],
        identities: &[REQUESTOR],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_does_not_list_the_requests_of_others(probe)),
    },
];

async fn does_not_create(probe: &mut Probe<'_>, who: Identity) -> Step {
    let body = probe.direct_assignment()?;
    probe.send(calls::create(&body).as_(who)).await?.is_refused_with(refusals_of(who))?;
    // Of a request that was made all the same this would be the second one.
    created(&probe.send(calls::create(&body)).await?)?;
    Ok(())
}

async fn reader_does_not_cancel(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    is_forbidden(probe, &request, (READER, calls::cancel(&request))).await
}

async fn reader_does_not_delete(probe: &mut Probe<'_>) -> Step {
    let request = probe.canceled().await?;
    is_forbidden(probe, &request, (READER, calls::delete(&request))).await
}

async fn user_does_not_delete(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    probe.cancels(&request, calls::cancel(&request)).await?;
    is_forbidden(probe, &request, (REQUESTOR, calls::delete(&request))).await
}

async fn does_not_reprocess(probe: &mut Probe<'_>, who: Identity) -> Step {
    let request = probe.take(FAILED.name)?;
    is_forbidden(probe, &request, (who, calls::reprocess(&request))).await?;
    probe.give_back(FAILED.name, &request);
    Ok(())
}

async fn does_not_resume(probe: &mut Probe<'_>, who: Identity) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    let call = calls::resume(&waiting.id, &waiting.callback());
    is_forbidden(probe, &waiting.id, (who, call)).await?;
    waiting.still_waits(probe).await
}

async fn user_does_not_get_the_request_of_another(probe: &mut Probe<'_>) -> Step {
    let request = probe.pending().await?;
    probe.send(calls::get(&request).as_(MANAGER)).await?.is_refused_with(refusals_of(MANAGER))?;
    Ok(())
}

async fn user_does_not_list_the_requests_of_others(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.submitted_since().await?;
    let list = calls::list().query(since).as_(REQUESTOR);
    if probe.send(list.clone()).await?.is_refused().is_ok() {
        return Ok(());
    }
    Ok(probe.listed(&list).await?.lacks(&request)?)
}

/// The call is refused to whoever makes it, and the request stands as it did before.
async fn is_forbidden(probe: &mut Probe<'_>, request: &str, (who, call): (Identity, Call)) -> Step {
    let before = probe.read(request).await?;
    probe.send(call.as_(who)).await?.is_refused_with(refusals_of(who))?;
    probe.stands_as(request, &before).await
}

/// 403 is documented for those who lack a permission. How those are refused who have one and no role is not, nor whether they learn what
/// exists; the service was seen to answer 400 as well.
fn refusals_of(who: Identity) -> &'static [u16] {
    if who == READER { &[403] } else { &[403, 404, 400] }
}

//! Who may do what: the tables of permissions and roles of the eight operations.

pub(super) mod refusals;

use super::calls;
use super::fixture::{DENIED, FAILED, WAITING_AT_CREATED};
use super::identity::{APP, READER};
use super::resume::waiting::CREATED;
use super::rule::{Effect, Rule};
use super::scene::DIRECT;
use super::sources::{
    Basis, CANCEL, CREATE, DELETE, FILTER_BY_CURRENT_USER, GET, LIST, REPROCESS, RESUME,
};
use crate::finding::Level;
use crate::probe::{Probe, Step};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "identity/reader-reads",
        sentence: "A user in a reading role with EntitlementManagement.Read.All lists and gets the requests of others.",
        level: Level::Must,
        sources: &[LIST, GET],
        identities: &[READER],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(reader_reads(probe)),
    },
    Rule {
        id: "identity/application-reads",
        sentence: "An application lists and gets requests.",
        level: Level::Must,
        sources: &[LIST, GET],
        identities: &[APP],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(application_reads(probe)),
    },
    Rule {
        id: "identity/application-creates",
        sentence: "An application assigns directly, and the assignment is delivered.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[APP],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(application_creates(probe)),
    },
    Rule {
        id: "identity/application-deletes",
        sentence: "An application deletes a denied request.",
        level: Level::Must,
        sources: &[DELETE],
        identities: &[APP],
        fixtures: &[DENIED],
        effect: Effect::Writes,
        run: |probe| Box::pin(application_deletes(probe)),
    },
    Rule {
        id: "identity/application-reprocesses",
        sentence: "An application has a failed request retried.",
        level: Level::Must,
        sources: &[REPROCESS],
        identities: &[APP],
        fixtures: &[FAILED],
        effect: Effect::Writes,
        run: |probe| Box::pin(application_reprocesses(probe)),
    },
    Rule {
        id: "identity/application-resumes",
        sentence: "An application lets a waiting request go on.",
        level: Level::Must,
        sources: &[RESUME],
        identities: &[APP],
        fixtures: &[WAITING_AT_CREATED],
        effect: Effect::Writes,
        run: |probe| Box::pin(application_resumes(probe)),
    },
    Rule {
        id: "identity/application-does-not-cancel",
        sentence: "An application that holds a permission and no role does not cancel, and the request goes on.",
        level: Level::Must,
        sources: &[CANCEL, Basis::Discrepancy("D-28")],
        identities: &[APP],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(application_does_not_cancel(probe)),
    },
    Rule {
        id: "identity/application-has-no-requests-of-its-own",
        sentence: "filterByCurrentUser is refused to an application, whatever the option.",
        level: Level::Must,
        sources: &[FILTER_BY_CURRENT_USER],
        identities: &[APP],
        fixtures: &[],
        effect: Effect::Reads,
        run: |probe| Box::pin(application_has_no_requests_of_its_own(probe)),
    },
];

async fn reader_reads(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.submitted_since().await?;
    probe.send(calls::get(&request).as_(READER)).await?.is(200)?.at("/id").is(request.as_str())?;
    probe.listed_with(&calls::list().query(since).as_(READER), &request).await?;
    Ok(())
}

async fn application_reads(probe: &mut Probe<'_>) -> Step {
    let (request, since) = probe.submitted_since().await?;
    probe.send(calls::get(&request).as_(APP)).await?.is(200)?.at("/id").is(request.as_str())?;
    probe.listed_with(&calls::list().query(since).as_(APP), &request).await?;
    Ok(())
}

async fn application_creates(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let reply = probe.send(calls::create(&body).as_(APP)).await?;
    // D-23: 200 is documented as well as 201.
    let request = reply.is_one_of(&[201, 200])?.at("/id").guid()?.to_owned();
    Ok(probe.final_state(&request).await?.at("/state").is("delivered")?)
}

async fn application_deletes(probe: &mut Probe<'_>) -> Step {
    let request = probe.take(DENIED.name)?;
    probe.send(calls::delete(&request).as_(APP)).await?.is(204)?;
    probe.is_gone(&request).await
}

async fn application_reprocesses(probe: &mut Probe<'_>) -> Step {
    let request = probe.take(FAILED.name)?;
    probe.send(calls::reprocess(&request).as_(APP)).await?.is(202)?;
    Ok(())
}

async fn application_resumes(probe: &mut Probe<'_>) -> Step {
    let waiting = probe.waiting(CREATED).await?;
    let call = calls::resume(&waiting.id, &waiting.callback()).as_(APP);
    probe.send(call).await?.is(204)?;
    waiting.is_delivered(probe).await
}

async fn application_does_not_cancel(probe: &mut Probe<'_>) -> Step {
    let request = probe.submitted().await?;
    probe.send(calls::cancel(&request).as_(APP)).await?.is_refused()?;
    Ok(probe.final_state(&request).await?.at("/state").is("delivered")?)
}

async fn application_has_no_requests_of_its_own(probe: &mut Probe<'_>) -> Step {
    for option in ["target", "createdBy", "approver"] {
        let reply = probe.send(calls::filter_by_current_user(option).as_(APP)).await?;
        probe.note(reply.is_refused().map(drop).map_err(|told| told.because(option)));
    }
    Ok(())
}

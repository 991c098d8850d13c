//! What a body must name, and what it names must be there and belong together.

use crate::finding::Level;
use crate::probe::{Probe, Step};
use crate::rules::bodies::{SELF, extension, removal, with, without};
use crate::rules::calls;
use crate::rules::fixture::{EMAIL_DOMAIN, EMPLOYEES_POLICY, GUEST_POLICY, OPEN_PACKAGE};
use crate::rules::identity::{ADMIN, REQUESTOR};
use crate::rules::rule::{Effect, Rule};
use crate::rules::scene::{DIRECT, created};
use crate::rules::sources::{Basis, CREATE, RESOURCE};
use serde_json::json;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "create/direct-assignment-needs-a-target",
        sentence: "An adminAdd that names nobody is refused.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(direct_assignment_needs(probe, "target")),
    },
    Rule {
        id: "create/direct-assignment-needs-a-policy",
        sentence: "An adminAdd that names no policy is refused.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(direct_assignment_needs(probe, "assignmentPolicy")),
    },
    Rule {
        id: "create/direct-assignment-needs-a-package",
        sentence: "An adminAdd that names no access package is refused.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(direct_assignment_needs(probe, "accessPackage")),
    },
    Rule {
        id: "create/admin-update-needs-an-assignment",
        sentence: "An adminUpdate without the id of an assignment is refused.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(admin_update_needs_an_assignment(probe)),
    },
    Rule {
        id: "create/admin-remove-needs-an-assignment",
        sentence: "An adminRemove without the id of an assignment is refused.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(admin_remove_needs_an_assignment(probe)),
    },
    Rule {
        id: "create/user-update-needs-an-assignment",
        sentence: "A userUpdate without the id of an assignment is refused.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-59")],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_update_needs_an_assignment(probe)),
    },
    Rule {
        id: "create/user-remove-needs-an-assignment",
        sentence: "A userRemove without the id of an assignment is refused.",
        level: Level::Must,
        sources: &[RESOURCE],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_remove_needs_an_assignment(probe)),
    },
    Rule {
        id: "create/user-add-needs-a-package",
        sentence: "A userAdd that names no access package is refused.",
        level: Level::Must,
        sources: &[CREATE, Basis::Discrepancy("D-13")],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(user_add_needs_a_package(probe)),
    },
    Rule {
        id: "create/admin-remove-of-an-unknown-assignment-is-refused",
        sentence: "An adminRemove of an assignment that does not exist is refused.",
        level: Level::Should,
        sources: &[Basis::Observation("clients take a 404 to an adminRemove as \"gone\""), CREATE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(admin_remove_of_an_unknown_assignment_is_refused(probe)),
    },
    Rule {
        id: "create/update-needs-a-change",
        sentence: "An adminUpdate with neither a schedule nor answers is refused.",
        level: Level::Should,
        sources: &[CREATE, Basis::Discrepancy("D-59")],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(update_needs_a_change(probe)),
    },
    Rule {
        id: "create/refuses-an-unknown-package",
        sentence: "A userAdd for an access package that does not exist is refused.",
        level: Level::Should,
        sources: &[CREATE],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_an_unknown(probe, "accessPackageId")),
    },
    Rule {
        id: "create/refuses-an-unknown-policy",
        sentence: "A userAdd by a policy that does not exist is refused.",
        level: Level::Should,
        sources: &[CREATE],
        identities: &[REQUESTOR],
        fixtures: SELF,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_an_unknown(probe, "assignmentPolicyId")),
    },
    Rule {
        id: "create/refuses-the-policy-of-another-package",
        sentence: "An adminAdd whose policy belongs to another access package is refused.",
        level: Level::Must,
        sources: &[CREATE],
        identities: &[],
        fixtures: &[OPEN_PACKAGE, GUEST_POLICY, EMAIL_DOMAIN, EMPLOYEES_POLICY],
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_the_policy_of_another_package(probe)),
    },
    Rule {
        id: "create/refuses-an-end-before-the-start",
        sentence: "A schedule that ends before it starts is refused.",
        level: Level::Should,
        sources: &[Basis::Choice("no access can end before it starts"), RESOURCE],
        identities: &[],
        fixtures: DIRECT,
        effect: Effect::Writes,
        run: |probe| Box::pin(refuses_an_end_before_the_start(probe)),
    },
];

async fn direct_assignment_needs(probe: &mut Probe<'_>, member: &str) -> Step {
    let right = probe.direct_assignment()?;
    let wrong = without(&right, &format!("/assignment/{member}"));
    probe.is_told_from((&wrong, &right), ADMIN).await
}

async fn admin_update_needs_an_assignment(probe: &mut Probe<'_>) -> Step {
    let right = extension("adminUpdate", &probe.guest_assignment().await?);
    probe.is_told_from((&without(&right, "/assignment/id"), &right), ADMIN).await
}

async fn admin_remove_needs_an_assignment(probe: &mut Probe<'_>) -> Step {
    let right = removal("adminRemove", &probe.guest_assignment().await?);
    probe.is_told_from((&without(&right, "/assignment/id"), &right), ADMIN).await
}

async fn user_update_needs_an_assignment(probe: &mut Probe<'_>) -> Step {
    let (_, assignment) = probe.own_access().await?;
    let right = extension("userUpdate", &assignment);
    probe.is_told_from((&without(&right, "/assignment/id"), &right), REQUESTOR).await
}

async fn user_remove_needs_an_assignment(probe: &mut Probe<'_>) -> Step {
    let (request, assignment) = probe.own_access().await?;
    let right = removal("userRemove", &assignment);
    let wrong = without(&right, "/assignment/id");
    probe.send(calls::create(&wrong).as_(REQUESTOR)).await?.is_refused()?;
    let reply = probe.taken_in(&right, REQUESTOR).await?;
    probe.final_state(&created(&reply)?).await?;
    probe.has_ended(&request).await
}

async fn user_add_needs_a_package(probe: &mut Probe<'_>) -> Step {
    let right = probe.request_for_oneself()?;
    let wrong = without(&right, "/assignment/accessPackageId");
    probe.is_told_from((&wrong, &right), REQUESTOR).await
}

async fn admin_remove_of_an_unknown_assignment_is_refused(probe: &mut Probe<'_>) -> Step {
    let right = removal("adminRemove", &probe.guest_assignment().await?);
    let wrong = with(&right, "/assignment/id", probe.new_name());
    probe.is_told_from((&wrong, &right), ADMIN).await
}

async fn update_needs_a_change(probe: &mut Probe<'_>) -> Step {
    let right = extension("adminUpdate", &probe.guest_assignment().await?);
    probe.is_told_from((&without(&right, "/schedule"), &right), ADMIN).await
}

async fn refuses_an_unknown(probe: &mut Probe<'_>, member: &str) -> Step {
    let right = probe.request_for_oneself()?;
    let wrong = with(&right, &format!("/assignment/{member}"), probe.new_name());
    probe.is_told_from((&wrong, &right), REQUESTOR).await
}

async fn refuses_the_policy_of_another_package(probe: &mut Probe<'_>) -> Step {
    let right = probe.direct_assignment()?;
    let other = probe.fixture(EMPLOYEES_POLICY.name)?;
    let wrong = with(&right, "/assignment/assignmentPolicy/id", other);
    probe.is_told_from((&wrong, &right), ADMIN).await
}

async fn refuses_an_end_before_the_start(probe: &mut Probe<'_>) -> Step {
    let body = probe.direct_assignment()?;
    let between = |start: &str, end: &str| {
        let expiration = json!({ "endDateTime": end, "type": "afterDateTime" });
        with(&body, "/schedule", json!({ "startDateTime": start, "expiration": expiration }))
    };
    // Far from the present of any endpoint.
    let (january, february) = ("2090-01-01T00:00:00Z", "2090-02-01T00:00:00Z");
    let (wrong, right) = (between(february, january), between(january, february));
    probe.is_told_from((&wrong, &right), ADMIN).await
}

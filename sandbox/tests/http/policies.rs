//! What policies let callers ask for: a table of worlds and bodies, each with what comes of it.

use serde_json::{Value, json};

use crate::verdicts::{
    ADELE, MEGAN, NEW_HIRE, OWN, SALES, about, accepted, admin_add, check, new_hire, refused,
    single_user, user_add, user_add_for, with,
};

const BRANCH_OFFICE: &str = "5b98f958-0dea-4a5b-836e-109dccbd530c";
/// An assignment of Finance Reports, whose policy has the caller as an approver.
const ANOTHERS: &str = "5d9b7a31-2c4e-4f86-b17d-8e0a6c3f5b29";

/// A servicePrincipal.
const APPLICATION: &str = "8d0f2b4c-6e8a-4c0e-8f2b-3d5f7b9c1e20";

const REFUSED_BY_POLICY: &str = "NotAllowedByRequestor";
const OUT_OF_SCOPE: &str = "You don't meet policy requirements to request this entitlement: ";

/// Other requestor settings of the policy at this place of the documented world.
fn settings(place: &'static str, settings: Value) -> Vec<(&'static str, Value)> {
    vec![(place, settings)]
}

const OF_NEW_HIRE: &str = "/assignmentPolicies/0/requestorSettings";
const OF_BRANCH_OFFICE: &str = "/assignmentPolicies/3/requestorSettings";
const OF_SALES: &str = "/assignmentPolicies/4/requestorSettings";
const OF_FINANCE: &str = "/assignmentPolicies/5/requestorSettings";

#[tokio::test]
async fn users_ask_for_themselves_as_far_as_the_policy_lets_them() {
    let off = |member: &str| json!({ member: false });
    let (add, update, remove) = (
        "enableTargetsToSelfAddAccess",
        "enableTargetsToSelfUpdateAccess",
        "enableTargetsToSelfRemoveAccess",
    );
    let (own_update, own_remove) = (about("userUpdate", OWN), about("userRemove", OWN));
    check(vec![
        accepted(vec![], user_add(NEW_HIRE)),
        accepted(vec![], own_update.clone()),
        accepted(vec![], own_remove.clone()),
        refused(settings(OF_NEW_HIRE, off(add)), user_add(NEW_HIRE), (REFUSED_BY_POLICY, add)),
        refused(settings(OF_SALES, off(update)), own_update.clone(), (REFUSED_BY_POLICY, update)),
        refused(settings(OF_SALES, off(remove)), own_remove.clone(), (REFUSED_BY_POLICY, remove)),
        // Each setting is for one thing only, and none of them for administrators.
        accepted(settings(OF_SALES, off(add)), own_update),
        accepted(settings(OF_SALES, off(update)), own_remove),
        accepted(settings(OF_SALES, off(update)), about("adminUpdate", OWN)),
        accepted(settings(OF_SALES, off(remove)), about("adminRemove", OWN)),
        accepted(settings(OF_NEW_HIRE, off(add)), new_hire(&json!({"objectId": MEGAN}))),
    ])
    .await;
}

#[tokio::test]
async fn users_ask_for_others_only_where_the_policy_names_them() {
    let (add, update, remove) = (
        "enableOnBehalfRequestorsToAddAccess",
        "enableOnBehalfRequestorsToUpdateAccess",
        "enableOnBehalfRequestorsToRemoveAccess",
    );
    let on =
        |member: &str, who: &str| json!({member: true, "onBehalfRequestors": single_user(who)});
    let for_megan = user_add_for(BRANCH_OFFICE, MEGAN);
    let (their_update, their_remove) =
        (about("userUpdate", ANOTHERS), about("userRemove", ANOTHERS));
    check(vec![
        accepted(vec![], for_megan.clone()),
        accepted(settings(OF_FINANCE, on(update, ADELE)), their_update.clone()),
        accepted(settings(OF_FINANCE, on(remove, ADELE)), their_remove.clone()),
        refused(vec![], user_add_for(NEW_HIRE, MEGAN), (REFUSED_BY_POLICY, add)),
        refused(vec![], their_update.clone(), (REFUSED_BY_POLICY, update)),
        refused(vec![], their_remove.clone(), (REFUSED_BY_POLICY, remove)),
        // The setting alone is not enough, nor is the place among the requestors.
        refused(
            settings(OF_BRANCH_OFFICE, on(add, MEGAN)),
            for_megan.clone(),
            (REFUSED_BY_POLICY, add),
        ),
        refused(settings(OF_BRANCH_OFFICE, on(update, ADELE)), for_megan, (REFUSED_BY_POLICY, add)),
        refused(settings(OF_FINANCE, on(add, ADELE)), their_update, (REFUSED_BY_POLICY, update)),
        refused(settings(OF_FINANCE, on(update, ADELE)), their_remove, (REFUSED_BY_POLICY, remove)),
    ])
    .await;
}

#[tokio::test]
async fn only_targets_of_the_policys_scope_get_access() {
    let scope = |name: &str| ("/assignmentPolicies/0/allowedTargetScope", json!(name));
    let named = |who| ("/assignmentPolicies/0/specificAllowedTargets", single_user(who));
    let guest = ("/subjects/0/subjectLifecycle", json!("governed"));
    let own = || user_add(NEW_HIRE);
    let direct = || new_hire(&json!({"objectId": MEGAN}));
    let application = || new_hire(&json!({"objectId": APPLICATION}));
    let outsider = || new_hire(&json!({"email": "somebody@contoso.com"}));
    let out = (REFUSED_BY_POLICY, OUT_OF_SCOPE);
    let specific = || scope("specificDirectoryUsers");
    let principals = || scope("specificDirectoryServicePrincipals");
    check(vec![
        accepted(vec![scope("notSpecified")], direct()),
        accepted(vec![scope("notSpecified")], outsider()),
        refused(vec![scope("notSpecified")], own(), out),
        accepted(vec![specific(), named(ADELE)], own()),
        refused(vec![specific(), named(MEGAN)], own(), out),
        refused(vec![specific()], own(), out),
        accepted(vec![specific(), named(MEGAN)], direct()),
        refused(vec![specific(), named(ADELE)], direct(), out),
        refused(vec![specific(), named(APPLICATION)], application(), out),
        accepted(vec![principals(), named(APPLICATION)], application()),
        refused(vec![principals(), named(MEGAN)], direct(), out),
        accepted(vec![scope("allMemberUsers")], own()),
        refused(vec![scope("allMemberUsers"), guest.clone()], own(), out),
        accepted(vec![scope("allDirectoryUsers"), guest.clone()], own()),
        refused(vec![scope("allDirectoryUsers")], outsider(), out),
        accepted(vec![scope("allExternalUsers")], outsider()),
        accepted(vec![scope("allExternalUsers"), guest], own()),
        refused(vec![scope("allExternalUsers")], own(), out),
        accepted(vec![scope("allDirectoryServicePrincipals")], application()),
        refused(vec![scope("allDirectoryUsers")], application(), out),
        refused(vec![scope("allDirectoryServicePrincipals")], direct(), out),
    ])
    .await;
}

#[tokio::test]
async fn what_is_already_given_can_be_changed_and_removed_outside_the_scope() {
    let nobody = ("/assignmentPolicies/4/allowedTargetScope", json!("notSpecified"));
    check(vec![
        accepted(vec![nobody.clone()], about("userUpdate", OWN)),
        accepted(vec![nobody], about("userRemove", OWN)),
    ])
    .await;
}

#[tokio::test]
async fn a_user_who_names_no_policy_gets_the_only_one_that_lets_them_in() {
    // The policy of Partners, which lets no user in, becomes the second of New Hire.
    let second = || ("/assignmentPolicies/2/accessPackage", json!(NEW_HIRE));
    let scope = |place, name: &str| (place, json!(name));
    let (first_scope, second_scope) =
        ("/assignmentPolicies/0/allowedTargetScope", "/assignmentPolicies/2/allowedTargetScope");
    check(vec![
        accepted(vec![second()], user_add(NEW_HIRE)),
        refused(
            vec![second(), scope(first_scope, "notSpecified")],
            user_add(NEW_HIRE),
            (REFUSED_BY_POLICY, "none of the 2 policies of the access package"),
        ),
        refused(
            vec![second(), scope(second_scope, "allMemberUsers")],
            user_add(NEW_HIRE),
            ("InvalidModel", "has 2 policies; name the one to use"),
        ),
        refused(
            vec![second()],
            user_add("11115c72-0612-4c43-a044-fc0a4e71a4c5"),
            ("InvalidModel", "has 0 policies"),
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_schedule_of_ones_own_takes_the_policys_permission() {
    let no_choice = |place| settings(place, json!({"allowCustomAssignmentSchedule": false}));
    let start = json!({"startDateTime": "2030-01-01T00:00:00Z"});
    let nothing = json!({"startDateTime": null, "expiration": {"type": "notSpecified"}});
    let chosen = with(user_add(NEW_HIRE), "schedule", start.clone());
    let refusal = (REFUSED_BY_POLICY, "allowCustomAssignmentSchedule");
    check(vec![
        accepted(vec![], chosen.clone()),
        refused(no_choice(OF_NEW_HIRE), chosen, refusal),
        accepted(no_choice(OF_NEW_HIRE), with(user_add(NEW_HIRE), "schedule", nothing)),
        refused(no_choice(OF_SALES), about("userUpdate", OWN), refusal),
        accepted(no_choice(OF_SALES), about("userRemove", OWN)),
        accepted(no_choice(OF_SALES), about("adminUpdate", OWN)),
        accepted(
            no_choice(OF_NEW_HIRE),
            with(new_hire(&json!({"objectId": MEGAN})), "schedule", start),
        ),
    ])
    .await;
}

#[tokio::test]
async fn users_say_why_where_the_policy_wants_to_know() {
    let wanted = |place| vec![(place, json!({"isRequestorJustificationRequired": true}))];
    let new_hires = || wanted("/assignmentPolicies/0/requestApprovalSettings");
    let sales = || wanted("/assignmentPolicies/4/requestApprovalSettings");
    let add = |why: Value| with(user_add(NEW_HIRE), "justification", why);
    let refusal = ("InvalidModel", "wants a justification");
    check(vec![
        accepted(vec![], add(json!(null))),
        refused(new_hires(), add(json!(null)), refusal),
        refused(new_hires(), add(json!(" \n")), refusal),
        accepted(new_hires(), add(json!("Month-end closing"))),
        refused(sales(), about("userUpdate", OWN), refusal),
        accepted(sales(), about("userRemove", OWN)),
        accepted(sales(), about("adminUpdate", OWN)),
        accepted(new_hires(), new_hire(&json!({"objectId": MEGAN}))),
    ])
    .await;
}

#[tokio::test]
async fn approvers_remove_what_they_approve() {
    check(vec![
        accepted(vec![], about("approverRemove", ANOTHERS)),
        refused(vec![], about("approverRemove", OWN), (REFUSED_BY_POLICY, "only an approver")),
    ])
    .await;
}

#[tokio::test]
async fn what_was_not_delivered_can_only_be_removed() {
    let state = |name: &str| vec![("/assignments/2/state", json!(name))];
    let inactive = |part| ("SandboxAssignmentNotActive", part);
    check(vec![
        accepted(state("partiallyDelivered"), about("adminUpdate", OWN)),
        accepted(state("partiallyDelivered"), about("adminRemove", OWN)),
        accepted(state("deliveryFailed"), about("adminRemove", OWN)),
        refused(state("deliveryFailed"), about("adminUpdate", OWN), inactive("is deliveryFailed")),
        refused(state("delivering"), about("adminRemove", OWN), inactive("is delivering")),
        refused(state("expired"), about("adminRemove", OWN), inactive("is expired")),
        refused(state("expired"), about("userUpdate", OWN), inactive("is expired")),
    ])
    .await;
}

#[tokio::test]
async fn an_administrator_does_not_give_what_the_target_has() {
    let target = json!({"objectId": ADELE});
    let again = admin_add(SALES, "9a6d1f3c-5e82-4b47-a0c9-7d2e8f4b1a53", &target);
    let state = |name: &str| vec![("/assignments/2/state", json!(name))];
    let held = ("SandboxAlreadyAssigned", "already has an assignment");
    check(vec![
        refused(vec![], again.clone(), held),
        refused(state("partiallyDelivered"), again.clone(), held),
        accepted(state("expired"), again.clone()),
        accepted(state("deliveryFailed"), again),
        // A user renews it.
        accepted(vec![], user_add(SALES)),
    ])
    .await;
}

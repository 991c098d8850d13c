//! A second writing of the permissions, task by task and caller by caller.

use super::*;
use crate::model::SubjectId;

const TASKS: [Task; 9] = [
    Task::List,
    Task::Get,
    Task::FilterByCurrentUser,
    Task::CreateAsUser,
    Task::CreateAsAdministrator,
    Task::Cancel,
    Task::Delete,
    Task::Reprocess,
    Task::Resume,
];

/// A caller, and a letter for each of `TASKS`: `E` everything, `O` their own, `-` refused.
#[rustfmt::skip]
const CALLERS: &[(&str, &[&str], &str)] = &[
    // Kind of token, roles and permissions                                 L G F C A X D P R
    ("user",        &[],                                                   "---------"),
    ("user",        &["EntitlementMgmt-SubjectAccess.ReadWrite"],          "OOOO-O---"),
    ("user",        &["EntitlementManagement.Read.All"],                   "OOO------"),
    ("user",        &["EntitlementManagement.ReadWrite.All"],              "OOOO-O---"),
    ("user",        &["Identity Governance Administrator"],                "---------"),
    ("user",        &["Global Reader", "EntitlementManagement.Read.All"],  "EEO------"),
    ("user",        &["Global Reader", "EntitlementManagement.ReadWrite.All"], "EEOO-O---"),
    ("user",        &["Catalog reader", "EntitlementManagement.Read.All"], "EEO------"),
    ("user",        &["Catalog creator", "EntitlementManagement.Read.All"], "EEO------"),
    ("user",        &["Catalog creator", "EntitlementManagement.ReadWrite.All"], "EEOO-O---"),
    ("user",        &["Security Reader", "EntitlementManagement.Read.All"], "EEO------"),
    ("user",        &["Security Administrator", "EntitlementManagement.ReadWrite.All"], "EEOO-O---"),
    ("user",        &["Compliance Administrator", "EntitlementManagement.ReadWrite.All"], "EEOO-O---"),
    ("user",        &["Access package assignment manager", "EntitlementManagement.ReadWrite.All"], "EEOEEEEEE"),
    ("user",        &["Access package manager", "EntitlementManagement.ReadWrite.All"], "EEOEEEEEE"),
    ("user",        &["Catalog owner", "EntitlementManagement.ReadWrite.All"], "EEOEEEEEE"),
    ("user",        &["Identity Governance Administrator", "EntitlementManagement.ReadWrite.All"], "EEOEEEEEE"),
    ("user",        &["Identity Governance Administrator", "EntitlementManagement.Read.All"], "EEO------"),
    ("user",        &["Identity Governance Administrator", "EntitlementMgmt-SubjectAccess.ReadWrite"], "OOOO-O---"),
    ("application", &[],                                                   "---------"),
    ("application", &["EntitlementMgmt-SubjectAccess.ReadWrite"],          "---------"),
    ("application", &["EntitlementManagement.Read.All"],                   "EE-------"),
    ("application", &["EntitlementManagement.ReadWrite.All"],              "EE-EE-EEE"),
    ("application", &["Catalog reader"],                                   "EE-------"),
    ("application", &["Access package assignment manager"],                "EE-EE-EEE"),
];

#[test]
fn each_caller_reaches_as_far_in_each_task_as_is_documented() {
    for (kind, held, expected) in CALLERS {
        let caller = caller(kind, held);
        let reached: String = TASKS.iter().map(|task| letter(&reach(*task, &caller))).collect();
        assert_eq!(reached, *expected, "{kind} {held:?}");
    }
}

fn caller(kind: &str, held: &[&str]) -> Identity {
    let permissions = held.iter().filter_map(|name| name.parse().ok()).collect();
    let roles: Vec<Role> = held.iter().filter_map(|name| name.parse().ok()).collect();
    let grant = match kind {
        "user" => Grant::Delegated(permissions),
        _ => Grant::Application(permissions),
    };
    Identity { subject: SubjectId::from(uuid::Uuid::nil()), grant, roles }
}

fn letter(reached: &Result<Reach, NotPermitted>) -> char {
    match reached {
        Ok(Reach::Everything) => 'E',
        Ok(Reach::OwnRequests) => 'O',
        Err(_) => '-',
    }
}

#[test]
fn a_refusal_says_what_would_be_enough() {
    for (task, kind, held, enough) in [
        (
            Task::List,
            "user",
            &[][..],
            "the caller is not authorized to list requests: the token's scp needs \
             EntitlementMgmt-SubjectAccess.ReadWrite or EntitlementManagement.Read.All or \
             EntitlementManagement.ReadWrite.All",
        ),
        (
            Task::Delete,
            "user",
            &["EntitlementManagement.Read.All"],
            "the caller is not authorized to delete a request: the token's scp needs \
             EntitlementManagement.ReadWrite.All",
        ),
        (
            Task::CreateAsAdministrator,
            "user",
            &["EntitlementManagement.ReadWrite.All"],
            "the caller is not authorized to create a request as an administrator: the user needs a \
             role in the world's roleAssignments: Access package assignment manager or Access \
             package manager or Catalog owner or Identity Governance Administrator",
        ),
        (
            Task::Cancel,
            "application",
            &["EntitlementManagement.ReadWrite.All"],
            "the caller is not authorized to cancel a request: applications cannot, send a user's \
             token",
        ),
        (
            Task::Resume,
            "application",
            &["EntitlementManagement.Read.All"],
            "the caller is not authorized to resume a request: the token's roles need \
             EntitlementManagement.ReadWrite.All, or the application a role in the world's \
             roleAssignments: Access package assignment manager or Access package manager or Catalog \
             owner or Identity Governance Administrator",
        ),
    ] {
        let refusal = reach(task, &caller(kind, held)).unwrap_err();
        assert_eq!(refusal.to_string(), enough);
    }
}

#[test]
fn the_request_type_says_as_whom_a_request_is_created() {
    for (request_type, task) in [
        (RequestType::UserAdd, Task::CreateAsUser),
        (RequestType::UserUpdate, Task::CreateAsUser),
        (RequestType::UserRemove, Task::CreateAsUser),
        (RequestType::ApproverRemove, Task::CreateAsUser),
        (RequestType::AdminAdd, Task::CreateAsAdministrator),
        (RequestType::AdminUpdate, Task::CreateAsAdministrator),
        (RequestType::AdminRemove, Task::CreateAsAdministrator),
        (RequestType::SystemAdd, Task::CreateAsUser),
    ] {
        assert_eq!(Task::of_creating(request_type), task, "{request_type}");
    }
}

//! A server that takes in what it must refuse: it guesses what was meant, or does not look.

use super::{creates, is_create};
use crate::rules::fixture::{ANSWER, Fixture, GUEST_POLICY, OPEN_PACKAGE, OPEN_POLICY, QUESTION};
use crate::selftest::{Fault, Heard, Reply};
use serde_json::{Value, json};

const NO_TYPE: &str = "create/needs-a-type";
const UNKNOWN_TYPE: &str = "create/refuses-an-unknown-type";
const NOT_SPECIFIED: &str = "create/refuses-not-specified";
const SYSTEM_ADD: &str = "create/refuses-system-add";
const SYSTEM_UPDATE: &str = "create/refuses-system-update";
const SYSTEM_REMOVE: &str = "create/refuses-system-remove";
const ON_BEHALF: &str = "create/refuses-on-behalf-add";
const TARGET: &str = "create/direct-assignment-needs-a-target";
const POLICY: &str = "create/direct-assignment-needs-a-policy";
const PACKAGE: &str = "create/direct-assignment-needs-a-package";
const ADMIN_UPDATE: &str = "create/admin-update-needs-an-assignment";
const ADMIN_REMOVE: &str = "create/admin-remove-needs-an-assignment";
const USER_UPDATE: &str = "create/user-update-needs-an-assignment";
const USER_REMOVE: &str = "create/user-remove-needs-an-assignment";
const UNKNOWN_ASSIGNMENT: &str = "create/admin-remove-of-an-unknown-assignment-is-refused";
const USER_PACKAGE: &str = "create/user-add-needs-a-package";
const CHANGE: &str = "create/update-needs-a-change";
const UNKNOWN_PACKAGE: &str = "create/refuses-an-unknown-package";
const UNKNOWN_POLICY: &str = "create/refuses-an-unknown-policy";
const OTHER_POLICY: &str = "create/refuses-the-policy-of-another-package";
const END: &str = "create/refuses-an-end-before-the-start";
const REQUIRED: &str = "create/needs-a-required-answer";
const PATTERN: &str = "create/needs-an-answer-of-the-pattern";
const OTHER_QUESTION: &str = "create/refuses-an-answer-to-another-question";

pub(in super::super) const FAULTS: &[Fault] = &[
    Fault::hears("no type means adminAdd", NO_TYPE, (NO_TYPE, "status"), guess_the_type),
    Fault::hears(
        "a type that there is not means adminAdd",
        UNKNOWN_TYPE,
        (UNKNOWN_TYPE, "status"),
        guess_the_type,
    ),
    Fault::hears(
        "notSpecified means adminAdd",
        NOT_SPECIFIED,
        (NOT_SPECIFIED, "status"),
        guess_the_type,
    ),
    Fault::hears("callers send systemAdd", SYSTEM_ADD, (SYSTEM_ADD, "status"), guess_the_type),
    Fault::hears(
        "callers send systemUpdate",
        SYSTEM_UPDATE,
        (SYSTEM_UPDATE, "status"),
        guess_the_type,
    ),
    Fault::hears(
        "callers send systemRemove",
        SYSTEM_REMOVE,
        (SYSTEM_REMOVE, "status"),
        guess_the_type,
    ),
    Fault::hears("managers send onBehalfAdd", ON_BEHALF, (ON_BEHALF, "status"), guess_the_type),
    Fault::hears("nobody named means anybody", TARGET, (TARGET, "status"), |request| {
        fill_in(request, "target", json!({ "email": "anybody@contoso.com" }));
    }),
    Fault::hears("no policy means any policy", POLICY, (POLICY, "status"), |request| {
        fill_in(request, "assignmentPolicy", json!({ "id": value(GUEST_POLICY) }));
    }),
    Fault::hears("no package means that of the policy", PACKAGE, (PACKAGE, "status"), |request| {
        fill_in(request, "accessPackage", json!({ "id": value(OPEN_PACKAGE) }));
    }),
    Fault::ignores(
        "an adminUpdate of nothing is taken in",
        ADMIN_UPDATE,
        (ADMIN_UPDATE, "status"),
        |request| taken_in_without_an_assignment(request, "adminUpdate"),
    ),
    Fault::ignores(
        "an adminRemove of nothing is taken in",
        ADMIN_REMOVE,
        (ADMIN_REMOVE, "status"),
        |request| taken_in_without_an_assignment(request, "adminRemove"),
    ),
    Fault::ignores(
        "a userUpdate of nothing is taken in",
        USER_UPDATE,
        (USER_UPDATE, "status"),
        |request| taken_in_without_an_assignment(request, "userUpdate"),
    ),
    Fault::ignores(
        "a userRemove of nothing is taken in",
        USER_REMOVE,
        (USER_REMOVE, "status"),
        |request| taken_in_without_an_assignment(request, "userRemove"),
    ),
    Fault::ignores(
        "whatever is to be removed is said to be gone",
        UNKNOWN_ASSIGNMENT,
        (UNKNOWN_ASSIGNMENT, "status"),
        |request| {
            creates(request, |body| body["requestType"] == "adminRemove")
                .then(|| taken_in("adminRemove"))
        },
    ),
    Fault::hears(
        "a userAdd for nothing is for the package of the policy",
        USER_PACKAGE,
        (USER_PACKAGE, "status"),
        |request| fill_in(request, "accessPackageId", json!(value(OPEN_PACKAGE))),
    ),
    Fault::hears("an update of nothing extends", CHANGE, (CHANGE, "status"), |request| {
        if creates(request, |body| body["requestType"] == "adminUpdate") {
            request.put("/schedule", json!({ "expiration": { "type": "noExpiration" } }));
        }
    }),
    Fault::hears(
        "the package is taken from the policy",
        UNKNOWN_PACKAGE,
        (UNKNOWN_PACKAGE, "status"),
        |request| request.put("/assignment/accessPackageId", json!(value(OPEN_PACKAGE))),
    ),
    Fault::hears(
        "a policy that there is not is passed over",
        UNKNOWN_POLICY,
        (UNKNOWN_POLICY, "status"),
        |request| request.put("/assignment/assignmentPolicyId", json!(value(OPEN_POLICY))),
    ),
    Fault::hears(
        "a policy of another package is passed over",
        OTHER_POLICY,
        (OTHER_POLICY, "status"),
        |request| {
            request.put("/assignment/assignmentPolicy", json!({ "id": value(GUEST_POLICY) }));
        },
    ),
    Fault::hears("a schedule is not looked at", END, (END, "status"), |request| {
        request.put("/schedule", None);
    }),
    Fault::hears("questions need no answer", REQUIRED, (REQUIRED, "status"), answer_rightly),
    Fault::hears("answers are not looked at", PATTERN, (PATTERN, "status"), answer_rightly),
    Fault::hears(
        "an answer to another question is passed over",
        OTHER_QUESTION,
        (OTHER_QUESTION, "status"),
        answer_rightly,
    ),
];

/// Takes what is no type of a caller's for the nearest that is.
fn guess_the_type(request: &mut Heard) {
    if !is_create(request) {
        return;
    }
    let body = request.json().unwrap_or_default();
    let meant = match body.get("requestType").and_then(Value::as_str) {
        Some("systemUpdate") => "adminUpdate",
        Some("systemRemove") => "adminRemove",
        Some("onBehalfAdd") => "userAdd",
        Some(known) if known.starts_with("admin") && known != "adminGive" => known,
        Some(known) if known.starts_with("user") => known,
        _ => "adminAdd",
    };
    request.put("/requestType", json!(meant));
}

/// Adds what the assignment lacks.
fn fill_in(request: &mut Heard, member: &str, meant: Value) {
    if creates(request, |body| body["assignment"].get(member).is_none()) {
        request.put(&format!("/assignment/{member}"), meant);
    }
}

/// Answers the question as it should be.
fn answer_rightly(request: &mut Heard) {
    if is_create(request) {
        let question = json!({
            "@odata.type": "#microsoft.graph.accessPackageTextInputQuestion",
            "id": value(QUESTION),
        });
        let answer = json!({
            "@odata.type": "#microsoft.graph.accessPackageAnswerString",
            "value": value(ANSWER),
            "answeredQuestion": question,
        });
        request.put("/answers", json!([answer]));
    }
}

fn taken_in_without_an_assignment(request: &Heard, request_type: &str) -> Option<Reply> {
    let is_it = |body: &Value| {
        body["requestType"] == request_type && body["assignment"].get("id").is_none()
    };
    creates(request, is_it).then(|| taken_in(request_type))
}

/// A request that nobody has made.
fn taken_in(request_type: &str) -> Reply {
    let body = json!({
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#identityGovernance/entitlementManagement/assignmentRequests/$entity",
        "id": "2f7b9c1e-6a0d-4f38-9b52-7c4e1d8a3f60",
        "requestType": request_type,
        "state": "submitted",
        "status": "Accepted",
    });
    Reply::in_json(201, &body)
}

/// What the fixture is in the documented world.
fn value(fixture: Fixture) -> &'static str {
    fixture.documented.first().copied().unwrap_or_default()
}

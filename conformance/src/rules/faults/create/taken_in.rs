//! A server that refuses what it must take in, or does something else than it was asked.

use super::{creates, is_create, refusal, shows};
use crate::selftest::Fault;
use serde_json::{Value, json};

const BY_IDS: &str = "create/assigns-by-ids";
const NESTED: &str = "create/assigns-by-nested-objects";
const GUEST: &str = "create/assigns-a-guest-by-email";
const TYPE_CASING: &str = "create/reads-the-type-in-any-casing";
const ID_CASING: &str = "create/reads-ids-in-any-casing";
const DELIVERS: &str = "create/delivers-an-assignment";
const SCHEDULE: &str = "create/takes-the-schedule-of-the-assignment";
const ADMIN_EXTENDS: &str = "create/administrator-extends-an-assignment";
const ADMIN_ANSWERS: &str = "create/administrator-updates-answers";
const ADMIN_ENDS: &str = "create/administrator-ends-an-assignment";
const ONESELF: &str = "create/user-requests-for-oneself";
const NAMED: &str = "create/user-may-name-oneself";
const MANAGER: &str = "create/manager-requests-for-an-employee";
const NOBODY_ELSE: &str = "create/nobody-else-requests-for-an-employee";
const USER_EXTENDS: &str = "create/user-extends-own-access";
const USER_ENDS: &str = "create/user-ends-own-access";
const USER_EXTEND: &str = "create/user-extend-is-an-update-or-nothing";

pub(in super::super) const FAULTS: &[Fault] = &[
    Fault::hears("the targetId is passed over", BY_IDS, (BY_IDS, "status"), |request| {
        request.put("/assignment/targetId", None);
    }),
    Fault::hears("a nested policy is passed over", NESTED, (NESTED, "status"), |request| {
        request.put("/assignment/assignmentPolicy", None);
    }),
    Fault::hears(
        "whoever is assigned by e-mail is taken for somebody else",
        GUEST,
        (GUEST, "/assignment/target/email"),
        |request| request.put("/assignment/target/email", json!("somebody.else@contoso.com")),
    ),
    Fault::ignores("AdminAdd is no type", TYPE_CASING, (TYPE_CASING, "status"), |request| {
        creates(request, |body| body["requestType"] == "AdminAdd").then(refusal)
    }),
    Fault::ignores("ids are compared letter by letter", ID_CASING, (ID_CASING, "status"), {
        |request| {
            let is_capital = |text: &str| text.chars().any(|letter| letter.is_ascii_uppercase());
            let of = |body: &Value| {
                let id = body.pointer("/assignment/accessPackage/id").and_then(Value::as_str);
                id.is_some_and(is_capital)
            };
            creates(request, of).then(refusal)
        }
    }),
    Fault::answers_to(
        "a delivered request has no assignment",
        DELIVERS,
        (DELIVERS, "/assignment/id"),
        |request, reply| {
            if request.query().contains("assignment") {
                reply.put("/assignment", json!(null));
            }
        },
    ),
    Fault::ignores("a schedule of the assignment is refused", SCHEDULE, (SCHEDULE, "status"), {
        |request| {
            creates(request, |body| body.pointer("/assignment/schedule").is_some()).then(refusal)
        }
    }),
    Fault::answers_to(
        "an adminUpdate is called an adminAdd",
        ADMIN_EXTENDS,
        (ADMIN_EXTENDS, "/requestType"),
        |request, reply| {
            if creates(request, |body| body["requestType"] == "adminUpdate") {
                reply.put("/requestType", json!("adminAdd"));
            }
        },
    ),
    Fault::hears("a new schedule is passed over", ADMIN_EXTENDS, (ADMIN_EXTENDS, "status"), {
        |request| request.put("/schedule", None)
    }),
    Fault::answers(
        "the answers of an update are lost",
        ADMIN_ANSWERS,
        (ADMIN_ANSWERS, "/answers/0/value"),
        |reply| {
            if shows(reply, "adminUpdate", "delivered") {
                reply.put("/answers", json!([]));
            }
        },
    ),
    Fault::answers_to(
        "an assignment outlives its removal",
        ADMIN_ENDS,
        (ADMIN_ENDS, "/assignment/state"),
        |request, reply| {
            if request.query().contains("assignment") {
                reply.put("/assignment/state", json!("delivered"));
            }
        },
    ),
    Fault::ignores("a userAdd must name a policy", ONESELF, (ONESELF, "status"), |request| {
        creates(request, |body| body.pointer("/assignment/assignmentPolicyId").is_none())
            .then(refusal)
    }),
    Fault::ignores("a userAdd must name nobody", NAMED, (NAMED, "status"), |request| {
        creates(request, |body| body.pointer("/assignment/targetId").is_some()).then(refusal)
    }),
    Fault::answers_to(
        "a request on behalf is called an onBehalfAdd",
        MANAGER,
        (MANAGER, "/requestType"),
        |request, reply| {
            if is_create(request) {
                reply.put("/requestType", json!("onBehalfAdd"));
            }
        },
    ),
    Fault::hears(
        "a request for somebody else is taken for one for oneself",
        NOBODY_ELSE,
        (NOBODY_ELSE, "status"),
        |request| request.put("/assignment/target", None),
    ),
    Fault::answers("an extension by a user fails", USER_EXTENDS, (USER_EXTENDS, "/state"), {
        |reply| {
            if shows(reply, "userUpdate", "delivered") {
                reply.put("/state", json!("deliveryFailed"));
            }
        }
    }),
    Fault::answers_to(
        "access outlives its end by the user",
        USER_ENDS,
        (USER_ENDS, "/assignment/state"),
        |request, reply| {
            if request.query().contains("assignment") {
                reply.put("/assignment/state", json!("delivered"));
            }
        },
    ),
    Fault::hears(
        "UserExtend is taken for the end of access",
        USER_EXTEND,
        (USER_EXTEND, "/requestType"),
        |request| {
            if creates(request, |body| body["requestType"] == "UserExtend") {
                request.put("/requestType", json!("userRemove"));
            }
        },
    ),
];

//! What comes of a create: a world and a body in, the check of the answer, and that a refusal
//! changed nothing, out.

use serde_json::{Value, json};

use crate::client::{Ask, documented_but};

pub(crate) const NEW_HIRE: &str = "a914b616-e04e-476b-aa37-91038f0b165b";
pub(crate) const ENGINEERING: &str = "977c7ff4-ef8f-4910-9d31-49048ddf3120";
pub(crate) const SALES: &str = "6d4f8b2a-93c1-4e70-b5d8-2a7c9e1f3b64";
pub(crate) const ADELE: &str = "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c";
pub(crate) const MEGAN: &str = "46184453-e63b-4f20-86c2-c557ed5d5df9";
/// The caller's own assignment of Sales.
pub(crate) const OWN: &str = "329f8dac-8062-4c1b-a9b8-39b7132f9bff";

/// A world with these members replaced, a body, and what comes of it there.
pub(crate) struct Row {
    changes: Vec<(&'static str, Value)>,
    body: Value,
    /// The code and a part of the message, where it is refused.
    refusal: Option<(&'static str, &'static str)>,
}

pub(crate) fn refused(
    changes: Vec<(&'static str, Value)>,
    body: Value,
    refusal: (&'static str, &'static str),
) -> Row {
    Row { changes, body, refusal: Some(refusal) }
}

pub(crate) fn accepted(changes: Vec<(&'static str, Value)>, body: Value) -> Row {
    Row { changes, body, refusal: None }
}

pub(crate) async fn check(rows: Vec<Row>) {
    for Row { changes, body, refusal } in rows {
        let told = format!("{changes:?} {body}");
        let sandbox = documented_but(changes).await;
        let before = sandbox.world().to_json().unwrap();
        let answer = Ask::create(&body).send(&sandbox).await;
        let Some((code, part)) = refusal else {
            assert_eq!(answer.status, 201, "{told}: {}", answer.body);
            continue;
        };
        assert_eq!(answer.status, 400, "{told}: {}", answer.body);
        assert_eq!(answer.code(), code, "{told}: {}", answer.message());
        assert!(answer.message().contains(part), "{told}: {}", answer.message());
        assert_eq!(sandbox.world().to_json().unwrap(), before, "{told}");
    }
}

pub(crate) fn user_add(package: &str) -> Value {
    json!({"requestType": "userAdd", "assignment": {"accessPackageId": package}})
}

pub(crate) fn user_add_for(package: &str, target: &str) -> Value {
    let assignment = json!({"accessPackageId": package, "targetId": target});
    json!({"requestType": "userAdd", "assignment": assignment})
}

pub(crate) fn admin_add(package: &str, policy: &str, target: &Value) -> Value {
    let assignment =
        json!({"accessPackageId": package, "assignmentPolicyId": policy, "target": target});
    json!({"requestType": "adminAdd", "assignment": assignment})
}

pub(crate) fn new_hire(target: &Value) -> Value {
    admin_add(NEW_HIRE, "2264bf65-76ba-417b-a27d-54d291f0cbc8", target)
}

/// A request of this type about an assignment, with a schedule in case it is an update.
pub(crate) fn about(request_type: &str, assignment: &str) -> Value {
    let schedule = json!({"expiration": {"type": "noExpiration"}});
    json!({"requestType": request_type, "assignment": {"id": assignment}, "schedule": schedule})
}

pub(crate) fn with(mut body: Value, member: &str, value: Value) -> Value {
    body[member] = value;
    body
}

pub(crate) fn single_user(id: &str) -> Value {
    json!([{"@odata.type": "#microsoft.graph.singleUser", "userId": id}])
}

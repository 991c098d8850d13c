//! The documented world with so many people more, and requests for them.

use sandbox::{Token, World};
use serde_json::{Value, json};

/// The documented world with `people` more in it.
pub(crate) fn world(people: usize) -> World {
    let mut world: Value =
        serde_json::from_str(include_str!("../../worlds/documented.json")).unwrap();
    let more = (0..people).map(|person| json!({"id": id(1, person), "objectId": id(2, person)}));
    world["subjects"].as_array_mut().unwrap().extend(more);
    World::from_json(&world.to_string()).unwrap()
}

/// The body of an administrator's request for one of them.
pub(crate) fn add_for(person: usize) -> String {
    json!({"requestType": "adminAdd", "assignment": {
        "targetId": id(2, person),
        "assignmentPolicyId": "2264bf65-76ba-417b-a27d-54d291f0cbc8",
        "accessPackageId": "a914b616-e04e-476b-aa37-91038f0b165b"
    }})
    .to_string()
}

/// The token of the persona `admin`.
pub(crate) fn admin() -> Token {
    let adele = "d4a2f6c8-1b3e-4f57-8a9c-0e2d4f6a8b1c";
    Token::delegated(adele, &["EntitlementManagement.ReadWrite.All"])
}

fn id(of: usize, person: usize) -> String {
    format!("00000000-0000-4000-8{of:03x}-{person:012x}")
}

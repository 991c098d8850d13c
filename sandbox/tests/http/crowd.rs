//! The documented world with more people in it, so that many requests do not stand in one another's
//! way.

use sandbox::World;
use serde_json::{Value, json};

use crate::operations::admin_add;

/// How many people there are more.
pub(crate) const PEOPLE: usize = 16;

/// The documented world with `PEOPLE` more in it.
pub(crate) fn world() -> World {
    World::from_json(&crowded().to_string()).unwrap()
}

/// The same, and for each of them a request like this one.
pub(crate) fn world_of_requests_like(request: &str) -> World {
    let mut world = crowded();
    let requests = world["assignmentRequests"].as_array_mut().unwrap();
    let model = requests.iter().find(|one| one["id"] == request).unwrap().clone();
    requests.extend((0..PEOPLE).map(|person| {
        let mut copy = model.clone();
        copy["id"] = request_of(person).into();
        for member in ["requestor", "target"] {
            copy[member] = id(1, person).into();
        }
        copy
    }));
    World::from_json(&world.to_string()).unwrap()
}

/// The id of the request that is somebody's in such a world.
pub(crate) fn request_of(person: usize) -> String {
    id(3, person)
}

fn crowded() -> Value {
    let text = include_str!("../../worlds/documented.json");
    let mut world: Value = serde_json::from_str(text).unwrap();
    let people = (0..PEOPLE).map(|person| json!({"id": id(1, person), "objectId": id(2, person)}));
    world["subjects"].as_array_mut().unwrap().extend(people);
    world
}

/// An administrator's request for one of them.
pub(crate) fn add_for(person: usize) -> Value {
    let mut body = admin_add();
    body["assignment"]["targetId"] = id(2, person).into();
    body
}

fn id(of: usize, person: usize) -> String {
    format!("00000000-0000-4000-8{of:03x}-{person:012x}")
}

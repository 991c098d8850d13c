//! The documented world with more people in it, so that many requests do not stand in one another's
//! way.

use sandbox::World;
use serde_json::{Value, json};

use crate::operations::admin_add;

/// How many people there are more.
pub(crate) const PEOPLE: usize = 64;

/// The documented world with `PEOPLE` more in it.
pub(crate) fn world() -> World {
    let text = include_str!("../../worlds/documented.json");
    let mut world: Value = serde_json::from_str(text).unwrap();
    let people = (0..PEOPLE).map(|person| json!({"id": id(1, person), "objectId": id(2, person)}));
    world["subjects"].as_array_mut().unwrap().extend(people);
    World::from_json(&world.to_string()).unwrap()
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

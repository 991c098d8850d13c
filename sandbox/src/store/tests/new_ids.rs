//! New ids in a world that holds some of the same sequence.

use super::*;

#[test]
fn no_request_takes_the_place_of_another() {
    let mut first = Life::with([]);
    let id = first.request(RequestType::AdminAdd, MEGAN);
    let mut world = documented();
    world["assignmentRequests"].as_array_mut().unwrap().truncate(1);
    world["assignmentRequests"][0]["id"] = json!(id);
    let mut second = Life::of(&world);
    assert_ne!(second.request(RequestType::AdminAdd, MEGAN), id);
    assert_eq!(second.store.requests.keys().count(), 2);
}

#[test]
fn no_assignment_takes_the_place_of_another() {
    let mut first = Life::with([]);
    let request = first.request(RequestType::AdminAdd, MEGAN);
    first.wait("PT30S");
    let id = first.assignment(request).id;
    let mut world = documented();
    world["assignmentRequests"] = json!([]);
    world["assignments"][0]["id"] = json!(id);
    let mut second = Life::of(&world);
    let request = second.request(RequestType::AdminAdd, MEGAN);
    second.wait("PT30S");
    assert_ne!(second.assignment(request).id, id);
}

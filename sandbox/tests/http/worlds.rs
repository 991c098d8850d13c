//! A world that is taken out of a sandbox, put into another, or put back to its beginning.

use std::time::Duration;

use sandbox::{Config, Sandbox, World};

use crate::client::{Answer, Ask, created, documented, shown};
use crate::operations::{DELIVERED, admin_add, on_behalf};

async fn list(sandbox: &Sandbox) -> Answer {
    Ask::get("assignmentRequests?$expand=assignment($expand=target)").send(sandbox).await
}

#[tokio::test]
async fn a_saved_world_goes_on_in_another_sandbox() {
    let (one, other) = (documented().await, documented().await);
    created(&one, &admin_add()).await;
    one.clock().advance(Duration::from_secs(15));
    other.load(World::from_json(&one.world().to_json().unwrap()).unwrap()).await.unwrap();
    for sandbox in [&one, &other] {
        sandbox.clock().advance(Duration::from_secs(5));
        created(sandbox, &on_behalf("46184453-e63b-4f20-86c2-c557ed5d5df9")).await;
        sandbox.clock().advance(Duration::from_secs(20));
    }
    let answer = list(&one).await;
    assert_eq!((answer.status, &answer.body), (200, &list(&other).await.body));
}

#[tokio::test]
async fn a_sandbox_that_is_reset_answers_as_at_its_start() {
    let sandbox = Sandbox::start(Config { seed: 7, ..Config::default() }).await.unwrap();
    let first = [list(&sandbox).await, Ask::create(&admin_add()).send(&sandbox).await];
    Ask::post(&format!("assignmentRequests/{DELIVERED}/cancel")).send(&sandbox).await;
    sandbox.clock().advance(Duration::from_hours(1));
    sandbox.reset().await.unwrap();
    assert_eq!([list(&sandbox).await, Ask::create(&admin_add()).send(&sandbox).await], first);
}

#[tokio::test]
async fn a_world_is_saved_as_it_stands_at_the_moment() {
    let sandbox = documented().await;
    let id = created(&sandbox, &admin_add()).await;
    sandbox.clock().advance(Duration::from_secs(15));
    let saved = sandbox.world();
    sandbox.clock().advance(Duration::from_hours(1));
    assert_eq!(shown(&sandbox, &id).await["state"], "delivered");
    sandbox.load(saved).await.unwrap();
    assert_eq!(shown(&sandbox, &id).await["state"], "delivering");
}

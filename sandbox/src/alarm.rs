//! The alarm: a service in, and what comes due happens there at its time though nobody asks.

use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::sleep;

use crate::clock::Clock;
use crate::model::Timestamp;
use crate::service::Service;

/// How long until what could not be kept is tried again.
const AGAIN: Duration = Duration::from_secs(10);

/// Waits until the next thing is due, lets it happen, and so on without end. It wakes as well when
/// the clock is moved or something else becomes the next to happen.
pub(crate) async fn ring(service: Arc<Service>) {
    let mut next_due = service.next_due.subscribe();
    loop {
        let due = *next_due.borrow_and_update();
        tokio::select! {
            // The service, which sends, lives as long as this does.
            _ = next_due.changed() => {}
            () = reached(&service.clock, due) => {
                // What cannot be kept is undone; whoever asks next is told why.
                while service.settle().await.is_err() {
                    sleep(AGAIN).await;
                }
            }
        }
    }
}

async fn reached(clock: &Clock, due: Option<Timestamp>) {
    match due {
        Some(due) => clock.until(due.0).await,
        None => pending().await,
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, TimeDelta, Utc};
    use serde_json::{Value, json};
    use tokio::task::JoinHandle;

    use super::*;
    use crate::config::Config;
    use crate::data_file::full_disk::Disk;
    use crate::ids::Ids;
    use crate::kept_store::KeptStore;
    use crate::store::Store;
    use crate::world::World;

    /// When the one request that goes on by itself is looked at.
    fn first_due() -> DateTime<Utc> {
        "2024-06-07T12:00:10Z".parse().unwrap()
    }

    /// A world with one request that was submitted ten seconds before.
    fn world() -> World {
        let mut world: Value =
            serde_json::from_str(include_str!("../worlds/documented.json")).unwrap();
        let requests = world["assignmentRequests"].as_array_mut().unwrap();
        requests.truncate(1);
        let submitted = json!({"state": "submitted", "status": "Accepted", "callouts": [],
            "createdDateTime": "2024-06-07T12:00:00Z", "completedDateTime": null});
        let members = requests[0].as_object_mut().unwrap();
        members.extend(submitted.as_object().unwrap().clone());
        World::from_json(&world.to_string()).unwrap()
    }

    fn service_with(clock: Clock) -> Service {
        let config = Config { world: Some(world()), clock: Some(clock), ..Config::default() };
        Service::new(&config).unwrap()
    }

    /// A service in this world whose alarm is on.
    fn with_alarm(clock: Clock) -> (Arc<Service>, JoinHandle<()>) {
        let service = Arc::new(service_with(clock));
        assert_eq!(*service.next_due.borrow(), Some(Timestamp(first_due())));
        (Arc::clone(&service), tokio::spawn(ring(service)))
    }

    /// Waits until nothing more goes on by itself than this.
    async fn due(service: &Service, expected: Option<DateTime<Utc>>) {
        let mut next_due = service.next_due.subscribe();
        let seen = next_due.wait_for(|due| due.map(|due| due.0) == expected);
        tokio::time::timeout(Duration::from_secs(10), seen).await.unwrap().unwrap();
    }

    #[tokio::test]
    async fn a_running_clock_lets_things_happen_though_nobody_asks() {
        let begin = first_due() - TimeDelta::milliseconds(50);
        let (service, _alarm) = with_alarm(Clock::running_from(begin));
        due(&service, Some(first_due() + TimeDelta::seconds(20))).await;
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_happens_while_a_clock_stands_still() {
        let (service, _alarm) = with_alarm(Clock::still(first_due() - TimeDelta::seconds(1)));
        sleep(Duration::from_hours(1)).await;
        assert_eq!(*service.next_due.borrow(), Some(Timestamp(first_due())));
    }

    #[tokio::test]
    async fn a_clock_that_is_moved_far_lets_everything_happen() {
        let (service, _alarm) = with_alarm(Clock::still(first_due() - TimeDelta::seconds(1)));
        service.clock.advance(Duration::from_hours(1));
        due(&service, None).await;
    }

    #[tokio::test(start_paused = true)]
    async fn what_could_not_be_kept_happens_once_it_can() {
        let disk = Disk::with_room();
        let mut service = service_with(Clock::still(first_due() + TimeDelta::hours(1)));
        let begin = || Store::new(world().into_contents(), Ids::of_entities(0));
        service.store = KeptStore::in_file(disk.open(), begin, service.clock.clone()).unwrap();
        let service = Arc::new(service);
        disk.make_room(0);
        let _alarm = tokio::spawn(ring(Arc::clone(&service)));
        sleep(AGAIN / 2).await;
        disk.make_room(usize::MAX);
        sleep(AGAIN).await;
        assert_eq!(service.with_kept_store(|store| store.next_due()).await.unwrap(), None);
    }

    #[tokio::test]
    async fn the_alarm_goes_on_after_it_has_rung() {
        let (service, _alarm) = with_alarm(Clock::still(first_due() - TimeDelta::seconds(1)));
        service.clock.advance(Duration::from_secs(1));
        due(&service, Some(first_due() + TimeDelta::seconds(20))).await;
        service.clock.advance(Duration::from_secs(20));
        due(&service, None).await;
    }
}

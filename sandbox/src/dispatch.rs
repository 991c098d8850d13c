//! Dispatch: the callouts that the store has made in, each posted, and what came of it noted there.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::callout::CalloutResult;
use crate::model::{CalloutId, Timestamp};
use crate::network::Caller;
use crate::service::Service;

/// How many receivers are called at a time.
const AT_ONCE: usize = 32;

/// Posts callouts as they are made, without end.
pub(crate) async fn dispatch(service: Arc<Service>, caller: Caller) {
    let turns = Arc::new(Semaphore::new(AT_ONCE));
    let mut posts = JoinSet::new();
    loop {
        // Nobody hears of what is not kept: the store makes those callouts anew.
        let taken =
            service.with_kept_store(|store| (service.replaced_worlds(), store.take_callouts()));
        let (world, callouts) = taken.await.unwrap_or_default();
        for callout in callouts {
            let (service, caller) = (Arc::clone(&service), caller.clone());
            let turns = Arc::clone(&turns);
            posts.spawn(async move {
                let _turn = turns.acquire().await;
                let result = caller.post(&callout).await;
                note(&service, (world, callout.instance), &result).await;
            });
        }
        while posts.try_join_next().is_some() {}
        service.callouts_made.notified().await;
    }
}

/// Notes what came of a callout in its own world; after a reset another callout may have its id.
async fn note(service: &Service, (world, callout): (u64, CalloutId), result: &CalloutResult) {
    let noted = service.with_kept_store(|store| {
        let now = Timestamp(service.clock.now());
        if service.replaced_worlds() == world {
            store.callout_answered(callout, result, now);
        }
    });
    // What is not kept is as if it had not happened, and this callout is made anew.
    let _ = noted.await;
}

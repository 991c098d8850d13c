//! The clock, read and moved.

use serde::{Deserialize, Serialize};

use crate::control::decode::decoded;
use crate::control::reply::Reply;
use crate::control::{Order, Outcome};
use crate::model::{Duration, Timestamp};
use crate::store::Store;

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Shown {
    now: Timestamp,
    /// Whether it runs by itself.
    runs: bool,
    /// When something happens next by itself.
    next_due: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Moment {
    now: Timestamp,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    by: Duration,
}

/// What the clock shows.
pub(super) fn show(order: &Order<'_>, store: &mut Store) -> Outcome {
    let clock = &order.service.clock;
    let (now, runs) = (Timestamp(clock.now()), clock.runs());
    Reply::json(&Shown { now, runs, next_due: store.next_due() })
}

/// Sets the clock.
pub(super) fn set(order: &Order<'_>, store: &mut Store) -> Outcome {
    let Moment { now } = decoded(order.body)?;
    order.service.clock.set(now.0);
    store.settle(now);
    show(order, store)
}

/// Moves the clock forwards.
pub(super) fn advance(order: &Order<'_>, store: &mut Store) -> Outcome {
    let Step { by } = decoded(order.body)?;
    let clock = &order.service.clock;
    // A duration of the API does not run backwards.
    clock.advance(by.length().to_std().unwrap_or_default());
    store.settle(Timestamp(clock.now()));
    show(order, store)
}

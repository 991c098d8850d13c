//! Faults, listed, added and removed.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use crate::control::decode::decoded;
use crate::control::problem::Problem;
use crate::control::reply::Reply;
use crate::control::{Order, Outcome};
use crate::faults::{Fault, Listed};

#[derive(Debug, Serialize)]
struct Shown {
    faults: Vec<Listed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct All {
    faults: Vec<Fault>,
}

#[derive(Debug, Serialize)]
struct Added {
    id: u64,
}

/// All faults, and how often each has struck.
pub(super) fn list(order: &Order<'_>) -> Outcome {
    Reply::json(&Shown { faults: order.service.faults.list() })
}

/// Puts faults in the place of all others.
pub(super) fn replace(order: &Order<'_>) -> Outcome {
    let All { faults } = decoded(order.body)?;
    order.service.faults.replace(faults)?;
    list(order)
}

/// Adds a fault behind the others.
pub(super) fn add(order: &Order<'_>) -> Outcome {
    let id = order.service.faults.add(decoded(order.body)?)?;
    Ok(Reply::json(&Added { id })?.with_status(StatusCode::CREATED))
}

/// Removes a fault.
pub(super) fn remove(order: &Order<'_>) -> Outcome {
    if order.id.parse().is_ok_and(|id| order.service.faults.remove(id)) {
        return Ok(Reply::done());
    }
    let detail = format!("there is no fault {}; /__sandbox/faults lists those there are", order.id);
    Err(Problem::not_found(detail))
}

/// Removes all faults.
pub(super) fn clear(order: &Order<'_>) -> Outcome {
    order.service.faults.clear();
    Ok(Reply::done())
}

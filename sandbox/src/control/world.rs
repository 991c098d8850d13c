//! The world, saved, loaded and put back to its beginning.

use std::error::Error;

use crate::control::problem::Problem;
use crate::control::reply::Reply;
use crate::control::{Order, Outcome};
use crate::error::WorldError;
use crate::store::Store;
use crate::world::World;

/// The world as it is now.
pub(super) fn save(order: &Order<'_>, store: &mut Store) -> Outcome {
    Ok(Reply::of("application/json", order.service.world(store).to_json()?))
}

/// Puts a world in the place of this one, and the clock to its moment.
pub(super) fn load(order: &Order<'_>, store: &mut Store) -> Outcome {
    let text = str::from_utf8(order.body)
        .map_err(|error| Problem::bad_request(format!("the body is no UTF-8: {error}")))?;
    order.service.load(store, World::from_json(text)?);
    Ok(Reply::done())
}

/// The form of a world.
pub(super) fn schema(_: &Order<'_>) -> Outcome {
    Reply::json(&World::schema())
}

/// Puts everything back to how it was at the start.
pub(super) fn reset(order: &Order<'_>, store: &mut Store) -> Outcome {
    order.service.reset(store);
    Ok(Reply::done())
}

impl From<WorldError> for Problem {
    fn from(error: WorldError) -> Self {
        let cause = error.source().map(|cause| format!(": {cause}"));
        Self::bad_request(format!("{error}{}", cause.unwrap_or_default()))
    }
}

//! Beginnings: a running sandbox in, its world out, and the same sandbox with another world or as it
//! was at its start.

use chrono::{DateTime, Utc};

use crate::http::{Service, locked};
use crate::ids::Ids;
use crate::model::Timestamp;
use crate::world::World;

/// What a sandbox was started with.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) world: World,
    pub(crate) moment: DateTime<Utc>,
    pub(crate) seed: u64,
}

impl Service {
    /// The world as it is now.
    pub(crate) fn world(&self) -> World {
        let now = Timestamp(self.clock.now());
        self.with_store(|store| {
            store.settle(now);
            World::of_store(store.contents(now))
        })
    }

    /// Puts another world in the place of this one, and the clock to its moment.
    pub(crate) fn load(&self, world: World) {
        let moment = world.clock();
        self.begin(world, moment);
    }

    /// Puts world, clock and ids back to where they were at the start.
    pub(crate) fn reset(&self) {
        self.begin(self.beginning.world.clone(), self.beginning.moment);
        *locked(&self.exchange_ids) = Ids::of_exchanges(self.beginning.seed);
    }

    fn begin(&self, world: World, moment: DateTime<Utc>) {
        let ids = Ids::of_entities(self.beginning.seed);
        self.with_store(|store| {
            self.clock.set(moment);
            store.replace(world.into_contents(), ids);
        });
    }
}

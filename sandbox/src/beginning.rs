//! Beginnings: a running sandbox in, its world out, and the same sandbox with another world or as it
//! was at its start.

use chrono::{DateTime, Utc};

use crate::http::{Service, locked};
use crate::ids::Ids;
use crate::model::Timestamp;
use crate::store::Store;
use crate::world::World;

/// What a sandbox was started with.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) world: World,
    pub(crate) moment: DateTime<Utc>,
    pub(crate) seed: u64,
}

impl Service {
    /// The world as it is now, in the store of this service.
    pub(crate) fn world(&self, store: &mut Store) -> World {
        let now = Timestamp(self.clock.now());
        store.settle(now);
        World::of_store(store.contents(now))
    }

    /// Puts another world in the place of this one, and the clock to its moment.
    pub(crate) fn load(&self, store: &mut Store, world: World) {
        let moment = world.clock();
        self.begin(store, world, moment);
    }

    /// Puts everything back to where it was at the start: world, clock and ids, no faults, and an
    /// empty journal.
    pub(crate) fn reset(&self, store: &mut Store) {
        self.faults.clear();
        self.journal.clear();
        self.begin(store, self.beginning.world.clone(), self.beginning.moment);
        *locked(&self.exchange_ids) = Ids::of_exchanges(self.beginning.seed);
    }

    fn begin(&self, store: &mut Store, world: World, moment: DateTime<Utc>) {
        self.clock.set(moment);
        store.replace(world.into_contents(), Ids::of_entities(self.beginning.seed));
    }
}

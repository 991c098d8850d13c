//! The service: what the HTTP face, the control, the alarm and the dispatch work with, and the one way
//! to the store.

use std::mem;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::{Notify, watch};

use crate::clock::Clock;
use crate::config::{Config, Control, MAX_PAGE_SIZE};
use crate::data_file::DataFile;
use crate::error::Error;
use crate::faults::Faults;
use crate::identity::{RecentTokens, SigningKeys};
use crate::ids::Ids;
use crate::journal::Journal;
use crate::kept_store::{KeptStore, Unkept};
use crate::lock::locked;
use crate::model::Timestamp;
use crate::store::Store;
use crate::world::World;

/// What every exchange works with.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) store: KeptStore,
    /// When something happens next in the store by itself; the alarm waits for it.
    pub(crate) next_due: watch::Sender<Option<Timestamp>>,
    /// Says that there are callouts to be sent.
    pub(crate) callouts_made: Notify,
    pub(crate) exchange_ids: Mutex<Ids>,
    pub(crate) clock: Clock,
    pub(crate) faults: Faults,
    pub(crate) journal: Journal,
    /// Who may control the sandbox.
    pub(crate) control: Control,
    /// What a reset goes back to.
    pub(crate) beginning: Beginning,
    replaced_worlds: AtomicU64,
    pub(crate) paging: Paging,
    pub(crate) recent_tokens: RecentTokens,
    /// By whose signature a token is taken; by anybody's, where there are none.
    pub(crate) signing_keys: Option<SigningKeys>,
    /// How long a body may take to arrive.
    pub(crate) read_timeout: Duration,
}

/// What a sandbox was started with.
#[derive(Debug)]
pub(crate) struct Beginning {
    pub(crate) world: World,
    pub(crate) moment: DateTime<Utc>,
    pub(crate) seed: u64,
}

/// What every list of a sandbox is paged by.
#[derive(Clone, Debug)]
pub(crate) struct Paging {
    /// How many requests a page shows where the caller does not say.
    pub(crate) size: usize,
    /// Scheme and address that are listened on.
    pub(crate) origin: String,
}

impl Service {
    /// What answers, before anybody can ask it.
    pub(crate) fn new(config: &Config) -> Result<Self, Error> {
        let world = config.world.clone().map_or_else(World::documented, Ok)?;
        let seed = config.seed;
        let clock = config.clock.clone().unwrap_or_else(|| Clock::still(world.clock()));
        let beginning = Beginning { world: world.clone(), moment: clock.now(), seed };
        let begin = || Store::new(world.into_contents(), Ids::of_entities(seed));
        let store = match &config.data {
            None => KeptStore::in_memory(begin(), clock.clone()),
            Some(path) => KeptStore::in_file(DataFile::open(path)?, begin, clock.clone())?,
        };
        Ok(Self {
            callouts_made: Notify::new(),
            next_due: watch::Sender::new(store.with(|store| store.next_due())),
            store,
            exchange_ids: Mutex::new(Ids::of_exchanges(seed)),
            clock,
            faults: Faults::default(),
            journal: Journal::new(config.journal),
            control: config.control,
            beginning,
            replaced_worlds: AtomicU64::new(0),
            paging: Paging {
                size: page_size(config)?,
                origin: format!("http://{}", config.listen),
            },
            recent_tokens: RecentTokens::default(),
            signing_keys: config.verify_with.clone(),
            read_timeout: config.read_timeout,
        })
    }

    /// Lets everything happen that has come due.
    pub(crate) async fn settle(&self) -> Result<(), Unkept> {
        // Asked within: who loads another world sets the clock while nobody else is at the store.
        self.with_kept_store(|store| store.settle(Timestamp(self.clock.now()))).await
    }

    /// Lets one step work on the store, whether or not what it does is kept.
    pub(crate) fn with_store<T>(&self, step: impl FnOnce(&mut Store) -> T) -> T {
        self.store.with(|store| self.watched(store, step))
    }

    /// Lets one step work on the store, and waits until what it did and saw is kept. Whoever answers
    /// or calls somebody because of the step uses this.
    pub(crate) async fn with_kept_store<T>(
        &self,
        step: impl FnOnce(&mut Store) -> T,
    ) -> Result<T, Unkept> {
        self.store.with_kept(|store| self.watched(store, step)).await
    }

    fn watched<T>(&self, store: &mut Store, step: impl FnOnce(&mut Store) -> T) -> T {
        let done = step(store);
        let due = store.next_due();
        self.next_due.send_if_modified(|known| mem::replace(known, due) != due);
        if store.has_callouts() {
            self.callouts_made.notify_one();
        }
        done
    }

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

    /// How many worlds were put in the place of another. It changes only while nobody else is at the
    /// store: what was begun in one world is no news to the next, which may use the same ids.
    pub(crate) fn replaced_worlds(&self) -> u64 {
        self.replaced_worlds.load(Ordering::Relaxed)
    }

    fn begin(&self, store: &mut Store, world: World, moment: DateTime<Utc>) {
        self.replaced_worlds.fetch_add(1, Ordering::Relaxed);
        self.clock.set(moment);
        store.replace(world.into_contents(), Ids::of_entities(self.beginning.seed));
    }
}

fn page_size(config: &Config) -> Result<usize, Error> {
    let (given, most) = (config.page_size, MAX_PAGE_SIZE);
    if (1..=most).contains(&given) { Ok(given) } else { Err(Error::PageSize { given, most }) }
}

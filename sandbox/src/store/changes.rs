//! Changes: a store in, what is to be written of it so that it can be made again out; and what was
//! written in, the store out.

use std::collections::BTreeMap;
use std::hash::Hash;
use std::mem::replace;

use serde::Serialize;

use crate::ids::Ids;
use crate::store::Store;
use crate::store::table::Table;
use crate::world::World;

/// The kinds of things that a store has a table of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Package,
    Policy,
    Subject,
    Assignment,
    Request,
    Callout,
}

impl Kind {
    pub(crate) const ALL: [Self; 6] = [
        Self::Package,
        Self::Policy,
        Self::Subject,
        Self::Assignment,
        Self::Request,
        Self::Callout,
    ];

    /// The member of a world that holds the things of this kind.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Package => "accessPackages",
            Self::Policy => "assignmentPolicies",
            Self::Subject => "subjects",
            Self::Assignment => "assignments",
            Self::Request => "assignmentRequests",
            Self::Callout => "outgoingCallouts",
        }
    }
}

/// Where a thing stands among all things.
pub(crate) type Place = (Kind, u64);

/// What has changed in a store since its changes were last taken.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) extent: Extent,
    /// What stands at each place that has changed; none where it is gone.
    pub(crate) rows: BTreeMap<Place, Option<String>>,
}

/// How much of the store the changes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What has changed since it was written.
    #[default]
    Part,
    /// All of it; what was written before is of another world.
    Everything,
}

/// What was written of a store.
#[derive(Debug)]
pub(crate) struct Saved {
    pub(crate) world: World,
    /// Where the things of the world stand, kind by kind, in their order.
    pub(crate) places: BTreeMap<Kind, Vec<u64>>,
}

impl Changes {
    /// Adds what changed after these changes.
    pub(crate) fn extend(&mut self, later: Self) {
        match later.extent {
            Extent::Part => self.rows.extend(later.rows),
            Extent::Everything => *self = later,
        }
    }

    /// Whether nothing has changed.
    pub(crate) fn is_empty(&self) -> bool {
        self.extent == Extent::Part && self.rows.is_empty()
    }

    /// Those of the rows that are of this kind.
    pub(crate) fn rows_of(&self, kind: Kind) -> impl Iterator<Item = (u64, Option<&str>)> {
        let rows = self.rows.range((kind, 0)..=(kind, u64::MAX));
        rows.map(|((_, place), text)| (*place, text.as_deref()))
    }
}

impl Store {
    /// The store that was written.
    pub(crate) fn restored(saved: Saved) -> Self {
        let Saved { world, mut places } = saved;
        // The world says where its own ids stand.
        let mut store = Self::new(world.into_contents(), Ids::of_entities(0));
        let mut of = |kind| places.remove(&kind).unwrap_or_default();
        store.packages.put_at(of(Kind::Package));
        store.policies.put_at(of(Kind::Policy));
        store.subjects.put_at(of(Kind::Subject));
        store.assignments.put_at(of(Kind::Assignment));
        store.requests.table().put_at(of(Kind::Request));
        store.outgoing.put_at(of(Kind::Callout));
        store.unwritten = Extent::Part;
        store
    }

    /// What has changed since this was last asked; at first, everything.
    pub(crate) fn take_changes(&mut self) -> Result<Changes, serde_json::Error> {
        let extent = replace(&mut self.unwritten, Extent::Part);
        let mut rows = BTreeMap::new();
        add(&mut rows, Kind::Package, &mut self.packages)?;
        add(&mut rows, Kind::Policy, &mut self.policies)?;
        add(&mut rows, Kind::Subject, &mut self.subjects)?;
        add(&mut rows, Kind::Assignment, &mut self.assignments)?;
        add(&mut rows, Kind::Request, self.requests.table())?;
        add(&mut rows, Kind::Callout, &mut self.outgoing)?;
        Ok(Changes { extent, rows })
    }

    /// Lets go of what is noted of changes, where nobody writes them.
    pub(crate) fn forget_changes(&mut self) {
        self.packages.forget_changes();
        self.policies.forget_changes();
        self.subjects.forget_changes();
        self.assignments.forget_changes();
        self.requests.table().forget_changes();
        self.outgoing.forget_changes();
    }
}

fn add<K: Copy + Eq + Hash, V: Serialize>(
    rows: &mut BTreeMap<Place, Option<String>>,
    kind: Kind,
    table: &mut Table<K, V>,
) -> Result<(), serde_json::Error> {
    for (place, thing) in table.take_changes() {
        let text = thing.map(serde_json::to_string).transpose()?;
        rows.insert((kind, place), text);
    }
    Ok(())
}

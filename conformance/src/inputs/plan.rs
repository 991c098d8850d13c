//! A body with its schema in, every change that is worth sending out: the list of families, each in a file of its own.

mod members;
mod numbers;
mod same_meaning;
mod texts;
mod types;
mod whole_body;

use super::Inputs;
use super::edit::{Change, Edit};
use super::mutation::Demand;
use super::place::Place;
use crate::finding::Source;

/// How the demand of a plan is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ruling {
    /// Refused where the contract forbids what comes of it, else this.
    Contract(Demand),
    /// This, whatever the contract says of it.
    Settled(Demand),
}

/// A change that is worth sending.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Plan {
    pub(super) kind: &'static str,
    pub(super) edits: Vec<Edit>,
    pub(super) ruling: Ruling,
    pub(super) source: Source,
}

impl Plan {
    /// A change of a place that the contract has to say something of; what only answers carry, a server may pass over.
    fn at(place: &Place<'_>, kind: &'static str, change: Change) -> Self {
        let ruling = if place.is_read_only {
            Ruling::Settled(Demand::Answered)
        } else {
            Ruling::Contract(Demand::Answered)
        };
        let edits = vec![Edit { at: place.at.clone(), change }];
        Self { kind, edits, ruling, source: place.source.clone() }
    }

    /// A change whose demand a standard decides.
    pub(super) fn settled(
        kind: &'static str,
        edits: Vec<Edit>,
        (demand, standard): (Demand, &str),
    ) -> Self {
        let source = Source::Standard(standard.to_owned());
        Self { kind, edits, ruling: Ruling::Settled(demand), source }
    }

    /// A change of one place whose demand a standard decides.
    fn by_standard(
        (kind, change): (&'static str, Change),
        at: &str,
        grounds: (Demand, &str),
    ) -> Self {
        Self::settled(kind, vec![Edit { at: at.to_owned(), change }], grounds)
    }

    /// The same change, answered in whichever way.
    fn answered(mut self) -> Self {
        self.ruling = Ruling::Settled(Demand::Answered);
        self
    }

    /// Where the change is; of several, the first.
    pub(super) fn place(&self) -> &str {
        self.edits.first().map_or("", |edit| edit.at.as_str())
    }
}

/// Every plan: place by place in document order, then those of the whole body.
pub(super) fn all(inputs: &Inputs<'_>, places: &[Place<'_>]) -> Vec<Plan> {
    const OF_A_PLACE: [fn(&Place<'_>) -> Vec<Plan>; 4] =
        [types::plans, members::plans, texts::plans, numbers::plans];
    let mut plans = Vec::new();
    for place in places {
        plans.extend(OF_A_PLACE.iter().flat_map(|family| family(place)));
        plans.extend(members::added(inputs.schema.contract, place));
    }
    plans.extend(whole_body::plans(inputs, places));
    plans.extend(same_meaning::plans(inputs, places));
    plans
}

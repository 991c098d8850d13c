//! New ids: a seed in, the same sequence of version 4 GUIDs out.
//!
//! The only module that is random.

use fastrand::Rng;
use uuid::{Builder, Uuid};

/// A seeded sequence of GUIDs.
#[derive(Debug)]
pub(crate) struct Ids(Rng);

impl Ids {
    /// The ids of entities. They come from a sequence of their own, so that reading more often
    /// does not change what is created.
    pub(crate) fn of_entities(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    /// The ids of exchanges (`request-id`).
    pub(crate) fn of_exchanges(seed: u64) -> Self {
        Self(Rng::with_seed(!seed))
    }

    /// The next id of the sequence.
    pub(crate) fn next(&mut self) -> Uuid {
        Builder::from_random_bytes(self.0.u128(..).to_be_bytes()).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_seed_gives_one_sequence() {
        let (mut one, mut other) = (Ids::of_entities(7), Ids::of_entities(7));
        assert_eq!([one.next(), one.next()], [other.next(), other.next()]);
    }

    #[test]
    fn another_seed_and_another_purpose_give_other_ids() {
        let ids = [Ids::of_entities(7), Ids::of_entities(8), Ids::of_exchanges(7)]
            .map(|mut sequence| sequence.next());
        assert!(ids[0] != ids[1] && ids[0] != ids[2]);
    }

    #[test]
    fn ids_are_version_4_guids() {
        assert_eq!(Ids::of_entities(0).next().get_version_num(), 4);
    }
}

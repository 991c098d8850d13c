//! New ids and lots: a seed in, the same sequence of version 4 GUIDs, or of numbers, out.
//!
//! The only module that is random.

use std::fmt;
use std::str::FromStr;

use fastrand::Rng;
use thiserror::Error;
use uuid::{Builder, Uuid};

use crate::members::text_on_the_wire;

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

    /// The ids that follow from where a sequence stands.
    pub(crate) fn from(stand: IdSequence) -> Self {
        Self(Rng::with_seed(stand.0))
    }

    /// Where the sequence stands.
    pub(crate) fn stand(&self) -> IdSequence {
        IdSequence(self.0.get_seed())
    }

    /// The next id of the sequence.
    pub(crate) fn next(&mut self) -> Uuid {
        Builder::from_random_bytes(self.0.u128(..).to_be_bytes()).into_uuid()
    }
}

/// A seeded sequence of lots.
#[derive(Clone, Debug)]
pub(crate) struct Lots(Rng);

impl Lots {
    /// One seed gives one sequence.
    pub(crate) fn with_seed(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    /// The next lot: a number from 0 up to, but not 1.
    pub(crate) fn draw(&mut self) -> f64 {
        self.0.f64()
    }
}

/// Where a sequence of ids stands. It is written as text because not every reader of JSON keeps all
/// digits of a number this long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IdSequence(u64);

/// A text that says nothing of where a sequence stands.
#[derive(Debug, Error, PartialEq, Eq)]
#[error(
    "{0:?} is not where a sequence of ids stands; write 16 hexadecimal digits, or leave it out"
)]
pub(crate) struct MalformedIdSequence(String);

impl FromStr for IdSequence {
    type Err = MalformedIdSequence;

    fn from_str(text: &str) -> Result<Self, MalformedIdSequence> {
        let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let stand = digits.then(|| u64::from_str_radix(text, 16).ok()).flatten();
        stand.map(Self).ok_or_else(|| MalformedIdSequence(text.to_owned()))
    }
}

impl fmt::Display for IdSequence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

text_on_the_wire!(IdSequence: { "pattern": "^[0-9a-fA-F]{16}$" });

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_goes_on_from_where_it_stands() {
        let mut one = Ids::of_entities(7);
        one.next();
        let stand = one.stand().to_string().parse().unwrap();
        assert_eq!(Ids::from(stand).next(), one.next());
    }

    #[test]
    fn only_sixteen_hexadecimal_digits_say_where_a_sequence_stands() {
        for text in ["", "7", "+00000000000000f", "000000000000000g", "00000000000000000"] {
            assert_eq!(text.parse::<IdSequence>(), Err(MalformedIdSequence(text.to_owned())));
        }
    }

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

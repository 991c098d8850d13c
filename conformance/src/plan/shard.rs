//! `2/5` in, the cases of that shard out: the same from run to run, of about as many as the others have, and none torn from what it shares.

use super::{Planned, Taken};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::str::FromStr;

/// The most shards that a run is split into.
const MOST: usize = 1000;

/// One of several parts that a run is split into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "String", try_from = "String")]
#[schemars(with = "String")]
pub struct Shard {
    /// Which, counted from one.
    pub number: usize,
    /// Of how many.
    pub of: usize,
}

impl FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let shard = text.split_once('/').and_then(|(number, of)| {
            Some(Self { number: number.parse().ok()?, of: of.parse().ok()? })
        });
        let is_one = |shard: &Self| (1..=MOST).contains(&shard.of) && shard.number >= 1;
        match shard.filter(is_one) {
            Some(shard) if shard.number <= shard.of => Ok(shard),
            Some(Self { of, .. }) => {
                Err(format!("there is no such shard: they go from 1/{of} to {of}/{of}"))
            }
            None => Err(format!("give a number and how many there are, {MOST} at most, as in 2/5")),
        }
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.of)
    }
}

impl From<Shard> for String {
    fn from(shard: Shard) -> Self {
        shard.to_string()
    }
}

impl TryFrom<String> for Shard {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

/// Cases that stay together, and what of the endpoint they take.
#[derive(Debug, Default)]
struct Unit {
    takes: BTreeSet<Taken>,
    places: Vec<usize>,
}

impl Shard {
    /// The places of the cases of this shard, in order. Cases that take the same of an endpoint are in one shard, so that shards do not
    /// disturb one another there, at the same time or one after the other.
    pub fn places(self, cases: &[Planned<'_>], is_shared: bool) -> Vec<usize> {
        let mut units = units(cases, is_shared);
        // The largest first: what is small evens out what is large.
        units.sort_by_key(|unit| std::cmp::Reverse(unit.places.len()));
        let mut shards: Vec<Vec<usize>> = vec![Vec::new(); self.of];
        for unit in units {
            if let Some(smallest) = shards.iter_mut().min_by_key(|shard| shard.len()) {
                smallest.extend(unit.places);
            }
        }
        let own = self.number.checked_sub(1).and_then(|index| shards.into_iter().nth(index));
        let mut places = own.unwrap_or_default();
        places.sort_unstable();
        places
    }
}

/// The cases in groups of which no two take the same.
fn units(cases: &[Planned<'_>], is_shared: bool) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    for (place, case) in cases.iter().enumerate() {
        let mut unit = Unit { takes: case.takes(is_shared), places: Vec::new() };
        let (joined, apart) =
            units.into_iter().partition(|other: &Unit| !other.takes.is_disjoint(&unit.takes));
        units = apart;
        for other in joined {
            unit.takes.extend(other.takes);
            unit.places.extend(other.places);
        }
        unit.places.push(place);
        units.push(unit);
    }
    units.sort_by_key(|unit| unit.places.iter().min().copied());
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_a_number_and_how_many_there_are() {
        for (text, told) in [
            ("2/5", Ok(Shard { number: 2, of: 5 })),
            ("1/1", Ok(Shard { number: 1, of: 1 })),
            ("6/5", Err("there is no such shard: they go from 1/5 to 5/5")),
            ("0/5", Err("give a number and how many there are")),
            ("1/0", Err("give a number and how many there are")),
            ("1/1001", Err("give a number and how many there are")),
            ("2", Err("give a number and how many there are")),
            ("a/b", Err("give a number and how many there are")),
        ] {
            let parsed: Result<Shard, String> = text.parse();
            let start = parsed.as_ref().map_err(|problem| problem.split(", ").next().unwrap_or(""));
            assert_eq!(start.copied(), told, "{text}");
        }
    }
}

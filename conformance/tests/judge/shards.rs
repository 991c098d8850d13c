//! `--shard`: together the whole, each case in one, and what takes the same of an endpoint in the same.

use conformance::contract::Contract;
use conformance::plan::{self, Kind, Planned, Shard};
use conformance::typed::CONTRACT;
use std::collections::BTreeMap;

fn contract() -> Contract {
    Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap()
}

/// The places of each shard of everything.
fn shards(plan: &[Planned<'_>], of: usize, is_shared: bool) -> Vec<Vec<usize>> {
    (1..=of).map(|number| Shard { number, of }.places(plan, is_shared)).collect()
}

#[test]
fn the_shards_together_are_the_whole_in_order_and_no_case_is_in_two() {
    let contract = contract();
    let plan = plan::everything(&contract, true);
    for of in [1, 2, 5, 300] {
        for is_shared in [true, false] {
            let shards = shards(&plan, of, is_shared);
            assert!(shards.iter().all(|places| places.is_sorted()));
            let mut all: Vec<usize> = shards.concat();
            all.sort_unstable();
            assert_eq!(all, (0..plan.len()).collect::<Vec<_>>(), "{of} {is_shared}");
        }
    }
}

#[test]
fn shards_have_about_as_many_cases_as_one_another() {
    let contract = contract();
    let plan = plan::everything(&contract, true);
    for (of, is_shared, most) in [(5, false, 1), (2, true, 1)] {
        let sizes: Vec<usize> = shards(&plan, of, is_shared).iter().map(Vec::len).collect();
        let difference = sizes.iter().max().unwrap() - sizes.iter().min().unwrap();
        assert!(difference <= most, "{sizes:?}");
    }
}

/// Examples use up what other examples read, and rules what other rules take.
#[test]
fn what_takes_the_same_of_an_endpoint_is_in_one_shard() {
    let contract = contract();
    let plan = plan::everything(&contract, true);
    let shards = |is_shared| shards(&plan, 5, is_shared);
    let shard_of = |place: usize, is_shared| {
        shards(is_shared).iter().position(|places| places.contains(&place)).unwrap()
    };
    let mut takers: BTreeMap<(bool, &str), Vec<usize>> = BTreeMap::new();
    for (place, case) in plan.iter().enumerate() {
        if case.kind() == Kind::Example {
            takers.entry((false, "examples")).or_default().push(place);
        }
        if case.takes_people() {
            takers.entry((true, "people")).or_default().push(place);
        }
        let Planned::Rule(rule, _) = case else { continue };
        for fixture in rule.fixtures.iter().filter(|fixture| fixture.is_used_up()) {
            takers.entry((true, fixture.name)).or_default().push(place);
        }
    }
    assert_eq!(takers.len(), 10, "{takers:?}");
    for ((is_shared, taken), places) in takers {
        let mut of: Vec<usize> = places.iter().map(|place| shard_of(*place, is_shared)).collect();
        of.dedup();
        assert_eq!(of.len(), 1, "{taken}: {of:?}");
    }
}

//! Plans, a seed and a number in, so many of the plans out: every kind before any kind twice, and spread over the places.

use super::plan::Plan;
use super::splitmix::SplitMix64;
use std::collections::{BTreeMap, HashMap};

/// The chosen plans, in the order in which they were given; all of them where there are no more than `cap`.
pub(super) fn chosen(plans: Vec<Plan>, seed: u64, cap: usize) -> Vec<Plan> {
    if plans.len() <= cap {
        return plans;
    }
    let mut kinds = drawn_kinds(&plans, &mut SplitMix64::new(seed));
    let mut uses: HashMap<&str, usize> = HashMap::new();
    let mut chosen = vec![false; plans.len()];
    let mut left = cap;
    while left > 0 {
        for kind in kinds.iter_mut().take(left) {
            let least_used = kind
                .iter()
                .enumerate()
                .min_by_key(|(_, index)| plans.get(**index).map(|plan| uses.get(plan.place())));
            let Some((position, _)) = least_used else { continue };
            let index = kind.remove(position);
            if let (Some(plan), Some(is_chosen)) = (plans.get(index), chosen.get_mut(index)) {
                *is_chosen = true;
                *uses.entry(plan.place()).or_default() += 1;
            }
        }
        kinds.retain(|kind| !kind.is_empty());
        left = cap - chosen.iter().filter(|is_chosen| **is_chosen).count();
    }
    let both = plans.into_iter().zip(chosen);
    both.filter(|(_, is_chosen)| *is_chosen).map(|(plan, _)| plan).collect()
}

/// The indices of the plans of each kind, the kinds and the plans of each in an order that the numbers decide.
fn drawn_kinds(plans: &[Plan], numbers: &mut SplitMix64) -> Vec<Vec<usize>> {
    let mut kinds: BTreeMap<&str, Vec<(u64, usize)>> = BTreeMap::new();
    for (index, plan) in plans.iter().enumerate() {
        kinds.entry(plan.kind).or_default().push((numbers.next(), index));
    }
    let mut drawn: Vec<(u64, Vec<usize>)> = kinds
        .into_values()
        .map(|mut plans| {
            plans.sort_unstable();
            (numbers.next(), plans.into_iter().map(|(_, index)| index).collect())
        })
        .collect();
    drawn.sort_unstable();
    drawn.into_iter().map(|(_, kind)| kind).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inputs::edit::{Change, Edit};
    use crate::inputs::mutation::Demand;
    use std::collections::HashSet;

    const KINDS: [&str; 3] = ["one", "other", "third"];

    /// Of each kind one plan at each of four places.
    fn plans() -> Vec<Plan> {
        let places = ["/a", "/b", "/c", "/d"];
        let all = KINDS.iter().flat_map(|kind| places.map(|at| (*kind, at)));
        let plan = |(kind, at): (&'static str, &str)| {
            let edit = Edit { at: at.to_owned(), change: Change::LeaveOut };
            Plan::settled(kind, vec![edit], (Demand::Answered, "RFC 8259"))
        };
        all.map(plan).collect()
    }

    fn counts<'a>(words: impl Iterator<Item = &'a str>) -> Vec<usize> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        words.for_each(|word| *counts.entry(word).or_default() += 1);
        counts.into_values().collect()
    }

    #[test]
    fn kinds_and_places_have_their_turns() {
        for seed in 0..20 {
            for cap in 0..=13 {
                let chosen = chosen(plans(), seed, cap);
                assert_eq!(chosen.len(), cap.min(12), "{seed}");
                let kinds = counts(chosen.iter().map(|plan| plan.kind));
                assert_eq!(kinds.len(), cap.min(3), "{seed} {cap}");
                let of_kinds = kinds.iter().max().zip(kinds.iter().min());
                assert!(of_kinds.is_none_or(|(most, least)| most - least <= 1), "{seed} {cap}");
                let places = counts(chosen.iter().map(Plan::place));
                assert!(places.len() >= cap.min(4), "{seed} {cap}");
            }
        }
    }

    #[test]
    fn a_seed_decides_and_another_decides_otherwise() {
        let drawn = |seed| {
            let chosen = chosen(plans(), seed, 3);
            chosen.iter().map(|plan| (plan.kind, plan.place().to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(drawn(7), drawn(7));
        let choices: HashSet<_> = (0..20).map(drawn).collect();
        assert!(choices.len() > 5, "{choices:?}");
    }
}

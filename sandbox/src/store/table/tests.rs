//! A table behaves as a plain list of pairs does, whatever is done to it.

use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed};

use super::*;

/// What can be done to a table of small numbers.
#[derive(Clone, Debug)]
enum Step {
    Insert(u8, u32),
    Change(u8, u32),
    Remove(u8),
}

/// The same, done to a list in the plainest way: what the step gives back is given back.
fn done_to_list(list: &mut Vec<(u8, u32)>, step: &Step) -> Option<u32> {
    let at = |list: &[(u8, u32)], id: u8| list.iter().position(|pair| pair.0 == id);
    match *step {
        Step::Insert(id, thing) => {
            let Some(index) = at(list, id) else {
                list.push((id, thing));
                return None;
            };
            Some(std::mem::replace(&mut list[index].1, thing))
        }
        Step::Change(id, thing) => {
            at(list, id).map(|index| std::mem::replace(&mut list[index].1, thing))
        }
        Step::Remove(id) => at(list, id).map(|index| list.remove(index).1),
    }
}

fn done_to_table(table: &mut Table<u8, u32>, step: &Step) -> Option<u32> {
    match *step {
        Step::Insert(id, thing) => table.insert(id, thing),
        Step::Change(id, thing) => table.get_mut(&id).map(|own| std::mem::replace(own, thing)),
        Step::Remove(id) => table.remove(&id),
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        3 => (0..12_u8, any::<u32>()).prop_map(|(id, thing)| Step::Insert(id, thing)),
        1 => (0..12_u8, any::<u32>()).prop_map(|(id, thing)| Step::Change(id, thing)),
        2 => (0..12_u8).prop_map(Step::Remove),
    ];
    prop::collection::vec(step, 0..60)
}

proptest! {
    #![proptest_config(Config {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..Config::default()
    })]

    #[test]
    fn a_table_is_a_list_of_pairs_with_ids_that_differ(steps in steps()) {
        let (mut table, mut list) = (Table::from_iter([]), Vec::new());
        for step in &steps {
            prop_assert_eq!(done_to_table(&mut table, step), done_to_list(&mut list, step));
            prop_assert_eq!(owned(table.values()), owned(list.iter().map(|pair| &pair.1)));
        }
        for id in 0..12 {
            let found = list.iter().find(|pair| pair.0 == id).map(|pair| &pair.1);
            prop_assert_eq!(table.get(&id), found);
        }
        let ids: Vec<u8> = list.iter().map(|pair| pair.0).collect();
        prop_assert_eq!(owned(table.keys()), ids);
    }
}

#[test]
fn a_thing_that_comes_again_after_it_was_removed_comes_last() {
    let mut table: Table<u8, char> = [(1, 'a'), (2, 'b')].into_iter().collect();
    assert_eq!(table.remove(&1), Some('a'));
    assert_eq!(table.insert(1, 'c'), None);
    assert_eq!(owned(table.keys()), [2, 1]);
}

/// What a file holds to which the changes of a table are written after each step.
fn written(file: &mut BTreeMap<u64, u32>, table: &mut Table<u8, u32>) -> Vec<u32> {
    for (place, thing) in table.take_changes() {
        match thing {
            Some(thing) => drop(file.insert(place, *thing)),
            None => drop(file.remove(&place)),
        }
    }
    file.values().copied().collect()
}

proptest! {
    #![proptest_config(Config {
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(0),
        ..Config::default()
    })]

    #[test]
    fn whoever_follows_the_changes_has_the_table(before in steps(), after in steps()) {
        let (mut table, mut file) = (Table::default(), BTreeMap::new());
        for step in &before {
            done_to_table(&mut table, step);
            prop_assert_eq!(written(&mut file, &mut table), owned(table.values()));
        }
        // As after a restart: the table is made anew from the file.
        let pairs: Vec<_> = table.keys().copied().zip(owned(table.values())).collect();
        let mut table: Table<u8, u32> = pairs.into_iter().collect();
        table.put_at(file.keys().copied().collect::<Vec<_>>());
        prop_assert_eq!(table.take_changes().count(), 0);
        for step in &after {
            done_to_table(&mut table, step);
            prop_assert_eq!(written(&mut file, &mut table), owned(table.values()));
        }
    }
}

fn owned<'a, T: Copy + 'a>(things: impl Iterator<Item = &'a T>) -> Vec<T> {
    things.copied().collect()
}

#[test]
fn what_was_only_looked_at_is_no_change() {
    let mut table: Table<u8, char> = [(1, 'a'), (2, 'b')].into_iter().collect();
    assert_eq!(table.take_changes().count(), 2);
    assert_eq!(table.get(&1), Some(&'a'));
    assert_eq!(table.remove(&3), None);
    assert_eq!(table.get_mut(&4), None);
    assert_eq!(table.take_changes().count(), 0);
}

//! `--shard` and `merge`: together the whole, each case in one, what takes the same of an endpoint in the same, and joined as one run.

use crate::program::{conformance, scratch};
use crate::reports::remove_times_and_ports;
use conformance::contract::Contract;
use conformance::exit::Exit;
use conformance::finding::Level;
use conformance::plan::{self, Kind, Planned, Shard};
use conformance::report::{Ended, Hindered, Hindrance, Report};
use conformance::snapshots::SnapshotsReport;
use conformance::throttle::Throttled;
use conformance::typed::CONTRACT;
use serde_json::Value;
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
    for of in [1, 2, 5, 40] {
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
    let [of_its_own, shared] = [false, true].map(|is_shared| shards(&plan, 5, is_shared));
    let shard_of = |place: usize, is_shared| {
        let shards = if is_shared { &shared } else { &of_its_own };
        shards.iter().position(|places| places.contains(&place)).unwrap()
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

/// The reports of three shards of a run of the examples and a few rules, in files of these names; and of the same run in one.
fn run_in_shards(name: &str) -> (Vec<String>, String) {
    let waivers = scratch(&format!("{name}.toml"));
    let waiver = |id: &str, check: &str| {
        format!(
            "[[waiver]]\nid = {id:?}\ncheck = {check:?}\nowner = \"team\"\nreason = \"old\"\nexpires = 2999-12-31\n"
        )
    };
    let text = waiver("cancel/*", "status") + &waiver("get/*", "status") + &waiver("input/*", "*");
    std::fs::write(&waivers, format!("at_most = 1\n{text}")).unwrap();
    let run = |flags: &[&str], name: &str| {
        let file = scratch(name);
        let (json, waivers) = (format!("json={}", file.display()), waivers.to_str().unwrap());
        let only = ["--only", "example:*", "--only", "cancel/*", "--only", "delete/*"];
        let run = ["run", "--report", &json, "--waivers", waivers, "--run-id", "7"];
        let said = conformance(&[&run[..], &only, flags].concat());
        assert!([4, 0].contains(&said.exit), "{said:?}");
        file.to_str().unwrap().to_owned()
    };
    let shards = ["1/3", "2/3", "3/3"].map(|shard| {
        run(&["--shard", shard], &format!("{name}-{}.json", shard.replace('/', "-of-")))
    });
    (shards.to_vec(), run(&[], &format!("{name}-whole.json")))
}

fn read(file: &str) -> Report {
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn merged_shards_are_as_one_run_but_for_the_times() {
    let (mut shards, whole) = run_in_shards("merged");
    // Whatever order they come in.
    shards.rotate_left(1);
    let merged = scratch("merged.json");
    let report = format!("json={}", merged.display());
    let files: Vec<&str> = shards.iter().map(String::as_str).collect();
    let said =
        conformance(&[&["merge", "--report", "text", "--report", &report], &files[..]].concat());
    assert_eq!(said.exit, 4, "{said:?}");
    assert!(said.output.ends_with("passed, 0 failed, 0 skipped\n"), "{said:?}");
    let value = |file: &str| {
        let mut value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        remove_times_and_ports(&mut value);
        value
    };
    let (merged, whole): (Value, Value) = (value(merged.to_str().unwrap()), value(&whole));
    assert!(merged == whole, "the merged report differs");
    assert!(!merged["lifeCycle"].as_array().unwrap().is_empty());
    assert_eq!(merged["waivers"][0]["state"], "stale");
    assert_eq!(merged["waivers"][2]["state"], "untried");
}

#[test]
fn how_often_shards_were_sent_away_is_added_up() {
    let (shards, _) = run_in_shards("sent-away");
    for (file, answers) in shards.iter().zip([2, 0, 3]) {
        let mut report = read(file);
        report.throttled = Throttled { answers, waited_ms: 1000 * answers };
        std::fs::write(file, serde_json::to_string(&report).unwrap()).unwrap();
    }
    let files: Vec<&str> = shards.iter().map(String::as_str).collect();
    let said = conformance(&[&["merge", "--report", "json"], &files[..]].concat());
    let merged: Report = serde_json::from_str(&said.output).unwrap();
    assert_eq!(merged.throttled, Throttled { answers: 5, waited_ms: 5000 });
}

#[test]
fn what_kept_a_shard_from_its_end_kept_the_whole_from_it() {
    let (shards, _) = run_in_shards("hindered");
    let hindrance = |of, exit| Hindrance { of, because: "it is gone".to_owned(), exit };
    let (refused, left) = (
        hindrance(Hindered::Judging, Exit::Refused),
        hindrance(Hindered::Undoing, Exit::NotJudged),
    );
    let files: Vec<&str> = shards.iter().map(String::as_str).collect();
    for (hindrances, exit) in [
        ([vec![], vec![left.clone()], vec![]], 3),
        ([vec![left.clone()], vec![], vec![refused.clone()]], 6),
        ([vec![], vec![], vec![]], 4),
    ] {
        for (file, hindrances) in shards.iter().zip(&hindrances) {
            let report = Report { hindrances: hindrances.clone(), ..read(file) };
            std::fs::write(file, serde_json::to_string(&report).unwrap()).unwrap();
        }
        let said = conformance(&[&["merge", "--report", "json"], &files[..]].concat());
        let merged: Report = serde_json::from_str(&said.output).unwrap();
        assert_eq!((said.exit, merged.hindrances), (exit, hindrances.concat()));
    }
}

#[test]
fn what_is_said_as_it_holds_without_it_makes_no_other_run() {
    let shard = |number: usize, flags: &[&str]| {
        let path = scratch(&format!("said-{number}.json")).to_str().unwrap().to_owned();
        let (shard, json) = (format!("{number}/2"), format!("json={path}"));
        let run = ["run", "--only", "example:get/*", "--shard", &shard, "--report", &json];
        conformance(&[&run[..], flags].concat());
        path
    };
    let other = shard(2, &[]);
    for (level, exit) in [("must", 0), ("may", 2)] {
        let said = conformance(&["merge", &shard(1, &["--level", level]), &other]);
        assert_eq!(said.exit, exit, "{level} {said:?}");
    }
}

#[test]
fn reports_that_are_not_the_shards_of_one_run_are_refused_by_name() {
    let (shards, whole) = run_in_shards("refused");
    let changed = |name: &str, change: fn(&mut Report)| {
        let mut report = read(&shards[1]);
        change(&mut report);
        let path = scratch(&format!("refused-{name}.json"));
        std::fs::write(&path, serde_json::to_string(&report).unwrap()).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let [one, two, three] = [&shards[0], &shards[1], &shards[2]].map(String::as_str);
    let cases = read(one).shard.unwrap().cases;
    let differs =
        |name: &str, change| (changed(name, change), format!("they differ in the {name}"));
    for (other, told) in [
        differs("contract", |report| report.contract.sha256 = "0".repeat(64)),
        differs("program", |report| report.suite.version = "0.0.1".to_owned()),
        differs("endpoint", |report| report.endpoint = "http://x".to_owned()),
        differs("run", |report| report.run_id = None),
        differs("requirements", |report| report.requirements = Some("2026-11".to_owned())),
        differs("level", |report| report.decisive = Level::May),
        differs("settings", |report| report.settings.clear()),
        differs("number of shards", |report| report.shard.as_mut().unwrap().of = 4),
        differs("waivers", |report| report.waivers.clear()),
        differs("snapshots", |report| {
            let folder = "shapes".to_owned();
            report.snapshots =
                Some(SnapshotsReport { folder, are_written: false, left_over: Vec::new() });
        }),
        (
            changed("unfinished", |report| report.ended = Ended::Unfinished),
            "it is unfinished".to_owned(),
        ),
        (
            changed("short", |report| report.cases.truncate(1)),
            "its shard and its cases do not fit".to_owned(),
        ),
        (
            changed("zero", |report| report.shard.as_mut().unwrap().number = 0),
            "its shard and its cases do not fit".to_owned(),
        ),
        (
            changed("moved", |report| report.shard.as_mut().unwrap().places[0] = 0),
            "not those of one whole".to_owned(),
        ),
        (one.to_owned(), "are both shard 1/3; give each once".to_owned()),
        (whole, format!("shards and of cases: {cases} cases in 3 shards and {cases} cases in one")),
        ("/no/such.json".to_owned(), "cannot read /no/such.json".to_owned()),
    ] {
        let said = conformance(&["merge", one, &other, three]);
        assert_eq!((said.exit, said.output.as_str()), (2, ""), "{other} {said:?}");
        assert!(said.log.contains(&told), "{told}: {said:?}");
    }
    let said = conformance(&["merge", two]);
    assert_eq!(said.log, "error: shards are missing: 1/3, 3/3; give the reports of all 3\n");
    assert_eq!(said.exit, 2);
    let said = conformance(&["merge", "-", "-"]);
    assert_eq!(said.log, "error: standard input can be read once; give the others as files\n");
    assert_eq!(said.exit, 2);
}

#[test]
fn of_one_report_merge_writes_other_formats_and_ends_as_its_run() {
    let (_, whole) = run_in_shards("one");
    let said = conformance(&["merge", &whole]);
    assert_eq!(said.exit, 4, "{said:?}");
    let json = conformance(&["merge", &whole, "--report", "json"]);
    assert_eq!(json.output, std::fs::read_to_string(&whole).unwrap());
}

#[test]
fn a_shard_that_nothing_falls_into_is_named_and_ends_with_seven() {
    for (only, shard, told) in [
        ("example:resume/*", "2/2", "the 2 cases that are selected are in others"),
        ("example:get/*", "9/9", "the case that is selected is in another"),
    ] {
        let said = conformance(&["run", "--only", only, "--shard", shard]);
        let told = format!("\n\nshard {shard} is empty: {told}\n0 passed, 0 failed, 0 skipped\n");
        assert!(said.exit == 7 && said.output.ends_with(&told), "{said:?}");
    }
    for (shard, told) in
        [("3/2", "there is no such shard: they go from 1/2 to 2/2"), ("half", "as in 2/5")]
    {
        let said = conformance(&["run", "--shard", shard]);
        assert_eq!((said.exit, said.log.contains(told)), (2, true), "{said:?}");
    }
}

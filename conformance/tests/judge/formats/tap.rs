//! TAP 14: the grammar of its specification, as far as a program writes it, with the YAML blocks read by a parser.

use super::sample::{report, whole};
use conformance::report::{Ended, Format};
use regex::Regex;
use serde_json::Value;
use std::sync::LazyLock;

static PLAN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^1\.\.(\d+)( # .*)?$").unwrap());
/// A `#` that is not escaped begins a directive.
static POINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"^(not ok|ok) (\d+) - ((?:[^#\\]|\\#|\\\\)*?)( # (SKIP|TODO) (?:[^#\\]|\\#|\\\\)*)?$",
    )
    .unwrap()
});

pub(crate) fn problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    let mut lines = text.split('\n').peekable();
    if lines.next() != Some("TAP version 14") {
        problems.push("the version is missing".to_owned());
    }
    let (mut plan, mut points) = (None, 0);
    while let Some(line) = lines.next() {
        if let Some(planned) = PLAN.captures(line) {
            plan = planned[1].parse::<usize>().ok();
        } else if let Some(point) = POINT.captures(line) {
            points += 1;
            if point[2] != points.to_string() {
                problems.push(format!("{line}: it is number {points}"));
            }
        } else if line == "  ---" {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "  ...").collect();
            problems.extend(yaml_problems(&block));
        } else if !(line.starts_with("# ")
            || line.starts_with("Bail out!")
            || line.is_empty() && lines.peek().is_none())
        {
            problems.push(format!("{line:?} is no line of TAP"));
        }
    }
    if plan != Some(points) {
        problems.push(format!("{points} test points, but the plan says {plan:?}"));
    }
    problems
}

fn yaml_problems(block: &[&str]) -> Option<String> {
    let stray = block.iter().find(|line| !line.starts_with("  ") || line.contains('\t'));
    if let Some(line) = stray {
        return Some(format!("{line:?} stands in a block of YAML"));
    }
    let yaml = block.iter().map(|line| &line[2..]).collect::<Vec<_>>().join("\n");
    match serde_saphyr::from_str::<Value>(&yaml) {
        Ok(Value::Object(_)) => None,
        Ok(other) => Some(format!("a block of YAML is {other}")),
        Err(error) => Some(format!("{error}: {yaml}")),
    }
}

#[test]
fn every_verdict_is_a_test_point() {
    let text = Format::Tap.render(&whole());
    let points: Vec<&str> = text.lines().filter(|line| POINT.is_match(line)).collect();
    let expected = [
        "ok 1 - create/a",
        "not ok 2 - create/b",
        "ok 3 - input/create/b # SKIP it has no body",
        "not ok 4 - cancel/c # TODO waived: late until 2026-12-31",
        "not ok 5 - cancel/d",
    ];
    assert_eq!(points, expected);
    let told = "  message: \"schema /value/0/state: expected \\\"delivered\\\", came \\\"submitted\\\"\"\n  severity: fail\n";
    assert!(text.contains(told), "{text}");
}

#[test]
fn a_name_cannot_be_a_directive() {
    let mut report = whole();
    report.cases[1].id = r"a # SKIP \# b".to_owned();
    let text = Format::Tap.render(&report);
    assert!(text.contains("\nnot ok 2 - a \\# SKIP \\\\\\# b\n"), "{text}");
}

#[test]
fn an_unfinished_run_bails_out() {
    for (ended, is_out) in
        [(Ended::Whole, false), (Ended::Interrupted, true), (Ended::Unfinished, true)]
    {
        let text = Format::Tap.render(&super::ended(report(Vec::new()), ended));
        assert_eq!(text.contains("\nBail out! "), is_out, "{text}");
        assert!(text.contains("\n1..0 # SKIP nothing was judged\n"), "{text}");
    }
}

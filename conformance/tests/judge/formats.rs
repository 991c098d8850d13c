//! Every format of a report: valid by its schema or grammar whatever was judged and however it ended, and true to the report.

#[path = "formats/github.rs"]
mod github;
#[path = "formats/json_formats.rs"]
mod json_formats;
#[path = "formats/junit.rs"]
mod junit;
#[path = "formats/markdown.rs"]
mod markdown;
#[path = "formats/outcome.rs"]
mod outcome;
#[path = "formats/page.rs"]
mod page;
#[path = "formats/sample.rs"]
mod sample;
#[path = "formats/tap.rs"]
mod tap;
#[path = "formats/unfinished.rs"]
#[cfg(unix)]
mod unfinished;

use crate::none;
use crate::program::{conformance, conformance_with, scratch};
use conformance::report::{Ended, FORMATS, Report};
use conformance::verdict::Verdict;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sample::{HOSTILE, ended, hostile, report, whole};

/// What is wrong with a text of a format, by its schema or grammar.
pub(crate) fn problems(format: &str, text: &str) -> Vec<String> {
    match format {
        "text" => controls(text),
        "json" => json_formats::report_problems(text),
        "html" => page::problems(text),
        "junit" => junit::problems(text),
        "sarif" => json_formats::sarif_problems(text),
        "ctrf" => json_formats::ctrf_problems(text),
        "tap" => tap::problems(text),
        "github" => github::problems(text),
        "github-summary" => markdown::problems(text),
        "har" => json_formats::har_problems(text),
        "badge" => json_formats::badge_problems(text),
        // Whoever adds a format says what is valid in it.
        _ => vec![format!("{format} has nothing here that tells whether it is valid")],
    }
}

fn controls(text: &str) -> Vec<String> {
    let acts = |c: char| c.is_control() && c != '\n' || ('\u{202a}'..='\u{202e}').contains(&c);
    text.lines().filter(|line| line.contains(acts)).map(|line| format!("{line:?}")).collect()
}

fn problems_of(report: &Report) -> Vec<String> {
    let of = |(name, format): &(&str, conformance::report::Format)| {
        let text = format.render(report);
        problems(name, &text).into_iter().map(|problem| format!("{name}: {problem}")).collect()
    };
    FORMATS.iter().flat_map::<Vec<String>, _>(of).collect()
}

#[test]
fn every_format_is_valid_with_every_verdict_and_without_any() {
    for ended_how in [Ended::Whole, Ended::Interrupted, Ended::Unfinished] {
        none(problems_of(&ended(whole(), ended_how)));
        none(problems_of(&ended(report(Vec::new()), ended_how)));
    }
}

#[test]
fn every_format_is_valid_whatever_an_endpoint_says() {
    for text in HOSTILE {
        none(problems_of(&hostile(text)));
    }
}

#[test]
fn every_format_is_valid_with_a_megabyte_of_it() {
    let text = "]]>\u{0}<!--\n::error::#|\u{fffe}\\".repeat(1 << 16);
    assert!(text.len() > 1 << 20);
    let mut report = whole();
    let failed = &mut report.cases[1];
    failed.findings[0].actual.clone_from(&text);
    failed.findings[1].place.clone_from(&text);
    failed.exchanges[1].response.as_mut().unwrap().body = Some(text.clone().into());
    report.cases[4].verdict = Verdict::Error(text);
    none(problems_of(&report));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, rng_seed: RngSeed::Fixed(0), ..ProptestConfig::default() })]

    #[test]
    fn every_format_is_valid_with_any_text(
        pieces in prop::collection::vec(
            prop_oneof![prop::sample::select(HOSTILE).prop_map(str::to_owned), any::<String>()],
            0..6,
        ),
    ) {
        let problems = problems_of(&hostile(&pieces.concat()));
        prop_assert!(problems.is_empty(), "{:#?}", problems);
    }
}

/// What tells whether a format is valid has been seen to say no.
#[test]
fn what_is_not_valid_is_told() {
    let whole = whole();
    for (name, format) in FORMATS {
        let text = format.render(&whole);
        assert!(problems(name, &text).is_empty(), "{name}");
        let breach = match name {
            "text" => text.replace("passed", "\u{1b}[1mpassed"),
            "json" => text.replace("\"cases\"", "\"case\""),
            "html" => text.replacen("id=\"index\">", "id=\"index\"></script><script>", 1),
            "junit" => text.replacen("<testcase", "<testcase flaky=\"no\"", 1),
            "sarif" => text.replace("\"ruleId\"", "\"rule\""),
            "ctrf" => text.replacen("\"testId\"", "\"test\"", 1),
            "tap" => text.replacen("ok 1 - ", "ok 2 - ", 1),
            "github" => text.replacen("::error ", "::eror ", 1),
            "github-summary" => text.replacen("| **must**", "| must | <b>", 1),
            "har" => text.replacen("\"startedDateTime\"", "\"started\"", 1),
            "badge" => text.replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"),
            _ => String::new(),
        };
        assert_ne!(text, breach, "{name}");
        assert!(!problems(name, &breach).is_empty(), "{name}");
    }
}

#[test]
fn every_format_can_be_asked_for_at_once() {
    let paths: Vec<String> = FORMATS
        .iter()
        .map(|(name, _)| format!("{name}={}", scratch(&format!("at-once.{name}")).display()))
        .collect();
    let reports: Vec<&str> = paths.iter().flat_map(|path| ["--report", path]).collect();
    let said =
        conformance(&[&["run", "--only", "example:*", "--jobs", "1"], &reports[..]].concat());
    assert_eq!((said.exit, said.output.as_str()), (0, ""), "{said:?}");
    for (name, _) in FORMATS {
        let text = std::fs::read_to_string(scratch(&format!("at-once.{name}"))).unwrap();
        none(problems(name, &text));
    }
}

#[test]
fn annotations_stand_among_the_lines_of_the_text_and_the_summary_is_appended() {
    let summary = scratch("summary.md");
    std::fs::write(&summary, "before\n").unwrap();
    let run = ["run", "--only", "example:get/*", "--report", "text", "--report", "github"];
    let variable = ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap());
    let said = conformance_with(variable, &run);
    assert_eq!(said.exit, 0, "{said:?}");
    assert!(said.output.ends_with(" passed, 0 failed, 0 skipped\n"), "{said:?}");
    let text = std::fs::read_to_string(&summary).unwrap();
    let own = text.strip_prefix("before\n").unwrap();
    assert!(own.starts_with("## conformance: the endpoint conforms\n"), "{own}");
    none(markdown::problems(own));

    let said = conformance_with(("GITHUB_STEP_SUMMARY", "/nowhere/summary.md"), &run);
    assert_eq!((said.exit, said.output.as_str()), (2, ""), "{said:?}");
    assert!(said.log.contains("cannot write /nowhere/summary.md"), "{said:?}");

    let twice = conformance(&["run", "--report", "github", "--report", "github"]);
    assert_eq!((twice.exit, twice.output.as_str()), (2, ""), "{twice:?}");
}

#[test]
fn a_run_has_the_id_that_is_given_else_that_of_the_service_it_runs_in() {
    let run = ["run", "--only", "example:get/*", "--report", "ctrf"];
    let given = [&run[..], &["--run-id", "mine"]].concat();
    for (variable, arguments, expected) in
        [(("GITHUB_RUN_ID", "4711"), &run[..], "4711"), (("GITHUB_RUN_ID", "4711"), &given, "mine")]
    {
        let said = conformance_with(variable, arguments);
        let document: serde_json::Value = serde_json::from_str(&said.output).unwrap();
        assert_eq!(document["runId"], expected, "{variable:?}");
    }
}

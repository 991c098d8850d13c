//! What a run came to: whatever tells it says what the program ends with.

use super::sample::{case, hindrances, report};
use conformance::exit::Exit;
use conformance::finding::Level;
use conformance::plan::Kind;
use conformance::report::{Format, Hindered, Part, Report, Standing, WaiverReport};
use conformance::snapshots::{ShapeReport, ShapeState};
use conformance::verdict::Verdict;
use conformance::waivers::Waiver;

fn passed() -> Report {
    report(vec![case("a/b", Kind::Rule, Verdict::Passed, vec![])])
}

fn with_a_waiver(state: Standing) -> Report {
    let waiver = Waiver {
        id: "create/*".to_owned(),
        check: "schema".to_owned(),
        fingerprint: None,
        endpoint: None,
        owner: "ada".to_owned(),
        reason: "soon".to_owned(),
        link: None,
        expires: "2026-01-31".to_owned(),
    };
    let mut report = passed();
    report.waivers = vec![WaiverReport { waiver, state, cases: vec![], covered: vec![] }];
    report
}

fn with_a_shape(state: ShapeState) -> Report {
    let mut report = passed();
    let file = "a/b.snap".to_owned();
    report.cases[0].shape = Some(ShapeReport { file, state, differences: vec![] });
    report
}

fn hindered(of: Hindered) -> Report {
    let mut report = passed();
    report.hindrances = hindrances("cannot reach <it>");
    report.hindrances.retain(|hindrance| hindrance.of == of);
    report
}

fn of_an_empty_shard() -> Report {
    let shard = Part { number: 9, of: 9, places: vec![], cases: 3 };
    Report { shard: Some(shard), ..report(vec![]) }
}

fn of_a_may() -> Report {
    let mut report = passed();
    report.cases[0].level = Level::May;
    report
}

#[test]
fn every_format_that_tells_the_outcome_says_what_the_program_ends_with() {
    for (report, exit, told) in [
        (passed(), Exit::Conforms, "the endpoint conforms"),
        (with_a_waiver(Standing::Used), Exit::Conforms, "the endpoint conforms"),
        (with_a_shape(ShapeState::Same), Exit::Conforms, "the endpoint conforms"),
        (with_a_waiver(Standing::Expired), Exit::WaiverIsStale, "waivers are to be looked after"),
        (with_a_shape(ShapeState::New), Exit::SnapshotNeedsReview, "shapes are to be reviewed"),
        (with_a_shape(ShapeState::Changed), Exit::SnapshotNeedsReview, "shapes are to be reviewed"),
        (of_a_may(), Exit::NothingRun, "nothing was run that is required"),
        (of_an_empty_shard(), Exit::NothingRun, "nothing was run because the shard is empty"),
        (hindered(Hindered::Judging), Exit::Refused, "not everything could be judged"),
        (hindered(Hindered::Undoing), Exit::NotJudged, "what was made could not be undone"),
    ] {
        assert_eq!(report.exit(), exit);
        for format in [Format::GithubSummary, Format::Html, Format::Tap] {
            let text = format.render(&report);
            let text = text.to_lowercase();
            assert!(text.contains(told), "{told} in {format:?}: {text}");
            let is_said = text.contains("the endpoint conforms");
            assert_eq!(is_said, exit == Exit::Conforms, "{format:?}: {text}");
        }
        let annotations = Format::Github.render(&report);
        // What kept the run from its end is an annotation in its own words.
        let told = if report.hindrances.is_empty() { told } else { "" };
        let is_annotated = annotations.contains(&format!("::error title={told}"));
        assert_eq!(is_annotated, exit != Exit::Conforms, "{told}");
        let badge = Format::Badge.render(&report);
        assert_eq!(badge.contains("brightgreen"), exit == Exit::Conforms, "{told}: {badge}");
    }
}

#[test]
fn what_is_to_be_looked_after_is_listed_in_the_summary_and_on_the_page() {
    for (report, told) in [
        (
            with_a_waiver(Standing::Expired),
            ["Waivers to look after", "expired on 2026-01-31", "ada"],
        ),
        (with_a_waiver(Standing::Stale), ["Waivers to look after", "not found any more", "ada"]),
        (with_a_shape(ShapeState::Changed), ["Shapes to review", "a/b", "changed"]),
    ] {
        for format in [Format::GithubSummary, Format::Html] {
            let text = format.render(&report);
            for part in told {
                assert!(text.contains(part), "{part} in {format:?}: {text}");
            }
            let nothing = format.render(&passed());
            assert!(!nothing.contains(told[0]), "{format:?}: {nothing}");
        }
    }
}

#[test]
fn every_format_tells_what_kept_the_run_from_its_end() {
    let told = [
        (Hindered::Judging, "not everything was tried"),
        (Hindered::Undoing, "what was made could not be undone"),
    ];
    for (of, told) in told {
        for (format, said) in [
            (Format::Text, format!("\n{told}: cannot reach <it>\n1 passed,")),
            (Format::Json, r#""because": "cannot reach <it>","#.to_owned()),
            (
                Format::Html,
                format!("{}{}: cannot reach &lt;it&gt;.", told[..1].to_uppercase(), &told[1..]),
            ),
            (Format::Junit, format!("message=\"{told}: cannot reach &lt;it&gt;\"")),
            (Format::Sarif, format!("\"text\": \"{told}: cannot reach <it>\"")),
            (Format::Sarif, r#""executionSuccessful": false"#.to_owned()),
            (Format::Ctrf, r#""healthy": false"#.to_owned()),
            (Format::Ctrf, r#""because": "cannot reach <it>","#.to_owned()),
            (Format::Tap, format!("\n# {told}: cannot reach <it>\nBail out! ")),
            (Format::Github, format!("::error title={told}::cannot reach <it>\n")),
            (
                Format::GithubSummary,
                format!("\n| {told} | <code>cannot reach &#60;it&#62;</code> |\n"),
            ),
            (Format::Badge, r#""color": "lightgrey""#.to_owned()),
        ] {
            let text = format.render(&hindered(of));
            assert!(text.contains(&said), "{said} in {format:?}: {text}");
            assert!(!format.render(&passed()).contains(&said), "{said} in {format:?}");
        }
    }
}

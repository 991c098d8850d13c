//! Workflow commands: what a line must be for the runner to take it as an annotation, and how many it shows.

use super::sample::{case, finding, hindrances, report};
use conformance::finding::{Finding, Level, Party};
use conformance::plan::Kind;
use conformance::report::{Format, Report};
use conformance::verdict::Verdict;
use regex::Regex;
use std::sync::LazyLock;

/// GitHub shows so many of a kind.
const SHOWN: usize = 10;

static COMMAND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^::(error|warning|notice) (?:file=[^:,]*,line=\d+,)?title=[^:,]*::.+$").unwrap()
});
static ESCAPE: LazyLock<Regex> = LazyLock::new(|| Regex::new("%(25|0D|0A|3A|2C)").unwrap());

pub(crate) fn problems(text: &str) -> Vec<String> {
    let is_command = |line: &&str| {
        let is_escaped = ESCAPE.find_iter(line).count() == line.matches('%').count();
        COMMAND.is_match(line) && is_escaped && !line.contains('\r')
    };
    let lines = || text.split_terminator('\n');
    let others = lines().filter(|line| !is_command(line)).map(|line| format!("{line:?}"));
    let kinds = ["::error ", "::warning ", "::notice "];
    let counts = kinds.map(|kind| (kind, lines().filter(|line| line.starts_with(kind)).count()));
    let many = counts.iter().filter(|(_, count)| *count > SHOWN);
    others.chain(many.map(|(kind, count)| format!("{count} of {kind}"))).collect()
}

fn failed(id: &str, findings: Vec<Finding>) -> conformance::report::CaseReport {
    case(id, Kind::Rule, Verdict::Failed, findings)
}

fn of(check: &str, level: Level) -> Finding {
    Finding { check: check.to_owned(), ..finding(level, Party::Server) }
}

#[test]
fn what_decides_is_an_error_with_its_place_and_the_rest_is_less() {
    let findings = vec![of("a:b,c%", Level::Must), of("s", Level::Should), of("m", Level::May)];
    let text = Format::Github.render(&report(vec![failed("x/1", findings)]));
    let place = "file=openapi/examples/x/1.yaml,line=3";
    let message = "expected \"delivered\"%0A  actual \"submitted\"%0A      in x/1";
    let expected = [
        format!("::error {place},title=a%3Ab%2Cc%25 /value/0/state::{message}"),
        format!("::warning {place},title=s /value/0/state::{message}"),
        format!("::notice {place},title=m /value/0/state::{message}"),
    ];
    assert_eq!(text.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn no_more_is_written_than_is_shown_and_the_last_says_how_many_there_are() {
    let cases = |count: usize| {
        let cases = (0..count).map(|n| failed(&format!("x/{n}"), vec![of("a", Level::Must)]));
        Format::Github.render(&report(cases.collect()))
    };
    let one_case_each = |count: usize| {
        let findings = (0..count).map(|n| of(&format!("check-{n:02}"), Level::Must));
        Format::Github.render(&report(vec![failed("x/1", findings.collect())]))
    };
    assert_eq!(cases(300).lines().count(), 1, "one mistake is told once");
    assert!(cases(300).ends_with(" in x/0 (300 cases)\n"), "{}", cases(300));
    assert_eq!(one_case_each(SHOWN).lines().count(), SHOWN);
    let many = one_case_each(SHOWN + 1);
    assert_eq!(many.lines().count(), SHOWN);
    assert!(
        many.ends_with("::error title=and more::2 more; the other reports have all\n"),
        "{many}"
    );
}

#[test]
fn what_kept_the_run_from_its_end_is_told_before_what_could_not_be_judged_for_it() {
    let errors = (0..SHOWN).map(|n| {
        case(&format!("x/{n}"), Kind::Rule, Verdict::Error(format!("it broke {n}")), Vec::new())
    });
    let report = Report { hindrances: hindrances("it ended"), ..report(errors.collect()) };
    let text = Format::Github.render(&report);
    let first = "::error title=not everything was tried::it ended\n::error title=what was made could not be undone::it ended\n";
    assert!(text.starts_with(first), "{text}");
}

#[test]
fn what_is_waived_or_is_the_fault_of_others_is_no_annotation() {
    let of_others =
        vec![finding(Level::Must, Party::Documentation), finding(Level::Must, Party::Contract)];
    let passed = case("x/1", Kind::Rule, Verdict::Passed, of_others);
    assert_eq!(Format::Github.render(&report(vec![passed])), "");
    let unjudged = case("x/2", Kind::Rule, Verdict::Error("it broke".to_owned()), vec![]);
    let text = Format::Github.render(&report(vec![unjudged.clone(), unjudged]));
    assert_eq!(text, "::error title=could not be judged::it broke (2 cases)\n");
}

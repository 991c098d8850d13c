//! The summary of a job: only the Markdown and the HTML that is meant, within the size that GitHub takes.

use super::sample::{case, finding, report};
use conformance::finding::{Finding, Level, Party};
use conformance::plan::Kind;
use conformance::report::Format;
use conformance::verdict::Verdict;
use regex::Regex;
use std::sync::LazyLock;

/// GitHub drops what is longer.
const MOST: usize = 1 << 20;

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("</?(code|summary|details)>|<details open>").unwrap());

pub(crate) fn problems(text: &str) -> Vec<String> {
    let mut problems = Vec::new();
    if text.len() > MOST {
        problems.push(format!("{} bytes", text.len()));
    }
    let mut columns = 0;
    for line in text.split('\n') {
        let rest = TAG.replace_all(line, "");
        let begins = [
            "## ",
            "| ",
            "|---",
            "Endpoint ",
            "Out of step: ",
            "What was not run",
            "What kept the run",
        ];
        let is_meant = rest.is_empty() || begins.iter().any(|begin| rest.starts_with(begin));
        if !is_meant && !rest.ends_with(" more; the other reports have all.") {
            problems.push(format!("{line:?} is not meant"));
        }
        if rest.contains(['<', '>', '`', '[', '\\', '@', '\r']) {
            problems.push(format!("{line:?} has Markdown or HTML of its own"));
        }
        let bars = rest.matches('|').count();
        if bars > 0 && columns > 0 && bars != columns {
            problems.push(format!("{line:?} has another number of columns"));
        }
        columns = bars;
    }
    problems
}

#[test]
fn a_finding_is_a_row_however_many_cases_show_it() {
    let findings = || vec![finding(Level::Must, Party::Server)];
    let cases = ["x/1", "x/2", "x/3"].map(|id| case(id, Kind::Rule, Verdict::Failed, findings()));
    let text = Format::GithubSummary.render(&report(cases.to_vec()));
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| **must**")).collect();
    let expected = "| **must** | <code>schema</code> | <code>/value/0/state</code> | <code>&#34;delivered&#34;</code> | <code>&#34;submitted&#34;</code> | <code>x/1</code> and 2 more |";
    assert_eq!(rows, [expected]);
    assert!(text.starts_with("## conformance: the endpoint does not conform\n"), "{text}");
}

#[test]
fn a_long_summary_ends_with_how_much_is_left_out() {
    let of = |n: usize| Finding {
        place: format!(
            "/{}",
            "abcdefghij".repeat(n % 17)
                + &char::from(b'a' + u8::try_from(n % 26).unwrap()).to_string()
        ),
        check: format!("check-{n}"),
        actual: "x".repeat(250),
        ..finding(Level::Must, Party::Server)
    };
    let failed = case("x/1", Kind::Rule, Verdict::Failed, (0..5000).map(of).collect());
    let text = Format::GithubSummary.render(&report(vec![failed]));
    assert!(problems(&text).is_empty(), "{:?}", problems(&text));
    assert!(text.contains(" more; the other reports have all.\n"), "{}", text.len());
}

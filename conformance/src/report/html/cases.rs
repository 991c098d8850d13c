//! The cases of a report in, what the page's script reads of them out: a short entry of each to look through, and a line of each to open.
//!
//! The page parses a line when its case is opened, so that many cases open as quickly as few.

use crate::finding::{Finding, Level, Party};
use crate::lanes;
use crate::life_cycle::Observed;
use crate::plan::Kind;
use crate::report::{CaseReport, Report, curl, one_line};
use crate::verdict::Verdict;
use memchr::memchr2;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::Formatter;
use std::io;

/// The most characters that an entry tells of what was found.
const LONGEST: usize = 240;

/// About as long is the line of a case of few exchanges.
const USUAL: usize = 4096;

/// So few cases are not worth a thread.
const FEW: usize = 500;

/// What the page looks through.
#[derive(Serialize)]
struct Index<'a> {
    decisive: Level,
    /// From where to where each transition leads.
    moves: Vec<(&'a str, &'a str)>,
    cases: Vec<Entry<'a>>,
}

/// One case in short.
#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    kind: Kind,
    level: Level,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<&'a str>,
    summary: &'a str,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    because: Option<&'a str>,
    /// Who is out of step.
    parties: Vec<Party>,
    findings: usize,
    exchanges: usize,
    ms: f64,
    /// The weightiest finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    told: Option<String>,
    /// The transitions that it showed.
    #[serde(skip_serializing_if = "<[usize]>::is_empty")]
    moves: &'a [usize],
}

/// A case as the report has it, with a line for a shell for each exchange.
#[derive(Serialize)]
struct Line<'a> {
    case: &'a CaseReport,
    curl: Vec<String>,
}

/// The entries of all cases, as JSON.
pub(super) fn index(report: &Report, observed: &Observed) -> String {
    let moves = observed.transitions.iter().map(|one| (one.from.as_str(), one.to.as_str()));
    let of_case = |place: usize| observed.of_cases.get(place).map(Vec::as_slice);
    let entry = |(place, case)| entry(case, of_case(place).unwrap_or_default(), report.decisive);
    let index = Index {
        decisive: report.decisive,
        moves: moves.collect(),
        cases: report.cases.iter().enumerate().map(entry).collect(),
    };
    let mut json = Vec::new();
    write(&mut json, &index);
    in_text(json)
}

/// All cases, a line of JSON each, in pieces. Of many, several threads write a piece each.
pub(super) fn lines(report: &Report) -> Vec<String> {
    let most = report.cases.len().div_ceil(lanes::jobs(None)).max(FEW);
    std::thread::scope(|scope| {
        let pieces = report.cases.chunks(most).map(|cases| scope.spawn(|| lines_of(cases)));
        let pieces: Vec<_> = pieces.collect();
        let written = pieces
            .into_iter()
            .map(|piece| piece.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        written.collect()
    })
}

fn lines_of(cases: &[CaseReport]) -> String {
    let mut json = Vec::with_capacity(cases.len() * USUAL);
    for case in cases {
        let curl = case.exchanges.iter().map(|exchange| curl(&exchange.request)).collect();
        write(&mut json, &Line { case, curl });
        json.push(b'\n');
    }
    in_text(json)
}

fn entry<'a>(case: &'a CaseReport, moves: &'a [usize], decisive: Level) -> Entry<'a> {
    let parties = [Party::Server, Party::Client, Party::Contract, Party::Documentation];
    let is_out = |party: &Party| case.findings.iter().any(|one| one.out_of_step == *party);
    let weightiest =
        case.findings.iter().rev().max_by_key(|one| (one.decides(decisive), one.level));
    let (verdict, because) = verdict(&case.verdict);
    Entry {
        id: &case.id,
        kind: case.kind,
        level: case.level,
        operation: case.operation.as_ref().map(|operation| operation.0.as_str()),
        summary: &case.summary,
        verdict,
        because,
        parties: parties.into_iter().filter(is_out).collect(),
        findings: case.findings.len(),
        exchanges: case.exchanges.len(),
        ms: case.exchanges.iter().map(|exchange| exchange.elapsed_ms).sum(),
        told: weightiest.map(told),
        moves,
    }
}

fn told(finding: &Finding) -> String {
    let Finding { check, place, expected, actual, .. } = finding;
    let place = if place == check { String::new() } else { format!(" {place}") };
    let told = one_line(&format!("{check}{place}: expected {expected}, actual {actual}"));
    let mut short: String = told.chars().take(LONGEST).collect();
    if short.len() < told.len() {
        short.push('…');
    }
    short
}

/// The word for a verdict, and its reason.
pub(super) fn verdict(verdict: &Verdict) -> (&'static str, Option<&str>) {
    match verdict {
        Verdict::Passed => ("passed", None),
        Verdict::Failed => ("failed", None),
        Verdict::Waived(because) => ("waived", Some(because)),
        Verdict::Skipped(because) => ("skipped", Some(because)),
        Verdict::Error(because) => ("error", Some(because)),
    }
}

fn write(json: &mut Vec<u8>, value: &impl Serialize) {
    // What is written here has string keys only and goes to memory: it cannot fail.
    let _ = value.serialize(&mut Serializer::with_formatter(json, Harmless));
}

fn in_text(json: Vec<u8>) -> String {
    // JSON is UTF-8.
    String::from_utf8(json).unwrap_or_default()
}

/// JSON in which nothing ends a script, begins a comment or ends a line: a `<` and the separators U+2028 and U+2029 are escaped, which occur in
/// strings only.
struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        let mut rest = fragment.as_bytes();
        let mut from = 0;
        while let Some(at) = rest.get(from..).and_then(|rest| memchr2(b'<', 0xE2, rest)) {
            let (before, after) = rest.split_at(from + at);
            let escaped: Option<(&[u8], usize)> = match after {
                [b'<', ..] => Some((b"\\u003c", 1)),
                [0xE2, 0x80, 0xA8, ..] => Some((b"\\u2028", 3)),
                [0xE2, 0x80, 0xA9, ..] => Some((b"\\u2029", 3)),
                _ => None,
            };
            if let Some((escaped, length)) = escaped {
                writer.write_all(before)?;
                writer.write_all(escaped)?;
                rest = after.get(length..).unwrap_or_default();
                from = 0;
            } else {
                from += at + 1;
            }
        }
        writer.write_all(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn json_in_a_script_ends_nothing_and_means_the_same() {
        for (text, expected) in [
            ("plain 猫 é", r#""plain 猫 é""#),
            ("</script><!--", r#""\u003c/script>\u003c!--""#),
            ("a\u{2028}b\u{2029}", r#""a\u2028b\u2029""#),
            ("â\u{80}‹\u{2027}<", "\"â\u{80}‹\u{2027}\\u003c\""),
            ("\u{0}\r\n\"", r#""\u0000\r\n\"""#),
            ("", r#""""#),
        ] {
            let mut json = Vec::new();
            write(&mut json, &text);
            let json = in_text(json);
            assert_eq!(json, expected);
            assert_eq!(serde_json::from_str::<Value>(&json).unwrap(), json!(text));
        }
    }
}

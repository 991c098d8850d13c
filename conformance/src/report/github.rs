//! The report as annotations of GitHub Actions: workflow commands, a line each, the gravest first.

use super::account::{cut, place, value};
use super::outcome::Outcome;
use super::told_once::{ToldOnce, told_once};
use super::{Location, Report};
use crate::exit::Exit;
use crate::finding::Level;
use crate::verdict::Verdict;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;

/// GitHub shows so many annotations of a kind from one step.
const MOST_OF_A_KIND: usize = 10;

/// So many bytes of a message are shown.
const MOST_OF_A_MESSAGE: usize = 2 << 10;

/// The kinds of annotations, the gravest first.
const KINDS: [&str; 3] = ["error", "warning", "notice"];

struct Annotation<'a> {
    kind: &'static str,
    title: String,
    message: String,
    location: Option<&'a Location>,
}

pub(super) fn render(report: &Report) -> String {
    let all: Vec<Annotation<'_>> = unjudged(report)
        .into_iter()
        .chain(to_look_after(report))
        .chain(annotations(report))
        .collect();
    let mut text = String::new();
    for kind in KINDS {
        let of_kind: Vec<&Annotation<'_>> = all.iter().filter(|one| one.kind == kind).collect();
        let shown = if of_kind.len() > MOST_OF_A_KIND { MOST_OF_A_KIND - 1 } else { of_kind.len() };
        of_kind.iter().take(shown).for_each(|one| write_command(&mut text, one));
        if of_kind.len() > shown {
            let message = format!("{} more; the other reports have all", of_kind.len() - shown);
            let title = "and more".to_owned();
            write_command(&mut text, &Annotation { kind, title, message, location: None });
        }
    }
    text
}

/// What kept cases from being judged, each reason once, and the run from its end.
fn unjudged(report: &Report) -> Vec<Annotation<'static>> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &report.cases {
        if let Verdict::Error(because) = &case.verdict {
            *counts.entry(because).or_default() += 1;
        }
    }
    let hindered = report.hindrances.iter().map(|hindrance| Annotation {
        kind: "error",
        title: hindrance.of.in_words().to_owned(),
        message: value(&hindrance.because),
        location: None,
    });
    let told = counts.into_iter().map(|(because, cases)| Annotation {
        kind: "error",
        title: "could not be judged".to_owned(),
        message: format!("{}{}", value(because), in_cases(cases)),
        location: None,
    });
    hindered.chain(told).collect()
}

/// What the program ends with other than zero for where no case says it.
fn to_look_after(report: &Report) -> Option<Annotation<'_>> {
    let is_told_by_cases = match report.outcome() {
        Outcome::Ended(Exit::WaiverIsStale | Exit::SnapshotNeedsReview | Exit::NothingRun) => false,
        Outcome::Ended(_) | Outcome::Unfinished => true,
    };
    (!is_told_by_cases).then(|| Annotation {
        kind: "error",
        title: report.outcome_in_words().to_owned(),
        message: "the summary and the other reports tell which".to_owned(),
        location: None,
    })
}

/// What a check or a rule says of one line of the contract is one annotation: the first that it says.
fn annotations(report: &Report) -> Vec<Annotation<'_>> {
    let mut annotations: Vec<(Annotation<'_>, usize)> = Vec::new();
    let mut places = HashMap::new();
    for told in told_once(report) {
        let location = told.finding.location.as_ref().or(told.case.location.as_ref());
        let key = (kind(&told), &told.finding.check, location);
        let place = *places.entry(key).or_insert(annotations.len());
        match annotations.get_mut(place) {
            Some((_, others)) => *others += 1,
            None => annotations.push((annotation(&told, location), 0)),
        }
    }
    let told = annotations.into_iter().map(|(annotation, others)| match others {
        0 => annotation,
        _ => Annotation {
            message: format!("{}, and {others} more of this kind", annotation.message),
            ..annotation
        },
    });
    told.collect()
}

fn kind(told: &ToldOnce<'_>) -> &'static str {
    match told.finding.level {
        _ if told.decides => "error",
        Level::Must | Level::Should => "warning",
        Level::May => "notice",
    }
}

fn annotation<'a>(told: &ToldOnce<'a>, location: Option<&'a Location>) -> Annotation<'a> {
    let ToldOnce { finding, case, cases, .. } = *told;
    Annotation {
        kind: kind(told),
        title: format!("{} {}", value(&finding.check), place(finding)),
        message: format!(
            "expected {}\n  actual {}\n      in {}{}",
            value(&finding.expected),
            value(&finding.actual),
            value(&case.id),
            in_cases(cases)
        ),
        location,
    }
}

fn in_cases(cases: usize) -> String {
    if cases > 1 { format!(" ({cases} cases)") } else { String::new() }
}

fn write_command(text: &mut String, annotation: &Annotation<'_>) {
    let Annotation { kind, title, message, location } = annotation;
    // The runner shows nothing of a command without a message.
    let message = if message.is_empty() { title } else { message };
    let place =
        location.map(|Location { file, line, .. }| format!("file={},line={line},", property(file)));
    let place = place.unwrap_or_default();
    let (title, message) = (property(&cut(title, 200)), data(&cut(message, MOST_OF_A_MESSAGE)));
    // Writing to a String cannot fail.
    let _ = writeln!(text, "::{kind} {place}title={title}::{message}");
}

/// A message, escaped as the runner undoes it.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property before the message: what would end it is escaped, too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

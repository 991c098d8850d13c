//! The reports of the shards of one run in, the report of the whole run out.

use super::{CaseReport, Ended, Part, Report};
use crate::error::Error;
use crate::life_cycle::life_cycle;
use crate::verdict::Tally;
use chrono::DateTime;
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A report, and where it was read.
pub(crate) type Read = (PathBuf, Report);

/// What is told of something in which reports may differ.
type Told = fn(&Report) -> String;

/// In what the shards of one run agree.
const SAME: [(&str, Told); 10] = [
    ("contract", |report| {
        format!(
            "{} {} (SHA-256 {:.12})",
            report.contract.title, report.contract.version, report.contract.sha256
        )
    }),
    ("program", |report| format!("{} {}", report.suite.name, report.suite.version)),
    ("endpoint", |report| report.endpoint.clone()),
    ("run", |report| report.run_id.clone().unwrap_or_else(|| "no --run-id".to_owned())),
    ("requirements", |report| {
        report.requirements.clone().unwrap_or_else(|| "all of today".to_owned())
    }),
    ("level that decides", |report| report.decisive.to_string()),
    ("settings", |report| json!(report.settings).to_string()),
    ("number of shards and of cases", |report| {
        let Part { of, cases, .. } = part(report);
        let shards = if of == 1 { "one".to_owned() } else { format!("{of} shards") };
        format!("{cases} cases in {shards}")
    }),
    ("snapshots", |report| {
        // Where the folder is, and whether anything is written there, is another thing on each machine.
        let held = if report.snapshots.is_some() { "held against them" } else { "not" };
        held.to_owned()
    }),
    ("waivers", |report| {
        let waivers: Vec<_> = report.waivers.iter().map(|entry| &entry.waiver).collect();
        json!([report.waived_at_most, waivers]).to_string()
    }),
];

/// The report of the run of which these are the shards, as one run would have told it. Times are those of all together.
///
/// # Errors
/// [`Error::Usage`] with the files where they are no shards of one run, or one is missing or there twice; [`Error::Report`] where one is
/// not whole.
pub(crate) fn merge(reports: Vec<Read>) -> Result<Report, Error> {
    let mut shards: BTreeMap<usize, Read> = BTreeMap::new();
    for (path, report) in reports {
        require_whole(&path, &report)?;
        if let Some((other, first)) = shards.values().next() {
            require_same((other, first), (&path, &report))?;
        }
        let Part { number, of, .. } = part(&report);
        if let Some((other, _)) = shards.get(&number) {
            return Err(Error::Usage(format!(
                "{} and {} are both shard {number}/{of}; give each once",
                other.display(),
                path.display()
            )));
        }
        shards.insert(number, (path, report));
    }
    let shards: Vec<Read> = shards.into_values().collect();
    require_all(&shards)?;
    joined(shards).ok_or_else(|| Error::Usage("give the reports to merge".to_owned()))
}

/// Which part of its run a report is of; the only one, where the run was not split.
fn part(report: &Report) -> Part {
    let cases = report.cases.len();
    report.shard.clone().unwrap_or_else(|| Part {
        number: 1,
        of: 1,
        places: (0..cases).collect(),
        cases,
    })
}

fn require_whole(path: &Path, report: &Report) -> Result<(), Error> {
    let part = part(report);
    let problem = if report.ended == Ended::Unfinished {
        "it is unfinished: the run that wrote it still goes on, or was killed; run that shard again"
    } else if part.places.len() != report.cases.len() || !(1..=part.of).contains(&part.number) {
        "its shard and its cases do not fit; give it as `run` wrote it"
    } else {
        return Ok(());
    };
    Err(Error::Report { path: path.to_owned(), problem: problem.to_owned() })
}

fn require_same(
    (one, first): (&Path, &Report),
    (other, report): (&Path, &Report),
) -> Result<(), Error> {
    let differing = SAME.iter().find(|(_, of)| of(first) != of(report));
    differing.map_or(Ok(()), |(what, of)| {
        Err(Error::Usage(format!(
            "{} and {} are not of one run: they differ in the {what}: {} and {}",
            one.display(),
            other.display(),
            of(first),
            of(report)
        )))
    })
}

/// Every shard is there, and every place of the whole is that of one case.
fn require_all(shards: &[Read]) -> Result<(), Error> {
    let Some((path, first)) = shards.first() else { return Ok(()) };
    let Part { of, cases, .. } = part(first);
    let is_there = |number: usize| shards.iter().any(|(_, report)| part(report).number == number);
    let missing: Vec<String> = (1..=of)
        .filter(|number| !is_there(*number))
        .map(|number| format!("{number}/{of}"))
        .collect();
    if !missing.is_empty() {
        return Err(Error::Usage(format!(
            "shards are missing: {}; give the reports of all {of}",
            missing.join(", ")
        )));
    }
    let mut places: Vec<usize> =
        shards.iter().flat_map(|(_, report)| part(report).places).collect();
    places.sort_unstable();
    if places.into_iter().eq(0..cases) {
        return Ok(());
    }
    let problem =
        "the cases of the shards are not those of one whole; give the reports as `run` wrote them";
    Err(Error::Report { path: path.clone(), problem: problem.to_owned() })
}

fn joined(shards: Vec<Read>) -> Option<Report> {
    let mut cases: Vec<(usize, CaseReport)> = Vec::new();
    let (started, elapsed_ms) = duration(shards.iter().map(|(_, report)| report));
    let mut whole: Option<Report> = None;
    for (_, mut report) in shards {
        cases.extend(part(&report).places.into_iter().zip(std::mem::take(&mut report.cases)));
        match &mut whole {
            None => whole = Some(report),
            Some(whole) => whole.take_in(report),
        }
    }
    cases.sort_by_key(|(place, _)| *place);
    let mut whole = whole?;
    whole.cases = cases.into_iter().map(|(_, case)| case).collect();
    whole.tally = Tally::default();
    for case in &whole.cases {
        whole.tally.count(&case.verdict);
    }
    whole.shard = None;
    whole.elapsed_ms = elapsed_ms;
    whole.started = started.unwrap_or(whole.started);
    whole.settle_waivers();
    whole.life_cycle = life_cycle(&whole);
    Some(whole)
}

impl Report {
    /// Takes in how another shard ended and what kept it from that, how often it was sent away, and what its waivers were needed for.
    fn take_in(&mut self, other: Self) {
        if other.ended == Ended::Interrupted {
            self.ended = Ended::Interrupted;
        }
        self.hindrances.extend(other.hindrances);
        self.throttled.take_in(other.throttled);
        for (own, other) in self.waivers.iter_mut().zip(other.waivers) {
            // A run may go on past midnight.
            own.state = own.state.max(other.state);
            own.covered.extend(other.covered);
        }
    }
}

/// When the first began, and how many milliseconds later the last had ended.
fn duration<'a>(reports: impl Iterator<Item = &'a Report>) -> (Option<String>, f64) {
    let times = reports.filter_map(|report| {
        let begun = DateTime::parse_from_rfc3339(&report.started).ok()?;
        Some((begun, &report.started, report.elapsed_ms))
    });
    let times: Vec<_> = times.collect();
    let Some((first, started, _)) = times.iter().min_by_key(|(begun, ..)| *begun) else {
        return (None, 0.0);
    };
    let ends = times.iter().map(|(begun, _, elapsed)| {
        let later = (*begun - *first).to_std().unwrap_or_default();
        later.as_secs_f64() * 1000.0 + elapsed
    });
    (Some((*started).clone()), ends.fold(0.0, f64::max))
}

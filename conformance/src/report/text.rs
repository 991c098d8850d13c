//! The report for a person: a line a case, under it what is out of step, and the tally last.

mod hints;
mod style;

pub(crate) use style::styled;

use super::one_line::one_line;
use super::outcome::Outcome;
use super::repeated::Repeated;
use super::repetition::Repetition;
use super::{CaseReport, ExchangeReport, Part, Report, rerun, shapes, waivers};
use crate::check::brief_bytes;
use crate::exit::Exit;
use crate::finding::{Finding, Level, Party, Waived};
use crate::throttle::Throttled;
use crate::verdict::Verdict;
use std::fmt::{Result, Write};
use std::mem;

/// An id that is longer stands out of its column.
const WIDEST: usize = 120;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(&mut text, report, report);
    text
}

/// The same with the cases that failed or could not be judged alone; what is told at the end is of all.
pub(crate) fn quiet(mut report: Report) -> String {
    let cases = mem::take(&mut report.cases);
    let is_told = |case: &&CaseReport| matches!(case.verdict, Verdict::Failed | Verdict::Error(_));
    let told = cases.iter().filter(is_told).cloned().collect();
    let shown = Report { cases: told, ..report.clone() };
    report.cases = cases;
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(&mut text, &shown, &report);
    text
}

/// One case as the report that it belongs to tells it.
pub(crate) fn one_case(report: &Report, case: &CaseReport) -> String {
    let widest = one_line(&case.id).chars().count();
    let layout = Layout { widest, repeated: Repeated::among(&[], report.decisive), report };
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_case(&mut text, case, &layout);
    text
}

/// The cases of one report, and the end of that which they are from.
fn write_report(text: &mut String, report: &Report, whole: &Report) -> Result {
    let contract = &report.contract;
    writeln!(text, "contract: {} {}", one_line(&contract.title), one_line(&contract.version))?;
    writeln!(text, "endpoint: {}\n", one_line(&report.endpoint))?;
    let width = |case: &CaseReport| one_line(&case.id).chars().count();
    let layout = Layout {
        widest: report.cases.iter().map(width).max().unwrap_or_default().min(WIDEST),
        repeated: Repeated::among(&whole.cases, report.decisive),
        report,
    };
    for case in &report.cases {
        write_case(text, case, &layout)?;
    }
    if !text.ends_with("\n\n") {
        writeln!(text)?;
    }
    layout.repeated.write(text)?;
    shapes::write(text, whole)?;
    hints::write(text, whole)?;
    rerun::write(text, whole)?;
    waivers::write(text, whole)?;
    write_parties(text, whole)?;
    write_throttled(text, report.throttled)?;
    for hindrance in &report.hindrances {
        writeln!(text, "{}", hindrance.sentence())?;
    }
    write_tally(text, whole)
}

/// What the run came to, in numbers; the last line counts.
fn write_tally(text: &mut String, report: &Report) -> Result {
    let tally = report.tally;
    if tally.errors > 0 {
        writeln!(text, "{} could not be judged", tally.errors)?;
    }
    match report.outcome() {
        // Whoever killed the program finds this in a file, and no other word of it.
        Outcome::Unfinished => {
            writeln!(text, "the run has not ended; what was not judged is missing")?;
        }
        Outcome::Ended(exit) => write_why_nothing_was_run(text, (report, exit))?,
    }
    if tally.waived > 0 {
        let waived = report.cases.iter().filter(|case| matches!(case.verdict, Verdict::Waived(_)));
        let waived: Vec<String> = waived.map(|case| one_line(&case.id)).collect();
        writeln!(text, "{} waived, and counted as skipped: {}", tally.waived, waived.join(", "))?;
    }
    let skipped = tally.skipped + tally.waived;
    write!(text, "{} passed, {} failed, {skipped} skipped", tally.passed, tally.failed)?;
    writeln!(text, "{}", hints::unwritten(report))
}

/// Nothing where something was run that decides.
fn write_why_nothing_was_run(text: &mut String, (report, exit): (&Report, Exit)) -> Result {
    if let Some(Part { number, of, cases, .. }) = report.empty_shard() {
        let elsewhere = match cases {
            0 => "nothing is selected".to_owned(),
            1 => "the case that is selected is in another".to_owned(),
            cases => format!("the {cases} cases that are selected are in others"),
        };
        return writeln!(text, "shard {number}/{of} is empty: {elsewhere}");
    }
    if exit != Exit::NothingRun {
        return Ok(());
    }
    writeln!(text, "nothing was run that is required: no case that is a `{}`", report.decisive)
}

/// What is the same for every case.
struct Layout<'a> {
    /// The most characters that an id has.
    widest: usize,
    repeated: Repeated<'a>,
    report: &'a Report,
}

fn write_case(text: &mut String, case: &CaseReport, layout: &Layout<'_>) -> Result {
    let (mark, told) = match &case.verdict {
        Verdict::Passed => ("pass", extent(&case.exchanges)),
        Verdict::Failed => ("FAIL", extent(&case.exchanges)),
        Verdict::Waived(because) => ("waive", one_line(because)),
        Verdict::Skipped(because) => ("skip", one_line(because)),
        Verdict::Error(because) => ("ERROR", one_line(because)),
    };
    writeln!(text, "{mark:<5} {:<widest$}  {told}", one_line(&case.id), widest = layout.widest)?;
    let mut findings: Vec<&Finding> =
        case.findings.iter().filter(|finding| !layout.repeated.holds(finding)).collect();
    if findings.is_empty() {
        return Ok(());
    }
    // What decides comes first.
    findings.sort_by_key(|finding| {
        (!finding.decides(layout.report.decisive), std::cmp::Reverse(finding.level))
    });
    write_heading(text, case)?;
    let mut repetition = Repetition::new(layout.report, case);
    for (finding, more) in once(findings) {
        let exchange = repetition.exchange(finding);
        write_finding(text, finding, (exchange, layout.report.decisive))?;
        match more {
            0 => {}
            1 => writeln!(text, "           the same  in 1 more exchange")?,
            more => writeln!(text, "           the same  in {more} more exchanges")?,
        }
        repetition.write_request(text, finding)?;
    }
    repetition.write_case(text)?;
    writeln!(text)
}

/// The one exchange, or how many there were.
fn extent(exchanges: &[ExchangeReport]) -> String {
    match exchanges {
        [exchange] => outline(exchange),
        exchanges => format!("{} exchanges", exchanges.len()),
    }
}

/// Each finding the first time, with how often it is there again: a server makes one mistake in exchange after exchange.
fn once(findings: Vec<&Finding>) -> Vec<(&Finding, usize)> {
    let mut told: Vec<(&Finding, usize)> = Vec::new();
    for finding in findings {
        let of_first = |other: &Finding| Finding { exchange: other.exchange, ..finding.clone() };
        match told.iter_mut().find(|(other, _)| **other == of_first(other)) {
            Some((_, more)) => *more += 1,
            None => told.push((finding, 0)),
        }
    }
    told
}

/// What the case is about, and where it went.
fn write_heading(text: &mut String, case: &CaseReport) -> Result {
    if !case.summary.is_empty() {
        writeln!(text, "      {}", one_line(&case.summary))?;
    }
    if let [exchange] = case.exchanges.as_slice() {
        let (method, url) = (&exchange.request.method, &exchange.request.url);
        writeln!(text, "      {} {}", one_line(method), one_line(url))?;
    }
    match case.source.as_ref().and_then(|source| source.url.as_ref()) {
        Some(url) => writeln!(text, "      documented at {}", one_line(url)),
        None => Ok(()),
    }
}

/// `POST → 201`.
fn outline(exchange: &ExchangeReport) -> String {
    format!("{} → {}", one_line(&exchange.request.method), status(exchange))
}

fn status(exchange: &ExchangeReport) -> String {
    let response = exchange.response.as_ref();
    response.map_or_else(|| "no answer".to_owned(), |response| response.status.to_string())
}

fn write_finding(
    text: &mut String,
    finding: &Finding,
    (exchange, decisive): (Option<&ExchangeReport>, Level),
) -> Result {
    let place = match finding.place.as_str() {
        "" => "the whole body",
        place if place == finding.check => "",
        place => place,
    };
    let head = format!("{:<6}  {}  {}", finding.level, one_line(&finding.check), one_line(place));
    writeln!(text, "\n      {}", head.trim_end())?;
    write_location(text, finding)?;
    writeln!(text, "           expected  {}", one_line(&finding.expected))?;
    writeln!(text, "             actual  {}", one_line(&finding.actual))?;
    if let Some(sent) = &finding.sent {
        writeln!(text, "               sent  {}", one_line(&brief_bytes(sent.as_bytes())))?;
    }
    if let (Some(number), Some(exchange)) = (finding.exchange, exchange) {
        let ExchangeReport { request, .. } = exchange;
        let caller = request.identity.as_ref().map(|name| format!(", as {name}"));
        let status = status(exchange);
        let caller = caller.unwrap_or_default();
        let told = format!("{} {} → {status}{caller}", request.method, request.url);
        writeln!(text, "{:>19}  {}", format!("exchange {number}"), one_line(&told))?;
    }
    writeln!(text, "        out of step  {}{}", party(finding), consequence(finding, decisive))?;
    writeln!(text, "             source  {}", one_line(&finding.source.to_string()))
}

/// Where it stands in the files of the contract, and what stands there. The first line stands for a file as a whole, which tells nothing.
fn write_location(text: &mut String, finding: &Finding) -> Result {
    let Some(location) = finding.location.as_ref().filter(|location| location.line > 1) else {
        return Ok(());
    };
    writeln!(text, "{:>19} {}", "-->", one_line(&location.to_string()))?;
    match &location.text {
        Some(line) => writeln!(text, "{:>17} | {}", location.line, one_line(line.trim())),
        None => Ok(()),
    }
}

fn party(finding: &Finding) -> &'static str {
    match finding.out_of_step {
        Party::Server => "the server",
        Party::Client => "the client",
        Party::Contract => "the contract: the documented example and the server agree",
        Party::Documentation => "the documentation, which says both",
    }
}

/// Why a finding does not decide the verdict, where it does not.
fn consequence(finding: &Finding, decisive: Level) -> String {
    if let Some(Waived { reason, expires, .. }) = &finding.waived {
        format!(" (waived until {}: {})", one_line(expires), one_line(reason))
    } else if finding.out_of_step.is_judged() && !finding.decides(decisive) {
        format!(" (reported only: no `{decisive}`)")
    } else {
        String::new()
    }
}

fn write_throttled(text: &mut String, throttled: Throttled) -> Result {
    let Throttled { answers, waited_ms } = throttled;
    let seconds = waited_ms.div_ceil(1000);
    match answers {
        0 => Ok(()),
        1 => writeln!(text, "1 answer of 429 or 503 was waited out, {seconds} s in all"),
        _ => writeln!(text, "{answers} answers of 429 or 503 were waited out, {seconds} s in all"),
    }
}

fn write_parties(text: &mut String, report: &Report) -> Result {
    let findings = || report.cases.iter().flat_map(|case| &case.findings);
    let counts =
        [Party::Server, Party::Client, Party::Contract, Party::Documentation].map(|party| {
            let of_party = findings().filter(|finding| finding.out_of_step == party);
            (party, of_party.count())
        });
    let told = counts.iter().filter(|(_, count)| *count > 0);
    let told: Vec<String> = told.map(|(party, count)| format!("{party} {count}")).collect();
    if told.is_empty() {
        return Ok(());
    }
    writeln!(text, "findings by who is out of step: {}", told.join(", "))
}

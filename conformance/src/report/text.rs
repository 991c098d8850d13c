//! The report for a person: a line an example, under it what is out of step, and the tally last.

use super::one_line::one_line;
use super::repeated::Repeated;
use super::{ExampleReport, ExchangeReport, Report};
use crate::finding::{Finding, Level, Party};
use crate::verdict::Verdict;
use std::fmt::{Result, Write};

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(&mut text, report);
    text
}

fn write_report(text: &mut String, report: &Report) -> Result {
    let contract = &report.contract;
    writeln!(text, "contract: {} {}", one_line(&contract.title), one_line(&contract.version))?;
    let sandbox = "the sandbox, started for this run";
    let endpoint = if report.is_own_sandbox { sandbox } else { &report.endpoint };
    writeln!(text, "endpoint: {}\n", one_line(endpoint))?;
    let width = |example: &ExampleReport| one_line(&example.id.0).chars().count();
    let widest = report.examples.iter().map(width).max().unwrap_or_default();
    let repeated = Repeated::among(&report.examples);
    for example in &report.examples {
        write_example(text, example, (widest, &repeated))?;
    }
    if !text.ends_with("\n\n") {
        writeln!(text)?;
    }
    repeated.write(text)?;
    write_hint(text, report)?;
    write_parties(text, report)?;
    let tally = report.tally;
    if tally.errors > 0 {
        writeln!(text, "{} could not be judged", tally.errors)?;
    }
    writeln!(text, "{} passed, {} failed, {} skipped", tally.passed, tally.failed, tally.skipped)
}

fn write_example(
    text: &mut String,
    example: &ExampleReport,
    (widest, repeated): (usize, &Repeated<'_>),
) -> Result {
    let (mark, because) = match &example.verdict {
        Verdict::Passed => ("pass", ""),
        Verdict::Failed => ("FAIL", ""),
        Verdict::Skipped(because) => ("skip", because.as_str()),
        Verdict::Error(because) => ("ERROR", because.as_str()),
    };
    let told = example.exchanges.last().map_or_else(|| one_line(because), outline);
    writeln!(text, "{mark:<5} {:<widest$}  {told}", one_line(&example.id.0))?;
    let mut findings: Vec<&Finding> =
        example.findings.iter().filter(|finding| !repeated.holds(finding)).collect();
    if findings.is_empty() {
        return Ok(());
    }
    // What decides comes first.
    findings.sort_by_key(|finding| (!finding.decides(), std::cmp::Reverse(finding.level)));
    if !example.summary.is_empty() {
        writeln!(text, "      {}", one_line(&example.summary))?;
    }
    if let Some(exchange) = example.exchanges.last() {
        writeln!(text, "      {} {}", exchange.request.method, one_line(&exchange.request.url))?;
    }
    if let Some(url) = &example.source.url {
        writeln!(text, "      documented at {}", one_line(url))?;
    }
    findings.into_iter().try_for_each(|finding| write_finding(text, finding))?;
    writeln!(text)
}

/// `POST → 201`.
fn outline(exchange: &ExchangeReport) -> String {
    let status = exchange.response.as_ref().map(|response| response.status.to_string());
    format!("{} → {}", exchange.request.method, status.as_deref().unwrap_or("no answer"))
}

fn write_finding(text: &mut String, finding: &Finding) -> Result {
    let place = match finding.place.as_str() {
        "" => "the whole body",
        place if place == finding.check => "",
        place => place,
    };
    let head = format!("{:<6}  {}  {}", finding.level, finding.check, one_line(place));
    writeln!(text, "\n      {}", head.trim_end())?;
    writeln!(text, "           expected  {}", one_line(&finding.expected))?;
    writeln!(text, "             actual  {}", one_line(&finding.actual))?;
    writeln!(text, "        out of step  {}{}", party(finding), consequence(finding))?;
    writeln!(text, "             source  {}", one_line(&finding.source.to_string()))
}

fn party(finding: &Finding) -> &'static str {
    match finding.out_of_step {
        Party::Server => "the server",
        Party::Contract => "the contract: the documented example and the server agree",
        Party::Documentation => "the documentation, which says both",
    }
}

/// Why a finding does not decide the verdict, where it does not.
fn consequence(finding: &Finding) -> &'static str {
    match finding.level {
        Level::Should | Level::May if finding.out_of_step == Party::Server => {
            " (reported only: no `must`)"
        }
        Level::Must | Level::Should | Level::May => "",
    }
}

/// What a person most probably forgot.
fn write_hint(text: &mut String, report: &Report) -> Result {
    let exchanges = report.examples.iter().flat_map(|example| &example.exchanges);
    let mut unauthorized = exchanges.filter(|exchange| {
        let is_refused = exchange.response.as_ref().is_some_and(|response| response.status == 401);
        is_refused && !exchange.request.headers.iter().any(|(name, _)| name == "authorization")
    });
    match unauthorized.next() {
        Some(_) => {
            writeln!(text, "no token was sent: --token-env names the variable that holds it\n")
        }
        None => Ok(()),
    }
}

fn write_parties(text: &mut String, report: &Report) -> Result {
    let findings = || report.examples.iter().flat_map(|example| &example.findings);
    let counts = [Party::Server, Party::Contract, Party::Documentation].map(|party| {
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

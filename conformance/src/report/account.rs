//! A case in, what came of it in plain words out: for the formats that have one text a case.

use super::one_line::one_line;
use super::{CaseReport, ExchangeReport};
use crate::check::brief_bytes;
use crate::finding::{Finding, Level};
use crate::verdict::Verdict;
use serde_json::Value;
use std::fmt::{Result, Write};

/// So many bytes of one value or body are told.
const MOST_OF_A_VALUE: usize = 4 << 10;

/// So many bytes are told of one case.
const MOST_OF_A_CASE: usize = 64 << 10;

/// What came of a case, in one line; empty where it holds.
pub(super) fn headline(case: &CaseReport, decisive: Level) -> String {
    match &case.verdict {
        Verdict::Passed => String::new(),
        Verdict::Failed => {
            let mut decide = case.findings.iter().filter(|finding| finding.decides(decisive));
            let first = decide.next().map(sentence).unwrap_or_default();
            match decide.count() {
                0 => first,
                more => format!("{first} (and {more} more)"),
            }
        }
        Verdict::Waived(because) => format!("waived: {}", value(because)),
        Verdict::Skipped(because) | Verdict::Error(because) => value(because),
    }
}

/// A finding in one line.
pub(super) fn sentence(finding: &Finding) -> String {
    let Finding { check, .. } = finding;
    let (expected, actual) = (value(&finding.expected), value(&finding.actual));
    format!("{check} {}: expected {expected}, came {actual}", place(finding))
}

/// Where a finding is.
pub(super) fn place(finding: &Finding) -> String {
    match finding.place.as_str() {
        "" => "the whole body".to_owned(),
        place => value(place),
    }
}

/// Every finding of a case, and the exchanges that they are about; empty where nothing was found.
pub(super) fn account(case: &CaseReport) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_account(&mut text, case);
    cut(&text, MOST_OF_A_CASE)
}

/// The operation that a case is of, or its family where it is of none.
pub(super) fn group(case: &CaseReport) -> &str {
    case.operation.as_ref().map_or(case.family(), |operation| operation.0.as_str())
}

/// How long the exchanges of a case took, in milliseconds.
pub(super) fn elapsed_ms(case: &CaseReport) -> f64 {
    case.exchanges.iter().map(|exchange| exchange.elapsed_ms).sum()
}

/// Text from elsewhere on one line, cut where it is long.
pub(super) fn value(text: &str) -> String {
    one_line(&cut(text, MOST_OF_A_VALUE))
}

/// The start of a text that is longer than so many bytes, and how long it was.
pub(super) fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let start = text.get(..text.floor_char_boundary(most)).unwrap_or_default();
    format!("{start}… ({} bytes)", text.len())
}

fn write_account(text: &mut String, case: &CaseReport) -> Result {
    for finding in &case.findings {
        write_finding(text, finding)?;
        if text.len() > MOST_OF_A_CASE {
            return Ok(());
        }
    }
    let told: Vec<usize> =
        case.findings.iter().map(|finding| finding.exchange.unwrap_or(1)).collect();
    let exchanges = case.exchanges.iter().zip(1..);
    for (exchange, number) in exchanges.filter(|(_, number)| told.contains(number)) {
        write_exchange(text, exchange, number)?;
    }
    Ok(())
}

fn write_finding(text: &mut String, finding: &Finding) -> Result {
    writeln!(text, "{} {} {}", finding.level, value(&finding.check), place(finding))?;
    writeln!(text, "     expected  {}", value(&finding.expected))?;
    writeln!(text, "       actual  {}", value(&finding.actual))?;
    if let Some(sent) = &finding.sent {
        writeln!(text, "         sent  {}", value(&brief_bytes(sent.as_bytes())))?;
    }
    if let Some(number) = finding.exchange {
        writeln!(text, "     exchange  {number}")?;
    }
    writeln!(text, "  out of step  {}", finding.out_of_step)?;
    if let Some(waived) = &finding.waived {
        writeln!(
            text,
            "       waived  until {}: {}",
            value(&waived.expires),
            value(&waived.reason)
        )?;
    }
    writeln!(text, "       source  {}\n", value(&finding.source.to_string()))
}

fn write_exchange(text: &mut String, exchange: &ExchangeReport, number: usize) -> Result {
    let ExchangeReport { request, response, interruption, .. } = exchange;
    writeln!(text, "exchange {number}: {} {}", value(&request.method), value(&request.url))?;
    write_body(text, request.body.as_ref(), request.text.as_deref())?;
    match (response, interruption) {
        (Some(response), _) => {
            writeln!(text, "answered: {}", response.status)?;
            write_body(text, response.body.as_ref(), response.text.as_deref())?;
        }
        (None, Some(interruption)) => writeln!(text, "no answer: {}", value(interruption))?,
        (None, None) => {}
    }
    writeln!(text)
}

fn write_body(text: &mut String, json: Option<&Value>, bytes: Option<&str>) -> Result {
    match (json, bytes) {
        (Some(json), _) => writeln!(text, "{}", value(&json.to_string())),
        (None, Some(bytes)) => writeln!(text, "{}", value(bytes)),
        (None, None) => Ok(()),
    }
}

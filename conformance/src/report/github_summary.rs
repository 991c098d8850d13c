//! The report in Markdown, as GitHub shows it in the summary of a job: the counts, what is out of step, what was not run.

use super::account::{cut, place, value};
use super::told_once::{ToldOnce, told_once};
use super::{CaseReport, Hindrance, Report};
use crate::verdict::Verdict;
use crate::waivers::Waiver;
use std::fmt::{Result, Write};

/// GitHub drops a summary of more than 1 MiB a step, and other commands of the step write to it as well.
const MOST: usize = 256 << 10;

/// So many bytes of a value stand in a table.
const MOST_OF_A_CELL: usize = 300;

pub(super) fn render(report: &Report) -> String {
    let mut text = String::new();
    // Writing to a String cannot fail.
    let _ = write_report(&mut text, report);
    text
}

fn write_report(text: &mut String, report: &Report) -> Result {
    let contract = &report.contract;
    writeln!(text, "## {}: {}\n", plain(&report.suite.name), report.outcome_in_words())?;
    writeln!(
        text,
        "Endpoint {}, judged by {} {}.\n",
        code(&report.endpoint),
        plain(&contract.title),
        plain(&contract.version)
    )?;
    let tally = report.tally;
    writeln!(text, "| passed | failed | waived | skipped | not judged |")?;
    writeln!(text, "|---:|---:|---:|---:|---:|")?;
    writeln!(
        text,
        "| {} | {} | {} | {} | {} |\n",
        tally.passed, tally.failed, tally.waived, tally.skipped, tally.errors
    )?;
    write_findings(text, &told_once(report))?;
    write_to_look_after(text, report)?;
    let reason = |case: &CaseReport| match &case.verdict {
        Verdict::Error(because) => Some(("not judged", because.clone())),
        Verdict::Waived(because) => Some(("waived", because.clone())),
        Verdict::Skipped(because) => Some(("skipped", because.clone())),
        Verdict::Passed | Verdict::Failed => None,
    };
    let reasons = report.cases.iter().filter_map(|case| Some((case, reason(case)?)));
    let rows = reasons
        .map(|(case, (is, because))| format!("| {is} | {} | {} |", code(&case.id), code(&because)));
    let rows: Vec<String> = rows.collect();
    write_table(
        text,
        ("What was not run or not judged", "| | case | because |\n|---|---|---|"),
        &rows,
    )
}

/// What the program ends with other than zero for, beside what is out of step.
fn write_to_look_after(text: &mut String, report: &Report) -> Result {
    let hindrance = |one: &Hindrance| format!("| {} | {} |", one.of.in_words(), code(&one.because));
    let hindrances: Vec<String> = report.hindrances.iter().map(hindrance).collect();
    write_table(text, ("What kept the run from its end", "| | because |\n|---|---|"), &hindrances)?;
    let waiver = |(waiver, told): (&Waiver, String)| {
        let Waiver { id, check, owner, .. } = waiver;
        format!("| {} | {} | {} | {} |", code(id), code(check), code(&told), code(owner))
    };
    let waivers: Vec<String> = report.waivers_to_look_after().map(waiver).collect();
    let head = "| case | check | because | ask |\n|---|---|---|---|";
    write_table(text, ("Waivers to look after", head), &waivers)?;
    let shape = |(name, told): (&str, &str)| format!("| {} | {told} |", code(name));
    let shapes: Vec<String> = report.shapes_to_review().map(shape).collect();
    write_table(text, ("Shapes to review", "| of | |\n|---|---|"), &shapes)
}

fn write_findings(text: &mut String, told: &[ToldOnce<'_>]) -> Result {
    let row = |told: &ToldOnce<'_>| {
        let ToldOnce { finding, case, cases, decides } = *told;
        let level =
            if decides { format!("**{}**", finding.level) } else { finding.level.to_string() };
        let others = if cases > 1 { format!(" and {} more", cases - 1) } else { String::new() };
        format!(
            "| {level} | {} | {} | {} | {} | {}{others} |",
            code(&finding.check),
            code(&place(finding)),
            code(&finding.expected),
            code(&finding.actual),
            code(&case.id)
        )
    };
    let head = "| level | check | where | expected | actual | case |\n|---|---|---|---|---|---|";
    let rows: Vec<String> = told.iter().map(row).collect();
    write_table(text, ("Out of step", head), &rows)
}

/// A table of as many rows as there is space for.
fn write_table(text: &mut String, (title, head): (&str, &str), rows: &[String]) -> Result {
    if rows.is_empty() {
        return Ok(());
    }
    writeln!(text, "<details open><summary>{title}: {}</summary>\n\n{head}", rows.len())?;
    let mut left = rows.len();
    for row in rows {
        if text.len() + row.len() > MOST {
            break;
        }
        writeln!(text, "{row}")?;
        left -= 1;
    }
    if left > 0 {
        writeln!(text, "\n{left} more; the other reports have all.")?;
    }
    writeln!(text, "\n</details>\n")
}

/// Text from elsewhere as code.
fn code(text: &str) -> String {
    format!("<code>{}</code>", plain(text))
}

/// Text from elsewhere that is no Markdown, no HTML and no line: whatever is not a letter, a digit or a space is written by its number.
fn plain(text: &str) -> String {
    let mut plain = String::new();
    for character in cut(&value(text), MOST_OF_A_CELL).chars() {
        if character.is_ascii_punctuation() && !"/.,-".contains(character) {
            // Writing to a String cannot fail.
            let _ = write!(plain, "&#{};", u32::from(character));
        } else {
            plain.push(character);
        }
    }
    plain
}

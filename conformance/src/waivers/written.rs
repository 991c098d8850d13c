//! A report in, the waivers of what failed in it out, as text and behind those that a file has.

use super::{Waiver, WaiverFile};
use crate::finding::Finding;
use crate::report::{CaseReport, Report};
use crate::toml_lines::Lines;
use crate::verdict::Verdict;

/// What is said in every waiver that is written.
#[derive(Clone, Debug)]
pub(crate) struct For {
    pub(crate) owner: String,
    pub(crate) reason: String,
    pub(crate) link: Option<String>,
    pub(crate) expires: String,
    /// The endpoints that they hold for; all where none is named.
    pub(crate) endpoint: Option<String>,
}

/// The text of the waivers of what failed in a report, each finding once, but for those that `present` already has; and how many they are.
///
/// # Errors
/// Where `present` is no file of waivers, or none that others can stand behind: line, cause and remedy.
pub(crate) fn appended(
    present: &str,
    report: &Report,
    said: &For,
) -> Result<(String, usize), String> {
    let file = WaiverFile::parse(present)?;
    let mut written: Vec<Waiver> = Vec::new();
    for (case, finding) in failed(report) {
        let waiver = waiver(case, finding, said);
        let is_same = |other: &Waiver| {
            other.id == waiver.id
                && other.check == waiver.check
                && other.fingerprint == waiver.fingerprint
                && other.endpoint == waiver.endpoint
        };
        if !file.waiver.iter().chain(&written).any(is_same) {
            written.push(waiver);
        }
    }
    if written.is_empty() {
        return Ok((String::new(), 0));
    }
    let count = written.len();
    let file = WaiverFile { waiver: written, ..WaiverFile::default() };
    // A file of texts can always be written as TOML.
    let text = toml::to_string(&file).unwrap_or_default();
    let gap = match present {
        "" => "",
        present if present.ends_with("\n\n") => "",
        present if present.ends_with('\n') => "\n",
        _ => "\n\n",
    };
    let text = format!("{gap}{text}");
    require_room(present, &text)?;
    Ok((text, count))
}

/// Behind a list in one value, TOML lets no table of the same name follow.
fn require_room(present: &str, text: &str) -> Result<(), String> {
    WaiverFile::parse(&format!("{present}{text}")).map(drop).map_err(|_| {
        let line = Lines::of(present).map_or(1, |lines| lines.line(&["waiver"]));
        format!(
            "{line}: no waiver can be put behind those that are there; write them as [[waiver]] tables, and not as waiver = [ … ]"
        )
    })
}

/// What failed, finding by finding.
fn failed(report: &Report) -> impl Iterator<Item = (&CaseReport, &Finding)> {
    let cases = report.cases.iter().filter(|case| case.verdict == Verdict::Failed);
    cases.flat_map(|case| {
        let deciding = case.findings.iter().filter(|finding| finding.decides(report.decisive));
        deciding.map(move |finding| (case, finding))
    })
}

fn waiver(case: &CaseReport, finding: &Finding, said: &For) -> Waiver {
    Waiver {
        id: case.id.clone(),
        check: finding.check.clone(),
        fingerprint: Some(finding.fingerprint()),
        endpoint: said.endpoint.clone(),
        owner: said.owner.clone(),
        reason: said.reason.clone(),
        link: said.link.clone(),
        expires: said.expires.clone(),
    }
}

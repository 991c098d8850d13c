//! The report as one page for a browser: it needs no network and no other file, and nothing of what a server said is run.

mod cases;
mod markup;
mod picture;
mod summary;

use super::Report;
use crate::life_cycle::{self, Observed};
use crate::rules;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use markup::fill;
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("html/page.html");
const STYLE: &str = include_str!("html/style.css");
const SCRIPT: &str = concat!(
    include_str!("html/compare.js"),
    include_str!("html/case.js"),
    include_str!("html/script.js")
);

pub(super) fn render(report: &Report) -> String {
    let cycle = rules::life_cycle(&report.contract.title);
    let observed = cycle.as_ref().map(|cycle| life_cycle::observe(cycle, report));
    let picture = cycle.as_ref().zip(observed.as_ref());
    let picture = picture.map(|(cycle, observed)| picture::section(cycle, &observed.transitions));
    let observed: Observed = observed.unwrap_or_default();
    let (policy, title, verdict) = (policy(), summary::title(report), summary::verdict(report));
    let (sections, index) = (summary::sections(report), cases::index(report, &observed));
    let lines = cases::lines(report);
    let mut parts = vec![
        ("policy", policy.as_str()),
        ("title", &title),
        ("style", STYLE),
        ("verdict", &verdict),
        ("summary", &sections),
        ("life-cycle", picture.as_deref().unwrap_or_default()),
        ("index", &index),
        ("script", SCRIPT),
    ];
    parts.extend(lines.iter().map(|lines| ("cases", lines.as_str())));
    fill(PAGE, &parts)
}

/// Nothing but the style and the script of the page itself: no connection, no image, no form.
fn policy() -> String {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let (script, style) = (hash(SCRIPT), hash(STYLE));
    format!(
        "default-src 'none'; script-src 'sha256-{script}'; style-src 'sha256-{style}'; img-src data:; base-uri 'none'; form-action 'none'"
    )
}

#[cfg(test)]
#[path = "html/tests.rs"]
mod tests;

//! What a person most probably forgot, told at the end of the text report.

use crate::plan::Kind;
use crate::report::{CaseReport, ExchangeReport, Report};
use crate::safety::{Permitted, is_safe};
use crate::verdict::Verdict;
use std::fmt::{Result, Write};

const NO_TOKEN: &str = "no token was sent: --token-env names the variable that holds it, [identities.admin] of the configuration where it comes from";
const NO_VERSION: &str = "every example was answered with 404: is the version segment missing behind the endpoint, such as /v1.0?";
const USED_UP: &str = "examples that write were refused: they use up what they write to, so a server that was judged before needs fresh data";

/// Whether a hint is for whoever sees this report.
type Fits = fn(&Report) -> bool;

/// The first that fits, if any: what is behind it may be its consequence.
pub(super) fn write(text: &mut String, report: &Report) -> Result {
    let hints: [(&str, Fits); 3] =
        [(NO_TOKEN, lacks_a_token), (NO_VERSION, lacks_a_version), (USED_UP, is_used_up)];
    match hints.iter().find(|(_, fits)| fits(report)) {
        Some((hint, _)) => writeln!(text, "{hint}\n"),
        None => Ok(()),
    }
}

/// What stands behind the count of what was skipped: how much of it was so as not to write. A run that only read looks like a whole one.
pub(super) fn unwritten(report: &Report) -> String {
    let told = [Permitted::ReadingElsewhere, Permitted::ReadingAsAsked].map(|permitted| {
        let unwritten = Verdict::Skipped(permitted.objection_to_it()?);
        let count = report.cases.iter().filter(|case| case.verdict == unwritten).count();
        Some(format!(", {count} of them {}", permitted.remark()?)).filter(|_| count > 0)
    });
    told.into_iter().flatten().collect()
}

fn lacks_a_token(report: &Report) -> bool {
    let mut exchanges = report.cases.iter().flat_map(|case| &case.exchanges);
    exchanges.any(|exchange| {
        let was_meant = exchange.request.identity.is_some();
        let was_sent = exchange.request.headers.iter().any(|(name, _)| name == "authorization");
        status(exchange) == Some(401) && was_meant && !was_sent
    })
}

fn lacks_a_version(report: &Report) -> bool {
    let mut answered = examples(report).flat_map(|case| &case.exchanges).peekable();
    // One example may as well be of something that is not there.
    examples(report).nth(1).is_some()
        && answered.peek().is_some()
        && answered.all(|exchange| status(exchange) == Some(404))
}

fn is_used_up(report: &Report) -> bool {
    let failed = |case: &&CaseReport| case.verdict == Verdict::Failed;
    let is_refused = |exchange: &ExchangeReport| {
        let refused = matches!(status(exchange), Some(400 | 404 | 409));
        refused && !is_safe(&exchange.request.method)
    };
    !report.is_own_sandbox
        && examples(report).filter(failed).any(|case| case.exchanges.iter().any(is_refused))
}

fn examples(report: &Report) -> impl Iterator<Item = &CaseReport> {
    report.cases.iter().filter(|case| case.kind == Kind::Example)
}

fn status(exchange: &ExchangeReport) -> Option<u16> {
    exchange.response.as_ref().map(|response| response.status)
}

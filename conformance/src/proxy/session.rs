//! Cases in, the report of a session out, whole at every moment and never beyond its bounds.

use crate::contract::OperationId;
use crate::finding::Level;
use crate::plan::Kind;
use crate::report::{CaseReport, Ended, ExchangeReport, Report, ReportFiles};
use crate::verdict::{Tally, Verdict};
use std::time::Duration;

/// How many exchanges a report holds, and about how many bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    pub(super) cases: usize,
    pub(super) bytes: usize,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { cases: 10_000, bytes: 16 << 20 }
    }
}

/// What is reckoned for a case beside its bodies.
const BESIDE_BODIES: usize = 1 << 10;

/// The id of the case that stands for those that are not held.
const LET_GO: &str = "proxy/let-go";

/// A session's report as it grows.
#[derive(Debug)]
pub(super) struct Session {
    report: Report,
    files: ReportFiles,
    bounds: Bounds,
    /// The number and the size of each case that is held, in the report's order.
    held: Vec<(usize, usize)>,
    bytes: usize,
    let_go: usize,
    /// Of all cases, held or not.
    tally: Tally,
}

impl Session {
    /// Begins with a report without cases.
    pub(super) fn begin(report: Report, mut files: ReportFiles, bounds: Bounds) -> Self {
        files.write_unfinished(&report);
        let tally = Tally::default();
        Self { report, files, bounds, held: Vec::new(), bytes: 0, let_go: 0, tally }
    }

    /// How many cases ended how, held or not.
    pub(super) fn tally(&self) -> Tally {
        self.tally
    }

    /// Takes in the case of that number.
    pub(super) fn take(&mut self, number: usize, case: CaseReport) {
        self.tally.count(&case.verdict);
        let size = BESIDE_BODIES + case.exchanges.iter().map(size).sum::<usize>();
        let place = self.held.partition_point(|(known, _)| *known < number);
        self.held.insert(place, (number, size));
        self.bytes += size;
        self.report.tally.count(&case.verdict);
        self.report.cases.insert(place, case);
        while self.held.len() > self.bounds.cases || self.bytes > self.bounds.bytes {
            self.let_one_go();
        }
        self.files.write_unfinished(&self.report);
    }

    /// Lets the oldest go that passed or was skipped, or the latest where none did.
    fn let_one_go(&mut self) {
        let is_light =
            |case: &CaseReport| matches!(case.verdict, Verdict::Passed | Verdict::Skipped(_));
        let lightest = self.report.cases.iter().position(is_light);
        let place = lightest.unwrap_or(self.held.len().saturating_sub(1));
        if place >= self.held.len() {
            return;
        }
        let (_, size) = self.held.remove(place);
        self.bytes -= size;
        self.let_go += 1;
        self.report.cases.remove(place);
        self.recount();
    }

    fn recount(&mut self) {
        let mut tally = Tally::default();
        self.report.cases.iter().for_each(|case| tally.count(&case.verdict));
        self.report.tally = tally;
    }

    /// The report as it is in the end, and its files written.
    ///
    /// # Errors
    /// [`crate::error::Error::File`] where one cannot be written.
    pub(super) fn end(mut self, elapsed: Duration) -> Result<Report, crate::error::Error> {
        if self.let_go > 0 {
            self.report.push(let_go(self.let_go));
        }
        self.report.ended = Ended::Whole;
        self.report.elapsed_ms = elapsed.as_secs_f64() * 1000.0;
        self.files.finish(&self.report)?;
        Ok(self.report)
    }
}

/// The case that stands for those that are not held.
fn let_go(number: usize) -> CaseReport {
    let reason = format!(
        "{number} exchanges more than a report holds; they were judged and counted on the terminal"
    );
    CaseReport {
        id: LET_GO.to_owned(),
        kind: Kind::Exchange,
        level: Level::Must,
        operation: None::<OperationId>,
        summary: "What a long session had beside.".to_owned(),
        source: None,
        rests_on: Vec::new(),
        location: None,
        documented: None,
        before: None,
        voices: None,
        shape: None,
        verdict: Verdict::Skipped(reason),
        findings: Vec::new(),
        exchanges: Vec::new(),
    }
}

/// About how many bytes an exchange takes.
fn size(exchange: &ExchangeReport) -> usize {
    let sent = serde_json::to_vec(&exchange.request).map_or(0, |bytes| bytes.len());
    let came = exchange.response.as_ref().and_then(|response| serde_json::to_vec(response).ok());
    sent + came.map_or(0, |bytes| bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::Contract;
    use serde_json::json;

    fn case(number: usize, verdict: Verdict) -> CaseReport {
        CaseReport { id: format!("proxy/{number}/x"), verdict, ..let_go(1) }
    }

    #[test]
    fn a_long_session_keeps_what_failed_before_what_passed_and_counts_everything() {
        let contract = Contract::load(json!({"openapi": "3.0.3", "paths": {}})).unwrap();
        let report = Report::begin(&contract, Some("http://x"), crate::clock::now());
        let files = ReportFiles::open_beside_output(&[]).unwrap();
        let mut session = Session::begin(report, files, Bounds { cases: 3, bytes: 1 << 20 });
        for (number, verdict) in [
            (2, Verdict::Passed),
            (1, Verdict::Failed),
            (3, Verdict::Passed),
            (4, Verdict::Failed),
            (6, Verdict::Failed),
            (5, Verdict::Failed),
        ] {
            session.take(number, case(number, verdict));
        }
        assert_eq!((session.tally().passed, session.tally().failed), (2, 4));
        let report = session.end(Duration::ZERO).unwrap();
        let ids: Vec<&str> = report.cases.iter().map(|case| case.id.as_str()).collect();
        assert_eq!(ids, ["proxy/1/x", "proxy/4/x", "proxy/5/x", "proxy/let-go"]);
        assert_eq!((report.tally.passed, report.tally.failed, report.tally.skipped), (0, 3, 1));
        let told = format!("{:?}", report.cases[3].verdict);
        assert!(told.contains("3 exchanges more than a report holds"), "{told}");
    }

    #[test]
    fn a_report_holds_no_more_bytes_than_it_may() {
        let contract = Contract::load(json!({"openapi": "3.0.3", "paths": {}})).unwrap();
        let report = Report::begin(&contract, Some("http://x"), crate::clock::now());
        let files = ReportFiles::open_beside_output(&[]).unwrap();
        let mut session =
            Session::begin(report, files, Bounds { cases: 100, bytes: 3 * BESIDE_BODIES });
        for number in 1..=9 {
            session.take(number, case(number, Verdict::Passed));
        }
        assert_eq!((session.held.len(), session.bytes, session.let_go), (3, 3 * BESIDE_BODIES, 6));
    }
}

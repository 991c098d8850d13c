//! What passed in, judged on both sides: told at the terminal, recorded and reported.

use super::client::{Asked, Excused};
use super::confidence::Confidence;
use super::course::Untold;
use super::kept::{Kept, Unjudged};
use super::passed::{Event, What};
use super::past::Past;
use super::record::Record;
use super::refusal::Refusal;
use super::session::{Bounds, Session};
use super::shown::Shown;
use super::upstream::{Host, Upstream};
use crate::check::Told;
use crate::contract::Operation;
use crate::error::Error;
use crate::exchange::Outcome;
use crate::finding::{Finding, Level, Party};
use crate::judge::Judge;
use crate::judged::Judged;
use crate::plan::Kind;
use crate::report::{CaseReport, ExchangeReport, Report, ReportFiles, one_line};
use crate::verdict::{Tally, Verdict};
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// Where what is observed goes.
#[derive(Debug)]
pub(crate) struct Telling<'a> {
    pub(crate) report: Report,
    pub(crate) files: ReportFiles,
    /// The folder that the traffic is kept in, where it is.
    pub(crate) record: Option<&'a Path>,
    /// Whether exchanges without a finding are shown as well.
    pub(crate) all: bool,
}

/// Judges what passes through a proxy.
#[derive(Debug)]
pub(crate) struct Observer {
    judge: Judge,
    upstream: Upstream,
    known: Confidence,
    past: Past,
    excused: Excused,
    /// Judged on the client's side; what follows the answer is still waited for.
    open: HashMap<usize, (Kept, Vec<Finding>)>,
    session: Session,
    record: Option<Record>,
    /// What kept the traffic from being recorded to its end.
    unrecorded: Option<Error>,
    shown: Shown,
    /// How many findings there were about the server, and about clients.
    parties: (usize, usize),
}

/// How a session ended.
#[derive(Debug)]
pub(crate) struct Observed {
    /// How many exchanges ended how.
    pub(crate) tally: Tally,
    /// What is told in the end.
    pub(crate) text: String,
    /// What kept the traffic from being recorded to its end.
    pub(crate) unrecorded: Option<Error>,
}

impl Observer {
    /// An observer who judges as `judge` does, whose endpoint is the upstream.
    ///
    /// # Errors
    /// Where the folder for the traffic cannot be used.
    pub(crate) fn new(judge: Judge, told: Telling<'_>) -> Result<Self, Error> {
        let upstream = Upstream::new(judge.endpoint.url(), Host::default())?;
        let record = told.record.map(Record::begin).transpose()?;
        Ok(Self {
            shown: Shown::new(told.report.clone(), told.all),
            session: Session::begin(told.report, told.files, Bounds::default()),
            judge,
            upstream,
            known: Confidence::default(),
            past: Past::default(),
            excused: Excused::default(),
            open: HashMap::new(),
            record,
            unrecorded: None,
            parties: (0, 0),
        })
    }

    /// Takes in something that happened; what is to be shown of it.
    pub(crate) fn take(&mut self, event: Event) -> String {
        match event.0 {
            What::Passed(passed) => {
                let is_open = passed.is_open;
                let place = (self.upstream.url(), self.upstream.root());
                let kept = Kept::of(*passed, place, &mut self.known);
                let findings = self.of_client(&kept);
                self.past.note(&kept, self.upstream.root());
                if is_open {
                    self.open.insert(kept.number, (kept, findings));
                    return String::new();
                }
                self.conclude(&kept, findings)
            }
            What::Ended(number, stray) => {
                let Some((mut kept, findings)) = self.open.remove(&number) else {
                    return String::new();
                };
                if let Outcome::Answered(answer) = &mut kept.exchange.outcome {
                    let stray = stray.as_bytes().unwrap_or_default().to_vec();
                    answer.stray.extend(self.known.body(stray));
                }
                self.conclude(&kept, findings)
            }
            What::Refused(Refusal { status, reason, .. }) => {
                format!("refused with {status}: {}\n", one_line(&reason))
            }
        }
    }

    /// What is wrong with a request; a schema that cannot be used is told with the answer.
    fn of_client(&self, kept: &Kept) -> Vec<Finding> {
        let asked = Asked {
            contract: &self.judge.contract,
            schemas: &self.judge.schemas,
            operation: self.operation(kept),
            kept,
            past: &self.past,
            excused: &self.excused,
        };
        asked.findings().unwrap_or_default()
    }

    fn operation(&self, kept: &Kept) -> Option<&Operation> {
        let path = kept.path.as_ref()?;
        self.judge.contract.operation_at(&kept.exchange.request.method, path)
    }

    fn conclude(&mut self, kept: &Kept, of_client: Vec<Finding>) -> String {
        let judged = self.judged(kept, of_client);
        let report = ExchangeReport::of(&kept.exchange);
        let called = self.called(kept);
        let warning = self.keep((kept.number, &called), &report);
        let case = self.case(kept, &called, judged);
        let of_client = case.findings.iter().filter(|one| one.out_of_step == Party::Client).count();
        self.parties.0 += case.findings.len() - of_client;
        self.parties.1 += of_client;
        let text = self.shown.text(&case);
        self.session.take(kept.number, case);
        format!("{text}{}", warning.unwrap_or_default())
    }

    fn judged(&self, kept: &Kept, of_client: Vec<Finding>) -> Judged {
        let exchanges = vec![kept.exchange.clone()];
        let without = |verdict: Verdict| Judged {
            exchanges: exchanges.clone(),
            findings: Vec::new(),
            verdict,
        };
        match &kept.unjudged {
            Some(Unjudged::Skipped(reason)) => return without(Verdict::Skipped(reason.clone())),
            Some(Unjudged::Error(reason)) => return without(Verdict::Error(reason.clone())),
            None => {}
        }
        if kept.path.is_none() {
            let reason = format!("it is not below {}", self.upstream.url());
            return without(Verdict::Skipped(reason));
        }
        let told = self.operation(kept).map_or(Told::Nothing, Told::Operation);
        match self.judge.findings(told, &kept.exchange) {
            Ok(findings) => {
                let findings = findings.into_iter().chain(of_client).collect();
                Judged::of(exchanges, findings, self.judge.decisive)
            }
            Err(error) => without(Verdict::Error(error.chain())),
        }
    }

    /// What was called: the operation, or the method where it is none.
    fn called(&self, kept: &Kept) -> String {
        let operation = self.operation(kept).map(|operation| operation.id.0.clone());
        operation.unwrap_or_else(|| one_line(&kept.exchange.request.method))
    }

    fn case(&self, kept: &Kept, called: &str, judged: Judged) -> CaseReport {
        let operation = self.operation(kept);
        let summary = operation.map_or_else(
            || "A client called what the contract does not have.".to_owned(),
            |operation| format!("A client called {}.", operation.id),
        );
        let judged = judged.abridged();
        CaseReport {
            id: format!("proxy/{}/{called}", kept.number),
            kind: Kind::Exchange,
            level: Level::Must,
            operation: operation.map(|operation| operation.id.clone()),
            summary,
            source: None,
            rests_on: Vec::new(),
            location: None,
            documented: None,
            verdict: judged.verdict,
            before: None,
            voices: None,
            shape: None,
            findings: judged.findings,
            exchanges: judged.exchanges.iter().map(ExchangeReport::of).collect(),
        }
    }

    /// Records an exchange; a word where that is over now.
    fn keep(&mut self, named: (usize, &str), exchange: &ExchangeReport) -> Option<String> {
        let error = self.record.as_ref()?.keep(named, exchange).err()?;
        let warning = format!("the traffic is recorded no longer: {}\n", one_line(&error.chain()));
        self.record = None;
        self.unrecorded = Some(error);
        Some(warning)
    }

    /// The end of a session that took so long and in which so much came by untold; its reports are written.
    ///
    /// # Errors
    /// [`Error::File`] where a report cannot be written.
    pub(crate) fn end(mut self, elapsed: Duration, untold: Untold) -> Result<Observed, Error> {
        let open = std::mem::take(&mut self.open);
        let last: String =
            open.into_values().map(|(kept, findings)| self.conclude(&kept, findings)).collect();
        let tally = self.session.tally();
        let text = format!("{last}{}", self.summary(tally, untold));
        self.session.end(elapsed)?;
        Ok(Observed { tally, text, unrecorded: self.unrecorded })
    }

    fn summary(&self, tally: Tally, untold: Untold) -> String {
        let Untold { unjudged, refused } = untold;
        let counts = [
            (self.shown.again(), ["finding was", "findings were"], "the same as one that is shown"),
            (refused, ["request was", "requests were"], "refused by the proxy"),
            (
                unjudged,
                ["exchange", "exchanges"],
                "passed unjudged, because too much waited to be judged",
            ),
            (tally.errors, ["could", "could"], "not be judged"),
        ];
        let (server, client) = self.parties;
        let parties = format!("findings by who is out of step: server {server}, client {client}");
        let parties = (server + client > 0).then_some(parties);
        let told = counts.iter().filter(|(count, ..)| *count > 0);
        let told = told.map(|(count, [one, several], what)| {
            format!("{count} {} {what}", if *count == 1 { one } else { several })
        });
        let lines: Vec<String> = parties.into_iter().chain(told).collect();
        let Tally { passed, failed, skipped, waived, .. } = tally;
        let skipped = skipped + waived;
        let last = format!("{passed} passed, {failed} failed, {skipped} skipped");
        format!("\n{}\n", [lines, vec![last]].concat().join("\n"))
    }
}

//! Judged cases in, in whatever order they end, each held against its reviewed shape; the report that they amount to out, at every moment.

use super::progress::Progress;
use crate::contract::Contract;
use crate::endpoint::Endpoint;
use crate::finding::Level;
use crate::judged::Judged;
use crate::life_cycle::life_cycle;
use crate::plan::{Plan, Planned, Voices};
use crate::report::{Before, CaseReport, Report, ReportFiles};
use crate::snapshots::Snapshots;
use crate::verdict::{Tally, Verdict};
use std::collections::BTreeMap;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Takes down what came of each case. All lanes share one.
#[derive(Debug)]
pub(crate) struct Recorder {
    contract: Arc<Contract>,
    recorded: Mutex<Recorded>,
    /// Who speaks of each case of the plan.
    voices: Vec<Voices>,
    /// What came of the cases the last time, where they are run again.
    before: Option<Before>,
    snapshots: Option<Snapshots>,
    /// The least level of a finding that decides.
    decisive: Level,
}

#[derive(Debug)]
struct Recorded {
    /// The report without its cases.
    report: Report,
    /// What came of each case, by its place in the plan: they end in another order, and there may be many.
    cases: BTreeMap<usize, CaseReport>,
    files: ReportFiles,
    progress: Progress,
}

impl Recorder {
    /// Begins with a report without cases, which stands in the files from now on.
    pub(crate) fn begin(
        contract: &Arc<Contract>,
        mut report: Report,
        (plan, mut files): (&Plan<'_>, ReportFiles),
    ) -> Self {
        report.shard.clone_from(&plan.part);
        report.planned = Some(plan.cases.iter().map(|planned| planned.id().to_owned()).collect());
        if files.are_due() {
            files.write_unfinished(&report);
        }
        let decisive = report.decisive;
        let (cases, progress) = (BTreeMap::new(), Progress::silent());
        let recorded = Mutex::new(Recorded { report, cases, files, progress });
        let (voices, before) = (plan.voices.clone(), plan.before.clone());
        let contract = Arc::clone(contract);
        Self { contract, decisive, recorded, voices, before, snapshots: None }
    }

    /// The same, and a person is told of it as it goes.
    pub(crate) fn telling(self, progress: Progress) -> Self {
        self.recorded().progress = progress;
        self
    }

    /// Takes down that the case at a place of the plan begins.
    pub(crate) fn begin_case(&self, place: usize, planned: &Planned<'_>) {
        self.recorded().progress.begins(place, planned.id());
    }

    /// The same, with reviewed shapes that each case is held against.
    pub(crate) fn with_snapshots(self, snapshots: Option<Snapshots>) -> Self {
        Self { snapshots, ..self }
    }

    /// Takes down what came of the case at a place of the plan, at an endpoint.
    pub(crate) fn record(
        &self,
        place: usize,
        planned: &Planned<'_>,
        (judged, endpoint): (Judged, &Endpoint),
    ) {
        let judged = self.heard(place, planned, judged);
        let case = self.told(place, self.case(planned, (judged, endpoint)));
        let mut recorded = self.recorded();
        let case = recorded.report.waive(case);
        recorded.progress.ended(place, &case);
        recorded.report.tally.count(&case.verdict);
        recorded.cases.insert(place, case);
        if recorded.files.are_due() {
            recorded.write_unfinished();
        }
    }

    /// What came of a case, as far as it is said by those who are asked for.
    fn heard(&self, place: usize, planned: &Planned<'_>, judged: Judged) -> Judged {
        match self.voices.get(place) {
            Some(voices) => judged.heard(planned.id(), (voices, self.decisive)),
            None => judged,
        }
    }

    /// The same, with who spoke of it and what came of it the last time.
    fn told(&self, place: usize, case: CaseReport) -> CaseReport {
        let voices = self.voices.get(place).and_then(|voices| voices.names(&case.id));
        let before = self.before.as_ref().and_then(|before| before.ending(&case.id));
        CaseReport { before, voices, ..case }
    }

    fn case(&self, planned: &Planned<'_>, (judged, endpoint): (Judged, &Endpoint)) -> CaseReport {
        let is_judged = matches!(judged.verdict, Verdict::Passed | Verdict::Failed);
        let snapshots = self.snapshots.as_ref().filter(|_| is_judged);
        let review = |snapshots: &Snapshots| snapshots.review(planned, (endpoint, &judged));
        match snapshots.map(review).transpose() {
            Ok(shape) => {
                let case = CaseReport::of(&self.contract, planned, judged.abridged());
                CaseReport { shape: shape.flatten(), ..case }
            }
            Err(error) => CaseReport::of(&self.contract, planned, Judged::unjudged(&error)),
        }
    }

    /// The report of a run that has ended, in the order of the plan; what has not been judged is skipped, for the reason given.
    pub(crate) fn report(&self, plan: &[Planned<'_>], reason: &str) -> Report {
        let recorded = self.recorded();
        let mut report = recorded.report.clone();
        report.planned = None;
        report.tally = Tally::default();
        report.cases.reserve(plan.len());
        for (place, planned) in plan.iter().enumerate() {
            let judged = recorded.cases.get(&place).cloned();
            report.push(judged.unwrap_or_else(|| {
                let case = CaseReport::of(&self.contract, planned, Judged::skipped(reason));
                self.told(place, case)
            }));
        }
        report.settle_waivers();
        report.life_cycle = life_cycle(&report);
        report
    }

    /// The shapes that each case was held against, and those that were seen.
    pub(crate) fn into_snapshots(self) -> Option<Snapshots> {
        self.snapshots
    }

    fn recorded(&self) -> MutexGuard<'_, Recorded> {
        // Nothing here panics while it holds the lock.
        self.recorded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recorded {
    /// The cases are lent to the report while it is written, and taken back.
    fn write_unfinished(&mut self) {
        let (places, cases): (Vec<_>, Vec<_>) = mem::take(&mut self.cases).into_iter().unzip();
        self.report.cases = cases;
        self.files.write_unfinished(&self.report);
        self.cases = places.into_iter().zip(mem::take(&mut self.report.cases)).collect();
    }
}

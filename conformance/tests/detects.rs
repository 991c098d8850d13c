//! The proof that the judge judges: every deliberate fault is objected to by the check or rule named for it, where it was made and as
//! firmly as that demands, and a correct server by none.
//!
//! Each fault stands between the judge and the sandbox and changes what one of them hears in one case. The list is `src/rules/faults/`.
//! All that is said of a fault is stored: what the judge says too much is seen in review (`cargo insta review`).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets with what it does not expect ends there"
)]

use conformance::check::CHECKS;
use conformance::contract::Contract;
use conformance::finding::{Finding, Level};
use conformance::judged::Judged;
use conformance::plan;
use conformance::rules::{self, FAULTS, faults};
use conformance::selftest::{Bench, Fault, Mistake, Patience, Tried, Undisturbed};
use conformance::typed;
use conformance::verdict::Verdict;
use libtest_mimic::{Arguments, Failed, Trial};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::{Arc, LazyLock, OnceLock};
use tokio::runtime::{Builder, Runtime};

/// The contract that all trials judge by.
static CONTRACT: LazyLock<Arc<Contract>> = LazyLock::new(|| {
    let document = serde_json::from_str(typed::CONTRACT).unwrap();
    Arc::new(Contract::load(document).unwrap())
});

/// What the judge says of each fault, by the fault's name.
static TRIED: LazyLock<BTreeMap<&str, OnceLock<Tried>>> =
    LazyLock::new(|| faults().map(|fault| (fault.name, OnceLock::new())).collect());

thread_local! {
    /// The bench of each thread that runs tests, and what it runs on.
    static BENCH: RefCell<(Runtime, Bench)> = RefCell::new({
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let bench = runtime.block_on(Bench::new(Arc::clone(&CONTRACT))).unwrap();
        (runtime, bench)
    });
}

fn main() -> ExitCode {
    let trials = faults()
        .map(|fault| Trial::test(fault.name, move || is_detected(tried(fault))).with_kind("fault"));
    let alarms = plan::everything(&CONTRACT, true).into_iter().map(|case| {
        let id = case.id().to_owned();
        let name = format!("a correct server gets no finding in {id}");
        Trial::test(name, move || gets_no_finding(&id)).with_kind("alarm")
    });
    let others = [
        Trial::test("every_check_has_a_fault", every_check_has_a_fault),
        Trial::test("every_rule_has_a_fault", every_rule_has_a_fault),
        Trial::test("every_fault_is_made_somewhere", every_fault_is_made_somewhere),
        Trial::test("every_fault_has_a_name_of_its_own", every_fault_has_a_name_of_its_own),
        Trial::test("no_check_that_need_not_decides", no_check_that_need_not_decides),
    ];
    let reviews = FAULTS.iter().map(|(file, faults)| {
        let name = format!("nothing_more_is_said_of_{file}_than_was_reviewed");
        Trial::test(name, || {
            nothing_more_is_said_than_was_reviewed(file, faults);
            Ok(())
        })
    });
    let all = trials.chain(alarms).chain(others).chain(reviews).collect();
    libtest_mimic::run(&Arguments::from_args(), all).exit_code()
}

fn tried(fault: &'static Fault) -> &'static Tried {
    TRIED[fault.name].get_or_init(|| {
        BENCH.with_borrow_mut(|(runtime, bench)| {
            let judged = runtime.block_on(bench.try_fault(fault));
            let judged = judged.unwrap_or_else(|error| Judged::unjudged(&error));
            Tried { fault: *fault, judged }
        })
    })
}

/// The check or rule speaks at the place, blames the server, and the case fails if that decides.
fn is_detected(tried: &Tried) -> Result<(), Failed> {
    if tried.is_found() {
        return Ok(());
    }
    Err(format!("not said: {:?}, but {}", tried.fault.objection, said(&tried.judged)).into())
}

fn said(judged: &Judged) -> String {
    format!("{:?}: {:#?}", judged.verdict, judged.findings)
}

fn gets_no_finding(id: &str) -> Result<(), Failed> {
    let cases = plan::everything(&CONTRACT, true);
    let case = cases.iter().find(|case| case.id() == id).unwrap();
    let way = (Mistake::Nothing, Patience::ORDINARY);
    let judged = BENCH
        .with_borrow_mut(|(runtime, bench)| runtime.block_on(bench.try_case(case, way)).unwrap());
    let undisturbed = Undisturbed { case: id.to_owned(), judged };
    if undisturbed.false_alarms() == 0 { Ok(()) } else { Err(said(&undisturbed.judged).into()) }
}

fn every_check_has_a_fault() -> Result<(), Failed> {
    none(CHECKS.iter().map(|check| check.id).filter(|id| !has_fault(id)))
}

fn every_rule_has_a_fault() -> Result<(), Failed> {
    none(rules::all().map(|rule| rule.id).filter(|id| !has_fault(id)))
}

fn has_fault(check_or_rule: &str) -> bool {
    faults().any(|fault| fault.objection.by == check_or_rule)
}

/// Its case is there, and so is whoever must object.
fn every_fault_is_made_somewhere() -> Result<(), Failed> {
    let cases = plan::everything(&CONTRACT, true);
    let is_made = |fault: &&Fault| {
        let has_objector = fault.objection.level().is_some() && has_fault(fault.objection.by);
        has_objector && cases.iter().any(|case| case.id() == fault.case)
    };
    none(faults().filter(|fault| !is_made(fault)).map(|fault| fault.name))
}

/// For each check below `must` there is a fault that it alone objects to, and that case passes.
fn no_check_that_need_not_decides() -> Result<(), Failed> {
    let passes = |check: &str| {
        faults().filter(|fault| fault.objection.by == check).any(|fault| {
            let judged = &tried(fault).judged;
            judged.verdict == Verdict::Passed
                && judged.findings.iter().all(|finding| finding.check == check)
        })
    };
    let lenient = CHECKS.iter().filter(|check| check.level != Level::Must);
    none(lenient.map(|check| check.id).filter(|check| !passes(check)))
}

fn every_fault_has_a_name_of_its_own() -> Result<(), Failed> {
    let mut names: Vec<&str> = faults().map(|fault| fault.name).collect();
    names.sort_unstable();
    none(names.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]))
}

fn nothing_more_is_said_than_was_reviewed(file: &str, faults: &'static [Fault]) {
    let told: Vec<String> = faults.iter().map(|fault| told(tried(fault))).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("detects/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(format!("what_is_said_of_{file}"), told.concat()));
}

/// The fault, the verdict, and a line for each finding.
fn told(tried: &Tried) -> String {
    let Tried { fault, judged } = tried;
    let findings = judged.findings.iter().map(|finding| {
        let Finding { check, level, out_of_step, place, .. } = finding;
        format!("  {level:6} {check:20} {out_of_step:13} {place}\n")
    });
    let findings: Vec<String> = findings.collect();
    format!("{} ({}): {:?}\n{}", fault.name, fault.case, judged.verdict, findings.concat())
}

/// Fails with all names, where there are any.
fn none<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), Failed> {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { Ok(()) } else { Err(names.join(", ").into()) }
}

//! The proof that the judge judges: every deliberate fault is objected to by the check named for it, where it was made and as firmly as
//! that check demands, and a correct server by none.
//!
//! Each fault stands between the judge and the sandbox and changes what one of them hears in one example. The list is `detects/faults/`.
//! All that is said of a fault is stored: what the judge says too much is seen in review (`cargo insta review`).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets with what it does not expect ends there"
)]

#[path = "detects/fault.rs"]
mod fault;
#[path = "detects/faults.rs"]
mod faults;
#[path = "detects/faulty_server.rs"]
mod faulty_server;
#[path = "detects/heard.rs"]
mod heard;
#[path = "detects/json_body.rs"]
mod json_body;
#[path = "detects/reply.rs"]
mod reply;
#[path = "detects/trial_run.rs"]
mod trial_run;

use conformance::check::CHECKS;
use conformance::finding::{Finding, Level, Party};
use conformance::judged::Judged;
use conformance::verdict::Verdict;
use fault::Fault;
use faults::faults;
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::process::ExitCode;
use std::sync::{LazyLock, OnceLock};

/// What the judge says of each fault, by the fault's name.
static JUDGED: LazyLock<BTreeMap<&str, OnceLock<Judged>>> =
    LazyLock::new(|| faults().map(|fault| (fault.name, OnceLock::new())).collect());

fn main() -> ExitCode {
    let trials = faults().map(|fault| {
        Trial::test(fault.name, move || is_detected(fault, judged(fault))).with_kind("fault")
    });
    let others = [
        Trial::test("a_correct_server_gets_no_finding", a_correct_server_gets_no_finding),
        Trial::test("every_check_has_a_fault", every_check_has_a_fault),
        Trial::test("no_check_that_need_not_decides", no_check_that_need_not_decides),
        Trial::test("every_fault_has_a_name_of_its_own", every_fault_has_a_name_of_its_own),
        Trial::test("nothing_more_is_said_than_was_reviewed", || {
            nothing_more_is_said_than_was_reviewed();
            Ok(())
        }),
    ];
    libtest_mimic::run(&Arguments::from_args(), trials.chain(others).collect()).exit_code()
}

fn judged(fault: &'static Fault) -> &'static Judged {
    JUDGED[fault.name].get_or_init(|| trial_run::with(fault))
}

/// The check speaks at the place, blames the server, and the example fails if that decides.
fn is_detected(fault: &Fault, judged: &Judged) -> Result<(), Failed> {
    let objection = fault.objection;
    let level = objection.level.or_else(|| level_of(objection.check));
    let level = level.ok_or_else(|| format!("there is no check {}", objection.check))?;
    let objects = |finding: &Finding| {
        (finding.check.as_str(), finding.place.as_str(), finding.level, finding.out_of_step)
            == (objection.check, objection.place, level, Party::Server)
    };
    if !judged.findings.iter().any(objects) {
        return Err(format!("not said: {level} {objection:?}, but {:#?}", judged.findings).into());
    }
    let decides = |finding: &Finding| finding.level == Level::Must;
    let expected =
        if judged.findings.iter().any(decides) { Verdict::Failed } else { Verdict::Passed };
    if judged.verdict == expected {
        Ok(())
    } else {
        Err(format!("{:?} in place of {expected:?}: {:#?}", judged.verdict, judged.findings).into())
    }
}

fn level_of(check: &str) -> Option<Level> {
    CHECKS.iter().find(|known| known.id == check).map(|check| check.level)
}

fn a_correct_server_gets_no_finding() -> Result<(), Failed> {
    let findings = trial_run::without_a_fault();
    if findings.is_empty() { Ok(()) } else { Err(format!("{findings:#?}").into()) }
}

fn every_check_has_a_fault() -> Result<(), Failed> {
    let has_fault = |check: &str| faults().any(|fault| fault.objection.check == check);
    none(CHECKS.iter().map(|check| check.id).filter(|check| !has_fault(check)))
}

/// For each check below `must` there is a fault that it alone objects to, and that example passes.
fn no_check_that_need_not_decides() -> Result<(), Failed> {
    let passes = |check: &str| {
        faults().filter(|fault| fault.objection.check == check).any(|fault| {
            let judged = judged(fault);
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

fn nothing_more_is_said_than_was_reviewed() {
    let told: Vec<String> = faults().map(|fault| told(fault, judged(fault))).collect();
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("detects/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!("what_is_said_of_each_fault", told.concat()));
}

/// The fault, the verdict, and a line for each finding.
fn told(fault: &Fault, judged: &Judged) -> String {
    let findings = judged.findings.iter().map(|finding| {
        let Finding { check, level, out_of_step, place, .. } = finding;
        format!("  {level:6} {check:20} {out_of_step:13} {place}\n")
    });
    let findings: Vec<String> = findings.collect();
    format!("{} ({}): {:?}\n{}", fault.name, fault.example, judged.verdict, findings.concat())
}

/// Fails with all names, where there are any.
fn none<'a>(names: impl Iterator<Item = &'a str>) -> Result<(), Failed> {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { Ok(()) } else { Err(names.join(", ").into()) }
}

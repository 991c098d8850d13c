//! The proof that the judge judges: every deliberate fault is objected to by the check named for it, and a correct server by none.
//!
//! Each fault stands between the judge and the sandbox and changes what one example gets. The list is `detects/faults.rs`.

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

use conformance::bindings::Bindings;
use conformance::check::CHECKS;
use conformance::contract::{Contract, Example};
use conformance::finding::Finding;
use conformance::prepare::Endpoint;
use conformance::replay::Judge;
use conformance::schemas::Schemas;
use conformance::send::Limits;
use conformance::typed;
use fault::{Fault, Reply};
use faults::FAULTS;
use faulty_server::FaultyServer;
use libtest_mimic::{Arguments, Failed, Trial};
use sandbox::Sandbox;
use std::process::ExitCode;
use std::time::Duration;

/// Small enough for a fault to run into, large enough for a correct server on a busy machine.
const LIMITS: Limits =
    Limits { connect: Duration::from_secs(5), total: Duration::from_millis(1500), body: 1 << 20 };

fn main() -> ExitCode {
    let faults = FAULTS
        .iter()
        .map(|fault| Trial::test(fault.name, || is_detected(fault)).with_kind("fault"));
    let others = [
        Trial::test("a_correct_server_gets_no_finding", a_correct_server_gets_no_finding),
        Trial::test("every_check_has_a_fault", every_check_has_a_fault),
        Trial::test("every_fault_has_a_name_of_its_own", every_fault_has_a_name_of_its_own),
    ];
    libtest_mimic::run(&Arguments::from_args(), faults.chain(others).collect()).exit_code()
}

fn is_detected(fault: &'static Fault) -> Result<(), Failed> {
    let example = contract().examples.into_iter().find(|example| example.id.0 == fault.example);
    let example = example.ok_or_else(|| format!("there is no example {}", fault.example))?;
    let findings = findings(&[example], fault.change);
    if findings.iter().any(|finding| finding.check == fault.objects) {
        return Ok(());
    }
    Err(format!("{} said nothing; there was {findings:#?}", fault.objects).into())
}

fn a_correct_server_gets_no_finding() -> Result<(), Failed> {
    let findings = findings(&contract().examples, |_| ());
    if findings.is_empty() { Ok(()) } else { Err(format!("{findings:#?}").into()) }
}

fn every_check_has_a_fault() -> Result<(), Failed> {
    let idle = CHECKS.iter().filter(|check| !FAULTS.iter().any(|fault| fault.objects == check.id));
    let idle: Vec<&str> = idle.map(|check| check.id).collect();
    if idle.is_empty() {
        Ok(())
    } else {
        Err(format!("no fault makes these speak: {}", idle.join(", ")).into())
    }
}

fn every_fault_has_a_name_of_its_own() -> Result<(), Failed> {
    let mut names: Vec<&str> = FAULTS.iter().map(|fault| fault.name).collect();
    names.sort_unstable();
    match names.windows(2).find(|pair| pair[0] == pair[1]) {
        Some(pair) => Err(format!("{} stands twice", pair[0]).into()),
        None => Ok(()),
    }
}

/// What the judge finds when every answer is changed so.
fn findings(examples: &[Example], change: fn(&mut Reply)) -> Vec<Finding> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::start(sandbox::Config::default()).await.unwrap();
        let server = FaultyServer::start(sandbox.url(), change).await;
        let contract = contract();
        let judge = Judge {
            schemas: Schemas::new(&contract),
            contract,
            endpoint: Endpoint::new(server.url(), Some("a-token-of-no-importance".to_owned()))
                .unwrap(),
            bindings: Bindings::default(),
            limits: LIMITS,
            round_trip: Some(typed::ROUND_TRIP),
        };
        let mut findings = Vec::new();
        for example in examples {
            findings.extend(judge.replay(example).await.unwrap().findings);
        }
        findings
    })
}

fn contract() -> Contract {
    Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap()
}

//! A fault in, what the judge says of the example in which it is made out: judge, faulty server and sandbox in one process.

use crate::fault::{Fault, Mistake};
use crate::faulty_server::FaultyServer;
use conformance::contract::{Contract, Example};
use conformance::endpoint::Endpoint;
use conformance::finding::Finding;
use conformance::judge::Judge;
use conformance::judged::Judged;
use conformance::send::Limits;
use conformance::typed;
use sandbox::Sandbox;
use std::sync::Arc;
use std::time::Duration;

/// Small enough for a fault to run into, large enough for a correct server on a busy machine.
const LIMITS: Limits =
    Limits { connect: Duration::from_secs(5), total: Duration::from_millis(1500), body: 1 << 20 };

/// What is said of the fault's example.
pub(crate) fn with(fault: &Fault) -> Judged {
    let contract = contract();
    let mut examples = contract.examples.iter();
    let example = examples.find(|example| example.id.0 == fault.example).unwrap().clone();
    replay(contract, &[example], fault.mistake).remove(0)
}

/// What is found in all examples when nothing is changed on the way.
pub(crate) fn without_a_fault() -> Vec<Finding> {
    let contract = contract();
    let examples = contract.examples.clone();
    let replayed = replay(contract, &examples, Mistake::Answers(|_| ()));
    replayed.into_iter().flat_map(|replayed| replayed.findings).collect()
}

/// Each example against the same sandbox.
fn replay(contract: Contract, examples: &[Example], mistake: Mistake) -> Vec<Judged> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::start(sandbox::Config::default()).await.unwrap();
        let token = sandbox.token("admin").map(|token| token.to_string());
        let server = FaultyServer::start(sandbox.url(), mistake).await;
        let endpoint = Endpoint::new(server.url(), token).unwrap();
        let mut judge = Judge::new(Arc::new(contract), endpoint);
        judge.limits = LIMITS;
        judge.round_trip = Some(typed::ROUND_TRIP);
        let mut replayed = Vec::new();
        for example in examples {
            replayed.push(judge.replay(example).await.unwrap());
        }
        replayed
    })
}

fn contract() -> Contract {
    Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap()
}

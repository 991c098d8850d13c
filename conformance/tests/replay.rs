//! One test an example: replayed against a fresh sandbox, without a finding, and of the shapes that were reviewed.
//!
//! A changed shape is reviewed with `cargo insta review`.

#![expect(
    clippy::unwrap_used,
    reason = "a test that meets with what it does not expect ends there"
)]

use conformance::contract::{Contract, Example};
use conformance::endpoint::Endpoint;
use conformance::exchange::{Exchange, Outcome};
use conformance::judge::Judge;
use conformance::judged::Judged;
use conformance::shape::{RequestShape, ResponseShape};
use conformance::typed;
use libtest_mimic::{Arguments, Failed, Trial};
use sandbox::Sandbox;
use std::process::ExitCode;
use std::sync::Arc;

fn main() -> ExitCode {
    let trials = contract().examples.into_iter().map(|example| {
        let name = example.id.to_string();
        Trial::test(name, move || holds(&example)).with_kind("example")
    });
    libtest_mimic::run(&Arguments::from_args(), trials.collect()).exit_code()
}

fn contract() -> Contract {
    Contract::load(serde_json::from_str(typed::CONTRACT).unwrap()).unwrap()
}

fn holds(example: &Example) -> Result<(), Failed> {
    let (judge, replayed) = replay(example);
    let exchange = replayed.exchanges.first().ok_or("nothing was sent")?;
    review(&judge, example, exchange)?;
    if replayed.findings.is_empty() {
        Ok(())
    } else {
        Err(format!("{:#?}", replayed.findings).into())
    }
}

fn replay(example: &Example) -> (Judge, Judged) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = Sandbox::start(sandbox::Config::default()).await.unwrap();
        let token = sandbox.token("admin").map(|token| token.to_string());
        let endpoint = Endpoint::new(sandbox.url(), token).unwrap();
        let mut judge = Judge::new(Arc::new(contract()), endpoint);
        judge.round_trip = Some(typed::ROUND_TRIP);
        let replayed = judge.replay(example).await.unwrap();
        (judge, replayed)
    })
}

fn review(judge: &Judge, example: &Example, exchange: &Exchange) -> Result<(), Failed> {
    let Outcome::Answered(answer) = &exchange.outcome else { return Err("no answer came".into()) };
    let operation = judge.contract.operation(&example.operation).ok_or("no such operation")?;
    let told = (operation.path.as_str(), operation.request_schema.as_deref());
    let request = RequestShape::of(&judge.contract, told, &exchange.request);
    let schema = operation.response(answer.status).and_then(|response| response.json_schema());
    let response = ResponseShape::of(&judge.contract, schema, answer);

    let (folder, name) =
        example.id.0.split_once('/').ok_or("an example id is <operation>/<example>")?;
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(format!("snapshots/{folder}"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(&example.summary);
    settings.bind(|| {
        insta::assert_json_snapshot!(format!("{name}.request"), request);
        insta::assert_json_snapshot!(format!("{name}.response"), response);
    });
    Ok(())
}

//! The registry of rules: what a rule says of itself is true.

use crate::none;
use conformance::bindings::Bindings;
use conformance::check::CHECKS;
use conformance::contract::Contract;
use conformance::exchange::Exchange;
use conformance::finding::{Level, Source};
use conformance::fixtures::Fixtures;
use conformance::judge::{Aftermath, Judge};
use conformance::judged::Judged;
use conformance::own_sandbox::{OwnSandbox, fixtures};
use conformance::plan;
use conformance::rules::{self, Effect, FIXTURES, Rule};
use conformance::typed::CONTRACT;
use conformance::verdict::Verdict;
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// What each rule came to on a sandbox that had nothing but what the rule says it needs.
static FOLLOWED: LazyLock<Vec<(&Rule, Judged)>> = LazyLock::new(|| {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let sandbox = OwnSandbox::start().await.unwrap();
        let mut judge = sandbox.judge(contract(), sandbox.url()).unwrap();
        let mut followed = Vec::new();
        for rule in rules::all() {
            sandbox.renew().await.unwrap();
            give_what_it_needs(&mut judge, &sandbox, rule);
            followed.push((rule, judge.follow(rule, rule.level).await.unwrap()));
        }
        followed
    })
});

fn contract() -> Arc<Contract> {
    Arc::new(Contract::load(serde_json::from_str(CONTRACT).unwrap()).unwrap())
}

fn give_what_it_needs(judge: &mut Judge, sandbox: &OwnSandbox, rule: &Rule) {
    let needed = rule.fixtures.iter().map(|fixture| {
        let values = fixture.documented.iter().map(|value| (*value).to_owned());
        (fixture.name.to_owned(), values.collect())
    });
    judge.fixtures = Fixtures::new(needed);
    judge.endpoint = sandbox.endpoint(sandbox.url()).unwrap().only(|name| {
        name == "admin" || rule.identities.iter().any(|identity| identity.name == name)
    });
}

#[test]
fn every_rule_holds_on_the_sandbox_with_what_it_says_it_needs_and_nothing_more() {
    none(
        FOLLOWED.iter().filter(|(_, judged)| judged.verdict != Verdict::Passed).map(
            |(rule, judged)| format!("{}: {:?} {:#?}", rule.id, judged.verdict, judged.findings),
        ),
    );
}

/// What is judged by one sandbox after the other is judged alike at one endpoint that goes on, and that nobody puts back. Of what no
/// caller can make, the documented world has less than all rules together use up.
#[test]
fn a_rule_leaves_an_endpoint_as_the_next_one_needs_it() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    none(runtime.block_on(async {
        let sandbox = OwnSandbox::start().await.unwrap();
        let mut judge = sandbox.judge(contract(), sandbox.url()).unwrap();
        judge.aftermath = Aftermath::CleanedUp;
        judge.fixtures = fixtures(&Bindings::default());
        let mut told = Vec::new();
        for rule in rules::all() {
            let judged = judge.follow(rule, rule.level).await.unwrap();
            let is_used_up =
                matches!(&judged.verdict, Verdict::Skipped(why) if why.contains("were used up"));
            if judged.verdict != Verdict::Passed && !is_used_up {
                told.push(format!("{}: {:?} {:#?}", rule.id, judged.verdict, judged.findings));
            }
        }
        told
    }));
}

#[test]
fn every_identity_that_a_rule_names_calls_in_it() {
    none(FOLLOWED.iter().flat_map(|(rule, judged)| {
        let callers: BTreeSet<&str> =
            judged.exchanges.iter().filter_map(|one| one.request.identity.as_deref()).collect();
        let idle = rule.identities.iter().filter(move |one| !callers.contains(one.name));
        idle.map(|identity| format!("{}: {} does not call", rule.id, identity.name))
    }));
}

#[test]
fn every_fixture_that_a_rule_names_is_sent_in_it() {
    none(FOLLOWED.iter().flat_map(|(rule, judged)| {
        let sent = judged.exchanges.iter().map(|one| format!("{:?}\n", one.request));
        // An id may be sent in capital letters.
        let sent = sent.collect::<String>().to_lowercase();
        // A token is sent, and told by nobody.
        let is_token_sent = judged.exchanges.iter().any(|one| {
            let mut names = one.request.headers.iter().map(|(name, _)| name);
            one.request.identity.is_none() && names.any(|name| name == "authorization")
        });
        let idle = rule.fixtures.iter().filter(move |fixture| match fixture.name {
            "expired-token" => !is_token_sent,
            _ => !fixture.documented.iter().any(|value| sent.contains(&value.to_lowercase())),
        });
        idle.map(|fixture| format!("{}: {} is not used", rule.id, fixture.name))
    }));
}

#[test]
fn every_fixture_is_needed_by_a_rule() {
    let is_needed = |name: &str| {
        rules::all().any(|rule| rule.fixtures.iter().any(|fixture| fixture.name == name))
    };
    none(FIXTURES.iter().filter(|one| !is_needed(one.name)).map(|one| one.name.to_owned()));
}

#[test]
fn a_rule_says_what_it_does_to_the_endpoint() {
    none(FOLLOWED.iter().filter_map(|(rule, judged)| {
        let is_safe = |method: &str| ["GET", "HEAD", "OPTIONS"].contains(&method);
        let writes: Vec<&Exchange> =
            judged.exchanges.iter().filter(|one| !is_safe(&one.request.method)).collect();
        let served = writes.iter().filter(|one| one.is_served());
        let untrue = match rule.effect {
            Effect::Reads => writes.first().map(|one| format!("sends {}", one.request.method)),
            Effect::Refused if writes.is_empty() => Some("sends no write".to_owned()),
            Effect::Refused => served.map(|one| format!("{} is served", one.request.url)).next(),
            Effect::Writes => writes.is_empty().then(|| "sends no write".to_owned()),
        };
        untrue.map(|untrue| format!("{} says {:?}, and {untrue}", rule.id, rule.effect))
    }));
}

/// A behaviour that no document states is never a `must`.
#[test]
fn a_must_rests_on_a_document_first() {
    let musts = rules::all().filter(|rule| rule.level == Level::Must);
    none(
        musts
            .filter(|rule| !rule.sources().next().is_some_and(|first| is_document(&first)))
            .map(|rule| format!("{} rests on {:?}", rule.id, rule.sources().collect::<Vec<_>>())),
    );
}

fn is_document(source: &Source) -> bool {
    match source {
        Source::Page(_) | Source::Discrepancy(_) | Source::Schema(_) => true,
        Source::Standard(_) | Source::Observation(_) | Source::Choice(_) => false,
    }
}

#[test]
fn every_discrepancy_and_schema_that_a_rule_rests_on_is_in_the_contract() {
    let contract = contract();
    let is_there = |source: &Source| match source {
        Source::Discrepancy(id) => contract.register.contains_key(id),
        Source::Schema(pointer) => {
            contract.document().pointer(pointer.trim_start_matches('#')).is_some()
        }
        Source::Page(_) | Source::Standard(_) | Source::Observation(_) | Source::Choice(_) => true,
    };
    let sources = rules::all().flat_map(|rule| rule.sources().map(move |source| (rule, source)));
    none(
        sources
            .filter(|(_, source)| !is_there(source))
            .map(|(rule, source)| format!("{}: {source}", rule.id)),
    );
}

#[test]
fn ids_are_facts_and_nobody_elses() {
    let contract = contract();
    let form = regex::Regex::new("^[a-z]+/[a-z]+(-[a-z0-9]+)+$").unwrap();
    let mut ids: Vec<String> =
        plan::everything(&contract, true).iter().map(|case| case.id().to_owned()).collect();
    ids.extend(CHECKS.iter().map(|check| check.id.to_owned()));
    ids.sort_unstable();
    none(ids.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0].clone()));
    none(rules::all().filter(|rule| !form.is_match(rule.id)).map(|rule| rule.id.to_owned()));
}

#[test]
fn what_a_rule_says_is_a_sentence() {
    let is_sentence = |text: &str| text.ends_with('.') && text.split(' ').count() > 3;
    none(
        rules::all()
            .filter(|rule| !is_sentence(rule.sentence))
            .map(|rule| format!("{}: {}", rule.id, rule.sentence)),
    );
}

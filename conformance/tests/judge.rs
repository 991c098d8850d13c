//! What must stay true of the contract and the judge, a module each.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that meets with what it does not expect ends there"
)]

#[path = "judge/another_api.rs"]
mod another_api;
#[path = "judge/answers.rs"]
mod answers;
#[path = "judge/architecture.rs"]
mod architecture;
#[path = "judge/bare.rs"]
mod bare;
#[path = "judge/bound_values.rs"]
mod bound_values;
#[path = "judge/callers.rs"]
mod callers;
#[path = "judge/compared.rs"]
mod compared;
#[path = "judge/configuration.rs"]
mod configuration;
#[path = "judge/contract.rs"]
mod contract;
#[path = "judge/correct_servers.rs"]
mod correct_servers;
#[cfg(unix)]
#[path = "judge/curl.rs"]
mod curl;
#[path = "judge/documents_verbatim.rs"]
mod documents_verbatim;
#[cfg(unix)]
#[path = "judge/dry_run.rs"]
mod dry_run;
#[cfg(unix)]
#[path = "judge/elsewhere.rs"]
mod elsewhere;
#[path = "judge/exit_codes.rs"]
mod exit_codes;
#[path = "judge/fed.rs"]
mod fed;
#[path = "judge/formats.rs"]
mod formats;
#[path = "judge/hostile_endpoints.rs"]
mod hostile_endpoints;
#[path = "judge/hostile_input.rs"]
mod hostile_input;
#[path = "judge/inputs.rs"]
mod inputs;
#[cfg(unix)]
#[path = "judge/interrupted.rs"]
mod interrupted;
#[path = "judge/judged.rs"]
mod judged;
#[path = "judge/kept_secrets.rs"]
mod kept_secrets;
#[path = "judge/kept_shapes.rs"]
mod kept_shapes;
#[cfg(unix)]
#[path = "judge/killed.rs"]
mod killed;
#[cfg(unix)]
#[path = "judge/ledger.rs"]
mod ledger;
#[path = "judge/locations.rs"]
mod locations;
#[path = "judge/metadata.rs"]
mod metadata;
#[path = "judge/named_examples.rs"]
mod named_examples;
#[path = "judge/pages.rs"]
mod pages;
#[path = "judge/program.rs"]
mod program;
#[cfg(unix)]
#[path = "judge/proxy.rs"]
mod proxy;
#[cfg(unix)]
#[path = "judge/remote_clock.rs"]
mod remote_clock;
#[path = "judge/reports.rs"]
mod reports;
#[path = "judge/requirements.rs"]
mod requirements;
#[path = "judge/rerun.rs"]
mod rerun;
#[path = "judge/rules.rs"]
mod rules;
#[path = "judge/safety.rs"]
mod safety;
#[path = "judge/scripted_server.rs"]
mod scripted_server;
#[path = "judge/selection.rs"]
mod selection;
#[path = "judge/selftest.rs"]
mod selftest;
#[cfg(unix)]
#[path = "judge/served.rs"]
mod served;
#[cfg(unix)]
#[path = "judge/serving.rs"]
mod serving;
#[path = "judge/shards.rs"]
mod shards;
#[path = "judge/telling.rs"]
mod telling;
#[path = "judge/text_report.rs"]
mod text_report;
#[path = "judge/throttled.rs"]
mod throttled;
#[path = "judge/transport.rs"]
mod transport;
#[path = "judge/waivers.rs"]
mod waivers;
#[path = "judge/words.rs"]
mod words;

/// Fails with all lines, where there are any.
fn none(lines: impl IntoIterator<Item = String>) {
    let lines: Vec<String> = lines.into_iter().collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

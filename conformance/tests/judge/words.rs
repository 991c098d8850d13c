//! What the subcommands print, stored and reviewed whole.

use crate::program::{WHOLE_RUN, conformance, notes, reviewed};

/// Holds what the program prints against the stored text of that name.
fn prints(name: &str, arguments: &[&str]) {
    reviewed(name, &output(arguments), "");
}

fn output(arguments: &[&str]) -> String {
    let said = conformance(arguments);
    assert_eq!(said.exit, 0, "{said:?}");
    said.output
}

#[test]
fn run_on_the_sandbox() {
    reviewed("run_on_the_sandbox", &WHOLE_RUN.0.output, "");
}

#[test]
fn list() {
    prints("list", &["list"]);
}

#[test]
fn list_of_another_contract_as_json() {
    prints("list_of_another_contract_as_json", &["list", "--json", "--contract", &notes()]);
}

#[test]
fn explain_an_example() {
    prints("explain_an_example", &["explain", "create/user-adds-with-justification"]);
}

#[test]
fn explain_the_bodies_made_from_an_example() {
    let id = "input/resume/resumes-waiting-request";
    prints("explain_the_bodies_made_from_an_example", &["explain", id]);
}

#[test]
fn explain_a_check() {
    prints("explain_a_check", &["explain", "repeated-values"]);
}

#[test]
fn explain_a_check_of_a_client() {
    prints("explain_a_check_of_a_client", &["explain", "client/paging"]);
}

#[test]
fn explain_a_discrepancy() {
    prints("explain_a_discrepancy", &["explain", "d-24"]);
}

#[test]
fn bindings() {
    prints("bindings", &["bindings"]);
}

#[test]
fn schema_of_the_report() {
    prints("schema_of_the_report", &["schema", "report"]);
}

#[test]
fn help() {
    prints("help", &["--help"]);
}

#[test]
fn help_on_proxy() {
    prints("help_on_proxy", &["proxy", "--help"]);
}

#[test]
fn help_on_run() {
    prints("help_on_run", &["run", "--help"]);
}

#[test]
fn help_on_selftest() {
    prints("help_on_selftest", &["selftest", "--help"]);
}

#[test]
fn help_on_clean() {
    prints("help_on_clean", &["clean", "--help"]);
}

#[test]
fn help_on_serve() {
    prints("help_on_serve", &["serve", "--help"]);
}

#[test]
fn the_contract_is_printed_as_it_was_bundled() {
    let printed: serde_json::Value = serde_json::from_str(&output(&["contract"])).unwrap();
    let bundled: serde_json::Value = serde_json::from_str(conformance::typed::CONTRACT).unwrap();
    assert_eq!(printed, bundled);
}

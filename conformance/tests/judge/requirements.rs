//! Published sets of requirements: none of them ever changes, and each can still be run.

use crate::program::conformance;
use conformance::requirements::PUBLISHED;
use sha2::{Digest, Sha256};

/// The SHA-256 of each set, as it was when it was published. A line is added with a set, and never changed.
const SEALS: &[(&str, &str)] =
    &[("2026-11", "424dc37ae776180fb7a6a301c111cc539f0c85188bbb5a3e912c94479ea82815")];

#[test]
fn a_published_set_is_what_it_was() {
    let seals: Vec<(&str, String)> =
        PUBLISHED.iter().map(|(name, text)| (*name, seal(text))).collect();
    let expected: Vec<(&str, String)> =
        SEALS.iter().map(|(name, seal)| (*name, (*seal).to_owned())).collect();
    assert_eq!(seals, expected);
}

fn seal(text: &str) -> String {
    let bytes: Vec<String> =
        Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    bytes.concat()
}

#[test]
fn a_run_of_a_published_set_has_its_cases_and_no_others() {
    for (name, text) in PUBLISHED {
        let said = conformance(&["run", "--requirements", name, "--report", "json"]);
        let report: serde_json::Value = serde_json::from_str(&said.output).unwrap();
        let cases = report["cases"].as_array().unwrap().iter();
        let ran: Vec<String> = cases
            .map(|case| format!("\"{}\" = {}\n", case["id"].as_str().unwrap(), case["level"]))
            .collect();
        let (_, listed) = text.split_once("[cases]\n").unwrap();
        assert_eq!((said.exit, report["requirements"].as_str()), (0, Some(*name)));
        assert_eq!(ran.concat(), listed);
    }
}

#[test]
fn what_is_printed_without_a_name_is_everything_of_today() {
    let printed = conformance(&["requirements"]).output;
    let listed = conformance(&["list", "--json"]).output;
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    for kind in ["examples", "inputs", "rules"] {
        for case in listed[kind].as_array().unwrap() {
            let line = format!("\n{} = ", case["id"]);
            assert!(printed.contains(&line), "{line} is not in {printed}");
        }
    }
    for check in listed["checks"].as_array().unwrap() {
        let line = format!("\n{} = {}\n", check["id"], check["level"]);
        assert!(printed.contains(&line), "{line} is not in {printed}");
    }
}

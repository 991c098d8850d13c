//! `run --dry-run`: what would be sent is told, and nothing is sent.

use crate::exit_codes::{is_unvisited, silent};
use crate::program::{Said, conformance, conformance_in, scratch};
use crate::served::{Served, admin};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

/// Everything that a rule can need, with values that the sandbox does not know.
const BINDINGS: &str = "\
[fixtures]
open-access-package = '11111111-1111-4111-8111-111111111111'
guest-assignment-policy = '22222222-2222-4222-8222-222222222222'
email-domain = 'bound.example'
";

fn bound(bindings: &str) -> String {
    let path = scratch("dry-run.toml");
    fs::write(&path, bindings).unwrap();
    path.to_str().unwrap().to_owned()
}

fn dry_run(arguments: &[&str]) -> Said {
    let run = ["run", "--dry-run", "--token-env", "TOKEN"];
    let token = admin();
    conformance_in(&scratch(""), &[("TOKEN", token.as_str())], &[&run[..], arguments].concat())
}

/// The cases of a dry run by their ids.
fn cases(said: &Said) -> BTreeMap<String, Value> {
    let told: Value = serde_json::from_str(&said.output).unwrap();
    let cases = told["cases"].as_array().unwrap().iter();
    cases.map(|case| (case["id"].as_str().unwrap().to_owned(), case.clone())).collect()
}

#[test]
fn everything_is_told_and_nothing_is_sent() {
    let (listener, url) = silent();
    let said = dry_run(&["--endpoint", &url, "--bindings", &bound(BINDINGS)]);
    assert_eq!((said.exit, said.log.as_str()), (0, ""), "{}", said.log);
    assert!(is_unvisited(&listener));
    assert!(said.output.starts_with(&format!("# what would be sent to {url}\n# nothing was sent")));
    assert!(said.output.contains("\"authorization: Bearer $ADMIN_TOKEN\""));
    assert!(!said.output.contains(admin().as_str()));
    let create = format!(
        "\n# POST {url}/identityGovernance/entitlementManagement/assignmentRequests\ncurl -i -X POST {url}/identity"
    );
    assert!(said.output.contains(&create));
    // Lines for a shell, and remarks.
    let script = scratch("dry-run.sh");
    fs::write(&script, &said.output).unwrap();
    assert!(Command::new("sh").arg("-n").arg(script).status().unwrap().success());
}

#[test]
fn what_would_be_sent_over_https_is_told_without_tls() {
    let endpoint = ["--endpoint", "https://graph.example/v1.0"];
    let said = dry_run(&[&endpoint[..], &["--allow-writes", "--only", "cancel/*"]].concat());
    assert_eq!(said.exit, 0, "{said:?}");
    let cancel = "\n# POST https://graph.example/v1.0/identityGovernance/";
    assert!(said.output.contains(cancel), "{said:?}");
}

#[test]
fn of_a_rule_it_is_told_with_the_endpoints_own_values_or_why_it_would_not_run() {
    let (_, url) = silent();
    let run = ["--endpoint", &url, "--report", "json", "--only", "rule:cancel/*"];
    let said = dry_run(&[&run[..], &["--bindings", &bound(BINDINGS)]].concat());
    let cases = cases(&said);
    let create = &cases["cancel/cancels-a-submitted-request"]["requests"][0]["request"];
    assert!(create["url"].as_str().unwrap().starts_with(&url), "{create}");
    let assignment = &create["body"]["assignment"];
    assert_eq!(assignment["accessPackage"]["id"], "11111111-1111-4111-8111-111111111111");
    assert!(assignment["target"]["email"].as_str().unwrap().ends_with("@bound.example"));
    let skipped = cases["cancel/cancels-a-pending-request"]["skipped"].as_str().unwrap();
    assert!(skipped.starts_with("nobody calls as requestor"), "{skipped}");
}

#[test]
fn what_is_told_of_examples_and_their_bodies_is_what_is_sent() {
    let served = Served::start(&["--clock", "still"]);
    let only = ["--only", "example:create/*", "--only", "input:create/*", "--only", "get/gets-*"];
    let at = ["--endpoint", served.url(), "--report", "json"];
    let told = cases(&dry_run(&[&at[..], &only].concat()));
    let run = [&["run", "--token-env", "TOKEN"][..], &at, &only].concat();
    let said = conformance_in(&scratch(""), &[("TOKEN", admin().as_str())], &run);
    let report: Value = serde_json::from_str(&said.output).unwrap();
    let sent = report["cases"].as_array().unwrap();
    assert_eq!(sent.len(), told.len());
    let mut count = 0;
    for case in sent {
        let id = case["id"].as_str().unwrap();
        let requests = |value: &Value| -> Vec<Value> {
            value.as_array().into_iter().flatten().map(|one| one["request"].clone()).collect()
        };
        let (told, sent) = (requests(&told[id]["requests"]), requests(&case["exchanges"]));
        assert_eq!(told, sent, "{id}");
        count += sent.len();
    }
    assert!(count > 100, "{count}");
}

#[test]
fn what_may_not_run_is_told_with_the_reason_and_nothing_at_all_is_refused() {
    let (_, url) = silent();
    let at = ["--endpoint", &url, "--read-only", "--only", "create/admin-adds-user"];
    let said = dry_run(&[&at[..], &["--only", "get/gets-request"]].concat());
    let skipped =
        "# create/admin-adds-user: skipped, it may write, and --read-only leaves that out\n";
    assert!(said.exit == 0 && said.output.contains(skipped), "{said:?}");
    let said = dry_run(&at);
    assert_eq!((said.exit, said.output.as_str()), (6, ""), "{said:?}");
}

#[test]
fn without_an_endpoint_it_is_that_of_a_served_sandbox() {
    let said = conformance(&["run", "--dry-run", "--only", "get/gets-request"]);
    let told = "\n# GET http://127.0.0.1:8080/v1.0/identityGovernance/";
    assert!(said.exit == 0 && said.output.contains(told), "{said:?}");
}

#[test]
fn a_comparison_that_was_to_be_dry_sends_nothing() {
    let (listener, url) = silent();
    let compare = ["compare", &url, &url];
    for (variables, more, told) in [
        (&[][..], &["--dry-run"][..], "--dry-run says something of one server"),
        (&[("CONFORMANCE_DRY_RUN", "true")], &[], "with it here, nothing would ever be judged"),
    ] {
        let said = conformance_in(&scratch(""), variables, &[&compare[..], more].concat());
        assert!(said.exit == 2 && said.log.contains(told), "{said:?}");
    }
    assert!(is_unvisited(&listener));
}

#[test]
fn it_has_no_results_to_report() {
    let said = conformance(&["run", "--dry-run", "--report", "sarif=x.sarif"]);
    let told = "error: a dry run has no results, and so no report sarif=x.sarif; it is told as text or json\n";
    assert_eq!((said.exit, said.log.as_str()), (2, told), "{said:?}");
}

/// But for tokens, which it does not fetch.
#[test]
fn what_the_run_would_refuse_as_wrong_use_it_refuses() {
    let (listener, url) = silent();
    let waivers = scratch("dry-run-waivers.toml");
    fs::write(&waivers, "[[waivers]]\n").unwrap();
    let folder = scratch("dry-run-folder");
    fs::create_dir_all(folder.join("broken")).unwrap();
    fs::write(folder.join("broken/x.snap"), "no shape").unwrap();
    let (waivers, shapes) = (waivers.to_str().unwrap(), folder.join("broken"));
    let clock = format!("{url}/clock");
    for (arguments, exit, told) in [
        (&["--tenant", "contoso.com"][..], 2, "must be a GUID: the id of the tenant, not its name"),
        (&["--clock", "soon"], 2, "--clock \"soon\": relative URL without a base"),
        (&["--clock", "http://127.0.0.1:1/clock"], 2, "must be at the server of --endpoint"),
        (&["--clock", &clock, "--read-only"], 6, "--clock would be moved on"),
        (&["--allow-writes", "--read-only"], 2, "--allow-writes and --read-only are at odds"),
        (&["--waivers", waivers], 2, "there is no key \"waivers\""),
        (&["--snapshots", shapes.to_str().unwrap()], 2, "x.snap:"),
        (&["--ledger", "/no/such/folder/l.jsonl"], 2, "cannot write /no/such/folder/l.jsonl"),
        (&["--ledger", folder.to_str().unwrap()], 2, "cannot write "),
        (&["--bindings", "/no/such/file"], 2, "cannot read /no/such/file"),
        (&["--ca-file", "/no/such/file"], 2, "cannot read /no/such/file"),
        (&["--identity", "admin=TOKEN"], 2, "two tokens of admin"),
    ] {
        let at = ["--endpoint", &url, "--only", "get/*"];
        for dry in [&["--dry-run"][..], &[]] {
            let run = [&["run", "--token-env", "TOKEN"][..], &at, arguments, dry].concat();
            let said = conformance_in(&scratch(""), &[("TOKEN", admin().as_str())], &run);
            assert_eq!((said.exit, said.output.as_str()), (exit, ""), "{run:?} {said:?}");
            assert!(said.log.contains(told), "{told}: {said:?}");
        }
    }
    assert!(is_unvisited(&listener));
}

#[test]
fn it_leaves_no_ledger() {
    let (_, url) = silent();
    let ledger = scratch("dry-run.jsonl");
    let at = ["--endpoint", &url, "--ledger", ledger.to_str().unwrap(), "--only", "get/*"];
    assert_eq!((dry_run(&at).exit, ledger.exists()), (0, false));
}

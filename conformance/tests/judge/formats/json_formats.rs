//! The formats that are JSON: what is wrong with a text by the published schema, and what the report must be told as.

use super::sample::{case, finding, report, whole};
use conformance::finding::{Level, Party};
use conformance::plan::Kind;
use conformance::report::{Ended, Format};
use conformance::verdict::Verdict;
use serde_json::{Value, json};
use std::sync::LazyLock;

type Validator = LazyLock<jsonschema::Validator>;

fn validator(schema: &Value) -> jsonschema::Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

/// A published schema. One pattern in that of SARIF has a bracket too many, and is none in every dialect.
fn stored(schema: &str) -> jsonschema::Validator {
    let schema = schema.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$");
    validator(&serde_json::from_str(&schema).unwrap())
}

fn violations(validator: &jsonschema::Validator, text: &str) -> Vec<String> {
    match serde_json::from_str::<Value>(text) {
        Ok(value) => {
            let errors = validator.iter_errors(&value);
            errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
        }
        Err(error) => vec![error.to_string()],
    }
}

pub(crate) fn report_problems(text: &str) -> Vec<String> {
    static SCHEMA: Validator = LazyLock::new(|| validator(&conformance::report::schema()));
    violations(&SCHEMA, text)
}

/// Besides the schema: what it says in words, and what GitHub asks for.
pub(crate) fn sarif_problems(text: &str) -> Vec<String> {
    static SCHEMA: Validator =
        LazyLock::new(|| stored(include_str!("../schemas/sarif-2.1.0.json")));
    let mut problems = violations(&SCHEMA, text);
    let log: Value = serde_json::from_str(text).unwrap_or_default();
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().cloned().unwrap_or_default();
    let ids: Vec<&Value> = rules.iter().map(|rule| &rule["id"]).collect();
    for (place, id) in ids.iter().enumerate() {
        if ids[..place].contains(id) {
            problems.push(format!("two rules {id}"));
        }
    }
    for result in run["results"].as_array().into_iter().flatten() {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap_or(u64::MAX));
        if index.ok().and_then(|index| ids.get(index).copied()) != Some(&result["ruleId"]) {
            problems.push(format!("the rule of {result} is another"));
        }
        if !result["suppressions"].is_array() {
            problems.push("all results have suppressions, or none".to_owned());
        }
    }
    problems
}

pub(crate) fn ctrf_problems(text: &str) -> Vec<String> {
    static SCHEMA: Validator = LazyLock::new(|| stored(include_str!("../schemas/ctrf-0.0.json")));
    violations(&SCHEMA, text)
}

/// Besides the schema: no member that HAR 1.2 does not have, unless its name begins with an underscore; every page is there.
pub(crate) fn har_problems(text: &str) -> Vec<String> {
    static SCHEMA: Validator = LazyLock::new(|| stored(include_str!("../schemas/har-1.2.json")));
    let mut problems = violations(&SCHEMA, text);
    let archive: Value = serde_json::from_str(text).unwrap_or_default();
    let pages = archive["log"]["pages"].as_array().cloned().unwrap_or_default();
    for entry in archive["log"]["entries"].as_array().into_iter().flatten() {
        if !pages.iter().any(|page| page["id"] == entry["pageref"]) {
            problems.push(format!("there is no page {}", entry["pageref"]));
        }
    }
    problems
}

/// By the table of members on shields.io, of which there is no schema.
pub(crate) fn badge_problems(text: &str) -> Vec<String> {
    static SCHEMA: Validator = LazyLock::new(|| {
        validator(&json!({
            "type": "object",
            "required": ["schemaVersion", "label", "message"],
            "properties": {
                "schemaVersion": { "const": 1 },
                "label": { "type": "string" },
                "message": { "type": "string", "minLength": 1 },
                "color": { "enum": ["brightgreen", "yellow", "red", "lightgrey"] },
            },
            "additionalProperties": false,
        }))
    });
    violations(&SCHEMA, text)
}

fn json_of(format: Format, report: &conformance::report::Report) -> Value {
    serde_json::from_str(&format.render(report)).unwrap()
}

#[test]
fn sarif_holds_what_the_judged_side_breaks_where_the_contract_says_it() {
    let log = json_of(Format::Sarif, &whole());
    let run = &log["runs"][0];
    let results = run["results"].as_array().unwrap();
    let told = |result: &Value| {
        let suppressed = result["suppressions"].as_array().unwrap().len();
        format!(
            "{} {} {suppressed}",
            result["properties"]["case"].as_str().unwrap(),
            result["level"].as_str().unwrap()
        )
    };
    let told: Vec<String> = results.iter().map(told).collect();
    let expected = [
        "create/a warning 0",
        "create/a note 0",
        "create/b error 0",
        "create/b warning 0",
        "create/b note 0",
        "cancel/c error 1",
    ];
    assert_eq!(told, expected);
    let place = &results[2]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "openapi/examples/create/b.yaml");
    assert_eq!(
        (&place["artifactLocation"]["uriBaseId"], &place["region"]["startLine"]),
        (&json!("%SRCROOT%"), &json!(3))
    );
    assert_eq!(run["automationDetails"]["id"], "conformance/https://api.example.com/v1.0/4711");
    assert_eq!(run["invocations"][0]["executionSuccessful"], false, "one could not be judged");
    let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
    let cancel = rules.iter().find(|rule| rule["id"] == "cancel/c").unwrap();
    assert_eq!(cancel["helpUri"], "https://example.com/page");
}

#[test]
fn sarif_says_that_a_run_did_not_come_to_its_end() {
    let passed = vec![case("create/a", Kind::Example, Verdict::Passed, vec![])];
    for (ended, expected) in
        [(Ended::Whole, true), (Ended::Interrupted, false), (Ended::Unfinished, false)]
    {
        let report = super::ended(report(passed.clone()), ended);
        let log = json_of(Format::Sarif, &report);
        let told = &log["runs"][0]["invocations"][0]["executionSuccessful"];
        assert_eq!(told, expected, "{ended:?}");
    }
}

#[test]
fn ctrf_has_a_status_for_every_verdict_and_parts_of_a_run_share_its_id() {
    let document = json_of(Format::Ctrf, &whole());
    let tests = document["results"]["tests"].as_array().unwrap();
    let told: Vec<[&Value; 2]> =
        tests.iter().map(|test| [&test["status"], &test["rawStatus"]]).collect();
    let expected = [
        ["passed", "passed"],
        ["failed", "failed"],
        ["skipped", "skipped"],
        ["skipped", "waived"],
        ["other", "error"],
    ];
    assert_eq!(json!(told), json!(expected));
    let summary = &document["results"]["summary"];
    assert_eq!(summary["stop"].as_i64().unwrap() - summary["start"].as_i64().unwrap(), 1235);
    assert_eq!((&document["runId"], &summary["skipped"]), (&json!("4711"), &json!(2)));
    assert_eq!(tests[3]["message"], "waived: late until 2026-12-31");
}

#[test]
fn har_holds_every_exchange_with_its_case_and_what_broke_off() {
    let archive = json_of(Format::Har, &whole());
    let entries = archive["log"]["entries"].as_array().unwrap();
    assert_eq!(entries.len(), 10);
    assert_eq!(entries[3]["comment"], "create/b, exchange 2, as admin");
    assert_eq!(entries[2]["response"]["status"], 0);
    assert_eq!(entries[2]["response"]["_error"], "a");
    assert_eq!(entries[3]["response"]["content"]["text"], r#"{"state":"b"}"#);
    assert_eq!(entries[3]["request"]["queryString"][0], json!({ "name": "$filter", "value": "b" }));
    assert_eq!(entries[3]["timings"]["wait"], 1.25);
}

#[test]
fn a_badge_is_green_only_where_everything_held() {
    let failed = || vec![finding(Level::Must, Party::Server)];
    let error = || Verdict::Error("no".to_owned());
    for (verdicts, ended, expected) in [
        (vec![Verdict::Passed], Ended::Whole, ("1/1", "brightgreen")),
        (
            vec![Verdict::Passed, Verdict::Skipped("x".to_owned())],
            Ended::Whole,
            ("1/1", "brightgreen"),
        ),
        (vec![Verdict::Passed, Verdict::Waived("x".to_owned())], Ended::Whole, ("1/2", "yellow")),
        (vec![Verdict::Passed, error()], Ended::Whole, ("1/2", "lightgrey")),
        (vec![Verdict::Failed, error()], Ended::Whole, ("0/2", "red")),
        (vec![], Ended::Whole, ("nothing run", "lightgrey")),
        (vec![Verdict::Passed], Ended::Unfinished, ("unfinished", "lightgrey")),
    ] {
        let cases = verdicts.into_iter().map(|verdict| case("a", Kind::Rule, verdict, failed()));
        let badge = json_of(Format::Badge, &super::ended(report(cases.collect()), ended));
        assert_eq!((&badge["message"], &badge["color"]), (&json!(expected.0), &json!(expected.1)));
    }
}

/// Whoever reads a report with nothing but its schema finds every member explained.
#[test]
fn the_schema_of_the_report_describes_every_member() {
    fn undescribed(place: &str, schema: &Value, found: &mut Vec<String>) {
        let members = schema["properties"].as_object().into_iter().flatten();
        for (name, member) in members {
            let place = format!("{place}/{name}");
            if member["description"].is_null() && member["const"].is_null() {
                found.push(place.clone());
            }
            undescribed(&place, member, found);
        }
        let parts = ["oneOf", "anyOf"].iter().filter_map(|of| schema[of].as_array());
        // Of the forms that a value can have, each says itself what it is.
        for part in parts.flatten().filter(|part| part["description"].is_null()) {
            undescribed(place, part, found);
        }
    }
    let schema = conformance::report::schema();
    let mut found = Vec::new();
    undescribed("", &schema, &mut found);
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        if definition["description"].is_null() {
            found.push(name.clone());
        }
        undescribed(name, definition, &mut found);
    }
    crate::none(found);
}

//! How the build fails: what it says when the generator gives up, and in which file it sends its reader.

use std::path::Path;

use serde_json::{Value, json};

use crate::{
    POSTS, amend, base_type, changed, codegen_view, contract, culprit, generate, open_enum,
    outputs, problem::Problem,
};

/// What is said when generation fails of each part in which an operation with one of these ids occurs.
fn named(failing: &[&str]) -> Vec<String> {
    let problems = culprit::name(&contract(), "all of it", |part| {
        let text = part["paths"].to_string();
        failing.iter().find(|id| text.contains(**id)).map(|id| format!("not {id}"))
    });
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn the_operation_that_the_generator_fails_on_is_named() {
    let said = named(&["renameCat"]);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with(POSTS) && said[0].contains("(not renameCat)"), "{said:?}");
}

#[test]
fn a_failure_that_all_operations_share_is_told_once() {
    for failing in [["getCat", "renameCat"], ["neither", "nor"]] {
        let said = named(&failing);
        assert_eq!(said.len(), 1);
        assert!(said[0].starts_with("#: ") && said[0].contains("(all of it)"), "{said:?}");
    }
}

/// What is said of a contract that keeps the rules and that the generator cannot use all the same.
fn given_up(pointer: &str, change: Value) -> Vec<String> {
    let contract = changed(pointer, change);
    let (open_enums, base_types) =
        (open_enum::open_enums(&contract), base_type::base_types(&contract));
    let view = codegen_view::derive(&contract, &open_enums, &base_types);
    let problems = generate::client(&view, &open_enums, &base_types).unwrap_err();
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn the_schema_that_the_generator_fails_on_is_named() {
    let said = given_up(
        "/components/schemas/cat/allOf/1/properties/lives",
        json!({
            "type": "integer", "default": "nine",
        }),
    );
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with("#/components/schemas/cat: "), "{said:?}");
    assert!(said[0].contains("openapi/README.md"), "{said:?}");
}

#[test]
fn the_operation_that_the_generator_gives_up_on_is_named() {
    let session = json!([{ "name": "s", "in": "cookie", "schema": { "type": "string" } }]);
    let said = given_up("/paths/~1cats~1{catId}/post/parameters", session);
    assert_eq!(said.len(), 1);
    assert!(said[0].starts_with(POSTS) && said[0].contains("cookie"), "{said:?}");
}

#[test]
fn a_problem_is_told_in_one_line() {
    let problem = Problem::new("openapi.yaml", "a cause\n  of two lines\r\nand more");
    assert_eq!(problem.to_string(), "openapi.yaml: a cause of two lines and more");
}

#[test]
fn every_problem_names_the_file_in_which_it_is_mended() {
    let problems = outputs::of(Path::new("tests/build_rules/split/openapi.yaml")).unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    let expected = [
        "/paths/cat.yaml: GET /cats/{catId} (getCat): `OK` is no status",
        "/paths/cat.yaml: GET /cats/{catId} (getCat): the path has {catId}",
        "/schemas.yaml#/animal: name the member that tells",
        "/schemas.yaml#/cat/allOf/1/properties/mood: `strng` is none of the types",
    ];
    assert_eq!(said.len(), expected.len(), "{said:?}");
    for (said, expected) in said.iter().zip(expected) {
        assert!(said.starts_with(&format!("tests/build_rules/split{expected}")), "{said}");
    }
}

#[test]
fn a_contract_that_is_not_there_is_named() {
    let problems = outputs::of(Path::new("nowhere/openapi.yaml")).unwrap_err();
    assert_eq!(problems.len(), 1);
    let said = problems[0].to_string();
    assert!(said.starts_with("nowhere/openapi.yaml: cannot read nowhere/openapi.yaml: "), "{said}");
}

#[test]
fn an_amendment_that_finds_nothing_is_a_problem() {
    for (source, missing) in [
        ("impl Other {}", "Create a new client"),
        (
            "impl Client {\n    /// Create a new client.\n}\nimpl ClientInfo<()> for Client {}",
            "extra: Err",
        ),
    ] {
        let problem = amend::amended(source).unwrap_err().to_string();
        assert!(problem.contains("no longer writes") && problem.contains(missing), "{problem}");
    }
    assert!(amend::guarded("fn a() { b(&c) }".parse().unwrap()).is_err());
}

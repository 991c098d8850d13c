//! What the build says of a contract that the generators cannot use, and what it makes of one that they
//! can. The modules are those of the build script.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a contract of another form than the one written beside this file is a failed test"
)]

#[path = "../build/amend.rs"]
mod amend;
#[path = "../build/base_type.rs"]
mod base_type;
#[path = "../build/codegen_view.rs"]
mod codegen_view;
#[path = "../build/culprit.rs"]
mod culprit;
#[path = "../build/open_enum.rs"]
mod open_enum;
#[path = "../build/operation.rs"]
mod operation;
#[path = "../build/problem.rs"]
mod problem;
#[path = "../build/rules.rs"]
mod rules;
#[path = "../build/schema_rules.rs"]
mod schema_rules;

use serde_json::{Value, json};

/// A contract that keeps every rule.
fn contract() -> Value {
    serde_json::from_str(include_str!("build_rules/contract.json")).unwrap()
}

/// The same contract with `change` in the place of what stands at `pointer`, or beside it.
fn changed(pointer: &str, change: Value) -> Value {
    let mut contract = contract();
    if let Some(place) = contract.pointer_mut(pointer) {
        *place = change;
        return contract;
    }
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = contract.pointer_mut(parent).and_then(Value::as_object_mut).unwrap();
    parent.insert(key.replace("~1", "/"), change);
    contract
}

/// A rule that is broken at `pointer` gives one problem, with `words` in it.
fn check(pointer: &str, change: Value, words: &[&str]) {
    let problems = rules::check(&changed(pointer, change));
    let text: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(text.len(), 1, "{pointer}: {text:?}");
    for word in words {
        assert!(text[0].contains(word), "{pointer}: no `{word}` in: {}", text[0]);
    }
}

const GET: &str = "/paths/~1cats~1{catId}/get";
const POST: &str = "/paths/~1cats~1{catId}/post";
const GETS: &str = "GET /cats/{catId} (getCat): ";
const POSTS: &str = "POST /cats/{catId} (renameCat): ";

#[test]
fn a_contract_that_keeps_the_rules_has_no_problem() {
    assert_eq!(rules::check(&contract()), []);
}

#[test]
fn responses_that_cannot_be_generated_name_the_operation() {
    let no_body = json!({ "description": "Nothing." });
    let two = "2 different bodies";
    check(&format!("{GET}/responses/204"), no_body.clone(), &[GETS, "success", two, "none"]);
    check(&format!("{GET}/responses/2XX"), no_body.clone(), &[GETS, "success", two]);
    let text = json!({
        "description": "Words.",
        "content": { "application/json": { "schema": { "type": "string" } } },
    });
    check(&format!("{GET}/responses/500"), text, &[GETS, "error", two]);
    check(&format!("{POST}/responses/default"), no_body, &[POSTS, "`default`", "`4XX`"]);
    let xml = json!({ "application/xml": { "schema": {} } });
    check(
        &format!("{GET}/responses/200/content"),
        xml,
        &[GETS, "the response 200", "application/json"],
    );
    let bare = json!({ "application/json": {} });
    check(&format!("{GET}/responses/200/content"), bare, &[GETS, "has no schema"]);
}

#[test]
fn request_bodies_that_cannot_be_generated_name_the_operation() {
    let two = json!({ "application/json": { "schema": {} }, "text/plain": { "schema": {} } });
    check(&format!("{POST}/requestBody/content"), two, &[POSTS, "the request body", "text/plain"]);
    check(&format!("{POST}/requestBody/required"), json!(false), &[POSTS, "`required: true`"]);
}

#[test]
fn parameters_that_cannot_be_generated_name_the_operation() {
    let query = |name: &str, kind: &str| json!([{ "name": name, "in": "query", "schema": { "type": kind } }]);
    let parameters = format!("{GET}/parameters");
    check(&parameters, query("$select", "array"), &[GETS, "$select", "must be a string"]);
    check(&parameters, query("cat_id", "string"), &[GETS, "catId", "cat_id", "one argument name"]);
    let unused = json!([{ "name": "tail", "in": "path", "required": true, "schema": {} }]);
    check(&parameters, unused, &[GETS, "no {tail}"]);
    let optional = json!([{ "name": "catId", "in": "path", "schema": {} }]);
    let text = rules::check(&changed("/paths/~1cats~1{catId}/parameters", optional));
    assert!(text.iter().all(|problem| problem.fault.contains("catId must be `required: true`")));
    assert_eq!(text.len(), 2, "once for each operation of the path");
    let none = rules::check(&changed("/paths/~1cats~1{catId}/parameters", json!([])));
    assert!(none.iter().all(|problem| problem.fault.contains("the path has {catId}")));
    assert_eq!(none.len(), 2);
}

#[test]
fn operation_ids_must_exist_and_differ() {
    check(&format!("{GET}/operationId"), Value::Null, &["GET /cats/{catId}: ", "operationId"]);
    check(
        &format!("{POST}/operationId"),
        json!("get_cat"),
        &["(get_cat)", "same method name", "(getCat)"],
    );
}

#[test]
fn what_concerns_the_whole_document_names_its_place() {
    check("/info/version", json!("1–0"), &["#/info/version", "ASCII"]);
    check("/info/version", Value::Null, &["#/info/version"]);
    check("/paths", json!({}), &["#/paths", "no operation"]);
    let alias = json!({ "$ref": "#/components/x" });
    let problems = rules::check(&changed("/paths/~1dogs", alias));
    assert_eq!(problems[0].place, "/dogs");
}

#[test]
fn schemas_that_cannot_be_generated_name_their_place() {
    let cat = "/components/schemas/cat";
    let place = "#/components/schemas/cat";
    let with = |properties: Value| {
        json!({ "allOf": [
        { "$ref": "#/components/schemas/animal" }, { "properties": properties },
    ] })
    };
    check(cat, with(json!({ "extra": {} })), &[place, "`extra`", "one field"]);
    check(cat, with(json!({ "a.b": {}, "a-b": {} })), &[place, "a.b", "a-b"]);
    check(
        cat,
        with(json!({ "tail": { "$ref": "#/components/schemas/tail" } })),
        &[place, "there is no"],
    );
    check(cat, with(json!({ "tail": { "$ref": "#/paths" } })), &[place, "must name a component"]);
    let inline = json!({ "mood": { "x-ms-enum": { "modelAsString": true } } });
    check(cat, with(inline), &[place, "`components.schemas`"]);
    let itself = json!({ "allOf": [
        { "$ref": "#/components/schemas/animal" }, { "$ref": "#/components/schemas/cat" },
    ] });
    check(cat, itself, &[place, "derives from itself"]);
    check("/components/schemas/animal/properties/id/type", json!("strng"), &["/id: ", "`strng`"]);
    check("/components/schemas/Cat", json!({}), &["#/components/schemas/", "type name"]);
}

#[test]
fn enumerations_that_cannot_be_generated_name_their_place() {
    let members = "/components/schemas/mood/enum";
    let place = "#/components/schemas/mood: ";
    check(members, json!(["a-b", "a.b"]), &[place, "same variant"]);
    check(members, json!(["1st"]), &[place, "`1st` cannot be a variant"]);
    check(members, json!(["other"]), &[place, "`other` cannot be a variant"]);
    check(members, json!([]), &[place, "list the members"]);
}

#[test]
fn base_types_that_cannot_be_generated_name_their_place() {
    let mapping = "/components/schemas/animal/discriminator/mapping";
    let place = "#/components/schemas/animal: ";
    check(mapping, json!({}), &[place, "`discriminator.mapping`"]);
    check(mapping, json!({ "dog": "#/components/schemas/dog" }), &[place, "`dog`", "is not in"]);
    check(mapping, json!({ "a": "#/components/schemas/animal" }), &[place, "itself a base type"]);
    check(mapping, json!({ "m": "#/components/schemas/mood" }), &[place, "no `allOf`"]);
}

fn view() -> Value {
    let contract = contract();
    let open_enums = open_enum::open_enums(&contract);
    codegen_view::derive(&contract, &open_enums, &base_type::base_types(&contract))
}

#[test]
fn a_derived_type_has_the_members_of_its_base_and_takes_others() {
    assert_eq!(
        view()["components"]["schemas"]["cat"],
        json!({
            "description": "A cat.",
            "type": "object",
            "required": [],
            "properties": {
                "@odata.type": { "type": "string", "default": "#zoo.cat" },
                "id": { "type": "string" },
                "mood": { "$ref": "#/components/schemas/mood" },
                "born": { "type": "string", "format": "date-time" },
                "prey": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/animal" }] },
            },
            "additionalProperties": {},
        })
    );
}

#[test]
fn an_object_of_no_known_derived_type_has_the_members_of_the_base() {
    let schemas = &view()["components"]["schemas"];
    assert_eq!(schemas["animal"], json!({ "type": "object" }));
    assert_eq!(schemas["otherAnimal"]["required"], json!([]));
    assert_eq!(schemas["otherAnimal"]["properties"]["id"], json!({ "type": "string" }));
    assert_eq!(schemas["otherAnimal"]["discriminator"], Value::Null);
}

#[test]
fn formats_and_limits_of_parameters_are_loosened() {
    let schema = "/paths/~1cats~1{catId}/parameters/0/schema";
    let contract = changed(schema, json!({ "type": "string", "format": "uuid", "pattern": "a" }));
    let view = codegen_view::derive(&contract, &[], &[]);
    assert_eq!(view.pointer(schema), Some(&json!({ "type": "string" })));
}

#[test]
fn a_property_that_is_called_like_a_keyword_stays() {
    let mut contract = contract();
    let pattern = json!({ "type": "object", "properties": { "pattern": { "type": "string" } } });
    contract["components"]["schemas"]["cat"] = pattern;
    let view = codegen_view::derive(&contract, &[], &[]);
    let kept = view.pointer("/components/schemas/cat/properties/pattern");
    assert_eq!(kept, Some(&json!({ "type": "string" })));
}

#[test]
fn an_open_enumeration_documents_each_member() {
    let source = open_enum::source(&open_enum::open_enums(&contract())).to_string();
    for words in ["How a cat feels.", "It is content.", "`unknownFutureValue`", "Other (String)"] {
        assert!(source.contains(words), "no `{words}` in: {source}");
    }
}

#[test]
fn a_base_type_tells_both_spellings_of_a_tag() {
    let source = base_type::source(&base_type::base_types(&contract())).to_string();
    assert!(source.contains(r##""#zoo.cat" | "zoo.cat""##), "{source}");
}

#[test]
fn a_builder_does_not_ask_for_unknown_members() {
    let builder = r#"x: Err("…"), extra: Err("no value supplied for extra".to_string()), y: 1"#;
    let expected = r#"x: Err("…"), extra: Ok(::std::default::Default::default()), y: 1"#;
    assert_eq!(amend::amended(builder), expected);
}

#[test]
fn a_sketch_of_a_call_is_no_test() {
    assert_eq!(
        amend::amended("/**```ignore\nclient.call()\n```*/"),
        "/**```text\nclient.call()\n```*/"
    );
}

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

//! What the build says of a contract that the generators cannot use, and what it makes of one that they
//! can. The modules are those of the build script.
#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a contract of another form than the one written beside this file is a failed test"
)]

#[path = "../../build/amend.rs"]
mod amend;
#[path = "../../build/base_type.rs"]
mod base_type;
#[path = "../../build/codegen_view.rs"]
mod codegen_view;
#[path = "../../build/culprit.rs"]
mod culprit;
#[path = "../../build/derivation_rules.rs"]
mod derivation_rules;
#[path = "../../build/document.rs"]
mod document;
#[path = "../../build/enum_rules.rs"]
mod enum_rules;
#[path = "../../build/generate.rs"]
mod generate;
#[path = "../../build/open_enum.rs"]
mod open_enum;
#[path = "../../build/operation.rs"]
mod operation;
#[path = "../../build/outputs.rs"]
mod outputs;
#[path = "../../build/parameter_rules.rs"]
mod parameter_rules;
#[path = "../../build/problem.rs"]
mod problem;
#[path = "../../build/rules.rs"]
mod rules;
#[path = "../../build/schema_rules.rs"]
mod schema_rules;

mod failures;
mod view;

use serde_json::{Value, json};

/// A contract that keeps every rule.
fn contract() -> Value {
    serde_json::from_str(include_str!("contract.json")).unwrap()
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
    check(&format!("{POST}/responses/default"), no_body.clone(), &[POSTS, "`default`", "`4XX`"]);
    let xml = json!({ "application/xml": { "schema": {} } });
    check(
        &format!("{GET}/responses/200/content"),
        xml,
        &[GETS, "the response 200", "application/json"],
    );
    for key in ["OK", "2xx", "20", "600", ""] {
        let pointer = format!("{POST}/responses/{key}");
        check(&pointer, no_body.clone(), &[POSTS, &format!("`{key}` is no status")]);
    }
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
    let list = json!([{ "name": "$select", "in": "query", "schema": { "$ref": "#/components/schemas/tags" } }]);
    let mut contract = changed(&parameters, list);
    contract["components"]["schemas"]["tags"] = json!({ "type": "array", "items": {} });
    assert!(rules::check(&contract)[0].fault.contains("$select must be a string"));
    let cookie = json!([{ "name": "s", "in": "cookie", "schema": {} }]);
    check(&parameters, cookie, &[GETS, "the parameter s must be in"]);
    let content = json!([{ "name": "s", "in": "query", "content": { "application/json": {} } }]);
    check(&parameters, content, &[GETS, "the parameter s has no `schema`"]);
    for taken in ["body", "send", "new", "bodyMap", "response", "$"] {
        check(
            &parameters,
            query(taken, "string"),
            &[GETS, &format!("the parameter {taken} would")],
        );
    }
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
    for id in ["", "new", "Client", "1st", "_"] {
        check(&format!("{GET}/operationId"), json!(id), &["cannot be the name of a method"]);
    }
}

#[test]
fn what_concerns_the_whole_document_names_its_place() {
    check("/info/version", json!("1–0"), &["#/info/version", "ASCII"]);
    check("/info/version", Value::Null, &["#/info/version"]);
    check("/paths", json!({}), &["#/paths", "no operation"]);
    let alias = json!({ "$ref": "#/components/x" });
    let problems = rules::check(&changed("/paths/~1dogs", alias));
    assert!(problems[0].to_string().starts_with("#/paths/~1dogs: a path item"));
    check("/paths/dogs", json!({}), &["#/paths/dogs: ", "must begin with `/`"]);
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
    check(cat, with(json!({ "tail": { "not": {} } })), &[place, "`not` cannot"]);
    check(
        cat,
        with(json!({ "tail": { "type": "string", "enum": ["a"] } })),
        &[place, "`components.schemas`"],
    );
    let itself = json!({ "allOf": [
        { "$ref": "#/components/schemas/animal" }, { "$ref": "#/components/schemas/cat" },
    ] });
    check(cat, itself, &[place, "derives from itself"]);
    check("/components/schemas/animal/properties/id/type", json!("strng"), &["/id: ", "`strng`"]);
    for odd in ["1st", "self", "²", "-"] {
        let pointer = format!("/components/schemas/{odd}");
        check(&pointer, json!({}), &[&format!("#{pointer}: `{odd}` gives no name")]);
    }
    check("/components/schemas/Cat", json!({}), &["#/components/schemas/", "type name"]);
}

#[test]
fn enumerations_that_cannot_be_generated_name_their_place() {
    let members = "/components/schemas/mood/enum";
    let place = "#/components/schemas/mood: ";
    check(members, json!(["a-b", "a.b"]), &[place, "same variant"]);
    check(members, json!(["1st"]), &[place, "`1st` cannot be a variant"]);
    check(members, json!(["²"]), &[place, "`²` cannot be a variant"]);
    check(members, json!(["other"]), &[place, "`other` cannot be a variant"]);
    check(members, json!([]), &[place, "list the members"]);
    for odd in [json!(3), json!(true), Value::Null] {
        check(members, json!(["purring", odd]), &[place, &format!("`{odd}` is no text")]);
    }
    let mood = "/components/schemas/mood";
    check(&format!("{mood}/type"), json!("integer"), &[place, "`type: string`"]);
    let quoted = format!("{mood}/x-ms-enum/modelAsString");
    check(&quoted, json!("true"), &[place, "without quotes"]);
}

#[test]
fn base_types_that_cannot_be_generated_name_their_place() {
    let mapping = "/components/schemas/animal/discriminator/mapping";
    let place = "#/components/schemas/animal: ";
    for (name, fault) in [
        ("dog", "`dog`, which is not in"),
        ("animal", "`animal`, which is itself a base type"),
        ("mood", "`mood`, which has no `allOf`"),
    ] {
        let reference = json!(format!("#/components/schemas/{name}"));
        check(&format!("{mapping}/another"), reference, &[place, fault]);
    }
    let tag = "/components/schemas/animal/discriminator/propertyName";
    check(tag, Value::Null, &[place, "`discriminator.propertyName`"]);
    check(
        "/components/schemas/dog",
        json!({ "allOf": [{ "$ref": "#/components/schemas/cat" }] }),
        &["#/components/schemas/dog: ", "derives from `animal`", "does not list it"],
    );
    let empty = rules::check(&changed(mapping, json!({})));
    let said: Vec<String> = empty.iter().map(ToString::to_string).collect();
    assert!(said[0].starts_with(place) && said[0].contains("list the derived types"), "{said:?}");
    assert!(said[1].contains("does not list it"), "{said:?}");
}

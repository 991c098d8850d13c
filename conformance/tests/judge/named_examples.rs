//! How the named examples of a plain OpenAPI document become requests to send and answers to demand.

use crate::program::{Said, conformance, scratch};
use crate::scripted_server::start;
use conformance::contract::{Contract, Example, Operation};
use serde_json::{Value, json};

/// A document of one operation `op` at `/files/{name}`.
fn document(method: &str, operation: Value) -> Value {
    let mut operation = operation;
    operation["operationId"] = json!("op");
    json!({ "openapi": "3.0.3", "paths": { "/files/{name}": { method: operation } } })
}

fn examples(method: &str, operation: Value) -> Vec<Example> {
    Contract::load(document(method, operation)).unwrap().examples
}

/// The ids, each with why it cannot be sent.
fn listed(examples: &[Example]) -> Vec<(&str, Option<&str>)> {
    examples.iter().map(|example| (example.id.0.as_str(), example.unsendable.as_deref())).collect()
}

/// A path parameter with a named example each.
fn name_parameter(names: &[&str]) -> Value {
    let examples = names.iter().map(|name| ((*name).to_owned(), json!({ "value": name })));
    let examples: Value = examples.collect::<serde_json::Map<_, _>>().into();
    json!({ "name": "name", "in": "path", "required": true, "examples": examples, "example": "any" })
}

/// A response that shows `{}` under each name.
fn shows(names: &[&str]) -> Value {
    let examples = names.iter().map(|name| ((*name).to_owned(), json!({ "value": {} })));
    let examples: Value = examples.collect::<serde_json::Map<_, _>>().into();
    json!({ "content": { "application/json": { "examples": examples } } })
}

fn shows_lone() -> Value {
    json!({ "content": { "application/json": { "example": {} } } })
}

#[test]
fn an_answer_other_than_success_is_demanded_where_the_request_side_names_it() {
    let operation = json!({
        "parameters": [name_parameter(&["found", "missing"])],
        "responses": { "404": shows(&["missing"]), "200": shows(&["found"]) },
    });
    let examples = examples("get", operation);
    assert_eq!(listed(&examples), [("op/missing", None), ("op/found", None)]);
    let demanded: Vec<_> = examples
        .iter()
        .map(|one| (one.request.target.as_str(), one.response.status.to_string()))
        .collect();
    assert_eq!(
        demanded,
        [("/files/missing", "404".to_owned()), ("/files/found", "200".to_owned())]
    );
}

#[test]
fn an_answer_other_than_success_is_listed_where_nothing_provokes_it() {
    let unnamed = "the contract does not say which request is answered with 404; give the request body or a parameter an example missing";
    let lone = "the contract does not say which request is answered with default; name the example, and give the request body or a parameter one of the same name";
    let operation = json!({
        "parameters": [name_parameter(&[])],
        "responses": { "200": shows(&["found"]), "404": shows(&["missing"]), "default": shows_lone() },
    });
    assert_eq!(
        listed(&examples("get", operation)),
        [("op/found", None), ("op/missing", Some(unnamed)), ("op/example", Some(lone))]
    );
}

#[test]
fn of_the_answers_of_one_name_the_success_is_demanded() {
    let other = "its request is to be answered with 200";
    for (one, id) in [(shows(&["a"]), "op/a"), (shows_lone(), "op/example")] {
        let operation = json!({
            "parameters": [name_parameter(&["a"])],
            "responses": { "404": one.clone(), "200": one },
        });
        let further = format!("{id}@404");
        assert_eq!(
            listed(&examples("get", operation)),
            [(further.as_str(), Some(other)), (id, None)]
        );
    }
}

#[test]
fn a_request_whose_answer_is_not_shown_is_listed() {
    let operation = json!({
        "parameters": [name_parameter(&["a"])],
        "responses": { "200": { "content": { "application/json": {} } } },
    });
    let examples = examples("get", operation);
    assert_eq!(
        listed(&examples),
        [
            ("op/a", Some("the contract has no example a of an answer")),
            ("op/example", Some("the contract has no example of an answer"))
        ]
    );
}

/// Judges a document of one operation at an endpoint that answers thus.
fn judged(file: &str, document: &Value, answer: fn(&str) -> Vec<u8>) -> Said {
    let contract = scratch(file);
    std::fs::write(&contract, document.to_string()).unwrap();
    let endpoint = start(answer);
    conformance(&["run", "--contract", contract.to_str().unwrap(), "--endpoint", &endpoint])
}

fn answer(status: u16) -> Vec<u8> {
    format!("HTTP/1.1 {status} \r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{{}}")
        .into_bytes()
}

#[test]
fn a_class_of_status_codes_demands_any_of_them() {
    type Answer = fn(&str) -> Vec<u8>;
    let cases: [(&str, Answer, i32, &str); 5] = [
        ("2XX", |_| answer(200), 0, "1 passed"),
        ("2XX", |_| answer(206), 0, "1 passed"),
        ("2XX", |_| answer(404), 1, "expected  2XX"),
        ("4XX", |_| answer(418), 0, "1 passed"),
        ("4XX", |_| answer(200), 1, "expected  4XX"),
    ];
    for (status, answer, exit, told) in cases {
        let operation = json!({ "parameters": [name_parameter(&["a"])], "responses": { status: shows(&["a"]) } });
        let said = judged("class-of-status.json", &document("get", operation), answer);
        assert_eq!(said.exit, exit, "{status} {said:?}");
        assert!(said.output.contains(told), "{status} {said:?}");
    }
}

#[test]
fn an_answer_to_head_has_no_body() {
    let operation =
        json!({ "parameters": [name_parameter(&["a"])], "responses": { "200": shows(&["a"]) } });
    let said = judged("head.json", &document("head", operation), |_| {
        b"HTTP/1.1 200 \r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n".to_vec()
    });
    assert_eq!(said.exit, 0, "{said:?}");
    assert!(said.output.contains("HEAD → 200"), "{said:?}");
}

/// The one example of a GET with these parameters.
fn example_with(parameters: &Value) -> Example {
    let operation = json!({ "parameters": parameters, "responses": { "204": {} } });
    let mut examples = examples("get", operation);
    assert_eq!(examples.len(), 1, "{examples:?}");
    examples.remove(0)
}

#[test]
fn a_value_of_a_parameter_is_sent_as_that_value() {
    for (value, expected) in [
        (json!("plain"), Some("/files/plain?q=plain")),
        (json!(7), Some("/files/7?q=7")),
        (json!("c#"), Some("/files/c%23?q=c%23")),
        (json!("a?b/c"), Some("/files/a%3Fb%2Fc?q=a%3Fb%2Fc")),
        (json!("fish & chips"), Some("/files/fish%20&%20chips?q=fish%20%26%20chips")),
        (json!("1+1=2"), Some("/files/1+1=2?q=1%2B1%3D2")),
        (json!("50%"), Some("/files/50%25?q=50%25")),
        (json!("é{}"), Some("/files/%C3%A9%7B%7D?q=%C3%A9%7B%7D")),
        (json!(".."), None),
        (json!("."), None),
        (json!(["a", "b"]), None),
    ] {
        let example = example_with(&json!([
            { "name": "name", "in": "path", "required": true, "example": value },
            { "name": "q", "in": "query", "required": true, "example": value },
        ]));
        let sent = example.unsendable.is_none().then_some(example.request.target.as_str());
        assert_eq!(sent, expected, "{value}");
    }
}

#[test]
fn a_path_parameter_that_is_not_declared_is_told() {
    let example = example_with(&json!([{ "name": "q", "in": "query", "example": "a" }]));
    let told = "the contract does not declare every parameter of the path /files/{name}";
    assert_eq!(example.unsendable.as_deref(), Some(told));
}

#[test]
fn a_cookie_is_not_sent_and_a_required_one_is_told() {
    for (required, told) in [
        (true, Some("the required parameter session is a cookie, and none are sent")),
        (false, None),
    ] {
        let cookie =
            json!({ "name": "session", "in": "cookie", "required": required, "example": "a" });
        let example = example_with(&json!([name_parameter(&[]), cookie]));
        assert_eq!((example.unsendable.as_deref(), example.request.headers.len()), (told, 0));
    }
}

#[test]
fn header_parameters_that_http_writes_itself_are_ignored() {
    let names = ["Accept", "content-type", "Authorization", "HOST", "Content-Length", "Prefer"];
    let headers =
        names.map(|name| json!({ "name": name, "in": "header", "required": true, "example": "a" }));
    let parameters: Value = headers.into_iter().chain([name_parameter(&[])]).collect();
    let example = example_with(&parameters);
    assert_eq!(example.request.headers, [("Prefer".to_owned(), "a".to_owned())]);
}

#[test]
fn a_parameter_of_the_operation_goes_before_that_of_the_path() {
    let mut document = document(
        "get",
        json!({ "parameters": [{ "name": "name", "in": "path", "required": true, "example": "own" }] }),
    );
    document["paths"]["/files/{name}"]["parameters"] = json!([
        { "name": "name", "in": "path", "required": true, "example": "of-path" },
        { "name": "name", "in": "query", "example": "kept" },
    ]);
    let contract = Contract::load(document).unwrap();
    let operation: &Operation = &contract.operations[0];
    let pointers: Vec<&str> = operation.parameters.iter().map(|one| one.pointer.as_str()).collect();
    let item = "/paths/~1files~1{name}";
    assert_eq!(pointers, [format!("{item}/get/parameters/0"), format!("{item}/parameters/1")]);
}

#[test]
fn two_examples_of_one_id_are_refused() {
    let entry = json!({
        "summary": "s", "source": { "page": "p" },
        "request": { "line": "GET https://x.example/a" }, "response": { "line": "HTTP/1.1 204 No Content" },
    });
    let operation =
        |id: &str| json!({ "get": { "operationId": id, "x-examples": { "read/one": entry } } });
    let document = json!({
        "openapi": "3.0.3", "servers": [{ "url": "https://x.example" }],
        "paths": { "/a": operation("one"), "/b": operation("two") },
    });
    let problem = Contract::load(document).unwrap_err().to_string();
    assert!(
        problem.starts_with("contract, at example read/one: there are two of this id"),
        "{problem}"
    );
}

//! The named examples of plain OpenAPI in, [`Example`]s out: request and response belong together by having the same name.

mod request;

use super::operation::is_json;
use super::{
    Contract, DocumentedResponse, DocumentedStatus, Example, ExampleId, ExamplePlaces,
    ExampleSource, Operation, ResponseSpec,
};
use crate::pointer::child;
use serde_json::Value;

/// The name of an example that is written as a lone `example`.
const LONE: &str = "example";

/// An answer that the document shows.
struct Shown {
    /// The name of the example that it belongs to.
    name: String,
    response: DocumentedResponse,
    /// Pointer to the declared response.
    response_at: String,
    /// Pointer to the body.
    body_at: String,
}

/// An operation, its node in the document, and the answers that the document shows of it.
struct Subject<'a> {
    contract: &'a Contract,
    operation: &'a Operation,
    node: &'a Value,
    shown: Vec<Shown>,
}

pub(super) fn of(contract: &Contract, operation: &Operation, node: &Value) -> Vec<Example> {
    let shown =
        operation.responses.iter().flat_map(|response| shown(contract, operation, response));
    let subject = Subject { contract, operation, node, shown: shown.collect() };
    subject.names().iter().flat_map(|name| subject.examples(name)).collect()
}

/// Every answer under a response's JSON; the answer to a HEAD request has the head of that.
fn shown(contract: &Contract, operation: &Operation, response: &ResponseSpec) -> Vec<Shown> {
    let found = contract.node(&response.pointer).and_then(json_media_type);
    let (Some((kind, media_type)), Ok(status)) = (found, response.status.parse()) else {
        return Vec::new();
    };
    let is_head = operation.method == "HEAD";
    let response_at = response.pointer.clone();
    let answer = |name: String| {
        let body = value_of(contract, media_type, &name)?;
        let headers = vec![("Content-Type".to_owned(), kind.clone())];
        let response = DocumentedResponse { status, headers, body: (!is_head).then_some(body) };
        let at = child(&child(&response_at, "content"), &kind);
        let body_at = value_place(contract, (at, media_type), &name);
        Some(Shown { name, response, response_at: response_at.clone(), body_at })
    };
    named(media_type).into_iter().filter_map(answer).collect()
}

impl Subject<'_> {
    /// Every name on either side, in the document's order; where there is none, those of the parameters.
    fn names(&self) -> Vec<String> {
        let request =
            request_media_type(self.contract, self.node).map(|(_, media_type)| media_type);
        let shown = self.shown.iter().map(|shown| shown.name.clone());
        let names = distinct(request.into_iter().flat_map(named).chain(shown));
        if !names.is_empty() {
            return names;
        }
        distinct(self.parameters().flat_map(named))
    }

    fn parameters(&self) -> impl Iterator<Item = &Value> {
        self.operation.parameters.iter().filter_map(|one| self.contract.node(&one.pointer))
    }

    /// The example of a name; and for each further answer of that name, one that cannot be sent.
    fn examples(&self, name: &str) -> Vec<Example> {
        let answers: Vec<&Shown> = self.shown.iter().filter(|shown| shown.name == name).collect();
        let Some(first) = answers.first() else { return vec![self.example_without_answer(name)] };
        let demanded = self.demanded(name, &answers);
        let named = demanded.unwrap_or(first);
        let examples = answers.iter().map(|shown| {
            let example = self.example(name, shown.response.clone());
            let example = Example { at: self.places(name, Some(shown)), ..example };
            let is_named = std::ptr::eq(named, *shown);
            if is_named && demanded.is_some() {
                return example;
            }
            let status = shown.response.status;
            let further = || self.id(&format!("{name}@{status}"));
            let id = if is_named { example.id.clone() } else { further() };
            Example { id, unsendable: Some(idle(name, status, demanded)), ..example }
        });
        examples.collect()
    }

    /// The answer to demand: a success, which any good request of the operation provokes, else one whose request the document shows.
    fn demanded<'s>(&self, name: &str, answers: &[&'s Shown]) -> Option<&'s Shown> {
        let success = answers.iter().find(|shown| shown.response.status.is_success());
        let other = || answers.first().filter(|_| self.asks(name));
        success.or_else(other).copied()
    }

    /// Whether the request side has an example of that name. A lone `example` has none.
    fn asks(&self, name: &str) -> bool {
        let body = request_media_type(self.contract, self.node).map(|(_, media_type)| media_type);
        let at = child("/examples", name);
        body.into_iter().chain(self.parameters()).any(|node| node.pointer(&at).is_some())
    }

    /// A request whose answer is not shown: a success without a body, else nothing to demand.
    fn example_without_answer(&self, name: &str) -> Example {
        let is_empty = |response: &&ResponseSpec| {
            response.media_types.is_empty() || self.operation.method == "HEAD"
        };
        let successes = self.operation.responses.iter().filter(|one| one.status.starts_with('2'));
        let empty = successes.clone().find(is_empty);
        let status = empty.or_else(|| successes.clone().next()).map(|one| one.status.parse());
        let response = DocumentedResponse {
            status: status.and_then(Result::ok).unwrap_or(DocumentedStatus::Any),
            headers: Vec::new(),
            body: None,
        };
        let example = self.example(name, response);
        let nothing = || Some(format!("the contract has {} of an answer", described(name)));
        let unsendable = if empty.is_some() { example.unsendable.clone() } else { nothing() };
        Example { unsendable, ..example }
    }

    fn example(&self, name: &str, response: DocumentedResponse) -> Example {
        let (request, unsendable) = match self.request(name) {
            Ok(request) => (request, None),
            Err(missing) => (request::bare(self.operation), Some(missing)),
        };
        let summary = self.node.get("summary").and_then(Value::as_str).unwrap_or_default();
        Example {
            id: self.id(name),
            operation: self.operation.id.clone(),
            summary: summary.to_owned(),
            source: ExampleSource {
                page: format!("{}, named example {name}", self.contract.title),
                ..ExampleSource::default()
            },
            requires: Vec::new(),
            bindings: Vec::new(),
            request,
            response,
            at: self.places(name, None),
            unsendable,
        }
    }

    /// Where the example of a name stands, with the answer that is shown; what is not shown stands where the operation does.
    fn places(&self, name: &str, shown: Option<&Shown>) -> ExamplePlaces {
        let operation = &self.operation.pointer;
        ExamplePlaces {
            request_body: self.request_place(name).unwrap_or_else(|| operation.clone()),
            response: shown.map_or(operation, |shown| &shown.response_at).clone(),
            response_body: shown.map(|shown| shown.body_at.clone()),
        }
    }

    fn request_place(&self, name: &str) -> Option<String> {
        let at = child(&self.operation.pointer, "requestBody");
        let (at, body) = self.contract.place(at, self.node.get("requestBody")?);
        let (kind, media_type) = json_media_type(body)?;
        value_of(self.contract, media_type, name)?;
        let at = child(&child(&at, "content"), kind);
        Some(value_place(self.contract, (at, media_type), name))
    }

    fn id(&self, name: &str) -> ExampleId {
        ExampleId(format!("{}/{name}", self.operation.id))
    }
}

/// Why an answer that is shown is not demanded.
fn idle(name: &str, status: DocumentedStatus, demanded: Option<&Shown>) -> String {
    if let Some(demanded) = demanded {
        return format!("its request is to be answered with {}", demanded.response.status);
    }
    let remedy = if name == LONE {
        "name the example, and give the request body or a parameter one of the same name".to_owned()
    } else {
        format!("give the request body or a parameter an example {name}")
    };
    format!("the contract does not say which request is answered with {status}; {remedy}")
}

/// `no example NAME`, in the words for a lone one.
fn described(name: &str) -> String {
    if name == LONE { "no example".to_owned() } else { format!("no example {name}") }
}

fn distinct(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut distinct = Vec::new();
    for name in names {
        if !distinct.contains(&name) {
            distinct.push(name);
        }
    }
    distinct
}

fn named(media_type: &Value) -> Vec<String> {
    let many = media_type.get("examples").and_then(Value::as_object).into_iter().flatten();
    let lone = media_type.get("example").map(|_| LONE.to_owned());
    distinct(many.map(|(name, _)| name.clone()).chain(lone))
}

fn request_media_type<'a>(contract: &'a Contract, node: &'a Value) -> Option<(String, &'a Value)> {
    json_media_type(contract.resolve(node.get("requestBody")?))
}

fn json_media_type(node: &Value) -> Option<(String, &Value)> {
    let mut content = node.get("content")?.as_object()?.iter();
    content.find(|(kind, _)| is_json(kind)).map(|(kind, media_type)| (kind.clone(), media_type))
}

/// The value of the example `name` of a media type or parameter.
fn value_of(contract: &Contract, node: &Value, name: &str) -> Option<Value> {
    let named = node.pointer(&child("/examples", name)).map(|example| contract.resolve(example));
    let lone = (name == LONE).then(|| node.get("example")).flatten();
    named.and_then(|example| example.get("value")).or(lone).cloned()
}

/// The pointer to that value, in a media type at a pointer.
fn value_place(contract: &Contract, (at, node): (String, &Value), name: &str) -> String {
    match node.pointer(&child("/examples", name)) {
        Some(example) => {
            let at = child(&child(&at, "examples"), name);
            child(&contract.place(at, example).0, "value")
        }
        None => child(&at, "example"),
    }
}

//! The operations of a bundled contract as a list: the document comes in, one entry for each method of
//! each path goes out.

use std::fmt;

use serde_json::{Map, Value};

use super::problem::Problem;

/// The methods that a path item can have in OpenAPI 3.0; its other members are not operations.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// One operation and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Operation<'a> {
    document: &'a Value,
    item: &'a Value,
    /// The path as templated.
    pub(crate) path: &'a str,
    /// The method in lower case.
    pub(crate) method: &'a str,
    /// The operation object.
    pub(crate) value: &'a Value,
}

/// Errors name an operation as people do: `POST /cats (createCat)`.
impl fmt::Display for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method.to_uppercase(), self.path)?;
        self.id().map_or(Ok(()), |id| write!(f, " ({id})"))
    }
}

impl<'a> Operation<'a> {
    /// The operationId, if there is one.
    pub(crate) fn id(&self) -> Option<&'a str> {
        self.value.get("operationId")?.as_str()
    }

    /// What is wrong with it.
    pub(crate) fn problem(&self, fault: impl Into<String>) -> Problem {
        Problem::of(self, pointer(&["paths", self.path, self.method]), fault)
    }

    /// What a part of it is once references are followed.
    pub(crate) fn resolve(&self, part: &'a Value) -> &'a Value {
        resolve(self.document, part)
    }

    /// The path item's parameters and the operation's own, references followed.
    pub(crate) fn parameters(&self) -> impl Iterator<Item = &'a Value> {
        let document = self.document;
        [self.item, self.value]
            .into_iter()
            .filter_map(|holder| holder.get("parameters")?.as_array())
            .flatten()
            .map(move |parameter| resolve(document, parameter))
    }

    /// The responses by status code, references followed.
    pub(crate) fn responses(&self) -> impl Iterator<Item = (&'a str, &'a Value)> {
        let document = self.document;
        members(self.value.get("responses"))
            .map(move |(status, response)| (status, resolve(document, response)))
    }

    /// The request body, reference followed.
    pub(crate) fn request_body(&self) -> Option<&'a Value> {
        self.value.get("requestBody").map(|body| resolve(self.document, body))
    }
}

/// Every operation of `document`, in its order.
pub(crate) fn operations(document: &Value) -> Vec<Operation<'_>> {
    members(document.get("paths"))
        .flat_map(|(path, item)| {
            members(Some(item))
                .filter(|(method, _)| METHODS.contains(method))
                .map(move |(method, value)| Operation { document, item, path, method, value })
        })
        .collect()
}

/// What a value is once local references are followed; a reference that leads nowhere stays.
pub(crate) fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let reference = value.get("$ref").and_then(Value::as_str);
    match reference.and_then(|reference| document.pointer(reference.strip_prefix('#')?)) {
        Some(target) => resolve(document, target),
        None => value,
    }
}

/// The JSON pointer through these members.
pub(crate) fn pointer(members: &[&str]) -> String {
    members.iter().fold(String::new(), |pointer, member| {
        format!("{pointer}/{}", member.replace('~', "~0").replace('/', "~1"))
    })
}

/// The members of a value that is an object, none otherwise.
pub(crate) fn members(value: Option<&Value>) -> impl Iterator<Item = (&str, &Value)> {
    value
        .and_then(Value::as_object)
        .into_iter()
        .flat_map(Map::iter)
        .map(|(name, value)| (name.as_str(), value))
}

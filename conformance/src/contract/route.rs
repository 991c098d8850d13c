//! A method and a path in, the operation of the contract that is called by them out.

use super::{Contract, Operation};

impl Contract {
    /// The operation that a method calls at a path below the server's URL; of two that fit, the one whose template has more text of its own.
    pub fn operation_at(&self, method: &str, path: &str) -> Option<&Operation> {
        let called = self
            .operations
            .iter()
            .filter(|operation| operation.method == method && fits(&operation.path, path));
        called.max_by_key(|operation| own_text(&operation.path))
    }
}

/// Whether a path is of the form of a template such as `/a/{id}/f(on='{on}')`.
fn fits(template: &str, path: &str) -> bool {
    let (templates, segments) = (template.split('/'), path.split('/'));
    templates.clone().count() == segments.clone().count()
        && templates.zip(segments).all(|(template, segment)| segment_fits(template, segment))
}

fn segment_fits(template: &str, segment: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return template == segment };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let value = segment.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    value.is_some_and(|value| !value.is_empty())
}

/// How much of a template is not a parameter.
fn own_text(template: &str) -> usize {
    let segments = template.split('/');
    segments
        .map(|segment| segment.split_once('{').map_or(segment.len(), |(own, _)| own.len()))
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_template_with_more_text_of_its_own_is_meant() {
        let document = json!({"openapi": "3.0.3", "paths": {
            "/a": {"get": {"operationId": "all"}, "post": {"operationId": "make"}},
            "/a/{id}": {"get": {"operationId": "one"}},
            "/a/{id}/b": {"post": {"operationId": "b"}},
            "/a/f(on='{on}')": {"get": {"operationId": "f"}},
        }});
        let contract = Contract::load(document).unwrap();
        for (method, path, expected) in [
            ("GET", "/a", Some("all")),
            ("POST", "/a", Some("make")),
            ("PUT", "/a", None),
            ("GET", "/a/7", Some("one")),
            ("GET", "/a/", None),
            ("GET", "/a/f(on='x')", Some("f")),
            ("GET", "/a/f(on='')", Some("one")),
            ("POST", "/a/7/b", Some("b")),
            ("GET", "/b", None),
        ] {
            let found = contract.operation_at(method, path).map(|found| found.id.0.as_str());
            assert_eq!(found, expected, "{method} {path}");
        }
    }
}

//! JSON pointers (RFC 6901) as text: made from members and indices in, matched against patterns out.

use serde_json::Value;

/// The pointer to the member or item `token` of what `parent` points to.
pub fn child(parent: &str, token: impl AsRef<str>) -> String {
    let token = token.as_ref();
    if token.contains(['~', '/']) {
        format!("{parent}/{}", token.replace('~', "~0").replace('/', "~1"))
    } else {
        // Nearly every one, and there are many.
        [parent, "/", token].concat()
    }
}

/// What `pointer` leads to in `document`, as [`Value::pointer`] has it. No token is copied that is a plain name, and nearly every one is: this is
/// asked for every value of every answer.
pub fn at<'a>(document: &'a Value, pointer: &str) -> Option<&'a Value> {
    let Some(tokens) = pointer.strip_prefix('/') else {
        return pointer.is_empty().then_some(document);
    };
    tokens.split('/').try_fold(document, |value, token| {
        match value.as_object().filter(|_| !token.contains('~')) {
            Some(members) => members.get(token),
            None => value.pointer(&["/", token].concat()),
        }
    })
}

/// Whether `pointer` is what `pattern` names; a token `*` of the pattern stands for any one token.
pub fn matches(pattern: &str, pointer: &str) -> bool {
    pattern.split('/').count() == pointer.split('/').count() && covers(pattern, pointer)
}

/// Whether `pointer` is what `pattern` names or lies within it.
pub fn covers(pattern: &str, pointer: &str) -> bool {
    let mut tokens = pointer.split('/');
    pattern
        .split('/')
        .all(|wanted| tokens.next().is_some_and(|token| wanted == "*" || wanted == token))
}

/// What a value is made of: its members by name, its items by index, nothing for a plain value.
pub fn parts(value: &Value) -> Box<dyn Iterator<Item = (String, &Value)> + '_> {
    match value {
        Value::Object(members) => {
            Box::new(members.iter().map(|(name, member)| (name.clone(), member)))
        }
        Value::Array(items) => {
            Box::new(items.iter().enumerate().map(|(index, item)| (index.to_string(), item)))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            Box::new(std::iter::empty())
        }
    }
}

/// Every value within `value`, itself first, with its pointer, in document order.
pub fn places(value: &Value) -> Vec<(String, &Value)> {
    first_places(value, usize::MAX)
}

/// The first of these, no more than `most`.
pub fn first_places(value: &Value, most: usize) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    collect((String::new(), value), most, &mut found);
    found
}

fn collect<'a>(
    (pointer, value): (String, &'a Value),
    most: usize,
    found: &mut Vec<(String, &'a Value)>,
) {
    found.push((pointer.clone(), value));
    for (token, part) in parts(value) {
        if found.len() >= most {
            return;
        }
        collect((child(&pointer, token), part), most, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn it_leads_to_where_it_leads_in_every_library() {
        let document = json!({"a": [{"b/c": 1, "~": 2, "": 3, "01": 4}, 5]});
        let tokens = ["", "a", "0", "1", "2", "-", "01", "+1", "b~1c", "~0", "~2", "~"];
        let pairs = tokens.iter().flat_map(|one| tokens.map(|two| format!("/{one}/{two}")));
        let deep = pairs.clone().map(|pair| format!("/a{pair}"));
        let places = tokens.iter().map(|one| format!("/{one}")).chain(pairs).chain(deep);
        let odd = ["", "a", "a/0", "//"].map(str::to_owned);
        let mut found = 0;
        for pointer in places.chain(odd) {
            let expected = document.pointer(&pointer);
            assert_eq!(at(&document, &pointer), expected, "{pointer}");
            found += usize::from(expected.is_some());
        }
        assert_eq!(found, 9);
    }

    #[test]
    fn a_pattern_names_the_same_number_of_tokens() {
        for (pattern, pointer, expected) in [
            ("", "", true),
            ("/state", "/state", true),
            ("/state", "/state/x", false),
            ("/answers/*/value", "/answers/12/value", true),
            ("/answers/*/value", "/answers/value", false),
            ("", "/state", false),
        ] {
            assert_eq!(matches(pattern, pointer), expected, "{pattern} {pointer}");
        }
    }

    #[test]
    fn a_pattern_covers_what_lies_within() {
        for (pattern, pointer, expected) in [
            ("/schedule", "/schedule/expiration/type", true),
            ("/schedule", "/scheduled", false),
            ("", "/anything", true),
            ("/value/*", "/value/0/id", true),
        ] {
            assert_eq!(covers(pattern, pointer), expected, "{pattern} {pointer}");
        }
    }

    #[test]
    fn places_carry_escaped_pointers() {
        let value = json!({"a/b": {"~": 1}, "list": [true, {}]});
        let pointers: Vec<String> =
            places(&value).into_iter().map(|(pointer, _)| pointer).collect();
        assert_eq!(pointers, ["", "/a~1b", "/a~1b/~0", "/list", "/list/0", "/list/1"]);
    }
}

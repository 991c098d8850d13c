//! The bytes of a JSON body in, other bytes out; what is no JSON, or has no such place, stays as it is.

use serde_json::Value;

/// Changes the JSON of a body.
pub(super) fn edit(body: &mut Vec<u8>, change: impl FnOnce(&mut Value)) {
    if let Ok(mut json) = serde_json::from_slice(body) {
        change(&mut json);
        *body = json.to_string().into_bytes();
    }
}

/// Puts another value at a place of a body, or takes it away.
pub(super) fn put(body: &mut Vec<u8>, pointer: &str, value: Option<Value>) {
    edit(body, |json| {
        let Some((parent, name)) = pointer.rsplit_once('/') else { return };
        match json.pointer_mut(parent) {
            Some(Value::Object(members)) => match value {
                Some(value) => drop(members.insert(name.to_owned(), value)),
                None => drop(members.shift_remove(name)),
            },
            Some(Value::Array(items)) => put_item(items, name, value),
            _ => {}
        }
    });
}

fn put_item(items: &mut Vec<Value>, position: &str, value: Option<Value>) {
    let Some(place) = position.parse().ok().filter(|place| *place < items.len()) else { return };
    let others = items.split_off(place);
    items.extend(value.into_iter().chain(others.into_iter().skip(1)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_value_is_put_where_there_is_a_place_for_it() {
        let one = || json!({ "a": [1, 2, 3], "b": { "c": 4 } });
        for (pointer, value, expected) in [
            ("/b/c", Some(json!(5)), json!({ "a": [1, 2, 3], "b": { "c": 5 } })),
            ("/b/d", Some(json!(5)), json!({ "a": [1, 2, 3], "b": { "c": 4, "d": 5 } })),
            ("/b", None, json!({ "a": [1, 2, 3] })),
            ("/a/1", Some(json!(5)), json!({ "a": [1, 5, 3], "b": { "c": 4 } })),
            ("/a/1", None, json!({ "a": [1, 3], "b": { "c": 4 } })),
            ("/a/3", Some(json!(5)), one()),
            ("/x/y", Some(json!(5)), one()),
            ("/b/c/d", None, one()),
            ("", None, one()),
        ] {
            let mut body = one().to_string().into_bytes();
            put(&mut body, pointer, value);
            assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected, "{pointer}");
        }
    }

    #[test]
    fn what_is_no_json_stays_as_it_is() {
        let mut body = b"<html>".to_vec();
        put(&mut body, "/a", Some(json!(1)));
        assert_eq!(body, b"<html>");
    }
}

//! A body and edits in, what they do to it in a sentence out.

use super::edit::{Bracket, Change, Damage, Edit, Writing};
use serde_json::Value;

/// So many edits are told; of more, the number.
const MOST_TOLD: usize = 3;

/// Longer texts are told by their length.
const LONGEST_SHOWN: usize = 40;

/// What the edits do to the body.
pub(super) fn of(body: &Value, edits: &[Edit]) -> String {
    if edits.is_empty() {
        return "the body is as documented".to_owned();
    }
    let told: Vec<String> = edits.iter().take(MOST_TOLD).map(|edit| clause(body, edit)).collect();
    let told = told.join(", ");
    match edits.len().saturating_sub(MOST_TOLD) {
        0 => told,
        more => format!("{told}, and {more} more"),
    }
}

fn clause(body: &Value, edit: &Edit) -> String {
    let at = if edit.at.is_empty() { "the body" } else { &edit.at };
    let is_there = body.pointer(&edit.at).is_some();
    match &edit.change {
        Change::LeaveOut => format!("{at} is left out"),
        Change::Put(value) if is_there => format!("{at} is {}", words(value)),
        Change::Put(value) => format!("{at} is added as {}", words(value)),
        Change::Text(length) => format!("{at} is {} characters long", grouped(*length)),
        Change::Nest(bracket, depth) if is_there => format!("{at} is {}", nested(*bracket, *depth)),
        Change::Nest(bracket, depth) => format!("{at} is added, {}", nested(*bracket, *depth)),
        Change::Raw(raw) => format!("{at} is {raw}"),
        Change::Repeat(value) if body.pointer(&edit.at) == Some(value) => {
            format!("{at} is there twice, with the same value")
        }
        Change::Repeat(value) => format!("{at} is there twice, then as {}", words(value)),
        Change::Write(writing) => written(*writing).to_owned(),
        Change::Break(damage) => damaged(*damage).to_owned(),
    }
}

fn words(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(_) => format!("the boolean {value}"),
        Value::Number(_) => format!("the number {value}"),
        Value::String(text) if text.is_empty() => "an empty text".to_owned(),
        Value::String(text) => {
            let length = text.chars().count();
            if length > LONGEST_SHOWN {
                format!("a text of {} characters", grouped(length))
            } else {
                format!("the text {text:?}")
            }
        }
        Value::Array(items) if items.is_empty() => "an empty array".to_owned(),
        Value::Array(_) => "an array".to_owned(),
        Value::Object(members) if members.is_empty() => "an empty object".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}

fn nested(bracket: Bracket, depth: usize) -> String {
    let (one, several) = match bracket {
        Bracket::Array => ("an array", "arrays"),
        Bracket::Object => ("an object", "objects"),
    };
    if depth == 1 {
        format!("within {one}")
    } else {
        format!("within {} {several}", grouped(depth))
    }
}

fn written(writing: Writing) -> &'static str {
    match writing {
        Writing::Reversed => "the members stand in reverse order",
        Writing::Spaced => "white space stands wherever it may",
        Writing::EscapedTexts => "every text is written in escapes",
        Writing::EscapedNames => "every member's name is written in escapes",
    }
}

fn damaged(damage: Damage) -> &'static str {
    match damage {
        Damage::Emptied => "the body is empty",
        Damage::BrokenOff => "the body breaks off halfway",
        Damage::TrailingComma => "the body has a comma behind its last member",
        Damage::Apostrophes => "the body has apostrophes for quotation marks",
        Damage::Comment => "the body begins with a comment",
        Damage::ByteOrderMark => "the body begins with a byte order mark",
        Damage::Utf16 => "the body is encoded in UTF-16",
        Damage::NotUtf8 => "the body has a byte that is not UTF-8",
    }
}

/// 65536 → 65,536.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_change_is_told_with_its_place() {
        let body = json!({"a": {"b": "x"}});
        for (at, change, expected) in [
            ("/a", Change::LeaveOut, "/a is left out"),
            ("/a", Change::Put(json!(null)), "/a is null"),
            ("/a/b", Change::Put(json!(7)), "/a/b is the number 7"),
            ("/a/b", Change::Put(json!("\u{202e}")), r#"/a/b is the text "\u{202e}""#),
            ("/c", Change::Put(json!([])), "/c is added as an empty array"),
            ("/a/b", Change::Text(65_536), "/a/b is 65,536 characters long"),
            ("/a", Change::Nest(Bracket::Array, 1), "/a is within an array"),
            ("/c", Change::Nest(Bracket::Object, 200), "/c is added, within 200 objects"),
            ("", Change::Nest(Bracket::Array, 10_000), "the body is within 10,000 arrays"),
            ("/a/b", Change::Repeat(json!("x")), "/a/b is there twice, with the same value"),
            ("/a/b", Change::Repeat(json!(null)), "/a/b is there twice, then as null"),
            ("", Change::Break(Damage::Emptied), "the body is empty"),
        ] {
            assert_eq!(of(&body, &[Edit { at: at.to_owned(), change }]), expected);
        }
    }

    #[test]
    fn of_many_changes_the_first_are_told() {
        let left_out = |at: &str| Edit { at: at.to_owned(), change: Change::LeaveOut };
        let edits = ["/a", "/b", "/c", "/d", "/e"].map(left_out);
        let expected = "/a is left out, /b is left out, /c is left out, and 2 more";
        assert_eq!(of(&json!({}), &edits), expected);
        assert_eq!(of(&json!({}), &[]), "the body is as documented");
    }
}

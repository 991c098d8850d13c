//! A place that holds text in, other text for it out: members of enumerations, formats, lengths, and what Unicode has in store.

use super::Plan;
use crate::formats::{is_duration, is_guid};
use crate::inputs::edit::Change;
use crate::inputs::mutation::Demand;
use crate::inputs::place::{Place, Role, schema_at};
use chrono::DateTime;
use serde_json::json;

/// More than any buffer of 64 KiB holds.
const LONG: usize = 65_536;

/// A bound beyond is not tried: it would be a body of megabytes.
const MOST_LETTERS: u64 = 1 << 20;

/// Text with which software gets into trouble. Each is JSON, and UTF-8.
const EXTREMES: [(&str, &str); 7] = [
    ("nul-character", "a\0b"),
    ("control-characters", "a\u{1}\u{1b}[31m\r\n\tb\u{7f}"),
    ("astral-characters", "\u{1f600}\u{1d49c}\u{10fffd}"),
    ("combining-characters", "e\u{301}\u{323}\u{301}\u{323}\u{301}\u{323}\u{301}\u{323}"),
    ("right-to-left-override", "\u{202e}txet\u{202c}"),
    ("noncharacter", "a\u{fffe}b"),
    ("zero-width-characters", "\u{feff}\u{200b}\u{200d}"),
];

/// Half a surrogate pair, which only an escape can say.
const LONE_SURROGATE: &str = r#""\ud800""#;

pub(super) fn plans(place: &Place<'_>) -> Vec<Plan> {
    let Some(text) = place.value.as_str() else { return Vec::new() };
    let put = |(kind, text): (&'static str, &str)| Plan::at(place, kind, Change::Put(json!(text)));
    let mut plans = Vec::new();
    if !text.is_empty() {
        plans.push(put(("empty-text", "")));
    }
    plans.extend(lengths(place));
    plans.extend(enumerated(place, text));
    let format = wrong_format(place, text);
    plans.extend(format.map(|wrong| put(("wrong-format", wrong))));
    let is_enumerated = place.declared.enumeration().is_some();
    if format.is_none() && !is_enumerated && place.role != Role::TypeName {
        plans.extend(EXTREMES.map(put));
        let grounds = (Demand::Answered, "RFC 8259, section 8.2");
        let surrogate = ("lone-surrogate", Change::Raw(LONE_SURROGATE));
        plans.push(Plan::by_standard(surrogate, &place.at, grounds));
    }
    plans
}

/// At the bounds, beyond them, and far beyond what anyone writes.
fn lengths(place: &Place<'_>) -> Vec<Plan> {
    let bound = |keyword: &str| {
        let length = place.declared.number(keyword)?.as_u64();
        length.filter(|length| (1..MOST_LETTERS).contains(length))
    };
    let (least, most) = (bound("minLength"), bound("maxLength"));
    let lengths = [
        ("length-at-bound", least),
        ("length-at-bound", most.filter(|most| least != Some(*most))),
        ("length-beyond-bound", least.map(|least| least - 1).filter(|length| *length > 0)),
        ("length-beyond-bound", most.map(|most| most + 1)),
    ];
    let lengths = lengths
        .into_iter()
        .filter_map(|(kind, length)| Some((kind, usize::try_from(length?).ok()?)));
    let long = ("long-text", LONG);
    lengths
        .chain([long])
        .map(|(kind, length)| Plan::at(place, kind, Change::Text(length)))
        .collect()
}

fn enumerated(place: &Place<'_>, text: &str) -> Vec<Plan> {
    let Some(members) = place.declared.enumeration() else { return Vec::new() };
    let put = |kind, text: &str| Plan::at(place, kind, Change::Put(json!(text)));
    let others = members.iter().filter(|member| !member.eq_ignore_ascii_case(text));
    let mut plans: Vec<Plan> = others.map(|other| put("other-enum-member", other)).collect();
    plans.push(put("unknown-enum-member", "noSuchMember"));
    let upper = text.to_ascii_uppercase();
    let casing = if upper == text { text.to_ascii_lowercase() } else { upper };
    if casing != text {
        // Documents write members in more than one casing, and a server may hold to any.
        plans.push(put("other-casing", &casing).answered());
    }
    for plan in &mut plans {
        if let Some(pointer) = place.declared.enumeration_pointer() {
            plan.source = schema_at(pointer);
        }
    }
    plans
}

/// Text that is nearly of the format which the place has by its schema or, where that says nothing, by its look.
fn wrong_format(place: &Place<'_>, text: &str) -> Option<&'static str> {
    let format = place.declared.text("format").or_else(|| looks_like(text))?;
    Some(match format {
        "uuid" => "00000000-0000-0000-0000-00000000000g",
        "date-time" => "2024-02-30T25:61:00Z",
        "date" => "2024-02-30",
        "time" => "25:61:00Z",
        "duration" => "P1S",
        "email" => "nobody",
        "uri" => "no address",
        "ipv4" => "256.0.0.1",
        "ipv6" => "::g",
        "hostname" => "-.example",
        _ => return None,
    })
}

fn looks_like(text: &str) -> Option<&'static str> {
    if is_guid(text) {
        Some("uuid")
    } else if DateTime::parse_from_rfc3339(text).is_ok() {
        Some("date-time")
    } else if is_duration(text) {
        Some("duration")
    } else {
        let is_address = text.split_once('@').is_some_and(|(name, host)| {
            !name.is_empty() && host.contains('.') && !text.contains(char::is_whitespace)
        });
        is_address.then_some("email")
    }
}

#[cfg(test)]
mod tests {
    use super::looks_like;

    #[test]
    fn text_has_a_format_by_its_look() {
        for (text, expected) in [
            ("46184453-e63b-4f20-86c2-c557ed5d5df9", Some("uuid")),
            ("2024-10-18T20:49:15.17Z", Some("date-time")),
            ("P365D", Some("duration")),
            ("user@contoso.com", Some("email")),
            ("@contoso.com", None),
            ("write to user@contoso.com", None),
            ("#graph.type", None),
            ("", None),
        ] {
            assert_eq!(looks_like(text), expected, "{text}");
        }
    }
}

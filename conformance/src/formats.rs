//! Text in, whether it is of a format out: those that OData has other rules for than JSON Schema, and GUIDs.

use uuid::Uuid;

/// Whether text is a GUID.
pub(crate) fn is_guid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

/// Whether two texts are one GUID, which may be written in any casing.
pub(crate) fn same_guid(one: &str, other: &str) -> bool {
    is_guid(one) && one.eq_ignore_ascii_case(other)
}

/// Whether text is a duration as JSON Schema, XML Schema or `Edm.Duration` has it: weeks alone, or a sign and fractions of a second.
///
/// JSON Schema's own `duration` refuses the latter two, and XML Schema the weeks; a server that follows either is not to blame.
pub(crate) fn is_duration(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('-').unwrap_or(text).strip_prefix('P') else { return false };
    if !rest.is_empty() && are_parts(rest, "W") {
        return true;
    }
    let (date, time) = rest.split_once('T').map_or((rest, None), |(date, time)| (date, Some(time)));
    let has_part = !date.is_empty() || time.is_some();
    has_part
        && are_parts(date, "YMD")
        && time.is_none_or(|time| !time.is_empty() && are_parts(time, "HMS"))
}

/// Numbers, each followed by one of the units, in the units' order; only seconds may have a fraction.
fn are_parts(text: &str, units: &str) -> bool {
    let mut units = units.chars();
    text.split_inclusive(|character: char| character.is_ascii_alphabetic()).all(|part| {
        let Some(unit) = part.chars().next_back().filter(char::is_ascii_alphabetic) else {
            return false;
        };
        let number = part.trim_end_matches(unit);
        let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
        let is_number =
            |digits: &str| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
        let is_whole = unit == 'S' || !number.contains('.');
        units.any(|known| known == unit) && is_whole && is_number(whole) && is_number(fraction)
    })
}

#[cfg(test)]
mod tests {
    use super::is_duration;

    #[test]
    fn a_duration_is_what_any_of_the_standards_calls_so() {
        for (text, expected) in [
            ("P365D", true),
            ("PT4H", true),
            ("P1Y2M3DT4H5M6.789S", true),
            ("-P1D", true),
            ("PT0S", true),
            ("P", false),
            ("PT", false),
            ("P1", false),
            ("PD", false),
            ("P1DT", false),
            ("P1S", false),
            ("PT1D", false),
            ("P1D2Y", false),
            ("P1.5D", false),
            ("P2W", true),
            ("P2W1D", false),
            ("P1Y2W", false),
            ("P2WT1H", false),
            ("PW", false),
            ("1 day", false),
            ("", false),
            ("P١D", false),
        ] {
            assert_eq!(is_duration(text), expected, "{text}");
        }
    }
}

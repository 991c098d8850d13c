//! The bytes of a written body in, the same bytes broken out.

use super::edit::Damage;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A byte that UTF-8 never has.
const NO_UTF_8: u8 = 0xff;

/// The bytes with that damage done to them.
pub(super) fn done(damage: Damage, mut bytes: Vec<u8>) -> Vec<u8> {
    match damage {
        Damage::Emptied => Vec::new(),
        Damage::BrokenOff => {
            bytes.truncate(bytes.len() / 2);
            bytes
        }
        Damage::TrailingComma => {
            let end = bytes.iter().rposition(|byte| matches!(byte, b'}' | b']'));
            bytes.insert(end.unwrap_or(bytes.len()), b',');
            bytes
        }
        Damage::Apostrophes => {
            bytes.iter().map(|byte| if *byte == b'"' { b'\'' } else { *byte }).collect()
        }
        Damage::Comment => [b"/* the body */".as_slice(), &bytes].concat(),
        Damage::ByteOrderMark => [BYTE_ORDER_MARK.as_bytes(), &bytes].concat(),
        Damage::Utf16 => {
            let text = String::from_utf8_lossy(&bytes);
            let units = BYTE_ORDER_MARK.encode_utf16().chain(text.encode_utf16());
            units.flat_map(u16::to_le_bytes).collect()
        }
        Damage::NotUtf8 => {
            let quote = bytes.iter().position(|byte| *byte == b'"');
            bytes.insert(quote.map_or(bytes.len(), |quote| quote + 1), NO_UTF_8);
            bytes
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_done_to_the_bytes() {
        for (damage, expected) in [
            (Damage::Emptied, b"".as_slice()),
            (Damage::BrokenOff, br#"{"a"#),
            (Damage::TrailingComma, br#"{"a":1,}"#),
            (Damage::Apostrophes, b"{'a':1}"),
            (Damage::Comment, br#"/* the body */{"a":1}"#),
            (Damage::ByteOrderMark, b"\xef\xbb\xbf{\"a\":1}"),
            (Damage::Utf16, b"\xff\xfe{\0\"\0a\0\"\0:\x001\0}\0"),
            (Damage::NotUtf8, b"{\"\xffa\":1}"),
        ] {
            assert_eq!(done(damage, br#"{"a":1}"#.to_vec()), expected, "{damage:?}");
        }
    }

    #[test]
    fn what_has_neither_brackets_nor_quotation_marks_is_damaged_at_its_end() {
        assert_eq!(done(Damage::TrailingComma, b"7".to_vec()), b"7,");
        assert_eq!(done(Damage::NotUtf8, b"7".to_vec()), b"7\xff");
    }
}

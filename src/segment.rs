//! Values that become part of a path: a parameter's name and value come in, the value as it may stand in
//! one segment goes out, or why it may not.

use progenitor_client::encode_path;

/// What would leave the segment even when escaped: URLs are shortened by these before they are sent, so
/// that another resource would be asked for.
const LEAVING: [&str; 3] = ["", ".", ".."];

/// The value of the path parameter `name`, escaped.
pub(crate) fn encoded(name: &str, value: &str) -> Result<String, String> {
    match value {
        "" => Err(format!("the `{name}` is empty; give the one that the service gave")),
        leaving if LEAVING.contains(&leaving) => {
            Err(format!("the `{name}` cannot be `{leaving}`: the path would lead elsewhere"))
        }
        value => Ok(escaped(value)),
    }
}

/// A part of a segment, escaped.
pub(crate) fn escaped(value: &str) -> String {
    // In an address of HTTP a backslash separates segments like a slash.
    encode_path(value).replace('\\', "%5C")
}

/// Whether `value` is one segment without being escaped, as an id, a domain or a version is.
pub(crate) fn is_plain(value: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !LEAVING.contains(&value) && value.bytes().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn what_separates_segments_is_escaped() {
        for (value, expected) in [
            ("a/b", "a%2Fb"),
            ("a\\..\\b", "a%5C..%5Cb"),
            ("%2e%2e", "%252e%252e"),
            (".\t.", ".%09."),
            ("a?b#c", "a%3Fb%23c"),
        ] {
            assert_eq!(encoded("id", value).as_deref(), Ok(expected));
        }
    }
}
